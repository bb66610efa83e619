/* Where an artifact's bytes go: a buffer, a file, a hash. Writers see only this. */
#ifndef ENG_BASE_SINK_H
#define ENG_BASE_SINK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"

/* Returns false when the bytes could not be taken; the sink's owner reports why. */
typedef bool eng_sink_fn(void *user, const void *data, size_t n);

typedef struct eng_sink {
	eng_sink_fn *write;
	void *user;
} eng_sink;

/* Appends to a buffer that outlives the sink. */
eng_sink eng_sink_to_buf(eng_buf *buf);
bool eng_sink_write(const eng_sink *sink, const void *data, size_t n);
bool eng_sink_str(const eng_sink *sink, eng_str s);

#endif
