/* Inline content as rich text blocks of a card, a block a line: their runs know no markup but dates between
 * double braces, which are put in two runs. What hosts without them show is a text block: there data is escaped. */
#include "channels/common/bidi.h"
#include "channels/common/url.h"
#include "channels/common/view.h"
#include "channels/mobile/adaptive.h"
#include "document/node-cases.h"

#define FSI "\xe2\x81\xa8"
#define PDI "\xe2\x81\xa9"

/* A text block has a little markup, and dates between double braces: neither may come of data. */
static eng_str escaped(eng_arena *arena, eng_str text) {
	char *out = eng_arena_alloc(arena, text.n * 2 + 1);
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		if (text.s[i] && strchr("\\`*_[]<", text.s[i])) {
			out[n++] = '\\';
		}
		out[n++] = text.s[i];
		if (text.s[i] == '{' && i + 1 < text.n && text.s[i + 1] == '{') {
			out[n++] = ' ';
		}
	}
	return (eng_str){ out, n };
}

void eng_card_fallback(eng_card *k, eng_str text) {
	eng_json_writer *json = k->c->json;

	eng_json_member_object(json, "fallback");
	eng_json_member_cstr(json, "type", "TextBlock");
	eng_json_member_text(json, "text", escaped(k->c->arena, text));
	eng_json_member_bool(json, "wrap", true);
	eng_json_write_object_end(json);
}

/* A rich text block that is being written. */
typedef struct line {
	eng_card *k;
	eng_card_look look;
	eng_str whole; /* the fallback's words; told once */
	bool open, told;
} line;

static void line_open(line *l) {
	eng_json_writer *json = l->k->c->json;

	if (!l->open) {
		eng_json_write_object(json);
		eng_json_member_cstr(json, "type", "RichTextBlock");
		if (l->told || l->look.tight) {
			eng_json_member_cstr(json, "spacing", "None");
		}
		eng_json_member_array(json, "inlines");
		l->open = true;
	}
}

static void line_close(line *l) {
	eng_json_writer *json = l->k->c->json;

	if (!l->open) {
		return;
	}
	eng_json_write_array_end(json);
	if (l->told) {
		eng_json_member_cstr(json, "fallback", "drop");
	} else {
		eng_card_fallback(l->k, l->whole);
	}
	eng_json_write_object_end(json);
	l->told = true;
	l->open = false;
}

static void whole_run(line *l, eng_str text, bool em, eng_str href) {
	eng_json_writer *json = l->k->c->json;

	line_open(l);
	eng_json_write_object(json);
	eng_json_member_cstr(json, "type", "TextRun");
	eng_json_member_text(json, "text", text);
	if (l->look.size) {
		eng_json_member_cstr(json, "size", l->look.size);
	}
	if (l->look.strong) {
		eng_json_member_cstr(json, "weight", "Bolder");
	}
	if (em) {
		eng_json_member_bool(json, "italic", true);
	}
	if (l->look.subtle) {
		eng_json_member_bool(json, "isSubtle", true);
	}
	if (href.n) {
		eng_json_member_object(json, "selectAction");
		eng_json_member_cstr(json, "type", "Action.OpenUrl");
		eng_json_member_text(json, "url", href);
		eng_json_write_object_end(json);
	}
	eng_json_write_object_end(json);
}

/* SDKs put "{{DATE(...)}}" of one run into words of their own. */
static void run(line *l, eng_str text, bool em, eng_str href) {
	size_t braces;

	while ((braces = eng_str_index(text, ENG_STR("{{"))) < text.n) {
		whole_run(l, eng_str_sub(text, 0, braces + 1), em, href);
		text = eng_str_sub(text, braces + 1, text.n);
	}
	if (text.n) {
		whole_run(l, text, em, href);
	}
}

