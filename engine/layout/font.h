/* A loaded font file: the bytes, its HarfBuzz face, and the metrics layout and PDF need. */
#ifndef ENG_LAYOUT_FONT_H
#define ENG_LAYOUT_FONT_H

#include <hb.h>

#include "base/hash.h"
#include "base/length.h"
#include "base/str.h"

typedef enum eng_outline_format { ENG_OUTLINE_TRUETYPE, ENG_OUTLINE_CFF } eng_outline_format;

struct eng_font {
	eng_str path;            /* as found */
	eng_str postscript_name;
	unsigned id;             /* counts in order of loading in this press: stable for a theme */
	int index;
	eng_str bytes;           /* the file */
	eng_hash hash;
	hb_face_t *face;
	hb_font_t *hb;           /* scale is units per em */
	int units;               /* per em */
	int ascender, descender, line_gap, cap_height, x_height; /* font units */
	int bbox[4];
	int italic_angle;        /* thousandths of a degree */
	int weight;
	int underline_position, underline_thickness;
	bool fixed_pitch;
	eng_outline_format outline;
	unsigned glyph_count;
};

#endif
