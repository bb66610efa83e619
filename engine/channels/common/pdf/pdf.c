/* The writer of PDF files that channels share: one PDF 1.7 file a document, PDF/A-3a and PDF/UA-1 by
 * construction.
 *
 * Knows the order in which a file is made and the catalog; what is in a page, a font or the
 * structure tree is in the file of that name. Takes pages from layout and never looks at the text of
 * the document but for its title. */
#include "base/meter.h"
#include "channels/common/pdf/content.h"
#include "channels/common/pdf/syntax.h"
#include "channels/common/pdf/writer.h"

#define KIDS 64         /* pages of one node of the page tree */
#define KEPT (4u << 20) /* bytes of dictionaries whose memory the next document uses again */

eng_desk *eng_pdf_desk_open(eng_ctx *ctx, const eng_studio *studio) {
	eng_desk *desk = eng_malloc(sizeof(*desk));

	(void)studio;
	memset(desk, 0, sizeof(*desk));
	eng_pdf_deflate_init(&desk->deflate, ctx);
	desk->shapes = eng_deflate_memory_new();
	eng_arena_init(&desk->arena);
	return desk;
}

eng_desk *eng_pdf_desk_open_press(eng_ctx *ctx, const eng_studio *studio) {
	eng_desk *desk = eng_pdf_desk_open(ctx, studio);

	desk->print = &studio->theme->print;
	return desk;
}

void eng_pdf_desk_close(eng_desk *desk) {
	if (!desk) {
		return;
	}
	for (size_t i = 0; i < desk->face_count; i++) {
		if (desk->faces[i]) {
			eng_pdf_face_finish(desk->faces[i]);
			free(desk->faces[i]);
		}
	}
	free(desk->faces);
	free(desk->pictures);
	eng_pdf_deflate_finish(&desk->deflate);
	eng_deflate_memory_free(desk->shapes);
	eng_arena_finish(&desk->arena);
	eng_buf_finish(&desk->content);
	eng_buf_finish(&desk->text);
	eng_buf_finish(&desk->objects);
	eng_buf_finish(&desk->shape);
	eng_buf_finish(&desk->seen);
	free(desk);
}

static eng_str title_of(const eng_document *doc, eng_arena *arena) {
	eng_buf text = { 0 };
	eng_str title;

	if (doc->title) {
		eng_node_text(doc->title, -1, &text);
	}
	for (size_t i = 0; i < text.n; i++) {
		text.s[i] = text.s[i] == '\n' ? ' ' : text.s[i];
	}
	title = eng_str_copy(arena, eng_str_trim(eng_buf_view(&text)));
	eng_buf_finish(&text);
	return title.n ? title : doc->template_id;
}

static bool begin(eng_pdf *pdf, eng_buf *out) {
	unsigned first;

	pdf->objects = eng_pdf_objects_new(pdf->ctx, pdf->arena, &pdf->desk->objects,
					   &pdf->desk->deflate, pdf->effort, out);
	if (!pdf->objects) {
		return false;
	}
	if (eng_pdf_is_locked(pdf)) {
		eng_pdf_objects_lock(pdf->objects, pdf->doc->password, &pdf->studio->pdf,
				     &pdf->studio->fingerprint);
	}
	pdf->title = title_of(pdf->doc, pdf->arena);
	first = eng_pdf_objects_reserve(pdf->objects, 8);
	pdf->catalog = first, pdf->pages = first + 1, pdf->info = first + 2;
	pdf->metadata = first + 3, pdf->structure_root = first + 4, pdf->resources = first + 5;
	pdf->intent = first + 6, pdf->profile = first + 7;
	return pdf->desk->print || eng_pdf_gather_files(pdf);
}

static bool draw_pages(eng_pdf *pdf) {
	for (size_t i = 0; i < pdf->layout->page_count; i++) {
		if (!eng_pdf_draw_whole(pdf, &pdf->layout->pages[i], i)) {
			return false;
		}
	}
	return true;
}

static bool take_body(void *user, const eng_layout *layout, size_t index, const eng_page *body) {
	eng_pdf *pdf = user;
	eng_phase before = eng_phase_enter(pdf->ctx, ENG_PHASE_WRITE);
	bool ok;

	pdf->layout = layout;
	ok = eng_pdf_draw_page(pdf, body, index, ENG_PDF_BODY);
	eng_phase_enter(pdf->ctx, before);
	return ok;
}

static bool take_around(void *user, const eng_layout *layout, size_t index,
			const eng_page *before_body, const eng_page *behind) {
	eng_pdf *pdf = user;
	eng_phase before = eng_phase_enter(pdf->ctx, ENG_PHASE_WRITE);
	bool ok;

	pdf->layout = layout;
	ok = eng_pdf_draw_page(pdf, before_body, index, ENG_PDF_BEFORE) &&
	     eng_pdf_draw_page(pdf, behind, index, ENG_PDF_BEHIND);
	eng_phase_enter(pdf->ctx, before);
	return ok;
}

