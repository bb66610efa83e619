/* Options of preview and review: which records, with which content, under which root. */
#include "preview_options.h"

#include <stdio.h>
#include <string.h>

void preview_entries(preview_options *o, const char *trust_help, GOptionEntry *entries) {
	const GOptionEntry all[PREVIEW_ENTRIES + 1] = {
		{ "only", 0, 0, G_OPTION_ARG_STRING, &o->only, "Only these recipient ids",
		  "ID,..." },
		{ "limit", 'n', 0, G_OPTION_ARG_INT64, &o->limit, "At most so many records", "N" },
		{ "proof-book", 0, 0, G_OPTION_ARG_NONE, &o->proof_book,
		  "Of all records the few that show everything there is to see, masked", NULL },
		{ "against", 0, 0, G_OPTION_ARG_FILENAME, &o->against,
		  "Show what changed since a release (LIBRARY/releases/TEMPLATE/N.txt), a run's "
		  "folder or a library's",
		  "REL" },
		{ "run-date", 'd', 0, G_OPTION_ARG_STRING, &o->run_date,
		  "Date of the run instead of the job's", "DATE" },
		{ "trust", 't', 0, G_OPTION_ARG_FILENAME, &o->trust, trust_help, "FILE" },
		G_OPTION_ENTRY_NULL,
	};

	memcpy(entries, all, sizeof(all));
}

void preview_options_finish(preview_options *o) {
	g_free(o->only);
	g_free(o->run_date);
	g_free(o->against);
	g_free(o->trust);
}

eng_preview_options preview_of(const preview_options *o, const char *job) {
	return (eng_preview_options){ .job = job,
				      .run_date = o->run_date,
				      .only = o->only,
				      .limit = (unsigned long long)o->limit,
				      .proof_book = o->proof_book,
				      .against = o->against,
				      .trust = o->trust,
				      .message = print_notice,
				      .summary = stdout };
}
