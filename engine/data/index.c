/* Making indexes and looking whether one is whole. Numbers are LEB128; each record is one number of flags and
 * four of places, each told from the record before. */
#include "data/index.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/buf.h"
#include "data/index-chain.h"
#include "data/index-line.h"
#include "markup/json-flat.h"
#include "markup/json-write.h"

#define BLOCK     ((size_t)1 << 16)
#define LAST_LINE ((size_t)1024) /* bytes at most */

eng_hash eng_index_settings(const eng_ctx *ctx, const eng_source_options *o) {
	const uint64_t limits[] = { ctx->limits.record_bytes, ctx->limits.token_bytes,
				    ctx->limits.attributes, (uint64_t)ctx->limits.depth };
	eng_hasher *hasher = eng_hasher_new();
	eng_hash hash;

	eng_hasher_add(hasher, &(unsigned char){ (unsigned char)o->format }, 1);
	eng_hasher_field(hasher, o->record);
	eng_hasher_field(hasher, o->keep);
	eng_hasher_field(hasher, o->group_by);
	eng_hasher_add(hasher, &o->separator, 1);
	for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++) {
		char text[24];

		snprintf(text, sizeof(text), "%llu ", (unsigned long long)limits[i]);
		eng_hasher_field(hasher, eng_str_from(text));
	}
	hash = eng_hasher_done(hasher);
	eng_hasher_free(hasher);
	return hash;
}

/* ---- making ---- */

typedef struct making {
	eng_ctx *ctx;
	const char *data;
	int fd;
	eng_source *source;
	eng_buf *out, context, now, bytes;
	eng_index_line before;
	uint64_t records;
} making;

static bool unreadable(making *m) {
	return eng_fail(m->ctx, "input.unreadable", (eng_loc){ m->data, 0, 0 },
			"cannot be read: %s", strerror(errno));
}

/* Whether the slice stands in the file as it was given. */
static bool is_there(making *m, const eng_slice *slice) {
	char *at;
	ssize_t n;

	if (slice->large) {
		return true;
	}
	eng_buf_clear(&m->bytes);
	at = eng_buf_reserve(&m->bytes, slice->bytes.n);
	n = pread(m->fd, at, slice->bytes.n, (off_t)slice->offset);
	if (n < 0) {
		return unreadable(m);
	}
	return ((size_t)n == slice->bytes.n && memcmp(at, slice->bytes.s, slice->bytes.n) == 0) ||
	       eng_fail(
		   m->ctx, "index.impossible", (eng_loc){ m->data, slice->line, slice->column },
		   "records do not stand in the file as they are read: only plain files of XML, "
		   "NDJSON, CSV or of JSON objects have an index, no compressed ones");
}

static bool add(making *m, const eng_slice *slice) {
	eng_index_line line = { .offset = slice->offset,
				.bytes = slice->bytes.n,
				.line = slice->line,
				.column = slice->column,
				.open = slice->open,
				.large = slice->large };

	if (!is_there(m, slice)) {
		return false;
	}
	eng_buf_clear(&m->now);
	eng_source_context(m->source, &m->now);
	if (!m->records || !eng_str_eq(eng_buf_view(&m->now), eng_buf_view(&m->context))) {
		eng_buf_clear(&m->context);
		eng_buf_str(&m->context, eng_buf_view(&m->now));
		line.has_context = true;
		line.context = eng_buf_view(&m->context);
	}
	eng_index_line_put(m->out, &m->before, &line);
	m->before = line;
	m->records++;
	return true;
}

static bool cut_all(making *m) {
	eng_source_status status;
	eng_slice slice;

	while ((status = eng_source_cut(m->source, &slice)) == ENG_SOURCE_RECORD) {
		if (!add(m, &slice)) {
			return false;
		}
	}
	eng_index_line_end(m->out);
	return status == ENG_SOURCE_END;
}

static bool add_chain(making *m, const eng_index_head *head) {
	int error = eng_index_chain_make(m->fd, head->bytes, &head->data, m->out);

	errno = error == ENG_INDEX_MISFIT ? ESTALE : error;
	return !error || unreadable(m);
}

static void add_hash(eng_json_writer *w, const char *key, const eng_hash *hash) {
	char hex[ENG_HASH_HEX];

	eng_hash_hex(hash, hex);
	eng_json_member_cstr(w, key, hex);
}

static void end(making *m, const eng_index_head *head, size_t from) {
	eng_hash body = eng_hash_of(m->out->s + from, m->out->n - from);
	eng_json_writer w;

	eng_buf_char(m->out, '\n');
	eng_json_write_init(&w, m->out, false);
	eng_json_write_object(&w);
	eng_json_member_int(&w, "records", (int64_t)m->records);
	eng_json_member_int(&w, "bytes", (int64_t)head->bytes);
	add_hash(&w, "sha256", &head->data);
	add_hash(&w, "settings", &head->settings);
	add_hash(&w, "index", &body);
	eng_json_write_object_end(&w);
	eng_buf_char(m->out, '\n');
}

