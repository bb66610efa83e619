/* Which invoices make a PDF a Factur-X (ZUGFeRD) file. */
#ifndef ENG_CHANNELS_COMMON_PDF_FACTURX_H
#define ENG_CHANNELS_COMMON_PDF_FACTURX_H

#include "base/diag.h"

typedef struct eng_facturx {
	eng_str level;     /* ConformanceLevel: "EN 16931"; empty: no Factur-X invoice */
	eng_str version;   /* of the XMP: "1.0" */
	eng_str file_name; /* "factur-x.xml" */
	bool data;         /* the XML says less than the page: relationship Data, not Alternative */
} eng_facturx;

/* Looks whether the bytes are a Cross Industry Invoice of a guideline that Factur-X knows. False when
 * they are not, whatever they are; reports nothing. Strings are in the arena or static. */
bool eng_facturx_find(const eng_ctx *ctx, eng_arena *arena, eng_str bytes, eng_facturx *out);
/* What a guideline identifier (BT-24) means; false when Factur-X has no level for it. */
bool eng_facturx_guideline(eng_arena *arena, eng_str id, eng_facturx *out);

#endif
