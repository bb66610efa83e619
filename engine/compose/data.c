/* Images, barcodes, signatures, entries, actions, attachments. */
#include <string.h>

#include "compose/state.h"

bool eng_compose_image(eng_composing *s, const eng_op *op, eng_node *parent, eng_channel_set set) {
	eng_node *node = eng_compose_node(s, op, ENG_NODE_IMAGE, set);

	if (!node) {
		return false;
	}
	node->as.image.src = op->as.image.src;
	node->as.image.decorative = op->as.image.decorative;
	node->as.image.width = op->as.image.width;
	if (!op->as.image.decorative &&
	    !eng_compose_attr_needed(s, &op->as.image.alt, "alt", &node->as.image.alt)) {
		return false;
	}
	eng_node_append(parent, node);
	return true;
}

bool eng_compose_barcode(eng_composing *s, const eng_op *op, eng_node *parent,
			 eng_channel_set set) {
	eng_node *node = eng_compose_node(s, op, ENG_NODE_BARCODE, set);

	if (!node) {
		return false;
	}
	node->as.barcode.symbology = op->as.barcode.symbology;
	if (!eng_compose_attr_needed(s, &op->as.barcode.value, "value", &node->as.barcode.value) ||
	    !eng_compose_attr_needed(s, &op->as.barcode.label, "label", &node->as.barcode.label)) {
		return false;
	}
	eng_node_append(parent, node);
	return true;
}

bool eng_compose_signature(eng_composing *s, const eng_op *op, eng_node *parent,
			   eng_channel_set set) {
	eng_node *node = eng_compose_node(s, op, ENG_NODE_SIGNATURE, set);

	if (!node) {
		return false;
	}
	node->as.signature.image = op->as.signature.image;
	if (!eng_compose_attr_needed(s, &op->as.signature.name, "name", &node->as.signature.name) ||
	    !eng_compose_attr(s, &op->as.signature.title, &node->as.signature.title)) {
		return false;
	}
	eng_node_append(parent, node);
	return true;
}

bool eng_compose_action(eng_composing *s, const eng_op *op, eng_node *parent, eng_channel_set set) {
	eng_node *node = eng_compose_node(s, op, ENG_NODE_ACTION, set);

	if (!node ||
	    !eng_compose_href(s, &op->as.link.href, op->as.link.fixed, &node->as.link.href) ||
	    !eng_compose_content(s, op, node)) {
		return false;
	}
	if (!node->first) {
		return eng_fail(s->ctx, "template.empty-value", op->where,
				"an action needs words to press");
	}
	eng_node_append(parent, node);
	return true;
}

/* The answer known of a choice is one of its options: another would be shown nowhere. */
static bool check_choice(eng_composing *s, const eng_op_entry *op, const eng_node *node) {
	const eng_str value = node->as.entry.value;

	for (size_t i = 0; i < node->as.entry.option_count; i++) {
		if (eng_str_eq(node->as.entry.options[i].value, value)) {
			return true;
		}
	}
	return node->as.entry.option_count == 0 || value.n == 0 ||
	       eng_fail(s->ctx, "template.entry-value", op->value.where,
			"'%s' is no option of entry '%.*s'", eng_quote(s->arena, value),
			ENG_STR_ARG(op->name));
}

bool eng_compose_entry(eng_composing *s, const eng_op *op, eng_node *parent, eng_channel_set set) {
	const eng_op_entry *entry = op->as.entry;
	eng_node *node = eng_compose_node(s, op, ENG_NODE_ENTRY, set);

	if (!node) {
		return false;
	}
	node->as.entry.name = entry->name;
	node->as.entry.type = entry->type;
	node->as.entry.required = entry->required;
	node->as.entry.option_count = entry->option_count;
	node->as.entry.options = eng_arena_new_array(s->arena, entry->option_count, eng_option);
	if (!eng_compose_attr(s, &entry->value, &node->as.entry.value) ||
	    !eng_compose_attr_needed(s, &entry->label, "label", &node->as.entry.label) ||
	    !eng_compose_href(s, &entry->href, entry->href_fixed, &node->as.entry.href)) {
		return false;
	}
	for (size_t i = 0; i < entry->option_count; i++) {
		eng_option *option = &node->as.entry.options[i];

		if (!eng_compose_attr_needed(s, &entry->options[i].value, "value",
					     &option->value) ||
		    !eng_compose_attr(s, &entry->options[i].label, &option->label)) {
			return false;
		}
		option->label = option->label.n ? option->label : option->value;
	}
	if (!check_choice(s, entry, node)) {
		return false;
	}
	eng_node_append(parent, node);
	return true;
}

