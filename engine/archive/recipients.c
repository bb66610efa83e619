/* Whose the artifacts of a manifest are, without the rest of it. */
#include "archive/manifest.h"
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

bool eng_manifest_recipients(eng_ctx *ctx, const char *file, eng_str text,
			     eng_manifest_recipient_fn *fn, void *user) {
	eng_str rest = text, line;
	owner o = { 0 };
	int number = 0;
	bool ok = true;

	while (ok && rest.n && eng_str_split(&rest, '\n', &line) && line.n) {
		o.has_ordinal = o.has_recipient = false;
		ok = eng_json_flat(ctx, file, ++number, line, take, &o) &&
		     ((o.has_ordinal && o.has_recipient) ||
		      eng_fail(ctx, "archive.bad-manifest", (eng_loc){ file, number, 0 },
			       "line names no ordinal or no recipient"));
		if (ok) {
			fn(user, o.ordinal, eng_buf_view(&o.recipient));
		}
	}
	eng_buf_finish(&o.recipient);
	return ok;
}
