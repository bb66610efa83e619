/* Record by record, chunk by chunk. */
#include "base/meter.h"
#include "run/batch.h"
#include "run/worker.h"

typedef struct reader {
	eng_batch *b;
	eng_worker w;
	eng_chunk chunk;
	uint64_t ordinal, bytes;
} reader;

static bool next_chunk(reader *r) {
	eng_outcome kept = r->chunk.out;
	bool ok = true;

	if (r->w.out.count) {
		ok = eng_worker_close(&r->w);
		r->chunk.out = r->w.out;
		ok = ok && eng_batch_commit(r->b, &r->chunk);
		r->chunk.index++;
	}
	r->chunk.out = kept;
	r->chunk.first = r->ordinal;
	r->bytes = 0;
	return ok && !r->b->stopped && eng_worker_open(&r->w, r->chunk.index);
}

static bool is_done(reader *r) {
	const eng_run_options *o = r->b->options;

	if (o->stop && *o->stop) {
		r->b->interrupted = true;
	}
	return r->b->stopped || r->b->interrupted || (o->limit && r->ordinal >= o->limit);
}

static double share_of(const eng_batch *b, uint64_t before, const eng_input_file *file,
		       uint64_t offset) {
	uint64_t at = offset < file->bytes ? offset : file->bytes;

	return b->input.bytes ? (double)(before + at) / (double)b->input.bytes : -1;
}

/* Works through one file. False is a system failure. */
static bool work_through(reader *r, eng_input_file *file, uint64_t before) {
	eng_batch *b = r->b;
	eng_source_options options = eng_workshop_source(b->shop, &b->job->source);
	eng_source_status status = ENG_SOURCE_BROKEN;
	eng_source *source;
	bool ok = true;

	options.hash = true;
	eng_worker_clear(&r->w);
	source = eng_source_open(&r->w.ctx, eng_library_names(eng_workshop_library(b->shop)),
				 file->path, &options);
	while (ok && source && !is_done(r)) {
		eng_record raw;

		eng_worker_clear(&r->w);
		eng_phase_enter(&r->w.ctx, ENG_PHASE_READ);
		status = eng_source_next(source, &r->w.record, &raw);
		if (status != ENG_SOURCE_RECORD && status != ENG_SOURCE_BAD) {
			break;
		}
		ok = eng_worker_take(&r->w, file, status == ENG_SOURCE_RECORD ? &raw : NULL,
				     r->ordinal++);
		r->bytes += status == ENG_SOURCE_RECORD ? raw.bytes : 0;
		file->records++;
		eng_phase_enter(&r->w.ctx, ENG_PHASE_REST);
		eng_progress_show(
		    &b->progress, &b->tally,
		    share_of(b, before, file, status == ENG_SOURCE_RECORD ? raw.offset : 0));
		if (ok &&
		    (r->w.out.count >= b->job->chunk_records || r->bytes >= b->job->chunk_bytes)) {
			ok = next_chunk(r);
		}
	}
	if (status == ENG_SOURCE_BROKEN && !is_done(r)) {
		file->broken = true;
		eng_worker_take_file(&r->w, file);
	}
	eng_source_close(source);
	return ok;
}

bool eng_batch_records(eng_batch *b) {
	reader r = { .b = b };
	uint64_t before = 0;
	bool ok = eng_worker_init(&b->ctx, &r.w, b->options, b->job, b->shop, b->plan,
				  eng_folder_partial(b->folder)) &&
		  next_chunk(&r);

	if (b->options->timings) {
		eng_timings_start(&b->timings, &r.w.ctx);
	}
	for (size_t i = 0; ok && i < b->input.count && !is_done(&r); i++) {
		b->tally.files++;
		ok = work_through(&r, &b->input.files[i], before);
		before += b->input.files[i].bytes;
	}
	ok = (ok && next_chunk(&r)) || b->stopped;
	if (!ok) {
		for (size_t i = 0; i < r.w.diags.n; i++) {
			eng_batch_tell(b, &r.w.diags.items[i]);
		}
	}
	if (b->options->timings) {
		eng_timings_stop(&b->timings, &r.w.ctx);
	}
	eng_worker_finish(&r.w);
	return ok && eng_journal_sync(&b->ctx, b->journal);
}
