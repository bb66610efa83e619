/* Resuming: the journal says what happened; the input is dealt again up to there and must be what it
 * was; everything else in the folder never happened. */
#include "run/resume.h"

#include <glib.h>
#include <unistd.h>

#include "archive/entry.h"
#include "base/file.h"
#include "run/journal-line.h"
#include "run/shard.h"

typedef struct resume {
	eng_batch *b;
	eng_dealer *dealer;
	const char *partial, *path; /* folder, journal */
	eng_str text;
	GHashTable *chunks; /* committed */
	eng_hash last;
} resume;

static bool changed(resume *r, const char *what, unsigned chunk) {
	return eng_fail(&r->b->ctx, "run.changed", (eng_loc){ r->path, 0, 0 },
			"%s of chunk %u is not what the journal says; run again without --resume",
			what, chunk);
}

/* A part of the manifest or quarantine, as the journal has it. */
static bool read_part(resume *r, const char *kind, unsigned chunk, const eng_hash *hash,
		      eng_str *text) {
	const char *path =
	    eng_arena_printf(&r->b->scratch, "%s/" ENG_PARTS "/%05u.%s", r->partial, chunk, kind);
	eng_hash found;

	if (!eng_file_read(&r->b->ctx, &r->b->scratch, path, SIZE_MAX, text)) {
		return false;
	}
	found = eng_hash_of(text->s, text->n);
	return eng_hash_eq(&found, hash) || changed(r, kind, chunk);
}

static bool add_recipient(void *user, const eng_entry *entry) {
	eng_batch *b = user;
	eng_hash hash = eng_hash_of(entry->recipient.s, entry->recipient.n);

	return eng_seen_add(&b->ctx, b->seen, &hash);
}

/* Deals the chunk of the line again, and counts it. */
static bool take_line(resume *r, const eng_journal_line *line) {
	eng_batch *b = r->b;
	eng_chunk *chunk;
	eng_str manifest, quarantine;
	eng_hash input;
	bool ok = true;

	for (size_t i = 0; i < line->ending_count; i++) {
		eng_dealer_expect_end(r->dealer, line->endings[i].file, line->endings[i].ordinal);
	}
	if (!eng_dealer_next(r->dealer, &chunk)) {
		return false;
	}
	if (!chunk) {
		return changed(r, "input", (unsigned)line->chunk);
	}
	input = eng_chunk_hash(chunk);
	if (chunk->index != line->chunk || chunk->first != line->first ||
	    !eng_hash_eq(&input, &line->out.input)) {
		ok = changed(r, "input", (unsigned)line->chunk);
	}
	eng_arena_reset(&b->scratch);
	ok = ok && read_part(r, "manifest", chunk->index, &line->out.manifest, &manifest) &&
	     read_part(r, "quarantine", chunk->index, &line->out.quarantine, &quarantine) &&
	     (!b->seen || eng_entries_take(&b->ctx, "manifest.ndjson", manifest, add_recipient, b));
	if (ok) {
		eng_batch_count(b, chunk, &line->out);
		b->stopped = line->stop_errors > 0;
		b->stop_errors = line->stop_errors;
		b->stop_records = line->stop_records;
		g_hash_table_add(r->chunks, GUINT_TO_POINTER(chunk->index + 1));
	}
	eng_dealer_return(r->dealer, chunk);
	return ok;
}

