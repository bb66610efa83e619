/* A tray is full before the piece that would be too much for it; groups never share one. What machines seal and
 * carriers count on is the list, so it says sums that anybody can add up again. */
#include "print/mailing.h"

#include <errno.h>
#include <stdlib.h>

#include "base/file.h"
#include "print/rows.h"

typedef struct tray {
	uint64_t number, pieces, printed, first, last, bundles, in_bundle;
	int64_t weight;
	eng_length thickness;
	eng_str group, from, to; /* postcodes of the first and the last piece */
} tray;

struct eng_mailing {
	eng_ctx *ctx;
	const eng_print_plan *plan;
	const char *dir;
	FILE *pieces, *trays, *aside;
	eng_arena arena, of_tray;
	eng_buf line;
	tray at;
};

static FILE *open_in(eng_mailing *m, const char *name, const char *head) {
	const char *path = eng_path_join(&m->arena, m->dir, name);
	FILE *file = fopen(path, "wb");

	if (!file) {
		eng_file_unwritable(m->ctx, path, "written");
		return NULL;
	}
	fputs(head, file);
	return file;
}

eng_mailing *eng_mailing_open(eng_ctx *ctx, const eng_print_plan *plan, const char *dir) {
	eng_mailing *m = eng_malloc(sizeof(*m));

	*m = (eng_mailing){ .ctx = ctx, .plan = plan, .dir = dir };
	eng_arena_init(&m->arena);
	eng_arena_init(&m->of_tray);
	m->pieces =
	    open_in(m, "mailing.csv", "piece,country,postcode,group,tray,bundle,serial,codes\r\n");
	m->trays = open_in(m, "trays.csv",
			   "tray,group,pieces,printed,bundles,weight-mg,thickness-um,first-piece,"
			   "last-piece,from-postcode,to-postcode\r\n");
	m->aside =
	    open_in(m, "quarantine.csv", "run,ordinal,recipient,code,reason,country,address\r\n");
	if (!m->pieces || !m->trays || !m->aside) {
		eng_mailing_free(m);
		return NULL;
	}
	return m;
}

void eng_mailing_free(eng_mailing *m) {
	if (m) {
		FILE *const files[] = { m->pieces, m->trays, m->aside };

		for (size_t i = 0; i < 3; i++) {
			if (files[i]) {
				fclose(files[i]);
			}
		}
		eng_buf_finish(&m->line);
		eng_arena_finish(&m->of_tray);
		eng_arena_finish(&m->arena);
		free(m);
	}
}

static void flush(eng_mailing *m, FILE *file) {
	eng_buf_cstr(&m->line, "\r\n");
	fwrite(m->line.s, 1, m->line.n, file);
	eng_buf_clear(&m->line);
}

/* Thousandths of a point as thousandths of a millimetre. */
static long long micrometres(eng_length length) {
	return ((long long)length * 25400 + 36000) / 72000;
}

static void end_tray(eng_mailing *m) {
	const tray *t = &m->at;
	eng_buf *out = &m->line;

	if (!t->pieces) {
		return;
	}
	eng_buf_printf(out, "%llu,", (unsigned long long)t->number);
	eng_table_put(out, t->group);
	eng_buf_printf(out, ",%llu,%llu,%llu,%lld,%lld,%llu,%llu,", (unsigned long long)t->pieces,
		       (unsigned long long)t->printed, (unsigned long long)t->bundles,
		       (long long)t->weight, micrometres(t->thickness),
		       (unsigned long long)t->first, (unsigned long long)t->last);
	eng_table_put(out, t->from);
	eng_buf_char(out, ',');
	eng_table_put(out, t->to);
	flush(m, m->trays);
}

/* Whether the tray takes one more piece. */
static bool is_full(const eng_mailing *m, const eng_piece *piece, eng_str group) {
	const eng_postal *p = m->plan->postal;
	const tray *t = &m->at;

	return t->pieces == 0 || !eng_str_eq(t->group, group) ||
	       (p->tray_pieces && t->pieces >= p->tray_pieces) ||
	       (p->tray_weight && t->weight + piece->weight > p->tray_weight) ||
	       (p->tray_thickness && t->thickness + piece->thickness > p->tray_thickness);
}

static void lay(eng_mailing *m, const eng_piece *piece, const eng_destination *to, eng_str group) {
	const eng_postal *p = m->plan->postal;
	tray *t = &m->at;

	if (is_full(m, piece, group)) {
		end_tray(m);
		eng_arena_reset(&m->of_tray);
		*t = (tray){ .number = t->number + 1,
			     .first = piece->number,
			     .group = eng_str_copy(&m->of_tray, group),
			     .from = eng_str_copy(&m->of_tray, to->postcode) };
	}
	if (t->pieces == 0 || (p->bundle_pieces && t->in_bundle >= p->bundle_pieces)) {
		t->bundles++;
		t->in_bundle = 0;
	}
	t->in_bundle++;
	t->pieces++;
	t->last = piece->number;
	t->weight += piece->weight;
	t->thickness += piece->thickness;
	t->to = eng_str_copy(&m->of_tray, to->postcode);
}

