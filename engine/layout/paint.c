/* Replays a page with cairo: for previews and for the pictures of e-mail.
 *
 * Glyphs are painted as their outlines, never hinted and never through a font engine's cache, so that
 * a picture depends on the page, the size and the library version only. Knows nothing of documents. */
#include <cairo.h>
#include <hb.h>
#include <math.h>

#include "layout/font.h"
#include "layout/image.h"
#include "layout/layout.h"

typedef struct painter {
	eng_ctx *ctx;
	cairo_t *cr;
	eng_arena scratch; /* decoded images, one at a time */
	hb_draw_funcs_t *outline;
} painter;

static double pt(eng_length v) {
	return (double)v / 1000;
}

static void set_color(cairo_t *cr, eng_color c) {
	cairo_set_source_rgba(cr, c.r / 255.0, c.g / 255.0, c.b / 255.0, c.a / 255.0);
}

/* Outlines */

static void on_move(hb_draw_funcs_t *f, void *cr, hb_draw_state_t *st, float x, float y,
		    void *user) {
	(void)f;
	(void)st;
	(void)user;
	cairo_move_to(cr, (double)x, (double)y);
}

static void on_line(hb_draw_funcs_t *f, void *cr, hb_draw_state_t *st, float x, float y,
		    void *user) {
	(void)f;
	(void)st;
	(void)user;
	cairo_line_to(cr, (double)x, (double)y);
}

static void on_curve(hb_draw_funcs_t *f, void *cr, hb_draw_state_t *st, float x1, float y1,
		     float x2, float y2, float x, float y, void *user) {
	(void)f;
	(void)st;
	(void)user;
	cairo_curve_to(cr, (double)x1, (double)y1, (double)x2, (double)y2, (double)x, (double)y);
}

static void on_close(hb_draw_funcs_t *f, void *cr, hb_draw_state_t *st, void *user) {
	(void)f;
	(void)st;
	(void)user;
	cairo_close_path(cr);
}

/* Quadratic curves come as cubic ones where no function takes them. */
static hb_draw_funcs_t *outline_funcs(void) {
	hb_draw_funcs_t *funcs = hb_draw_funcs_create();

	hb_draw_funcs_set_move_to_func(funcs, on_move, NULL, NULL);
	hb_draw_funcs_set_line_to_func(funcs, on_line, NULL, NULL);
	hb_draw_funcs_set_cubic_to_func(funcs, on_curve, NULL, NULL);
	hb_draw_funcs_set_close_path_func(funcs, on_close, NULL, NULL);
	hb_draw_funcs_make_immutable(funcs);
	return funcs;
}

static void paint_run(const painter *p, const eng_glyph_run *run) {
	double scale = pt(run->size) / run->font->units;

	cairo_new_path(p->cr);
	for (size_t i = 0; i < run->count; i++) {
		const eng_glyph *g = &run->glyphs[i];

		cairo_save(p->cr);
		cairo_translate(p->cr, pt(run->x + g->x), pt(run->y + g->y));
		cairo_scale(p->cr, scale, -scale);
		hb_font_get_glyph_shape(run->font->hb, g->id, p->outline, p->cr);
		cairo_restore(p->cr);
	}
	set_color(p->cr, run->color);
	cairo_set_fill_rule(p->cr, CAIRO_FILL_RULE_WINDING);
	cairo_fill(p->cr);
}

/* Paths */

static void trace(cairo_t *cr, const eng_path *path) {
	cairo_new_path(cr);
	for (size_t i = 0; i < path->count; i++) {
		const eng_path_op *op = &path->ops[i];

		switch (op->verb) {
		case ENG_MOVE:
			cairo_move_to(cr, pt(op->x[0]), pt(op->y[0]));
			break;
		case ENG_LINE:
			cairo_line_to(cr, pt(op->x[0]), pt(op->y[0]));
			break;
		case ENG_CURVE:
			cairo_curve_to(cr, pt(op->x[0]), pt(op->y[0]), pt(op->x[1]), pt(op->y[1]),
				       pt(op->x[2]), pt(op->y[2]));
			break;
		case ENG_CLOSE:
			cairo_close_path(cr);
			break;
		}
	}
}

static void add_stop(cairo_pattern_t *pattern, eng_gradient_stop stop) {
	eng_color c = stop.color;

	cairo_pattern_add_color_stop_rgba(pattern, stop.at / 10000.0, c.r / 255.0, c.g / 255.0,
					  c.b / 255.0, c.a / 255.0);
}

static cairo_pattern_t *new_pattern(const eng_gradient *g) {
	cairo_pattern_t *pattern;
	cairo_matrix_t m;

	if (!g->radial) {
		return cairo_pattern_create_linear(pt(g->x[0]), pt(g->y[0]), pt(g->x[1]),
						   pt(g->y[1]));
	}
	pattern =
	    cairo_pattern_create_radial(g->focus_x / 10000.0, g->focus_y / 10000.0, 0, 0, 0, 1);
	cairo_matrix_init(&m, pt(g->x[1] - g->x[0]), pt(g->y[1] - g->y[0]), pt(g->x[2] - g->x[0]),
			  pt(g->y[2] - g->y[0]), pt(g->x[0]), pt(g->y[0]));
	if (cairo_matrix_invert(&m) == CAIRO_STATUS_SUCCESS) {
		cairo_pattern_set_matrix(pattern, &m);
	}
	return pattern;
}

