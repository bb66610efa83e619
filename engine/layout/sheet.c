/* Page ends: what fits and what is repeated. What stands below it is for feet.c.
 *
 * Decides by heights alone; parts around the body come later (parts.c), when the number of pages is
 * known. A group that is taller than a page is set slab by slab, a slab taller than a page is an
 * error: nothing is cut and nothing overlaps. */
#include "layout/sheet.h"

#include <string.h>

#include "layout/assemble.h"
#include "layout/canvas.h"
#include "layout/feet.h"
#include "layout/slip.h"

#define PART_ITEMS 56 /* of header, footer and marks, roughly */

eng_leaf *eng_sheet_leaf(const eng_flow *flow) {
	return g_ptr_array_index(flow->leaves, flow->leaves->len - 1);
}

eng_length eng_sheet_bottom(const eng_flow *flow) {
	const eng_leaf *leaf = eng_sheet_leaf(flow);

	return leaf->master->body.y + leaf->master->body.h - leaf->foot_height;
}

/* A master of this name, or its variant for even pages where the theme has one. */
static const eng_master *variant(const eng_work *work, const char *name, size_t index) {
	const eng_master *even = NULL;

	if (index % 2 == 1) {
		even = eng_theme_variant(work->theme, name, "-even");
	}
	return even ? even : eng_theme_master(work->theme, name);
}

/* Hands the bodies of leaves over to who takes pages, all but the last ones. */
static bool hand_over(eng_flow *flow, size_t but) {
	bool ok = true;

	while (ok && flow->work->taker && flow->handed + but < flow->leaves->len) {
		ok = eng_hand_body(flow->work, flow->handed,
				   g_ptr_array_index(flow->leaves, flow->handed));
		flow->handed++;
	}
	return ok;
}

/* Takes the last leaf back: nothing stands on it. */
static void drop_leaf(eng_flow *flow) {
	eng_leaf *leaf = eng_sheet_leaf(flow);

	if (leaf->lease) {
		leaf->lease->holders--;
	}
	g_ptr_array_set_size(flow->leaves, (gint)flow->leaves->len - 1);
}

static const eng_master *master_for(const eng_flow *flow, size_t index) {
	const eng_work *work = flow->work;
	const eng_master *rest = NULL;

	if (!flow->master) {
		return variant(work, index == 0 ? "first" : "rest", index);
	}
	if (index > flow->section_first) {
		rest = variant(work, eng_arena_printf(work->arena, "%s-rest", flow->master), index);
	}
	return rest ? rest : variant(work, flow->master, index);
}

eng_length eng_sheet_column(const eng_flow *flow, const eng_master *master) {
	return flow->work->doc->rtl ? master->width - master->body.x - flow->column
				    : master->body.x;
}

/* Begins a leaf; the flow's column is as wide as the narrowest body. */
static bool begin_leaf(eng_flow *flow) {
	eng_work *work = flow->work;
	eng_leaf *leaf = eng_arena_new(work->arena, eng_leaf);
	eng_arena *arena = work->arena;

	if (flow->leaves->len >= work->ctx->limits.pages) {
		return eng_fail(work->ctx, "limit.pages", work->doc->body->where,
				"document needs more than %zu pages", work->ctx->limits.pages);
	}
	leaf->master = master_for(flow, flow->leaves->len);
	if (!leaf->master) {
		return eng_fail(work->ctx, "layout.unknown-master", work->doc->body->where,
				"theme '%.*s' has no page master '%s'",
				ENG_STR_ARG(work->theme->id), flow->master ? flow->master : "rest");
	}
	leaf->section_first = flow->section_first;
	if (work->taker) {
		leaf->lease = eng_lease_take(&work->leases);
		leaf->lease->holders++;
		arena = &leaf->lease->arena;
	}
	if (flow->leaves->len > 0) { /* about as much as the page before, and the parts around */
		eng_ink_reserve(arena, &leaf->ink, eng_sheet_leaf(flow)->ink.count + PART_ITEMS);
	}
	g_ptr_array_add(flow->leaves, leaf);
	/* The one before may still become the last page, the one before that not. */
	if (!hand_over(flow, 2)) {
		return false;
	}
	eng_canvas_start(&flow->canvas, arena, &leaf->under, &leaf->ink,
			 eng_sheet_column(flow, leaf->master), leaf->master->body.y);
	return eng_feet_resume(flow);
}

