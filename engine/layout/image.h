/* Images of the library, read once per worker: PNG and JPEG as pixels, SVG as paths. */
#ifndef ENG_LAYOUT_IMAGE_H
#define ENG_LAYOUT_IMAGE_H

#include "base/arena.h"
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
	int width, height;        /* pixels; of SVG the viewBox rounded up */
	eng_length natural_width, natural_height;
	int channels;             /* 1 grey, 3 RGB, 4 CMYK (JPEG) */
	const uint8_t *pixels;    /* PNG: 8-bit RGB or grey rows; JPEG: NULL, use bytes */
	const uint8_t *alpha;     /* PNG: 8-bit; NULL: opaque */
	const eng_path *paths;    /* SVG, in natural_width x natural_height */
	size_t path_count;
};

/* Loads library/images/<src>; NULL after reporting image.*. Borrowed from the press. */
const eng_image *eng_press_image(eng_ctx *ctx, eng_press *press, eng_str src, eng_loc where);

#endif
