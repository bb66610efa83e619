/* The mark of drafts: large and pale across the page, below everything else, where grounds of the page leave it to be
 * seen. A theme chooses how it looks, not whether it can be seen. */
#include "layout/assemble.h"

enum {
	CONTRAST = 3000, /* thousandths, of the colour that is then made pale */
	PALE = 180,      /* of 255, towards the paper */
	LEAST = ENG_PT(48),
	TALL = ENG_PT(30), /* around the middle of its letters */
	ACROSS = 9,
	DOWN = 3
};

/* What nobody could see gives way to the colour of the text, or to black or white. */
static eng_color color_of(const eng_theme *theme, const eng_style *style) {
	const eng_color plain[] = {
		style->color, theme->text, { 0, 0, 0, 255 }, { 255, 255, 255, 255 }
	};
	size_t i = 0;

	while (i < 3 && eng_color_contrast(plain[i], theme->paper) < CONTRAST) {
		i++;
	}
	return eng_color_mix(plain[i], theme->paper, PALE);
}

/* The rectangle around what an item paints over what is below it; false when it hides nothing. */
static bool ground_of(const eng_item *item, eng_rect *box) {
	const eng_path *path = &item->as.path;
	eng_length x0 = INT32_MAX, y0 = INT32_MAX, x1 = INT32_MIN, y1 = INT32_MIN;

	if (item->kind == ENG_ITEM_IMAGE) {
		*box = item->as.image.box;
		return true;
	}
	if (item->kind != ENG_ITEM_PATH || !path->fill || path->fill_color.a < 128) {
		return false;
	}
	for (size_t i = 0; i < path->count; i++) {
		const eng_path_op *op = &path->ops[i];
		int k = op->verb == ENG_CURVE ? 2 : 0;

		if (op->verb != ENG_CLOSE) {
			x0 = op->x[k] < x0 ? op->x[k] : x0;
			x1 = op->x[k] > x1 ? op->x[k] : x1;
			y0 = op->y[k] < y0 ? op->y[k] : y0;
			y1 = op->y[k] > y1 ? op->y[k] : y1;
		}
	}
	*box = (eng_rect){ x0, y0, x1 - x0, y1 - y0 };
	return true;
}

/* Which of the points around a middle are covered, added to a set. */
static uint32_t covered_by(const eng_ink *ink, const eng_master *master, eng_length middle) {
	uint32_t set = 0;
	eng_rect box;

	for (size_t i = 0; i < ink->count; i++) {
		if (!ground_of(&ink->items[i], &box)) {
			continue;
		}
		for (int k = 0; k < ACROSS * DOWN; k++) {
			eng_length x = master->width * (1 + k % ACROSS) / (ACROSS + 1);
			eng_length y = middle + TALL * (k / ACROSS - DOWN / 2) / (DOWN - 1);

			if (x >= box.x && x < box.x + box.w && y >= box.y && y < box.y + box.h) {
				set |= (uint32_t)1 << k;
			}
		}
	}
	return set;
}

static int count(uint32_t set) {
	int n = 0;

	for (; set; set &= set - 1) {
		n++;
	}
	return n;
}

void eng_draft_find(const eng_work *work, eng_leaf *leaf) {
	static const int eighths[] = { 4, 3, 5, 2, 6, 7 }; /* of the page, the middle first */
	const eng_master *master = leaf->master;
	int fewest = ACROSS * DOWN + 1;

	for (size_t i = 0;
	     work->doc->draft && i < sizeof(eighths) / sizeof(eighths[0]) && fewest > ACROSS; i++) {
		eng_length middle = master->height * eighths[i] / 8;
		int n = count(covered_by(&leaf->under, master, middle) |
			      covered_by(&leaf->ink, master, middle));

		if (n < fewest) {
			fewest = n;
			leaf->mark = middle;
		}
	}
}

bool eng_draft_place(eng_work *work, const eng_leaf *leaf, eng_ink *ink) {
	const eng_document *doc = work->doc;
	const eng_master *master = leaf->master;
	eng_length middle = leaf->mark ? leaf->mark : master->height / 2, width = 0;
	eng_style style = *eng_theme_style(work->theme, "draft", (eng_str){ 0 });
	eng_color color = color_of(work->theme, &style);
	eng_ink own = { 0 };

	style.size = style.size < LEAST ? LEAST : style.size;
	for (int attempt = 0; doc->draft && doc->draft_mark.n && attempt < 2; attempt++) {
		own = (eng_ink){ 0 };
		if (!eng_line_label(work->ctx, work->arena, work->press, doc->draft_mark, &style,
				    color, doc->language, doc->rtl, 0, NULL, &own, &width)) {
			return false;
		}
		if (width <= master->width * 9 / 10) {
			break;
		}
		style.size = style.size * (master->width * 85 / 100) / width;
	}
	for (size_t i = 0; i < own.count; i++) {
		own.items[i].running = ENG_RUNNING_WATERMARK;
	}
	eng_ink_append(work->arena, ink, &own, (master->width - width) / 2,
		       middle + style.size / 3);
	return true;
}
