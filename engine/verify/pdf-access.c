/* One walk over the structure tree, one over the pages, and the metadata as XML. Trees are walked with bounds: no
 * element is visited twice. */
#include "verify/pdf-access.h"

#include <string.h>

#include "markup/xml.h"
#include "verify/pdf-book.h"

#define DC    "http://purl.org/dc/elements/1.1/"
#define UA    "http://www.aiim.org/pdfua/ns/id/"
#define DEPTH 128

typedef struct walk {
	eng_pdf_source *source;
	eng_pdf_access *access;
	bool *seen;            /* elements, by number */
	int level;             /* of the heading before */
	size_t headers, named; /* header cells of the table around, those with a scope */
} walk;

/* ---- metadata ---- */

static const eng_xml_node *find_element(const eng_xml_node *node, const char *uri,
					const char *name) {
	const eng_xml_node *found = eng_xml_is(node, uri, name) ? node : NULL;

	for (eng_xml_node *n = eng_xml_element(node->first); n && !found;
	     n = eng_xml_element(n->next)) {
		found = find_element(n, uri, name);
	}
	return found;
}

static void read_metadata(eng_pdf_book *book, eng_pdf_access *access) {
	eng_pdf_source *source = book->source;
	eng_pdf_object *stream =
	    eng_pdf_source_stream(source, eng_pdf_value_find(book->catalog, "Metadata"));
	const eng_xml_node *root, *node;
	eng_ctx quiet;
	eng_str text;

	if (!stream || !eng_pdf_source_data(source, stream, &text)) {
		return;
	}
	eng_ctx_init(&quiet, NULL, NULL);
	root = eng_xml_parse(&quiet, source->arena, "metadata", text);
	if (!root) {
		return;
	}
	node = find_element(root, DC, "title");
	if (node) {
		access->title = eng_str_trim(eng_xml_text(node, source->arena));
	}
	node = find_element(root, UA, "part");
	if (node) {
		access->part = eng_str_eqc(eng_str_trim(eng_xml_text(node, source->arena)), "1");
	}
}

static void read_catalog(eng_pdf_book *book, eng_pdf_access *access) {
	eng_pdf_source *source = book->source;
	const eng_pdf_value *language = eng_pdf_source_find(source, book->catalog, "Lang");
	const eng_pdf_value *marks = eng_pdf_source_find(source, book->catalog, "MarkInfo");
	const eng_pdf_value *view = eng_pdf_source_find(source, book->catalog, "ViewerPreferences");
	const eng_pdf_value *marked = eng_pdf_value_find(marks, "Marked");
	const eng_pdf_value *shown = eng_pdf_value_find(view, "DisplayDocTitle");

	if (language->kind == ENG_PDF_STRING) {
		access->language = eng_pdf_value_text(source->arena, language->as.text);
	}
	access->tagged = marked->kind == ENG_PDF_BOOL && marked->as.number == 1;
	access->title_shown = shown->kind == ENG_PDF_BOOL && shown->as.number == 1;
}

/* ---- pages ---- */

static bool has_words(eng_pdf_source *source, const eng_pdf_value *dict, const char *key) {
	const eng_pdf_value *words = eng_pdf_source_find(source, dict, key);

	return words->kind == ENG_PDF_STRING && words->as.text.n > 0;
}

static void count_page(eng_pdf_source *source, const eng_pdf_value *page, eng_pdf_access *access) {
	const eng_pdf_value *annotations = eng_pdf_source_find(source, page, "Annots");

	access->pages++;
	access->pages_told += eng_pdf_value_find(page, "StructParents")->kind == ENG_PDF_NUMBER;
	for (uint32_t i = 0; annotations->kind == ENG_PDF_ARRAY && i < annotations->n; i++) {
		const eng_pdf_value *a = eng_pdf_source_value(source, &annotations->as.items[i]);

		if (eng_pdf_value_is_name(eng_pdf_value_find(a, "Subtype"), "Link")) {
			access->links++;
			access->links_told += has_words(source, a, "Contents");
		}
	}
}

/* ---- structure ---- */

