/* Shaping of words with HarfBuzz, and the choice of a font.
 *
 * Knows fonts, features and bytes of text; refuses to know lines, styles and documents. Cached and
 * uncached results are equal by construction: the key holds all that shaping depends on, and words
 * are remembered only for scripts whose letters do not look at their neighbours across spaces. */
#include "layout/shape.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "layout/text-memory.h"
#include "layout/word-memory.h"

enum {
	TEXT_LIMIT = 4000, /* texts remembered */
	FONT_SLOTS = 1 << 10,
	CASTS = 32,       /* a power of two */
	WIDE_FIGURES = 8, /* so are these */
	LATIN_SLOTS = 16,
};

/* Which font has a character: the answer of find, remembered. */
typedef struct font_entry {
	const eng_typeface *face;
	const eng_font *font;
	uint32_t c;
	hb_script_t script;
	hb_language_t lang;
} font_entry;

/* The answer of eng_shaper_latin for a face of a family. */
typedef struct latin_entry {
	const eng_family *family; /* NULL: free */
	int face;
	const eng_font *font;
} latin_entry;

/* Whether a character and its neighbours look the same together and apart. */
typedef enum manner { UNKNOWN, APART, TOGETHER } manner;

/* A character above ASCII, as shaped alone. */
typedef struct wide_figure {
	uint32_t c; /* 0: free */
	manner manner;
	eng_shaped shaped;
} wide_figure;

/* Single characters are kept beside: numbers and the spaces between words are put together from them. */
struct eng_cast {
	eng_word_key key;               /* font NULL: free */
	eng_shaped of[128];             /* glyphs NULL: not asked yet */
	uint8_t manners[128];           /* of these characters */
	wide_figure wide[WIDE_FIGURES]; /* signs of currencies, the true minus, no-break spaces */
};

struct eng_shaper {
	eng_press *press;
	hb_buffer_t *buffer;
	eng_arena arena; /* of remembered words and texts, which point to the glyphs of words */
	eng_word_memory *words;
	eng_text_memory *texts;
	font_entry *fonts;
	eng_cast *casts; /* CASTS of them */
	latin_entry latin[LATIN_SLOTS];
	eng_str lang_text; /* the last language asked for */
	char lang_bytes[36];
	hb_language_t lang;
};

static void shaper_free(void *cache) {
	eng_shaper *shaper = cache;

	hb_buffer_destroy(shaper->buffer);
	eng_text_memory_free(shaper->texts);
	eng_word_memory_free(shaper->words);
	eng_arena_finish(&shaper->arena);
	free(shaper->fonts);
	free(shaper->casts);
	free(shaper);
}

static void *zeroed(size_t size) {
	return memset(eng_malloc(size), 0, size);
}

eng_shaper *eng_press_shaper(eng_press *press) {
	eng_shaper *shaper = eng_press_cache(press);

	if (!shaper) {
		shaper = zeroed(sizeof(*shaper));
		shaper->press = press;
		shaper->buffer = hb_buffer_create();
		eng_arena_init(&shaper->arena);
		shaper->words = eng_word_memory_new(&shaper->arena, ENG_WORD_LIMIT);
		shaper->texts = eng_text_memory_new(&shaper->arena, TEXT_LIMIT);
		shaper->casts = zeroed(CASTS * sizeof(*shaper->casts));
		shaper->fonts = zeroed(FONT_SLOTS * sizeof(*shaper->fonts));
		eng_press_set_cache(press, shaper, shaper_free);
	}
	return shaper;
}

eng_press *eng_shaper_press(const eng_shaper *shaper) {
	return shaper->press;
}

eng_text_memory *eng_shaper_texts(eng_shaper *shaper) {
	return shaper->texts;
}

static void forget(eng_shaper *shaper) {
	eng_word_memory_forget(shaper->words);
	eng_text_memory_forget(shaper->texts);
	memset(shaper->casts, 0, CASTS * sizeof(*shaper->casts));
	eng_arena_reset(&shaper->arena);
}

