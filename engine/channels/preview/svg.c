/* A page as SVG 1.1: outlines of glyphs once each, paths, gradients, pixels.
 *
 * Written here and not by cairo, whose SVG surfaces number their parts by a counter of the process:
 * the same page would be other bytes in another worker. Numbers are exact thousandths. */
#include <glib.h>
#include <hb.h>
#include <math.h>

#include "channels/preview/preview.h"
#include "layout/font.h"
#include "layout/image.h"

typedef struct writer {
	eng_ctx *ctx;
	eng_buf *out;
	GHashTable *glyphs; /* font id and glyph id in one pointer-sized key: those defined */
	unsigned gradients;
} writer;

/* A number of thousandths, without trailing zeros. */
static void add_fixed(eng_buf *out, int64_t v) {
	uint64_t u = v < 0 ? (uint64_t)-v : (uint64_t)v;
	unsigned rest = (unsigned)(u % 1000);

	eng_buf_printf(out, "%s%llu", v < 0 ? "-" : "", (unsigned long long)(u / 1000));
	if (rest) {
		char digits[5] = { '.', (char)('0' + rest / 100), (char)('0' + rest / 10 % 10),
				   (char)('0' + rest % 10), '\0' };

		for (int i = 3; digits[i] == '0'; i--) {
			digits[i] = '\0';
		}
		eng_buf_cstr(out, digits);
	}
}

static void add_pair(eng_buf *out, int64_t x, int64_t y) {
	add_fixed(out, x);
	eng_buf_char(out, ' ');
	add_fixed(out, y);
}

static void add_attribute(eng_buf *out, const char *name, int64_t v) {
	eng_buf_printf(out, " %s=\"", name);
	add_fixed(out, v);
	eng_buf_char(out, '"');
}

static void add_color(eng_buf *out, const char *name, eng_color c) {
	eng_buf_printf(out, " %s=\"#%02x%02x%02x\"", name, c.r, c.g, c.b);
	if (c.a < 255) {
		eng_buf_printf(out, " %s-opacity=\"", name);
		add_fixed(out, (c.a * 1000 + 127) / 255);
		eng_buf_char(out, '"');
	}
}

static void add_escaped(eng_buf *out, eng_str text) {
	for (size_t i = 0; i < text.n; i++) {
		switch (text.s[i]) {
		case '<':
			eng_buf_cstr(out, "&lt;");
			break;
		case '&':
			eng_buf_cstr(out, "&amp;");
			break;
		default:
			eng_buf_char(out, text.s[i] == '\n' ? ' ' : text.s[i]);
		}
	}
}

/* Outlines, in font units; halves and thirds of units occur in TrueType curves. */

static void add_points(eng_buf *out, char verb, const float *v, int count) {
	eng_buf_char(out, verb);
	for (int i = 0; i < count; i += 2) {
		if (i > 0) {
			eng_buf_char(out, ' ');
		}
		add_pair(out, llround((double)v[i] * 1000), llround((double)v[i + 1] * 1000));
	}
}

static void on_move(hb_draw_funcs_t *f, void *out, hb_draw_state_t *st, float x, float y,
		    void *user) {
	(void)f, (void)st, (void)user;
	add_points(out, 'M', (float[]){ x, y }, 2);
}

static void on_line(hb_draw_funcs_t *f, void *out, hb_draw_state_t *st, float x, float y,
		    void *user) {
	(void)f, (void)st, (void)user;
	add_points(out, 'L', (float[]){ x, y }, 2);
}

static void on_quadratic(hb_draw_funcs_t *f, void *out, hb_draw_state_t *st, float x1, float y1,
			 float x, float y, void *user) {
	(void)f, (void)st, (void)user;
	add_points(out, 'Q', (float[]){ x1, y1, x, y }, 4);
}

static void on_cubic(hb_draw_funcs_t *f, void *out, hb_draw_state_t *st, float x1, float y1,
		     float x2, float y2, float x, float y, void *user) {
	(void)f, (void)st, (void)user;
	add_points(out, 'C', (float[]){ x1, y1, x2, y2, x, y }, 6);
}

