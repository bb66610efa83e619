/* A font as PDF sees it: which glyphs of it a document uses and what they say.
 *
 * A face lives in a worker's desk, one for each loaded font; what belongs to one document is
 * cleared before the next. Codes in content are original glyph ids, so nothing has to be known
 * before the content is written. A glyph comes from the shared subset (same for every document of a
 * run, ready bytes) or from an exact subset of this document. */
#ifndef ENG_CHANNELS_COMMON_PDF_FACE_H
#define ENG_CHANNELS_COMMON_PDF_FACE_H

#include "base/buf.h"
#include "channels/common/pdf/deflate.h"
#include "layout/font.h"

typedef enum eng_pdf_variant { ENG_PDF_SHARED, ENG_PDF_EXACT, ENG_PDF_VARIANTS } eng_pdf_variant;

/* What one used glyph stands for: a slice of eng_pdf_face.texts. */
typedef struct eng_pdf_use {
	uint32_t glyph;
	uint32_t text_at, text_n; /* n 0: nothing known yet */
	bool firm;                /* its text came from a place where it alone stood for it */
	eng_pdf_variant variant;
} eng_pdf_use;

/* The sizes that the shared subset comes in, each within the next. */
typedef enum eng_pdf_reach {
	ENG_PDF_PLAIN, /* ASCII, quotes, dashes, euro and pound */
	ENG_PDF_LATIN, /* and Latin-1 */
	ENG_PDF_WIDE,  /* and all else of the repertoire */
	ENG_PDF_REACHES
} eng_pdf_reach;

/* One size of the shared subset, of the worker. */
typedef struct eng_pdf_shared {
	hb_set_t *set;   /* its glyphs; NULL: not asked yet */
	uint8_t *has;    /* the same as a bit set */
	eng_str file;    /* compressed; malloc'd; empty: not made yet */
	size_t length;   /* before compression */
	eng_str unicode; /* the map of what shared_codes says of its glyphs, compressed; malloc'd */
	eng_str widths;  /* "[...]" of all its glyphs, for /W; malloc'd */
	char tag[8];
} eng_pdf_shared;

typedef struct eng_pdf_face {
	const eng_font *font;
	/* Of the worker. */
	int32_t *widths;     /* by glyph: 1/1000 em + 1, 0 not asked yet */
	uint32_t *codes;     /* by glyph: smallest code point that maps to it; NULL not asked yet */
	hb_face_t *prepared; /* preprocessed for subsetting; NULL not asked yet */
	eng_pdf_shared shared[ENG_PDF_REACHES];
	uint32_t *shared_codes; /* by glyph: the character of the repertoire it stands for, or 0;
				 * NULL not asked yet */
	/* Of the document. */
	uint32_t *slots;   /* by glyph: index into uses + 1, 0 unused */
	uint8_t *letters;  /* by glyph: its firm text when that is one byte of ASCII, and 128 times
			   * its variant; 0: none */
	eng_pdf_use *uses; /* in order of first use */
	size_t use_count, use_cap;
	eng_buf texts;
	bool fillable; /* others may set other characters in it: readers, files joined to this */
	unsigned names[ENG_PDF_VARIANTS]; /* number of the resource name /F1; 0: not used */
	unsigned ids[ENG_PDF_VARIANTS];   /* first of 5 object ids */
} eng_pdf_face;

/* Object ids of one variant, from ids[variant]. */
enum {
	ENG_PDF_FONT_TYPE0,
	ENG_PDF_FONT_CID,
	ENG_PDF_FONT_DESCRIPTOR,
	ENG_PDF_FONT_FILE,
	ENG_PDF_FONT_UNICODE,
	ENG_PDF_FONT_IDS
};

void eng_pdf_face_init(eng_pdf_face *face, const eng_font *font);
void eng_pdf_face_finish(eng_pdf_face *face);
/* Forgets the document. */
void eng_pdf_face_clear(eng_pdf_face *face);
/* The use of a glyph, added when new with the variant given by exact and the shared subset. The
 * pointer holds until the next new glyph. glyph < font->glyph_count. */
eng_pdf_use *eng_pdf_face_use_new(eng_pdf_face *face, uint32_t glyph, bool exact);
static inline eng_pdf_use *eng_pdf_face_use(eng_pdf_face *face, uint32_t glyph, bool exact) {
	uint32_t slot = face->slots[glyph];

	return slot ? &face->uses[slot - 1] : eng_pdf_face_use_new(face, glyph, exact);
}
/* Advance in 1/1000 em, rounded as the font's W array states it. */
int eng_pdf_face_measure(eng_pdf_face *face, uint32_t glyph);
static inline int eng_pdf_face_width(eng_pdf_face *face, uint32_t glyph) {
	int32_t width = face->widths[glyph];

	return width ? width - 1 : eng_pdf_face_measure(face, glyph);
}
/* Smallest code point the font maps to the glyph, 0 when none. */
uint32_t eng_pdf_face_code(eng_pdf_face *face, uint32_t glyph);
/* Says that the glyph alone stands for text. False when it already stands for something else. */
bool eng_pdf_face_claim(eng_pdf_face *face, eng_pdf_use *use, eng_str text);
/* A text for want of a better one: used when nothing firm comes. */
void eng_pdf_face_suggest(eng_pdf_face *face, eng_pdf_use *use, eng_str text);

/* "[first [w w w] ...]" of the glyphs given, in ascending order (9.7.4.3). */
void eng_pdf_face_put_widths(eng_pdf_face *face, const uint32_t *glyphs, size_t n, eng_buf *out);
/* Bytes of a CMap for the glyphs given, in ascending order of glyph. */
void eng_pdf_unicode_map(const eng_pdf_face *face, eng_pdf_use *const *uses, size_t n,
			 eng_buf *out);
/* The same for what shared_codes says of the glyphs of a shared subset. */
void eng_pdf_unicode_shared(const eng_pdf_face *face, const eng_pdf_shared *shared, eng_buf *out);
/* True when that map has the glyph, and says of it what the document does. */
bool eng_pdf_unicode_agrees(const eng_pdf_face *face, const eng_pdf_use *use);

/* Fonts of more glyphs are those of Chinese, Japanese and Korean. They have no shared subset: each
 * document needs one of its own for what they are there for, and would carry two. */
enum { ENG_PDF_ORDINARY_GLYPHS = 8192 };

/* Determines, once a worker, which glyphs the shared subset has at most. */
void eng_pdf_face_share(eng_pdf_face *face);
/* The smallest shared subset with all of these glyphs, which are of variant SHARED; made at the first
 * call that wants it. NULL after reporting. */
const eng_pdf_shared *eng_pdf_face_shared(eng_ctx *ctx, eng_pdf_face *face,
					  eng_pdf_deflate *deflate, eng_pdf_use *const *uses,
					  size_t n);
void eng_pdf_shared_finish(eng_pdf_shared *shared);
/* glyph < font->glyph_count. */
static inline bool eng_pdf_shared_has(const eng_pdf_shared *shared, uint32_t glyph) {
	return shared->has && (shared->has[glyph / 8] >> glyph % 8 & 1);
}
/* Appends the font program with these glyphs, uncompressed: sfnt for TrueType outlines, bare CFF
 * table else. tag: six capitals that name the glyph set, and a NUL. often: this is done for
 * each document. False after reporting. */
bool eng_pdf_face_subset(eng_ctx *ctx, eng_pdf_face *face, const hb_set_t *glyphs, bool often,
			 eng_buf *out, char tag[8]);

#endif
