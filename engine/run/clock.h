/* The clocks of waits, rates, time-outs and measures: they never go back and decide no byte. */
#ifndef ENG_RUN_CLOCK_H
#define ENG_RUN_CLOCK_H

#include <stdint.h>
#include <time.h>

/* Seconds since some moment. */
static inline double eng_clock_seconds(void) {
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* CPU time of this thread in nanoseconds: what others do meanwhile does not count. */
static inline uint64_t eng_clock_cpu(void) {
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

#endif
