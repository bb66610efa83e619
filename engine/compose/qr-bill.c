/* The Swiss QR-bill: its facts taken from the template and checked for what banks accept.
 *
 * Swiss Implementation Guidelines for the QR-bill, version 2.3: lengths (4.2.2), the character set
 * (4.1.1), QR-IBAN and references (annex B), structured addresses only. What is refused here would be
 * refused by the payer's bank, when it is too late. */
#include <string.h>

#include "base/check.h"
#include "base/utf8.h"
#include "compose/state.h"
#include "document/payment.h"

/* Latin of the guidelines' version 2.3; all that is line feed or control is out already. */
static bool is_bill_character(uint32_t c) {
	return (c >= 0x20 && c <= 0x7e) || (c >= 0xa0 && c <= 0x17f) ||
	       (c >= 0x218 && c <= 0x21b) || c == 0x20ac;
}

/* One element of the code: the attribute's text, of at most these characters. */
static bool take(eng_composing *s, const eng_op_attr *attr, const char *name, size_t most,
		 eng_str *out) {
	eng_str rest;
	uint32_t c;

	if (!eng_compose_attr(s, attr, out)) {
		return false;
	}
	if (eng_utf8_length(*out) > most) {
		return eng_fail(s->ctx, "template.payment", attr->where,
				"%s '%s' of a Swiss QR-bill has %zu characters, at most %zu fit",
				name, eng_quote(s->arena, *out), eng_utf8_length(*out), most);
	}
	for (rest = *out; eng_utf8_next(&rest, &c);) {
		if (!is_bill_character(c)) {
			return eng_fail(
			    s->ctx, "template.payment", attr->where,
			    "%s '%s' has U+%04X, a Swiss QR-bill takes Latin letters only", name,
			    eng_quote(s->arena, *out), (unsigned)c);
		}
	}
	return true;
}

static bool take_needed(eng_composing *s, const eng_op_attr *attr, const char *name, size_t most,
			eng_str *out) {
	return take(s, attr, name, most, out) &&
	       (out->n || eng_fail(s->ctx, "template.empty-value", attr->where,
				   "%s of a Swiss QR-bill has no value", name));
}

static bool take_address(eng_composing *s, const eng_op_party *op, eng_party *party) {
	if (!take(s, &op->street, "street", 70, &party->street) ||
	    !take(s, &op->number, "number", 16, &party->number) ||
	    !take_needed(s, &op->postcode, "postcode", 16, &party->postcode) ||
	    !take_needed(s, &op->town, "town", 35, &party->town) ||
	    !take_needed(s, &op->country, "country", 2, &party->country)) {
		return false;
	}
	if (party->country.n != 2 || party->country.s[0] < 'A' || party->country.s[0] > 'Z' ||
	    party->country.s[1] < 'A' || party->country.s[1] > 'Z') {
		return eng_fail(s->ctx, "template.payment", op->country.where,
				"country '%s' should be two capital letters such as CH",
				eng_quote(s->arena, party->country));
	}
	return true;
}

/* A QR-IBAN, whose bank number is 30000 to 31999, goes with a QR reference and with nothing else. */
static bool check_reference(eng_composing *s, const eng_op_payment *op, const eng_node *node) {
	eng_str iban = eng_payment_without_spaces(s->arena, node->as.payment.iban);
	eng_str reference = eng_payment_without_spaces(s->arena, node->as.payment.reference);
	const char *type = eng_bill_reference_type(reference);
	bool qr_iban = iban.n == 21 && iban.s[4] == '3' && (iban.s[5] == '0' || iban.s[5] == '1');
	eng_loc where = op->reference.present ? op->reference.where : op->iban.where;
	const char *quoted = eng_quote(s->arena, reference);

	if (iban.n != 21) {
		return eng_fail(s->ctx, "template.payment", op->iban.where,
				"the IBAN of a Swiss QR-bill has 21 characters, not %zu", iban.n);
	}
	if (strcmp(type, "SCOR") == 0 && (reference.n > 25 || !eng_check_mod97(reference))) {
		return eng_fail(s->ctx, "template.payment", where,
				"'%s' should be a creditor reference whose check digits are right",
				quoted);
	}
	if (strcmp(type, "QRR") == 0 && (reference.n != 27 || !eng_check_mod10(reference))) {
		return eng_fail(s->ctx, "template.payment", where,
				"'%s' should be a QR reference of 27 digits whose check digit is "
				"right, or begin with RF",
				quoted);
	}
	if (qr_iban != (strcmp(type, "QRR") == 0)) {
		return eng_fail(s->ctx, "template.payment", where,
				qr_iban
				    ? "a QR-IBAN needs a QR reference of 27 digits, not '%s'"
				    : "the QR reference '%s' needs a QR-IBAN (bank number 30000 "
				      "to 31999)",
				quoted);
	}
	return true;
}

/* 0.00 makes a notice that is not to be paid, and says so. */
static bool check_amount(eng_composing *s, const eng_op_payment *op, const eng_node *node,
			 eng_qr_bill *bill) {
	eng_decimal amount = node->as.payment.amount.number, rounded;
	eng_str notice = eng_bill_word_in(s->doc->language, ENG_BILL_NO_PAYMENT);

	if (node->as.payment.amount.raw.n == 0) {
		return true;
	}
	if (!eng_decimal_round(amount, 2, ENG_ROUND_DOWN, &rounded) ||
	    eng_decimal_cmp(amount, rounded) != 0 || eng_decimal_sign(amount) < 0 ||
	    eng_decimal_cmp(amount, eng_decimal_from_int(1000000000)) >= 0) {
		return eng_fail(s->ctx, "template.payment", op->amount.where,
				"a Swiss QR-bill is over 0.00 to 999999999.99, with two digits");
	}
	if (eng_decimal_sign(amount) == 0) {
		if (bill->message.n && !eng_str_eq(bill->message, notice)) {
			return eng_fail(
			    s->ctx, "template.payment", op->message.where,
			    "a Swiss QR-bill over 0.00 says '%.*s' and no other message",
			    ENG_STR_ARG(notice));
		}
		bill->message = notice;
	}
	return true;
}

bool eng_compose_bill(eng_composing *s, const eng_op_payment *op, eng_node *node) {
	eng_qr_bill *bill = eng_arena_new(s->arena, eng_qr_bill);

	node->as.payment.bill = bill;
	if (!take_needed(s, &op->name, "name", 70, &bill->creditor.name) ||
	    !take_address(s, &op->creditor, &bill->creditor) ||
	    !take(s, &op->debtor.name, "name", 70, &bill->debtor.name) ||
	    (bill->debtor.name.n && !take_address(s, &op->debtor, &bill->debtor)) ||
	    !take(s, &op->message, "message", 140, &bill->message) ||
	    !take(s, &op->billing, "billing", 140, &bill->billing)) {
		return false;
	}
	for (size_t i = 0; i < 2; i++) {
		if (!take(s, &op->procedures[i], "procedure", 100, &bill->procedures[i])) {
			return false;
		}
	}
	if (bill->procedures[0].n == 0) { /* the first may be left empty by its hole */
		bill->procedures[0] = bill->procedures[1];
		bill->procedures[1] = (eng_str){ 0 };
	}
	if (!check_reference(s, op, node) || !check_amount(s, op, node, bill)) {
		return false;
	}
	return eng_utf8_length(bill->message) + eng_utf8_length(bill->billing) <= 140 ||
	       eng_fail(s->ctx, "template.payment", op->billing.where,
			"'message' and 'billing' have more than 140 characters together");
}
