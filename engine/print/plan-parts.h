/* Pieces of print plans that are read apart: private to the reader of plans. */
#ifndef ENG_PRINT_PLAN_PARTS_H
#define ENG_PRINT_PLAN_PARTS_H

#include "print/plan.h"
#include "print/settings.h"

/* What lies together, what is parted, which inserts go with it: `facts`, `pieces`, `inserts`. */
void eng_print_plan_read_pieces(eng_settings *s, const eng_yaml *yaml, eng_print_plan *plan);

/* What is written on sheets: `font`, `banners`, `numbers`. */
void eng_print_plan_read_words(eng_settings *s, const eng_yaml *yaml, eng_print_plan *plan);

#endif
