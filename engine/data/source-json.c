/* Records out of NDJSON and JSON (RFC 8259, pointers RFC 6901).
 *
 * An object's members become fields, an array repeats the field of its name, null is nil. Number
 * tokens stay as written. A broken NDJSON line costs that record; a broken JSON document costs the
 * rest of the file. */
#include <glib.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "data/body.h"
#include "data/marks.h"
#include "data/source-reader.h"
#include "markup/json.h"

typedef struct level {
	eng_field *field;     /* of the container; of the parent for an array */
	const eng_name *name; /* of an array's items */
	bool array;
} level;

typedef struct json_reader {
	const eng_reader_input *in;
	eng_ctx *ctx;
	eng_json_reader *json;
	eng_arena *arena;
	eng_record *record;
	/* the record being built */
	level *levels;
	int depth; /* of open containers inside the record, the record itself included */
	const eng_name *key;
	size_t nodes;
	uint32_t order;
	bool done, bad;
	/* JSON document: the way to the records */
	eng_str *steps;
	size_t step_count;
	int outer;       /* open containers outside records */
	int items_depth; /* outer depth whose items are records; -1: not in that array */
	size_t *index;   /* per outer level: item being read, or SIZE_MAX in an object */
	bool *on_way;    /* per outer level: the pointer leads through it */
	bool *match;     /* per outer level: its current key is the pointer's step */
	/* NDJSON */
	eng_buf line;
	uint64_t line_offset;
	int line_number;
	eng_hasher *hasher;
	uint64_t hashed; /* offset up to which the record is hashed */
	bool failed;
	/* cutting */
	eng_slice slice;
	eng_body body;
	bool cutting, in_body, closing;
	/* reading slices: line holds the one given */
	bool document; /* whose faults break the file */
} json_reader;

static void spoil(json_reader *j, const char *code, const eng_json_token *t, const char *what,
		  size_t limit) {
	eng_loc where = { j->in->file, t->line, t->column };

	if (!j->bad) {
		eng_fail(j->ctx, code, where, "%s than %zu", what, limit);
	}
	j->bad = true;
}

static eng_field *new_field(json_reader *j, const eng_json_token *t) {
	const level *up = j->depth > 0 ? &j->levels[j->depth - 1] : NULL;
	eng_field *field = eng_field_new(eng_reader_fields(j->in, j->arena), up ? up->field : NULL,
					 NULL, up && up->array ? up->name : j->key);

	field->line = (uint32_t)t->line;
	field->column = (uint32_t)t->column;
	field->order = ++j->order;
	if (++j->nodes > j->ctx->limits.record_nodes) {
		spoil(j, "limit.record-nodes", t, "a record has more values",
		      j->ctx->limits.record_nodes);
	}
	return field;
}

static void open_container(json_reader *j, const eng_json_token *t) {
	level *at = &j->levels[j->depth];
	const level *up = j->depth > 0 ? at - 1 : NULL;

	at->array = t->kind == ENG_JSON_ARRAY;
	if (at->array && !(up && up->array)) {
		/* A member that is an array: its items stand in the object itself. */
		at->field = up ? up->field : NULL;
		at->name = j->key;
	} else {
		at->field = new_field(j, t);
		at->name = at->field->name;
	}
	j->depth++;
}

static void add_scalar(json_reader *j, const eng_json_token *t) {
	eng_field *field = new_field(j, t);

	switch (t->kind) {
	case ENG_JSON_TRUE:
		field->text = ENG_STR("true");
		break;
	case ENG_JSON_FALSE:
		field->text = ENG_STR("false");
		break;
	case ENG_JSON_NULL:
		field->nil = true;
		break;
	default:
		field->text = eng_str_copy(j->arena, t->text);
		field->number = t->kind == ENG_JSON_NUMBER;
		if (eng_marks_pile_up(t->text, j->ctx->limits.marks)) {
			spoil(j, "limit.marks", t, "a value has more combining marks in a row",
			      j->ctx->limits.marks);
		}
	}
}

