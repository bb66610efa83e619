/* The readers by the names of channels, and what they remember from one artifact to the next. */
#ifndef ENG_VERIFY_VERIFY_H
#define ENG_VERIFY_VERIFY_H

#include "verify/claim.h"
#include "verify/pdf-program.h"

typedef struct eng_verifier eng_verifier;

/* fonts: those that PDF files may be set in, which must outlive the verifier. */
eng_verifier *eng_verifier_new(eng_pdf_fonts fonts);
void eng_verifier_free(eng_verifier *verifier);

/* Whether a reader knows the artifacts of a channel. */
bool eng_verifier_knows(const char *channel);
/* Reads the artifact and checks the claims; password opens an encrypted PDF. Arena as in out. False when
 * something was added to out->items. */
bool eng_verifier_check(eng_verifier *verifier, const char *channel, eng_str bytes,
			eng_str password, const eng_claim *claims, size_t n, eng_findings *out);

#endif
