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

/* How many bytes from the first on stay as they are. */
static size_t usual_run(const char *s, size_t n) {
	size_t i = 0;

	for (; n - i >= 16; i += 16) {
		uint64_t odd = eng_scan_markup(s + i);

		if (odd) {
			return i + (size_t)__builtin_ctzll(odd);
		}
	}
	while (i < n && usual[(unsigned char)s[i] >> 6] >> (s[i] & 63) & 1) {
		i++;
	}
	return i;
}

/* Copies what stays in runs, not character by character. */
static void escape(eng_buf *out, eng_str text, place where) {
	size_t from = 0, i = 0;

	while (i < text.n) {
		uint32_t c = (unsigned char)text.s[i];
		size_t n = 1;
		const char *instead;

		if (c >= 0x80) {
			n = eng_utf8_decode(text.s + i, text.n - i, &c);
		} else if (usual[c >> 6] >> (c & 63) & 1) {
			i += usual_run(text.s + i, text.n - i);
			continue;
		}
		instead = n == 0 ? "\xef\xbf\xbd" : entity(c, where);
		n += n == 0;
		if (instead) {
			eng_buf_add(out, text.s + from, i - from);
			eng_buf_cstr(out, instead);
			from = i + n;
		}
		i += n;
	}
	if (from < text.n) { /* text may be NULL */
		eng_buf_add(out, text.s + from, text.n - from);
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
