/* Committing chunks in their order: count, place, enter in the journal. Everything that depends on
 * more than one chunk is decided here, by what came before in the order of ordinals. */
#include "base/wire.h"
#include "markup/json-write.h"
#include "run/batch.h"

#define TELL_MAX 20 /* quarantined records whose diagnostics are shown, not only written */

static void add_count(eng_json_writer *w, const char *key, uint64_t count) {
	if (count) {
		eng_json_member_int(w, key, (int64_t)count);
	}
}

static void add_channels(eng_json_writer *w, const eng_tally *t) {
	eng_json_member_object(w, "channels");
	for (size_t i = 0; eng_channel_names[i]; i++) {
		const eng_channel_tally *c = &t->channels[i];

		if (c->artifacts) {
			eng_json_member_object(w, eng_channel_names[i]);
			eng_json_member_int(w, "artifacts", (int64_t)c->artifacts);
			eng_json_member_int(w, "bytes", (int64_t)c->bytes);
			add_count(w, "pages", c->pages);
			add_count(w, "segments", c->segments);
			eng_json_write_object_end(w);
		}
	}
	eng_json_write_object_end(w);
}

static void add_totals(eng_json_writer *w, const eng_batch *b, const eng_tally *t) {
	char text[ENG_DECIMAL_TEXT];

	eng_json_member_object(w, "totals");
	for (size_t i = 0; i < t->total_count; i++) {
		const eng_total_tally *total = &t->totals[i];

		eng_json_write_key(w, b->job->totals[i].name);
		eng_json_write_object(w);
		eng_json_member_text(w, "read", eng_decimal_format(total->read, text));
		eng_json_member_text(w, "composed", eng_decimal_format(total->composed, text));
		eng_json_member_text(w, "quarantined",
				     eng_decimal_format(total->quarantined, text));
		eng_json_member_text(w, "skipped", eng_decimal_format(total->skipped, text));
		add_count(w, "missing", total->missing);
		eng_json_write_object_end(w);
	}
	eng_json_write_object_end(w);
}

static void add_hash(eng_json_writer *w, const char *key, const eng_hash *hash) {
	char hex[ENG_HASH_HEX];

	eng_hash_hex(hash, hex);
	eng_json_member_cstr(w, key, hex);
}

/* Files that end in this chunk because they cannot be read on: "files" says where. */
static void add_endings(eng_json_writer *w, const eng_chunk *chunk) {
	eng_wire wire = { eng_buf_view(&chunk->items), false };
	eng_chunk_item item;

	eng_json_member_array(w, "endings");
	while (eng_chunk_item_take(&wire, &item)) {
		if (item.kind == ENG_CHUNK_ITEM_BROKEN) {
			eng_json_write_object(w);
			eng_json_member_int(w, "file", (int64_t)item.file);
			eng_json_member_int(w, "ordinal", (int64_t)item.ordinal);
			eng_json_write_object_end(w);
		}
		for (; item.diags > 0; item.diags--) {
			eng_wire_take_diag(&wire);
		}
	}
	eng_json_write_array_end(w);
}

static void make_line(const eng_batch *b, const eng_chunk *chunk, eng_buf *line) {
	const eng_tally *t = &chunk->out.tally;
	eng_json_writer w;

	eng_json_write_init(&w, line, false);
	eng_json_write_object(&w);
	eng_json_member_int(&w, "chunk", chunk->index);
	eng_json_member_int(&w, "first", (int64_t)chunk->first);
	eng_json_member_int(&w, "records", (int64_t)t->records);
	eng_json_member_int(&w, "composed", (int64_t)t->composed);
	eng_json_member_int(&w, "quarantined", (int64_t)t->quarantined);
	eng_json_member_int(&w, "skipped", (int64_t)t->skipped);
	add_count(&w, "skipped-only", t->skipped_only);
	add_count(&w, "skipped-consent", t->skipped_consent);
	if (t->unreadable) {
		eng_json_member_int(&w, "unreadable", (int64_t)t->unreadable);
		add_endings(&w, chunk);
	}
	add_channels(&w, t);
	if (t->total_count) {
		add_totals(&w, b, t);
	}
	if (b->stopped) {
		eng_json_member_object(&w, "stopped");
		eng_json_member_int(&w, "errors", (int64_t)b->stop_errors);
		eng_json_member_int(&w, "records", (int64_t)b->stop_records);
		eng_json_write_object_end(&w);
	}
	add_hash(&w, "input", &chunk->out.input);
	add_hash(&w, "output", &chunk->out.output);
	add_hash(&w, "manifest", &chunk->out.manifest);
	add_hash(&w, "quarantine", &chunk->out.quarantine);
	eng_json_write_object_end(&w);
}

