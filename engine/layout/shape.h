/* Shaping of words: characters of one font, script and direction to glyphs in font units.
 *
 * HarfBuzz does the shaping. Words of simple scripts are remembered (bounded, and only a saving of
 * time: a remembered word has the glyphs that shaping it again would give). Words with digits are
 * never remembered; figures of tables are put together from single characters. */
#ifndef ENG_LAYOUT_SHAPE_H
#define ENG_LAYOUT_SHAPE_H

#include <hb.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "layout/font.h"
#include "layout/press.h"
#include "theme/theme.h"

/* In font units; cluster counts bytes from the start of the shaped text. Visual order. */
typedef struct eng_shaped_glyph {
	uint32_t id, cluster;
	int32_t advance, x, y;
} eng_shaped_glyph;

typedef struct eng_shaped {
	const eng_shaped_glyph *glyphs;
	uint32_t count;
	int32_t width; /* sum of advances */
} eng_shaped;

enum {
	ENG_SHAPE_TABULAR = 1,    /* figures of equal width, no kerning: columns of numbers */
	ENG_SHAPE_SMALL_CAPS = 2, /* where the font has them */
	ENG_SHAPE_FIGURES = 4,    /* TABULAR for words of nothing but figures and separators */
};

/* What to shape: text[start..end) with the rest of text as context for joining scripts. */
typedef struct eng_word {
	eng_str text;
	size_t start, end;
	const eng_font *font;
	hb_script_t script;
	bool rtl;
	eng_str lang;      /* BCP 47 */
	unsigned features; /* ENG_SHAPE_* */
} eng_word;

/* HarfBuzz buffer, word memory and font choice of one worker. */
typedef struct eng_shaper eng_shaper;

/* The press's shaper, made at the first call; lives and dies with the press. Never NULL. */
eng_shaper *eng_press_shaper(eng_press *press);
eng_press *eng_shaper_press(const eng_shaper *shaper);
/* To be called between documents: forgets words and texts when they have grown too many. Results
 * given before are invalid afterwards. */
void eng_shaper_trim(eng_shaper *shaper);
/* Smaller bounds than usual for the memory of words and texts, which is forgotten: for tests. */
void eng_shaper_limit(eng_shaper *shaper, size_t words, size_t texts);
/* Texts remembered, layout/text-memory.h. */
typedef struct eng_text_memory eng_text_memory;
eng_text_memory *eng_shaper_texts(eng_shaper *shaper);
/* Font of a character that stands in a run of this script; spaces, marks and invisible characters
 * stay with the font of their neighbour (previous, may be NULL). NULL when no font has it. */
const eng_font *eng_shaper_font(eng_shaper *shaper, const eng_family *family, int face, uint32_t c,
				hb_script_t script, eng_str lang, const eng_font *previous);
/* The font of all visible ASCII characters in Latin text: the face's own, when it has all of them;
 * else NULL, and each is to be asked for. */
const eng_font *eng_shaper_latin(eng_shaper *shaper, const eng_family *family, int face);
/* The glyphs of a word: in the shaper's memory or in the arena. */
eng_shaped eng_shaper_word(eng_shaper *shaper, eng_arena *arena, const eng_word *word);

/* What a word of a simple script is made of, by its bytes in UTF-8. */
typedef enum eng_word_make {
	ENG_WORD_LETTERS, /* no digits */
	ENG_WORD_FIGURES, /* nothing but figures, signs and separators, digits among them */
	ENG_WORD_MIXED,
} eng_word_make;

static inline bool eng_word_digit(unsigned char c) {
	return (unsigned char)(c - '0') < 10;
}
static inline bool eng_word_letter(unsigned char c) {
	return (unsigned char)((c | 0x20) - 'a') < 26 || (c >= 0xC3 && c != 0xE2);
}

/* What the words of a span of left-to-right Latin text have in common, looked up once for all of them.
 * Good until the shaper is asked for another cast. */
typedef struct eng_cast eng_cast;
eng_cast *eng_shaper_cast(eng_shaper *shaper, const eng_font *font, eng_str lang,
			  unsigned features);
/* The same as eng_shaper_word for a word of the cast's language and features, of ENG_CAST_BYTES at most. */
enum { ENG_CAST_BYTES = 64 };
eng_shaped eng_cast_word(eng_shaper *shaper, eng_arena *arena, eng_cast *cast, eng_str text,
			 eng_word_make make, eng_str lang, unsigned features);

#endif
