/* Form fields (ISO 32000-1 12.7; PDF/UA-1 7.18.4; ISO 19005-3 6.4): text, check boxes, choices as
 * radio buttons, empty signatures.
 *
 * Layout has set the values; here they become appearances with embedded fonts, so that no reader has
 * to make any. No scripts and no actions: what a number or a date is, the form cannot check. */
#include <glib.h>

#include "base/utf8.h"
#include "channels/common/pdf/content.h"
#include "channels/common/pdf/syntax.h"
#include "layout/ink.h"

enum { REQUIRED = 1 << 1, MULTILINE = 1 << 12, NO_TOGGLE = 1 << 14, RADIO = 1 << 15 };

/* Makes the characters that forms are mostly filled in with part of the font; gives its name. */
static unsigned entry_font(eng_pdf *pdf, const eng_font *font) {
	bool exact = pdf->studio->exact_fonts;
	eng_pdf_face *face = font ? eng_pdf_font(pdf, font) : NULL;
	eng_pdf_variant variant = ENG_PDF_SHARED;

	if (face) {
		face->fillable = true;
	}
	for (uint32_t c = 0x20; face && c < 0x7f; c++) {
		const char letter[1] = { (char)c };
		hb_codepoint_t glyph = 0;

		if (hb_font_get_nominal_glyph(font->hb, c, &glyph) && glyph) {
			eng_pdf_use *use = eng_pdf_face_use(face, glyph, exact);

			variant = use->variant;
			eng_pdf_face_suggest(face, use, (eng_str){ letter, 1 });
			eng_pdf_font_name(pdf, face, variant);
		}
	}
	return face ? eng_pdf_font_name(pdf, face, variant) : 0;
}

/* A form XObject of the field's size with these items. */
static bool draw_appearance(eng_pdf *pdf, const eng_annotation *a, bool items, unsigned id) {
	eng_buf out = { 0 }, dict = { 0 };
	eng_pdf_content content = { .pdf = pdf,
				    .out = &out,
				    .height = a->box.h,
				    .unmarked = true,
				    .alpha = 0xffff,
				    .line_width = ENG_PT(1) };
	bool ok = true;
	eng_str data;

	eng_buf_cstr(&out, a->field->button ? "" : "/Tx BMC\nq\n");
	for (size_t i = 0; ok && items && i < a->field->item_count; i++) {
		const eng_item *item = &a->field->items[i];

		ok = item->kind == ENG_ITEM_RUN    ? eng_pdf_draw_run(&content, item)
		     : item->kind == ENG_ITEM_PATH ? eng_pdf_draw_path(&content, item)
						   : eng_pdf_draw_image(&content, item);
	}
	eng_pdf_text_close(&content);
	eng_buf_cstr(&out, a->field->button ? "" : "Q\nEMC\n");
	data =
	    eng_pdf_deflate_data(&pdf->desk->deflate, pdf->effort, pdf->arena, eng_buf_view(&out));
	eng_buf_cstr(&dict, "/Type/XObject/Subtype/Form/BBox[0 0 ");
	eng_pdf_length(&dict, a->box.w);
	eng_buf_char(&dict, ' ');
	eng_pdf_length(&dict, a->box.h);
	eng_buf_cstr(&dict, "]/Filter/FlateDecode/Resources ");
	eng_pdf_reference(&dict, pdf->resources);
	ok = ok && eng_pdf_objects_stream(pdf->objects, id,
					  eng_str_copy(pdf->arena, eng_buf_view(&dict)), data);
	eng_buf_finish(&out);
	eng_buf_finish(&dict);
	return ok;
}

bool eng_pdf_draw_filled(eng_pdf_content *content, const eng_page *page) {
	bool ok = true;

	for (size_t i = 0; ok && i < page->annotation_count; i++) {
		const eng_annotation *a = &page->annotations[i];
		eng_page filled = { .width = page->width, .height = page->height };
		eng_ink ink = { 0 }, moved = { 0 };

		if (!a->field || (a->field->button && !a->field->on)) {
			continue;
		}
		ink.items = (eng_item *)a->field->items;
		ink.count = a->field->item_count;
		eng_ink_append(content->pdf->arena, &moved, &ink, a->box.x, a->box.y);
		eng_page_fill(&filled, &moved);
		for (size_t k = 0; k < filled.count; k++) {
			filled.items[k].structure = a->structure;
		}
		ok = eng_pdf_draw_items(content, &filled);
	}
	return ok;
}

