/* UTF-8 as Unicode 15 table 3-7 defines it: no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef ENG_BASE_UTF8_H
#define ENG_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/scan.h"
#include "base/str.h"

/* Decodes the code point at s (n > 0 bytes left) into *c; returns its length, or 0 if ill-formed. */
size_t eng_utf8_decode(const char *s, size_t n, uint32_t *c);
/* Writes 1 to 4 bytes; an invalid code point becomes U+FFFD. */
size_t eng_utf8_encode(uint32_t c, char out[4]);
/* Bytes of the longest well-formed prefix; equals s.n when all is well. */
size_t eng_utf8_valid(eng_str s);
/* Number of code points of well-formed text. */
size_t eng_utf8_length(eng_str s);
/* Takes one code point off *rest (ill-formed bytes give U+FFFD one by one); false at the end. */
bool eng_utf8_next_any(eng_str *rest, uint32_t *c);
static inline bool eng_utf8_next(eng_str *rest, uint32_t *c) {
	if (rest->n && (unsigned char)*rest->s < 0x80) { /* most text, most of the time */
		*c = (unsigned char)*rest->s++;
		rest->n--;
		return true;
	}
	return eng_utf8_next_any(rest, c);
}
/* True for C0 and C1 controls other than tab, LF and CR, and for DEL. */
bool eng_utf8_is_control(uint32_t c);

/* The next character that is no ASCII, all before it passed. False: there is none. */
static inline bool eng_utf8_next_wide(eng_str *rest, uint32_t *c) {
	size_t n = eng_scan_ascii(rest->s, rest->n);

	rest->s += n;
	rest->n -= n;
	return eng_utf8_next(rest, c);
}

#endif
