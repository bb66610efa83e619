/* Trees are walked with bounds: of depth, and of the nodes that the file can have. */
#include "verify/pdf-book.h"

#include <string.h>

enum { DEEPEST = 32, MOST_PAGES = 1 << 20 };

static const eng_pdf_value *inherited(eng_pdf_source *source, const eng_pdf_value *page,
				      const char *key) {
	const eng_pdf_value *v = eng_pdf_source_find(source, page, key);

	for (int i = 0; i < DEEPEST && v->kind == ENG_PDF_NULL; i++) {
		page = eng_pdf_source_find(source, page, "Parent");
		v = eng_pdf_source_find(source, page, key);
	}
	return v;
}

static bool read_box(eng_pdf_source *source, const eng_pdf_value *page, const char *key,
		     eng_pdf_box *box) {
	double v[4];

	if (!eng_pdf_source_numbers(source, inherited(source, page, key), 4, v)) {
		return false;
	}
	*box =
	    (eng_pdf_box){ fmin(v[0], v[2]), fmin(v[1], v[3]), fmax(v[0], v[2]), fmax(v[1], v[3]) };
	return true;
}

static bool add_page(eng_pdf_book *book, unsigned id, const eng_pdf_value *value) {
	eng_pdf_source *source = book->source;
	eng_pdf_leaf leaf = { .id = id, .value = value };
	const eng_pdf_value *v;
	eng_pdf_box crop;

	for (size_t i = 0; i < book->page_count; i++) {
		if (book->pages[i].id == id) {
			return eng_pdf_source_fail(
			    source, "page %zu of the pdf file stands there twice", i + 1);
		}
	}
	if (!read_box(source, value, "MediaBox", &leaf.visible)) {
		return eng_pdf_source_fail(source, "page %zu of the pdf file has no size",
					   book->page_count + 1);
	}
	if (read_box(source, value, "CropBox", &crop)) {
		leaf.visible = eng_pdf_box_common(&leaf.visible, &crop);
	}
	v = inherited(source, value, "Rotate");
	leaf.rotate = v->kind == ENG_PDF_NUMBER ? (int)fmod(v->as.number, 360) : 0;
	v = eng_pdf_source_find(source, value, "UserUnit");
	leaf.scaled = v->kind == ENG_PDF_NUMBER && v->as.number != 1;
	book->pages = eng_arena_grow(source->arena, book->pages, book->page_count, &book->page_cap,
				     sizeof(*book->pages));
	book->pages[book->page_count++] = leaf;
	return true;
}

static bool walk_pages(eng_pdf_book *book, const eng_pdf_value *node, int depth) {
	const eng_pdf_value *value = eng_pdf_source_value(book->source, node);
	const eng_pdf_value *kids = eng_pdf_source_find(book->source, value, "Kids");

	if (depth == DEEPEST || book->page_count > MOST_PAGES || node->kind != ENG_PDF_REF ||
	    value->kind != ENG_PDF_DICT) {
		return eng_pdf_source_fail(book->source,
					   "the page tree of the pdf file is damaged");
	}
	if (kids->kind != ENG_PDF_ARRAY) {
		return add_page(book, node->as.id, value);
	}
	for (uint32_t i = 0; i < kids->n; i++) {
		if (!walk_pages(book, &kids->as.items[i], depth + 1)) {
			return false;
		}
	}
	return true;
}

bool eng_pdf_book_open(eng_pdf_book *book, eng_pdf_source *source) {
	const eng_pdf_value *root;

	*book = (eng_pdf_book){ .source = source };
	book->catalog = eng_pdf_source_find(source, &source->trailer, "Root");
	if (book->catalog->kind != ENG_PDF_DICT ||
	    !walk_pages(book, eng_pdf_value_find(book->catalog, "Pages"), 0)) {
		return eng_pdf_source_fail(source, "the pdf file has no catalog");
	}
	root = eng_pdf_value_find(book->catalog, "StructTreeRoot");
	book->structure = eng_pdf_source_value(source, root);
	book->structure_id = root->kind == ENG_PDF_REF ? root->as.id : 0;
	return book->structure->kind == ENG_PDF_DICT ||
	       eng_pdf_source_fail(source, "the pdf file has no structure tree");
}

