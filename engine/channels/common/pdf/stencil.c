/* Stencils: what pages of many recipients show alike (letterheads, rules, legal lines in running heads and
 * feet, backgrounds), drawn as forms of their own (ISO 32000-1 8.10), so that a print stream holds each once.
 *
 * Only artifacts go in, as a structure element's words belong to their page, and only fixed words:
 * whether the result really is the same on many pages shows when files are joined. */
#include "channels/common/pdf/content.h"
#include "channels/common/pdf/syntax.h"

enum { WORTH = 4 }; /* rules and boxes that are worth a form */

/* What runs along with the pages, but for words of the record and page numbers, which differ. */
static bool is_fixed(const eng_item *item) {
	eng_origin origin = item->node ? eng_node_from(item->node)->origin : ENG_ORIGIN_STATIC;

	return item->structure == 0 &&
	       (item->running == ENG_RUNNING_HEADER || item->running == ENG_RUNNING_FOOTER) &&
	       (origin == ENG_ORIGIN_STATIC || origin == ENG_ORIGIN_STRING) &&
	       !(item->kind == ENG_ITEM_PATH && item->as.path.gradient);
}

size_t eng_pdf_stencil_length(const eng_page *page, size_t from) {
	size_t n = 0, worth = 0;

	while (from + n < page->count && is_fixed(&page->items[from + n])) {
		worth += page->items[from + n].kind == ENG_ITEM_PATH ? 1 : WORTH;
		n++;
	}
	return worth >= WORTH ? n : 0;
}

/* The name is in the list afterwards. */
static void note(eng_arena *arena, eng_pdf_stencil_use **list, size_t *count, size_t *cap,
		 unsigned name, unsigned id) {
	for (size_t i = 0; i < *count; i++) {
		if ((*list)[i].name == name) {
			return;
		}
	}
	*list = eng_arena_grow(arena, *list, *count, cap, sizeof(**list));
	(*list)[(*count)++] = (eng_pdf_stencil_use){ name, id };
}

void eng_pdf_stencil_font(eng_pdf_content *content, unsigned name, unsigned id) {
	eng_pdf_stencil *s = content->stencil;

	if (s) {
		note(content->pdf->arena, &s->fonts, &s->font_count, &s->font_cap, name, id);
	}
}

void eng_pdf_stencil_image(eng_pdf_content *content, unsigned name, unsigned id) {
	eng_pdf_stencil *s = content->stencil;

	if (s) {
		note(content->pdf->arena, &s->images, &s->image_count, &s->image_cap, name, id);
	}
}

void eng_pdf_stencil_alpha(eng_pdf_content *content, uint16_t alpha) {
	eng_pdf_stencil *s = content->stencil;

	if (s) {
		note(content->pdf->arena, &s->alphas, &s->alpha_count, &s->alpha_cap, alpha, 0);
	}
}

static void put_uses(eng_buf *out, const char *kind, char letter, const eng_pdf_stencil_use *list,
		     size_t n) {
	if (n == 0) {
		return;
	}
	eng_buf_printf(out, "/%s<<", kind);
	for (size_t i = 0; i < n; i++) {
		eng_buf_printf(out, "/%c%u %u 0 R", letter, list[i].name, list[i].id);
	}
	eng_buf_cstr(out, ">>");
}

static eng_str dict_of(eng_pdf *pdf, const eng_pdf_content *content, const eng_page *page) {
	const eng_pdf_stencil *s = content->stencil;
	eng_buf out = { 0 };
	eng_str dict;

	eng_buf_cstr(&out, "/Type/XObject/Subtype/Form/FormType 1/BBox[0 0 ");
	eng_pdf_length(&out, page->width);
	eng_buf_char(&out, ' ');
	eng_pdf_length(&out, page->height);
	eng_buf_cstr(&out, "]/Resources<<");
	put_uses(&out, "Font", 'F', s->fonts, s->font_count);
	put_uses(&out, "XObject", 'I', s->images, s->image_count);
	if (s->alpha_count) {
		eng_buf_cstr(&out, "/ExtGState<<");
		for (size_t i = 0; i < s->alpha_count; i++) {
			eng_pdf_put_alpha(&out, (uint16_t)s->alphas[i].name);
		}
		eng_buf_cstr(&out, ">>");
	}
	eng_pdf_put_spots(&out, pdf->desk->print);
	eng_buf_cstr(&out, ">>/Filter/FlateDecode");
	dict = eng_str_copy(pdf->arena, eng_buf_view(&out));
	eng_buf_finish(&out);
	return dict;
}

/* The number of the form with this content, which may stand on an earlier page already; *known then. */
static unsigned name_of(eng_pdf *pdf, eng_str data, bool *known) {
	eng_hash hash = eng_hash_of(data.s, data.n);
	unsigned name = 0;

	for (int i = 0; i < 4; i++) {
		name = name << 8 | hash.bytes[i];
	}
	*known = false;
	for (size_t i = 0; i < pdf->stencil_count; i++) {
		*known |= pdf->stencils[i].name == name;
	}
	return name;
}

/* The form begins with the state that it counts on, whatever the page had before it. */
static void begin(eng_pdf_content *content) {
	eng_buf_cstr(content->out, "0 0 0 1 k\n0 0 0 1 K\n1 w 0 J 0 j []0 d\n0 Ts\n");
}

bool eng_pdf_draw_stencil(eng_pdf_content *content, const eng_page *page, size_t from, size_t n) {
	eng_pdf *pdf = content->pdf;
	eng_page part = { .width = page->width,
			  .height = page->height,
			  .items = page->items + from,
			  .count = n };
	eng_buf out = { 0 };
	eng_pdf_stencil uses = { 0 };
	eng_pdf_content own = { .pdf = pdf,
				.out = &out,
				.page = content->page,
				.height = page->height,
				.stencil = &uses,
				.alpha = 0xffff,
				.line_width = ENG_PT(1) };
	bool known, ok;
	unsigned name, id;

	begin(&own);
	ok = eng_pdf_draw_items(&own, &part);
	name = name_of(pdf, eng_buf_view(&out), &known);
	if (ok && !known) {
		id = eng_pdf_objects_reserve(pdf->objects, 1);
		pdf->stencils = eng_arena_grow(pdf->arena, pdf->stencils, pdf->stencil_count,
					       &pdf->stencil_cap, sizeof(*pdf->stencils));
		pdf->stencils[pdf->stencil_count++] = (eng_pdf_stencil_use){ name, id };
		ok = eng_pdf_objects_stream(pdf->objects, id, dict_of(pdf, &own, page),
					    eng_pdf_deflate_data(&pdf->desk->deflate, pdf->effort,
								 pdf->arena, eng_buf_view(&out)));
	}
	eng_buf_finish(&out);
	content->transparent |= own.transparent;
	eng_pdf_set_alpha(content, 255, 255);
	eng_buf_printf(content->out, "/X%u Do\n", name);
	return ok;
}
