/* Dealing. A file's context goes before its first record in a chunk and wherever it changes. */
#include "run/dealer.h"

#include <errno.h>
#include <stdlib.h>

#include "data/index-chain.h"

struct eng_dealer {
	const eng_job *job;
	eng_workshop *shop;
	const eng_input *input;
	eng_dealer_options options;
	eng_source_options source_options;
	eng_ctx *tell;
	eng_ctx ctx; /* collects */
	eng_diag_list diags;
	eng_arena notes;
	eng_source *source; /* of file; NULL: not begun */
	int system_error;   /* of a call that failed while reading it */
	bool failed;
	size_t file;      /* being read; the input's count at the end */
	uint64_t ordinal; /* of the next record */
	uint64_t offset;  /* of the last record in its file */
	uint64_t before;  /* bytes of the files before */
	unsigned chunk;   /* index of the next */
	size_t wanted;    /* index into the ordinals wanted */
	eng_buf context, now;
	eng_ending *endings; /* to come */
	size_t ending_count;
	eng_ending *ends; /* met */
	size_t end_count;
	eng_buf *spares; /* room of chunks that came back */
	size_t spare_count, spare_cap;
};

eng_dealer *eng_dealer_new(eng_ctx *ctx, const eng_job *job, eng_workshop *shop,
			   const eng_input *input, const eng_dealer_options *options) {
	eng_dealer *d = eng_malloc(sizeof(*d));

	*d = (eng_dealer){
		.tell = ctx, .job = job, .shop = shop, .input = input, .options = *options
	};
	d->source_options = eng_workshop_source(shop, &job->source);
	d->source_options.system_error = &d->system_error;
	eng_ctx_init(&d->ctx, eng_diag_collect, &d->diags);
	d->ctx.limits = ctx->limits;
	eng_arena_init(&d->notes);
	return d;
}

void eng_dealer_free(eng_dealer *d) {
	if (!d) {
		return;
	}
	eng_source_close(d->source);
	eng_arena_finish(&d->notes);
	eng_buf_finish(&d->context);
	eng_buf_finish(&d->now);
	for (size_t i = 0; i < d->spare_count; i++) {
		eng_buf_finish(&d->spares[i]);
	}
	free(d->spares);
	free(d->endings);
	free(d->ends);
	free(d);
}

void eng_dealer_expect_end(eng_dealer *d, size_t file, uint64_t ordinal) {
	d->endings = eng_realloc(d->endings, (d->ending_count + 1) * sizeof(*d->endings));
	d->endings[d->ending_count++] = (eng_ending){ file, ordinal };
}

static bool is_expected_end(const eng_dealer *d) {
	for (size_t i = 0; i < d->ending_count; i++) {
		if (d->endings[i].file == d->file && d->endings[i].ordinal == d->ordinal) {
			return true;
		}
	}
	return false;
}

static void next_file(eng_dealer *d) {
	eng_source_close(d->source);
	d->source = NULL;
	d->before += d->input->files[d->file].bytes;
	d->offset = 0;
	d->file++;
}

static void clear_notes(eng_dealer *d) {
	eng_arena_reset(&d->notes);
	d->diags = (eng_diag_list){ .arena = &d->notes };
}

static bool is_wanted(eng_dealer *d) {
	const eng_dealer_options *o = &d->options;

	while (o->ordinals && d->wanted < o->ordinal_count && o->ordinals[d->wanted] < d->ordinal) {
		d->wanted++;
	}
	return !o->ordinals ||
	       (d->wanted < o->ordinal_count && o->ordinals[d->wanted] == d->ordinal);
}

static bool is_ours(const eng_dealer *d, const eng_chunk *chunk) {
	return !d->options.shards || chunk->index % d->options.shards == d->options.shard;
}

