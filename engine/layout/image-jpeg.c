/* JPEG (ITU-T T.81) through TurboJPEG, whose errors come as return values.
 *
 * Knows the markers it must look at itself: frame kind, JFIF density, EXIF orientation (TIFF 6, tag
 * 0x112) and Adobe's colour transform. A plain upright file is passed on as it is; CMYK, turned and
 * arithmetic-coded files become sRGB pixels, because pages know sRGB only and viewers ignore EXIF.
 * A file whose data ends early or is damaged is refused, not shown half. */
#include <assert.h>
#include <turbojpeg.h>

#include "layout/image.h"

typedef struct jpeg_facts {
	int frame;  /* number of the SOF marker */
	bool adobe; /* Adobe marker: CMYK is stored inverted */
	int density_unit, density_x, density_y;
	int orientation; /* EXIF 1..8 */
} jpeg_facts;

static int u16(eng_str s, size_t at, bool little) {
	const unsigned char *p = (const unsigned char *)s.s + at;

	if (at + 2 > s.n) {
		return 0;
	}
	return little ? p[0] | p[1] << 8 : p[0] << 8 | p[1];
}

static uint32_t u32(eng_str s, size_t at, bool little) {
	uint32_t a = (uint32_t)u16(s, at, little), b = (uint32_t)u16(s, at + 2, little);

	return at + 4 > s.n ? 0 : little ? a | b << 16 : a << 16 | b;
}

/* The orientation entry of IFD 0; 1 for anything that is not plainly there. */
static int exif_orientation(eng_str exif) {
	eng_str tiff = eng_str_sub(exif, 6, exif.n);
	bool little = eng_str_starts(tiff, "II");
	uint32_t ifd = u32(tiff, 4, little);
	int count, value;

	if (!eng_str_starts(exif, "Exif") || ifd > tiff.n || tiff.n - ifd < 2) {
		return 1;
	}
	count = u16(tiff, ifd, little);
	for (int i = 0; i < count; i++) {
		size_t at = ifd + 2 + (size_t)i * 12;

		if (u16(tiff, at, little) == 0x0112) {
			value = u16(tiff, at + 8, little);
			return value >= 1 && value <= 8 ? value : 1;
		}
	}
	return 1;
}

static bool is_frame(int marker) {
	return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 &&
	       marker != 0xcc;
}

static void read_segment(jpeg_facts *facts, int marker, eng_str segment) {
	if (is_frame(marker)) {
		facts->frame = marker - 0xc0;
	} else if (marker == 0xe0 && eng_str_starts(segment, "JFIF") && segment.n >= 12) {
		facts->density_unit = segment.s[7];
		facts->density_x = u16(segment, 8, false);
		facts->density_y = u16(segment, 10, false);
	} else if (marker == 0xe1 && eng_str_starts(segment, "Exif")) {
		facts->orientation = exif_orientation(segment);
	} else if (marker == 0xee && eng_str_starts(segment, "Adobe")) {
		facts->adobe = true;
	}
}

static jpeg_facts read_markers(eng_str bytes) {
	jpeg_facts facts = { .frame = -1, .orientation = 1 };
	size_t at = 2;

	while (at + 4 <= bytes.n && (unsigned char)bytes.s[at] == 0xff) {
		int marker = (unsigned char)bytes.s[at + 1];
		size_t length = (size_t)u16(bytes, at + 2, false);

		if (marker == 0xff) {
			at++;
			continue;
		}
		if (marker == 0xda || length < 2) {
			break;
		}
		read_segment(&facts, marker, eng_str_sub(bytes, at + 4, at + 2 + length));
		at += 2 + length;
	}
	return facts;
}

static eng_length natural(int pixels, const jpeg_facts *facts, int density) {
	int per_inch = facts->density_unit == 1   ? density
		       : facts->density_unit == 2 ? (density * 254 + 50) / 100
						  : 96;

	if (per_inch < 20 || per_inch > 5000) {
		per_inch = 96;
	}
	return ((eng_length)pixels * 72000 + per_inch / 2) / per_inch;
}

static uint8_t *to_rgb(eng_arena *arena, const uint8_t *cmyk, size_t count, bool inverted) {
	uint8_t *rgb = eng_arena_alloc(arena, count * 3);

	for (size_t i = 0; i < count; i++) {
		unsigned k = inverted ? cmyk[i * 4 + 3] : 255u - cmyk[i * 4 + 3];

		for (size_t c = 0; c < 3; c++) {
			unsigned v = inverted ? cmyk[i * 4 + c] : 255u - cmyk[i * 4 + c];

			rgb[i * 3 + c] = (uint8_t)((v * k + 127) / 255);
		}
	}
	return rgb;
}

