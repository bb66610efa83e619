/* engross dump: the composed document, readable. */
#include "command.h"

#include <stdio.h>

static int dump(const content_options *o, const char *tmpl, const char *record,
		eng_dump_kind kind) {
	eng_engine_options options = engine_options(o, tmpl);
	char *library = library_of(o, tmpl);
	eng_engine *engine;
	bool ok;

	options.library = library;
	engine = eng_engine_open(&options);
	g_free(library);
	if (!engine) {
		return ENG_EXIT_USAGE;
	}
	ok = eng_engine_dump(engine, record, kind, stdout);
	eng_engine_close(engine);
	return ok ? 0 : 1;
}

static int run_dump(const command *self, int argc, char **argv) {
	content_options o = { 0 };
	gboolean equivalence = FALSE, json = FALSE, pages = FALSE;
	GOptionEntry entries[CONTENT_ENTRIES + 4] = { { 0 } };
	int code;

	content_entries(&o, entries);
	entries[CONTENT_ENTRIES] = (GOptionEntry){ "equivalence",
						   'e',
						   0,
						   G_OPTION_ARG_NONE,
						   &equivalence,
						   "What each channel carries, and why not",
						   NULL };
	entries[CONTENT_ENTRIES + 1] =
	    (GOptionEntry){ "pages", 'p', 0, G_OPTION_ARG_NONE, &pages, "Pages, lines and boxes",
			    NULL };
	entries[CONTENT_ENTRIES + 2] =
	    (GOptionEntry){ "json",
			    'j',
			    0,
			    G_OPTION_ARG_NONE,
			    &json,
			    "With --equivalence: each piece of wording and each channel that "
			    "carries it, as lines of JSON",
			    NULL };
	if (!parse_options(self, entries, &argc, &argv, &code)) {
		return code;
	}
	if (argc != 3) {
		return usage_error(self, "needs a template and a file of records");
	}
	if (json && !equivalence) {
		return usage_error(self, "--json goes with --equivalence");
	}
	code = dump(&o, argv[1], argv[2],
		    pages                 ? ENG_DUMP_PAGES
		    : equivalence && json ? ENG_DUMP_CARRIED
		    : equivalence         ? ENG_DUMP_EQUIVALENCE
					  : ENG_DUMP_DOCUMENT);
	content_options_finish(&o);
	return code;
}

const command command_dump = {
	.name = "dump",
	.arguments = "TEMPLATE RECORDS",
	.summary = "Print the composed document of each record readably",
	.help =
	    "Every node with its place in the template and the place of its value in the data.\n\n"
	    "Examples:\n"
	    "  engross dump welcome-letter samples/data/welcomes.xml -d 2026-11-01\n"
	    "  engross dump invoice ubl.xml --map ubl-invoice -d 2026-11-01 --equivalence\n",
	.run = run_dump,
};
