/* The catalogue of translated phrases: strings/<lang>.yaml, a flat mapping of key to message (ICU
 * MessageFormat). "de-CH" looks in de-CH, then in de, never in another language. */
#ifndef ENG_CONTENT_STRINGS_H
#define ENG_CONTENT_STRINGS_H

#include "content/library.h"
#include "expr/message.h"

typedef struct eng_strings eng_strings;

eng_strings *eng_strings_new(eng_library *library);
void eng_strings_free(eng_strings *strings);
/* Reads the files of a language and of its fallbacks, once. False after reporting; a language
 * without any file is strings.no-language at where. */
bool eng_strings_load(eng_ctx *ctx, eng_strings *strings, eng_str language, eng_loc where);
/* The phrase, fallbacks applied; NULL when there is none or its pattern is faulty (then reported if
 * ctx is given). Marks it as used. */
const eng_message *eng_strings_find(eng_ctx *ctx, eng_strings *strings, eng_str key,
				    eng_str language);
/* Whether a loaded language has the key; *nearest: a close key or NULL. */
bool eng_strings_has(const eng_strings *strings, eng_str key, const char **nearest);
/* Warns of keys that nothing loaded so far has used (strings.unused); reserved keys "engross.*" are
 * not meant. */
void eng_strings_unused(eng_ctx *ctx, const eng_strings *strings);

#endif
