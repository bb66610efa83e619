/* Combining marks that pile up on one letter. Language needs a few; the time to order and place them grows with
 * the square of their number, in every library that sets or compares text. */
#ifndef ENG_DATA_MARKS_H
#define ENG_DATA_MARKS_H

#include <stdbool.h>

#include "base/str.h"

/* True when more than so many follow each other in UTF-8 text. */
bool eng_marks_pile_up(eng_str text, size_t most);

#endif
