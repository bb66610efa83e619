/* The dealer: finds the records of the input, file by file, numbers them and puts them into chunks. */
#ifndef ENG_RUN_DEALER_H
#define ENG_RUN_DEALER_H

#include "run/chunk.h"
#include "run/input.h"
#include "run/workshop.h"

typedef struct eng_dealer eng_dealer;

typedef struct eng_dealer_options {
	uint64_t limit;           /* records; 0: all */
	const uint64_t *ordinals; /* only these, ascending, and no broken files; NULL: all */
	size_t ordinal_count;
	unsigned shard, shards; /* only every so manieth chunk, from 0; shards 0: all */
} eng_dealer_options;

/* What is given outlives the dealer. */
eng_dealer *eng_dealer_new(eng_ctx *ctx, const eng_job *job, eng_workshop *shop,
			   const eng_input *input, const eng_dealer_options *options);
void eng_dealer_free(eng_dealer *dealer);

/* Tells that a file ends before the record of that ordinal, for reasons that only its readers see. */
void eng_dealer_expect_end(eng_dealer *dealer, size_t file, uint64_t ordinal);
/* The next chunk, owned; *chunk NULL: there are no more records. False after reporting input.unreadable:
 * the system fails to read a file that it read before. */
bool eng_dealer_next(eng_dealer *dealer, eng_chunk **chunk);
/* Takes back a chunk that nobody needs any more: its room serves those to come. */
void eng_dealer_return(eng_dealer *dealer, eng_chunk *chunk);
/* The same with a given number of records and broken files, or what is left. */
bool eng_dealer_take(eng_dealer *dealer, uint64_t items, eng_chunk **chunk);
/* A record of the chunk turned out to end its file: the chunk is cut there, tells why, and is filled
 * up from the next file on. What was dealt after this chunk is void, and dealt again. False as above. */
bool eng_dealer_break(eng_dealer *dealer, eng_chunk *chunk, size_t record, eng_str notes);
/* How much of the input is dealt, 0 to 1; below 0 when nobody knows. */
double eng_dealer_share(const eng_dealer *dealer);
/* Where files ended, so far, because they cannot be read on. Borrowed until more is dealt. */
const eng_ending *eng_dealer_ends(const eng_dealer *dealer, size_t *count);
/* Records, chunks and files begun so far; of a shard, those of the others as well. */
uint64_t eng_dealer_records(const eng_dealer *dealer);
unsigned eng_dealer_chunks(const eng_dealer *dealer);
size_t eng_dealer_files(const eng_dealer *dealer);

#endif
