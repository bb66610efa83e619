/* An incremental CSV reader after RFC 4180: a state per place in a row.
 *
 * A fault inside a row costs that row; only a quote that is never closed costs the rest. What columns
 * mean, and how many a row should have, is not known here. */
#include "markup/csv.h"

#include "base/buf.h"
#include "base/utf8.h"

typedef enum state {
	AT_ROW,
	AT_CELL,
	IN_CELL,
	IN_QUOTES,
	AFTER_QUOTES,
	AFTER_CR,
	IN_BAD_ROW
} state;

struct eng_csv_reader {
	eng_ctx *ctx;
	const char *file;
	char separator;
	eng_csv_handler handler;
	state state;
	eng_buf text;
	eng_csv_cell cell;
	eng_csv_row row;
	uint64_t offset;
	int line, column;
	bool stopped;
};

eng_csv_reader *eng_csv_reader_new(eng_ctx *ctx, const char *file, char separator,
				   const eng_csv_handler *handler) {
	eng_csv_reader *r = eng_malloc(sizeof(*r));

	*r = (eng_csv_reader){ .ctx = ctx,
			       .file = file,
			       .separator = separator,
			       .handler = *handler,
			       .line = 1,
			       .column = 1 };
	return r;
}

void eng_csv_reader_free(eng_csv_reader *r) {
	if (r) {
		eng_buf_finish(&r->text);
		free(r);
	}
}

void eng_csv_reader_move(eng_csv_reader *r, uint64_t offset, int line) {
	r->state = AT_ROW;
	r->offset = offset;
	r->line = line;
	r->column = 1;
}

int eng_csv_reader_line(const eng_csv_reader *r) {
	return r->line;
}

static void begin_row(eng_csv_reader *r) {
	r->row = (eng_csv_row){ .offset = r->offset, .line = r->line };
}

static void begin_cell(eng_csv_reader *r) {
	r->cell = (eng_csv_cell){ .line = r->line, .column = r->column, .index = r->row.cells };
	eng_buf_clear(&r->text);
}

static void end_cell(eng_csv_reader *r) {
	eng_str text = eng_buf_view(&r->text);
	size_t valid = eng_utf8_valid(text);

	if (valid < text.n) {
		eng_loc where = { r->file, r->cell.line, r->cell.column };

		eng_fail(r->ctx, "markup.bad-utf8", where, "byte 0x%02x in column %zu is not UTF-8",
			 (unsigned)(unsigned char)text.s[valid], r->cell.index + 1);
		r->row.bad = true;
	}
	r->row.cells++;
	r->cell.text = text;
	r->handler.cell(r->handler.user, &r->cell);
}

static void end_row(eng_csv_reader *r) {
	r->row.end = r->offset;
	r->stopped = !r->handler.row(r->handler.user, &r->row);
}

static void bad_row(eng_csv_reader *r, const char *what) {
	eng_loc where = { r->file, r->line, r->column };

	eng_fail(r->ctx, "markup.csv", where, "%s", what);
	r->row.bad = true;
	r->state = IN_BAD_ROW;
}

/* The byte that ends a cell: separator or line end. */
static void close_cell(eng_csv_reader *r, char c) {
	end_cell(r);
	r->state = c == r->separator ? AT_CELL : c == '\r' ? AFTER_CR : AT_ROW;
}

static bool ends_cell(const eng_csv_reader *r, char c) {
	return c == r->separator || c == '\n' || c == '\r';
}

static void in_quotes(eng_csv_reader *r, char c) {
	if (c == '"') {
		r->state = AFTER_QUOTES;
	} else {
		eng_buf_char(&r->text, c);
	}
}

static void after_quotes(eng_csv_reader *r, char c) {
	if (c == '"') {
		eng_buf_char(&r->text, c);
		r->state = IN_QUOTES;
	} else if (ends_cell(r, c)) {
		close_cell(r, c);
	} else {
		bad_row(r, "text behind the closing quote of a cell, double the quote inside it");
	}
}

