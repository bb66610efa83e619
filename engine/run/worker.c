/* Record by record: compose, choose channels, render, write, or quarantine. */
#include "run/worker.h"

#include <stdlib.h>

#include "base/meter.h"
#include "base/wire.h"

#define LARGE ((size_t)1 << 20) /* bytes of a message that are worth giving back */

bool eng_worker_init(eng_ctx *ctx, eng_worker *w, const eng_worker_options *options) {
	const eng_job *job = options->job;

	*w = (eng_worker){
		.options = *options, .job = job, .shop = options->shop, .plan = options->plan
	};
	w->mark = &w->own;
	eng_ctx_init(&w->ctx, eng_diag_collect, &w->diags);
	eng_arena_init(&w->notes);
	eng_arena_init(&w->record);
	eng_arena_init(&w->fields);
	w->diags.arena = &w->notes;
	w->ctx.limits = ctx->limits;
	w->values = eng_malloc((job->total_count + 1) * sizeof(*w->values));
	w->present = eng_malloc((job->total_count + 1) * sizeof(*w->present));
	w->approvers = eng_approvers_new(options->gate);
	w->input = eng_hasher_new();
	w->output = eng_hasher_new();
	eng_outcome_init(&w->out, job->total_count);
	if (options->timings) {
		eng_timings_start(&w->timings, &w->ctx);
	}
	w->stage = eng_stage_new(ctx, options->partial,
				 job->send_time.year ? job->send_time : job->run_date);
	return w->stage != NULL;
}

void eng_worker_finish(eng_worker *w) {
	if (!w->job) {
		return;
	}
	eng_stage_free(w->stage);
	eng_outcome_finish(&w->out);
	eng_work_finish(&w->work);
	eng_buf_finish(&w->manifest);
	eng_buf_finish(&w->quarantine);
	eng_approvers_free(w->approvers);
	eng_hasher_free(w->input);
	eng_hasher_free(w->output);
	eng_hash_set_finish(&w->recipients);
	free(w->values);
	free(w->present);
	eng_arena_finish(&w->notes);
	eng_arena_finish(&w->record);
	eng_arena_finish(&w->fields);
}

static eng_hash recipient_of(const eng_document *doc) {
	return eng_hash_of(doc->recipient.id.s, doc->recipient.id.n);
}

static void quarantine(eng_worker *w, const eng_input_file *file, int line_number,
		       eng_str recipient, const uint64_t *ordinal) {
	eng_quarantine_line line = {
		.has_ordinal = ordinal != NULL,
		.ordinal = ordinal ? *ordinal : 0,
		.file = file->name,
		.line = line_number,
		.recipient = recipient,
		.redact = w->job->redact,
		.diags = w->diags.items,
		.diag_count = w->diags.n,
	};

	eng_quarantine_add(&w->quarantine, &line);
	eng_wire_number(&w->out.notes, w->diags.n);
	for (size_t i = 0; i < w->diags.n; i++) {
		eng_wire_diag(&w->out.notes, &w->diags.items[i]);
	}
}

static void add_manifest_line(eng_worker *w, const eng_document *doc, const eng_artifact *a,
			      const eng_artifact_file *file, const eng_place *place) {
	eng_manifest_line line = eng_artifact_line(&w->record, doc, a, file, w->approvers);

	line.path = place->path;
	line.member = place->pack.member;
	line.line = place->pack.line;
	line.packed = place->packed;
	line.offset = place->pack.offset;
	eng_manifest_add(&w->manifest, &line);
}

/* Writes a file of an artifact by itself, or with others of its chunk. */
static bool write_file(eng_worker *w, const eng_document *doc, const eng_artifact *a,
		       const eng_artifact_file *file) {
	const eng_channel *channel = eng_channels[a->channel];
	eng_phase before = eng_phase_enter(&w->ctx, ENG_PHASE_FILE);
	eng_place place;
	bool ok = channel->lines || w->job->pack
		      ? eng_stage_packed(&w->ctx, w->stage, &w->record, channel->name,
					 channel->pack ? channel->pack : "zip", file->name,
					 file->bytes, &place)
		      : eng_stage_file(&w->ctx, w->stage, &w->record, channel->name, file->name,
				       file->bytes, &place);

	eng_phase_enter(&w->ctx, before);
	if (ok) {
		eng_hasher_add(w->output, file->hash.bytes, ENG_HASH_SIZE);
		add_manifest_line(w, doc, a, file, &place);
		eng_tally_file(&w->out.tally, a->channel, file);
	}
	return ok;
}

