/* One loop for all contexts, so that none forgets what another knows. */
#include "channels/email/escape.h"

#include <assert.h>

#include "base/utf8.h"
#include "channels/common/url.h"

typedef enum place { PLACE_TEXT, PLACE_ATTRIBUTE, PLACE_COMMENT } place;

static void escape(eng_buf *out, eng_str text, place where) {
	uint32_t c;

	while (eng_utf8_next(&text, &c)) {
		if (c == '&') {
			eng_buf_cstr(out, "&amp;");
		} else if (c == '<') {
			eng_buf_cstr(out, "&lt;");
		} else if (c == '>') {
			eng_buf_cstr(out, "&gt;");
		} else if (c == '"' && where == PLACE_ATTRIBUTE) {
			eng_buf_cstr(out, "&quot;");
		} else if (c == '\'' && where == PLACE_ATTRIBUTE) {
			eng_buf_cstr(out, "&#39;");
		} else if (c == '-' && where == PLACE_COMMENT) {
			eng_buf_cstr(out, "&#45;");
		} else if ((c == '\n' || c == '\r' || c == '\t') && where != PLACE_TEXT) {
			eng_buf_char(out, ' ');
		} else if (eng_utf8_is_control(c)) {
			eng_buf_utf8(out, 0xfffd);
		} else {
			eng_buf_utf8(out, c);
		}
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
