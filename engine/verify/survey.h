/* What a reader sees of an artifact as a whole, locked or not: for demands that are about more than blocks.
 * A survey costs a second look at every page, so it is made only where somebody asks. */
#ifndef ENG_VERIFY_SURVEY_H
#define ENG_VERIFY_SURVEY_H

#include "verify/surface.h"

/* A line of text on a page, from its upper left corner. */
typedef struct eng_survey_line {
	int page; /* from 1 */
	eng_length x, y, width, height;
	bool running; /* an artifact that pages repeat */
} eng_survey_line;

typedef struct eng_survey_page {
	eng_length width, height;
} eng_survey_page;

/* Letters of one size. */
typedef struct eng_survey_size {
	eng_length size;
	size_t letters;
} eng_survey_size;

typedef struct eng_survey {
	/* Asked for. */
	bool words, looks, grounds; /* grounds: contrast on pages */
	/* Found; looks 0: nothing was measured. */
	eng_buf text; /* every word, a piece a line */
	eng_survey_page *pages;
	size_t page_count;
	eng_survey_line *lines;
	size_t line_count, line_cap;
	eng_length predominant;    /* size of most letters */
	eng_length size, x_height; /* the smallest */
	int contrast;              /* thousandths, the lowest */
	int lightest, boldest;     /* weights as CSS has them */
	eng_survey_size *sizes;
	size_t size_count, size_cap;
} eng_survey;

void eng_survey_finish(eng_survey *survey);
/* Counts letters of a size; the predominant one is that of most of them so far. */
void eng_survey_letters(eng_survey *survey, eng_arena *arena, eng_length size, size_t letters);
/* Adds all lines of a surface that its reader sees; survey NULL: nothing is done. */
void eng_survey_surface(eng_survey *survey, eng_surface *surface);

#endif
