/* A print plan: what the printer and the inserter do with the parts of a run. YAML, docs/print.md; everything
 * is settled at load. */
#ifndef ENG_PRINT_PLAN_H
#define ENG_PRINT_PLAN_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/hash.h"
#include "base/length.h"
#include "base/str.h"
#include "print/lettering.h"
#include "print/machine.h"
#include "print/rule.h"

typedef enum eng_plex { ENG_PLEX_SIMPLEX, ENG_PLEX_DUPLEX, ENG_PLEX_TUMBLE } eng_plex;

typedef enum eng_print_order { ENG_ORDER_RUN, ENG_ORDER_POSTCODE } eng_print_order;

typedef struct eng_paper {
	eng_str name;         /* by which page masters ask for it */
	eng_str tray;         /* of the printer */
	eng_str stock;        /* what lies in it, for people */
	int grammage;         /* g/m2 */
	eng_length thickness; /* 0: not said */
	bool preprinted;      /* with the background: it is not printed */
} eng_paper;

/* A piece goes into the first envelope that takes it. */
typedef struct eng_envelope {
	eng_str name;
	int sheets;           /* at most */
	int64_t weight;       /* at most, mg, of the whole piece; 0: any */
	int64_t own;          /* mg, of the envelope itself */
	eng_length thickness; /* at most, of what lies in it; 0: any */
	int panels;           /* that sheets are folded into */
	bool by_hand;         /* such pieces leave the machine */
	bool has_window;
	eng_rect window;          /* on the envelope's front, from its upper left corner */
	eng_length width, height; /* of the envelope */
	eng_length tolerance;     /* that folding and printing may be off */
	eng_length panel;         /* height of the folded sheet behind the window */
	eng_length return_line;   /* what ends above this height may show beside the address */
} eng_envelope;

/* A sheet or booklet that is put in beside what is printed. */
typedef struct eng_insert {
	eng_str name;
	int station;           /* of the inserter, from 1 */
	int64_t weight;        /* mg */
	eng_length thickness;  /* folded as it is put in */
	eng_str tmpl, country; /* only with these; empty: with any */
	eng_rule *when;        /* NULL: always */
} eng_insert;

/* Which parts may lie in one envelope. */
typedef enum eng_together {
	ENG_TOGETHER_ONE,       /* each alone */
	ENG_TOGETHER_RECIPIENT, /* those of a recipient at an address */
	ENG_TOGETHER_HOUSEHOLD, /* and those of others there who agreed */
} eng_together;

/* Where a piece that no envelope of the machine takes is parted. */
typedef enum eng_parting {
	ENG_PARTING_NONE,
	ENG_PARTING_DOCUMENTS,
	ENG_PARTING_SHEETS
} eng_parting;

/* Words of addresses that mean the same. */
typedef struct eng_alike {
	eng_str from, to;
} eng_alike;

enum { ENG_MOST_DOCUMENT_TYPES = 31, ENG_MOST_APART = 16 };

/* Where separations stand between pieces. */
typedef enum eng_between {
	ENG_BETWEEN_NOTHING,
	ENG_BETWEEN_COUNTRIES,
	ENG_BETWEEN_GROUPS,
	ENG_BETWEEN_TRAYS
} eng_between;

typedef struct eng_print_plan {
	const char *path;
	eng_hash hash;
	eng_str name;
	eng_plex plex;
	eng_print_order order;
	eng_length front_x, front_y, back_x, back_y; /* offsets, right and down */
	eng_str condition;
	eng_str profile;   /* bytes of the ICC profile */
	eng_paper *papers; /* the first one is for masters that ask for none */
	size_t paper_count;
	eng_envelope *envelopes;
	size_t envelope_count;
	eng_insert *inserts;
	size_t insert_count;
	uint64_t most_pieces, most_sheets, most_bytes; /* of a stream; 0: any */
	uint64_t most_trays;        /* 0: any; else streams end with a tray, or for their bytes */
	const eng_machine *machine; /* NULL: no marks */
	eng_together together;
	eng_str *documents; /* types that may lie with others, in the order in which they lie */
	size_t document_count, most_documents; /* most: in a package */
	uint32_t personal;                     /* bit i: only its own recipient sees documents[i] */
	uint32_t apart[ENG_MOST_APART];        /* sets of types that never meet */
	size_t apart_count;
	eng_str *same; /* facts that must be the same */
	size_t same_count;
	eng_alike *alike;
	size_t alike_count;
	eng_rule *agreed; /* of a household: whether others may see it */
	eng_parting parting;
	bool whole_carrier; /* further envelopes begin with page one again; else address alone */
	eng_str *facts;     /* that the runs' jobs tell */
	size_t fact_count;
	eng_rule_book *book;           /* of all rules */
	struct eng_postal *postal;     /* NULL: nothing is said of the post */
	eng_lettering *lettering;      /* NULL: nothing is to be written */
	const eng_paper *banner_paper; /* NULL: no separation pages */
	bool banner_begin, banner_end; /* of streams */
	eng_between banner_between;
	uint64_t banner_every;   /* pieces; 0: none between */
	eng_code_spec numbering; /* of packages: fields as in codes; no value: none */
	eng_length numbering_size;
} eng_print_plan;

/* NULL after reporting print.* with its place. In the arena; to be closed all the same. */
eng_print_plan *eng_print_plan_load(eng_ctx *ctx, eng_arena *arena, const char *path);
void eng_print_plan_close(eng_print_plan *plan);
/* The paper that a master asks for by this name; NULL when the plan has none. */
const eng_paper *eng_print_plan_paper(const eng_print_plan *plan, eng_str name);

#endif
