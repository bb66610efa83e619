/* Pages as readable text, for tests: every run and box with its place in tenths of a point, rounded
 * away from the details that differ between fonts of one kind. */
#include <stdlib.h>

#include "layout/font.h"
#include "layout/layout.h"

static void add_pt(eng_buf *out, eng_length length) {
	eng_length tenths = (length + (length < 0 ? -50 : 50)) / 100;

	eng_buf_printf(out, "%s%ld.%ld", tenths < 0 ? "-" : "", labs((long)tenths / 10),
		       labs((long)tenths % 10));
}

static void dump_run(const eng_layout *layout, const eng_item *item, eng_buf *out) {
	const eng_glyph_run *r = &item->as.run;

	eng_buf_cstr(out, "  ");
	add_pt(out, r->x);
	eng_buf_char(out, ' ');
	add_pt(out, r->y);
	eng_buf_printf(out, " %s %.*s ",
		       item->structure ? layout->structure[item->structure].type : "-",
		       ENG_STR_ARG(r->font->postscript_name));
	add_pt(out, r->size);
	eng_buf_printf(out, "%s \"%.*s\"\n", r->rtl ? " rtl" : "", ENG_STR_ARG(r->text));
}

static void dump_path(const eng_layout *layout, const eng_item *item, eng_buf *out) {
	const eng_path *p = &item->as.path;
	eng_length x0 = INT64_MAX, y0 = INT64_MAX, x1 = INT64_MIN, y1 = INT64_MIN;

	for (size_t i = 0; i < p->count; i++) {
		int points = p->ops[i].verb == ENG_CLOSE ? 0 : p->ops[i].verb == ENG_CURVE ? 3 : 1;

		for (int k = 0; k < points; k++) {
			x0 = p->ops[i].x[k] < x0 ? p->ops[i].x[k] : x0;
			x1 = p->ops[i].x[k] > x1 ? p->ops[i].x[k] : x1;
			y0 = p->ops[i].y[k] < y0 ? p->ops[i].y[k] : y0;
			y1 = p->ops[i].y[k] > y1 ? p->ops[i].y[k] : y1;
		}
	}
	eng_buf_cstr(out, "  ");
	add_pt(out, x0);
	eng_buf_char(out, ' ');
	add_pt(out, y0);
	eng_buf_printf(out, " %s path ",
		       item->structure ? layout->structure[item->structure].type : "-");
	add_pt(out, x1 - x0);
	eng_buf_char(out, 'x');
	add_pt(out, y1 - y0);
	eng_buf_printf(out, "%s%s\n", p->fill ? " fill" : "", p->stroke ? " stroke" : "");
}

static void dump_image(const eng_layout *layout, const eng_item *item, eng_buf *out) {
	eng_buf_cstr(out, "  ");
	add_pt(out, item->as.image.box.x);
	eng_buf_char(out, ' ');
	add_pt(out, item->as.image.box.y);
	eng_buf_printf(out, " %s image ",
		       item->structure ? layout->structure[item->structure].type : "-");
	add_pt(out, item->as.image.box.w);
	eng_buf_char(out, 'x');
	add_pt(out, item->as.image.box.h);
	eng_buf_char(out, '\n');
}

static void dump_page(const eng_layout *layout, size_t index, eng_buf *out) {
	const eng_page *page = &layout->pages[index];

	eng_buf_printf(out, "page %zu %s ", index + 1, page->master);
	add_pt(out, page->width);
	eng_buf_char(out, 'x');
	add_pt(out, page->height);
	eng_buf_char(out, '\n');
	for (size_t i = 0; i < page->count; i++) {
		const eng_item *item = &page->items[i];

		if (item->kind == ENG_ITEM_RUN) {
			dump_run(layout, item, out);
		} else if (item->kind == ENG_ITEM_PATH) {
			dump_path(layout, item, out);
		} else {
			dump_image(layout, item, out);
		}
	}
	for (size_t i = 0; i < page->annotation_count; i++) {
		const eng_annotation *a = &page->annotations[i];

		eng_buf_cstr(out, a->field ? "  field " : "  link ");
		add_pt(out, a->box.x);
		eng_buf_char(out, ' ');
		add_pt(out, a->box.y);
		eng_buf_printf(out, " %.*s%s\n",
			       ENG_STR_ARG(a->field ? a->field->entry->as.entry.name : a->href),
			       a->field && a->field->on ? " filled" : "");
	}
}

static void dump_structure(const eng_layout *layout, eng_buf *out) {
	eng_buf_cstr(out, "structure\n");
	for (size_t i = 0; i < layout->structure_count; i++) {
		const eng_structure *s = &layout->structure[i];

		eng_buf_cstr(out, "  ");
		for (size_t k = i; k != 0; k = layout->structure[k].parent) {
			eng_buf_cstr(out, "  ");
		}
		eng_buf_cstr(out, s->type);
		if (s->col_span > 1) {
			eng_buf_printf(out, " span %d", s->col_span);
		}
		if (s->scope) {
			eng_buf_printf(out, " scope %s", eng_header_scope_name(s->scope));
		}
		if (eng_structure_lang(s).n) {
			eng_buf_printf(out, " lang %.*s", ENG_STR_ARG(eng_structure_lang(s)));
		}
		if (s->alternate && eng_layout_alternate(layout, s)->alt.n) {
			eng_buf_printf(out, " alt \"%.*s\"",
				       ENG_STR_ARG(eng_layout_alternate(layout, s)->alt));
		}
		eng_buf_char(out, '\n');
	}
}

void eng_layout_dump(const eng_layout *layout, eng_buf *out) {
	for (size_t i = 0; i < layout->page_count; i++) {
		dump_page(layout, i, out);
	}
	dump_structure(layout, out);
	if (layout->outline_count) {
		eng_buf_cstr(out, "outline\n");
	}
	for (size_t i = 0; i < layout->outline_count; i++) {
		eng_buf_printf(out, "  %d \"%.*s\" page %u\n", layout->outline[i].level,
			       ENG_STR_ARG(layout->outline[i].title), layout->outline[i].page + 1);
	}
}
