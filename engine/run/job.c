/* Reading a job. Every key stands in one table with the function that takes its value; what the table
 * does not know is an error with a suggestion. Relative paths are relative to the job file. */
#include "run/job.h"
#include "run/owner.h"

#include "base/file.h"
#include "channels/email/attach.h"
#include "run/job-files.h"

typedef struct reader {
	eng_ctx *ctx;
	eng_arena *arena;
	eng_job *job;
	const char *const *channel_names;
	const char *folder;
} reader;

typedef bool take_fn(reader *r, const eng_yaml *value);

typedef struct key {
	const char *name;
	eng_yaml_kind kind;
	take_fn *take;
} key;

static bool take_keys(reader *r, const eng_yaml *map, const key *keys, size_t n, const char *what) {
	const char *names[24];
	bool ok = true;

	for (size_t i = 0; i < n; i++) {
		names[i] = keys[i].name;
	}
	for (const eng_yaml *item = map->first; item; item = item->next) {
		const char *near = eng_str_nearest(item->key, names, n);
		size_t i = 0;

		while (i < n && !eng_str_eqc(item->key, keys[i].name)) {
			i++;
		}
		if (i == n) {
			ok = eng_fail(r->ctx, "job.unknown-key", eng_yaml_where(item),
				      "unknown key '%s' in %s%s", eng_quote(r->arena, item->key),
				      what, eng_did_you_mean(r->arena, near));
		} else if (item->kind != keys[i].kind) {
			ok = eng_fail(r->ctx, "job.bad-value", item->where,
				      "'%s' must be a %s, not a %s", keys[i].name,
				      eng_yaml_kind_name(keys[i].kind),
				      eng_yaml_kind_name(item->kind));
		} else {
			ok &= keys[i].take(r, item);
		}
	}
	return ok;
}

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool bad_value(reader *r, const eng_yaml *value, const char *right) {
	return eng_fail(r->ctx, "job.bad-value", value->where, "'%s' is not a valid '%s': %s",
			eng_quote(r->arena, value->text), value->key.s, right);
}

static bool take_name(reader *r, const eng_yaml *value) {
	r->job->name = value->text;
	return eng_id_is_valid(value->text) ||
	       bad_value(r, value, "lower-case letters, digits and hyphens");
}

static bool take_library(reader *r, const eng_yaml *value) {
	r->job->library = eng_path_join(r->arena, r->folder, value->text.s);
	return true;
}

static bool take_template(reader *r, const eng_yaml *value) {
	r->job->tmpl = value->text;
	r->job->tmpl_where = value->where;
	return true;
}

static bool take_date(reader *r, const eng_yaml *value, bool time, eng_date *out) {
	if (!eng_date_parse(value->text, out) || out->has_time != time) {
		return bad_value(r, value,
				 time ? "a date and time, such as 2026-11-01T06:00:00+01:00"
				      : "a date, such as 2026-11-01");
	}
	if (time && out->offset == ENG_DATE_UNZONED) {
		return bad_value(r, value, "needs its offset from UTC, such as +01:00 or Z");
	}
	return true;
}

static bool take_run_date(reader *r, const eng_yaml *value) {
	return take_date(r, value, false, &r->job->run_date);
}

static bool take_send_time(reader *r, const eng_yaml *value) {
	return take_date(r, value, true, &r->job->send_time);
}

static bool take_font_path(reader *r, const eng_yaml *value) {
	r->job->font_path = value->text.s;
	return true;
}

static bool take_hyphen_path(reader *r, const eng_yaml *value) {
	r->job->hyphen_path = value->text.s;
	return true;
}

static bool take_choice(reader *r, const eng_yaml *value, const char *no, const char *yes,
			bool *out) {
	*out = eng_str_eqc(value->text, yes);
	if (!*out && !eng_str_eqc(value->text, no)) {
		return bad_value(r, value, eng_arena_printf(r->arena, "'%s' or '%s'", no, yes));
	}
	return true;
}

static bool take_fonts(reader *r, const eng_yaml *value) {
	return take_choice(r, value, "shared", "exact", &r->job->exact_fonts);
}

static bool take_redact(reader *r, const eng_yaml *value) {
	return take_choice(r, value, "no", "yes", &r->job->redact);
}

static bool take_duplicates(reader *r, const eng_yaml *value) {
	return take_choice(r, value, "refuse", "allow", &r->job->allow_duplicates);
}

static bool take_maps(reader *r, const eng_yaml *value) {
	r->job->maps = eng_arena_new_array(r->arena, value->count, eng_str);
	for (const eng_yaml *item = value->first; item; item = item->next) {
		r->job->maps[r->job->map_count++] = item->text;
	}
	return true;
}

