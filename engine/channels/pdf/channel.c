/* The pdf channel: pages by page masters as a tagged file for screens, archives and recipients.
 *
 * Lays the document out and has the shared writer (channels/common/pdf) make the file. */
#include "channels/common/pdf/writer.h"

/* A long document is laid out as its file is written, and its pages take no memory afterwards. */
static bool render_long(eng_ctx *ctx, eng_desk *desk, const eng_studio *studio,
			const eng_document *doc, const eng_artifact_ref *others, size_t other_count,
			eng_arena *scratch, eng_buf *out, eng_measures *measures) {
	eng_arena own;
	bool ok;

	eng_arena_init(&own);
	ok = eng_pdf_write(ctx, desk, studio, doc, NULL, others, other_count, &own, out, measures);
	if (ok) {
		measures->stands = eng_arena_copy(
		    scratch, measures->stands, measures->stand_count * sizeof(*measures->stands));
	}
	eng_arena_finish(&own);
	return ok;
}

static bool render(eng_ctx *ctx, eng_desk *desk, const eng_studio *studio, const eng_document *doc,
		   const eng_artifact_ref *others, size_t other_count, eng_arena *scratch,
		   eng_buf *out, eng_measures *measures) {
	const eng_layout *layout;

	if (eng_layout_is_long(doc)) {
		return render_long(ctx, desk, studio, doc, others, other_count, scratch, out,
				   measures);
	}
	layout =
	    eng_layout_pages(ctx, scratch, studio->press, doc, eng_document_channel(doc, "pdf"));
	return layout && eng_pdf_write(ctx, desk, studio, doc, layout, others, other_count, scratch,
				       out, measures);
}

static const char *leaves_out(const eng_node *node) {
	(void)node;
	return NULL;
}

const eng_channel eng_channel_pdf = {
	.name = "pdf",
	.extension = "pdf",
	.media_type = "application/pdf",
	.summary = "tagged PDF 1.7 (PDF/A-3a, PDF/UA-1) by page masters",
	.pages = true,
	.fonts = true,
	.open = eng_pdf_desk_open,
	.close = eng_pdf_desk_close,
	.render = render,
	.leaves_out = leaves_out,
};