/* Tells of the first errors of a chunk; what comes behind the one that stops the run does not count. */
static void tell_notes(eng_batch *b, eng_str notes, uint64_t errors) {
	eng_wire wire = { notes, false };

	while (wire.rest.n && !wire.bad && errors-- > 0 && b->told++ < TELL_MAX) {
		for (uint64_t n = eng_wire_take_number(&wire); n > 0 && !wire.bad; n--) {
			eng_diag diag = eng_wire_take_diag(&wire);

			eng_batch_tell(b, &diag);
		}
	}
}

/* Goes over the chunk's records in their order: does the run stop at one? */
static void check_limit(eng_batch *b, const eng_chunk *chunk) {
	uint64_t errors = b->tally.quarantined + b->tally.unreadable;
	uint64_t records = chunk->first, tried = chunk->first + chunk->ends;

	/* Of a shard, the chunks of others count as free of errors: it stops only where the run would. A
	 * retry never does: the limit was for the run that met these errors first. */
	for (size_t i = 0; i < chunk->out.count && !b->stopped && !b->retry; i++) {
		const eng_record_fate *fate = &chunk->out.fates[i];

		tried++;
		records += !fate->file;
		errors += fate->file || fate->fate == ENG_FATE_QUARANTINED;
		if (eng_tally_over_limit(b->job, errors, tried)) {
			b->stopped = true;
			b->stop_errors = errors;
			b->stop_records = records;
		}
	}
}

/* Counts the records of each file, and marks those that cannot be read on. */
static void count_files(eng_batch *b, const eng_chunk *chunk) {
	eng_wire wire = { eng_buf_view(&chunk->items), false };
	eng_input_file *file = b->input.files;
	eng_chunk_item item;

	while (eng_chunk_item_take(&wire, &item)) {
		if (item.kind == ENG_CHUNK_ITEM_RECORD) {
			file->records++;
			continue;
		}
		file = &b->input.files[item.file];
		file->broken |= item.kind == ENG_CHUNK_ITEM_BROKEN;
		for (; item.diags > 0; item.diags--) {
			eng_wire_take_diag(&wire);
		}
	}
}

void eng_batch_count(eng_batch *b, const eng_chunk *chunk, const eng_outcome *out) {
	eng_tally_add(&b->tally, &out->tally);
	count_files(b, chunk);
	b->committed = chunk->index + 1;
}

static void add_times(eng_batch *b, const eng_outcome *out) {
	for (int i = 0; i < ENG_PHASES; i++) {
		b->timings.spent[i] += out->spent[i];
	}
	for (size_t i = 0; i < ENG_CHANNELS_MAX; i++) {
		eng_times_join(&b->times[i], &out->times[i]);
	}
}

static bool add_recipients(eng_batch *b, const eng_outcome *out) {
	bool ok = true;

	for (size_t i = 0; ok && b->seen && i < out->count; i++) {
		ok = out->fates[i].fate != ENG_FATE_COMPOSED ||
		     eng_seen_add(&b->ctx, b->seen, &out->fates[i].recipient);
	}
	return ok;
}

bool eng_batch_commit(eng_batch *b, const eng_chunk *chunk) {
	uint64_t before = b->tally.quarantined + b->tally.unreadable;
	eng_buf line = { 0 };
	bool ok;

	check_limit(b, chunk);
	eng_batch_count(b, chunk, &chunk->out);
	add_times(b, &chunk->out);
	tell_notes(b, eng_buf_view(&chunk->out.notes),
		   b->stopped ? b->stop_errors - before : UINT64_MAX);
	make_line(b, chunk, &line);
	eng_arena_reset(&b->scratch);
	ok = add_recipients(b, &chunk->out) &&
	     eng_stage_place(&b->ctx, &b->scratch, eng_folder_partial(b->folder), chunk->index) &&
	     eng_journal_add(&b->ctx, b->journal, eng_buf_view(&line));
	eng_buf_finish(&line);
	return ok;
}
