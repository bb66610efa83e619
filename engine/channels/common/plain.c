/* Blocks and inline content as lines of text. Knows nothing of MIME or of the theme's look; wording is
 * the document's alone: what the renderer adds are rules, bullets, brackets and numbers. */
#include "channels/common/plain.h"

#include "channels/common/bidi.h"
#include "channels/common/url.h"
#include "channels/common/view.h"
#include "channels/common/wrap.h"
#include "document/payment.h"

#define LABEL_MAX 30 /* columns of a label before values move to a line of their own */
#define RLM       "\xe2\x80\x8f"
#define LRM       "\xe2\x80\x8e"

int eng_plain_room(const eng_plain *p) {
	return ENG_PLAIN_COLUMNS - (int)p->margin_n;
}

static void line_start(eng_plain *p) {
	size_t keep = p->margin_n;

	if (p->gap && p->out->n) {
		size_t n = p->margin_n;

		while (n > 0 && p->margin[n - 1] == ' ') {
			n--;
		}
		eng_buf_add(p->out, p->margin, n);
		eng_buf_char(p->out, '\n');
	}
	p->gap = false;
	if (p->lead) {
		size_t n = strlen(p->lead);

		keep -= n < keep ? n : keep;
	}
	eng_buf_add(p->out, p->margin, keep);
	if (p->lead) {
		eng_buf_cstr(p->out, p->lead);
		p->lead = NULL;
	}
}

void eng_plain_line(eng_plain *p, eng_str text) {
	line_start(p);
	if (text.n && eng_bidi_wants_mark(text, p->rtl)) {
		eng_buf_cstr(p->out, p->rtl ? RLM : LRM);
	}
	eng_buf_str(p->out, p->joined ? eng_wrap_untied(p->arena, text) : text);
	while (p->out->n && p->out->s[p->out->n - 1] == ' ') {
		p->out->n--;
	}
	eng_buf_char(p->out, '\n');
}

void eng_plain_lines(eng_plain *p, eng_str text) {
	size_t n;
	eng_str *lines = eng_wrap_lines(p->arena, text, eng_plain_room(p), &n);

	for (size_t i = 0; i < n; i++) {
		eng_plain_line(p, lines[i]);
	}
}

static void rule(eng_plain *p, char c, int columns) {
	line_start(p);
	eng_wrap_rule(p->out, c, columns);
	eng_buf_char(p->out, '\n');
}

/* Makes the lines of what follows begin with more; false (nothing done) when nested too deep. */
static bool margin_push(eng_plain *p, const char *more) {
	size_t n = strlen(more);

	if (p->margin_n + n > sizeof(p->margin) - 16) {
		return false;
	}
	memcpy(p->margin + p->margin_n, more, n);
	p->margin_n += n;
	return true;
}

static bool children(eng_plain *p, const eng_node *node) {
	for (const eng_node *child = eng_view_first(node, p->channel); child;
	     child = eng_view_next(child, p->channel)) {
		if (!eng_plain_node(p, child)) {
			return false;
		}
	}
	return true;
}

static bool paragraph(eng_plain *p, const eng_node *node) {
	eng_str text;

	if (!eng_plain_inline(p, node, &text)) {
		return false;
	}
	if (text.n) {
		eng_plain_lines(p, text);
		p->gap = true;
	}
	return true;
}

static bool heading(eng_plain *p, const eng_node *node, char mark) {
	eng_str text, *lines;
	size_t n;
	int width = 0;

	if (!eng_plain_inline(p, node, &text) || text.n == 0) {
		return text.n == 0;
	}
	lines = eng_wrap_lines(p->arena, text, eng_plain_room(p), &n);
	for (size_t i = 0; i < n; i++) {
		int w = eng_wrap_width(lines[i]);

		width = w > width ? w : width;
		eng_plain_line(p, lines[i]);
	}
	if (mark) {
		rule(p, mark, width);
	}
	p->gap = true;
	return true;
}

/* True when the lines have the room, and end inside no value that the whole width has room for. */
static bool fit(eng_plain *p, const eng_plain_pair *pair, const eng_str *lines, size_t count,
		int room) {
	for (size_t i = 0; i < count; i++) {
		if (eng_wrap_width(lines[i]) > room) {
			return false;
		}
	}
	if (count < 2) {
		return true;
	}
	return pair->whole || eng_plain_is_whole(p, pair->node)
		   ? eng_wrap_widest(pair->value) <= room
		   : !eng_wrap_is_tied(pair->value) ||
			 eng_wrap_longest(p->arena, pair->value) <= room;
}

