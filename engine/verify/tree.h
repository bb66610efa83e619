/* A JSON text as a tree, with the places of its values as JSON pointers (RFC 6901). For readers of small
 * artifacts; records are streamed elsewhere. */
#ifndef ENG_VERIFY_TREE_H
#define ENG_VERIFY_TREE_H

#include "base/arena.h"
#include "markup/json.h"

typedef struct eng_json_node {
	eng_json_kind kind; /* OBJECT, ARRAY, STRING, NUMBER, TRUE, FALSE, NULL */
	eng_str key;        /* of a member */
	eng_str text;       /* of a string or number */
	size_t index;       /* among its siblings */
	struct eng_json_node *parent, *first, *last, *next;
} eng_json_node;

/* The tree in the arena. NULL: the bytes are not one JSON text; *why then says so. */
const eng_json_node *eng_json_tree(eng_arena *arena, eng_str bytes, const char **why);
/* NULL when there is none, or value is NULL or no object. */
const eng_json_node *eng_json_find(const eng_json_node *value, const char *key);
/* Text of a string member; empty when there is none. */
eng_str eng_json_find_text(const eng_json_node *value, const char *key);
/* A whole number below 10^15; false when it is none, or there is none. */
bool eng_json_int(const eng_json_node *value, int64_t *number);
bool eng_json_find_int(const eng_json_node *value, const char *key, int64_t *number);
/* "/content/3/text". */
eng_str eng_json_pointer(eng_arena *arena, const eng_json_node *value);

#endif
