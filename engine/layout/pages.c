/* From leaves to pages: the body between what stands around it, in the order in which it is painted. Parts come from
 * parts.c, what masters and drafts add from paper.c and draft.c.
 *
 * A page is kept whole, or its two sides are handed over after a body that has left already. */
#include "layout/parts.h"
#include "layout/slip.h"

typedef struct placer {
	eng_work *work;
	const eng_flow *flow;
	eng_layout *layout;
	eng_parts parts;
} placer;

/* Pages of the section that begins at index. */
static size_t section_length(const eng_flow *flow, size_t index) {
	const eng_leaf *first = g_ptr_array_index(flow->leaves, index);
	size_t n = 0;

	while (index + n < flow->leaves->len) {
		const eng_leaf *leaf = g_ptr_array_index(flow->leaves, index + n);

		if (leaf->section_first != first->section_first) {
			break;
		}
		n++;
	}
	return n;
}

/* What is painted before what flows. */
static bool place_before(placer *p, const eng_leaf *leaf, size_t index, eng_ink *ink) {
	if (!eng_paper_background(p->work, leaf->master, ink) ||
	    !eng_draft_place(p->work, leaf, ink)) {
		return false;
	}
	eng_ink_take(p->work->arena, ink, &leaf->under, 0, 0);
	return (index > 0 || !leaf->master->has_address ||
		eng_paper_address(p->work, leaf->master, ink, p->parts.regions)) &&
	       eng_parts_place(&p->parts, leaf->master, index, true, ink);
}

static bool place_behind(placer *p, const eng_leaf *leaf, size_t index, eng_ink *ink) {
	bool ok;

	if (leaf->slip) {
		eng_ink_append(p->work->arena, ink, &leaf->slip->ink,
			       leaf->master->width - ENG_SLIP_WIDTH,
			       leaf->master->height - ENG_SLIP_HEIGHT);
	}
	ok = eng_parts_place(&p->parts, leaf->master, index, false, ink);
	eng_paper_marks(p->work, leaf->master, ink);
	return ok;
}

static bool keep_page(placer *p, eng_leaf *leaf, size_t index, eng_page *page) {
	eng_work *work = p->work;
	eng_ink ink = { 0 };

	eng_ink_lend(work->arena, &work->page_spares, &ink,
		     leaf->under.count + leaf->ink.count + 48);
	eng_draft_find(work, leaf);
	if (!place_before(p, leaf, index, &ink)) {
		return false;
	}
	eng_ink_take(work->arena, &ink, &leaf->ink, 0, 0);
	eng_ink_give_back(&work->page_spares, &leaf->ink);
	if (!place_behind(p, leaf, index, &ink)) {
		return false;
	}
	eng_page_fill(page, &ink);
	eng_hand_keep(work, index, page);
	return true;
}

/* The body is gone already; only content and what is repeated stay in the arena of all. */
static bool hand_page(placer *p, const eng_leaf *leaf, size_t index, const eng_page *page) {
	eng_work *work = p->work;
	eng_lease *lease = eng_lease_take(&work->leases);
	eng_page before = *page, behind = *page;
	eng_ink first = { 0 }, last = { 0 };
	bool ok;

	work->arena = &lease->arena;
	ok = place_before(p, leaf, index, &first) && place_behind(p, leaf, index, &last);
	work->arena = p->parts.arena;
	eng_page_fill(&before, &first);
	eng_page_fill(&behind, &last);
	return ok && eng_hand_around(work, index, &before, &behind);
}

static bool place_page(placer *p, size_t index) {
	eng_work *work = p->work;
	eng_leaf *leaf = g_ptr_array_index(p->flow->leaves, index);
	eng_page *page = &p->layout->pages[index];

	work->page = index + 1;
	work->page_count = p->layout->page_count;
	work->section_page = index + 1 - leaf->section_first;
	if (index == leaf->section_first || index == 0) {
		work->section_count = section_length(p->flow, index);
	}
	*page = (eng_page){ .width = leaf->master->width,
			    .height = leaf->master->height,
			    .master = eng_str_dup(work->arena, leaf->master->name) };
	return work->taker ? hand_page(p, leaf, index, page) : keep_page(p, leaf, index, page);
}

bool eng_pages_place(eng_work *work, const eng_flow *flow, eng_layout *layout, GArray *regions) {
	placer p = { .work = work, .flow = flow, .layout = layout };
	bool ok = true;

	layout->page_count = flow->leaves->len;
	layout->pages = eng_arena_new_array(work->arena, layout->page_count, eng_page);
	eng_parts_init(&p.parts, work, layout->page_count, regions);
	for (size_t i = 0; ok && i < layout->page_count; i++) {
		ok = place_page(&p, i);
	}
	ok = ok && eng_parts_check(&p.parts);
	eng_parts_finish(&p.parts, layout);
	return ok;
}
