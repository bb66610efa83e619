/* What an SMS says: pieces of the document in their fixed order, each known as locked or free. */
#ifndef ENG_CHANNELS_SMS_ASSEMBLE_H
#define ENG_CHANNELS_SMS_ASSEMBLE_H

#include "base/arena.h"
#include "base/diag.h"
#include "document/document.h"
#include "theme/theme.h"

/* Text that is altered as one or not at all. */
typedef struct eng_sms_run {
	eng_str text;
	bool fixed; /* locked wording or an address: never smartened, never transliterated */
} eng_sms_run;

typedef enum eng_sms_source {
	ENG_SMS_DRAFT,
	ENG_SMS_PREFIX,
	ENG_SMS_BRIEF,
	ENG_SMS_ACTION,
	ENG_SMS_BLOCK,
} eng_sms_source;

typedef struct eng_sms_piece {
	eng_sms_source source;
	const eng_node *node; /* of a block: ENG_NODE_BLOCK; NULL for prefix and draft */
	eng_sms_run *runs;
	size_t count, cap;
	eng_str said; /* of a block: its words before anything is made to fit */
} eng_sms_piece;

typedef struct eng_sms_message {
	eng_sms_piece *pieces;
	size_t count, cap;
} eng_sms_message;

/* Theme prefix, brief, first action with its URL, then each block that the channel shows, parts first,
 * a block and version once. Engine-formatted values are in their plain form already. False after
 * reporting channel.bad-url. */
bool eng_sms_assemble(eng_ctx *ctx, eng_arena *arena, const eng_document *doc,
		      const eng_theme *theme, int channel, eng_sms_message *message);
/* The text of one piece; of all pieces joined by one space. */
eng_str eng_sms_piece_text(eng_arena *arena, const eng_sms_piece *piece);
eng_str eng_sms_message_text(eng_arena *arena, const eng_sms_message *message);
/* "block 'deposit-guarantee'", for messages. */
const char *eng_sms_piece_name(eng_arena *arena, const eng_sms_piece *piece);

#endif
