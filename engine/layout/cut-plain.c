/* The short way of cutting: Latin words of one font with single spaces between them.
 *
 * Statements are made of such cells and labels, no two of them alike, so that remembering whole texts
 * does not help. What is found here is what the long way (text.c) would find: a chunk a word, a chunk a
 * space, all at the base level. Refuses whatever takes a second look. */
#include <string.h>

#include "base/scan.h"
#include "base/utf8.h"
#include "layout/cutter.h"

/* True when the font that shows ASCII shows the character, too; first: it begins the span. */
static bool shows(const eng_cutter *cut, const eng_span *span, const eng_font *font, uint32_t c,
		  bool first) {
	return eng_shaper_font(cut->shaper, span->family, span->face, c, HB_SCRIPT_LATIN,
			       span->lang, first ? NULL : font) == font;
}

const eng_font *eng_cut_font(const eng_cutter *cut, const eng_span *span) {
	const eng_font *font = eng_shaper_latin(cut->shaper, span->family, span->face);
	eng_str rest = eng_str_sub(cut->text->bytes, span->start, span->end);
	size_t ascii = eng_scan_ascii(rest.s, rest.n);
	bool first = ascii == 0;
	uint32_t c;

	if (!font || font->waiting || (span->nobr && memchr(rest.s, '\n', rest.n))) {
		return NULL;
	}
	while (ascii < rest.n) {
		rest = eng_str_sub(rest, ascii, rest.n);
		eng_utf8_next(&rest, &c);
		if (!shows(cut, span, font, c, first)) {
			return NULL;
		}
		first = false;
		ascii = eng_scan_ascii(rest.s, rest.n);
	}
	return font;
}

/* True when the text is figures with separators and the signs of amounts, between which no line ends. */
static bool is_number(const eng_cutter *cut, const eng_span *span, const eng_font *font) {
	eng_str bytes = cut->text->bytes;
	bool digits = false;

	for (size_t i = 0, n; i < bytes.n; i += n) {
		unsigned char byte = (unsigned char)bytes.s[i];
		uint32_t c;

		n = 1;
		if (eng_word_digit(byte)) {
			digits = true;
		} else if (byte != '.' && byte != ',') {
			n = byte == 0xC2 || byte == 0xE2 ? eng_breaks_harmless(bytes, i) : 0;
			if (n == 0 || eng_utf8_decode(bytes.s + i, n, &c) != n ||
			    !shows(cut, span, font, c, i == 0)) {
				return false;
			}
		}
	}
	return digits;
}

bool eng_cut_number(eng_cutter *cut) {
	eng_text *text = cut->text;
	const eng_span *span = text->spans;
	const eng_font *font;
	eng_cast *cast;
	eng_chunk *chunk;

	if (text->span_count != 1 || !(span->features & ENG_SHAPE_TABULAR) || text->rtl ||
	    span->spacing || text->bytes.n > ENG_CAST_BYTES) {
		return false;
	}
	font = eng_shaper_latin(cut->shaper, span->family, span->face);
	if (!font || font->waiting || !is_number(cut, span, font)) {
		return false;
	}
	cast = eng_shaper_cast(cut->shaper, font, span->lang, span->features);
	chunk = eng_arena_new(cut->arena, eng_chunk);
	chunk->end = span->end;
	chunk->font = font;
	chunk->script = HB_SCRIPT_LATIN;
	chunk->shaped = eng_cast_word(cut->shaper, cut->arena, cast, text->bytes, ENG_WORD_FIGURES,
				      span->lang, span->features);
	chunk->width = eng_font_scale(font, chunk->shaped.width, span->size);
	text->chunks = chunk;
	text->chunk_count = 1;
	text->width = text->least = chunk->width > 0 ? chunk->width : 0;
	text->uniform = chunk->shaped.count > 0;
	return true;
}

/* Where the word or the space that begins at start ends, and which of its bytes make figures or letters of
 * it. */
static uint32_t chunk_end(const char *s, uint32_t start, uint32_t end, eng_word_make *make) {
	uint32_t i = start;
	bool digits = false, letters = false;

	*make = ENG_WORD_LETTERS;
	if (s[i] == ' ' || s[i] == '\n') {
		return i + 1;
	}
	for (; i < end && s[i] != ' ' && s[i] != '\n'; i++) {
		digits |= eng_word_digit((unsigned char)s[i]);
		letters |= eng_word_letter((unsigned char)s[i]);
	}
	*make = !digits ? ENG_WORD_LETTERS : letters ? ENG_WORD_MIXED : ENG_WORD_FIGURES;
	return i;
}

/* True when the span goes on with a word of the one before, neither of which may be broken. */
static bool is_held(const eng_span *span, uint32_t index) {
	return span->nobr && index > 0 && span[-1].nobr;
}

bool eng_cut_plain(eng_cutter *cut, uint32_t index, const eng_font *font) {
	eng_text *text = cut->text;
	const eng_span *span = &text->spans[index];
	const char *s = text->bytes.s;
	eng_cast *cast = eng_shaper_cast(cut->shaper, font, span->lang, span->features);
	bool seen = true;

	if (span->start < span->end && text->chunk_count && cut->breaks[span->start] &&
	    !is_held(span, index)) {
		text->chunks[text->chunk_count - 1].after = cut->breaks[span->start];
	}
	for (uint32_t i = span->start, end; i < span->end; i = end) {
		eng_chunk *chunk = &text->chunks[text->chunk_count++];
		bool feed = s[i] == '\n';
		eng_word_make make;
		eng_str word;

		end = chunk_end(s, i, span->end, &make);
		word = feed ? ENG_STR(" ") : (eng_str){ s + i, end - i };
		*chunk = (eng_chunk){ .start = i, .end = end, .span = index, .font = font };
		chunk->space = word.s[0] == ' ';
		chunk->script = HB_SCRIPT_LATIN;
		chunk->after = feed                             ? ENG_BREAK_MUST
			       : span->nobr || end == span->end ? ENG_BREAK_NONE
								: cut->breaks[end];
		if (word.n > ENG_CAST_BYTES || span->spacing) {
			eng_chunk_shape(cut->arena, cut->shaper, text, chunk);
			cast = eng_shaper_cast(cut->shaper, font, span->lang, span->features);
			seen &= chunk->shaped.count > 0;
			continue;
		}
		chunk->shaped = eng_cast_word(cut->shaper, cut->arena, cast, word, make, span->lang,
					      span->features);
		chunk->width = eng_font_scale(font, chunk->shaped.width, span->size);
		seen &= chunk->shaped.count > 0;
	}
	return seen;
}
