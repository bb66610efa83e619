/* engross lint: what can be known about a template before any record meets it. */
#include "command.h"

#include <stdio.h>

static int lint_one(const content_options *o, const char *tmpl) {
	eng_engine_options options = engine_options(o, tmpl);
	char *library = library_of(o, tmpl);
	int errors;

	options.library = library;
	if (!options.run_date) {
		options.run_date =
		    "2026-01-01"; /* which block versions would be chosen is not linted */
	}
	errors = eng_engine_lint(&options);
	if (errors == 0) {
		printf("%s: no objections\n", tmpl);
	}
	g_free(library);
	return errors < 0 ? ENG_EXIT_USAGE : errors > 0;
}

static int run_lint(const command *self, int argc, char **argv) {
	content_options o = { 0 };
	GOptionEntry entries[CONTENT_ENTRIES + 1] = { { 0 } };
	int code, worst = 0;

	content_entries(&o, entries);
	entries[LIBRARY_ENTRIES] = (GOptionEntry)G_OPTION_ENTRY_NULL;
	if (!parse_options(self, entries, &argc, &argv, &code)) {
		return code;
	}
	if (argc < 2) {
		return usage_error(self, "needs one or more templates");
	}
	for (int i = 1; i < argc; i++) {
		code = lint_one(&o, argv[i]);
		worst = code > worst ? code : worst;
	}
	content_options_finish(&o);
	return worst;
}

const command command_lint = {
	.name = "lint",
	.arguments = "TEMPLATE...",
	.summary = "Check templates with all they use, without data",
	.help = "Paths are checked against the vocabulary, phrases in every language, blocks in "
		"every channel,\n"
		"roles against the theme, and the worst case of an SMS against its limit.\n\n"
		"Examples:\n"
		"  engross lint current-account-statement\n"
		"  engross lint --library templates templates/communications/*.xml\n",
	.run = run_lint,
};
