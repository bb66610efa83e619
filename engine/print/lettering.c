/* Set by HarfBuzz, line by line, in the direction that the text has. Curves of the second degree become ones of the
 * third, which is what PDF has. */
#include "print/lettering.h"

#include <hb.h>
#include <math.h>
#include <stdlib.h>

#include "channels/common/pdf/syntax.h"

struct eng_lettering {
	hb_font_t *font;
	hb_draw_funcs_t *funcs;
};

/* A letter on its way to the page; all in thousandths of a point. */
typedef struct pen {
	eng_buf *out;
	double x, y, scale;
} pen;

enum { UNITS = 100000 }; /* of an em, while letters are set */

static void point(pen *p, double x, double y) {
	eng_pdf_length(p->out, llround(p->x + x * p->scale));
	eng_buf_char(p->out, ' ');
	eng_pdf_length(p->out, llround(p->y + y * p->scale));
	eng_buf_char(p->out, ' ');
}

static void on_move(hb_draw_funcs_t *f, void *data, hb_draw_state_t *st, float x, float y,
		    void *user) {
	(void)f, (void)st, (void)user;
	point(data, (double)x, (double)y);
	eng_buf_cstr(((pen *)data)->out, "m\n");
}

static void on_line(hb_draw_funcs_t *f, void *data, hb_draw_state_t *st, float x, float y,
		    void *user) {
	(void)f, (void)st, (void)user;
	point(data, (double)x, (double)y);
	eng_buf_cstr(((pen *)data)->out, "l\n");
}

static void on_cubic(hb_draw_funcs_t *f, void *data, hb_draw_state_t *st, float x1, float y1,
		     float x2, float y2, float x, float y, void *user) {
	(void)f, (void)st, (void)user;
	point(data, (double)x1, (double)y1);
	point(data, (double)x2, (double)y2);
	point(data, (double)x, (double)y);
	eng_buf_cstr(((pen *)data)->out, "c\n");
}

static void on_quadratic(hb_draw_funcs_t *f, void *data, hb_draw_state_t *st, float cx, float cy,
			 float x, float y, void *user) {
	float ax = st->current_x, ay = st->current_y;

	on_cubic(f, data, st, ax + (cx - ax) * 2 / 3, ay + (cy - ay) * 2 / 3, x + (cx - x) * 2 / 3,
		 y + (cy - y) * 2 / 3, x, y, user);
}

static void on_close(hb_draw_funcs_t *f, void *data, hb_draw_state_t *st, void *user) {
	(void)f, (void)st, (void)user;
	eng_buf_cstr(((pen *)data)->out, "h\n");
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

eng_lettering *eng_lettering_open(eng_ctx *ctx, const char *path, eng_loc where) {
	hb_blob_t *blob = hb_blob_create_from_file_or_fail(path);
	hb_face_t *face = blob ? hb_face_create(blob, 0) : NULL;
	eng_lettering *l = NULL;

	if (face && hb_face_get_glyph_count(face) > 0) {
		l = eng_malloc(sizeof(*l));
		*l = (eng_lettering){ hb_font_create(face), outline_funcs() };
		hb_font_set_scale(l->font, UNITS, UNITS);
	} else {
		eng_fail(ctx, "print.bad-font", where, "'%s' is no font that can be read", path);
	}
	hb_face_destroy(face);
	hb_blob_destroy(blob);
	return l;
}

void eng_lettering_close(eng_lettering *l) {
	if (l) {
		hb_font_destroy(l->font);
		hb_draw_funcs_destroy(l->funcs);
		free(l);
	}
}

static hb_buffer_t *shaped(const eng_lettering *l, eng_str text) {
	hb_buffer_t *buffer = hb_buffer_create();

	hb_buffer_add_utf8(buffer, text.s, (int)text.n, 0, (int)text.n);
	hb_buffer_guess_segment_properties(buffer);
	hb_shape(l->font, buffer, NULL, 0);
	return buffer;
}

eng_length eng_lettering_width(const eng_lettering *l, eng_str text, eng_length size) {
	hb_buffer_t *buffer = shaped(l, text);
	unsigned n;
	const hb_glyph_position_t *at = hb_buffer_get_glyph_positions(buffer, &n);
	double width = 0;

	for (unsigned i = 0; i < n; i++) {
		width += at[i].x_advance;
	}
	hb_buffer_destroy(buffer);
	return llround(width * (double)size / UNITS);
}

void eng_lettering_draw(const eng_lettering *l, eng_str text, eng_length size, eng_length x,
			eng_length y, eng_length page_height, eng_buf *out) {
	hb_buffer_t *buffer = shaped(l, text);
	unsigned n;
	const hb_glyph_info_t *glyphs = hb_buffer_get_glyph_infos(buffer, &n);
	const hb_glyph_position_t *at = hb_buffer_get_glyph_positions(buffer, &n);
	double scale = (double)size / UNITS, pen_x = (double)x;
	size_t before = out->n;

	for (unsigned i = 0; i < n; i++) {
		pen p = { out, pen_x + at[i].x_offset * scale,
			  (double)(page_height - y) + at[i].y_offset * scale, scale };

		hb_font_get_glyph_shape(l->font, glyphs[i].codepoint, l->funcs, &p);
		pen_x += at[i].x_advance * scale;
	}
	eng_buf_cstr(out, out->n > before ? "f\n" : "");
	hb_buffer_destroy(buffer);
}

eng_rect eng_lettering_box(const eng_lettering *l, eng_str text, eng_length size, eng_length x,
			   eng_length y) {
	return (eng_rect){ x, y - size, eng_lettering_width(l, text, size), size + size / 3 };
}
