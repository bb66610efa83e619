/* What decides bytes besides content and records: the versions of the engine and of the libraries that it
 * stands on, and the kind of machine. */
#ifndef ENG_RUN_ENVIRONMENT_H
#define ENG_RUN_ENVIRONMENT_H

#include "markup/json-write.h"

#define ENG_ENVIRONMENT_PARTS 8
#define ENG_ENVIRONMENT_TEXT  80

typedef struct eng_environment {
	struct {
		const char *name; /* "icu" */
		char version[ENG_ENVIRONMENT_TEXT];
	} parts[ENG_ENVIRONMENT_PARTS];
} eng_environment;

/* Of this process: by the version that is loaded where a library tells, else by the one it was built with. */
eng_environment eng_environment_now(void);
/* The member "environment" of run.json. */
void eng_environment_report(eng_json_writer *w);

#endif
