/* What a payment code says: the text inside the QR code of a credit transfer. */
#ifndef ENG_CHANNELS_COMMON_PAYMENT_H
#define ENG_CHANNELS_COMMON_PAYMENT_H

#include "base/arena.h"
#include "base/diag.h"
#include "document/node.h"

/* The EPC069-12 payload (version 002, UTF-8) of a PAYMENT node with scheme "epc"; empty for schemes
 * without a payload of their own in messages. False after reporting channel.bad-payment: no IBAN, a
 * currency other than EUR, an amount outside 0.01 .. 999999999.99, a field that is too long. */
bool eng_payment_payload(eng_ctx *ctx, eng_arena *arena, const eng_node *payment, eng_str *out);
/* The lines that are present, each with the words before it; the account number in its print form.
 * Returns how many. */
size_t eng_payment_pairs(eng_arena *arena, const eng_node *payment,
			 eng_str labels[ENG_PAYMENT_LINES], eng_str values[ENG_PAYMENT_LINES]);
/* The account number in groups of four, as it is read and typed (ISO 13616-1 print form). */
eng_str eng_payment_iban(eng_arena *arena, eng_str iban);

#endif
