/* Slices by an index: what a cutter of the whole file would give, and of the file only the records that are
 * wanted are read. That data and index belong together was looked at before (run/indexes.h). What does not fit
 * even so is a failure of the system, never a file that ends. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "data/index-chain.h"
#include "data/index-line.h"
#include "data/source-reader.h"

typedef struct index_reader {
	const eng_reader_input *in;
	int fd; /* of the data; -1: it is read by the chain */
	eng_index_chain *chain;
	eng_buf ahead; /* of the index, from at on */
	size_t at;
	eng_buf context, bytes;
	eng_index_line line;
	bool begun;
} index_reader;

static eng_source_status fail(index_reader *r, int error, const char *what) {
	if (r->in->options->system_error) {
		*r->in->options->system_error = error;
	}
	eng_fail(r->in->ctx, "input.unreadable", (eng_loc){ r->in->file, 0, 0 }, "%s: %s", what,
		 error == ENG_INDEX_MISFIT ? "not what the index was made of" : strerror(error));
	return ENG_SOURCE_BROKEN;
}

/* More of the index. False at its end, or after a failure of the system. */
static bool read_on(index_reader *r) {
	eng_str bytes;

	if (!eng_stream_peek(r->in->stream, &bytes) || bytes.n == 0) {
		return false;
	}
	if (r->at) {
		memmove(r->ahead.s, r->ahead.s + r->at, r->ahead.n - r->at);
		r->ahead.n -= r->at;
		r->at = 0;
	}
	eng_buf_str(&r->ahead, bytes);
	eng_stream_take(r->in->stream, bytes.n);
	return true;
}

static bool take_first(index_reader *r) {
	while (!r->begun && r->ahead.n < strlen(ENG_INDEX_FIRST) && read_on(r)) {}
	r->begun = r->begun || eng_str_starts(eng_buf_view(&r->ahead), ENG_INDEX_FIRST);
	return r->begun;
}

/* Whether the record lies in the data, behind the one before, and is no larger than records may be. */
static bool fits(const index_reader *r, const eng_index_line *before) {
	const eng_index_line *line = &r->line;
	uint64_t end = r->in->options->index->head.bytes;

	return line->offset >= before->offset + before->bytes && line->offset <= end &&
	       line->bytes <= end - line->offset &&
	       (line->large || line->bytes <= r->in->ctx->limits.record_bytes);
}

static eng_source_status next_line(index_reader *r) {
	eng_index_line before = r->line;
	int taken = -1;

	if (!r->begun) {
		if (!take_first(r)) {
			return fail(r, EBADMSG, "index");
		}
		r->at = strlen(ENG_INDEX_FIRST);
	}
	while (taken < 0) {
		eng_str rest = eng_str_sub(eng_buf_view(&r->ahead), r->at, r->ahead.n);
		size_t had = rest.n;

		taken = eng_index_line_take(&rest, &before, &r->line);
		r->at += had - rest.n;
		if (taken < 0 && !read_on(r)) {
			return fail(r, EBADMSG, "index");
		}
	}
	if (taken && !fits(r, &before)) {
		return fail(r, EBADMSG, "index");
	}
	if (taken && r->line.has_context) {
		eng_buf_clear(&r->context);
		eng_buf_str(&r->context, r->line.context);
	}
	return taken ? ENG_SOURCE_RECORD : ENG_SOURCE_END;
}

static eng_source_status skip(void *self, eng_slice *slice) {
	index_reader *r = self;
	eng_source_status status = next_line(r);

	*slice = (eng_slice){ .offset = r->line.offset,
			      .line = r->line.line,
			      .column = r->line.column,
			      .bytes = { NULL, (size_t)r->line.bytes },
			      .open = r->line.open,
			      .large = r->line.large };
	return status;
}

/* 0, or what went wrong, as a chain says it. */
static int read_data(index_reader *r, uint64_t from, size_t size, char *to) {
	size_t done = 0;

	if (r->chain) {
		return eng_index_chain_read(r->chain, from, size, to);
	}
	while (done < size) {
		ssize_t n = pread(r->fd, to + done, size - done, (off_t)(from + done));

		if (n <= 0 && (n == 0 || errno != EINTR)) {
			return n ? errno : ENG_INDEX_MISFIT;
		}
		done += n > 0 ? (size_t)n : 0;
	}
	return 0;
}

static eng_source_status cut(void *self, eng_slice *slice) {
	index_reader *r = self;
	eng_source_status status = skip(r, slice);
	int error;
	char *to;

	if (status != ENG_SOURCE_RECORD || slice->large) {
		return status;
	}
	eng_buf_clear(&r->bytes);
	to = eng_buf_reserve(&r->bytes, slice->bytes.n);
	error = read_data(r, slice->offset, slice->bytes.n, to);
	if (error) {
		return fail(r, error, "data");
	}
	slice->bytes.s = to;
	return ENG_SOURCE_RECORD;
}

static void write_context(void *self, eng_buf *context) {
	const index_reader *r = self;

	eng_buf_str(context, eng_buf_view(&r->context));
}

static void close_reader(void *self) {
	index_reader *r = self;

	if (r->fd >= 0) {
		close(r->fd);
	}
	eng_index_chain_free(r->chain);
	eng_buf_finish(&r->ahead);
	eng_buf_finish(&r->context);
	eng_buf_finish(&r->bytes);
	free(r);
}

bool eng_reader_open_index(const eng_reader_input *in, eng_reader *reader) {
	index_reader *r = eng_malloc(sizeof(*r));

	*r = (index_reader){ .in = in, .fd = -1 };
	if (in->options->index->check) {
		r->chain = eng_index_chain_open(in->file, in->options->index);
	} else {
		r->fd = open(in->file, O_RDONLY | O_CLOEXEC);
	}
	if (r->fd < 0 && !r->chain) {
		fail(r, errno, "data");
		close_reader(r);
		return false;
	}
	*reader = (eng_reader){
		.close = close_reader, .self = r, .cut = cut, .context = write_context, .skip = skip
	};
	return true;
}
