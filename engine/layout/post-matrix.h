/* Data Matrix codes of posts: a size and an encodation that are asked for, no choices. */
#ifndef ENG_LAYOUT_POST_MATRIX_H
#define ENG_LAYOUT_POST_MATRIX_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

typedef enum eng_post_size { ENG_POST_24, ENG_POST_26, ENG_POST_32, ENG_POST_16_48 } eng_post_size;

/* Modules row by row, in the arena. bytes: Base 256, else C40, of capitals, digits and spaces. False when the text
 * is too long for the size. */
bool eng_post_matrix_make(eng_arena *arena, eng_post_size size, eng_str text, bool bytes,
			  bool **dark, int *rows, int *columns);

#endif
