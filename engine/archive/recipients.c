/* Whose the artifacts of a manifest are, without the rest of it. */
#include "archive/manifest.h"

#include <errno.h>
#include <stdlib.h>

#include "markup/json-flat.h"

typedef struct owner {
	uint64_t ordinal;
	eng_buf recipient;
	bool has_ordinal, has_recipient;
} owner;

static void take(void *user, const char *path, const eng_json_token *value) {
	owner *o = user;

	if (strcmp(path, "ordinal") == 0) {
		o->has_ordinal = eng_json_flat_count(value, &o->ordinal);
	} else if (strcmp(path, "recipient") == 0) {
		eng_buf_clear(&o->recipient);
		eng_buf_str(&o->recipient, value->text);
		o->has_recipient = true;
	}
}

static bool take_line(eng_ctx *ctx, const char *file, int number, eng_str line, owner *o,
		      eng_manifest_recipient_fn *fn, void *user) {
	o->has_ordinal = o->has_recipient = false;
	return eng_json_flat(ctx, file, number, line, take, o) &&
	       ((o->has_ordinal && o->has_recipient) ||
		eng_fail(ctx, "archive.bad-manifest", (eng_loc){ file, number, 0 },
			 "line names no ordinal or no recipient")) &&
	       fn(user, o->ordinal, eng_buf_view(&o->recipient));
}

bool eng_manifest_recipients(eng_ctx *ctx, const char *file, eng_str text,
			     eng_manifest_recipient_fn *fn, void *user) {
	eng_str rest = text, line;
	owner o = { 0 };
	int number = 0;
	bool ok = true;

	while (ok && rest.n && eng_str_split(&rest, '\n', &line) && line.n) {
		ok = take_line(ctx, file, ++number, line, &o, fn, user);
	}
	eng_buf_finish(&o.recipient);
	return ok;
}

bool eng_manifest_read_recipients(eng_ctx *ctx, const char *path, eng_manifest_recipient_fn *fn,
				  void *user) {
	FILE *file = fopen(path, "rb");
	owner o = { 0 };
	char *line = NULL;
	size_t room = 0;
	ssize_t n;
	int number = 0;
	bool ok = file != NULL, readable;

	while (ok && (n = getline(&line, &room, file)) > 0) {
		ok = take_line(ctx, path, ++number, (eng_str){ line, (size_t)n }, &o, fn, user);
	}
	readable = file && !ferror(file);
	if (file) {
		fclose(file);
	}
	free(line);
	eng_buf_finish(&o.recipient);
	return readable ? ok
			: eng_fail(ctx, "file.unreadable", (eng_loc){ path, 0, 0 },
				   "'%s' cannot be read: %s", path, strerror(errno));
}
