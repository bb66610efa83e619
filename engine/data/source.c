/* Opening a source: which format it is, and the rules that all formats share (a file without
 * records is broken, nothing comes after the end). */
#include "data/source.h"

#include <limits.h>

#include "base/buf.h"
#include "base/wire.h"
#include "data/index.h"
#include "data/source-reader.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

struct eng_source {
	eng_reader_input input;
	eng_source_options options;
	eng_reader reader;
	eng_arena arena; /* names and options */
	eng_str source;  /* whole file, with keep_source */
	uint64_t records;
	bool any, ended;
	bool large; /* the slice given was not worth giving */
	eng_loc slice_where;
};

static bool has_suffix(eng_str path, const char *suffix) {
	static const char *const packed[] = { "", ".gz", ".zst" };
	char name[32];

	for (size_t i = 0; i < sizeof(packed) / sizeof(*packed); i++) {
		snprintf(name, sizeof(name), "%s%s", suffix, packed[i]);
		if (eng_str_ends(path, name)) {
			return true;
		}
	}
	return false;
}

/* '{' begins NDJSON when its first line closes what it opens, else one JSON document. */
static eng_format guess_json(eng_str text) {
	size_t end = eng_str_index(text, ENG_STR("\n"));
	eng_str line = eng_str_trim(eng_str_sub(text, 0, end));

	return eng_str_ends(line, "}") ? ENG_FORMAT_NDJSON : ENG_FORMAT_JSON;
}

static eng_format guess(eng_str path, eng_str text) {
	eng_str start = eng_str_trim(text);

	if (has_suffix(path, ".xml")) {
		return ENG_FORMAT_XML;
	}
	if (has_suffix(path, ".ndjson") || has_suffix(path, ".jsonl")) {
		return ENG_FORMAT_NDJSON;
	}
	if (has_suffix(path, ".json")) {
		return ENG_FORMAT_JSON;
	}
	if (has_suffix(path, ".csv") || has_suffix(path, ".tsv")) {
		return ENG_FORMAT_CSV;
	}
	if (start.n > 0 && start.s[0] == '<') {
		return ENG_FORMAT_XML;
	}
	if (start.n > 0 && start.s[0] == '[') {
		return ENG_FORMAT_JSON;
	}
	if (start.n > 0 && start.s[0] == '{') {
		return guess_json(start);
	}
	return ENG_FORMAT_CSV;
}

/* Keeps the file's bytes with the byte order mark that the stream took off, unless there are more
 * than one record may have. */
static bool keep_source(eng_source *s) {
	size_t limit = s->input.ctx->limits.record_bytes;
	bool mark = eng_stream_offset(s->input.stream) > 0;
	eng_str bytes;

	if (!eng_stream_slurp(s->input.stream, limit, &bytes)) {
		return false;
	}
	if (bytes.n <= limit) {
		eng_buf all = { 0 };

		eng_buf_cstr(&all, mark ? BYTE_ORDER_MARK : "");
		eng_buf_str(&all, bytes);
		s->source = eng_str_copy(&s->arena, eng_buf_view(&all));
		eng_buf_finish(&all);
	}
	return true;
}

/* Whether the kept file has one record and no more: the others would be nobody else's business. Reads
 * it again, as far as its second record. */
static bool is_alone(const eng_source *s) {
	eng_ctx trial = { .limits = s->input.ctx->limits, .quiet = true };
	eng_source_options options = s->options;
	eng_source_status status = ENG_SOURCE_BROKEN;
	eng_arena arena;
	eng_source *again;
	eng_record record;

	options.keep_source = options.hash = false;
	options.memory = s->source;
	again = eng_source_open(&trial, s->input.names, s->input.file, &options);
	eng_arena_init(&arena);
	if (again && eng_source_next(again, &arena, &record) == ENG_SOURCE_RECORD) {
		status = eng_source_next(again, &arena, &record);
	}
	eng_arena_finish(&arena);
	eng_source_close(again);
	return status == ENG_SOURCE_END;
}

static bool open_format(eng_source *s) {
	switch (s->options.format) {
	case ENG_FORMAT_XML:
		return eng_reader_open_xml(&s->input, &s->reader);
	case ENG_FORMAT_NDJSON:
		return eng_reader_open_ndjson(&s->input, &s->reader);
	case ENG_FORMAT_JSON:
		return eng_reader_open_json(&s->input, &s->reader);
	default:
		return eng_reader_open_csv(&s->input, &s->reader);
	}
}

static bool open_reader(eng_source *s) {
	eng_format format = s->options.format;
	eng_str bytes;

	if (s->options.keep_source && !keep_source(s)) {
		return false;
	}
	if (!eng_stream_peek(s->input.stream, &bytes)) {
		return false;
	}
	if (format == ENG_FORMAT_AUTO) {
		format = guess(eng_str_from(s->input.file), bytes);
		if (format == ENG_FORMAT_JSON && !eng_str_starts(s->options.record, "/")) {
			/* Names of XML elements, from before anybody knew that it is JSON. */
			s->options.record = (eng_str){ "", 0 };
		}
	}
	s->options.format = format;
	return open_format(s);
}

