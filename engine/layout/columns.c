/* Columns beside each other: what flows in them is balanced, and goes on on the next page.
 *
 * The children are laid out in one narrow column first; then the least height is sought at which
 * their groups fill the columns from first to last. */
#include "layout/block.h"
#include "layout/canvas.h"
#include "layout/sheet.h"

#define GUTTER ENG_MM(4)

typedef struct columns {
	eng_work *work;
	eng_slab *slabs;
	size_t count, n;
	eng_length width; /* of one */
} columns;

/* Fills the columns from slab first on; returns the slab behind the last that found room. */
static size_t fill(const columns *c, size_t first, eng_length height, eng_ink *ink, eng_length x,
		   eng_length *used) {
	*used = 0;
	for (size_t i = 0; i < c->n && first < c->count; i++) {
		size_t at = c->work->doc->rtl ? c->n - 1 - i : i;
		eng_ink one = { 0 };
		eng_length taken;

		first = eng_stack(c->work, c->slabs, first, c->count, height, ink ? &one : NULL,
				  &taken);
		*used = taken > *used ? taken : *used;
		if (ink) {
			eng_ink_append(c->work->arena, ink, &one,
				       x + (eng_length)at * (c->width + GUTTER), 0);
		}
	}
	return first;
}

/* The least height at which all slabs from first on find room, at most limit (then maybe not all). */
static eng_length balance(const columns *c, size_t first, eng_length limit) {
	eng_length low = 0, high = limit, used;

	if (fill(c, first, limit, NULL, 0, &used) < c->count) {
		return limit;
	}
	while (high - low > 500) {
		eng_length middle = (low + high) / 2;

		if (fill(c, first, middle, NULL, 0, &used) == c->count) {
			high = middle;
		} else {
			low = middle;
		}
	}
	return high;
}

/* What the slabs of one page carry beside their ink. */
static void collect_extras(eng_slab *whole, const eng_slab *slabs, size_t count) {
	eng_foot **foot = &whole->feet;
	eng_anchor **anchor = &whole->anchors;

	for (size_t i = 0; i < count; i++) {
		for (*foot = slabs[i].feet; *foot;) {
			foot = &(*foot)->next;
		}
		for (*anchor = slabs[i].anchors; *anchor;) {
			anchor = &(*anchor)->next;
		}
	}
}

/* The space before the columns: their own or their first child's, which stands at the very top. */
static eng_length space_before(const columns *c, const eng_style *style) {
	return c->slabs[0].before > style->space_before ? c->slabs[0].before : style->space_before;
}

static eng_length space_after(const columns *c, const eng_style *style) {
	eng_length last = c->slabs[c->count - 1].after;

	return last > style->space_after ? last : style->space_after;
}

static eng_length feet_height(const eng_slab *slabs, size_t first, size_t last) {
	eng_length height = 0;

	for (size_t i = first; i < last; i++) {
		for (const eng_foot *f = slabs[i].feet; f; f = f->next) {
			height += f->height;
		}
	}
	return height > 0 ? height + ENG_PT(10) : 0; /* and their rule */
}

/* Sets as much as fits into the room with its footnotes; returns the slab behind. */
static size_t set_page(const columns *c, size_t first, eng_length room, eng_slab *whole,
		       eng_length x) {
	eng_length used, left = room;
	size_t next = fill(c, first, balance(c, first, room), NULL, 0, &used);

	while (next > first) {
		eng_length feet = feet_height(c->slabs, first, next);

		if (used + feet <= room || left <= room / 2) {
			break;
		}
		left = room - feet < left - ENG_PT(4) ? room - feet : left - ENG_PT(4);
		left = left < room / 2 ? room / 2 : left;
		next = fill(c, first, balance(c, first, left), NULL, 0, &used);
	}
	whole->ink = (eng_ink){ 0 };
	next = fill(c, first, balance(c, first, left), &whole->ink, x, &whole->height);
	return next;
}

static size_t group_end(const columns *c, size_t first) {
	while (first + 1 < c->count && c->slabs[first].keep &&
	       c->slabs[first + 1].kind != ENG_SLAB_BREAK) {
		first++;
	}
	return first + 1;
}

/* A group that is taller than a page is divided all the same: first where only a container keeps it
 * together, then, of what is still as tall, anywhere. */
static void divide_tall(columns *c, eng_length page, bool anywhere) {
	const eng_canvas empty = { .flush = true };

	for (size_t first = 0, end; first < c->count; first = end) {
		end = group_end(c, first);
		if (eng_canvas_measure(&empty, c->slabs + first, end - first) <= page) {
			continue;
		}
		for (size_t i = first; i < end; i++) {
			eng_slab *slab = &c->slabs[i];

			slab->keep &= slab->kind == ENG_SLAB_OPEN || (!anywhere && !slab->soft);
		}
	}
}

/* Of an empty page; within columns or a part, which come to stand on any, of the lower kind. */
static eng_length page_height(const eng_flow *flow) {
	const eng_theme *theme = flow->work->theme;
	eng_length first = eng_theme_master(theme, "first")->body.h;
	eng_length rest = eng_theme_master(theme, "rest")->body.h;

	return flow->leaves ? eng_sheet_height(flow) : first < rest ? first : rest;
}

static bool place(eng_flow *flow, const columns *c, const eng_node *node, const eng_style *style) {
	size_t first = 0;

	while (first < c->count) {
		eng_slab whole = { .node = node, .before = first ? 0 : space_before(c, style) };
		eng_length after = eng_sheet_after(flow);
		eng_length gap = whole.before > after ? whole.before : after;
		eng_length room = eng_sheet_room(flow) - gap;
		size_t next;

		if (room < ENG_PT(40) || room == INT32_MAX - gap) {
			room = page_height(flow);
		}
		next = set_page(c, first, room, &whole, flow->x);
		if (next == first) {
			next = set_page(c, first, page_height(flow), &whole, flow->x);
		}
		if (next == first) {
			return eng_fail(flow->work->ctx, "layout.overflow",
					c->slabs[first].node->where,
					"%s is taller than the page's body and stands in columns",
					eng_node_type_name(c->slabs[first].node->type));
		}
		whole.after = next == c->count ? space_after(c, style) : 0;
		collect_extras(&whole, c->slabs + first, next - first);
		if (!eng_flow_add(flow, &whole)) {
			return false;
		}
		first = next;
	}
	return true;
}

bool eng_columns_lay(eng_flow *flow, const eng_node *node) {
	eng_work *work = flow->work;
	const eng_style *style = eng_work_style(work, "flow", node);
	int n = node->as.flow.columns < 1 ? 1 : node->as.flow.columns;
	columns c = { .work = work, .n = (size_t)n };
	eng_flow inner;
	bool ok;

	if (n == 1) {
		return eng_block_lay_children(flow, node);
	}
	c.width = (flow->width - (eng_length)(n - 1) * GUTTER) / n;
	if (c.width < ENG_PT(20)) {
		return eng_fail(work->ctx, "layout.overflow", node->where,
				"%d columns do not fit into a width of %ld pt", n,
				(long)(flow->width / 1000));
	}
	eng_flow_init(&inner, work, c.width);
	inner.column = flow->column; /* footnotes are as wide as the page */
	ok = eng_block_lay_children(&inner, node);
	c.slabs = (eng_slab *)(void *)inner.pending->data;
	c.count = inner.pending->len;
	divide_tall(&c, page_height(flow), false);
	divide_tall(&c, page_height(flow), true);
	ok = ok && place(flow, &c, node, style);
	eng_flow_finish(&inner);
	return ok;
}
