/* `engross runs show`: one run, its report with what the quarantine and the folders beside it add. */
#include <stdlib.h>

#include "base/file.h"
#include "markup/json-flat.h"
#include "run/telling.h"

#define CODES_MAX 200

typedef struct reason {
	const char *code;
	uint64_t lines;
} reason;

/* The quarantine by the first error of each line. */
typedef struct reasons {
	eng_arena *arena;
	reason list[CODES_MAX];
	size_t count;
	bool taken; /* the line in work has one */
} reasons;

static void take(void *user, const char *path, const eng_json_token *value) {
	reasons *r = user;
	size_t i = 0;

	if (r->taken || !eng_str_ends(eng_str_from(path), "/code")) {
		return;
	}
	r->taken = true;
	while (i < r->count && !eng_str_eqc(value->text, r->list[i].code)) {
		i++;
	}
	if (i == r->count && r->count < CODES_MAX) {
		r->list[r->count++].code = eng_str_dup(r->arena, value->text);
	}
	if (i < r->count) {
		r->list[i].lines++;
	}
}

static int by_lines(const void *a, const void *b) {
	const reason *x = a, *y = b;

	return x->lines != y->lines ? (x->lines < y->lines ? 1 : -1) : strcmp(x->code, y->code);
}

static bool read_reasons(eng_telling *look, const eng_past *past, reasons *r) {
	const char *path = eng_path_join(&look->arena, past->folder, "quarantine.ndjson");
	eng_str rest, line;
	int number = 0;
	bool ok = eng_file_read(&look->ctx, &look->arena, path, SIZE_MAX, &rest);

	r->arena = &look->arena;
	while (ok && rest.n && eng_str_split(&rest, '\n', &line) && line.n) {
		r->taken = false;
		ok = eng_json_flat(&look->ctx, path, ++number, line, take, r);
	}
	qsort(r->list, r->count, sizeof(r->list[0]), by_lines);
	return ok;
}

/* The run that retried this one; empty: none beside it. */
static eng_str find_child(eng_telling *look, const eng_past *past) {
	const char *folder = eng_path_dir(&look->arena, past->folder);
	eng_ctx quiet = { .limits = look->ctx.limits, .quiet = true };
	const char *const *names;
	size_t n = 0;

	if (!eng_file_list(&quiet, &look->arena, folder, &names, &n)) {
		return (eng_str){ 0 };
	}
	for (size_t i = 0; i < n; i++) {
		const char *path = eng_path_join(&look->arena, folder, names[i]);
		eng_past other;

		if (eng_file_exists(eng_path_join(&look->arena, path, ENG_REPORT_FILE)) &&
		    eng_past_read(&quiet, &look->arena, path, &other) &&
		    eng_str_eqc(other.retry, past->name)) {
			return eng_str_from(names[i]);
		}
	}
	return (eng_str){ 0 };
}

static void write_json(eng_telling *look, const eng_past *past, const reasons *r, eng_str child) {
	eng_json_writer *w = &look->json;

	eng_json_write_object(w);
	eng_json_member_cstr(w, "name", past->name);
	eng_json_member_bool(w, "signed", eng_telling_is_signed(look, past));
	eng_json_member_some(w, "retried-by", child);
	eng_json_member_object(w, "quarantine");
	for (size_t i = 0; i < r->count; i++) {
		eng_json_member_int(w, r->list[i].code, (int64_t)r->list[i].lines);
	}
	eng_json_write_object_end(w);
	eng_json_write_key(w, ENG_STR("report"));
	eng_past_write(w, past->report);
	eng_json_write_object_end(w);
}

