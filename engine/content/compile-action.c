/* What a reader can do or keep: action, payment, entry, attachment. */
#include "base/file.h"
#include "content/elements.h"

eng_op *eng_element_action(eng_compiler *c, eng_xml_node *e, eng_place place) {
	eng_op *op = eng_op_node(c, ENG_NODE_ACTION, e->where);

	(void)place;
	eng_compile_href(c, e, "href", true, &op->as.link.href, &op->as.link.fixed);
	eng_compile_children(c, e, ENG_PLACE_INLINE, op);
	op->carried = c->all;
	return op;
}

/* The engine's own words before the lines of a payment stand in every language of the template. */
static void check_words(eng_compiler *c, const eng_op_payment *payment, eng_loc where) {
	const struct {
		const eng_op_attr *attr;
		const char *key;
	} words[] = { { &payment->amount, "engross.payment-amount" },
		      { &payment->name, "engross.payment-name" },
		      { &payment->iban, "engross.payment-iban" },
		      { &payment->reference, "engross.payment-reference" },
		      { &payment->due, "engross.payment-due" } };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (words[i].attr->present) {
			eng_compile_phrase_key(c, eng_str_from(words[i].key), where);
		}
	}
}

static void compile_party(eng_compiler *c, eng_xml_node *e, eng_op_party *party) {
	eng_compile_empty(c, e);
	eng_compile_attr(c, e, "name", false, &party->name);
	eng_compile_attr(c, e, "street", false, &party->street);
	eng_compile_attr(c, e, "number", false, &party->number);
	eng_compile_attr(c, e, "postcode", true, &party->postcode);
	eng_compile_attr(c, e, "town", true, &party->town);
	eng_compile_attr(c, e, "country", true, &party->country);
}

/* What stands inside a Swiss QR-bill: creditor, at most a debtor and two procedures. */
static void compile_bill(eng_compiler *c, eng_xml_node *e, eng_op_payment *payment) {
	size_t procedures = 0, creditors = 0, debtors = 0;

	for (eng_xml_node *n = e->first; n; n = n->next) {
		if (n->kind == ENG_XML_TEXT) {
			eng_compile_no_text(c, n);
		} else if (eng_str_eqc(n->name, "debtor") && debtors++ == 0) {
			if (eng_compile_known(c, n, "debtor")) {
				eng_compile_required(c, n, "name");
				compile_party(c, n, &payment->debtor);
			}
		} else if (eng_str_eqc(n->name, "procedure")) {
			eng_compile_known(c, n, "procedure");
			if (procedures == 2) {
				eng_fail(c->ctx, "template.misplaced-element", n->where,
					 "a payment has at most two 'procedure'");
			} else {
				eng_compile_attr(c, n, "value", true,
						 &payment->procedures[procedures++]);
			}
		} else if (creditors++ == 0 && eng_compile_known(c, n, "creditor")) {
			compile_party(c, n, &payment->creditor);
		} else if (creditors > 1) {
			eng_compile_misplaced(c, n);
		}
	}
	if (!payment->creditor.town.present) {
		eng_fail(
		    c->ctx, "template.missing-element", e->where,
		    "a payment of scheme 'swiss-qr' needs 'creditor' with the payee's address");
	}
}

eng_op *eng_element_payment(eng_compiler *c, eng_xml_node *e, eng_place place) {
	static const char *const schemes[] = { "epc", "swiss-qr", "reference", NULL };
	eng_op *op = eng_op_node(c, ENG_NODE_PAYMENT, e->where);
	eng_op_payment *payment = eng_arena_new(c->arena, eng_op_payment);
	int scheme;

	(void)place;
	eng_compile_required(c, e, "scheme");
	scheme = eng_compile_word(c, e, "scheme", schemes, 2);
	op->as.payment = payment;
	op->keep = ENG_KEEP_TOGETHER;
	payment->scheme = eng_str_from(schemes[scheme]);
	eng_compile_attr(c, e, "amount", scheme == 0, &payment->amount);
	eng_compile_attr(c, e, "currency", scheme == 1 || payment->amount.present,
			 &payment->currency);
	eng_compile_attr(c, e, "iban", scheme != 2, &payment->iban);
	eng_compile_attr(c, e, "name", scheme != 2, &payment->name);
	eng_compile_attr(c, e, "reference", scheme == 2, &payment->reference);
	eng_compile_attr(c, e, "due", false, &payment->due);
	eng_compile_attr(c, e, "label", false, &payment->label);
	check_words(c, payment, e->where);
	eng_compile_attr(c, e, "message", false, &payment->message);
	eng_compile_attr(c, e, "billing", false, &payment->billing);
	if (scheme == 1) {
		compile_bill(c, e, payment);
	} else {
		eng_compile_empty(c, e);
	}
	if (scheme != 1 && (payment->message.present || payment->billing.present)) {
		eng_fail(c->ctx, "template.bad-attribute", e->where,
			 "only a payment of scheme 'swiss-qr' has 'message' and 'billing'");
	}
	eng_compile_leaf(c, op);
	return op;
}

