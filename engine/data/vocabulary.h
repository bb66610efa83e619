/* Vocabularies: the declared shape of a record (vocabularies/<name>.xml, urn:engross:vocabulary:1).
 *
 * The truth for validation, for checking every path at load, for worst-case lengths and masking. */
#ifndef ENG_DATA_VOCABULARY_H
#define ENG_DATA_VOCABULARY_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/hash.h"
#include "base/intern.h"
#include "base/str.h"
#include "data/record.h"

typedef enum eng_type {
	ENG_TYPE_GROUP, /* has child declarations, no text */
	ENG_TYPE_TEXT,
	ENG_TYPE_DECIMAL,
	ENG_TYPE_INTEGER,
	ENG_TYPE_DATE,
	ENG_TYPE_DATETIME,
	ENG_TYPE_BOOLEAN,
	ENG_TYPE_CURRENCY, /* ISO 4217 form: three capital letters */
	ENG_TYPE_COUNTRY,  /* ISO 3166-1 alpha-2, optionally a subdivision: US-CA */
	ENG_TYPE_LANGUAGE, /* BCP 47 */
	ENG_TYPE_IBAN,     /* ISO 13616, check digits verified, spaces allowed */
	ENG_TYPE_URL,      /* https, http, mailto, tel */
	ENG_TYPE_EMAIL,
	ENG_TYPE_PHONE,
	ENG_TYPES
} eng_type;

typedef struct eng_decl eng_decl;

struct eng_decl {
	const eng_name *name;
	eng_type type;
	bool optional, repeated, confidential;
	int max_length, max_count; /* 0: none declared */
	eng_decl *parent, *first, *last, *next;
	eng_str doc;
	eng_loc where;
	bool used; /* some template, rule or map reads it; for lint */
};

typedef struct eng_vocabulary {
	eng_str name;
	eng_decl *root; /* the record element */
	eng_hash hash;
} eng_vocabulary;

const char *eng_type_name(eng_type type);
/* Loads library/vocabularies/<name>.xml into the arena. NULL after reporting. */
eng_vocabulary *eng_vocabulary_load(eng_ctx *ctx, eng_arena *arena, eng_names *names,
				    const char *path);
const eng_decl *eng_decl_find(const eng_decl *decl, const eng_name *name);
/* Path from the root, "account/iban". */
const char *eng_decl_path(const eng_decl *decl, eng_arena *arena);
/* Checks every field of the record: known, in number, of its type, not too long, present unless
 * optional. Reports all faults (data.*), each with its place; false when there was one. Missing
 * fields (blank) are as good as absent. Order of siblings does not matter. */
bool eng_vocabulary_validate(eng_ctx *ctx, eng_arena *scratch, const eng_vocabulary *vocabulary,
			     const eng_record *record);
/* Whether text is a valid value of the type; *why then says what would be right. */
bool eng_type_accepts(eng_type type, eng_str text, bool json_number, const char **why);

#endif