static void add_record(eng_dealer *d, eng_chunk *chunk, const eng_slice *slice) {
	if (chunk->count == 0) {
		chunk->first = d->ordinal;
	}
	if (!is_ours(d, chunk)) {
		eng_chunk_pass_record(chunk, slice);
		return;
	}
	eng_buf_clear(&d->now);
	eng_source_context(d->source, &d->now);
	if (!chunk->context || !eng_str_eq(eng_buf_view(&d->now), eng_buf_view(&d->context))) {
		eng_buf_clear(&d->context);
		eng_buf_str(&d->context, eng_buf_view(&d->now));
		eng_chunk_add_context(chunk, d->file, eng_buf_view(&d->now));
	}
	eng_chunk_add_record(chunk, d->ordinal, slice);
}

static void note_end(eng_dealer *d) {
	d->ends = eng_realloc(d->ends, (d->end_count + 1) * sizeof(*d->ends));
	d->ends[d->end_count++] = (eng_ending){ d->file, d->ordinal };
}

/* Where standard input is kept differs from run to run. */
static void tell_by_name(eng_dealer *d) {
	const eng_input_file *file = &d->input->files[d->file];

	for (size_t i = 0; i < d->diags.n; i++) {
		const char **where = &d->diags.items[i].where.file;

		*where = *where && strcmp(*where, file->path) == 0 ? file->name : *where;
	}
}

static void end_file(eng_dealer *d, eng_chunk *chunk, eng_source_status status) {
	if (status == ENG_SOURCE_BROKEN) {
		note_end(d);
		tell_by_name(d);
	}
	if (status == ENG_SOURCE_BROKEN && !d->options.ordinals) {
		eng_chunk_add_broken(chunk, d->file, d->ordinal, d->diags.items, d->diags.n);
	}
	chunk->context = false;
	next_file(d);
}

/* Opens the file. One that could not be read when the run began has the hash of nothing in its fingerprint and stays
 * unread, for the same reason, whatever has become of it since. */
static void open_file(eng_dealer *d) {
	const eng_input_file *file = &d->input->files[d->file];

	if (file->error) {
		eng_fail(&d->ctx, "input.unreadable", (eng_loc){ file->path, 0, 0 },
			 "cannot be read: %s", strerror(file->error));
		return;
	}
	d->source_options.index = file->index;
	d->source = eng_source_open(&d->ctx, eng_library_names(eng_workshop_library(d->shop)),
				    file->path, &d->source_options);
}

/* The file could be read when the run began and was hashed, so that it is not to blame. */
static bool is_system_failure(eng_dealer *d) {
	const eng_input_file *file = &d->input->files[d->file];

	if (!d->system_error) {
		return false;
	}
	if (d->system_error == ENG_INDEX_MISFIT) {
		eng_fail(d->tell, "index.stale", (eng_loc){ file->index->path, 0, 0 },
			 "the index is not of this data, make it anew with 'engross index' and run "
			 "without --resume");
	} else {
		eng_fail(d->tell, "input.unreadable", (eng_loc){ file->path, 0, 0 },
			 "the system fails to read it: %s", strerror(d->system_error));
	}
	d->failed = true;
	return true;
}

/* Takes the next record, or what is wrong with its file. */
static void deal_one(eng_dealer *d, eng_chunk *chunk) {
	eng_source_status status = ENG_SOURCE_BROKEN;
	eng_slice slice;

	clear_notes(d);
	d->system_error = 0;
	if (!d->source) {
		open_file(d);
		chunk->context = false;
	}
	if (d->source && !is_expected_end(d)) {
		status = is_ours(d, chunk) && is_wanted(d) ? eng_source_cut(d->source, &slice)
							   : eng_source_skip(d->source, &slice);
	}
	if (status != ENG_SOURCE_RECORD) {
		if (!is_system_failure(d)) {
			end_file(d, chunk, status);
		}
		return;
	}
	d->offset = slice.offset;
	if (is_wanted(d)) {
		add_record(d, chunk, &slice);
	}
	d->ordinal++;
}

static bool is_full(const eng_dealer *d) {
	return d->options.limit && d->ordinal >= d->options.limit;
}

static bool has_more(const eng_dealer *d) {
	return d->file < d->input->count && !is_full(d) && !d->failed;
}