static void set_gradient(cairo_t *cr, const eng_gradient *g) {
	cairo_pattern_t *pattern = new_pattern(g);

	for (size_t i = 0; i < g->count; i++) {
		add_stop(pattern, g->stops[i]);
	}
	cairo_set_source(cr, pattern);
	cairo_pattern_destroy(pattern);
}

static void fill(cairo_t *cr, const eng_path *path) {
	cairo_set_fill_rule(cr,
			    path->even_odd ? CAIRO_FILL_RULE_EVEN_ODD : CAIRO_FILL_RULE_WINDING);
	if (path->gradient) {
		set_gradient(cr, path->gradient);
	} else {
		set_color(cr, path->fill_color);
	}
	cairo_fill_preserve(cr);
}

static void stroke(cairo_t *cr, const eng_path *path) {
	static const cairo_line_cap_t caps[] = { CAIRO_LINE_CAP_BUTT, CAIRO_LINE_CAP_ROUND,
						 CAIRO_LINE_CAP_SQUARE };
	static const cairo_line_join_t joins[] = { CAIRO_LINE_JOIN_MITER, CAIRO_LINE_JOIN_ROUND,
						   CAIRO_LINE_JOIN_BEVEL };
	double dash[2] = { pt(path->dash_on), pt(path->dash_off) };
	bool dashed = path->dash_on > 0 && path->dash_off > 0;

	cairo_set_line_width(cr, pt(path->line_width));
	cairo_set_line_cap(cr, caps[path->cap]);
	cairo_set_line_join(cr, joins[path->join]);
	cairo_set_dash(cr, dash, dashed ? 2 : 0, 0);
	if (path->gradient && !path->fill) {
		set_gradient(cr, path->gradient);
	} else {
		set_color(cr, path->stroke_color);
	}
	cairo_stroke(cr);
}

static void paint_path(const painter *p, const eng_path *path) {
	trace(p->cr, path);
	if (path->fill) {
		fill(p->cr, path);
	}
	if (path->stroke) {
		stroke(p->cr, path);
	}
}

/* Images */

static uint32_t premultiplied(const uint8_t *v, int channels, uint32_t alpha) {
	uint32_t c[3];

	for (int i = 0; i < 3; i++) {
		c[i] = (v[channels == 1 ? 0 : i] * alpha + 127) / 255;
	}
	return alpha << 24 | c[0] << 16 | c[1] << 8 | c[2];
}

static cairo_surface_t *surface_of(painter *p, const eng_image *image) {
	const uint8_t *pixels = eng_image_decode(&p->scratch, image);
	cairo_surface_t *surface =
	    cairo_image_surface_create(CAIRO_FORMAT_ARGB32, image->width, image->height);
	unsigned char *rows = cairo_image_surface_get_data(surface);
	int stride = cairo_image_surface_get_stride(surface);

	if (cairo_surface_status(surface) == CAIRO_STATUS_NO_MEMORY) {
		eng_oom();
	}
	if (!rows) {
		cairo_surface_destroy(surface);
		return NULL;
	}
	for (int y = 0; y < image->height; y++) {
		uint32_t *row = (uint32_t *)(void *)(rows + (size_t)y * (size_t)stride);

		for (int x = 0; x < image->width; x++) {
			size_t at = (size_t)y * (size_t)image->width + (size_t)x;

			row[x] =
			    premultiplied(pixels + at * (size_t)image->channels, image->channels,
					  image->alpha ? image->alpha[at] : 255);
		}
	}
	cairo_surface_mark_dirty(surface);
	return surface;
}

static bool paint_raster(painter *p, const eng_image *image, eng_rect box) {
	cairo_surface_t *surface = surface_of(p, image);

	if (!surface) {
		return eng_fail(p->ctx, "image.damaged", (eng_loc){ image->path.s, 0, 0 },
				"image of %d x %d pixels is too large to paint", image->width,
				image->height);
	}
	cairo_save(p->cr);
	cairo_translate(p->cr, pt(box.x), pt(box.y));
	cairo_scale(p->cr, pt(box.w) / image->width, pt(box.h) / image->height);
	cairo_set_source_surface(p->cr, surface, 0, 0);
	cairo_pattern_set_filter(cairo_get_source(p->cr), CAIRO_FILTER_GOOD);
	cairo_pattern_set_extend(cairo_get_source(p->cr), CAIRO_EXTEND_PAD);
	cairo_rectangle(p->cr, 0, 0, image->width, image->height);
	cairo_fill(p->cr);
	cairo_restore(p->cr);
	cairo_surface_destroy(surface);
	eng_arena_reset(&p->scratch);
	return true;
}

