/* The record: the data of one recipient's communication as a tree of fields in an arena.
 *
 * XML elements and attributes, JSON members and CSV cells all become fields, so that expressions
 * know one shape. A field without content (absent text, blank text, xsi:nil, null) is missing. */
#ifndef ENG_DATA_RECORD_H
#define ENG_DATA_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/hash.h"
#include "base/intern.h"
#include "base/str.h"

typedef struct eng_field eng_field;

struct eng_field {
	const eng_name *name;  /* local name; see eng_record.names */
	const eng_name *space; /* namespace URI, NULL: none */
	eng_field *parent, *first, *last, *next, *previous;
	eng_field *attributes; /* of foreign XML records, linked by next; NULL: none */
	eng_str text;          /* own character data, concatenated; string value of a leaf */
	uint32_t line, column; /* of the start tag, the member or the cell */
	uint32_t order;        /* document order within the record */
	bool attribute;
	bool nil;    /* xsi:nil or JSON null */
	bool number; /* a JSON number token: may have an exponent */
};

typedef struct eng_record {
	eng_field *root;        /* the record element; kept ancestors are its parents */
	const char *file;       /* as named in the job; lives as long as the source */
	uint64_t ordinal;       /* from 0 over the whole run */
	uint64_t offset, bytes; /* where the record's source bytes lie in the (decompressed) file */
	eng_hash hash;  /* SHA-256 of those bytes (CSV: of its cells); zero when not asked for */
	eng_str source; /* the whole file's bytes, on request, when it is the only one */
} eng_record;

/* First child of that name, NULL when there is none. space NULL: no namespace. */
eng_field *eng_field_find(const eng_field *field, const eng_name *space, const eng_name *name);
/* No content: blank text and no child fields, or nil. */
bool eng_field_is_missing(const eng_field *field);
/* XPath string value: all character data below, in document order. Copied only when needed. */
eng_str eng_field_string(const eng_field *field, eng_arena *arena);
eng_loc eng_field_where(const eng_field *field, const eng_record *record);
/* "customer/address/line[2]" from the record's root; for messages. */
const char *eng_field_path(const eng_field *field, const eng_record *record, eng_arena *arena);
/* A new field appended to parent (which may be NULL), for maps and readers. */
eng_field *eng_field_new(eng_arena *arena, eng_field *parent, const eng_name *space,
			 const eng_name *name);

#endif
