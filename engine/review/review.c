/* `engross review`: a preview of drafts in a folder of its own, served until it is stopped, then removed. */
#include "engross-review.h"
#include "engross.h"

#include <glib.h>

#include "base/file.h"
#include "review/server.h"
#include "run/folder.h"

static void tell(void *user, const eng_diag *diag) {
	const eng_review_options *o = user;

	if (o->preview.message) {
		o->preview.message(o->preview.user,
				   &(eng_notice){ (eng_notice_level)diag->level, diag->code,
						  diag->where.file, diag->where.line,
						  diag->where.column, diag->message });
	}
}

static eng_exit serve(eng_ctx *ctx, eng_arena *arena, const eng_review_options *o,
		      const char *folder) {
	eng_job *job = eng_job_load(ctx, arena, o->preview.job, eng_channel_names);
	eng_server_options options = { .folder = folder,
				       .listen = o->listen ? o->listen : "127.0.0.1:8080",
				       .trust = o->preview.trust,
				       .date = o->date,
				       .out = o->preview.summary,
				       .stop = o->stop };

	if (!job) {
		return ENG_EXIT_USAGE;
	}
	options.library = job->library;
	return eng_server_run(ctx, &options) ? ENG_EXIT_OK : ENG_EXIT_SYSTEM;
}

eng_exit eng_review(const eng_review_options *o) {
	char *room = g_dir_make_tmp("engross-review-XXXXXX", NULL);
	eng_preview_options preview = o->preview;
	eng_exit code = ENG_EXIT_SYSTEM;
	eng_arena arena;
	eng_ctx ctx;

	eng_ctx_init(&ctx, tell, (void *)o);
	eng_arena_init(&arena);
	if (!room) {
		eng_fail(&ctx, "file.unwritable", (eng_loc){ 0 },
			 "there is no room for the pages of a review");
	} else {
		preview.out = eng_path_join(&arena, room, "book");
		preview.draft = true;
		preview.summary = NULL;
		code = eng_preview_write(&preview);
		if (code == ENG_EXIT_OK || code == ENG_EXIT_QUARANTINED) {
			code = serve(&ctx, &arena, o, preview.out);
		}
		eng_folder_remove(&ctx, room); /* it holds customers' data */
	}
	g_free(room);
	eng_arena_finish(&arena);
	return code;
}
