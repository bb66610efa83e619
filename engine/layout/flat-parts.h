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
	uint16_t mixed[ENG_OUTLINE_FULL + 1]
		      [ENG_FLAT_COLORS]; /* place + 1 by level and ground; 0: not
								* known yet */
} eng_flat_brush;

typedef struct eng_flat {
	eng_arena *arena;
	int width, height;
	uint32_t colors[ENG_FLAT_COLORS]; /* 0xRRGGBB; the first is the paper's */
	int count;
	eng_flat_brush *brushes;
} eng_flat;

/* A letter as it is written in one of the palettes and pictures that it was used in. */
typedef struct eng_flat_stamp {
	struct eng_flat_stamp *next;
	int ramp, width; /* of the picture */
	eng_row_stamp *stamp;
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
	int x, y;                   /* pixels of its corner */
	const eng_row_stamp *stamp; /* of lines whose letters stand apart */
} eng_flat_letter;

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
			eng_flat_letter *items;
			size_t count;
			bool apart; /* each right of the one before, and none cut off */
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

/* Forgets all masks when they are many; not while a drawing holds some. */
void eng_flat_masks_trim(eng_flat_masks *masks);
/* x: 1/256 pixels of the origin. scale: pixels for 1/1000 pt. */
eng_flat_mask *eng_flat_mask_find(eng_flat_masks *masks, const eng_font *font, eng_length size,
				  uint32_t glyph, int x, double scale);
/* The letter in the places of a palette from ramp on, as the packer writes it on paper. */
const eng_row_stamp *eng_flat_stamp_find(eng_flat_masks *masks, eng_flat_mask *mask, int ramp,
					 const eng_row_packer *packer);
/* The codes that rows are compressed in, made once. */
const eng_row_codes *eng_flat_row_codes(const eng_flat_masks *masks);

#endif
