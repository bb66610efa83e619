/* The shards as they were given: of one run, complete, of one mind about where files end. */
#include "run/join.h"

#include <stdlib.h>

#include "base/file.h"
#include "run/shard.h"

static bool read_part(eng_join *j, const char *folder, eng_join_shard *part) {
	const char *path, *why;
	const eng_json_node *endings;
	eng_str text, clean = eng_str_from(folder);

	while (clean.n > 1 && eng_str_ends(clean, "/")) {
		clean.n--;
	}
	folder = eng_str_dup(&j->arena, clean);
	path = eng_path_join(&j->arena, folder, ENG_SHARD_FILE);
	if (!eng_file_exists(path)) {
		return eng_fail(&j->ctx, "seal.no-shard", (eng_loc){ folder, 0, 0 },
				"this is no folder of a finished shard: it has no '" ENG_SHARD_FILE
				"'");
	}
	if (!eng_shard_past(&j->ctx, &j->arena, folder, &part->past) ||
	    !eng_file_read(&j->ctx, &j->arena, path, SIZE_MAX, &text)) {
		return false;
	}
	part->shard = eng_json_tree(&j->arena, text, &why);
	part->number = (unsigned)eng_past_count(part->shard, "shard");
	part->count = (unsigned)eng_past_count(part->shard, "shards");
	if (!eng_str_eqc(eng_json_find_text(part->shard, "format"), ENG_SHARD_FORMAT) ||
	    !part->number || part->number > part->count || part->count > ENG_SHARDS_MAX ||
	    !eng_path_is_safe(eng_json_find_text(part->shard, "run"))) {
		return eng_fail(&j->ctx, "run.bad-report", (eng_loc){ path, 0, 0 },
				"this is no report of a shard");
	}
	endings = eng_json_find(part->shard, "endings");
	for (const eng_json_node *e = endings ? endings->first : NULL; e; e = e->next) {
		part->ending_count++;
	}
	part->endings = eng_arena_new_array(&j->arena, part->ending_count + 1, eng_ending);
	for (const eng_json_node *e = endings ? endings->first : NULL; e; e = e->next) {
		part->endings[e->index] =
		    (eng_ending){ (size_t)eng_past_count(e, "file"), eng_past_count(e, "ordinal") };
	}
	return true;
}

static bool is_same_run(eng_join *j, const eng_join_shard *a, const eng_join_shard *b) {
	if (eng_hash_eq(&a->past.fingerprint, &b->past.fingerprint) && a->count == b->count) {
		return true;
	}
	return eng_fail(&j->ctx, "seal.other-run", (eng_loc){ b->past.folder, 0, 0 },
			a->count == b->count
			    ? "'%s' is of another run: job, content, records, date or versions of "
			      "software differ"
			    : "'%s' is of a run in another number of shards",
			b->past.folder);
}

/* Whether both went by the same indexes: by the chain of one, all shards together have looked at each byte of the
 * input (data/index-chain.h). */
static bool has_same_indexes(eng_join *j, const eng_join_shard *a, const eng_join_shard *b) {
	const eng_json_node *x = eng_json_find(a->shard, "indexes");
	const eng_json_node *y = eng_json_find(b->shard, "indexes");

	x = x ? x->first : NULL;
	y = y ? y->first : NULL;
	while (x && y && x->kind == y->kind && eng_str_eq(x->text, y->text)) {
		x = x->next;
		y = y->next;
	}
	return (!x && !y) ||
	       eng_fail(&j->ctx, "seal.other-run", (eng_loc){ b->past.folder, 0, 0 },
			"'%s' checked its input by another index than '%s', or without: make one "
			"of them anew",
			b->past.folder, a->past.folder);
}

/* Puts the parts into the order of their numbers: each once, none missing. */
static bool sort_parts(eng_join *j, const eng_join_shard *given, size_t n) {
	eng_buf missing = { 0 };
	bool ok = true;

	j->count = given[0].count;
	j->shards = eng_arena_new_array(&j->arena, j->count, eng_join_shard);
	for (size_t i = 0; ok && i < n; i++) {
		eng_join_shard *part = &j->shards[given[i].number - 1];

		ok = part->number == 0 ||
		     eng_fail(&j->ctx, "seal.overlap", (eng_loc){ given[i].past.folder, 0, 0 },
			      "'%s' and '%s' are both shard %u of %u", part->past.folder,
			      given[i].past.folder, part->number, part->count);
		*part = given[i];
	}
	for (size_t i = 0; ok && i < j->count; i++) {
		if (!j->shards[i].number) {
			eng_buf_printf(&missing, "%s%zu", missing.n ? ", " : "", i + 1);
		}
	}
	ok = ok && (!missing.n ||
		    eng_fail(&j->ctx, "seal.missing", (eng_loc){ given[0].past.folder, 0, 0 },
			     "of %zu shards these are missing: %s", j->count, missing.s));
	eng_buf_finish(&missing);
	return ok;
}

