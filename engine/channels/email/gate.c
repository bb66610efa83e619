/* The gate reads what was written, by its own small reader: it shares nothing with the writers. */
#include "channels/email/gate.h"

#include "base/scan.h"
#include "base/utf8.h"
#include "channels/common/view.h"
#include "channels/common/wrap.h"

#define HTML_MAX   102000 /* bytes: Gmail clips behind, footer and legal text first */
#define STYLES_MAX 16000  /* bytes of all <style>: Gmail drops what is behind */
#define STYLE_MAX  8192   /* characters of one <style>: Gmail's older limit */
#define LARGEST    3      /* elements that a message about size names */
#define BLOCK      16     /* bytes that are looked at together */
#define WORD_MAX   4      /* columns of a word that a column of a table never breaks */

/* ---- sizes ---- */

bool eng_gate_theme(eng_ctx *ctx, const eng_theme *theme, const eng_style_sizes *sizes) {
	eng_loc where = { theme->path.s, 0, 0 };

	if (sizes->all > STYLES_MAX || sizes->largest > STYLE_MAX) {
		return eng_fail(ctx, "email.too-large", where,
				"styles have %zu bytes, the largest element %zu; mail clients take "
				"%d and %d",
				sizes->all, sizes->largest, STYLES_MAX, STYLE_MAX);
	}
	return eng_gate_contrast(ctx, theme);
}

static int larger_first(const void *a, const void *b) {
	const eng_span *x = a, *y = b;
	size_t m = x->to - x->from, n = y->to - y->from;

	return m != n ? (m < n) - (m > n) : (x->from > y->from) - (x->from < y->from);
}

bool eng_gate_size(eng_html *h) {
	eng_span *items = h->elements.items;
	eng_buf list = { 0 };

	if (h->out->n <= HTML_MAX) {
		return true;
	}
	qsort(items, h->elements.n, sizeof(*items), larger_first);
	for (size_t i = 0; i < h->elements.n && i < LARGEST; i++) {
		eng_buf_printf(&list, "%s%s at line %d %zu", i ? ", " : "",
			       eng_node_type_name(items[i].node->type), items[i].node->where.line,
			       items[i].to - items[i].from);
	}
	eng_fail(
	    h->ctx, "email.too-large", h->elements.n ? items[0].node->where : (eng_loc){ 0 },
	    "HTML has %zu bytes, mail clients cut at %d; largest: %s; max-rows on tables helps",
	    h->out->n, HTML_MAX, eng_buf_view(&list).s);
	eng_buf_finish(&list);
	return false;
}

/* ---- locked wording ---- */

/* Of ASCII, what only arranges text and may differ between a block and its rendering. */
static const bool arranges[128] = {
	['\t'] = true, ['\n'] = true, ['\r'] = true, [' '] = true, ['|'] = true
};

