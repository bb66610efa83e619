/* A strict incremental JSON reader (RFC 8259): a state per grammar position, a bit per open
 * container. What the values mean is not known here. Lone surrogates in escapes are refused, since
 * no UTF-8 can hold them; a byte order mark is the caller's business. */
#include "markup/json.h"

#include <glib.h>

#include "base/buf.h"
#include "base/scan.h"
#include "base/utf8.h"

typedef enum state {
	WANT_VALUE,
	WANT_ITEM_OR_END, /* behind '[' */
	WANT_KEY_OR_END,  /* behind '{' */
	WANT_KEY,         /* behind ',' in an object */
	WANT_COLON,
	WANT_COMMA_OR_END,
	IN_STRING,
	IN_ESCAPE,
	IN_UNICODE,
	IN_NUMBER,
	IN_WORD,
	AT_END,
} state;

struct eng_json_reader {
	eng_ctx *ctx;
	const char *file;
	eng_json_fn *take;
	void *user;
	state state;
	bool key;   /* the string being read is a key */
	bool ascii; /* and is ASCII so far, but for what escapes said */
	int depth;
	bool *object; /* per level: object or array */
	eng_buf text; /* the token being read, when it cannot be a slice of the input */
	uint64_t offset;
	uint64_t line_start; /* offset of the line's first byte */
	uint64_t tails;      /* UTF-8 continuation bytes on the line so far */
	int line;
	eng_json_token token;
	unsigned unit, high; /* of a \u escape: so far, and the high surrogate before it */
	int digits;
	const char *data; /* being fed */
	uint64_t data_offset;
	bool stopped;
};

eng_json_reader *eng_json_reader_new(eng_ctx *ctx, const char *file, eng_json_fn *take,
				     void *user) {
	eng_json_reader *r = eng_malloc(sizeof(*r));

	*r = (eng_json_reader){ .ctx = ctx, .file = file, .take = take, .user = user };
	r->object = eng_malloc((size_t)ctx->limits.depth + 1);
	eng_json_reader_reset(r, 0, 1);
	return r;
}

void eng_json_reader_free(eng_json_reader *r) {
	if (r) {
		eng_buf_finish(&r->text);
		free(r->object);
		free(r);
	}
}

void eng_json_reader_reset(eng_json_reader *r, uint64_t offset, int line) {
	r->state = WANT_VALUE;
	r->depth = 0;
	r->offset = r->line_start = offset;
	r->line = line;
	r->tails = 0;
	r->high = 0;
	eng_buf_clear(&r->text);
}

void eng_json_reader_move(eng_json_reader *r, uint64_t offset, int line, int at) {
	r->offset = offset;
	r->line = line;
	r->line_start = offset - (uint64_t)(at - 1);
	r->tails = 0;
}

static int column(const eng_json_reader *r) {
	return (int)MIN(r->offset - r->line_start - r->tails + 1, (uint64_t)INT_MAX);
}

static eng_loc here(const eng_json_reader *r) {
	return (eng_loc){ r->file, r->line, column(r) };
}

static bool unexpected(eng_json_reader *r, unsigned char c, const char *wanted) {
	if (c >= 0x20 && c < 0x7f) {
		return eng_fail(r->ctx, "markup.json", here(r), "unexpected '%c', want %s", c,
				wanted);
	}
	return eng_fail(r->ctx, "markup.json", here(r), "unexpected byte 0x%02x, want %s",
			(unsigned)c, wanted);
}

static void begin(eng_json_reader *r, eng_json_kind kind) {
	r->token = (eng_json_token){ .kind = kind,
				     .offset = r->offset,
				     .line = r->line,
				     .column = column(r),
				     .depth = r->depth };
	r->ascii = true;
	eng_buf_clear(&r->text);
}

static void after_value(eng_json_reader *r) {
	r->state = r->depth == 0 ? AT_END : WANT_COMMA_OR_END;
}

/* Hands the token over; r->offset is just behind it. */
static bool emit(eng_json_reader *r, eng_str text) {
	r->token.text = text;
	r->token.end = r->offset;
	r->stopped = !r->take(r->user, &r->token);
	return true;
}

static bool open(eng_json_reader *r, bool object) {
	begin(r, object ? ENG_JSON_OBJECT : ENG_JSON_ARRAY);
	if (r->depth >= r->ctx->limits.depth) {
		return eng_fail(r->ctx, "limit.depth", here(r),
				"values are nested more than %d deep", r->ctx->limits.depth);
	}
	r->object[r->depth++] = object;
	r->state = object ? WANT_KEY_OR_END : WANT_ITEM_OR_END;
	r->offset++;
	return emit(r, (eng_str){ "", 0 });
}

static bool end(eng_json_reader *r) {
	bool object = r->object[r->depth - 1];

	r->depth--;
	begin(r, object ? ENG_JSON_OBJECT_END : ENG_JSON_ARRAY_END);
	after_value(r);
	r->offset++;
	return emit(r, (eng_str){ "", 0 });
}