static bool fill(eng_dealer *d, eng_chunk *chunk) {
	while (has_more(d) && chunk->count < d->job->chunk_records &&
	       chunk->bytes < d->job->chunk_bytes) {
		deal_one(d, chunk);
	}
	return !d->failed;
}

static eng_chunk *new_chunk(eng_dealer *d) {
	eng_chunk *chunk = eng_chunk_new(d->chunk, d->ordinal, d->job->total_count);

	chunk->ends = d->end_count;
	if (d->spare_count) {
		chunk->items = d->spares[--d->spare_count];
	}
	return chunk;
}

void eng_dealer_return(eng_dealer *d, eng_chunk *chunk) {
	if (d->spare_count == d->spare_cap) {
		d->spare_cap = d->spare_cap ? 2 * d->spare_cap : 16;
		d->spares = eng_realloc(d->spares, d->spare_cap * sizeof(*d->spares));
	}
	eng_buf_clear(&chunk->items);
	d->spares[d->spare_count++] = chunk->items;
	chunk->items = (eng_buf){ 0 };
	eng_chunk_free(chunk);
}

/* Hands out a filled chunk; one without records is none. */
static bool hand_out(eng_dealer *d, eng_chunk *filled, eng_chunk **chunk) {
	d->chunk += filled->count > 0;
	*chunk = filled->count && !d->failed ? filled : NULL;
	if (!*chunk) {
		eng_dealer_return(d, filled);
	}
	return !d->failed;
}

bool eng_dealer_next(eng_dealer *d, eng_chunk **chunk) {
	for (;;) {
		eng_chunk *filled = new_chunk(d);

		fill(d, filled);
		if (!hand_out(d, filled, chunk) || !*chunk || is_ours(d, *chunk)) {
			return !d->failed;
		}
		eng_dealer_return(d, *chunk);
	}
}

bool eng_dealer_take(eng_dealer *d, uint64_t items, eng_chunk **chunk) {
	eng_chunk *filled = new_chunk(d);

	while (has_more(d) && filled->count < items) {
		deal_one(d, filled);
	}
	return hand_out(d, filled, chunk);
}

bool eng_dealer_break(eng_dealer *d, eng_chunk *chunk, size_t record, eng_str notes) {
	eng_wire wire = { notes, false };
	eng_chunk_item item;
	size_t file;

	eng_chunk_cut(chunk, record, &item, &file);
	clear_notes(d);
	/* What was told of the records before is told again when they are made again. */
	while (wire.rest.n && !wire.bad) {
		uint64_t n = eng_wire_take_number(&wire);

		clear_notes(d);
		for (; n > 0 && !wire.bad; n--) {
			eng_diag diag = eng_wire_take_diag(&wire);

			eng_diag_collect(&d->diags, &diag);
		}
	}
	d->before = 0;
	for (size_t i = 0; i < file; i++) {
		d->before += d->input->files[i].bytes;
	}
	d->file = file;
	d->ordinal = item.ordinal;
	d->chunk = chunk->index + 1;
	d->wanted = 0;
	while (d->end_count && d->ends[d->end_count - 1].file >= file) {
		d->end_count--;
	}
	end_file(d, chunk, ENG_SOURCE_BROKEN);
	return fill(d, chunk);
}

double eng_dealer_share(const eng_dealer *d) {
	uint64_t in_file = d->file < d->input->count ? d->input->files[d->file].bytes : 0;
	uint64_t at = d->offset < in_file ? d->offset : in_file;

	return d->input->bytes ? (double)(d->before + at) / (double)d->input->bytes : -1;
}

const eng_ending *eng_dealer_ends(const eng_dealer *d, size_t *count) {
	*count = d->end_count;
	return d->ends;
}

uint64_t eng_dealer_records(const eng_dealer *d) {
	return d->ordinal;
}

unsigned eng_dealer_chunks(const eng_dealer *d) {
	return d->chunk;
}

size_t eng_dealer_files(const eng_dealer *d) {
	return d->file + (d->source != NULL);
}
