/* Between source.c and the readers of single formats; nobody else includes it. */
#ifndef ENG_DATA_SOURCE_READER_H
#define ENG_DATA_SOURCE_READER_H

#include "data/source.h"
#include "data/stream.h"

typedef struct eng_reader {
	/* As eng_source_next, without ordinals and the no-records rule. */
	eng_source_status (*next)(void *self, eng_arena *arena, eng_record *record);
	void (*close)(void *self);
	void *self;
	/* As eng_source_cut, _context and _give. */
	eng_source_status (*cut)(void *self, eng_slice *slice);
	void (*context)(void *self, eng_buf *context);
	void (*give)(void *self, const eng_slice *slice);
	/* As eng_source_skip; NULL: as cut. */
	eng_source_status (*skip)(void *self, eng_slice *slice);
} eng_reader;

/* What a reader is given; lives as long as it. */
typedef struct eng_reader_input {
	eng_ctx *ctx;
	const eng_names *names;
	const char *file;
	eng_stream *stream; /* NULL: slices are given, context is theirs */
	eng_str context;
	const eng_source_options *options;
} eng_reader_input;

/* Each returns false after reporting; then nothing is to be closed. */
bool eng_reader_open_xml(const eng_reader_input *input, eng_reader *reader);
bool eng_reader_open_ndjson(const eng_reader_input *input, eng_reader *reader);
bool eng_reader_open_json(const eng_reader_input *input, eng_reader *reader);
bool eng_reader_open_csv(const eng_reader_input *input, eng_reader *reader);
/* Slices only: the stream is the index, file the data. */
bool eng_reader_open_index(const eng_reader_input *input, eng_reader *reader);

/* Where the fields of a record are made that is read into this arena. */
static inline eng_arena *eng_reader_fields(const eng_reader_input *input, eng_arena *arena) {
	return input->options->fields ? input->options->fields : arena;
}

/* The name from the table, or a new one in the arena (id UINT_MAX) when the table has none. */
const eng_name *eng_reader_name(const eng_names *names, eng_arena *arena, eng_str text);

#endif
