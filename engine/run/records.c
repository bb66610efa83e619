/* Record by record, chunk by chunk: compose, choose channels, render, write, or quarantine. */
#include <inttypes.h>

#include "base/file.h"
#include "base/meter.h"
#include "markup/json-write.h"
#include "run/batch.h"

#define TELL_MAX 20 /* quarantined records whose diagnostics are shown, not only written */

static void tell_quarantined(eng_batch *b) {
	if (!b->options->message || b->told++ >= TELL_MAX) {
		return;
	}
	for (size_t i = 0; i < b->diags.n; i++) {
		const eng_diag *d = &b->diags.items[i];

		b->options->message(b->options->user,
				    &(eng_notice){ (eng_notice_level)d->level, d->code,
						   d->where.file, d->where.line, d->where.column,
						   d->message });
	}
}

static void quarantine(eng_batch *b, const eng_input_file *file, const eng_record *record,
		       eng_str recipient, bool whole_file) {
	eng_quarantine_line line = {
		.has_ordinal = !whole_file,
		.ordinal = b->tally.records,
		.file = file->name,
		.line = record && record->root ? (int)record->root->line : 0,
		.recipient = recipient,
		.redact = b->job->redact,
		.diags = b->diags.items,
		.diag_count = b->diags.n,
	};

	eng_quarantine_add(&b->chunk.quarantine, &line);
	tell_quarantined(b);
}

static bool commit_chunk(eng_batch *b) {
	eng_buf journal = { 0 };
	eng_json_writer w;
	char hex[ENG_HASH_HEX];
	eng_hash input = eng_hasher_done(b->chunk.input), output = eng_hasher_done(b->chunk.output);
	bool ok;

	eng_json_write_init(&w, &journal, false);
	eng_json_write_object(&w);
	eng_json_member_int(&w, "chunk", b->chunk.index);
	eng_json_member_int(&w, "first", (int64_t)b->chunk.first);
	eng_json_member_int(&w, "records", (int64_t)b->chunk.records);
	eng_json_member_int(&w, "composed", (int64_t)b->chunk.composed);
	eng_json_member_int(&w, "quarantined", (int64_t)b->chunk.quarantined);
	eng_json_member_int(&w, "skipped", (int64_t)b->chunk.skipped);
	eng_hash_hex(&input, hex);
	eng_json_member_cstr(&w, "input", hex);
	eng_hash_hex(&output, hex);
	eng_json_member_cstr(&w, "output", hex);
	eng_json_write_object_end(&w);
	ok = eng_stage_place(&b->ctx, b->stage, eng_buf_view(&b->chunk.manifest),
			     eng_buf_view(&b->chunk.quarantine)) &&
	     eng_journal_add(&b->ctx, b->journal, eng_buf_view(&journal));
	eng_buf_finish(&journal);
	return ok;
}

static bool next_chunk(eng_batch *b) {
	eng_chunk *c = &b->chunk;

	if (c->records || c->quarantine.n) {
		eng_phase_enter(&b->ctx, ENG_PHASE_FILE);
		if (!commit_chunk(b)) {
			return false;
		}
		c->index++;
	}
	c->first = b->tally.records;
	c->records = c->bytes = c->composed = c->quarantined = c->skipped = 0;
	eng_buf_clear(&c->manifest);
	eng_buf_clear(&c->quarantine);
	eng_stage_open(b->stage, c->index);
	return true;
}

