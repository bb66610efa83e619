/* The output intent: an ICC profile of sRGB (ICC.1:2004-10, version 4.2), made here from the
 * primaries, white point and transfer curve of IEC 61966-2-1.
 *
 * Colorants are adapted from D65 to D50 by Bradford's matrix, as the profile connection space
 * wants. The curve is stated by its parameters, which is exact and takes fewer bytes than a table. All
 * numbers are rounded to 16 bits, far coarser than any difference between mathematical libraries. */
#include <math.h>

#include "channels/common/pdf/writer.h"

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

/* Linear sRGB to XYZ under D50; columns are the colorants. adaptation: from D65, the same for all. */
static matrix colorants(matrix *adaptation) {
	static const double xy[3][2] = { { 0.64, 0.33 }, { 0.30, 0.60 }, { 0.15, 0.06 } };
	static const double d65[3] = { 0.3127 / 0.3290, 1.0, (1 - 0.3127 - 0.3290) / 0.3290 };
	matrix primaries, back, scale = { { { 0 } } }, scaled;
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
	scaled = product(&scale, &bradford);
	*adaptation = product(&back, &scaled);
	return product(adaptation, &primaries);
}

static void put16(eng_buf *out, unsigned v) {
	const char bytes[2] = { (char)(v >> 8), (char)v };

	eng_buf_add(out, bytes, 2);
}

static void put32(eng_buf *out, uint32_t v) {
	put16(out, v >> 16);
	put16(out, v & 0xffff);
}

/* Numbers as s15Fixed16 behind a type's signature. */
static void put_numbers(eng_buf *out, const char type[4], const double *v, int n) {
	eng_buf_add(out, type, 4);
	put32(out, 0);
	for (int i = 0; i < n; i++) {
		put32(out, (uint32_t)(int32_t)floor(v[i] * 65536 + 0.5));
	}
}

/* parametricCurveType of function 3: a power behind a short straight line. */
static void put_curve(eng_buf *out) {
	static const double v[5] = { 2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045 };
	eng_buf numbers = { 0 };

	put_numbers(&numbers, "para", v, 5);
	eng_buf_add(out, numbers.s, 8);
	put16(out, 3);
	put16(out, 0);
	eng_buf_add(out, numbers.s + 8, numbers.n - 8);
	eng_buf_finish(&numbers);
}

/* multiLocalizedUnicodeType with one English text. */
static void put_text(eng_buf *out, const char *text) {
	size_t n = strlen(text);

	eng_buf_add(out, "mluc\0\0\0\0", 8);
	put32(out, 1);
	put32(out, 12);
	eng_buf_add(out, "enUS", 4);
	put32(out, (uint32_t)(2 * n));
	put32(out, 28);
	for (size_t i = 0; i < n; i++) {
		put16(out, (unsigned char)text[i]);
	}
}

static const char tags[][5] = { "desc", "cprt", "wtpt", "chad", "rXYZ",
				"gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC" };

enum { TAGS = sizeof(tags) / sizeof(*tags), FIRST_COLORANT = 4, FIRST_CURVE = 7 };

static void put_tag(eng_buf *data, int tag) {
	matrix adaptation, c = colorants(&adaptation);
	const int i = tag - FIRST_COLORANT;

	if (tag == 0) {
		put_text(data, "sRGB IEC61966-2.1");
	} else if (tag == 1) {
		put_text(data, "No copyright");
	} else if (tag == 2) {
		put_numbers(data, "XYZ ", d50, 3);
	} else if (tag == 3) {
		put_numbers(data, "sf32", adaptation.m[0], 9);
	} else if (tag < FIRST_CURVE) {
		put_numbers(data, "XYZ ", (double[]){ c.m[0][i], c.m[1][i], c.m[2][i] }, 3);
	} else {
		put_curve(data);
	}
}

/* Tag data one after the other, each at a multiple of four; the three curves are one. */
static void put_tags(eng_buf *data, uint32_t at[TAGS], uint32_t size[TAGS]) {
	for (int i = 0; i < TAGS; i++) {
		if (i > FIRST_CURVE) {
			at[i] = at[FIRST_CURVE];
			size[i] = size[FIRST_CURVE];
			continue;
		}
		at[i] = (uint32_t)data->n;
		put_tag(data, i);
		size[i] = (uint32_t)data->n - at[i];
		while (data->n % 4) {
			eng_buf_char(data, 0);
		}
	}
}

static void make_profile(eng_buf *out) {
	uint32_t at[TAGS], size[TAGS], first = 128 + 4 + TAGS * 12;
	eng_buf data = { 0 };

	put_tags(&data, at, size);
	put32(out, first + (uint32_t)data.n);
	eng_buf_add(out, "\0\0\0\0\x04\x20\0\0mntrRGB XYZ ", 20);
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
	put32(out, TAGS);
	for (int i = 0; i < TAGS; i++) {
		eng_buf_add(out, tags[i], 4);
		put32(out, first + at[i]);
		put32(out, size[i]);
	}
	eng_buf_str(out, eng_buf_view(&data));
	eng_buf_finish(&data);
}

bool eng_pdf_write_intent(eng_pdf *pdf) {
	eng_desk *desk = pdf->desk;
	eng_buf *out;

	if (desk->print && !pdf->profiled) {
		return true;
	}
	if (!desk->intent.n) {
		eng_buf profile = { 0 };

		make_profile(&profile);
		desk->intent = eng_pdf_deflate_data(&desk->deflate, ENG_PDF_SMALL, &desk->arena,
						    eng_buf_view(&profile));
		eng_buf_finish(&profile);
	}
	if (!desk->print) {
		out = eng_pdf_objects_open(pdf->objects, pdf->intent);
		eng_buf_printf(
		    out,
		    "<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier"
		    "(sRGB IEC61966-2.1)/Info(sRGB IEC61966-2.1)/DestOutputProfile %u 0 R>>",
		    pdf->profile);
		eng_pdf_objects_close(pdf->objects);
	}
	return eng_pdf_objects_stream(pdf->objects, pdf->profile,
				      ENG_STR("/N 3/Filter/FlateDecode"), desk->intent);
}
