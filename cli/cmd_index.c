/* engross index: where the records of a job's files stand, for shards of huge files. */
#include <stdio.h>

#include "command.h"

static int run_index(const command *self, int argc, char **argv) {
	g_autofree char *library = NULL, *run_date = NULL;
	gboolean check = FALSE;
	const GOptionEntry entries[] = {
		{ "library", 'l', 0, G_OPTION_ARG_FILENAME, &library,
		  "Folder of all content (default: the job's)", "DIR" },
		{ "run-date", 'd', 0, G_OPTION_ARG_STRING, &run_date,
		  "Day of the run (default: the job's)", "DATE" },
		{ "check", 0, 0, G_OPTION_ARG_NONE, &check,
		  "Write nothing: find the records again and compare", NULL },
		G_OPTION_ENTRY_NULL,
	};
	eng_index_options options = { .message = print_notice, .summary = stdout };
	int code;

	if (!parse_options(self, entries, &argc, &argv, &code)) {
		return code;
	}
	if (argc != 2) {
		return usage_error(self, "needs one job");
	}
	options.job = argv[1];
	options.library = library;
	options.run_date = run_date;
	options.check = check;
	return eng_index_job(&options) ? 0 : check ? 1 : 2;
}

const command command_index = {
	.name = "index",
	.arguments = "JOB",
	.summary = "Note where the records of huge files stand, for runs in shards",
	.help =
	    "Writes a file DATA.engross-index beside each data file of the job (XML, NDJSON, CSV, "
	    "not "
	    "compressed).\nEvery run of the job then finds its records by it: a shard reads its "
	    "own "
	    "and seeks over all\nothers. The run is the same, byte for byte, with and without. An "
	    "index "
	    "names size and SHA-256 of\nits data; one that does not fit the data, or was changed, "
	    "is "
	    "refused before anything is composed.\n\n"
	    "Exit codes: 0 written, or as it should be; 1 --check found an index that is not; 2 "
	    "usage, or files\nthat cannot have an index.\n\n"
	    "Examples:\n"
	    "  engross index monthly.yaml\n"
	    "  engross index --check monthly.yaml\n",
	.run = run_index,
};
