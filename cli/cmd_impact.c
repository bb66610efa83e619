/* engross impact: what a new release changes for the recipients of a job. */
#include "command.h"
#include "engross-review.h"

#include <stdio.h>
#include <string.h>

static bool take_form(const char *word, eng_impact_form *form) {
	static const char *const words[] = { "table", "json", "html" };

	for (size_t i = 0; word && i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(words[i], word) == 0) {
			*form = (eng_impact_form)i;
			return true;
		}
	}
	return word == NULL;
}

static int run_impact(const command *self, int argc, char **argv) {
	g_autofree char *before = NULL, *after = NULL, *records = NULL, *run_date = NULL,
			*form = NULL;
	gint64 limit = 0;
	const GOptionEntry entries[] = {
		{ "old", 0, 0, G_OPTION_ARG_FILENAME, &before,
		  "Release before: LIBRARY/releases/TEMPLATE/N.txt, or a library's folder", "REL" },
		{ "new", 0, 0, G_OPTION_ARG_FILENAME, &after,
		  "The same afterwards (default: the job's library as it is)", "REL" },
		{ "records", 0, 0, G_OPTION_ARG_FILENAME, &records, "Records instead of the job's",
		  "FILE" },
		{ "limit", 'n', 0, G_OPTION_ARG_INT64, &limit, "At most so many records", "N" },
		{ "run-date", 'd', 0, G_OPTION_ARG_STRING, &run_date,
		  "Date of the run instead of the job's", "DATE" },
		{ "form", 'f', 0, G_OPTION_ARG_STRING, &form, "table, json or html", "FORM" },
		G_OPTION_ENTRY_NULL,
	};
	eng_impact_options options = { .message = print_notice, .out = stdout };
	int code;

	if (!parse_options(self, entries, &argc, &argv, &code)) {
		return code;
	}
	if (argc != 2 || !before || limit < 0) {
		return usage_error(self, "needs one job file and --old, the release before");
	}
	if (!take_form(form, &options.form)) {
		return usage_error(self, "--form must be table, json or html");
	}
	options.job = argv[1];
	options.old_release = before;
	options.new_release = after;
	options.records = records;
	options.run_date = run_date;
	options.limit = (unsigned long long)limit;
	return (int)eng_impact_tell(&options);
}

const command command_impact = {
	.name = "impact",
	.arguments = "JOB",
	.summary = "Tell what a new release changes for the recipients of a job",
	.help =
	    "Exit codes: 0 nothing changes; 1 something does; 2 usage, job, template or release\n"
	    "error; 4 system failure.\n\n"
	    "Examples:\n"
	    "  engross impact job.yaml --old before/releases/invoice/3.txt --records sample.xml\n"
	    "  engross impact job.yaml --old before --form html > impact.html\n",
	.run = run_impact,
};
