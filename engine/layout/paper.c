/* What a page master puts on a sheet whatever the document says: the picture below everything, the address in its
 * window, marks for folding. */
#include "layout/assemble.h"
#include "layout/block.h"
#include "layout/image.h"

/* One line of the address at y below the window's top. */
static bool address_line(eng_work *work, const eng_master *master, eng_str line,
			 const eng_style *style, uint32_t structure, eng_length *y, eng_ink *ink) {
	eng_setting setting = { .style = style, .structure = structure };
	eng_setpiece piece;
	/* The space keeps the lines apart for those who read them as one paragraph. */
	eng_str spaced = eng_str_printf(work->arena, "%.*s ", ENG_STR_ARG(line));
	eng_text *text = eng_plain_text(work, spaced, NULL, &setting);

	if (!text ||
	    !eng_setpiece_make(work, text, style, 0, master->address.w, ENG_LINE_START, &piece)) {
		return false;
	}
	if (*y + piece.height > master->address.h) {
		return eng_fail(work->ctx, "layout.overflow", work->doc->body->where,
				"address of %zu lines is higher than its window of %ld pt",
				work->doc->recipient.address_lines + 1,
				(long)(master->address.h / 1000));
	}
	eng_ink_append(work->arena, ink, &piece.ink, master->address.x, master->address.y + *y);
	*y += piece.height;
	return true;
}

/* Whether a line of the address is the name: in Japan it is the last one. */
static bool names_recipient(const eng_recipient *r) {
	for (size_t i = 0; i < r->address_lines; i++) {
		if (eng_str_eq(r->name, r->address[i])) {
			return true;
		}
	}
	return false;
}

bool eng_paper_address(eng_work *work, const eng_master *master, eng_ink *ink, GArray *regions) {
	const eng_recipient *r = &work->doc->recipient;
	const eng_style *style = eng_theme_style(
	    work->theme,
	    master->address_style.n ? eng_str_dup(work->arena, master->address_style) : "address",
	    (eng_str){ 0 });
	eng_region region = { (uint32_t)work->structure_count, 0, true };
	eng_length y = 0;
	uint32_t element;
	bool ok = true;

	if (r->name.n == 0 && r->address_lines == 0) {
		return true;
	}
	work->parent = 0;
	element = eng_work_element(work, "P", NULL);
	if (r->name.n && !names_recipient(r)) {
		ok = address_line(work, master, r->name, style, element, &y, ink);
	}
	for (size_t i = 0; ok && i < r->address_lines; i++) {
		ok = r->address[i].n == 0 ||
		     address_line(work, master, r->address[i], style, element, &y, ink);
	}
	region.last = (uint32_t)work->structure_count;
	g_array_append_val(regions, region);
	return ok;
}

bool eng_paper_background(const eng_work *work, const eng_master *master, eng_ink *ink) {
	const eng_image *image;
	size_t before = ink->count;

	if (master->background.n == 0) {
		return true;
	}
	image = eng_press_image(work->ctx, work->press, master->background, (eng_loc){ 0 });
	if (!image) {
		return false;
	}
	eng_image_draw(work->arena, ink, image, (eng_rect){ 0, 0, master->width, master->height });
	for (size_t i = before; i < ink->count; i++) {
		ink->items[i].running = ENG_RUNNING_BACKGROUND;
	}
	return true;
}

void eng_paper_marks(const eng_work *work, const eng_master *master, eng_ink *ink) {
	for (size_t i = 0; i < master->mark_count; i++) {
		const eng_mark *m = &master->marks[i];

		eng_ink_fill(work->arena, ink,
			     (eng_rect){ m->x, m->y - m->width / 2, m->length, m->width },
			     work->theme->muted);
	}
}
