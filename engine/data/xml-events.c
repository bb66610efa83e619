/* What becomes of the parser's events: fields of the record, made straight into its arena, and what around
 * the records is kept for them. DOCTYPE is refused, and with it external entities and entity bombs. Knows
 * nothing of where bytes come from (source-xml.c). */
#include <glib.h>
#include <limits.h>

#include "data/marks.h"
#include "data/source-xml.h"
#include "markup/xml-error.h"

#define XSI_URI  "http://www.w3.org/2001/XMLSchema-instance"
#define KEEP_MAX ((size_t)8 << 20)

/* The file offset of a place in the parser's buffer. */
static uint64_t offset_of(const eng_xml_reader *x, const xmlChar *p) {
	const xmlParserInput *input = x->parser->input;

	return x->base + input->consumed + (uint64_t)(p - input->base);
}

uint64_t eng_xml_offset(const eng_xml_reader *x) {
	return offset_of(x, x->parser->input->cur);
}

/* The '<' of the start tag that the parser has just read: attribute values hold none. */
static uint64_t tag_offset(const eng_xml_reader *x) {
	const xmlParserInput *input = x->parser->input;
	const xmlChar *lt = memrchr(input->base, '<', (size_t)(input->cur - input->base));

	return offset_of(x, lt ? lt : input->cur);
}

static const eng_name *name_of(eng_xml_reader *x, eng_arena *arena, const xmlChar *s) {
	eng_xml_cached *slot = &x->cache[((uintptr_t)s >> 3) % ENG_XML_CACHE];
	const eng_name *name;

	if (!s) {
		return NULL;
	}
	if (slot->key == s) {
		return slot->name;
	}
	name = eng_reader_name(x->in->names, arena, eng_str_from((const char *)s));
	if (name->id != UINT_MAX) {
		*slot = (eng_xml_cached){ s, name };
	}
	return name;
}

static bool matches(const eng_patterns *p, const xmlChar *local, const xmlChar *uri) {
	for (size_t i = 0; i < p->n; i++) {
		if (p->items[i].local.n && *p->items[i].local.s == (char)*local) {
			return eng_patterns_match(p, eng_str_from((const char *)uri),
						  eng_str_from((const char *)local));
		}
	}
	return false; /* as for most tags: no name begins like this one */
}

/* One record is unusable: the rest of it is read over. */
static void spoil(eng_xml_reader *x, const char *code, const eng_field *where, const char *what,
		  size_t limit) {
	if (!x->bad) {
		eng_loc loc = { x->in->file, (int)where->line, (int)where->column };

		eng_fail(x->ctx, code, loc, "%s than %zu", what, limit);
	}
	x->bad = x->skipping = true;
}

/* What stands around records, of which all have it, ends the file. */
static void check_marks(eng_xml_reader *x, const eng_field *field) {
	const size_t most = x->ctx->limits.marks;

	if (!eng_marks_pile_up(field->text, most)) {
		return;
	}
	if (x->building) {
		spoil(x, "limit.marks", field, "a value has more combining marks in a row", most);
	} else {
		eng_xml_stop(x, "limit.marks", x->last_event,
			     "a value has more combining marks in a row than %zu", most);
	}
}

/* What is kept for several records stays. */
static eng_arena *fields_of(eng_xml_reader *x) {
	return x->target == &x->arena ? x->target : eng_reader_fields(x->in, x->target);
}

static eng_field *new_field(eng_xml_reader *x, eng_field *parent, const xmlChar *local,
			    const xmlChar *uri) {
	eng_field *field = eng_field_new(fields_of(x), parent, name_of(x, x->target, uri),
					 name_of(x, x->target, local));

	field->line = (uint32_t)x->window.line;
	field->column = (uint32_t)x->window.column;
	field->order = ++x->order;
	return field;
}

static void add_attributes(eng_xml_reader *x, eng_field *field, int n, const xmlChar **attributes) {
	eng_field **tail = &field->attributes;
	const xmlParserInput *input = x->parser->input;

	for (int i = 0; i < n; i++, attributes += 5) {
		eng_field *attr = new_field(x, NULL, attributes[0], attributes[2]);

		attr->parent = field;
		attr->attribute = true;
		attr->text = eng_xml_sax_value(x->target, attributes[3], attributes[4]);
		if (attributes[3] >= input->base && attributes[3] < input->cur) {
			eng_window_place(&x->window, offset_of(x, attributes[3]), &attr->line,
					 &attr->column);
		}
		if (attr->space && eng_str_eqc(attr->name->text, "nil") &&
		    eng_str_eqc(attr->space->text, XSI_URI)) {
			field->nil =
			    eng_str_eqc(attr->text, "true") || eng_str_eqc(attr->text, "1");
		}
		check_marks(x, attr);
		*tail = attr;
		tail = &attr->next;
		x->nodes++;
	}
}

