/* Group commit: lines wait in memory until one syncfs has put the files of their chunks on the disk. */
#include "run/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "run/clock.h"

#define INTERVAL 0.2 /* seconds that a placed chunk may wait for its line */

struct eng_journal {
	char *path;
	int file;
	eng_buf waiting;
	eng_hash last; /* of the line before */
	double oldest; /* when the first waiting line came */
};

eng_journal *eng_journal_open(eng_ctx *ctx, const char *dir, eng_hash last) {
	eng_journal *journal = eng_malloc(sizeof(*journal));
	eng_buf path = { 0 };

	*journal = (eng_journal){ .file = -1, .last = last };
	eng_buf_printf(&path, "%s/journal.ndjson", dir);
	journal->path = path.s;
	journal->file = open(journal->path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	if (journal->file < 0) {
		eng_file_unwritable(ctx, journal->path, "opened");
		eng_journal_free(journal);
		return NULL;
	}
	return journal;
}

void eng_journal_free(eng_journal *journal) {
	if (!journal) {
		return;
	}
	if (journal->file >= 0) {
		close(journal->file);
	}
	eng_buf_finish(&journal->waiting);
	free(journal->path);
	free(journal);
}

bool eng_journal_sync(eng_ctx *ctx, eng_journal *journal) {
	if (!journal->waiting.n) {
		return true;
	}
	if (syncfs(journal->file) != 0) {
		return eng_file_unwritable(ctx, journal->path, "synced");
	}
	if (!eng_file_write_all(journal->file, eng_buf_view(&journal->waiting)) ||
	    fdatasync(journal->file) != 0) {
		return eng_file_unwritable(ctx, journal->path, "written");
	}
	eng_buf_clear(&journal->waiting);
	return true;
}

bool eng_journal_add(eng_ctx *ctx, eng_journal *journal, eng_str line) {
	size_t from = journal->waiting.n;
	char hex[ENG_HASH_HEX];

	if (!from) {
		journal->oldest = eng_clock_seconds();
	}
	eng_hash_hex(&journal->last, hex);
	eng_buf_str(&journal->waiting, eng_str_sub(line, 0, line.n - 1));
	eng_buf_printf(&journal->waiting, ",\"previous\":\"%s\"}\n", hex);
	journal->last = eng_hash_of(journal->waiting.s + from, journal->waiting.n - from - 1);
	return eng_journal_tick(ctx, journal);
}

bool eng_journal_tick(eng_ctx *ctx, eng_journal *journal) {
	return eng_clock_seconds() - journal->oldest < INTERVAL || eng_journal_sync(ctx, journal);
}

eng_hash eng_journal_last(const eng_journal *journal) {
	return journal->last;
}
