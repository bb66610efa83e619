/* The Swiss QR-bill in words: the lines of its code, its headings, its printed numbers.
 *
 * Swiss Implementation Guidelines for the QR-bill, version 2.3: structured addresses only. Trusts that
 * composition has checked lengths, characters and check digits; knows no page. */
#include "document/payment.h"

/* Columns: de, fr, it, en. */
static const char *const words[ENG_BILL_WORDS][4] = {
	[ENG_BILL_PAYMENT_PART] = { "Zahlteil", "Section paiement", "Sezione pagamento",
				    "Payment part" },
	[ENG_BILL_ACCOUNT] = { "Konto / Zahlbar an", "Compte / Payable à", "Conto / Pagabile a",
			       "Account / Payable to" },
	[ENG_BILL_REFERENCE] = { "Referenz", "Référence", "Riferimento", "Reference" },
	[ENG_BILL_INFORMATION] = { "Zusätzliche Informationen", "Informations supplémentaires",
				   "Informazioni supplementari", "Additional information" },
	[ENG_BILL_CURRENCY] = { "Währung", "Monnaie", "Valuta", "Currency" },
	[ENG_BILL_AMOUNT] = { "Betrag", "Montant", "Importo", "Amount" },
	[ENG_BILL_RECEIPT] = { "Empfangsschein", "Récépissé", "Ricevuta", "Receipt" },
	[ENG_BILL_ACCEPTANCE] = { "Annahmestelle", "Point de dépôt", "Punto di accettazione",
				  "Acceptance point" },
	[ENG_BILL_PAYER] = { "Zahlbar durch", "Payable par", "Pagabile da", "Payable by" },
	[ENG_BILL_PAYER_BLANK] = { "Zahlbar durch (Name/Adresse)", "Payable par (nom/adresse)",
				   "Pagabile da (nome/indirizzo)", "Payable by (name/address)" },
	[ENG_BILL_NO_PAYMENT] = { "NICHT ZUR ZAHLUNG VERWENDEN", "NE PAS UTILISER POUR LE PAIEMENT",
				  "NON UTILIZZARE PER IL PAGAMENTO", "DO NOT USE FOR PAYMENT" },
};

static const char *const languages[4] = { "de", "fr", "it", "en" };

static size_t column_of(eng_str language) {
	for (size_t i = 0; i < 3; i++) {
		if (eng_str_starts(language, languages[i]) &&
		    (language.n == 2 || language.s[2] == '-')) {
			return i;
		}
	}
	return 3;
}

eng_str eng_bill_language(eng_str language) {
	return eng_str_from(languages[column_of(language)]);
}

eng_str eng_bill_word_in(eng_str language, eng_bill_word word) {
	return eng_str_from(words[word][column_of(language)]);
}

const char *eng_bill_reference_type(eng_str reference) {
	return reference.n == 0 ? "NON" : eng_str_starts(reference, "RF") ? "SCOR" : "QRR";
}

eng_str eng_bill_amount(eng_arena *arena, eng_decimal amount) {
	char text[ENG_DECIMAL_TEXT];
	eng_str digits;
	eng_buf out = { 0 };
	eng_str copy;

	eng_decimal_round(amount, 2, ENG_ROUND_HALF_UP, &amount);
	digits = eng_decimal_format(amount, text);
	for (size_t i = 0; i < digits.n; i++) {
		if (i > 0 && digits.n - 3 > i && (digits.n - 3 - i) % 3 == 0) {
			eng_buf_char(&out, ' ');
		}
		eng_buf_char(&out, digits.s[i]);
	}
	copy = eng_str_copy(arena, eng_buf_view(&out));
	eng_buf_finish(&out);
	return copy;
}

/* QR references: two digits, then groups of five; creditor references: groups of four. */
static eng_str printed_reference(eng_arena *arena, eng_str reference) {
	eng_str bare = eng_payment_without_spaces(arena, reference);
	char *s = eng_arena_alloc(arena, 2 * bare.n + 1);
	size_t n = 0;

	if (eng_str_starts(bare, "RF")) {
		return eng_payment_iban(arena, bare);
	}
	for (size_t i = 0; i < bare.n; i++) {
		if (i >= 2 && (i - 2) % 5 == 0) {
			s[n++] = ' ';
		}
		s[n++] = bare.s[i];
	}
	return (eng_str){ s, n };
}