static eng_buf *text_of(eng_xml_reader *x) {
	size_t level = (size_t)(x->depth - x->top_depth);

	if (level >= x->texts_n) {
		x->texts = eng_realloc(x->texts, (level + 16) * sizeof(*x->texts));
		memset(x->texts + x->texts_n, 0, (level + 16 - x->texts_n) * sizeof(*x->texts));
		x->texts_n = level + 16;
	}
	return &x->texts[level];
}

/* A copy of the ancestors and what they keep, outermost first; the record hangs below the last. */
static eng_field *copy_tree(eng_xml_reader *x, const eng_field *from, eng_field *parent) {
	eng_field *field = eng_field_new(
	    fields_of(x), parent,
	    from->space ? eng_reader_name(x->in->names, x->target, from->space->text) : NULL,
	    eng_reader_name(x->in->names, x->target, from->name->text));
	eng_field **tail = &field->attributes;

	field->text = eng_str_copy(x->target, from->text);
	field->line = from->line;
	field->column = from->column;
	field->nil = from->nil;
	field->order = ++x->order;
	for (const eng_field *a = from->attributes; a; a = a->next) {
		*tail = copy_tree(x, a, NULL);
		(*tail)->parent = field;
		(*tail)->attribute = true;
		tail = &(*tail)->next;
	}
	for (const eng_field *f = from->first; f; f = f->next) {
		copy_tree(x, f, field);
	}
	return field;
}

static eng_field *copy_ancestors(eng_xml_reader *x) {
	eng_field *parent = NULL;

	for (int i = 1; i < x->depth; i++) {
		eng_field *field = copy_tree(x, x->ancestors[i].field, NULL);

		field->parent = parent;
		parent = field;
	}
	return parent;
}

static void begin_top(eng_xml_reader *x, eng_field *top) {
	x->top = x->open = top;
	x->top_depth = x->depth;
	x->building = true;
	x->skipping = x->bad = false;
	x->nodes = 1;
	eng_buf_clear(text_of(x));
}

static void begin_record(eng_xml_reader *x, uint64_t offset, const xmlChar *local,
			 const xmlChar *uri) {
	eng_field *parent;

	x->order = 0;
	parent = x->keep.n ? copy_ancestors(x) : NULL;
	begin_top(x, new_field(x, NULL, local, uri));
	x->top->parent = parent;
	x->record->root = x->top;
	x->record->offset = offset;
	eng_window_hash(&x->window);
	x->window.hashing = x->window.hasher != NULL;
}

static void begin_kept(eng_xml_reader *x, const xmlChar *local, const xmlChar *uri) {
	x->target = &x->arena;
	x->keeping = true;
	begin_top(x, new_field(x, x->ancestors[x->depth - 1].field, local, uri));
}

static void begin_ancestor(eng_xml_reader *x, int n, const xmlChar **attributes,
			   const xmlChar *local, const xmlChar *uri) {
	eng_xml_ancestor *a = &x->ancestors[x->depth];
	eng_arena *target = x->target;

	a->mark = eng_arena_tell(&x->arena);
	x->target = &x->arena;
	a->field = new_field(x, NULL, local, uri);
	add_attributes(x, a->field, n, attributes);
	x->target = target;
}

static void on_start(void *user, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri,
		     int namespace_count, const xmlChar **namespaces, int attribute_count,
		     int defaulted, const xmlChar **attributes) {
	eng_xml_reader *x = user;
	bool is_record = x->records.n == 0 ? x->depth == 0 : matches(&x->records, local, uri);

	(void)prefix, (void)namespace_count, (void)namespaces, (void)defaulted;
	x->last_event = tag_offset(x);
	eng_window_advance(&x->window, x->last_event);
	x->record_tags += is_record;
	if (++x->depth > x->ctx->limits.depth) {
		eng_xml_stop(x, "limit.depth", x->last_event,
			     "elements are nested more than %d deep", x->ctx->limits.depth);
		return;
	}
	if (x->cutter) {
		eng_xml_cut_start(x, is_record, local, uri);
		return;
	}
	if (x->building) {
		if (x->skipping) {
			return;
		}
		x->open = new_field(x, x->open, local, uri);
		x->nodes++;
		eng_buf_clear(text_of(x));
	} else if (is_record && (x->done || !x->record)) {
		/* eng_window_cut sees to it that this does not happen, and no cutter takes a record for
		 * what stands before one; losing a record would be worse. */
		eng_xml_stop(x, "input.unreadable", x->last_event,
			     "the end of the record before is not clear");
		return;
	} else if (is_record) {
		begin_record(x, x->last_event, local, uri);
	} else if (x->keep.n && x->depth > 1 && matches(&x->keep, local, uri)) {
		begin_kept(x, local, uri);
	} else {
		if (x->keep.n) {
			begin_ancestor(x, attribute_count, attributes, local, uri);
		}
		return;
	}
	add_attributes(x, x->open, attribute_count, attributes);
	if (x->nodes > x->ctx->limits.record_nodes) {
		spoil(x, "limit.record-nodes", x->top, "a record has more elements",
		      x->ctx->limits.record_nodes);
	}
	if (!x->keeping && x->last_event - x->record->offset > x->ctx->limits.record_bytes) {
		spoil(x, "limit.record-bytes", x->top, "a record has more bytes",
		      x->ctx->limits.record_bytes);
	}
}

