/* The print channel: a recipient's pages for a press, in inks. `engross print assemble` joins these parts
 * into print streams without composing again.
 *
 * Shows what the pdf channel shows, laid out alike; its wording is tagged and read back like that of
 * pdf files. Knows nothing of sheets, envelopes or machines. */
#include "channels/common/pdf/writer.h"

static bool render(eng_ctx *ctx, eng_desk *desk, const eng_studio *studio, const eng_document *doc,
		   const eng_artifact_ref *others, size_t other_count, eng_arena *scratch,
		   eng_buf *out, eng_measures *measures) {
	const eng_layout *layout =
	    eng_layout_pages(ctx, scratch, studio->press, doc, eng_document_channel(doc, "pdf"));

	return layout && eng_pdf_write(ctx, desk, studio, doc, layout, others, other_count, scratch,
				       out, measures);
}

const eng_channel eng_channel_print = {
	.name = "print",
	.extension = "print.pdf",
	.media_type = "application/pdf",
	.summary = "the pages of pdf in inks, to be assembled into print streams",
	.pages = true,
	.fonts = true,
	.mirrors = "pdf",
	.certifies = true,
	.open = eng_pdf_desk_open_press,
	.close = eng_pdf_desk_close,
	.render = render,
};
