/* What many files of a run have in common: object streams of what never changes, ToUnicode maps, and the
 * dictionaries of fonts among objects that do change.
 *
 * A worker keeps them by their stored bytes, all of which are compared, unpacked and as far as somebody
 * has read them. What is kept never changes an answer: it only depends on those bytes. */
#ifndef ENG_VERIFY_PDF_KEPT_H
#define ENG_VERIFY_PDF_KEPT_H

#include "base/arena.h"
#include "verify/pdf-value.h"

/* An object stream: its head, and the objects that were asked for. */
typedef struct eng_pdf_pack {
	uint32_t n, first;     /* as its dictionary says */
	uint32_t *members;     /* id and offset of each */
	eng_pdf_value *values; /* of those that are read */
	bool *read;
} eng_pdf_pack;

/* What a code says. */
typedef struct eng_pdf_saying {
	uint32_t code;
	eng_str text; /* UTF-8 */
} eng_pdf_saying;

typedef enum eng_pdf_kept_kind {
	ENG_PDF_KEPT_STREAM,
	ENG_PDF_KEPT_OBJECT, /* a dictionary, from << to >> */
	ENG_PDF_KEPT_FONT,   /* what is measured by a font (verify/pdf-again.c) */
	ENG_PDF_KEPT_TEXT    /* a text set in one */
} eng_pdf_kept_kind;

typedef struct eng_pdf_kept {
	eng_pdf_kept_kind kind;
	uint32_t number;      /* from 1; no other one is kept under it at the same time */
	eng_str stored, data; /* data: of a stream */
	eng_pdf_value value;  /* of an object; null: not read */
	eng_arena *arena;     /* of all that is kept */
	eng_pdf_pack *pack;   /* NULL: nobody read it as an object stream */
	bool said;            /* read as a ToUnicode map */
	eng_pdf_saying *sayings;
	size_t saying_count;
	struct eng_pdf_spot *spots; /* of a text: its letters in text space */
	size_t spot_count;
} eng_pdf_kept;

typedef struct eng_pdf_keeper eng_pdf_keeper;

eng_pdf_keeper *eng_pdf_keeper_new(void);
void eng_pdf_keeper_free(eng_pdf_keeper *keeper);
/* To be called between files, as what is kept is borrowed by the file being read: forgets all when it
 * is too much. */
void eng_pdf_keeper_trim(eng_pdf_keeper *keeper);
/* The one with these bytes; NULL when it is not kept. *worthwhile then: it was seen before, and may
 * be added. */
eng_pdf_kept *eng_pdf_keeper_find(eng_pdf_keeper *keeper, eng_pdf_kept_kind kind, eng_str stored,
				  bool *worthwhile);
/* Copies both. NULL: data is too large to be kept. */
eng_pdf_kept *eng_pdf_keeper_add(eng_pdf_keeper *keeper, eng_pdf_kept_kind kind, eng_str stored,
				 eng_str data);

#endif