/* Sets the head of an open table, or the row that carries its sum over. */
static bool set_repeat(eng_flow *flow, bool out) {
	eng_work *work = flow->work;
	eng_arena *own = work->arena;
	eng_ink ink = { 0 };
	eng_length height = 0;
	bool ok;

	if (!flow->repeat) {
		return true;
	}
	work->arena = flow->canvas.arena;
	ok = flow->repeat->make(flow->repeat, out, &ink, &height);
	work->arena = own;
	if (!ok) {
		return false;
	}
	eng_ink_append(flow->canvas.arena, flow->canvas.ink, &ink, flow->canvas.x, flow->canvas.y);
	flow->canvas.y += height;
	flow->canvas.after = 0;
	flow->canvas.flush = height > 0 && !out;
	return true;
}

static bool turn(eng_flow *flow) {
	if (!set_repeat(flow, true)) {
		return false;
	}
	eng_canvas_suspend(flow->work, &flow->canvas);
	eng_sheet_leaf(flow)->end = flow->canvas.y;
	eng_feet_place(flow, eng_sheet_leaf(flow));
	if (!begin_leaf(flow)) {
		return false;
	}
	eng_canvas_resume(&flow->canvas);
	return set_repeat(flow, false);
}

static void note_anchors(eng_flow *flow, const eng_slab *slab, eng_length top) {
	eng_work *work = flow->work;

	for (const eng_anchor *a = slab->anchors; a; a = a->next) {
		work->headings = eng_arena_grow(work->arena, work->headings, work->heading_count,
						&work->heading_cap, sizeof(*work->headings));
		work->headings[work->heading_count++] =
		    (eng_heading){ a->node, a->structure, flow->leaves->len - 1, top + a->y };
	}
}

static void set_slab(eng_flow *flow, eng_slab *slab) {
	eng_length top;

	if (slab->repeat) {
		flow->repeat = slab->repeat;
	}
	top = eng_canvas_set(flow->work, &flow->canvas, slab);
	note_anchors(flow, slab, top);
	eng_feet_add(flow, slab->feet);
	if (flow->repeat && slab->row) {
		flow->repeat->last_row = slab->row;
	}
	if (slab->lease) { /* the page has a copy of its ink */
		slab->lease->holders--;
	}
	if (slab->kind == ENG_SLAB_TABLE_END) {
		flow->repeat = NULL;
	}
}

/* True when the slabs and their footnotes fit on what is left of the page, with room for the row
 * that carries a sum over if the table goes on behind them. */
static bool fits(const eng_flow *flow, const eng_slab *slabs, size_t count) {
	const eng_repeat *repeat = flow->repeat;
	eng_length end = eng_canvas_measure(&flow->canvas, slabs, count);

	for (size_t i = 0; i < count; i++) {
		repeat = slabs[i].repeat ? slabs[i].repeat : repeat;
		repeat = slabs[i].kind == ENG_SLAB_TABLE_END ? NULL : repeat;
	}
	end += repeat ? repeat->reserve : 0;
	return end + eng_feet_height(flow, slabs, count) <= eng_sheet_bottom(flow);
}

/* The slabs from first on that would stay together even if their container did not. */
static size_t bound(const eng_slab *slabs, size_t first, size_t count) {
	size_t n = first;

	while (n < count && slabs[n].keep && !slabs[n].soft) {
		n++;
	}
	return n < count ? n + 1 - first : count - first;
}

/* Turns to a page for the slabs, beyond those that the rest of long footnotes fills. */
static bool turn_for(eng_flow *flow, eng_slab *slabs, size_t count) {
	if (flow->repeat && slabs->again) {
		slabs->ink = slabs->again->ink;
		slabs->ground = slabs->again->ground;
		slabs->height = slabs->again->height;
	}
	do {
		if (!turn(flow)) {
			return false;
		}
	} while (flow->canvas.empty && eng_sheet_leaf(flow)->foot_height > 0 &&
		 !fits(flow, slabs, count) &&
		 eng_canvas_measure(&flow->canvas, slabs, 1) > eng_sheet_bottom(flow));
	return true;
}