static void add_manifest_line(eng_batch *b, const eng_document *doc, const eng_artifact *a,
			      const eng_artifact_file *file, const eng_place *place) {
	eng_manifest_block *blocks =
	    eng_arena_new_array(&b->record, doc->block_count, eng_manifest_block);

	for (size_t i = 0; i < doc->block_count; i++) {
		blocks[i] = (eng_manifest_block){ doc->blocks[i].id, doc->blocks[i].language,
						  doc->blocks[i].path, doc->blocks[i].version,
						  doc->blocks[i].file_hash };
	}
	eng_manifest_add(&b->chunk.manifest, &(eng_manifest_line){
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
static bool write_file(eng_batch *b, const eng_document *doc, const eng_artifact *a,
		       const eng_artifact_file *file) {
	const eng_channel *channel = eng_channels[a->channel];
	eng_phase before = eng_phase_enter(&b->ctx, ENG_PHASE_FILE);
	eng_place place;
	bool ok = channel->lines || b->job->pack
		      ? eng_stage_packed(&b->ctx, b->stage, &b->record, channel->name,
					 channel->pack ? channel->pack : "zip", file->name,
					 file->bytes, &place)
		      : eng_stage_file(&b->ctx, b->stage, &b->record, channel->name, file->name,
				       file->bytes, &place);

	eng_phase_enter(&b->ctx, before);
	if (ok) {
		eng_hasher_add(b->chunk.output, file->hash.bytes, ENG_HASH_SIZE);
		add_manifest_line(b, doc, a, file, &place);
		eng_tally_file(&b->tally, a->channel, file);
	}
	return ok;
}

/* Writes all artifacts of the record. False is a system failure. */
static bool write_artifacts(eng_batch *b, const eng_document *doc) {
	eng_phase_enter(&b->ctx, ENG_PHASE_PROVE);
	for (size_t i = 0; i < b->work.count; i++) {
		const eng_artifact *a = &b->work.artifacts[i];

		for (size_t k = 0; k < eng_artifact_files(a); k++) {
			eng_artifact_file file = eng_artifact_file_at(&b->record, doc, a, k);

			if (!write_file(b, doc, a, &file)) {
				return false;
			}
		}
	}
	return true;
}

/* Ids are kept as the first 64 bits of their SHA-256, which nobody can make collide at will in data. */
static gpointer key_of(const eng_document *doc) {
	eng_hash hash = eng_hash_of(doc->recipient.id.s, doc->recipient.id.n);
	uint64_t key;

	memcpy(&key, hash.bytes, sizeof(key));
	return GSIZE_TO_POINTER(key | 1);
}

/* Reports run.duplicate-recipient when the recipient was composed before. */
static bool is_first(eng_batch *b, const eng_record *record, const eng_document *doc) {
	return !b->recipients || !g_hash_table_contains(b->recipients, key_of(doc)) ||
	       eng_fail(
		   &b->ctx, "run.duplicate-recipient", eng_field_where(record->root, record),
		   "recipient '%s' was already composed in this run; 'duplicates: allow' in the "
		   "job permits it",
		   eng_quote(&b->record, doc->recipient.id));
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

static bool take_totals(eng_batch *b, const eng_record *record) {
	for (size_t i = 0; i < b->job->total_count; i++) {
		b->present[i] = false;
		if (!eng_plan_total(&b->ctx, b->plan, &b->record, record, i, &b->values[i],
				    &b->present[i])) {
			return false;
		}
	}
	return true;
}

/* Everything that may go wrong with a record. *fate skipped: left out on purpose. */
static bool make(eng_batch *b, const eng_record *raw, const eng_document **document,
		 eng_fate *fate) {
	const eng_record *record = eng_workshop_record(&b->ctx, b->shop, &b->record, raw);
	const char *skipped;
	eng_recipient recipient;
	eng_document *made;

	eng_phase_enter(&b->ctx, ENG_PHASE_COMPOSE);
	if (!record || !take_totals(b, record) ||
	    !eng_compose_recipient(&b->ctx, eng_workshop_composer(b->shop), &b->record, record,
				   &recipient)) {
		return false;
	}
	if (!is_wanted(b->options->only, recipient.id)) {
		*fate = ENG_FATE_SKIPPED;
		b->tally.skipped_only++;
		return true;
	}
	made = eng_workshop_document(&b->ctx, b->shop, &b->record, record);
	*document = made;
	if (!made || !eng_plan_password(&b->ctx, b->plan, &b->record, record, &made->password) ||
	    !is_first(b, record, *document) ||
	    !eng_plan_choose(&b->ctx, b->plan, &b->record, record, *document, &b->work, &skipped)) {
		return false;
	}
	if (skipped) {
		*fate = ENG_FATE_SKIPPED;
		b->tally.skipped_consent++;
		return true;
	}
	return eng_workshop_render(&b->ctx, b->shop, &b->record, *document, &b->work);
}

static bool over_limit(const eng_batch *b) {
	uint64_t errors = b->tally.quarantined + b->tally.unreadable;
	eng_decimal allowed, hundred = eng_decimal_from_int(100);

	if (b->job->stop_count && errors >= b->job->stop_count) {
		return true;
	}
	if (!b->job->stop_percent.coefficient || errors < b->job->stop_at_least) {
		return false;
	}
	return eng_decimal_mul(
		   b->job->stop_percent,
		   eng_decimal_from_int((int64_t)(b->tally.records + b->tally.unreadable)),
		   &allowed) &&
	       eng_decimal_mul(hundred, eng_decimal_from_int((int64_t)errors), &hundred) &&
	       eng_decimal_cmp(hundred, allowed) > 0;
}

/* One record, good or bad (raw NULL). False is a system failure. */
static bool work_on(eng_batch *b, const eng_input_file *file, eng_record *raw) {
	const eng_document *document = NULL;
	eng_fate fate = ENG_FATE_COMPOSED;
	bool ok;

	memset(b->present, 0, sizeof(*b->present) * (b->job->total_count + 1));
	if (raw) {
		raw->ordinal = b->tally.records;
		eng_hasher_add(b->chunk.input, raw->hash.bytes, ENG_HASH_SIZE);
		b->chunk.bytes += raw->bytes;
	}
	ok = raw && make(b, raw, &document, &fate);
	if (!ok) {
		fate = ENG_FATE_QUARANTINED;
		quarantine(b, file, raw, document ? document->recipient.id : ENG_STR(""), false);
	} else if (fate == ENG_FATE_COMPOSED) {
		if (!write_artifacts(b, document)) {
			return false;
		}
		if (b->recipients) {
			g_hash_table_add(b->recipients, key_of(document));
		}
	}
	eng_tally_record(&b->tally, fate, b->values, b->present);
	b->chunk.records++;
	b->chunk.composed += fate == ENG_FATE_COMPOSED;
	b->chunk.quarantined += fate == ENG_FATE_QUARANTINED;
	b->chunk.skipped += fate == ENG_FATE_SKIPPED;
	return true;
}

static void start_collecting(eng_batch *b) {
	eng_arena_reset(&b->record);
	eng_arena_reset(&b->notes);
	b->diags = (eng_diag_list){ .arena = &b->notes };
	b->ctx.report = eng_diag_collect;
	b->ctx.user = &b->diags;
}

static bool is_done(eng_batch *b) {
	if (b->options->stop && *b->options->stop) {
		b->interrupted = true;
	}
	if (over_limit(b)) {
		b->stopped = true;
	}
	return b->stopped || b->interrupted ||
	       (b->options->limit && b->tally.records >= b->options->limit);
}

static double share_of(const eng_batch *b, uint64_t before, const eng_input_file *file,
		       uint64_t offset) {
	uint64_t at = offset < file->bytes ? offset : file->bytes;

	return b->input.bytes ? (double)(before + at) / (double)b->input.bytes : -1;
}

/* Works through one file. False is a system failure. */
static bool work_through(eng_batch *b, eng_input_file *file, uint64_t before) {
	eng_source_options options = eng_workshop_source(b->shop, &b->job->source);
	eng_source *source = NULL;
	eng_source_status status = ENG_SOURCE_BROKEN;
	bool ok = true;

	options.hash = true;
	start_collecting(b);
	source = eng_source_open(&b->ctx, eng_library_names(eng_workshop_library(b->shop)),
				 file->path, &options);
	while (ok && source && !is_done(b)) {
		eng_record raw;

		start_collecting(b);
		eng_phase_enter(&b->ctx, ENG_PHASE_READ);
		status = eng_source_next(source, &b->record, &raw);
		if (status != ENG_SOURCE_RECORD && status != ENG_SOURCE_BAD) {
			break;
		}
		ok = work_on(b, file, status == ENG_SOURCE_RECORD ? &raw : NULL);
		file->records++;
		eng_phase_enter(&b->ctx, ENG_PHASE_REST);
		eng_progress_show(
		    &b->progress, &b->tally,
		    share_of(b, before, file, status == ENG_SOURCE_RECORD ? raw.offset : 0));
		if (ok && (b->chunk.records >= b->job->chunk_records ||
			   b->chunk.bytes >= b->job->chunk_bytes)) {
			ok = next_chunk(b);
		}
	}
	if (status == ENG_SOURCE_BROKEN && !is_done(b)) {
		b->tally.unreadable++;
		file->broken = true;
		quarantine(b, file, NULL, ENG_STR(""), true);
	}
	eng_source_close(source);
	return ok;
}

bool eng_batch_records(eng_batch *b) {
	uint64_t before = 0;
	bool ok = next_chunk(b);

	for (size_t i = 0; ok && i < b->input.count && !is_done(b); i++) {
		b->tally.files++;
		ok = work_through(b, &b->input.files[i], before);
		before += b->input.files[i].bytes;
	}
	ok = ok && next_chunk(b) && eng_journal_sync(&b->ctx, b->journal);
	eng_phase_enter(&b->ctx, ENG_PHASE_PROVE);
	return ok;
}
