/* No locked wording may get lost between the document and a surface without pages. */
#ifndef ENG_CHANNELS_COMMON_LOCKED_H
#define ENG_CHANNELS_COMMON_LOCKED_H

#include "base/arena.h"
#include "base/diag.h"
#include "document/document.h"
#include "theme/theme.h"

/* True when each block that the channel of this bit index is to show stands in the body or in a part
 * that it shows: one of `above` and `below` of the style (NULL: any part), in the page class that
 * eng_view_part takes. The same version of a block shown elsewhere will do. False after reporting
 * channel.block-left-out with the reason. */
bool eng_locked_check(eng_ctx *ctx, eng_arena *arena, const eng_document *doc,
		      const eng_email_style *style, int channel);

#endif
