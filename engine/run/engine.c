/* The public interface for single records: options as words, a workshop behind them. */
#include "engross.h"

#include "base/file.h"
#include "compliance/rules.h"
#include "run/carried.h"
#include "run/lint-rules.h"
#include "run/longest-sms.h"
#include "run/owner.h"
#include "run/plan.h"
#include "run/production.h"
#include "run/version.h"
#include "run/workshop.h"

struct eng_engine {
	eng_ctx ctx;
	eng_notice_fn *tell;
	void *user;
	eng_arena arena; /* options */
	eng_arena record;
	eng_workshop *shop;
	eng_workshop_options options;
	eng_format format;
	eng_job asked;     /* of options, for the plan and the gate */
	eng_gate *gate;    /* NULL: drafts */
	eng_plan *plan;    /* of asked; NULL: files have no password */
	const char *trust; /* NULL: drafts */
	bool started;
	bool all; /* every channel, as far as a recipient can be reached */
};

const char *eng_version(void) {
	return ENG_VERSION;
}

bool eng_channel_info_at(size_t i, eng_channel_info *channel) {
	size_t n = 0;

	while (eng_channels[n]) {
		n++;
	}
	if (i >= n) {
		return false;
	}
	*channel = (eng_channel_info){ eng_channels[i]->name, eng_channels[i]->extension,
				       eng_channels[i]->media_type, eng_channels[i]->summary };
	return true;
}

void eng_notice_print(FILE *out, const eng_notice *notice) {
	eng_diag diag = { (eng_level)notice->level,
			  notice->code,
			  { notice->file, notice->line, notice->column },
			  notice->text };

	eng_diag_print(out, &diag, true);
}

static void tell(void *user, const eng_diag *diag) {
	eng_engine *e = user;

	if (e->tell) {
		e->tell(e->user,
			&(eng_notice){ (eng_notice_level)diag->level, diag->code, diag->where.file,
				       diag->where.line, diag->where.column, diag->message });
	}
}

static bool take_channels(eng_engine *e, const char *words, eng_channel_set *set) {
	char *text = eng_arena_strdup(&e->arena, words);
	eng_str rest, word;

	for (char *p = text; *p; p++) {
		*p = *p == ',' ? ' ' : *p;
	}
	rest = eng_str_from(text);
	while (eng_str_word(&rest, &word)) {
		const char *name = eng_str_dup(&e->arena, word), *near;
		size_t n = 0;
		bool found = false, all = eng_str_eqc(word, "all");

		for (; eng_channel_names[n]; n++) {
			if ((all && !eng_channels[n]->mirrors) ||
			    strcmp(eng_channel_names[n], name) == 0) {
				*set |= (eng_channel_set)1 << n;
				found = true;
			}
		}
		near = eng_str_nearest(word, eng_channel_names, n);
		if (!found) {
			return eng_fail(&e->ctx, "usage.channel", (eng_loc){ 0 },
					"unknown channel '%s'%s%s%s", name,
					near ? ", did you mean '" : "", near ? near : "",
					near ? "'?" : "; `engross channels` lists them");
		}
	}
	return *set != 0 ||
	       eng_fail(&e->ctx, "usage.channel", (eng_loc){ 0 }, "no channel is named");
}

static bool take_date(eng_engine *e, const char *text, const char *name, eng_date *out) {
	if (!text && strcmp(name, "run date") == 0) {
		return eng_fail(&e->ctx, "usage.run-date", (eng_loc){ 0 },
				"no run date: give --run-date, such as 2026-11-01");
	}
	if (text && !eng_date_parse(eng_str_from(text), out)) {
		return eng_fail(&e->ctx, "usage.run-date", (eng_loc){ 0 },
				"'%s' is not a %s, such as 2026-11-01%s", text, name,
				strcmp(name, "run date") ? "T06:00:00+01:00" : "");
	}
	return true;
}

static bool take_format(eng_engine *e, const char *name) {
	static const char *const names[] = { "auto", "xml", "ndjson", "json", "csv" };

	for (size_t i = 0; name && i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(names[i], name) == 0) {
			e->format = (eng_format)i;
			return true;
		}
	}
	return !name || eng_fail(&e->ctx, "usage.format", (eng_loc){ 0 },
				 "unknown format '%s', should be xml, ndjson, json or csv", name);
}