static bool begin_value(eng_json_reader *r, unsigned char c) {
	if (c == '{' || c == '[') {
		return open(r, c == '{');
	}
	if (c == '"') {
		begin(r, ENG_JSON_STRING);
		r->key = false;
		r->state = IN_STRING;
		r->offset++;
		return true;
	}
	if (c == '-' || (c >= '0' && c <= '9')) {
		begin(r, ENG_JSON_NUMBER);
		r->state = IN_NUMBER;
		return true;
	}
	if (c == 't' || c == 'f' || c == 'n') {
		begin(r, ENG_JSON_NULL);
		r->state = IN_WORD;
		return true;
	}
	return unexpected(r, c, "a value");
}

static bool begin_key(eng_json_reader *r, unsigned char c) {
	if (c != '"') {
		return unexpected(
		    r, c, r->state == WANT_KEY ? "a key in quotes" : "a key in quotes or '}'");
	}
	begin(r, ENG_JSON_KEY);
	r->key = true;
	r->state = IN_STRING;
	r->offset++;
	return true;
}

static bool comma_or_end(eng_json_reader *r, unsigned char c) {
	bool object = r->object[r->depth - 1];

	if (c == ',') {
		r->state = object ? WANT_KEY : WANT_VALUE;
		r->offset++;
		return true;
	}
	if (c == (object ? '}' : ']')) {
		return end(r);
	}
	return unexpected(r, c, object ? "',' or '}'" : "',' or ']'");
}

/* One significant byte between tokens. */
static bool between(eng_json_reader *r, unsigned char c) {
	switch (r->state) {
	case WANT_VALUE:
		return begin_value(r, c);
	case WANT_ITEM_OR_END:
		return c == ']' ? end(r) : begin_value(r, c);
	case WANT_KEY_OR_END:
		return c == '}' ? end(r) : begin_key(r, c);
	case WANT_KEY:
		return begin_key(r, c);
	case WANT_COLON:
		if (c != ':') {
			return unexpected(r, c, "':'");
		}
		r->state = WANT_VALUE;
		r->offset++;
		return true;
	case WANT_COMMA_OR_END:
		return comma_or_end(r, c);
	default:
		return unexpected(r, c, "nothing behind the value");
	}
}

static bool too_long(eng_json_reader *r) {
	eng_loc where = { r->file, r->token.line, r->token.column };

	return eng_fail(r->ctx, "limit.token-bytes", where, "a value is longer than %zu bytes",
			r->ctx->limits.token_bytes);
}

static bool string_done(eng_json_reader *r, eng_str text) {
	size_t valid = r->ascii ? text.n : eng_utf8_valid(text);
	eng_loc where = { r->file, r->token.line, r->token.column };

	if (valid < text.n) {
		return eng_fail(r->ctx, "markup.bad-utf8", where,
				"byte 0x%02x in the string that begins at offset %llu is not UTF-8",
				(unsigned)(unsigned char)text.s[valid],
				(unsigned long long)r->token.offset);
	}
	r->offset++;
	if (r->key) {
		r->state = WANT_COLON;
	} else {
		after_value(r);
	}
	return emit(r, text);
}

/* Reads string bytes from data[i] on; a string without escapes inside one piece is not copied. */
static bool in_string(eng_json_reader *r, size_t *i, size_t n) {
	size_t from = *i, k = from;
	unsigned char c = 0;

	if (r->high) {
		if (r->data[k] != '\\') {
			return eng_fail(r->ctx, "markup.json", here(r),
					"a high surrogate without its low one is no character");
		}
	}
	k += eng_scan_quoted(r->data + k, n - k, ENG_SCAN_TOPS);
	if (k < n && (unsigned char)r->data[k] >= 0x80) {
		r->ascii = false;
		k += eng_scan_quoted(r->data + k, n - k, 0);
		r->tails += k - from - eng_utf8_length((eng_str){ r->data + from, k - from });
	}
	c = k < n ? (unsigned char)r->data[k] : 0;
	r->offset += k - from;
	*i = k;
	if (r->text.n + (k - from) > r->ctx->limits.token_bytes) {
		return too_long(r);
	}
	if (k < n && c == '"' && r->text.n == 0) {
		return string_done(r, (eng_str){ r->data + from, k - from });
	}
	eng_buf_add(&r->text, r->data + from, k - from);
	if (k == n) {
		return true;
	}
	if (c == '"') {
		return string_done(r, eng_buf_view(&r->text));
	}
	if (c != '\\') {
		return unexpected(r, c, "controls inside strings to be escaped");
	}
	r->state = IN_ESCAPE;
	r->offset++;
	return true;
}

static bool in_escape(eng_json_reader *r, unsigned char c) {
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *p = c ? strchr(from, c) : NULL;

	if (c == 'u') {
		r->state = IN_UNICODE;
		r->unit = 0;
		r->digits = 0;
		r->offset++;
		return true;
	}
	if (!p) {
		return unexpected(r, c, "one of \" \\ / b f n r t u behind a backslash");
	}
	if (r->high) {
		return eng_fail(r->ctx, "markup.json", here(r),
				"a high surrogate without its low one is no character");
	}
	eng_buf_char(&r->text, to[p - from]);
	r->state = IN_STRING;
	r->offset++;
	return true;
}

