/* Gradients (ISO 32000-1 8.7.4.5.3, 8.7.4.5.4, 11.6.5.3): shadings over any number of colours, and soft
 * masks where these are not equally opaque. A radial one is in a space of its own, where its ellipse is
 * the circle of radius 1 around 0: so that it need not be a circle on the page.
 *
 * Resources of the document: S1, S2 ... are shadings of fills, P1, P2 ... patterns of strokes, M1, M2 ...
 * graphics states with the soft mask of the shading of this number. A mask is a group of greys, light where the gradient is opaque. */
#include "channels/common/pdf/content.h"
#include "channels/common/pdf/syntax.h"

enum { FULL = 10000 };

static void put_point(eng_buf *out, eng_length x, eng_length y) {
	eng_pdf_length(out, x);
	eng_buf_char(out, ' ');
	eng_pdf_length(out, y);
	eng_buf_char(out, ' ');
}

static void put_value(eng_buf *out, const eng_print_style *print, eng_color color, bool mask) {
	if (mask) {
		eng_pdf_fixed(out, color.a * 1000 / 255, 3);
	} else {
		eng_pdf_color(out, print, color);
	}
}

/* 7.10.3: from one colour to another. */
static void put_step(eng_buf *out, const eng_print_style *print, eng_color from, eng_color to,
		     bool mask) {
	eng_buf_cstr(out, "<</FunctionType 2/N 1/Domain[0 1]/C0[");
	put_value(out, print, from, mask);
	eng_buf_cstr(out, "]/C1[");
	put_value(out, print, to, mask);
	eng_buf_cstr(out, "]>>");
}

/* 7.10.4: steps one behind the other; the first and last colour go on to the ends of the way. */
static void put_steps(eng_buf *out, const eng_print_style *print, const eng_gradient *g,
		      bool mask) {
	size_t last = g->count - 1, first_step = g->stops[0].at > 0, steps = first_step + last;

	eng_buf_cstr(out, "<</FunctionType 3/Domain[0 1]/Functions[");
	if (first_step) {
		put_step(out, print, g->stops[0].color, g->stops[0].color, mask);
	}
	for (size_t i = 0; i < last; i++) {
		put_step(out, print, g->stops[i].color, g->stops[i + 1].color, mask);
	}
	if (g->stops[last].at < FULL) {
		put_step(out, print, g->stops[last].color, g->stops[last].color, mask);
		steps++;
	}
	eng_buf_cstr(out, "]/Bounds[");
	for (size_t i = 0; i <= last; i++) {
		if (g->stops[i].at > 0 && g->stops[i].at < FULL) {
			eng_pdf_fixed(out, g->stops[i].at, 4);
			eng_buf_char(out, ' ');
		}
	}
	eng_buf_cstr(out, "]/Encode[");
	for (size_t i = 0; i < steps; i++) {
		eng_buf_cstr(out, "0 1 ");
	}
	eng_buf_cstr(out, "]>>");
}

static void put_shading(const eng_pdf *pdf, eng_buf *out, const eng_pdf_gradient_use *use,
			bool mask) {
	const eng_print_style *print = pdf->desk->print;
	const eng_gradient *g = use->gradient;

	eng_buf_printf(out, "<</ShadingType %d/ColorSpace/%s/Extend[true true]/Coords[",
		       g->radial ? 3 : 2, mask ? "DeviceGray" : eng_pdf_device(print));
	if (g->radial) {
		eng_pdf_fixed(out, g->focus_x, 4);
		eng_buf_char(out, ' ');
		eng_pdf_fixed(out, g->focus_y, 4);
		eng_buf_cstr(out, " 0 0 0 1");
	} else {
		put_point(out, g->x[0], use->page_height - g->y[0]);
		put_point(out, g->x[1], use->page_height - g->y[1]);
	}
	eng_buf_cstr(out, "]/Function");
	if (g->count == 1) {
		put_step(out, print, g->stops[0].color, g->stops[0].color, mask);
	} else if (g->count == 2 && g->stops[0].at == 0 && g->stops[1].at == FULL) {
		put_step(out, print, g->stops[0].color, g->stops[1].color, mask);
	} else {
		put_steps(out, print, g, mask);
	}
	eng_buf_cstr(out, ">>");
}

/* The space of a radial gradient. */
static void put_axes(eng_buf *out, const eng_pdf_gradient_use *use) {
	const eng_gradient *g = use->gradient;

	put_point(out, g->x[1] - g->x[0], g->y[0] - g->y[1]);
	put_point(out, g->x[2] - g->x[0], g->y[0] - g->y[2]);
	put_point(out, g->x[0], use->page_height - g->y[0]);
}

/* Into that space: sh paints in the one that is. */
static void put_space(eng_buf *out, const eng_pdf_gradient_use *use) {
	if (use->gradient->radial) {
		put_axes(out, use);
		eng_buf_cstr(out, "cm\n");
	}
}

static bool is_even(const eng_gradient *gradient) {
	for (size_t i = 1; i < gradient->count; i++) {
		if (gradient->stops[i].color.a != gradient->stops[0].color.a) {
			return false;
		}
	}
	return true;
}

