/* Record by record: compose, choose channels, render, write, or quarantine. */
#include "run/worker.h"

#include <stdlib.h>

#include "base/meter.h"
#include "base/wire.h"

bool eng_worker_init(eng_ctx *ctx, eng_worker *w, const eng_run_options *options,
		     const eng_job *job, eng_workshop *shop, eng_plan *plan, const char *partial) {
	*w = (eng_worker){ .options = options, .job = job, .shop = shop, .plan = plan };
	eng_ctx_init(&w->ctx, eng_diag_collect, &w->diags);
	eng_arena_init(&w->notes);
	eng_arena_init(&w->record);
	w->ctx.limits = ctx->limits;
	w->values = eng_malloc((job->total_count + 1) * sizeof(*w->values));
	w->present = eng_malloc((job->total_count + 1) * sizeof(*w->present));
	w->recipients = job->allow_duplicates ? NULL : g_hash_table_new(NULL, NULL);
	w->input = eng_hasher_new();
	w->output = eng_hasher_new();
	eng_outcome_init(&w->out, job->total_count);
	w->stage =
	    eng_stage_new(ctx, partial, job->send_time.year ? job->send_time : job->run_date);
	return w->stage != NULL;
}

void eng_worker_finish(eng_worker *w) {
	if (!w->options) {
		return;
	}
	eng_stage_free(w->stage);
	eng_outcome_finish(&w->out);
	eng_work_finish(&w->work);
	eng_buf_finish(&w->manifest);
	eng_buf_finish(&w->quarantine);
	eng_hasher_free(w->input);
	eng_hasher_free(w->output);
	if (w->recipients) {
		g_hash_table_destroy(w->recipients);
	}
	free(w->values);
	free(w->present);
	eng_arena_finish(&w->notes);
	eng_arena_finish(&w->record);
}

/* Ids are kept as the first 64 bits of their SHA-256, which nobody can make collide at will in data. */
uint64_t eng_recipient_key(eng_str id) {
	eng_hash hash = eng_hash_of(id.s, id.n);
	uint64_t key;

	memcpy(&key, hash.bytes, sizeof(key));
	return key | 1;
}

static gpointer key_of(const eng_document *doc) {
	return GSIZE_TO_POINTER(eng_recipient_key(doc->recipient.id));
}

static void quarantine(eng_worker *w, const eng_input_file *file, const eng_record *record,
		       eng_str recipient, const uint64_t *ordinal) {
	eng_quarantine_line line = {
		.has_ordinal = ordinal != NULL,
		.ordinal = ordinal ? *ordinal : 0,
		.file = file->name,
		.line = record && record->root ? (int)record->root->line : 0,
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
	eng_manifest_block *blocks =
	    eng_arena_new_array(&w->record, doc->block_count, eng_manifest_block);

	for (size_t i = 0; i < doc->block_count; i++) {
		blocks[i] = (eng_manifest_block){ doc->blocks[i].id, doc->blocks[i].language,
						  doc->blocks[i].path, doc->blocks[i].version,
						  doc->blocks[i].file_hash };
	}
	eng_manifest_add(&w->manifest, &(eng_manifest_line){
					   .ordinal = doc->ordinal,
					   .recipient = doc->recipient.id,
					   .context = doc->context.id,
					   .language = doc->language,
					   .jurisdiction = doc->jurisdiction,
					   .template_id = doc->template_id,
					   .template_version = doc->template_version,
					   .channel = eng_channels[a->channel]->name,
					   .reason = a->reason,
					   .encoding = a->measures.encoding,
					   .path = place->path,
					   .member = place->pack.member,
					   .line = place->pack.line,
					   .packed = place->packed,
					   .offset = place->pack.offset,
					   .bytes = file->bytes.n,
					   .pages = file->pages,
					   .segments = file->segments,
					   .hash = file->hash,
					   .draft = doc->draft,
					   .blocks = blocks,
					   .block_count = doc->block_count,
				       });
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
	return !w->recipients || !g_hash_table_contains(w->recipients, key_of(doc)) ||
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
	if (!is_wanted(w->options->only, recipient.id)) {
		*fate = ENG_FATE_SKIPPED;
		w->out.tally.skipped_only++;
		return true;
	}
	made = eng_workshop_document(&w->ctx, w->shop, &w->record, record);
	*document = made;
	if (!made || !eng_plan_password(&w->ctx, w->plan, &w->record, record, &made->password) ||
	    !is_first(w, record, *document) ||
	    !eng_plan_choose(&w->ctx, w->plan, &w->record, record, *document, &w->work, &skipped)) {
		return false;
	}
	if (skipped) {
		*fate = ENG_FATE_SKIPPED;
		w->out.tally.skipped_consent++;
		return true;
	}
	return eng_workshop_render(&w->ctx, w->shop, &w->record, *document, &w->work);
}

bool eng_worker_open(eng_worker *w, unsigned chunk) {
	eng_outcome_clear(&w->out);
	eng_buf_clear(&w->manifest);
	eng_buf_clear(&w->quarantine);
	eng_hasher_done(w->input);
	eng_hasher_done(w->output);
	return eng_stage_open(&w->ctx, w->stage, chunk);
}

void eng_worker_clear(eng_worker *w) {
	eng_arena_reset(&w->record);
	eng_arena_reset(&w->notes);
	w->diags = (eng_diag_list){ .arena = &w->notes };
}

bool eng_worker_take(eng_worker *w, const eng_input_file *file, eng_record *raw, uint64_t ordinal) {
	eng_record_fate result = { .ordinal = ordinal, .fate = ENG_FATE_COMPOSED };
	const eng_document *document = NULL;

	memset(w->present, 0, sizeof(*w->present) * (w->job->total_count + 1));
	if (raw) {
		raw->ordinal = ordinal;
		eng_hasher_add(w->input, raw->hash.bytes, ENG_HASH_SIZE);
	}
	if (!raw || !make(w, raw, &document, &result.fate)) {
		result.fate = ENG_FATE_QUARANTINED;
		quarantine(w, file, raw, document ? document->recipient.id : ENG_STR(""), &ordinal);
	} else if (result.fate == ENG_FATE_COMPOSED) {
		if (!write_artifacts(w, document)) {
			return false;
		}
		result.key = eng_recipient_key(document->recipient.id);
		if (w->recipients) {
			g_hash_table_add(w->recipients, GSIZE_TO_POINTER(result.key));
		}
	}
	eng_tally_record(&w->out.tally, result.fate, w->values, w->present);
	eng_outcome_add(&w->out, result);
	return true;
}

void eng_worker_take_file(eng_worker *w, const eng_input_file *file) {
	w->out.tally.unreadable++;
	quarantine(w, file, NULL, ENG_STR(""), NULL);
	eng_outcome_add(&w->out, (eng_record_fate){ .fate = ENG_FATE_QUARANTINED, .file = true });
}

bool eng_worker_close(eng_worker *w) {
	eng_phase_enter(&w->ctx, ENG_PHASE_FILE);
	w->out.input = eng_hasher_done(w->input);
	w->out.output = eng_hasher_done(w->output);
	w->out.manifest = eng_hash_of(w->manifest.s, w->manifest.n);
	w->out.quarantine = eng_hash_of(w->quarantine.s, w->quarantine.n);
	return eng_stage_close(&w->ctx, w->stage, eng_buf_view(&w->manifest),
			       eng_buf_view(&w->quarantine));
}