/* Sets slabs in small groups, at last one by one: all of them are taller than any page. */
static bool set_long(eng_flow *flow, eng_slab *slabs, size_t count) {
	size_t whole = 0; /* up to here a small group fits */

	for (size_t i = 0; i < count; i++) {
		size_t n = bound(slabs, i, count);

		if (i >= whole) {
			if (!fits(flow, &slabs[i], n) && !flow->canvas.empty &&
			    !eng_feet_begin(flow, &slabs[i]) && !turn_for(flow, &slabs[i], n)) {
				return false;
			}
			whole = fits(flow, &slabs[i], n) ? i + n : i;
		}
		if (i >= whole && !fits(flow, &slabs[i], 1) && !flow->canvas.empty &&
		    !eng_feet_begin(flow, &slabs[i]) && !turn_for(flow, &slabs[i], 1)) {
			return false;
		}
		if (slabs[i].kind == ENG_SLAB_INK &&
		    eng_canvas_measure(&flow->canvas, &slabs[i], 1) > eng_sheet_bottom(flow)) {
			const eng_node *node = slabs[i].node;

			return eng_fail(flow->work->ctx, "layout.overflow",
					node ? node->where : (eng_loc){ 0 },
					"%s is %ld pt high, taller than the page's body",
					node ? eng_node_type_name(node->type) : "content",
					(long)(slabs[i].height / 1000));
		}
		set_slab(flow, &slabs[i]);
	}
	return true;
}

/* True when the slabs are taller than any page, however little stands on it: what of them can stay
 * together may as well begin here. */
static bool is_long(const eng_flow *flow, const eng_slab *slabs, size_t count) {
	return eng_canvas_measure(&flow->canvas, slabs, count) - flow->canvas.y >
	       eng_sheet_height(flow);
}

static bool set_whole(eng_flow *flow, eng_slab *slabs, size_t count) {
	if (count == 0) {
		return true;
	}
	if (!fits(flow, slabs, count)) {
		if (is_long(flow, slabs, count)) {
			return set_long(flow, slabs, count);
		}
		if (!flow->canvas.empty && !turn_for(flow, slabs, count)) {
			return false;
		}
		if (!fits(flow, slabs, count)) {
			return set_long(flow, slabs, count);
		}
	}
	for (size_t i = 0; i < count; i++) {
		set_slab(flow, &slabs[i]);
	}
	return true;
}

/* Begins a page with another master, or with the same one when this page has anything on it. */
static bool set_break(eng_flow *flow, const eng_slab *slab) {
	bool other = slab->master != flow->master &&
		     (!slab->master || !flow->master || strcmp(slab->master, flow->master) != 0);

	flow->master = slab->master;
	if (!flow->canvas.empty) {
		flow->section_first = other ? flow->leaves->len : flow->section_first;
		return turn(flow);
	}
	if (other) { /* nothing stands here yet: the page becomes one of the section */
		flow->section_first = flow->leaves->len - 1;
		drop_leaf(flow);
		return begin_leaf(flow);
	}
	return true;
}

/* The slip stands at the foot of this page if what is on it leaves the place, else of the next. */
static bool set_slip(eng_flow *flow, const eng_slab *slab) {
	eng_work *work = flow->work;
	eng_slab *slip = eng_arena_new(work->arena, eng_slab);
	const eng_master *master;

	if (eng_sheet_leaf(flow)->slip && !turn(flow)) { /* one has its foot already */
		return false;
	}
	master = eng_slip_master(work, eng_sheet_leaf(flow)->master, slab->node);
	if (master &&
	    flow->canvas.y + eng_sheet_leaf(flow)->foot_height > master->body.y + master->body.h) {
		if (!turn(flow)) {
			return false;
		}
		master = eng_slip_master(work, eng_sheet_leaf(flow)->master, slab->node);
	}
	if (!master) {
		return false;
	}
	*slip = *slab;
	eng_sheet_leaf(flow)->slip = slip;
	eng_sheet_leaf(flow)->master = master;
	flow->canvas.empty = false;
	return true;
}

bool eng_sheet_set_group(eng_flow *flow, eng_slab *slabs, size_t count) {
	size_t from = 0;

	for (size_t i = 0; i < count; i++) {
		bool slip = slabs[i].kind == ENG_SLAB_SLIP;

		if (slip || slabs[i].kind == ENG_SLAB_BREAK) {
			if (!set_whole(flow, slabs + from, i - from) ||
			    !(slip ? set_slip(flow, &slabs[i]) : set_break(flow, &slabs[i]))) {
				return false;
			}
			from = i + 1;
		}
	}
	return set_whole(flow, slabs + from, count - from);
}

