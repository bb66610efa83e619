/* engross version. */
#include "command.h"

#include <stdio.h>

static int run_version(const command *self, int argc, char **argv) {
	int code;

	if (!parse_options(self, NULL, &argc, &argv, &code)) {
		return code;
	}
	printf("engross %s\n", eng_version());
	return 0;
}

const command command_version = {
	.name = "version",
	.arguments = "",
	.summary = "Print the version",
	.help = "Example:\n  engross version\n",
	.run = run_version,
};
