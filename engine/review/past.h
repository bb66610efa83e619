/* Content as it was: a folder of it, a release, or what a run kept. */
#ifndef ENG_REVIEW_PAST_H
#define ENG_REVIEW_PAST_H

#include "base/arena.h"
#include "base/diag.h"

typedef struct eng_past {
	const char *library; /* folder of the content; NULL: that of the job */
	const char *room;    /* folder made for it, NULL: none */
} eng_past;

/* side: the folder of a library; that of a run, whose kept content is unpacked; or a release's file, taken from
 * its library when the files are what it lists, else from what was kept when it was made, with the
 * library's blocks and rules. NULL: *past has no library. In the arena, until closed. False after reporting
 * release.*, file.*. */
bool eng_past_open(eng_ctx *ctx, eng_arena *arena, const char *side, eng_past *past);
void eng_past_close(eng_ctx *ctx, eng_past *past);

#endif
