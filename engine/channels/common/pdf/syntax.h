/* PDF syntax (ISO 32000-1 7.3): numbers, names, strings and dates as bytes in a buffer. */
#ifndef ENG_CHANNELS_COMMON_PDF_SYNTAX_H
#define ENG_CHANNELS_COMMON_PDF_SYNTAX_H

#include "base/buf.h"
#include "base/date.h"
#include "base/length.h"

/* A length in points with at most three decimals, "12.5"; no locale, no exponent. */
void eng_pdf_length(eng_buf *out, eng_length length);
/* value / 10^decimals with trailing zeros left out; decimals 0..9. */
void eng_pdf_fixed(eng_buf *out, int64_t value, int decimals);
void eng_pdf_integer(eng_buf *out, int64_t value);
/* "12 0 R" */
void eng_pdf_reference(eng_buf *out, unsigned id);
/* "/Name" with #xx where 7.3.5 wants it; cut at 127 bytes. */
void eng_pdf_name(eng_buf *out, eng_str name);
/* A literal string of these bytes, as they are. */
void eng_pdf_bytes(eng_buf *out, eng_str bytes);
/* A text string (7.9.2.2): as is when ASCII, else UTF-16BE with its mark. Ill-formed UTF-8 becomes
 * U+FFFD. */
void eng_pdf_text(eng_buf *out, eng_str text);
/* UTF-16BE as hex digits without brackets; for CMaps. */
void eng_pdf_utf16_hex(eng_buf *out, eng_str text);
/* "D:20261101060000+01'00'" (7.9.4); date alone when there is no time. */
void eng_pdf_date(eng_buf *out, eng_date date);
/* The same as XMP writes it: "2026-11-01T06:00:00+01:00". */
void eng_pdf_xmp_date(eng_buf *out, eng_date date);
/* "x0 y0 x1 y1" of a rectangle on a page of this height, in PDF's upward coordinates. */
void eng_pdf_rect(eng_buf *out, eng_rect rect, eng_length page_height);

#endif
