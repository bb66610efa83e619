/* What a payment says: the text inside its QR code, and its numbers as they are printed. */
#ifndef ENG_DOCUMENT_PAYMENT_H
#define ENG_DOCUMENT_PAYMENT_H

#include "base/arena.h"
#include "base/diag.h"
#include "document/node.h"

/* Who is paid or who pays, as the Swiss QR-bill wants it: structured. */
typedef struct eng_party { eng_str name, street, number, postcode, town, country; } eng_party;

/* What a Swiss QR-bill says beside the payment itself. */
struct eng_qr_bill {
	eng_party creditor;
	eng_party debtor;        /* name empty: not known, the payer fills it in */
	eng_str message, billing;
	eng_str procedures[2];   /* alternative procedures; empty: none */
};

/* The text of a PAYMENT node's QR code: EPC069-12 (version 002, UTF-8) of scheme "epc", SPC 0200 of
 * "swiss-qr"; empty for schemes without a code. False after reporting channel.bad-payment: no IBAN, a
 * currency or an amount that the scheme does not know, a field that is too long. */
bool eng_payment_payload(eng_ctx *ctx, eng_arena *arena, const eng_node *payment, eng_str *out);
enum { ENG_PAYMENT_PAIRS = 6 };

/* What is there to be said, each with the words before it; the account number in its print form. Values
 * of a Swiss QR-bill have line feeds, and its headings are in its own language nearest to language.
 * Returns how many. */
size_t eng_payment_pairs(eng_arena *arena, const eng_node *payment, eng_str language,
			 eng_str labels[ENG_PAYMENT_PAIRS], eng_str values[ENG_PAYMENT_PAIRS]);
/* The account number in groups of four, as it is read and typed (ISO 13616-1 print form). */
eng_str eng_payment_iban(eng_arena *arena, eng_str iban);
eng_str eng_payment_without_spaces(eng_arena *arena, eng_str text);

/* The headings of a Swiss QR-bill (guidelines, annex C). */
typedef enum eng_bill_word {
	ENG_BILL_PAYMENT_PART,
	ENG_BILL_ACCOUNT,
	ENG_BILL_REFERENCE,
	ENG_BILL_INFORMATION,
	ENG_BILL_CURRENCY,
	ENG_BILL_AMOUNT,
	ENG_BILL_RECEIPT,
	ENG_BILL_ACCEPTANCE,
	ENG_BILL_PAYER,
	ENG_BILL_PAYER_BLANK,
	ENG_BILL_NO_PAYMENT, /* the message of a bill over 0.00 */
	ENG_BILL_WORDS
} eng_bill_word;

/* "de", "fr", "it" or "en": the bill knows no other language. */
eng_str eng_bill_language(eng_str language);
eng_str eng_bill_word_in(eng_str language, eng_bill_word word);

/* A heading and the lines below it, separated by line feeds. */
typedef struct eng_bill_detail {
	eng_str label, text;
} eng_bill_detail;

enum { ENG_BILL_DETAILS = 4 };

/* What a "swiss-qr" payment says in words: account and creditor, reference, information, payer; those
 * that are there. reduced: addresses without street, as a receipt may have them. */
size_t eng_bill_details(eng_arena *arena, const eng_node *payment, eng_str language, bool reduced,
			eng_bill_detail out[ENG_BILL_DETAILS]);
/* The amount with blanks between thousands and a point: "1 949.75". */
eng_str eng_bill_amount(eng_arena *arena, eng_decimal amount);
/* "QRR", "SCOR" or "NON": what the reference is. */
const char *eng_bill_reference_type(eng_str reference);
/* SPC 0200: the lines of the code. */
eng_str eng_bill_payload(eng_arena *arena, const eng_node *payment);

#endif
