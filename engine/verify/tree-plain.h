/* The quick road to a tree of JSON, inside of verify/tree.h. */
#ifndef ENG_VERIFY_TREE_PLAIN_H
#define ENG_VERIFY_TREE_PLAIN_H

#include "verify/tree.h"

/* The tree in the arena, which borrows from bytes. NULL, silently: the text is not plainly written, or no
 * JSON at all. */
eng_json_node *eng_json_tree_plain(eng_arena *arena, eng_str bytes);

#endif
