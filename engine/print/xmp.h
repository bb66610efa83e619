/* What a print stream says of itself (PDF/X-4 and PDF/VT-1 identification). */
#ifndef ENG_PRINT_XMP_H
#define ENG_PRINT_XMP_H

#include "base/buf.h"
#include "base/hash.h"

/* Appends an XMP packet; date as PDF writes it ("D:20261101060000+01'00'"); hash: of the stream so far,
 * from which its ids derive. */
void eng_print_xmp(eng_buf *out, eng_str title, eng_str date, const eng_hash *hash);
/* Appends the document information dictionary, which says the same. */
void eng_print_info(eng_buf *out, eng_str title, eng_str date);

#endif