/* A pair whose values stand at the column; 0: there is none. */
static void write_pair(eng_plain *p, const eng_plain_pair *pair, int column) {
	int room = eng_plain_room(p), beside = room - column - 2;
	int width = eng_wrap_width(pair->label), indent = column ? column + 2 : 0;
	bool below = width > column;
	eng_buf row = { 0 };
	size_t count;
	eng_str *lines = eng_wrap_lines(p->arena, pair->value, beside, &count);

	if (!fit(p, pair, lines, count, beside)) { /* an address, mostly: below its label */
		lines = eng_wrap_lines(p->arena, pair->value, room, &count);
		indent = 0;
		below = true;
	}
	if (below && pair->label.n) {
		eng_plain_lines(p, pair->label);
		width = 0;
	} else {
		eng_buf_str(&row, pair->label);
	}
	for (size_t k = 0; k < count; k++) {
		eng_wrap_pad(&row, indent ? indent - width : 0);
		eng_buf_str(&row, lines[k]);
		eng_plain_line(p, eng_buf_view(&row));
		eng_buf_clear(&row);
		width = 0;
	}
	eng_buf_finish(&row);
}

void eng_plain_pairs(eng_plain *p, const eng_plain_pair *pairs, size_t n) {
	int column = 0;

	for (size_t i = 0; i < n; i++) {
		int width = eng_wrap_width(pairs[i].label);

		column = width > column && width <= LABEL_MAX ? width : column;
	}
	for (size_t i = 0; i < n; i++) {
		write_pair(p, &pairs[i], column);
	}
	p->gap = true;
}

static bool facts(eng_plain *p, const eng_node *node) {
	size_t n = 0, i = 0;
	eng_plain_pair *pairs;

	for (const eng_node *f = eng_view_first(node, p->channel); f;
	     f = eng_view_next(f, p->channel)) {
		n++;
	}
	pairs = eng_arena_new_array(p->arena, n, eng_plain_pair);
	for (const eng_node *f = eng_view_first(node, p->channel); f;
	     f = eng_view_next(f, p->channel), i++) {
		pairs[i].node = f;
		if (!eng_plain_inline(p, f->as.fact.label, &pairs[i].label) ||
		    !eng_plain_inline(p, f, &pairs[i].value)) {
			return false;
		}
	}
	eng_plain_pairs(p, pairs, n);
	return true;
}

/* True when every item is one paragraph: such a list has no blank lines inside. */
static bool is_tight(const eng_node *list, int channel) {
	for (const eng_node *item = eng_view_first(list, channel); item;
	     item = eng_view_next(item, channel)) {
		const eng_node *child = eng_view_first(item, channel);

		if (child && eng_view_next(child, channel)) {
			return false;
		}
	}
	return true;
}

static void bullet(const eng_node *list, int number, char out[16]) {
	eng_str marker = list->as.list.marker;

	if (eng_str_eqc(marker, "none")) {
		snprintf(out, 16, "  ");
	} else if (eng_str_eqc(marker, "alpha") && number <= 26) {
		snprintf(out, 16, "%c) ", 'a' + number - 1);
	} else if (list->as.list.ordered) {
		snprintf(out, 16, "%d. ", number);
	} else {
		snprintf(out, 16, "- ");
	}
}

static bool list(eng_plain *p, const eng_node *node) {
	bool tight = is_tight(node, p->channel), ok = true;
	size_t margin = p->margin_n;
	int number = 0;

	for (const eng_node *item = eng_view_first(node, p->channel); item && ok;
	     item = eng_view_next(item, p->channel)) {
		char mark[16], spaces[16];

		bullet(node, ++number, mark);
		snprintf(spaces, sizeof(spaces), "%*s", (int)strlen(mark), "");
		if (margin_push(p, spaces)) {
			p->lead = mark;
		}
		ok = children(p, item);
		p->lead = NULL;
		p->margin_n = margin;
		p->gap = !tight;
	}
	p->gap = true;
	return ok;
}

static bool callout(eng_plain *p, const eng_node *node) {
	size_t margin = p->margin_n;
	bool ok;

	if (p->gap && p->out->n) {
		p->gap = false;
		eng_buf_add(p->out, p->margin, p->margin_n);
		eng_buf_char(p->out, '\n');
	}
	margin_push(p, "| ");
	ok = children(p, node);
	p->margin_n = margin;
	p->gap = true;
	return ok;
}

