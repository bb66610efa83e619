/* engross runs and engross stats: looking at what was made. */
#include "command.h"

#include <stdio.h>
#include <string.h>

static int run_runs(const command *self, int argc, char **argv) {
	gboolean json = FALSE;
	const GOptionEntry entries[] = {
		{ "json", 0, 0, G_OPTION_ARG_NONE, &json, "For programs", NULL },
		G_OPTION_ENTRY_NULL,
	};
	eng_runs_options options = { .out = stdout, .message = print_notice };
	bool same = true, ok;
	int code;

	if (!parse_options(self, entries, &argc, &argv, &code)) {
		return code;
	}
	options.json = json;
	if (argc >= 2 && argc <= 3 && strcmp(argv[1], "list") == 0) {
		ok = eng_runs_list(&options, argc == 3 ? argv[2] : "out");
	} else if (argc == 3 && strcmp(argv[1], "show") == 0) {
		ok = eng_runs_show(&options, argv[2]);
	} else if (argc == 4 && strcmp(argv[1], "diff") == 0) {
		ok = eng_runs_diff(&options, argv[2], argv[3], &same);
	} else {
		return usage_error(self, "needs list [DIR], show RUN or diff RUN RUN");
	}
	return !ok ? ENG_EXIT_USAGE : same ? ENG_EXIT_OK : ENG_EXIT_QUARANTINED;
}

const command command_runs = {
	.name = "runs",
	.arguments = "list [DIR] | show RUN | diff RUN RUN",
	.summary = "List the runs in a folder, show one, compare two",
	.help =
	    "list shows finished, unfinished and retried runs and shards (default folder: out). "
	    "diff compares\nthe reports value by value, and the artifacts by recipient and "
	    "channel: exit code 1 when they differ.\n\n"
	    "Examples:\n"
	    "  engross runs list out\n"
	    "  engross runs show out/run-2026-11-01-1f0c8a52\n"
	    "  engross runs diff out/run-2026-10-01-77aa0b12 out/run-2026-11-01-1f0c8a52 "
	    "--json\n",
	.run = run_runs,
};

static int run_stats(const command *self, int argc, char **argv) {
	gboolean json = FALSE;
	const GOptionEntry entries[] = {
		{ "json", 0, 0, G_OPTION_ARG_NONE, &json, "For programs", NULL },
		G_OPTION_ENTRY_NULL,
	};
	eng_runs_options options = { .out = stdout, .message = print_notice };
	int code;

	if (!parse_options(self, entries, &argc, &argv, &code)) {
		return code;
	}
	options.json = json;
	if (argc != 2) {
		return usage_error(self, "needs one run");
	}
	return eng_run_stats(&options, argv[1]) ? ENG_EXIT_OK : ENG_EXIT_USAGE;
}

const command command_stats = {
	.name = "stats",
	.arguments = "RUN",
	.summary = "Measure a run, the same for all channels: artifacts, pages, bytes, time",
	.help =
	    "Per channel: artifacts, recipients, fallbacks, pages, segments, locked blocks, bytes, "
	    "CPU "
	    "time of\nmaking and reading back, and the records that took most of it. The time is "
	    "that of artifacts which\nthe process that finished the run made: of a resumed run, of "
	    "some.\n\n"
	    "Examples:\n"
	    "  engross stats out/run-2026-11-01-1f0c8a52\n"
	    "  engross stats out/run-2026-11-01-1f0c8a52 --json\n",
	.run = run_stats,
};
