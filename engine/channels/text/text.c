/* The text channel: the document as plain UTF-8 text in 72 columns. All it does itself is to say so; the
 * rendering is shared with the text part of e-mail. */
#include "channels/channel.h"
#include "channels/common/locked.h"
#include "channels/common/plain.h"

static bool render(eng_ctx *ctx, eng_desk *desk, const eng_studio *studio, const eng_document *doc,
		   const eng_artifact_ref *others, size_t other_count, eng_arena *scratch,
		   eng_buf *out, eng_measures *measures) {
	int channel = eng_document_channel(doc, "text");

	(void)desk, (void)others, (void)other_count, (void)measures;
	return eng_locked_check(ctx, scratch, doc, &studio->theme->email, channel) &&
	       eng_plain_write(ctx, scratch, doc, studio->theme, channel, out, NULL);
}

const eng_channel eng_channel_text = {
	.name = "text",
	.extension = "txt",
	.media_type = "text/plain; charset=utf-8",
	.summary = "plain text in 72 columns",
	.render = render,
	.leaves_out = eng_plain_leaves_out,
};
