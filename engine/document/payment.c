/* The code of a SEPA credit transfer, EPC069-12 v2.1: service tag, version, character set, SCT, BIC,
 * name, IBAN, amount, purpose, structured or unstructured remittance, note; no line end behind the
 * last element. The Swiss bill's code is qr-bill.c's. */
#include "document/payment.h"

#include "base/check.h"
#include "base/utf8.h"

#define NAME_MAX_CHARS   70
#define STRUCTURED_MAX   35
#define UNSTRUCTURED_MAX 140
#define PAYLOAD_MAX      331

/* One element: controls cannot start another line. */
static void element(eng_buf *out, eng_str text) {
	uint32_t c;

	while (eng_utf8_next(&text, &c)) {
		eng_buf_utf8(
		    out, eng_utf8_is_control(c) || c == '\n' || c == '\r' || c == '\t' ? ' ' : c);
	}
	eng_buf_char(out, '\n');
}

eng_str eng_payment_without_spaces(eng_arena *arena, eng_str text) {
	char *s = eng_arena_alloc(arena, text.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		if (text.s[i] != ' ') {
			s[n++] = text.s[i];
		}
	}
	return (eng_str){ s, n };
}

/* "EUR84.20", or empty when no amount is asked for. */
static bool amount_of(eng_arena *arena, const eng_node *node, eng_str *out) {
	char text[ENG_DECIMAL_TEXT];
	eng_decimal rounded, number;

	*out = (eng_str){ "", 0 };
	if (node->as.payment.amount.raw.n == 0) {
		return true;
	}
	if (!eng_decimal_parse(node->as.payment.amount.raw, true, &number) ||
	    !eng_decimal_round(number, 2, ENG_ROUND_DOWN, &rounded) ||
	    eng_decimal_cmp(number, rounded) != 0 || eng_decimal_sign(number) <= 0 ||
	    eng_decimal_cmp(number, eng_decimal_from_int(1000000000)) >= 0) {
		return false;
	}
	eng_decimal_format(rounded, text);
	*out = eng_str_printf(arena, "EUR%s", text);
	return true;
}

static const char *fault_of(eng_arena *arena, const eng_node *node, eng_str iban, eng_str *amount) {
	if (iban.n < 15 || iban.n > 34) {
		return "it needs an IBAN";
	}
	if (node->as.payment.name.n == 0 ||
	    eng_utf8_length(node->as.payment.name) > NAME_MAX_CHARS) {
		return "the payee's name must have 1 to 70 characters";
	}
	if (node->as.payment.currency.n && !eng_str_eqc(node->as.payment.currency, "EUR")) {
		return "the currency must be EUR";
	}
	if (!amount_of(arena, node, amount)) {
		return "the amount must be 0.01 to 999999999.99 with two digits";
	}
	if (eng_utf8_length(node->as.payment.reference) > UNSTRUCTURED_MAX) {
		return "the reference must have at most 140 characters";
	}
	return NULL;
}

bool eng_payment_payload(eng_ctx *ctx, eng_arena *arena, const eng_node *node, eng_str *out) {
	eng_str iban = eng_payment_without_spaces(arena, node->as.payment.iban), amount;
	eng_str reference = eng_payment_without_spaces(arena, node->as.payment.reference);
	/* Only a creditor reference of ISO 11649 may stand in the structured element. */
	bool structured = eng_str_starts(reference, "RF") && reference.n <= STRUCTURED_MAX &&
			  eng_check_mod97(reference);
	eng_buf text = { 0 };
	const char *fault;

	*out = (eng_str){ "", 0 };
	if (node->as.payment.bill) {
		*out = eng_bill_payload(arena, node);
		return true;
	}
	if (!eng_str_eqc(node->as.payment.scheme, "epc")) {
		return true;
	}
	fault = fault_of(arena, node, iban, &amount);
	if (fault) {
		return eng_fail(ctx, "channel.bad-payment", node->where,
				"payment code cannot be made: %s", fault);
	}
	eng_buf_cstr(&text, "BCD\n002\n1\nSCT\n\n");
	element(&text, node->as.payment.name);
	element(&text, iban);
	element(&text, amount);
	eng_buf_char(&text, '\n');
	element(&text, structured ? reference : (eng_str){ "", 0 });
	element(&text, structured ? (eng_str){ "", 0 } : node->as.payment.reference);
	while (text.n && text.s[text.n - 1] == '\n') {
		text.n--;
	}
	if (text.n > PAYLOAD_MAX) {
		eng_buf_finish(&text);
		return eng_fail(ctx, "channel.bad-payment", node->where,
				"payment code needs more than %d bytes, shorten name or reference",
				PAYLOAD_MAX);
	}
	*out = eng_str_copy(arena, eng_buf_view(&text));
	eng_buf_finish(&text);
	return true;
}

eng_str eng_payment_iban(eng_arena *arena, eng_str iban) {
	eng_str bare = eng_payment_without_spaces(arena, iban);
	char *s = eng_arena_alloc(arena, bare.n + bare.n / 4 + 1);
	size_t n = 0;

	for (size_t i = 0; i < bare.n; i++) {
		if (i && i % 4 == 0) {
			s[n++] = ' ';
		}
		s[n++] = bare.s[i];
	}
	return (eng_str){ s, n };
}

static void pair(eng_str label, eng_str value, size_t *n, eng_str *labels, eng_str *values) {
	if (value.n) {
		labels[*n] = label;
		values[(*n)++] = value;
	}
}

size_t eng_payment_pairs(eng_arena *arena, const eng_node *payment, eng_str language,
			 eng_str labels[ENG_PAYMENT_PAIRS], eng_str values[ENG_PAYMENT_PAIRS]) {
	const eng_str *words = payment->as.payment.words;
	eng_bill_detail details[ENG_BILL_DETAILS];
	size_t n = 0, count;

	pair(words[ENG_PAYMENT_AMOUNT], payment->as.payment.amount.text, &n, labels, values);
	if (payment->as.payment.bill) {
		count = eng_bill_details(arena, payment, language, false, details);
		for (size_t i = 0; i < count; i++) {
			pair(details[i].label, details[i].text, &n, labels, values);
		}
	} else {
		pair(words[ENG_PAYMENT_NAME], payment->as.payment.name, &n, labels, values);
		pair(words[ENG_PAYMENT_IBAN], eng_payment_iban(arena, payment->as.payment.iban), &n,
		     labels, values);
		pair(words[ENG_PAYMENT_REFERENCE], payment->as.payment.reference, &n, labels,
		     values);
	}
	pair(words[ENG_PAYMENT_DUE], payment->as.payment.due.text, &n, labels, values);
	return n;
}
