/* Growing byte buffers; doubling, never failing. */
#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

void eng_buf_finish(eng_buf *buf) {
	free(buf->s);
	memset(buf, 0, sizeof(*buf));
}

void eng_buf_clear(eng_buf *buf) {
	buf->n = 0;
	if (buf->s) {
		buf->s[0] = '\0';
	}
}

char *eng_buf_enlarge(eng_buf *buf, size_t n) {
	if (n > SIZE_MAX / 4 || buf->n > SIZE_MAX / 4) {
		eng_oom();
	}
	if (buf->n + n + 1 > buf->cap) {
		size_t cap = buf->cap ? buf->cap : 256;

		while (cap < buf->n + n + 1) {
			cap *= 2;
		}
		buf->s = eng_realloc(buf->s, cap);
		buf->cap = cap;
	}
	return buf->s + buf->n;
}

void eng_buf_int(eng_buf *buf, int64_t value) {
	uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
	char digits[20];
	size_t n = sizeof(digits);

	do {
		digits[--n] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest);
	if (value < 0) {
		eng_buf_char(buf, '-');
	}
	eng_buf_add(buf, digits + n, sizeof(digits) - n);
}

void eng_buf_utf8(eng_buf *buf, uint32_t c) {
	char bytes[4];

	eng_buf_add(buf, bytes, eng_utf8_encode(c, bytes));
}

/* Written where it will stand when that has room, which is nearly always. */
void eng_buf_vprintf(eng_buf *buf, const char *fmt, va_list ap) {
	enum { LIKELY = 120 };
	char *to = eng_buf_reserve(buf, LIKELY);
	size_t room = buf->cap - buf->n;
	va_list again;
	int n;

	va_copy(again, ap);
	n = vsnprintf(to, room, fmt, ap);
	if (n < 0) {
		eng_oom();
	}
	if ((size_t)n >= room) {
		vsnprintf(eng_buf_reserve(buf, (size_t)n), (size_t)n + 1, fmt, again);
	}
	va_end(again);
	buf->n += (size_t)n;
}

void eng_buf_printf(eng_buf *buf, const char *fmt, ...) {
	va_list ap;

	va_start(ap, fmt);
	eng_buf_vprintf(buf, fmt, ap);
	va_end(ap);
}

eng_str eng_buf_view(const eng_buf *buf) {
	return (eng_str){ buf->s ? buf->s : "", buf->n };
}