/* ---- attachments ---- */

static int base64_digit(char c) {
	return c >= 'A' && c <= 'Z'   ? c - 'A'
	       : c >= 'a' && c <= 'z' ? c - 'a' + 26
	       : c >= '0' && c <= '9' ? c - '0' + 52
	       : c == '+'             ? 62
	       : c == '/'             ? 63
				      : -1;
}

/* RFC 4648 with white space anywhere; false for anything else, wrong padding included. */
static bool decode_base64(eng_arena *arena, eng_str text, eng_str *out) {
	unsigned char *bytes = eng_arena_alloc(arena, text.n / 4 * 3 + 3);
	uint32_t group = 0;
	size_t digits = 0, padding = 0, n = 0;

	for (size_t i = 0; i < text.n; i++) {
		int digit = base64_digit(text.s[i]);

		if (strchr(" \t\r\n", text.s[i])) {
			continue;
		}
		if (text.s[i] == '=') {
			padding++;
			continue;
		}
		if (digit < 0 || padding) {
			return false;
		}
		group = group << 6 | (uint32_t)digit;
		if (++digits % 4 == 0) {
			bytes[n++] = (unsigned char)(group >> 16);
			bytes[n++] = (unsigned char)(group >> 8);
			bytes[n++] = (unsigned char)group;
		}
	}
	if (digits % 4 == 1 || (padding && (digits + padding) % 4) || padding > 2) {
		return false;
	}
	if (digits % 4 == 2) {
		bytes[n++] = (unsigned char)(group >> 4);
	} else if (digits % 4 == 3) {
		bytes[n++] = (unsigned char)(group >> 10);
		bytes[n++] = (unsigned char)(group >> 2);
	}
	*out = (eng_str){ (const char *)bytes, n };
	return true;
}

static bool attach_data(eng_composing *s, const eng_op *op, eng_attachment *out) {
	const eng_op_attachment *attachment = op->as.attachment;
	eng_str text;
	bool present;

	if (!eng_holes_text(&s->eval, &attachment->data.holes, &text, &present)) {
		return false;
	}
	if (!present || eng_str_blank(text)) {
		return eng_fail(s->ctx, "template.empty-value", attachment->data.where,
				"the attachment has no data");
	}
	return decode_base64(s->arena, text, &out->bytes) ||
	       eng_fail(s->ctx, "data.base64", attachment->data.where,
			"the attachment's data is not base64");
}

/* "type/subtype" of RFC 2045 token characters, without parameters. */
static bool is_media_type(eng_str mime) {
	size_t slash = eng_str_index(mime, ENG_STR("/"));

	for (size_t i = 0; i < mime.n; i++) {
		if (i != slash && ((unsigned char)mime.s[i] <= 0x20 ||
				   strchr("()<>@,;:\\\"/[]?=\x7f", mime.s[i]))) {
			return false;
		}
	}
	return slash > 0 && slash + 1 < mime.n;
}

bool eng_compose_attachment(eng_composing *s, const eng_op *op, eng_node *parent,
			    eng_channel_set set) {
	const eng_op_attachment *attachment = op->as.attachment;
	eng_document *doc = s->doc;
	eng_attachment out = { attachment->kind, .channel = attachment->channel, .channels = set,
			       .where = op->where };

	(void)parent;
	if (!eng_compose_attr(s, &attachment->name, &out.name) ||
	    !eng_compose_attr(s, &attachment->mime, &out.mime)) {
		return false;
	}
	if (out.kind == ENG_ATTACH_DATA && (out.name.n == 0 || !is_media_type(out.mime))) {
		return eng_fail(s->ctx, "template.empty-value", op->where,
				"an attachment needs a name and a media type such as "
				"application/pdf");
	}
	if (attachment->record) {
		out.bytes = s->record->source;
		if (out.bytes.n == 0 && attachment->optional) {
			return true;
		}
		if (out.bytes.n == 0) {
			return eng_fail(
			    s->ctx, "template.no-source", op->where,
			    "source=\"record\" needs a record that is alone in its file");
		}
	} else if (out.kind == ENG_ATTACH_DATA && !attach_data(s, op, &out)) {
		return false;
	}
	doc->attachments = eng_arena_grow(s->arena, doc->attachments, doc->attachment_count,
					  &s->attachment_cap, sizeof(*doc->attachments));
	doc->attachments[doc->attachment_count++] = out;
	return true;
}
