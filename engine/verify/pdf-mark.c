/* The mark of drafts, which may lie below locked words: told by what it is and says, never by its looks
 * alone (ISO 32000-1 14.8.2.2). */
#include "verify/pdf-sight.h"

#include "base/utf8.h"

/* What the mark is known by: nothing of its phrase is said twice, or left out. */
typedef struct reading {
	eng_pdf_sight *sight;
	eng_buf said;
	uint32_t spoken; /* sequence whose ActualText was taken last, index + 1 */
	bool bad;
} reading;

static bool is_pale(const eng_pdf_tint *tint) {
	return !tint->unknown && tint->r > 0.75 && tint->g > 0.75 && tint->b > 0.75;
}

/* Fills spoken: the sequence whose ActualText speaks for the text, index + 1, 0: none. */
static bool is_watermark(const eng_pdf_show *show, const eng_pdf_shown *text, uint32_t *spoken) {
	bool found = false;

	*spoken = 0;
	for (uint32_t s = text->sequence; s; s = show->sequences[s - 1].outer) {
		found |= show->sequences[s - 1].watermark;
		*spoken = show->sequences[s - 1].spoken ? s : *spoken;
	}
	return found;
}

static void read_letters(reading *r, const eng_pdf_shown *text) {
	eng_pdf_source *source = r->sight->source;
	eng_pdf_letters letters = eng_pdf_letters_of(source->arena, text);
	eng_pdf_letter letter;
	eng_str says;

	while (!r->bad && eng_pdf_letters_next(&letters, &letter, &r->bad)) {
		if (eng_pdf_glyphs_say(source, text->font, letter.code, &says)) {
			eng_buf_str(&r->said, says);
		} else {
			r->bad = true;
		}
	}
}

static void read_watermarks(reading *r) {
	const eng_pdf_show *show = r->sight->show;

	for (uint32_t i = 0; i < show->n && !r->bad; i++) {
		const eng_pdf_shown *text = &show->items[i];
		uint32_t spoken;

		if (text->kind != ENG_PDF_TEXT || !is_watermark(show, text, &spoken)) {
			continue;
		}
		if (!spoken) {
			read_letters(r, text);
		} else if (spoken != r->spoken) {
			eng_buf_str(&r->said, show->sequences[spoken - 1].actual);
		}
		r->spoken = spoken;
	}
}

static size_t count(eng_str text, uint32_t wanted) {
	size_t n = 0;
	uint32_t c;

	while (eng_utf8_next(&text, &c)) {
		n += c == wanted;
	}
	return n;
}

/* The same letters: the file has them in the order in which they stand, which scripts differ in. */
static bool same_letters(eng_str a, eng_str b) {
	eng_str rest = a;
	uint32_t c;

	if (a.n != b.n) {
		return false;
	}
	while (eng_utf8_next(&rest, &c)) {
		if (count(a, c) != count(b, c)) {
			return false;
		}
	}
	return true;
}

bool eng_pdf_sight_is_draft_mark(eng_pdf_sight *sight, uint32_t item) {
	const eng_pdf_shown *text = &sight->show->items[item];
	eng_str phrase = sight->source->out->draft_mark;
	reading r = { .sight = sight };
	uint32_t spoken;
	bool same;

	if (phrase.n == 0 || !is_pale(&text->tint) || !is_watermark(sight->show, text, &spoken)) {
		return false;
	}
	read_watermarks(&r);
	same = !r.bad && same_letters(eng_buf_view(&r.said), phrase);
	eng_buf_finish(&r.said);
	return same;
}
