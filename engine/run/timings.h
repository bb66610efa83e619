/* CPU time of the phases of a run, for those who measure. */
#ifndef ENG_RUN_TIMINGS_H
#define ENG_RUN_TIMINGS_H

#include <stdio.h>

#include "base/meter.h"
#include "markup/json-write.h"

typedef struct eng_timings {
	eng_meter meter;
	uint64_t since;             /* nanoseconds of CPU time when the phase began */
	uint64_t spent[ENG_PHASES]; /* nanoseconds */
	uint64_t start;             /* before the first record */
} eng_timings;

/* Makes the context's work tell its phases. The timings outlive the context's use. */
void eng_timings_start(eng_timings *timings, eng_ctx *ctx);
/* Ends the phase that goes on; what follows is not counted. */
void eng_timings_stop(eng_timings *timings, eng_ctx *ctx);
/* The member "phases" of "observed": microseconds of CPU time by phase. */
void eng_timings_report(const eng_timings *timings, eng_json_writer *json);
/* The same for people, per record. */
void eng_timings_print(const eng_timings *timings, uint64_t records, FILE *out);

#endif
