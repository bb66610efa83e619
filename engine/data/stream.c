/* Input bytes: from a file descriptor through zlib, zstd or nothing into one buffer.
 *
 * Concatenated gzip members and zstd frames read as one; data that ends inside one is an error,
 * never a short file. Memory is the buffers and the decompressor's window (at most 128 MiB for zstd). */
#include "data/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "base/buf.h"

#define CHUNK ((size_t)64 << 10)

typedef enum packing { PLAIN, GZIP, ZSTD } packing;

struct eng_stream {
	eng_ctx *ctx;
	const char *path;
	int *system_error;
	int fd;         /* -1: from memory */
	eng_str memory; /* what is left of it */
	packing packing;
	bool raw_end; /* the file itself is read */
	bool inside;  /* in the middle of a gzip member or zstd frame */
	z_stream zlib;
	ZSTD_DStream *zstd;
	char *raw; /* compressed bytes */
	size_t raw_at, raw_n;
	eng_buf out;
	size_t out_at;
	uint64_t offset;
};

static bool unreadable(eng_stream *s, const char *why) {
	eng_loc where = { s->path, 0, 0 };

	return eng_fail(s->ctx, "input.unreadable", where, "cannot be read: %s", why);
}

/* A call failed. */
static bool failed(eng_stream *s) {
	if (s->system_error) {
		*s->system_error = errno;
	}
	return unreadable(s, strerror(errno));
}

static bool read_raw(eng_stream *s, char *to, size_t cap, size_t *n) {
	ssize_t got;

	if (s->fd < 0) {
		*n = s->memory.n < cap ? s->memory.n : cap;
		memcpy(to, s->memory.s, *n);
		s->memory = eng_str_sub(s->memory, *n, s->memory.n);
		s->raw_end = *n == 0;
		return true;
	}
	do {
		got = read(s->fd, to, cap);
	} while (got < 0 && errno == EINTR);
	if (got < 0) {
		return failed(s);
	}
	*n = (size_t)got;
	s->raw_end = got == 0;
	return true;
}

static bool more_raw(eng_stream *s) {
	if (s->raw_at < s->raw_n || s->raw_end) {
		return true;
	}
	s->raw_at = 0;
	return read_raw(s, s->raw, CHUNK, &s->raw_n);
}

static bool inflate_some(eng_stream *s) {
	char *to = eng_buf_reserve(&s->out, CHUNK);
	int status;

	if (!s->inside) {
		inflateReset(&s->zlib);
		s->inside = true;
	}
	s->zlib.next_in = (unsigned char *)s->raw + s->raw_at;
	s->zlib.avail_in = (unsigned)(s->raw_n - s->raw_at);
	s->zlib.next_out = (unsigned char *)to;
	s->zlib.avail_out = CHUNK;
	status = inflate(&s->zlib, Z_NO_FLUSH);
	s->raw_at = s->raw_n - s->zlib.avail_in;
	s->out.n += CHUNK - s->zlib.avail_out;
	if (status == Z_STREAM_END) {
		s->inside = false;
	} else if (status != Z_OK && status != Z_BUF_ERROR) {
		return unreadable(s, s->zlib.msg ? s->zlib.msg : "damaged gzip data");
	}
	return true;
}

static bool unzstd_some(eng_stream *s) {
	ZSTD_inBuffer in = { s->raw, s->raw_n, s->raw_at };
	ZSTD_outBuffer out = { eng_buf_reserve(&s->out, CHUNK), CHUNK, 0 };
	size_t status = ZSTD_decompressStream(s->zstd, &out, &in);

	s->raw_at = in.pos;
	s->out.n += out.pos;
	if (ZSTD_isError(status)) {
		return unreadable(s, ZSTD_getErrorName(status));
	}
	s->inside = status != 0;
	return true;
}

/* Puts at least one byte into the empty out buffer, or none at the end. */
static bool refill(eng_stream *s) {
	eng_buf_clear(&s->out);
	s->out_at = 0;
	while (s->out.n == 0) {
		if (!more_raw(s)) {
			return false;
		}
		if (s->raw_end && s->raw_at == s->raw_n) {
			return !s->inside || unreadable(s, "compressed data ends too early");
		}
		if (s->packing == PLAIN) {
			eng_buf_add(&s->out, s->raw + s->raw_at, s->raw_n - s->raw_at);
			s->raw_at = s->raw_n;
		} else if (s->packing == GZIP ? !inflate_some(s) : !unzstd_some(s)) {
			return false;
		}
	}
	return true;
}