/* records: */

static bool take_files(reader *r, const eng_yaml *value) {
	if (r->job->files) { /* given */
		return true;
	}
	return eng_job_expand(r->ctx, r->arena, r->folder, value, &r->job->files,
			      &r->job->file_count) &&
	       (r->job->file_count > 0 ||
		bad_value(r, value, "one or more file names or patterns, or '-'"));
}

static bool take_format(reader *r, const eng_yaml *value) {
	static const char *const names[] = { "auto", "xml", "ndjson", "json", "csv" };

	for (size_t i = 0; i < COUNT(names); i++) {
		if (eng_str_eqc(value->text, names[i])) {
			r->job->source.format = (eng_format)i;
			return true;
		}
	}
	return bad_value(r, value, "xml, ndjson, json or csv");
}

static bool take_record(reader *r, const eng_yaml *value) {
	r->job->source.record = value->text;
	return true;
}

static bool take_keep(reader *r, const eng_yaml *value) {
	eng_buf names = { 0 };

	for (const eng_yaml *item = value->first; item; item = item->next) {
		eng_buf_printf(&names, "%s%s", names.n ? " " : "", item->text.s);
	}
	r->job->source.keep = eng_str_copy(r->arena, eng_buf_view(&names));
	eng_buf_finish(&names);
	return true;
}

static bool take_group_by(reader *r, const eng_yaml *value) {
	r->job->source.group_by = value->text;
	return true;
}

static bool take_row(reader *r, const eng_yaml *value) {
	r->job->source.row = value->text;
	return true;
}

static bool take_root(reader *r, const eng_yaml *value) {
	r->job->source.root_name = value->text;
	return true;
}

static bool take_separator(reader *r, const eng_yaml *value) {
	r->job->source.separator = eng_str_eqc(value->text, "tab") ? '\t' : value->text.s[0];
	return value->text.n == 1 || eng_str_eqc(value->text, "tab") ||
	       bad_value(r, value, "one character, or 'tab'");
}

static bool take_records(reader *r, const eng_yaml *value) {
	static const key keys[] = {
		{ "files", ENG_YAML_SCALAR, take_files },
		{ "format", ENG_YAML_SCALAR, take_format },
		{ "record", ENG_YAML_SCALAR, take_record },
		{ "keep", ENG_YAML_SEQUENCE, take_keep },
		{ "group-by", ENG_YAML_SCALAR, take_group_by },
		{ "root", ENG_YAML_SCALAR, take_root },
		{ "row", ENG_YAML_SCALAR, take_row },
		{ "separator", ENG_YAML_SCALAR, take_separator },
		{ "maps", ENG_YAML_SEQUENCE, take_maps },
	};

	return take_keys(r, value, keys, COUNT(keys), "records");
}

/* channels: */

static bool find_channel(reader *r, eng_str name, eng_loc where, int *out) {
	size_t n = 0;
	const char *near;

	for (; r->channel_names[n]; n++) {
		if (eng_str_eqc(name, r->channel_names[n])) {
			*out = (int)n;
			r->job->channels |= (eng_channel_set)1 << n;
			return true;
		}
	}
	near = eng_str_nearest(name, r->channel_names, n);
	return eng_fail(r->ctx, "job.unknown-channel", where, "unknown channel '%s'%s%s%s",
			eng_quote(r->arena, name), near ? ", did you mean '" : "", near ? near : "",
			near ? "'?" : "; `engross channels` lists them");
}

static bool take_always(reader *r, const eng_yaml *value) {
	bool ok = true;
	int channel;

	for (const eng_yaml *item = value->first; item; item = item->next) {
		if (find_channel(r, item->text, item->where, &channel)) {
			r->job->always |= (eng_channel_set)1 << channel;
		} else {
			ok = false;
		}
	}
	return ok;
}

static bool take_choose(reader *r, const eng_yaml *value) {
	r->job->choose = true;
	return eng_str_eqc(value->text, "prefers") || bad_value(r, value, "'prefers'");
}

static bool take_prefers_map(reader *r, const eng_yaml *value) {
	bool ok = true;

	r->job->preferences = eng_arena_new_array(r->arena, value->count, eng_preference);
	for (const eng_yaml *item = value->first; item; item = item->next) {
		eng_preference *p = &r->job->preferences[r->job->preference_count++];

		p->value = item->key;
		ok &= find_channel(r, item->text, item->where, &p->channel);
	}
	return ok;
}

