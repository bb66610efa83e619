/* The pdf channel: placeholder until its first slice lands. */
#include "channels/channel.h"

static bool render(eng_ctx *ctx, eng_desk *desk, const eng_studio *studio, const eng_document *doc,
		   const eng_artifact_ref *others, size_t other_count, eng_arena *scratch,
		   eng_buf *out, eng_measures *measures) {
	(void)desk, (void)studio, (void)doc, (void)others, (void)other_count, (void)scratch, (void)out,
	    (void)measures;
	return eng_fail(ctx, "channel.unfinished", (eng_loc){ 0 }, "channel 'pdf' is not there yet");
}

const eng_channel eng_channel_pdf = {
	.name = "pdf",
	.extension = "pdf",
	.media_type = "application/octet-stream",
	.summary = "",
	.render = render,
};