static bool begin_record(json_reader *j, const eng_json_token *t) {
	eng_str root = j->in->options->root_name;
	eng_loc where = { j->in->file, t->line, t->column };

	j->order = 0;
	j->nodes = 0;
	j->depth = 0;
	j->bad = false;
	j->record->offset = j->hashed = t->offset;
	j->key = eng_reader_name(j->in->names, j->arena, root.n ? root : ENG_STR("record"));
	if (t->kind != ENG_JSON_OBJECT) {
		eng_fail(j->ctx, "input.not-an-object", where, "a record must be a JSON object");
		j->bad = true;
	}
	if (t->kind != ENG_JSON_OBJECT && t->kind != ENG_JSON_ARRAY) {
		j->record->bytes = t->end - t->offset;
		j->done = true;
		return false;
	}
	open_container(j, t);
	j->record->root = j->levels[0].field;
	return true;
}

/* A token inside the record. False when it was the record's last. */
static bool in_record(json_reader *j, const eng_json_token *t) {
	if (t->end - j->record->offset > j->ctx->limits.record_bytes) {
		spoil(j, "limit.record-bytes", t, "a record has more bytes",
		      j->ctx->limits.record_bytes);
	}
	if (t->kind == ENG_JSON_OBJECT_END || t->kind == ENG_JSON_ARRAY_END) {
		if (--j->depth == 0) {
			j->record->bytes = t->end - j->record->offset;
			j->done = true;
			return false;
		}
		return true;
	}
	if (j->bad) {
		j->depth += t->kind == ENG_JSON_OBJECT || t->kind == ENG_JSON_ARRAY;
	} else if (t->kind == ENG_JSON_KEY) {
		j->key = eng_reader_name(j->in->names, j->arena, t->text);
	} else if (t->kind == ENG_JSON_OBJECT || t->kind == ENG_JSON_ARRAY) {
		open_container(j, t);
	} else {
		add_scalar(j, t);
	}
	return true;
}

static bool take_line(void *user, const eng_json_token *t) {
	json_reader *j = user;

	if (j->depth == 0 && !j->done) {
		begin_record(j, t);
	} else {
		in_record(j, t);
	}
	return true;
}

/* Whether the value that begins now is one that the pointer passes through or names. */
static bool is_on_way(const json_reader *j) {
	int up = j->outer - 1;
	char number[24];

	if (up < 0) {
		return true;
	}
	if (!j->on_way[up] || (size_t)up >= j->step_count) {
		return false;
	}
	if (j->index[up] == SIZE_MAX) {
		return j->match[up];
	}
	snprintf(number, sizeof(number), "%zu", j->index[up]);
	return eng_str_eqc(j->steps[up], number);
}

/* A record begins that is only to be found. */
static bool cut_record(json_reader *j, const eng_json_token *t) {
	j->slice = (eng_slice){ .offset = t->offset, .line = t->line, .column = t->column };
	j->in_body = t->kind == ENG_JSON_OBJECT || t->kind == ENG_JSON_ARRAY;
	j->body = (eng_body){ 0 };
	eng_buf_clear(&j->line);
	/* What else it is does not matter: its reader will say that it is no object. */
	eng_buf_cstr(&j->line, t->kind == ENG_JSON_OBJECT  ? "{"
			       : t->kind == ENG_JSON_ARRAY ? "["
							   : "0");
	j->done = !j->in_body;
	return false;
}

static bool at_record(json_reader *j, const eng_json_token *t) {
	return j->cutting ? cut_record(j, t) : begin_record(j, t);
}

/* A value begins outside the records: a record itself, something on the way, or something else. */
static bool outer_value(json_reader *j, const eng_json_token *t) {
	bool array = t->kind == ENG_JSON_ARRAY, on_way = is_on_way(j);
	bool named = on_way && (size_t)j->outer == j->step_count;

	if (j->outer > 0 && j->outer == j->items_depth) {
		return at_record(j, t);
	}
	if (named && !array) {
		return at_record(j, t);
	}
	if (j->outer > 0 && j->index[j->outer - 1] != SIZE_MAX) {
		j->index[j->outer - 1]++;
	}
	if (array || t->kind == ENG_JSON_OBJECT) {
		j->index[j->outer] = array ? 0 : SIZE_MAX;
		j->on_way[j->outer] = on_way;
		j->outer++;
		if (named) {
			j->items_depth = j->outer;
		}
	}
	return true;
}

