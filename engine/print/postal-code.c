/* The words of the codes of a piece, from the plan and the record, and their ink. */
#include "channels/common/pdf/syntax.h"
#include "print/postal.h"

typedef struct piece_words {
	eng_arena *arena;
	const eng_postal *postal;
	const eng_part_file *part;
	eng_destination to;
	uint64_t number;
} piece_words;

/* Postcode and delivery point, as codes have them: without what stands between. */
static eng_str destination_of(const piece_words *w) {
	eng_str code = eng_post_digits(w->arena, w->to.postcode);
	eng_str point = eng_post_digits(w->arena, w->part->delivery_point);

	return eng_str_printf(w->arena, "%.*s%.*s", ENG_STR_ARG(code), ENG_STR_ARG(point));
}

/* A text fills its width with spaces, a number with naughts; none may be longer. */
static bool put_field(const piece_words *w, eng_str name, size_t width, eng_buf *out) {
	bool number = eng_str_eqc(name, "serial") || eng_str_eqc(name, "piece");
	uint64_t value = w->number + (eng_str_eqc(name, "serial") ? w->postal->serial - 1 : 0);
	eng_str text =
	    number ? eng_str_printf(w->arena, "%0*llu", (int)width, (unsigned long long)value)
	    : eng_str_eqc(name, "destination") ? destination_of(w)
	    : eng_str_eqc(name, "postcode")    ? eng_post_digits(w->arena, w->to.postcode)
	    : eng_str_eqc(name, "recipient")   ? w->part->recipient
	    : eng_str_eqc(name, "country")     ? w->part->country
	    : eng_str_eqc(name, "date")        ? eng_part_day(w->arena, w->part->date)
					       : (eng_str){ 0 };

	if (!text.s || (width && text.n > width)) {
		return false;
	}
	eng_buf_str(out, text);
	for (size_t i = text.n; i < width; i++) {
		eng_buf_char(out, ' ');
	}
	return true;
}

/* "{name}" or "{name:9}"; the rest begins behind it. */
static bool take_field(const piece_words *w, eng_str *rest, eng_buf *out) {
	size_t end = eng_str_index(*rest, ENG_STR("}"));
	eng_str inside = eng_str_sub(*rest, 1, end), digits;
	size_t colon = eng_str_index(inside, ENG_STR(":")), width = 0;

	digits = eng_str_sub(inside, colon + 1, inside.n);
	for (size_t i = 0; i < digits.n; i++) {
		if (digits.s[i] < '0' || digits.s[i] > '9' || width > 9) {
			return false;
		}
		width = width * 10 + (size_t)(digits.s[i] - '0');
	}
	if (end == rest->n) {
		return false;
	}
	*rest = eng_str_sub(*rest, end + 1, rest->n);
	return put_field(w, eng_str_sub(inside, 0, colon), width, out);
}

static bool value_of(eng_ctx *ctx, const piece_words *w, const eng_postal_code *code,
		     eng_str *out) {
	eng_str rest = code->value;
	eng_buf text = { 0 };
	bool ok = true;

	while (ok && rest.n) {
		if (rest.s[0] == '{') {
			ok = take_field(w, &rest, &text);
		} else {
			eng_buf_char(&text, rest.s[0]);
			rest = eng_str_sub(rest, 1, rest.n);
		}
	}
	*out = eng_str_copy(w->arena, eng_buf_view(&text));
	eng_buf_finish(&text);
	return ok || eng_fail(ctx, "print.postal-value", code->where,
			      "'%s' cannot be said of record %llu: a field is not known or longer "
			      "than it may be",
			      eng_quote(w->arena, code->value),
			      (unsigned long long)w->part->ref->ordinal);
}

bool eng_postal_marks(eng_ctx *ctx, eng_arena *arena, const eng_postal *postal,
		      const eng_part_file *part, uint64_t number, eng_postal_mark *marks,
		      size_t *n) {
	piece_words w = { .arena = arena, .postal = postal, .part = part, .number = number };

	*n = 0;
	if (!postal || !postal->code_count) {
		return true;
	}
	w.to = eng_postal_destination(arena, postal, part);
	for (size_t i = 0; i < postal->code_count; i++) {
		const eng_postal_code *code = &postal->codes[i];
		eng_postal_mark *mark = &marks[*n];

		if (code->country.n && eng_post_find(code->country) != w.to.post) {
			continue;
		}
		mark->code = code;
		if (!value_of(ctx, &w, code, &mark->value) ||
		    !eng_post_symbol_make(ctx, arena, code->symbology, mark->value, code->where,
					  &mark->symbol)) {
			return false;
		}
		++*n;
	}
	return true;
}

eng_rect eng_postal_mark_box(const eng_postal_mark *m) {
	return (eng_rect){ m->code->left, m->code->top, m->symbol.width, m->symbol.height };
}

eng_rect eng_postal_mark_zone(const eng_postal_mark *m) {
	eng_rect box = eng_postal_mark_box(m);

	return (eng_rect){ box.x - m->symbol.clear_x, box.y - m->symbol.clear_y,
			   box.w + 2 * m->symbol.clear_x, box.h + 2 * m->symbol.clear_y };
}

void eng_postal_mark_draw(const eng_postal_mark *m, eng_length page_height, eng_buf *out) {
	eng_rect box;

	for (int at = 0; eng_post_symbol_next(&m->symbol, &at, &box);) {
		eng_pdf_length(out, m->code->left + box.x);
		eng_buf_char(out, ' ');
		eng_pdf_length(out, page_height - m->code->top - box.y - box.h);
		eng_buf_char(out, ' ');
		eng_pdf_length(out, box.w);
		eng_buf_char(out, ' ');
		eng_pdf_length(out, box.h);
		eng_buf_cstr(out, " re\n");
	}
	eng_buf_cstr(out, "f\n");
}
