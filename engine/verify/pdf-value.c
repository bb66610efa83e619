/* A scanner of PDF syntax by recursive descent, one function a form of value. */
#include "verify/pdf-value.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

enum { DEEPEST = 64, KEYS = 4096 /* of one dictionary */ };

/* 7.2.2: 1 white space, 2 delimiter, 0 regular. */
static const uint8_t classes[256] = {
	[0] = 1,   ['\t'] = 1, ['\n'] = 1, ['\f'] = 1, ['\r'] = 1, [' '] = 1, ['('] = 2, [')'] = 2,
	['<'] = 2, ['>'] = 2,  ['['] = 2,  [']'] = 2,  ['{'] = 2,  ['}'] = 2, ['/'] = 2, ['%'] = 2,
};

/* What is no plain letter in a literal string. */
static const bool in_string[256] = { ['\\'] = true, ['('] = true, [')'] = true, ['\r'] = true };

static const bool begins_number[256] = {
	['0'] = true, ['1'] = true, ['2'] = true, ['3'] = true, ['4'] = true,
	['5'] = true, ['6'] = true, ['7'] = true, ['8'] = true, ['9'] = true,
	['-'] = true, ['.'] = true, ['+'] = true,
};

static unsigned class_of(char c) {
	return classes[(unsigned char)c];
}

