/* Finding one's way in the tree of an own XML file.
 *
 * The way back, from a byte of a value to its place in the file, walks the value and what was written
 * side by side: a reference is several characters there and one here. */
#include "base/buf.h"
#include "base/utf8.h"
#include "markup/xml.h"

bool eng_xml_is(const eng_xml_node *node, const char *uri, const char *name) {
	return node && node->kind == ENG_XML_ELEMENT && eng_str_eqc(node->name, name) &&
	       eng_str_eqc(node->uri, uri);
}

const eng_xml_attr *eng_xml_attr_find(const eng_xml_node *node, const char *name) {
	for (const eng_xml_attr *a = node->attrs; a; a = a->next) {
		if (a->uri.n == 0 && eng_str_eqc(a->name, name)) {
			return a;
		}
	}
	return NULL;
}

eng_str eng_xml_attr_value(const eng_xml_node *node, const char *name) {
	const eng_xml_attr *attr = eng_xml_attr_find(node, name);

	return attr ? attr->value : (eng_str){ NULL, 0 };
}

eng_xml_node *eng_xml_element(eng_xml_node *node) {
	while (node && node->kind != ENG_XML_ELEMENT) {
		node = node->next;
	}
	return node;
}

eng_xml_node *eng_xml_child(const eng_xml_node *node, const char *name) {
	for (eng_xml_node *n = node->first; n; n = n->next) {
		if (n->kind == ENG_XML_ELEMENT && eng_str_eqc(n->name, name) &&
		    eng_str_eq(n->uri, node->uri)) {
			return n;
		}
	}
	return NULL;
}

static void add_text(const eng_xml_node *node, eng_buf *buf) {
	for (const eng_xml_node *n = node->first; n; n = n->next) {
		if (n->kind == ENG_XML_TEXT) {
			eng_buf_str(buf, n->text);
		} else {
			add_text(n, buf);
		}
	}
}

eng_str eng_xml_text(const eng_xml_node *node, eng_arena *arena) {
	eng_buf buf = { 0 };
	eng_str text;

	if (node->kind == ENG_XML_TEXT) {
		return node->text;
	}
	if (node->first && node->first == node->last && node->first->kind == ENG_XML_TEXT) {
		return node->first->text;
	}
	add_text(node, &buf);
	text = eng_str_copy(arena, eng_buf_view(&buf));
	eng_buf_finish(&buf);
	return text;
}

eng_str eng_xml_prefix_uri(const eng_xml_node *node, eng_str prefix) {
	for (const eng_xml_ns *ns = node->ns; ns; ns = ns->outer) {
		if (eng_str_eq(ns->prefix, prefix)) {
			return ns->uri.n ? ns->uri : (eng_str){ NULL, 0 };
		}
	}
	return (eng_str){ NULL, 0 };
}

/* Bytes that the reference at raw (which starts with '&') stands for. */
static size_t reference_length(eng_str raw) {
	uint32_t c = 0;
	char utf8[4];
	bool hex;

	if (raw.n < 3 || raw.s[1] != '#') {
		return 1; /* lt gt amp quot apos */
	}
	hex = raw.s[2] == 'x';
	for (size_t i = hex ? 3 : 2; i < raw.n && raw.s[i] != ';'; i++) {
		unsigned digit = (unsigned)(unsigned char)raw.s[i];

		digit = digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
		c = c * (hex ? 16 : 10) + digit;
	}
	return eng_utf8_encode(c, utf8);
}

/* Raw bytes taken at i, and value bytes they give in *made. */
static size_t step(eng_str raw, size_t i, bool text, bool *cdata, size_t *made) {
	eng_str rest = eng_str_sub(raw, i, raw.n);

	*made = 0;
	if (text && !*cdata && eng_str_starts(rest, "<![CDATA[")) {
		*cdata = true;
		return 9;
	}
	if (*cdata && eng_str_starts(rest, "]]>")) {
		*cdata = false;
		return 3;
	}
	*made = 1;
	if (eng_str_starts(rest, "\r\n")) {
		return 2;
	}
	if (!*cdata && rest.s[0] == '&') {
		*made = reference_length(rest);
		return eng_str_index(rest, ENG_STR(";")) + 1;
	}
	return 1;
}

static eng_loc walk(eng_str raw, eng_loc where, size_t offset, bool text) {
	size_t i = 0, value = 0;
	bool cdata = false;

	while (i < raw.n) {
		size_t made, taken = step(raw, i, text, &cdata, &made);

		if (made > 0 && value + made > offset) {
			break;
		}
		for (size_t k = i; k < i + taken && k < raw.n; k++) {
			if (raw.s[k] == '\n') {
				where.line++;
				where.column = 1;
			} else if (((unsigned char)raw.s[k] & 0xc0) != 0x80) {
				where.column++;
			}
		}
		i += taken;
		value += made;
	}
	return where;
}

eng_loc eng_xml_attr_where(const eng_xml_attr *attr, size_t offset) {
	return walk(attr->raw, attr->at, offset, false);
}

eng_loc eng_xml_text_where(const eng_xml_node *text, size_t offset) {
	return walk(text->raw, text->where, offset, true);
}
