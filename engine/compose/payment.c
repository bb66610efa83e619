/* Payments: the facts of a credit transfer, checked for what the scheme can say (EPC069-12). What only
 * the Swiss QR-bill has is qr-bill.c's; drawing it is the channels' business. */
#include "compose/state.h"
#include "expr/locale.h"

static bool set_amount(eng_composing *s, const eng_op_payment *op, eng_node *node) {
	eng_value *amount = &node->as.payment.amount;

	if (!eng_compose_attr_value(s, &op->amount, amount) || amount->raw.n == 0) {
		return amount->raw.n == 0;
	}
	if (amount->kind == ENG_VALUE_MONEY) {
		if (!eng_str_eq(amount->currency, node->as.payment.currency)) {
			return eng_fail(s->ctx, "template.payment", op->amount.where,
					"the amount is in %.*s, the payment in %.*s",
					ENG_STR_ARG(amount->currency),
					ENG_STR_ARG(node->as.payment.currency));
		}
		return true;
	}
	if (!eng_decimal_parse(amount->raw, false, &amount->number)) {
		return eng_fail(s->ctx, "template.payment", op->amount.where,
				"'%s' is not an amount", eng_quote(s->arena, amount->text));
	}
	return eng_locale_money(s->ctx, s->arena, s->eval.locale, op->amount.where, amount->number,
				node->as.payment.currency, ENG_MONEY_STANDARD, amount);
}

static bool set_due(eng_composing *s, const eng_op_payment *op, eng_node *node) {
	eng_value *due = &node->as.payment.due;

	if (!eng_compose_attr_value(s, &op->due, due)) {
		return false;
	}
	if (due->raw.n == 0 || due->kind == ENG_VALUE_DATE) {
		return true;
	}
	if (!eng_date_parse(due->raw, &due->date)) {
		return eng_fail(s->ctx, "template.payment", op->due.where, "due '%s' is not a date",
				eng_quote(s->arena, due->text));
	}
	return eng_locale_date(s->ctx, s->arena, s->eval.locale, op->due.where, due->date,
			       ENG_STR("medium"), due);
}

static bool check_scheme(eng_composing *s, const eng_op_payment *op, const eng_node *node) {
	const eng_str currency = node->as.payment.currency;
	bool epc = eng_str_eqc(op->scheme, "epc"), swiss = eng_str_eqc(op->scheme, "swiss-qr");
	const char *why;
	eng_decimal least;

	if (epc && !eng_str_eqc(currency, "EUR")) {
		return eng_fail(s->ctx, "template.payment", op->currency.where,
				"an EPC payment is in EUR, not in '%s'",
				eng_quote(s->arena, currency));
	}
	if (swiss && !eng_str_eqc(currency, "CHF") && !eng_str_eqc(currency, "EUR")) {
		return eng_fail(s->ctx, "template.payment", op->currency.where,
				"a Swiss QR-bill is in CHF or EUR, not in '%s'",
				eng_quote(s->arena, currency));
	}
	if ((epc || swiss) &&
	    !eng_type_accepts(ENG_TYPE_IBAN, node->as.payment.iban, false, &why)) {
		return eng_fail(s->ctx, "template.payment", op->iban.where, "'%s' should be %s",
				eng_quote(s->arena, node->as.payment.iban), why);
	}
	if (swiss && !eng_str_starts(node->as.payment.iban, "CH") &&
	    !eng_str_starts(node->as.payment.iban, "LI")) {
		return eng_fail(s->ctx, "template.payment", op->iban.where,
				"a Swiss QR-bill is paid to an IBAN of CH or LI");
	}
	eng_decimal_parse(ENG_STR("0.01"), false, &least);
	if (epc && eng_decimal_cmp(node->as.payment.amount.number, least) < 0) {
		return eng_fail(s->ctx, "template.payment", op->amount.where,
				"an EPC payment needs an amount of at least 0.01");
	}
	return true;
}

/* The engine's own words in the document's language: no channel has wording of its own. */
static bool set_words(eng_composing *s, eng_node *node) {
	static const char *const keys[] = { "engross.payment-amount", "engross.payment-name",
					    "engross.payment-iban", "engross.payment-reference",
					    "engross.payment-due" };
	const bool present[] = { node->as.payment.amount.raw.n > 0, node->as.payment.name.n > 0,
				 node->as.payment.iban.n > 0, node->as.payment.reference.n > 0,
				 node->as.payment.due.raw.n > 0 };

	for (size_t i = 0; i < ENG_PAYMENT_LINES; i++) {
		if (present[i] &&
		    !eng_compose_word(s, keys[i], node->where, &node->as.payment.words[i])) {
			return false;
		}
	}
	return true;
}

bool eng_compose_payment(eng_composing *s, const eng_op *op, eng_node *parent,
			 eng_channel_set set) {
	const eng_op_payment *payment = op->as.payment;
	eng_node *node = eng_compose_node(s, op, ENG_NODE_PAYMENT, set);

	if (!node) {
		return false;
	}
	node->as.payment.scheme = payment->scheme;
	if (!eng_compose_attr(s, &payment->currency, &node->as.payment.currency) ||
	    !eng_compose_attr(s, &payment->iban, &node->as.payment.iban) ||
	    !eng_compose_attr(s, &payment->name, &node->as.payment.name) ||
	    !eng_compose_attr(s, &payment->reference, &node->as.payment.reference) ||
	    !eng_compose_attr(s, &payment->label, &node->as.payment.label) ||
	    !set_amount(s, payment, node) || !set_due(s, payment, node) ||
	    !check_scheme(s, payment, node) || !set_words(s, node) ||
	    (eng_str_eqc(payment->scheme, "swiss-qr") && !eng_compose_bill(s, payment, node))) {
		return false;
	}
	eng_node_append(parent, node);
	return true;
}