static bool paint_image(painter *p, const eng_image *image, eng_rect box) {
	if (box.w <= 0 || box.h <= 0 || image->natural_width <= 0 || image->natural_height <= 0) {
		return true;
	}
	if (image->format != ENG_IMAGE_SVG) {
		return paint_raster(p, image, box);
	}
	cairo_save(p->cr);
	cairo_translate(p->cr, pt(box.x), pt(box.y));
	cairo_scale(p->cr, pt(box.w) / pt(image->natural_width),
		    pt(box.h) / pt(image->natural_height));
	for (size_t i = 0; i < image->path_count; i++) {
		paint_path(p, &image->paths[i]);
	}
	cairo_restore(p->cr);
	return true;
}

static bool paint_items(painter *p, const eng_item *items, size_t count) {
	for (size_t i = 0; i < count; i++) {
		const eng_item *item = &items[i];

		switch (item->kind) {
		case ENG_ITEM_RUN:
			paint_run(p, &item->as.run);
			break;
		case ENG_ITEM_PATH:
			paint_path(p, &item->as.path);
			break;
		case ENG_ITEM_IMAGE:
			if (!paint_image(p, item->as.image.image, item->as.image.box)) {
				return false;
			}
			break;
		}
	}
	return true;
}

/* The page, and what is already filled in on it. */
static bool paint_page(painter *p, const eng_page *page) {
	bool ok = paint_items(p, page->items, page->count);

	for (size_t i = 0; ok && i < page->annotation_count; i++) {
		const eng_annotation *a = &page->annotations[i];

		if (a->field && a->field->on) {
			cairo_save(p->cr);
			cairo_translate(p->cr, pt(a->box.x), pt(a->box.y));
			ok = paint_items(p, a->field->items, a->field->item_count);
			cairo_restore(p->cr);
		}
	}
	return ok;
}

static cairo_status_t add_bytes(void *buf, const unsigned char *data, unsigned n) {
	eng_buf_add(buf, data, n);
	return CAIRO_STATUS_SUCCESS;
}

/* Most pictures are opaque and have few colours, which cairo's own writer does not profit from. */
static bool write_png(cairo_surface_t *surface, bool transparent, eng_buf *out) {
	eng_pixels pixels = { 0 };

	if (transparent) {
		return cairo_surface_write_to_png_stream(surface, add_bytes, out) ==
		       CAIRO_STATUS_SUCCESS;
	}
	cairo_surface_flush(surface);
	pixels.rows = (const uint32_t *)(const void *)cairo_image_surface_get_data(surface);
	pixels.stride = (size_t)cairo_image_surface_get_stride(surface) / sizeof(uint32_t);
	pixels.width = cairo_image_surface_get_width(surface);
	pixels.height = cairo_image_surface_get_height(surface);
	return eng_image_write_png(&pixels, out);
}

bool eng_paint_size(eng_ctx *ctx, const eng_page *page, int ppi, int *width, int *height) {
	double w = fmax(ceil(pt(page->width) * ppi / 72 - 1e-6), 1);
	double h = fmax(ceil(pt(page->height) * ppi / 72 - 1e-6), 1);

	if (w * h > (double)ctx->limits.pixels || w > 32000 || h > 32000) {
		return eng_fail(
		    ctx, "limit.pixels", (eng_loc){ 0 },
		    "a picture of %.0f x %.0f pixels is too large, at most %llu are allowed", w, h,
		    (unsigned long long)ctx->limits.pixels);
	}
	*width = (int)w;
	*height = (int)h;
	return true;
}

static cairo_surface_t *canvas(eng_ctx *ctx, const eng_page *page, int ppi, bool transparent) {
	cairo_surface_t *surface;
	int w, h;

	if (!eng_paint_size(ctx, page, ppi, &w, &h)) {
		return NULL;
	}
	surface = cairo_image_surface_create(transparent ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_RGB24,
					     w, h);
	if (cairo_surface_status(surface) == CAIRO_STATUS_NO_MEMORY) {
		eng_oom(); /* the number of pixels is limited */
	}
	if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS) {
		cairo_surface_destroy(surface);
		return eng_fail_null(ctx, "limit.pixels", (eng_loc){ 0 },
				     "a picture of %d x %d pixels is too large to paint", w, h);
	}
	return surface;
}

bool eng_paint_png(eng_ctx *ctx, const eng_page *page, int ppi, bool transparent, eng_buf *out) {
	cairo_surface_t *surface = canvas(ctx, page, ppi, transparent);
	painter p = { .ctx = ctx };
	bool good;

	if (!surface) {
		return false;
	}
	eng_arena_init(&p.scratch);
	p.outline = outline_funcs();
	p.cr = cairo_create(surface);
	cairo_scale(p.cr, ppi / 72.0, ppi / 72.0);
	if (!transparent) {
		cairo_set_source_rgb(p.cr, 1, 1, 1);
		cairo_paint(p.cr);
	}
	good = paint_page(&p, page);
	cairo_destroy(p.cr);
	if (good && !write_png(surface, transparent, out)) {
		good = eng_fail(ctx, "limit.pixels", (eng_loc){ 0 }, "a picture cannot be written");
	}
	cairo_surface_destroy(surface);
	hb_draw_funcs_destroy(p.outline);
	eng_arena_finish(&p.scratch);
	return good;
}
