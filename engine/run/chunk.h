/* Chunks: ranges of records as they are dealt to workers, the unit of work and of commit. A chunk's
 * content depends on the input and the job alone, never on who works on it or when. */
#ifndef ENG_RUN_CHUNK_H
#define ENG_RUN_CHUNK_H

#include "base/wire.h"
#include "data/source.h"
#include "run/outcome.h"

typedef enum eng_chunk_state { ENG_CHUNK_WAITS, ENG_CHUNK_DEALT, ENG_CHUNK_DONE } eng_chunk_state;

typedef struct eng_chunk {
	unsigned index;
	uint64_t first; /* ordinal */
	uint64_t ends;  /* broken files before it */
	uint64_t bytes;
	eng_buf items; /* what a worker reads, below */
	size_t *marks; /* where in items each record (or broken file) begins */
	size_t count, room;
	uint64_t broken; /* of these, files that cannot be read on */
	bool context;    /* the last context is good for the next record */
	eng_buf refused; /* hashes of recipients composed before */
	eng_buf crashed; /* ordinals that no worker survives */
	eng_chunk_state state;
	bool dropped;     /* its outcome is not wanted any more */
	uint64_t suspect; /* ordinal + 1 at which a worker died or hung; 0: none */
	bool trial;       /* the suspect is to be tried alone */
	unsigned deaths;  /* of workers that had it */
	unsigned kills;   /* of those by a signal from outside, in this trial */
	eng_outcome out;
} eng_chunk;

typedef enum eng_chunk_item_kind {
	ENG_CHUNK_ITEM_CONTEXT = 1,
	ENG_CHUNK_ITEM_RECORD,
	ENG_CHUNK_ITEM_BROKEN
} eng_chunk_item_kind;

typedef struct eng_chunk_item {
	eng_chunk_item_kind kind;
	size_t file; /* of the context, of the broken file */
	eng_str context;
	uint64_t ordinal; /* of the record; of the one behind the broken file */
	eng_slice slice;
	uint64_t diags; /* that follow in the wire */
} eng_chunk_item;

eng_chunk *eng_chunk_new(unsigned index, uint64_t first, size_t total_count);
void eng_chunk_free(eng_chunk *chunk);

void eng_chunk_add_context(eng_chunk *chunk, size_t file, eng_str context);
void eng_chunk_add_record(eng_chunk *chunk, uint64_t ordinal, const eng_slice *slice);
/* Counts a record of a chunk that nobody here will work on. */
void eng_chunk_pass_record(eng_chunk *chunk, const eng_slice *slice);
void eng_chunk_add_broken(eng_chunk *chunk, size_t file, uint64_t ordinal, const eng_diag *diags,
			  size_t n);
/* Takes the next item; false at the end. The diagnostics of a broken file are then to be taken. */
bool eng_chunk_item_take(eng_wire *wire, eng_chunk_item *item);
/* Forgets the items from a record on; *item is that record and *file its file. */
void eng_chunk_cut(eng_chunk *chunk, size_t record, eng_chunk_item *item, size_t *file);
/* The hash of the records as they were read. */
eng_hash eng_chunk_hash(const eng_chunk *chunk);

/* What is sent to a worker. */
void eng_chunk_write(const eng_chunk *chunk, eng_buf *wire);

#endif
