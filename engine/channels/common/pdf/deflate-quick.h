/* Bytes of one document as a zlib stream (RFC 1950, 1951), at less than half the price of a library's fastest
 * level and in a tenth more bytes: one pass, in codes that were made beforehand of what pages and
 * dictionaries are like. */
#ifndef ENG_CHANNELS_COMMON_PDF_DEFLATE_QUICK_H
#define ENG_CHANNELS_COMMON_PDF_DEFLATE_QUICK_H

#include "base/buf.h"

/* What the bytes are like; the codes fit others less well, and never wrongly. */
typedef enum eng_quick_kind {
	ENG_QUICK_CONTENT,      /* operators of pages */
	ENG_QUICK_DICTIONARIES, /* and other objects */
	ENG_QUICK_ROWS,         /* nearly all alike: in the codes that need not be stated */
	ENG_QUICK_KINDS
} eng_quick_kind;

/* What is kept from stream to stream is memory, never content. */
typedef struct eng_quick eng_quick;

eng_quick *eng_quick_new(void);
void eng_quick_free(eng_quick *quick);
/* Appends the stream. The same data gives the same bytes. */
void eng_quick_deflate(eng_quick *quick, eng_quick_kind kind, eng_str data, eng_buf *out);

#endif