static bool take_preview(eng_engine *e, const char *words) {
	char *text = eng_arena_strdup(&e->arena, words ? words : "");
	eng_str rest, word;

	for (char *p = text; *p; p++) {
		*p = *p == ',' ? ' ' : *p;
	}
	rest = eng_str_from(text);
	while (eng_str_word(&rest, &word)) {
		if (!eng_preview_take(&e->options.preview, word)) {
			return eng_fail(&e->ctx, "usage.preview", (eng_loc){ 0 },
					"a preview shows no '%s', should be png, svg, locked, data "
					"or a resolution such as 150ppi",
					eng_quote(&e->arena, word));
		}
	}
	return true;
}

/* The words of an allow list and the passwords, as a job has them. */
static bool take_pdf(eng_engine *e, const eng_engine_options *o) {
	const eng_loc where = { "--password", 1, 1 };
	char *text = eng_arena_strdup(&e->arena, o->allow ? o->allow : "");
	eng_str rest, word;

	eng_pdf_allow_usual(&e->options.pdf);
	if (o->allow) {
		eng_pdf_allow_nothing(&e->options.pdf);
	}
	for (char *p = text; *p; p++) {
		*p = *p == ',' ? ' ' : *p;
	}
	rest = eng_str_from(text);
	while (eng_str_word(&rest, &word)) {
		if (!eng_pdf_allow(&e->options.pdf, word)) {
			return eng_fail(&e->ctx, "usage.allow", (eng_loc){ 0 },
					"there is no right '%s', should be print, copy, annotate, "
					"fill or change",
					eng_quote(&e->arena, word));
		}
	}
	if (o->password) {
		e->asked.passwords = eng_arena_new(&e->arena, eng_job_expr);
		e->asked.passwords[0] =
		    (eng_job_expr){ ENG_STR("password"), -1,
				    eng_str_copy(&e->arena, eng_str_from(o->password)), where };
		e->asked.password_count = 1;
	}
	return !o->owner_password_file || eng_owner_read(&e->ctx, &e->arena, o->owner_password_file,
							 (eng_loc){ 0 }, &e->options.pdf.owner);
}

static void take_maps(eng_engine *e, const char *words) {
	char *text = eng_arena_strdup(&e->arena, words ? words : "");
	eng_str *maps = eng_arena_new_array(&e->arena, strlen(text) / 2 + 1, eng_str);
	eng_str rest, word;

	for (char *p = text; *p; p++) {
		*p = *p == ',' ? ' ' : *p;
	}
	rest = eng_str_from(text);
	while (eng_str_word(&rest, &word)) {
		maps[e->options.map_count++] = word;
	}
	e->options.maps = maps;
}

/* What leaves the mark out goes by what a run goes by. */
static bool take_trust(eng_engine *e, const eng_engine_options *o) {
	if (!o->final != !o->trust) {
		return eng_fail(
		    &e->ctx, "usage.trust", (eng_loc){ 0 },
		    o->final ? "say --trust with the root's public key for --final, which is only "
			       "for approved content; without --final artifacts are marked DRAFT"
			     : "--trust is for --final; without it artifacts are marked DRAFT");
	}
	if (o->final && eng_str_ends(e->options.tmpl, ".xml")) {
		return eng_fail(
		    &e->ctx, "usage.trust", (eng_loc){ 0 },
		    "template '%s' is a file of its own, which no release covers; for --final "
		    "name it by its id in the library",
		    o->tmpl);
	}
	e->asked.library = e->options.library;
	e->asked.tmpl = e->options.tmpl;
	e->asked.out_dir = o->out ? eng_arena_strdup(&e->arena, o->out) : NULL;
	e->trust = o->trust ? eng_arena_strdup(&e->arena, o->trust) : NULL;
	return true;
}