static void end_record(eng_xml_reader *x) {
	uint64_t end = offset_of(x, x->parser->input->cur);

	eng_window_advance(&x->window, end);
	eng_window_hash(&x->window);
	x->window.hashing = false;
	x->record->bytes = end - x->record->offset;
	if (x->window.hasher) {
		x->record->hash = eng_hasher_done(x->window.hasher);
	}
	x->done = true;
}

static void end_kept(eng_xml_reader *x) {
	x->keeping = false;
	if (x->bad) {
		eng_xml_stop(x, "limit.record-bytes", x->last_event,
			     "what is to be kept is too large");
	} else if (x->arena.bytes > KEEP_MAX) {
		eng_xml_stop(x, "limit.record-bytes", x->last_event,
			     "what is to be kept is more than %zu bytes", KEEP_MAX);
	}
}

static void close_field(eng_xml_reader *x) {
	eng_buf *text = text_of(x);

	if (text->n > 0 && !(x->open->first && eng_str_blank(eng_buf_view(text)))) {
		x->open->text = eng_str_copy(x->target, eng_buf_view(text));
		check_marks(x, x->open);
	}
	x->open = x->open->parent;
}

static void on_end(void *user, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri) {
	eng_xml_reader *x = user;

	(void)prefix;
	x->last_event = offset_of(x, x->parser->input->cur);
	x->record_tags += x->records.n > 0 && matches(&x->records, local, uri);
	if (x->cutter) {
		eng_xml_cut_end(x);
	} else if (x->building) {
		if (!x->skipping) {
			close_field(x);
		}
		if (x->depth == x->top_depth) {
			x->building = false;
			if (x->keeping) {
				end_kept(x);
			} else {
				end_record(x);
			}
		}
	} else if (x->keep.n) {
		eng_arena_rewind(&x->arena, x->ancestors[x->depth].mark);
	}
	x->depth--;
}

static void on_text(void *user, const xmlChar *text, int n) {
	eng_xml_reader *x = user;
	eng_buf *own;

	x->last_event = offset_of(x, x->parser->input->cur);
	if (x->last_event > x->window.at + ((uint64_t)1 << 20)) {
		eng_window_advance(&x->window, x->last_event);
	}
	if (!x->building || x->skipping) {
		return;
	}
	own = text_of(x);
	eng_buf_add(own, text, (size_t)n);
	if (own->n > x->ctx->limits.token_bytes) {
		spoil(x, "limit.token-bytes", x->open, "a text has more bytes",
		      x->ctx->limits.token_bytes);
	}
}

static void on_other(void *user, const xmlChar *text) {
	eng_xml_reader *x = user;
	(void)text;
	x->last_event = offset_of(x, x->parser->input->cur);
}

static void on_doctype(void *user, const xmlChar *name, const xmlChar *id, const xmlChar *system) {
	eng_xml_reader *x = user;

	(void)name, (void)id, (void)system;
	eng_xml_stop(x, "input.doctype", offset_of(x, x->parser->input->cur),
		     "a DOCTYPE is not accepted in input, its entities are never read");
}

static void on_error(void *user, eng_xml_error error) {
	eng_xml_reader *x = user;
	eng_str message = eng_str_from(error->message);
	uint64_t offset;

	if (error->level < XML_ERR_ERROR || x->fault) {
		return;
	}
	if (error->code == XML_ERR_DOCUMENT_END) {
		message = ENG_STR("The file ends before its root element does");
	}
	offset = x->parser->input ? offset_of(x, x->parser->input->cur) : x->window.fed;
	if (error->code == XML_ERR_INVALID_CHAR && eng_str_starts(message, "xmlParseCharRef")) {
		eng_xml_stop(x, "input.unreadable", offset,
			     "a character reference names no character that XML allows");
		return;
	}
	if (error->code == XML_ERR_INVALID_ENCODING || error->code == XML_ERR_INVALID_CHAR) {
		eng_xml_stop(x, "input.unreadable", offset,
			     "byte 0x%02x at %llu is no character that XML allows, want UTF-8",
			     x->parser->input ? (unsigned)*x->parser->input->cur : 0u,
			     (unsigned long long)offset);
		return;
	}
	eng_xml_stop(x, "input.unreadable", offset, "not well-formed XML at byte %llu: %s",
		     (unsigned long long)offset, eng_xml_error_text(&x->arena, message));
}

const xmlSAXHandler eng_xml_events = {
	.initialized = XML_SAX2_MAGIC,
	.startElementNs = on_start,
	.endElementNs = on_end,
	.characters = on_text,
	.cdataBlock = on_text,
	.ignorableWhitespace = on_text,
	.comment = on_other,
	.internalSubset = on_doctype,
	.serror = on_error,
};
