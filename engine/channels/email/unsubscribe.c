/* RFC 2369 (the header), RFC 8058 (one click: an https address of this recipient, and the header pair
 * that the sending server signs). Both are written as they are, never as encoded words. */
#include "channels/email/unsubscribe.h"

#include <glib.h>

#include "channels/common/url.h"
#include "channels/email/escape.h"

#define URL_MAX 900 /* bytes: a line of 998 holds the name, the brackets and it (RFC 5322 2.1.1) */
#define HTTPS   "https://"

static bool check(eng_ctx *ctx, eng_arena *arena, const eng_unsubscribe *u, const char *whose,
		  eng_loc where) {
	if (u->url.n == 0) {
		return true;
	}
	if (!eng_url_check(ctx, arena, u->url, where)) {
		return false;
	}
	if (u->url.n > URL_MAX) {
		return eng_fail(ctx, "email.bad-unsubscribe", where,
				"%s unsubscribe address has %zu bytes, a header takes %d", whose,
				u->url.n, URL_MAX);
	}
	return !u->one_click || g_ascii_strncasecmp(u->url.s, HTTPS, strlen(HTTPS)) == 0 ||
	       eng_fail(ctx, "email.bad-unsubscribe", where,
			"%s unsubscribe address '%s' takes one click, which needs https", whose,
			eng_quote(arena, u->url));
}

static eng_unsubscribe of_theme(const eng_theme *theme) {
	return (eng_unsubscribe){ theme->email.unsubscribe, theme->email.one_click };
}

bool eng_unsubscribe_check_theme(eng_ctx *ctx, eng_arena *arena, const eng_theme *theme) {
	eng_unsubscribe u = of_theme(theme);

	return check(ctx, arena, &u, "theme's", (eng_loc){ theme->path.s, 0, 0 });
}

bool eng_unsubscribe_find(eng_ctx *ctx, eng_arena *arena, const eng_document *doc,
			  const eng_theme *theme, eng_unsubscribe *out) {
	if (doc->recipient.unsubscribe.n == 0) {
		*out = of_theme(theme); /* checked with the theme */
		return true;
	}
	*out = (eng_unsubscribe){ doc->recipient.unsubscribe, true };
	return check(ctx, arena, out, "recipient's", doc->body->where);
}

bool eng_unsubscribe_is_shown(eng_html *h, const eng_unsubscribe *u) {
	eng_buf link = { 0 };
	bool found;

	if (!eng_str_eqc(h->doc->purpose, "marketing")) {
		return true;
	}
	if (u->url.n == 0) {
		return eng_fail(h->ctx, "email.no-unsubscribe", h->doc->body->where,
				"a message of purpose 'marketing' needs the address 'unsubscribe' "
				"of the recipient or in 'email' of the theme");
	}
	eng_buf_cstr(&link, "href=\"");
	eng_escape_url(&link, u->url);
	eng_buf_char(&link, '"');
	found = eng_str_index(eng_buf_view(h->out), eng_buf_view(&link)) < h->out->n;
	eng_buf_finish(&link);
	return found || eng_fail(h->ctx, "email.no-unsubscribe", h->doc->body->where,
				 "a message of purpose 'marketing' needs a link to '%s', best in a "
				 "part below the body",
				 eng_quote(h->arena, u->url));
}
