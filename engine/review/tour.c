/* One file of the input after the other, through the same workshop and plan as a run's. */
#include "review/tour.h"

#include "review/mask.h"
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
	eng_tour_aim aim;
	size_t aimed; /* ordinals of the aim that are behind */
	/* where it stands */
	eng_source *reader; /* NULL: between files */
	const eng_input_file *file;
	size_t next_file;
	eng_record raw;
	eng_stop stop;
	uint64_t ordinal, stops;
};

static bool open_setting(eng_tour *t) {
	const eng_tour_options *o = &t->options;
	const eng_setting_options options = { .job = o->job,
					      .run_date = o->run_date,
					      .library = o->library,
					      .records = o->records,
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
	eng_source_close(t->reader);
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
	if (stop->record && t->aim.mask) {
		stop->record = eng_mask_record(
		    &t->record, eng_template_vocabulary(eng_workshop_template(s->shop)),
		    stop->record);
	}
	made = stop->record ? eng_workshop_document(ctx, s->shop, &t->record, stop->record) : NULL;
	stop->document = made;
	if (!made || !eng_plan_tell(ctx, s->plan, &t->record, stop->record, made) ||
	    !eng_plan_choose(ctx, s->plan, &t->record, stop->record, made, &t->work,
			     &stop->skipped)) {
		t->work.count = 0;
		return false;
	}
	if (stop->skipped) {
		return true;
	}
	t->work.survey = t->aim.survey;
	return eng_workshop_render(ctx, s->shop, &t->record, made, &t->work);
}

/* Whether it is the turn of this record, where the aim names some. */
static bool is_aimed_at(eng_tour *t) {
	if (!t->aim.ordinals) {
		return true;
	}
	if (t->aimed < t->aim.ordinal_count && t->aim.ordinals[t->aimed] == t->ordinal) {
		t->aimed++;
		return true;
	}
	return false;
}

/* Whether the record is one of those asked for. What has no recipient that can be read is not. */
static bool is_asked_for(eng_tour *t, const eng_record *source) {
	const eng_setting *s = &t->setting;
	const eng_record *record;
	eng_recipient recipient;
	bool wanted;

	if (!t->options.only || t->aim.ordinals) {
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

/* Fills the stop with what comes of the record (NULL: it could not be read); false: it is not wanted. */
static bool take_record(eng_tour *t, eng_record *source) {
	eng_stop *stop = &t->stop;

	*stop = (eng_stop){ .ordinal = t->ordinal,
			    .file = t->file->name,
			    .source = source,
			    .work = &t->work,
			    .trace = &t->trace,
			    .trail = &t->trail,
			    .arena = &t->record };
	if (!is_aimed_at(t)) {
		return false;
	}
	if (source) {
		source->ordinal = t->ordinal;
		if (!is_asked_for(t, source)) {
			return false;
		}
	} else if (t->options.only && !t->aim.ordinals) {
		return false;
	}
	stop->good = source && make(t, stop);
	stop->diags = t->diags.items;
	stop->diag_count = t->diags.n;
	t->stops++;
	return true;
}

static bool is_done(const eng_tour *t) {
	return (t->options.limit && t->stops >= t->options.limit) ||
	       (t->aim.ordinals && t->aimed == t->aim.ordinal_count);
}

void eng_tour_set(eng_tour *t, const eng_tour_aim *aim) {
	t->aim = *aim;
}

static void tell(eng_tour *t) {
	for (size_t i = 0; i < t->diags.n; i++) {
		const eng_diag *diag = &t->diags.items[i];

		eng_report(t->ctx, diag->level, diag->code, diag->where, "%s", diag->message);
	}
}

static bool open_file(eng_tour *t) {
	const eng_setting *s = &t->setting;
	eng_source_options options = eng_workshop_source(s->shop, &s->job->source);

	t->file = &t->input.files[t->next_file++];
	t->reader = eng_source_open(&t->quiet, eng_library_names(eng_workshop_library(s->shop)),
				    t->file->path, &options);
	return t->reader != NULL;
}

/* Reads until a record is wanted or the file ends. */
static eng_source_status read_file(eng_tour *t) {
	eng_source_status status;
	bool wanted;

	do {
		clear(t);
		status = eng_source_next(t->reader, &t->record, &t->raw);
		if (status == ENG_SOURCE_END || status == ENG_SOURCE_BROKEN) {
			return status;
		}
		wanted = take_record(t, status == ENG_SOURCE_RECORD ? &t->raw : NULL);
		t->ordinal++;
	} while (!wanted && !is_done(t));
	return wanted ? ENG_SOURCE_RECORD : ENG_SOURCE_END;
}

eng_tour_status eng_tour_next(eng_tour *t, const eng_stop **stop) {
	*stop = &t->stop;
	while (!is_done(t)) {
		eng_source_status status = ENG_SOURCE_BROKEN;

		if (!t->reader && t->next_file == t->input.count) {
			return ENG_TOUR_END;
		}
		clear(t);
		if (t->reader || open_file(t)) {
			status = read_file(t);
		}
		if (status == ENG_SOURCE_RECORD) {
			return ENG_TOUR_STOP;
		}
		eng_source_close(t->reader);
		t->reader = NULL;
		if (status == ENG_SOURCE_BROKEN) {
			tell(t);
			return ENG_TOUR_BROKEN;
		}
	}
	return ENG_TOUR_END;
}

void eng_tour_render(eng_tour *t) {
	eng_stop *stop = &t->stop;

	if (stop->good && t->work.survey && t->work.count) {
		t->work.survey = false;
		stop->good = eng_workshop_render(&t->quiet, t->setting.shop, &t->record,
						 stop->document, &t->work);
		stop->diags = t->diags.items;
		stop->diag_count = t->diags.n;
	}
}

void eng_tour_restart(eng_tour *t) {
	eng_source_close(t->reader);
	t->reader = NULL;
	t->ordinal = t->stops = 0;
	t->next_file = t->aimed = 0;
}

bool eng_tour_go(eng_tour *t, eng_visit_fn *visit, void *user) {
	const eng_stop *stop;
	eng_tour_status status;

	eng_tour_restart(t);
	while ((status = eng_tour_next(t, &stop)) == ENG_TOUR_STOP) {
		if (!visit(user, stop)) {
			return false;
		}
	}
	return status == ENG_TOUR_END;
}
