/* The words of one artifact in reading order, for comparing it with another. */
#ifndef ENG_REVIEW_WORDING_H
#define ENG_REVIEW_WORDING_H

#include "review/tour.h"

/* A line for each paragraph, cell and label that the channel shows; of a short message its text. In the
 * stop's arena. */
eng_str eng_wording(const eng_stop *stop, const eng_artifact *artifact);

#endif
