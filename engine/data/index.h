/* Indexes: where the records of a file stand, so that who wants some of them need not look at the others.
 *
 * An index is made by cutting the file once (data/source.h), and gives the same slices. It stands beside the
 * data: DATA.engross-index, a line "engross-index-2", for each record a few bytes, the chain by which blocks of the
 * data are held against its hash (data/index-chain.h), and a last line of JSON that names size and SHA-256 of the
 * data, of the settings by which records were found, and of the index itself. */
#ifndef ENG_DATA_INDEX_H
#define ENG_DATA_INDEX_H

#include "data/source.h"

#define ENG_INDEX_SUFFIX ".engross-index"

typedef struct eng_index_head {
	uint64_t records, bytes; /* bytes: of the data */
	uint64_t chain;          /* where it stands in the index */
	eng_hash data, settings;
	eng_hash self; /* of the index before the last line */
} eng_index_head;

/* An index that belongs to a file. */
typedef struct eng_index {
	const char *path;
	eng_index_head head;
	bool check; /* nobody has hashed the file: what is read of it is held against the chain */
} eng_index;

/* Hash of what decides where records begin and end. */
eng_hash eng_index_settings(const eng_ctx *ctx, const eng_source_options *options);
/* Appends the index of a data file that has this size and hash. Fails with what is wrong with the file, and with
 * index.impossible: its records do not stand in it as they are read. */
bool eng_index_make(eng_ctx *ctx, const eng_names *names, const char *data,
		    const eng_source_options *options, eng_index_head *head, eng_buf *out);
/* Reads the last line and checks that the index is whole. Fails with index.damaged or file.unreadable. */
bool eng_index_look(eng_ctx *ctx, const char *path, eng_index_head *head);

#endif
