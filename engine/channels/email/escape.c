/* One loop for all contexts, so that none forgets what another knows. */
#include "channels/email/escape.h"

#include <assert.h>

#include "base/scan.h"
#include "base/utf8.h"
#include "channels/common/url.h"

typedef enum place { PLACE_TEXT, PLACE_ATTRIBUTE, PLACE_COMMENT } place;

/* What replaces the character there; NULL: itself. */
static const char *entity(uint32_t c, place where) {
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return where == PLACE_ATTRIBUTE ? "&quot;" : NULL;
	case '\'':
		return where == PLACE_ATTRIBUTE ? "&#39;" : NULL;
	case '-':
		return where == PLACE_COMMENT ? "&#45;" : NULL;
	case '\n':
	case '\r':
	case '\t':
		return where != PLACE_TEXT ? " " : NULL;
	default:
		return eng_utf8_is_control(c) ? "\xef\xbf\xbd" : NULL;
	}
}

/* A bit for each character from one to another, of 64. */
#define BITS(from, to) (((uint64_t)2 << ((to)&63)) - ((uint64_t)1 << ((from)&63)))

/* ASCII that stays as it is wherever it stands. */
static const uint64_t usual[4] = { BITS(' ', '!') | BITS('#', '%') | BITS('(', ',') |
				       BITS('.', ';') | BITS('=', '=') | BITS('?', '?'),
				   BITS('@', '~') };

enum {
	BLOCK = 16,    /* bytes that are looked at together */
	STRETCH = 256, /* that are copied before they are looked at */
	CHAR = 4,      /* bytes of a character at the most */
};

/* Behind the bytes from s on that stay as they are. A block behind the end may be read, whatever it holds. */
static char *usual_end(char *s, char *end) {
	while (s < end) {
		uint64_t odd = eng_scan_markup(s);

		if (odd) {
			s += __builtin_ctzll(odd);
			break;
		}
		s += BLOCK;
	}
	while (s < end && usual[(unsigned char)*s >> 6] >> (*s & 63) & 1) {
		s++;
	}
	return s < end ? s : end;
}

/* Nearly all stays as it is: it is copied, then looked at, where there is room behind it. */
static void escape(eng_buf *out, eng_str text, place where) {
	while (text.n) {
		size_t n = text.n < STRETCH + CHAR ? text.n : STRETCH + CHAR, length = 0;
		char *to = eng_buf_reserve(out, STRETCH + CHAR + BLOCK), *at = to;
		char *end = to + (n < STRETCH ? n : STRETCH);
		const char *instead = NULL;

		memcpy(to, text.s, n);
		memset(to + n, 0, BLOCK); /* nothing there may stay as it is */
		while (!instead && at < end && (at = usual_end(at, end)) < end) {
			uint32_t c;

			length = eng_utf8_decode(at, n - (size_t)(at - to), &c);
			instead = length ? entity(c, where) : "\xef\xbf\xbd";
			length += length == 0;
			at += instead ? 0 : length;
		}
		n = (size_t)(at - to);
		out->n += n;
		out->s[out->n] = '\0';
		text = eng_str_sub(text, instead ? n + length : n, text.n);
		eng_buf_cstr(out, instead ? instead : "");
	}
}

void eng_escape_text(eng_buf *out, eng_str text) {
	escape(out, text, PLACE_TEXT);
}

void eng_escape_attribute(eng_buf *out, eng_str text) {
	escape(out, text, PLACE_ATTRIBUTE);
}

void eng_escape_url(eng_buf *out, eng_str url) {
	assert(eng_url_is_allowed(url));
	escape(out, url, PLACE_ATTRIBUTE);
}

void eng_escape_comment(eng_buf *out, eng_str text) {
	escape(out, text, PLACE_COMMENT);
}
