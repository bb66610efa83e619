/* Control totals: what the hand-over says in sums must be what is there, or something was lost between the list and
 * the printer. */
#include "base/file.h"
#include "print/check-reader.h"
#include "verify/tree.h"

enum { STRETCH = 8 << 20 }; /* whole pages of memory */

static const eng_stream_row *totals_of(const eng_check_reader *r) {
	for (size_t i = 0; i < r->total_count; i++) {
		if (eng_str_eqc(r->totals[i].stream, r->check->stream)) {
			return &r->totals[i];
		}
	}
	return NULL;
}

/* Of a file of any length, in little memory. */
static eng_hash hash_file(eng_str file) {
	eng_hasher *hasher = eng_hasher_new();
	eng_hash hash;

	for (size_t at = 0; at < file.n; at += STRETCH) {
		eng_str stretch = eng_str_sub(file, at, at + STRETCH);

		eng_hasher_add(hasher, stretch.s, stretch.n);
		eng_check_forget(stretch);
	}
	hash = eng_hasher_done(hasher);
	eng_hasher_free(hasher);
	return hash;
}

/* A stream holds as many trays as the plan allows. */
static void check_trays(eng_check_reader *r, const eng_piece_row *rows, size_t n) {
	uint64_t most = r->check->plan->most_trays, trays = 1;

	for (size_t i = 1; i < n; i++) {
		trays += rows[i].tray != rows[i - 1].tray;
	}
	if (most && trays > most) {
		eng_print_object(r->check, "print.list-differs",
				 "the stream has pieces of %llu trays, the plan wants at most "
				 "%llu",
				 (unsigned long long)trays, (unsigned long long)most);
	}
}

void eng_check_totals(eng_check_reader *r, const eng_piece_row *rows, size_t n) {
	const eng_stream_row *t = totals_of(r);
	const eng_piece_row *first = rows, *last = &rows[n - 1];
	eng_hash hash = hash_file(r->file);
	uint64_t sheets = 0, weight = 0;

	for (size_t i = 0; i < n; i++) {
		sheets += rows[i].sheets;
		weight += rows[i].weight;
	}
	check_trays(r, rows, n);
	if (!t || t->pieces != n || t->sheets != sheets || t->weight != weight ||
	    t->pages != r->page_count || t->banners != r->stream_banners ||
	    t->first_piece != first->number || t->last_piece != last->number ||
	    t->first_sheet != first->first_sheet ||
	    t->last_sheet != last->first_sheet + last->sheets - 1 || t->first_tray != first->tray ||
	    t->last_tray != last->tray) {
		eng_print_object(r->check, "print.totals",
				 "the control totals of streams.csv are not the sums of its %zu "
				 "pieces",
				 n);
	} else if (!eng_hash_eq(&t->hash, &hash)) {
		eng_print_object(r->check, "print.totals",
				 "the bytes of the stream are not those of streams.csv");
	}
}

typedef struct rejects {
	size_t n;
} rejects;

static bool count_reject(void *user, const eng_str *cells, int line) {
	rejects *r = user;

	(void)cells, (void)line;
	r->n++;
	return true;
}

/* Pieces that the assembly left out, by its own word; some: it printed again. */
static int64_t left_out(eng_check_reader *r) {
	eng_print_check *c = r->check;
	int64_t n = 0;
	const char *why;
	eng_str text;

	if (!eng_file_read(c->ctx, &c->arena, eng_path_join(&c->arena, c->dir, "totals.json"),
			   1 << 16, &text) ||
	    !eng_json_find_int(eng_json_tree(&c->arena, text, &why), "left-out", &n)) {
		eng_print_object(c, "print.totals", "totals.json cannot be read");
	}
	return n;
}

void eng_check_balance(eng_check_reader *r) {
	static const char *const names[] = { "run", NULL };
	eng_print_check *c = r->check;
	const char *path = eng_path_join(&c->arena, c->dir, "rejects.csv");
	rejects rejected = { 0 };
	size_t parts = 0, taken = 0;

	if (left_out(r) || !eng_table_read(c->ctx, path, names, count_reject, &rejected)) {
		return;
	}
	for (size_t i = 0; i < r->package_count; i++) {
		parts += r->packages[i].n;
	}
	for (size_t i = 0; i < r->row_count; i++) {
		const eng_piece_row *row = &r->rows[i];

		if (row->share == 1 && row->package >= 1 && row->package <= r->package_count) {
			taken += r->packages[row->package - 1].n;
		}
	}
	if (parts != taken + rejected.n) {
		eng_print_object(c, "print.totals",
				 "the runs have %zu parts, %zu are in pieces and %zu are rejects",
				 parts, taken, rejected.n);
	}
}