static bool take_document(void *user, const eng_json_token *t) {
	json_reader *j = user;

	if (j->depth > 0) {
		return in_record(j, t);
	}
	if (j->closing) {
		j->closing = false;
		j->done = true;
		return false;
	}
	if (t->kind == ENG_JSON_KEY) {
		size_t up = (size_t)j->outer - 1;

		j->match[up] = up < j->step_count && eng_str_eq(j->steps[up], t->text);
		return true;
	}
	if (t->kind == ENG_JSON_OBJECT_END || t->kind == ENG_JSON_ARRAY_END) {
		if (j->items_depth == j->outer) {
			j->items_depth = -1;
		}
		j->outer--;
		return true;
	}
	return outer_value(j, t);
}

static void hash_range(json_reader *j, const char *data, uint64_t data_offset, uint64_t to) {
	if (j->hasher && to > j->hashed) {
		uint64_t from = MAX(j->hashed, data_offset);

		eng_hasher_add(j->hasher, data + (from - data_offset), (size_t)(to - from));
		j->hashed = to;
	}
}

static eng_source_status finish_record(json_reader *j) {
	j->done = false;
	j->depth = 0;
	if (j->hasher) {
		j->record->hash = eng_hasher_done(j->hasher);
	}
	return j->bad ? ENG_SOURCE_BAD : ENG_SOURCE_RECORD;
}

static eng_source_status next_in_document(void *self, eng_arena *arena, eng_record *record) {
	json_reader *j = self;
	eng_str bytes;

	j->arena = arena;
	j->record = record;
	while (!j->failed) {
		size_t taken;
		uint64_t offset = eng_stream_offset(j->in->stream);

		if (!eng_stream_peek(j->in->stream, &bytes)) {
			return ENG_SOURCE_BROKEN;
		}
		if (bytes.n == 0) {
			return eng_json_reader_finish(j->json) ? ENG_SOURCE_END : ENG_SOURCE_BROKEN;
		}
		j->failed = !eng_json_reader_feed(j->json, bytes.s, bytes.n, &taken);
		if (j->done || j->depth > 0) {
			hash_range(j, bytes.s, offset, offset + taken);
		}
		eng_stream_take(j->in->stream, taken);
		if (j->done) {
			return finish_record(j);
		}
	}
	return ENG_SOURCE_BROKEN;
}

/* Takes the next line, without its end, into j->line. 1: a line, 0: the end, -1: reported. */
static int take_next_line(json_reader *j) {
	bool too_long = false;

	eng_buf_clear(&j->line);
	j->line_offset = eng_stream_offset(j->in->stream);
	j->line_number++;
	for (;;) {
		eng_str bytes;
		const char *lf;
		size_t n;

		if (!eng_stream_peek(j->in->stream, &bytes)) {
			return -1;
		}
		if (bytes.n == 0) {
			break;
		}
		lf = memchr(bytes.s, '\n', bytes.n);
		n = lf ? (size_t)(lf - bytes.s) : bytes.n;
		too_long |= j->line.n + n > j->ctx->limits.record_bytes;
		if (!too_long) {
			eng_buf_add(&j->line, bytes.s, n);
		}
		eng_stream_take(j->in->stream, lf ? n + 1 : n);
		if (lf) {
			break;
		}
	}
	j->bad = too_long;
	return eng_stream_offset(j->in->stream) > j->line_offset;
}

