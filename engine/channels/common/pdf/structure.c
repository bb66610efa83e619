/* The structure tree (ISO 32000-1 14.7, 14.8; PDF/UA-1 7): elements, their attributes, the parent
 * tree, and link annotations with their object references.
 *
 * Layout names elements in document order and items name their element; the order of kids is the
 * order in which marked content appeared, child elements standing where their first mark is. */
#include <stdlib.h>

#include "base/mix.h"
#include "channels/common/pdf/structure.h"
#include "channels/common/pdf/syntax.h"

#define PAGES_AT_ONCE 64
#define LEAVES        8 /* of a node of a parent tree that has more */

enum { SHAPED = 1024 }; /* elements and marks of a tree that is looked for by its shape, at most */

typedef struct tree {
	eng_pdf *pdf;
	uint32_t *first_child, *next_sibling; /* indexes; 0 none */
	uint32_t *earliest;                   /* first mark of the subtree + 1; 0 none */
	uint32_t *first_link, *next_link;     /* annotation + 1, by element and by annotation */
} tree;

static unsigned id_of(const eng_pdf *pdf, uint32_t element) {
	return pdf->structure_first + element;
}

static bool build(tree *t, eng_pdf *pdf) {
	const eng_layout *layout = pdf->layout;
	size_t n = layout->structure_count;

	t->pdf = pdf;
	t->first_child = eng_arena_new_array(pdf->arena, n, uint32_t);
	t->next_sibling = eng_arena_new_array(pdf->arena, n, uint32_t);
	t->earliest = eng_arena_new_array(pdf->arena, n, uint32_t);
	for (size_t i = n; i-- > 0;) {
		uint32_t parent = layout->structure[i].parent, own = pdf->first_mark[i];

		if (own && (!t->earliest[i] || own < t->earliest[i])) {
			t->earliest[i] = own;
		}
		if (i == 0) {
			break;
		}
		if (parent >= i) {
			return eng_fail(pdf->ctx, "pdf.structure", (eng_loc){ 0 },
					"structure element %zu stands before its parent %u", i,
					(unsigned)parent);
		}
		t->next_sibling[i] = t->first_child[parent];
		t->first_child[parent] = (uint32_t)i;
		if (t->earliest[i] &&
		    (!t->earliest[parent] || t->earliest[i] < t->earliest[parent])) {
			t->earliest[parent] = t->earliest[i];
		}
	}
	return true;
}

/* Annotations by their element, in page order. */
static bool build_links(tree *t) {
	const eng_pdf *pdf = t->pdf;
	size_t elements = pdf->layout->structure_count;

	t->first_link = eng_arena_new_array(pdf->arena, elements, uint32_t);
	t->next_link = eng_arena_new_array(pdf->arena, pdf->link_count + 1, uint32_t);
	for (size_t i = pdf->link_count; i-- > 0;) {
		const eng_annotation *link = &pdf->links[i].annotation;

		if (link->structure == 0 || link->structure >= elements) {
			return eng_fail(pdf->ctx, "pdf.structure", (eng_loc){ 0 },
					"link to '%.*s' has no structure element",
					ENG_STR_ARG(link->href));
		}
		t->next_link[i] = t->first_link[link->structure];
		t->first_link[link->structure] = (uint32_t)i + 1;
	}
	return true;
}

static void put_mark(const eng_pdf *pdf, eng_buf *out, const eng_pdf_mark *mark, uint32_t page) {
	if (mark->page == page) {
		eng_pdf_integer(out, mark->mcid);
		eng_buf_char(out, ' ');
		return;
	}
	eng_buf_cstr(out, "<</Type/MCR/Pg ");
	eng_pdf_reference(out, pdf->page_first + mark->page);
	eng_buf_cstr(out, "/MCID ");
	eng_pdf_integer(out, mark->mcid);
	eng_buf_cstr(out, ">>");
}

/* The page that bare MCIDs of an element refer to. */
static uint32_t page_of(const eng_pdf *pdf, uint32_t element) {
	uint32_t mark = pdf->first_mark[element];

	return mark ? pdf->marks[mark - 1].page : UINT32_MAX;
}

