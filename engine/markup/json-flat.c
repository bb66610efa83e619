/* The path is kept in one buffer that grows and shrinks with the nesting. */
#include "markup/json-flat.h"

#include "base/buf.h"
#include "base/decimal.h"

#define DEPTH 16

typedef struct flat {
	eng_json_flat_fn *take;
	void *user;
	eng_buf path;
	size_t lengths[DEPTH]; /* of the path without the innermost step, by depth */
	long items[DEPTH];     /* of an array so far; -1: an object */
	bool deep;
} flat;

static void step(flat *f, int depth, const char *s, size_t n) {
	f->path.n = f->lengths[depth - 1];
	if (f->path.n) {
		eng_buf_char(&f->path, '/');
	}
	eng_buf_add(&f->path, s, n);
	eng_buf_add(&f->path, "", 1);
	f->path.n--;
}

static bool take(void *user, const eng_json_token *token) {
	flat *f = user;
	int depth = token->depth;
	char number[24];

	if (depth >= DEPTH) {
		f->deep = true;
		return false;
	}
	if (token->kind == ENG_JSON_OBJECT_END || token->kind == ENG_JSON_ARRAY_END) {
		return true;
	}
	if (token->kind == ENG_JSON_KEY) {
		step(f, depth, token->text.s, token->text.n);
		return true;
	}
	if (depth > 0 && f->items[depth - 1] >= 0) {
		int n = snprintf(number, sizeof(number), "%ld", f->items[depth - 1]++);

		step(f, depth, number, (size_t)n);
	}
	if (token->kind == ENG_JSON_OBJECT || token->kind == ENG_JSON_ARRAY) {
		f->lengths[depth] = f->path.n;
		f->items[depth] = token->kind == ENG_JSON_ARRAY ? 0 : -1;
	} else {
		f->take(f->user, f->path.s ? f->path.s : "", token);
	}
	return true;
}

bool eng_json_flat(eng_ctx *ctx, const char *file, int line, eng_str text, eng_json_flat_fn *fn,
		   void *user) {
	flat f = { .take = fn, .user = user };
	eng_json_reader *reader = eng_json_reader_new(ctx, file, take, &f);
	size_t taken;
	bool ok;

	eng_json_reader_reset(reader, 0, line);
	ok = eng_json_reader_feed(reader, text.s, text.n, &taken);
	if (ok && f.deep) {
		ok = eng_fail(ctx, "limit.depth", (eng_loc){ file, line, 0 },
			      "values are nested more than %d deep", DEPTH);
	}
	ok = ok && eng_json_reader_finish(reader);
	eng_json_reader_free(reader);
	eng_buf_finish(&f.path);
	return ok;
}

bool eng_json_flat_count(const eng_json_token *value, uint64_t *count) {
	eng_decimal number;
	int64_t whole;

	if (value->kind != ENG_JSON_NUMBER || !eng_decimal_parse(value->text, false, &number) ||
	    !eng_decimal_to_int64(number, &whole) || whole < 0) {
		return false;
	}
	*count = (uint64_t)whole;
	return true;
}
