/* engross run: a batch job. */
#include "trust_options.h"

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

/* False after complaining about what was given. */
static bool is_usable(const command *self, int argc, const char *progress, gint64 limit,
		      eng_run_options *options) {
	const char *fault = argc != 2 ? "needs one job file"
			    : !take_progress(progress, &options->progress)
				? "--progress must be auto, json or none"
			    : limit < 0 ? "--limit must be a number of records"
					: NULL;

	if (fault) {
		usage_error(self, "%s", fault);
	}
	return !fault;
}

static int execute(const eng_run_options *options) {
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	return (int)eng_run(options);
}

static int run_run(const command *self, int argc, char **argv) {
	g_autofree char *run_date = NULL, *out = NULL, *only = NULL, *progress = NULL, *seed = NULL,
			*password = NULL, *workers = NULL;
	trust_options signer = { 0 };
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
		{ "trust", 't', 0, G_OPTION_ARG_FILENAME, &signer.trust,
		  "Use only what was approved under this root's public key", "FILE" },
		{ "draft", 0, 0, G_OPTION_ARG_NONE, &draft,
		  "Use anything, and mark every artifact DRAFT", NULL },
		{ "progress", 0, 0, G_OPTION_ARG_STRING, &progress,
		  "auto (a bar on a terminal), json or none", "KIND" },
		{ "run-key", 0, 0, G_OPTION_ARG_FILENAME, &signer.key,
		  "Secret key that signs the run's seal", "FILE" },
		{ "password-file", 0, 0, G_OPTION_ARG_FILENAME, &signer.password_file,
		  "File whose first line is that key's password (default: asked for)", "FILE" },
		{ "seed", 0, 0, G_OPTION_ARG_FILENAME, &seed,
		  "32 bytes from which salts are derived (default: random)", "FILE" },
		{ "timings", 0, 0, G_OPTION_ARG_NONE, &timings,
		  "Measure the CPU time of each part of the work", NULL },
		G_OPTION_ENTRY_NULL,
	};
	eng_run_options options = { .message = print_notice, .summary = stdout, .stop = &stop };
	int code;

	if (!parse_options(self, entries, &argc, &argv, &code)) {
		return code;
	}
	if (!is_usable(self, argc, progress, limit, &options) ||
	    (signer.key && !key_password(self, &signer, &password))) {
		return ENG_EXIT_USAGE;
	}
	options.run_key = signer.key;
	options.run_key_password = password;
	options.seed = seed;
	options.job = argv[1];
	options.run_date = run_date;
	options.out = out;
	options.only = only;
	options.limit = (unsigned long long)limit;
	options.workers = workers;
	options.resume = resume;
	options.draft = draft;
	options.trust = signer.trust;
	options.timings = timings;
	code = execute(&options);
	trust_options_finish(&signer);
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