static bool is_arrangement(uint32_t c) {
	if (c < 0x80) {
		return arranges[c];
	}
	return c == 0xa0 || c == 0x202f || (c >= 0x200e && c <= 0x200f) ||
	       (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* Copies the words of ASCII that text begins with, and leaves out what arranges them; returns behind the
 * copy. Sixteen bytes may be written behind it. */
static char *copy_words(char *to, eng_str *text) {
	const char *s = text->s, *end = s + text->n;

	for (;;) {
		while (end - s >= BLOCK) {
			uint64_t odd = eng_scan_odd(s, '|', '!');
			size_t n = odd ? (size_t)__builtin_ctzll(odd) : BLOCK;

			memcpy(to, s, BLOCK);
			to += n;
			s += n;
			if (odd) {
				break;
			}
		}
		if (s == end || (unsigned char)*s >= 0x80) {
			break;
		}
		do {
			*to = *s;
			to += !arranges[(unsigned char)*s++];
		} while (s < end && (unsigned char)*s < 0x80 &&
			 (end - s < BLOCK || arranges[(unsigned char)*s]));
	}
	*text = (eng_str){ s, (size_t)(end - s) };
	return to;
}

/* The text without what only arranges it. */
static void squeeze(eng_buf *out, eng_str text) {
	/* A byte that is no UTF-8 becomes a character of three. */
	char *start = eng_buf_reserve(out, text.n * 3 + BLOCK), *to = start;
	uint32_t c;

	for (to = copy_words(to, &text); text.n; to = copy_words(to, &text)) {
		if (eng_utf8_next(&text, &c) && !is_arrangement(c)) {
			to += eng_utf8_encode(c, to);
		}
	}
	out->n += (size_t)(to - start);
	out->s[out->n] = '\0';
}

/* One character of HTML text that begins with an ampersand: an entity decoded. */
static uint32_t next_char(eng_str *rest) {
	static const struct {
		const char *entity;
		char c;
	} entities[] = { { "&amp;", '&' },  { "&lt;", '<' },   { "&gt;", '>' },
			 { "&quot;", '"' }, { "&#39;", '\'' }, { "&nbsp;", ' ' } };
	uint32_t c = 0;

	for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++) {
		if (eng_str_starts(*rest, entities[i].entity)) {
			*rest = eng_str_sub(*rest, strlen(entities[i].entity), rest->n);
			return (uint32_t)entities[i].c;
		}
	}
	eng_utf8_next(rest, &c);
	return c;
}

/* Bytes before the next tag or entity. */
static size_t plain_run(eng_str html) {
	size_t i = 0;

	while (i < html.n && html.s[i] != '<' && html.s[i] != '&') {
		i++;
	}
	return i;
}

static bool hides(eng_str tag) {
	return eng_str_index(tag, ENG_STR("display:none")) < tag.n;
}

/* The visible text of well-formed HTML, squeezed: tags, comments, notes' marks and hidden elements
 * left out. Everything hidden that the writer makes is an element without others inside. */
static void read_html(eng_buf *out, eng_str html) {
	bool hidden = false;

	while (html.n) {
		uint32_t c;
		eng_str text;

		if (html.s[0] == '<') {
			bool comment = eng_str_starts(html, "<!--");
			size_t end = eng_str_index(html, comment ? ENG_STR("-->") : ENG_STR(">"));
			eng_str tag = eng_str_sub(html, 0, end);

			hidden = html.n > 1 && html.s[1] == '/' ? false
				 : eng_str_starts(html, "<sup") ? true
								: hidden || hides(tag);
			html = eng_str_sub(html, end + (comment ? 3 : 1), html.n);
			continue;
		}
		if (html.s[0] == '&') {
			c = next_char(&html);
			if (!hidden && !is_arrangement(c)) {
				eng_buf_utf8(out, c);
			}
			continue;
		}
		text = (eng_str){ html.s, plain_run(html) };
		html = (eng_str){ html.s + text.n, html.n - text.n };
		if (!hidden) {
			squeeze(out, text);
		}
	}
}

typedef struct lock {
	eng_html *h;
	eng_buf html, text, wanted; /* of a block, squeezed */
} lock;

static bool holds(const eng_buf *all, eng_str part) {
	return eng_str_index(eng_buf_view(all), part) < all->n || part.n == 0;
}

/* In columns of text a cell may be broken over lines: its short words stand whole. */
static bool holds_words(lock *l, const eng_buf *all, eng_str text) {
	eng_str word;

	while (eng_str_word(&text, &word)) {
		if (eng_wrap_width(word) <= WORD_MAX) {
			eng_buf_clear(&l->wanted);
			squeeze(&l->wanted, word);
			if (!holds(all, eng_buf_view(&l->wanted))) {
				return false;
			}
		}
	}
	return true;
}

static bool check_text(lock *l, const eng_node *block, const eng_node *node) {
	eng_str text = eng_view_text(l->h->arena, node, l->h->channel);
	const char *lacking = NULL;

	eng_buf_clear(&l->wanted);
	squeeze(&l->wanted, text);
	if (!holds(&l->html, eng_buf_view(&l->wanted))) {
		lacking = "HTML";
	} else if (node->type == ENG_NODE_CELL ? !holds_words(l, &l->text, text)
					       : !holds(&l->text, eng_buf_view(&l->wanted))) {
		lacking = "text";
	}
	return !lacking || eng_fail(l->h->ctx, "email.block-altered", node->where,
				    "the %s part of the message lacks words of block '%s': '%s'",
				    lacking, eng_quote(l->h->arena, block->as.block.block_id),
				    eng_quote(l->h->arena, text));
}

/* Of what a block may hold, what has text of its own. */
static bool has_text(const eng_node *node) {
	return node->type == ENG_NODE_PARA || node->type == ENG_NODE_HEADING ||
	       node->type == ENG_NODE_FACT || node->type == ENG_NODE_CELL;
}

static bool check_block(lock *l, const eng_node *block, eng_str html, eng_str text) {
	eng_walk walk = eng_walk_start((eng_node *)block);

	eng_buf_clear(&l->html);
	eng_buf_clear(&l->text);
	read_html(&l->html, html);
	squeeze(&l->text, text);
	while (eng_walk_next(&walk)) {
		if (!walk.entering) {
			continue;
		}
		if (!eng_node_shown(walk.node, l->h->channel)) {
			eng_walk_skip(&walk);
		} else if (has_text(walk.node)) {
			if (!check_text(l, block, walk.node)) {
				return false;
			}
			eng_walk_skip(&walk);
		}
	}
	return true;
}

bool eng_gate_locked(eng_html *h, eng_str text, const eng_spans *blocks) {
	lock l = { .h = h };
	bool ok = true;

	for (size_t i = 0; ok && i < h->blocks.n; i++) {
		const eng_span *span = &h->blocks.items[i];

		ok = check_block(&l, span->node,
				 eng_str_sub(eng_buf_view(h->out), span->from, span->to),
				 eng_spans_find(blocks, span->node, text));
	}
	eng_buf_finish(&l.html);
	eng_buf_finish(&l.text);
	eng_buf_finish(&l.wanted);
	return ok;
}
