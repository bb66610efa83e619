/* Text state, positions and showing (ISO 32000-1 9.3, 9.4). */
#include "verify/pdf-state.h"

eng_pdf_letters eng_pdf_letters_of(eng_arena *arena, const eng_pdf_shown *text) {
	eng_pdf_letters letters = { .text = text };

	if (text->array) {
		letters.scan = eng_pdf_scan_of(arena, text->operand);
	} else {
		letters.string = text->operand;
	}
	return letters;
}

/* On to the next string of an array; adjustments move the pen. */
static bool next_string(eng_pdf_letters *l, bool *bad) {
	eng_pdf_value v;

	while (!l->string.n) {
		if (!l->text->array || !eng_pdf_scan_skip(&l->scan)) {
			return false;
		}
		if (!eng_pdf_scan_value(&l->scan, &v)) {
			*bad = true;
			return false;
		}
		if (v.kind == ENG_PDF_STRING) {
			l->string = v.as.text;
		} else if (v.kind == ENG_PDF_NUMBER) {
			l->x -= v.as.number / 1000 * l->text->size * l->text->scale;
		} else {
			*bad = true;
			return false;
		}
	}
	return true;
}

bool eng_pdf_letters_next(eng_pdf_letters *l, eng_pdf_letter *letter, bool *bad) {
	const eng_pdf_shown *text = l->text;
	size_t bytes = text->font->composite ? 2 : 1;
	double space = text->letter_space;

	*bad = false;
	if (!next_string(l, bad)) {
		return false;
	}
	if (l->string.n < bytes) {
		*bad = true;
		return false;
	}
	letter->code = (unsigned char)l->string.s[0];
	if (bytes == 2) {
		letter->code = letter->code << 8 | (unsigned char)l->string.s[1];
	} else if (letter->code == ' ') {
		space += text->word_space;
	}
	l->string.s += bytes;
	l->string.n -= bytes;
	letter->x = l->x;
	letter->width =
	    eng_pdf_glyphs_width(text->font, letter->code) / 1000 * text->size * text->scale;
	l->x += letter->width + space * text->scale;
	return true;
}

/* Moves the text matrix behind the text shown last, which is only needed when another follows. */
static bool settle(eng_pdf_interpreter *in) {
	eng_pdf_letter letter;
	eng_pdf_letters letters;
	eng_pdf_matrix move = ENG_PDF_IDENTITY;
	bool bad = false;

	if (!in->pending) {
		return true;
	}
	letters = eng_pdf_letters_of(in->source->arena, &in->show->items[in->pending - 1]);
	while (eng_pdf_letters_next(&letters, &letter, &bad)) {}
	in->pending = 0;
	move.e = letters.x;
	in->text = eng_pdf_matrix_times(&move, &in->text);
	return !bad;
}

static bool show_text(eng_pdf_interpreter *in) {
	eng_pdf_graphics *now = &in->now;
	const eng_pdf_value *v = eng_pdf_operand(in, 1);
	eng_pdf_matrix place;
	eng_pdf_shown *item;

	if ((v->kind != ENG_PDF_STRING && v->kind != ENG_PDF_RAW) || !now->font || !settle(in)) {
		return false;
	}
	place = in->text;
	place.e += now->rise * place.c;
	place.f += now->rise * place.d;
	item = eng_pdf_show_add(in, ENG_PDF_TEXT);
	item->matrix = eng_pdf_matrix_times(&place, &now->ctm);
	item->font = now->font;
	item->size = now->size;
	item->letter_space = now->letter_space;
	item->word_space = now->word_space;
	item->scale = now->scale;
	item->mode = now->mode;
	item->tint = now->mode == 1 || now->mode == 5 ? now->stroke : now->fill;
	item->operand = v->as.text;
	item->array = v->kind == ENG_PDF_RAW;
	in->pending = in->show->n;
	if (now->mode >= 4) {
		now->flags |= ENG_PDF_SHAPED_CLIP;
	}
	return true;
}