/* Locked wording: its words stand as approved; addresses of its links follow it. */
static bool block(eng_plain *p, const eng_node *node) {
	bool outer = p->locked, ok;
	size_t from = p->out->n;

	p->locked = true;
	ok = children(p, node);
	p->locked = outer;
	if (p->blocks) {
		eng_spans_add(p->arena, p->blocks, (eng_span){ node, from, p->out->n });
	}
	if (!outer && p->aside_count) {
		for (size_t i = 0; i < p->aside_count; i++) {
			p->gap = i == 0;
			eng_plain_line(p, p->asides[i]);
		}
		p->aside_count = 0;
		p->gap = true;
	}
	return ok;
}

static bool action(eng_plain *p, const eng_node *node) {
	eng_str text;

	if (!eng_url_check(p->ctx, p->arena, node->as.link.href, node->where) ||
	    !eng_plain_inline(p, node, &text)) {
		return false;
	}
	if (text.n) {
		eng_plain_lines(p, text);
	}
	eng_plain_line(p, node->as.link.href);
	p->gap = true;
	return true;
}

static void bracketed(eng_plain *p, eng_str text) {
	if (text.n) {
		eng_plain_lines(p, eng_str_printf(p->arena, "[%.*s]", ENG_STR_ARG(text)));
		p->gap = true;
	}
}

static void barcode(eng_plain *p, const eng_node *node) {
	if (node->as.barcode.label.n) {
		eng_plain_pair pair = { .label = node->as.barcode.label,
					.value = node->as.barcode.value };

		eng_plain_pairs(p, &pair, 1);
	} else {
		eng_plain_lines(p, node->as.barcode.value);
	}
	p->gap = true;
}

static void payment(eng_plain *p, const eng_node *node) {
	eng_str labels[ENG_PAYMENT_PAIRS], values[ENG_PAYMENT_PAIRS];
	eng_plain_pair pairs[ENG_PAYMENT_PAIRS];
	size_t n = eng_payment_pairs(p->arena, node, p->doc->language, labels, values);

	if (node->as.payment.label.n) {
		eng_plain_lines(p, node->as.payment.label);
	}
	for (size_t i = 0; i < n; i++) {
		pairs[i] = (eng_plain_pair){ .label = labels[i],
					     .value = values[i],
					     .whole = !memchr(values[i].s, '\n', values[i].n) };
	}
	eng_plain_pairs(p, pairs, n);
}

/* Several fields of one form have its address once, behind the last of them. */
static bool form(eng_plain *p, const eng_node *node) {
	eng_str href = eng_view_form(p->doc, node, p->channel);
	const eng_node *next = eng_view_next(node, p->channel);

	p->gap = href.n == 0;
	if (href.n == 0 || (next && next->type == ENG_NODE_ENTRY &&
			    eng_str_eq(eng_view_form(p->doc, next, p->channel), href))) {
		return true;
	}
	if (!eng_url_check(p->ctx, p->arena, href, node->where)) {
		return false;
	}
	eng_plain_line(p, href);
	p->gap = true;
	return true;
}

static bool entry(eng_plain *p, const eng_node *node) {
	eng_plain_pair pair = { .label = node->as.entry.label, .value = node->as.entry.value };

	eng_plain_pairs(p, &pair, 1);
	p->gap = false;
	for (size_t i = 0; i < node->as.entry.option_count; i++) {
		eng_str label = node->as.entry.options[i].label;

		eng_plain_line(p, eng_str_printf(p->arena, "[ ] %.*s", ENG_STR_ARG(label)));
	}
	return form(p, node);
}

static void signature(eng_plain *p, const eng_node *node) {
	if (node->as.signature.name.n) {
		eng_plain_lines(p, node->as.signature.name);
	}
	if (node->as.signature.title.n) {
		eng_plain_lines(p, node->as.signature.title);
	}
	p->gap = true;
}

