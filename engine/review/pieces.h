/* The pieces of a document that readers point at and ask about: each TEXT node and each figure, numbered
 * from 0 in document order, with where it came from and which way composing went to reach it. */
#ifndef ENG_REVIEW_PIECES_H
#define ENG_REVIEW_PIECES_H

#include <glib.h>

#include "markup/json-write.h"
#include "review/tour.h"

typedef struct eng_pieces {
	const eng_node **items;
	size_t n, cap;
	GHashTable *numbers; /* node -> number + 1 */
	GHashTable *fields;  /* place -> field of the record */
	const eng_stop *stop;
	const char *library; /* folder that places are told below */
	const eng_vocabulary *vocabulary;
	const eng_map *map; /* that made the record; NULL: none did */
} eng_pieces;

/* Of a stop with a document, for as long as it lives. */
void eng_pieces_init(eng_pieces *pieces, const eng_stop *stop, const eng_setting *setting);
void eng_pieces_finish(eng_pieces *pieces);
/* The node's number, -1 when it is none of the pieces. */
int64_t eng_pieces_find(const eng_pieces *pieces, const eng_node *node);
/* The innermost block around the node as an index into the document's blocks, -1: none. */
int64_t eng_block_around(const eng_node *node);
/* Members "pieces" and "turns" of an object (schemas/preview-1.schema.json). */
void eng_pieces_write(const eng_pieces *pieces, eng_json_writer *w);
/* "communications/letter.xml:12:5", below the library where it stands there; empty for no place. */
eng_str eng_place_text(eng_arena *arena, const char *library, eng_loc where);

#endif
