/* The state of laying out one document: elements of structure, and which nodes are shown. */
#include "layout/work.h"

uint32_t eng_work_element(eng_work *work, const char *type, const eng_node *node) {
	eng_structure *element;

	if (work->artifact) {
		return 0;
	}
	if (work->structure_count == work->structure_cap) {
		work->structure_cap = work->structure_cap ? work->structure_cap * 2 : 64;
		work->structure =
		    eng_realloc(work->structure, work->structure_cap * sizeof(*work->structure));
	}
	element = &work->structure[work->structure_count];
	*element = (eng_structure){ .type = type, .parent = work->parent, .node = node };
	return (uint32_t)work->structure_count++;
}

void eng_work_alternate(eng_work *work, uint32_t element, eng_str alt, bool has_bbox) {
	work->alternates = eng_arena_grow(work->arena, work->alternates, work->alternate_count,
					  &work->alternate_cap, sizeof(*work->alternates));
	work->alternates[work->alternate_count++] =
	    (eng_alternate){ .alt = alt, .has_bbox = has_bbox };
	work->structure[element].alternate = (uint32_t)work->alternate_count & 0xffffff;
}

uint32_t eng_work_enter(eng_work *work, uint32_t element) {
	uint32_t former = work->parent;

	work->parent = work->artifact ? 0 : element;
	return former;
}

bool eng_work_shows(const eng_work *work, const eng_node *node) {
	return eng_node_shown(node, work->channel);
}

const eng_style *eng_work_style(const eng_work *work, const char *element, const eng_node *node) {
	return eng_theme_style_in(work->theme, element, node ? node->tags->role : (eng_str){ 0 },
				  work->part);
}
