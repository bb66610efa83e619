/* What stands around the body of each page: parts in their frames, and what masters and drafts add (paper.c,
 * draft.c).
 *
 * Laid out when the number of pages is known, so that page numbers need no second thought. The first
 * appearance of letterhead, address, information and legal parts is content; what is repeated, and
 * headers and footers, are artifacts. */
#include "layout/assemble.h"
#include "layout/block.h"
#include "layout/slip.h"

/* A part that says the same on every page, laid out once for a frame. */
typedef struct stamp {
	const eng_part *part;
	const eng_frame *frame;
	eng_ink ink;
} stamp;

typedef struct placer {
	eng_work *work;
	const eng_flow *flow;
	eng_layout *layout;
	GArray *regions;  /* of eng_region */
	GArray *stamps;   /* of stamp */
	bool *seen;       /* parts that appeared as content */
	bool *locked;     /* parts that hold locked wording */
	GArray *stands;   /* of eng_part_stand */
	eng_arena *arena; /* of what stays; work->arena may be that of one page */
} placer;

/* The part of this name for a page: the last page is also one of the rest, a single one also the
 * last. */
static const eng_part *part_for(const placer *p, eng_str name, size_t page) {
	const eng_document *doc = p->work->doc;
	const char *key = eng_str_dup(p->work->arena, name);
	size_t n = p->layout->page_count;
	eng_pages order[3] = { ENG_PAGES_REST, ENG_PAGES_ALL, ENG_PAGES_ALL };
	const eng_part *found = NULL;

	if (page == 0) {
		order[0] = ENG_PAGES_FIRST;
		order[1] = n == 1 ? ENG_PAGES_LAST : ENG_PAGES_ALL;
	} else if (page + 1 == n) {
		order[0] = ENG_PAGES_LAST;
		order[1] = ENG_PAGES_REST;
	}
	for (int i = 0; i < 3; i++) {
		const eng_part *part = eng_document_part(doc, key, order[i]);

		if (part && part->pages == order[i] && eng_work_shows(p->work, part->content)) {
			return part;
		}
		found = found ? found : part;
	}
	return found && found->pages == ENG_PAGES_ALL && eng_work_shows(p->work, found->content)
		   ? found
		   : NULL;
}

static bool is_content(const placer *p, const eng_part *part) {
	static const char *const running[] = { "sender", "header", "footer" };

	if (p->seen[part - p->work->doc->parts]) {
		return false;
	}
	for (size_t i = 0; i < sizeof(running) / sizeof(running[0]); i++) {
		if (eng_str_eqc(part->name, running[i])) {
			return false;
		}
	}
	return true;
}

/* Parts that are read before the body. */
static bool is_front(eng_str name) {
	static const char *const names[] = { "letterhead", "sender", "info", "header" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (eng_str_eqc(name, names[i])) {
			return true;
		}
	}
	return false;
}

