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

/* What is given on the command line, owned. */
typedef struct run_words {
	char *run_date, *out, *only, *progress, *seed, *retry, *shard_word, *shard, *password,
	    *workers;
	trust_options signer;
	gint64 limit;
	gboolean draft, timings, resume;
} run_words;

static bool parse(const command *self, run_words *w, int *argc, char ***argv, int *code) {
	const GOptionEntry entries[] = {
		{ "run-date", 'd', 0, G_OPTION_ARG_STRING, &w->run_date,
		  "Date of the run instead of the job's", "DATE" },
		{ "out", 'o', 0, G_OPTION_ARG_FILENAME, &w->out,
		  "Output folder instead of the job's", "DIR" },
		{ "only", 0, 0, G_OPTION_ARG_STRING, &w->only, "Only these recipient ids",
		  "ID,..." },
		{ "limit", 'n', 0, G_OPTION_ARG_INT64, &w->limit, "At most so many records", "N" },
		{ "workers", 'w', 0, G_OPTION_ARG_STRING, &w->workers,
		  "Processes that compose: auto (one a processor), a number, or 0 (this one alone)",
		  "N" },
		{ "resume", 0, 0, G_OPTION_ARG_NONE, &w->resume,
		  "Go on with what an interrupted run of the same job left", NULL },
		{ "shard", 0, 0, G_OPTION_ARG_STRING, &w->shard_word,
		  "Only every N-th chunk, from the I-th on; auto: as the array job says", "I/N" },
		{ "retry", 0, 0, G_OPTION_ARG_FILENAME, &w->retry,
		  "Only the records that a finished run of the same job quarantined", "RUN" },
		{ "trust", 't', 0, G_OPTION_ARG_FILENAME, &w->signer.trust,
		  "Use only what was approved under this root's public key", "FILE" },
		{ "draft", 0, 0, G_OPTION_ARG_NONE, &w->draft,
		  "Use anything, and mark every artifact DRAFT", NULL },
		{ "progress", 0, 0, G_OPTION_ARG_STRING, &w->progress,
		  "auto (a bar on a terminal), json or none", "KIND" },
		{ "run-key", 0, 0, G_OPTION_ARG_FILENAME, &w->signer.key,
		  "Secret key that signs the run's seal", "FILE" },
		{ "password-file", 0, 0, G_OPTION_ARG_FILENAME, &w->signer.password_file,
		  "File whose first line is that key's password (default: asked for)", "FILE" },
		{ "seed", 0, 0, G_OPTION_ARG_FILENAME, &w->seed,
		  "32 bytes from which salts are derived (default: random)", "FILE" },
		{ "timings", 0, 0, G_OPTION_ARG_NONE, &w->timings,
		  "Measure the CPU time of each part of the work", NULL },
		G_OPTION_ENTRY_NULL,
	};

	return parse_options(self, entries, argc, argv, code);
}

static void run_words_finish(run_words *w) {
	g_free(w->run_date);
	g_free(w->out);
	g_free(w->only);
	g_free(w->progress);
	g_free(w->seed);
	g_free(w->retry);
	g_free(w->shard_word);
	g_free(w->shard);
	g_free(w->password);
	g_free(w->workers);
	trust_options_finish(&w->signer);
}

static int run_run(const command *self, int argc, char **argv) {
	eng_run_options options = { .message = print_notice, .summary = stdout, .stop = &stop };
	run_words w = { 0 };
	int code = ENG_EXIT_USAGE;

	if (parse(self, &w, &argc, &argv, &code) &&
	    is_usable(self, argc, w.progress, w.limit, &options) &&
	    (w.shard = shard_of(self, w.shard_word)) &&
	    (!w.signer.key || key_password(self, &w.signer, &w.password))) {
		options.job = argv[1];
		options.run_date = w.run_date;
		options.out = w.out;
		options.only = w.only;
		options.limit = (unsigned long long)w.limit;
		options.workers = w.workers;
		options.resume = w.resume;
		options.shard = *w.shard ? w.shard : NULL;
		options.retry = w.retry;
		options.draft = w.draft;
		options.trust = w.signer.trust;
		options.run_key = w.signer.key;
		options.run_key_password = w.password;
		options.seed = w.seed;
		options.timings = w.timings;
		code = execute(&options);
	}
	run_words_finish(&w);
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
	    "  engross run job.yaml --shard 2/3 --trust root.pub --out out\n"
	    "  engross run job.yaml --retry out/run-2026-11-01-1f0c8a52 --trust root.pub\n"
	    "  zcat records.xml.gz | engross run job.yaml --trust root.pub --progress=json\n",
	.run = run_run,
};
