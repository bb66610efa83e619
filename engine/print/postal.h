/* What the post wants of pieces: addresses that can be delivered, an order and groups, trays, codes. The `postal`
 * part of a print plan (docs/print.md); knows parts and pieces, no streams. */
#ifndef ENG_PRINT_POSTAL_H
#define ENG_PRINT_POSTAL_H

#include "base/post.h"
#include "layout/post-symbol.h"
#include "print/part.h"
#include "print/settings.h"

/* Postcodes from one to another (or beginning like them) of a country belong to a group of the post's. */
typedef struct eng_sort_rule {
	eng_str country, from, to; /* empty: any */
	eng_str group;
	uint32_t place; /* of the group in the order of all */
} eng_sort_rule;

typedef struct eng_postal_code {
	eng_str symbology, value, country; /* country empty: of pieces to any */
	eng_length left, top;
	eng_loc where;
} eng_postal_code;

enum { ENG_MOST_POSTAL_CODES = 4 };

typedef struct eng_postal {
	eng_str sender;      /* country */
	bool checked;        /* addresses that cannot be delivered are set aside */
	size_t lines;        /* of an address with its name, at most; 0: any */
	uint64_t serial;     /* of the first piece */
	const char *serials; /* register of numbers given out; NULL: none is kept */
	eng_sort_rule *rules;
	size_t rule_count;
	eng_postal_code codes[ENG_MOST_POSTAL_CODES];
	size_t code_count;
	/* Trays; 0: any. */
	bool trays;
	uint64_t tray_pieces, bundle_pieces;
	int64_t tray_weight;       /* mg */
	eng_length tray_thickness; /* of its pieces */
} eng_postal;

/* Reads the member `postal` of a plan; NULL when there is none. path: of the plan. Faults are told. */
eng_postal *eng_postal_read(eng_settings *s, const eng_yaml *yaml, const char *path);

/* Where a letter goes. */
typedef struct eng_destination {
	const eng_post *post;      /* NULL: the country is not known */
	eng_str postcode;          /* as its country writes it; empty: none was found */
	const eng_sort_rule *rule; /* NULL: none has it */
} eng_destination;

/* postal NULL: by what the part says alone. In the arena. */
eng_destination eng_postal_destination(eng_arena *arena, const eng_postal *postal,
				       const eng_part_file *part);
/* Whether it can be delivered; false after reporting print.no-postcode, print.unknown-country, print.no-route or
 * print.address-lines, if the plan checks addresses. */
bool eng_postal_accepts(eng_ctx *ctx, eng_arena *arena, const eng_postal *postal,
			const eng_part_file *part);
/* Whether a reason of a reject is one of these. */
bool eng_postal_is_reason(const char *code);

/* A code of a piece, as ink. */
typedef struct eng_postal_mark {
	const eng_postal_code *code;
	eng_str value;
	eng_post_symbol symbol;
} eng_postal_mark;

/* Makes the codes of a piece with this number, and says how many. False after reporting print.postal-value or
 * layout.post-code. */
bool eng_postal_marks(eng_ctx *ctx, eng_arena *arena, const eng_postal *postal,
		      const eng_part_file *part, uint64_t number, eng_postal_mark *marks,
		      size_t *n);
/* Where it stands: its ink, or with what must be blank around. */
eng_rect eng_postal_mark_box(const eng_postal_mark *mark);
eng_rect eng_postal_mark_zone(const eng_postal_mark *mark);
/* Its operators, on a page of this height. */
void eng_postal_mark_draw(const eng_postal_mark *mark, eng_length page_height, eng_buf *out);

#endif