static bool take_options(eng_engine *e, const eng_engine_options *o) {
	eng_workshop_options *w = &e->options;
	bool ok = true;

	if (!o->library || !eng_file_is_dir(o->library)) {
		ok = eng_fail(&e->ctx, "usage.library", (eng_loc){ 0 }, "no library folder at '%s'",
			      o->library ? o->library : "");
	}
	w->library = o->library ? eng_arena_strdup(&e->arena, o->library) : "";
	w->font_path = o->font_path ? eng_arena_strdup(&e->arena, o->font_path) : NULL;
	w->hyphen_path = o->hyphen_path ? eng_arena_strdup(&e->arena, o->hyphen_path) : NULL;
	w->tmpl = eng_str_copy(&e->arena, eng_str_from(o->tmpl));
	w->theme = eng_str_copy(&e->arena, eng_str_from(o->theme));
	w->draft = w->indent = !o->final;
	w->exact_fonts = o->exact_fonts;
	take_maps(e, o->maps);
	e->all = !o->channels || strcmp(o->channels, "all") == 0;
	ok &= take_channels(e, o->channels ? o->channels : "all", &w->channels);
	ok &= take_date(e, o->run_date, "run date", &w->run_date);
	ok &= take_date(e, o->send_time, "send time", &w->send_time);
	ok &= take_format(e, o->format);
	ok &= take_preview(e, o->preview);
	ok &= take_pdf(e, o);
	ok &= take_trust(e, o);
	e->asked.run_date = w->run_date;
	return ok;
}

/* Options checked, nothing opened. */
static eng_engine *engine_new(const eng_engine_options *options) {
	eng_engine *e = eng_malloc(sizeof(*e));

	memset(e, 0, sizeof(*e));
	e->tell = options->message;
	e->user = options->user;
	eng_ctx_init(&e->ctx, tell, e);
	eng_arena_init(&e->arena);
	eng_arena_init(&e->record);
	if (!take_options(e, options)) {
		eng_engine_close(e);
		return NULL;
	}
	return e;
}

static bool open_shop(eng_engine *e) {
	const eng_run_options run = { .trust = e->trust, .draft = e->options.draft };

	if (!eng_production_open(&e->ctx, &e->arena, &run, &e->asked, &e->gate) ||
	    !eng_production_record(&e->ctx, &e->arena, e->gate, e->asked.out_dir)) {
		return false;
	}
	e->ctx.guard = e->gate ? eng_gate_guard(e->gate) : NULL;
	e->options.released = e->gate != NULL;
	e->shop = eng_workshop_open(&e->ctx, &e->options);
	return e->shop && eng_production_rules(&e->ctx, e->gate, eng_workshop_rules(e->shop));
}

eng_engine *eng_engine_open(const eng_engine_options *options) {
	eng_engine *e = engine_new(options);
	bool opened;

	if (!e) {
		return NULL;
	}
	opened = open_shop(e);
	if (opened && e->asked.password_count) {
		e->plan = eng_plan_new(&e->ctx, &e->arena, &e->asked, e->shop);
	}
	if (!opened || (e->asked.password_count && !e->plan)) {
		eng_engine_close(e);
		return NULL;
	}
	return e;
}

void eng_engine_close(eng_engine *e) {
	if (e) {
		eng_plan_free(e->plan);
		eng_workshop_close(e->shop);
		eng_gate_close(e->gate);
		eng_arena_finish(&e->record);
		eng_arena_finish(&e->arena);
		free(e);
	}
}

/* Called with each composed document; false counts as a failed record. */
typedef bool document_fn(eng_engine *e, void *user, const eng_document *document);

static bool each_document(eng_engine *e, const char *path, eng_str memory, document_fn *use,
			  void *user) {
	eng_source_options options = { .format = e->format, .memory = memory };
	eng_source *source;
	eng_source_status status;
	bool ok = true;

	options = eng_workshop_source(e->shop, &options);
	source = eng_source_open(&e->ctx, eng_library_names(eng_workshop_library(e->shop)), path,
				 &options);
	if (!source) {
		return false;
	}
	do {
		eng_record raw;
		const eng_record *record;
		eng_document *document;

		eng_arena_reset(&e->record);
		status = eng_source_next(source, &e->record, &raw);
		if (status == ENG_SOURCE_RECORD) {
			record = eng_workshop_record(&e->ctx, e->shop, &e->record, &raw);
			document = record
				       ? eng_workshop_document(&e->ctx, e->shop, &e->record, record)
				       : NULL;
			ok &= document &&
			      (!e->plan ||
			       eng_plan_tell(&e->ctx, e->plan, &e->record, record, document)) &&
			      use(e, user, document);
		} else if (status != ENG_SOURCE_END) {
			ok = false;
		}
	} while (status == ENG_SOURCE_RECORD || status == ENG_SOURCE_BAD);
	eng_source_close(source);
	return ok;
}

