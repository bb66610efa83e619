/* HTML of messages, read by libxml2: each paragraph, heading, item or cell is a line, with what is hidden
 * in it. Whether a line is seen is asked only for those that carry locked words. */
#include "verify/html.h"

#include <libxml/HTMLparser.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"

/* The words of one text node in a line. */
typedef struct piece {
	size_t line;
	const xmlNode *element;
} piece;

typedef struct page {
	eng_surface *surface;
	eng_sheet *sheet;
	eng_buf words;        /* of the line that is being read */
	const xmlNode **open; /* elements of its words */
	size_t open_n, open_cap;
	piece *pieces;
	size_t n, cap;
	uint64_t at;  /* code points before the line */
	bool outlook; /* between comments that Outlook obeys */
} page;

/* What the reader has to know of an element. */
enum {
	INLINE = 1 << 0, /* its words stand in the line around it */
	SILENT = 1 << 1, /* nobody reads its words */
	VOID = 1 << 2,   /* inline, and honestly empty */
	LOADS = 1 << 3   /* brings in what nobody looked at */
};

/* Sorted. */
static const struct kind {
	char name[8];
	unsigned kind;
} kinds[] = {
	{ "a", INLINE },           { "abbr", INLINE },
	{ "b", INLINE },           { "base", LOADS },
	{ "bdi", INLINE },         { "bdo", INLINE },
	{ "big", INLINE },         { "br", VOID },
	{ "cite", INLINE },        { "code", INLINE },
	{ "del", INLINE },         { "em", INLINE },
	{ "embed", LOADS },        { "font", INLINE },
	{ "frame", LOADS },        { "head", SILENT },
	{ "html", INLINE | VOID }, { "i", INLINE },
	{ "iframe", LOADS },       { "img", INLINE | VOID },
	{ "ins", INLINE },         { "kbd", INLINE },
	{ "label", INLINE },       { "link", SILENT | LOADS },
	{ "mark", INLINE },        { "meta", SILENT },
	{ "object", LOADS },       { "q", INLINE },
	{ "s", INLINE },           { "script", SILENT | LOADS },
	{ "small", INLINE },       { "span", INLINE },
	{ "strike", INLINE },      { "strong", INLINE },
	{ "style", SILENT },       { "sub", INLINE },
	{ "sup", INLINE },         { "title", SILENT },
	{ "tt", INLINE },          { "u", INLINE },
	{ "var", INLINE },         { "wbr", INLINE | VOID },
};

static int compare_kind(const void *name, const void *kind) {
	return strcasecmp(name, ((const struct kind *)kind)->name);
}

static unsigned kind_of(const xmlNode *element) {
	const struct kind *kind = bsearch(element->name, kinds, sizeof(kinds) / sizeof(kinds[0]),
					  sizeof(kinds[0]), compare_kind);

	return kind ? kind->kind : 0;
}

static bool is_inline(const xmlNode *element) {
	return kind_of(element) & INLINE;
}

static void line_end(page *p) {
	eng_str words = eng_buf_view(&p->words);
	eng_line *line =
	    words.n ? eng_surface_add(p->surface, eng_str_copy(p->surface->arena, words)) : NULL;

	if (line) {
		line->start = p->at;
		line->length = eng_utf8_length(line->text);
		line->hidden = p->outlook ? "a comment takes it from Outlook" : NULL;
		p->at += line->length + 1;
		for (size_t i = 0; i < p->open_n; i++) {
			p->pieces = eng_arena_grow(p->surface->arena, p->pieces, p->n, &p->cap,
						   sizeof(*p->pieces));
			p->pieces[p->n++] = (piece){ p->surface->n - 1, p->open[i] };
		}
	}
	p->open_n = 0;
	eng_buf_clear(&p->words);
}

static void add_element(page *p, const xmlNode *element) {
	if (p->open_n && p->open[p->open_n - 1] == element) {
		return;
	}
	p->open =
	    eng_arena_grow(p->surface->arena, p->open, p->open_n, &p->open_cap, sizeof(*p->open));
	p->open[p->open_n++] = element;
}

static void add_text(page *p, const xmlNode *node) {
	bool blank = true;

	for (const char *s = (const char *)node->content; *s; s++) {
		bool gap = *s == ' ' || *s == '\n' || *s == '\t' || *s == '\r' || *s == '\f';

		blank &= gap;
		eng_buf_char(&p->words, gap ? ' ' : *s);
	}
	if (!blank) {
		add_element(p, node->parent);
	}
}

/* "[if !mso]><!" opens what Outlook leaves out, "<![endif]" closes it; what is for Outlook alone, such as
 * a style sheet, stands inside of one comment. */
static void take_comment(page *p, const xmlNode *node) {
	eng_str text = eng_str_from((const char *)node->content);
	size_t style = eng_str_index(text, ENG_STR("<style")),
	       end = eng_str_index(text, ENG_STR("[endif]"));

	if (eng_str_starts(text, "[if") && end == text.n) {
		line_end(p);
		p->outlook = true;
	} else if (end < 4) {
		line_end(p);
		p->outlook = false;
	} else if (style < text.n) {
		eng_str css = eng_str_sub(text, style, text.n);

		css = eng_str_sub(css, eng_str_index(css, ENG_STR(">")) + 1, css.n);
		eng_sheet_add(p->sheet, eng_str_sub(css, 0, eng_str_index(css, ENG_STR("</style"))),
			      "Outlook");
	}
}

static bool is_number(const xmlNode *node) {
	const char *s = node->children && node->children->type == XML_TEXT_NODE
			    ? (const char *)node->children->content
			    : "x";

	return s[strspn(s, "0123456789")] == '\0';
}

