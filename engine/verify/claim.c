/* Names of claims, and the lists that readers fill. */
#include "verify/claim.h"

#include <string.h>

#include "base/buf.h"

#define AROUND 24 /* bytes shown on each side of a difference */

const char *eng_claim_name(eng_arena *arena, const eng_claim *claim) {
	const char *name =
	    eng_arena_printf(arena, "block '%.*s' (version %d, %.*s)", ENG_STR_ARG(claim->id),
			     claim->version, ENG_STR_ARG(claim->language));

	return claim->occurrence > 1
		   ? eng_arena_printf(arena, "%s, use %u", name, claim->occurrence)
		   : name;
}

eng_str eng_claim_mark(eng_arena *arena, const eng_claim *claim) {
	return eng_str_printf(arena, "block:%.*s/%d.%.*s#%u", ENG_STR_ARG(claim->id),
			      claim->version, ENG_STR_ARG(claim->language), claim->occurrence);
}

bool eng_claim_has_link(const eng_claim *claim, eng_str text) {
	for (size_t i = 0; i < claim->link_count; i++) {
		eng_str link = claim->links[i];
		size_t scheme = eng_str_index(link, ENG_STR(":"));

		if (eng_str_eq(link, text) ||
		    (scheme < link.n && eng_str_eq(eng_str_sub(link, scheme + 1, link.n), text))) {
			return true;
		}
	}
	return false;
}

bool eng_findings_add(eng_findings *out, const char *code, size_t claim, const char *fmt, ...) {
	va_list ap;

	out->items = eng_arena_grow(out->arena, out->items, out->n, &out->cap, sizeof(*out->items));
	va_start(ap, fmt);
	out->items[out->n++] =
	    (eng_finding){ code, claim, eng_arena_vprintf(out->arena, fmt, ap), 0 };
	va_end(ap);
	return false;
}

eng_sighting *eng_findings_see(eng_findings *out, size_t claim) {
	out->seen =
	    eng_arena_grow(out->arena, out->seen, out->seen_n, &out->seen_cap, sizeof(*out->seen));
	out->seen[out->seen_n] = (eng_sighting){ .claim = claim };
	return &out->seen[out->seen_n++];
}

static bool is_gap(char c) {
	return c == ' ' || c == '\n';
}

static bool continues(char c) {
	return (c & 0xc0) == 0x80;
}

/* The words around a byte, cut between characters. */
static const char *around(eng_arena *arena, eng_str text, size_t at) {
	size_t from = at > AROUND ? at - AROUND : 0;
	size_t to = text.n - at > AROUND ? at + AROUND : text.n;

	while (from > 0 && continues(text.s[from])) {
		from--;
	}
	while (to < text.n && continues(text.s[to])) {
		to++;
	}
	return eng_arena_printf(arena, "%s%.*s%s", from ? "..." : "", (int)(to - from),
				text.n ? text.s + from : "", to < text.n ? "..." : "");
}

bool eng_findings_compare(eng_findings *out, const eng_claim *claims, size_t claim, eng_str read,
			  const char *place) {
	eng_str text = claims[claim].text;
	size_t at = 0;

	if (eng_str_eq(text, read)) {
		return true;
	}
	while (at < text.n && at < read.n &&
	       (text.s[at] == read.s[at] || (is_gap(text.s[at]) && is_gap(read.s[at])))) {
		at++;
	}
	if (at == text.n && at == read.n) {
		return eng_findings_add(out, "verify.text-differs", claim,
					"%s is divided into other paragraphs than approved in %s",
					eng_claim_name(out->arena, &claims[claim]), place);
	}
	while (at > 0 && at < text.n && continues(text.s[at])) {
		at--;
	}
	return eng_findings_add(out, "verify.text-differs", claim,
				"%s is not as approved in %s: it says '%s' where '%s' is locked",
				eng_claim_name(out->arena, &claims[claim]), place,
				around(out->arena, read, at < read.n ? at : read.n),
				around(out->arena, text, at));
}

bool eng_claim_is_rtl(const eng_claim *claim) {
	static const char *const tags[] = { "ar", "fa", "he", "ur", "yi", "ps", "sd" };

	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
		if (eng_str_eqc(eng_str_sub(claim->language, 0, 2), tags[i])) {
			return true;
		}
	}
	return false;
}
