/* engross run: a batch job. */
#include "command.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The only state a signal handler may touch. */
static volatile int stop;

static void on_signal(int number) {
	(void)number;
	stop = stop + 1;
}

static bool take_progress(const char *word, eng_progress *progress) {
	if (!word || strcmp(word, "auto") == 0) {
		*progress = isatty(STDERR_FILENO) ? ENG_PROGRESS_BAR : ENG_PROGRESS_NONE;
	} else if (strcmp(word, "json") == 0) {
		*progress = ENG_PROGRESS_JSON;
	} else if (strcmp(word, "none") == 0) {
		*progress = ENG_PROGRESS_NONE;
	} else {
		return false;
	}
	return true;
}

static int run_run(const command *self, int argc, char **argv) {
	char *run_date = NULL, *out = NULL, *only = NULL, *progress = NULL, *trust = NULL,
	     *workers = NULL;
	gint64 limit = 0;
	gboolean draft = FALSE, timings = FALSE, resume = FALSE;
	const GOptionEntry entries[] = {
		{ "run-date", 'd', 0, G_OPTION_ARG_STRING, &run_date,
		  "Date of the run instead of the job's", "DATE" },
		{ "out", 'o', 0, G_OPTION_ARG_FILENAME, &out, "Output folder instead of the job's",
		  "DIR" },
		{ "only", 0, 0, G_OPTION_ARG_STRING, &only, "Only these recipient ids", "ID,..." },
		{ "limit", 'n', 0, G_OPTION_ARG_INT64, &limit, "At most so many records", "N" },
		{ "workers", 'w', 0, G_OPTION_ARG_STRING, &workers,
		  "Processes that compose: auto (one a processor), a number, or 0 (this one alone)",
		  "N" },
		{ "resume", 0, 0, G_OPTION_ARG_NONE, &resume,
		  "Go on with what an interrupted run of the same job left", NULL },
		{ "trust", 't', 0, G_OPTION_ARG_FILENAME, &trust,
		  "Use only what was approved under this root's public key", "FILE" },
		{ "draft", 0, 0, G_OPTION_ARG_NONE, &draft,
		  "Use anything, and mark every artifact DRAFT", NULL },
		{ "progress", 0, 0, G_OPTION_ARG_STRING, &progress,
		  "auto (a bar on a terminal), json or none", "KIND" },
		{ "timings", 0, 0, G_OPTION_ARG_NONE, &timings,
		  "Measure the CPU time of each part of the work", NULL },
		G_OPTION_ENTRY_NULL,
	};
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
	eng_run_options options = { .message = print_notice, .summary = stdout, .stop = &stop };
	int code;

	if (!parse_options(self, entries, &argc, &argv, &code)) {
		return code;
	}
	if (argc != 2) {
		return usage_error(self, "needs one job file");
	}
	if (!take_progress(progress, &options.progress) || limit < 0) {
		return usage_error(self, limit < 0 ? "--limit must be a number of records"
						   : "--progress must be auto, json or none");
	}
	options.job = argv[1];
	options.run_date = run_date;
	options.out = out;
	options.only = only;
	options.limit = (unsigned long long)limit;
	options.workers = workers;
	options.resume = resume;
	options.draft = draft;
	options.trust = trust;
	options.timings = timings;
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	code = (int)eng_run(&options);
	g_free(run_date);
	g_free(out);
	g_free(only);
	g_free(progress);
	g_free(trust);
	g_free(workers);
	return code;
}

const command command_run = {
	.name = "run",
	.arguments = "JOB",
	.summary = "Execute a batch job: records in, artifacts, manifest and quarantine out",
	.help =
	    "Exit codes: 0 all composed; 1 some records quarantined, below the limit; 2 usage, "
	    "job, template,\n"
	    "policy or map error, nothing composed; 3 stopped at the error limit; 4 system "
	    "failure;\n"
	    "5 totals do not balance, nothing published.\n\n"
	    "A run goes out under --trust, or it is a --draft (docs/compliance.md).\n\n"
	    "Examples:\n"
	    "  engross run samples/jobs/statements.yaml --trust samples/demo-root.pub --out out\n"
	    "  engross run job.yaml --run-date 2026-11-01 --only C1042,C1043 --draft\n"
	    "  zcat records.xml.gz | engross run job.yaml --trust root.pub --progress=json\n",
	.run = run_run,
};
