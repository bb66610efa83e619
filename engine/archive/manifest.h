/* The lines a run leaves behind: manifest, quarantine and journal, one JSON object each, members in a
 * fixed order. Formats: schemas/{manifest,quarantine,journal}-1.schema.json. */
#ifndef ENG_ARCHIVE_MANIFEST_H
#define ENG_ARCHIVE_MANIFEST_H

#include <stdint.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/hash.h"
#include "base/str.h"

/* Where an artifact was seen to show a block, as its reader measured it; 0 and empty: does not apply.
 * Lengths in 1/1000 pt. */
typedef struct eng_manifest_place {
	const char *part;
	eng_str anchor;
	int page, last_page;
	int64_t x, y, width, height;
	uint64_t start, length; /* characters in the text of the part */
	int64_t size, x_height;
	int contrast; /* thousandths */
} eng_manifest_place;

/* The certificate of one block in one artifact. */
typedef struct eng_manifest_block {
	eng_str id, language, path;
	int version;
	unsigned use; /* which use of the version in the document, from 1 */
	eng_hash file_hash;
	eng_str approvals; /* a JSON array of who approved the file; empty: nobody, a draft */
	eng_str text;      /* canonical; empty: the artifact shows another one's content */
	eng_str notes;
	eng_hash text_hash;
	const eng_manifest_place *places;
	size_t place_count;
} eng_manifest_block;

/* Rules of one file that an artifact keeps. */
typedef struct eng_manifest_rules {
	eng_str pack, path; /* pack empty: rules.xml */
	int version;
	eng_hash file_hash;
	eng_str approvals; /* as of a block */
	const eng_str *ids;
	size_t n;
} eng_manifest_rules;

/* One artifact. */
typedef struct eng_manifest_line {
	uint64_t ordinal;
	eng_str recipient, context, language, jurisdiction;
	eng_str template_id, template_version;
	const char *channel, *reason, *encoding; /* encoding NULL: none */
	const char *path;                        /* below the run folder */
	bool packed;                             /* offset says where in the file */
	uint64_t offset;
	uint64_t line;      /* in a file of lines, from 1; 0: no such file */
	const char *member; /* of a zip; NULL: no zip */
	uint64_t bytes, pages, segments;
	eng_hash hash;
	eng_str draft_mark; /* the phrase that it bears; empty: it goes out */
	const eng_manifest_block *blocks;
	size_t block_count;
	const eng_manifest_rules *rules;
	size_t rules_count;
} eng_manifest_line;

/* Appends the line and a line feed. */
void eng_manifest_add(eng_buf *out, const eng_manifest_line *line);

/* One record or file that was not composed. */
typedef struct eng_quarantine_line {
	bool has_ordinal; /* false: a whole file */
	uint64_t ordinal;
	const char *file;
	int line;
	eng_str recipient; /* empty: not known */
	bool redact;       /* what stands in quotes is not shown */
	const eng_diag *diags;
	size_t diag_count;
} eng_quarantine_line;

/* Appends a diagnostic's message; redact: what stands in quotes is not shown. */
void eng_message_add(eng_buf *out, const char *message, bool redact);
void eng_quarantine_add(eng_buf *out, const eng_quarantine_line *line);

/* What the manifest itself says, counted again from its text. */
typedef struct eng_manifest_count {
	const char *channel;
	uint64_t artifacts, bytes, pages, segments;
} eng_manifest_count;

/* Reads a joined manifest and fills counts[0..n) whose channel is set; *records: distinct ordinals.
 * False after reporting archive.bad-manifest: a line that is no object, out of order, or of a channel
 * that is not listed. */
bool eng_manifest_recount(eng_ctx *ctx, const char *path, eng_manifest_count *counts, size_t n,
			  uint64_t *records);

#endif
