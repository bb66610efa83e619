/* Images of the library, read once per worker: PNG and JPEG as pixels, SVG as paths. */
#ifndef ENG_LAYOUT_IMAGE_H
#define ENG_LAYOUT_IMAGE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/hash.h"
#include "base/length.h"
#include "base/str.h"
#include "layout/page.h"

typedef enum eng_image_format { ENG_IMAGE_PNG, ENG_IMAGE_JPEG, ENG_IMAGE_SVG } eng_image_format;

struct eng_image {
	eng_str path, bytes;      /* the file */
	eng_hash hash;
	eng_image_format format;
	unsigned id;              /* order of loading in this press */
	int width, height;        /* pixels, upright; of SVG the viewBox rounded up */
	eng_length natural_width, natural_height;
	int channels;             /* 1 grey, 3 sRGB */
	const uint8_t *pixels;    /* rows of channels bytes a pixel, top first; NULL: SVG, or a JPEG
				   * whose bytes may be passed on as they are (baseline or
				   * progressive, grey or YCbCr, upright) */
	const uint8_t *alpha;     /* a byte a pixel; NULL: opaque */
	const eng_path *paths;    /* SVG, in natural_width x natural_height */
	size_t path_count;
	bool drawn_once;          /* SVG of many opaque paths, each of one colour: files may hold it as one
				   * object, so that pages have it as an item instead of its paths */
	uint64_t warned;          /* 1 more than the ordinal of the last document that a warning of its
				   * coarseness was told for */
};

/* Loads library/images/<src>; NULL after reporting image.*. Borrowed from the press. */
const eng_image *eng_press_image(eng_ctx *ctx, eng_press *press, eng_str src, eng_loc where);
/* The pixels of a PNG or JPEG, decoding a JPEG's bytes into the arena where pixels is NULL. */
const uint8_t *eng_image_decode(eng_arena *arena, const eng_image *image);

/* The paths of an SVG at the size and place of a box; path_count of them, in the arena. */
const eng_path *eng_image_paths(eng_arena *arena, const eng_image *image, eng_rect box);

/* The readers: image->bytes and path are set. False after reporting image.* or limit.pixels. */
bool eng_image_read_png(eng_ctx *ctx, eng_arena *arena, eng_image *image, eng_loc where);
bool eng_image_read_jpeg(eng_ctx *ctx, eng_arena *arena, eng_image *image, eng_loc where);
/* SVG: see svg.c for the subset. Faults are reported at their place in the file. */
bool eng_image_read_svg(eng_ctx *ctx, eng_arena *arena, eng_image *image);

/* Opaque pixels as 0x..RRGGBB, the high byte ignored; stride in pixels. Width and height at least 1. */
typedef struct eng_pixels {
	const uint32_t *rows;
	size_t stride;
	int width, height;
} eng_pixels;

/* Appends a PNG: 8-bit palette up to 256 colours, else RGB. False: beyond what a PNG chunk holds. */
bool eng_image_write_png(const eng_pixels *pixels, eng_buf *out);

#endif
