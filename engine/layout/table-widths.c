/* Sharing a table's width among its columns.
 *
 * Fixed columns have their characters, automatic ones their contents, fractions what is left. Where
 * that is too much, automatic columns give way as far as their longest words allow, then all do. */
#include "layout/table.h"

static eng_length pads(const eng_table_column *c) {
	return c->pad_start + c->pad_end;
}

/* Width of a digit in the cells' style: the unit ch. */
static eng_length char_width(const eng_table *t) {
	const eng_style *style = eng_work_style(t->work, "table.cell", t->node);
	const eng_font *font =
	    eng_press_face(t->work->press, style->family, style->bold, style->italic)->fonts[0];
	hb_codepoint_t glyph = 0;

	hb_font_get_nominal_glyph(font->hb, '0', &glyph);
	return eng_font_scale(font, hb_font_get_glyph_h_advance(font->hb, glyph), style->size);
}

/* Holds a column to the author's bounds; its longest word may be wider than its maximum. */
static void bound(eng_table_column *c, eng_length unit) {
	eng_length least = c->column->least * unit / 1000, most = c->column->most * unit / 1000;

	if (most > 0) {
		most = c->least > most ? c->least : most;
		c->most = c->most > most ? most : c->most;
		c->cap = most + pads(c);
	}
	c->least = least > c->least ? least : c->least;
	c->most = c->least > c->most ? c->least : c->most;
}

/* What each column wants before anything is shared; the sums of automatic and other ones. */
static void find_wants(eng_table *t, eng_length *most, eng_length *least) {
	eng_length unit = char_width(t);

	*most = *least = 0;
	for (size_t i = 0; i < t->column_count; i++) {
		eng_table_column *c = &t->columns[i];
		eng_length decimal = c->before + c->behind, readable;

		c->most = decimal > c->most ? decimal : c->most;
		c->least = decimal > c->least ? decimal : c->least;
		if (c->column->width_unit == ENG_WIDTH_CHARS) {
			c->most = c->least = c->column->width * unit / 1000;
		} else if (c->column->width_unit == ENG_WIDTH_FRACTION) {
			readable = c->most < t->width / 5 ? c->most : t->width / 5;
			c->least = readable > c->least ? readable : c->least;
			c->most = c->least; /* the rest comes from the fraction */
		}
		bound(c, unit);
		c->most += pads(c);
		c->least += pads(c);
		*most += c->most;
		*least += c->least;
	}
}

/* Room that no column may take becomes space between them: the last one ends at the table's edge. */
static void spread(eng_table *t, eng_length rest) {
	eng_length gaps = (eng_length)t->column_count - 1;

	for (size_t i = 1; i < t->column_count; i++, gaps--) {
		eng_length more = rest / gaps;

		t->columns[i].pad_start += more;
		t->columns[i].width += more;
		rest -= more;
	}
}

static bool is_fraction(const eng_table_column *c) {
	return c->column->width_unit == ENG_WIDTH_FRACTION;
}

/* The width of a column whose share of the pool would be too little or more than it may have; 0 when
 * the share is right. */
static eng_length settled_width(const eng_table_column *c, eng_length share) {
	if (share < c->least) {
		return c->least;
	}
	return c->cap > 0 && share > c->cap ? c->cap : 0;
}

/* Gives what is left to the fractions, so that their widths are as their numbers where they can. */
static void share_fractions(eng_table *t, eng_length rest, int64_t parts) {
	bool settled = false;

	for (size_t i = 0; i < t->column_count; i++) {
		if (is_fraction(&t->columns[i])) {
			rest += t->columns[i].least;
			t->columns[i].width = 0;
		}
	}
	while (!settled && parts > 0) {
		settled = true;
		for (size_t i = 0; i < t->column_count && settled; i++) {
			eng_table_column *c = &t->columns[i];

			if (is_fraction(c) && c->width == 0) {
				c->width = settled_width(c, rest * c->column->width / parts);
				settled = c->width == 0;
				rest -= c->width;
				parts -= settled ? 0 : c->column->width;
			}
		}
	}
	for (size_t i = 0; i < t->column_count; i++) {
		eng_table_column *c = &t->columns[i];

		if (is_fraction(c) && c->width == 0) {
			c->width = rest * c->column->width / parts;
			rest -= c->width;
			parts -= c->column->width;
		}
	}
	spread(t, rest);
}

