/* Making free text fit the GSM alphabet: typographic signs to their plain relatives, accented Latin
 * letters to the nearest GSM can say. Locked wording and addresses are never touched. */
#ifndef ENG_CHANNELS_SMS_SMART_H
#define ENG_CHANNELS_SMS_SMART_H

#include "channels/sms/assemble.h"

typedef struct eng_smart eng_smart; /* holds the transliterator of one worker */

/* NULL after reporting sms.no-transliterator. transliterate: also letters, not only signs. */
eng_smart *eng_smart_open(eng_ctx *ctx, bool signs, bool transliterate);
void eng_smart_close(eng_smart *smart);
/* Alters the free runs of the message when the whole message then fits GSM, and leaves everything
 * alone when it would not: half a transliteration helps nobody. */
void eng_smart_apply(eng_smart *smart, eng_arena *arena, eng_sms_message *message);

#endif
