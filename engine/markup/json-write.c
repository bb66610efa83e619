/* The streaming JSON writer: commas, indentation and escapes; RFC 8259 sections 2 to 7. */
#include "markup/json-write.h"

#include <assert.h>

#include "base/scan.h"
#include "base/utf8.h"

void eng_json_write_init(eng_json_writer *w, eng_buf *out, bool pretty) {
	*w = (eng_json_writer){ .out = out, .pretty = pretty, .fresh = true };
}

/* Slow, and of no matter: for eyes. */
static void new_line(eng_json_writer *w) {
	size_t n = (size_t)w->depth * 2;

	eng_buf_char(w->out, '\n');
	memset(eng_buf_reserve(w->out, n), ' ', n);
	w->out->n += n;
}

/* The comma and line break before the next item of an array or key of an object. */
static inline void separate(eng_json_writer *w) {
	if (!w->fresh && w->depth > 0) {
		eng_buf_char(w->out, ',');
	}
	w->fresh = false;
	if (w->pretty && w->depth > 0) {
		new_line(w);
	}
}

static inline void before_value(eng_json_writer *w) {
	assert(w->depth == 0 || w->keyed == w->object[w->depth - 1]);
	if (w->keyed) {
		w->keyed = false;
	} else {
		separate(w);
	}
}

static inline void open(eng_json_writer *w, bool object) {
	before_value(w);
	assert(w->depth < ENG_JSON_WRITE_DEPTH);
	eng_buf_char(w->out, object ? '{' : '[');
	w->object[w->depth++] = object;
	w->fresh = true;
}

static inline void end(eng_json_writer *w, bool object) {
	assert(w->depth > 0 && !w->keyed && w->object[w->depth - 1] == object);
	w->depth--;
	if (w->pretty && !w->fresh) {
		new_line(w);
	}
	w->fresh = false;
	eng_buf_char(w->out, object ? '}' : ']');
}

void eng_json_write_object(eng_json_writer *w) {
	open(w, true);
}

void eng_json_write_object_end(eng_json_writer *w) {
	end(w, true);
}

void eng_json_write_array(eng_json_writer *w) {
	open(w, false);
}

void eng_json_write_array_end(eng_json_writer *w) {
	end(w, false);
}

static void escape(eng_buf *out, unsigned char c) {
	static const char letters[] = "btn.fr";

	if (c == '"' || c == '\\') {
		eng_buf_char(out, '\\');
		eng_buf_char(out, (char)c);
	} else if (c >= 8 && c <= 13 && c != 11) {
		eng_buf_char(out, '\\');
		eng_buf_char(out, letters[c - 8]);
	} else {
		eng_buf_printf(out, "\\u%04x", (unsigned)c);
	}
}

static bool is_plain(unsigned char c) {
	return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

/* Nearly every text: nothing to escape, and well-formed. */
static bool quote_plain(eng_buf *out, eng_str text) {
	char *to;

	if (eng_scan_quoted(text.s, text.n, ENG_SCAN_TOPS) < text.n &&
	    (eng_scan_quoted(text.s, text.n, 0) < text.n || eng_utf8_valid(text) < text.n)) {
		return false;
	}
	to = eng_buf_reserve(out, text.n + 2);
	to[0] = '"';
	memcpy(to + 1, text.s, text.n);
	to[text.n + 1] = '"';
	to[text.n + 2] = '\0';
	out->n += text.n + 2;
	return true;
}

static void quote(eng_buf *out, eng_str text) {
	size_t i = 0;

	if (text.n && quote_plain(out, text)) {
		return;
	}
	eng_buf_char(out, '"');
	while (i < text.n) {
		size_t from = i;
		uint32_t c;

		while (i < text.n && is_plain((unsigned char)text.s[i])) {
			i++;
		}
		eng_buf_add(out, text.s + from, i - from);
		if (i == text.n) {
			break;
		}
		if ((unsigned char)text.s[i] < 0x80) {
			escape(out, (unsigned char)text.s[i++]);
			continue;
		}
		from = eng_utf8_decode(text.s + i, text.n - i, &c);
		eng_buf_utf8(out, from ? c : 0xfffd);
		i += from ? from : 1;
	}
	eng_buf_char(out, '"');
}

void eng_json_write_key(eng_json_writer *w, eng_str key) {
	assert(w->depth > 0 && w->object[w->depth - 1] && !w->keyed);
	separate(w);
	quote(w->out, key);
	eng_buf_char(w->out, ':');
	if (w->pretty) {
		eng_buf_char(w->out, ' ');
	}
	w->keyed = true;
}

void eng_json_write_text(eng_json_writer *w, eng_str text) {
	before_value(w);
	quote(w->out, text);
}

void eng_json_write_int(eng_json_writer *w, int64_t value) {
	before_value(w);
	eng_buf_int(w->out, value);
}

void eng_json_write_bool(eng_json_writer *w, bool value) {
	before_value(w);
	eng_buf_cstr(w->out, value ? "true" : "false");
}

void eng_json_write_null(eng_json_writer *w) {
	before_value(w);
	eng_buf_cstr(w->out, "null");
}

void eng_json_write_raw(eng_json_writer *w, eng_str json) {
	before_value(w);
	eng_buf_str(w->out, json);
}

/* A key of the format: hardly ever anything in it to escape. */
static inline void plain_key(eng_json_writer *w, const char *key) {
	size_t n = strlen(key);
	char *to;

	if (eng_scan_quoted(key, n, ENG_SCAN_TOPS) < n) {
		eng_json_write_key(w, (eng_str){ key, n });
		return;
	}
	assert(w->depth > 0 && w->object[w->depth - 1] && !w->keyed);
	separate(w);
	to = eng_buf_reserve(w->out, n + 4);
	to[0] = '"';
	memcpy(to + 1, key, n);
	memcpy(to + n + 1, "\": ", 4);
	w->out->n += n + (w->pretty ? 4 : 3);
	w->out->s[w->out->n] = '\0';
	w->keyed = true;
}

void eng_json_member_text(eng_json_writer *w, const char *key, eng_str text) {
	plain_key(w, key);
	eng_json_write_text(w, text);
}

void eng_json_member_some(eng_json_writer *w, const char *key, eng_str text) {
	if (text.n) {
		eng_json_member_text(w, key, text);
	}
}

void eng_json_member_cstr(eng_json_writer *w, const char *key, const char *text) {
	eng_json_member_text(w, key, eng_str_from(text));
}

void eng_json_member_int(eng_json_writer *w, const char *key, int64_t value) {
	plain_key(w, key);
	eng_json_write_int(w, value);
}

void eng_json_member_bool(eng_json_writer *w, const char *key, bool value) {
	plain_key(w, key);
	eng_json_write_bool(w, value);
}

void eng_json_member_object(eng_json_writer *w, const char *key) {
	plain_key(w, key);
	eng_json_write_object(w);
}

void eng_json_member_array(eng_json_writer *w, const char *key) {
	plain_key(w, key);
	eng_json_write_array(w);
}
