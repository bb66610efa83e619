/* An index counts only when the data has the size and hash that it names: the run has just hashed its input
 * anyway. A file of one record has no use for it, and may be asked for as a whole. */
#include "run/indexes.h"

#include "base/file.h"
#include "data/index.h"
#include "engross.h"
#include "run/setting.h"

static const char *index_of(eng_arena *arena, const char *data) {
	return eng_arena_printf(arena, "%s" ENG_INDEX_SUFFIX, data);
}

static bool stale(eng_ctx *ctx, const char *path, const char *why) {
	return eng_fail(ctx, "index.stale", (eng_loc){ path, 0, 0 },
			"the index was made %s, make it anew with 'engross index' or remove it",
			why);
}

static bool is_indexable(const eng_input_file *file) {
	return !file->broken && strcmp(file->name, "-") != 0;
}

bool eng_indexes_find(eng_ctx *ctx, eng_arena *arena, const eng_job *job, eng_workshop *shop,
		      eng_input *input) {
	eng_source_options options = eng_workshop_source(shop, &job->source);
	eng_hash settings = eng_index_settings(ctx, &options);

	for (size_t i = 0; i < input->count; i++) {
		eng_input_file *file = &input->files[i];
		const char *path = index_of(arena, file->path);
		eng_index_head head;
		bool there;

		if (!is_indexable(file)) {
			continue;
		}
		if (!eng_file_look(ctx, path, &there)) {
			return false;
		}
		if (!there) {
			continue;
		}
		if (!eng_index_look(ctx, path, &head)) {
			return false;
		}
		if (head.bytes != file->bytes || !eng_hash_eq(&head.data, &file->hash)) {
			return stale(ctx, path, "of other data");
		}
		if (!eng_hash_eq(&head.settings, &settings)) {
			return stale(ctx, path, "for a job that finds its records otherwise");
		}
		file->index = head.records > 1 ? path : NULL;
	}
	return true;
}

/* ---- making them ---- */

typedef struct indexing {
	const eng_index_options *options;
	eng_ctx ctx;
	eng_arena arena;
	eng_setting setting;
	eng_input input;
} indexing;

static void tell(void *user, const eng_diag *diag) {
	const eng_index_options *o = user;

	if (o->message) {
		o->message(o->user, &(eng_notice){ (eng_notice_level)diag->level, diag->code,
						   diag->where.file, diag->where.line,
						   diag->where.column, diag->message });
	}
}

/* Whether the index beside the data is what would be made now. */
static bool compare(indexing *x, const char *path, eng_str made) {
	eng_str found;

	return eng_file_read(&x->ctx, &x->arena, path, SIZE_MAX, &found) &&
	       (eng_str_eq(found, made) || stale(&x->ctx, path, "of other data, or was changed"));
}

static bool index_file(indexing *x, const eng_source_options *source, const eng_input_file *file) {
	const char *path = index_of(&x->arena, file->path);
	eng_index_head head = { .bytes = file->bytes, .data = file->hash };
	eng_buf made = { 0 };
	bool ok = eng_index_make(&x->ctx, eng_library_names(eng_workshop_library(x->setting.shop)),
				 file->path, source, &head, &made);

	ok = ok && (x->options->check ? compare(x, path, eng_buf_view(&made))
				      : eng_file_write(&x->ctx, path, eng_buf_view(&made), true));
	if (ok && x->options->summary) {
		fprintf(x->options->summary,
			"%s  %llu records in %llu bytes, index of %zu bytes%s\n", path,
			(unsigned long long)head.records, (unsigned long long)head.bytes, made.n,
			x->options->check ? " as it should be" : "");
	}
	eng_buf_finish(&made);
	return ok;
}

static bool index_files(indexing *x) {
	eng_source_options source = eng_workshop_source(x->setting.shop, &x->setting.job->source);
	bool ok = true;

	for (size_t i = 0; i < x->input.count; i++) {
		const eng_input_file *file = &x->input.files[i];

		if (is_indexable(file)) {
			ok = index_file(x, &source, file) && ok;
		} else {
			ok = eng_fail(&x->ctx, "index.impossible", (eng_loc){ file->path, 0, 0 },
				      "'%s' has no index: only files that can be read have one",
				      file->name);
		}
	}
	return ok;
}

bool eng_index_job(const eng_index_options *options) {
	indexing x = { .options = options };
	eng_setting_options setting = { .job = options->job,
					.library = options->library,
					.run_date = options->run_date,
					.draft = true };
	bool ok;

	eng_ctx_init(&x.ctx, tell, (void *)(uintptr_t)options);
	eng_arena_init(&x.arena);
	ok = eng_setting_load(&x.ctx, &x.arena, &setting, &x.setting) &&
	     eng_setting_open(&x.ctx, &x.arena, &setting, &x.setting) &&
	     eng_input_open(&x.ctx, &x.arena, x.setting.job, x.setting.job->out_dir, &x.input) &&
	     index_files(&x);
	eng_input_close(&x.input);
	eng_setting_close(&x.setting);
	eng_arena_finish(&x.arena);
	return ok;
}
