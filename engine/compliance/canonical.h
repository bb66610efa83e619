/* The canonical text: what is compared when locked wording is proved, in the library, in a finished
 * artifact and years later.
 *
 * It is NFC; runs of white space are one space; paragraphs are separated by one LF and not otherwise;
 * soft hyphens and direction marks (U+200E, U+200F, U+061C, U+2066 to U+2069) are left out; no-break,
 * narrow and other spaces of Unicode are spaces; U+2212 is '-'. Embeddings and overrides (U+202A to
 * U+202E), joiners and invisible characters stay: they can change what is read. */
#ifndef ENG_COMPLIANCE_CANONICAL_H
#define ENG_COMPLIANCE_CANONICAL_H

#include "base/arena.h"
#include "base/str.h"
#include "document/node.h"

/* Canonical text of any text, whose line feeds are paragraph boundaries; other white space (CR and
 * tab too) is space. A copy in the arena, or the text itself when it is canonical already. */
eng_str eng_canonical_text(eng_arena *arena, eng_str text);
/* The same on one line: boundaries of paragraphs are spaces. text is canonical. */
eng_str eng_canonical_flat(eng_arena *arena, eng_str text);

/* Canonical text of what the channel of this bit index is to show of a node (usually a block): each
 * paragraph, heading, item, label and value is a paragraph of its own; a forced line break is a
 * space; footnotes are left out. Pictures say their alternative text. */
eng_str eng_canonical_node(eng_arena *arena, const eng_node *node, int channel);
/* The same of its footnotes, one paragraph each; empty: it has none. */
eng_str eng_canonical_notes(eng_arena *arena, const eng_node *node, int channel);

#endif
