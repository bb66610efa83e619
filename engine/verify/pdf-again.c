/* Texts that come again in file after file, as locked wording does: its letters are taken apart, placed in
 * text space and judged by their fonts once in a worker.
 *
 * What that depends on is the key, all of which is compared: the operand, sizes and spacing, the language,
 * and of the font its name, widths, program and both maps, each by its bytes. Where on the page a text
 * stands, and what lies on it or below, is looked at in each file. */
#include "verify/pdf-sight.h"

#include <string.h>

#include "base/buf.h"
#include "verify/pdf-type.h"

/* Bytes of a key that are no text; zeroed, so that none is left to chance. */
typedef struct font_head {
	double default_width;
	uint64_t program;
	uint32_t unicode, gids; /* numbers among what is kept; gids 0: identity */
	uint32_t composite, widths;
} font_head;

typedef struct width_head {
	uint32_t first, last;
	double width; /* of all, unless each has its own */
	uint64_t each;
} width_head;

typedef struct text_head {
	double size, letter_space, word_space, scale;
	uint32_t font, array, judged, language; /* bytes of it */
} text_head;

static void add_widths(eng_buf *key, const eng_pdf_glyphs *font, const eng_pdf_widths *w) {
	size_t n = w->values ? w->last - w->first + 1 : 0;
	width_head head;
	char *out;

	memset(&head, 0, sizeof(head));
	head.first = w->first;
	head.last = w->last;
	head.each = w->values != NULL;
	head.width = w->values ? 0 : w->width;
	eng_buf_add(key, &head, sizeof(head));
	out = eng_buf_reserve(key, n * sizeof(double));
	for (size_t i = 0; i < n; i++) {
		double width = w->values[i].kind == ENG_PDF_NUMBER ? w->values[i].as.number
								   : font->default_width;

		memcpy(out + i * sizeof(width), &width, sizeof(width));
	}
	key->n += n * sizeof(double);
}

/* The number of what is kept of a stream; 0: it is not kept. */
static uint32_t number_of(eng_pdf_source *source, const eng_pdf_value *reference) {
	eng_pdf_object *stream = eng_pdf_source_stream(source, reference);
	eng_str data;

	return stream && eng_pdf_source_data(source, stream, &data) && stream->kept
		   ? stream->kept->number
		   : 0;
}

static uint32_t find_font(eng_pdf_sight *sight, eng_str key) {
	bool worthwhile;
	eng_pdf_kept *kept =
	    eng_pdf_keeper_find(sight->keeper, ENG_PDF_KEPT_FONT, key, &worthwhile);

	if (!kept && worthwhile) {
		kept = eng_pdf_keeper_add(sight->keeper, ENG_PDF_KEPT_FONT, key, (eng_str){ 0 });
	}
	return kept ? kept->number : 0;
}

/* The number of the font among what is kept; 0: it is not. Asked once a file; only where its letters are
 * judged is its map opened for that, as nobody else may need it. */
static uint32_t font_number(eng_pdf_sight *sight, eng_pdf_glyphs *font,
			    const eng_pdf_program *program, bool judged) {
	eng_buf key = { 0 };
	font_head head;

	if (font->numbered || !program || font->foreign || (!judged && !font->unicode_known)) {
		return font->number;
	}
	font->numbered = true;
	memset(&head, 0, sizeof(head));
	head.default_width = font->default_width;
	head.program = eng_pdf_program_serial(program);
	head.unicode = number_of(sight->source, font->unicode);
	head.gids = font->identity ? 0 : number_of(sight->source, font->map);
	head.composite = font->composite;
	head.widths = (uint32_t)font->width_count;
	if (!head.unicode || (!font->identity && !head.gids)) {
		return 0;
	}
	eng_buf_add(&key, &head, sizeof(head));
	for (size_t i = 0; i < font->width_count; i++) {
		add_widths(&key, font, &font->widths[i]);
	}
	eng_buf_str(&key, font->name);
	font->number = find_font(sight, eng_buf_view(&key));
	eng_buf_finish(&key);
	return font->number;
}

