/* engross review: a preview on this machine, in which decisions are taken. */
#include "preview_options.h"
#include "trust_options.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

/* The only state a signal handler may touch. */
static volatile int stop;

static void on_signal(int number) {
	(void)number;
	stop = 1;
}

static int serve(const preview_options *shared, const char *job, const char *listen,
		 const trust_options *trust) {
	g_autofree char *date = today(trust);
	const struct sigaction action = { .sa_handler = on_signal };
	const eng_review_options options = {
		.preview = preview_of(shared, job), .listen = listen, .date = date, .stop = &stop
	};

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	return (int)eng_review(&options);
}

static int run_review(const command *self, int argc, char **argv) {
	g_autofree char *listen = NULL;
	preview_options shared = { 0 };
	trust_options trust = { 0 };
	const GOptionEntry own[] = {
		{ "listen", 'l', 0, G_OPTION_ARG_STRING, &listen,
		  "Address on this machine (default: 127.0.0.1:8080; port 0: a free one)", "ADDR" },
		{ "date", 0, 0, G_OPTION_ARG_STRING, &trust.date,
		  "Date of the decisions (default: today)", "DATE" },
		G_OPTION_ENTRY_NULL,
	};
	GOptionEntry entries[PREVIEW_ENTRIES + sizeof(own) / sizeof(own[0])];
	int code;

	preview_entries(&shared, "The root's public key: under it decisions are checked", entries);
	memcpy(entries + PREVIEW_ENTRIES, own, sizeof(own));
	if (parse_options(self, entries, &argc, &argv, &code)) {
		code =
		    argc != 2 || !shared.trust || shared.limit < 0
			? usage_error(self, "needs one job file and --trust, the root's public key")
			: serve(&shared, argv[1], listen, &trust);
	}
	preview_options_finish(&shared);
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