/* Turns the picture upright; swaps its sides for orientations 5 to 8. */
static void turn(eng_arena *arena, eng_image *image, const uint8_t *from, int orientation) {
	size_t w = (size_t)image->width, h = (size_t)image->height, n = (size_t)image->channels;
	uint8_t *to = eng_arena_alloc(arena, w * h * n);
	size_t to_w = orientation >= 5 ? h : w;

	for (size_t y = 0; y < h; y++) {
		for (size_t x = 0; x < w; x++) {
			bool flip_x = orientation == 2 || orientation == 3 || orientation == 7 ||
				      orientation == 8;
			bool flip_y = orientation == 3 || orientation == 4 || orientation == 6 ||
				      orientation == 7;
			size_t a = flip_x ? w - 1 - x : x, b = flip_y ? h - 1 - y : y;
			size_t at = orientation >= 5 ? a * to_w + b : b * to_w + a;

			memcpy(to + at * n, from + (y * w + x) * n, n);
		}
	}
	image->pixels = to;
	if (orientation >= 5) {
		eng_length side = image->natural_width;

		image->width = (int)h;
		image->height = (int)w;
		image->natural_width = image->natural_height;
		image->natural_height = side;
	}
}

static uint8_t *decode(tjhandle handle, const eng_image *image, int format) {
	size_t size = (size_t)image->width * (size_t)image->height * (size_t)tjPixelSize[format];
	uint8_t *pixels = eng_malloc(size);

	if (tjDecompress2(handle, (const unsigned char *)image->bytes.s, image->bytes.n, pixels,
			  image->width, 0, image->height, format,
			  TJFLAG_ACCURATEDCT | TJFLAG_STOPONWARNING) != 0) {
		free(pixels);
		return NULL;
	}
	return pixels;
}

/* Decodes once, also what is passed on as it is: a damaged file must be found before it is sent. */
static bool take_pixels(eng_arena *arena, eng_image *image, tjhandle handle, bool cmyk,
			const jpeg_facts *facts) {
	int format = cmyk ? TJPF_CMYK : image->channels == 1 ? TJPF_GRAY : TJPF_RGB;
	size_t count = (size_t)image->width * (size_t)image->height;
	bool plain = facts->orientation == 1 && facts->frame >= 0 && facts->frame <= 2;
	uint8_t *pixels = decode(handle, image, format);

	if (!pixels) {
		return false;
	}
	if (cmyk) {
		image->pixels = to_rgb(arena, pixels, count, facts->adobe);
	} else if (!plain) {
		image->pixels = eng_arena_copy(arena, pixels, count * (size_t)image->channels);
	}
	if (facts->orientation != 1) {
		turn(arena, image, image->pixels, facts->orientation);
	}
	free(pixels);
	return true;
}

bool eng_image_read_jpeg(eng_ctx *ctx, eng_arena *arena, eng_image *image, eng_loc where) {
	jpeg_facts facts = read_markers(image->bytes);
	tjhandle handle = tjInitDecompress();
	int sampling, space;
	bool cmyk, good = true;

	if (tjDecompressHeader3(handle, (const unsigned char *)image->bytes.s, image->bytes.n,
				&image->width, &image->height, &sampling, &space) != 0) {
		good = eng_fail(ctx, "image.damaged", where, "image '%.*s' is damaged: %s",
				ENG_STR_ARG(image->path), tjGetErrorStr2(handle));
	} else if ((uint64_t)image->width * (uint64_t)image->height > ctx->limits.pixels) {
		good = eng_fail(ctx, "limit.pixels", where,
				"image '%.*s' has %d x %d pixels, at most %llu are allowed",
				ENG_STR_ARG(image->path), image->width, image->height,
				(unsigned long long)ctx->limits.pixels);
	}
	if (good) {
		cmyk = space == TJCS_CMYK || space == TJCS_YCCK;
		image->channels = space == TJCS_GRAY ? 1 : 3;
		image->natural_width = natural(image->width, &facts, facts.density_x);
		image->natural_height = natural(image->height, &facts, facts.density_y);
		good = take_pixels(arena, image, handle, cmyk, &facts) ||
		       eng_fail(ctx, "image.damaged", where, "image '%.*s' is damaged: %s",
				ENG_STR_ARG(image->path), tjGetErrorStr2(handle));
	}
	tjDestroy(handle);
	return good;
}

const uint8_t *eng_image_decode(eng_arena *arena, const eng_image *image) {
	tjhandle handle;
	uint8_t *pixels;
	const uint8_t *copy;

	if (image->pixels || image->format != ENG_IMAGE_JPEG) {
		return image->pixels;
	}
	handle = tjInitDecompress();
	pixels = decode(handle, image, image->channels == 1 ? TJPF_GRAY : TJPF_RGB);
	assert(pixels);
	copy = eng_arena_copy(
	    arena, pixels, (size_t)image->width * (size_t)image->height * (size_t)image->channels);
	free(pixels);
	tjDestroy(handle);
	return copy;
}
