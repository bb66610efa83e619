/* FreeType for outlines, HarfBuzz for what a text becomes. Answers are remembered by glyph and text. */
#include "verify/pdf-original.h"

#include <stdlib.h>
#include <string.h>

#include <glib.h>
#include <hb-ot.h>
#include <hb.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "verify/pdf-words.h"

enum { MOST_ANSWERS = 20000 };

struct eng_pdf_original {
	const eng_pdf_known *known;
	FT_Face face; /* NULL until asked for */
	hb_font_t *font;
	GHashTable *answers; /* glyph and text: says or not */
};

struct eng_pdf_originals {
	FT_Library library;
	eng_pdf_original *items;
	size_t n;
};

eng_pdf_originals *eng_pdf_originals_new(const eng_pdf_known *known, size_t n) {
	eng_pdf_originals *o = eng_malloc(sizeof(*o));

	*o = (eng_pdf_originals){ .n = n, .items = eng_malloc(n * sizeof(*o->items)) };
	if (FT_Init_FreeType(&o->library) != 0) {
		eng_oom();
	}
	for (size_t i = 0; i < n; i++) {
		o->items[i] = (eng_pdf_original){ .known = &known[i] };
	}
	return o;
}

void eng_pdf_originals_free(eng_pdf_originals *o) {
	for (size_t i = 0; o && i < o->n; i++) {
		if (o->items[i].face) {
			FT_Done_Face(o->items[i].face);
			hb_font_destroy(o->items[i].font);
			g_hash_table_destroy(o->items[i].answers);
		}
	}
	if (o) {
		FT_Done_FreeType(o->library);
		free(o->items);
		free(o);
	}
}

static bool load(eng_pdf_originals *o, eng_pdf_original *item) {
	eng_str file = item->known->file;
	hb_blob_t *blob;
	hb_face_t *face;

	if (item->face) {
		return true;
	}
	if (FT_New_Memory_Face(o->library, (const FT_Byte *)file.s, (FT_Long)file.n,
			       item->known->index, &item->face) != 0) {
		item->face = NULL;
		return false;
	}
	blob = hb_blob_create(file.s, (unsigned)file.n, HB_MEMORY_MODE_READONLY, NULL, NULL);
	face = hb_face_create(blob, (unsigned)item->known->index);
	item->font = hb_font_create(face);
	item->answers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	hb_face_destroy(face);
	hb_blob_destroy(blob);
	return true;
}

eng_pdf_original *eng_pdf_originals_find(eng_pdf_originals *o, eng_str name) {
	for (size_t i = 0; i < o->n; i++) {
		if (eng_str_eq(o->items[i].known->name, name) && load(o, &o->items[i])) {
			return &o->items[i];
		}
	}
	return NULL;
}

eng_str eng_pdf_original_name(const eng_pdf_original *original) {
	return original->known->name;
}

bool eng_pdf_original_draws(eng_pdf_original *original, uint32_t glyph, FT_Face face) {
	const FT_Outline *a = &face->glyph->outline, *b;

	if (face->units_per_EM != original->face->units_per_EM ||
	    FT_Load_Glyph(original->face, glyph, FT_LOAD_NO_SCALE | FT_LOAD_NO_BITMAP) != 0) {
		return false;
	}
	b = &original->face->glyph->outline;
	return a->n_points == b->n_points && a->n_contours == b->n_contours &&
	       (a->n_points == 0 ||
		memcmp(a->points, b->points, (size_t)a->n_points * sizeof(*a->points)) == 0) &&
	       (a->n_contours == 0 || memcmp(a->contours, b->contours,
					     (size_t)a->n_contours * sizeof(*a->contours)) == 0);
}

/* What is asked of a font. */
typedef struct question {
	eng_pdf_original *original;
	uint32_t glyph;
	eng_str text;
	hb_language_t language;
} question;