static void enter(page *p, const xmlNode *node) {
	const char *name = (const char *)node->name;
	unsigned kind = kind_of(node);

	if (kind == VOID) {
		eng_buf_char(&p->words, ' ');
	} else if ((kind & VOID) && strcasecmp(name, "img") == 0) {
		eng_str alt = eng_html_attribute(node, "alt");

		if (alt.n) {
			line_end(p);
			eng_buf_str(&p->words, alt);
			add_element(p, node);
			line_end(p);
		}
	} else if (strcasecmp(name, "sup") == 0 && is_number(node)) {
		eng_buf_char(&p->words, ENG_SURFACE_MARK);
	} else if (!(kind & INLINE)) {
		line_end(p);
	}
}

static void leave(page *p, const xmlNode *node) {
	if (strcasecmp((const char *)node->name, "sup") == 0 && is_number(node)) {
		eng_buf_char(&p->words, ENG_SURFACE_MARK_END);
	} else if (!is_inline(node)) {
		line_end(p);
	}
}

static void collect_styles(page *p, const xmlNode *node) {
	for (const xmlNode *text = node->children; text; text = text->next) {
		if (text->content) {
			eng_sheet_add(p->sheet, eng_str_from((const char *)text->content),
				      eng_html_attribute(node, "media").n ? "media" : NULL);
		}
	}
}

static const xmlNode *next_node(page *p, const xmlNode *node, bool inside) {
	if (inside && node->type == XML_ELEMENT_NODE && node->children) {
		return node->children;
	}
	for (;;) {
		if (node->type == XML_ELEMENT_NODE) {
			leave(p, node);
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

static void read_page(page *p, const xmlNode *root) {
	for (const xmlNode *node = root; node;) {
		bool inside = true;

		if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
			add_text(p, node);
		} else if (node->type == XML_COMMENT_NODE) {
			take_comment(p, node);
		} else if (node->type == XML_ELEMENT_NODE) {
			if (strcasecmp((const char *)node->name, "style") == 0) {
				collect_styles(p, node);
			}
			inside = !(kind_of(node) & SILENT) ||
				 strcasecmp((const char *)node->name, "head") == 0;
			enter(p, node);
		}
		node = next_node(p, node, inside);
	}
	line_end(p);
}

static void inspect(eng_surface *surface, size_t index) {
	const page *p = surface->user;
	eng_line *line = &surface->lines[index];

	if (line->hidden || line->size) {
		return;
	}
	for (size_t i = 0; i < p->n && !line->hidden; i++) {
		eng_look look;
		eng_length size;

		if (p->pieces[i].line != index) {
			continue;
		}
		look = eng_sheet_look(p->sheet, surface->arena, p->pieces[i].element);
		size = (eng_length)(look.pixels * 750);
		line->hidden = look.hidden;
		if (!line->size || size < line->size) {
			line->size = size;
		}
		if (!line->contrast || look.contrast < line->contrast) {
			line->contrast = look.contrast;
		}
	}
}

/* The next node in the order of the document. */
static const xmlNode *after(const xmlNode *node) {
	if (node->type == XML_ELEMENT_NODE && node->children) {
		return node->children;
	}
	while (node && !node->next) {
		node = node->parent && node->parent->type == XML_ELEMENT_NODE ? node->parent : NULL;
	}
	return node ? node->next : NULL;
}

/* Whether a page brings in what nobody looked at. *torn: an element of inline markup with nothing in it:
 * the parser ended it before a paragraph, where mail programs go on with its style. */
static bool loads(const xmlNode *root, const char **torn) {
	bool any = false;

	*torn = NULL;
	for (const xmlNode *node = root; node; node = after(node)) {
		unsigned kind = node->type == XML_ELEMENT_NODE ? kind_of(node) : 0;

		any |= (kind & LOADS) != 0;
		if (!*torn && !node->children && (kind & (INLINE | VOID)) == INLINE) {
			*torn = (const char *)node->name;
		}
	}
	return any;
}

bool eng_verify_html(eng_surface *surface, eng_str html, const eng_claim *claims, size_t n,
		     eng_findings *out) {
	int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
		      HTML_PARSE_NONET | HTML_PARSE_NODEFDTD;
	htmlDocPtr doc =
	    html.n > INT32_MAX ? NULL : htmlReadMemory(html.s, (int)html.n, NULL, "UTF-8", options);
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	page p = { .surface = surface, .sheet = eng_sheet_new(surface->arena) };
	const char *torn;
	bool ok = true;

	if (!root) {
		xmlFreeDoc(doc);
		return eng_findings_add(out, "verify.unreadable", ENG_FINDING_ARTIFACT,
					"%s cannot be read", surface->place);
	}
	read_page(&p, root);
	surface->inspect = inspect;
	surface->user = &p;
	if (loads(root, &torn) || eng_sheet_loads(p.sheet)) {
		ok = eng_findings_add(out, "verify.outside", ENG_FINDING_ARTIFACT,
				      "%s loads scripts, style sheets, fonts or frames: what it "
				      "shows can change after it was checked",
				      surface->place);
	}
	if (torn) {
		ok =
		    eng_findings_add(out, "verify.ambiguous", ENG_FINDING_ARTIFACT,
				     "%s has an element <%s> that programs end at different places",
				     surface->place, torn);
	}
	ok &= eng_surface_check(surface, claims, n, out);
	eng_buf_finish(&p.words);
	xmlFreeDoc(doc);
	return ok;
}