bool eng_index_make(eng_ctx *ctx, const eng_names *names, const char *data,
		    const eng_source_options *options, eng_index_head *head, eng_buf *out) {
	making m = { .ctx = ctx, .data = data, .out = out };
	eng_source_options plain = *options;
	size_t from = out->n;
	bool ok;

	plain.keep_source = plain.hash = false;
	m.fd = open(data, O_RDONLY | O_CLOEXEC);
	m.source = m.fd < 0 ? NULL : eng_source_open(ctx, names, data, &plain);
	eng_buf_cstr(out, ENG_INDEX_FIRST);
	ok = m.fd < 0 ? unreadable(&m) : m.source && cut_all(&m) && add_chain(&m, head);
	if (ok) {
		head->settings = eng_index_settings(ctx, options);
		end(&m, head, from);
		head->records = m.records;
	}
	eng_source_close(m.source);
	if (m.fd >= 0) {
		close(m.fd);
	}
	eng_buf_finish(&m.context);
	eng_buf_finish(&m.now);
	eng_buf_finish(&m.bytes);
	return ok;
}

/* ---- looking ---- */

typedef struct last_line {
	eng_index_head *head;
	eng_hash index;
	unsigned found;
} last_line;

static void take(void *user, const char *path, const eng_json_token *value) {
	last_line *l = user;

	l->found +=
	    (strcmp(path, "records") == 0 && eng_json_flat_count(value, &l->head->records)) ||
	    (strcmp(path, "bytes") == 0 && eng_json_flat_count(value, &l->head->bytes)) ||
	    (strcmp(path, "sha256") == 0 && eng_hash_parse(value->text, &l->head->data)) ||
	    (strcmp(path, "settings") == 0 && eng_hash_parse(value->text, &l->head->settings)) ||
	    (strcmp(path, "index") == 0 && eng_hash_parse(value->text, &l->index));
}

/* The hash of so many bytes from the beginning; false: errno says why, or there are fewer. */
static bool hash_of(int fd, uint64_t bytes, eng_hash *hash) {
	eng_hasher *hasher = eng_hasher_new();
	char *block = eng_malloc(BLOCK);
	uint64_t at = 0;
	ssize_t n = 1;

	while (at < bytes && n > 0) {
		n = pread(fd, block, bytes - at < BLOCK ? (size_t)(bytes - at) : BLOCK, (off_t)at);
		if (n > 0) {
			eng_hasher_add(hasher, block, (size_t)n);
			at += (uint64_t)n;
		}
	}
	*hash = eng_hasher_done(hasher);
	eng_hasher_free(hasher);
	free(block);
	return at == bytes;
}

/* The last line, without its end; empty when there is none. *body: bytes before it and its line feed. */
static eng_str find_last(int fd, char text[LAST_LINE], uint64_t *body) {
	off_t size = lseek(fd, 0, SEEK_END);
	uint64_t all = size > 0 ? (uint64_t)size : 0;
	size_t want = all < LAST_LINE ? (size_t)all : LAST_LINE;
	ssize_t n = pread(fd, text, want, (off_t)(all - want));
	const char *lf;

	if (n < 2 || (size_t)n != want || text[n - 1] != '\n' ||
	    !(lf = memrchr(text, '\n', (size_t)n - 1))) {
		return (eng_str){ 0 };
	}
	*body = all - (uint64_t)(text + n - lf);
	return (eng_str){ lf + 1, (size_t)(text + n - lf) - 2 };
}

/* Whether it is an index of this version. */
static bool is_ours(int fd) {
	char first[sizeof(ENG_INDEX_FIRST) - 1];

	return pread(fd, first, sizeof(first), 0) == (ssize_t)sizeof(first) &&
	       memcmp(first, ENG_INDEX_FIRST, sizeof(first)) == 0;
}

bool eng_index_look(eng_ctx *ctx, const char *path, eng_index_head *head) {
	eng_ctx quiet = { .limits = ctx->limits, .quiet = true };
	last_line l = { .head = head };
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char text[LAST_LINE];
	uint64_t body = 0;
	eng_str line;
	bool ok;

	if (fd < 0) {
		return eng_fail(ctx, "file.unreadable", (eng_loc){ path, 0, 0 },
				"file '%s' cannot be opened: %s", path, strerror(errno));
	}
	*head = (eng_index_head){ 0 };
	line = find_last(fd, text, &body);
	ok = line.n && eng_json_flat(&quiet, path, 0, line, take, &l) && l.found == 5 &&
	     hash_of(fd, body, &head->self) && eng_hash_eq(&head->self, &l.index) && is_ours(fd) &&
	     body > strlen(ENG_INDEX_FIRST) + eng_index_chain_size(head->bytes);
	head->chain = ok ? body - eng_index_chain_size(head->bytes) : 0;
	close(fd);
	return ok ||
	       eng_fail(ctx, "index.damaged", (eng_loc){ path, 0, 0 },
			"the index is not as it was made, make it anew with 'engross index' or "
			"remove it");
}
