/* Inline content of plain text: values isolated for bidi, links and footnotes as numbers. Locked wording
 * gets no marks between its words; addresses that it hides are told behind the block. */
#include "channels/common/bidi.h"
#include "channels/common/plain.h"
#include "channels/common/url.h"
#include "channels/common/view.h"
#include "channels/common/wrap.h"
#include "document/node-cases.h"
#include "document/whole.h"

#define FSI  "\xe2\x81\xa8"
#define PDI  "\xe2\x81\xa9"
#define NBSP "\xc2\xa0"

static void remember(eng_plain *p, eng_str text, size_t *number) {
	for (size_t i = 0; i < p->note_count; i++) {
		if (eng_str_eq(p->notes[i], text)) {
			*number = i + 1;
			return;
		}
	}
	p->notes = eng_arena_grow(p->arena, p->notes, p->note_count, &p->note_cap, sizeof(eng_str));
	p->notes[p->note_count++] = text;
	*number = p->note_count;
}

static void aside(eng_plain *p, eng_str url) {
	p->asides =
	    eng_arena_grow(p->arena, p->asides, p->aside_count, &p->aside_cap, sizeof(eng_str));
	p->asides[p->aside_count++] = url;
}

static bool inline_children(eng_plain *p, const eng_node *node, bool nobr, eng_buf *out);

/* Identifiers need no ties: their hyphens end no line. */
static bool is_whole(const eng_node *text) {
	const eng_answer *value = &text->as.text.value;

	return value->formatted && value->kind != ENG_VALUE_TEXT &&
	       eng_whole_of(text) != ENG_WHOLE_NOT;
}

/* First bytes of letters of scripts that break between them (U+0800 to U+1FFF, U+3000 to U+DFFF). */
static bool breaks_inside(unsigned char c) {
	return c >= 0xE0 && c <= 0xED && c != 0xE2;
}

static void add_tied(eng_plain *p, eng_str text, eng_buf *out) {
	bool before = false;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.s[i];

		if ((c & 0xC0) != 0x80) {
			bool now = breaks_inside((unsigned char)c);

			if (i && (before || now)) {
				eng_buf_char(out, ENG_WRAP_JOIN);
				p->joined = true;
			}
			before = now;
		}
		eng_buf_char(out, c == ' ' ? ENG_WRAP_TIE : c);
	}
	p->tied = true;
}

static void add_value(eng_plain *p, const eng_node *node, bool nobr, eng_buf *out) {
	eng_str text = eng_bidi_balance(p->arena, node->as.text.value.text);
	bool isolate = eng_bidi_isolates(node, p->rtl);

	if (!nobr && is_whole(node)) {
		eng_buf_cstr(out, isolate ? FSI : "");
		add_tied(p, text, out);
		eng_buf_cstr(out, isolate ? PDI : "");
		return;
	}

	if (isolate) {
		eng_buf_cstr(out, FSI);
	}
	while (text.n) {
		size_t n = nobr ? eng_str_index(text, ENG_STR(" ")) : text.n;

		eng_buf_add(out, text.s, n);
		if (n < text.n) {
			eng_buf_cstr(out, NBSP);
			n++;
		}
		text = eng_str_sub(text, n, text.n);
	}
	if (isolate) {
		eng_buf_cstr(out, PDI);
	}
}

static bool add_link(eng_plain *p, const eng_node *node, bool nobr, eng_buf *out) {
	eng_str href = node->as.link.href, text;
	size_t from = out->n, number;

	if (!inline_children(p, node, nobr, out)) {
		return false;
	}
	if (!eng_url_check(p->ctx, p->arena, href, node->where)) {
		return false;
	}
	text = eng_str_sub(eng_buf_view(out), from, out->n);
	if (text.n == 0 || eng_url_is_said(href, text)) {
		return true;
	}
	if (p->locked) {
		aside(p, href);
		return true;
	}
	remember(p, href, &number);
	eng_buf_printf(out, NBSP "[%zu]", number);
	return true;
}

static bool add_footnote(eng_plain *p, const eng_node *node, eng_buf *out) {
	eng_buf note = { 0 };
	size_t number;
	bool ok = inline_children(p, node, false, &note);

	if (ok) {
		remember(p, eng_str_copy(p->arena, eng_str_trim(eng_buf_view(&note))), &number);
		eng_buf_printf(out, "[%zu]", number);
	}
	eng_buf_finish(&note);
	return ok;
}

/* The inline half of the switch over all node types. */
static bool add_inline(eng_plain *p, const eng_node *node, bool nobr, eng_buf *out) {
	switch (node->type) {
	case ENG_NODE_TEXT:
		add_value(p, node, nobr, out);
		return true;
	case ENG_NODE_BR:
		eng_buf_char(out, '\n');
		return true;
	case ENG_NODE_LINK:
		return add_link(p, node, nobr, out);
	case ENG_NODE_FOOTNOTE:
		return add_footnote(p, node, out);
	case ENG_NODE_PAGE_NUMBER:
	case ENG_NODE_PAGE_COUNT:
		return true; /* there are no pages */
	case ENG_NODE_NOBR:
		return inline_children(p, node, true, out);
	case ENG_NODE_STRONG:
	case ENG_NODE_EM:
	case ENG_NODE_SPAN:
	ENG_CASES_OF_BLOCKS: /* none but a lone paragraph stands here, in an item */
		break;
	}
	return inline_children(p, node, nobr, out);
}

static bool inline_children(eng_plain *p, const eng_node *node, bool nobr, eng_buf *out) {
	for (const eng_node *child = eng_view_first(node, p->channel); child;
	     child = eng_view_next(child, p->channel)) {
		if (!add_inline(p, child, nobr, out)) {
			return false;
		}
	}
	return true;
}

/* Most cells and values: one text that needs no marks, and no copy. */
static bool is_lone_text(const eng_plain *p, const eng_node *node, eng_str *text) {
	const eng_node *child = node ? eng_view_first(node, p->channel) : NULL;

	if (!child || child->type != ENG_NODE_TEXT || eng_view_next(child, p->channel)) {
		return false;
	}
	*text = child->as.text.value.text;
	if (!p->rtl && eng_bidi_is_simple(*text)) {
		return true;
	}
	*text = eng_bidi_balance(p->arena, *text);
	return !eng_bidi_isolates(child, p->rtl);
}

bool eng_plain_is_whole(const eng_plain *p, const eng_node *node) {
	const eng_node *child = node ? eng_view_first(node, p->channel) : NULL;

	return child && child->type == ENG_NODE_TEXT && !eng_view_next(child, p->channel) &&
	       is_whole(child);
}

bool eng_plain_inline(eng_plain *p, const eng_node *node, eng_str *out) {
	bool ok;

	if (is_lone_text(p, node, out)) {
		*out = eng_str_trim(*out);
		return true;
	}
	eng_buf_clear(&p->words);
	ok = !node || inline_children(p, node, false, &p->words);
	*out = eng_str_copy(p->arena, eng_str_trim(eng_buf_view(&p->words)));
	return ok;
}
