/* Blocks of the document as elements of a card (Adaptive Cards 1.5). Hosts draw it in their own style: roles
 * choose among the few looks that cards have. Locked wording stands in a container of its own, unbroken. */
#include "channels/mobile/adaptive.h"

#include "channels/common/url.h"
#include "channels/common/view.h"
#include "document/node-cases.h"
#include "document/payment.h"

static void container_open(eng_card *k, eng_str id, const char *style) {
	eng_json_writer *json = k->c->json;

	eng_json_write_object(json);
	eng_json_member_cstr(json, "type", "Container");
	eng_json_member_some(json, "id", id);
	if (style) {
		eng_json_member_cstr(json, "style", style);
	}
	eng_json_member_array(json, "items");
}

static void container_close(eng_card *k) {
	eng_json_write_array_end(k->c->json);
	eng_json_write_object_end(k->c->json);
}

static bool container(eng_card *k, const eng_node *node, const char *style) {
	if (!eng_view_any(node, k->c->channel)) {
		return true;
	}
	container_open(k, node->tags->id, style);
	if (!eng_card_children(k, node)) {
		return false;
	}
	container_close(k);
	return true;
}

static const char *callout_style(const eng_node *node) {
	eng_str role = node->tags->role;

	return eng_str_eqc(role, "warning") ? "attention"
	       : eng_str_eqc(role, "good")  ? "good"
					    : "emphasis";
}

/* "block:deposit-guarantee@2", with "#2" behind it where the card shows that version again: names of a
 * card's elements differ. */
static eng_str block_name(const eng_card *k, const eng_node *node) {
	const eng_block_use *use = &k->c->doc->blocks[node->as.block.use];
	size_t nth = 1;

	for (const eng_block_use *other = k->c->doc->blocks; other < use; other++) {
		nth += other->node && other->version == use->version &&
		       eng_str_eq(other->id, use->id) && eng_node_shown(other->node, k->c->channel);
	}
	return eng_str_printf(k->c->arena, nth > 1 ? "block:%.*s@%d#%zu" : "block:%.*s@%d",
			      ENG_STR_ARG(use->id), use->version, nth);
}

/* An id that the template gave stands around the name: whoever looks for the block finds it. */
static bool block(eng_card *k, const eng_node *node) {
	bool outer = k->locked, ok;

	if (!eng_view_any(node, k->c->channel)) {
		return true;
	}
	if (node->tags->id.n) {
		container_open(k, node->tags->id, NULL);
	}
	container_open(k, block_name(k, node), NULL);
	k->locked = true;
	ok = eng_card_children(k, node);
	k->locked = outer;
	if (ok) {
		container_close(k);
	}
	if (ok && node->tags->id.n) {
		container_close(k);
	}
	return ok;
}

/* One column of a column set that is being written; width "auto" or "stretch". */
static void column_open(eng_json_writer *json, const char *width) {
	eng_json_write_object(json);
	eng_json_member_cstr(json, "type", "Column");
	eng_json_member_cstr(json, "width", width);
	eng_json_member_array(json, "items");
}

static void column_close(eng_json_writer *json) {
	eng_json_write_array_end(json);
	eng_json_write_object_end(json);
}

static void columns_open(eng_json_writer *json) {
	eng_json_write_object(json);
	eng_json_member_cstr(json, "type", "ColumnSet");
	eng_json_member_cstr(json, "spacing", "Small");
	eng_json_member_array(json, "columns");
}

void eng_card_pairs(eng_card *k, const eng_str *labels, const eng_str *values, size_t n) {
	for (size_t i = 0; i < n; i++) {
		columns_open(k->c->json);
		column_open(k->c->json, "stretch");
		eng_card_words(k, labels[i], (eng_card_look){ .subtle = true });
		column_close(k->c->json);
		column_open(k->c->json, "stretch");
		eng_card_words(k, values[i], (eng_card_look){ 0 });
		column_close(k->c->json);
		column_close(k->c->json);
	}
}