static void compile_options(eng_compiler *c, eng_xml_node *e, eng_op_entry *entry) {
	size_t cap = 0;

	for (eng_xml_node *n = e->first; n; n = n->next) {
		eng_op_option *option;

		if (n->kind == ENG_XML_TEXT || !eng_compile_known(c, n, "option")) {
			continue;
		}
		eng_compile_empty(c, n);
		entry->options = eng_arena_grow(c->arena, entry->options, entry->option_count, &cap,
						sizeof(*entry->options));
		option = &entry->options[entry->option_count++];
		eng_compile_attr(c, n, "value", true, &option->value);
		eng_compile_attr(c, n, "label", false, &option->label);
	}
}

/* options="yes no perhaps": words that are value and label at once. */
static void compile_option_words(eng_compiler *c, eng_xml_node *e, eng_op_entry *entry) {
	const eng_xml_attr *attr = eng_xml_attr_find(e, "options");
	eng_str rest = attr ? attr->value : (eng_str){ 0 }, word;
	size_t cap = 0;

	if (attr && entry->option_count) {
		eng_fail(c->ctx, "template.bad-attribute", attr->where,
			 "options are given as an attribute or as elements, not both");
		return;
	}
	while (eng_str_word(&rest, &word)) {
		eng_op_option *option;

		entry->options = eng_arena_grow(c->arena, entry->options, entry->option_count, &cap,
						sizeof(*entry->options));
		option = &entry->options[entry->option_count++];
		*option = (eng_op_option){ 0 };
		option->value.present = true;
		option->value.where = attr->at;
		option->value.holes.pieces = eng_arena_new(c->arena, eng_piece);
		option->value.holes.pieces[0] = (eng_piece){ word, NULL, attr->at };
		option->value.holes.n = 1;
	}
}

eng_op *eng_element_entry(eng_compiler *c, eng_xml_node *e, eng_place place) {
	static const char *const types[] = { "text",  "multiline", "number", "date",      "email",
					     "phone", "checkbox",  "choice", "signature", NULL };
	eng_op *op = eng_op_node(c, ENG_NODE_ENTRY, e->where);
	eng_op_entry *entry = eng_arena_new(c->arena, eng_op_entry);
	int type;

	(void)place;
	op->as.entry = entry;
	op->keep = ENG_KEEP_TOGETHER;
	entry->name = eng_compile_id(c, e, "name", true);
	eng_compile_required(c, e, "type");
	type = eng_compile_word(c, e, "type", types, 0);
	entry->type = eng_str_from(types[type]);
	eng_compile_attr(c, e, "value", false, &entry->value);
	eng_compile_attr(c, e, "label", true, &entry->label);
	eng_compile_href(c, e, "href", false, &entry->href, &entry->href_fixed);
	entry->required = eng_compile_yes(c, e, "required");
	compile_options(c, e, entry);
	compile_option_words(c, e, entry);
	if ((type == 7) != (entry->option_count > 0)) {
		eng_fail(c->ctx, "template.missing-element", e->where,
			 type == 7 ? "an entry of type 'choice' needs options"
				   : "only an entry of type 'choice' has options");
	}
	eng_compile_leaf(c, op);
	return op;
}

static void check_source(eng_compiler *c, eng_xml_node *e, const eng_op_attachment *attachment) {
	const eng_xml_attr *source = eng_xml_attr_find(e, "source");
	int ways = attachment->data.present + (source != NULL) + (attachment->channel.n > 0);

	if (ways != 1) {
		eng_fail(c->ctx, "template.missing-attribute", e->where,
			 "an attachment has one of 'data', 'source' and 'channel'");
	}
	if (attachment->optional && !source) {
		eng_fail(c->ctx, "template.bad-attribute", e->where,
			 "only an attachment of source=\"record\" may be optional");
	}
	if (!attachment->name.present && attachment->kind != ENG_ATTACH_CHANNEL) {
		eng_compile_required(c, e, "name");
	}
	if (!attachment->mime.present && attachment->kind != ENG_ATTACH_CHANNEL) {
		eng_compile_required(c, e, "mime");
	}
}

eng_op *eng_element_attachment(eng_compiler *c, eng_xml_node *e, eng_place place) {
	static const char *const sources[] = { "record", NULL };
	eng_op *op = eng_op_new(c, ENG_OP_ATTACHMENT, e->where);
	eng_op_attachment *attachment = eng_arena_new(c->arena, eng_op_attachment);
	const eng_xml_attr *channel = eng_xml_attr_find(e, "channel");

	(void)place;
	eng_compile_empty(c, e);
	op->as.attachment = attachment;
	eng_compile_attr(c, e, "name", false, &attachment->name);
	eng_compile_attr(c, e, "mime", false, &attachment->mime);
	eng_compile_attr(c, e, "data", false, &attachment->data);
	attachment->record = eng_xml_attr_find(e, "source") != NULL;
	eng_compile_word(c, e, "source", sources, 0);
	attachment->optional = eng_compile_yes(c, e, "optional");
	if (attachment->record && c->tmpl) {
		c->tmpl->wants_source = true;
	}
	if (channel) {
		attachment->kind = ENG_ATTACH_CHANNEL;
		attachment->channel = channel->value;
		eng_compile_channels(c, channel);
	}
	check_source(c, e, attachment);
	eng_compile_leaf(c, op);
	return op;
}