static void write_head(eng_telling *look, const eng_past *past, eng_str child) {
	const eng_json_node *report = past->report, *policy = eng_json_find(report, "policy");
	eng_buf *out = &look->text;

	eng_diag_text(out, "%s\n", past->name);
	eng_diag_text(
	    out, "  job         %.*s of %.*s, template %.*s %.*s%s\n", ENG_STR_ARG(past->job),
	    ENG_STR_ARG(past->run_date), ENG_STR_ARG(eng_json_find_text(report, "template")),
	    ENG_STR_ARG(eng_json_find_text(report, "version")), past->draft ? ", a draft" : "");
	if (policy) {
		eng_diag_text(
		    out, "  policy      %.*s, serial %llu; %.*s\n",
		    ENG_STR_ARG(eng_json_find_text(policy, "name")),
		    (unsigned long long)eng_past_count(policy, "serial"),
		    ENG_STR_ARG(eng_json_find_text(eng_json_find(report, "release"), "path")));
	}
	if (past->retry.n) {
		eng_diag_text(out, "  retry of    %.*s\n", ENG_STR_ARG(past->retry));
	}
	if (child.n) {
		eng_diag_text(out, "  retried by  %.*s\n", ENG_STR_ARG(child));
	}
	eng_diag_text(out,
		      "  records     %llu: %llu composed, %llu quarantined, %llu skipped; %llu "
		      "files unreadable\n",
		      (unsigned long long)past->records, (unsigned long long)past->composed,
		      (unsigned long long)past->quarantined, (unsigned long long)past->skipped,
		      (unsigned long long)past->unreadable);
}

static void write_lists(eng_telling *look, const eng_past *past, const reasons *r) {
	const eng_json_node *channels = eng_json_find(past->report, "channels");
	const eng_json_node *totals = eng_json_find(past->report, "totals");
	const eng_json_node *inputs = eng_json_find(past->report, "inputs");
	eng_buf *out = &look->text;

	for (const eng_json_node *i = inputs ? inputs->first : NULL; i; i = i->next) {
		eng_diag_text(out, "  input       %.*s, %llu records%s\n",
			      ENG_STR_ARG(eng_json_find_text(i, "file")),
			      (unsigned long long)eng_past_count(i, "records"),
			      eng_json_find(i, "broken") ? ", cannot be read to its end" : "");
	}
	for (const eng_json_node *c = channels ? channels->first : NULL; c; c = c->next) {
		eng_diag_text(out, "  channel     %.*s, %llu artifacts\n", ENG_STR_ARG(c->key),
			      (unsigned long long)eng_past_count(c, "artifacts"));
	}
	for (const eng_json_node *t = totals ? totals->first : NULL; t; t = t->next) {
		eng_diag_text(out, "  total       %.*s: %.*s read, %.*s composed\n",
			      ENG_STR_ARG(t->key), ENG_STR_ARG(eng_json_find_text(t, "read")),
			      ENG_STR_ARG(eng_json_find_text(t, "composed")));
	}
	for (size_t i = 0; i < r->count; i++) {
		eng_diag_text(out, "  quarantine  %llu by %s\n",
			      (unsigned long long)r->list[i].lines, r->list[i].code);
	}
}

static void write_end(eng_telling *look, const eng_past *past) {
	const eng_json_node *seal = eng_json_find(past->report, "seal");
	const eng_json_node *observed = eng_json_find(past->report, "observed");

	eng_diag_text(&look->text, "  seal        %llu leaves, root %.*s, %ssigned\n",
		      (unsigned long long)eng_past_count(seal, "leaves"),
		      ENG_STR_ARG(eng_json_find_text(seal, "root")),
		      eng_telling_is_signed(look, past) ? "" : "not ");
	eng_diag_text(&look->text, "  finished    %.*s, after %.1f s\n",
		      ENG_STR_ARG(eng_json_find_text(observed, "finished")),
		      (double)eng_past_count(observed, "milliseconds") / 1000);
}

bool eng_runs_show(const eng_runs_options *options, const char *run) {
	reasons r = { 0 };
	eng_telling look;
	eng_past past;
	eng_str child;
	bool ok;

	eng_telling_init(&look, options);
	ok = eng_telling_read(&look, run, &past) && read_reasons(&look, &past, &r);
	child = ok ? find_child(&look, &past) : (eng_str){ 0 };
	if (ok && options->json) {
		write_json(&look, &past, &r, child);
	} else if (ok) {
		write_head(&look, &past, child);
		write_lists(&look, &past, &r);
		write_end(&look, &past);
	}
	return eng_telling_finish(&look, ok);
}
