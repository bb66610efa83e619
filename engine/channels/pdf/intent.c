/* The output intent: an ICC profile of sRGB (ICC.1:2001-04, version 2.1), made here from the
 * primaries, white point and transfer curve of IEC 61966-2-1.
 *
 * Colorants are adapted from D65 to D50 by Bradford's matrix, as the profile connection space
 * wants. The curve has 1024 steps; all numbers are rounded to 16 bits, far coarser than any
 * difference between mathematical libraries. */
#include <math.h>

#include "channels/pdf/writer.h"

#define STEPS 1024

typedef struct matrix {
	double m[3][3];
} matrix;

static const matrix bradford = {
	{ { 0.8951, 0.2664, -0.1614 }, { -0.7502, 1.7135, 0.0367 }, { 0.0389, -0.0685, 1.0296 } }
};
static const double d50[3] = { 0.9642, 1.0, 0.8249 };

static matrix inverse(const matrix *a) {
	matrix r;
	double det = 0;

	for (int i = 0; i < 3; i++) {
		for (int k = 0; k < 3; k++) {
			int i1 = (i + 1) % 3, i2 = (i + 2) % 3, k1 = (k + 1) % 3, k2 = (k + 2) % 3;

			r.m[k][i] = a->m[i1][k1] * a->m[i2][k2] - a->m[i1][k2] * a->m[i2][k1];
		}
	}
	for (int i = 0; i < 3; i++) {
		det += a->m[0][i] * r.m[i][0];
	}
	for (int i = 0; i < 9; i++) {
		r.m[i / 3][i % 3] /= det;
	}
	return r;
}

static matrix product(const matrix *a, const matrix *b) {
	matrix r;

	for (int i = 0; i < 3; i++) {
		for (int k = 0; k < 3; k++) {
			r.m[i][k] = a->m[i][0] * b->m[0][k] + a->m[i][1] * b->m[1][k] +
				    a->m[i][2] * b->m[2][k];
		}
	}
	return r;
}

static void apply(const matrix *a, const double v[3], double out[3]) {
	for (int i = 0; i < 3; i++) {
		out[i] = a->m[i][0] * v[0] + a->m[i][1] * v[1] + a->m[i][2] * v[2];
	}
}

/* Linear sRGB to XYZ under D50; columns are the colorants. */
static matrix colorants(void) {
	static const double xy[3][2] = { { 0.64, 0.33 }, { 0.30, 0.60 }, { 0.15, 0.06 } };
	static const double d65[3] = { 0.3127 / 0.3290, 1.0, (1 - 0.3127 - 0.3290) / 0.3290 };
	matrix primaries, back, scale = { { { 0 } } }, unscaled;
	double weights[3], from[3], to[3];

	for (int i = 0; i < 3; i++) {
		primaries.m[0][i] = xy[i][0] / xy[i][1];
		primaries.m[1][i] = 1;
		primaries.m[2][i] = (1 - xy[i][0] - xy[i][1]) / xy[i][1];
	}
	back = inverse(&primaries);
	apply(&back, d65, weights);
	for (int i = 0; i < 9; i++) {
		primaries.m[i / 3][i % 3] *= weights[i % 3];
	}
	apply(&bradford, d65, from);
	apply(&bradford, d50, to);
	for (int i = 0; i < 3; i++) {
		scale.m[i][i] = to[i] / from[i];
	}
	back = inverse(&bradford);
	unscaled = product(&bradford, &primaries);
	scale = product(&scale, &unscaled);
	return product(&back, &scale);
}

static void put16(eng_buf *out, unsigned v) {
	const char bytes[2] = { (char)(v >> 8), (char)v };

	eng_buf_add(out, bytes, 2);
}

static void put32(eng_buf *out, uint32_t v) {
	put16(out, v >> 16);
	put16(out, v & 0xffff);
}

static void put_xyz(eng_buf *out, double x, double y, double z) {
	const double v[3] = { x, y, z };

	eng_buf_add(out, "XYZ \0\0\0\0", 8);
	for (int i = 0; i < 3; i++) {
		put32(out, (uint32_t)(int32_t)floor(v[i] * 65536 + 0.5));
	}
}