size_t eng_pdf_book_page(const eng_pdf_book *book, const eng_pdf_value *reference) {
	for (size_t i = 0; reference->kind == ENG_PDF_REF && i < book->page_count; i++) {
		if (book->pages[i].id == reference->as.id) {
			return i;
		}
	}
	return SIZE_MAX;
}

/* A name tree (7.9.6) without trust in its limits. */
static const eng_pdf_value *find_name(eng_pdf_source *source, const eng_pdf_value *node,
				      eng_str name, int depth) {
	const eng_pdf_value *names = eng_pdf_source_find(source, node, "Names");
	const eng_pdf_value *kids = eng_pdf_source_find(source, node, "Kids");
	static const eng_pdf_value none = { 0 };

	for (uint32_t i = 0; names->kind == ENG_PDF_ARRAY && i + 1 < names->n; i += 2) {
		if (names->as.items[i].kind == ENG_PDF_STRING &&
		    eng_str_eq(names->as.items[i].as.text, name)) {
			return &names->as.items[i + 1];
		}
	}
	for (uint32_t i = 0; depth < DEEPEST && kids->kind == ENG_PDF_ARRAY && i < kids->n; i++) {
		const eng_pdf_value *found = find_name(
		    source, eng_pdf_source_value(source, &kids->as.items[i]), name, depth + 1);

		if (found->kind != ENG_PDF_NULL) {
			return found;
		}
	}
	return &none;
}

const eng_pdf_value *eng_pdf_book_named(eng_pdf_book *book, eng_str identifier) {
	return find_name(book->source, eng_pdf_source_find(book->source, book->structure, "IDTree"),
			 identifier, 0);
}

/* A number tree (7.9.7); its limits only save work, a lie in them loses an entry. */
static const eng_pdf_value *find_number(eng_pdf_source *source, const eng_pdf_value *node,
					int64_t key, int depth) {
	const eng_pdf_value *nums = eng_pdf_source_find(source, node, "Nums");
	const eng_pdf_value *kids = eng_pdf_source_find(source, node, "Kids");
	static const eng_pdf_value none = { 0 };
	double limits[2];

	if (eng_pdf_source_numbers(source, eng_pdf_value_find(node, "Limits"), 2, limits) &&
	    ((double)key < limits[0] || (double)key > limits[1])) {
		return &none;
	}
	for (uint32_t i = 0; nums->kind == ENG_PDF_ARRAY && i + 1 < nums->n; i += 2) {
		if (nums->as.items[i].kind == ENG_PDF_NUMBER &&
		    nums->as.items[i].as.number == (double)key) {
			return eng_pdf_source_value(source, &nums->as.items[i + 1]);
		}
	}
	for (uint32_t i = 0; depth < DEEPEST && kids->kind == ENG_PDF_ARRAY && i < kids->n; i++) {
		const eng_pdf_value *found = find_number(
		    source, eng_pdf_source_value(source, &kids->as.items[i]), key, depth + 1);

		if (found->kind != ENG_PDF_NULL) {
			return found;
		}
	}
	return &none;
}

unsigned eng_pdf_book_owner(eng_pdf_book *book, size_t page, int32_t mcid) {
	eng_pdf_leaf *leaf = &book->pages[page];
	int64_t key;

	if (!leaf->parents) {
		static const eng_pdf_value none = { 0 };

		leaf->parents = &none;
		if (eng_pdf_value_integer(eng_pdf_value_find(leaf->value, "StructParents"), 0,
					  INT32_MAX, &key)) {
			leaf->parents = find_number(
			    book->source,
			    eng_pdf_source_find(book->source, book->structure, "ParentTree"), key,
			    0);
		}
	}
	if (leaf->parents->kind != ENG_PDF_ARRAY || (uint32_t)mcid >= leaf->parents->n ||
	    leaf->parents->as.items[mcid].kind != ENG_PDF_REF) {
		return 0;
	}
	return leaf->parents->as.items[mcid].as.id;
}
