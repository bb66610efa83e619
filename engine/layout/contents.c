/* The table of contents: headings with the pages that the pass before found for them.
 *
 * The first pass keeps the room; layout.c repeats until the pages do not change any more. */
#include "layout/block.h"

/* Headings are asked for in their own order, so that looking goes on from the last one found. */
static const eng_heading *find_known(eng_work *work, const eng_node *node) {
	for (size_t i = 0; i < work->known_count; i++) {
		size_t at = (work->known_at + i) % work->known_count;

		if (work->known[at].node == node) {
			work->known_at = at;
			return &work->known[at];
		}
	}
	return NULL;
}

/* Dots between the title's end and the page number, an artifact: one dashed line, drawn from the
 * number back so that the dots of all entries stand below each other. */
static void add_leader(eng_flow *flow, eng_slab *slab, const eng_style *style, eng_length from,
		       eng_length to, eng_length baseline) {
	eng_work *work = flow->work;
	eng_length step = style->size * 6 / 10, dot = style->size / 12;
	eng_path_op *ops = eng_arena_new_array(work->arena, 2, eng_path_op);
	eng_path *path;

	if (to - from < 3 * step) {
		return;
	}
	from = to - (to - from - step) / step * step;
	to -= step;
	ops[0] = (eng_path_op){ ENG_MOVE, { flow->x + to }, { baseline - dot / 2 } };
	ops[1] = (eng_path_op){ ENG_LINE, { flow->x + from }, { baseline - dot / 2 } };
	if (work->doc->rtl) {
		ops[0].x[0] = flow->x + flow->width - to;
		ops[1].x[0] = flow->x + flow->width - from;
	}
	path = &eng_ink_add(work->arena, &slab->ink, ENG_ITEM_PATH, 0, NULL)->as.path;
	*path = (eng_path){ .ops = ops,
			    .count = 2,
			    .stroke = true,
			    .line_width = dot,
			    .stroke_color = work->theme->muted,
			    .dash_on = dot,
			    .dash_off = step - dot };
}

/* The entry is an internal link to its heading. */
static void add_target(eng_flow *flow, eng_slab *slab, uint32_t link, const eng_heading *known,
		       eng_str title) {
	eng_ink *ink = &slab->ink;

	if (flow->work->artifact || !known) {
		return;
	}
	ink->annotations =
	    eng_arena_grow(flow->work->arena, ink->annotations, ink->annotation_count,
			   &ink->annotation_cap, sizeof(*ink->annotations));
	ink->annotations[ink->annotation_count++] =
	    (eng_annotation){ .box = { flow->x, 0, flow->width, slab->height },
			      .target = known->structure,
			      .structure = link,
			      .alt = title };
}

/* What stands in the list is the list's: the accounts ask for the heading itself elsewhere. */
static void own(eng_ink *ink, const eng_node *contents) {
	for (size_t i = 0; i < ink->count; i++) {
		ink->items[i].node = contents;
	}
}

static bool lay_entry(eng_flow *flow, const eng_node *contents, const eng_node *heading, int top) {
	eng_work *work = flow->work;
	const eng_style *style = eng_work_style(work, "contents.entry", contents);
	const eng_heading *known = find_known(work, heading);
	uint32_t former = eng_work_enter(work, eng_work_element(work, "TOCI", heading));
	eng_setting setting = { .style = style, .structure = eng_work_element(work, "Link", NULL) };
	eng_length indent = (heading->as.heading.level - top) * style->size * 3 / 2;
	eng_length room = style->size * 4;
	eng_slab slab = { .node = contents,
			  .before = style->space_before,
			  .after = style->space_after };
	eng_str number = eng_str_printf(work->arena, "%zu", known ? known->page + 1 : (size_t)0);
	eng_text *title, *page;
	eng_setpiece piece = { 0 }, last = { 0 };
	bool ok;

	title = eng_inline_text(work, heading, &setting);
	page = title ? eng_plain_text(work, number, NULL, &setting) : NULL;
	ok = page &&
	     eng_setpiece_make(work, title, style,
			       work->doc->rtl ? flow->x + room : flow->x + indent,
			       flow->width - indent - room, ENG_LINE_START, &piece) &&
	     eng_setpiece_make(work, page, style,
			       work->doc->rtl ? flow->x : flow->x + flow->width - room, room,
			       ENG_LINE_END, &last);
	if (ok) {
		eng_length down = piece.height - last.height, baseline = down + last.first;

		slab.height = piece.height;
		own(&piece.ink, contents);
		own(&last.ink, contents);
		eng_ink_append(work->arena, &slab.ink, &piece.ink, 0, 0);
		if (piece.height == last.height) {
			add_leader(flow, &slab, style, indent + piece.width,
				   flow->width - page->width, baseline);
		}
		eng_ink_append(work->arena, &slab.ink, &last.ink, 0, down);
		add_target(flow, &slab, setting.structure, known, title->bytes);
		ok = eng_flow_add(flow, &slab);
	}
	eng_work_enter(work, former);
	return ok;
}

static int depth_of(const eng_node *contents) {
	return contents->as.contents.depth < 1 ? 3 : contents->as.contents.depth;
}

bool eng_contents_lists(const eng_work *work, const eng_node *contents, const eng_node *node) {
	return node->type == ENG_NODE_HEADING && node->as.heading.level <= depth_of(contents) &&
	       eng_work_shows(work, node);
}

/* The highest level that the document has: it is not indented. */
static int top_level(const eng_work *work, const eng_node *contents) {
	eng_walk walk = eng_walk_start(work->doc->body);
	int top = depth_of(contents);

	while (eng_walk_next(&walk)) {
		if (walk.entering && eng_contents_lists(work, contents, walk.node) &&
		    walk.node->as.heading.level < top) {
			top = walk.node->as.heading.level;
		}
	}
	return top;
}

bool eng_contents_lay(eng_flow *flow, const eng_node *node) {
	eng_work *work = flow->work;
	const eng_style *style = eng_work_style(work, "contents", node);
	uint32_t former = eng_work_enter(work, eng_work_element(work, "TOC", node));
	eng_walk walk = eng_walk_start(work->doc->body);
	int notes = work->notes, top = top_level(work, node);
	bool ok = eng_flow_open(flow, style, node);

	while (ok && eng_walk_next(&walk)) {
		if (walk.entering && eng_contents_lists(work, node, walk.node)) {
			ok = lay_entry(flow, node, walk.node, top);
		}
	}
	work->notes = notes; /* marks of footnotes in titles count where the title stands */
	ok = ok && eng_flow_close(flow, style, node);
	eng_work_enter(work, former);
	return ok;
}
