/* What the commands that show records in all channels share. */
#ifndef CLI_PREVIEW_OPTIONS_H
#define CLI_PREVIEW_OPTIONS_H

#include "command.h"
#include "engross-review.h"

typedef struct preview_options {
	char *only, *run_date, *against, *trust;
	gint64 limit;
	gboolean proof_book;
} preview_options;

/* Entries to be followed by the command's own; PREVIEW_ENTRIES of them, then an end. */
#define PREVIEW_ENTRIES 6
void preview_entries(preview_options *o, const char *trust_help, GOptionEntry *entries);
void preview_options_finish(preview_options *o);
/* For the job; what only one of the commands knows is the caller's to add. */
eng_preview_options preview_of(const preview_options *o, const char *job);

#endif