static bool unit_done(eng_json_reader *r) {
	bool low = r->unit >= 0xdc00 && r->unit <= 0xdfff;

	if (low != (r->high != 0)) {
		return eng_fail(r->ctx, "markup.json", here(r),
				"a %s surrogate alone is no character", low ? "low" : "high");
	}
	if (r->unit >= 0xd800 && r->unit <= 0xdbff) {
		r->high = r->unit;
	} else {
		eng_buf_utf8(&r->text, r->high
					   ? 0x10000 + ((r->high & 0x3ff) << 10) + (r->unit & 0x3ff)
					   : r->unit);
		r->high = 0;
	}
	r->state = IN_STRING;
	return true;
}

static bool in_unicode(eng_json_reader *r, unsigned char c) {
	if (!g_ascii_isxdigit(c)) {
		return unexpected(r, c, "four hex digits behind \\u");
	}
	r->unit = r->unit << 4 | (unsigned)g_ascii_xdigit_value((char)c);
	r->offset++;
	return ++r->digits < 4 ? true : unit_done(r);
}

static size_t digits(eng_str s, size_t i) {
	while (i < s.n && s.s[i] >= '0' && s.s[i] <= '9') {
		i++;
	}
	return i;
}

/* RFC 8259 section 6. */
static bool is_number(eng_str s) {
	size_t i = s.n && s.s[0] == '-' ? 1 : 0, from = i;

	i = digits(s, i);
	if (i == from || (s.s[from] == '0' && i > from + 1)) {
		return false;
	}
	if (i < s.n && s.s[i] == '.') {
		from = ++i;
		i = digits(s, i);
		if (i == from) {
			return false;
		}
	}
	if (i < s.n && (s.s[i] == 'e' || s.s[i] == 'E')) {
		i++;
		i += i < s.n && (s.s[i] == '+' || s.s[i] == '-');
		from = i;
		i = digits(s, i);
		if (i == from) {
			return false;
		}
	}
	return i == s.n;
}

static bool word_done(eng_json_reader *r) {
	eng_str text = eng_buf_view(&r->text);
	eng_loc where = { r->file, r->token.line, r->token.column };
	bool number = r->state == IN_NUMBER;

	if (number) {
		if (!is_number(text)) {
			return eng_fail(r->ctx, "markup.json", where, "'%.*s' is not a JSON number",
					(int)MIN(text.n, 40), text.s);
		}
	} else if (eng_str_eqc(text, "true")) {
		r->token.kind = ENG_JSON_TRUE;
	} else if (eng_str_eqc(text, "false")) {
		r->token.kind = ENG_JSON_FALSE;
	} else if (!eng_str_eqc(text, "null")) {
		return eng_fail(r->ctx, "markup.json", where,
				"unexpected '%.*s', want true, false or null", (int)MIN(text.n, 40),
				text.s);
	}
	after_value(r);
	return emit(r, number ? text : (eng_str){ "", 0 });
}

static bool in_word(eng_json_reader *r, size_t *i, size_t n) {
	size_t from = *i, k = from;

	while (k < n && (g_ascii_isalnum(r->data[k]) || strchr("+-.", r->data[k]))) {
		if (r->data[k] == '\0') {
			break;
		}
		k++;
	}
	if (r->text.n + (k - from) > r->ctx->limits.token_bytes) {
		return too_long(r);
	}
	eng_buf_add(&r->text, r->data + from, k - from);
	r->offset += k - from;
	*i = k;
	return k < n ? word_done(r) : true;
}

static void line_feed(eng_json_reader *r) {
	r->offset++;
	r->line = eng_loc_on(r->line, 1);
	r->line_start = r->offset;
	r->tails = 0;
}

static bool step(eng_json_reader *r, size_t *i, size_t n) {
	unsigned char c = (unsigned char)r->data[*i];

	switch (r->state) {
	case IN_STRING:
		return in_string(r, i, n);
	case IN_ESCAPE:
		return in_escape(r, c);
	case IN_UNICODE:
		return in_unicode(r, c);
	case IN_NUMBER:
	case IN_WORD:
		return in_word(r, i, n);
	default:
		if (c == '\n') {
			line_feed(r);
			return true;
		}
		if (c == ' ' || c == '\t' || c == '\r') {
			r->offset++;
			return true;
		}
		return between(r, c);
	}
}

bool eng_json_reader_feed(eng_json_reader *r, const char *data, size_t n, size_t *taken) {
	uint64_t start = r->offset;
	size_t i = 0;

	r->data = data;
	r->stopped = false;
	while (i < n && !r->stopped) {
		if (!step(r, &i, n)) {
			*taken = (size_t)(r->offset - start);
			return false;
		}
		i = (size_t)(r->offset - start);
	}
	*taken = i;
	return true;
}

bool eng_json_reader_finish(eng_json_reader *r) {
	if ((r->state == IN_NUMBER || r->state == IN_WORD) && !word_done(r)) {
		return false;
	}
	if (r->state != AT_END) {
		return eng_fail(r->ctx, "markup.json", here(r),
				"text ends in the middle of a value");
	}
	return true;
}
