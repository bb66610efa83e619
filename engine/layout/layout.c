/* From document to pages: the passes, in order.
 *
 * The body is laid out first, again while a table of contents still changes (at most four times),
 * then everything around it, then structure and accounts. */
#include "layout/layout.h"

#include <stdlib.h>

#include "base/meter.h"
#include "layout/assemble.h"
#include "layout/block.h"
#include "layout/sheet.h"

enum {
	PASSES = 4,
	LONG = 20000, /* nodes: a table of about 2,000 rows */
};

static bool has_contents(const eng_work *work) {
	eng_walk walk = eng_walk_start(work->doc->body);

	while (eng_walk_next(&walk)) {
		if (walk.entering && walk.node->type == ENG_NODE_CONTENTS &&
		    eng_work_shows(work, walk.node)) {
			return true;
		}
	}
	return false;
}

/* The title is the first heading where the body has none of level 1 of its own. */
static bool needs_title(const eng_work *work) {
	eng_walk walk = eng_walk_start(work->doc->body);

	if (!work->doc->title->first) {
		return false;
	}
	while (eng_walk_next(&walk)) {
		if (walk.entering && walk.node->type == ENG_NODE_HEADING &&
		    walk.node->as.heading.level <= 1 && eng_work_shows(work, walk.node)) {
			return false;
		}
	}
	return true;
}

static bool lay_title(eng_flow *flow) {
	eng_work *work = flow->work;
	const eng_node *title = work->doc->title;
	eng_anchor *anchor = eng_arena_new(work->arena, eng_anchor);

	*anchor = (eng_anchor){ .node = title, .structure = (uint32_t)work->structure_count };
	if (!eng_para_lay(flow, title, eng_work_style(work, "title", title), "H1", true)) {
		return false;
	}
	eng_flow_keep(flow);
	eng_flow_last(flow)->anchors = anchor;
	return true;
}

/* Parts without a frame that belong to the end. */
static bool lay_end_parts(eng_flow *flow) {
	eng_work *work = flow->work;

	for (size_t i = 0; i < work->doc->part_count; i++) {
		const eng_part *part = &work->doc->parts[i];
		bool ok = true;

		if (eng_part_ends_body(work, part)) {
			uint32_t former =
			    eng_work_enter(work, eng_work_element(work, "Sect", part->content));

			eng_flow_keep(flow); /* it does not stand alone on a last page */
			work->part = part->name;
			ok = eng_block_lay_children(flow, part->content);
			work->part = (eng_str){ 0 };
			eng_work_enter(work, former);
		}
		if (!ok) {
			return false;
		}
	}
	return true;
}

static bool lay_body(eng_work *work, eng_flow *flow) {
	work->structure_count = work->alternate_count = 0;
	work->headings = NULL;
	work->heading_count = work->heading_cap = 0;
	work->notes = 0;
	work->parent = 0;
	eng_work_element(work, "Document", work->doc->body);
	work->titled = needs_title(work);
	return eng_sheet_start(flow, work) && (!work->titled || lay_title(flow)) &&
	       eng_block_lay_children(flow, work->doc->body) && lay_end_parts(flow) &&
	       eng_sheet_finish(flow);
}

/* True when the headings stand on the pages that the table of contents told. */
static bool settled(const eng_work *work) {
	if (work->known_count != work->heading_count) {
		return false;
	}
	for (size_t i = 0; i < work->heading_count; i++) {
		if (work->known[i].page != work->headings[i].page ||
		    work->known[i].structure != work->headings[i].structure) {
			return false;
		}
	}
	return true;
}

static bool lay_passes(eng_work *work, eng_flow *flow) {
	bool contents = has_contents(work), again = contents;

	work->handing = !contents;
	if (!lay_body(work, flow)) {
		return false;
	}
	for (int pass = 1; again && pass < PASSES; pass++) {
		work->known = work->headings;
		work->known_count = work->heading_count;
		eng_flow_finish(flow);
		if (!lay_body(work, flow)) {
			return false;
		}
		again = !settled(work);
	}
	if (again) {
		return eng_fail(
		    work->ctx, "layout.unsettled", work->doc->body->where,
		    "the pages of the table of contents differ each time they are counted");
	}
	if (contents && work->taker) { /* as it was in the last pass, now for good */
		work->known = work->headings;
		work->known_count = work->heading_count;
		work->handing = true;
		eng_flow_finish(flow);
		return lay_body(work, flow);
	}
	return true;
}

static bool lay_pages(eng_work *work, eng_flow *flow, eng_layout *layout) {
	GArray *regions;
	uint32_t body_end;
	bool ok;

	if (!lay_passes(work, flow)) {
		return false;
	}
	body_end = (uint32_t)work->structure_count;
	regions = g_array_new(FALSE, FALSE, sizeof(eng_region));
	ok = eng_pages_place(work, flow, layout, regions);
	if (ok) {
		eng_structure_finish(work, body_end, regions, layout);
		ok = eng_account_check(work);
	}
	g_array_free(regions, TRUE);
	return ok;
}

static eng_layout *lay_out(eng_work *work) {
	eng_flow flow = { 0 };
	eng_phase before;
	bool ok;

	work->theme = eng_press_theme(work->press);
	work->shaper = eng_press_shaper(work->press);
	work->layout = eng_arena_new(work->arena, eng_layout);
	eng_shaper_trim(work->shaper);
	if (!eng_theme_master(work->theme, "first") || !eng_theme_master(work->theme, "rest")) {
		eng_fail(work->ctx, "layout.unknown-master", (eng_loc){ 0 },
			 "theme '%.*s' needs the page masters 'first' and 'rest'",
			 ENG_STR_ARG(work->theme->id));
		return NULL;
	}
	before = eng_phase_enter(work->ctx, ENG_PHASE_LAYOUT);
	eng_account_start(work);
	ok = lay_pages(work, &flow, work->layout);
	eng_account_finish(work);
	eng_phase_enter(work->ctx, before);
	eng_flow_finish(&flow);
	eng_buf_finish(&work->buf);
	eng_leases_free(&work->leases);
	if (ok && !work->taker) {
		work->layout->structure = eng_arena_copy(
		    work->arena, work->structure, work->structure_count * sizeof(*work->structure));
	}
	if (!ok || !work->taker) {
		free(work->structure);
	}
	return ok ? work->layout : NULL;
}

eng_layout *eng_layout_pages(eng_ctx *ctx, eng_arena *arena, eng_press *press,
			     const eng_document *document, int channel) {
	return eng_layout_hand_out(ctx, arena, press, document, channel, NULL);
}

void eng_layout_release(eng_layout *layout) {
	if (layout) {
		free(layout->structure);
		layout->structure = NULL;
	}
}

bool eng_layout_is_long(const eng_document *document) {
	return document->node_count > LONG;
}

eng_layout *eng_layout_hand_out(eng_ctx *ctx, eng_arena *arena, eng_press *press,
				const eng_document *document, int channel,
				const eng_page_taker *taker) {
	eng_work work = { .ctx = ctx,
			  .arena = arena,
			  .press = press,
			  .doc = document,
			  .channel = channel,
			  .taker = taker };

	return lay_out(&work);
}
