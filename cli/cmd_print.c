/* engross print: what is done with the print parts of a run. */
#include "command.h"

#include "engross-print.h"

#include <stdio.h>
#include <string.h>

static int run_print(const command *self, int argc, char **argv) {
	g_autofree char *plan = NULL, *out = NULL, *only = NULL;
	gint64 serial = 0;
	gboolean json = FALSE;
	const GOptionEntry entries[] = {
		{ "plan", 'p', 0, G_OPTION_ARG_FILENAME, &plan,
		  "The print plan: papers, plex, machine, envelopes", "FILE" },
		{ "out", 'o', 0, G_OPTION_ARG_FILENAME, &out, "Folder to be made", "DIR" },
		{ "only", 0, 0, G_OPTION_ARG_FILENAME, &only,
		  "Print these pieces again, just as they were: their numbers, one a line",
		  "FILE" },
		{ "serial", 0, 0, G_OPTION_ARG_INT64, &serial,
		  "Serial number of the first piece in codes of the post (default: the plan's)",
		  "N" },
		{ "json", 0, 0, G_OPTION_ARG_NONE, &json, "What is told, as lines of JSON", NULL },
		G_OPTION_ENTRY_NULL,
	};
	eng_print_options options = { .message = print_notice, .summary = stdout };
	bool check, good;
	int code;

	if (!parse_options(self, entries, &argc, &argv, &code)) {
		return code;
	}
	options.json = json;
	check = argc >= 4 && strcmp(argv[1], "check") == 0;
	if (!check && (argc < 3 || strcmp(argv[1], "assemble") != 0)) {
		return usage_error(self, "needs 'assemble' and the folders of runs, or 'check' and "
					 "the folders of streams and runs");
	}
	if (!plan || (!check && !out)) {
		return usage_error(self, check ? "needs --plan" : "needs --plan and --out");
	}
	options.runs = (const char *const *)argv + (check ? 3 : 2);
	options.run_count = (size_t)argc - (check ? 3 : 2);
	if (check) {
		options.plan = plan;
		options.out = argv[2];
		return (int)eng_print_check_streams(&options, &good);
	}
	options.plan = plan;
	options.out = out;
	options.only = only;
	options.serial = serial < 0 ? 0 : (unsigned long long)serial;
	return (int)eng_print_assemble(&options);
}

const command command_print = {
	.name = "print",
	.arguments = "assemble RUN... | check STREAMS RUN...",
	.summary = "Join the print parts of a run into print streams, and read these back",
	.help =
	    "Nothing is composed again: the run's parts are sorted, marked for the inserter and "
	    "joined, page by\npage, into PDF/VT streams, with a list of pieces and a job ticket "
	    "(docs/print.md). `check` reads\nfinished streams back: every page in its piece, every "
	    "mark and window as it must be.\n\n"
	    "Exit codes: 0 all pieces; 1 some were rejected, with reasons in rejects.csv; 2 "
	    "nothing was made;\n4 system failure.\n\n"
	    "Examples:\n"
	    "  engross print assemble out/run-2026-11-01-1f0c8a52 --plan "
	    "samples/print/statements.yaml "
	    "--out spool\n"
	    "  engross print check spool out/run-2026-11-01-1f0c8a52 --plan "
	    "samples/print/statements.yaml\n"
	    "  engross print assemble out/run-2026-11-01-1f0c8a52 --plan plan.yaml --only "
	    "damaged.csv --out again\n",
	.run = run_print,
};

static int run_mail(const command *self, int argc, char **argv) {
	g_autofree char *log = NULL, *again = NULL;
	gboolean json = FALSE;
	const GOptionEntry entries[] = {
		{ "inserter-log", 0, 0, G_OPTION_ARG_FILENAME, &log,
		  "What the inserter did: CSV with the columns piece and status", "FILE" },
		{ "reprint", 0, 0, G_OPTION_ARG_FILENAME, &again,
		  "List of the pieces to be printed again (default: reprint.csv)", "FILE" },
		{ "json", 0, 0, G_OPTION_ARG_NONE, &json, "What is told, as lines of JSON", NULL },
		G_OPTION_ENTRY_NULL,
	};
	eng_print_options options = { .message = print_notice, .summary = stdout };
	int code;

	if (!parse_options(self, entries, &argc, &argv, &code)) {
		return code;
	}
	if (argc != 3 || strcmp(argv[1], "reconcile") != 0 || !log) {
		return usage_error(self,
				   "needs 'reconcile', a folder of streams and --inserter-log");
	}
	options.out = argv[2];
	options.json = json;
	return (int)eng_mail_reconcile(&options, log, again ? again : "reprint.csv");
}

const command command_mail = {
	.name = "mail",
	.arguments = "reconcile STREAMS",
	.summary = "Compare what went into envelopes with what was printed",
	.help =
	    "The inserter's log is compared with the list of pieces. What is damaged or missing "
	    "is listed for\n`engross print assemble --only`, which prints just these pieces again, "
	    "as they were.\n\n"
	    "Exit codes: 0 all pieces are done; 1 some are not, or went out twice; 2 usage.\n\n"
	    "Example:\n"
	    "  engross mail reconcile spool --inserter-log inserter.csv --reprint again.csv\n",
	.run = run_mail,
};