static bool take_fallback(reader *r, const eng_yaml *value) {
	bool ok = true;

	r->job->fallbacks = eng_arena_new_array(r->arena, value->count, eng_fallback);
	for (const eng_yaml *item = value->first; item; item = item->next) {
		eng_fallback *f = &r->job->fallbacks[r->job->fallback_count++];

		ok &= find_channel(r, item->key, item->key_where, &f->channel);
		f->then = eng_arena_new_array(r->arena, item->count + 1, int);
		for (const eng_yaml *to = item->first; to; to = to->next) {
			ok &= find_channel(r, to->text, to->where, &f->then[f->count++]);
		}
	}
	return ok;
}

static bool take_exprs(reader *r, const eng_yaml *value, bool channels, eng_job_expr **out,
		       size_t *n) {
	bool ok = true;

	*out = eng_arena_new_array(r->arena, value->count, eng_job_expr);
	for (const eng_yaml *item = value->first; item; item = item->next) {
		eng_job_expr *e = &(*out)[(*n)++];

		*e = (eng_job_expr){ item->key, -1, item->text, item->where };
		e->where.column += item->quoted;
		ok &= !channels || find_channel(r, item->key, item->key_where, &e->channel);
	}
	return ok;
}

static bool take_consent(reader *r, const eng_yaml *value) {
	return take_exprs(r, value, true, &r->job->consents, &r->job->consent_count);
}

static bool take_totals(reader *r, const eng_yaml *value) {
	return take_exprs(r, value, false, &r->job->totals, &r->job->total_count);
}

/* Names are variables in rules of print plans. */
static bool take_facts(reader *r, const eng_yaml *value) {
	bool ok = take_exprs(r, value, false, &r->job->facts, &r->job->fact_count);

	for (const eng_yaml *item = value->first; item; item = item->next) {
		if (!eng_id_is_valid(item->key)) {
			ok = bad_value(r, item, "named with small letters, digits and hyphens");
		}
	}
	return ok;
}

/* pdf: */

static bool take_conformance(reader *r, const eng_yaml *value) {
	return take_choice(r, value, "a-3a", "a-2u", &r->job->pdf.bare);
}

static bool take_password(reader *r, const eng_yaml *value) {
	r->job->passwords = eng_arena_new(r->arena, eng_job_expr);
	r->job->passwords[0] = (eng_job_expr){ value->key, -1, value->text, value->where };
	r->job->passwords[0].where.column += value->quoted;
	r->job->password_count = 1;
	return true;
}

static bool take_owner(reader *r, const eng_yaml *value) {
	return eng_owner_read(r->ctx, r->arena, eng_path_join(r->arena, r->folder, value->text.s),
			      value->where, &r->job->pdf.owner);
}

static bool take_allow(reader *r, const eng_yaml *value) {
	eng_pdf_allow_nothing(&r->job->pdf);
	for (const eng_yaml *item = value->first; item; item = item->next) {
		if (!eng_pdf_allow(&r->job->pdf, item->text)) {
			return bad_value(r, item, "print, copy, annotate, fill or change");
		}
	}
	return true;
}

static bool take_pdf(reader *r, const eng_yaml *value) {
	static const key keys[] = {
		{ "conformance", ENG_YAML_SCALAR, take_conformance },
		{ "password", ENG_YAML_SCALAR, take_password },
		{ "owner-password-file", ENG_YAML_SCALAR, take_owner },
		{ "allow", ENG_YAML_SEQUENCE, take_allow },
	};

	return take_keys(r, value, keys, COUNT(keys), "pdf");
}

static bool take_channels(reader *r, const eng_yaml *value) {
	static const key keys[] = {
		{ "choose", ENG_YAML_SCALAR, take_choose },
		{ "prefers-map", ENG_YAML_MAPPING, take_prefers_map },
		{ "always", ENG_YAML_SEQUENCE, take_always },
		{ "fallback", ENG_YAML_MAPPING, take_fallback },
		{ "consent", ENG_YAML_MAPPING, take_consent },
	};

	return take_keys(r, value, keys, COUNT(keys), "channels");
}

/* output:, errors:, chunk: */

static bool take_dir(reader *r, const eng_yaml *value) {
	r->job->out_dir = eng_path_join(r->arena, r->folder, value->text.s);
	return true;
}

static bool take_package(reader *r, const eng_yaml *value) {
	return take_choice(r, value, "files", "chunks", &r->job->pack);
}

static bool take_output(reader *r, const eng_yaml *value) {
	static const key keys[] = { { "dir", ENG_YAML_SCALAR, take_dir },
				    { "package", ENG_YAML_SCALAR, take_package } };

	return take_keys(r, value, keys, COUNT(keys), "output");
}

