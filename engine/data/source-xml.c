/* Records out of XML, one at a time, with libxml2's SAX2 push parser (XML 1.0, Namespaces 1.0).
 * The parser is fed so that at most one record ends per call; a fault is told when its turn comes, after
 * the good records before it. What it reads becomes fields in xml-events.c. */
#include "data/source-xml.h"

#include <glib.h>

#include "markup/declaration.h"

void eng_xml_stop(eng_xml_reader *x, const char *code, uint64_t offset, const char *fmt, ...) {
	uint32_t line, column;
	va_list ap;

	if (x->fault) {
		return;
	}
	eng_window_place(&x->window, offset, &line, &column);
	va_start(ap, fmt);
	x->fault = eng_arena_vprintf(&x->arena, fmt, ap);
	va_end(ap);
	x->fault_code = code;
	x->fault_where = (eng_loc){ x->in->file, (int)line, (int)column };
	xmlStopParser(x->parser);
}

void eng_xml_feed(eng_xml_reader *x, const char *s, size_t n, bool last) {
	eng_xml_guard *guard = x->cutter ? &x->guard : NULL;
	eng_str bytes = { s, n };
	size_t limit = x->ctx->limits.attributes;
	size_t good = guard ? eng_xml_guard_scan(guard, bytes, limit) : n;

	if (good < n) {
		eng_xml_stop(x, "limit.attributes", x->window.fed + good,
			     "an element has more than %zu attributes", limit);
		return;
	}
	x->window.fed += n;
	x->given += n;
	xmlParseChunk(x->parser, n ? s : NULL, (int)n, last);
}

/* Feeds one piece that ends at most one record. */
void eng_xml_feed_piece(eng_xml_reader *x, eng_str ready) {
	unsigned long tags = x->record_tags;
	bool found;
	size_t n =
	    eng_window_cut(&x->window, ready, x->records.locals, x->records.n, x->in_tag, &found);

	eng_xml_feed(x, ready.s, n, false);
	x->in_tag = found && x->record_tags == tags;
}

/* Bytes at hand in which the parser has met nothing: a tag, comment or instruction without end. */
static void check_token(eng_xml_reader *x) {
	uint64_t end = x->window.start + x->window.bytes.n;

	if (end - x->last_event > x->ctx->limits.token_bytes) {
		eng_xml_stop(x, "limit.token-bytes", x->last_event,
			     "a tag or comment has more bytes than %zu",
			     x->ctx->limits.token_bytes);
	}
}

bool eng_xml_refill(eng_xml_reader *x) {
	eng_str bytes;
	size_t n;

	if (!x->cutter) {
		check_token(x);
	}
	if (x->guarded) {
		eng_xml_stop(x, "limit.attributes", x->window.start + x->window.bytes.n,
			     "an element has more than %zu attributes", x->ctx->limits.attributes);
		return true;
	}
	if (!eng_stream_peek(x->in->stream, &bytes)) {
		return false;
	}
	if (bytes.n == 0) {
		x->stream_end = true;
		return true;
	}
	bytes.n = bytes.n < ENG_XML_PIECE ? bytes.n : ENG_XML_PIECE;
	/* The good records before the fault come first; of a cut file, what is fed is looked at. */
	n = x->cutter ? bytes.n : eng_xml_guard_scan(&x->guard, bytes, x->ctx->limits.attributes);
	x->guarded = n < bytes.n;
	bytes.n = n;
	eng_window_add(&x->window, bytes);
	eng_stream_take(x->in->stream, bytes.n);
	return true;
}

static eng_source_status finish_record(eng_xml_reader *x) {
	x->done = false;
	return x->bad ? ENG_SOURCE_BAD : ENG_SOURCE_RECORD;
}

