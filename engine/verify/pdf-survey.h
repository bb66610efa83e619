/* The survey of a PDF file: every page looked at for all that it shows, locked or not. */
#ifndef ENG_VERIFY_PDF_SURVEY_H
#define ENG_VERIFY_PDF_SURVEY_H

#include "verify/pdf-sight.h"
#include "verify/survey.h"

/* Fills the survey of the sight's findings, and the weights of the sightings of its regions; the pages of
 * the regions are read already. Nothing is done when nobody asks. */
void eng_pdf_survey_read(eng_pdf_sight *sight);

#endif