static bool overlap(eng_rect a, eng_rect b) {
	return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/* Where a frame stands: mirrored right to left, unless it would come to lie on something that never
 * moves, since the envelope's window stays where it is. */
static eng_rect frame_box(const eng_work *work, const eng_master *master, const eng_frame *frame) {
	eng_rect box = frame->box;

	if (!work->doc->rtl || frame->fixed) {
		return box;
	}
	box.x = master->width - box.x - box.w;
	if (master->has_address && overlap(box, master->address)) {
		return frame->box;
	}
	for (size_t i = 0; i < master->frame_count; i++) {
		if (master->frames[i].fixed && overlap(box, master->frames[i].box)) {
			return frame->box;
		}
	}
	return box;
}

/* Lays a part out for a frame; the ink begins at the frame's corner. */
static bool lay_part(placer *p, const eng_part *part, const eng_frame *frame, eng_ink *ink) {
	eng_work *work = p->work;
	eng_length used = 0, down;
	eng_flow flow;
	eng_ink own = { 0 };
	bool ok;

	eng_flow_init(&flow, work, frame->box.w);
	flow.limit = frame->box.h;
	work->part = frame->style.n ? frame->style : part->name;
	ok = eng_block_lay_children(&flow, part->content);
	if (ok && eng_stack(work, (eng_slab *)(void *)flow.pending->data, 0, flow.pending->len,
			    frame->box.h, &own, &used) < flow.pending->len) {
		eng_length all;

		eng_stack(work, (eng_slab *)(void *)flow.pending->data, 0, flow.pending->len,
			  INT32_MAX, NULL, &all);
		ok = eng_fail(work->ctx, "layout.overflow", part->content->where,
			      "part '%.*s' is %ld pt high, its frame has %ld pt",
			      ENG_STR_ARG(part->name), (long)(all / 1000),
			      (long)(frame->box.h / 1000));
	}
	work->part = (eng_str){ 0 };
	down = frame->valign == 2 ? frame->box.h - used
	       : frame->valign    ? (frame->box.h - used) / 2
				  : 0;
	if (ok) {
		eng_ink_append(work->arena, ink, &own, 0, down);
	}
	eng_flow_finish(&flow);
	return ok;
}

/* Running content of the upper half of the page is its header, of the lower half its footer. */
static void mark_running(eng_ink *ink, const eng_frame *frame, const eng_master *master) {
	bool upper = frame->box.y + frame->box.h / 2 < master->height / 2;

	for (size_t i = 0; i < ink->count; i++) {
		ink->items[i].running = upper ? ENG_RUNNING_HEADER : ENG_RUNNING_FOOTER;
	}
}

/* The part's ink: from the stamp of an earlier page when it says the same there. */
static bool part_ink(placer *p, const eng_part *part, const eng_master *master,
		     const eng_frame *frame, eng_ink *ink) {
	eng_work *work = p->work;
	eng_arena *here = work->arena;
	stamp fresh = { part, frame, { 0 } };
	bool content = is_content(p, part), ok;
	eng_region region = { (uint32_t)work->structure_count, 0, is_front(part->name) };

	for (guint i = 0; !content && i < p->stamps->len; i++) {
		const stamp *s = &g_array_index(p->stamps, stamp, i);

		if (s->part == part && s->frame == frame) {
			*ink = s->ink;
			return true;
		}
	}
	work->artifact = !content;
	work->arena = content ? p->arena : here;
	work->used_pages = false;
	work->parent = 0;
	if (content) {
		eng_work_enter(work, eng_work_element(work, "Sect", part->content));
		p->seen[part - work->doc->parts] = true;
	}
	ok = lay_part(p, part, frame, ink);
	work->arena = here;
	region.last = (uint32_t)work->structure_count;
	if (content) {
		g_array_append_val(p->regions, region);
	} else {
		mark_running(ink, frame, master);
		ink->annotation_count = 0; /* links belong to content only */
		if (!work->used_pages) {
			if (here == p->arena) {
				fresh.ink = *ink;
			} else {
				eng_ink_copy(p->arena, &fresh.ink, ink, 0, 0);
			}
			g_array_append_val(p->stamps, fresh);
		}
	}
	work->artifact = false;
	return ok;
}

static void note_placed(placer *p, size_t part, size_t page) {
	eng_part_stand stand = { (uint32_t)part, (uint32_t)page };

	p->work->part_placed[part] = true;
	if (p->locked[part]) {
		g_array_append_val(p->stands, stand);
	}
}

/* Parts that are read before the body, or those behind it. */
static bool place_parts(placer *p, const eng_master *master, size_t page, bool front,
			eng_ink *ink) {
	for (size_t i = 0; i < master->frame_count; i++) {
		const eng_frame *frame = &master->frames[i];
		const eng_part *part = part_for(p, frame->part, page);
		eng_rect box = frame_box(p->work, master, frame);
		eng_ink own = { 0 };

		if (!part || is_front(part->name) != front) {
			continue;
		}
		if (!part_ink(p, part, master, frame, &own)) {
			return false;
		}
		note_placed(p, (size_t)(part - p->work->doc->parts), page);
		eng_ink_append(p->work->arena, ink, &own, box.x, box.y);
	}
	return true;
}

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
		eng_paper_address(p->work, leaf->master, ink, p->regions)) &&
	       place_parts(p, leaf->master, index, true, ink);
}

