/* Looking at runs: what `engross runs` and `engross stats` share. */
#ifndef ENG_RUN_TELLING_H
#define ENG_RUN_TELLING_H

#include "engross.h"
#include "run/past.h"

/* One look. */
typedef struct eng_telling {
	const eng_runs_options *options;
	eng_ctx ctx;
	eng_arena arena;
	eng_buf text; /* what is told */
	eng_json_writer json;
} eng_telling;

void eng_telling_init(eng_telling *look, const eng_runs_options *options);
/* Prints what was told, when all went well; passes ok on. */
bool eng_telling_finish(eng_telling *look, bool ok);
/* A run's folder, without slashes at its end. False after reporting. */
bool eng_telling_read(eng_telling *look, const char *folder, eng_past *past);
bool eng_telling_is_signed(eng_telling *look, const eng_past *past);
/* Artifacts of all channels of a report. */
uint64_t eng_telling_artifacts(const eng_past *past);

#endif
