/* Masking: a record whose confidential fields (the vocabulary says which) say nothing of the person any
 * more, before anything is composed of it, so that nothing derived can leak. */
#ifndef ENG_REVIEW_MASK_H
#define ENG_REVIEW_MASK_H

#include "data/record.h"
#include "data/vocabulary.h"

/* A copy in the arena. Every letter becomes one of the same script, case and GSM membership, every digit
 * a digit; spaces, punctuation and length stay. The bytes of the record's own file become a stand-in. */
const eng_record *eng_mask_record(eng_arena *arena, const eng_vocabulary *vocabulary,
				  const eng_record *record);
/* The text of one field, masked. */
eng_str eng_mask_text(eng_arena *arena, eng_str text);

#endif
