/* A piece about which the log says nothing is missing: nobody saw it go out. */
#include "print/reconcile.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/file.h"
#include "print/rows.h"

typedef enum fate { MISSING, INSERTED, DIVERTED, DAMAGED, FATES } fate;

typedef struct matter {
	eng_ctx *ctx;
	const char *log;
	eng_piece_row *rows;
	size_t n;
	fate *fates; /* by row */
	eng_reconciliation *result;
	FILE *out;
} matter;

static int by_number(const void *a, const void *b) {
	const eng_piece_row *x = a, *y = b;

	return x->number < y->number ? -1 : x->number > y->number;
}

static bool fate_of(eng_str word, fate *out) {
	static const struct {
		const char *word;
		fate fate;
	} words[] = { { "inserted", INSERTED }, { "diverted", DIVERTED }, { "damaged", DAMAGED } };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (eng_str_eqc(word, words[i].word)) {
			*out = words[i].fate;
			return true;
		}
	}
	return false;
}

static void tell(const matter *m, uint64_t number, const char *what) {
	if (m->out) {
		fprintf(m->out, "OBJECTION  piece %llu %s\n", (unsigned long long)number, what);
	}
}

static bool take_line(void *user, const eng_str *cells, int line) {
	matter *m = user;
	eng_piece_row key = { 0 };
	const eng_piece_row *row;
	fate now;

	if (!eng_table_number(cells[0], &key.number) || !fate_of(cells[1], &now)) {
		return eng_fail(
		    m->ctx, "print.bad-list", (eng_loc){ m->log, line, 0 },
		    "the log says nothing known here, should be a number of a piece and "
		    "inserted, diverted or damaged");
	}
	row = bsearch(&key, m->rows, m->n, sizeof(key), by_number);
	if (!row) {
		m->result->unknown++;
		tell(m, key.number, "is in the log, but in no stream");
		return true;
	}
	if (now == INSERTED && m->fates[row - m->rows] == INSERTED) {
		m->result->doubled++;
		tell(m, key.number, "was inserted twice");
	}
	m->fates[row - m->rows] = now;
	return true;
}

static bool write_list(matter *m, const char *to) {
	uint64_t *const counts[FATES] = { &m->result->missing, &m->result->inserted,
					  &m->result->diverted, &m->result->damaged };
	static const char *const words[FATES] = { "missing", "inserted", "diverted", "damaged" };
	char hex[ENG_HASH_HEX];
	eng_buf out = { 0 };
	bool ok;

	eng_buf_cstr(&out, "piece,status,content-sha256\r\n");
	for (size_t i = 0; i < m->n; i++) {
		fate f = m->fates[i];

		++*counts[f];
		if (f == MISSING || f == DAMAGED) {
			eng_hash_hex(&m->rows[i].content, hex);
			eng_buf_printf(&out, "%llu,%s,%s\r\n",
				       (unsigned long long)m->rows[i].number, words[f], hex);
		}
	}
	ok = eng_file_write(m->ctx, to, eng_buf_view(&out), false);
	eng_buf_finish(&out);
	return ok;
}

bool eng_reconcile(eng_ctx *ctx, const char *dir, const char *log, const char *to, FILE *out,
		   eng_reconciliation *result) {
	static const char *const names[] = { "piece", "status", NULL };
	matter m = { .ctx = ctx, .log = log, .result = result, .out = out };
	eng_arena arena;
	bool ok;

	*result = (eng_reconciliation){ 0 };
	eng_arena_init(&arena);
	ok = eng_piece_rows_read(ctx, &arena, dir, &m.rows, &m.n);
	if (ok) {
		qsort(m.rows, m.n, sizeof(*m.rows), by_number);
		m.fates = eng_arena_new_array(&arena, m.n, fate);
		result->pieces = m.n;
		ok = eng_table_read(ctx, log, names, take_line, &m) && write_list(&m, to);
	}
	eng_arena_finish(&arena);
	return ok;
}
