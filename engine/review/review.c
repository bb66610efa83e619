/* `engross review`: a preview of drafts in a folder of its own, served until it is stopped, then removed. */
#include "engross-review.h"
#include "engross.h"

#include <glib.h>
#include <glib/gstdio.h>

#include "base/file.h"
#include "review/server.h"

static void tell(void *user, const eng_diag *diag) {
	const eng_review_options *o = user;

	if (o->preview.message) {
		o->preview.message(o->preview.user,
				   &(eng_notice){ (eng_notice_level)diag->level, diag->code,
						  diag->where.file, diag->where.line,
						  diag->where.column, diag->message });
	}
}

/* The folder holds customers' data: nothing of it stays. */
static void remove_folder(eng_ctx *ctx, eng_arena *arena, const char *folder) {
	const char *const *names;
	size_t n;

	if (!eng_file_is_dir(folder) || !eng_file_list(ctx, arena, folder, &names, &n)) {
		return;
	}
	for (size_t i = 0; i < n; i++) {
		const char *path = eng_path_join(arena, folder, names[i]);

		if (eng_file_is_dir(path)) {
			remove_folder(ctx, arena, path);
		} else {
			g_unlink(path);
		}
	}
	g_rmdir(folder);
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
		remove_folder(&ctx, &arena, room);
	}
	g_free(room);
	eng_arena_finish(&arena);
	return code;
}