static void take_job(eng_join *j) {
	const eng_json_node *shard = j->shards[0].shard, *errors = eng_json_find(shard, "errors");
	const eng_json_node *duplicates = eng_json_find(shard, "duplicates");
	const eng_json_node *totals = eng_json_find(j->shards[0].past.report, "totals");
	const eng_json_node *total = totals ? totals->first : NULL;

	eng_decimal_parse(eng_json_find_text(errors, "percent"), false, &j->job.stop_percent);
	j->job.stop_count = eng_past_count(errors, "count");
	j->job.stop_at_least = eng_past_count(errors, "at-least");
	j->job.allow_duplicates = duplicates && duplicates->kind == ENG_JSON_TRUE;
	for (; total; total = total->next) {
		j->job.total_count++;
	}
	j->job.totals = eng_arena_new_array(&j->arena, j->job.total_count + 1, eng_job_expr);
	for (total = totals ? totals->first : NULL; total; total = total->next) {
		j->job.totals[total->index].name = total->key;
	}
	j->tally.total_count = j->job.total_count;
	j->tally.totals = eng_arena_new_array(&j->arena, j->job.total_count + 1, eng_total_tally);
}

bool eng_join_open(eng_join *j) {
	size_t n = j->options->folder_count;
	eng_join_shard *given = eng_arena_new_array(&j->arena, n, eng_join_shard);

	for (size_t i = 0; i < n; i++) {
		if (!read_part(j, j->options->folders[i], &given[i]) ||
		    !is_same_run(j, &given[0], &given[i]) ||
		    !has_same_indexes(j, &given[0], &given[i])) {
			return false;
		}
	}
	if (!sort_parts(j, given, n)) {
		return false;
	}
	j->name = eng_str_dup(&j->arena, eng_json_find_text(j->shards[0].shard, "run"));
	j->out =
	    j->options->out ? j->options->out : eng_path_dir(&j->arena, j->shards[0].past.folder);
	take_job(j);
	return true;
}

/* ---- agreement ---- */

static int compare(const eng_ending *a, const eng_ending *b) {
	if (a->ordinal != b->ordinal) {
		return a->ordinal < b->ordinal ? -1 : 1;
	}
	return a->file < b->file ? -1 : a->file > b->file;
}

/* The first end of a file, in their order, that not all know of. All agree on what comes before, so that it
 * is true; what the others know of later ends may follow from not knowing this one. */
static const eng_ending *find_disputed(const eng_join *j) {
	for (size_t i = 0;; i++) {
		const eng_ending *first = NULL;
		bool agreed = true;

		for (size_t k = 0; k < j->count; k++) {
			const eng_join_shard *part = &j->shards[k];
			const eng_ending *own = i < part->ending_count ? &part->endings[i] : NULL;

			agreed &= k == 0 || (own && first && compare(own, first) == 0) ||
				  (!own && !first);
			first = own && (!first || compare(own, first) < 0) ? own : first;
		}
		if (!agreed || !first) {
			return first;
		}
	}
}

static bool knows(const eng_join_shard *part, const eng_ending *end) {
	for (size_t i = 0; i < part->ending_count; i++) {
		if (compare(&part->endings[i], end) == 0) {
			return true;
		}
	}
	return false;
}

bool eng_join_agree(eng_join *j) {
	const eng_ending *disputed = find_disputed(j);
	const eng_join_shard *first = &j->shards[0];

	for (size_t k = 0; disputed && k < j->count; k++) {
		if (!knows(&j->shards[k], disputed)) {
			eng_buf_printf(&j->shards[k].others, "{\"ordinal\":%llu,\"file\":%zu}\n",
				       (unsigned long long)disputed->ordinal, disputed->file);
			j->told++;
		}
	}
	if (disputed) {
		return eng_join_tell(j);
	}
	for (size_t k = 1; k < j->count; k++) {
		const eng_join_shard *part = &j->shards[k];

		if (eng_past_count(part->shard, "chunks") !=
			eng_past_count(first->shard, "chunks") ||
		    eng_past_count(part->shard, "records") !=
			eng_past_count(first->shard, "records")) {
			return eng_fail(&j->ctx, "seal.other-run",
					(eng_loc){ part->past.folder, 0, 0 },
					"'%s' found other records than '%s'", part->past.folder,
					first->past.folder);
		}
	}
	return true;
}

/* Appends what was found to what the shard was told before. */
static bool tell_one(eng_join *j, const eng_join_shard *part) {
	const char *path = eng_path_join(&j->arena, part->past.folder, ENG_OTHERS_FILE);
	eng_buf all = { 0 };
	eng_str before = { 0 };
	bool ok =
	    !eng_file_exists(path) || eng_file_read(&j->ctx, &j->arena, path, SIZE_MAX, &before);

	eng_buf_str(&all, before);
	eng_buf_str(&all, eng_buf_view(&part->others));
	ok = ok && eng_file_write(&j->ctx, path, eng_buf_view(&all), true);
	eng_buf_finish(&all);
	return ok;
}

bool eng_join_tell(eng_join *j) {
	eng_buf shards = { 0 };
	bool ok = true;

	for (size_t k = 0; ok && k < j->count; k++) {
		if (j->shards[k].others.n) {
			ok = tell_one(j, &j->shards[k]);
			eng_buf_printf(&shards, "%s%u/%u", shards.n ? ", " : "",
				       j->shards[k].number, j->shards[k].count);
		}
	}
	if (ok) {
		eng_fail(&j->ctx, "seal.disagree", (eng_loc){ 0 },
			 "%zu things in other shards change what these made: run shard %s again "
			 "with --resume, then seal",
			 j->told, shards.s);
	}
	eng_buf_finish(&shards);
	return false;
}
