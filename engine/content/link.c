/* Where links may lead. A link is https, http, mailto, tel or sms; what an author writes is his, a
 * hole fills one segment or value behind the host, and an address that is data as a whole must name
 * a host of the policy. RFC 3986. */
#include <string.h>

#include "content/compile.h"

static bool is_letter(char c) {
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Takes "scheme:" off; empty when there is none. */
static eng_str url_scheme(eng_str *url) {
	size_t n = 0;
	eng_str scheme;

	while (n < url->n && (is_letter(url->s[n]) || (n && strchr("+-.0123456789", url->s[n])))) {
		n++;
	}
	if (n == 0 || n >= url->n || url->s[n] != ':') {
		return (eng_str){ 0 };
	}
	scheme = eng_str_sub(*url, 0, n);
	*url = eng_str_sub(*url, n + 1, url->n);
	return scheme;
}

/* Lower-case copy of the host of "//user@host:port/..."; empty when there is none. */
static eng_str url_host(eng_arena *arena, eng_str rest) {
	size_t n = 2, at;
	char *host;

	if (!eng_str_starts(rest, "//")) {
		return (eng_str){ 0 };
	}
	while (n < rest.n && !strchr("/?#\\", rest.s[n])) {
		n++;
	}
	rest = eng_str_sub(rest, 2, n);
	at = eng_str_index(rest, ENG_STR("@"));
	if (at < rest.n) {
		return (eng_str){ 0 }; /* "https://bank.example@evil.example" deceives readers */
	}
	rest = eng_str_sub(rest, 0, eng_str_index(rest, ENG_STR(":")));
	host = eng_str_dup(arena, rest);
	for (size_t i = 0; i < rest.n; i++) {
		host[i] = (char)(host[i] >= 'A' && host[i] <= 'Z' ? host[i] + 32 : host[i]);
	}
	return (eng_str){ host, rest.n };
}

static bool is_scheme(eng_str scheme, const char *const *schemes, size_t n) {
	for (size_t i = 0; i < n; i++) {
		if (scheme.n == strlen(schemes[i]) &&
		    strncasecmp(scheme.s, schemes[i], scheme.n) == 0) {
			return true;
		}
	}
	return false;
}

static const char *const web[] = { "https", "http" };
static const char *const direct[] = { "mailto", "tel", "sms" };

bool eng_link_check(eng_ctx *ctx, eng_arena *arena, const eng_library *library, eng_str url,
		    bool whole, eng_loc where) {
	eng_str rest = url, scheme = url_scheme(&rest), host;

	for (size_t i = 0; i < url.n; i++) {
		if ((unsigned char)url.s[i] <= 0x20 || strchr("<>\"\\^`{|}", url.s[i])) {
			return eng_fail(ctx, "template.bad-link", where,
					"'%s' is not a URL: '%s' may not stand in one",
					eng_quote(arena, url),
					eng_quote(arena, eng_str_sub(url, i, i + 1)));
		}
	}
	if (is_scheme(scheme, direct, 3)) {
		return true;
	}
	if (!is_scheme(scheme, web, 2)) {
		return eng_fail(ctx, "template.link-scheme", where,
				"a link leads to https, http, mailto, tel or sms, not to '%s'",
				eng_quote(arena, url));
	}
	host = url_host(arena, rest);
	if (host.n == 0) {
		return eng_fail(ctx, "template.bad-link", where, "'%s' names no host",
				eng_quote(arena, url));
	}
	if (whole && !eng_library_link_host(library, host)) {
		return eng_fail(
		    ctx, "template.link-host", where,
		    "a link of the data leads to '%s', which is not among link-hosts of "
		    "policy.yaml",
		    eng_quote(arena, host));
	}
	return true;
}

/* What stands before the first hole must settle scheme and host. */
static void check_start(eng_compiler *c, const eng_op_attr *href) {
	const eng_piece *piece = &href->holes.pieces[0];
	eng_str rest, scheme;

	if (piece->expr) {
		eng_fail(c->ctx, "template.link-hole", piece->where,
			 "a hole cannot be the start of a URL: write scheme and host");
		return;
	}
	rest = eng_str_trim(piece->text);
	scheme = url_scheme(&rest);
	if (is_scheme(scheme, direct, 3)) {
		return;
	}
	if (!is_scheme(scheme, web, 2)) {
		eng_fail(c->ctx, "template.link-scheme", href->where,
			 "a link leads to https, http, mailto, tel or sms, not to '%s'",
			 eng_quote(c->arena, piece->text));
		return;
	}
	if (!eng_str_starts(rest, "//") ||
	    eng_str_index(eng_str_sub(rest, 2, rest.n), ENG_STR("/")) >= rest.n - 2) {
		eng_fail(c->ctx, "template.link-hole", href->where,
			 "a hole cannot be part of the host: write 'https://host/' before it");
	}
}

void eng_compile_href(eng_compiler *c, eng_xml_node *e, const char *name, bool required,
		      eng_op_attr *out, bool *fixed) {
	eng_compile_attr(c, e, name, required, out);
	*fixed = false;
	if (!out->present || out->holes.n == 0) {
		return;
	}
	if (out->holes.n > 1) {
		check_start(c, out);
	} else if (!out->holes.pieces[0].expr) {
		out->holes.pieces[0].text = eng_str_trim(out->holes.pieces[0].text);
		*fixed = eng_link_check(c->ctx, c->arena, c->library, out->holes.pieces[0].text,
					false, out->where);
	}
}
