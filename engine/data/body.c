/* Counting depth. In XML only comments, CDATA sections, instructions and attribute values can hold
 * what looks like a tag (XML 1.0 2.4 to 2.7, 3.1); in JSON only strings can hold brackets. */
#include "data/body.h"

#include <string.h>

/* Goes on to the end of a comment or the like. */
static size_t pass_until(eng_body *body, eng_str bytes, size_t from) {
	size_t length = strlen(body->until);
	const char *hit = memmem(bytes.s + from, bytes.n - from, body->until, length);

	if (hit) {
		body->until = NULL;
		return (size_t)(hit - bytes.s) + length;
	}
	return bytes.n - from < length ? from : bytes.n - (length - 1);
}

/* Index behind the '>' of a start tag, 0 when it is not there yet. */
static size_t tag_end(eng_str bytes, size_t from) {
	char quote = 0;

	for (size_t i = from; i < bytes.n; i++) {
		char c = bytes.s[i];

		if (quote) {
			quote = c == quote ? 0 : quote;
		} else if (c > '>') { /* as letters are */
			continue;
		} else if (c == '"' || c == '\'') {
			quote = c;
		} else if (c == '>') {
			return i + 1;
		}
	}
	return 0;
}

/* Takes the tag, or the beginning of something longer, at a '<'. Its index when more bytes are needed. */
static size_t take_mark(eng_body *body, eng_str bytes, size_t at) {
	eng_str rest = eng_str_sub(bytes, at, bytes.n);
	size_t end;

	if (rest.n < 2) {
		return at;
	}
	if (rest.s[1] == '?') {
		body->until = "?>";
		return at + 2;
	}
	if (rest.s[1] == '!') {
		if (rest.n < 9) {
			return at;
		}
		body->until = memcmp(rest.s, "<!--", 4) == 0        ? "-->"
			      : memcmp(rest.s, "<![CDATA[", 9) == 0 ? "]]>"
								    : ">";
		return at + (rest.s[2] == '-' ? 4 : 2);
	}
	end = tag_end(bytes, at + 1);
	if (end) {
		body->depth += rest.s[1] == '/' ? -1 : bytes.s[end - 2] != '/';
	}
	return end ? end : at;
}

size_t eng_body_scan_xml(eng_body *body, eng_str bytes, bool *found) {
	size_t at = 0;

	*found = false;
	while (at < bytes.n) {
		const char *lt;
		size_t next;

		if (body->until) {
			next = pass_until(body, bytes, at);
			if (body->until) {
				return next;
			}
			at = next;
			continue;
		}
		lt = memchr(bytes.s + at, '<', bytes.n - at);
		if (!lt) {
			return bytes.n;
		}
		at = (size_t)(lt - bytes.s);
		if (body->depth == 0 && at + 1 < bytes.n && lt[1] == '/') {
			*found = true;
			return at;
		}
		next = take_mark(body, bytes, at);
		if (next == at) {
			return at;
		}
		at = next;
	}
	return at;
}

size_t eng_body_scan_json(eng_body *body, eng_str bytes, bool *found) {
	*found = false;
	for (size_t i = 0; i < bytes.n; i++) {
		char c = bytes.s[i];

		if (body->escape) {
			body->escape = false;
		} else if (body->text) {
			body->escape = c == '\\';
			body->text = c != '"';
		} else if (c == '"') {
			body->text = true;
		} else if (c == '{' || c == '[') {
			body->depth++;
		} else if (c == '}' || c == ']') {
			if (body->depth == 0) {
				*found = true;
				return i;
			}
			body->depth--;
		}
	}
	return bytes.n;
}
