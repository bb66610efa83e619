/* engross lint: what can be known about a template before any record meets it. */
#include "command.h"

#include <stdio.h>

#define ANY_DATE "2026-01-01" /* which block versions would be chosen is not linted */

static int lint_one(const content_options *o, const char *tmpl) {
	eng_engine_options options = engine_options(o, tmpl);
	char *library = library_of(o, tmpl);
	int errors;

	options.library = library;
	if (!options.run_date) {
		options.run_date = ANY_DATE;
	}
	errors = eng_engine_lint(&options);
	if (errors == 0) {
		printf("%s: no objections\n", tmpl);
		eng_engine_rules(&options, stdout);
	}
	g_free(library);
	return errors < 0 ? ENG_EXIT_USAGE : errors > 0;
}

/* The ids of the templates of a library, sorted by bytes; owned, with its strings. */
static GList *templates_of(const char *library) {
	char *folder = g_build_filename(library, "communications", NULL);
	GDir *dir = g_dir_open(folder, 0, NULL);
	GList *ids = NULL;
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		if (g_str_has_suffix(name, ".xml")) {
			ids = g_list_insert_sorted(ids,
						   g_strndup(name, strlen(name) - strlen(".xml")),
						   (GCompareFunc)strcmp);
		}
	}
	if (dir) {
		g_dir_close(dir);
	}
	g_free(folder);
	return ids;
}

/* Every template of the library, then what none of them uses. */
static int lint_library(const content_options *o) {
	char *library = library_of(o, "");
	GList *ids = templates_of(library);
	eng_engine_options options = engine_options(o, "");
	int code, worst = 0;

	for (GList *id = ids; id; id = id->next) {
		code = lint_one(o, id->data);
		worst = code > worst ? code : worst;
	}
	options.library = library;
	options.run_date = options.run_date ? options.run_date : ANY_DATE;
	code = eng_engine_lint_library(&options);
	code = code < 0 ? ENG_EXIT_USAGE : code > 0;
	g_list_free_full(ids, g_free);
	g_free(library);
	return code > worst ? code : worst;
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
		worst = lint_library(&o);
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
	.arguments = "[TEMPLATE...]",
	.summary = "Check templates with all they use, without data",
	.help =
	    "Paths are checked against the vocabulary, phrases in every language, blocks in "
	    "every channel,\n"
	    "roles and the looks of each channel against the theme, the worst case of an SMS "
	    "against its limit,\n"
	    "and what rules of required content may ask against what the template shows; the rules "
	    "are printed.\n"
	    "Without TEMPLATE: every template of the library, then phrases that none of them "
	    "uses.\n\n"
	    "Examples:\n"
	    "  engross lint current-account-statement\n"
	    "  engross lint --library templates\n",
	.run = run_lint,
};
