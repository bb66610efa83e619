/* Inline content to text with spans: what each character looks like and which element it is in.
 *
 * Decides emphasis, links, marks of footnotes and the true minus of numbers; refuses to know lines.
 * Data is isolated for bidi here, by a flag on its span. */
#include <string.h>

#include "document/node-cases.h"
#include "document/whole.h"
#include "layout/work.h"

enum { WHOLE_MAX = 42 }; /* bytes of the longest account number in groups */

typedef struct gather {
	eng_work *work;
	const eng_setting *setting;
	eng_span *spans; /* few, then the arena's */
	size_t count, cap;
	eng_span few[6];
	eng_span look; /* of what comes next */
} gather;

static bool is_number(const eng_answer *value) {
	return value->kind == ENG_VALUE_NUMBER || value->kind == ENG_VALUE_MONEY ||
	       value->kind == ENG_VALUE_PERCENT;
}

/* Closes a span over what was added to the buffer since from. */
static void add_span(gather *g, size_t from) {
	eng_span *span;

	if (g->work->buf.n == from) {
		return;
	}
	if (g->count < sizeof(g->few) / sizeof(g->few[0])) {
		span = &g->few[g->count++];
	} else {
		if (!g->spans) {
			g->cap = 4 * g->count;
			g->spans = eng_arena_new_array(g->work->arena, g->cap, eng_span);
			memcpy(g->spans, g->few, sizeof(g->few));
		}
		g->spans =
		    eng_arena_grow(g->work->arena, g->spans, g->count, &g->cap, sizeof(*g->spans));
		span = &g->spans[g->count++];
	}
	*span = g->look;
	span->start = (uint32_t)from;
	span->end = (uint32_t)g->work->buf.n;
}

/* A number's minus is U+2212 on pages; where the font lacks it, the hyphen stays. */
static void add_number(gather *g, eng_str text) {
	const eng_typeface *face =
	    eng_press_face(g->work->press, g->look.family, g->look.face & 1, g->look.face & 2);
	bool minus = eng_font_has(face->fonts[0], 0x2212);

	for (size_t i = 0; i < text.n; i++) {
		if (text.s[i] == '-' && minus) {
			eng_buf_utf8(&g->work->buf, 0x2212);
		} else {
			eng_buf_char(&g->work->buf, text.s[i]);
		}
	}
}

/* True for values that running text keeps on one line: identifiers, account and telephone numbers. Dates
 * may end a line before the year. */
static bool stays_whole(const eng_node *node) {
	eng_whole whole = eng_whole_of(node);

	return whole != ENG_WHOLE_NOT && node->as.text.value.kind != ENG_VALUE_DATE &&
	       node->as.text.value.text.n <= WHOLE_MAX;
}

/* Like its neighbours below, leaves the look for add_node to restore. */
static void add_text(gather *g, const eng_node *node) {
	const eng_answer *value = &node->as.text.value;
	eng_origin origin = node->as.text.from.origin;
	size_t from = g->work->buf.n;

	g->look.node = node;
	g->look.isolate = origin == ENG_ORIGIN_DATA || origin == ENG_ORIGIN_SLOT || node->island;
	g->look.nobr |= g->setting->whole && stays_whole(node);
	if ((g->setting->tabular || g->setting->style->tabular) && value->formatted &&
	    value->kind != ENG_VALUE_TEXT) {
		g->look.features |= ENG_SHAPE_TABULAR;
	}
	if (value->formatted && is_number(value)) {
		add_number(g, value->text);
	} else {
		eng_buf_str(&g->work->buf, value->text);
	}
	add_span(g, from);
}

/* Takes from an element's style what it sets itself; the rest is that of the text around it. Returns
 * the properties taken. */
static unsigned apply_style(gather *g, const char *element, const eng_node *node) {
	const eng_style *style = eng_work_style(g->work, element, node);
	unsigned set = style->set;

	if (set & ENG_SET_FONT) {
		g->look.family = style->family;
	}
	if (set & ENG_SET_BOLD) {
		g->look.face = (g->look.face & ~1) | (style->bold ? 1 : 0);
	}
	if (set & ENG_SET_ITALIC) {
		g->look.face = (g->look.face & ~2) | (style->italic ? 2 : 0);
	}
	if (set & ENG_SET_SMALL_CAPS && style->small_caps) {
		g->look.features |= ENG_SHAPE_SMALL_CAPS;
	}
	if (set & ENG_SET_SIZE) {
		g->look.size = style->size;
	}
	if (set & ENG_SET_LEADING) {
		g->look.leading = style->leading;
	}
	if (set & ENG_SET_COLOR) {
		g->look.color = style->color;
	}
	return set;
}

static void add_children(gather *g, const eng_node *parent);

static void add_link(gather *g, const eng_node *node) {
	if (!(apply_style(g, "link", node) & ENG_SET_COLOR)) {
		g->look.color = g->work->theme->accent;
	}
	g->look.underline = true;
	g->look.link = node;
	g->look.structure = g->look.link_structure = eng_work_element(g->work, "Link", node);
	add_children(g, node);
}

/* The mark of a footnote: a raised number that links to nothing; its note stands at the page's foot. */
static void add_footnote(gather *g, const eng_node *node) {
	eng_work *work = g->work;
	eng_note note = { node, ++work->notes, 0 };
	uint32_t former = eng_work_enter(work, g->look.structure);
	size_t from = work->buf.n;

	g->look.structure = eng_work_element(work, "Reference", NULL);
	note.structure = eng_work_element(work, "Note", node);
	eng_work_enter(work, former);
	eng_buf_printf(&work->buf, "%d", note.number);
	g->look.rise = g->look.size * 35 / 100;
	if (!(apply_style(g, "footnote.mark", node) & ENG_SET_SIZE)) {
		g->look.size = g->look.size * 62 / 100;
	}
	g->look.nobr = true;
	g->look.note = g->look.node = node;
	add_span(g, from);
	if (g->setting->notes) {
		g_array_append_val(g->setting->notes, note);
	}
}