static void put_kids(const tree *t, eng_buf *out, uint32_t element) {
	const eng_pdf *pdf = t->pdf;
	uint32_t child = t->first_child[element], mark = pdf->first_mark[element];
	uint32_t link = t->first_link[element], page = page_of(pdf, element);

	if (!child && !mark && !link) {
		return;
	}
	eng_buf_cstr(out, "/K[");
	while (child || mark) {
		if (child && (!mark || t->earliest[child] < mark)) {
			eng_pdf_reference(out, id_of(pdf, child));
			eng_buf_char(out, ' ');
			child = t->next_sibling[child];
		} else {
			put_mark(pdf, out, &pdf->marks[mark - 1], page);
			mark = pdf->marks[mark - 1].next;
		}
	}
	for (; link; link = t->next_link[link - 1]) {
		eng_buf_cstr(out, "<</Type/OBJR/Obj ");
		eng_pdf_reference(out, pdf->link_first + link - 1);
		eng_buf_cstr(out, "/Pg ");
		eng_pdf_reference(out, pdf->page_first + pdf->links[link - 1].page);
		eng_buf_cstr(out, ">>");
	}
	eng_buf_char(out, ']');
}

const char *eng_pdf_numbering(const eng_node *node) {
	eng_str marker = node->as.list.marker;

	if (eng_str_eqc(marker, "none")) {
		return "None";
	}
	if (eng_str_eqc(marker, "alpha")) {
		return "LowerAlpha";
	}
	return node->as.list.ordered ? "Decimal" : "Disc";
}

/* Standard attributes (14.8.5): Table, List and Layout owners. */
static void put_attributes(const eng_pdf *pdf, eng_buf *out, const eng_structure *s) {
	const eng_alternate *alternate = eng_layout_alternate(pdf->layout, s);
	bool spans = s->scope || s->col_span > 1 || s->row_span > 1;

	if (spans && (strcmp(s->type, "TH") == 0 || strcmp(s->type, "TD") == 0)) {
		eng_buf_cstr(out, "/A<</O/Table");
		if (s->scope) {
			eng_buf_cstr(out, "/Scope");
			eng_pdf_name(out, eng_str_from(eng_header_scope_name(s->scope)));
		}
		if (s->col_span > 1) {
			eng_buf_printf(out, "/ColSpan %d", s->col_span);
		}
		if (s->row_span > 1) {
			eng_buf_printf(out, "/RowSpan %d", s->row_span);
		}
		eng_buf_cstr(out, ">>");
	} else if (s->node && s->node->type == ENG_NODE_LIST && strcmp(s->type, "L") == 0) {
		eng_buf_printf(out, "/A<</O/List/ListNumbering/%s>>", eng_pdf_numbering(s->node));
	} else if (alternate && alternate->has_bbox && s->page < pdf->layout->page_count) {
		eng_buf_cstr(out, "/A<</O/Layout/Placement/Block/BBox[");
		eng_pdf_rect(out, alternate->bbox, pdf->layout->pages[s->page].height);
		eng_buf_cstr(out, "]>>");
	}
}

static void put_texts(const eng_pdf *pdf, eng_buf *out, const eng_structure *s) {
	const eng_alternate *alternate = eng_layout_alternate(pdf->layout, s);

	if (alternate && alternate->alt.n) {
		eng_buf_cstr(out, "/Alt");
		eng_pdf_text(out, alternate->alt);
	}
	if (eng_structure_lang(s).n) {
		eng_buf_cstr(out, "/Lang");
		eng_pdf_bytes(out, eng_structure_lang(s));
	}
}

const eng_block_use *eng_pdf_locked_use(const eng_pdf *pdf, const eng_structure *s) {
	bool whole = s->node && s->node->type == ENG_NODE_BLOCK && strcmp(s->type, "Sect") == 0;

	return whole && s->node->as.block.use < pdf->doc->block_count
		   ? &pdf->doc->blocks[s->node->as.block.use]
		   : NULL;
}

eng_str eng_pdf_block_identifier(const eng_pdf *pdf, const eng_block_use *use) {
	unsigned ordinal = 1;

	for (const eng_block_use *u = pdf->doc->blocks; u < use; u++) {
		ordinal += u->version == use->version && eng_str_eq(u->id, use->id) &&
			   eng_str_eq(u->language, use->language);
	}
	return eng_str_printf(pdf->arena, "block:%.*s/%d.%.*s#%u", ENG_STR_ARG(use->id),
			      use->version, ENG_STR_ARG(use->language), ordinal);
}

static void put_identifier(const eng_pdf *pdf, eng_buf *out, uint32_t element) {
	const eng_structure *s = &pdf->layout->structure[element];
	const eng_block_use *use = eng_pdf_locked_use(pdf, s);

	if (use) {
		eng_buf_cstr(out, "/ID");
		eng_pdf_bytes(out, eng_pdf_block_identifier(pdf, use));
	} else if (strcmp(s->type, "Note") == 0) { /* 7.9: a note needs an identifier */
		eng_buf_printf(out, "/ID(n%08u)", (unsigned)element);
	}
}

