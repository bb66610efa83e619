/* The bytes of an input file or of standard input, decompressed (gzip RFC 1952, zstd RFC 8878, told
 * by their magic numbers), a byte order mark taken off. Only the sources of this floor use it. */
#ifndef ENG_DATA_STREAM_H
#define ENG_DATA_STREAM_H

#include <stdint.h>

#include "base/diag.h"
#include "base/str.h"

typedef struct eng_stream eng_stream;

/* path "-" is standard input; with memory.s not NULL its bytes are read and path only names them.
 * *system_error (NULL: not asked) gets the errno of a call that fails, now or later. NULL after
 * reporting input.unreadable or input.encoding (UTF-16, UTF-32). Keeps all that is given. */
eng_stream *eng_stream_open(eng_ctx *ctx, const char *path, eng_str memory, int *system_error);
void eng_stream_close(eng_stream *stream);
/* The bytes at hand, at least one unless the end is reached (n 0). False after reporting
 * input.unreadable: disk error, damaged or truncated compressed data. */
bool eng_stream_peek(eng_stream *stream, eng_str *bytes);
/* Takes n of the bytes just peeked. */
void eng_stream_take(eng_stream *stream, size_t n);
/* Decompressed bytes taken so far, byte order mark included. */
uint64_t eng_stream_offset(const eng_stream *stream);
/* Reads what is left into memory, for eng_stream_peek to give at once: all of it, or more than limit
 * bytes when there are as many. */
bool eng_stream_slurp(eng_stream *stream, size_t limit, eng_str *bytes);

#endif
