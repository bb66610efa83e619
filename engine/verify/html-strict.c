/* The form that our messages have: a head of styles, then elements of few kinds, each closed by its own
 * end tag and inside of none that a program would end before it (HTML Living Standard 4, content
 * models; 13.2.6). What is not recognised is refused, not understood.
 *
 * Nothing is built but the lines: elements with the same tags around them are the same place, which a
 * worker knows from the messages before. */
#include <glib.h>
#include <string.h>

#include "base/scan.h"
#include "verify/html.h"

enum { DEPTH = 64 };

/* What an element may hold, and where it may stand. */
enum {
	KNOWN = 1 << 0,
	HOLDS_WORDS = 1 << 1, /* and what stands in a line */
	HOLDS_BLOCKS = 1 << 2,
	HOLDS_ROWS = 1 << 3,
	HOLDS_BODIES = 1 << 4, /* of a table: groups of rows, its title */
	HOLDS_CELLS = 1 << 5,
	HOLDS_ITEMS = 1 << 6,
	EMPTY = 1 << 7, /* and has no end tag */
	IN_LINE = 1 << 8,
	BLOCK = 1 << 9,
	ROW = 1 << 10,
	BODY = 1 << 11,
	CELL = 1 << 12,
	ITEM = 1 << 13,
	LINK = 1 << 14, /* not inside of another */
	TOP = 1 << 15   /* html and body, each once */
};

#define FLOWS  (HOLDS_WORDS | HOLDS_BLOCKS)
#define INLINE (HOLDS_WORDS | IN_LINE)

static const struct form {
	char name[8];
	int form;
} forms[] = {
	{ "a", INLINE | LINK },
	{ "b", INLINE },
	{ "body", FLOWS | TOP },
	{ "br", EMPTY | IN_LINE },
	{ "caption", HOLDS_WORDS | BODY },
	{ "div", FLOWS | BLOCK },
	{ "em", INLINE },
	{ "h1", HOLDS_WORDS | BLOCK },
	{ "h2", HOLDS_WORDS | BLOCK },
	{ "h3", HOLDS_WORDS | BLOCK },
	{ "h4", HOLDS_WORDS | BLOCK },
	{ "h5", HOLDS_WORDS | BLOCK },
	{ "h6", HOLDS_WORDS | BLOCK },
	{ "html", TOP },
	{ "i", INLINE },
	{ "img", EMPTY | IN_LINE },
	{ "li", FLOWS | ITEM },
	{ "meta", EMPTY },
	{ "ol", HOLDS_ITEMS | BLOCK },
	{ "p", HOLDS_WORDS | BLOCK },
	{ "span", INLINE },
	{ "strong", INLINE },
	{ "sup", INLINE },
	{ "table", HOLDS_BODIES | HOLDS_ROWS | BLOCK },
	{ "tbody", HOLDS_ROWS | BODY },
	{ "td", FLOWS | CELL },
	{ "tfoot", HOLDS_ROWS | BODY },
	{ "th", FLOWS | CELL },
	{ "thead", HOLDS_ROWS | BODY },
	{ "tr", HOLDS_CELLS | ROW },
	{ "ul", HOLDS_ITEMS | BLOCK },
};

typedef struct reading {
	eng_html_memo *memo;
	eng_html_page *page;
	const char *at, *end;
	struct {
		eng_html_place *place;
		bool filled;   /* with something but white space */
		bool numbered; /* a number of a note is all that is in it */
	} open[DEPTH];
	size_t depth;
	size_t styles; /* in the head */
} reading;

static int form_of(eng_str name) {
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		if (eng_str_eqc(name, forms[i].name)) {
			return KNOWN | forms[i].form;
		}
	}
	return 0;
}

static bool is_gap(char c) {
	return c == ' ' || c == '\n' || c == '\r';
}

static void skip_gaps(reading *r) {
	while (r->at < r->end && is_gap(*r->at)) {
		r->at++;
	}
}

static eng_str rest(const reading *r) {
	return (eng_str){ r->at, (size_t)(r->end - r->at) };
}

static bool take(reading *r, const char *word) {
	if (!eng_str_starts(rest(r), word)) {
		return false;
	}
	r->at += strlen(word);
	return true;
}

/* The bytes up to a character, past which reading goes on. */
static bool take_until(reading *r, char c, eng_str *out) {
	const char *found = memchr(r->at, c, (size_t)(r->end - r->at));

	if (!found) {
		return false;
	}
	*out = (eng_str){ r->at, (size_t)(found - r->at) };
	r->at = found + 1;
	return true;
}

