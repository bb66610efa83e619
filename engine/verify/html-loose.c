/* HTML as libxml2 reads it, which is as forgiving as programs that show it. */
#include <libxml/HTMLparser.h>
#include <string.h>

#include "verify/html.h"

typedef struct walk {
	eng_html_page *page;
	const xmlNode *silent; /* the element around here whose words nobody reads; NULL: none */
} walk;

static eng_str copy_of(eng_arena *arena, const xmlChar *text) {
	return eng_str_copy(arena, eng_str_from((const char *)text));
}

/* An element of libxml2 as a place of its own; that of its parent is known. */
static eng_html_place *place_of(eng_arena *arena, const xmlNode *element) {
	eng_html_tag *tag = eng_arena_new(arena, eng_html_tag);
	eng_html_place *place = eng_arena_new(arena, eng_html_place);
	eng_html_attribute *attributes;
	size_t n = 0;

	for (const xmlAttr *a = element->properties; a; a = a->next) {
		n++;
	}
	attributes = eng_arena_new_array(arena, n, eng_html_attribute);
	for (const xmlAttr *a = element->properties; a; a = a->next) {
		attributes[tag->attribute_count++] = (eng_html_attribute){
			copy_of(arena, a->name),
			copy_of(arena, a->children ? a->children->content : NULL),
		};
	}
	tag->name = copy_of(arena, element->name);
	tag->attributes = attributes;
	tag->kind = eng_html_kind_of(tag);
	place->tag = tag;
	if (element->parent && element->parent->type == XML_ELEMENT_NODE) {
		place->parent = element->parent->_private;
	}
	return place;
}

static bool is_numbered(const xmlNode *element, unsigned kind) {
	const char *s = element->children && element->children->type == XML_TEXT_NODE
			    ? (const char *)element->children->content
			    : "x";

	return (kind & ENG_HTML_RAISED) && s[strspn(s, "0123456789")] == '\0';
}

static void collect_styles(eng_html_page *p, const xmlNode *element) {
	const eng_html_place *place = element->_private;

	for (const xmlNode *text = element->children; text; text = text->next) {
		if (text->content) {
			eng_html_page_style(p, copy_of(p->surface->arena, text->content),
					    eng_html_attribute_find(place->tag, "media").n ? "media"
											   : NULL);
		}
	}
}

static void enter(walk *w, xmlNode *element) {
	eng_html_page *p = w->page;
	eng_html_place *place = place_of(p->surface->arena, element);
	unsigned kind = place->tag->kind;

	element->_private = place;
	p->loads |= (kind & ENG_HTML_LOADS) != 0;
	/* With nothing in it: the parser ended it before a paragraph, where mail programs go on with
	 * its style. */
	if (!p->torn && !element->children &&
	    (kind & (ENG_HTML_INLINE | ENG_HTML_VOID | ENG_HTML_BREAK)) == ENG_HTML_INLINE) {
		p->torn = place->tag->name.s;
	}
	if (w->silent) {
		return;
	}
	if (strcasecmp(place->tag->name.s, "style") == 0) {
		collect_styles(p, element);
	}
	if ((kind & ENG_HTML_SILENT) && strcasecmp(place->tag->name.s, "head") != 0) {
		w->silent = element;
	}
	eng_html_page_enter(p, place, is_numbered(element, kind));
}

static void leave(walk *w, const xmlNode *element) {
	const eng_html_place *place = element->_private;

	if (w->silent == element) {
		w->silent = NULL;
	}
	if (!w->silent) {
		eng_html_page_leave(w->page, place, is_numbered(element, place->tag->kind));
	}
}

static void read_node(walk *w, xmlNode *node) {
	eng_str text = eng_str_from((const char *)node->content);

	if (node->type == XML_ELEMENT_NODE) {
		enter(w, node);
	} else if (w->silent) {
		return;
	} else if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
		eng_html_page_words(w->page, node->parent->_private, text);
	} else if (node->type == XML_COMMENT_NODE) {
		eng_html_page_comment(w->page, eng_str_copy(w->page->surface->arena, text));
	}
}

/* The next node in the order of the document, leaving those that end before it. */
static xmlNode *next_node(walk *w, xmlNode *node) {
	if (node->type == XML_ELEMENT_NODE && node->children) {
		return node->children;
	}
	for (;;) {
		if (node->type == XML_ELEMENT_NODE) {
			leave(w, node);
		}
		if (node->next) {
			return node->next;
		}
		node = node->parent;
		if (!node || node->type != XML_ELEMENT_NODE) {
			return NULL;
		}
	}
}

static void make_sheet(eng_html_page *p) {
	p->sheet = eng_sheet_new(p->surface->arena);
	for (size_t i = 0; i < p->style_count; i++) {
		eng_sheet_add(p->sheet, p->styles[i].css, p->styles[i].condition);
	}
}

bool eng_html_read_loose(eng_html_page *p, eng_str html) {
	int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
		      HTML_PARSE_NONET | HTML_PARSE_NODEFDTD;
	htmlDocPtr doc =
	    html.n > INT32_MAX ? NULL : htmlReadMemory(html.s, (int)html.n, NULL, "UTF-8", options);
	xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	walk w = { .page = p };

	for (xmlNode *node = root; node; node = next_node(&w, node)) {
		read_node(&w, node);
	}
	eng_html_page_end(p);
	make_sheet(p);
	xmlFreeDoc(doc);
	return root != NULL;
}
