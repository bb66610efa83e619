/* One component for each block-level node. The format shows structure and data; how it looks is the
 * app's, by the theme's tokens. */
#include "channels/mobile/components.h"

#include "channels/common/url.h"
#include "channels/common/view.h"
#include "document/payment.h"

static bool facts(eng_components *c, const eng_node *node) {
	eng_json_member_array(c->json, "items");
	for (const eng_node *fact = eng_view_first(node, c->channel); fact;
	     fact = eng_view_next(fact, c->channel)) {
		eng_str label = eng_view_text(c->arena, fact->as.fact.label, c->channel);
		eng_str value = eng_view_text(c->arena, fact, c->channel);

		eng_json_write_object(c->json);
		eng_json_member_some(c->json, "role", fact->tags->role);
		eng_json_member_text(
		    c->json, "accessibleLabel",
		    eng_str_printf(c->arena, "%.*s: %.*s", ENG_STR_ARG(label), ENG_STR_ARG(value)));
		if (!eng_components_runs(c, "label", fact->as.fact.label) ||
		    !eng_components_runs(c, "text", fact)) {
			return false;
		}
		eng_json_write_object_end(c->json);
	}
	eng_json_write_array_end(c->json);
	return true;
}

static bool list(eng_components *c, const eng_node *node) {
	eng_json_member_bool(c->json, "ordered", node->as.list.ordered);
	eng_json_member_some(c->json, "marker", node->as.list.marker);
	eng_json_member_array(c->json, "items");
	for (const eng_node *item = eng_view_first(node, c->channel); item;
	     item = eng_view_next(item, c->channel)) {
		eng_json_write_object(c->json);
		if (!eng_components_children(c, "content", item)) {
			return false;
		}
		eng_json_write_object_end(c->json);
	}
	eng_json_write_array_end(c->json);
	return true;
}

static void image(eng_components *c, const eng_node *node) {
	eng_json_member_text(c->json, "src", node->as.image.src);
	if (node->as.image.decorative) {
		eng_json_member_bool(c->json, "decorative", true);
	} else {
		eng_json_member_text(c->json, "accessibleLabel", node->as.image.alt);
	}
	if (node->as.image.width > 0) {
		eng_json_member_int(c->json, "width", node->as.image.width);
	}
}

static void barcode(eng_components *c, const eng_node *node) {
	eng_str label = node->as.barcode.label, value = node->as.barcode.value;

	eng_json_member_text(c->json, "symbology", node->as.barcode.symbology);
	eng_json_member_text(c->json, "payload", value);
	eng_json_member_some(c->json, "label", label);
	eng_json_member_text(c->json, "accessibleLabel", label.n ? label : value);
}

/* What the slip says, as lines to show; the members before are for computing. */
static void payment_details(eng_components *c, const eng_node *node) {
	eng_str labels[ENG_PAYMENT_PAIRS], values[ENG_PAYMENT_PAIRS];
	size_t n = eng_payment_pairs(c->arena, node, c->doc->language, labels, values);

	eng_json_member_array(c->json, "details");
	for (size_t i = 0; i < n; i++) {
		eng_json_write_object(c->json);
		eng_json_member_some(c->json, "label", labels[i]);
		eng_json_member_text(c->json, "text", values[i]);
		eng_json_write_object_end(c->json);
	}
	eng_json_write_array_end(c->json);
}

static bool payment(eng_components *c, const eng_node *node) {
	eng_str payload;

	if (!eng_payment_payload(c->ctx, c->arena, node, &payload)) {
		return false;
	}
	eng_json_member_text(c->json, "scheme", node->as.payment.scheme);
	eng_json_member_some(c->json, "label", node->as.payment.label);
	eng_components_value(c, "amount", &node->as.payment.amount);
	eng_json_member_some(c->json, "currency", node->as.payment.currency);
	eng_json_member_some(c->json, "iban", node->as.payment.iban);
	eng_json_member_some(c->json, "name", node->as.payment.name);
	eng_json_member_some(c->json, "reference", node->as.payment.reference);
	eng_components_value(c, "due", &node->as.payment.due);
	eng_json_member_some(c->json, "payload", payload);
	payment_details(c, node);
	return true;
}

static bool action(eng_components *c, const eng_node *node) {
	if (!eng_url_check(c->ctx, c->arena, node->as.link.href, node->where)) {
		return false;
	}
	eng_json_member_text(c->json, "accessibleLabel", eng_view_text(c->arena, node, c->channel));
	eng_json_member_text(c->json, "url", node->as.link.href);
	return eng_components_runs(c, "label", node);
}

