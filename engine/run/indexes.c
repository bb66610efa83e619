/* An index counts only when the data has the size and hash that it names: a whole run has just hashed its input
 * anyway, a shard goes by the index's chain. A file of one record has no use for it, and may be asked for as a
 * whole. */
#include "run/indexes.h"

#include <errno.h>
#include <sys/stat.h>

#include "base/file.h"
#include "data/index-chain.h"
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

/* Looks for the index of a file. *index NULL: there is none, or it has no use. False after reporting. */
static bool find(eng_ctx *ctx, eng_arena *arena, const eng_hash *settings, const char *data,
		 eng_index **index) {
	eng_index *found = eng_arena_new(arena, eng_index);
	bool there;

	*index = NULL;
	found->path = index_of(arena, data);
	if (!eng_file_look(ctx, found->path, &there) ||
	    (there && !eng_index_look(ctx, found->path, &found->head))) {
		return false;
	}
	if (there && !eng_hash_eq(&found->head.settings, settings)) {
		return stale(ctx, found->path, "for a job that finds its records otherwise");
	}
	*index = there && found->head.records > 1 ? found : NULL;
	return true;
}

static eng_hash settings_of(eng_ctx *ctx, const eng_job *job, eng_workshop *shop) {
	eng_source_options options = eng_workshop_source(shop, &job->source);

	return eng_index_settings(ctx, &options);
}

bool eng_indexes_find(eng_ctx *ctx, eng_arena *arena, const eng_job *job, eng_workshop *shop,
		      eng_input *input) {
	eng_hash settings = settings_of(ctx, job, shop);

	for (size_t i = 0; i < input->count; i++) {
		eng_input_file *file = &input->files[i];
		eng_index *index = NULL;

		if (file->index || !is_indexable(file)) {
			continue;
		}
		if (!find(ctx, arena, &settings, file->path, &index)) {
			return false;
		}
		if (index && (index->head.bytes != file->bytes ||
			      !eng_hash_eq(&index->head.data, &file->hash))) {
			return stale(ctx, index->path, "of other data");
		}
		file->index = index;
	}
	return true;
}

/* ---- of shards ---- */

static bool unreadable(eng_ctx *ctx, const char *path, int error) {
	ctx->unreadable = true;
	return eng_fail(ctx, "input.unreadable", (eng_loc){ path, 0, 0 },
			"the system fails to read it: %s", strerror(error));
}

/* Checks a part of the blocks, in one stretch. */
static bool check_part(eng_ctx *ctx, const eng_index *index, const char *data, unsigned part,
		       unsigned parts) {
	uint64_t blocks = eng_index_chain_blocks(index->head.bytes);
	uint64_t first = blocks * (part - 1) / parts, end = blocks * part / parts;
	eng_index_chain *chain = eng_index_chain_open(data, index);
	int error;

	if (!chain) {
		return unreadable(ctx, data, errno);
	}
	error = eng_index_chain_check(chain, first, end);
	eng_index_chain_free(chain);
	return !error || (error == ENG_INDEX_MISFIT ? stale(ctx, index->path, "of other data")
						    : unreadable(ctx, data, error));
}

bool eng_indexes_share(eng_ctx *ctx, eng_arena *arena, const eng_job *job, eng_workshop *shop,
		       unsigned part, unsigned parts, eng_input *input) {
	eng_hash settings = settings_of(ctx, job, shop);

	for (size_t i = 0; i < input->count; i++) {
		eng_input_file *file = &input->files[i];
		eng_index *index = NULL;
		struct stat found;

		if (!is_indexable(file) || stat(file->path, &found) != 0 ||
		    !S_ISREG(found.st_mode)) {
			continue; /* what becomes of it, its reader says */
		}
		if (!find(ctx, arena, &settings, file->path, &index)) {
			return false;
		}
		if (!index) {
			continue;
		}
		if (index->head.bytes != (uint64_t)found.st_size) {
			return stale(ctx, index->path, "of other data");
		}
		if (!check_part(ctx, index, file->path, part, parts)) {
			return false;
		}
		index->check = file->hashed = true;
		file->bytes = index->head.bytes;
		file->hash = index->head.data;
		file->index = index;
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