static eng_source_status next_line(void *self, eng_arena *arena, eng_record *record) {
	json_reader *j = self;
	eng_loc where = { j->in->file, 0, 1 };
	size_t taken;
	int status;

	j->arena = arena;
	j->record = record;
	do {
		status = take_next_line(j);
		if (status <= 0) {
			return status < 0 ? ENG_SOURCE_BROKEN : ENG_SOURCE_END;
		}
	} while (!j->bad && eng_str_blank(eng_buf_view(&j->line)));
	where.line = j->line_number;
	if (j->bad) {
		eng_fail(j->ctx, "limit.record-bytes", where, "a record has more bytes than %zu",
			 j->ctx->limits.record_bytes);
		return ENG_SOURCE_BAD;
	}
	j->depth = 0;
	j->done = false;
	eng_json_reader_reset(j->json, j->line_offset, j->line_number);
	if (!eng_json_reader_feed(j->json, j->line.s, j->line.n, &taken) ||
	    !eng_json_reader_finish(j->json)) {
		return ENG_SOURCE_BAD;
	}
	if (j->hasher && j->done) {
		eng_hasher_add(j->hasher, j->line.s + (record->offset - j->line_offset),
			       (size_t)record->bytes);
	}
	return finish_record(j);
}

/* Goes over bytes of the record's body. False after reporting. */
static bool pass_body(json_reader *j, eng_str bytes) {
	bool found;
	size_t n = eng_body_scan_json(&j->body, bytes, &found), taken;

	for (const char *at = bytes.s, *end = at + n; (at = memchr(at, '\n', (size_t)(end - at)));
	     at++) {
		j->line_number++;
		j->line_offset = eng_stream_offset(j->in->stream) + (uint64_t)(at + 1 - bytes.s);
	}
	j->slice.large |= j->line.n + n > j->ctx->limits.record_bytes;
	if (!j->slice.large) {
		eng_buf_add(&j->line, bytes.s, n + found);
	}
	eng_stream_take(j->in->stream, n);
	if (!found) {
		return true;
	}
	/* The bracket goes to the reader, which knows whether it is the right one. Columns of what
	 * comes behind it on its line count bytes. */
	j->in_body = false;
	j->closing = true;
	eng_json_reader_move(
	    j->json, eng_stream_offset(j->in->stream), j->line_number,
	    (int)MIN(eng_stream_offset(j->in->stream) - j->line_offset + 1, (uint64_t)INT_MAX));
	if (!eng_json_reader_feed(j->json, bytes.s + n, 1, &taken)) {
		return false;
	}
	eng_stream_take(j->in->stream, 1);
	return true;
}

static eng_source_status finish_slice(json_reader *j, eng_slice *slice) {
	j->done = false;
	*slice = j->slice;
	slice->bytes = slice->large ? (eng_str){ 0 } : eng_buf_view(&j->line);
	return ENG_SOURCE_RECORD;
}

static eng_source_status cut_document(void *self, eng_slice *slice) {
	json_reader *j = self;

	j->cutting = true;
	for (;;) {
		eng_str bytes;
		size_t taken;

		if (j->failed || !eng_stream_peek(j->in->stream, &bytes)) {
			return ENG_SOURCE_BROKEN;
		}
		if (bytes.n == 0 && j->in_body) {
			j->in_body = false;
			j->slice.open = j->failed = true;
			return finish_slice(j, slice);
		}
		if (bytes.n == 0) {
			return eng_json_reader_finish(j->json) ? ENG_SOURCE_END : ENG_SOURCE_BROKEN;
		}
		if (j->in_body) {
			j->failed = !pass_body(j, bytes);
		} else {
			j->failed = !eng_json_reader_feed(j->json, bytes.s, bytes.n, &taken);
			eng_stream_take(j->in->stream, taken);
			if (j->in_body) {
				j->line_number = j->slice.line;
				j->line_offset = j->slice.offset - (uint64_t)(j->slice.column - 1);
			}
		}
		if (j->done) {
			return finish_slice(j, slice);
		}
	}
}

static eng_source_status cut_line(void *self, eng_slice *slice) {
	json_reader *j = self;
	int status;

	do {
		status = take_next_line(j);
		if (status <= 0) {
			return status < 0 ? ENG_SOURCE_BROKEN : ENG_SOURCE_END;
		}
	} while (!j->bad && eng_str_blank(eng_buf_view(&j->line)));
	*slice = (eng_slice){ .offset = j->line_offset,
			      .line = j->line_number,
			      .column = 1,
			      .bytes = eng_buf_view(&j->line),
			      .large = j->bad };
	return ENG_SOURCE_RECORD;
}