/* The box of all points of the path, its controls among them, and what its stroke has around them. */
static eng_rect box_of(const eng_path *path) {
	eng_length around = eng_path_reach(path);
	eng_length x0 = path->ops[0].x[0], y0 = path->ops[0].y[0], x1 = x0, y1 = y0;

	for (size_t i = 0; i < path->count; i++) {
		const eng_path_op *op = &path->ops[i];
		int points = op->verb == ENG_CURVE ? 3 : op->verb != ENG_CLOSE;

		for (int k = 0; k < points; k++) {
			x0 = op->x[k] < x0 ? op->x[k] : x0;
			x1 = op->x[k] > x1 ? op->x[k] : x1;
			y0 = op->y[k] < y0 ? op->y[k] : y0;
			y1 = op->y[k] > y1 ? op->y[k] : y1;
		}
	}
	return (eng_rect){ x0 - around, y0 - around, x1 - x0 + 2 * around, y1 - y0 + 2 * around };
}

/* The number of the gradient's resources. */
static size_t add_gradient(eng_pdf *pdf, const eng_path *path, eng_length height) {
	eng_pdf_gradient_use *use;

	pdf->gradients = eng_arena_grow(pdf->arena, pdf->gradients, pdf->gradient_count,
					&pdf->gradient_cap, sizeof(*pdf->gradients));
	use = &pdf->gradients[pdf->gradient_count++];
	*use = (eng_pdf_gradient_use){ .gradient = path->gradient,
				       .page_height = height,
				       .stroke = !path->fill };
	if (!is_even(path->gradient)) {
		use->box = box_of(path);
		use->mask = eng_pdf_objects_reserve(pdf->objects, 1);
	}
	return pdf->gradient_count;
}

size_t eng_pdf_open_gradient(eng_pdf_content *content, const eng_path *path) {
	size_t name = add_gradient(content->pdf, path, content->height);
	bool masked = content->pdf->gradients[name - 1].mask != 0;
	uint8_t alpha = masked ? 255 : path->gradient->stops[0].color.a;

	eng_pdf_set_alpha(content, alpha, alpha);
	eng_buf_add(content->out, "q\n", 2);
	if (masked) {
		eng_buf_printf(content->out, "/M%zu gs\n", name);
		content->transparent = true;
	}
	return name;
}

void eng_pdf_fill_gradient(eng_pdf_content *content, const eng_path *path) {
	size_t name = eng_pdf_open_gradient(content, path);

	eng_pdf_path_ops(content->out, path, content->height);
	eng_buf_printf(content->out, "%s n\n", path->even_odd ? "W*" : "W");
	put_space(content->out, &content->pdf->gradients[name - 1]);
	eng_buf_printf(content->out, "/S%zu sh\nQ\n", name);
}

/* 8.7.4.1: in the space of the page, whatever stands around the stroke. */
static void put_pattern(const eng_pdf *pdf, eng_buf *out, const eng_pdf_gradient_use *use) {
	const eng_gradient *g = use->gradient;

	eng_buf_cstr(out, "<</PatternType 2/Shading");
	put_shading(pdf, out, use, false);
	if (g->radial) {
		eng_buf_cstr(out, "/Matrix[");
		put_axes(out, use);
		eng_buf_char(out, ']');
	}
	eng_buf_cstr(out, ">>");
}

static void put_gradients(const eng_pdf *pdf, eng_buf *out, bool stroke) {
	bool any = false;

	for (size_t i = 0; i < pdf->gradient_count; i++) {
		if (pdf->gradients[i].stroke != stroke) {
			continue;
		}
		if (!any) {
			eng_buf_cstr(out, stroke ? "/Pattern<<" : "/Shading<<");
		}
		any = true;
		eng_buf_printf(out, "/%c%zu", stroke ? 'P' : 'S', i + 1);
		if (stroke) {
			put_pattern(pdf, out, &pdf->gradients[i]);
		} else {
			put_shading(pdf, out, &pdf->gradients[i], false);
		}
	}
	eng_buf_cstr(out, any ? ">>" : "");
}

void eng_pdf_put_shadings(const eng_pdf *pdf, eng_buf *out) {
	put_gradients(pdf, out, false);
	put_gradients(pdf, out, true);
}

void eng_pdf_put_masks(const eng_pdf *pdf, eng_buf *out) {
	for (size_t i = 0; i < pdf->gradient_count; i++) {
		if (pdf->gradients[i].mask) {
			eng_buf_printf(out, "/M%zu<</SMask<</S/Luminosity/G %u 0 R>>>>", i + 1,
				       pdf->gradients[i].mask);
		}
	}
}

bool eng_pdf_write_masks(eng_pdf *pdf) {
	eng_buf dict = { 0 }, content = { 0 };
	bool ok = true;

	for (size_t i = 0; ok && i < pdf->gradient_count; i++) {
		const eng_pdf_gradient_use *use = &pdf->gradients[i];

		if (!use->mask) {
			continue;
		}
		eng_buf_clear(&dict);
		eng_buf_cstr(&dict, "/Type/XObject/Subtype/Form/BBox[");
		put_point(&dict, use->box.x, use->page_height - use->box.y - use->box.h);
		put_point(&dict, use->box.x + use->box.w, use->page_height - use->box.y);
		eng_buf_cstr(&dict,
			     "]/Group<</S/Transparency/CS/DeviceGray>>/Resources<</Shading<</S ");
		put_shading(pdf, &dict, use, true);
		eng_buf_cstr(&dict, ">>>>");
		eng_buf_clear(&content);
		put_space(&content, use);
		eng_buf_cstr(&content, "/S sh");
		ok = eng_pdf_objects_stream(pdf->objects, use->mask,
					    eng_str_copy(pdf->arena, eng_buf_view(&dict)),
					    eng_str_copy(pdf->arena, eng_buf_view(&content)));
	}
	eng_buf_finish(&dict);
	eng_buf_finish(&content);
	return ok;
}
