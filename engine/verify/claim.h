/* What an artifact is claimed to carry, and what a reader finds in it.
 *
 * A claim comes from the document before any channel saw it, or from a manifest line years later; a
 * reader (one a format) gets the artifact's bytes and the claims, reads the bytes by its own road, and
 * tells where each claim was seen and what is wrong. Readers share no code with the writers. */
#ifndef ENG_VERIFY_CLAIM_H
#define ENG_VERIFY_CLAIM_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/hash.h"
#include "base/length.h"
#include "base/str.h"

/* One use of a locked block in one artifact. */
typedef struct eng_claim {
	eng_str id, language; /* of the version that is shown */
	int version;
	unsigned occurrence;  /* which use of this version and language in the document, from 1 */
	eng_hash file_hash;   /* SHA-256 of the block file */
	eng_str text;         /* canonical text (compliance/canonical.h) that a reader must see */
	eng_hash text_hash;   /* SHA-256 of text */
	eng_str notes;        /* canonical texts of its footnotes, a paragraph each; may be empty */
	const eng_str *links; /* addresses behind its words, which mere text may tell */
	size_t link_count;
	bool pictures; /* pictures stand among its paragraphs: these need not be adjacent */
	bool optional; /* in a part that not every document shows: it may be absent, never wrong */
	bool repeats;  /* in a part that pages repeat: an artifact of the page, not of the text */
	bool rest;     /* in one for continuation pages alone, of which there may be none */
	const int *pages; /* from 1, of a file, which must show it in running content */
	size_t page_count;
	/* What the block asks of its appearance; 0: not asked. */
	eng_length min_size;
	int contrast; /* thousandths */
} eng_claim;

/* A place where a claim was seen. */
typedef struct eng_sighting {
	size_t claim;        /* index */
	const char *part;    /* "html" or "text" of a message; NULL: the artifact is one */
	eng_str anchor;      /* HTML id, JSON pointer, id of a structure element; empty: none */
	int page, last_page; /* from 1; 0: no pages */
	eng_length x, y, width, height; /* on the first page, from its upper left corner */
	uint64_t start, length;    /* code points in the text of the part; length 0: not told */
	uint64_t order, order_end; /* lines of a surface, from 1; 0: by pages and boxes */
	/* Measured; 0: not measured. */
	eng_length size, x_height; /* the smallest */
	int contrast;              /* thousandths, the lowest */
	int lightest, boldest;     /* weights as CSS has them: 400 regular, 700 bold */
} eng_sighting;

/* Something wrong. */
typedef struct eng_finding {
	const char *code;    /* "verify.text-differs": docs/diagnostics.md */
	size_t claim;        /* index; ENG_FINDING_ARTIFACT: not about one */
	const char *message; /* lower case, names the block and what was found */
	size_t demand; /* index + 1 of the demand that it is about (verify/demand.h); 0: none */
} eng_finding;

#define ENG_FINDING_ARTIFACT ((size_t)-1)

/* What a reader returns; zeroed by the caller, everything in the arena. */
typedef struct eng_findings {
	eng_arena *arena;
	eng_finding *items;
	size_t n, cap;
	eng_sighting *seen;
	size_t seen_n, seen_cap;
	eng_str draft_mark; /* by the caller: the phrase that the artifact bears; empty: none */
	struct eng_survey *survey; /* of the whole artifact (verify/survey.h); NULL: nobody asks */
} eng_findings;

/* "block 'deposit-guarantee' (version 4, en)" with ", use 2" for further ones. */
const char *eng_claim_name(eng_arena *arena, const eng_claim *claim);
/* The mark that writers set where the block stands in the structure of a PDF:
 * "block:deposit-guarantee/4.en#1". */
eng_str eng_claim_mark(eng_arena *arena, const eng_claim *claim);

/* Whether its language is written from right to left. */
bool eng_claim_is_rtl(const eng_claim *claim);
/* Whether the text is one of the claim's addresses, with or without its scheme. */
bool eng_claim_has_link(const eng_claim *claim, eng_str text);

/* Adds a finding; returns false, so that a reader's error path is one line. */
bool eng_findings_add(eng_findings *out, const char *code, size_t claim, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* Adds a sighting to be filled in. */
eng_sighting *eng_findings_see(eng_findings *out, size_t claim);
/* Compares what was read where the claim should stand; adds verify.text-differs, with the words around
 * the first difference, when it is not the claim's text. read is canonical. */
bool eng_findings_compare(eng_findings *out, const eng_claim *claims, size_t claim, eng_str read,
			  const char *place);

#endif
