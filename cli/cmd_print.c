/* engross print: what is done with the print parts of a run. */
#include "command.h"

#include "engross-print.h"

#include <stdio.h>
#include <string.h>

static int run_print(const command *self, int argc, char **argv) {
	g_autofree char *plan = NULL, *out = NULL, *only = NULL;
	const GOptionEntry entries[] = {
		{ "plan", 'p', 0, G_OPTION_ARG_FILENAME, &plan,
		  "The print plan: papers, plex, machine, envelopes", "FILE" },
		{ "out", 'o', 0, G_OPTION_ARG_FILENAME, &out, "Folder to be made", "DIR" },
		{ "only", 0, 0, G_OPTION_ARG_FILENAME, &only,
		  "Print these pieces again, just as they were: their numbers, one a line",
		  "FILE" },
		G_OPTION_ENTRY_NULL,
	};
	eng_print_options options = { .message = print_notice, .summary = stdout };
	int code;

	if (!parse_options(self, entries, &argc, &argv, &code)) {
		return code;
	}
	if (argc != 3 || strcmp(argv[1], "assemble") != 0) {
		return usage_error(self, "needs 'assemble' and the folder of a run");
	}
	if (!plan || !out) {
		return usage_error(self, "needs --plan and --out");
	}
	options.run = argv[2];
	options.plan = plan;
	options.out = out;
	options.only = only;
	return (int)eng_print_assemble(&options);
}

const command command_print = {
	.name = "print",
	.arguments = "assemble RUN",
	.summary = "Join the print parts of a run into print streams",
	.help =
	    "Nothing is composed again: the run's parts are sorted, marked for the inserter and "
	    "joined, page by\npage, into PDF/VT streams, with a list of pieces and a job ticket "
	    "(docs/print.md).\n\n"
	    "Exit codes: 0 all pieces; 1 some were rejected, with reasons in rejects.csv; 2 "
	    "nothing was made;\n4 system failure.\n\n"
	    "Examples:\n"
	    "  engross print assemble out/run-2026-11-01-1f0c8a52 --plan samples/print/plan.yaml "
	    "--out spool\n"
	    "  engross print assemble out/run-2026-11-01-1f0c8a52 --plan plan.yaml --only "
	    "damaged.csv --out again\n",
	.run = run_print,
};