void eng_shaper_trim(eng_shaper *shaper) {
	if (eng_word_memory_full(shaper->words) || eng_text_memory_full(shaper->texts)) {
		forget(shaper);
	}
}

void eng_shaper_limit(eng_shaper *shaper, size_t words, size_t texts) {
	eng_word_memory_free(shaper->words);
	shaper->words = eng_word_memory_new(&shaper->arena, words);
	eng_text_memory_free(shaper->texts);
	shaper->texts = eng_text_memory_new(&shaper->arena, texts);
	forget(shaper);
}

static hb_language_t language(eng_shaper *shaper, eng_str lang) {
	if (!shaper->lang || !eng_str_eq(lang, shaper->lang_text)) {
		size_t n =
		    lang.n < sizeof(shaper->lang_bytes) ? lang.n : sizeof(shaper->lang_bytes);

		memcpy(shaper->lang_bytes, lang.n ? lang.s : "", n);
		shaper->lang_text = (eng_str){ shaper->lang_bytes, n };
		shaper->lang = hb_language_from_string(n ? lang.s : "und", n ? (int)n : 3);
	}
	return shaper->lang;
}

/* Characters that need no glyph of their own: HarfBuzz hides them, or makes a space of the width. */
static bool undemanding(uint32_t c) {
	return c == 0xAD || c == 0x34F || c == 0x61C || (c >= 0x2000 && c <= 0x200F) ||
	       (c >= 0x2028 && c <= 0x202F) || (c >= 0x205F && c <= 0x206F) || c == 0xA0 ||
	       c == 0x3000 || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF || c <= 0x20;
}

const eng_font *eng_shaper_latin(eng_shaper *shaper, const eng_family *family, int face) {
	uintptr_t slot = ((uintptr_t)family >> 4) * 4 + (uintptr_t)face;
	latin_entry *e = &shaper->latin[slot & (LATIN_SLOTS - 1)];

	if (e->family != family || e->face != face) {
		const eng_typeface *t = eng_press_face(shaper->press, family, face & 1, face & 2);

		*e = (latin_entry){ family, face, t->fonts[0] };
		for (uint32_t c = ' '; c < 0x7F && e->font; c++) {
			e->font = eng_font_has(t->fonts[0], c) ? t->fonts[0] : NULL;
		}
	}
	return e->font;
}

const eng_font *eng_shaper_font(eng_shaper *shaper, const eng_family *family, int face, uint32_t c,
				hb_script_t script, eng_str lang, const eng_font *previous) {
	const eng_typeface *t;
	const eng_font *plain;
	hb_language_t l;
	hb_unicode_general_category_t category;
	font_entry *e;
	uintptr_t h;

	/* Common characters in Latin text: the answer eng_press_font_for would give. */
	if (c > ' ' && c < 0x7F && script == HB_SCRIPT_LATIN &&
	    (plain = eng_shaper_latin(shaper, family, face)) != NULL) {
		return plain;
	}
	t = eng_press_face(shaper->press, family, face & 1, face & 2);
	l = script == HB_SCRIPT_LATIN ? NULL : language(shaper, lang);
	h = ((uintptr_t)t >> 3) * 31u + c * 2654435761u + (uint32_t)script;
	e = &shaper->fonts[(h ^ h >> 11) & (FONT_SLOTS - 1)];
	if (undemanding(c)) {
		return previous ? previous : t->fonts[0];
	}
	if (c >= 0x300) {
		/* A mark stays with its base where the base's font has it. */
		category = hb_unicode_general_category(hb_unicode_funcs_get_default(), c);
		if (previous && category == HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK &&
		    eng_font_has(previous, c)) {
			return previous;
		}
	}
	if (e->face != t || e->c != c || e->script != script || e->lang != l) {
		*e = (font_entry){ t, eng_press_font_for(shaper->press, t, c, script, lang), c,
				   script, l };
	}
	return e->font;
}