static void at_cell(eng_csv_reader *r, char c) {
	begin_cell(r);
	if (c == '"') {
		r->cell.quoted = true;
		r->state = IN_QUOTES;
	} else if (ends_cell(r, c)) {
		close_cell(r, c);
	} else {
		eng_buf_char(&r->text, c);
		r->state = IN_CELL;
	}
}

static void in_cell(eng_csv_reader *r, char c) {
	if (ends_cell(r, c)) {
		close_cell(r, c);
	} else if (c == '"') {
		bad_row(
		    r,
		    "a quote inside a cell that does not begin with one, put the cell in quotes");
	} else {
		eng_buf_char(&r->text, c);
	}
}

static void step(eng_csv_reader *r, char c) {
	switch (r->state) {
	case IN_QUOTES:
		in_quotes(r, c);
		break;
	case AFTER_QUOTES:
		after_quotes(r, c);
		break;
	case IN_CELL:
		in_cell(r, c);
		break;
	case IN_BAD_ROW:
		r->state = c == '\n' ? AT_ROW : c == '\r' ? AFTER_CR : IN_BAD_ROW;
		break;
	case AT_ROW:
		if (c == '\n' || c == '\r') {
			break;
		}
		begin_row(r);
		at_cell(r, c);
		break;
	default:
		at_cell(r, c);
	}
}

static void pass(eng_csv_reader *r, char c) {
	r->offset++;
	if (c == '\n') {
		r->line = eng_loc_on(r->line, 1);
		r->column = 1;
	} else if (((unsigned char)c & 0xc0) != 0x80) {
		r->column = eng_loc_on(r->column, 1);
	}
}

bool eng_csv_reader_feed(eng_csv_reader *r, const char *data, size_t n, size_t *taken) {
	size_t i = 0;

	r->stopped = false;
	while (i < n && !r->stopped) {
		char c = data[i];
		state before = r->state;

		if (before == AFTER_CR) {
			r->state = AT_ROW;
			if (c == '\n') {
				pass(r, c);
				i++;
			} else {
				r->line = eng_loc_on(r->line, 1);
				r->column = 1;
			}
			end_row(r);
			continue;
		}
		step(r, c);
		pass(r, c);
		i++;
		if (before != AT_ROW && r->state == AT_ROW) {
			end_row(r);
		}
		if (r->text.n > r->ctx->limits.token_bytes) {
			eng_loc where = { r->file, r->cell.line, r->cell.column };

			*taken = i;
			return eng_fail(r->ctx, "limit.token-bytes", where,
					"a cell is longer than %zu bytes; is a quote not closed",
					r->ctx->limits.token_bytes);
		}
	}
	*taken = i;
	return true;
}

bool eng_csv_reader_finish(eng_csv_reader *r) {
	state at = r->state;
	eng_loc where = { r->file, r->cell.line, r->cell.column };

	r->state = AT_ROW;
	if (at == IN_QUOTES) {
		return eng_fail(r->ctx, "markup.csv", where,
				"the quote that opens this cell is not closed");
	}
	if (at == AT_CELL) {
		begin_cell(r);
	}
	if (at == AT_CELL || at == IN_CELL || at == AFTER_QUOTES) {
		end_cell(r);
	}
	if (at != AT_ROW) {
		end_row(r);
	}
	return true;
}

char eng_csv_guess(eng_str text) {
	static const char candidates[] = ",;\t|";
	size_t counts[4] = { 0 }, best = 0;
	bool quoted = false;

	for (size_t i = 0; i < text.n && (quoted || (text.s[i] != '\n' && text.s[i] != '\r'));
	     i++) {
		const char *p = text.s[i] ? strchr(candidates, text.s[i]) : NULL;

		quoted ^= text.s[i] == '"';
		if (p && !quoted) {
			counts[p - candidates]++;
		}
	}
	for (size_t k = 1; k < 4; k++) {
		best = counts[k] > counts[best] ? k : best;
	}
	return candidates[best];
}
