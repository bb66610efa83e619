/* engross review: a preview on this machine, in which decisions are taken. */
#include "engross-review.h"
#include "trust_options.h"

#include <signal.h>
#include <stdio.h>

/* The only state a signal handler may touch. */
static volatile int stop;

static void on_signal(int number) {
	(void)number;
	stop = 1;
}

static int run_review(const command *self, int argc, char **argv) {
	g_autofree char *listen = NULL, *only = NULL, *run_date = NULL, *against = NULL,
			*date = NULL;
	trust_options trust = { 0 };
	gint64 limit = 0;
	gboolean proof_book = FALSE;
	const GOptionEntry entries[] = {
		{ "trust", 't', 0, G_OPTION_ARG_FILENAME, &trust.trust,
		  "The root's public key: under it decisions are checked", "FILE" },
		{ "listen", 'l', 0, G_OPTION_ARG_STRING, &listen,
		  "Address on this machine (default: 127.0.0.1:8080; port 0: a free one)", "ADDR" },
		{ "only", 0, 0, G_OPTION_ARG_STRING, &only, "Only these recipient ids", "ID,..." },
		{ "limit", 'n', 0, G_OPTION_ARG_INT64, &limit, "At most so many records", "N" },
		{ "proof-book", 0, 0, G_OPTION_ARG_NONE, &proof_book,
		  "Of all records the few that show everything there is to see, masked", NULL },
		{ "against", 0, 0, G_OPTION_ARG_FILENAME, &against,
		  "Show what changed: LIBRARY/releases/TEMPLATE/N.txt, or a library's folder",
		  "REL" },
		{ "run-date", 'd', 0, G_OPTION_ARG_STRING, &run_date,
		  "Date of the run instead of the job's", "DATE" },
		{ "date", 0, 0, G_OPTION_ARG_STRING, &trust.date,
		  "Date of the decisions (default: today)", "DATE" },
		G_OPTION_ENTRY_NULL,
	};
	struct sigaction action = { .sa_handler = on_signal };
	eng_review_options options = { .preview = { .message = print_notice, .summary = stdout },
				       .stop = &stop };
	int code;

	if (!parse_options(self, entries, &argc, &argv, &code)) {
		return code;
	}
	if (argc != 2 || !trust.trust || limit < 0) {
		return usage_error(self, "needs one job file and --trust, the root's public key");
	}
	date = today(&trust);
	options.preview.job = argv[1];
	options.preview.only = only;
	options.preview.limit = (unsigned long long)limit;
	options.preview.proof_book = proof_book;
	options.preview.against = against;
	options.preview.run_date = run_date;
	options.preview.trust = trust.trust;
	options.listen = listen;
	options.date = date;
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	code = (int)eng_review(&options);
	trust_options_finish(&trust);
	return code;
}

const command command_review = {
	.name = "review",
	.arguments = "JOB",
	.summary = "Serve a preview on this machine, and take decisions in it",
	.help = "Prints an address that is good for one visit, and serves until it is stopped.\n"
		"Everything is shown as a draft; decisions are signed in the browser, with a key\n"
		"that stays there.\n\n"
		"Examples:\n"
		"  engross review samples/jobs/statements.yaml --trust samples/demo-root.pub "
		"--limit 20\n"
		"  engross review job.yaml --trust root.pub --proof-book --listen 127.0.0.1:0\n",
	.run = run_review,
};
