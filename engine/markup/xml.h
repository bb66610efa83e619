/* XML files of our own (templates, vocabularies, maps, blocks) as a small tree in an arena.
 *
 * Every element, attribute, attribute value and text knows its line and column in the file, counted
 * in code points, so that a fault inside an expression can be shown with a caret. Well-formedness
 * and namespaces are libxml2's business (XML 1.0 fifth edition, Namespaces in XML 1.0). Refused:
 * DOCTYPE (and with it every entity but the five of XML), encodings other than UTF-8, and what
 * exceeds the limits. Comments and processing instructions are dropped; they end a text node. */
#ifndef ENG_MARKUP_XML_H
#define ENG_MARKUP_XML_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"

/* Prefixes in scope, innermost first; prefix empty: the default namespace, uri empty: undeclared. */
typedef struct eng_xml_ns {
	eng_str prefix, uri;
	const struct eng_xml_ns *outer;
} eng_xml_ns;

typedef struct eng_xml_attr {
	eng_str name, uri; /* local name; uri empty: no namespace */
	eng_str value;     /* normalised, references replaced */
	eng_str raw;       /* as written between the quotes */
	eng_loc where;     /* of the name */
	eng_loc at;        /* of the first character of the value */
	struct eng_xml_attr *next;
} eng_xml_attr;

typedef enum eng_xml_kind { ENG_XML_ELEMENT, ENG_XML_TEXT } eng_xml_kind;

typedef struct eng_xml_node {
	eng_xml_kind kind;
	eng_loc where;        /* of '<', or of the text's first byte as written */
	eng_str name, uri;    /* element: local name and namespace */
	eng_str prefix;       /* element: as written */
	eng_xml_attr *attrs;  /* element: in the order written, without xmlns */
	const eng_xml_ns *ns; /* element: prefixes in scope */
	eng_str text;         /* text: references replaced, CDATA included; NUL-terminated */
	eng_str raw;          /* text: as written */
	struct eng_xml_node *parent, *first, *last, *next, *previous;
} eng_xml_node;

/* Reads a whole file; NULL after reporting (file.*, limit.*, markup.*). The tree, its strings and
 * the file name in its locations live in the arena. *source, when not NULL, gets the file's bytes
 * (for hashing). */
eng_xml_node *eng_xml_load(eng_ctx *ctx, eng_arena *arena, const char *path, eng_str *source);
/* The same for text in memory, which must outlive the tree; file is for messages. */
eng_xml_node *eng_xml_parse(eng_ctx *ctx, eng_arena *arena, const char *file, eng_str text);

/* True for an element of that namespace and local name. */
bool eng_xml_is(const eng_xml_node *node, const char *uri, const char *name);
/* Attribute without a namespace; NULL when absent. */
const eng_xml_attr *eng_xml_attr_find(const eng_xml_node *node, const char *name);
/* Its value, or an empty slice with s NULL when absent. */
eng_str eng_xml_attr_value(const eng_xml_node *node, const char *name);
/* The next element at or after node among its siblings; NULL at the end. Use:
 * for (n = eng_xml_element(p->first); n; n = eng_xml_element(n->next)). */
eng_xml_node *eng_xml_element(eng_xml_node *node);
/* First child element of that local name in the parent's namespace; NULL when absent. */
eng_xml_node *eng_xml_child(const eng_xml_node *node, const char *name);
/* All text below an element, joined. */
eng_str eng_xml_text(const eng_xml_node *node, eng_arena *arena);
/* URI of a prefix in scope of an element; s NULL when undeclared. */
eng_str eng_xml_prefix_uri(const eng_xml_node *node, eng_str prefix);

/* Place of the byte at offset of an attribute's value or a text node's text, references and line
 * breaks taken into account. */
eng_loc eng_xml_attr_where(const eng_xml_attr *attr, size_t offset);
eng_loc eng_xml_text_where(const eng_xml_node *text, size_t offset);

/* Where a reader of XML stands; all zero at the beginning. */
typedef struct eng_xml_guard {
	char state;
	size_t count; /* of attributes in the open tag */
} eng_xml_guard;

/* Goes over the next bytes of a file. Offset of the first attribute beyond the limit of its tag, or
 * bytes.n when there is none. */
size_t eng_xml_guard_scan(eng_xml_guard *guard, eng_str bytes, size_t limit);

/* An attribute value as libxml2's SAX2 gives it, [from, to), with the one reference that it leaves in
 * when entities are not replaced: "&#38;" for an ampersand. In the arena. */
eng_str eng_xml_sax_value(eng_arena *arena, const unsigned char *from, const unsigned char *to);

#endif
