/* Blocks: locked wording in versions, blocks/<id>/<version>.<lang>.xml (urn:engross:block:1). The
 * approved thing is the file, byte for byte: no expressions, no includes, braces are literal.
 *
 * This part reads them and knows which version is in force; who approved them is not its business. */
#ifndef ENG_CONTENT_BLOCK_H
#define ENG_CONTENT_BLOCK_H

#include "base/date.h"
#include "base/hash.h"
#include "content/library.h"
#include "content/prominence.h"
#include "document/node.h"

struct eng_op;

typedef enum eng_slot_type {
	ENG_SLOT_MONEY,
	ENG_SLOT_DATE,
	ENG_SLOT_PERCENT,
	ENG_SLOT_NUMBER,
	ENG_SLOT_INTEGER,
	ENG_SLOT_TEXT,
	ENG_SLOT_CURRENCY, /* a code that a money slot names in currency-from */
} eng_slot_type;

typedef struct eng_block_slot {
	eng_str name;
	eng_slot_type type;
	eng_str currency;      /* of money: ISO 4217 code, or empty */
	eng_str currency_from; /* of money: the slot with the code, or empty */
	eng_str format;        /* money: "", "no-decimals", "source"; date: style; number: pattern;
				  percent: "" or "fraction" */
	int max_length;        /* of text, code points */
	eng_str pattern;       /* of text: regular expression of XML Schema, or empty */
	void *matcher;         /* the pattern, compiled; NULL: none */
	bool urls;             /* text may contain addresses */
	bool optional;
	eng_loc where;
} eng_block_slot;

/* A wording for some channels. */
typedef struct eng_block_form {
	eng_channel_set channels;
	bool plain;          /* named no channels: for those that walk the document */
	struct eng_op *body; /* SEQUENCE of blocks */
	eng_loc where;
} eng_block_form;

typedef struct eng_block_version {
	eng_str id, language, owner;
	int version;
	eng_str path; /* below the library */
	eng_hash hash;
	eng_str *jurisdictions;
	size_t jurisdiction_count; /* 0: all */
	eng_date from, to, review; /* year 0: none */
	eng_block_slot *slots;
	size_t slot_count;
	eng_prominence prominence;
	eng_block_form *forms;
	size_t form_count;
	eng_channel_set served; /* channels that some form is for */
	bool withdrawn;         /* chosen as if it were not, and then refused */
	eng_loc where;
} eng_block_version;

/* All versions of one id, ordered by version and language. */
typedef struct eng_block {
	eng_str id;
	eng_block_version **versions;
	size_t n;
} eng_block;

/* Reads all versions that the library's guard lets be chosen, cached. Channel names as in
 * eng_template_options. NULL after reporting block.*, approval.not-approved. */
const eng_block *eng_block_load(eng_ctx *ctx, eng_library *library, eng_str id,
				const char *const *channel_names, eng_channel_set assembling,
				eng_loc where);
/* Whether the library has a block of that id at all, nothing of it read; in a partial library every block
 * is taken to be there. False after reporting block.unknown. */
bool eng_block_exists(eng_ctx *ctx, eng_library *library, eng_str id, eng_loc where);
/* The version in force: jurisdiction "US-CA" falls back to "US", then to versions for all; language
 * "de-CH" to "de"; then the latest effective-from not after the date, which must not have ended.
 * NULL after reporting block.no-version, block.ended, block.ambiguous or approval.revoked at where. */
const eng_block_version *eng_block_choose(eng_ctx *ctx, const eng_block *block,
					  eng_str jurisdiction, eng_str language, eng_date date,
					  eng_loc where);
/* For runs that go out: in these languages every block loaded so far has a version in force on the date,
 * and none in force was withdrawn; fails with block.no-version, block.ended, approval.revoked. A date of
 * review that passed is the warning block.review. */
bool eng_block_check_force(eng_ctx *ctx, const eng_library *library, const eng_str *languages,
			   size_t language_count, eng_date date);
/* A version that was withdrawn is not used, and no older one in its place. */
bool eng_block_check_withdrawn(eng_ctx *ctx, const eng_block_version *version, eng_loc where);
/* Warns when the version's date of review has passed. */
void eng_block_check_review(eng_ctx *ctx, const eng_block_version *version, eng_date date);
/* Whether the version has begun and not ended. */
bool eng_block_in_force(const eng_block_version *version, eng_date date);
/* Whether a later version of the language, in force on the date, leaves this one no jurisdiction. */
bool eng_block_is_superseded(const eng_block *block, const eng_block_version *version,
			     eng_date date);
/* Whether it is for that jurisdiction itself, named in it or, for the empty one, for all. */
bool eng_block_serves(const eng_block_version *version, eng_str jurisdiction);
/* Whether its wording serves a document of the language: the same, or "de" for "de-CH". */
bool eng_block_speaks(const eng_block_version *version, eng_str language);
/* Checks a value against the slot; *why then says what would be right. */
bool eng_block_slot_accepts(const eng_block_slot *slot, eng_str value, const char **why);

#endif
