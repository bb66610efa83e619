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
/* As given. */
eng_ctx *eng_standings_ctx(const eng_standings *standings);
const eng_setting *eng_standings_setting(const eng_standings *standings);
/* NULL without a root key. */
const eng_policy *eng_standings_policy(const eng_standings *standings);
/* How a file of the library stands, read once; NULL without a root key, or after reporting. */
const eng_approval *eng_standings_find(eng_standings *standings, eng_str path);
/* Member "content": how everything else stands that is decided about: the newest release of the template with
 * what it changes since the approved one before, and the rules in use (schemas/preview-1.schema.json). Nothing
 * without a root key. */
void eng_standings_write(eng_standings *standings, eng_json_writer *w);
/* For what tells more of a file than eng_standing_write. Members of an open object. */
void eng_standing_write_file(eng_standings *standings, const eng_approval *approval, eng_json_writer *w);
/* An object about the version of the block in use (schemas/preview-1.schema.json). */
void eng_standing_write(eng_standings *standings, const eng_block_use *use, eng_json_writer *w);

#endif