/* True for a column that may take more than its contents need: one of text, where there is one. */
static bool takes_more(const eng_table_column *c, bool text) {
	return c->column->width_unit == ENG_WIDTH_AUTO && (!c->cap || c->width < c->cap) &&
	       (!text || c->align == ENG_ALIGN_START);
}

/* Gives the rest to the columns that take more, by their contents; returns what they did not take. */
static eng_length give(eng_table *t, eng_length rest, bool text) {
	eng_length sum = 0, left = rest;

	for (size_t i = 0; i < t->column_count; i++) {
		sum += takes_more(&t->columns[i], text) ? t->columns[i].most : 0;
	}
	for (size_t i = 0; i < t->column_count && sum > 0; i++) {
		eng_table_column *c = &t->columns[i];
		eng_length more;

		if (takes_more(c, text)) {
			more = left * c->most / sum;
			sum -= c->most;
			left -= more;
			if (c->cap && c->width + more > c->cap) {
				left += c->width + more - c->cap;
				more = c->cap - c->width;
			}
			c->width += more;
		}
	}
	return left;
}

/* Without fractions what is left goes to the columns of text, by their contents. */
static void share_rest(eng_table *t, eng_length rest) {
	bool text = false;

	for (size_t i = 0; i < t->column_count; i++) {
		text |= takes_more(&t->columns[i], true);
	}
	for (size_t i = 0; i < t->column_count && rest > 0;
	     i++) { /* each round fills one, or all */
		rest = give(t, rest, text);
	}
	spread(t, rest);
}

/* Where not even the longest words have room, those of text are cut before any number is. */
static void cut(eng_table *t, eng_length least) {
	eng_length text = 0, room;

	for (size_t i = 0; i < t->column_count; i++) {
		text += t->columns[i].align < ENG_ALIGN_END ? t->columns[i].least : 0;
	}
	room = t->width - (least - text);
	for (size_t i = 0; i < t->column_count; i++) {
		eng_table_column *c = &t->columns[i];

		if (room < text / 3) {
			c->width = c->least * t->width / least;
		} else {
			c->width = c->align < ENG_ALIGN_END ? c->least * room / text : c->least;
		}
	}
}

/* Each column gets its least and, of what remains, a part of what it would like to have. */
static void squeeze(eng_table *t, eng_length most, eng_length least) {
	eng_length room = t->width - least, want = most - least;

	if (room < 0) {
		cut(t, least);
		return;
	}
	for (size_t i = 0; i < t->column_count; i++) {
		eng_table_column *c = &t->columns[i];

		c->width = c->least + (want > 0 ? (c->most - c->least) * room / want : 0);
	}
}

/* Where there is room to spare, columns stand further apart than their padding says. */
static void loosen(eng_table *t, eng_length *most, eng_length *least) {
	eng_length slack = t->width - *most, more;

	if (t->column_count < 2 || slack <= 0) {
		return;
	}
	more = slack / 4 / (eng_length)(t->column_count - 1);
	more = more > ENG_PT(12) ? ENG_PT(12) : more;
	for (size_t i = 1; i < t->column_count; i++) {
		t->columns[i].pad_start += more;
		t->columns[i].cap += t->columns[i].cap ? more : 0;
		t->columns[i].least += more;
		t->columns[i].most += more;
		*most += more;
		*least += more;
	}
}

void eng_table_widths(eng_table *t) {
	eng_length most, least, x = 0;
	int64_t parts = 0;

	find_wants(t, &most, &least);
	loosen(t, &most, &least);
	for (size_t i = 0; i < t->column_count; i++) {
		bool fraction = t->columns[i].column->width_unit == ENG_WIDTH_FRACTION;

		parts += fraction ? t->columns[i].column->width : 0;
		t->columns[i].width = t->columns[i].most;
	}
	if (most > t->width) {
		squeeze(t, most, least);
	} else if (parts > 0) {
		share_fractions(t, t->width - most, parts);
	} else {
		share_rest(t, t->width - most);
	}
	for (size_t i = 0; i < t->column_count; i++) {
		t->columns[i].x = x;
		x += t->columns[i].width;
	}
}
