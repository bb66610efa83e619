/* Where a reader's characters begin and end: extended grapheme clusters (UAX #29), so that no base is
 * parted from its accents, no emoji from its parts, no syllable from its signs. */
#ifndef ENG_CHANNELS_COMMON_CLUSTER_H
#define ENG_CHANNELS_COMMON_CLUSTER_H

#include "base/str.h"

/* True when a cut before byte `at`, which starts a code point, would stand inside a cluster. Looks back
 * no further than the start of the text. */
bool eng_cluster_joins(eng_str text, size_t at);

#endif
