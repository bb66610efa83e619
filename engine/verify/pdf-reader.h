/* The reader of finished PDF files: proves that each claimed block is shown, word by word, and can be
 * read.
 *
 * A reader belongs to a worker and keeps what many files share. It shares no code with the writer. */
#ifndef ENG_VERIFY_PDF_READER_H
#define ENG_VERIFY_PDF_READER_H

#include "verify/pdf-program.h"

typedef struct eng_pdf_reader eng_pdf_reader;

/* known: the fonts that the run may use, which must outlive the reader; none: shapes of letters
 * are not compared with those of fonts. Never NULL. */
eng_pdf_reader *eng_pdf_reader_new(eng_pdf_fonts known);
void eng_pdf_reader_free(eng_pdf_reader *reader);
/* Reads the file by this road and adds what is wrong, and a sighting for each claim that is there. False
 * when something was added that is wrong. password: empty for none. pages: how many the file must
 * have; 0: not known. Allocates in out->arena. */
bool eng_pdf_reader_check(eng_pdf_reader *reader, eng_pdf_road road, eng_str file, eng_str password,
			  size_t pages, const eng_claim *claims, size_t n, eng_findings *out);

#endif
