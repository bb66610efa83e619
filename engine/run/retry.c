/* A run's quarantine names the ordinals; its journal says what the records at all ordinals were. */
#include "run/retry.h"

#include <stdio.h>
#include <stdlib.h>

#include "archive/entry.h"
#include "archive/seal.h"
#include "base/file.h"
#include "markup/json-flat.h"
#include "run/journal-line.h"

#define CHAIN_MAX 100 /* retries of retries */

static bool cannot(eng_ctx *ctx, const char *folder, const char *why) {
	return eng_fail(ctx, "run.not-retriable", (eng_loc){ folder, 0, 0 },
			"this run cannot be retried: %s", why);
}

typedef struct quarantined {
	uint64_t ordinal;
	bool is_record;
} quarantined;

static void take_ordinal(void *user, const char *path, const eng_json_token *value) {
	quarantined *q = user;

	if (strcmp(path, "ordinal") == 0) {
		q->is_record = eng_json_flat_count(value, &q->ordinal);
	}
}

static bool read_quarantine(eng_ctx *ctx, eng_arena *arena, eng_retry *r) {
	const char *path = eng_path_join(arena, r->parent.folder, "quarantine.ndjson");
	eng_str rest, line;
	size_t room = 0;
	int number = 0;

	if (!eng_file_read(ctx, arena, path, SIZE_MAX, &rest) ||
	    !eng_past_is_sealed(ctx, arena, &r->parent, "quarantine", rest)) {
		return false;
	}
	r->quarantine = eng_hash_of(rest.s, rest.n);
	while (rest.n && eng_str_split(&rest, '\n', &line) && line.n) {
		quarantined q = { 0 };

		if (!eng_json_flat(ctx, path, ++number, line, take_ordinal, &q)) {
			return false;
		}
		if (q.is_record) {
			r->ordinals = eng_arena_grow(arena, r->ordinals, r->count, &room,
						     sizeof(*r->ordinals));
			r->ordinals[r->count++] = q.ordinal;
		}
	}
	return r->count ? true
			: cannot(ctx, r->parent.folder,
				 "it quarantined no record (files that could not be read have no "
				 "ordinals)");
}

/* The run that this one retried, which stands beside it. */
static bool read_parent(eng_ctx *ctx, eng_arena *arena, const eng_past *run, eng_past *parent) {
	const char *name = eng_str_dup(arena, run->retry);
	const char *path =
	    eng_path_join(arena, eng_path_dir(arena, run->folder), eng_path_base(name));

	return eng_past_read(ctx, arena, path, parent);
}

eng_retry *eng_retry_open(eng_ctx *ctx, eng_arena *arena, const char *folder, const eng_job *job,
			  bool draft) {
	eng_retry *r = eng_arena_new(arena, eng_retry);
	eng_str seal, clean = eng_str_from(folder);

	while (clean.n > 1 && eng_str_ends(clean, "/")) {
		clean.n--;
	}
	if (!eng_past_read(ctx, arena, eng_str_dup(arena, clean), &r->parent)) {
		return NULL;
	}
	if (!eng_str_eq(r->parent.job, job->name)) {
		cannot(ctx, folder, "it is of another job");
		return NULL;
	}
	if (r->parent.draft && !draft) {
		cannot(ctx, folder, "it is a draft, so that nothing of it went out");
		return NULL;
	}
	if (!read_quarantine(ctx, arena, r) ||
	    !eng_file_read(ctx, arena, eng_path_join(arena, r->parent.folder, ENG_SEAL_FILE),
			   SIZE_MAX, &seal)) {
		return NULL;
	}
	r->seal = eng_hash_of(seal.s, seal.n);
	r->first = r->parent;
	for (int i = 0; r->first.retry.n; i++) {
		if (i == CHAIN_MAX) {
			cannot(ctx, folder, "it retries itself");
			return NULL;
		}
		if (!read_parent(ctx, arena, &r->first, &r->first)) {
			return NULL;
		}
	}
	return r;
}

