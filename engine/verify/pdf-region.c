/* The structure element of a locked block and all that stands in it.
 *
 * The element is found by its identifier, must hang in the tree from both ends (each parent names it
 * as a kid), and each marked-content sequence in it must belong to the same element by the parent tree,
 * so that no two readers can see different words. */
#include <string.h>

#include "verify/pdf-book.h"

enum { DEEPEST = 128, MOST = 1 << 14 };

typedef struct walk {
	eng_pdf_book *book;
	eng_pdf_region *region;
	const eng_claim *claim;
	uint32_t paragraph;
	bool numbered; /* inside of a list whose labels the engine made */
} walk;

static bool broken(walk *w, const char *why) {
	return eng_findings_add(w->book->source->out, "verify.structure", w->region->claim,
				"the structure of %s is broken: %s",
				eng_claim_name(w->book->source->arena, w->claim), why);
}

static bool is_one_of(const eng_pdf_value *name, const char *const *names, size_t n) {
	for (size_t i = 0; i < n; i++) {
		if (eng_pdf_value_is_name(name, names[i])) {
			return true;
		}
	}
	return false;
}

/* Elements inside of a line; all others begin and end paragraphs. */
static bool is_inline(const eng_pdf_value *type) {
	static const char *const names[] = { "Span",   "Link",  "Reference", "Em",
					     "Strong", "Quote", "Code",      "Note" };

	return is_one_of(type, names, sizeof(names) / sizeof(names[0]));
}

static eng_pdf_stretch *add(walk *w, eng_pdf_role role) {
	eng_pdf_region *r = w->region;

	r->stretches = eng_arena_grow(w->book->source->arena, r->stretches, r->n, &r->cap,
				      sizeof(*r->stretches));
	r->stretches[r->n] =
	    (eng_pdf_stretch){ .role = role, .mcid = -1, .paragraph = w->paragraph };
	return &r->stretches[r->n++];
}

static bool add_mark(walk *w, unsigned element, eng_pdf_role role, const eng_pdf_value *page,
		     const eng_pdf_value *number) {
	size_t index = eng_pdf_book_page(w->book, page);
	eng_pdf_stretch *s;
	int64_t mcid;

	if (index == SIZE_MAX || !eng_pdf_value_integer(number, 0, INT32_MAX, &mcid)) {
		return broken(w, "a part of it is on no page");
	}
	if (w->region->n >= MOST) {
		return broken(w, "it has too many parts");
	}
	if (eng_pdf_book_owner(w->book, index, (int32_t)mcid) != element) {
		return broken(w, "a part of it belongs to another element");
	}
	for (size_t i = 0; i < w->region->n; i++) {
		s = &w->region->stretches[i];
		if (s->page == index && s->mcid == mcid) {
			return broken(w, "a part of it stands there twice");
		}
	}
	s = add(w, role);
	s->page = index;
	s->mcid = (int32_t)mcid;
	return true;
}

static bool walk_element(walk *w, const eng_pdf_value *reference, unsigned parent,
			 eng_pdf_role role, int depth);

/* An integer, an MCR, an OBJR or an element (14.7.4.1). */
static bool walk_kid(walk *w, unsigned element, const eng_pdf_value *page, const eng_pdf_value *kid,
		     eng_pdf_role role, int depth) {
	const eng_pdf_value *own;

	if (kid->kind == ENG_PDF_NUMBER) {
		return add_mark(w, element, role, page, kid);
	}
	if (kid->kind == ENG_PDF_REF) {
		return walk_element(w, kid, element, role, depth + 1);
	}
	if (eng_pdf_value_is_name(eng_pdf_value_find(kid, "Type"), "OBJR")) {
		return true;
	}
	if (!eng_pdf_value_is_name(eng_pdf_value_find(kid, "Type"), "MCR") ||
	    eng_pdf_value_find(kid, "Stm")->kind != ENG_PDF_NULL) {
		return broken(w, "it has a kid of an unknown kind");
	}
	own = eng_pdf_value_find(kid, "Pg");
	return add_mark(w, element, role, own->kind == ENG_PDF_REF ? own : page,
			eng_pdf_value_find(kid, "MCID"));
}

/* Labels of a list whose attributes say how it is numbered are the engine's, all others (the names of
 * facts) are wording. */
static bool is_numbered(eng_pdf_source *source, const eng_pdf_value *element) {
	const eng_pdf_value *attributes = eng_pdf_source_find(source, element, "A");

	return eng_pdf_value_find(attributes, "ListNumbering")->kind == ENG_PDF_NAME;
}

static eng_pdf_role role_of(walk *w, const eng_pdf_value *type, eng_pdf_role above) {
	if (eng_pdf_value_is_name(type, "Note")) {
		return ENG_PDF_NOTE;
	}
	if (eng_pdf_value_is_name(type, "Reference")) {
		return ENG_PDF_MARK;
	}
	return eng_pdf_value_is_name(type, "Lbl") && w->numbered ? ENG_PDF_LABEL : above;
}

