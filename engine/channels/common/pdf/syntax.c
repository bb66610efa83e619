/* How values look in a PDF file (ISO 32000-1 7.3, 7.9). Knows no object and no document.
 *
 * Numbers are written by hand: printf would be a tenth of a page's time and would ask the locale. */
#include "channels/common/pdf/syntax.h"

#include "base/utf8.h"

enum { DIGITS = 32 }; /* room for any number, its sign and its decimals */

static uint64_t magnitude(int64_t value) {
	return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

/* Digits of a number that end before end. */
static char *put_digits(char *end, uint64_t value) {
	do {
		*--end = (char)('0' + value % 10);
		value /= 10;
	} while (value);
	return end;
}

enum { SMALL = 100000 };

/* "00" to "99" behind each other. */
static const char pairs[] = "00010203040506070809101112131415161718192021222324"
			    "25262728293031323334353637383940414243444546474849"
			    "50515253545556575859606162636465666768697071727374"
			    "75767778798081828384858687888990919293949596979899";

/* Writes a number below SMALL where it will stand; returns the end. */
static char *put_small(char *to, uint32_t value) {
	uint32_t high = value / 100, low = value - 100 * high;

	if (high >= 100) {
		*to++ = (char)('0' + high / 100);
		memcpy(to, pairs + 2 * (high % 100), 2);
		to += 2;
	} else if (high >= 10) {
		memcpy(to, pairs + 2 * high, 2);
		to += 2;
	} else if (high) {
		*to++ = (char)('0' + high);
	} else if (low < 10) {
		*to = (char)('0' + low);
		return to + 1;
	}
	memcpy(to, pairs + 2 * low, 2);
	return to + 2;
}

static char *put_number(char *to, uint64_t value) {
	char digits[DIGITS], *end = digits + DIGITS, *p;

	if (value < SMALL) {
		return put_small(to, (uint32_t)value);
	}
	p = put_digits(end, value);
	memcpy(to, p, (size_t)(end - p));
	return to + (end - p);
}

/* Writes ".25" of so many decimals without the zeros at the end; returns the end. */
static char *put_fraction(char *to, uint32_t rest, int decimals) {
	if (rest == 0) {
		return to;
	}
	if (decimals == 2) {
		*to = '.';
		memcpy(to + 1, pairs + 2 * rest, 2);
		return to + (to[2] == '0' ? 2 : 3);
	}
	if (decimals == 3) {
		*to = '.';
		to[1] = (char)('0' + rest / 100);
		memcpy(to + 2, pairs + 2 * (rest % 100), 2);
		return to + (to[3] != '0' ? 4 : to[2] != '0' ? 3 : 2);
	}
	for (; rest % 10 == 0; decimals--) {
		rest /= 10;
	}
	*to = '.';
	for (int i = decimals; i > 0; i--) {
		to[i] = (char)('0' + rest % 10);
		rest /= 10;
	}
	return to + decimals + 1;
}

static void finish(eng_buf *out, char *end) {
	*end = '\0';
	out->n = (size_t)(end - out->s);
}

void eng_pdf_integer(eng_buf *out, int64_t value) {
	char *to = eng_buf_reserve(out, DIGITS);

	if (value < 0) {
		*to++ = '-';
	}
	finish(out, put_number(to, magnitude(value)));
}

void eng_pdf_fixed(eng_buf *out, int64_t value, int decimals) {
	static const uint32_t tens[] = { 1,      10,      100,      1000,      10000,
					 100000, 1000000, 10000000, 100000000, 1000000000 };
	uint64_t all = magnitude(value);
	uint64_t whole = decimals == 3   ? all / 1000
			 : decimals == 2 ? all / 100
					 : all / tens[decimals];
	uint32_t rest = (uint32_t)(all - whole * tens[decimals]);
	char *to = eng_buf_reserve(out, DIGITS);

	if (value < 0) {
		*to++ = '-';
	}
	if (whole || !rest) {
		to = put_number(to, whole);
	}
	finish(out, put_fraction(to, rest, decimals));
}

void eng_pdf_length(eng_buf *out, eng_length length) {
	eng_pdf_fixed(out, length, 3);
}

void eng_pdf_reference(eng_buf *out, unsigned id) {
	char *end = put_number(eng_buf_reserve(out, DIGITS), id);

	memcpy(end, " 0 R", 4);
	finish(out, end + 4);
}

/* Characters that stand for themselves in a name. */
static bool is_regular(unsigned char c) {
	static const char others[0x80] = {
		['#'] = 1, ['%'] = 1, ['('] = 1, [')'] = 1, ['/'] = 1, ['<'] = 1,
		['>'] = 1, ['['] = 1, [']'] = 1, ['{'] = 1, ['}'] = 1
	};

	return c > 0x20 && c < 0x7f && !others[c];
}

void eng_pdf_name(eng_buf *out, eng_str name) {
	static const char hex[] = "0123456789ABCDEF";
	char *to;

	name = eng_str_sub(name, 0, 127);
	to = eng_buf_reserve(out, 3 * name.n + 1);
	*to++ = '/';
	for (size_t i = 0; i < name.n; i++) {
		unsigned char c = (unsigned char)name.s[i];

		if (is_regular(c)) {
			*to++ = (char)c;
		} else if (c) {
			*to++ = '#';
			*to++ = hex[c >> 4];
			*to++ = hex[c & 15];
		}
	}
	finish(out, to);
}

void eng_pdf_bytes(eng_buf *out, eng_str bytes) {
	char *to = eng_buf_reserve(out, 2 * bytes.n + 2), *p = to;

	*p++ = '(';
	for (size_t i = 0; i < bytes.n; i++) {
		char c = bytes.s[i];

		if (c == '(' || c == ')' || c == '\\') {
			*p++ = '\\';
		} else if (c == '\r') { /* a raw CR in a string reads as LF */
			*p++ = '\\';
			c = 'r';
		}
		*p++ = c;
	}
	*p++ = ')';
	out->n += (size_t)(p - to);
	out->s[out->n] = '\0';
}

static bool is_ascii(eng_str text) {
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.s[i];

		if (c > 0x7e || (c < 0x20 && c != '\n')) {
			return false;
		}
	}
	return true;
}