/* True when the text, between two others and with these features, is the one glyph and nothing else. */
static bool sets(const question *q, const char *before, const char *behind,
		 const hb_feature_t *features, unsigned n) {
	size_t from = strlen(before), to = from + q->text.n;
	hb_buffer_t *b = hb_buffer_create();
	unsigned count, found = 0, other = 0;
	const hb_glyph_info_t *info;
	eng_buf whole = { 0 };

	eng_buf_cstr(&whole, before);
	eng_buf_str(&whole, q->text);
	eng_buf_cstr(&whole, behind);
	hb_buffer_add_utf8(b, whole.s, (int)whole.n, 0, (int)whole.n);
	hb_buffer_set_language(b, q->language); /* before guessing, which would ask the locale */
	hb_buffer_guess_segment_properties(b);
	hb_buffer_set_flags(b, HB_BUFFER_FLAG_REMOVE_DEFAULT_IGNORABLES);
	hb_shape(q->original->font, b, features, n);
	if (!hb_buffer_allocation_successful(b) ||
	    hb_buffer_get_content_type(b) != HB_BUFFER_CONTENT_TYPE_GLYPHS) {
		eng_oom();
	}
	info = hb_buffer_get_glyph_infos(b, &count);
	for (unsigned i = 0; i < count; i++) {
		bool own = info[i].cluster >= from && info[i].cluster < to;

		found += own && info[i].codepoint == q->glyph;
		other += own && info[i].codepoint != q->glyph;
	}
	hb_buffer_destroy(b);
	eng_buf_finish(&whole);
	return found == 1 && other == 0;
}

/* Alone, joined, and in the company that fonts look at: figures, capitals, small letters. */
static bool becomes(const question *q) {
	static const char *const company[] = { "", "\xe2\x80\x8d", "1", "A", "a", " ", "(" };
	static const hb_feature_t tabular = { HB_TAG('t', 'n', 'u', 'm'), 1, 0, (unsigned)-1 };
	static const hb_feature_t small = { HB_TAG('s', 'm', 'c', 'p'), 1, 0, (unsigned)-1 };
	enum { N = sizeof(company) / sizeof(company[0]) };

	for (size_t i = 0; i < (size_t)N * N; i++) {
		if (sets(q, company[i / N], company[i % N], NULL, 0)) {
			return true;
		}
	}
	return sets(q, "", "", &tabular, 1) || sets(q, "", "", &small, 1);
}

static bool is_letter_of_another(eng_pdf_original *original, uint32_t glyph, uint32_t own) {
	FT_UInt index;
	FT_ULong c;

	for (c = FT_Get_First_Char(original->face, &index); index != 0;
	     c = FT_Get_Next_Char(original->face, c, &index)) {
		if (index == glyph && c != own && c < 0xfb00) {
			return true;
		}
	}
	return false;
}

static bool answer(eng_pdf_original *original, uint32_t glyph, eng_str text, eng_str language) {
	question q = { original, glyph, text, HB_LANGUAGE_INVALID };
	eng_str rest = text;
	uint32_t first = 0;

	eng_utf8_next(&rest, &first);
	if (rest.n == 0 && FT_Get_Char_Index(original->face, first) == glyph) {
		return true;
	}
	if (eng_pdf_is_rtl(text)) {
		return !is_letter_of_another(original, glyph, first);
	}
	/* A glyph that is no letter's own is a form that only its neighbours decide on. */
	q.language = language.n ? hb_language_from_string(language.s, (int)language.n)
				: hb_language_from_string("und", -1);
	return becomes(&q);
}

bool eng_pdf_original_says(eng_pdf_original *original, uint32_t glyph, eng_str text,
			   eng_str language) {
	char *key =
	    g_strdup_printf("%u %.*s %.*s", glyph, ENG_STR_ARG(language), ENG_STR_ARG(text));
	gpointer known = g_hash_table_lookup(original->answers, key);

	if (known) {
		g_free(key);
		return GPOINTER_TO_INT(known) == 1;
	}
	if (g_hash_table_size(original->answers) >= MOST_ANSWERS) {
		g_hash_table_remove_all(original->answers);
	}
	known = GINT_TO_POINTER(answer(original, glyph, text, language) ? 1 : 2);
	g_hash_table_insert(original->answers, key, known);
	return GPOINTER_TO_INT(known) == 1;
}
