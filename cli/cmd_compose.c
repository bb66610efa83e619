/* engross compose: records of one file in all channels, for authors. */
#include "command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

typedef struct target {
	const char *dir;
	size_t count;
} target;

static bool write_output(void *user, const eng_output *output) {
	target *t = user;
	char *path = g_build_filename(t->dir, output->name, NULL);
	FILE *file = fopen(path, "wb");
	bool ok = file && fwrite(output->bytes, 1, output->length, file) == output->length;

	if (file && fclose(file) != 0) {
		ok = false;
	}
	if (!ok) {
		fprintf(stderr, "engross compose: '%s' cannot be written: %s\n", path,
			strerror(errno));
	} else {
		printf("%-8s %s", output->channel, path);
		if (output->pages) {
			printf("  %zu page%s", output->pages, output->pages == 1 ? "" : "s");
		}
		if (output->segments) {
			printf("  %zu segment%s", output->segments,
			       output->segments == 1 ? "" : "s");
		}
		printf("  %zu bytes\n", output->length);
		t->count++;
	}
	g_free(path);
	return ok;
}

static int compose(const content_options *o, const char *tmpl, const char *record,
		   const char *dir) {
	eng_engine_options options = engine_options(o, tmpl);
	char *library = library_of(o, tmpl);
	eng_engine *engine;
	target t = { dir, 0 };
	bool ok;

	options.library = library;
	options.out = dir;
	engine = eng_engine_open(&options);
	g_free(library);
	if (!engine) {
		return ENG_EXIT_USAGE;
	}
	ok = eng_engine_compose_file(engine, record, write_output, &t);
	eng_engine_close(engine);
	return ok ? 0 : 1;
}

static int run_compose(const command *self, int argc, char **argv) {
	content_options o = { 0 };
	char *out = NULL;
	GOptionEntry entries[CONTENT_ENTRIES + 2] = { { 0 } };
	int code;

	content_entries(&o, entries);
	entries[CONTENT_ENTRIES] = (GOptionEntry){ "out", 'o',
						   0,     G_OPTION_ARG_FILENAME,
						   &out,  "Folder for the artifacts (default: .)",
						   "DIR" };
	if (!parse_options(self, entries, &argc, &argv, &code)) {
		return code;
	}
	if (argc != 3) {
		return usage_error(self, "needs a template and a file of records");
	}
	if (g_mkdir_with_parents(out ? out : ".", 0777) != 0) {
		return usage_error(self, "folder '%s' cannot be made: %s", out, strerror(errno));
	}
	code = compose(&o, argv[1], argv[2], out ? out : ".");
	content_options_finish(&o);
	g_free(out);
	return code;
}

const command command_compose = {
	.name = "compose",
	.arguments = "TEMPLATE RECORDS",
	.summary = "Compose the records of a file in all channels (drafts, unless --final)",
	.help =
	    "TEMPLATE is an id of the library or the path of a template file; RECORDS a file, "
	    "or '-'.\n\n"
	    "Examples:\n"
	    "  engross compose welcome-letter samples/data/welcomes.xml -d 2026-11-01 -o out\n"
	    "  engross compose invoice ubl.xml --map ubl-invoice -d 2026-11-01 -c pdf,email\n"
	    "  engross compose welcome-letter samples/data/welcomes.xml -d 2026-11-01 --final \\\n"
	    "      --trust samples/demo-root.pub -o out\n",
	.run = run_compose,
};
