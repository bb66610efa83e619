/* CPU time by channel, and the records that took most of it. Observed, never part of what a run makes. */
#ifndef ENG_RUN_TIMES_H
#define ENG_RUN_TIMES_H

#include "markup/json-write.h"
#include "run/workshop.h"
#include "verify/tree.h"

#define ENG_SLOWEST 5

typedef struct eng_slow {
	uint64_t ordinal, nanoseconds; /* 0: none */
} eng_slow;

/* Of one channel. */
typedef struct eng_times {
	uint64_t artifacts, nanoseconds;
	eng_slow slowest[ENG_SLOWEST]; /* the slowest first; of equals the lower ordinal */
} eng_times;

void eng_times_add(eng_times *times, uint64_t ordinal, uint64_t nanoseconds);
void eng_times_join(eng_times *times, const eng_times *part);
/* The member "channels" of "observed"; times has a place for each channel. */
void eng_times_report(eng_json_writer *w, const eng_times *times);
/* Adds what the member "channels" of an "observed" says. */
void eng_times_take(eng_times *times, const eng_json_node *observed);

#endif
