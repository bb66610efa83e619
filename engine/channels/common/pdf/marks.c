/* Marked-content sequences of all pages: gathered as pages are drawn, in order by element and by
 * page when all are. A long document has a million of them, so they are small and stand in one row. */
#include <stdlib.h>

#include "channels/common/pdf/writer.h"

uint32_t eng_pdf_mark_add(eng_pdf *pdf, uint32_t structure, size_t page, eng_length top) {
	eng_pdf_mark *mark;

	if (pdf->mark_count == pdf->mark_cap) {
		pdf->mark_cap = pdf->mark_cap ? pdf->mark_cap + pdf->mark_cap / 2 : 256;
		pdf->marks = eng_realloc(pdf->marks, pdf->mark_cap * sizeof(*pdf->marks));
	}
	mark = &pdf->marks[pdf->mark_count++];
	*mark = (eng_pdf_mark){ .structure = structure,
				.page = (uint32_t)page,
				.mcid = pdf->sheets[page].marks++,
				.top = (int32_t)top };
	return mark->mcid;
}

void eng_pdf_marks_rename(eng_pdf *pdf, const uint32_t *names) {
	for (size_t i = 0; i < pdf->mark_count; i++) {
		pdf->marks[i].structure = names[pdf->marks[i].structure];
	}
	for (size_t i = 0; i < pdf->link_count; i++) {
		pdf->links[i].annotation.structure = names[pdf->links[i].annotation.structure];
		pdf->links[i].annotation.target = names[pdf->links[i].annotation.target];
	}
}

/* The marks of an element follow each other as they were drawn. */
static void chain_elements(eng_pdf *pdf) {
	size_t elements = pdf->layout->structure_count;

	pdf->first_mark = eng_arena_new_array(pdf->arena, elements, uint32_t);
	for (size_t i = pdf->mark_count; i-- > 0;) {
		eng_pdf_mark *mark = &pdf->marks[i];

		mark->next = pdf->first_mark[mark->structure];
		pdf->first_mark[mark->structure] = (uint32_t)i + 1;
	}
}

void eng_pdf_marks_index(eng_pdf *pdf) {
	size_t pages = pdf->sheet_count;

	chain_elements(pdf);
	pdf->page_marks = eng_arena_new_array(pdf->arena, pages + 1, uint32_t);
	pdf->mark_elements = eng_arena_new_array(pdf->arena, pdf->mark_count, uint32_t);
	for (size_t i = 0; i < pages; i++) {
		pdf->page_marks[i + 1] = pdf->page_marks[i] + pdf->sheets[i].marks;
	}
	for (size_t i = 0; i < pdf->mark_count; i++) {
		const eng_pdf_mark *mark = &pdf->marks[i];

		pdf->mark_elements[pdf->page_marks[mark->page] + mark->mcid] = mark->structure;
	}
}

eng_length eng_pdf_mark_top(const eng_pdf *pdf, uint32_t element) {
	uint32_t mark = pdf->first_mark[element];

	return mark ? pdf->marks[mark - 1].top : 0;
}
