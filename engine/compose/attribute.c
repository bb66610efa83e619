/* Attributes with holes, as text, as value, as link. */
#include <string.h>

#include "base/scan.h"
#include "base/utf8.h"
#include "compose/state.h"

/* Only text with a byte below the space, a DEL or the lead byte of U+0080 to U+00BF may hold one. */
static bool may_hold_control(eng_str text) {
	return eng_scan_low(text.s, text.n, ' ') < text.n ||
	       (text.n && (memchr(text.s, 0x7f, text.n) || memchr(text.s, 0xc2, text.n)));
}

bool eng_compose_clean(eng_composing *s, eng_str text, eng_loc where, const eng_field *from) {
	if (!may_hold_control(text)) {
		return true;
	}
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.s[i];
		bool c1 = c == 0xc2 && i + 1 < text.n && (unsigned char)text.s[i + 1] < 0xa0;

		if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f || c1) {
			eng_fail(s->ctx, "data.control-character", where,
				 "the value '%s' has the control character U+%04X, which cannot be "
				 "shown",
				 eng_quote(s->arena, text),
				 c1 ? (unsigned)(unsigned char)text.s[i + 1] : (unsigned)c);
			if (from) {
				eng_note(s->ctx, eng_field_where(from, s->record),
					 "the value is here");
			}
			return false;
		}
	}
	return true;
}

/* Runs of white space become one space, the edges nothing. Copied only when needed. */
eng_str eng_compose_one_line(eng_arena *arena, eng_str text) {
	bool runs = false;
	char *out;
	size_t n = 0;

	text = eng_str_trim(text);
	for (size_t i = 0; i < text.n && !runs; i++) {
		runs = strchr("\t\r\n", text.s[i]) || (text.s[i] == ' ' && text.s[i + 1] == ' ');
	}
	if (!runs) {
		return text;
	}
	out = eng_arena_alloc(arena, text.n + 1);
	for (size_t i = 0; i < text.n; i++) {
		bool space = strchr(" \t\r\n", text.s[i]) != NULL;

		if (!space || (n && out[n - 1] != ' ')) {
			out[n++] = space ? ' ' : text.s[i];
		}
	}
	return (eng_str){ out, n };
}

bool eng_compose_attr(eng_composing *s, const eng_op_attr *attr, eng_str *out) {
	bool present;

	*out = (eng_str){ 0 };
	if (!attr->present) {
		return true;
	}
	if (!eng_holes_text(&s->eval, &attr->holes, out, &present)) {
		return false;
	}
	*out = present ? eng_compose_one_line(s->arena, *out) : (eng_str){ 0 };
	return eng_compose_clean(s, *out, attr->where, NULL);
}

bool eng_compose_attr_needed(eng_composing *s, const eng_op_attr *attr, const char *name,
			     eng_str *out) {
	if (!eng_compose_attr(s, attr, out)) {
		return false;
	}
	return out->n ||
	       eng_fail(s->ctx, "template.empty-value", attr->where, "'%s' has no value", name);
}

bool eng_compose_attr_value(eng_composing *s, const eng_op_attr *attr, eng_value *out) {
	const eng_field *from = NULL;
	bool present;

	*out = (eng_value){ 0 };
	if (!attr->present) {
		return true;
	}
	if (attr->holes.n == 1 && attr->holes.pieces[0].expr) {
		if (!eng_expr_value(&s->eval, attr->holes.pieces[0].expr, out, &from, &present)) {
			return false;
		}
		if (!present) {
			*out = (eng_value){ 0 };
		}
	} else if (!eng_compose_attr(s, attr, &out->text)) {
		return false;
	}
	out->raw = out->raw.n ? out->raw : out->text;
	return eng_compose_clean(s, out->text, attr->where, from);
}

bool eng_compose_href_some(eng_composing *s, const eng_op_attr *attr, bool fixed, eng_str *out) {
	bool present, whole;

	*out = (eng_str){ 0 };
	if (!attr->present) {
		return true;
	}
	if (!eng_holes_url(&s->eval, &attr->holes, out, &present, &whole)) {
		return false;
	}
	*out = present ? eng_str_trim(*out) : (eng_str){ 0 };
	return fixed || out->n == 0 ||
	       eng_link_check(s->ctx, s->arena, s->composer->library, *out, whole, attr->where);
}

bool eng_compose_href(eng_composing *s, const eng_op_attr *attr, bool fixed, eng_str *out) {
	if (!eng_compose_href_some(s, attr, fixed, out)) {
		return false;
	}
	return out->n || !attr->present ||
	       eng_fail(s->ctx, "template.empty-value", attr->where, "'href' has no value");
}
