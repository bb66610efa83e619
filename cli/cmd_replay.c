/* engross replay: records of a finished run made again, and compared. */
#include "command.h"

#include <stdio.h>

static int run_replay(const command *self, int argc, char **argv) {
	g_autofree char *only = NULL, *records = NULL, *fonts = NULL, *out = NULL;
	gboolean json = FALSE;
	const GOptionEntry entries[] = {
		{ "only", 0, 0, G_OPTION_ARG_STRING, &only,
		  "Only these records: recipients' ids or ordinals", "ID,..." },
		{ "records", 0, 0, G_OPTION_ARG_STRING, &records,
		  "Files of the records, instead of where the run read them", "FILE,..." },
		{ "font-path", 0, 0, G_OPTION_ARG_STRING, &fonts,
		  "Folders of fonts (default: the job's)", "DIRS" },
		{ "out", 'o', 0, G_OPTION_ARG_FILENAME, &out,
		  "Folder for what comes out with other bytes", "DIR" },
		{ "json", 0, 0, G_OPTION_ARG_NONE, &json, "For programs", NULL },
		G_OPTION_ENTRY_NULL,
	};
	int code;

	if (!parse_options(self, entries, &argc, &argv, &code)) {
		return code;
	}
	if (argc != 2) {
		return usage_error(self, "needs the folder of one run");
	}
	return (int)eng_replay(&(eng_replay_options){ .run = argv[1],
						      .only = only,
						      .records = records,
						      .font_path = fonts,
						      .to = out,
						      .json = json,
						      .out = stdout,
						      .message = print_notice });
}

const command command_replay = {
	.name = "replay",
	.arguments = "RUN",
	.summary = "Make records of a finished run again and compare their bytes",
	.help =
	    "The job and the content come from the run, which kept them; records and fonts from "
	    "where they were,\nand every one that is not what it was is told. Who was erased is "
	    "not made again. With the same versions\nof the libraries every byte must be the "
	    "same.\n\n"
	    "Exit codes: 0 all byte for byte as sealed, 1 something differs or is not what it was, "
	    "2 nothing could\nbe made.\n\n"
	    "Examples:\n"
	    "  engross replay out/run-2026-11-01-1f0c8a52\n"
	    "  engross replay out/run-2026-11-01-1f0c8a52 --only C1042,17 --out differs\n"
	    "  engross replay out/run-2026-11-01-1f0c8a52 --records old/2026-10.xml.gz --json\n",
	.run = run_replay,
};
