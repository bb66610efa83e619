/* Finding the records of an XML file without reading them: libxml2 is fed what stands around records,
 * their start tags and their end tags, so that namespaces, faults and places are those of a reader;
 * what is inside a record it never sees. What stands around a record (start tags of its ancestors, and
 * what they keep for it) goes to the readers as it is written. */
#include <stdlib.h>

#include "base/wire.h"
#include "data/source-xml.h"

/* A start tag or kept element around the records, as written. */
typedef struct segment {
	int depth;
	uint64_t offset;
	int line, column;
	eng_buf bytes;
} segment;

typedef struct eng_xml_cutter {
	segment *segments;
	size_t count, room;
	segment kept; /* begun */
	eng_slice slice;
	eng_body body;
	bool record, in_body, keeping;
	uint64_t end;
} cutter;

static void drop_from(cutter *c, int depth) {
	while (c->count && c->segments[c->count - 1].depth >= depth) {
		eng_buf_finish(&c->segments[--c->count].bytes);
	}
}

void eng_xml_cutter_free(cutter *c) {
	if (c) {
		drop_from(c, 0);
		free(c->segments);
		free(c);
	}
}

static eng_str window_bytes(const eng_xml_reader *x, uint64_t from, uint64_t to) {
	return (eng_str){ x->window.bytes.s + (from - x->window.start), (size_t)(to - from) };
}

static void push(cutter *c, const segment *from, eng_str bytes, const char *end) {
	segment *to;

	if (c->count == c->room) {
		c->room = c->room ? c->room * 2 : 8;
		c->segments = eng_realloc(c->segments, c->room * sizeof(*c->segments));
	}
	to = &c->segments[c->count++];
	*to = *from;
	to->bytes = (eng_buf){ 0 };
	eng_buf_str(&to->bytes, bytes);
	eng_buf_cstr(&to->bytes, end);
}

void eng_xml_cut_start(eng_xml_reader *x, bool record, const xmlChar *local, const xmlChar *uri) {
	cutter *c = x->cutter;
	segment here = { x->depth, x->last_event, x->window.line, x->window.column, { 0 } };

	if (c->keeping) {
		return;
	}
	if (record && x->done) {
		eng_xml_stop(x, "input.unreadable", x->last_event,
			     "the end of the record before is not clear");
	} else if (record) {
		c->slice =
		    (eng_slice){ .offset = here.offset, .line = here.line, .column = here.column };
		c->record = c->in_body = true;
		c->body = (eng_body){ 0 };
		x->top_depth = x->depth;
		x->window.hold = here.offset;
	} else if (x->keep.n && x->depth > 1 &&
		   eng_patterns_match(&x->keep, eng_str_from((const char *)uri),
				      eng_str_from((const char *)local))) {
		c->keeping = true;
		c->kept = here;
		x->top_depth = x->depth;
		x->window.hold = here.offset;
	} else {
		/* libxml2 looks at nothing before it has four bytes. */
		push(c, &here, window_bytes(x, here.offset, eng_xml_offset(x)),
		     x->depth == 1 ? "> " : ">");
	}
}

void eng_xml_cut_end(eng_xml_reader *x) {
	cutter *c = x->cutter;
	uint64_t end = eng_xml_offset(x);

	if (c->record && x->depth == x->top_depth) {
		c->end = end;
		c->record = c->in_body = false;
		x->done = true;
	} else if (c->keeping && x->depth == x->top_depth) {
		c->keeping = false;
		x->window.hold = UINT64_MAX;
		/* An ancestor's, and gone with it. */
		c->kept.depth--;
		push(c, &c->kept, window_bytes(x, c->kept.offset, end), "");
	} else if (!c->keeping) {
		drop_from(c, x->depth);
	}
}

/* Goes on in a record's body. False: more bytes are needed. */
static bool pass_body(eng_xml_reader *x) {
	cutter *c = x->cutter;
	uint64_t end = x->window.start + x->window.bytes.n;
	eng_str rest = window_bytes(x, x->window.fed, end);
	bool found;
	size_t n = eng_body_scan_xml(&c->body, rest, &found);

	x->window.fed += n;
	x->base += n;
	c->in_body = !found;
	if (x->window.fed - c->slice.offset > x->ctx->limits.record_bytes) {
		c->slice.large = true;
		x->window.hold = UINT64_MAX;
		eng_window_advance(&x->window, x->window.fed);
	}
	return found;
}

static eng_source_status finish_slice(eng_xml_reader *x, uint64_t end, eng_slice *slice) {
	cutter *c = x->cutter;

	x->done = false;
	*slice = c->slice;
	slice->large |= end - slice->offset > x->ctx->limits.record_bytes;
	if (!slice->large) {
		slice->bytes = window_bytes(x, slice->offset, end);
	}
	/* The bytes stay where they are until more are read. */
	x->window.hold = UINT64_MAX;
	eng_window_advance(&x->window, end);
	return ENG_SOURCE_RECORD;
}

