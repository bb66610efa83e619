/* By the paths of the values; what nobody asks for is passed over. */
#include "archive/entry.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "markup/json-flat.h"

/* Members that every line has, a bit each. */
enum { ORDINAL = 1, RECIPIENT = 2, CHANNEL = 4, PATH = 8, BYTES = 16, HASH = 32, ALL = 63 };

typedef struct reading {
	eng_entry entry;
	unsigned seen;
} reading;

static void take_text(reading *r, eng_buf *to, eng_str text, unsigned bit) {
	eng_buf_clear(to);
	eng_buf_str(to, text);
	r->seen |= bit;
}

static void take_count(reading *r, uint64_t *to, const eng_json_token *value, unsigned bit) {
	r->seen |= eng_json_flat_count(value, to) ? bit : 0;
}

static void take(void *user, const char *path, const eng_json_token *value) {
	reading *r = user;
	eng_entry *e = &r->entry;

	if (strcmp(path, "ordinal") == 0) {
		take_count(r, &e->ordinal, value, ORDINAL);
	} else if (strcmp(path, "recipient") == 0) {
		take_text(r, &e->recipient, value->text, RECIPIENT);
	} else if (strcmp(path, "channel") == 0) {
		take_text(r, &e->channel, value->text, CHANNEL);
	} else if (strcmp(path, "reason") == 0) {
		take_text(r, &e->reason, value->text, 0);
	} else if (strcmp(path, "path") == 0) {
		take_text(r, &e->path, value->text, PATH);
	} else if (strcmp(path, "bytes") == 0) {
		take_count(r, &e->bytes, value, BYTES);
	} else if (strcmp(path, "pages") == 0) {
		take_count(r, &e->pages, value, 0);
	} else if (strcmp(path, "segments") == 0) {
		take_count(r, &e->segments, value, 0);
	} else if (strcmp(path, "offset") == 0) {
		e->packed = eng_json_flat_count(value, &e->offset);
	} else if (strcmp(path, "sha256") == 0) {
		r->seen |= eng_hash_parse(value->text, &e->hash) ? HASH : 0;
	} else if (strncmp(path, "blocks/", 7) == 0 &&
		   eng_str_ends(eng_str_from(path), "/sha256")) {
		e->blocks++;
	}
}

static bool take_line(eng_ctx *ctx, const char *file, int number, eng_str line, reading *r,
		      eng_entry_fn *fn, void *user) {
	eng_entry *e = &r->entry;

	r->seen = 0;
	e->pages = e->segments = e->blocks = e->offset = 0;
	e->packed = false;
	eng_buf_clear(&e->reason);
	return eng_json_flat(ctx, file, number, line, take, r) &&
	       (r->seen == ALL ||
		eng_fail(ctx, "archive.bad-manifest", (eng_loc){ file, number, 0 },
			 "line is not as it was written: a member is missing")) &&
	       fn(user, e);
}

static void finish(reading *r) {
	eng_buf_finish(&r->entry.recipient);
	eng_buf_finish(&r->entry.channel);
	eng_buf_finish(&r->entry.reason);
	eng_buf_finish(&r->entry.path);
}

bool eng_entries_take(eng_ctx *ctx, const char *file, eng_str text, eng_entry_fn *fn, void *user) {
	eng_str rest = text, line;
	reading r = { 0 };
	int number = 0;
	bool ok = true;

	while (ok && rest.n && eng_str_split(&rest, '\n', &line) && line.n) {
		ok = take_line(ctx, file, ++number, line, &r, fn, user);
	}
	finish(&r);
	return ok;
}

bool eng_entries_read(eng_ctx *ctx, const char *path, eng_entry_fn *fn, void *user) {
	FILE *file = fopen(path, "rb");
	reading r = { 0 };
	char *line = NULL;
	size_t room = 0;
	ssize_t n;
	int number = 0;
	bool ok = file != NULL, readable;

	while (ok && (n = eng_file_line(file, &line, &room)) > 0) {
		ok = take_line(ctx, path, ++number, (eng_str){ line, (size_t)n }, &r, fn, user);
	}
	readable = file && !ferror(file);
	if (file) {
		fclose(file);
	}
	free(line);
	finish(&r);
	return readable ? ok
			: eng_fail(ctx, "file.unreadable", (eng_loc){ path, 0, 0 },
				   "'%s' cannot be read: %s", path, strerror(errno));
}