static bool is_choice(const eng_blank *field) {
	return field->entry->as.entry.option_count > 0;
}

/* Finds the boxes of each field, and how many fields of its name stand before it. */
static void number_fields(eng_pdf *pdf) {
	GHashTable *last = g_hash_table_new(NULL, NULL); /* entry -> index of its last box + 1 */
	GHashTable *names = g_hash_table_new(g_str_hash, g_str_equal); /* name -> fields */

	for (size_t i = 0; i < pdf->link_count; i++) {
		eng_pdf_link *link = &pdf->links[i];
		const eng_node *entry =
		    link->annotation.field ? link->annotation.field->entry : NULL;
		size_t before = GPOINTER_TO_SIZE(g_hash_table_lookup(last, entry));

		if (!entry) {
			continue;
		}
		g_hash_table_insert(last, (gpointer)(uintptr_t)entry, GSIZE_TO_POINTER(i + 1));
		if (before) {
			pdf->links[before - 1].next = (uint32_t)i + 1;
			link->group = pdf->links[before - 1].group;
		} else {
			char *name = eng_str_dup(pdf->arena, entry->as.entry.name);

			link->ordinal = GPOINTER_TO_UINT(g_hash_table_lookup(names, name)) + 1;
			g_hash_table_insert(names, name, GUINT_TO_POINTER(link->ordinal));
			link->group = is_choice(link->annotation.field)
					  ? eng_pdf_objects_reserve(pdf->objects, 1)
					  : 0;
		}
	}
	g_hash_table_destroy(last);
	g_hash_table_destroy(names);
}

static bool draw_field(eng_pdf *pdf, eng_pdf_link *link) {
	const eng_annotation *a = &link->annotation;

	link->on = eng_pdf_objects_reserve(pdf->objects, 1);
	if (!draw_appearance(pdf, a, a->field->on || a->field->button, link->on)) {
		return false;
	}
	if (!a->field->button) {
		link->font = entry_font(pdf, a->field->font);
		return true;
	}
	link->off = eng_pdf_objects_reserve(pdf->objects, 1);
	return draw_appearance(pdf, a, false, link->off);
}

bool eng_pdf_draw_fields(eng_pdf *pdf) {
	bool ok = true;

	number_fields(pdf);
	for (size_t i = 0; ok && i < pdf->link_count; i++) {
		ok = !pdf->links[i].annotation.field || draw_field(pdf, &pdf->links[i]);
	}
	return ok;
}

/* The name of a ticked box: what the option is called in the data, where a PDF can say it. */
static void put_state(eng_buf *out, const eng_blank *field) {
	eng_str value =
	    is_choice(field) ? field->entry->as.entry.options[field->option].value : ENG_STR("Yes");

	if (value.n == 0 || value.n > 100 || eng_str_eqc(value, "Off")) {
		eng_buf_printf(out, "/option%zu", field->option + 1);
	} else {
		eng_pdf_name(out, value);
	}
}

/* Fields have names of their own: the same entry for another row is "name 2". */
static void put_name(const eng_pdf *pdf, eng_buf *out, const eng_pdf_link *link) {
	eng_str name = link->annotation.field->entry->as.entry.name;

	eng_buf_cstr(out, "/T");
	eng_pdf_text(out, link->ordinal < 2 ? name
					    : eng_str_printf(pdf->arena, "%.*s %u",
							     ENG_STR_ARG(name), link->ordinal));
}

/* What the field is, for a widget that is its own field and for the parent of a choice's boxes. */
static void put_field(const eng_pdf *pdf, eng_buf *out, const eng_pdf_link *link) {
	const eng_blank *field = link->annotation.field;
	const eng_node *entry = field->entry;
	int flags = entry->as.entry.required ? REQUIRED : 0;

	put_name(pdf, out, link);
	eng_buf_cstr(out, "/TU");
	eng_pdf_text(out, entry->as.entry.label);
	if (field->button) {
		flags |= is_choice(field) ? RADIO | NO_TOGGLE : 0;
		eng_buf_cstr(out, "/FT/Btn");
	} else if (eng_str_eqc(entry->as.entry.type, "signature")) {
		eng_buf_cstr(out, "/FT/Sig");
	} else {
		flags |= field->multiline ? MULTILINE : 0;
		eng_buf_cstr(out, "/FT/Tx/V");
		eng_pdf_text(out, entry->as.entry.value);
		eng_buf_printf(out, "/DA(/F%u ", link->font);
		eng_pdf_length(out, field->size);
		eng_buf_cstr(out, " Tf ");
		eng_pdf_color(out, NULL, field->color);
		eng_buf_cstr(out, "rg)");
	}
	eng_buf_printf(out, "/Ff %d", flags);
}

