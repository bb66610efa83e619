/* Streams of records: XML, NDJSON, JSON, CSV, plain or compressed (gzip, zstd by magic), from a file
 * or standard input. Memory does not depend on the number of records. */
#ifndef ENG_DATA_SOURCE_H
#define ENG_DATA_SOURCE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/intern.h"
#include "data/record.h"

typedef enum eng_format {
	ENG_FORMAT_AUTO, /* by file name, then by the first bytes */
	ENG_FORMAT_XML,
	ENG_FORMAT_NDJSON,
	ENG_FORMAT_JSON,
	ENG_FORMAT_CSV,
} eng_format;

typedef struct eng_source_options {
	eng_format format;
	/* XML: "{uri}local" or "local" (any namespace), space separated; empty: the root element is the
	 * record. JSON: a JSON pointer to an array or to one object ("" or "/a/b"); NDJSON: unused.
	 * CSV: element name of a record (default "record"). */
	eng_str record;
	/* XML: names of earlier siblings and ancestors' children that stay reachable through "..". */
	eng_str keep;
	/* CSV: column(s) whose equal adjacent values gather rows into one record; the record then has
	 * the group's columns and one field named by row ("items/item"; empty: "row") per line. Empty: a
	 * record a line. A heading "a/b" makes nested fields; *char* separator 0: guessed among , ; tab |. */
	eng_str group_by, row;
	char separator;
	eng_str root_name; /* JSON/CSV: name of the record element; empty: "record" */
	bool hash;         /* fill eng_record.hash */
	bool keep_source;  /* fill eng_record.source */
	eng_str memory;    /* s not NULL: these bytes are read, and path only names them */
	/* That belongs to the file (data/index.h): slices are found by it; NULL: none. */
	const struct eng_index *index;
	/* Of the fields of records, their text being in the record's arena as ever: for who is done with them
	 * long before what was made of them; NULL: the record's. */
	eng_arena *fields;
	/* Gets the errno of a call that failed, which is no fault of the bytes, or ENG_INDEX_MISFIT; NULL: not asked. */
	int *system_error;
} eng_source_options;

typedef enum eng_source_status {
	ENG_SOURCE_RECORD, /* *record is filled */
	ENG_SOURCE_BAD,    /* one record was unusable and is reported; reading can go on */
	ENG_SOURCE_BROKEN, /* the rest of the file is unreadable (input.unreadable), reported */
	ENG_SOURCE_END,
} eng_source_status;

typedef struct eng_source eng_source;

/* path "-" is standard input. The source keeps ctx. NULL after reporting input.unreadable. Names
 * not yet in the table are allocated with the record, so hostile names cannot make it grow. */
eng_source *eng_source_open(eng_ctx *ctx, const eng_names *names, const char *path,
			    const eng_source_options *options);
void eng_source_close(eng_source *source);
/* Reads the next record into the arena. A file without records ends with ENG_SOURCE_BROKEN and
 * input.no-records. */
eng_source_status eng_source_next(eng_source *source, eng_arena *arena, eng_record *record);

/* ## Cutting here, reading elsewhere
 *
 * Finding where a record begins and ends costs far less than reading it, so that one process can feed
 * many. What the readers make of the slices is what a reader of the whole file would make, places
 * included. */

typedef struct eng_slice {
	uint64_t offset; /* of the first byte in the (decompressed) file */
	int line, column;
	eng_str bytes;
	eng_str source; /* the whole file, with keep_source, when this is its only record */
	bool open;      /* the file ends within it */
	bool large;     /* more bytes than a record may have: none are given */
} eng_slice;

/* Finds the next record without reading it: never ENG_SOURCE_BAD. The slice is borrowed until the next
 * call. Only for sources that are not read. */
eng_source_status eng_source_cut(eng_source *source, eng_slice *slice);
/* The same for a record that is not wanted: bytes.n is its size, bytes.s may be NULL. By an index nothing of
 * the file is read. */
eng_source_status eng_source_skip(eng_source *source, eng_slice *slice);
/* Appends what a reader must know to read the slice just cut: the same bytes for all slices that one
 * reader can read. */
void eng_source_context(eng_source *source, eng_buf *context);
/* A source of slices with one context, which is borrowed. NULL after reporting. */
eng_source *eng_source_open_slices(eng_ctx *ctx, const eng_names *names, const char *path,
				   const eng_source_options *options, eng_str context);
/* The slice that eng_source_next reads next; borrowed until then. */
void eng_source_give(eng_source *source, const eng_slice *slice);

#endif