/* A long document is laid out and drawn page by page. */
static bool take_pages(eng_pdf *pdf) {
	const eng_page_taker taker = { pdf, take_body, take_around };

	pdf->handed = eng_layout_hand_out(pdf->ctx, pdf->arena, pdf->studio->press, pdf->doc,
					  eng_document_channel(pdf->doc, "pdf"), &taker);
	if (!pdf->handed) {
		return false;
	}
	pdf->layout = pdf->handed;
	eng_pdf_marks_rename(pdf, pdf->handed->names);
	return true;
}

/* Ids of what refers to each other, when all pages are drawn. */
static bool reserve_ids(eng_pdf *pdf) {
	const eng_layout *layout = pdf->layout;
	unsigned pages = (unsigned)layout->page_count;

	if (pages == 0 || layout->structure_count == 0) {
		return eng_fail(pdf->ctx, "pdf.structure", (eng_loc){ 0 },
				"the document has no page, a pdf has at least one");
	}
	if (pages > KIDS) {
		pdf->node_first = eng_pdf_objects_reserve(pdf->objects, (pages + KIDS - 1) / KIDS);
	}
	pdf->page_first = eng_pdf_objects_reserve(pdf->objects, pages);
	pdf->structure_first =
	    eng_pdf_objects_reserve(pdf->objects, (unsigned)layout->structure_count);
	pdf->link_first = eng_pdf_objects_reserve(pdf->objects, (unsigned)pdf->link_count);
	return true;
}

unsigned eng_pdf_page_parent(const eng_pdf *pdf, size_t page) {
	return pdf->node_first ? pdf->node_first + (unsigned)(page / KIDS) : pdf->pages;
}

static void write_node(eng_pdf *pdf, unsigned id, unsigned first, size_t kids, size_t leaves) {
	eng_buf *out = eng_pdf_objects_open(pdf->objects, id);

	eng_buf_printf(out, "<</Type/Pages/Count %zu", leaves);
	if (id != pdf->pages) {
		eng_buf_cstr(out, "/Parent ");
		eng_pdf_reference(out, pdf->pages);
	}
	eng_buf_cstr(out, "/Kids[");
	for (size_t i = 0; i < kids; i++) {
		eng_pdf_reference(out, first + (unsigned)i);
		eng_buf_char(out, ' ');
	}
	eng_buf_cstr(out, "]>>");
	eng_pdf_objects_close(pdf->objects);
}

/* 7.7.3.2: flat for short documents, else two levels. */
static void write_page_tree(eng_pdf *pdf) {
	size_t pages = pdf->layout->page_count, nodes = (pages + KIDS - 1) / KIDS;

	if (!pdf->node_first) {
		write_node(pdf, pdf->pages, pdf->page_first, pages, pages);
		return;
	}
	write_node(pdf, pdf->pages, pdf->node_first, nodes, pages);
	for (size_t i = 0; i < nodes; i++) {
		size_t kids = i + 1 < nodes ? KIDS : pages - i * KIDS;

		write_node(pdf, pdf->node_first + (unsigned)i,
			   pdf->page_first + (unsigned)(i * KIDS), kids, kids);
	}
}

/* Opacities, and soft masks of gradients. */
static void put_states(const eng_pdf *pdf, eng_buf *out) {
	eng_buf_cstr(out, "/ExtGState<<");
	for (size_t i = 0; i < pdf->alpha_count; i++) {
		eng_pdf_put_alpha(out, pdf->alphas[i]);
	}
	eng_pdf_put_masks(pdf, out);
	eng_buf_cstr(out, ">>");
}

static bool write_resources(eng_pdf *pdf) {
	eng_buf *out = eng_pdf_objects_open(pdf->objects, pdf->resources);

	eng_buf_cstr(out, "<<");
	if (pdf->font_count) {
		eng_buf_cstr(out, "/Font<<");
		for (size_t i = 0; i < pdf->font_count; i++) {
			for (int v = 0; v < ENG_PDF_VARIANTS; v++) {
				if (pdf->fonts[i]->names[v]) {
					eng_buf_printf(out, "/F%u %u 0 R", pdf->fonts[i]->names[v],
						       pdf->fonts[i]->ids[v]);
				}
			}
		}
		if (pdf->spell_name) {
			eng_buf_printf(out, "/F%u %u 0 R", pdf->spell_name, pdf->spell_ids);
		}
		eng_buf_cstr(out, ">>");
	}
	if (pdf->image_count + pdf->stencil_count) {
		eng_buf_cstr(out, "/XObject<<");
		for (size_t i = 0; i < pdf->image_count; i++) {
			eng_buf_printf(out, "/I%u %u 0 R", pdf->images[i].name, pdf->images[i].id);
		}
		for (size_t i = 0; i < pdf->stencil_count; i++) {
			eng_buf_printf(out, "/X%u %u 0 R", pdf->stencils[i].name,
				       pdf->stencils[i].id);
		}
		eng_buf_cstr(out, ">>");
	}
	eng_pdf_put_shadings(pdf, out);
	if (pdf->alpha_count || pdf->gradient_count) {
		put_states(pdf, out);
	}
	eng_pdf_put_spots(out, pdf->desk->print);
	eng_buf_cstr(out, ">>");
	eng_pdf_objects_close(pdf->objects);
	return true;
}