/* One code point as UTF-16BE; returns 2 or 4. */
static size_t utf16(uint32_t c, unsigned char out[4]) {
	uint32_t high = 0xd800 + ((c - 0x10000) >> 10), low = 0xdc00 + ((c - 0x10000) & 0x3ff);

	if (c < 0x10000) {
		out[0] = (unsigned char)(c >> 8), out[1] = (unsigned char)c;
		return 2;
	}
	out[0] = (unsigned char)(high >> 8), out[1] = (unsigned char)high;
	out[2] = (unsigned char)(low >> 8), out[3] = (unsigned char)low;
	return 4;
}

void eng_pdf_text(eng_buf *out, eng_str text) {
	eng_buf wide = { 0 };
	uint32_t c;

	if (is_ascii(text)) {
		eng_pdf_bytes(out, text);
		return;
	}
	eng_buf_add(&wide, "\xfe\xff", 2);
	while (eng_utf8_next(&text, &c)) {
		unsigned char units[4];

		eng_buf_add(&wide, units, utf16(c, units));
	}
	eng_pdf_bytes(out, eng_buf_view(&wide));
	eng_buf_finish(&wide);
}

void eng_pdf_utf16_hex(eng_buf *out, eng_str text) {
	static const char hex[] = "0123456789ABCDEF";
	uint32_t c;

	while (eng_utf8_next(&text, &c)) {
		unsigned char units[4];
		size_t n = utf16(c, units);

		for (size_t i = 0; i < n; i++) {
			eng_buf_char(out, hex[units[i] >> 4]);
			eng_buf_char(out, hex[units[i] & 15]);
		}
	}
}

/* "0930" of 9 and 30, and so on. */
static void put_pairs(eng_buf *out, const unsigned *values, size_t n) {
	for (size_t i = 0; i < n; i++) {
		eng_buf_add(out, pairs + 2 * (values[i] % 100), 2);
	}
}

void eng_pdf_date(eng_buf *out, eng_date d) {
	unsigned year = (unsigned)d.year;
	const unsigned day[] = { year / 100, year % 100, d.month, d.day };
	const unsigned time[] = { d.hour, d.minute, d.second };

	eng_buf_cstr(out, "(D:");
	put_pairs(out, day, 4);
	if (d.has_time) {
		put_pairs(out, time, 3);
		if (d.offset == 0) {
			eng_buf_char(out, 'Z');
		} else if (d.offset != ENG_DATE_UNZONED) {
			unsigned minutes = (unsigned)(d.offset < 0 ? -d.offset : d.offset);
			const unsigned zone[] = { minutes / 60, minutes % 60 };

			eng_buf_char(out, d.offset < 0 ? '-' : '+');
			put_pairs(out, zone, 1);
			eng_buf_char(out, '\'');
			put_pairs(out, zone + 1, 1);
			eng_buf_char(out, '\'');
		}
	}
	eng_buf_char(out, ')');
}

void eng_pdf_xmp_date(eng_buf *out, eng_date d) {
	char text[ENG_DATE_TEXT];

	d.nanosecond = 0;
	if (!d.has_time) {
		d.offset = ENG_DATE_UNZONED; /* XMP knows no zone without a time */
	}
	eng_buf_str(out, eng_date_format(d, text));
}

void eng_pdf_rect(eng_buf *out, eng_rect rect, eng_length page_height) {
	eng_pdf_length(out, rect.x);
	eng_buf_char(out, ' ');
	eng_pdf_length(out, page_height - rect.y - rect.h);
	eng_buf_char(out, ' ');
	eng_pdf_length(out, rect.x + rect.w);
	eng_buf_char(out, ' ');
	eng_pdf_length(out, page_height - rect.y);
}