/* Attributes are a dictionary or an array of them (14.7.5). */
static bool has_scope(walk *w, const eng_pdf_value *cell) {
	const eng_pdf_value *all = eng_pdf_source_find(w->source, cell, "A");
	uint32_t n = all->kind == ENG_PDF_ARRAY ? all->n : 1;

	for (uint32_t i = 0; i < n; i++) {
		const eng_pdf_value *one = all->kind == ENG_PDF_ARRAY
					       ? eng_pdf_source_value(w->source, &all->as.items[i])
					       : all;

		if (eng_pdf_value_find(one, "Scope")->kind == ENG_PDF_NAME) {
			return true;
		}
	}
	return false;
}

static void count_element(walk *w, const eng_pdf_value *element, const eng_pdf_value *type) {
	eng_pdf_access *a = w->access;
	eng_str name = type->as.text;

	if (eng_str_eqc(name, "Figure")) {
		a->figures++;
		a->figures_told += has_words(w->source, element, "Alt") ||
				   has_words(w->source, element, "ActualText");
	} else if (eng_str_eqc(name, "TH")) {
		w->headers++;
		w->named += has_scope(w, element);
	} else if (name.n == 2 && name.s[0] == 'H' && name.s[1] >= '1' && name.s[1] <= '6') {
		a->headings++;
		a->gaps += name.s[1] - '0' > w->level + 1;
		w->level = name.s[1] - '0';
	}
}

static bool walk_element(walk *w, const eng_pdf_value *reference, int depth);

static bool walk_kids(walk *w, const eng_pdf_value *element, int depth) {
	const eng_pdf_value *only = eng_pdf_value_find(element, "K");
	const eng_pdf_value *kids = eng_pdf_source_value(w->source, only);

	if (kids->kind != ENG_PDF_ARRAY) {
		return only->kind != ENG_PDF_REF || walk_element(w, only, depth);
	}
	for (uint32_t i = 0; i < kids->n; i++) {
		if (kids->as.items[i].kind == ENG_PDF_REF &&
		    !walk_element(w, &kids->as.items[i], depth)) {
			return false;
		}
	}
	return true;
}

static bool walk_table(walk *w, const eng_pdf_value *element, int depth) {
	walk outer = *w;
	bool ok;

	w->headers = w->named = 0;
	ok = walk_kids(w, element, depth);
	w->access->tables++;
	w->access->tables_told += w->headers > 0 && w->named == w->headers;
	w->headers = outer.headers;
	w->named = outer.named;
	return ok;
}

static bool walk_element(walk *w, const eng_pdf_value *reference, int depth) {
	const eng_pdf_value *element = eng_pdf_source_value(w->source, reference);
	const eng_pdf_value *type = eng_pdf_source_find(w->source, element, "S");
	unsigned id = reference->as.id;

	if (type->kind != ENG_PDF_NAME) {
		return true; /* an object of the page, such as an annotation */
	}
	if (depth == DEPTH || id >= w->source->object_count || w->seen[id]) {
		return eng_pdf_source_fail(w->source, "the structure of the pdf file is no tree");
	}
	w->seen[id] = true;
	count_element(w, element, type);
	return eng_str_eqc(type->as.text, "Table") ? walk_table(w, element, depth + 1)
						   : walk_kids(w, element, depth + 1);
}

/* ---- the whole ---- */

static void read_book(eng_pdf_book *book, eng_pdf_access *access) {
	eng_pdf_source *source = book->source;
	walk w = { .source = source, .access = access };

	w.seen = eng_arena_new_array(source->arena, source->object_count, bool);
	read_catalog(book, access);
	read_metadata(book, access);
	for (size_t i = 0; i < book->page_count; i++) {
		count_page(source, book->pages[i].value, access);
	}
	walk_kids(&w, book->structure, 0);
}

const char *eng_pdf_access_read(eng_arena *arena, eng_str file, eng_str password,
				eng_pdf_access *out) {
	eng_findings findings = { .arena = arena };
	eng_pdf_source source;
	eng_pdf_book book;

	*out = (eng_pdf_access){ 0 };
	if (eng_pdf_source_open(&source, ENG_PDF_QPDF, NULL, NULL, arena, &findings, file,
				password) &&
	    eng_pdf_book_open(&book, &source)) {
		read_book(&book, out);
	}
	eng_pdf_source_close(&source);
	return findings.n ? findings.items[0].message : NULL;
}
