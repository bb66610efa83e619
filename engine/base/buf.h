/* A byte buffer that grows. Always NUL-terminated behind its contents once something was added. */
#ifndef ENG_BASE_BUF_H
#define ENG_BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/str.h"

typedef struct eng_buf {
	char *s; /* NULL until the first byte */
	size_t n, cap;
} eng_buf;

/* A zeroed eng_buf is an empty buffer; eng_buf_finish frees and zeroes it. */
void eng_buf_finish(eng_buf *buf);
/* Empties the buffer and keeps its memory. */
void eng_buf_clear(eng_buf *buf);
/* Makes room for n more bytes and a NUL; returns the place for them (then add to buf->n). */
static inline char *eng_buf_reserve(eng_buf *buf, size_t n);
/* The same when the room is too small. */
char *eng_buf_enlarge(eng_buf *buf, size_t n);
static inline void eng_buf_add(eng_buf *buf, const void *data, size_t n);
static inline void eng_buf_str(eng_buf *buf, eng_str s);
static inline void eng_buf_cstr(eng_buf *buf, const char *s);
static inline void eng_buf_char(eng_buf *buf, char c);
/* Appends the number in decimal digits. */
void eng_buf_int(eng_buf *buf, int64_t value);
/* Appends a code point as UTF-8. */
void eng_buf_utf8(eng_buf *buf, uint32_t c);
void eng_buf_printf(eng_buf *buf, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void eng_buf_vprintf(eng_buf *buf, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));
/* The contents as a borrowed slice. */
eng_str eng_buf_view(const eng_buf *buf);

static inline char *eng_buf_reserve(eng_buf *buf, size_t n) {
	return n < buf->cap - buf->n ? buf->s + buf->n : eng_buf_enlarge(buf, n);
}

static inline void eng_buf_add(eng_buf *buf, const void *data, size_t n) {
	char *to = eng_buf_reserve(buf, n);

	if (n) {
		memcpy(to, data, n);
	}
	buf->n += n;
	to[n] = '\0';
}

static inline void eng_buf_str(eng_buf *buf, eng_str s) {
	eng_buf_add(buf, s.s, s.n);
}

static inline void eng_buf_cstr(eng_buf *buf, const char *s) {
	eng_buf_add(buf, s, strlen(s));
}

static inline void eng_buf_char(eng_buf *buf, char c) {
	char *to = eng_buf_reserve(buf, 1);

	to[0] = c;
	to[1] = '\0';
	buf->n++;
}

#endif