/* A start tag behind its "<". NULL: it is not of the form. */
static eng_html_tag *take_tag(reading *r) {
	eng_str source;
	eng_html_tag *tag = take_until(r, '>', &source) ? eng_html_memo_tag(r->memo, source) : NULL;

	if (tag && !tag->form) {
		tag->form = form_of(tag->name);
	}
	return tag && tag->form ? tag : NULL;
}

/* ---- the body ---- */

/* Programs move words and elements that stand where they may not, or end others before them. */
static bool may_stand(const eng_html_place *parent, const eng_html_tag *tag) {
	int holds = parent->tag->form, form = tag->form;

	for (const eng_html_place *p = parent; p && (form & LINK); p = p->parent) {
		if (p->tag->form & LINK) {
			return false;
		}
	}
	return ((form & IN_LINE) && (holds & HOLDS_WORDS)) ||
	       ((form & BLOCK) && (holds & HOLDS_BLOCKS)) ||
	       ((form & ROW) && (holds & HOLDS_ROWS)) ||
	       ((form & BODY) && (holds & HOLDS_BODIES)) ||
	       ((form & CELL) && (holds & HOLDS_CELLS)) || ((form & ITEM) && (holds & HOLDS_ITEMS));
}

static eng_html_place *find_place(reading *r, const eng_html_tag *tag) {
	eng_html_place *parent = r->depth ? r->open[r->depth - 1].place : NULL;
	eng_html_place *place = eng_html_memo_find(r->memo, r->page->sheet, parent, tag);

	if (!place && parent && !(tag->form & TOP) && !may_stand(parent, tag)) {
		return NULL;
	}
	return place || eng_html_memo_is_full(r->memo)
		   ? place
		   : eng_html_memo_add(r->memo, r->page->sheet, parent, tag);
}

static bool open_place(reading *r, const eng_html_tag *tag) {
	eng_html_place *place = r->depth < DEPTH ? find_place(r, tag) : NULL;

	if (!place) {
		return false;
	}
	r->open[r->depth].place = place;
	r->open[r->depth].filled = false;
	r->open[r->depth++].numbered = false;
	return true;
}

/* Digits and the end tag. */
static bool is_number_next(const reading *r) {
	const char *p = r->at;

	while (p < r->end && *p >= '0' && *p <= '9') {
		p++;
	}
	return p > r->at && p < r->end && *p == '<';
}

static bool take_element(reading *r) {
	const eng_html_tag *tag = take_tag(r);

	if (!tag || (tag->form & TOP) || !open_place(r, tag)) {
		return false;
	}
	r->open[r->depth - 2].filled = true;
	r->open[r->depth - 1].numbered = (tag->kind & ENG_HTML_RAISED) && is_number_next(r);
	eng_html_page_enter(r->page, r->open[r->depth - 1].place, r->open[r->depth - 1].numbered);
	if (tag->form & EMPTY) {
		r->depth--;
		eng_html_page_leave(r->page, r->open[r->depth].place, false);
	}
	return true;
}

/* Inline markup with nothing in it may be what is left of something else. */
static bool close_element(reading *r) {
	const eng_html_place *place = r->open[r->depth - 1].place;
	eng_str name;

	if (!take_until(r, '>', &name) || !eng_str_eq(name, place->tag->name) ||
	    ((place->tag->form & IN_LINE) && !r->open[r->depth - 1].filled)) {
		return false;
	}
	r->depth--;
	eng_html_page_leave(r->page, place, r->open[r->depth].numbered);
	return true;
}

/* Behind "<!--". Programs do not agree on where some comments end. */
static bool take_comment(reading *r) {
	eng_str text = rest(r);
	size_t end = eng_str_index(text, ENG_STR("--"));

	if (eng_str_starts(text, ">") || eng_str_starts(text, "-")) {
		return false;
	}
	while (end + 2 < text.n && g_ascii_isalnum(text.s[end + 2])) {
		end += 2;
		end += eng_str_index(eng_str_sub(text, end, text.n), ENG_STR("--"));
	}
	r->at += end;
	text = eng_str_sub(text, 0, end);
	eng_html_page_comment(r->page, text);
	return eng_html_plain(text) == text.n && take(r, "-->");
}