static int hex_of(char c) {
	if (c >= '0' && c <= '9') {
		return c - '0';
	}
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

eng_pdf_scan eng_pdf_scan_of(eng_arena *arena, eng_str bytes) {
	const char *start = bytes.s ? bytes.s : "";

	return (eng_pdf_scan){ .p = start, .end = start + bytes.n, .arena = arena };
}

static bool skip(eng_pdf_scan *s) {
	while (s->p < s->end) {
		if (*s->p == '%') {
			while (s->p < s->end && *s->p != '\n' && *s->p != '\r') {
				s->p++;
			}
		} else if (class_of(*s->p) != 1) {
			return true;
		} else {
			s->p++;
		}
	}
	return false;
}

/* Most values stand right here, or behind one white space. */
static inline bool skip_little(eng_pdf_scan *s) {
	s->p += s->p < s->end && class_of(*s->p) == 1;
	return (s->p < s->end && class_of(*s->p) != 1 && *s->p != '%') || skip(s);
}

bool eng_pdf_scan_skip(eng_pdf_scan *s) {
	return skip_little(s);
}

/* Up to fifteen digits in all, which are exact; false, and nothing taken, for what is longer or no
 * number. */
static inline bool scan_short(eng_pdf_scan *s, double *number) {
	static const double units[] = { 1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
					1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15 };
	const char *p = s->p, *end = s->end - s->p > 17 ? s->p + 17 : s->end, *start, *point;
	uint64_t value = 0;
	double unit = 1;
	bool minus = p < end && *p == '-';

	p += minus;
	for (start = p; p < end && (unsigned char)(*p - '0') < 10; p++) {
		value = value * 10 + (uint64_t)(*p - '0');
	}
	point = p;
	if (p < end && *p == '.') {
		for (p++; p < end && (unsigned char)(*p - '0') < 10; p++) {
			value = value * 10 + (uint64_t)(*p - '0');
		}
		if (p - start > 15 || p - start < 2) {
			return false;
		}
		unit = units[p - point - 1];
	}
	if (p == start || p - start > 15 || p == s->end || class_of(*p) == 0) {
		return false;
	}
	s->p = p;
	*number = (minus ? -(double)value : (double)value) / unit;
	return true;
}

bool eng_pdf_scan_number(eng_pdf_scan *s, double *number) {
	const char *p = s->p;
	bool minus = p < s->end && *p == '-', digits = false;
	double value = 0, unit = 1;

	if (scan_short(s, number)) {
		return true;
	}
	p += p < s->end && (*p == '-' || *p == '+');
	for (; p < s->end && *p >= '0' && *p <= '9'; p++, digits = true) {
		value = value * 10 + (*p - '0');
	}
	if (p < s->end && *p == '.') {
		for (p++; p < s->end && *p >= '0' && *p <= '9'; p++, digits = true) {
			value = value * 10 + (*p - '0');
			unit *= 10;
		}
	}
	if (!digits || value > 1e15 || unit > 1e15 || (p < s->end && class_of(*p) == 0)) {
		return false;
	}
	s->p = p;
	*number = (minus ? -value : value) / unit;
	return true;
}

bool eng_pdf_scan_word(eng_pdf_scan *s, const char *word) {
	size_t n = strlen(word);

	if (!eng_pdf_scan_skip(s) || (size_t)(s->end - s->p) < n || memcmp(s->p, word, n) != 0 ||
	    (s->p + n < s->end && class_of(s->p[n]) == 0)) {
		return false;
	}
	s->p += n;
	return true;
}

static eng_str regular(eng_pdf_scan *s) {
	const char *start = s->p;

	while (s->p < s->end && class_of(*s->p) == 0) {
		s->p++;
	}
	return (eng_str){ start, (size_t)(s->p - start) };
}

static bool scan_name(eng_pdf_scan *s, eng_pdf_value *v) {
	eng_str raw;
	char *out;
	size_t n = 0;

	s->p++;
	raw = regular(s);
	v->kind = ENG_PDF_NAME;
	v->as.text = raw;
	if (!raw.n || !memchr(raw.s, '#', raw.n)) {
		return true;
	}
	out = eng_arena_alloc(s->arena, raw.n + 1);
	for (size_t i = 0; i < raw.n; i++) {
		if (raw.s[i] == '#' && i + 2 < raw.n && hex_of(raw.s[i + 1]) >= 0 &&
		    hex_of(raw.s[i + 2]) >= 0) {
			out[n++] = (char)(hex_of(raw.s[i + 1]) << 4 | hex_of(raw.s[i + 2]));
			i += 2;
		} else {
			out[n++] = raw.s[i];
		}
	}
	v->as.text = (eng_str){ out, n };
	return true;
}

/* What follows a backslash; *p is behind it. Returns the byte, or -1 for none (a line end). */
static int escape(const char **p, const char *end) {
	static const char from[] = "nrtbf", to[] = "\n\r\t\b\f";
	const char *named;
	char c = *(*p)++;

	if (c >= '0' && c <= '7') {
		int value = c - '0';

		for (int i = 0; i < 2 && *p < end && **p >= '0' && **p <= '7'; i++) {
			value = value * 8 + (*(*p)++ - '0');
		}
		return value & 0xff;
	}
	if (c == '\r' && *p < end && **p == '\n') {
		++*p;
	}
	if (c == '\r' || c == '\n') {
		return -1;
	}
	named = c ? strchr(from, c) : NULL;
	return (unsigned char)(named ? to[named - from] : c);
}

/* The end of a literal string whose bytes begin at p; NULL when it has none. */
static const char *string_end(const char *p, const char *end, bool *plain) {
	int open = 1;

	*plain = true;
	for (; p < end; p++) {
		if (!in_string[(unsigned char)*p]) {
			continue;
		}
		if (*p == '\\') {
			*plain = false;
			p++;
		} else if (*p == '(') {
			open++;
		} else if (*p == ')' && --open == 0) {
			return p;
		} else if (*p == '\r') {
			*plain = false;
		}
	}
	return NULL;
}

static bool scan_string(eng_pdf_scan *s, eng_pdf_value *v) {
	const char *start = s->p + 1, *stop;
	bool plain;
	char *out;
	size_t n = 0;

	stop = string_end(start, s->end, &plain);
	if (!stop) {
		return false;
	}
	s->p = stop + 1;
	v->kind = ENG_PDF_STRING;
	v->as.text = (eng_str){ start, (size_t)(stop - start) };
	if (plain) {
		return true;
	}
	out = eng_arena_alloc(s->arena, v->as.text.n + 1);
	while (start < stop) {
		int c = (unsigned char)*start++;

		if (c == '\\') {
			c = escape(&start, stop);
		} else if (c == '\r') { /* 7.3.4.2: a bare line end reads as a line feed */
			start += start < stop && *start == '\n';
			c = '\n';
		}
		if (c >= 0) {
			out[n++] = (char)c;
		}
	}
	v->as.text = (eng_str){ out, n };
	return true;
}

static bool scan_hex(eng_pdf_scan *s, eng_pdf_value *v) {
	const char *stop = memchr(s->p, '>', (size_t)(s->end - s->p));
	size_t digits = 0;
	char *out;

	if (!stop) {
		return false;
	}
	out = eng_arena_alloc(s->arena, (size_t)(stop - s->p) / 2 + 2);
	for (s->p++; s->p < stop; s->p++) {
		int digit = hex_of(*s->p);

		if (digit >= 0) {
			out[digits / 2] |= (char)(digits % 2 ? digit : digit << 4);
			digits++;
		} else if (class_of(*s->p) != 1) {
			return false;
		}
	}
	s->p++;
	v->kind = ENG_PDF_STRING;
	v->as.text = (eng_str){ out, (digits + 1) / 2 };
	return true;
}

static bool scan_array(eng_pdf_scan *s, eng_pdf_value *v) {
	eng_pdf_value *items = NULL;
	size_t n = 0, cap = 0;

	for (s->p++;; n++) {
		if (!eng_pdf_scan_skip(s)) {
			return false;
		}
		if (*s->p == ']') {
			s->p++;
			break;
		}
		items = eng_arena_grow(s->arena, items, n, &cap, sizeof(*items));
		if (!eng_pdf_scan_value(s, &items[n]) || items[n].kind == ENG_PDF_WORD) {
			return false;
		}
	}
	v->kind = ENG_PDF_ARRAY;
	v->n = (uint32_t)n;
	v->as.items = items;
	return true;
}

/* To the bracket that ends an array of strings and numbers, which stays as it is. */
static bool scan_raw(eng_pdf_scan *s, eng_pdf_value *v) {
	const char *start = ++s->p;

	while (s->p < s->end && *s->p != ']') {
		if (*s->p == '(') {
			bool plain;
			const char *stop = string_end(s->p + 1, s->end, &plain);

			if (!stop) {
				return false;
			}
			s->p = stop;
		} else if (*s->p == '[' || *s->p == '%') {
			return false;
		}
		s->p++;
	}
	if (s->p == s->end) {
		return false;
	}
	v->kind = ENG_PDF_RAW;
	v->as.text = (eng_str){ start, (size_t)(s->p++ - start) };
	return true;
}

/* A key that stands twice is read one way by some readers and another way by others. */
static bool has_key(const eng_pdf_pair *pairs, size_t n, eng_str key) {
	for (size_t i = 0; i < n; i++) {
		if (eng_str_eq(pairs[i].key, key)) {
			return true;
		}
	}
	return false;
}

static bool scan_dict(eng_pdf_scan *s, eng_pdf_value *v) {
	eng_pdf_pair *pairs = NULL;
	eng_pdf_value key;
	size_t n = 0, cap = 0;

	for (s->p += 2;; n++) {
		if (!eng_pdf_scan_skip(s)) {
			return false;
		}
		if (*s->p == '>') {
			break;
		}
		if (*s->p != '/' || n == KEYS || !scan_name(s, &key) ||
		    has_key(pairs, n, key.as.text)) {
			return false;
		}
		pairs = eng_arena_grow(s->arena, pairs, n, &cap, sizeof(*pairs));
		pairs[n].key = key.as.text;
		if (!eng_pdf_scan_value(s, &pairs[n].value) ||
		    pairs[n].value.kind == ENG_PDF_WORD) {
			return false;
		}
	}
	if (s->end - s->p < 2 || s->p[1] != '>') {
		return false;
	}
	s->p += 2;
	v->kind = ENG_PDF_DICT;
	v->n = (uint32_t)n;
	v->as.pairs = pairs;
	return true;
}

/* A number, or the reference that it begins. */
static bool scan_numeral(eng_pdf_scan *s, eng_pdf_value *v) {
	eng_pdf_scan ahead;
	double generation;

	if (!eng_pdf_scan_number(s, &v->as.number)) {
		return false;
	}
	v->kind = ENG_PDF_NUMBER;
	ahead = *s;
	if (s->content || v->as.number < 1 || v->as.number > 8388607 ||
	    !eng_pdf_scan_skip(&ahead) || *ahead.p < '0' || *ahead.p > '9' ||
	    !eng_pdf_scan_number(&ahead, &generation) || !eng_pdf_scan_word(&ahead, "R")) {
		return true;
	}
	v->kind = ENG_PDF_REF;
	v->as.id = (unsigned)v->as.number;
	v->n = generation < 65536 ? (uint32_t)generation : UINT32_MAX;
	s->p = ahead.p;
	return true;
}

static bool scan_keyword(eng_pdf_scan *s, eng_pdf_value *v) {
	v->as.text = regular(s);
	v->kind = ENG_PDF_WORD;
	if (s->content && v->as.text.n < 3) { /* operators, nearly always */
		return v->as.text.n > 0;
	}
	if (eng_str_eqc(v->as.text, "null")) {
		v->kind = ENG_PDF_NULL;
	} else if (eng_str_eqc(v->as.text, "true") || eng_str_eqc(v->as.text, "false")) {
		v->as.number = v->as.text.s[0] == 't';
		v->kind = ENG_PDF_BOOL;
	}
	return v->kind != ENG_PDF_WORD || v->as.text.n > 0;
}

/* "<</MCID 12>>" and its like, as stands before most texts: a plain key, a space and few digits. False, and
 * nothing taken, for anything else. */
static bool scan_single(eng_pdf_scan *s, eng_pdf_value *v) {
	const char *p = s->p + 3, *key = p, *digits;
	eng_pdf_pair *pair;
	uint32_t value = 0;

	if (s->end - s->p < 4 || s->p[1] != '<' || s->p[2] != '/') {
		return false;
	}
	while (p < s->end && *p >= 'A' && *p <= 'Z') {
		p++;
	}
	if (p == key || p == s->end || *p != ' ') {
		return false;
	}
	for (digits = p + 1, p++; p < s->end && (unsigned char)(*p - '0') < 10; p++) {
		value = value * 10 + (uint32_t)(*p - '0');
	}
	if (p == digits || p - digits > 9 || s->end - p < 2 || p[0] != '>' || p[1] != '>') {
		return false;
	}
	pair = eng_arena_room(s->arena, 1, sizeof(*pair));
	pair->key = (eng_str){ key, (size_t)(digits - 1 - key) };
	pair->value = (eng_pdf_value){ .kind = ENG_PDF_NUMBER, .as.number = value };
	*v = (eng_pdf_value){ .kind = ENG_PDF_DICT, .n = 1, .as.pairs = pair };
	s->p = p + 2;
	return true;
}

static bool scan_nested(eng_pdf_scan *s, eng_pdf_value *v) {
	bool good;

	if (s->content && *s->p == '<' && scan_single(s, v)) {
		return true;
	}

	if (s->depth >= DEEPEST) {
		return false;
	}
	s->depth++;
	if (*s->p == '<') {
		good = scan_dict(s, v);
	} else {
		good = s->content && s->depth == 1 ? scan_raw(s, v) : scan_array(s, v);
	}
	s->depth--;
	return good;
}

bool eng_pdf_scan_value(eng_pdf_scan *s, eng_pdf_value *v) {
	v->n = 0;
	if (!skip_little(s)) {
		return false;
	}
	if (s->content && begins_number[(unsigned char)*s->p] && scan_short(s, &v->as.number)) {
		v->kind = ENG_PDF_NUMBER;
		return true;
	}
	switch (*s->p) {
	case '/':
		return scan_name(s, v);
	case '(':
		return scan_string(s, v);
	case '[':
		return scan_nested(s, v);
	case '<':
		return s->end - s->p > 1 && s->p[1] == '<' ? scan_nested(s, v) : scan_hex(s, v);
	default:
		break;
	}
	if (begins_number[(unsigned char)*s->p]) {
		return scan_numeral(s, v);
	}
	return scan_keyword(s, v);
}

const eng_pdf_value *eng_pdf_value_find(const eng_pdf_value *dict, const char *key) {
	static const eng_pdf_value none = { 0 };

	for (uint32_t i = 0; dict->kind == ENG_PDF_DICT && i < dict->n; i++) {
		eng_str other = dict->as.pairs[i].key;

		if (other.n && other.s[0] == key[0] && eng_str_eqc(other, key)) {
			return &dict->as.pairs[i].value;
		}
	}
	return &none;
}

bool eng_pdf_value_is_name(const eng_pdf_value *value, const char *name) {
	return value->kind == ENG_PDF_NAME && eng_str_eqc(value->as.text, name);
}

bool eng_pdf_value_integer(const eng_pdf_value *value, int64_t low, int64_t high, int64_t *out) {
	if (value->kind != ENG_PDF_NUMBER || value->as.number < (double)low ||
	    value->as.number > (double)high ||
	    value->as.number != (double)(int64_t)value->as.number) {
		return false;
	}
	*out = (int64_t)value->as.number;
	return true;
}

eng_str eng_pdf_value_utf16(eng_arena *arena, eng_str units) {
	char *out = eng_arena_alloc(arena, units.n / 2 * 3 + 4);
	size_t n = 0;

	for (size_t i = 0; i + 1 < units.n; i += 2) {
		uint32_t c =
		    (uint32_t)(unsigned char)units.s[i] << 8 | (unsigned char)units.s[i + 1];

		if (c >= 0xd800 && c < 0xdc00 && i + 3 < units.n &&
		    ((unsigned char)units.s[i + 2] & 0xfc) == 0xdc) {
			uint32_t low = (uint32_t)(unsigned char)units.s[i + 2] << 8 |
				       (unsigned char)units.s[i + 3];

			c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
			i += 2;
		}
		n += eng_utf8_encode(c, out + n);
	}
	return (eng_str){ out, n };
}

eng_str eng_pdf_value_text(eng_arena *arena, eng_str s) {
	char *out;
	size_t n = 0;

	if (eng_str_starts(s, "\xfe\xff")) {
		return eng_pdf_value_utf16(arena, eng_str_sub(s, 2, s.n));
	}
	if (eng_str_starts(s, "\xef\xbb\xbf")) {
		return eng_str_sub(s, 3, s.n);
	}
	out = eng_arena_alloc(arena, s.n * 3 + 1);
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.s[i];

		n += eng_utf8_encode(c >= 0x18 && c < 0x20   ? 0xfffd
				     : c >= 0x7f && c < 0xa1 ? 0xfffd
							     : c,
				     out + n);
	}
	return (eng_str){ out, n };
}
