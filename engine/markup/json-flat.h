/* A JSON text as a list of paths and values: for files of our own, whose shape is known and flat. */
#ifndef ENG_MARKUP_JSON_FLAT_H
#define ENG_MARKUP_JSON_FLAT_H

#include "markup/json.h"

/* Takes a value that is no container: path is its keys and
 * indices with '/' between ("channels/common/pdf/bytes", "inputs/0/file"). */
typedef void eng_json_flat_fn(void *user, const char *path, const eng_json_token *value);

/* Reads a whole text. file and line are for messages. False after reporting as a JSON reader does. */
bool eng_json_flat(eng_ctx *ctx, const char *file, int line, eng_str text, eng_json_flat_fn *take,
		   void *user);
/* The value as a number that is whole and not negative; false when it is not one. */
bool eng_json_flat_count(const eng_json_token *value, uint64_t *count);

#endif