static void on_close(hb_draw_funcs_t *f, void *out, hb_draw_state_t *st, void *user) {
	(void)f, (void)st, (void)user;
	eng_buf_char(out, 'Z');
}

static hb_draw_funcs_t *outline_funcs(void) {
	hb_draw_funcs_t *funcs = hb_draw_funcs_create();

	hb_draw_funcs_set_move_to_func(funcs, on_move, NULL, NULL);
	hb_draw_funcs_set_line_to_func(funcs, on_line, NULL, NULL);
	hb_draw_funcs_set_quadratic_to_func(funcs, on_quadratic, NULL, NULL);
	hb_draw_funcs_set_cubic_to_func(funcs, on_cubic, NULL, NULL);
	hb_draw_funcs_set_close_path_func(funcs, on_close, NULL, NULL);
	return funcs;
}

static void define_glyphs(writer *w, const eng_item *items, size_t count, hb_draw_funcs_t *funcs) {
	for (size_t i = 0; i < count; i++) {
		const eng_glyph_run *run = &items[i].as.run;

		for (size_t k = 0; items[i].kind == ENG_ITEM_RUN && k < run->count; k++) {
			uint64_t key = (uint64_t)run->font->id << 32 | run->glyphs[k].id;

			if (!g_hash_table_add(w->glyphs, GSIZE_TO_POINTER(key))) {
				continue;
			}
			eng_buf_printf(w->out, "<path id=\"g%u-%u\" d=\"", run->font->id,
				       run->glyphs[k].id);
			hb_font_get_glyph_shape(run->font->hb, run->glyphs[k].id, funcs, w->out);
			eng_buf_cstr(w->out, "\"/>\n");
		}
	}
}

/* In font units, y upwards; scale is given with nine digits, so that no glyph is off by a hair. */
static void write_run(writer *w, const eng_glyph_run *run) {
	int64_t scale = run->size * 1000000 / run->font->units;

	if (run->count == 0 || run->size <= 0) {
		return;
	}
	eng_buf_cstr(w->out, "<g");
	add_color(w->out, "fill", run->color);
	eng_buf_printf(w->out, " transform=\"matrix(%lld.%09lld 0 0 -%lld.%09lld ",
		       (long long)(scale / 1000000000), (long long)(scale % 1000000000),
		       (long long)(scale / 1000000000), (long long)(scale % 1000000000));
	add_pair(w->out, run->x, run->y);
	eng_buf_cstr(w->out, ")\">");
	for (size_t i = 0; i < run->count; i++) {
		const eng_glyph *g = &run->glyphs[i];

		eng_buf_printf(w->out, "<use href=\"#g%u-%u\"", run->font->id, g->id);
		if (g->x) {
			add_attribute(w->out, "x",
				      (eng_length)g->x * run->font->units * 1000 / run->size);
		}
		if (g->y) {
			add_attribute(w->out, "y",
				      -(eng_length)g->y * run->font->units * 1000 / run->size);
		}
		eng_buf_cstr(w->out, "/>");
	}
	eng_buf_cstr(w->out, "</g>\n");
}

static void write_stop(eng_buf *out, int at, eng_color color) {
	eng_buf_printf(out, "<stop offset=\"%d.%02d%%\"", at / 100, at % 100);
	add_color(out, "stop-color", (eng_color){ color.r, color.g, color.b, 255 });
	add_attribute(out, "stop-opacity", (color.a * 1000 + 127) / 255);
	eng_buf_cstr(out, "/>");
}