/* Street and number, postcode and town with the country before it when that is not Switzerland. */
static void add_address(eng_buf *out, const eng_party *party, bool reduced) {
	eng_buf_str(out, party->name);
	if (!reduced && (party->street.n || party->number.n)) {
		eng_buf_char(out, '\n');
		eng_buf_str(out, party->street);
		eng_buf_cstr(out, party->street.n && party->number.n ? " " : "");
		eng_buf_str(out, party->number);
	}
	eng_buf_char(out, '\n');
	if (!eng_str_eqc(party->country, "CH")) {
		eng_buf_str(out, party->country);
		eng_buf_char(out, '-');
	}
	eng_buf_str(out, party->postcode);
	eng_buf_char(out, ' ');
	eng_buf_str(out, party->town);
}

static void add_detail(eng_arena *arena, eng_str language, eng_bill_word word, eng_buf *text,
		       eng_bill_detail *out, size_t *n) {
	if (text->n) {
		out[(*n)++] = (eng_bill_detail){ eng_bill_word_in(language, word),
						 eng_str_copy(arena, eng_buf_view(text)) };
	}
	eng_buf_clear(text);
}

size_t eng_bill_details(eng_arena *arena, const eng_node *node, eng_str language, bool reduced,
			eng_bill_detail out[ENG_BILL_DETAILS]) {
	const eng_qr_bill *bill = node->as.payment.bill;
	eng_buf text = { 0 };
	size_t n = 0;

	eng_buf_str(&text, eng_payment_iban(arena, node->as.payment.iban));
	eng_buf_char(&text, '\n');
	add_address(&text, &bill->creditor, reduced);
	add_detail(arena, language, ENG_BILL_ACCOUNT, &text, out, &n);
	eng_buf_str(&text, printed_reference(arena, node->as.payment.reference));
	add_detail(arena, language, ENG_BILL_REFERENCE, &text, out, &n);
	eng_buf_str(&text, bill->message);
	eng_buf_cstr(&text, bill->message.n && bill->billing.n ? "\n" : "");
	eng_buf_str(&text, bill->billing);
	add_detail(arena, language, ENG_BILL_INFORMATION, &text, out, &n);
	if (bill->debtor.name.n) {
		add_address(&text, &bill->debtor, reduced);
		add_detail(arena, language, ENG_BILL_PAYER, &text, out, &n);
	}
	eng_buf_finish(&text);
	return n;
}

static void line(eng_buf *out, eng_str text) {
	eng_buf_str(out, text);
	eng_buf_char(out, '\n');
}

/* Seven lines; all empty when the party is not known. */
static void add_party(eng_buf *out, const eng_party *party) {
	line(out, party && party->name.n ? ENG_STR("S") : (eng_str){ 0 });
	line(out, party ? party->name : (eng_str){ 0 });
	line(out, party ? party->street : (eng_str){ 0 });
	line(out, party ? party->number : (eng_str){ 0 });
	line(out, party ? party->postcode : (eng_str){ 0 });
	line(out, party ? party->town : (eng_str){ 0 });
	line(out, party ? party->country : (eng_str){ 0 });
}

eng_str eng_bill_payload(eng_arena *arena, const eng_node *node) {
	const eng_qr_bill *bill = node->as.payment.bill;
	eng_str reference = eng_payment_without_spaces(arena, node->as.payment.reference);
	char amount[ENG_DECIMAL_TEXT];
	eng_decimal rounded;
	eng_buf out = { 0 };
	eng_str copy;

	eng_buf_cstr(&out, "SPC\n0200\n1\n");
	line(&out, eng_payment_without_spaces(arena, node->as.payment.iban));
	add_party(&out, &bill->creditor);
	add_party(&out, NULL); /* the ultimate creditor is not to be used yet */
	if (node->as.payment.amount.raw.n) {
		eng_decimal_round(node->as.payment.amount.number, 2, ENG_ROUND_HALF_UP, &rounded);
		line(&out, eng_decimal_format(rounded, amount));
	} else {
		line(&out, (eng_str){ 0 });
	}
	line(&out, node->as.payment.currency);
	add_party(&out, &bill->debtor);
	line(&out, eng_str_from(eng_bill_reference_type(reference)));
	line(&out, reference);
	line(&out, bill->message);
	eng_buf_cstr(&out, "EPD");
	/* What follows is optional, and no empty lines end the code. */
	if (bill->billing.n || bill->procedures[0].n) {
		eng_buf_char(&out, '\n');
		eng_buf_str(&out, bill->billing);
	}
	for (size_t i = 0; i < 2 && bill->procedures[i].n; i++) {
		eng_buf_char(&out, '\n');
		eng_buf_str(&out, bill->procedures[i]);
	}
	copy = eng_str_copy(arena, eng_buf_view(&out));
	eng_buf_finish(&out);
	return copy;
}