static void entry(eng_components *c, const eng_node *node) {
	eng_json_member_text(c->json, "name", node->as.entry.name);
	eng_json_member_text(c->json, "input", node->as.entry.type);
	eng_json_member_text(c->json, "label", node->as.entry.label);
	eng_json_member_text(c->json, "accessibleLabel", node->as.entry.label);
	eng_json_member_some(c->json, "value", node->as.entry.value);
	eng_json_member_bool(c->json, "required", node->as.entry.required);
	if (node->as.entry.option_count == 0) {
		return;
	}
	eng_json_member_array(c->json, "options");
	for (size_t i = 0; i < node->as.entry.option_count; i++) {
		eng_json_write_object(c->json);
		eng_json_member_text(c->json, "value", node->as.entry.options[i].value);
		eng_json_member_text(c->json, "label", node->as.entry.options[i].label);
		eng_json_write_object_end(c->json);
	}
	eng_json_write_array_end(c->json);
}

static bool members(eng_components *c, const eng_node *node) {
	switch (node->type) {
	case ENG_NODE_BODY:
	case ENG_NODE_PART:
	case ENG_NODE_SECTION:
	case ENG_NODE_FLOW:
	case ENG_NODE_CALLOUT:
	case ENG_NODE_ITEM:
		return eng_components_children(c, "content", node);
	case ENG_NODE_BLOCK:
		eng_json_member_text(c->json, "block", node->as.block.block_id);
		eng_json_member_int(c->json, "version", node->as.block.version);
		return eng_components_children(c, "content", node);
	case ENG_NODE_LIST:
		return list(c, node);
	case ENG_NODE_HEADING:
		eng_json_member_int(c->json, "level", node->as.heading.level);
		return eng_components_runs(c, "text", node);
	case ENG_NODE_FACTS:
		return facts(c, node);
	case ENG_NODE_TABLE:
		return eng_components_table(c, node);
	case ENG_NODE_CHART:
		return eng_components_chart(c, node);
	case ENG_NODE_IMAGE:
		image(c, node);
		return true;
	case ENG_NODE_BARCODE:
		barcode(c, node);
		return true;
	case ENG_NODE_PAYMENT:
		return payment(c, node);
	case ENG_NODE_ACTION:
		return action(c, node);
	case ENG_NODE_ENTRY:
		entry(c, node);
		return true;
	case ENG_NODE_SIGNATURE:
		eng_json_member_some(c->json, "name", node->as.signature.name);
		eng_json_member_some(c->json, "title", node->as.signature.title);
		eng_json_member_some(c->json, "image", node->as.signature.image);
		return true;
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
	case ENG_NODE_FOOTNOTE:
		return eng_components_runs(c, "text", node);
	case ENG_NODE_DIVIDER:
	case ENG_NODE_CONTENTS:
	case ENG_NODE_SPACER:
	case ENG_NODE_PAGE_BREAK:
	case ENG_NODE_BR:
	case ENG_NODE_PAGE_NUMBER:
	case ENG_NODE_PAGE_COUNT:
	case ENG_NODE_TYPES:
		break;
	}
	return true;
}

const char *eng_components_leaves_out(const eng_node *node) {
	return eng_view_is_paged(node) ? "by design: an app has no pages" : NULL;
}

static bool component(eng_components *c, const eng_node *node) {
	const char *type = eng_node_is_inline(node) ? "para" : eng_node_type_name(node->type);

	if (eng_components_leaves_out(node)) {
		return true;
	}
	eng_json_write_object(c->json);
	eng_json_member_text(c->json, "type", eng_str_from(type));
	eng_json_member_some(c->json, "id", node->tags->id);
	eng_json_member_some(c->json, "role", node->tags->role);
	eng_json_member_some(c->json, "lang", node->tags->lang);
	if (!members(c, node)) {
		return false;
	}
	eng_json_write_object_end(c->json);
	return true;
}

bool eng_components_children(eng_components *c, const char *key, const eng_node *parent) {
	eng_json_write_key(c->json, eng_str_from(key));
	eng_json_write_array(c->json);
	for (const eng_node *child = eng_view_first(parent, c->channel); child;
	     child = eng_view_next(child, c->channel)) {
		if (!component(c, child)) {
			return false;
		}
	}
	eng_json_write_array_end(c->json);
	return true;
}