static void write_gradient(writer *w, const eng_gradient *g) {
	const char *name = g->radial ? "radialGradient" : "linearGradient";

	eng_buf_printf(w->out, "<%s id=\"l%u\" gradientUnits=\"userSpaceOnUse\"", name,
		       ++w->gradients);
	if (g->radial) {
		eng_buf_cstr(w->out, " cx=\"0\" cy=\"0\" r=\"1\"");
		add_attribute(w->out, "fx", g->focus_x / 10);
		add_attribute(w->out, "fy", g->focus_y / 10);
		eng_buf_cstr(w->out, " gradientTransform=\"matrix(");
		add_pair(w->out, g->x[1] - g->x[0], g->y[1] - g->y[0]);
		eng_buf_char(w->out, ' ');
		add_pair(w->out, g->x[2] - g->x[0], g->y[2] - g->y[0]);
		eng_buf_char(w->out, ' ');
		add_pair(w->out, g->x[0], g->y[0]);
		eng_buf_cstr(w->out, ")\"");
	} else {
		add_attribute(w->out, "x1", g->x[0]);
		add_attribute(w->out, "y1", g->y[0]);
		add_attribute(w->out, "x2", g->x[1]);
		add_attribute(w->out, "y2", g->y[1]);
	}
	eng_buf_char(w->out, '>');
	for (size_t i = 0; i < g->count; i++) {
		write_stop(w->out, g->stops[i].at, g->stops[i].color);
	}
	eng_buf_printf(w->out, "</%s>\n", name);
}

static void write_stroke(const writer *w, const eng_path *path) {
	static const char *const caps[] = { "butt", "round", "square" };
	static const char *const joins[] = { "miter", "round", "bevel" };
	eng_buf *out = w->out;

	if (path->gradient && !path->fill) {
		eng_buf_printf(out, " stroke=\"url(#l%u)\"", w->gradients);
	} else {
		add_color(out, "stroke", path->stroke_color);
	}
	add_attribute(out, "stroke-width", path->line_width);
	eng_buf_printf(out,
		       " stroke-linecap=\"%s\" stroke-linejoin=\"%s\" stroke-miterlimit=\"10\"",
		       caps[path->cap], joins[path->join]);
	if (path->dash_on > 0 && path->dash_off > 0) {
		eng_buf_cstr(out, " stroke-dasharray=\"");
		add_pair(out, path->dash_on, path->dash_off);
		eng_buf_char(out, '"');
	}
}

static void write_path(writer *w, const eng_path *path) {
	static const char verbs[] = { 'M', 'L', 'C', 'Z' };

	if (!path->count || (!path->fill && !path->stroke)) {
		return;
	}
	if (path->gradient) {
		write_gradient(w, path->gradient);
	}
	eng_buf_cstr(w->out, "<path d=\"");
	for (size_t i = 0; i < path->count; i++) {
		const eng_path_op *op = &path->ops[i];
		int points = op->verb == ENG_CURVE ? 3 : op->verb != ENG_CLOSE;

		eng_buf_char(w->out, verbs[op->verb]);
		for (int k = 0; k < points; k++) {
			eng_buf_cstr(w->out, k ? " " : "");
			add_pair(w->out, op->x[k], op->y[k]);
		}
	}
	eng_buf_char(w->out, '"');
	if (!path->fill) {
		eng_buf_cstr(w->out, " fill=\"none\"");
	} else if (path->gradient) {
		eng_buf_printf(w->out, " fill=\"url(#l%u)\"", w->gradients);
	} else {
		add_color(w->out, "fill", path->fill_color);
	}
	eng_buf_cstr(w->out, path->fill && path->even_odd ? " fill-rule=\"evenodd\"" : "");
	if (path->stroke) {
		write_stroke(w, path);
	}
	eng_buf_cstr(w->out, "/>\n");
}