static bool add_figure(walk *w, const eng_pdf_value *element) {
	const eng_pdf_value *alt = eng_pdf_source_find(w->book->source, element, "Alt");

	if (alt->kind == ENG_PDF_STRING) {
		add(w, ENG_PDF_FIGURE)->alt =
		    eng_pdf_value_text(w->book->source->arena, alt->as.text);
	}
	return true;
}

static bool walk_kids(walk *w, unsigned id, const eng_pdf_value *element, eng_pdf_role role,
		      int depth) {
	const eng_pdf_value *kids = eng_pdf_source_find(w->book->source, element, "K");
	const eng_pdf_value *page = eng_pdf_value_find(element, "Pg");

	if (kids->kind != ENG_PDF_ARRAY) {
		kids = eng_pdf_value_find(element, "K");
		return kids->kind == ENG_PDF_NULL || walk_kid(w, id, page, kids, role, depth);
	}
	for (uint32_t i = 0; i < kids->n; i++) {
		if (!walk_kid(w, id, page, &kids->as.items[i], role, depth)) {
			return false;
		}
	}
	return true;
}

static bool walk_element(walk *w, const eng_pdf_value *reference, unsigned parent,
			 eng_pdf_role role, int depth) {
	eng_pdf_source *source = w->book->source;
	const eng_pdf_value *element = eng_pdf_source_value(source, reference), *type, *up;
	bool numbered = w->numbered, within, good;

	type = eng_pdf_source_find(source, element, "S");
	up = eng_pdf_value_find(element, "P");
	if (depth == DEEPEST || element->kind != ENG_PDF_DICT || type->kind != ENG_PDF_NAME) {
		return broken(w, "an element of it is damaged");
	}
	if (up->kind != ENG_PDF_REF || (parent && up->as.id != parent)) {
		return broken(w, "an element of it names another parent");
	}
	if (eng_pdf_value_find(element, "ActualText")->kind != ENG_PDF_NULL) {
		return broken(w, "an element of it has a text of its own");
	}
	if (eng_pdf_value_is_name(type, "L")) {
		w->numbered = is_numbered(source, element);
	}
	role = role_of(w, type, role);
	within = is_inline(type);
	w->paragraph += !within;
	good = eng_pdf_value_is_name(type, "Figure")
		   ? add_figure(w, element)
		   : walk_kids(w, reference->as.id, element, role, depth);
	w->paragraph += !within;
	w->numbered = numbered;
	return good;
}

static bool has_kid(eng_pdf_source *source, const eng_pdf_value *parent, unsigned id) {
	const eng_pdf_value *kids = eng_pdf_source_find(source, parent, "K");
	const eng_pdf_value *only = eng_pdf_value_find(parent, "K");
	unsigned found = only->kind == ENG_PDF_REF && only->as.id == id;

	for (uint32_t i = 0; kids->kind == ENG_PDF_ARRAY && i < kids->n; i++) {
		found += kids->as.items[i].kind == ENG_PDF_REF && kids->as.items[i].as.id == id;
	}
	return found == 1;
}

/* From the element up to the root, each a kid of the next. */
static bool hangs(walk *w, unsigned id) {
	eng_pdf_source *source = w->book->source;

	for (int i = 0; i < DEEPEST; i++) {
		eng_pdf_object *object = eng_pdf_source_object(source, id);
		const eng_pdf_value *up =
		    object ? eng_pdf_value_find(&object->value, "P") : &(const eng_pdf_value){ 0 };

		if (up->kind != ENG_PDF_REF ||
		    !has_kid(source, eng_pdf_source_value(source, up), id)) {
			return broken(w, "it does not hang in the tree");
		}
		if (up->as.id == w->book->structure_id) {
			return true;
		}
		id = up->as.id;
	}
	return broken(w, "it hangs too deep in the tree");
}

bool eng_pdf_region_find(eng_pdf_book *book, const eng_claim *claims, size_t claim,
			 eng_pdf_region *region, bool *absent) {
	eng_str mark = eng_claim_mark(book->source->arena, &claims[claim]);
	const eng_pdf_value *reference = eng_pdf_book_named(book, mark), *name;
	walk w = { .book = book, .region = region, .claim = &claims[claim] };

	*region = (eng_pdf_region){ .claim = claim, .first_page = SIZE_MAX };
	*absent = reference->kind != ENG_PDF_REF;
	if (*absent) {
		return true;
	}
	name = eng_pdf_value_find(eng_pdf_source_value(book->source, reference), "ID");
	if (name->kind != ENG_PDF_STRING || !eng_str_eq(name->as.text, mark)) {
		return broken(&w, "the element under its name has another one");
	}
	if (!hangs(&w, reference->as.id) || !walk_element(&w, reference, 0, ENG_PDF_WORDS, 0) ||
	    book->source->failed) {
		return false;
	}
	for (size_t i = 0; i < region->n; i++) {
		eng_pdf_stretch *s = &region->stretches[i];

		if (s->mcid >= 0 && s->role != ENG_PDF_NOTE) {
			region->first_page =
			    s->page < region->first_page ? s->page : region->first_page;
			region->last_page =
			    s->page > region->last_page ? s->page : region->last_page;
		}
	}
	return true;
}
