/* Encryption of a delivery copy: the standard security handler, revision 6 (ISO 32000-2 7.6.4). */
#ifndef ENG_CHANNELS_COMMON_PDF_SECURITY_H
#define ENG_CHANNELS_COMMON_PDF_SECURITY_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/hash.h"
#include "channels/channel.h"

typedef struct eng_pdf_security {
	unsigned char key[32]; /* of the file */
	eng_str dict;          /* the encryption dictionary */
} eng_pdf_security;

/* Makes the file's key and dictionary for a password of 1 to 127 bytes, or of none when options name an
 * owner. options: what the reader may do; content: hash of the file in plain. False after reporting
 * pdf.password. */
bool eng_pdf_security_make(eng_ctx *ctx, eng_arena *arena, eng_str password,
			   const eng_pdf_options *options, const eng_hash *fingerprint,
			   const eng_hash *content, eng_pdf_security *out);
/* The bytes of a stream as they stand in the file: initialisation vector and AES-256-CBC. */
eng_str eng_pdf_security_seal(const eng_pdf_security *security, eng_arena *arena, unsigned id,
			      eng_str data);

#endif