void eng_mailing_place(eng_mailing *m, eng_arena *arena, eng_piece *piece) {
	const eng_postal *p = m->plan->postal;
	eng_destination to = eng_postal_destination(arena, p, piece->part);

	piece->group = to.rule ? to.rule->group : (eng_str){ 0 };
	if (p->trays) {
		lay(m, piece, &to, piece->group);
		piece->tray = m->at.number;
		piece->bundle = m->at.bundles;
	}
}

static bool put_codes(eng_mailing *m, eng_arena *arena, const eng_piece *piece) {
	eng_postal_mark marks[ENG_MOST_POSTAL_CODES];
	eng_buf text = { 0 };
	size_t n;
	bool ok =
	    eng_postal_marks(m->ctx, arena, m->plan->postal, piece->part, piece->number, marks, &n);

	for (size_t i = 0; ok && i < n; i++) {
		eng_buf_printf(&text, "%s%.*s %.*s", i ? " | " : "",
			       ENG_STR_ARG(marks[i].code->symbology), ENG_STR_ARG(marks[i].value));
	}
	eng_table_put(&m->line, eng_buf_view(&text));
	eng_buf_finish(&text);
	return ok;
}

bool eng_mailing_print(eng_mailing *m, eng_arena *arena, const eng_piece *piece) {
	const eng_postal *p = m->plan->postal;
	eng_destination to = eng_postal_destination(arena, p, piece->part);
	eng_buf *out = &m->line;
	bool ok;

	m->at.printed++;
	eng_buf_printf(out, "%llu,", (unsigned long long)piece->number);
	eng_table_put(out, eng_str_from(to.post ? to.post->country : ""));
	eng_buf_char(out, ',');
	eng_table_put(out, to.postcode);
	eng_buf_char(out, ',');
	eng_table_put(out, piece->group);
	eng_buf_printf(out, ",%llu,%llu,%llu,", (unsigned long long)piece->tray,
		       (unsigned long long)piece->bundle,
		       (unsigned long long)(p->serial + piece->number - 1));
	ok = put_codes(m, arena, piece);
	flush(m, m->pieces);
	return ok;
}

void eng_mailing_set_aside(eng_mailing *m, const eng_part_file *part, const char *code,
			   const char *reason) {
	eng_buf lines = { 0 }, *out = &m->line;

	for (size_t i = 0; i < part->address_lines; i++) {
		eng_buf_cstr(&lines, i ? " / " : "");
		eng_buf_str(&lines, part->address[i]);
	}
	eng_buf_printf(out, "%u,%llu,", part->ref->run + 1, (unsigned long long)part->ref->ordinal);
	eng_table_put(out, part->recipient);
	eng_buf_printf(out, ",%s,", code);
	eng_table_put(out, eng_str_from(reason));
	eng_buf_char(out, ',');
	eng_table_put(out, part->country);
	eng_buf_char(out, ',');
	eng_table_put(out, eng_buf_view(&lines));
	flush(m, m->aside);
	eng_buf_finish(&lines);
}

uint64_t eng_mailing_trays(const eng_mailing *m) {
	return m->at.number;
}

static bool close_file(eng_mailing *m, FILE **file) {
	bool ok = !ferror(*file);

	ok = fclose(*file) == 0 && ok;
	*file = NULL;
	return ok || eng_fail(m->ctx, "file.unwritable", (eng_loc){ 0 },
			      "cannot write the lists in '%s': %s", m->dir, strerror(errno));
}

bool eng_mailing_end(eng_mailing *m) {
	end_tray(m);
	return close_file(m, &m->pieces) && close_file(m, &m->trays) && close_file(m, &m->aside);
}

typedef struct gathered {
	eng_ctx *ctx;
	eng_arena *arena;
	const char *path;
	eng_mailing_row *items;
	size_t n, cap;
} gathered;

static bool take_row(void *user, const eng_str *c, int line) {
	gathered *g = user;
	eng_mailing_row row = { .country = eng_str_copy(g->arena, eng_table_text(c[1])),
				.postcode = eng_str_copy(g->arena, eng_table_text(c[2])),
				.group = eng_str_copy(g->arena, eng_table_text(c[3])) };

	if (!eng_table_number(c[0], &row.piece) || !eng_table_number(c[4], &row.tray) ||
	    !eng_table_number(c[5], &row.bundle) || !eng_table_number(c[6], &row.serial)) {
		return eng_fail(g->ctx, "print.bad-list", (eng_loc){ g->path, line, 0 },
				"this is no line of a mailing");
	}
	g->items = eng_arena_grow(g->arena, g->items, g->n, &g->cap, sizeof(*g->items));
	g->items[g->n++] = row;
	return true;
}

bool eng_mailing_read(eng_ctx *ctx, eng_arena *arena, const char *dir, eng_mailing_row **rows,
		      size_t *n) {
	static const char *const names[] = { "piece", "country", "postcode", "group",
					     "tray",  "bundle",  "serial",   NULL };
	gathered g = { ctx, arena, eng_path_join(arena, dir, "mailing.csv"), NULL, 0, 0 };
	bool ok = eng_table_read(ctx, g.path, names, take_row, &g);

	*rows = g.items;
	*n = g.n;
	return ok;
}
