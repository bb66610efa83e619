/* The waist: one finished communication for one recipient, before any channel.
 *
 * Left of it are questions (templates, expressions, data), right of it only answers: a channel sees
 * this tree and its theme, nothing else. All text is final, in the document's language; every node
 * knows its place in the template, where its content came from, and whether it is locked wording.
 * Nodes live in the arena of the record and are never changed after composing.
 *
 * Text rules already applied: runs of white space are one space, edges of blocks are trimmed. */
#ifndef ENG_DOCUMENT_DOCUMENT_H
#define ENG_DOCUMENT_DOCUMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/diag.h"
#include "base/hash.h"
#include "base/str.h"
#include "document/node.h"

/* Who gets it. Absent values are empty slices. */
typedef struct eng_recipient {
	eng_str id, name, email, phone, prefers, country;
	eng_str postcode;       /* for sorting and codes, where the lines do not tell it */
	eng_str delivery_point; /* what the post's code says beyond the postcode */
	eng_str unsubscribe;    /* where this one leaves a list (RFC 8058) */
	eng_str *address;       /* lines of the postal address, top to bottom, without the name */
	size_t address_lines;
} eng_recipient;

/* The step of the customer's journey that all artifacts carry. Empty slices when absent. */
typedef struct eng_context {
	eng_str id, journey, stage;
} eng_context;

typedef enum eng_pages { ENG_PAGES_ALL, ENG_PAGES_FIRST, ENG_PAGES_REST, ENG_PAGES_LAST } eng_pages;

/* What stands around the body: letterhead, sender, info, header, footer, legal. */
typedef struct eng_part {
	eng_str name;
	eng_pages pages;
	eng_node *content; /* ENG_NODE_PART, its children are blocks */
} eng_part;

/* A block version that this document shows: what a certificate will name. */
typedef struct eng_block_use {
	eng_str id, language;
	int version;
	eng_hash file_hash; /* SHA-256 of the block file's bytes */
	eng_str path;       /* below the library */
	eng_node *node;     /* ENG_NODE_BLOCK; NULL: only used by its SMS form */
} eng_block_use;

typedef enum eng_attachment_kind {
	ENG_ATTACH_DATA,    /* bytes is the decoded content */
	ENG_ATTACH_CHANNEL, /* the artifact of another channel of the same record */
} eng_attachment_kind;

typedef struct eng_attachment {
	eng_attachment_kind kind;
	eng_str name, mime, channel, bytes;
	eng_channel_set channels;
	eng_loc where;
} eng_attachment;

/* What the job tells of the record for rules behind the composition. */
typedef struct eng_fact {
	eng_str name, value;
} eng_fact;

typedef struct eng_document {
	/* What it was made from. */
	eng_str template_id, template_version, theme_id, purpose;
	int layout_epoch;
	eng_date run_date;
	eng_str language;     /* BCP 47, canonical: "de-CH" */
	eng_str region;       /* ISO 3166-1 of the formatting locale: "CH"; may be empty */
	eng_str jurisdiction; /* ISO 3166: "US-CA"; may be empty */
	bool rtl;             /* the document's base direction */
	bool draft;           /* marked DRAFT in every channel */
	eng_str draft_mark;   /* the reserved phrase engross.draft, when draft */
	uint64_t ordinal;     /* of the record in its run, from 0 */
	eng_str password;     /* opens this recipient's PDF; empty: not encrypted. Set by the run */

	const eng_fact *facts; /* set by the run */
	size_t fact_count;

	eng_recipient recipient;
	eng_context context;
	eng_node *title; /* ENG_NODE_PARA with inline content; never NULL */
	eng_node *brief; /* the same; NULL when the template has none */
	eng_part *parts;
	size_t part_count;
	eng_node *body; /* ENG_NODE_BODY */
	eng_attachment *attachments;
	size_t attachment_count;
	eng_block_use *blocks; /* in document order, parts first in the order included */
	size_t block_count;
	const struct eng_content_rule *const *rules; /* that hold for it: compliance/rules.h */
	size_t rule_count;

	eng_channel_set channels;         /* the channels it was composed for */
	const char *const *channel_names; /* NULL-ended; bit i of a set is name i */
	size_t node_count;
	uint32_t text_count; /* highest ordinal of a TEXT node */
} eng_document;

/* Bit index of a channel name, -1 when unknown. */
int eng_document_channel(const eng_document *doc, const char *name);
/* True for a language tag (BCP 47) whose script runs from right to left. */
bool eng_document_language_is_rtl(eng_str language);
/* The document's part of this name for the page class given, NULL when there is none. The first
 * whose pages match exactly wins over one for all pages. */
const eng_part *eng_document_part(const eng_document *doc, const char *name, eng_pages pages);
/* The part that a node stands in; NULL: it is in none, or is NULL. */
const eng_part *eng_document_part_of(const eng_document *doc, const eng_node *node);

/* Prints the document readably, one node a line, indented: the main assertion of the tests. */
void eng_document_dump(const eng_document *doc, eng_buf *out);
/* Why a channel leaves a node out by its own design ("by design: ..."), NULL when it carries it. */
typedef const char *eng_leaves_out_fn(void *user, const char *channel, const eng_node *node);

/* Prints, for each node with content, which of the document's channels carry it, and why not. */
void eng_document_equivalence(const eng_document *doc, eng_leaves_out_fn *leaves_out, void *user,
			      eng_buf *out);

#endif
