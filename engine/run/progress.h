/* How far a run is, on standard error: a line that is rewritten, or JSON lines. */
#ifndef ENG_RUN_PROGRESS_H
#define ENG_RUN_PROGRESS_H

#include "engross.h"
#include "run/tally.h"

typedef struct eng_progress_state {
	eng_progress kind;
	double started, shown; /* seconds of the monotonic clock */
	const char *job;
} eng_progress_state;

void eng_progress_start(eng_progress_state *p, eng_progress kind, const char *job);
/* share: 0 to 1 of the input, below 0 when unknown. Shows at most ten times a second. */
void eng_progress_show(eng_progress_state *p, const eng_tally *tally, double share);
/* Clears the line for a message; the next show writes it again. */
void eng_progress_clear(const eng_progress_state *p);
/* Ends the line. */
void eng_progress_end(eng_progress_state *p, const eng_tally *tally);
double eng_progress_seconds(const eng_progress_state *p);

#endif