static bool move_line(eng_pdf_interpreter *in, double x, double y) {
	eng_pdf_matrix *m = &in->line;

	m->e += x * m->a + y * m->c;
	m->f += x * m->b + y * m->d;
	in->text = *m;
	in->pending = 0;
	return true;
}

static bool set_matrix(eng_pdf_interpreter *in) {
	double v[6];

	if (!eng_pdf_operands(in, 6, v)) {
		return false;
	}
	in->line = in->text = (eng_pdf_matrix){ v[0], v[1], v[2], v[3], v[4], v[5] };
	in->pending = 0;
	return true;
}

static bool set_font(eng_pdf_interpreter *in) {
	double size;
	const eng_pdf_value *name = eng_pdf_operand(in, 2);

	if (name->kind != ENG_PDF_NAME || !eng_pdf_operands(in, 1, &size)) {
		return false;
	}
	in->now.font = eng_pdf_show_font(in, name->as.text);
	in->now.size = size;
	return in->now.font != NULL;
}

/* ' and ": on to the next line, and show. */
static bool show_on_next_line(eng_pdf_interpreter *in, bool spaces) {
	if (spaces) {
		if (in->count < 3 || in->operands[0].kind != ENG_PDF_NUMBER ||
		    in->operands[1].kind != ENG_PDF_NUMBER) {
			return false;
		}
		in->now.word_space = in->operands[0].as.number;
		in->now.letter_space = in->operands[1].as.number;
	}
	return move_line(in, 0, -in->now.leading) && show_text(in);
}

/* Operators of one number. */
static bool set_number(eng_pdf_interpreter *in, uint32_t op) {
	double v;

	if (!eng_pdf_operands(in, 1, &v)) {
		return false;
	}
	switch (op) {
	case ENG_PDF_OP2('T', 'c'):
		in->now.letter_space = v;
		break;
	case ENG_PDF_OP2('T', 'w'):
		in->now.word_space = v;
		break;
	case ENG_PDF_OP2('T', 'z'):
		in->now.scale = v / 100;
		break;
	case ENG_PDF_OP2('T', 'L'):
		in->now.leading = v;
		break;
	case ENG_PDF_OP2('T', 's'):
		in->now.rise = v;
		break;
	default: /* Tr */
		in->now.mode = (int)(v < 0 || v > 7 ? 3 : v);
		break;
	}
	return true;
}

static bool begin_text(eng_pdf_interpreter *in) {
	in->line = in->text = ENG_PDF_IDENTITY;
	in->pending = 0;
	return true;
}

bool eng_pdf_text_operator(eng_pdf_interpreter *in, uint32_t op, bool *known) {
	double v[2];

	*known = true;
	switch (op) {
	case ENG_PDF_OP2('B', 'T'):
		return begin_text(in);
	case ENG_PDF_OP2('E', 'T'):
		in->pending = 0;
		return true;
	case ENG_PDF_OP2('T', 'd'):
		return eng_pdf_operands(in, 2, v) && move_line(in, v[0], v[1]);
	case ENG_PDF_OP2('T', 'D'):
		if (!eng_pdf_operands(in, 2, v)) {
			return false;
		}
		in->now.leading = -v[1];
		return move_line(in, v[0], v[1]);
	case ENG_PDF_OP2('T', '*'):
		return move_line(in, 0, -in->now.leading);
	case ENG_PDF_OP2('T', 'm'):
		return set_matrix(in);
	case ENG_PDF_OP2('T', 'f'):
		return set_font(in);
	case ENG_PDF_OP2('T', 'J'):
	case ENG_PDF_OP2('T', 'j'):
		return show_text(in);
	case ENG_PDF_OP1('\''):
		return show_on_next_line(in, false);
	case ENG_PDF_OP1('"'):
		return show_on_next_line(in, true);
	case ENG_PDF_OP2('T', 'c'):
	case ENG_PDF_OP2('T', 'w'):
	case ENG_PDF_OP2('T', 'z'):
	case ENG_PDF_OP2('T', 'L'):
	case ENG_PDF_OP2('T', 's'):
	case ENG_PDF_OP2('T', 'r'):
		return set_number(in, op);
	default:
		*known = false;
		return true;
	}
}
