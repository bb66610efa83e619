/* A message is mostly this: written in one pass over the bytes, without a call for each of them. */
#include "channels/email/encode.h"

#include "base/scan.h"

#define LINE      76
#define LINE_MOST (LINE - 1) /* before the "=" of a soft line break */

static bool is_plain(unsigned char c) {
	return c >= 0x20 && c < 0x7f && c != '=';
}

/* Copies the first octets that stay as they are and fit: spaces only before one that stays. Returns how
 * many. More than these may be written, within sixteen. */
static size_t copy_run(char *to, const char *s, size_t n, ptrdiff_t room) {
	size_t run = 0, most = room > 0 ? (size_t)room : 0;
	uint64_t odd = 0;

	most = most < n ? most : n;
	for (; run < most && n - run >= 16 && !odd;
	     run += odd ? (size_t)__builtin_ctzll(odd) : 16) {
		odd = eng_scan_odd(s + run, '=');
		memcpy(to + run, s + run, 16);
	}
	run = run < most ? run : most;
	for (; !odd && run < most && is_plain((unsigned char)s[run]); run++) {
		to[run] = s[run];
	}
	while (run > 0 && s[run - 1] == ' ') {
		run--;
	}
	return run;
}

/* Appends one octet as it is or as "=XX"; returns behind it. */
static char *put_octet(char *to, unsigned char c, bool plain) {
	static const char hex[] = "0123456789ABCDEF";

	if (plain) {
		*to = (char)c;
		return to + 1;
	}
	to[0] = '=';
	to[1] = hex[c >> 4];
	to[2] = hex[c & 15];
	return to + 3;
}

void eng_encode_quoted(eng_buf *out, eng_str text) {
	/* Three characters an octet, and a soft break of three before each 73rd at the most. */
	char *start = eng_buf_reserve(out, text.n * 3 + text.n * 3 / (LINE - 3) * 3 + 16),
	     *to = start;
	char *line = to;

	for (size_t i = 0; i < text.n; i++) {
		size_t run =
		    to > line ? copy_run(to, text.s + i, text.n - i, LINE_MOST - (to - line)) : 0;
		unsigned char c;
		bool last, plain;

		to += run;
		i += run;
		if (i == text.n) {
			break;
		}
		c = (unsigned char)text.s[i];
		if (c == '\n') {
			*to++ = '\r';
			*to++ = '\n';
			line = to;
			continue;
		}
		if (c != ' ' && to > line && to - line + 3 <= LINE_MOST) { /* fits anyway */
			to = put_octet(to, c, is_plain(c));
			continue;
		}
		last = i + 1 == text.n || text.s[i + 1] == '\n';
		plain = is_plain(c) && !(c == ' ' && last);
		/* The last of a line needs no room for the sign of a soft break. */
		if (to - line + (plain ? 1 : 3) > (last ? LINE : LINE_MOST)) {
			*to++ = '=';
			*to++ = '\r';
			*to++ = '\n';
			line = to;
		}
		/* A dot at the start of a line has a meaning on the way, "From " in a mail folder. */
		to = put_octet(to, c, plain && !(to == line && (c == '.' || c == 'F')));
	}
	out->n += (size_t)(to - start);
	out->s[out->n] = '\0';
}

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* A full line, of 57 octets; returns behind its end. */
static char *put_line(char *to, const unsigned char *from) {
	for (int i = 0; i < LINE; i += 4, from += 3, to += 4) {
		unsigned group = (unsigned)from[0] << 16 | (unsigned)from[1] << 8 | from[2];

		to[0] = digits[group >> 18];
		to[1] = digits[group >> 12 & 63];
		to[2] = digits[group >> 6 & 63];
		to[3] = digits[group & 63];
	}
	to[0] = '\r';
	to[1] = '\n';
	return to + 2;
}

void eng_encode_base64(eng_buf *out, eng_str bytes) {
	size_t characters = (bytes.n + 2) / 3 * 4;
	char *start = eng_buf_reserve(out, characters + (characters / LINE + 1) * 2), *to = start;
	const unsigned char *from = (const unsigned char *)bytes.s;
	size_t i = 0;

	for (; i + LINE / 4 * 3 <= bytes.n; i += LINE / 4 * 3) {
		to = put_line(to, from + i);
	}
	for (; i < bytes.n; i += 3) {
		size_t left = bytes.n - i;
		unsigned group = (unsigned)from[i] << 16 |
				 (left > 1 ? (unsigned)from[i + 1] << 8 : 0) |
				 (left > 2 ? from[i + 2] : 0u);

		to[0] = digits[group >> 18];
		to[1] = digits[group >> 12 & 63];
		to[2] = left > 1 ? digits[group >> 6 & 63] : '=';
		to[3] = left > 2 ? digits[group & 63] : '=';
		to += 4;
		if (left <= 3) {
			*to++ = '\r';
			*to++ = '\n';
		}
	}
	out->n += (size_t)(to - start);
	out->s[out->n] = '\0';
}

void eng_encode_base64_text(eng_buf *out, eng_str text) {
	eng_buf lines = { 0 };
	char *to = eng_buf_reserve(&lines, text.n * 2);
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		if (text.s[i] == '\n') {
			to[n++] = '\r';
		}
		to[n++] = text.s[i];
	}
	lines.n = n;
	eng_encode_base64(out, eng_buf_view(&lines));
	eng_buf_finish(&lines);
}
