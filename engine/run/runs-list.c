/* `engross runs list`: the runs in a folder, finished or not, with shards and retries. */
#include <stdlib.h>

#include "base/file.h"
#include "run/journal-line.h"
#include "run/shard.h"
#include "run/telling.h"

typedef enum state { FINISHED, SHARD, UNFINISHED } state;

/* What one folder is. */
typedef struct item {
	const char *name;
	state state;
	eng_past past;
	bool is_signed;
} item;

/* What the journal of an unfinished run has; a torn last line is normal. */
static void count_journal(eng_telling *look, const char *folder, eng_past *past) {
	const char *path = eng_path_join(&look->arena, folder, "journal.ndjson");
	eng_ctx quiet = { .limits = look->ctx.limits, .quiet = true };
	FILE *file = fopen(path, "rb");
	char *text = NULL;
	size_t room = 0;
	ssize_t n;

	while (file && (n = eng_file_line(file, &text, &room)) > 0) {
		eng_journal_line line;

		if (eng_journal_line_read(&quiet, path, 1, (eng_str){ text, (size_t)n }, NULL,
					  &line)) {
			const eng_tally *t = &line.out.tally;

			past->records += t->records;
			past->composed += t->composed;
			past->quarantined += t->quarantined;
			past->skipped += t->skipped;
			past->unreadable += t->unreadable;
		}
		eng_journal_line_finish(&line);
	}
	free(text);
	if (file) {
		fclose(file);
	}
}

/* Fills an item; false: the folder is no run. */
static bool take(eng_telling *look, const char *folder, const char *name, item *it) {
	const char *path = eng_path_join(&look->arena, folder, name);
	eng_ctx quiet = { .limits = look->ctx.limits, .quiet = true };

	*it = (item){ .name = name };
	if (strncmp(name, "run-", 4) != 0 || !eng_file_is_dir(path)) {
		return false;
	}
	if (eng_str_ends(eng_str_from(name), ".partial")) {
		it->state = UNFINISHED;
		count_journal(look, path, &it->past);
		return true;
	}
	if (eng_file_exists(eng_path_join(&look->arena, path, ENG_SHARD_FILE))) {
		it->state = SHARD;
		return eng_shard_past(&quiet, &look->arena, path, &it->past);
	}
	if (!eng_past_read(&quiet, &look->arena, path, &it->past)) {
		return false;
	}
	it->is_signed = eng_telling_is_signed(look, &it->past);
	return true;
}

static void write_json(eng_telling *look, const item *it) {
	static const char *const states[] = { "finished", "shard", "unfinished" };
	eng_json_writer *w = &look->json;

	eng_json_write_object(w);
	eng_json_member_cstr(w, "name", it->name);
	eng_json_member_cstr(w, "state", states[it->state]);
	eng_json_member_some(w, "job", it->past.job);
	eng_json_member_some(w, "run-date", it->past.run_date);
	eng_json_member_some(w, "retry-of", it->past.retry);
	eng_json_member_int(w, "records", (int64_t)it->past.records);
	eng_json_member_int(w, "composed", (int64_t)it->past.composed);
	eng_json_member_int(w, "quarantined", (int64_t)it->past.quarantined);
	eng_json_member_int(w, "skipped", (int64_t)it->past.skipped);
	eng_json_member_int(w, "unreadable", (int64_t)it->past.unreadable);
	if (it->past.report) {
		eng_json_member_int(w, "artifacts", (int64_t)eng_telling_artifacts(&it->past));
		eng_json_member_bool(w, "draft", it->past.draft);
	}
	if (it->state == FINISHED) {
		eng_json_member_bool(w, "signed", it->is_signed);
	}
	eng_json_write_object_end(w);
}

static void write_line(eng_telling *look, const item *it) {
	const eng_past *p = &it->past;

	eng_diag_text(
	    &look->text, "%-40s %-20.*s %9llu %9llu %11llu %7llu %9llu  %s%s%s%.*s\n", it->name,
	    ENG_STR_ARG(p->job), (unsigned long long)p->records, (unsigned long long)p->composed,
	    (unsigned long long)(p->quarantined + p->unreadable), (unsigned long long)p->skipped,
	    (unsigned long long)eng_telling_artifacts(p),
	    it->state == UNFINISHED ? "unfinished"
	    : it->state == SHARD    ? "shard"
	    : it->is_signed         ? "signed"
				    : "sealed",
	    p->draft ? ", draft" : "", p->retry.n ? ", retry of " : "", ENG_STR_ARG(p->retry));
}

bool eng_runs_list(const eng_runs_options *options, const char *folder) {
	const char *const *names;
	eng_telling look;
	size_t n, found = 0;
	bool ok;

	eng_telling_init(&look, options);
	ok = eng_file_list(&look.ctx, &look.arena, folder, &names, &n);
	if (options->json) {
		eng_json_write_object(&look.json);
		eng_json_member_array(&look.json, "runs");
	}
	for (size_t i = 0; ok && i < n; i++) {
		item it;

		if (!take(&look, folder, names[i], &it)) {
			continue;
		}
		if (!options->json && found++ == 0) {
			eng_diag_text(&look.text, "%-40s %-20s %9s %9s %11s %7s %9s  %s\n", "run",
				      "job", "records", "composed", "quarantined", "skipped",
				      "artifacts", "state");
		}
		(options->json ? write_json : write_line)(&look, &it);
	}
	if (options->json) {
		eng_json_write_array_end(&look.json);
		eng_json_write_object_end(&look.json);
	} else if (!found) {
		eng_buf_cstr(&look.text, "no runs\n");
	}
	return eng_telling_finish(&look, ok);
}
