/* What the structure tree and its shape both ask of an element. */
#ifndef ENG_CHANNELS_COMMON_PDF_STRUCTURE_H
#define ENG_CHANNELS_COMMON_PDF_STRUCTURE_H

#include "channels/common/pdf/writer.h"

/* True for an element with words or measures of this document. */
bool eng_pdf_is_special(const eng_structure *element);
/* The name of a list's numbering (14.8.5.5): a text of the program. */
const char *eng_pdf_numbering(const eng_node *list);
/* Which use of its block an element is the whole of; NULL for all others. */
const eng_block_use *eng_pdf_locked_use(const eng_pdf *pdf, const eng_structure *element);
/* The identifier by which a reader finds a locked block: "block:complaints/3.en#1", counting the
 * uses of the same wording in the document. In the arena of the file. */
eng_str eng_pdf_block_identifier(const eng_pdf *pdf, const eng_block_use *use);

/* Appends, to an empty buffer, bytes that two files have in common if and only if their structure trees do,
 * but for special elements. Marks are in order. They hold as long as the process. */
void eng_pdf_put_shape(const eng_pdf *pdf, eng_buf *out);

#endif
