/* Bookmarks (ISO 32000-1 12.3.3) from the headings that layout lists, nested by level. */
#include "channels/common/pdf/syntax.h"
#include "channels/common/pdf/writer.h"

/* Indexes + 1; 0: none. Entry 0 of each array is the root. */
typedef struct outline {
	uint32_t *parent, *first, *last, *next, *prev, *open;
} outline;

static uint32_t *array(eng_pdf *pdf) {
	return eng_arena_new_array(pdf->arena, pdf->layout->outline_count + 1, uint32_t);
}

/* Finds each entry's parent: the nearest entry before it with a smaller level. */
static void build(eng_pdf *pdf, outline *o) {
	const eng_outline_entry *entries = pdf->layout->outline;
	uint32_t n = (uint32_t)pdf->layout->outline_count;

	o->parent = array(pdf), o->first = array(pdf), o->last = array(pdf);
	o->next = array(pdf), o->prev = array(pdf), o->open = array(pdf);
	for (uint32_t i = 1; i <= n; i++) {
		uint32_t parent = i - 1;

		while (parent && entries[parent - 1].level >= entries[i - 1].level) {
			parent = o->parent[parent];
		}
		o->parent[i] = parent;
		o->prev[i] = o->last[parent];
		if (o->last[parent]) {
			o->next[o->last[parent]] = i;
		} else {
			o->first[parent] = i;
		}
		o->last[parent] = i;
	}
	for (uint32_t i = n; i > 0; i--) {
		o->open[o->parent[i]] += 1 + o->open[i];
	}
}

static void put_link(eng_buf *out, const char *key, unsigned root, uint32_t index) {
	if (index) {
		eng_buf_cstr(out, key);
		eng_pdf_reference(out, root + index);
	}
}

bool eng_pdf_write_outline(eng_pdf *pdf, eng_buf *catalog) {
	uint32_t n = (uint32_t)pdf->layout->outline_count;
	unsigned root;
	outline o;

	if (n == 0) {
		return true;
	}
	build(pdf, &o);
	root = eng_pdf_objects_reserve(pdf->objects, n + 1);
	for (uint32_t i = 0; i <= n; i++) {
		const eng_outline_entry *entry = i ? &pdf->layout->outline[i - 1] : NULL;
		eng_buf *out = eng_pdf_objects_open(pdf->objects, root + i);

		eng_buf_cstr(out, entry ? "<</Title" : "<</Type/Outlines");
		if (entry) {
			eng_pdf_text(out, entry->title);
			eng_buf_cstr(out, "/Parent ");
			eng_pdf_reference(out, root + o.parent[i]);
			eng_buf_cstr(out, "/Dest");
			eng_pdf_destination(pdf, out, entry->page, entry->y);
		}
		put_link(out, "/Prev ", root, o.prev[i]);
		put_link(out, "/Next ", root, o.next[i]);
		put_link(out, "/First ", root, o.first[i]);
		put_link(out, "/Last ", root, o.last[i]);
		if (o.open[i]) {
			eng_buf_printf(out, "/Count %u", (unsigned)o.open[i]);
		}
		eng_buf_cstr(out, ">>");
		eng_pdf_objects_close(pdf->objects);
	}
	eng_buf_cstr(catalog, "/Outlines ");
	eng_pdf_reference(catalog, root);
	return true;
}