eng_length eng_sheet_height(const eng_flow *flow) {
	const eng_theme *theme = flow->work->theme;

	if (!flow->leaves) {
		eng_length first = eng_theme_master(theme, "first")->body.h;
		eng_length rest = eng_theme_master(theme, "rest")->body.h;

		return first > rest ? first : rest;
	}
	return master_for(flow, flow->leaves->len)->body.h;
}

eng_length eng_sheet_room(const eng_flow *flow) {
	eng_length end;

	if (!flow->leaves) {
		return INT32_MAX;
	}
	end = eng_canvas_measure(&flow->canvas, (eng_slab *)(void *)flow->pending->data,
				 flow->pending->len);
	return eng_sheet_bottom(flow) - end -
	       eng_feet_height(flow, (eng_slab *)(void *)flow->pending->data, flow->pending->len);
}

eng_length eng_sheet_after(const eng_flow *flow) {
	guint n = flow->pending->len;

	return n ? g_array_index(flow->pending, eng_slab, n - 1).after : flow->canvas.after;
}

eng_length eng_sheet_width(const eng_work *work, const char *name) {
	static const char *const suffixes[] = { "", "-even", "-rest", "-rest-even" };
	eng_length width = INT32_MAX;

	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
		const eng_master *m = eng_theme_variant(work->theme, name, suffixes[i]);

		width = m && m->body.w < width ? m->body.w : width;
	}
	return width;
}

bool eng_sheet_start(eng_flow *flow, eng_work *work) {
	static const char *const names[] = { "first", "rest", "last" };
	eng_length width = INT32_MAX;

	for (size_t i = 0; i < 3; i++) {
		eng_length one = eng_sheet_width(work, names[i]);

		width = one < width ? one : width;
	}
	eng_flow_init(flow, work, width);
	flow->collect = false;
	flow->leaves = g_ptr_array_new();
	flow->canvas.consume = true;
	flow->canvas.boxes = g_array_new(FALSE, FALSE, sizeof(eng_box));
	return begin_leaf(flow);
}

/* Moves what stands on a leaf to where another master has it. */
static void change_master(const eng_flow *flow, eng_leaf *leaf, const eng_master *master) {
	eng_length dx = eng_sheet_column(flow, master) - eng_sheet_column(flow, leaf->master);
	eng_length dy = master->body.y - leaf->master->body.y;

	eng_ink_move(&leaf->under, 0, 0, dx, dy);
	eng_ink_move(&leaf->ink, 0, 0, dx, dy);
	leaf->master = master;
}

/* Gives the last page its master; what does not fit there goes before a page of its own. */
static bool finish_last(eng_flow *flow) {
	size_t n = flow->leaves->len;
	const eng_master *last = variant(flow->work, "last", n - 1);
	eng_leaf *leaf = eng_sheet_leaf(flow);

	if (!last || n == 1 || flow->master) {
		return true;
	}
	if (leaf->slip) {
		last = eng_slip_master(flow->work, last, leaf->slip->node);
		if (!last) {
			return false;
		}
	}
	if (leaf->end - leaf->master->body.y + leaf->foot_height > last->body.h) {
		eng_feet_place(flow, leaf);
		if (leaf->slip) { /* nothing could stand on a page behind it */
			return true;
		}
		if (!begin_leaf(flow)) {
			return false;
		}
		leaf = eng_sheet_leaf(flow);
		last = variant(flow->work, "last", n);
	}
	change_master(flow, leaf, last);
	return true;
}

bool eng_sheet_finish(eng_flow *flow) {
	bool empty;

	if (!eng_flow_flush(flow)) {
		return false;
	}
	while (flow->rest) {
		if (!turn(flow)) {
			return false;
		}
	}
	empty = flow->canvas.empty && eng_sheet_leaf(flow)->foot.count == 0;
	if (empty && flow->leaves->len > 1) { /* a break that nothing followed */
		drop_leaf(flow);
	} else {
		eng_sheet_leaf(flow)->end = flow->canvas.y;
	}
	if (!finish_last(flow)) {
		return false;
	}
	eng_feet_place(flow, eng_sheet_leaf(flow));
	return hand_over(flow, 0);
}