/* A slice is read and no record ended. */
static void end_slice(eng_xml_reader *x) {
	if (x->guarded) {
		eng_xml_stop(x, "limit.attributes", x->window.fed,
			     "an element has more than %zu attributes", x->ctx->limits.attributes);
	}
	eng_xml_stop(x, "input.unreadable", x->window.fed, "the end of the record is not clear");
}

static eng_source_status next(void *self, eng_arena *arena, eng_record *record) {
	eng_xml_reader *x = self;

	x->record = record;
	for (;;) {
		eng_str ready;

		if (x->done) {
			return finish_record(x);
		}
		if (x->fault) {
			eng_fail(x->ctx, x->fault_code, x->fault_where, "%s", x->fault);
			return ENG_SOURCE_BROKEN;
		}
		if (x->closed) {
			return ENG_SOURCE_END;
		}
		if (!x->keeping) {
			x->target = arena;
		}
		ready = eng_xml_ready(x);
		if (ready.n > 0) {
			eng_xml_feed_piece(x, ready);
		} else if (!x->in->stream && !x->cut_short) {
			end_slice(x);
		} else if (x->stream_end) {
			x->closed = true;
			eng_xml_feed(x, NULL, 0, true);
		} else if (!eng_xml_refill(x)) {
			return ENG_SOURCE_BROKEN;
		}
	}
}

static void close_reader(void *self) {
	eng_xml_reader *x = self;

	eng_xml_cutter_free(x->cutter);
	xmlFreeParserCtxt(x->parser);
	for (size_t i = 0; i < x->texts_n; eng_buf_finish(&x->texts[i++])) {}
	free(x->texts);
	free(x->ancestors);
	eng_buf_finish(&x->window.bytes);
	eng_hasher_free(x->window.hasher);
	eng_arena_finish(&x->arena);
	free(x);
}

static bool check_declaration(const eng_reader_input *in) {
	eng_loc where = { in->file, 1, 1 };
	eng_str start, encoding;

	if (!eng_stream_peek(in->stream, &start)) {
		return false;
	}
	if (!eng_xml_declares_utf8(start, &encoding, NULL)) {
		return eng_fail(in->ctx, "input.encoding", where,
				"file says it is in '%.*s', want UTF-8", (int)MIN(encoding.n, 40),
				encoding.s);
	}
	return true;
}

bool eng_reader_open_xml(const eng_reader_input *in, eng_reader *reader) {
	eng_xml_reader *x;
	xmlSAXHandler sax = eng_xml_events;

	if (in->stream && !check_declaration(in)) {
		return false;
	}
	x = eng_malloc(sizeof(*x));
	memset(x, 0, sizeof(*x));
	x->in = in;
	x->ctx = in->ctx;
	x->base = in->stream ? eng_stream_offset(in->stream) : 0;
	x->window = (eng_window){ .start = x->base,
				  .at = x->base,
				  .fed = x->base,
				  .line = 1,
				  .column = 1,
				  .hold = UINT64_MAX };
	x->window.hasher = in->options->hash ? eng_hasher_new() : NULL;
	x->last_event = x->base;
	eng_patterns_init(&x->records, &x->arena, in->options->record);
	eng_patterns_init(&x->keep, &x->arena, in->options->keep);
	x->ancestors = eng_malloc(((size_t)in->ctx->limits.depth + 2) * sizeof(*x->ancestors));
	x->parser = xmlCreatePushParserCtxt(&sax, x, NULL, 0, NULL);
	if (!x->parser) {
		eng_oom();
	}
	xmlCtxtUseOptions(x->parser, XML_PARSE_NONET | XML_PARSE_HUGE);
	/* Hostile names cannot grow the parser's dictionary without end. */
	xmlDictSetLimit(x->parser->dict, (size_t)64 << 20);
	if (!in->stream && !eng_xml_read_context(x, in->context)) {
		close_reader(x);
		return false;
	}
	*reader = (eng_reader){ next, close_reader, x, eng_xml_cut, eng_xml_context, eng_xml_give };
	return true;
}