/* flags: of the buffer, beside the usual ones. */
static void shape(eng_shaper *shaper, const eng_word *word, unsigned flags) {
	static const hb_feature_t tabular[] = {
		{ HB_TAG('t', 'n', 'u', 'm'), 1, 0, (unsigned)-1 },
		{ HB_TAG('k', 'e', 'r', 'n'), 0, 0, (unsigned)-1 },
		{ HB_TAG('c', 'a', 'l', 't'), 0, 0, (unsigned)-1 },
		{ HB_TAG('l', 'i', 'g', 'a'), 0, 0, (unsigned)-1 },
	};
	static const hb_feature_t caps = { HB_TAG('s', 'm', 'c', 'p'), 1, 0, (unsigned)-1 };
	hb_feature_t features[8];
	unsigned n = 0;
	hb_buffer_t *b = shaper->buffer;

	if (word->features & ENG_SHAPE_TABULAR) {
		memcpy(features, tabular, sizeof(tabular));
		n = sizeof(tabular) / sizeof(tabular[0]);
	}
	if (word->features & ENG_SHAPE_SMALL_CAPS) {
		features[n++] = caps;
	}
	hb_buffer_clear_contents(b);
	hb_buffer_set_flags(b,
			    (hb_buffer_flags_t)(HB_BUFFER_FLAG_REMOVE_DEFAULT_IGNORABLES | flags));
	hb_buffer_set_cluster_level(b, HB_BUFFER_CLUSTER_LEVEL_MONOTONE_GRAPHEMES);
	hb_buffer_add_utf8(b, word->text.s, (int)word->text.n, (unsigned)word->start,
			   (int)(word->end - word->start));
	hb_buffer_set_direction(b, word->rtl ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
	hb_buffer_set_script(b, word->script);
	hb_buffer_set_language(b, language(shaper, word->lang));
	hb_shape(word->font->hb, b, features, n);
	if (!hb_buffer_allocation_successful(b) ||
	    (hb_buffer_get_length(b) > 0 &&
	     hb_buffer_get_content_type(b) != HB_BUFFER_CONTENT_TYPE_GLYPHS)) {
		eng_oom(); /* it leaves letters as they are when it has no room to set them */
	}
}

/* Copies HarfBuzz's answer; clusters count from the word's start. */
static eng_shaped take(eng_shaper *shaper, eng_arena *arena, size_t start) {
	unsigned n;
	const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(shaper->buffer, &n);
	const hb_glyph_position_t *pos = hb_buffer_get_glyph_positions(shaper->buffer, NULL);
	eng_shaped_glyph *glyphs = eng_arena_new_array(arena, n, eng_shaped_glyph);
	eng_shaped shaped = { glyphs, n, 0 };

	for (unsigned i = 0; i < n; i++) {
		glyphs[i] =
		    (eng_shaped_glyph){ info[i].codepoint, (uint32_t)(info[i].cluster - start),
					pos[i].x_advance, pos[i].x_offset, pos[i].y_offset };
		shaped.width += pos[i].x_advance;
	}
	return shaped;
}

static bool simple_script(hb_script_t script) {
	return script == HB_SCRIPT_LATIN || script == HB_SCRIPT_GREEK ||
	       script == HB_SCRIPT_CYRILLIC || script == HB_SCRIPT_COMMON;
}

/* The word is shaped as a text of its own: without context, so that the answer does not depend on where
 * it stood. */
static eng_shaped shape_alone(eng_shaper *shaper, eng_arena *arena, const eng_word_key *key,
			      eng_str text, eng_str lang) {
	eng_word own = { text, 0, text.n, key->font, key->script, false, lang, key->features };

	shape(shaper, &own, 0);
	return take(shaper, arena, 0);
}

static eng_shaped remembered(eng_shaper *shaper, eng_arena *arena, const eng_word_key *key,
			     eng_str text, eng_str lang) {
	eng_shaped shaped;

	if (!eng_word_memory_find(shaper->words, key, text, &shaped)) {
		shaped = shape_alone(shaper, arena, key, text, lang);
		eng_word_memory_add(shaper->words, key, text, &shaped);
	}
	return shaped;
}

/* A word with digits, of which few come again, and those soon. */
static eng_shaped recalled(eng_shaper *shaper, eng_arena *arena, const eng_word_key *key,
			   eng_str text, eng_str lang) {
	eng_shaped shaped;

	if (!eng_word_memory_recall(shaper->words, arena, key, text, &shaped)) {
		shaped = shape_alone(shaper, arena, key, text, lang);
		eng_word_memory_note(shaper->words, key, text, &shaped);
	}
	return shaped;
}

/* The cast of a place, emptied when it was another's. One with tabular figures and one without never
 * share a place. */
static eng_cast *cast_for(eng_shaper *shaper, const eng_font *font, hb_script_t script,
			  eng_str lang, unsigned features) {
	eng_cast *cast = &shaper->casts[(font->id * 4 + features) & (CASTS - 1)];
	eng_word_key key = { font, language(shaper, lang), script, features, 0 };

	if (cast->key.font != font || cast->key.lang != key.lang || cast->key.script != script ||
	    cast->key.features != features) {
		memset(cast, 0, sizeof(*cast));
		cast->key = key;
		cast->key.seed = eng_word_seed(&key);
	}
	return cast;
}

eng_cast *eng_shaper_cast(eng_shaper *shaper, const eng_font *font, eng_str lang,
			  unsigned features) {
	return cast_for(shaper, font, HB_SCRIPT_LATIN, lang,
			features & ~(unsigned)ENG_SHAPE_FIGURES);
}

/* A single character. What the word memory does not keep is not kept here either. */
static eng_shaped figure(eng_shaper *shaper, eng_arena *arena, eng_cast *cast, eng_str text,
			 uint32_t c, eng_str lang) {
	wide_figure *wide = &cast->wide[c & (WIDE_FIGURES - 1)];
	eng_shaped shaped;

	if (c < 128 ? cast->of[c].glyphs != NULL : wide->c == c) {
		return c < 128 ? cast->of[c] : wide->shaped;
	}
	shaped = remembered(shaper, arena, &cast->key, text, lang);
	if (eng_word_memory_full(shaper->words)) {
		return shaped;
	}
	if (c < 128) {
		cast->of[c] = shaped;
	} else {
		*wide = (wide_figure){ .c = c, .shaped = shaped };
	}
	return shaped;
}

/* Asks HarfBuzz, which flags the places where text could not be put together of pieces: there must be none
 * at either side of the character when it stands between figures. */
static manner manner_of(eng_shaper *shaper, const eng_word_key *key, eng_str text, eng_str lang) {
	char between[8] = "1";
	eng_word word = { { between, text.n + 2 },
			  0,
			  text.n + 2,
			  key->font,
			  key->script,
			  false,
			  lang,
			  key->features };
	const hb_glyph_info_t *info;
	unsigned n;

	if (text.n + 2 > sizeof(between)) {
		return TOGETHER;
	}
	memcpy(between + 1, text.s, text.n);
	between[text.n + 1] = '1';
	shape(shaper, &word, HB_BUFFER_FLAG_PRODUCE_UNSAFE_TO_CONCAT);
	info = hb_buffer_get_glyph_infos(shaper->buffer, &n);
	for (unsigned i = 0; i < n; i++) {
		if (hb_glyph_info_get_glyph_flags(&info[i]) &
		    (HB_GLYPH_FLAG_UNSAFE_TO_BREAK | HB_GLYPH_FLAG_UNSAFE_TO_CONCAT)) {
			return TOGETHER;
		}
	}
	return n == 3 ? APART : TOGETHER;
}

/* True when each character of a number is shaped as if it stood alone: fonts seldom kern figures. */
static bool stand_apart(eng_shaper *shaper, eng_cast *cast, eng_str text, eng_str lang) {
	for (size_t i = 0, n; i < text.n; i += n) {
		uint32_t c = (unsigned char)text.s[i];
		wide_figure *wide;
		manner known;

		n = 1;
		if (c < 128 && cast->manners[c] == APART) {
			continue;
		}
		n = c < 128 ? 1 : eng_utf8_decode(text.s + i, text.n - i, &c);
		wide = &cast->wide[c & (WIDE_FIGURES - 1)];
		known = c < 128 ? cast->manners[c] : wide->c == c ? wide->manner : UNKNOWN;
		if (n == 0 || known == TOGETHER) {
			return false;
		}
		if (known == UNKNOWN) {
			known = manner_of(shaper, &cast->key, eng_str_sub(text, i, i + n), lang);
			if (c < 128) {
				cast->manners[c] = (uint8_t)known;
			} else if (wide->c == c) {
				wide->manner = known;
			}
		}
		if (known == TOGETHER) {
			return false;
		}
	}
	return true;
}

/* A number, each character by itself: none of them looks at its neighbours. */
static eng_shaped number(eng_shaper *shaper, eng_arena *arena, eng_cast *cast, eng_str text,
			 eng_str lang) {
	eng_shaped_glyph *glyphs = eng_arena_room(arena, text.n, sizeof(*glyphs));
	eng_shaped shaped = { glyphs, 0, 0 };

	for (size_t i = 0, n; i < text.n; i += n) {
		uint32_t c = (unsigned char)text.s[i];
		eng_shaped g;

		n = 1;
		if (c < 128 && cast->of[c].count == 1) { /* all of them, after the first */
			eng_shaped_glyph *glyph = &glyphs[shaped.count++];

			*glyph = *cast->of[c].glyphs;
			glyph->cluster = (uint32_t)i;
			shaped.width += glyph->advance;
			continue;
		}
		n = c < 128 ? 1 : eng_utf8_decode(text.s + i, text.n - i, &c);
		n = n ? n : 1;
		g = figure(shaper, arena, cast, eng_str_sub(text, i, i + n), c, lang);
		for (uint32_t k = 0; k < g.count && shaped.count < text.n; k++) {
			glyphs[shaped.count] = g.glyphs[k];
			glyphs[shaped.count++].cluster = (uint32_t)i;
			shaped.width += g.glyphs[k].advance;
		}
	}
	return shaped;
}

static eng_word_make make_of(eng_str text) {
	bool digits = false, letters = false;

	for (size_t i = 0; i < text.n; i++) {
		digits |= eng_word_digit((unsigned char)text.s[i]);
		letters |= eng_word_letter((unsigned char)text.s[i]);
	}
	return !digits ? ENG_WORD_LETTERS : letters ? ENG_WORD_MIXED : ENG_WORD_FIGURES;
}

eng_shaped eng_cast_word(eng_shaper *shaper, eng_arena *arena, eng_cast *cast, eng_str text,
			 eng_word_make make, eng_str lang, unsigned features) {
	if (text.n == 1 && *text.s == ' ') { /* is asked for behind nearly every word */
		return figure(shaper, arena, cast, text, ' ', lang);
	}
	if (make == ENG_WORD_FIGURES && features & (ENG_SHAPE_TABULAR | ENG_SHAPE_FIGURES)) {
		cast = cast_for(shaper, cast->key.font, cast->key.script, lang,
				cast->key.features | ENG_SHAPE_TABULAR);
		return number(shaper, arena, cast, text, lang);
	}
	if (make == ENG_WORD_FIGURES && stand_apart(shaper, cast, text, lang)) {
		return number(shaper, arena, cast, text, lang);
	}
	return make == ENG_WORD_LETTERS ? remembered(shaper, arena, &cast->key, text, lang)
					: recalled(shaper, arena, &cast->key, text, lang);
}

eng_shaped eng_shaper_word(eng_shaper *shaper, eng_arena *arena, const eng_word *word) {
	eng_str text = eng_str_sub(word->text, word->start, word->end);
	eng_word one = *word;

	one.features &= ~(unsigned)ENG_SHAPE_FIGURES;
	if (!simple_script(word->script) || word->rtl || text.n > ENG_CAST_BYTES) {
		shape(shaper, &one, 0);
		return take(shaper, arena, word->start);
	}
	return eng_cast_word(shaper, arena,
			     cast_for(shaper, word->font, word->script, word->lang, one.features),
			     text, make_of(text), word->lang, word->features);
}