/* The field above the boxes of a choice. */
static void write_group(eng_pdf *pdf, size_t first) {
	eng_buf *out = eng_pdf_objects_open(pdf->objects, pdf->links[first].group);
	const eng_blank *on = NULL;

	eng_buf_cstr(out, "<<");
	put_field(pdf, out, &pdf->links[first]);
	eng_buf_cstr(out, "/Kids[");
	for (size_t i = first + 1; i; i = pdf->links[i - 1].next) {
		const eng_blank *field = pdf->links[i - 1].annotation.field;

		eng_pdf_reference(out, pdf->link_first + (unsigned)i - 1);
		eng_buf_char(out, ' ');
		on = field->on && !on ? field : on;
	}
	eng_buf_cstr(out, "]/V");
	if (on) {
		put_state(out, on);
	} else {
		eng_buf_cstr(out, "/Off");
	}
	eng_buf_cstr(out, ">>");
	eng_pdf_objects_close(pdf->objects);
}

void eng_pdf_write_widget(eng_pdf *pdf, size_t index) {
	const eng_pdf_link *link = &pdf->links[index];
	const eng_annotation *a = &link->annotation;
	const eng_blank *field = a->field;
	eng_buf *out;

	if (is_choice(field) && link->ordinal) {
		write_group(pdf, index);
	}
	out = eng_pdf_objects_open(pdf->objects, pdf->link_first + (unsigned)index);
	eng_buf_cstr(out, "<</Type/Annot/Subtype/Widget/F 4/Rect[");
	eng_pdf_rect(out, a->box, pdf->layout->pages[link->page].height);
	eng_buf_cstr(out, "]/P ");
	eng_pdf_reference(out, pdf->page_first + link->page);
	eng_buf_printf(out, "/StructParent %zu/Contents", pdf->layout->page_count + index);
	eng_pdf_text(out, a->alt);
	if (is_choice(field)) {
		eng_buf_printf(out, "/Parent %u 0 R", link->group);
	} else {
		put_field(pdf, out, link);
	}
	if (!field->button) {
		eng_buf_printf(out, "/AP<</N %u 0 R>>", link->on);
	} else {
		eng_buf_cstr(out, "/AP<</N<<");
		put_state(out, field);
		eng_buf_printf(out, " %u 0 R/Off %u 0 R>>>>/AS", link->on, link->off);
		if (field->on) {
			put_state(out, field);
		} else {
			eng_buf_cstr(out, "/Off");
		}
		if (field->on && !is_choice(field)) {
			eng_buf_cstr(out, "/V");
			put_state(out, field);
		}
	}
	eng_buf_cstr(out, ">>");
	eng_pdf_objects_close(pdf->objects);
}

void eng_pdf_write_form(eng_pdf *pdf, eng_buf *catalog) {
	bool any = false, signature = false;

	for (size_t i = 0; i < pdf->link_count; i++) {
		const eng_blank *field = pdf->links[i].annotation.field;

		if (!field || !pdf->links[i].ordinal) {
			continue;
		}
		eng_buf_cstr(catalog, any ? "" : "/AcroForm<</Fields[");
		eng_pdf_reference(catalog, is_choice(field) ? pdf->links[i].group
							    : pdf->link_first + (unsigned)i);
		eng_buf_char(catalog, ' ');
		signature |= eng_str_eqc(field->entry->as.entry.type, "signature");
		any = true;
	}
	if (any) {
		eng_buf_cstr(catalog, "]/DR ");
		eng_pdf_reference(catalog, pdf->resources);
		eng_buf_cstr(catalog, signature ? "/SigFlags 1>>" : ">>");
	}
}
