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