typedef struct outputs {
	eng_output_fn *output;
	void *user;
	eng_work work;
} outputs;

static bool hand_out_artifact(eng_engine *e, outputs *o, const eng_document *document,
			      const eng_artifact *artifact) {
	char hex[ENG_HASH_HEX];

	for (size_t i = 0; i < eng_artifact_files(artifact); i++) {
		eng_artifact_file file = eng_artifact_file_at(&e->record, document, artifact, i);
		eng_output out = {
			.channel = eng_channel_names[artifact->channel],
			.name = file.name,
			.media_type = file.media_type,
			.bytes = file.bytes.s,
			.length = file.bytes.n,
			.pages = file.pages,
			.segments = file.segments,
			.sha256 = hex,
		};

		eng_hash_hex(&file.hash, hex);
		if (!o->output(o->user, &out)) {
			return false;
		}
	}
	return true;
}

static bool hand_out(eng_engine *e, void *user, const eng_document *document) {
	outputs *o = user;
	const char *obstacle;

	o->work.count = 0;
	for (int i = 0; eng_channels[i]; i++) {
		if (!(e->options.channels >> i & 1)) {
			continue;
		}
		obstacle = e->all ? eng_plan_obstacle(&document->recipient, i) : NULL;
		if (obstacle) {
			eng_warn(&e->ctx, "run.no-address", document->title->where,
				 "recipient '%s' has %s: %s is left out",
				 eng_quote(&e->record, document->recipient.id), obstacle,
				 eng_channel_names[i]);
		} else {
			o->work.artifacts[o->work.count].channel = i;
			o->work.artifacts[o->work.count++].reason = "asked for";
		}
	}
	if (!eng_workshop_render(&e->ctx, e->shop, &e->record, document, &o->work)) {
		return false;
	}
	for (size_t i = 0; i < o->work.count; i++) {
		if (!hand_out_artifact(e, o, document, &o->work.artifacts[i])) {
			return false;
		}
	}
	return true;
}

static bool compose(eng_engine *e, const char *path, eng_str memory, eng_output_fn *output,
		    void *user) {
	outputs o = { output, user, { 0 } };
	bool ok = true;

	if (!e->started) {
		ok = eng_workshop_start(&e->ctx, e->shop, eng_workshop_hash(e->shop));
		e->started = ok;
	}
	ok = ok && each_document(e, path, memory, hand_out, &o);
	eng_work_finish(&o.work);
	return ok;
}

bool eng_engine_compose_file(eng_engine *e, const char *path, eng_output_fn *output, void *user) {
	return compose(e, path, (eng_str){ NULL, 0 }, output, user);
}

bool eng_engine_compose(eng_engine *e, const void *data, size_t length, const char *name,
			eng_output_fn *output, void *user) {
	return compose(e, name, (eng_str){ data ? data : "", length }, output, user);
}

typedef struct dumping {
	eng_dump_kind kind;
	FILE *out;
} dumping;

static const char *leaves_out(void *user, const char *name, const eng_node *node) {
	const eng_channel *channel = eng_channel_find(name);

	(void)user;
	return channel->leaves_out ? channel->leaves_out(node) : NULL;
}

static bool dump_pages(eng_engine *e, const eng_document *document, eng_buf *text) {
	int channel = eng_document_channel(document, "pdf");
	const eng_layout *layout =
	    eng_layout_pages(&e->ctx, &e->record, eng_workshop_press(e->shop), document, channel);

	if (layout) {
		eng_layout_dump(layout, text);
	}
	return layout != NULL;
}

static bool dump_one(eng_engine *e, void *user, const eng_document *document) {
	const dumping *d = user;
	eng_buf text = { 0 };
	bool ok = true;

	switch (d->kind) {
	case ENG_DUMP_DOCUMENT:
		eng_document_dump(document, &text);
		break;
	case ENG_DUMP_EQUIVALENCE:
		eng_document_equivalence(document, leaves_out, NULL, &text);
		break;
	case ENG_DUMP_CARRIED:
		eng_carried_write(document, &e->record, &text);
		break;
	case ENG_DUMP_PAGES:
		ok = dump_pages(e, document, &text);
		break;
	}
	if (text.n) {
		fwrite(text.s, 1, text.n, d->out);
	}
	eng_buf_finish(&text);
	return ok;
}

