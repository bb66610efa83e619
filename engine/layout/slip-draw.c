/* The drawn parts of a Swiss payment slip: lines to cut along, boxes to write into, the cross.
 *
 * Lengths in mm are the guidelines' (style guide for the QR-bill: lines 0.5 pt, corner marks 0.75 pt
 * with arms of 3 mm). Knows no text and no payment. */
#include "layout/slip.h"

static const eng_color black = { 0, 0, 0, 255 }, white = { 255, 255, 255, 255 };

static eng_path *add_path(eng_arena *arena, eng_ink *ink, size_t count, eng_path_op **ops) {
	eng_path *path = &eng_ink_add(arena, ink, ENG_ITEM_PATH, 0, NULL)->as.path;

	*ops = eng_arena_new_array(arena, count, eng_path_op);
	*path = (eng_path){ .ops = *ops, .count = count };
	return path;
}

static eng_path *stroke(eng_arena *arena, eng_ink *ink, size_t count, eng_length width,
			eng_path_op **ops) {
	eng_path *path = add_path(arena, ink, count, ops);

	path->stroke = true;
	path->stroke_color = black;
	path->line_width = width;
	return path;
}

static void line(eng_arena *arena, eng_ink *ink, eng_length x0, eng_length y0, eng_length x1,
		 eng_length y1, eng_length width) {
	eng_path_op *ops;

	stroke(arena, ink, 2, width, &ops);
	ops[0] = (eng_path_op){ ENG_MOVE, { x0 }, { y0 } };
	ops[1] = (eng_path_op){ ENG_LINE, { x1 }, { y1 } };
}

/* A point of the scissors, which lie along a line at x, y: to the right, or down when turned. */
typedef struct place {
	eng_length x, y;
	bool down;
} place;

static eng_path_op at(place p, eng_path_verb verb, eng_length along, eng_length across) {
	return (eng_path_op){ verb,
			      { p.x + (p.down ? -across : along) },
			      { p.y + (p.down ? along : across) } };
}

/* A grip: a ring of four quarter arcs around (along, across). */
static void grip(eng_arena *arena, eng_ink *ink, place p, eng_length along, eng_length across) {
	static const signed char turn[4][2] = { { 1, 0 }, { 0, 1 }, { -1, 0 }, { 0, -1 } };
	eng_length r = ENG_MM(0.55), arm = r * 552 / 1000;
	eng_path_op *ops;

	stroke(arena, ink, 6, ENG_MM(0.28), &ops);
	ops[0] = at(p, ENG_MOVE, along + r, across);
	for (int i = 0; i < 4; i++) {
		const signed char *a = turn[i], *b = turn[(i + 1) % 4];
		eng_path_op c =
		    at(p, ENG_CURVE, along + a[0] * r + b[0] * arm, across + a[1] * r + b[1] * arm);
		eng_path_op d =
		    at(p, ENG_CURVE, along + b[0] * r + a[0] * arm, across + b[1] * r + a[1] * arm);
		eng_path_op e = at(p, ENG_CURVE, along + b[0] * r, across + b[1] * r);

		c.x[1] = d.x[0], c.y[1] = d.y[0];
		c.x[2] = e.x[0], c.y[2] = e.y[0];
		ops[i + 1] = c;
	}
	ops[5] = (eng_path_op){ ENG_CLOSE, { 0 }, { 0 } };
}

/* 5 mm long, pointing along the line; side is 1 or -1: which blade. */
static void blade(eng_arena *arena, eng_ink *ink, place p, int side) {
	eng_path_op *ops;
	eng_path *path = add_path(arena, ink, 5, &ops);

	path->fill = true;
	path->fill_color = black;
	ops[0] = at(p, ENG_MOVE, ENG_MM(1.05), side * ENG_MM(0.55));
	ops[1] = at(p, ENG_LINE, ENG_MM(2.2), -side * ENG_MM(0.28));
	ops[2] = at(p, ENG_LINE, ENG_MM(5), -side * ENG_MM(0.62));
	ops[3] = at(p, ENG_LINE, ENG_MM(2.5), side * ENG_MM(0.12));
	ops[4] = (eng_path_op){ ENG_CLOSE, { 0 }, { 0 } };
	grip(arena, ink, p, ENG_MM(0.55), side * ENG_MM(0.8));
}

void eng_slip_lines(eng_arena *arena, eng_ink *ink, eng_length width) {
	const place marks[] = { { ENG_MM(10), 0, false }, { ENG_MM(62), ENG_MM(10), true } };

	line(arena, ink, 0, 0, ENG_SLIP_WIDTH, 0, width);
	line(arena, ink, ENG_MM(62), 0, ENG_MM(62), ENG_SLIP_HEIGHT, width);
	for (size_t i = 0; i < 2; i++) {
		blade(arena, ink, marks[i], 1);
		blade(arena, ink, marks[i], -1);
	}
}

void eng_slip_blank(eng_arena *arena, eng_ink *ink, eng_rect box) {
	const eng_length arm = ENG_MM(3);
	eng_path_op *ops;

	stroke(arena, ink, 12, 750, &ops);
	for (int i = 0; i < 4; i++) {
		bool right = i & 1, low = i & 2;
		eng_length x = box.x + (right ? box.w : 0), y = box.y + (low ? box.h : 0);

		ops[3 * i] = (eng_path_op){ ENG_MOVE, { x + (right ? -arm : arm) }, { y } };
		ops[3 * i + 1] = (eng_path_op){ ENG_LINE, { x }, { y } };
		ops[3 * i + 2] = (eng_path_op){ ENG_LINE, { x }, { y + (low ? -arm : arm) } };
	}
}

static void square(eng_arena *arena, eng_ink *ink, eng_length x, eng_length y, eng_length w,
		   eng_length h, eng_color color) {
	eng_ink_fill(arena, ink, (eng_rect){ x - w / 2, y - h / 2, w, h }, color);
}

void eng_slip_cross(eng_arena *arena, eng_ink *ink, eng_length x, eng_length y) {
	square(arena, ink, x, y, ENG_MM(7), ENG_MM(7), white);
	square(arena, ink, x, y, ENG_MM(6), ENG_MM(6), black);
	square(arena, ink, x, y, ENG_MM(3.889), ENG_MM(1.167), white);
	square(arena, ink, x, y, ENG_MM(1.167), ENG_MM(3.889), white);
}

const eng_master *eng_slip_master(eng_work *work, const eng_master *master, const eng_node *node) {
	eng_master *own = eng_arena_new(work->arena, eng_master);
	eng_length end = master->body.y + master->body.h;

	*own = *master;
	if (master->width < ENG_SLIP_WIDTH || master->body.h <= ENG_SLIP_HEIGHT) {
		eng_fail(work->ctx, "layout.overflow", node->where,
			 "page master '%.*s' has no room for a slip of 210 x 105 mm",
			 ENG_STR_ARG(master->name));
		return NULL;
	}
	own->body.h -= ENG_SLIP_HEIGHT;
	own->frames = eng_arena_new_array(work->arena, master->frame_count, eng_frame);
	for (size_t i = 0; i < master->frame_count; i++) {
		own->frames[i] = master->frames[i];
		if (own->frames[i].box.y >= end) {
			own->frames[i].box.y -= ENG_SLIP_HEIGHT;
		}
	}
	own->marks = eng_arena_new_array(work->arena, master->mark_count, eng_mark);
	own->mark_count = 0;
	for (size_t i = 0; i < master->mark_count; i++) {
		if (master->marks[i].y < master->height - ENG_SLIP_HEIGHT) {
			own->marks[own->mark_count++] = master->marks[i];
		}
	}
	return own;
}
