/* engross explain: the manual's entry for a diagnostic code. */
#include "command.h"

#include <stdio.h>
#include <stdlib.h>

static int run_explain(const command *self, int argc, char **argv) {
	char *text;
	int code;

	if (!parse_options(self, NULL, &argc, &argv, &code)) {
		return code;
	}
	if (argc > 2) {
		return usage_error(self, "one code, or none for the list");
	}
	text = eng_explain(argc == 2 ? argv[1] : NULL);
	if (!text) {
		return usage_error(self, "no code '%s'; without an argument all codes are listed",
				   argv[1]);
	}
	fputs(text, stdout);
	free(text);
	return 0;
}

const command command_explain = {
	.name = "explain",
	.arguments = "[CODE]",
	.summary = "Explain a diagnostic code, or list all codes",
	.help = "Examples:\n  engross explain expr.unknown-path\n  engross explain | grep sms\n",
	.run = run_explain,
};