static bool take_count(reader *r, const eng_yaml *value, uint64_t *out) {
	eng_decimal number;
	int64_t n;

	if (!eng_decimal_parse(value->text, false, &number) || !eng_decimal_to_int64(number, &n) ||
	    n < 0) {
		return bad_value(r, value, "a whole number");
	}
	*out = (uint64_t)n;
	return true;
}

static bool take_stop_at(reader *r, const eng_yaml *value) {
	if (!eng_str_ends(value->text, "%")) {
		return take_count(r, value, &r->job->stop_count) &&
		       (r->job->stop_count > 0 ||
			bad_value(r, value, "a share such as 1%, or a number of errors from 1"));
	}
	return (eng_decimal_parse(eng_str_sub(value->text, 0, value->text.n - 1), false,
				  &r->job->stop_percent) &&
		eng_decimal_sign(r->job->stop_percent) > 0) ||
	       bad_value(r, value, "a share such as 1%, or a number of errors");
}

static bool take_at_least(reader *r, const eng_yaml *value) {
	return take_count(r, value, &r->job->stop_at_least);
}

static bool take_errors(reader *r, const eng_yaml *value) {
	static const key keys[] = { { "stop-at", ENG_YAML_SCALAR, take_stop_at },
				    { "at-least", ENG_YAML_SCALAR, take_at_least } };

	return take_keys(r, value, keys, COUNT(keys), "errors");
}

static bool take_workers(reader *r, const eng_yaml *value) {
	uint64_t number = 0;

	if (!eng_str_eqc(value->text, "auto") &&
	    (!take_count(r, value, &number) || number < 1 || number > ENG_JOB_WORKERS)) {
		return bad_value(r, value, "'auto' or a number from 1 to 256");
	}
	r->job->workers = (int)number;
	return true;
}

static bool take_patience(reader *r, const eng_yaml *value) {
	uint64_t number = 0;

	if (!take_count(r, value, &number) || number < 1 || number > 86400) {
		return bad_value(r, value, "seconds, from 1 to 86400");
	}
	r->job->patience = (double)number;
	return true;
}

static bool take_chunk_records(reader *r, const eng_yaml *value) {
	return take_count(r, value, &r->job->chunk_records) &&
	       (r->job->chunk_records > 0 || bad_value(r, value, "at least 1"));
}

static bool take_chunk_bytes(reader *r, const eng_yaml *value) {
	return take_count(r, value, &r->job->chunk_bytes) &&
	       (r->job->chunk_bytes > 0 || bad_value(r, value, "at least 1"));
}

static bool take_chunk(reader *r, const eng_yaml *value) {
	static const key keys[] = { { "records", ENG_YAML_SCALAR, take_chunk_records },
				    { "bytes", ENG_YAML_SCALAR, take_chunk_bytes } };

	return take_keys(r, value, keys, COUNT(keys), "chunk");
}

static bool take_preview(reader *r, const eng_yaml *value) {
	bool ok = true;

	for (const eng_yaml *item = value->first; item; item = item->next) {
		if (!eng_preview_take(&r->job->preview, item->text)) {
			ok = eng_fail(
			    r->ctx, "job.bad-value", item->where,
			    "a preview shows no '%s', should be png, svg, locked, data or a "
			    "resolution such as 150ppi",
			    eng_quote(r->arena, item->text));
		}
	}
	return ok;
}

static bool take_attachments(reader *r, const eng_yaml *value) {
	bool ok = true;

	for (const eng_yaml *item = value->first; item; item = item->next) {
		if (!eng_attach_allow(&r->job->mail.attachments, item->text)) {
			ok =
			    eng_fail(r->ctx, "job.bad-value", item->where,
				     "a message carries no files of type '%s', should be %s",
				     eng_quote(r->arena, item->text), eng_attach_types(r->arena).s);
		}
	}
	return ok && (value->count || bad_value(r, value, "at least one type of files"));
}

static bool take_smtputf8(reader *r, const eng_yaml *value) {
	return take_choice(r, value, "no", "yes", &r->job->mail.utf8);
}

static bool take_release(reader *r, const eng_yaml *value) {
	uint64_t number = 0;
	bool ok = take_count(r, value, &number);

	r->job->release = number <= 1000000 ? (int)number : 0;
	return ok &&
	       (r->job->release > 0 || bad_value(r, value, "the number of a release, from 1"));
}