static bool place_behind(placer *p, const eng_leaf *leaf, size_t index, eng_ink *ink) {
	bool ok;

	if (leaf->slip) {
		eng_ink_append(p->work->arena, ink, &leaf->slip->ink,
			       leaf->master->width - ENG_SLIP_WIDTH,
			       leaf->master->height - ENG_SLIP_HEIGHT);
	}
	ok = place_parts(p, leaf->master, index, false, ink);
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
	work->arena = p->arena;
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

static bool is_framed(const eng_theme *theme, eng_str name) {
	for (size_t i = 0; i < theme->master_count; i++) {
		for (size_t k = 0; k < theme->masters[i].frame_count; k++) {
			if (eng_str_eq(theme->masters[i].frames[k].part, name)) {
				return true;
			}
		}
	}
	return false;
}

bool eng_part_ends_body(const eng_work *work, const eng_part *part) {
	return (part->pages == ENG_PAGES_LAST || eng_str_eqc(part->name, "legal")) &&
	       eng_work_shows(work, part->content) && !is_framed(work->theme, part->name);
}

/* True when this part, or another of its name, stands on a page, or there is no page for it. */
static bool is_placed(const placer *p, const eng_part *part) {
	const eng_document *doc = p->work->doc;

	if (part->pages == ENG_PAGES_REST && p->layout->page_count == 1) {
		return true;
	}
	for (size_t i = 0; i < doc->part_count; i++) {
		if (p->work->part_placed[i] &&
		    (&doc->parts[i] == part || (part->pages == ENG_PAGES_ALL &&
						eng_str_eq(doc->parts[i].name, part->name)))) {
			return true;
		}
	}
	return false;
}

/* Every part has a frame on a page that is there, or ends the body. */
static bool check_frames(placer *p) {
	const eng_document *doc = p->work->doc;
	bool ok = true;

	for (size_t i = 0; i < doc->part_count; i++) {
		const eng_part *part = &doc->parts[i];

		if (eng_work_shows(p->work, part->content) && !eng_part_ends_body(p->work, part) &&
		    !is_placed(p, part)) {
			ok = eng_fail(
			    p->work->ctx, "layout.no-frame", part->content->where,
			    "part '%.*s' has no frame on the page masters used of theme '%.*s'",
			    ENG_STR_ARG(part->name), ENG_STR_ARG(p->work->theme->id));
		}
	}
	return ok;
}

static void find_locked(placer *p) {
	const eng_document *doc = p->work->doc;

	p->locked = eng_arena_new_array(p->arena, doc->part_count, bool);
	for (size_t i = 0; i < doc->block_count; i++) {
		const eng_part *part = eng_document_part_of(doc, doc->blocks[i].node);

		if (part && eng_work_shows(p->work, doc->blocks[i].node)) {
			p->locked[part - doc->parts] = true;
		}
	}
}

static void take_stands(placer *p) {
	eng_part_stand *stands = eng_arena_new_array(p->arena, p->stands->len, eng_part_stand);

	for (guint i = 0; i < p->stands->len; i++) {
		stands[i] = g_array_index(p->stands, eng_part_stand, i);
	}
	p->layout->stands = stands;
	p->layout->stand_count = p->stands->len;
	g_array_free(p->stands, TRUE);
}

bool eng_parts_place(eng_work *work, const eng_flow *flow, eng_layout *layout, GArray *regions) {
	placer p = { .work = work,
		     .flow = flow,
		     .layout = layout,
		     .regions = regions,
		     .arena = work->arena };
	bool ok = true;

	layout->page_count = flow->leaves->len;
	layout->pages = eng_arena_new_array(work->arena, layout->page_count, eng_page);
	p.seen = eng_arena_new_array(work->arena, work->doc->part_count, bool);
	work->part_placed = eng_arena_new_array(work->arena, work->doc->part_count, bool);
	p.stamps = g_array_new(FALSE, FALSE, sizeof(stamp));
	p.stands = g_array_new(FALSE, FALSE, sizeof(eng_part_stand));
	find_locked(&p);
	for (size_t i = 0; ok && i < layout->page_count; i++) {
		ok = place_page(&p, i);
	}
	ok = ok && check_frames(&p);
	g_array_free(p.stamps, TRUE);
	take_stands(&p);
	return ok;
}
