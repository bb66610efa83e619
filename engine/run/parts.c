/* Joining reads journal and parts side by side, a block at a time: memory does not grow with the run. */
#include "run/parts.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "run/journal-line.h"
#include "run/lines.h"
#include "run/stage.h"

typedef struct joining {
	eng_ctx *ctx;
	const char *folder;
	eng_arena arena, scratch;
	eng_hasher *hasher;
	int manifest, quarantine;
	eng_lines journal;
	eng_hash last; /* of the journal's line before */
} joining;

/* Appends a part to what is joined. */
static bool append(joining *j, int to, const char *kind, unsigned chunk, const eng_hash *hash) {
	const char *path =
	    eng_arena_printf(&j->scratch, "%s/" ENG_PARTS "/%05u.%s", j->folder, chunk, kind);
	int from = open(path, O_RDONLY | O_CLOEXEC);
	char block[65536];
	eng_hash found;
	ssize_t n;

	if (from < 0) {
		return eng_file_unwritable(j->ctx, path, "opened");
	}
	while ((n = read(from, block, sizeof(block))) > 0) {
		eng_hasher_add(j->hasher, block, (size_t)n);
		if (!eng_file_write_all(to, (eng_str){ block, (size_t)n })) {
			n = -1;
			break;
		}
	}
	close(from);
	found = eng_hasher_done(j->hasher);
	if (n < 0) {
		return eng_file_unwritable(j->ctx, path, "joined");
	}
	return eng_hash_eq(&found, hash) ||
	       eng_fail(j->ctx, "run.changed", (eng_loc){ path, 0, 0 },
			"%s of chunk %u is not what the journal says; run again without --resume",
			kind, chunk);
}

static bool bad_line(const joining *j) {
	if (j->journal.bad) {
		return eng_fail(j->ctx, "file.unreadable", (eng_loc){ j->journal.path, 0, 0 },
				"'%s' cannot be read to its end", j->journal.path);
	}
	return eng_fail(j->ctx, "run.bad-journal",
			(eng_loc){ j->journal.path, (int)j->journal.number, 0 },
			"line of the journal is not the one that this run wrote");
}

static bool take_chunk(joining *j, unsigned chunk) {
	eng_journal_line line;
	eng_str text;
	bool ok;

	eng_arena_reset(&j->scratch);
	if (!eng_lines_next(&j->journal, &text)) {
		return bad_line(j);
	}
	ok = eng_journal_line_read(j->ctx, j->journal.path, (int)j->journal.number, text, NULL,
				   &line) &&
	     ((line.chunk == chunk && eng_hash_eq(&line.previous, &j->last)) || bad_line(j)) &&
	     append(j, j->manifest, "manifest", chunk, &line.out.manifest) &&
	     append(j, j->quarantine, "quarantine", chunk, &line.out.quarantine);
	j->last = eng_hash_of(text.s, text.n);
	eng_journal_line_finish(&line);
	return ok;
}

static int create(joining *j, const char *name) {
	const char *path = eng_path_join(&j->arena, j->folder, name);
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

	if (file < 0) {
		eng_file_unwritable(j->ctx, path, "written");
	}
	return file;
}

static bool finish(joining *j, int file, const char *name) {
	return file < 0 || close(file) == 0 ||
	       eng_file_unwritable(j->ctx, eng_path_join(&j->arena, j->folder, name), "written");
}

bool eng_parts_join(eng_ctx *ctx, const char *folder, const eng_journal *journal, unsigned chunks) {
	joining j = { .ctx = ctx, .folder = folder, .hasher = eng_hasher_new() };
	const eng_hash end = eng_journal_last(journal);
	bool ok;

	eng_arena_init(&j.arena);
	eng_arena_init(&j.scratch);
	eng_lines_open(&j.journal, eng_path_join(&j.arena, folder, "journal.ndjson"), false);
	j.manifest = create(&j, "manifest.ndjson");
	j.quarantine = create(&j, "quarantine.ndjson");
	ok = j.manifest >= 0 && j.quarantine >= 0;
	for (unsigned i = 0; ok && i < chunks; i++) {
		ok = take_chunk(&j, i);
	}
	ok = ok && (eng_hash_eq(&j.last, &end) || bad_line(&j));
	ok &= finish(&j, j.manifest, "manifest.ndjson");
	ok &= finish(&j, j.quarantine, "quarantine.ndjson");
	eng_lines_close(&j.journal);
	eng_arena_finish(&j.scratch);
	eng_arena_finish(&j.arena);
	eng_hasher_free(j.hasher);
	return ok;
}
