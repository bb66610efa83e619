/* Lines of a manifest, read back as far as counting, comparing and joining need them. */
#ifndef ENG_ARCHIVE_ENTRY_H
#define ENG_ARCHIVE_ENTRY_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/hash.h"

/* One line; buffers are used again for the next. */
typedef struct eng_entry {
	uint64_t ordinal, bytes, pages, segments, blocks;
	uint64_t offset;
	bool packed; /* offset says where in the file */
	eng_buf recipient, channel, reason, path;
	eng_hash hash;
} eng_entry;

typedef bool eng_entry_fn(void *user, const eng_entry *entry);

/* Tells of each line of a manifest's text, in order, until one is not taken. False after reporting
 * archive.bad-manifest or what a JSON reader says, or when the taker did. file: for messages. */
bool eng_entries_take(eng_ctx *ctx, const char *file, eng_str text, eng_entry_fn *take, void *user);
/* The same of a file, line by line. Fails with file.unreadable, too. */
bool eng_entries_read(eng_ctx *ctx, const char *path, eng_entry_fn *take, void *user);

#endif
