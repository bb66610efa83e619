/* The allow-list of URL schemes. Compose has encoded holes already; this is the second lock, for hrefs
 * that are data as a whole. */
#include "channels/common/url.h"

#include <glib.h>

static const char *const schemes[] = { "https://", "http://", "mailto:", "tel:" };

bool eng_url_is_allowed(eng_str url) {
	bool known = false;

	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		size_t n = strlen(schemes[i]);

		known |= url.n > n && g_ascii_strncasecmp(url.s, schemes[i], n) == 0;
	}
	for (size_t i = 0; i < url.n; i++) {
		unsigned char c = (unsigned char)url.s[i];

		if (c <= 0x20 || c >= 0x7f || strchr("\"<>\\^`{|}", c)) {
			return false;
		}
	}
	return known;
}

bool eng_url_check(eng_ctx *ctx, eng_arena *arena, eng_str url, eng_loc where) {
	if (eng_url_is_allowed(url)) {
		return true;
	}
	return eng_fail(ctx, "channel.bad-url", where,
			"link '%s' is not a complete https, http, mailto or tel URL",
			eng_quote(arena, url));
}

eng_str eng_url_shown(eng_str url) {
	for (size_t i = 2; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		size_t n = strlen(schemes[i]);

		if (url.n > n && g_ascii_strncasecmp(url.s, schemes[i], n) == 0) {
			return eng_str_sub(url, n, url.n);
		}
	}
	return url;
}

/* The address as people write it. */
static eng_str bare(eng_str url) {
	eng_str shown = eng_url_shown(url);
	size_t from = eng_str_index(url, ENG_STR("://")) + 3, to = url.n;

	if (shown.n < url.n) {
		return eng_str_sub(shown, 0, eng_str_index(shown, ENG_STR("?")));
	}
	if (eng_str_starts(eng_str_sub(url, from, to), "www.")) {
		from += 4;
	}
	to -= to > from + 1 && url.s[to - 1] == '/';
	return eng_str_sub(url, from, to);
}

/* True where an address may begin or end between the text and this character beside it. */
static bool is_edge(eng_str text, size_t at, const char *parts) {
	return at >= text.n || (!g_ascii_isalnum(text.s[at]) && !strchr(parts, text.s[at]));
}

bool eng_url_is_said(eng_str url, eng_str words) {
	eng_str said = bare(url);
	size_t from = 0, at;

	while (said.n &&
	       (at = eng_str_index(eng_str_sub(words, from, words.n), said) + from) < words.n) {
		size_t end = at + said.n;
		/* A dot that ends a sentence is no part of the address. */
		size_t next = end < words.n && words.s[end] == '.' ? end + 1 : end;

		if ((at == 0 || is_edge(words, at - 1, "-_@%")) &&
		    is_edge(words, next, "-_@%/?#&=+")) {
			return true;
		}
		from = at + 1;
	}
	return false;
}
