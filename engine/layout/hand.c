/* Finished pages on their way out: counted for the accounts, seen for the structure, and kept for the
 * layout or handed to who takes them. Knows no document and no measures. */
#include "layout/assemble.h"

static bool is_empty(const eng_item *item) {
	return item->kind == ENG_ITEM_PATH && item->as.path.count == 0;
}

/* Places that were kept for boxes and not needed. */
static void drop_empty_paths(eng_page *page) {
	size_t n = 0;

	while (n < page->count && !is_empty(&page->items[n])) {
		n++;
	}
	for (size_t i = n; i < page->count; i++) {
		if (!is_empty(&page->items[i])) {
			page->items[n++] = page->items[i];
		}
	}
	page->count = n;
}

void eng_hand_keep(eng_work *work, size_t index, eng_page *page) {
	drop_empty_paths(page);
	eng_structure_see(work, page, index);
	eng_account_add(work, page);
	eng_account_edges(work, page, index);
}

/* What the taker may look at; the array of elements moves as it grows. */
static const eng_layout *current(eng_work *work) {
	work->layout->structure = work->structure;
	work->layout->structure_count = work->structure_count;
	return work->layout;
}

bool eng_hand_body(eng_work *work, size_t index, eng_leaf *leaf) {
	eng_arena *arena = &leaf->lease->arena;
	eng_ink ink = { 0 };
	bool ok = true;

	eng_draft_find(work, leaf);
	if (work->handing) {
		eng_page page = { .width = leaf->master->width, .height = leaf->master->height };

		eng_ink_reserve(arena, &ink, leaf->under.count + leaf->ink.count);
		eng_ink_take(arena, &ink, &leaf->under, 0, 0);
		eng_ink_take(arena, &ink, &leaf->ink, 0, 0);
		eng_page_fill(&page, &ink);
		eng_hand_keep(work, index, &page);
		ok = work->taker->body(work->taker->user, current(work), index, &page);
	}
	leaf->under = leaf->ink = leaf->foot = (eng_ink){ 0 };
	leaf->lease->holders--;
	leaf->lease = NULL;
	return ok;
}

bool eng_hand_around(eng_work *work, size_t index, eng_page *before, eng_page *behind) {
	eng_hand_keep(work, index, before);
	eng_hand_keep(work, index, behind);
	return work->taker->around(work->taker->user, current(work), index, before, behind);
}
