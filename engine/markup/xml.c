/* Builds the tree of an own XML file from libxml2's SAX2 events.
 *
 * libxml2 decides what is well-formed; it does not tell where attributes are. So a cursor of ours
 * walks the source in step with the events: because DOCTYPE is refused, the n-th start tag of the
 * source is the n-th event. What elements mean is not known here. XML 1.0, Namespaces in XML 1.0. */
#include "markup/xml.h"

#include <libxml/parser.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "markup/declaration.h"
#include "markup/xml-error.h"

typedef struct cursor {
	const char *s;
	size_t i, n;
	int line, column;
} cursor;

/* An attribute as the start tag writes it. */
typedef struct raw_attr {
	eng_str qname, value;
	eng_loc where, at;
	struct raw_attr *next;
} raw_attr;

typedef struct builder {
	eng_ctx *ctx;
	eng_arena *arena;
	const char *file;
	xmlParserCtxt *parser;
	cursor cur;
	eng_xml_node *root, *open;
	eng_buf text;
	eng_loc text_where;
	size_t text_from;
	bool in_text, empty_tag, failed;
	int depth;
} builder;

static eng_loc here(const builder *b) {
	return (eng_loc){ b->file, b->cur.line, b->cur.column };
}

static void advance(cursor *c, size_t to) {
	for (; c->i < to && c->i < c->n; c->i++) {
		unsigned char ch = (unsigned char)c->s[c->i];

		if (ch == '\n') {
			c->line++;
			c->column = 1;
		} else if ((ch & 0xc0) != 0x80) {
			c->column++;
		}
	}
}

static bool at(const cursor *c, const char *word) {
	size_t n = strlen(word);

	return c->n - c->i >= n && memcmp(c->s + c->i, word, n) == 0;
}

/* Moves behind the next occurrence of word, or to the end. */
static void skip_past(cursor *c, const char *word) {
	eng_str rest = { c->s + c->i, c->n - c->i };
	size_t k = eng_str_index(rest, eng_str_from(word));

	advance(c, k < rest.n ? c->i + k + strlen(word) : c->n);
}

/* Moves over character data, CDATA sections included, to the next tag, comment or instruction. */
static void skip_text(cursor *c) {
	while (c->i < c->n) {
		const char *lt = memchr(c->s + c->i, '<', c->n - c->i);

		advance(c, lt ? (size_t)(lt - c->s) : c->n);
		if (!at(c, "<![CDATA[")) {
			return;
		}
		skip_past(c, "]]>");
	}
}

static void stop(builder *b) {
	b->failed = true;
	xmlStopParser(b->parser);
}

