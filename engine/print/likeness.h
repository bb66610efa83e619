/* What objects of PDF files say with all that they refer to, as a hash: fonts, pictures and forms are compared
 * across files by it. Object numbers, the order of keys and Length do not count; stored bytes of streams do. */
#ifndef ENG_PRINT_LIKENESS_H
#define ENG_PRINT_LIKENESS_H

#include "base/hash.h"
#include "verify/pdf-source.h"

typedef struct eng_likeness eng_likeness;

eng_likeness *eng_likeness_new(void);
void eng_likeness_free(eng_likeness *likeness);
/* To be called when numbers of objects begin to mean other objects. */
void eng_likeness_forget(eng_likeness *likeness);
/* Of a value, or of what it refers to. False for what cannot be read, refers to itself or is nested too deep. */
bool eng_likeness_of(eng_likeness *likeness, eng_pdf_source *source, const eng_pdf_value *value,
		     eng_hash *out);

#endif
