/* Shared by the files of flat drawings: the colours, the brushes and the masks of letters. */
#ifndef ENG_LAYOUT_FLAT_PARTS_H
#define ENG_LAYOUT_FLAT_PARTS_H

#include "layout/deflate-rows.h"
#include "layout/flat.h"
#include "layout/outline.h"

enum { ENG_FLAT_COLORS = 256 };

/* What a colour makes of the colours it is put on. */
typedef struct eng_flat_brush {
	struct eng_flat_brush *next;
	eng_color color;
	uint8_t place; /* in the palette, of an opaque one */
	uint8_t ramp; /* place of level 1 on paper, the higher levels follow; 0: no room was left */
	/* By level and ground, the place + 1, 0 while it is not known; NULL: none of the level is. */
	uint16_t *mixed[ENG_OUTLINE_FULL + 1];
} eng_flat_brush;

typedef struct eng_flat {
	eng_arena *arena;
	int width, height;
	uint32_t colors[ENG_FLAT_COLORS]; /* 0xRRGGBB; the first is the paper's */
	int count;
	eng_flat_brush *brushes;
} eng_flat;

/* What is written in one of the palettes and pictures that it was used in. */
typedef struct eng_flat_stamp {
	struct eng_flat_stamp *next;
	int ramp, width; /* of the picture */
	const eng_row_stamp *stamp;
} eng_flat_stamp;

/* A letter at a size and a quarter of a pixel. */
typedef struct eng_flat_mask {
	int x, y, width, height; /* of its corner from the pixel that its origin is in */
	int stride;              /* width and zeros, a multiple of 8 */
	const uint8_t *levels;   /* row by row */
	eng_flat_stamp *stamps;
} eng_flat_mask;

typedef struct eng_flat_letter {
	eng_flat_mask *mask;
	int x, y; /* pixels of its corner from the line's origin */
} eng_flat_letter;

/* Letters that are set together, which many pictures have in common: words of an axis, names of months. */
typedef struct eng_flat_line {
	const eng_flat_letter *items; /* without those that show nothing */
	size_t count;
	int left, top, right, bottom; /* pixels from its origin */
	bool apart;                   /* each letter is right of the one before */
	bool kept;
	eng_flat_stamp *stamps; /* of one that is kept */
} eng_flat_line;

typedef enum eng_flat_kind { ENG_FLAT_BOX, ENG_FLAT_LETTERS, ENG_FLAT_OUTLINE } eng_flat_kind;

typedef struct eng_flat_shape {
	eng_flat_kind kind;
	eng_color color;
	eng_flat_brush *brush;
	int top, bottom; /* rows, on the canvas */
	int left, right; /* pixels, on the canvas */
	union {
		int box[4]; /* left, top, right and bottom, 1/256 pixels */
		struct {
			eng_flat_line *line;
			int x, y;    /* pixels of its origin */
			bool stands; /* apart, and nothing of it is cut off */
			/* Rows in which others are near, or were just above, and all between. */
			int from, to;
			const eng_row_placed *stamps; /* NULL: not asked for yet */
			size_t count;
			const eng_row_strip *strip; /* NULL: of lines that are not kept */
			int strip_top;              /* the row that it begins in */
		} letters;
		struct {
			eng_outline *outline;
			eng_scan scan;
		} outline;
	} as;
} eng_flat_shape;

/* Gives the shape's colour its places in the palette, all colours before any mixture, and readies it. */
void eng_flat_dip(eng_flat *flat, eng_flat_shape *shape);
/* What the shape covers of the span of row y; with rising y, and on each row of an outline. */
void eng_flat_put(eng_flat *flat, eng_flat_shape *shape, int y, uint8_t *row, eng_row_span span);

struct eng_flat_masks {
	eng_arena arena, scratch;
	struct _GHashTable *letters, *lines, *strips; /* each entry its own key */
	uint32_t *seen; /* hashes of lines and strips that came once */
	struct hb_draw_funcs_t *outline;
	eng_row_codes *codes;
	eng_buf packed; /* the rows of the picture at hand */
};

/* The part of masks that knows lines. (flat-line.c) */
void eng_flat_lines_open(eng_flat_masks *masks);
void eng_flat_lines_close(eng_flat_masks *masks);
/* Forgets all masks and lines when they are many; not while a drawing holds some. */
void eng_flat_masks_trim(eng_flat_masks *masks);
/* size: pixels. quarter: of a pixel, 0 to 3. */
eng_flat_mask *eng_flat_mask_find(eng_flat_masks *masks, const eng_font *font, double size,
				  uint32_t glyph, int quarter);
/* The letter in the places of a palette from ramp on, as the packer writes it on paper. */
const eng_row_stamp *eng_flat_mask_stamp(eng_flat_masks *masks, eng_flat_mask *mask, int ramp,
					 const eng_row_packer *packer);
/* The letters of a run, at a scale of pixels for 1/1000 pt, and the pixels of their origin. What is not worth
 * keeping is in the arena. */
eng_flat_line *eng_flat_line_find(eng_flat_masks *masks, eng_arena *arena, const eng_glyph_run *run,
				  double scale, int *x, int *y);
/* The stamps of the shape, a line that stands on paper; the array is in the arena. */
void eng_flat_line_stamps(eng_flat_masks *masks, eng_arena *arena, eng_flat_shape *shape,
			  const eng_row_packer *packer);
/* Whether what has the hash came before, as far as is remembered. */
bool eng_flat_is_seen(eng_flat_masks *masks, uint32_t hash);

/* The part of masks that knows strips. (flat-strip.c) */
void eng_flat_strips_open(eng_flat_masks *masks);
/* Gives their strip to lines that are kept and have the same foot, if they came together before. */
void eng_flat_strips_find(eng_flat_masks *masks, eng_arena *arena, eng_flat_shape *shapes,
			  size_t count, const eng_row_packer *packer);
/* The codes that rows are compressed in, made once. */
eng_row_codes *eng_flat_row_codes(const eng_flat_masks *masks);

#endif
