/* Writing JSON (RFC 8259) into a buffer: streaming, deterministic, nothing kept but the nesting.
 *
 * Members come out in the order they are written. A call out of place (a value without its key, an
 * end that does not match) is a programming error and asserts. */
#ifndef ENG_MARKUP_JSON_WRITE_H
#define ENG_MARKUP_JSON_WRITE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

#define ENG_JSON_WRITE_DEPTH 1024

typedef struct eng_json_writer {
	eng_buf *out;
	bool pretty; /* two spaces a level and a line per value; else no white space at all */
	bool keyed;  /* a key waits for its value */
	bool fresh;  /* nothing stands yet in the innermost object or array */
	int depth;
	uint8_t object[ENG_JSON_WRITE_DEPTH]; /* of each level: object or array */
} eng_json_writer;

/* Appends to out, which outlives the writer. No finish is needed. */
void eng_json_write_init(eng_json_writer *w, eng_buf *out, bool pretty);

void eng_json_write_object(eng_json_writer *w);
void eng_json_write_object_end(eng_json_writer *w);
void eng_json_write_array(eng_json_writer *w);
void eng_json_write_array_end(eng_json_writer *w);
void eng_json_write_key(eng_json_writer *w, eng_str key);
/* Controls, quote and backslash are escaped, all else is UTF-8; ill-formed bytes become U+FFFD. */
void eng_json_write_text(eng_json_writer *w, eng_str text);
void eng_json_write_int(eng_json_writer *w, int64_t value);
void eng_json_write_bool(eng_json_writer *w, bool value);
void eng_json_write_null(eng_json_writer *w);
/* A value that is JSON already, on one line. */
void eng_json_write_raw(eng_json_writer *w, eng_str json);

/* Key and value at once; the key is plain C text. */
void eng_json_member_text(eng_json_writer *w, const char *key, eng_str text);
/* The same, left out when the text is empty. */
void eng_json_member_some(eng_json_writer *w, const char *key, eng_str text);
void eng_json_member_cstr(eng_json_writer *w, const char *key, const char *text);
void eng_json_member_int(eng_json_writer *w, const char *key, int64_t value);
void eng_json_member_bool(eng_json_writer *w, const char *key, bool value);
void eng_json_member_object(eng_json_writer *w, const char *key);
void eng_json_member_array(eng_json_writer *w, const char *key);

#endif
