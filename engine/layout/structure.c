/* The structure tree in reading order: what stands before the body, the body, what stands behind it.
 *
 * Elements were made in document order within each region; putting the regions in order is a renaming
 * of indexes. Then each element learns its first page, figures their boxes, headings their outline. */
#include <string.h>

#include "layout/assemble.h"

/* New places of elements [first, last). */
static void name(uint32_t *names, uint32_t *n, uint32_t first, uint32_t last) {
	for (uint32_t i = first; i < last; i++) {
		names[i] = (*n)++;
	}
}

static void name_regions(const GArray *regions, bool front, uint32_t *names, uint32_t *n) {
	for (guint i = 0; i < regions->len; i++) {
		const eng_region *r = &g_array_index(regions, eng_region, i);

		if (r->front == front) {
			name(names, n, r->first, r->last);
		}
	}
}

/* Those of regions were made behind the body and are few; the body moves as it is. There may be a million
 * of elements: no copy of all is made. */
static void move_elements(eng_work *work, uint32_t body_end, const uint32_t *names, uint32_t n) {
	size_t count = work->structure_count;
	eng_structure *all = work->structure;
	eng_structure *late =
	    eng_arena_copy(work->arena, all + body_end, (count - body_end) * sizeof(*late));

	if (body_end > 1) {
		memmove(all + names[1], all + 1, (body_end - 1) * sizeof(*all));
	}
	for (size_t i = body_end; i < count; i++) {
		if (names[i]) {
			all[names[i]] = late[i - body_end];
		}
	}
	for (uint32_t i = 1; i < n; i++) {
		all[i].parent = names[all[i].parent];
	}
	work->structure_count = n;
}

static void rename_items(eng_layout *layout, const uint32_t *names) {
	for (size_t p = 0; p < layout->page_count; p++) {
		eng_page *page = &layout->pages[p];

		for (size_t i = 0; i < page->count; i++) {
			page->items[i].structure = names[page->items[i].structure];
		}
		for (size_t i = 0; i < page->annotation_count; i++) {
			page->annotations[i].structure = names[page->annotations[i].structure];
			page->annotations[i].target = names[page->annotations[i].target];
		}
	}
}

static void reorder(eng_work *work, uint32_t body_end, const GArray *regions, eng_layout *layout) {
	uint32_t *names = eng_arena_new_array(work->arena, work->structure_count, uint32_t), n = 0;

	name(names, &n, 0, 1);
	name_regions(regions, true, names, &n);
	name(names, &n, 1, body_end);
	name_regions(regions, false, names, &n);
	move_elements(work, body_end, names, n);
	for (size_t i = 0; i < work->heading_count; i++) {
		work->headings[i].structure = names[work->headings[i].structure];
	}
	rename_items(layout, names);
	layout->names = names;
	layout->structure = work->structure;
	layout->alternates = work->alternates;
	layout->structure_count = n;
}

static void widen(eng_rect *box, eng_length x, eng_length y, bool first) {
	eng_length right = box->x + box->w, bottom = box->y + box->h;

	if (first) {
		*box = (eng_rect){ x, y, 0, 0 };
		return;
	}
	right = x > right ? x : right;
	bottom = y > bottom ? y : bottom;
	box->x = x < box->x ? x : box->x;
	box->y = y < box->y ? y : box->y;
	box->w = right - box->x;
	box->h = bottom - box->y;
}

/* Adds an item to its figure's box. */
static void add_to_box(eng_rect *box, const eng_item *item, bool *first) {
	if (item->kind == ENG_ITEM_PATH) {
		const eng_path *p = &item->as.path;

		for (size_t i = 0; i < p->count; i++) {
			int points = p->ops[i].verb == ENG_CLOSE   ? 0
				     : p->ops[i].verb == ENG_CURVE ? 3
								   : 1;

			for (int k = 0; k < points; k++) {
				widen(box, p->ops[i].x[k], p->ops[i].y[k], *first);
				*first = false;
			}
		}
		return;
	}
	if (item->kind == ENG_ITEM_IMAGE) {
		eng_rect b = item->as.image.box;

		widen(box, b.x, b.y, *first);
		widen(box, b.x + b.w, b.y + b.h, false);
	} else {
		const eng_glyph_run *r = &item->as.run;

		widen(box, r->x, r->y - r->size, *first);
		widen(box, r->x + r->width, r->y + r->size / 4, false);
	}
	*first = false;
}

/* An element and those above it begin on this page, if on none before. */
static void see(eng_work *work, uint32_t s, size_t page) {
	while (s != 0 && !work->structure[s].seen) {
		work->structure[s].seen = true;
		work->structure[s].page = (uint32_t)page;
		s = work->structure[s].parent;
	}
}

void eng_structure_see(eng_work *work, const eng_page *page, size_t index) {
	for (size_t i = 0; i < page->count; i++) {
		uint32_t s = page->items[i].structure;
		eng_structure *element = &work->structure[s];
		eng_alternate *alternate =
		    element->alternate ? &work->alternates[element->alternate - 1] : NULL;
		bool fresh = !element->seen;

		if (s != 0 && alternate && alternate->has_bbox &&
		    (fresh || element->page == index)) {
			add_to_box(&alternate->bbox, &page->items[i], &fresh);
		}
		see(work, s, index);
	}
	for (size_t i = 0; i < page->annotation_count; i++) {
		see(work, page->annotations[i].structure, index);
	}
}

const char *eng_header_scope_name(eng_header_scope scope) {
	static const char *const names[] = { NULL, "Column", "Row" };

	return names[scope];
}

eng_str eng_structure_lang(const eng_structure *element) {
	return element->node ? element->node->tags->lang : (eng_str){ 0 };
}

static void make_outline(eng_work *work, eng_layout *layout) {
	layout->outline = eng_arena_new_array(work->arena, work->heading_count, eng_outline_entry);
	for (size_t i = 0; i < work->heading_count; i++) {
		const eng_heading *h = &work->headings[i];
		bool title = h->node->type != ENG_NODE_HEADING;

		eng_buf_clear(&work->buf);
		eng_node_text(h->node, work->channel, &work->buf);
		for (size_t k = 0; k < work->buf.n; k++) {
			work->buf.s[k] = work->buf.s[k] == '\n' ? ' ' : work->buf.s[k];
		}
		layout->outline[layout->outline_count++] = (eng_outline_entry){
			.title = eng_str_copy(work->arena, eng_buf_view(&work->buf)),
			.level = title ? 1 : h->node->as.heading.level,
			.page = (uint32_t)h->page,
			.structure = h->structure,
			.y = h->y,
		};
	}
}

void eng_structure_finish(eng_work *work, uint32_t body_end, const GArray *regions,
			  eng_layout *layout) {
	reorder(work, body_end, regions, layout);
	make_outline(work, layout);
}