/* Writes all artifacts of the record. False is a system failure. */
static bool write_artifacts(eng_worker *w, const eng_document *doc) {
	eng_phase_enter(&w->ctx, ENG_PHASE_PROVE);
	for (size_t i = 0; i < w->work.count; i++) {
		const eng_artifact *a = &w->work.artifacts[i];

		eng_times_add(&w->out.times[a->channel], doc->ordinal, a->nanoseconds);
		for (size_t k = 0; k < eng_artifact_files(a); k++) {
			eng_artifact_file file = eng_artifact_file_at(&w->record, doc, a, k);

			if (!write_file(w, doc, a, &file)) {
				return false;
			}
		}
	}
	return true;
}

/* Reports run.duplicate-recipient when the recipient was composed before. */
static bool is_first(eng_worker *w, const eng_record *record, const eng_document *doc) {
	eng_hash recipient = recipient_of(doc);

	return w->job->allow_duplicates || !eng_hash_set_has(&w->recipients, &recipient) ||
	       eng_fail(
		   &w->ctx, "run.duplicate-recipient", eng_field_where(record->root, record),
		   "recipient '%s' was already composed in this run; 'duplicates: allow' in the "
		   "job permits it",
		   eng_quote(&w->record, doc->recipient.id));
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

static bool take_totals(eng_worker *w, const eng_record *record) {
	for (size_t i = 0; i < w->job->total_count; i++) {
		w->present[i] = false;
		if (!eng_plan_total(&w->ctx, w->plan, &w->record, record, i, &w->values[i],
				    &w->present[i])) {
			return false;
		}
	}
	return true;
}

/* Everything that may go wrong with a record. *fate skipped: left out on purpose. */
static bool make(eng_worker *w, const eng_record *raw, const eng_document **document,
		 eng_fate *fate) {
	const eng_record *record = eng_workshop_record(&w->ctx, w->shop, &w->record, raw);
	const char *skipped;
	eng_recipient recipient;
	eng_document *made;

	eng_phase_enter(&w->ctx, ENG_PHASE_COMPOSE);
	if (!record || !take_totals(w, record) ||
	    !eng_compose_recipient(&w->ctx, eng_workshop_composer(w->shop), &w->record, record,
				   &recipient)) {
		return false;
	}
	if (!is_wanted(w->options.only, recipient.id)) {
		*fate = ENG_FATE_SKIPPED;
		w->out.tally.skipped_only++;
		return true;
	}
	made = eng_workshop_document(&w->ctx, w->shop, &w->record, record);
	*document = made;
	if (!made || !eng_plan_tell(&w->ctx, w->plan, &w->record, record, made) ||
	    !is_first(w, record, *document) ||
	    !eng_plan_choose(&w->ctx, w->plan, &w->record, record, *document, &w->work, &skipped)) {
		return false;
	}
	if (skipped) {
		*fate = ENG_FATE_SKIPPED;
		w->out.tally.skipped_consent++;
		return true;
	}
	eng_arena_reset(&w->fields); /* what follows looks at the document alone */
	return eng_workshop_render(&w->ctx, w->shop, &w->record, *document, &w->work);
}

/* Makes a record read since clear(), or quarantines it (raw NULL). False: the system failed. */
static bool take_record(eng_worker *w, const eng_input_file *file, eng_record *raw,
			uint64_t ordinal) {
	eng_record_fate result = { .ordinal = ordinal, .fate = ENG_FATE_COMPOSED };
	const eng_document *document = NULL;
	int line = raw && raw->root ? (int)raw->root->line : 0;

	memset(w->present, 0, sizeof(*w->present) * (w->job->total_count + 1));
	if (raw) {
		raw->ordinal = ordinal;
	}
	if (!raw || !make(w, raw, &document, &result.fate)) {
		if (w->ctx.unreadable) {
			return false; /* with the disk well again, the record may be, too */
		}
		result.fate = ENG_FATE_QUARANTINED;
		quarantine(w, file, line, document ? document->recipient.id : ENG_STR(""),
			   &ordinal);
	} else if (result.fate == ENG_FATE_COMPOSED) {
		if (!write_artifacts(w, document)) {
			return false;
		}
		result.recipient = recipient_of(document);
		if (!w->job->allow_duplicates) {
			eng_hash_set_add(&w->recipients, &result.recipient);
		}
	}
	eng_tally_record(&w->out.tally, result.fate, w->values, w->present);
	eng_outcome_add(&w->out, result);
	return true;
}

static void clear(eng_worker *w) {
	eng_arena_reset(&w->record);
	eng_arena_reset(&w->fields);
	eng_arena_reset(&w->notes);
	w->diags = (eng_diag_list){ .arena = &w->notes };
}

/* The chunk that a worker is busy with. */
typedef struct bench {
	eng_worker *w;
	uint64_t trial; /* ordinal + 1 of the only record to make, to see if it can be; 0: all */
	eng_str crashed;
	eng_buf *message; /* what the slices lie in */
	bool last;        /* it has no more items */
	eng_chunk_item context;
	const eng_input_file *file;
	eng_source *source;
} bench;

static bool has_crashed(const bench *b, uint64_t ordinal) {
	for (size_t i = 0; i + sizeof(ordinal) <= b->crashed.n; i += sizeof(ordinal)) {
		if (memcmp(b->crashed.s + i, &ordinal, sizeof(ordinal)) == 0) {
			return true;
		}
	}
	return false;
}

/* A reader of the records that follow. */
static bool open_source(bench *b) {
	eng_worker *w = b->w;
	eng_source_options options = eng_workshop_source(w->shop, &w->job->source);

	options.fields = &w->fields;
	eng_source_close(b->source);
	b->file = &w->options.input->files[b->context.file];
	b->source =
	    eng_source_open_slices(&w->ctx, eng_library_names(eng_workshop_library(w->shop)),
				   b->file->name, &options, b->context.context);
	w->out.failed = b->source == NULL;
	return b->source != NULL;
}

static eng_source_status read_record(bench *b, const eng_chunk_item *item, eng_record *raw) {
	eng_worker *w = b->w;

	if (has_crashed(b, item->ordinal)) {
		eng_fail(&w->ctx, "record.crash",
			 (eng_loc){ b->file->name, item->slice.line, item->slice.column },
			 "the worker crashed at this record, and again when it was alone");
		return ENG_SOURCE_BAD;
	}
	eng_phase_enter(&w->ctx, ENG_PHASE_READ);
	eng_source_give(b->source, &item->slice);
	return eng_source_next(b->source, &w->record, raw);
}

static bool take_item(bench *b, const eng_chunk_item *item) {
	eng_worker *w = b->w;
	eng_source_status status;
	eng_record raw;
	bool ok;

	clear(w);
	w->mark->beat++;
	w->mark->ordinal = item->ordinal + 1;
	eng_hasher_field(w->input, item->slice.bytes);
	status = read_record(b, item, &raw);
	if (status == ENG_SOURCE_BROKEN && w->options.lone) {
		if (!open_source(b)) {
			return false;
		}
		status = ENG_SOURCE_BAD;
	}
	if (status == ENG_SOURCE_BROKEN) {
		/* Whoever deals must end the file here and deal again. */
		w->out.broke = true;
		eng_wire_number(&w->out.notes, w->diags.n);
		for (size_t i = 0; i < w->diags.n; i++) {
			eng_wire_diag(&w->out.notes, &w->diags.items[i]);
		}
		return false;
	}
	if (b->last && b->message->cap > LARGE && !b->w->options.lone) {
		eng_buf_finish(b->message);
	}
	ok = take_record(w, b->file, status == ENG_SOURCE_RECORD ? &raw : NULL, item->ordinal);
	w->mark->ordinal = 0;
	w->out.failed |= !ok;
	return ok;
}

static bool take_context(bench *b, const eng_chunk_item *item) {
	clear(b->w);
	b->context = *item;
	return open_source(b);
}

static void take_broken(bench *b, const eng_chunk_item *item, eng_wire *wire) {
	eng_worker *w = b->w;

	clear(w);
	for (uint64_t i = 0; i < item->diags && !wire->bad; i++) {
		eng_diag diag = eng_wire_take_diag(wire);

		eng_diag_collect(&w->diags, &diag);
	}
	w->out.tally.unreadable++;
	quarantine(w, &w->options.input->files[item->file], 0, ENG_STR(""), NULL);
	eng_outcome_add(&w->out, (eng_record_fate){ .fate = ENG_FATE_QUARANTINED, .file = true });
}

static bool take_items(bench *b, eng_wire *wire) {
	eng_chunk_item item;
	bool ok = true;

	while (ok && eng_chunk_item_take(wire, &item)) {
		b->last = wire->rest.n == 0;
		if (item.kind == ENG_CHUNK_ITEM_CONTEXT) {
			ok = take_context(b, &item);
		} else if (item.kind == ENG_CHUNK_ITEM_BROKEN) {
			take_broken(b, &item, wire);
		} else if (!b->trial || b->trial == item.ordinal + 1) {
			ok = take_item(b, &item);
		}
		eng_phase_enter(&b->w->ctx, ENG_PHASE_REST);
	}
	return ok;
}

static bool begin(eng_worker *w, unsigned chunk, eng_str refused) {
	clear(w);
	eng_outcome_clear(&w->out);
	eng_buf_clear(&w->manifest);
	eng_buf_clear(&w->quarantine);
	eng_hasher_done(w->input);
	eng_hasher_done(w->output);
	eng_hash_set_clear(&w->recipients);
	for (size_t i = 0; i + sizeof(eng_hash) <= refused.n; i += sizeof(eng_hash)) {
		eng_hash recipient;

		memcpy(&recipient, refused.s + i, sizeof(recipient));
		eng_hash_set_add(&w->recipients, &recipient);
	}
	return eng_stage_open(&w->ctx, w->stage, chunk);
}

static bool end(eng_worker *w) {
	clear(w);
	eng_phase_enter(&w->ctx, ENG_PHASE_FILE);
	w->out.input = eng_hasher_done(w->input);
	w->out.output = eng_hasher_done(w->output);
	w->out.manifest = eng_hash_of(w->manifest.s, w->manifest.n);
	w->out.quarantine = eng_hash_of(w->quarantine.s, w->quarantine.n);
	return eng_stage_close(&w->ctx, w->stage, eng_buf_view(&w->manifest),
			       eng_buf_view(&w->quarantine));
}

void eng_worker_run(eng_worker *w, eng_buf *chunk) {
	eng_wire wire = { eng_buf_view(chunk), false };
	bench b = { .w = w, .message = chunk };
	unsigned index = (unsigned)eng_wire_take_number(&wire);
	eng_str refused;
	bool ok;

	b.trial = eng_wire_take_number(&wire);
	refused = eng_wire_take_text(&wire);
	b.crashed = eng_wire_take_text(&wire);
	ok = begin(w, index, refused) && take_items(&b, &wire) && (b.trial || end(w));
	w->mark->ordinal = 0;
	eng_source_close(b.source);
	if (!ok && !w->out.broke) {
		w->out.failed = true;
		eng_buf_clear(&w->out.notes);
		eng_wire_number(&w->out.notes, w->diags.n);
		for (size_t i = 0; i < w->diags.n; i++) {
			eng_wire_diag(&w->out.notes, &w->diags.items[i]);
		}
	}
	eng_phase_enter(&w->ctx, ENG_PHASE_REST);
	memcpy(w->out.spent, w->timings.spent, sizeof(w->out.spent));
	memset(w->timings.spent, 0, sizeof(w->timings.spent));
}
