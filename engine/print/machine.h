/* The profile of an inserter: which marks and codes it reads, where they stand, what it must find blank around
 * them. No two machines agree, so everything is a setting (samples/print/machines, docs/print.md). */
#ifndef ENG_PRINT_MACHINE_H
#define ENG_PRINT_MACHINE_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/length.h"
#include "base/str.h"

/* What a slot of optical marks says, or a field of a code. */
typedef enum eng_slot_kind {
	ENG_SLOT_START,    /* always there, the first that is read */
	ENG_SLOT_SAFETY,   /* always there, at the far end */
	ENG_SLOT_RETIME,   /* always there, so that the reader keeps in step */
	ENG_SLOT_BLANK,    /* never there */
	ENG_SLOT_BEGIN,    /* of a piece: its first sheet */
	ENG_SLOT_END,      /* its last sheet */
	ENG_SLOT_INSERT,   /* the piece is whole and goes into its envelope; as END */
	ENG_SLOT_DIVERT,   /* the piece leaves the machine to hand work */
	ENG_SLOT_FEED,     /* number: station that adds its insert */
	ENG_SLOT_SEQUENCE, /* number: bit of the wrap-around counter of sheets */
	ENG_SLOT_MATCH,    /* number: bit of the number of the piece */
	ENG_SLOT_ENVELOPE, /* number: the piece goes into the plan's envelope of this number */
	ENG_SLOT_PARITY,   /* makes the count of marks odd or even */
	ENG_SLOTS
} eng_slot_kind;

typedef struct eng_slot {
	eng_slot_kind kind;
	int number;
	bool inverted; /* the mark says that it is not so */
} eng_slot;

typedef struct eng_code_spec {
	eng_str symbology;                   /* data-matrix, code-128, code-39 */
	eng_length left, top, width, height; /* where it stands, without its clear zone */
	eng_length module, clear;
	eng_str value; /* "{job}{piece:6}{sheet:2}{check}" */
	eng_loc where;
} eng_code_spec;

enum { ENG_MOST_SLOTS = 24, ENG_MOST_CODES = 4 };

typedef struct eng_machine {
	eng_str name;
	bool reverse; /* the last sheet of a piece is printed first */
	bool back;    /* marks are on the back of the sheets */
	/* Optical marks: horizontal bars below each other. */
	eng_slot slots[ENG_MOST_SLOTS];
	size_t slot_count;                              /* 0: none */
	eng_length left, top, pitch, length, thickness; /* of the first bar; left of its left end */
	eng_length clear_sides, clear_ends;
	bool odd;         /* parity */
	bool counts_down; /* the counter of sheets */
	int counter_bits;
	bool feed_on_first; /* else on the last sheet of a piece */
	eng_code_spec codes[ENG_MOST_CODES];
	size_t code_count;
} eng_machine;

/* NULL after reporting print.* with its place. Everything in the arena. */
eng_machine *eng_machine_load(eng_ctx *ctx, eng_arena *arena, const char *path);

/* What a sheet has to tell. */
typedef struct eng_sheet_facts {
	eng_str job;
	uint64_t piece;         /* number in the assembly, from 1 */
	uint64_t counter;       /* of sheets in the stream, from 0 */
	unsigned sheet, sheets; /* of the piece, from 1 in the order in which they are printed */
	unsigned feeders;       /* bit 0: station 1 */
	unsigned envelope;      /* from 1; 0: none */
	unsigned share, shares; /* envelope x of y of a package */
	unsigned page, pages;   /* of the package, where a page is told of; else 0 */
	bool divert;
} eng_sheet_facts;

/* Which bars stand on the sheet: bit i is slot i. */
uint32_t eng_machine_bars(const eng_machine *machine, const eng_sheet_facts *facts);
/* The bar of a slot, and the area around all bars that must be blank. */
eng_rect eng_machine_bar(const eng_machine *machine, size_t slot);
eng_rect eng_machine_zone(const eng_machine *machine);
/* The text of a code, in the arena; NULL s after reporting print.code-value: a number has too many digits. */
eng_str eng_machine_value(eng_ctx *ctx, eng_arena *arena, const eng_code_spec *code,
			  const eng_sheet_facts *facts);
eng_rect eng_machine_code_zone(const eng_code_spec *code);

#endif