static void write_element(const tree *t, uint32_t element) {
	eng_pdf *pdf = t->pdf;
	const eng_structure *s = &pdf->layout->structure[element];
	eng_buf *out = eng_pdf_objects_open(pdf->objects, id_of(pdf, element));
	uint32_t page = page_of(pdf, element);

	eng_buf_cstr(out, "<</S");
	eng_pdf_name(out, eng_str_from(s->type));
	eng_buf_cstr(out, "/P ");
	eng_pdf_reference(out, element ? id_of(pdf, s->parent) : pdf->structure_root);
	if (page != UINT32_MAX) {
		eng_buf_cstr(out, "/Pg ");
		eng_pdf_reference(out, pdf->page_first + page);
	}
	put_texts(pdf, out, s);
	put_attributes(pdf, out, s);
	put_identifier(pdf, out, element);
	put_kids(t, out, element);
	eng_buf_cstr(out, ">>");
	eng_pdf_objects_close(pdf->objects);
}

/* The elements of one page's marks in the order of their MCIDs. */
static void put_page_marks(const eng_pdf *pdf, eng_buf *out, size_t page) {
	eng_pdf_integer(out, (int64_t)page);
	eng_buf_char(out, '[');
	for (uint32_t i = pdf->page_marks[page]; i < pdf->page_marks[page + 1]; i++) {
		eng_pdf_reference(out, id_of(pdf, pdf->mark_elements[i]));
		eng_buf_char(out, ' ');
	}
	eng_buf_char(out, ']');
}

/* A leaf of the number tree: some pages, or all links behind the last page (7.9.7). */
static unsigned write_leaf(eng_pdf *pdf, size_t from, size_t to, bool links) {
	unsigned id = eng_pdf_objects_reserve(pdf->objects, 1);
	eng_buf *out = eng_pdf_objects_open(pdf->objects, id);
	size_t base = links ? pdf->layout->page_count : 0;

	eng_buf_printf(out, "<</Limits[%zu %zu]/Nums[", base + from, base + to - 1);
	for (size_t i = from; i < to; i++) {
		if (links) {
			eng_buf_printf(out, "%zu %u 0 R ", base + i,
				       id_of(pdf, pdf->links[i].annotation.structure));
		} else {
			put_page_marks(pdf, out, i);
		}
	}
	eng_buf_cstr(out, "]>>");
	eng_pdf_objects_close(pdf->objects);
	return id;
}

/* Appends the leaves of some pages. */
static void write_leaves(eng_pdf *pdf, size_t from, size_t end, eng_buf *kids) {
	for (; from < end; from += PAGES_AT_ONCE) {
		size_t to = from + PAGES_AT_ONCE < end ? from + PAGES_AT_ONCE : end;

		eng_pdf_reference(kids, write_leaf(pdf, from, to, false));
		eng_buf_char(kids, ' ');
	}
}

/* A node over leaves: who looks for a page of a long document need not read all of them. */
static unsigned write_branch(eng_pdf *pdf, size_t from, size_t to) {
	unsigned id = eng_pdf_objects_reserve(pdf->objects, 1);
	eng_buf kids = { 0 }, *out;

	write_leaves(pdf, from, to, &kids);
	out = eng_pdf_objects_open(pdf->objects, id);
	eng_buf_printf(out, "<</Limits[%zu %zu]/Kids[%s]>>", from, to - 1, kids.s);
	eng_pdf_objects_close(pdf->objects);
	eng_buf_finish(&kids);
	return id;
}

static unsigned write_parent_tree(eng_pdf *pdf) {
	size_t pages = pdf->layout->page_count, links = pdf->link_count;
	const size_t branch = PAGES_AT_ONCE * LEAVES;
	unsigned id = eng_pdf_objects_reserve(pdf->objects, 1);
	eng_buf kids = { 0 }, *out;

	if (pages <= branch) {
		write_leaves(pdf, 0, pages, &kids);
	}
	for (size_t from = 0; pages > branch && from < pages; from += branch) {
		eng_pdf_reference(
		    &kids, write_branch(pdf, from, from + branch < pages ? from + branch : pages));
		eng_buf_char(&kids, ' ');
	}
	if (links) {
		eng_pdf_reference(&kids, write_leaf(pdf, 0, links, true));
	}
	out = eng_pdf_objects_open(pdf->objects, id);
	eng_buf_printf(out, "<</Kids[%s]>>", kids.s);
	eng_pdf_objects_close(pdf->objects);
	eng_buf_finish(&kids);
	return id;
}

typedef struct identified {
	eng_str name;
	uint32_t element;
} identified;

