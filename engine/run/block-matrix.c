/* Printing what is in force where: jurisdictions and languages that stand alike share a line, so that
 * forty countries read as one; gaps are lines of their own. */
#include "base/file.h"
#include "content/matrix.h"
#include "markup/json-write.h"
#include "run/trust.h"
#include "run/workshop.h"

typedef struct printer {
	eng_trust *trust;
	eng_library *library;
	FILE *out;
	bool json;
	size_t gaps;
} printer;

static size_t languages_of(const eng_matrix *m) {
	size_t n = 0;

	while (n < m->count && eng_str_eq(m->rows[n].jurisdiction, m->rows[0].jurisdiction)) {
		n++;
	}
	return n;
}

/* Whether two jurisdictions have the same versions in every language. */
static bool places_eq(const eng_matrix_row *a, const eng_matrix_row *b, size_t languages) {
	for (size_t i = 0; i < languages; i++) {
		if (!eng_matrix_row_eq(&a[i], &b[i])) {
			return false;
		}
	}
	return true;
}

static void print_span(FILE *out, const eng_matrix_span *span) {
	char from[ENG_DATE_TEXT], to[ENG_DATE_TEXT], review[ENG_DATE_TEXT];

	if (span->version) {
		fprintf(out, "version %d from ", span->version->version);
	} else {
		fputs("GAP from ", out);
	}
	eng_date_format(span->from, from);
	fputs(from, out);
	if (span->to.year) {
		eng_date_format(span->to, to);
		fprintf(out, " to %s", to);
	}
	if (span->version && span->version->review.year) {
		eng_date_format(span->version->review, review);
		fprintf(out, ", review by %s", review);
	}
}

static void print_row(printer *p, const eng_matrix_row *row, const char *languages) {
	fprintf(p->out, "    %s: ", languages);
	if (row->count == 0) {
		fputs("MISSING\n", p->out);
		p->gaps++;
	}
	for (size_t i = 0; i < row->count; i++) {
		fputs(i ? "; " : "", p->out);
		print_span(p->out, &row->spans[i]);
		p->gaps += !row->spans[i].version;
	}
	fputs(row->count ? "\n" : "", p->out);
}

/* The languages of one group of jurisdictions, those that stand alike on one line. */
static void print_group(printer *p, const eng_matrix_row *rows, size_t languages) {
	for (size_t i = 0; i < languages; i++) {
		eng_buf names = { 0 };
		bool first = true;

		for (size_t k = 0; k < i && first; k++) {
			first = !eng_matrix_row_eq(&rows[k], &rows[i]);
		}
		for (size_t k = i; first && k < languages; k++) {
			if (eng_matrix_row_eq(&rows[k], &rows[i])) {
				eng_buf_printf(&names, "%s%.*s", names.n ? " " : "",
					       ENG_STR_ARG(rows[k].language));
			}
		}
		if (first) {
			print_row(p, &rows[i], names.s);
		}
		eng_buf_finish(&names);
	}
}

static void print_text(printer *p, const eng_matrix *m) {
	size_t languages = languages_of(m);

	fprintf(p->out, "%.*s\n", ENG_STR_ARG(m->block->id));
	for (size_t i = 0; i < m->count; i += languages) {
		bool first = true;

		for (size_t k = 0; k < i && first; k += languages) {
			first = !places_eq(&m->rows[k], &m->rows[i], languages);
		}
		if (!first) {
			continue;
		}
		fputs(" ", p->out);
		for (size_t k = i; k < m->count; k += languages) {
			if (places_eq(&m->rows[k], &m->rows[i], languages)) {
				eng_str name = m->rows[k].jurisdiction;

				fprintf(p->out, " %.*s", name.n ? (int)name.n : 17,
					name.n ? name.s : "all jurisdictions");
			}
		}
		fputc('\n', p->out);
		print_group(p, &m->rows[i], languages);
	}
}

static void write_span(eng_json_writer *w, const eng_matrix_span *span) {
	char text[ENG_DATE_TEXT];

	eng_json_write_object(w);
	if (span->version) {
		eng_json_member_int(w, "version", span->version->version);
		eng_json_member_text(w, "file", span->version->path);
	}
	eng_json_member_bool(w, "gap", !span->version);
	eng_json_member_text(w, "from", eng_date_format(span->from, text));
	if (span->to.year) {
		eng_json_member_text(w, "to", eng_date_format(span->to, text));
	}
	if (span->version && span->version->review.year) {
		eng_json_member_text(w, "review-by", eng_date_format(span->version->review, text));
	}
	eng_json_write_object_end(w);
}

/* One object a jurisdiction and language. */
static void print_json(printer *p, const eng_matrix *m) {
	for (size_t i = 0; i < m->count; i++) {
		const eng_matrix_row *row = &m->rows[i];
		eng_buf text = { 0 };
		eng_json_writer w;

		eng_json_write_init(&w, &text, false);
		eng_json_write_object(&w);
		eng_json_member_text(&w, "block", m->block->id);
		eng_json_member_some(&w, "jurisdiction", row->jurisdiction);
		eng_json_member_text(&w, "language", row->language);
		eng_json_member_array(&w, "spans");
		for (size_t k = 0; k < row->count; k++) {
			write_span(&w, &row->spans[k]);
			p->gaps += !row->spans[k].version;
		}
		p->gaps += row->count == 0;
		eng_json_write_array_end(&w);
		eng_json_write_object_end(&w);
		fprintf(p->out, "%s\n", text.s);
		eng_buf_finish(&text);
	}
}

static bool print_block(printer *p, const char *id) {
	eng_trust *t = p->trust;
	eng_channel_set assembling = 0;
	const eng_block *block;
	eng_matrix matrix;

	for (int i = 0; eng_channels[i]; i++) {
		assembling |= (eng_channel_set)eng_channels[i]->assembles << i;
	}
	block = eng_block_load(&t->ctx, p->library, eng_str_from(id), eng_content_channel_names,
			       assembling, (eng_loc){ 0 });
	if (!block) {
		return false;
	}
	eng_matrix_make(&t->arena, block, &matrix);
	if (p->json) {
		print_json(p, &matrix);
	} else {
		print_text(p, &matrix);
	}
	return true;
}

static bool print_all(printer *p) {
	const char *dir = eng_path_join(&p->trust->arena, p->trust->options->library, "blocks");
	const char *const *names;
	bool ok = true;
	size_t n;

	if (!eng_file_list(&p->trust->ctx, &p->trust->arena, dir, &names, &n)) {
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		ok = print_block(p, names[i]) && ok;
	}
	return ok;
}

bool eng_block_matrix(const eng_trust_options *o, const char *id, bool json, FILE *out,
		      bool *complete) {
	eng_trust t;
	printer p = { .trust = &t, .out = out, .json = json };
	bool ok;

	eng_trust_init(&t, o);
	p.library = eng_library_open(&t.ctx, o->library);
	ok = p.library && (id ? print_block(&p, id) : print_all(&p));
	*complete = ok && p.gaps == 0;
	eng_library_close(p.library);
	eng_trust_finish(&t);
	return ok;
}