bool eng_engine_dump(eng_engine *e, const char *path, eng_dump_kind kind, FILE *out) {
	dumping d = { kind, out };

	return each_document(e, path, (eng_str){ NULL, 0 }, dump_one, &d);
}

/* The theme's own names of roles for an element, for "did you mean". */
static void check_role(void *user, const char *element, eng_str role, eng_loc where) {
	eng_engine *e = user;
	const eng_theme *theme = eng_workshop_theme(e->shop);
	const char *names[256], *near;
	size_t n = 0;

	if (eng_theme_has_role(theme, element, role)) {
		return;
	}
	for (size_t i = 0; i < theme->style_count && n < 256; i++) {
		eng_str name = theme->styles[i].name;
		size_t dot = eng_str_index(name, ENG_STR("."));

		names[n++] =
		    eng_str_dup(&e->record, eng_str_sub(name, dot < name.n ? dot + 1 : 0, name.n));
	}
	near = eng_str_nearest(role, names, n);
	eng_fail(&e->ctx, "theme.unknown-role", where, "theme '%.*s' has no role '%.*s' for <%s>%s",
		 ENG_STR_ARG(theme->id), ENG_STR_ARG(role), element,
		 eng_did_you_mean(&e->record, near));
}

int eng_engine_lint(const eng_engine_options *options) {
	eng_engine *e = engine_new(options);
	unsigned long errors;

	if (!e) {
		return -1;
	}
	e->options.lint = true;
	if (open_shop(e)) {
		eng_template_roles(eng_workshop_template(e->shop), check_role, e);
		eng_longest_sms_check(&e->ctx, eng_workshop_template(e->shop),
				      eng_workshop_theme(e->shop), e->options.run_date);
		eng_lint_rules(&e->ctx, e->shop, eng_channels_content(e->options.channels));
		eng_workshop_try(&e->ctx, e->shop);
	}
	errors = e->ctx.errors;
	eng_engine_close(e);
	return errors > 1000000 ? 1000000 : (int)errors;
}

void eng_engine_rules(const eng_engine_options *options, FILE *out) {
	eng_engine *e = engine_new(options);

	if (e) {
		e->options.document_only = true;
	}
	if (e && open_shop(e)) {
		eng_lint_rules_tell(e->shop, out);
	}
	eng_engine_close(e);
}

/* Loads every template into one library. False: one of them does not load, which its own lint tells. */
static bool load_all(eng_engine *e, eng_library *library, const char *const *files, size_t n) {
	eng_ctx quiet = { .quiet = true, .limits = eng_limits_default() };
	eng_template_options options = { .channel_names = eng_content_channel_names };

	for (size_t i = 0; i < n; i++) {
		eng_str id = eng_str_from(files[i]);

		if (!eng_str_ends(id, ".xml")) {
			continue;
		}
		id = eng_str_copy(&e->arena, eng_str_sub(id, 0, id.n - strlen(".xml")));
		if (!eng_template_load(&quiet, library, id, &options)) {
			return false;
		}
	}
	return true;
}

/* All rules of the library, whichever template they are for. */
static void check_all_rules(eng_engine *e, eng_library *library) {
	eng_rules_options options = { .channel_names = eng_content_channel_names,
				      .date = e->options.run_date };

	eng_rules_close(eng_rules_load(&e->ctx, library, &options));
}

int eng_engine_lint_library(const eng_engine_options *options) {
	eng_engine *e = engine_new(options);
	eng_library *library = e ? eng_library_open(&e->ctx, e->options.library) : NULL;
	const char *const *files;
	unsigned long errors;
	size_t n;

	if (!e) {
		return -1;
	}
	if (library) {
		check_all_rules(e, library);
	}
	if (library &&
	    eng_file_list(&e->ctx, &e->arena,
			  eng_path_join(&e->arena, e->options.library, "communications"), &files,
			  &n) &&
	    load_all(e, library, files, n)) {
		eng_library_unused_strings(&e->ctx, library);
	}
	errors = e->ctx.errors;
	eng_library_close(library);
	eng_engine_close(e);
	return errors > 1000000 ? 1000000 : (int)errors;
}
