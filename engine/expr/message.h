/* Phrases of the catalogue: ICU MessageFormat with named arguments, plurals and selects, and the
 * marks **strong** and [link]. */
#ifndef ENG_EXPR_MESSAGE_H
#define ENG_EXPR_MESSAGE_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/value.h"
#include "expr/services.h"

/* An argument. With inline set it is printed as ENG_PART_ARGUMENT for the caller to fill. */
typedef struct eng_argument {
	eng_str name;
	eng_value value; /* number and kind decide plurals; text is what {name} prints */
} eng_argument;

typedef enum eng_message_part_kind {
	ENG_MESSAGE_TEXT,
	ENG_MESSAGE_ARGUMENT, /* index into the arguments */
	ENG_MESSAGE_STRONG_START,
	ENG_MESSAGE_STRONG_END,
	ENG_MESSAGE_LINK_START,
	ENG_MESSAGE_LINK_END,
} eng_message_part_kind;

typedef struct eng_message_part {
	eng_message_part_kind kind;
	eng_str text;
	size_t argument;
} eng_message_part;

/* Compiles a pattern of the language; NULL after reporting strings.bad-message at where. */
const eng_message *eng_message_new(eng_ctx *ctx, eng_arena *arena, eng_str pattern,
				   const char *language, eng_loc where);
/* Names of the arguments that the pattern uses. */
void eng_message_arguments(const eng_message *message, const eng_str **names, size_t *n);
/* A plain word: no argument, no mark. Then *text is the whole. */
bool eng_message_is_plain(const eng_message *message, eng_str *text);
/* Sets the phrase. Arguments that are missing or left over are errors (strings.argument). */
bool eng_message_format(eng_ctx *ctx, eng_arena *arena, const eng_message *message,
			const eng_locale *locale, const eng_argument *arguments, size_t n,
			eng_loc where, const eng_message_part **parts, size_t *part_count);

#endif
