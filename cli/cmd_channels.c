/* engross channels: the ways out. */
#include "command.h"

#include <stdio.h>

static int run_channels(const command *self, int argc, char **argv) {
	eng_channel_info channel;
	int code;

	if (!parse_options(self, NULL, &argc, &argv, &code)) {
		return code;
	}
	for (size_t i = 0; eng_channel_info_at(i, &channel); i++) {
		printf("%-8s .%-7s %-26s %s\n", channel.name, channel.extension, channel.media_type,
		       channel.summary);
	}
	return 0;
}

const command command_channels = {
	.name = "channels",
	.arguments = "",
	.summary = "List the channels: name, file extension, media type",
	.help = "Example:\n  engross channels\n",
	.run = run_channels,
};