static int by_name(const void *a, const void *b) {
	return eng_str_cmp(((const identified *)a)->name, ((const identified *)b)->name);
}

static void put_identified(const eng_pdf *pdf, eng_buf *out, eng_str name, uint32_t element) {
	eng_pdf_bytes(out, name);
	eng_pdf_reference(out, id_of(pdf, element));
}

/* Identifiers of blocks, sorted, come before those of notes, which sort by their number; so one leaf is
 * a valid tree (7.9.6). */
static void put_id_tree(const eng_pdf *pdf, eng_buf *out) {
	identified *blocks = eng_arena_new_array(pdf->arena, pdf->doc->block_count, identified);
	const eng_structure *s = pdf->layout->structure;
	size_t n = 0, notes = 0;

	for (size_t i = 0; i < pdf->layout->structure_count; i++) {
		const eng_block_use *use = eng_pdf_locked_use(pdf, &s[i]);

		if (use && n < pdf->doc->block_count) {
			blocks[n++] =
			    (identified){ eng_pdf_block_identifier(pdf, use), (uint32_t)i };
		}
		notes += strcmp(s[i].type, "Note") == 0;
	}
	if (n + notes == 0) {
		return;
	}
	qsort(blocks, n, sizeof(*blocks), by_name);
	eng_buf_cstr(out, "/IDTree<</Names[");
	for (size_t i = 0; i < n; i++) {
		put_identified(pdf, out, blocks[i].name, blocks[i].element);
	}
	for (size_t i = 0; notes && i < pdf->layout->structure_count; i++) {
		if (strcmp(s[i].type, "Note") == 0) {
			eng_buf_printf(out, "(n%08zu)", i);
			eng_pdf_reference(out, id_of(pdf, (uint32_t)i));
		}
	}
	eng_buf_cstr(out, "]>>");
}

bool eng_pdf_is_special(const eng_structure *s) {
	return s->alternate != 0 || eng_structure_lang(s).n > 0;
}

static void write_elements(const tree *t, bool special) {
	const eng_layout *layout = t->pdf->layout;

	for (size_t i = 0; i < layout->structure_count; i++) {
		if (eng_pdf_is_special(&layout->structure[i]) == special) {
			write_element(t, (uint32_t)i);
		}
	}
}

static void write_root(eng_pdf *pdf, unsigned parents) {
	eng_buf *out = eng_pdf_objects_open(pdf->objects, pdf->structure_root);

	eng_buf_cstr(out, "<</Type/StructTreeRoot/K[");
	eng_pdf_reference(out, id_of(pdf, 0));
	eng_buf_cstr(out, "]/ParentTree ");
	eng_pdf_reference(out, parents);
	eng_buf_printf(out, "/ParentTreeNextKey %zu", pdf->layout->page_count + pdf->link_count);
	put_id_tree(pdf, out);
	eng_buf_cstr(out, ">>");
	eng_pdf_objects_close(pdf->objects);
}

/* What says nothing but the shape of the document. */
static void write_common(const tree *t) {
	write_elements(t, false);
	write_root(t->pdf, write_parent_tree(t->pdf));
}

/* Stands in object streams of its own. Those of a shape that came before are put in as they were. */
static bool write_shape(const tree *t) {
	eng_pdf *pdf = t->pdf;
	eng_desk *desk = pdf->desk;
	eng_str key, seen;
	uint64_t hash;

	eng_pdf_objects_part(pdf->objects);
	if (pdf->layout->structure_count + pdf->mark_count > SHAPED) {
		write_common(t);
		eng_pdf_objects_part(pdf->objects);
		return true;
	}
	eng_buf_clear(&desk->shape);
	eng_pdf_put_shape(pdf, &desk->shape);
	key = eng_buf_view(&desk->shape);
	hash = eng_mix_hash(key);
	seen = eng_deflate_memory_find(desk->shapes, hash, key);
	if (seen.n) {
		return eng_pdf_objects_replay(pdf->objects, seen);
	}
	eng_buf_clear(&desk->seen);
	eng_pdf_objects_watch(pdf->objects, &desk->seen);
	write_common(t);
	eng_pdf_objects_watch(pdf->objects, NULL);
	eng_deflate_memory_add(desk->shapes, hash, key, eng_buf_view(&desk->seen));
	return true;
}

bool eng_pdf_write_structure(eng_pdf *pdf) {
	tree t;

	eng_pdf_marks_index(pdf);
	if (!build(&t, pdf) || !build_links(&t) || !write_shape(&t)) {
		return false;
	}
	write_elements(&t, true);
	return true;
}
