/* The clock of waits, rates and time-outs: it never goes back and decides no byte. */
#ifndef ENG_RUN_CLOCK_H
#define ENG_RUN_CLOCK_H

#include <time.h>

/* Seconds since some moment. */
static inline double eng_clock_seconds(void) {
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

#endif
