/* CFF font programs whose CIDs are the glyph ids of the font they were taken from. */
#ifndef ENG_CHANNELS_COMMON_PDF_CFF_H
#define ENG_CHANNELS_COMMON_PDF_CFF_H

#include <stdint.h>

#include "base/buf.h"

/* Rewrites a CFF table of compact glyph ids, without subroutines, as a CID-keyed one in which glyph
 * i has CID cids[i]; cids[0] is 0 and they rise. Appends to out. False when the table is damaged; no
 * diagnostic. */
bool eng_pdf_cff_rewrite(eng_str table, const uint32_t *cids, size_t count, eng_buf *out);

#endif
