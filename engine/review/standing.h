/* How the locked blocks of a preview stand: who owns them, what they ask for, who approved them. Decisions
 * are looked at only under a root's key; without one nothing is said about them. */
#ifndef ENG_REVIEW_STANDING_H
#define ENG_REVIEW_STANDING_H

#include "compliance/approval.h"
#include "document/document.h"
#include "markup/json-write.h"
#include "run/setting.h"

typedef struct eng_standings eng_standings;

/* trust: file of the root's public key; NULL: decisions are not looked at. NULL after reporting. The
 * setting outlives it. */
eng_standings *eng_standings_open(eng_ctx *ctx, const eng_setting *setting, const char *trust);
void eng_standings_close(eng_standings *standings);
/* NULL without a root key. */
const eng_policy *eng_standings_policy(const eng_standings *standings);
/* How a file of the library stands, read once; NULL without a root key, or after reporting. */
const eng_approval *eng_standings_find(eng_standings *standings, eng_str path);
/* An object about the version of the block in use (schemas/preview-1.schema.json). */
void eng_standing_write(eng_standings *standings, const eng_block_use *use, eng_json_writer *w);

#endif
