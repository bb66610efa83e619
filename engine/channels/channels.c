/* The table of channels, from the words in channels/meson.build. */
#include "channels/channel.h"

#include <string.h>

#define CHANNEL(name) extern const eng_channel eng_channel_##name;
#include "channels/channel-list.h"
#undef CHANNEL

const eng_channel *const eng_channels[] = {
#define CHANNEL(name) &eng_channel_##name,
#include "channels/channel-list.h"
#undef CHANNEL
	NULL,
};

const char *const eng_channel_names[] = {
#define CHANNEL(name) #name,
#include "channels/channel-list.h"
#undef CHANNEL
	NULL,
};

const eng_channel *eng_channel_find(const char *name) {
	for (size_t i = 0; eng_channels[i]; i++) {
		if (strcmp(eng_channels[i]->name, name) == 0) {
			return eng_channels[i];
		}
	}
	return NULL;
}
