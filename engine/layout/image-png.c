/* PNG (ISO/IEC 15948) through libpng: every colour type and depth becomes 8-bit sRGB or grey rows and
 * an alpha plane.
 *
 * libpng's simplified interface is used because it needs no longjmp from us, and because it turns
 * 16-bit, palette, interlaced and gamma-tagged files into one form. The resolution (pHYs), which it
 * does not tell, is read here. */
#include <png.h>

#include "layout/image.h"

enum { SIGNATURE = 8, CHUNK_FRAME = 12 };

static uint32_t read_u32(const char *p) {
	const unsigned char *u = (const unsigned char *)p;

	return ((uint32_t)u[0] << 24) | ((uint32_t)u[1] << 16) | ((uint32_t)u[2] << 8) | u[3];
}

/* Pixels per metre, 0 when the file does not say. */
static void find_resolution(eng_str bytes, uint32_t *x, uint32_t *y) {
	size_t at = SIGNATURE;

	*x = *y = 0;
	while (bytes.n - at >= CHUNK_FRAME) {
		uint32_t length = read_u32(bytes.s + at);
		const char *type = bytes.s + at + 4;

		if (length > bytes.n - at - CHUNK_FRAME || memcmp(type, "IDAT", 4) == 0) {
			return;
		}
		if (memcmp(type, "pHYs", 4) == 0 && length == 9 && type[12] == 1) {
			*x = read_u32(type + 4);
			*y = read_u32(type + 8);
			return;
		}
		at += CHUNK_FRAME + length;
	}
}

/* 1/1000 pt of this many pixels; 96 a inch where the file names no sane resolution. */
static eng_length natural(int pixels, uint32_t per_metre) {
	if (per_metre < 1000 || per_metre > 200000) {
		return (eng_length)pixels * 750;
	}
	return ((eng_length)pixels * 72000 * 10000 + (eng_length)per_metre * 127) /
	       ((eng_length)per_metre * 254);
}

/* The library gives pixel rows with alpha inside; painters and PDF want the planes apart. */
static void split_alpha(eng_arena *arena, eng_image *image, const uint8_t *rows) {
	size_t count = (size_t)image->width * (size_t)image->height;
	size_t channels = (size_t)image->channels;
	uint8_t *pixels = eng_arena_alloc(arena, count * channels);
	uint8_t *alpha = eng_arena_alloc(arena, count);
	bool opaque = true;

	for (size_t i = 0; i < count; i++) {
		memcpy(pixels + i * channels, rows + i * (channels + 1), channels);
		alpha[i] = rows[i * (channels + 1) + channels];
		opaque = opaque && alpha[i] == 255;
	}
	image->pixels = pixels;
	image->alpha = opaque ? NULL : alpha;
}

static bool decode(eng_arena *arena, eng_image *image, png_image *png) {
	bool alpha = (png->format & PNG_FORMAT_FLAG_ALPHA) != 0;
	bool color = (png->format & PNG_FORMAT_FLAG_COLOR) != 0;
	size_t size;
	uint8_t *rows;

	image->channels = color ? 3 : 1;
	png->format = color ? (alpha ? PNG_FORMAT_RGBA : PNG_FORMAT_RGB)
			    : (alpha ? PNG_FORMAT_GA : PNG_FORMAT_GRAY);
	size = (size_t)image->width * (size_t)image->height *
	       (size_t)(image->channels + (alpha ? 1 : 0));
	rows = alpha ? eng_malloc(size) : eng_arena_alloc(arena, size);
	if (!png_image_finish_read(png, NULL, rows, 0, NULL)) {
		if (alpha) {
			free(rows);
		}
		return false;
	}
	if (alpha) {
		split_alpha(arena, image, rows);
		free(rows);
	} else {
		image->pixels = rows;
	}
	return true;
}

bool eng_image_read_png(eng_ctx *ctx, eng_arena *arena, eng_image *image, eng_loc where) {
	png_image png = { .version = PNG_IMAGE_VERSION };
	uint32_t per_metre_x, per_metre_y;
	bool good;

	if (!png_image_begin_read_from_memory(&png, image->bytes.s, image->bytes.n)) {
		return eng_fail(ctx, "image.damaged", where, "image '%.*s' is damaged: %s",
				ENG_STR_ARG(image->path), png.message);
	}
	if ((uint64_t)png.width * png.height > ctx->limits.pixels || png.width > INT32_MAX / 8 ||
	    png.height > INT32_MAX / 8) {
		eng_fail(ctx, "limit.pixels", where,
			 "image '%.*s' has %u x %u pixels, at most %llu are allowed",
			 ENG_STR_ARG(image->path), png.width, png.height,
			 (unsigned long long)ctx->limits.pixels);
		png_image_free(&png);
		return false;
	}
	image->width = (int)png.width;
	image->height = (int)png.height;
	find_resolution(image->bytes, &per_metre_x, &per_metre_y);
	image->natural_width = natural(image->width, per_metre_x);
	image->natural_height = natural(image->height, per_metre_y);
	good = decode(arena, image, &png) && !PNG_IMAGE_FAILED(png);
	if (!good) {
		eng_fail(ctx, "image.damaged", where, "image '%.*s' is damaged: %s",
			 ENG_STR_ARG(image->path), png.message);
	}
	png_image_free(&png);
	return good;
}