static bool begin(eng_stream *s) {
	/* A pipe may give a byte at a time: the magic number needs four. */
	while (s->raw_n < 4 && !s->raw_end) {
		size_t n;

		if (!read_raw(s, s->raw + s->raw_n, CHUNK - s->raw_n, &n)) {
			return false;
		}
		s->raw_n += n;
	}
	if (s->raw_n >= 2 && memcmp(s->raw, "\x1f\x8b", 2) == 0) {
		s->packing = GZIP;
		if (inflateInit2(&s->zlib, 15 + 16) != Z_OK) {
			eng_oom();
		}
	} else if (s->raw_n >= 4 && memcmp(s->raw, "\x28\xb5\x2f\xfd", 4) == 0) {
		s->packing = ZSTD;
		s->zstd = ZSTD_createDStream();
		if (!s->zstd) {
			eng_oom();
		}
	}
	return refill(s);
}

/* More bytes for a first look when the buffer holds very few. */
static bool look_ahead(eng_stream *s) {
	eng_buf first = { 0 };
	bool good = true;

	while (good && s->out.n > 0 && first.n + s->out.n < 512) {
		eng_buf_add(&first, s->out.s, s->out.n);
		good = refill(s);
	}
	eng_buf_add(&first, s->out.s, s->out.n);
	eng_buf_finish(&s->out);
	s->out = first;
	return good;
}

static bool check_encoding(eng_stream *s) {
	const char *p = s->out.s;
	eng_loc where = { s->path, 1, 1 };

	if (s->out.n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0) {
		eng_stream_take(s, 3);
		return true;
	}
	if (s->out.n >= 2 && (memcmp(p, "\xff\xfe", 2) == 0 || memcmp(p, "\xfe\xff", 2) == 0 ||
			      (p[0] == '\0') != (p[1] == '\0'))) {
		return eng_fail(s->ctx, "input.encoding", where,
				"file is in UTF-16 or UTF-32, want UTF-8");
	}
	return true;
}

eng_stream *eng_stream_open(eng_ctx *ctx, const char *path, eng_str memory, int *system_error) {
	eng_stream *s = eng_malloc(sizeof(*s));
	bool good = true;

	*s = (eng_stream){ .ctx = ctx, .path = path, .fd = -1, .memory = memory };
	s->system_error = system_error;
	s->raw = eng_malloc(CHUNK);
	if (!memory.s) {
		s->fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
		good = s->fd >= 0 || failed(s);
	}
	if (!good || !begin(s) || !look_ahead(s) || !check_encoding(s)) {
		eng_stream_close(s);
		return NULL;
	}
	return s;
}

void eng_stream_close(eng_stream *s) {
	if (!s) {
		return;
	}
	if (s->packing == GZIP) {
		inflateEnd(&s->zlib);
	}
	ZSTD_freeDStream(s->zstd);
	if (s->fd > STDIN_FILENO) {
		close(s->fd);
	}
	eng_buf_finish(&s->out);
	free(s->raw);
	free(s);
}

bool eng_stream_peek(eng_stream *s, eng_str *bytes) {
	if (s->out_at == s->out.n && !refill(s)) {
		return false;
	}
	*bytes = (eng_str){ s->out.s ? s->out.s + s->out_at : "", s->out.n - s->out_at };
	return true;
}

void eng_stream_take(eng_stream *s, size_t n) {
	s->out_at += n;
	s->offset += n;
}

uint64_t eng_stream_offset(const eng_stream *s) {
	return s->offset;
}

bool eng_stream_slurp(eng_stream *s, size_t limit, eng_str *bytes) {
	eng_buf all = { 0 };
	bool good = true;

	for (;;) {
		eng_buf_add(&all, s->out.s ? s->out.s + s->out_at : "", s->out.n - s->out_at);
		if (!good || s->out.n == 0 || all.n > limit) {
			break;
		}
		good = refill(s);
	}
	eng_buf_finish(&s->out);
	s->out = all;
	s->out_at = 0;
	*bytes = eng_buf_view(&all);
	return good;
}
