/* Parts in the frames of pages: which of them stands where, and what it says there.
 *
 * Laid out when the number of pages is known, so that page numbers need no second thought. The first
 * appearance of letterhead, address, information and legal parts is content; what is repeated, and
 * headers and footers, are artifacts. */
#include "layout/parts.h"

#include "layout/block.h"

/* A part that says the same on every page, laid out once for a frame. */
typedef struct stamp {
	const eng_part *part;
	const eng_frame *frame;
	eng_ink ink;
} stamp;

/* The part of this name for a page: the last page is also one of the rest, a single one also the
 * last. */
static const eng_part *part_for(const eng_parts *p, eng_str name, size_t page) {
	const eng_document *doc = p->work->doc;
	const char *key = eng_str_dup(p->work->arena, name);
	size_t n = p->page_count;
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

static bool is_content(const eng_parts *p, const eng_part *part) {
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
static bool lay_part(eng_parts *p, const eng_part *part, const eng_frame *frame, eng_ink *ink) {
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
static bool part_ink(eng_parts *p, const eng_part *part, const eng_master *master,
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

static void note_placed(eng_parts *p, size_t part, size_t page) {
	eng_part_stand stand = { (uint32_t)part, (uint32_t)page };

	p->work->part_placed[part] = true;
	if (p->locked[part]) {
		g_array_append_val(p->stands, stand);
	}
}

bool eng_parts_place(eng_parts *p, const eng_master *master, size_t page, bool front,
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
static bool is_placed(const eng_parts *p, const eng_part *part) {
	const eng_document *doc = p->work->doc;

	if (part->pages == ENG_PAGES_REST && p->page_count == 1) {
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

bool eng_parts_check(const eng_parts *p) {
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

static void find_locked(eng_parts *p) {
	const eng_document *doc = p->work->doc;

	p->locked = eng_arena_new_array(p->arena, doc->part_count, bool);
	for (size_t i = 0; i < doc->block_count; i++) {
		const eng_part *part = eng_document_part_of(doc, doc->blocks[i].node);

		if (part && eng_work_shows(p->work, doc->blocks[i].node)) {
			p->locked[part - doc->parts] = true;
		}
	}
}

void eng_parts_init(eng_parts *p, eng_work *work, size_t page_count, GArray *regions) {
	size_t n = work->doc->part_count;

	*p = (eng_parts){
		.work = work, .page_count = page_count, .regions = regions, .arena = work->arena
	};
	p->seen = eng_arena_new_array(p->arena, n, bool);
	work->part_placed = eng_arena_new_array(p->arena, n, bool);
	p->stamps = g_array_new(FALSE, FALSE, sizeof(stamp));
	p->stands = g_array_new(FALSE, FALSE, sizeof(eng_part_stand));
	find_locked(p);
}

void eng_parts_finish(eng_parts *p, eng_layout *layout) {
	eng_part_stand *stands = eng_arena_new_array(p->arena, p->stands->len, eng_part_stand);

	for (guint i = 0; i < p->stands->len; i++) {
		stands[i] = g_array_index(p->stands, eng_part_stand, i);
	}
	layout->stands = stands;
	layout->stand_count = p->stands->len;
	g_array_free(p->stamps, TRUE);
	g_array_free(p->stands, TRUE);
}
