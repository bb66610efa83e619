/* Colour operators (ISO 32000-1 8.6): sRGB numbers for screens; for a press the inks that the theme
 * names, and process colours for the rest, so that black and grey are black ink alone. */
#include "channels/common/pdf/content.h"
#include "channels/common/pdf/syntax.h"

static void put_parts(eng_buf *out, const int *parts, int n) {
	for (int i = 0; i < n; i++) {
		eng_pdf_fixed(out, parts[i], 3);
		eng_buf_char(out, ' ');
	}
}

const char *eng_pdf_device(const eng_print_style *print) {
	return print ? "DeviceCMYK" : "DeviceRGB";
}

static eng_cmyk cmyk_of(const eng_print_style *print, eng_color color) {
	const eng_print_ink *ink = eng_print_ink_find(print, color);

	return ink ? ink->cmyk : eng_cmyk_of(color);
}

void eng_pdf_color(eng_buf *out, const eng_print_style *print, eng_color color) {
	int rgb[3] = { (color.r * 1000 + 127) / 255, (color.g * 1000 + 127) / 255,
		       (color.b * 1000 + 127) / 255 };

	if (print) {
		put_parts(out, cmyk_of(print, color).parts, 4);
	} else {
		put_parts(out, rgb, 3);
	}
}

void eng_pdf_paint(eng_buf *out, const eng_print_style *print, eng_color color, bool stroke) {
	const eng_print_ink *ink = print ? eng_print_ink_find(print, color) : NULL;

	if (ink && ink->spot.n) {
		eng_buf_printf(out, stroke ? "/P%zu CS 1 SCN\n" : "/P%zu cs 1 scn\n",
			       (size_t)(ink - print->inks));
		return;
	}
	eng_pdf_color(out, print, color);
	if (print) {
		eng_buf_cstr(out, stroke ? "K\n" : "k\n");
	} else {
		eng_buf_cstr(out, stroke ? "RG\n" : "rg\n");
	}
}

/* 8.6.6.4: full ink is what stands in for it, no ink is paper. */
void eng_pdf_put_spots(eng_buf *out, const eng_print_style *print) {
	bool any = false;

	for (size_t i = 0; print && i < print->ink_count; i++) {
		const eng_print_ink *ink = &print->inks[i];

		if (ink->spot.n == 0) {
			continue;
		}
		eng_buf_printf(out, "%s/P%zu[/Separation", any ? "" : "/ColorSpace<<", i);
		any = true;
		eng_pdf_name(out, ink->spot);
		eng_buf_cstr(out, "/DeviceCMYK<</FunctionType 2/N 1/Domain[0 1]/C0[0 0 0 0]/C1[");
		put_parts(out, ink->cmyk.parts, 4);
		eng_buf_cstr(out, "]>>]");
	}
	eng_buf_cstr(out, any ? ">>" : "");
}