static bool facts(eng_card *k, const eng_node *node) {
	eng_json_writer *json = k->c->json;
	bool ok = true;

	for (const eng_node *fact = eng_view_first(node, k->c->channel); fact && ok;
	     fact = eng_view_next(fact, k->c->channel)) {
		bool key = eng_str_eqc(fact->tags->role, "key-figure");
		eng_card_look look = { .size = key ? "Large" : NULL, .strong = key };

		columns_open(json);
		column_open(json, "stretch");
		ok = eng_card_text(k, fact->as.fact.label, (eng_card_look){ .subtle = true });
		if (ok) {
			column_close(json);
			column_open(json, "stretch");
			ok = eng_card_text(k, fact, look);
		}
		if (ok) {
			column_close(json);
			column_close(json);
		}
	}
	return ok;
}

static eng_str marker(eng_card *k, const eng_node *list, int number) {
	eng_str name = list->as.list.marker;

	if (eng_str_eqc(name, "none")) {
		return (eng_str){ "", 0 };
	}
	if (eng_str_eqc(name, "alpha") && number <= 26) {
		return eng_str_printf(k->c->arena, "%c)", 'a' + number - 1);
	}
	return list->as.list.ordered ? eng_str_printf(k->c->arena, "%d.", number)
				     : ENG_STR("\xe2\x80\xa2");
}

static bool list(eng_card *k, const eng_node *node) {
	eng_json_writer *json = k->c->json;
	int number = 0;

	for (const eng_node *item = eng_view_first(node, k->c->channel); item;
	     item = eng_view_next(item, k->c->channel)) {
		columns_open(json);
		column_open(json, "auto");
		eng_card_words(k, marker(k, node, ++number), (eng_card_look){ 0 });
		column_close(json);
		column_open(json, "stretch");
		if (!eng_card_children(k, item)) {
			return false;
		}
		column_close(json);
		column_close(json);
	}
	return true;
}

static bool action(eng_card *k, const eng_node *node) {
	eng_components *c = k->c;
	eng_str label = eng_view_text(c->arena, node, c->channel);

	if (!eng_url_check(c->ctx, c->arena, node->as.link.href, node->where)) {
		return false;
	}
	eng_json_write_object(c->json);
	eng_json_member_cstr(c->json, "type", "ActionSet");
	eng_json_member_array(c->json, "actions");
	eng_json_write_object(c->json);
	eng_json_member_cstr(c->json, "type", "Action.OpenUrl");
	eng_json_member_text(c->json, "title", label);
	eng_json_member_text(c->json, "url", node->as.link.href);
	if (eng_str_eqc(node->tags->role, "primary")) {
		eng_json_member_cstr(c->json, "style", "positive");
	}
	eng_json_write_object_end(c->json);
	eng_json_write_array_end(c->json);
	eng_card_fallback(k, eng_str_printf(c->arena, "%.*s: %.*s", ENG_STR_ARG(label),
					    ENG_STR_ARG(node->as.link.href)));
	eng_json_write_object_end(c->json);
	return true;
}

static bool payment(eng_card *k, const eng_node *node) {
	eng_str labels[ENG_PAYMENT_PAIRS], values[ENG_PAYMENT_PAIRS];
	size_t n = eng_payment_pairs(k->c->arena, node, k->c->doc->language, labels, values);

	eng_card_words(k, node->as.payment.label, (eng_card_look){ .strong = true });
	eng_card_pairs(k, labels, values, n);
	return true;
}

static void divider(eng_card *k) {
	eng_json_write_object(k->c->json);
	eng_json_member_cstr(k->c->json, "type", "Container");
	eng_json_member_bool(k->c->json, "separator", true);
	eng_json_member_array(k->c->json, "items");
	eng_json_write_array_end(k->c->json);
	eng_json_write_object_end(k->c->json);
}

