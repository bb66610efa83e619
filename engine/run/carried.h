/* What each channel carries of a document, piece by piece, for programs that look for it in artifacts. */
#ifndef ENG_RUN_CARRIED_H
#define ENG_RUN_CARRIED_H

#include "base/arena.h"
#include "base/buf.h"
#include "document/document.h"

/* Appends one line of JSON for each piece of wording, value and locked paragraph and each channel that
 * carries it: {"ordinal", "channel", "kind": "title" | "brief" | "text" | "cell" | "value" | "locked",
 * "of" (what a value stands in), "footnotes" (true when marks stand between the words), "node", "part" (of
 * what stands in one), "pages", "where", "block", "text"}. Of parts: locked wording
 * only, since which parts a channel places is its theme's affair. */
void eng_carried_write(const eng_document *doc, eng_arena *arena, eng_buf *out);

#endif
