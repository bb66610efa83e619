/* A record of an index as bytes: flags, gap to the record before, size, lines further down, column. */
#include "data/index-line.h"

#include "base/diag.h"

enum { OPEN = 1, LARGE = 2, CONTEXT = 4, END = 8 };

static void put(eng_buf *out, uint64_t n) {
	for (; n > 127; n >>= 7) {
		eng_buf_char(out, (char)((n & 127) | 128));
	}
	eng_buf_char(out, (char)n);
}

static bool take(eng_str *rest, uint64_t *n) {
	*n = 0;
	for (unsigned shift = 0; rest->n && shift < 64; shift += 7) {
		unsigned char byte = (unsigned char)rest->s[0];

		*rest = eng_str_sub(*rest, 1, rest->n);
		*n |= (uint64_t)(byte & 127) << shift;
		if (byte < 128) {
			return true;
		}
	}
	return false;
}

void eng_index_line_put(eng_buf *out, const eng_index_line *before, const eng_index_line *line) {
	put(out, (line->open ? OPEN : 0) | (line->large ? LARGE : 0) |
		     (line->has_context ? CONTEXT : 0));
	put(out, line->offset - before->offset - before->bytes);
	put(out, line->bytes);
	put(out, (uint64_t)(line->line - before->line));
	put(out, (uint64_t)line->column);
	if (line->has_context) {
		put(out, line->context.n);
		eng_buf_str(out, line->context);
	}
}

void eng_index_line_end(eng_buf *out) {
	put(out, END);
}

int eng_index_line_take(eng_str *from, const eng_index_line *before, eng_index_line *line) {
	eng_str rest = *from;
	uint64_t flags, gap, down, column, n = 0;

	if (!take(&rest, &flags)) {
		return -1;
	}
	if (flags & END) {
		return 0;
	}
	*line = (eng_index_line){ .open = flags & OPEN,
				  .large = flags & LARGE,
				  .has_context = flags & CONTEXT };
	if (!take(&rest, &gap) || !take(&rest, &line->bytes) || !take(&rest, &down) ||
	    !take(&rest, &column) || (line->has_context && (!take(&rest, &n) || n > rest.n))) {
		return -1;
	}
	line->offset = before->offset + before->bytes + gap;
	line->line = eng_loc_on(before->line, down);
	line->column = eng_loc_on(0, column);
	line->context = eng_str_sub(rest, 0, n);
	*from = eng_str_sub(rest, n, rest.n);
	return 1;
}