static eng_str key_of(eng_arena *arena, const eng_pdf_shown *text, uint32_t font,
		      const eng_str *language) {
	size_t spoken = language ? language->n : 0;
	char *key = eng_arena_room(arena, sizeof(text_head) + spoken + text->operand.n + 1, 1);
	text_head head;

	memset(&head, 0, sizeof(head));
	head.size = text->size;
	head.letter_space = text->letter_space;
	head.word_space = text->word_space;
	head.scale = text->scale;
	head.font = font;
	head.array = text->array;
	head.judged = language != NULL;
	head.language = (uint32_t)spoken;
	memcpy(key, &head, sizeof(head));
	memcpy(key + sizeof(head), spoken ? language->s : "", spoken);
	memcpy(key + sizeof(head) + spoken, text->operand.n ? text->operand.s : "",
	       text->operand.n);
	return (eng_str){ key, sizeof(head) + spoken + text->operand.n };
}

eng_pdf_again eng_pdf_again_find(eng_pdf_sight *sight, const eng_pdf_shown *text,
				 const eng_pdf_program *program, const eng_str *language) {
	uint32_t font =
	    text->operand.n ? font_number(sight, text->font, program, language != NULL) : 0;
	eng_pdf_again again = { 0 };
	bool worthwhile;

	if (font) {
		again.key = key_of(sight->source->arena, text, font, language);
		again.kept =
		    eng_pdf_keeper_find(sight->keeper, ENG_PDF_KEPT_TEXT, again.key, &worthwhile);
		again.key = worthwhile ? again.key : (eng_str){ 0 };
	}
	return again;
}

void eng_pdf_again_keep(eng_pdf_sight *sight, eng_pdf_again *again, const eng_pdf_shown *text,
			eng_pdf_program *program, const eng_pdf_spot *spots, size_t n) {
	eng_pdf_shown plain = *text;
	eng_pdf_letters letters = eng_pdf_letters_of(sight->source->arena, text);
	eng_pdf_kept *kept;
	eng_pdf_letter letter;
	bool bad;

	kept = again->key.n ? eng_pdf_keeper_add(sight->keeper, ENG_PDF_KEPT_TEXT, again->key,
						 (eng_str){ 0 })
			    : NULL;
	if (!kept) {
		return;
	}
	plain.matrix = ENG_PDF_IDENTITY;
	kept->spots = eng_arena_new_array(kept->arena, n, eng_pdf_spot);
	while (kept->spot_count < n && eng_pdf_letters_next(&letters, &letter, &bad)) {
		eng_pdf_spot *spot = &kept->spots[kept->spot_count];

		eng_pdf_sight_place(&plain, &letter, program, spot);
		spot->text = spots ? eng_str_copy(kept->arena, spots[kept->spot_count].text)
				   : (eng_str){ 0 };
		spot->height = (uint8_t)(eng_pdf_height_of(spot->text) + 1);
		kept->spot_count++;
	}
}

eng_pdf_box eng_pdf_again_place(const eng_pdf_kept *kept, uint32_t run, const eng_pdf_shown *text,
				eng_pdf_spot *out) {
	const eng_pdf_matrix *m = &text->matrix;
	double scale = sqrt(m->c * m->c + m->d * m->d), y;
	eng_pdf_box all = ENG_PDF_NOWHERE;

	for (size_t i = 0; i < kept->spot_count; i++) {
		const eng_pdf_spot *from = &kept->spots[i];
		eng_pdf_box ink = ENG_PDF_NOWHERE;

		if (!from->blank) {
			ink = eng_pdf_box_moved(m, from->ink.x0, from->ink.y0, from->ink.x1,
						from->ink.y1);
			eng_pdf_box_join(&all, &ink);
		}
		if (out) {
			out[i] = (eng_pdf_spot){ .text = from->text,
						 .run = run,
						 .glyph = from->glyph,
						 .font = text->font,
						 .size = from->size * scale,
						 .ink = ink,
						 .blank = from->blank,
						 .height = from->height,
						 .stroked = text->mode == 2 };
			eng_pdf_matrix_apply(m, from->x, 0, &out[i].x, &out[i].y);
			eng_pdf_matrix_apply(m, from->end, 0, &out[i].end, &y);
		}
	}
	return all;
}