/* The file ends within a record: its reader will say why. */
static eng_source_status finish_open(eng_xml_reader *x, eng_slice *slice) {
	uint64_t end = x->window.start + x->window.bytes.n;

	x->closed = true;
	x->cutter->slice.open = true;
	return finish_slice(x, end, slice);
}

/* Bytes in which the parser has met nothing: a tag, comment or instruction without end. */
static void check_token(eng_xml_reader *x) {
	uint64_t end = x->window.start + x->window.bytes.n;

	if (!x->cutter->record && end - x->last_event > x->ctx->limits.token_bytes) {
		eng_xml_stop(x, "limit.token-bytes", x->last_event,
			     "a tag or comment has more bytes than %zu",
			     x->ctx->limits.token_bytes);
	}
}

eng_source_status eng_xml_cut(void *self, eng_slice *slice) {
	eng_xml_reader *x = self;

	if (!x->cutter) {
		x->cutter = eng_malloc(sizeof(*x->cutter));
		memset(x->cutter, 0, sizeof(*x->cutter));
	}
	for (;;) {
		eng_str ready;

		if (x->done) {
			return finish_slice(x, x->cutter->end, slice);
		}
		if (x->fault) {
			eng_fail(x->ctx, x->fault_code, x->fault_where, "%s", x->fault);
			return ENG_SOURCE_BROKEN;
		}
		if (x->closed) {
			return ENG_SOURCE_END;
		}
		if (x->cutter->in_body) {
			if (!pass_body(x)) {
				if (x->stream_end) {
					return finish_open(x, slice);
				}
				if (!eng_xml_refill(x)) {
					return ENG_SOURCE_BROKEN;
				}
			}
			continue;
		}
		ready = eng_window_ready(&x->window, x->stream_end);
		if (ready.n > 0) {
			eng_xml_feed_piece(x, ready);
		} else if (x->stream_end) {
			x->closed = true;
			eng_xml_feed(x, NULL, 0, true);
		} else {
			check_token(x);
			if (!eng_xml_refill(x)) {
				return ENG_SOURCE_BROKEN;
			}
		}
	}
}

void eng_xml_context(void *self, eng_buf *context) {
	const cutter *c = ((eng_xml_reader *)self)->cutter;

	for (size_t i = 0; i < c->count; i++) {
		const segment *s = &c->segments[i];

		eng_wire_number(context, s->offset);
		eng_wire_number(context, (uint64_t)s->line);
		eng_wire_number(context, (uint64_t)s->column);
		eng_wire_text(context, eng_buf_view(&s->bytes));
	}
}

void eng_xml_give(void *self, const eng_slice *slice) {
	eng_xml_reader *x = self;
	eng_str bytes = slice->bytes;
	size_t n;

	x->guard = (eng_xml_guard){ 0 };
	n = eng_xml_guard_scan(&x->guard, bytes, x->ctx->limits.attributes);
	x->guarded = n < bytes.n;
	x->cut_short = slice->open && !x->guarded;
	x->stream_end = true;
	x->base = slice->offset - x->given;
	x->last_event = slice->offset;
	x->window.start = x->window.at = x->window.fed = x->window.hashed = slice->offset;
	x->window.line = slice->line;
	x->window.column = slice->column;
	eng_buf_clear(&x->window.bytes);
	x->rest = eng_str_sub(bytes, 0, n);
}

eng_str eng_xml_ready(eng_xml_reader *x) {
	eng_str ready = eng_window_ready(&x->window, x->stream_end && x->rest.n == 0);

	/* The window and the parser have copies: a large record comes to them a piece at a time. */
	while (ready.n == 0 && x->rest.n > 0) {
		size_t n = x->rest.n < ENG_XML_PIECE ? x->rest.n : ENG_XML_PIECE;

		eng_window_add(&x->window, eng_str_sub(x->rest, 0, n));
		x->rest = eng_str_sub(x->rest, n, x->rest.n);
		ready = eng_window_ready(&x->window, x->stream_end && x->rest.n == 0);
	}
	return ready;
}

bool eng_xml_read_context(eng_xml_reader *x, eng_str context) {
	eng_wire wire = { context, false };

	x->target = &x->arena;
	while (wire.rest.n && !wire.bad && !x->fault) {
		eng_slice slice = { .offset = eng_wire_take_number(&wire) };
		eng_str ready;

		slice.line = eng_loc_on(0, eng_wire_take_number(&wire));
		slice.column = eng_loc_on(0, eng_wire_take_number(&wire));
		slice.bytes = eng_wire_take_text(&wire);
		eng_xml_give(x, &slice);
		while (!x->fault && (ready = eng_xml_ready(x)).n > 0) {
			eng_xml_feed_piece(x, ready);
		}
	}
	if (wire.bad) {
		eng_xml_stop(x, "input.unreadable", x->window.fed,
			     "what stands before the records is not as it was cut");
	}
	return !x->fault || eng_fail(x->ctx, x->fault_code, x->fault_where, "%s", x->fault);
}
