/* Reading JSON (RFC 8259) piece by piece: strict, bounded, numbers kept as written, every token with
 * its place. No tree is built: tokens go to a function as soon as they are complete. */
#ifndef ENG_MARKUP_JSON_H
#define ENG_MARKUP_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/str.h"

typedef enum eng_json_kind {
	ENG_JSON_OBJECT,
	ENG_JSON_OBJECT_END,
	ENG_JSON_ARRAY,
	ENG_JSON_ARRAY_END,
	ENG_JSON_KEY,
	ENG_JSON_STRING,
	ENG_JSON_NUMBER,
	ENG_JSON_TRUE,
	ENG_JSON_FALSE,
	ENG_JSON_NULL,
} eng_json_kind;

typedef struct eng_json_token {
	eng_json_kind kind;
	eng_str text; /* key, string (escapes resolved) or number token; until the call ends */
	uint64_t offset, end; /* bytes since the start, [offset, end) */
	int line, column;     /* of its first character */
	int depth;            /* containers around it */
} eng_json_token;

/* Takes a token. Returns false to stop reading right behind it; feeding goes on from there. */
typedef bool eng_json_fn(void *user, const eng_json_token *token);

typedef struct eng_json_reader eng_json_reader;

/* file is for messages and outlives the reader, which keeps ctx. */
eng_json_reader *eng_json_reader_new(eng_ctx *ctx, const char *file, eng_json_fn *take, void *user);
void eng_json_reader_free(eng_json_reader *reader);
/* Forgets what was read; the next byte is the first of a new text at that place of the file. */
void eng_json_reader_reset(eng_json_reader *reader, uint64_t offset, int line);
/* The next byte stands at that place: what is between was passed over. */
void eng_json_reader_move(eng_json_reader *reader, uint64_t offset, int line, int column);
/* Reads bytes up to the end or to where the function stopped; *taken tells how many. False after
 * reporting markup.json, markup.bad-utf8 or limit.*; the reader must then be reset. */
bool eng_json_reader_feed(eng_json_reader *reader, const char *data, size_t n, size_t *taken);
/* The text ends here: false after reporting when it is not complete. */
bool eng_json_reader_finish(eng_json_reader *reader);

#endif
