/* The shape of a structure tree: all that the objects of its common elements are written from, in bytes.
 *
 * Letters of one template differ in words more than in shape. Where these bytes are the same, so are ids
 * and objects, which need not be written again. Of a special element they only say that it is there. */
#include "channels/common/pdf/structure.h"

enum { WHOLE = 10, ELEMENT = 3 }; /* words of the file, of an element; a mark and a link have one */

/* Which page, and which element there. */
static uint64_t place(uint32_t page, uint32_t structure) {
	return (uint64_t)page << 32 | structure;
}

static uint64_t *put_whole(const eng_pdf *pdf, uint64_t *to) {
	const uint64_t words[WHOLE] = {
		pdf->effort,
		eng_pdf_objects_reserve(pdf->objects, 0),
		pdf->structure_root,
		pdf->structure_first,
		pdf->page_first,
		pdf->link_first,
		pdf->layout->structure_count,
		pdf->layout->page_count,
		pdf->mark_count,
		pdf->link_count,
	};

	memcpy(to, words, sizeof(words));
	return to + WHOLE;
}

/* Types and kinds of numbering are texts of the program: one place says the same for ever. */
static uint64_t *put_element(uint64_t *to, const eng_structure *s) {
	bool list = s->node && s->node->type == ENG_NODE_LIST;

	*to++ = (uintptr_t)s->type;
	*to++ = place(s->parent, (uint32_t)s->col_span << 16 | s->row_span);
	*to++ = (list ? (uintptr_t)eng_pdf_numbering(s->node) : 0) << 8 | (uint64_t)s->scope << 1 |
		eng_pdf_is_special(s);
	return to;
}

/* The identifiers of locked blocks, each with its element. */
static void put_identifiers(const eng_pdf *pdf, eng_buf *out) {
	for (uint32_t i = 0; i < pdf->layout->structure_count; i++) {
		const eng_block_use *use = eng_pdf_locked_use(pdf, &pdf->layout->structure[i]);

		if (use) {
			eng_buf_add(out, &i, sizeof(i));
			eng_buf_str(out, eng_pdf_block_identifier(pdf, use));
		}
	}
}

void eng_pdf_put_shape(const eng_pdf *pdf, eng_buf *out) {
	const eng_layout *layout = pdf->layout;
	size_t words =
	    WHOLE + ELEMENT * layout->structure_count + pdf->mark_count + pdf->link_count;
	uint64_t *to = (uint64_t *)(void *)eng_buf_reserve(out, words * sizeof(*to));

	to = put_whole(pdf, to);
	for (size_t i = 0; i < layout->structure_count; i++) {
		to = put_element(to, &layout->structure[i]);
	}
	for (size_t i = 0; i < pdf->mark_count; i++) { /* whose MCIDs count them page by page */
		*to++ = place(pdf->marks[i].page, pdf->marks[i].structure);
	}
	for (size_t i = 0; i < pdf->link_count; i++) {
		*to++ = place(pdf->links[i].page, pdf->links[i].annotation.structure);
	}
	out->n += words * sizeof(*to);
	put_identifiers(pdf, out);
}
