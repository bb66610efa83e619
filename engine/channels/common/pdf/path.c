/* Paths (ISO 32000-1 8.5): lines, curves, fills, strokes. */
#include "channels/common/pdf/content.h"
#include "channels/common/pdf/syntax.h"

static void put_point(eng_buf *out, eng_length x, eng_length y, eng_length height) {
	eng_pdf_length(out, x);
	eng_buf_char(out, ' ');
	eng_pdf_length(out, height ? height - y : y);
	eng_buf_char(out, ' ');
}

/* Four corners joined at right angles: the commonest path of a page has an operator of its own. */
static bool is_rectangle(const eng_path *path) {
	const eng_path_op *op = path->ops;

	return path->count == 5 && op[0].verb == ENG_MOVE && op[1].verb == ENG_LINE &&
	       op[2].verb == ENG_LINE && op[3].verb == ENG_LINE && op[4].verb == ENG_CLOSE &&
	       op[0].y[0] == op[1].y[0] && op[1].x[0] == op[2].x[0] && op[2].y[0] == op[3].y[0] &&
	       op[3].x[0] == op[0].x[0];
}

void eng_pdf_path_ops(eng_buf *out, const eng_path *path, eng_length height) {
	static const char letters[] = "mlch";

	if (is_rectangle(path)) {
		eng_length dy = path->ops[2].y[0] - path->ops[0].y[0];

		put_point(out, path->ops[0].x[0], path->ops[0].y[0], height);
		eng_pdf_length(out, path->ops[2].x[0] - path->ops[0].x[0]);
		eng_buf_char(out, ' ');
		eng_pdf_length(out, height ? -dy : dy);
		eng_buf_add(out, " re\n", 4);
		return;
	}
	for (size_t i = 0; i < path->count; i++) {
		const eng_path_op *op = &path->ops[i];
		int points = op->verb == ENG_CURVE ? 3 : op->verb == ENG_CLOSE ? 0 : 1;

		for (int k = 0; k < points; k++) {
			put_point(out, op->x[k], op->y[k], height);
		}
		eng_buf_char(out, letters[op->verb]);
		eng_buf_char(out, '\n');
	}
}

static void set_line(eng_pdf_content *content, const eng_path *path) {
	eng_buf *out = content->out;

	if (content->line_width != path->line_width) {
		eng_pdf_length(out, path->line_width);
		eng_buf_add(out, " w\n", 3);
		content->line_width = path->line_width;
	}
	if (content->cap != path->cap) {
		eng_buf_printf(out, "%d J\n", path->cap);
		content->cap = path->cap;
	}
	if (content->join != path->join) {
		eng_buf_printf(out, "%d j\n", path->join);
		content->join = path->join;
	}
	if (content->dash_on != path->dash_on || content->dash_off != path->dash_off) {
		eng_buf_char(out, '[');
		if (path->dash_on > 0) {
			eng_pdf_length(out, path->dash_on);
			eng_buf_char(out, ' ');
			eng_pdf_length(out, path->dash_off);
		}
		eng_buf_add(out, "]0 d\n", 5);
		content->dash_on = path->dash_on;
		content->dash_off = path->dash_off;
	}
}

/* In a pattern, which is the stroke's colour; what is set for it holds within q and Q. */
static void stroke_gradient(eng_pdf_content *content, const eng_path *path) {
	eng_pdf_content state;
	size_t name = eng_pdf_open_gradient(content, path);

	state = *content;
	eng_buf_printf(content->out, "/Pattern CS /P%zu SCN\n", name);
	set_line(content, path);
	eng_pdf_path_ops(content->out, path, content->height);
	eng_buf_cstr(content->out, "S\nQ\n");
	content->line_width = state.line_width;
	content->cap = state.cap;
	content->join = state.join;
	content->dash_on = state.dash_on;
	content->dash_off = state.dash_off;
}

bool eng_pdf_draw_path(eng_pdf_content *content, const eng_item *item) {
	const eng_path *path = &item->as.path;
	bool line = path->stroke && path->line_width > 0, pattern = !path->fill && path->gradient;
	bool stroke = line && !pattern && path->stroke_color.a;
	bool fill = path->fill && !path->gradient && path->fill_color.a;
	eng_str none = { 0 };

	if (path->count == 0 || !(stroke || fill || (pattern ? line : path->gradient != NULL))) {
		return true;
	}
	eng_pdf_mark_open(content, item->structure, none, none);
	eng_pdf_text_close(content);
	if (path->fill && path->gradient) {
		eng_pdf_fill_gradient(content, path);
	}
	if (pattern) {
		stroke_gradient(content, path);
	}
	if (!fill && !stroke) {
		return true;
	}
	eng_pdf_set_alpha(content, fill ? path->fill_color.a : 255,
			  stroke ? path->stroke_color.a : 255);
	if (fill) {
		eng_pdf_set_fill(content, path->fill_color);
	}
	if (stroke) {
		eng_pdf_set_stroke(content, path->stroke_color);
		set_line(content, path);
	}
	eng_pdf_path_ops(content->out, path, content->height);
	eng_buf_cstr(content->out, fill && stroke ? (path->even_odd ? "B*\n" : "B\n")
				   : fill         ? (path->even_odd ? "f*\n" : "f\n")
						  : "S\n");
	return true;
}