static void give(void *self, const eng_slice *slice) {
	json_reader *j = self;

	eng_buf_clear(&j->line);
	eng_buf_str(&j->line, slice->bytes);
	eng_json_reader_reset(j->json, slice->offset, slice->line);
	eng_json_reader_move(j->json, slice->offset, slice->line, slice->column);
}

static eng_source_status next_slice(void *self, eng_arena *arena, eng_record *record) {
	json_reader *j = self;
	size_t taken;

	j->arena = arena;
	j->record = record;
	j->depth = 0;
	j->done = j->bad = false;
	if (!eng_json_reader_feed(j->json, j->line.s, j->line.n, &taken) ||
	    !eng_json_reader_finish(j->json)) {
		return j->document ? ENG_SOURCE_BROKEN : ENG_SOURCE_BAD;
	}
	return finish_record(j);
}

static void close_reader(void *self) {
	json_reader *j = self;

	eng_json_reader_free(j->json);
	eng_hasher_free(j->hasher);
	eng_buf_finish(&j->line);
	for (size_t i = 0; i < j->step_count; i++) {
		free((char *)(uintptr_t)j->steps[i].s);
	}
	free(j->steps);
	free(j->levels);
	free(j->index);
	free(j->match);
	free(j->on_way);
	free(j);
}

static json_reader *new_reader(const eng_reader_input *in, eng_json_fn *take) {
	json_reader *j = eng_malloc(sizeof(*j));
	size_t depth = (size_t)in->ctx->limits.depth + 1;

	memset(j, 0, sizeof(*j));
	j->in = in;
	j->ctx = in->ctx;
	j->json = eng_json_reader_new(in->ctx, in->file, take, j);
	eng_json_reader_reset(j->json, in->stream ? eng_stream_offset(in->stream) : 0, 1);
	j->levels = eng_malloc(depth * sizeof(*j->levels));
	j->index = eng_malloc(depth * sizeof(*j->index));
	j->match = eng_malloc(depth * sizeof(*j->match));
	j->on_way = eng_malloc(depth * sizeof(*j->on_way));
	j->hasher = in->options->hash ? eng_hasher_new() : NULL;
	j->items_depth = -1;
	return j;
}

/* One reference token of RFC 6901: ~1 is '/', ~0 is '~'. */
static eng_str unescape(eng_str token) {
	char *out = eng_malloc(token.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < token.n; i++) {
		char c = token.s[i];

		if (c == '~' && i + 1 < token.n &&
		    (token.s[i + 1] == '0' || token.s[i + 1] == '1')) {
			c = token.s[++i] == '0' ? '~' : '/';
		}
		out[n++] = c;
	}
	return (eng_str){ out, n };
}

static bool parse_pointer(json_reader *j, eng_str pointer) {
	eng_loc where = { j->in->file, 0, 0 };
	eng_str rest, token;

	if (pointer.n == 0) {
		return true;
	}
	if (pointer.s[0] != '/') {
		return eng_fail(j->ctx, "input.bad-pointer", where,
				"record is '%.*s', want a JSON pointer like /a/b, or nothing",
				(int)MIN(pointer.n, 40), pointer.s);
	}
	rest = eng_str_sub(pointer, 1, pointer.n);
	j->steps = eng_malloc(pointer.n * sizeof(*j->steps));
	while (eng_str_split(&rest, '/', &token)) {
		j->steps[j->step_count++] = unescape(token);
	}
	return true;
}

bool eng_reader_open_json(const eng_reader_input *in, eng_reader *reader) {
	json_reader *j = new_reader(in, in->stream ? take_document : take_line);

	j->document = true;
	if (in->stream && !parse_pointer(j, in->options->record)) {
		close_reader(j);
		return false;
	}
	*reader = (eng_reader){ in->stream ? next_in_document : next_slice,
				close_reader,
				j,
				cut_document,
				NULL,
				give };
	return true;
}

bool eng_reader_open_ndjson(const eng_reader_input *in, eng_reader *reader) {
	*reader = (eng_reader){ in->stream ? next_line : next_slice,
				close_reader,
				new_reader(in, take_line),
				cut_line,
				NULL,
				give };
	return true;
}