static const key job_keys[] = {
	{ "job", ENG_YAML_SCALAR, take_name },
	{ "library", ENG_YAML_SCALAR, take_library },
	{ "template", ENG_YAML_SCALAR, take_template },
	{ "release", ENG_YAML_SCALAR, take_release },
	{ "records", ENG_YAML_MAPPING, take_records },
	{ "run-date", ENG_YAML_SCALAR, take_run_date },
	{ "send-time", ENG_YAML_SCALAR, take_send_time },
	{ "channels", ENG_YAML_MAPPING, take_channels },
	{ "output", ENG_YAML_MAPPING, take_output },
	{ "errors", ENG_YAML_MAPPING, take_errors },
	{ "chunk", ENG_YAML_MAPPING, take_chunk },
	{ "totals", ENG_YAML_MAPPING, take_totals },
	{ "facts", ENG_YAML_MAPPING, take_facts },
	{ "fonts", ENG_YAML_SCALAR, take_fonts },
	{ "font-path", ENG_YAML_SCALAR, take_font_path },
	{ "pdf", ENG_YAML_MAPPING, take_pdf },
	{ "preview", ENG_YAML_SEQUENCE, take_preview },
	{ "attachments", ENG_YAML_SEQUENCE, take_attachments },
	{ "smtputf8", ENG_YAML_SCALAR, take_smtputf8 },
	{ "hyphen-path", ENG_YAML_SCALAR, take_hyphen_path },
	{ "redact", ENG_YAML_SCALAR, take_redact },
	{ "duplicates", ENG_YAML_SCALAR, take_duplicates },
	{ "workers", ENG_YAML_SCALAR, take_workers },
	{ "patience", ENG_YAML_SCALAR, take_patience },
};

/* What no job can do without. */
static bool check_whole(reader *r, const eng_yaml *root) {
	static const char *const needed[] = { "job",     "library",  "template",
					      "records", "channels", "output" };
	bool ok = true;

	for (size_t i = 0; i < COUNT(needed); i++) {
		if (!eng_yaml_find(root, needed[i])) {
			ok = eng_fail(r->ctx, "job.missing-key", root->where, "job has no '%s'",
				      needed[i]);
		}
	}
	if (ok && !r->job->file_count) {
		ok = eng_fail(r->ctx, "job.missing-key", eng_yaml_find(root, "records")->where,
			      "'records' has no 'files'");
	}
	if (ok && !r->job->out_dir) {
		ok = eng_fail(r->ctx, "job.missing-key", eng_yaml_find(root, "output")->where,
			      "'output' has no 'dir'");
	}
	if (ok && !r->job->channels) {
		ok = eng_fail(
		    r->ctx, "job.missing-key", eng_yaml_find(root, "channels")->where,
		    "'channels' names no channel: 'always', or 'choose' with 'prefers-map'");
	}
	if (ok && r->job->choose && !r->job->preference_count) {
		ok = eng_fail(r->ctx, "job.missing-key", eng_yaml_find(root, "channels")->where,
			      "'choose: prefers' needs a 'prefers-map'");
	}
	return ok;
}

eng_job *eng_job_parse(eng_ctx *ctx, eng_arena *arena, const char *path, eng_str text,
		       const char *const *files, size_t file_count,
		       const char *const *channel_names) {
	eng_job *job = eng_arena_new(arena, eng_job);
	reader r = { ctx, arena, job, channel_names, eng_path_dir(arena, path) };
	eng_yaml *root = eng_yaml_parse(ctx, arena, path, text);

	if (!root) {
		return NULL;
	}
	if (root->kind != ENG_YAML_MAPPING) {
		return eng_fail_null(ctx, "job.bad-value", root->where,
				     "a job is a mapping of keys");
	}
	job->path = eng_arena_strdup(arena, path);
	job->hash = eng_hash_of(text.s, text.n);
	job->files = files;
	job->file_count = file_count;
	eng_pdf_allow_usual(&job->pdf);
	job->font_path = "/usr/share/fonts";
	job->hyphen_path = "/usr/share/hyphen";
	job->chunk_records = 64;
	job->chunk_bytes = (uint64_t)4 << 20;
	job->stop_at_least = 1;
	job->patience = 120;
	if (!take_keys(&r, root, job_keys, COUNT(job_keys), "a job") || !check_whole(&r, root)) {
		return NULL;
	}
	return job;
}

eng_job *eng_job_load(eng_ctx *ctx, eng_arena *arena, const char *path,
		      const char *const *channel_names) {
	eng_str text;

	return eng_file_read(ctx, arena, path, ctx->limits.file_bytes, &text)
		   ? eng_job_parse(ctx, arena, path, text, NULL, 0, channel_names)
		   : NULL;
}