static bool is_space(char c) {
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip_space(cursor *c) {
	size_t i = c->i;

	while (i < c->n && is_space(c->s[i])) {
		i++;
	}
	advance(c, i);
}

static eng_str take_name(cursor *c) {
	size_t from = c->i, i = c->i;

	while (i < c->n && !is_space(c->s[i]) && !strchr("=/>", c->s[i])) {
		i++;
	}
	advance(c, i);
	return (eng_str){ c->s + from, i - from };
}

/* Reads one attribute of a start tag that libxml2 has found well-formed. */
static raw_attr *take_attr(builder *b) {
	cursor *c = &b->cur;
	raw_attr *attr = eng_arena_new(b->arena, raw_attr);
	const char *end;
	char quote;

	attr->where = here(b);
	attr->qname = take_name(c);
	skip_space(c);
	advance(c, c->i + 1); /* = */
	skip_space(c);
	quote = c->i < c->n ? c->s[c->i] : '"';
	advance(c, c->i + 1);
	attr->at = here(b);
	end = c->i < c->n ? memchr(c->s + c->i, quote, c->n - c->i) : NULL;
	attr->value = (eng_str){ c->s + c->i, end ? (size_t)(end - c->s) - c->i : c->n - c->i };
	advance(c, c->i + attr->value.n);
	advance(c, c->i + 1);
	return attr;
}

/* Walks over a whole start tag and lists its attributes as written. */
static raw_attr *take_tag(builder *b) {
	cursor *c = &b->cur;
	raw_attr *first = NULL, **tail = &first;

	advance(c, c->i + 1); /* < */
	take_name(c);
	for (skip_space(c); c->i < c->n && c->s[c->i] != '>' && c->s[c->i] != '/'; skip_space(c)) {
		*tail = take_attr(b);
		tail = &(*tail)->next;
	}
	b->empty_tag = c->i < c->n && c->s[c->i] == '/';
	skip_past(c, ">");
	return first;
}

static void append(eng_xml_node *parent, eng_xml_node *node) {
	node->parent = parent;
	if (!parent) {
		return;
	}
	node->previous = parent->last;
	if (parent->last) {
		parent->last->next = node;
	} else {
		parent->first = node;
	}
	parent->last = node;
}

static void flush_text(builder *b) {
	eng_xml_node *node;

	if (!b->in_text) {
		return;
	}
	skip_text(&b->cur);
	node = eng_arena_new(b->arena, eng_xml_node);
	node->kind = ENG_XML_TEXT;
	node->where = b->text_where;
	node->text = eng_str_copy(b->arena, eng_buf_view(&b->text));
	node->raw = (eng_str){ b->cur.s + b->text_from, b->cur.i - b->text_from };
	append(b->open, node);
	eng_buf_clear(&b->text);
	b->in_text = false;
}

static eng_str copy(builder *b, const xmlChar *s) {
	return eng_str_copy(b->arena, eng_str_from((const char *)s));
}

static const eng_xml_ns *scope_of(builder *b, int n, const xmlChar **namespaces) {
	const eng_xml_ns *scope = b->open ? b->open->ns : NULL;

	for (int i = 0; i < n; i++) {
		eng_xml_ns *ns = eng_arena_new(b->arena, eng_xml_ns);

		ns->prefix = copy(b, namespaces[2 * i]);
		ns->uri = copy(b, namespaces[2 * i + 1]);
		ns->outer = scope;
		scope = ns;
	}
	return scope;
}

static bool same_qname(eng_str qname, const xmlChar *prefix, const xmlChar *local) {
	eng_str p = eng_str_from((const char *)prefix), l = eng_str_from((const char *)local);

	if (p.n == 0) {
		return eng_str_eq(qname, l);
	}
	return qname.n == p.n + 1 + l.n && memcmp(qname.s, p.s, p.n) == 0 && qname.s[p.n] == ':' &&
	       memcmp(qname.s + p.n + 1, l.s, l.n) == 0;
}

eng_str eng_xml_sax_value(eng_arena *arena, const unsigned char *from, const unsigned char *to) {
	static const char ampersand[] = "&#38;";
	size_t n = (size_t)(to - from), length = sizeof(ampersand) - 1, out = 0;
	char *text = eng_arena_alloc(arena, n + 1);

	for (size_t i = 0; i < n; out++) {
		bool left = n - i >= length && memcmp(from + i, ampersand, length) == 0;

		text[out] = (char)from[i];
		i += left ? length : 1;
	}
	return (eng_str){ text, out };
}

static void add_attrs(builder *b, eng_xml_node *node, int n, const xmlChar **attributes,
		      const raw_attr *raw) {
	eng_xml_attr **tail = &node->attrs;

	for (int i = 0; i < n; i++, attributes += 5) {
		eng_xml_attr *attr = eng_arena_new(b->arena, eng_xml_attr);
		const raw_attr *r = raw;

		attr->name = copy(b, attributes[0]);
		attr->uri = copy(b, attributes[2]);
		attr->value = eng_xml_sax_value(b->arena, attributes[3], attributes[4]);
		while (r && !same_qname(r->qname, attributes[1], attributes[0])) {
			r = r->next;
		}
		attr->where = r ? r->where : node->where;
		attr->at = r ? r->at : node->where;
		attr->raw = r ? r->value : attr->value;
		*tail = attr;
		tail = &attr->next;
	}
}

static void on_start(void *user, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri,
		     int namespace_count, const xmlChar **namespaces, int attribute_count,
		     int defaulted, const xmlChar **attributes) {
	builder *b = user;
	eng_xml_node *node;

	(void)defaulted;
	if (b->failed) {
		return;
	}
	flush_text(b);
	skip_text(&b->cur);
	if (++b->depth > b->ctx->limits.depth) {
		eng_fail(b->ctx, "limit.depth", here(b), "elements are nested more than %d deep",
			 b->ctx->limits.depth);
		stop(b);
		return;
	}
	node = eng_arena_new(b->arena, eng_xml_node);
	node->kind = ENG_XML_ELEMENT;
	node->where = here(b);
	node->name = copy(b, local);
	node->prefix = copy(b, prefix);
	node->uri = copy(b, uri);
	node->ns = scope_of(b, namespace_count, namespaces);
	add_attrs(b, node, attribute_count, attributes, take_tag(b));
	append(b->open, node);
	b->open = node;
	if (!b->root) {
		b->root = node;
	}
}

static void on_end(void *user, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri) {
	builder *b = user;

	(void)local, (void)prefix, (void)uri;
	if (b->failed || !b->open) {
		return;
	}
	flush_text(b);
	if (b->empty_tag) {
		b->empty_tag = false;
	} else {
		skip_text(&b->cur);
		skip_past(&b->cur, ">");
	}
	b->open = b->open->parent;
	b->depth--;
}

static void on_text(void *user, const xmlChar *text, int n) {
	builder *b = user;

	if (b->failed || !b->open) {
		return;
	}
	if (!b->in_text) {
		b->in_text = true;
		b->text_where = here(b);
		b->text_from = b->cur.i;
	}
	eng_buf_add(&b->text, text, (size_t)n);
}

static void on_comment(void *user, const xmlChar *text) {
	builder *b = user;

	(void)text;
	if (!b->failed) {
		flush_text(b);
		skip_text(&b->cur);
		skip_past(&b->cur, "<!--");
		skip_past(&b->cur, "-->");
	}
}

static void on_instruction(void *user, const xmlChar *target, const xmlChar *data) {
	builder *b = user;

	(void)target, (void)data;
	if (!b->failed) {
		flush_text(b);
		skip_text(&b->cur);
		skip_past(&b->cur, "?>");
	}
}

static void on_doctype(void *user, const xmlChar *name, const xmlChar *id, const xmlChar *system) {
	builder *b = user;

	(void)name, (void)id, (void)system;
	if (b->failed) {
		return;
	}
	skip_text(&b->cur);
	eng_fail(b->ctx, "markup.doctype", here(b),
		 "a DOCTYPE is not accepted here, write the document without it");
	stop(b);
}

/* libxml2 knows the byte it was looking at; our cursor turns that into line and column. */
static eng_loc error_place(const builder *b) {
	const xmlParserInput *in = b->parser->input;
	cursor c = { b->cur.s, 0, b->cur.n, 1, 1 };

	advance(&c, in ? in->consumed + (size_t)(in->cur - in->base) : b->cur.i);
	return (eng_loc){ b->file, c.line, c.column };
}

const char *eng_xml_error_text(eng_arena *arena, eng_str message) {
	char *text = eng_str_dup(arena, eng_str_trim(message));

	if (text[0] >= 'A' && text[0] <= 'Z' && !(text[1] >= 'A' && text[1] <= 'Z')) {
		text[0] = (char)(text[0] + 'a' - 'A');
	}
	return text;
}

static void on_error(void *user, eng_xml_error error) {
	builder *b = user;

	if (b->failed || error->level < XML_ERR_ERROR) {
		return;
	}
	eng_fail(b->ctx, "markup.xml", error_place(b), "not well-formed XML: %s",
		 eng_xml_error_text(b->arena, eng_str_from(error->message)));
	stop(b);
}

static const xmlSAXHandler handler = {
	.initialized = XML_SAX2_MAGIC,
	.startElementNs = on_start,
	.endElementNs = on_end,
	.characters = on_text,
	.cdataBlock = on_text,
	.ignorableWhitespace = on_text,
	.comment = on_comment,
	.processingInstruction = on_instruction,
	.internalSubset = on_doctype,
	.serror = on_error,
};

/* The XML declaration must not name another encoding: templates are UTF-8, so that columns and
 * hashes mean the same everywhere. */
static bool check_declaration(builder *b, eng_str text) {
	eng_str encoding;
	size_t n;

	if (!eng_xml_declares_utf8(text, &encoding, &n)) {
		return eng_fail(b->ctx, "markup.encoding", here(b),
				"encoding '%s' is not accepted, write UTF-8",
				eng_quote(b->arena, encoding));
	}
	advance(&b->cur, n);
	return true;
}

static bool check_bytes(builder *b, eng_str text) {
	size_t valid = eng_utf8_valid(text), many;

	if (text.n > b->ctx->limits.file_bytes) {
		return eng_fail(b->ctx, "limit.file-bytes", here(b),
				"file has %zu bytes, the limit is %zu", text.n,
				b->ctx->limits.file_bytes);
	}
	if (valid < text.n) {
		advance(&b->cur, valid);
		return eng_fail(b->ctx, "markup.bad-utf8", here(b),
				"byte 0x%02x at offset %zu is not UTF-8",
				(unsigned)(unsigned char)text.s[valid], valid);
	}
	many = eng_xml_guard_scan(&(eng_xml_guard){ 0 }, text, b->ctx->limits.attributes);
	if (many < text.n) {
		advance(&b->cur, many);
		return eng_fail(b->ctx, "limit.attributes", here(b),
				"an element has more than %zu attributes",
				b->ctx->limits.attributes);
	}
	return check_declaration(b, text);
}

static void parse(builder *b, eng_str text) {
	xmlSAXHandler sax = handler;

	b->parser = xmlCreatePushParserCtxt(&sax, b, NULL, 0, NULL);
	if (!b->parser) {
		eng_oom();
	}
	xmlCtxtUseOptions(b->parser, XML_PARSE_NONET | XML_PARSE_HUGE);
	xmlParseChunk(b->parser, text.s, (int)text.n, 1);
	xmlFreeParserCtxt(b->parser);
}

eng_xml_node *eng_xml_parse(eng_ctx *ctx, eng_arena *arena, const char *file, eng_str text) {
	builder b = { .ctx = ctx, .arena = arena };

	if (eng_str_starts(text, "\xef\xbb\xbf")) {
		text = eng_str_sub(text, 3, text.n);
	}
	b.file = eng_arena_strdup(arena, file);
	b.cur = (cursor){ text.s, 0, text.n, 1, 1 };
	if (eng_str_blank(text)) {
		return eng_fail_null(ctx, "markup.xml", here(&b), "file is empty, not XML");
	}
	if (!check_bytes(&b, text)) {
		return NULL;
	}
	parse(&b, text);
	eng_buf_finish(&b.text);
	return b.failed ? NULL : b.root;
}