/* How many bytes stand for themselves. */
static size_t plain_length(const reading *r) {
	const char *p = r->at;
	uint64_t stops = 0;

	for (; !stops && r->end - p >= 16; p += stops ? __builtin_ctzll(stops) : 16) {
		stops = eng_scan_same(p, '<') | eng_scan_same(p, '&');
	}
	while (p < r->end && *p != '<' && *p != '&') {
		p++;
	}
	return eng_html_plain((eng_str){ r->at, (size_t)(p - r->at) });
}

static bool add_words(reading *r, eng_str words) {
	if (eng_str_blank(words)) {
		if (r->page->words.n) {
			eng_html_page_words(r->page, r->open[r->depth - 1].place, words);
		}
		return true;
	}
	if (!(r->open[r->depth - 1].place->tag->form & HOLDS_WORDS)) {
		return false;
	}
	r->open[r->depth - 1].filled = true;
	eng_html_page_words(r->page, r->open[r->depth - 1].place, words);
	return true;
}

/* Words up to the next "<". */
static bool take_words(reading *r) {
	while (r->at < r->end && *r->at != '<') {
		size_t n = plain_length(r);
		const char *bytes = NULL;

		if (n > 0) {
			if (!add_words(r, (eng_str){ r->at, n })) {
				return false;
			}
		} else {
			bytes = eng_html_entity(rest(r), &n);
			if (!bytes || !add_words(r, eng_str_from(bytes))) {
				return false;
			}
		}
		r->at += n;
	}
	return true;
}

static bool take_piece(reading *r) {
	if (*r->at != '<') {
		return take_words(r);
	}
	r->at++;
	if (r->at < r->end && *r->at == '/') {
		r->at++;
		return close_element(r);
	}
	return take(r, "!--") ? take_comment(r) && r->page->style_count == r->styles
			      : take_element(r);
}

/* ---- the head ---- */

static bool take_style(reading *r) {
	eng_str css;

	if (!take_until(r, '<', &css) || eng_html_plain(css) < css.n) {
		return false;
	}
	eng_html_page_style(r->page, css, NULL);
	return take(r, "/style>");
}

static bool take_title(reading *r) {
	eng_str text;

	return take_until(r, '<', &text) && take(r, "/title>");
}

static bool take_meta(reading *r) {
	eng_html_tag *tag = take_tag(r);

	return tag && eng_str_eqc(tag->name, "meta");
}

static bool take_head_piece(reading *r) {
	return take(r, "<style>")   ? take_style(r)
	       : take(r, "<title>") ? take_title(r)
	       : take(r, "<!--")    ? take_comment(r)
				    : take(r, "<") && take_meta(r);
}

static bool take_head(reading *r) {
	skip_gaps(r);
	if (!take(r, "<head>")) {
		return false;
	}
	for (skip_gaps(r); !take(r, "</head>"); skip_gaps(r)) {
		if (!take_head_piece(r)) {
			return false;
		}
	}
	return true;
}

/* The start tag of <html> or <body>. */
static const eng_html_tag *take_top(reading *r, const char *name) {
	const eng_html_tag *tag;

	skip_gaps(r);
	tag = take(r, "<") ? take_tag(r) : NULL;
	return tag && eng_str_eqc(tag->name, name) ? tag : NULL;
}

static bool open_top(reading *r, const eng_html_tag *tag) {
	if (!open_place(r, tag)) {
		return false;
	}
	eng_html_page_enter(r->page, r->open[r->depth - 1].place, false);
	return true;
}

static bool take_body(reading *r) {
	while (r->depth > 1) {
		if (r->at == r->end || !take_piece(r)) {
			return false;
		}
	}
	skip_gaps(r);
	return take(r, "</html>");
}

bool eng_html_read_strict(eng_html_memo *memo, eng_html_page *page, eng_str html) {
	reading r = { .memo = memo, .page = page, .at = html.s, .end = html.s + html.n };
	const eng_html_tag *root, *body;

	if (!take(&r, "<!DOCTYPE html>")) {
		return false;
	}
	root = take_top(&r, "html");
	body = root && take_head(&r) ? take_top(&r, "body") : NULL;
	if (!body) {
		return false;
	}
	page->sheet = eng_html_memo_sheet(memo, page->styles, page->style_count);
	r.styles = page->style_count;
	if (!open_top(&r, root) || !open_top(&r, body) || !take_body(&r)) {
		return false;
	}
	skip_gaps(&r);
	eng_html_page_end(page);
	return r.at == r.end;
}
