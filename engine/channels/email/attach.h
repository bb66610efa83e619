/* The files of a message: which may travel, and under which name. */
#ifndef ENG_CHANNELS_EMAIL_ATTACH_H
#define ENG_CHANNELS_EMAIL_ATTACH_H

#include "channels/channel.h"
#include "channels/email/message.h"

/* The document's attachments for the channel of this bit index: its own bytes, or artifacts of channels
 * that are made before. allowed: types of files by eng_attach_allow; 0: the harmless ones. False after
 * reporting email.no-attachment or email.bad-attachment: a type that is not allowed, or bytes that are
 * not of it. */
bool eng_attach_files(eng_ctx *ctx, eng_arena *arena, const eng_document *doc, int channel,
		      unsigned allowed, const eng_artifact_ref *others, size_t other_count,
		      eng_message *m);
/* Adds the types of a job's word ("pdf", "xlsx") to those allowed. False: no such word. */
bool eng_attach_allow(unsigned *allowed, eng_str word);
/* All words that a job may say: "json, pdf, p7m, ...". */
eng_str eng_attach_types(eng_arena *arena);
/* The name as mail programs may save it: no folders, controls, direction marks or signs that file
 * systems refuse, no leading dot, at most 120 bytes, ending in one of the extensions given ("jpg jpeg";
 * the first is added when none is there). */
eng_str eng_attach_name(eng_arena *arena, eng_str name, const char *extensions);

#endif
