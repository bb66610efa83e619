/* The table of channels, from the words in channels/meson.build. */
#include "channels/channel.h"

#include <string.h>

#define CHANNEL(name) extern const eng_channel eng_channel_##name;
#define MIRROR(name)  CHANNEL(name)
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
	NULL,
};

#undef MIRROR
const char *const eng_content_channel_names[] = {
#include "channels/channel-list.h"
#undef CHANNEL
	NULL,
};

void eng_trail_add(eng_trail *trail, const eng_node *node, size_t from, size_t to) {
	if (trail && to > from) {
		trail->spots = eng_arena_grow(trail->arena, trail->spots, trail->n, &trail->cap,
					      sizeof(*trail->spots));
		trail->spots[trail->n++] = (eng_trail_spot){ node, from, to };
	}
}

eng_channel_set eng_channels_content(eng_channel_set channels) {
	eng_channel_set content = 0;

	for (int i = 0; eng_channels[i]; i++) {
		const char *name = eng_channels[i]->mirrors;

		for (int k = 0; (channels >> i & 1) && name && eng_channels[k]; k++) {
			content |= (eng_channel_set)(strcmp(eng_channel_names[k], name) == 0) << k;
		}
		content |= name ? 0 : channels & (eng_channel_set)1 << i;
	}
	return content;
}

const eng_channel *eng_channel_find(const char *name) {
	for (size_t i = 0; eng_channels[i]; i++) {
		if (strcmp(eng_channels[i]->name, name) == 0) {
			return eng_channels[i];
		}
	}
	return NULL;
}
