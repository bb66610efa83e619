/* Mapped record + compiled template -> document. */
#ifndef ENG_COMPOSE_COMPOSE_H
#define ENG_COMPOSE_COMPOSE_H

#include "base/date.h"
#include "compose/trace.h"
#include "content/map.h"
#include "content/template.h"
#include "data/record.h"
#include "document/document.h"

/* State of one worker for one template: locales, evaluation caches. */
typedef struct eng_composer eng_composer;

typedef struct eng_compose_options {
	eng_channel_set channels;         /* of the job: only what these carry is composed */
	const char *const *channel_names;
	eng_date run_date;
	bool draft;
	eng_trace *trace; /* is told which way each document went; NULL: nobody asks */
} eng_compose_options;

eng_composer *eng_composer_new(eng_ctx *ctx, eng_library *library, const eng_template *tmpl,
			       const eng_compose_options *options);
void eng_composer_free(eng_composer *composer);

/* Turns a foreign record into one of the vocabulary; mapped fields keep their place in the source.
 * NULL after reporting. */
const eng_record *eng_map_apply(eng_ctx *ctx, eng_arena *arena, eng_library *library,
				const eng_map *map, const eng_record *record, eng_date run_date);

/* Composes one record that the vocabulary accepts. NULL after reporting; everything in the arena. */
eng_document *eng_compose(eng_ctx *ctx, eng_composer *composer, eng_arena *arena,
			  const eng_record *record);

/* The recipient alone: enough for --only and for duplicate ids, before composing. */
bool eng_compose_recipient(eng_ctx *ctx, eng_composer *composer, eng_arena *arena,
			   const eng_record *record, eng_recipient *recipient);

#endif
