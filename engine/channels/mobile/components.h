/* Document nodes as components of schemas/mobile-1.schema.json. */
#ifndef ENG_CHANNELS_MOBILE_COMPONENTS_H
#define ENG_CHANNELS_MOBILE_COMPONENTS_H

#include "base/arena.h"
#include "base/diag.h"
#include "document/document.h"
#include "markup/json-write.h"

typedef struct eng_components {
	eng_ctx *ctx;
	eng_arena *arena;
	const eng_document *doc;
	int channel;
	eng_json_writer *json;
} eng_components;

/* The shown children of a container as an array of components under this key. False after reporting
 * channel.bad-url. */
bool eng_components_children(eng_components *c, const char *key, const eng_node *parent);
/* Inline content as an array of runs under this key; node NULL: no member. (runs.c) */
bool eng_components_runs(eng_components *c, const char *key, const eng_node *node);
/* A formatted value as an object under this key; nothing when it is absent. (runs.c) */
void eng_components_value(eng_components *c, const char *key, const eng_value *value);
/* The member "notification" with the payloads of push services. False after reporting
 * mobile.notification-too-large. (notification.c) */
bool eng_components_notification(eng_components *c);
bool eng_components_table(eng_components *c, const eng_node *table);
bool eng_components_chart(eng_components *c, const eng_node *chart);
/* NULL for what the format carries, else why not. */
const char *eng_components_leaves_out(const eng_node *node);

#endif