static void add_page(gather *g, const eng_node *node) {
	eng_work *work = g->work;
	bool section = node->as.page.section;
	size_t from = work->buf.n;
	size_t number = node->type == ENG_NODE_PAGE_NUMBER
			    ? (section ? work->section_page : work->page)
			    : (section ? work->section_count : work->page_count);

	work->used_pages = true;
	g->look.node = node;
	eng_buf_printf(&work->buf, "%zu", number);
	add_span(g, from);
}

/* A span of another language, or of an element of its own. */
static void add_span_node(gather *g, const eng_node *node) {
	apply_style(g, "span", node);
	if (node->tags->lang.n) {
		g->look.structure = eng_work_element(g->work, "Span", node);
	}
	add_children(g, node);
}

static void add_node(gather *g, const eng_node *node) {
	eng_span former = g->look;
	uint32_t parent = eng_work_enter(g->work, g->look.structure);

	if (node->tags->lang.n) {
		g->look.lang = node->tags->lang;
		g->look.foreign = true;
	}
	switch (node->type) {
	case ENG_NODE_TEXT:
		add_text(g, node);
		break;
	case ENG_NODE_STRONG:
		g->look.face |= 1;
		apply_style(g, "strong", node);
		add_children(g, node);
		break;
	case ENG_NODE_EM:
		g->look.face |= 2;
		apply_style(g, "em", node);
		add_children(g, node);
		break;
	case ENG_NODE_NOBR:
		g->look.nobr = true;
		add_children(g, node);
		break;
	case ENG_NODE_LINK:
		add_link(g, node);
		break;
	case ENG_NODE_FOOTNOTE:
		add_footnote(g, node);
		break;
	case ENG_NODE_BR:
		eng_buf_char(&g->work->buf, '\n');
		add_span(g, g->work->buf.n - 1);
		break;
	case ENG_NODE_PAGE_NUMBER:
	case ENG_NODE_PAGE_COUNT:
		add_page(g, node);
		break;
	case ENG_NODE_SPAN:
	ENG_CASES_OF_BLOCKS: /* the lone paragraph of a label */
		add_span_node(g, node);
		break;
	}
	g->look = former;
	eng_work_enter(g->work, parent);
}

static void add_children(gather *g, const eng_node *parent) {
	for (const eng_node *n = parent->first; n; n = n->next) {
		if (eng_work_shows(g->work, n)) {
			add_node(g, n);
		}
	}
}

/* The language in force at a node: its own or an ancestor's, else the document's. */
static eng_str language_of(const eng_work *work, const eng_node *node) {
	for (; node; node = node->parent) {
		if (node->tags->lang.n) {
			return node->tags->lang;
		}
	}
	return work->doc->language;
}

/* The spans are not cleared: each is set when it is added. */
static void begin(gather *g, eng_work *work, const eng_node *node, const eng_setting *setting) {
	eng_str lang = language_of(work, node);

	g->work = work;
	g->setting = setting;
	g->spans = NULL;
	g->count = g->cap = 0;
	eng_buf_clear(&work->buf);
	g->look = eng_span_of(setting->style, (eng_str){ 0 }, lang);
	g->look.face |= setting->bold ? 1 : 0;
	g->look.features |= setting->tabular || setting->style->tabular ? ENG_SHAPE_FIGURES : 0;
	g->look.structure = setting->structure;
	g->look.foreign = lang.s != work->doc->language.s && !eng_str_eq(lang, work->doc->language);
}

/* Text in a language of its own has that language's direction, the rest the document's. */
static bool is_rtl(const eng_work *work, eng_str lang) {
	if (lang.s == work->doc->language.s || eng_str_eq(lang, work->doc->language)) {
		return work->doc->rtl;
	}
	return eng_document_language_is_rtl(lang);
}

static eng_text *finish(gather *g) {
	eng_work *work = g->work;
	eng_str bytes = eng_str_copy(work->arena, eng_buf_view(&work->buf));
	eng_text *text;

	if (!g->spans) {
		g->spans = eng_arena_copy(work->arena, g->few, g->count * sizeof(g->few[0]));
	}

	text = eng_text_new(work->ctx, work->arena, work->shaper, bytes, g->spans, g->count,
			    is_rtl(work, g->look.lang));
	for (char *feed = (char *)(uintptr_t)bytes.s;
	     text && (feed = memchr(feed, '\n', (size_t)(bytes.s + bytes.n - feed))) != NULL;) {
		*feed++ = ' '; /* its break is found; who reads the text finds a space */
	}
	return text;
}

eng_text *eng_inline_text(eng_work *work, const eng_node *parent, const eng_setting *setting) {
	gather g;

	begin(&g, work, parent, setting);
	if (setting->prefix.n) {
		eng_buf_str(&work->buf, setting->prefix);
		add_span(&g, 0);
	}
	add_children(&g, parent);
	return finish(&g);
}

eng_text *eng_plain_text(eng_work *work, eng_str bytes, const eng_node *node,
			 const eng_setting *setting) {
	gather g;

	begin(&g, work, node, setting);
	eng_buf_str(&work->buf, bytes);
	g.look.node = node;
	g.look.isolate = true;
	add_span(&g, 0);
	return finish(&g);
}