/* Painted alone at one pixel a point, an image is its own pixels, upright and in sRGB. */
static bool write_image(writer *w, const eng_image *image, eng_rect box) {
	eng_length width = (eng_length)image->width * 1000,
		   height = (eng_length)image->height * 1000;
	eng_item item = { .kind = ENG_ITEM_IMAGE, .as.image = { image, { 0, 0, width, height } } };
	eng_page alone = { .width = width, .height = height, .items = &item, .count = 1 };
	eng_buf png = { 0 };
	char *text;
	bool ok = eng_paint_png(w->ctx, &alone, 72, image->alpha != NULL, &png);

	if (ok) {
		text = g_base64_encode((const guchar *)png.s, png.n);
		eng_buf_cstr(w->out, "<image preserveAspectRatio=\"none\"");
		add_attribute(w->out, "x", box.x);
		add_attribute(w->out, "y", box.y);
		add_attribute(w->out, "width", box.w);
		add_attribute(w->out, "height", box.h);
		eng_buf_cstr(w->out, " href=\"data:image/png;base64,");
		eng_buf_cstr(w->out, text);
		eng_buf_cstr(w->out, "\"/>\n");
		g_free(text);
	}
	eng_buf_finish(&png);
	return ok;
}

static void write_drawing(writer *w, const eng_image *image, eng_rect box) {
	eng_arena arena;
	const eng_path *paths;

	eng_arena_init(&arena);
	paths = eng_image_paths(&arena, image, box);
	for (size_t i = 0; i < image->path_count; i++) {
		write_path(w, &paths[i]);
	}
	eng_arena_finish(&arena);
}

static bool write_items(writer *w, const eng_item *items, size_t count) {
	for (size_t i = 0; i < count; i++) {
		const eng_item *item = &items[i];

		if (item->kind == ENG_ITEM_RUN) {
			write_run(w, &item->as.run);
		} else if (item->kind == ENG_ITEM_PATH) {
			write_path(w, &item->as.path);
		} else if (item->as.image.image->format == ENG_IMAGE_SVG) {
			write_drawing(w, item->as.image.image, item->as.image.box);
		} else if (!write_image(w, item->as.image.image, item->as.image.box)) {
			return false;
		}
	}
	return true;
}

/* The page, and what is already filled in on it. */
static bool write_page(writer *w, const eng_page *page) {
	bool ok = write_items(w, page->items, page->count);

	for (size_t i = 0; ok && i < page->annotation_count; i++) {
		const eng_annotation *a = &page->annotations[i];

		if (a->field && a->field->on) {
			eng_buf_cstr(w->out, "<g transform=\"translate(");
			add_pair(w->out, a->box.x, a->box.y);
			eng_buf_cstr(w->out, ")\">\n");
			ok = write_items(w, a->field->items, a->field->item_count);
			eng_buf_cstr(w->out, "</g>\n");
		}
	}
	return ok;
}

static void write_defs(writer *w, const eng_page *page) {
	hb_draw_funcs_t *funcs = outline_funcs();

	eng_buf_cstr(w->out, "<defs>\n");
	define_glyphs(w, page->items, page->count, funcs);
	for (size_t i = 0; i < page->annotation_count; i++) {
		const eng_blank *field = page->annotations[i].field;

		if (field && field->on) {
			define_glyphs(w, field->items, field->item_count, funcs);
		}
	}
	eng_buf_cstr(w->out, "</defs>\n");
	hb_draw_funcs_destroy(funcs);
}

bool eng_preview_svg(eng_ctx *ctx, const eng_page *page, eng_str title, eng_buf *out) {
	writer w = { .ctx = ctx, .out = out };
	bool ok;

	w.glyphs = g_hash_table_new(NULL, NULL);
	eng_buf_cstr(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"");
	add_fixed(out, page->width);
	eng_buf_cstr(out, "pt\" height=\"");
	add_fixed(out, page->height);
	eng_buf_cstr(out, "pt\" viewBox=\"0 0 ");
	add_pair(out, page->width, page->height);
	eng_buf_cstr(out, "\" role=\"img\">\n<title>");
	add_escaped(out, title);
	eng_buf_cstr(out, "</title>\n");
	write_defs(&w, page);
	eng_buf_cstr(out, "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
	ok = write_page(&w, page);
	eng_buf_cstr(out, "</svg>\n");
	g_hash_table_destroy(w.glyphs);
	return ok;
}