static bool element(eng_card *k, const eng_node *node) {
	static const eng_card_look strong = { .strong = true }, plain = { 0 };
	int level;

	switch (node->type) {
	case ENG_NODE_CALLOUT:
		return container(k, node, callout_style(node));
	case ENG_NODE_BLOCK:
		return block(k, node);
	case ENG_NODE_BODY:
	case ENG_NODE_PART:
	case ENG_NODE_SECTION:
	case ENG_NODE_FLOW:
	case ENG_NODE_ITEM:
		return container(k, node, NULL);
	case ENG_NODE_LIST:
		return list(k, node);
	case ENG_NODE_HEADING:
		level = node->as.heading.level;
		return eng_card_text(k, node,
				     (eng_card_look){ .size = level <= 1   ? "Large"
							      : level == 2 ? "Medium"
									   : NULL,
						      .strong = true });
	case ENG_NODE_FACTS:
		return facts(k, node);
	case ENG_NODE_TABLE:
		return eng_card_table(k, node);
	case ENG_NODE_CHART:
		return eng_card_chart(k, node);
	case ENG_NODE_IMAGE:
		if (!node->as.image.decorative) {
			eng_card_words(k, node->as.image.alt, (eng_card_look){ .subtle = true });
		}
		return true;
	case ENG_NODE_BARCODE:
		eng_card_words(k, node->as.barcode.label, strong);
		eng_card_words(k, node->as.barcode.value, plain);
		return true;
	case ENG_NODE_PAYMENT:
		return payment(k, node);
	case ENG_NODE_ACTION:
		return action(k, node);
	case ENG_NODE_ENTRY:
		eng_card_entry(k, node);
		return true;
	case ENG_NODE_SIGNATURE:
		eng_card_words(k, node->as.signature.name, strong);
		eng_card_words(k, node->as.signature.title, plain);
		return true;
	case ENG_NODE_DIVIDER:
		divider(k);
		return true;
	case ENG_NODE_CONTENTS:
	case ENG_NODE_SPACER:
	case ENG_NODE_PAGE_BREAK:
		return true; /* matters of pages */
	case ENG_NODE_PARA:
	case ENG_NODE_FACT:
	case ENG_NODE_ROW:
	case ENG_NODE_CELL:
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
	return eng_card_text(k, node, plain);
}

bool eng_card_children(eng_card *k, const eng_node *parent) {
	for (const eng_node *child = eng_view_first(parent, k->c->channel); child;
	     child = eng_view_next(child, k->c->channel)) {
		if (!element(k, child)) {
			return false;
		}
	}
	return true;
}

static bool parts(eng_card *k) {
	const eng_document *doc = k->c->doc;

	for (size_t i = 0; i < doc->part_count; i++) {
		const eng_part *part = eng_view_part(doc, k->c->channel, doc->parts[i].name);

		if (part == &doc->parts[i] && !container(k, part->content, NULL)) {
			return false;
		}
	}
	return true;
}

bool eng_card_write(eng_components *c) {
	eng_card k = { .c = c };
	eng_json_writer *json = c->json;
	eng_str title = eng_view_text(c->arena, c->doc->title, c->channel);
	eng_str brief = eng_view_text(c->arena, c->doc->brief, c->channel);

	eng_json_write_object(json);
	eng_json_member_cstr(json, "type", "AdaptiveCard");
	eng_json_member_cstr(json, "$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
	eng_json_member_cstr(json, "version", "1.5");
	/* The SDK takes a language of two or three letters and nothing behind it. */
	eng_json_member_text(
	    json, "lang",
	    eng_str_sub(c->doc->language, 0, eng_str_index(c->doc->language, ENG_STR("-"))));
	if (c->doc->rtl) {
		eng_json_member_bool(json, "rtl", true);
	}
	eng_json_member_text(
	    json, "fallbackText",
	    brief.n ? eng_str_printf(c->arena, "%.*s: %.*s", ENG_STR_ARG(title), ENG_STR_ARG(brief))
		    : title);
	eng_json_member_array(json, "body");
	if (c->doc->draft) {
		eng_card_words(&k, c->doc->draft_mark, (eng_card_look){ .strong = true });
	}
	eng_card_words(&k, title, (eng_card_look){ .size = "Large", .strong = true });
	if (!eng_card_children(&k, c->doc->body) || !parts(&k)) {
		return false;
	}
	for (size_t i = 0; i < k.note_count; i++) {
		eng_card_words(
		    &k, eng_str_printf(c->arena, "[%zu] %.*s", i + 1, ENG_STR_ARG(k.notes[i])),
		    (eng_card_look){ .subtle = true });
	}
	eng_json_write_array_end(json);
	eng_json_write_object_end(json);
	return true;
}