static void value_run(line *l, const eng_node *node, bool em, eng_str href) {
	eng_arena *arena = l->k->c->arena;
	eng_str text = eng_bidi_balance(arena, node->as.text.value.text);

	if (eng_bidi_isolates(node, l->k->c->doc->rtl)) {
		text = eng_str_printf(arena, FSI "%.*s" PDI, ENG_STR_ARG(text));
	}
	run(l, text, em, href);
}

/* A note is told below the card; the mark stands here, but never inside locked wording. */
static void note(line *l, const eng_node *node) {
	eng_card *k = l->k;

	k->notes =
	    eng_arena_grow(k->c->arena, k->notes, k->note_count, &k->note_cap, sizeof(eng_str));
	k->notes[k->note_count++] = eng_view_text(k->c->arena, node, k->c->channel);
	if (!k->locked) {
		run(l, eng_str_printf(k->c->arena, "[%zu]", k->note_count), false, (eng_str){ 0 });
	}
}

static bool runs(line *l, const eng_node *node, bool em, eng_str href) {
	bool strong = l->look.strong, ok = true;
	eng_components *c = l->k->c;

	switch (node->type) {
	case ENG_NODE_TEXT:
		value_run(l, node, em, href);
		return true;
	case ENG_NODE_BR:
		line_close(l);
		return true;
	case ENG_NODE_FOOTNOTE:
		note(l, node);
		return true;
	case ENG_NODE_PAGE_NUMBER:
	case ENG_NODE_PAGE_COUNT:
		return true; /* a screen has no pages */
	case ENG_NODE_LINK:
		href = node->as.link.href;
		ok = eng_url_check(c->ctx, c->arena, href, node->where);
		break;
	case ENG_NODE_STRONG:
		l->look.strong = true;
		break;
	case ENG_NODE_EM:
		em = true;
		break;
	case ENG_NODE_SPAN:
	case ENG_NODE_NOBR:
	ENG_CASES_OF_BLOCKS: /* what holds inline content */
		break;
	}
	for (const eng_node *child = eng_view_first(node, c->channel); ok && child;
	     child = eng_view_next(child, c->channel)) {
		ok = runs(l, child, em, href);
	}
	l->look.strong = strong;
	return ok;
}

bool eng_card_text(eng_card *k, const eng_node *node, eng_card_look look) {
	line l = { .k = k, .look = look };
	bool ok;

	if (!node) {
		return true;
	}
	if (eng_str_eqc(node->tags->role, "muted")) {
		l.look.subtle = true;
	}
	l.whole = eng_view_text(k->c->arena, node, k->c->channel);
	ok = runs(&l, node, false, (eng_str){ 0 });
	line_close(&l);
	return ok;
}

bool eng_card_labelled(eng_card *k, eng_str label, const eng_node *heading, const eng_node *node,
		       eng_card_look look) {
	eng_components *c = k->c;
	eng_str text = eng_view_text(c->arena, node, c->channel);
	line l = { .k = k, .look = look };
	bool ok = true;

	l.whole = label.n
		      ? eng_str_printf(c->arena, "%.*s %.*s", ENG_STR_ARG(label), ENG_STR_ARG(text))
		      : text;
	l.look.subtle = true;
	l.look.strong = false;
	if (heading) {
		ok = runs(&l, heading, false, (eng_str){ 0 });
	} else {
		run(&l, label, false, (eng_str){ 0 });
	}
	if (label.n) {
		run(&l, ENG_STR(" "), false, (eng_str){ 0 });
	}
	l.look.subtle = look.subtle || eng_str_eqc(node->tags->role, "muted");
	l.look.strong = look.strong;
	ok = ok && runs(&l, node, false, (eng_str){ 0 });
	line_close(&l);
	return ok;
}

void eng_card_words(eng_card *k, eng_str text, eng_card_look look) {
	line l = { .k = k, .look = look, .whole = text };
	eng_str words;

	while (text.n && eng_str_split(&text, '\n', &words)) {
		run(&l, words, false, (eng_str){ 0 });
		line_close(&l);
	}
}
