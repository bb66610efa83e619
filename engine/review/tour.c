/* One file of the input after the other, through the same workshop and plan as a run's. */
#include "review/tour.h"

#include "run/production.h"

struct eng_tour {
	eng_ctx *ctx; /* the caller's */
	eng_tour_options options;
	eng_setting setting;
	eng_input input;
	eng_arena arena, record, notes;
	eng_ctx quiet; /* collects what is told about a record */
	eng_diag_list diags;
	eng_trace trace;
	eng_trail trail;
	eng_work work;
	uint64_t ordinal, stops;
};

static bool open_setting(eng_tour *t) {
	const eng_tour_options *o = &t->options;
	const eng_setting_options options = { .job = o->job,
					      .run_date = o->run_date,
					      .draft = o->draft,
					      .trace = &t->trace,
					      .trail = &t->trail };
	const eng_run_options run = { .trust = o->approved ? o->trust : NULL,
				      .draft = !o->approved };

	return eng_setting_load(t->ctx, &t->arena, &options, &t->setting) &&
	       eng_production_open(t->ctx, &t->arena, &run, t->setting.job, &t->setting.gate) &&
	       eng_setting_open(t->ctx, &t->arena, &options, &t->setting) &&
	       eng_workshop_start(t->ctx, t->setting.shop, eng_workshop_hash(t->setting.shop));
}

eng_tour *eng_tour_open(eng_ctx *ctx, const eng_tour_options *options) {
	eng_tour *t = eng_malloc(sizeof(*t));

	*t = (eng_tour){ .ctx = ctx, .options = *options };
	eng_arena_init(&t->arena);
	eng_arena_init(&t->record);
	eng_arena_init(&t->notes);
	eng_ctx_init(&t->quiet, eng_diag_collect, &t->diags);
	t->quiet.limits = ctx->limits;
	t->trail.arena = &t->record;
	if (!open_setting(t) ||
	    !eng_input_open(ctx, &t->arena, t->setting.job, t->setting.job->out_dir, &t->input)) {
		eng_tour_close(t);
		return NULL;
	}
	t->quiet.guard = ctx->guard;
	return t;
}

void eng_tour_close(eng_tour *t) {
	if (!t) {
		return;
	}
	eng_input_close(&t->input);
	eng_work_finish(&t->work);
	eng_setting_close(&t->setting);
	eng_arena_finish(&t->record);
	eng_arena_finish(&t->notes);
	eng_arena_finish(&t->arena);
	free(t);
}

const eng_setting *eng_tour_setting(const eng_tour *tour) {
	return &tour->setting;
}

static bool is_wanted(const char *only, eng_str id) {
	eng_str rest = eng_str_from(only), word;

	while (only && eng_str_split(&rest, ',', &word)) {
		if (eng_str_eq(eng_str_trim(word), id)) {
			return true;
		}
	}
	return only == NULL;
}

static void clear(eng_tour *t) {
	eng_arena_reset(&t->record);
	eng_arena_reset(&t->notes);
	t->diags = (eng_diag_list){ .arena = &t->notes };
	t->trail = (eng_trail){ .arena = &t->record };
	t->trace = (eng_trace){ 0 };
	t->work.count = 0;
}

/* Fills the stop as far as the record goes; true when a run would send it. */
static bool make(eng_tour *t, eng_stop *stop) {
	eng_ctx *ctx = &t->quiet;
	const eng_setting *s = &t->setting;
	eng_document *made;

	stop->record = eng_workshop_record(ctx, s->shop, &t->record, stop->source);
	made = stop->record ? eng_workshop_document(ctx, s->shop, &t->record, stop->record) : NULL;
	stop->document = made;
	if (!made || !eng_plan_password(ctx, s->plan, &t->record, stop->record, &made->password) ||
	    !eng_plan_choose(ctx, s->plan, &t->record, stop->record, made, &t->work,
			     &stop->skipped)) {
		t->work.count = 0;
		return false;
	}
	return stop->skipped || eng_workshop_render(ctx, s->shop, &t->record, made, &t->work);
}

/* Whether the record is one of those asked for. What has no recipient that can be read is not. */
static bool is_asked_for(eng_tour *t, const eng_record *source) {
	const eng_setting *s = &t->setting;
	const eng_record *record;
	eng_recipient recipient;
	bool wanted;

	if (!t->options.only) {
		return true;
	}
	record = eng_workshop_record(&t->quiet, s->shop, &t->record, source);
	wanted = record &&
		 eng_compose_recipient(&t->quiet, eng_workshop_composer(s->shop), &t->record,
				       record, &recipient) &&
		 is_wanted(t->options.only, recipient.id);
	t->diags = (eng_diag_list){ .arena = &t->notes };
	return wanted;
}

static bool visit_record(eng_tour *t, const eng_input_file *file, eng_record *source,
			 eng_visit_fn *visit, void *user) {
	eng_stop stop = { .ordinal = t->ordinal,
			  .file = file->name,
			  .source = source,
			  .work = &t->work,
			  .trace = &t->trace,
			  .trail = &t->trail,
			  .arena = &t->record };

	if (source) {
		source->ordinal = t->ordinal;
		if (!is_asked_for(t, source)) {
			return true;
		}
	} else if (t->options.only) {
		return true;
	}
	stop.good = source && make(t, &stop);
	stop.diags = t->diags.items;
	stop.diag_count = t->diags.n;
	t->stops++;
	return visit(user, &stop);
}

static bool is_done(const eng_tour *t) {
	return t->options.limit && t->stops >= t->options.limit;
}

static void tell(eng_tour *t) {
	for (size_t i = 0; i < t->diags.n; i++) {
		const eng_diag *diag = &t->diags.items[i];

		eng_report(t->ctx, diag->level, diag->code, diag->where, "%s", diag->message);
	}
}

static bool go_through(eng_tour *t, const eng_input_file *file, eng_visit_fn *visit, void *user) {
	const eng_setting *s = &t->setting;
	eng_source_options options = eng_workshop_source(s->shop, &s->job->source);
	eng_source_status status = ENG_SOURCE_RECORD;
	eng_source *source;
	bool ok = true;

	clear(t);
	source = eng_source_open(&t->quiet, eng_library_names(eng_workshop_library(s->shop)),
				 file->path, &options);
	if (!source) {
		tell(t);
		return false;
	}
	while (ok && !is_done(t)) {
		eng_record raw;

		clear(t);
		status = eng_source_next(source, &t->record, &raw);
		if (status == ENG_SOURCE_END || status == ENG_SOURCE_BROKEN) {
			break;
		}
		ok = visit_record(t, file, status == ENG_SOURCE_RECORD ? &raw : NULL, visit, user);
		t->ordinal++;
	}
	if (status == ENG_SOURCE_BROKEN) {
		tell(t);
		ok = false;
	}
	eng_source_close(source);
	return ok;
}

bool eng_tour_go(eng_tour *t, eng_visit_fn *visit, void *user) {
	bool ok = true;

	for (size_t i = 0; ok && i < t->input.count && !is_done(t); i++) {
		ok = go_through(t, &t->input.files[i], visit, user);
	}
	return ok;
}