/* What files for readers have beside their pages. */
static bool write_reading(eng_pdf *pdf, eng_buf *text) {
	eng_buf_cstr(text, "/Metadata ");
	eng_pdf_reference(text, pdf->metadata);
	eng_buf_cstr(text, "/OutputIntents[");
	eng_pdf_reference(text, pdf->intent);
	eng_buf_char(text, ']');
	if (!eng_pdf_write_outline(pdf, text) || !eng_pdf_write_attachments(pdf, text)) {
		return false;
	}
	eng_pdf_write_form(pdf, text);
	return true;
}

/* 7.7.2; what depends on other parts is added by them. */
static bool write_catalog(eng_pdf *pdf) {
	eng_buf text = { 0 }, *out;
	bool press = pdf->desk->print != NULL, ok;

	eng_buf_cstr(&text, "<</Type/Catalog/Pages ");
	eng_pdf_reference(&text, pdf->pages);
	if (eng_pdf_is_locked(pdf)) { /* encryption of revision 6 came after 1.7 */
		eng_buf_cstr(&text, "/Extensions<</ADBE<</BaseVersion/1.7/ExtensionLevel 8>>>>");
	}
	eng_buf_cstr(&text, "/Lang");
	eng_pdf_text(&text, pdf->doc->language);
	eng_buf_cstr(&text, "/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true");
	eng_buf_cstr(&text, pdf->doc->rtl ? "/Direction/R2L>>" : ">>");
	eng_buf_cstr(&text, "/StructTreeRoot ");
	eng_pdf_reference(&text, pdf->structure_root);
	ok = press || write_reading(pdf, &text);
	if (press) {
		eng_pdf_write_piece(pdf, &text);
	}
	eng_buf_cstr(&text, ">>");
	if (ok) {
		out = eng_pdf_objects_open(pdf->objects, pdf->catalog);
		eng_buf_str(out, eng_buf_view(&text));
		eng_pdf_objects_close(pdf->objects);
	}
	eng_buf_finish(&text);
	return ok;
}

/* What everything was written from is not needed beside the end of the file. */
static void release(eng_pdf *pdf) {
	eng_layout_release(pdf->handed);
	free(pdf->marks);
	pdf->marks = NULL;
}

static bool put_together(eng_pdf *pdf) {
	eng_phase before = eng_phase_enter(pdf->ctx, ENG_PHASE_OBJECTS);
	bool ok;

	release(pdf);
	ok = eng_pdf_objects_write(pdf->objects, pdf->catalog, pdf->info);
	eng_phase_enter(pdf->ctx, before);
	return ok;
}

static bool write_all(eng_pdf *pdf, eng_buf *out) {
	if (!begin(pdf, out) || !(pdf->layout ? draw_pages(pdf) : take_pages(pdf)) ||
	    !eng_pdf_draw_fields(pdf) || !reserve_ids(pdf)) {
		return false;
	}
	write_page_tree(pdf);
	eng_pdf_write_pages(pdf);
	/* Up to the elements: what documents of one template and shape have in common. */
	return eng_pdf_write_fonts(pdf, ENG_PDF_SHARED) && eng_pdf_write_images(pdf) &&
	       eng_pdf_write_masks(pdf) && write_resources(pdf) && eng_pdf_write_intent(pdf) &&
	       eng_pdf_write_structure(pdf) && eng_pdf_write_fonts(pdf, ENG_PDF_EXACT) &&
	       eng_pdf_write_spelling(pdf) && eng_pdf_write_links(pdf) &&
	       eng_pdf_write_metadata(pdf) && write_catalog(pdf) && put_together(pdf);
}

bool eng_pdf_write(eng_ctx *ctx, eng_desk *desk, const eng_studio *studio, const eng_document *doc,
		   const eng_layout *layout, const eng_artifact_ref *others, size_t other_count,
		   eng_arena *arena, eng_buf *out, eng_measures *measures) {
	eng_pdf pdf = {
		.ctx = ctx,
		.desk = desk,
		.studio = studio,
		.doc = doc,
		.layout = layout,
		.others = others,
		.other_count = other_count,
		.arena = arena,
		.effort = studio->exact_fonts ? ENG_PDF_SMALL : ENG_PDF_FAST,
	};
	bool ok;

	desk->deflate.ctx = ctx; /* whose meter counts the time */
	ok = write_all(&pdf, out);

	for (size_t i = 0; i < desk->face_count; i++) {
		if (desk->faces[i]) {
			eng_pdf_face_clear(desk->faces[i]);
		}
	}
	eng_pdf_objects_free(pdf.objects);
	if (ok) {
		measures->pages = pdf.layout->page_count;
		measures->stands = pdf.layout->stands;
		measures->stand_count = pdf.layout->stand_count;
	}
	release(&pdf);
	if (desk->objects.cap > KEPT) { /* one large document does not set the measure for all */
		eng_buf_finish(&desk->objects);
	}
	return ok;
}
