/* What a record exercises: branches, lists, fragments, block versions, languages, channels, pages, breaks of
 * tables, segments; and what a template could be made to exercise at all. */
#ifndef ENG_REVIEW_ITEMS_H
#define ENG_REVIEW_ITEMS_H

#include "review/tour.h"

/* kind: a word such as "branch"; key: the same for the same item, within its kind; text: for people. All
 * borrowed for the time of the call. */
typedef void eng_item_fn(void *user, const char *kind, eng_str key, eng_str text);

/* Tells every item of a stop, some more than once. Lays the document out when it has pages. */
void eng_items_of_stop(eng_ctx *ctx, const eng_setting *setting, const eng_stop *stop,
		       eng_item_fn *take, void *user);
/* Tells every item that the template, its fragments and blocks can have, in the order of the files. */
void eng_items_of_template(const eng_setting *setting, eng_arena *arena, eng_item_fn *take,
			   void *user);

#endif
