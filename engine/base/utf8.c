/* UTF-8 decoding and encoding; Unicode 15.0, 3.9, table 3-7. */
#include "base/utf8.h"

#include "base/scan.h"

static bool is_tail(unsigned char c) {
	return (c & 0xc0) == 0x80;
}

size_t eng_utf8_decode(const char *text, size_t n, uint32_t *c) {
	const unsigned char *s = (const unsigned char *)text;

	if (s[0] < 0x80) {
		*c = s[0];
		return 1;
	}
	if (s[0] >= 0xc2 && s[0] <= 0xdf && n >= 2 && is_tail(s[1])) {
		*c = (uint32_t)(s[0] & 0x1f) << 6 | (s[1] & 0x3f);
		return 2;
	}
	if (s[0] >= 0xe0 && s[0] <= 0xef && n >= 3 && is_tail(s[1]) && is_tail(s[2])) {
		*c = (uint32_t)(s[0] & 0x0f) << 12 | (uint32_t)(s[1] & 0x3f) << 6 | (s[2] & 0x3f);
		return *c >= 0x800 && (*c < 0xd800 || *c > 0xdfff) ? 3 : 0;
	}
	if (s[0] >= 0xf0 && s[0] <= 0xf4 && n >= 4 && is_tail(s[1]) && is_tail(s[2]) &&
	    is_tail(s[3])) {
		*c = (uint32_t)(s[0] & 0x07) << 18 | (uint32_t)(s[1] & 0x3f) << 12 |
		     (uint32_t)(s[2] & 0x3f) << 6 | (s[3] & 0x3f);
		return *c >= 0x10000 && *c <= 0x10ffff ? 4 : 0;
	}
	return 0;
}

size_t eng_utf8_encode(uint32_t c, char out[4]) {
	if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) {
		c = 0xfffd;
	}
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

size_t eng_utf8_valid(eng_str s) {
	size_t i = 0;

	while ((i += eng_scan_ascii(s.s + i, s.n - i)) < s.n) {
		uint32_t c;
		size_t n = eng_utf8_decode(s.s + i, s.n - i, &c);

		if (n == 0) {
			break;
		}
		i += n;
	}
	return i;
}

size_t eng_utf8_length(eng_str s) {
	size_t count = eng_scan_ascii(s.s, s.n);

	for (size_t i = count; i < s.n; i++) {
		count += !is_tail((unsigned char)s.s[i]);
	}
	return count;
}

bool eng_utf8_next_any(eng_str *rest, uint32_t *c) {
	size_t n;

	if (rest->n == 0) {
		return false;
	}
	n = eng_utf8_decode(rest->s, rest->n, c);
	if (n == 0) {
		*c = 0xfffd;
		n = 1;
	}
	rest->s += n;
	rest->n -= n;
	return true;
}

bool eng_utf8_is_control(uint32_t c) {
	return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7f && c < 0xa0);
}
