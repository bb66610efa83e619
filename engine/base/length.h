/* Lengths in 1/1000 point, exact integers: pages are the same on every machine. */
#ifndef ENG_BASE_LENGTH_H
#define ENG_BASE_LENGTH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

typedef int64_t eng_length;

#define ENG_PT(points) ((eng_length)((points) * 1000))
/* 1 mm = 72/25.4 pt, rounded to 1/1000 pt. */
#define ENG_MM(mm) ((eng_length)((mm) * 72000.0 / 25.4 + ((mm) < 0 ? -0.5 : 0.5)))

/* A rectangle on a page: origin top left, y grows downwards. */
typedef struct eng_rect {
	eng_length x, y, w, h;
} eng_rect;

/* "12pt", "4.5mm", "1cm", "1in", "16px" (1 px = 0.75 pt), "0". False without a diagnostic. */
bool eng_length_parse(eng_str text, eng_length *out);

/* sRGB, 8 bits a channel; alpha 255 is opaque. */
typedef struct eng_color {
	uint8_t r, g, b, a;
} eng_color;

/* "#rgb", "#rrggbb", "#rrggbbaa". False without a diagnostic. */
bool eng_color_parse(eng_str text, eng_color *out);
/* WCAG 2.1 contrast ratio times 1000 (1000 .. 21000), both taken as opaque. */
int eng_color_contrast(eng_color a, eng_color b);
/* a over b, mixed: share thousandths of a. */
eng_color eng_color_mix(eng_color a, eng_color b, int share);

#endif