bool eng_retry_is_first(eng_ctx *ctx, const eng_retry *r, const char *folder, const char *name) {
	eng_ctx quiet = { .limits = ctx->limits, .quiet = true };
	const char *const *names;
	eng_arena arena;
	bool ok = true;
	size_t n = 0;

	eng_arena_init(&arena);
	if (eng_file_is_dir(folder) && !eng_file_list(ctx, &arena, folder, &names, &n)) {
		ok = false;
	}
	for (size_t i = 0; ok && i < n; i++) {
		const char *path = eng_path_join(&arena, folder, names[i]);
		eng_past other;

		if (strcmp(names[i], name) == 0 ||
		    !eng_file_exists(eng_path_join(&arena, path, ENG_REPORT_FILE)) ||
		    !eng_past_read(&quiet, &arena, path, &other)) {
			continue;
		}
		if (eng_str_eqc(other.retry, r->parent.name) && (!other.draft || r->parent.draft)) {
			ok = eng_fail(ctx, "run.retried", (eng_loc){ path, 0, 0 },
				      "this run retried '%s' already: retry this one",
				      r->parent.name);
		}
	}
	eng_arena_finish(&arena);
	return ok;
}

/* Calls take with each line of the journal, until it returns false. */
typedef bool line_fn(eng_ctx *ctx, eng_dealer *dealer, const char *journal,
		     const eng_journal_line *line);

static bool each_line(eng_ctx *ctx, const eng_retry *r, eng_dealer *dealer, line_fn *take) {
	eng_arena arena;
	eng_str rest, line;
	const char *path;
	int number = 0;
	bool ok;

	eng_arena_init(&arena);
	path = eng_path_join(&arena, r->first.folder, "journal.ndjson");
	ok = eng_file_read(ctx, &arena, path, SIZE_MAX, &rest) &&
	     eng_past_is_sealed(ctx, &arena, &r->first, "journal", rest);
	while (ok && rest.n && eng_str_split(&rest, '\n', &line) && line.n) {
		eng_journal_line entry;

		ok = eng_journal_line_read(ctx, path, ++number, line, NULL, &entry) &&
		     take(ctx, dealer, path, &entry);
		eng_journal_line_finish(&entry);
	}
	eng_arena_finish(&arena);
	return ok;
}

static bool expect(eng_ctx *ctx, eng_dealer *dealer, const char *journal,
		   const eng_journal_line *line) {
	(void)ctx, (void)journal;
	for (size_t i = 0; i < line->ending_count; i++) {
		eng_dealer_expect_end(dealer, line->endings[i].file, line->endings[i].ordinal);
	}
	return true;
}

bool eng_retry_expect(eng_ctx *ctx, const eng_retry *r, eng_dealer *dealer) {
	return each_line(ctx, r, dealer, expect);
}

static bool compare(eng_ctx *ctx, eng_dealer *dealer, const char *journal,
		    const eng_journal_line *line) {
	const eng_tally *t = &line->out.tally;
	uint64_t items = t->records + t->unreadable;
	eng_chunk *chunk;
	eng_hash input;
	bool same;

	expect(ctx, dealer, journal, line);
	if (!eng_dealer_take(dealer, items, &chunk)) {
		return false;
	}
	same = chunk && chunk->count == items && chunk->first == line->first &&
	       chunk->broken == t->unreadable;
	if (same && !t->quarantined) {
		input = eng_chunk_hash(chunk);
		same = eng_hash_eq(&input, &line->out.input);
	}
	eng_chunk_free(chunk);
	return same || eng_fail(ctx, "run.changed", (eng_loc){ journal, 0, 0 },
				"the records of chunk %llu are not those that the run read, so "
				"that its ordinals may name others",
				(unsigned long long)line->chunk);
}

bool eng_retry_check(eng_ctx *ctx, const eng_retry *r, eng_dealer *dealer) {
	return each_line(ctx, r, dealer, compare);
}

typedef struct taker {
	eng_ctx *ctx;
	eng_seen *seen;
} taker;

static bool take_recipient(void *user, const eng_entry *entry) {
	taker *t = user;
	eng_hash hash = eng_hash_of(entry->recipient.s, entry->recipient.n);

	return eng_seen_add(t->ctx, t->seen, &hash);
}

bool eng_retry_recipients(eng_ctx *ctx, const eng_retry *r, eng_seen *seen) {
	taker t = { ctx, seen };
	eng_past run = r->parent;
	eng_arena arena;
	bool ok = true;

	eng_arena_init(&arena);
	while (ok) {
		ok = eng_entries_read(ctx, eng_path_join(&arena, run.folder, "manifest.ndjson"),
				      take_recipient, &t);
		if (!run.retry.n) {
			break;
		}
		ok = ok && read_parent(ctx, &arena, &run, &run);
	}
	eng_arena_finish(&arena);
	return ok;
}
