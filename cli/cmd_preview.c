/* engross preview: a job's records in every channel side by side, as static pages. */
#include "preview_options.h"

#include <string.h>

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
	g_autofree char *out = NULL;
	gboolean draft = FALSE;
	preview_options shared = { 0 };
	const GOptionEntry own[] = {
		{ "out", 'o', 0, G_OPTION_ARG_FILENAME, &out, "Folder to make for the pages",
		  "DIR" },
		{ "draft", 0, 0, G_OPTION_ARG_NONE, &draft,
		  "With --trust: show what is not approved yet, too, marked DRAFT", NULL },
		G_OPTION_ENTRY_NULL,
	};
	GOptionEntry entries[PREVIEW_ENTRIES + sizeof(own) / sizeof(own[0])];
	eng_preview_options options;
	int code;

	preview_entries(&shared,
			"Show what goes out under this root's public key, and who approved it",
			entries);
	memcpy(entries + PREVIEW_ENTRIES, own, sizeof(own));
	if (parse_options(self, entries, &argc, &argv, &code)) {
		code = ENG_EXIT_USAGE;
		if (is_usable(self, argc, shared.limit, out)) {
			options = preview_of(&shared, argv[1]);
			options.out = out;
			options.draft = draft;
			code = (int)eng_preview_write(&options);
		}
	}
	preview_options_finish(&shared);
	return code;
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