bool eng_plain_node(eng_plain *p, const eng_node *node) {
	switch (node->type) {
	case ENG_NODE_BODY:
	case ENG_NODE_PART:
	case ENG_NODE_SECTION:
	case ENG_NODE_FLOW:
	case ENG_NODE_ITEM:
		return children(p, node);
	case ENG_NODE_CALLOUT:
		return callout(p, node);
	case ENG_NODE_BLOCK:
		return block(p, node);
	case ENG_NODE_LIST:
		return list(p, node);
	case ENG_NODE_HEADING:
		return heading(p, node, node->as.heading.level <= 2 ? '-' : 0);
	case ENG_NODE_PARA:
	case ENG_NODE_ROW:
	case ENG_NODE_CELL:
	case ENG_NODE_FACT:
		return paragraph(p, node);
	case ENG_NODE_FACTS:
		return facts(p, node);
	case ENG_NODE_TABLE:
		return eng_plain_table(p, node);
	case ENG_NODE_CHART:
		return eng_plain_chart(p, node);
	case ENG_NODE_IMAGE:
		bracketed(p, node->as.image.decorative ? (eng_str){ 0 } : node->as.image.alt);
		return true;
	case ENG_NODE_BARCODE:
		barcode(p, node);
		return true;
	case ENG_NODE_PAYMENT:
		payment(p, node);
		return true;
	case ENG_NODE_ACTION:
		return action(p, node);
	case ENG_NODE_ENTRY:
		return entry(p, node);
	case ENG_NODE_SIGNATURE:
		signature(p, node);
		return true;
	case ENG_NODE_DIVIDER:
		rule(p, '-', eng_plain_room(p));
		p->gap = true;
		return true;
	case ENG_NODE_CONTENTS:
	case ENG_NODE_SPACER:
	case ENG_NODE_PAGE_BREAK:
		return true; /* matters of pages */
	case ENG_NODE_TEXT:
	case ENG_NODE_STRONG:
	case ENG_NODE_EM:
	case ENG_NODE_SPAN:
	case ENG_NODE_NOBR:
	case ENG_NODE_LINK:
	case ENG_NODE_BR:
	case ENG_NODE_FOOTNOTE:
	case ENG_NODE_PAGE_NUMBER:
	case ENG_NODE_PAGE_COUNT:
	case ENG_NODE_TYPES:
		break;
	}
	/* Bare inline content of a container: a paragraph of its own. */
	return paragraph(p, node);
}

const char *eng_plain_leaves_out(const eng_node *node) {
	if (eng_view_is_paged(node)) {
		return "by design: text has no pages";
	}
	if (node->type == ENG_NODE_IMAGE && node->as.image.decorative) {
		return "by design: a decorative image says nothing in text";
	}
	return NULL;
}

static bool parts(eng_plain *p, const eng_str *names, size_t n) {
	for (size_t i = 0; i < n; i++) {
		const eng_part *part = eng_view_part(p->doc, p->channel, names[i]);

		if (part && !children(p, part->content)) {
			return false;
		}
		p->gap = true;
	}
	return true;
}

static void notes(eng_plain *p) {
	for (size_t i = 0; i < p->note_count; i++) {
		char mark[32], spaces[32];

		p->gap = i == 0;
		snprintf(mark, sizeof(mark), "[%zu] ", i + 1);
		snprintf(spaces, sizeof(spaces), "%*s", (int)strlen(mark), "");
		p->margin_n = 0;
		margin_push(p, spaces);
		p->lead = mark;
		eng_plain_lines(p, p->notes[i]);
	}
	p->margin_n = 0;
}

static bool write_all(eng_plain *p, const eng_email_style *style) {
	if (p->doc->draft) {
		bracketed(p, p->doc->draft_mark);
	}
	if (!parts(p, style->above, style->above_count) || !heading(p, p->doc->title, '=') ||
	    !children(p, p->doc->body)) {
		return false;
	}
	if (style->below_count) {
		p->gap = true;
	}
	if (!parts(p, style->below, style->below_count)) {
		return false;
	}
	notes(p);
	return true;
}

/* Ties become spaces, in their place. */
static void untie(eng_buf *out, size_t from) {
	char *end = out->s + out->n;

	for (char *at = out->s + from;
	     at < end && (at = memchr(at, ENG_WRAP_TIE, (size_t)(end - at)));) {
		*at++ = ' ';
	}
}

bool eng_plain_write(eng_ctx *ctx, eng_arena *arena, const eng_document *doc,
		     const eng_theme *theme, int channel, eng_buf *out, eng_spans *blocks) {
	eng_plain p = { .ctx = ctx,
			.arena = arena,
			.doc = doc,
			.channel = channel,
			.out = out,
			.blocks = blocks,
			.rtl = doc->rtl };
	size_t from = out->n;
	bool good = write_all(&p, &theme->email);

	if (p.tied) {
		untie(out, from);
	}
	eng_buf_finish(&p.words);
	eng_buf_finish(&p.row);
	return good;
}
