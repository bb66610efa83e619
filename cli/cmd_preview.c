/* engross preview: a job's records in every channel side by side, as static pages. */
#include "engross-review.h"
#include "trust_options.h"

#include <stdio.h>

static bool is_usable(const command *self, int argc, gint64 limit, const char *out) {
	const char *fault = argc != 2   ? "needs one job file"
			    : !out      ? "needs --out, a folder to make"
			    : limit < 0 ? "--limit must be a number of records"
					: NULL;

	if (fault) {
		usage_error(self, "%s", fault);
	}
	return !fault;
}

static int run_preview(const command *self, int argc, char **argv) {
	g_autofree char *run_date = NULL, *out = NULL, *only = NULL, *trust = NULL, *against = NULL;
	gint64 limit = 0;
	gboolean draft = FALSE, proof_book = FALSE;
	const GOptionEntry entries[] = {
		{ "out", 'o', 0, G_OPTION_ARG_FILENAME, &out, "Folder to make for the pages",
		  "DIR" },
		{ "only", 0, 0, G_OPTION_ARG_STRING, &only, "Only these recipient ids", "ID,..." },
		{ "limit", 'n', 0, G_OPTION_ARG_INT64, &limit, "At most so many records", "N" },
		{ "proof-book", 0, 0, G_OPTION_ARG_NONE, &proof_book,
		  "Of all records the few that show everything there is to see, masked", NULL },
		{ "against", 0, 0, G_OPTION_ARG_FILENAME, &against,
		  "Show what changed: LIBRARY/releases/TEMPLATE/N.txt, or a library's folder",
		  "REL" },
		{ "run-date", 'd', 0, G_OPTION_ARG_STRING, &run_date,
		  "Date of the run instead of the job's", "DATE" },
		{ "trust", 't', 0, G_OPTION_ARG_FILENAME, &trust,
		  "Show what goes out under this root's public key, and who approved it", "FILE" },
		{ "draft", 0, 0, G_OPTION_ARG_NONE, &draft,
		  "With --trust: show what is not approved yet, too, marked DRAFT", NULL },
		G_OPTION_ENTRY_NULL,
	};
	eng_preview_options options = { .message = print_notice, .summary = stdout };
	int code;

	if (!parse_options(self, entries, &argc, &argv, &code)) {
		return code;
	}
	if (!is_usable(self, argc, limit, out)) {
		return ENG_EXIT_USAGE;
	}
	options.job = argv[1];
	options.out = out;
	options.run_date = run_date;
	options.only = only;
	options.limit = (unsigned long long)limit;
	options.trust = trust;
	options.draft = draft;
	options.against = against;
	options.proof_book = proof_book;
	return (int)eng_preview_write(&options);
}

const command command_preview = {
	.name = "preview",
	.arguments = "JOB",
	.summary = "Show a job's records in every channel side by side, as static pages",
	.help =
	    "Writes a folder whose index.html opens in any browser, from disk. Without --trust\n"
	    "nothing is said about approvals and every artifact is marked DRAFT.\n\n"
	    "Exit codes: 0 all would be sent; 1 some would not, the pages say why; 2 usage, job,\n"
	    "template or policy error; 4 system failure.\n\n"
	    "Examples:\n"
	    "  engross preview samples/jobs/statements.yaml --limit 20 --out preview\n"
	    "  engross preview samples/jobs/statements.yaml --proof-book --out proof\n"
	    "  engross preview job.yaml --only C1042,C1043 --trust root.pub --out preview\n",
	.run = run_preview,
};
