/* One recipient's leaf of a preview: the script file with all that its page shows, and the files beside it
 * (schemas/preview-1.schema.json). */
#ifndef ENG_REVIEW_LEAF_H
#define ENG_REVIEW_LEAF_H

#include "review/book.h"
#include "review/pieces.h"

typedef struct eng_leaf {
	eng_book *book;
	const eng_stop *stop;
	const eng_stop *before; /* the same record with the content before; NULL: none to compare */
	eng_pieces pieces;      /* empty without a document */
	eng_json_writer *w;
} eng_leaf;

/* Writes the leaf of a record. False after reporting. */
bool eng_leaf_write(eng_book *book, const eng_stop *stop, const eng_stop *before);
/* "00000042": the leaf's name among its neighbours. */
const char *eng_leaf_name(eng_arena *arena, const eng_stop *stop);

/* What a channel's artifact is shown by, as members of an open object. False after reporting. */
bool eng_leaf_pages(eng_leaf *leaf, const eng_artifact *artifact);
bool eng_leaf_mail(eng_leaf *leaf, const eng_artifact *artifact);
/* Member "rules": the rules of required content that hold for the artifact, and whether it keeps them. */
void eng_leaf_rules(eng_leaf *leaf, const eng_artifact *artifact);
/* Member "access": what makes it accessible. */
void eng_leaf_access(eng_leaf *leaf, const eng_artifact *artifact);
/* Member "changes": how the artifact differs from the one before; nothing without content before. */
bool eng_leaf_changes(eng_leaf *leaf, const eng_artifact *artifact);

#endif
