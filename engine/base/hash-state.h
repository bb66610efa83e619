/* SHA-256 in links: the state between two blocks stands for all bytes before. Who has the states before and
 * behind some bytes can tell that they are those that were hashed, without any of the others. */
#ifndef ENG_BASE_HASH_STATE_H
#define ENG_BASE_HASH_STATE_H

#include "base/hash.h"

#define ENG_HASH_BLOCK 64 /* bytes; states stand only between whole ones */

/* The state before the first byte. */
eng_hash eng_hash_state_first(void);
/* The state behind the data: n is a multiple of ENG_HASH_BLOCK. */
eng_hash eng_hash_state_step(const eng_hash *state, const void *data, size_t n);
/* The hash of a message that ends with this data, with `before` bytes in front of it. */
eng_hash eng_hash_state_end(const eng_hash *state, uint64_t before, const void *data, size_t n);

#endif
