/* Counting a manifest again from its own text: the other side of the reconciliation. It trusts nothing
 * that the writer counted. */
#include "archive/manifest.h"

#include "base/decimal.h"
#include "base/file.h"
#include "markup/json.h"

typedef struct recount {
	eng_manifest_count *counts;
	size_t n;
	char key[16], channel[32];
	uint64_t ordinal, bytes, pages, segments;
	bool has_ordinal, bad;
	uint64_t last, records;
	bool any;
} recount;

static void add_line(recount *r) {
	for (size_t i = 0; i < r->n; i++) {
		if (strcmp(r->counts[i].channel, r->channel) == 0) {
			r->counts[i].artifacts++;
			r->counts[i].bytes += r->bytes;
			r->counts[i].pages += r->pages;
			r->counts[i].segments += r->segments;
			r->bad |= !r->has_ordinal || (r->any && r->ordinal < r->last);
			r->records += !r->any || r->ordinal != r->last;
			r->last = r->ordinal;
			r->any = true;
			return;
		}
	}
	r->bad = true;
}

static void keep_text(char *to, size_t size, eng_str text) {
	snprintf(to, size, "%.*s", ENG_STR_ARG(text));
}

static void take_number(recount *r, eng_str text) {
	eng_decimal number;
	int64_t value;

	if (!eng_decimal_parse(text, false, &number) || !eng_decimal_to_int64(number, &value) ||
	    value < 0) {
		r->bad = true;
	} else if (strcmp(r->key, "ordinal") == 0) {
		r->ordinal = (uint64_t)value;
		r->has_ordinal = true;
	} else if (strcmp(r->key, "bytes") == 0) {
		r->bytes = (uint64_t)value;
	} else if (strcmp(r->key, "pages") == 0) {
		r->pages = (uint64_t)value;
	} else if (strcmp(r->key, "segments") == 0) {
		r->segments = (uint64_t)value;
	}
}

/* Takes the members of the outer object; stops behind its end. */
static bool take(void *user, const eng_json_token *token) {
	recount *r = user;

	if (token->depth == 0 && token->kind == ENG_JSON_OBJECT) {
		r->ordinal = r->bytes = r->pages = r->segments = 0;
		r->has_ordinal = false;
		r->channel[0] = '\0';
	} else if (token->kind == ENG_JSON_OBJECT_END && token->depth == 0) {
		add_line(r);
		return false;
	} else if (token->depth == 1 && token->kind == ENG_JSON_KEY) {
		keep_text(r->key, sizeof(r->key), token->text);
	} else if (token->depth == 1 && token->kind == ENG_JSON_NUMBER) {
		take_number(r, token->text);
	} else if (token->depth == 1 && token->kind == ENG_JSON_STRING &&
		   strcmp(r->key, "channel") == 0) {
		keep_text(r->channel, sizeof(r->channel), token->text);
	}
	return true;
}

static bool read_line(eng_json_reader *reader, const char *line, size_t n, int number, recount *r) {
	size_t taken;

	eng_json_reader_reset(reader, 0, number);
	return eng_json_reader_feed(reader, line, n, &taken) && !r->bad;
}

bool eng_manifest_recount(eng_ctx *ctx, const char *path, eng_manifest_count *counts, size_t n,
			  uint64_t *records) {
	FILE *file = fopen(path, "rb");
	recount r = { .counts = counts, .n = n };
	eng_json_reader *reader = eng_json_reader_new(ctx, path, take, &r);
	char *line = NULL;
	size_t size = 0;
	ssize_t length;
	int number = 0;
	bool ok = file != NULL;

	while (ok && (length = eng_file_line(file, &line, &size)) > 0) {
		ok = read_line(reader, line, (size_t)length, ++number, &r);
	}
	ok = ok && !ferror(file);
	if (!ok) {
		eng_fail(ctx, "archive.bad-manifest", (eng_loc){ path, number, 0 },
			 "manifest cannot be read back: line is not as it was written");
	}
	free(line);
	if (file) {
		fclose(file);
	}
	eng_json_reader_free(reader);
	*records = r.records;
	return ok;
}