/* Takes the lines one by one. *whole: bytes of the lines that count. */
static bool take_lines(resume *r, size_t *whole) {
	eng_ctx *ctx = &r->b->ctx;
	int number = 0;

	for (*whole = 0; *whole < r->text.n;) {
		eng_str rest = eng_str_sub(r->text, *whole, r->text.n);
		size_t n = eng_str_index(rest, ENG_STR("\n"));
		bool last = n + 1 >= rest.n, ok;
		eng_ctx quiet = { .limits = ctx->limits, .quiet = true };
		eng_journal_line line;

		if (n == rest.n) {
			return true; /* torn */
		}
		rest = eng_str_sub(rest, 0, n);
		ok = eng_journal_line_read(last ? &quiet : ctx, r->path, ++number, rest, r->b->job,
					   &line) &&
		     (eng_hash_eq(&line.previous, &r->last) ||
		      eng_fail(last ? &quiet : ctx, "run.bad-journal",
			       (eng_loc){ r->path, number, 0 },
			       "line does not follow the one before: its hash is another"));
		if (!ok) {
			eng_journal_line_finish(&line);
			return last;
		}
		if (line.first + line.out.tally.records > r->b->redo) {
			/* Another shard found something that this chunk did not know of. */
			eng_journal_line_finish(&line);
			return true;
		}
		ok = take_line(r, &line);
		eng_journal_line_finish(&line);
		if (!ok) {
			return false;
		}
		r->last = eng_hash_of(rest.s, rest.n);
		*whole += n + 1;
	}
	return true;
}

/* Whether a file or folder "00012" or "00012.manifest" is of a chunk that counts. */
static bool is_committed(const resume *r, const char *name) {
	eng_str digits = eng_str_from(name);
	eng_decimal number;
	int64_t chunk;

	digits = eng_str_sub(digits, 0, eng_str_index(digits, ENG_STR(".")));
	return eng_decimal_parse(digits, false, &number) && eng_decimal_to_int64(number, &chunk) &&
	       g_hash_table_contains(r->chunks, GSIZE_TO_POINTER((size_t)chunk + 1));
}

/* Removes what no line of the journal stands for. */
static bool clean(resume *r) {
	eng_arena *arena = &r->b->scratch;
	const char *const *folders, *const *names;
	size_t n, k;

	eng_arena_reset(arena);
	if (!eng_folder_remove(&r->b->ctx, eng_path_join(arena, r->partial, ENG_STAGE)) ||
	    !eng_file_list(&r->b->ctx, arena, r->partial, &folders, &n)) {
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		const char *folder = eng_path_join(arena, r->partial, folders[i]);

		if (!eng_file_is_dir(folder)) {
			if (strcmp(folders[i], "journal.ndjson") != 0 &&
			    strcmp(folders[i], ENG_OTHERS_FILE) != 0 &&
			    strcmp(folders[i], ENG_INPUT_FILE) != 0 &&
			    !eng_folder_remove(&r->b->ctx, folder)) {
				return false;
			}
			continue;
		}
		if (!eng_file_list(&r->b->ctx, arena, folder, &names, &k)) {
			return false;
		}
		for (size_t j = 0; j < k; j++) {
			if (!is_committed(r, names[j]) &&
			    !eng_folder_remove(&r->b->ctx,
					       eng_path_join(arena, folder, names[j]))) {
				return false;
			}
		}
	}
	return true;
}

bool eng_batch_resume(eng_batch *b, eng_dealer *dealer) {
	resume r = { .b = b, .dealer = dealer, .partial = eng_folder_partial(b->folder) };
	eng_arena text;
	size_t whole = 0;
	bool ok;

	eng_arena_init(&text);
	r.path = eng_path_join(&b->arena, r.partial, "journal.ndjson");
	r.chunks = g_hash_table_new(NULL, NULL);
	ok = !eng_file_exists(r.path) ||
	     (eng_file_read(&b->ctx, &text, r.path, SIZE_MAX, &r.text) && take_lines(&r, &whole));
	if (ok && whole < r.text.n && truncate(r.path, (off_t)whole) != 0) {
		ok = eng_file_unwritable(&b->ctx, r.path, "cut");
	}
	ok = ok && clean(&r);
	b->journal = ok ? eng_journal_open(&b->ctx, r.partial, r.last) : NULL;
	g_hash_table_destroy(r.chunks);
	eng_arena_finish(&text);
	return b->journal != NULL;
}
