/* A loaded font file: the bytes, its HarfBuzz face, and the metrics layout and PDF need.
 *
 * Static TrueType and CFF fonts and collections of them; variable, bitmap-only and CFF2 fonts are
 * refused. Metrics follow OpenType 1.9 (head, hhea, OS/2, post); units are font units. */
#ifndef ENG_LAYOUT_FONT_H
#define ENG_LAYOUT_FONT_H

#include <hb.h>

#include "base/diag.h"
#include "base/hash.h"
#include "base/length.h"
#include "base/str.h"

typedef enum eng_outline_format { ENG_OUTLINE_TRUETYPE, ENG_OUTLINE_CFF } eng_outline_format;

typedef struct eng_font eng_font;

struct eng_font {
	eng_str path;            /* as found; NUL-terminated */
	eng_str postscript_name; /* never empty */
	unsigned id;             /* counts in order of loading in this press: stable for a theme */
	int index;               /* in a collection, else 0 */
	eng_str bytes;           /* the file, mapped; shared by the fonts of one collection */
	hb_face_t *face;
	hb_font_t *hb;       /* scale is units per em */
	int units;           /* per em */
	uint64_t reciprocal; /* 2^64 / (2 * units), rounded up: eng_font_scale divides by it */
	int ascender, descender, line_gap, cap_height,
	    x_height;     /* font units; descender negative */
	int bbox[4];      /* xMin yMin xMax yMax of head */
	int italic_angle; /* thousandths of a degree, negative leans right */
	int weight;       /* usWeightClass, 400 when absent */
	int underline_position, underline_thickness;
	bool fixed_pitch;
	eng_outline_format outline;
	unsigned glyph_count;
	bool waiting; /* not to be used before eng_press_admits */
};

/* Opens face number index of the font file's bytes (which must outlive the font). The font is in the
 * arena; eng_font_close releases what HarfBuzz holds. NULL after reporting theme.font-*; where is
 * the place in the theme that names the file. */
eng_font *eng_font_open(eng_ctx *ctx, eng_arena *arena, eng_str path, eng_str bytes, int index,
			eng_loc where);
void eng_font_close(eng_font *font);

/* Adds what identifies a font file to a fingerprint: every byte up to 2 MiB; of a larger file its size,
 * table directories (with the tables' checksums) and small tables. Of any bytes, damaged ones too. */
void eng_font_identify(eng_hasher *hasher, eng_str file);
/* True when the font maps the character to a glyph. */
bool eng_font_has(const eng_font *font, uint32_t c);
__extension__ typedef unsigned __int128 eng_product;

/* What scaling needs, apart from the font, so that it stays in registers while a run is set. */
typedef struct eng_scale {
	uint64_t reciprocal;
	int64_t units, twice; /* per em, double the text size */
} eng_scale;

static inline eng_scale eng_font_scaler(const eng_font *font, eng_length size) {
	return (eng_scale){ font->reciprocal, font->units, 2 * size };
}

/* From font units to a length at the scale's text size, rounded half away from zero. A glyph's place is a few
 * of these, so that the division is a multiplication where that is exact: below 2^48, where the error of
 * the reciprocal does not reach the next whole number (units per em are below 2^16). */
static inline eng_length eng_scaled(const eng_scale *scale, int64_t units) {
	int64_t twice = units * scale->twice;
	uint64_t n, half = (uint64_t)scale->units;

	if ((uint64_t)twice < UINT64_C(1) << 47) {
		return (eng_length)((eng_product)((uint64_t)twice + half) * scale->reciprocal >>
				    64);
	}
	n = (twice < 0 ? 0 - (uint64_t)twice : (uint64_t)twice) + half;
	n = n < UINT64_C(1) << 48 ? (uint64_t)((eng_product)n * scale->reciprocal >> 64)
				  : n / (2 * half);
	return twice < 0 ? -(eng_length)n : (eng_length)n;
}

static inline eng_length eng_font_scale(const eng_font *font, int64_t units, eng_length size) {
	eng_scale scale = eng_font_scaler(font, size);

	return eng_scaled(&scale, units);
}

/* Finds files by name: first in the folders' order, each recursively in byte order of its
 * sub-folders. NULL when absent. folders is separated by ':'. */
typedef struct eng_font_finder eng_font_finder;

/* Looks for these names only; stops as soon as all are found. Folders that do not exist are skipped.
 * NULL after reporting: the system fails to list one. */
eng_font_finder *eng_font_finder_new(eng_ctx *ctx, const char *library, const char *folders,
				     const eng_str *names, size_t count);
void eng_font_finder_free(eng_font_finder *finder);
const char *eng_font_finder_find(const eng_font_finder *finder, eng_str name);

#endif