static void put_curve(eng_buf *out) {
	eng_buf_add(out, "curv\0\0\0\0", 8);
	put32(out, STEPS);
	for (int i = 0; i < STEPS; i++) {
		double v = (double)i / (STEPS - 1);

		v = v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
		put16(out, (unsigned)floor(v * 65535 + 0.5));
	}
}

static void put_description(eng_buf *out) {
	static const char text[] = "sRGB IEC61966-2.1";

	eng_buf_add(out, "desc\0\0\0\0", 8);
	put32(out, sizeof(text));
	eng_buf_add(out, text, sizeof(text));
	for (int i = 0; i < 4 + 4 + 2 + 1 + 67; i++) { /* no Unicode, no ScriptCode text */
		eng_buf_char(out, 0);
	}
}

/* Tag data one after the other, each at a multiple of four; the three curves are one. */
static void put_tags(eng_buf *data, uint32_t at[9], uint32_t size[9]) {
	matrix c = colorants();

	for (int i = 0; i < 9; i++) {
		at[i] = (uint32_t)data->n;
		if (i == 0) {
			put_description(data);
		} else if (i == 1) {
			eng_buf_add(data, "text\0\0\0\0No copyright", 21);
		} else if (i == 2) {
			put_xyz(data, d50[0], d50[1], d50[2]);
		} else if (i < 6) {
			put_xyz(data, c.m[0][i - 3], c.m[1][i - 3], c.m[2][i - 3]);
		} else if (i == 6) {
			put_curve(data);
		} else {
			at[i] = at[6];
			size[i] = size[6];
			continue;
		}
		size[i] = (uint32_t)data->n - at[i];
		while (data->n % 4) {
			eng_buf_char(data, 0);
		}
	}
}

static void make_profile(eng_buf *out) {
	static const char names[9][5] = { "desc", "cprt", "wtpt", "rXYZ", "gXYZ",
					  "bXYZ", "rTRC", "gTRC", "bTRC" };
	uint32_t at[9], size[9], first = 128 + 4 + 9 * 12;
	eng_buf data = { 0 };

	put_tags(&data, at, size);
	put32(out, first + (uint32_t)data.n);
	eng_buf_add(out, "\0\0\0\0\x02\x10\0\0mntrRGB XYZ ", 20);
	for (int i = 0; i < 6; i++) { /* a fixed date: 1 January 2000 */
		put16(out, i == 0 ? 2000 : i < 3 ? 1 : 0);
	}
	eng_buf_add(out, "acsp\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 32);
	put32(out, 0x0000f6d6); /* D50, as the header states it */
	put32(out, 0x00010000);
	put32(out, 0x0000d32d);
	while (out->n < 128) {
		eng_buf_char(out, 0);
	}
	put32(out, 9);
	for (int i = 0; i < 9; i++) {
		eng_buf_add(out, names[i], 4);
		put32(out, first + at[i]);
		put32(out, size[i]);
	}
	eng_buf_str(out, eng_buf_view(&data));
	eng_buf_finish(&data);
}

bool eng_pdf_write_intent(eng_pdf *pdf) {
	eng_desk *desk = pdf->desk;
	eng_buf *out;

	if (!desk->intent.n) {
		eng_buf profile = { 0 };

		make_profile(&profile);
		desk->intent = eng_pdf_deflate_data(&desk->deflate, ENG_PDF_SMALL, &desk->arena,
						    eng_buf_view(&profile));
		eng_buf_finish(&profile);
	}
	out = eng_pdf_objects_open(pdf->objects, pdf->intent);
	eng_buf_printf(out,
		       "<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier"
		       "(sRGB IEC61966-2.1)/Info(sRGB IEC61966-2.1)/DestOutputProfile %u 0 R>>",
		       pdf->profile);
	eng_pdf_objects_close(pdf->objects);
	return eng_pdf_objects_shared(pdf->objects, pdf->profile,
				      ENG_STR("/N 3/Filter/FlateDecode"), desk->intent);
}