static eng_source *new_source(eng_ctx *ctx, const eng_names *names, const char *path,
			      const eng_source_options *options) {
	eng_source *s = eng_malloc(sizeof(*s));

	*s = (eng_source){ .options = *options };
	s->options.record = eng_str_copy(&s->arena, options->record);
	s->options.keep = eng_str_copy(&s->arena, options->keep);
	s->options.group_by = eng_str_copy(&s->arena, options->group_by);
	s->options.row = eng_str_copy(&s->arena, options->row);
	s->options.root_name = eng_str_copy(&s->arena, options->root_name);
	s->input = (eng_reader_input){ .ctx = ctx, .names = names, .options = &s->options };
	s->input.file = eng_arena_strdup(&s->arena, path);
	return s;
}

eng_source *eng_source_open(eng_ctx *ctx, const eng_names *names, const char *path,
			    const eng_source_options *options) {
	eng_source *s = new_source(ctx, names, path, options);

	s->input.stream =
	    eng_stream_open(ctx, options->index ? options->index->path : s->input.file,
			    options->memory, options->system_error);
	if (!s->input.stream ||
	    !(options->index ? eng_reader_open_index(&s->input, &s->reader) : open_reader(s))) {
		eng_source_close(s);
		return NULL;
	}
	return s;
}

void eng_source_close(eng_source *s) {
	if (s) {
		if (s->reader.close) {
			s->reader.close(s->reader.self);
		}
		eng_stream_close(s->input.stream);
		eng_arena_finish(&s->arena);
		free(s);
	}
}

/* A file without records is broken: what a reader or cutter says, with that rule. */
static eng_source_status check(eng_source *s, eng_source_status status) {
	eng_loc where = { s->input.file, 0, 0 };

	s->any |= status == ENG_SOURCE_RECORD || status == ENG_SOURCE_BAD;
	s->ended = status == ENG_SOURCE_END || status == ENG_SOURCE_BROKEN;
	if (status == ENG_SOURCE_END && !s->any) {
		eng_fail(s->input.ctx, "input.no-records", where, "file has no records%s%s%s",
			 s->options.record.n ? " named '" : "",
			 s->options.record.n ? eng_quote(&s->arena, s->options.record) : "",
			 s->options.record.n ? "'" : "");
		return ENG_SOURCE_BROKEN;
	}
	return status;
}

/* Whoever cut the slice saw a record in it. */
static eng_source_status no_record(eng_source *s) {
	eng_fail(s->input.ctx, "input.unreadable", s->slice_where,
		 "no record is to be found where the file was cut");
	return ENG_SOURCE_BROKEN;
}

eng_source_status eng_source_next(eng_source *s, eng_arena *arena, eng_record *record) {
	eng_source_status status;

	if (s->ended) {
		return ENG_SOURCE_END;
	}
	if (s->large) {
		eng_fail(s->input.ctx, "limit.record-bytes", s->slice_where,
			 "a record has more bytes than %zu", s->input.ctx->limits.record_bytes);
		return ENG_SOURCE_BAD;
	}
	*record = (eng_record){ .file = s->input.file, .ordinal = s->records };
	status = s->reader.next(s->reader.self, arena, record);
	if (status == ENG_SOURCE_RECORD) {
		bool first = s->records++ == 0;

		if (s->source.n && (!s->input.stream || (first && is_alone(s)))) {
			record->source = eng_str_copy(arena, s->source);
		}
	}
	if (s->input.stream) {
		return check(s, status);
	}
	return status != ENG_SOURCE_END ? status : no_record(s);
}

eng_source_status eng_source_skip(eng_source *s, eng_slice *slice) {
	if (!s->reader.skip || s->ended) {
		return eng_source_cut(s, slice);
	}
	s->records++;
	return check(s, s->reader.skip(s->reader.self, slice));
}

eng_source_status eng_source_cut(eng_source *s, eng_slice *slice) {
	eng_source_status status;

	if (s->ended) {
		return ENG_SOURCE_END;
	}
	*slice = (eng_slice){ .line = 1, .column = 1 };
	status = s->reader.cut(s->reader.self, slice);
	if (status == ENG_SOURCE_RECORD && s->records++ == 0 && s->source.n && is_alone(s)) {
		slice->source = s->source;
	}
	return check(s, status);
}

void eng_source_context(eng_source *s, eng_buf *context) {
	if (!s->options.index) {
		eng_wire_number(context, s->options.format);
	}
	if (s->reader.context) {
		s->reader.context(s->reader.self, context);
	}
}

eng_source *eng_source_open_slices(eng_ctx *ctx, const eng_names *names, const char *path,
				   const eng_source_options *options, eng_str context) {
	eng_source *s = new_source(ctx, names, path, options);
	eng_wire wire = { context, false };

	s->options.format = (eng_format)eng_wire_take_number(&wire);
	s->input.context = wire.rest;
	if (!open_format(s)) {
		eng_source_close(s);
		return NULL;
	}
	return s;
}

void eng_source_give(eng_source *s, const eng_slice *slice) {
	s->source = slice->source;
	s->large = slice->large;
	s->slice_where = (eng_loc){ s->input.file, slice->line, slice->column };
	if (!s->large) {
		s->reader.give(s->reader.self, slice);
	}
}

const eng_name *eng_reader_name(const eng_names *names, eng_arena *arena, eng_str text) {
	const eng_name *known = eng_names_find(names, text);
	eng_name *name;

	if (known) {
		return known;
	}
	name = eng_arena_new(arena, eng_name);
	name->text = eng_str_copy(arena, text);
	name->id = UINT_MAX;
	return name;
}
