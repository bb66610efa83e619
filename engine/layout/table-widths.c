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
		c->most += pads(c);
		c->least += pads(c);
		*most += c->most;
		*least += c->least;
	}
}

/* Gives what is left to the fractions, so that their widths are as their numbers where they can. */
static void share_fractions(eng_table *t, eng_length rest, int64_t parts) {
	bool settled = false;

	for (size_t i = 0; i < t->column_count; i++) {
		if (t->columns[i].column->width_unit == ENG_WIDTH_FRACTION) {
			rest += t->columns[i].least;
			t->columns[i].width = 0;
		}
	}
	while (!settled && parts > 0) {
		settled = true;
		for (size_t i = 0; i < t->column_count && settled; i++) {
			eng_table_column *c = &t->columns[i];

			if (c->column->width_unit == ENG_WIDTH_FRACTION && c->width == 0 &&
			    rest * c->column->width / parts < c->least) {
				c->width =
				    c->least; /* its share is too little: it leaves the others' pool */
				rest -= c->least;
				parts -= c->column->width;
				settled = false;
			}
		}
	}
	for (size_t i = 0; i < t->column_count; i++) {
		eng_table_column *c = &t->columns[i];

		if (c->column->width_unit == ENG_WIDTH_FRACTION && c->width == 0) {
			c->width = parts > 0 ? rest * c->column->width / parts : c->least;
			rest -= c->width;
			parts -= c->column->width;
		}
	}
}

/* Without fractions what is left goes to the columns of text, by their contents. */
static void share_rest(eng_table *t, eng_length rest) {
	eng_length sum = 0, given = 0;
	bool text = false;
	size_t last = 0;

	for (size_t i = 0; i < t->column_count; i++) {
		text |= t->columns[i].align == ENG_ALIGN_START;
	}
	for (size_t i = 0; i < t->column_count; i++) {
		if (!text || t->columns[i].align == ENG_ALIGN_START) {
			sum += t->columns[i].most;
			last = i;
		}
	}
	for (size_t i = 0; i < t->column_count && sum > 0; i++) {
		if (!text || t->columns[i].align == ENG_ALIGN_START) {
			eng_length more =
			    i == last ? rest - given : rest * t->columns[i].most / sum;

			t->columns[i].width += more;
			given += more;
		}
	}
}

/* Each column gets its least and, of what remains, a part of what it would like to have. */
static void squeeze(eng_table *t, eng_length most, eng_length least) {
	eng_length room = t->width - least, want = most - least;

	for (size_t i = 0; i < t->column_count; i++) {
		eng_table_column *c = &t->columns[i];

		if (room >= 0) {
			c->width = c->least + (want > 0 ? (c->most - c->least) * room / want : 0);
		} else {
			c->width =
			    c->least * t->width / least; /* words will be cut, nothing is lost */
		}
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
