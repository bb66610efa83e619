/* A message is mostly this: sixteen bytes at a time, without a call for each of them. Quoted-printable is made
 * line by line: octets first become what stands for them, then the line is cut where it is too long. */
#include "channels/email/encode.h"

#include "base/scan.h"

enum {
	LINE = 76,
	LINE_MOST = LINE - 1, /* before the "=" of a soft line break */
	BLOCK = 16,
	MARGIN = LINE + BLOCK, /* bytes that may be written behind what counts */
};

/* ---- quoted-printable ---- */

/* Writes "=XX"; returns behind it. */
static char *put_escape(char *to, unsigned char c) {
	static const char hex[] = "0123456789ABCDEF";

	to[0] = '=';
	to[1] = hex[c >> 4];
	to[2] = hex[c & 15];
	return to + 3;
}

/* Copies what stays as it is up to the first octet that does not; returns how many. Sixteen bytes may be
 * written behind them. */
static size_t copy_plain(char *to, const char *s, size_t n) {
	size_t i = 0;

	for (; n - i >= BLOCK; i += BLOCK) {
		uint64_t odd = eng_scan_odd(s + i, '=', ' ');

		memcpy(to + i, s + i, BLOCK);
		if (odd) {
			return i + (size_t)__builtin_ctzll(odd);
		}
	}
	while (i < n && s[i] >= 0x20 && s[i] < 0x7f && s[i] != '=') {
		to[i] = s[i];
		i++;
	}
	return i;
}

/* Writes the octets of a line of text as they are or as "=XX"; returns behind them, and moves text behind the
 * line's end. */
static char *put_octets(char *to, const char **text, const char *end) {
	const char *start = to, *s = *text;

	while (s < end) {
		size_t plain = copy_plain(to, s, (size_t)(end - s));

		to += plain;
		s += plain;
		if (s == end || *s == '\n') {
			break;
		}
		do {
			to = put_escape(to, (unsigned char)*s++);
		} while (s < end && (unsigned char)*s >= 0x80);
	}
	*text = s;
	/* A space at the end would be lost on the way. */
	return to > start && to[-1] == ' ' ? put_escape(to - 1, ' ') : to;
}

/* A dot at the start of a line has a meaning on the way, "From " in a mail folder. */
static char *put_start(char *to, const char **s) {
	return **s == '.' || **s == 'F' ? put_escape(to, (unsigned char)*(*s)++) : to;
}

/* Cuts what the octets of a line became into lines; returns behind the last, which needs no room for the sign
 * of a soft break. */
static char *put_lines(char *to, const char *s, const char *end) {
	char *line = to;

	for (to = put_start(to, &s); end - s > LINE - (to - line); to = put_start(to, &s)) {
		ptrdiff_t n = LINE_MOST - (to - line);

		n -= s[n - 1] == '=' ? 1 : s[n - 2] == '=' ? 2 : 0;
		memcpy(to, s, LINE);
		memcpy(to + n, "=\r\n", 3);
		s += n;
		line = to += n + 3;
	}
	memcpy(to, s, LINE);
	return to + (end - s);
}

void eng_encode_quoted(eng_buf *out, eng_str text) {
	eng_buf octets = { 0 };
	/* Three characters an octet, and a soft break of three before each 71st at the most. */
	size_t most = text.n * 3 + text.n * 3 / (LINE - 5) * 3 + MARGIN;
	char *start = eng_buf_reserve(out, most), *to = start;
	char *line = eng_buf_reserve(&octets, text.n * 3 + MARGIN);
	const char *s = text.s, *end = s + text.n;

	while (s < end) {
		char *line_end = put_octets(line, &s, end);

		to = line_end > line ? put_lines(to, line, line_end) : to;
		if (s < end) {
			*to++ = '\r';
			*to++ = '\n';
			s++;
		}
	}
	out->n += (size_t)(to - start);
	out->s[out->n] = '\0';
	eng_buf_finish(&octets);
}
