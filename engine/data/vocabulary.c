/* Loading vocabularies: urn:engross:vocabulary:1, schemas/vocabulary-1.rng.
 *
 * Every fault of a file is reported in one go. What records do with the vocabulary is validate.c's
 * and the expressions' business. */
#include "data/vocabulary.h"

#include <glib.h>

#include "base/buf.h"
#include "base/decimal.h"
#include "markup/xml.h"

#define VOCABULARY_URI "urn:engross:vocabulary:1"

typedef struct loader {
	eng_ctx *ctx;
	eng_arena *arena;
	eng_names *names;
	bool good;
} loader;

static const char *const element_attrs[] = { "name",       "type",      "optional",     "repeated",
					     "max-length", "max-count", "confidential", "doc" };

static void fault(loader *l, eng_loc where, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

static void fault(loader *l, eng_loc where, const char *fmt, ...) {
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = eng_arena_vprintf(l->arena, fmt, ap);
	va_end(ap);
	l->good = eng_fail(l->ctx, "data.bad-vocabulary", where, "%s", text);
}

static void check_attrs(loader *l, const eng_xml_node *node, const char *const *known, size_t n) {
	for (const eng_xml_attr *a = node->attrs; a; a = a->next) {
		const char *near;
		size_t i = 0;

		if (a->uri.n > 0) {
			continue; /* xml:*, xsi:* and the like are an editor's business */
		}
		while (i < n && !eng_str_eqc(a->name, known[i])) {
			i++;
		}
		if (i == n) {
			near = eng_str_nearest(a->name, known, n);
			fault(l, a->where, "unknown attribute '%.*s'%s", ENG_STR_ARG(a->name),
			      eng_did_you_mean(l->arena, near));
		}
	}
}

static bool flag(loader *l, const eng_xml_node *node, const char *name) {
	const eng_xml_attr *attr = eng_xml_attr_find(node, name);

	if (!attr || eng_str_eqc(attr->value, "no")) {
		return false;
	}
	if (!eng_str_eqc(attr->value, "yes")) {
		fault(l, attr->at, "%s is '%s', want yes or no", name,
		      eng_quote(l->arena, attr->value));
	}
	return true;
}

static int limit(loader *l, const eng_xml_node *node, const char *name) {
	const eng_xml_attr *attr = eng_xml_attr_find(node, name);
	eng_decimal d;
	int64_t value;

	if (!attr) {
		return 0;
	}
	if (!eng_decimal_parse(attr->value, false, &d) || !eng_decimal_to_int64(d, &value) ||
	    value < 1 || value > INT32_MAX) {
		fault(l, attr->at, "%s is '%s', want a whole number from 1", name,
		      eng_quote(l->arena, attr->value));
		return 0;
	}
	return (int)value;
}

static eng_type type_of(loader *l, const eng_xml_node *node, bool group) {
	const eng_xml_attr *attr = eng_xml_attr_find(node, "type");
	const char *names[ENG_TYPES], *near;

	if (!attr) {
		return group ? ENG_TYPE_GROUP : ENG_TYPE_TEXT;
	}
	if (group) {
		fault(l, attr->where, "an element with elements inside has no type, drop it");
		return ENG_TYPE_GROUP;
	}
	for (eng_type t = ENG_TYPE_TEXT; t < ENG_TYPES; t++) {
		if (eng_str_eqc(attr->value, eng_type_name(t))) {
			return t;
		}
	}
	for (eng_type t = ENG_TYPE_TEXT; t < ENG_TYPES; t++) {
		names[t - ENG_TYPE_TEXT] = eng_type_name(t);
	}
	near = eng_str_nearest(attr->value, names, ENG_TYPES - ENG_TYPE_TEXT);
	fault(l, attr->at, "unknown type '%s'%s", eng_quote(l->arena, attr->value),
	      eng_did_you_mean(l->arena, near));
	return ENG_TYPE_TEXT;
}

/* Names must be usable as a path step without quoting: letters, digits, '-', '_' and '.'. */
static bool is_name(eng_str s) {
	if (s.n == 0 || !(g_ascii_isalpha(s.s[0]) || s.s[0] == '_')) {
		return false;
	}
	for (size_t i = 1; i < s.n; i++) {
		if (!g_ascii_isalnum(s.s[i]) && (s.s[i] == '\0' || !strchr("-_.", s.s[i]))) {
			return false;
		}
	}
	return true;
}

static void name_decl(loader *l, const eng_xml_node *node, eng_decl *decl) {
	const eng_xml_attr *attr = eng_xml_attr_find(node, "name");
	const eng_decl *twin;

	if (!attr || !is_name(attr->value)) {
		fault(l, attr ? attr->at : node->where,
		      "an element needs a name of letters, digits, '-' and '_'");
		decl->name = eng_names_add(l->names, ENG_STR("?"));
		return;
	}
	decl->name = eng_names_add(l->names, attr->value);
	twin = decl->parent ? eng_decl_find(decl->parent, decl->name) : NULL;
	if (twin) {
		fault(l, attr->at, "'%.*s' is declared twice here", ENG_STR_ARG(attr->value));
		eng_note(l->ctx, twin->where, "the first is here");
	}
}

static void append(eng_decl *parent, eng_decl *decl) {
	if (!parent) {
		return;
	}
	if (parent->last) {
		parent->last->next = decl;
	} else {
		parent->first = decl;
	}
	parent->last = decl;
}

static eng_decl *load_decl(loader *l, const eng_xml_node *node, eng_decl *parent);

static void load_children(loader *l, const eng_xml_node *node, eng_decl *decl) {
	for (const eng_xml_node *n = node->first; n; n = n->next) {
		if (n->kind == ENG_XML_TEXT) {
			if (!eng_str_blank(n->text)) {
				fault(l, n->where,
				      "unexpected text, documentation goes into doc=\"...\"");
			}
		} else if (!eng_xml_is(n, VOCABULARY_URI, "element")) {
			fault(l, n->where, "unexpected <%.*s>, want <element>",
			      ENG_STR_ARG(n->name));
		} else {
			load_decl(l, n, decl);
		}
	}
}

static eng_decl *load_decl(loader *l, const eng_xml_node *node, eng_decl *parent) {
	eng_decl *decl = eng_arena_new(l->arena, eng_decl);

	check_attrs(l, node, element_attrs, G_N_ELEMENTS(element_attrs));
	decl->parent = parent;
	decl->where = node->where;
	decl->doc = eng_xml_attr_value(node, "doc");
	decl->optional = flag(l, node, "optional");
	decl->repeated = flag(l, node, "repeated");
	decl->confidential = flag(l, node, "confidential");
	decl->max_length = limit(l, node, "max-length");
	decl->max_count = limit(l, node, "max-count");
	decl->type = type_of(l, node, eng_xml_element(node->first) != NULL);
	if (decl->max_count && !decl->repeated) {
		fault(l, node->where, "max-count without repeated=\"yes\" means nothing");
	}
	if (decl->max_length && decl->type == ENG_TYPE_GROUP) {
		fault(l, node->where, "max-length is for elements with text");
	}
	name_decl(l, node, decl);
	append(parent, decl);
	load_children(l, node, decl);
	return decl;
}

static eng_decl *load_root(loader *l, const eng_xml_node *xml) {
	static const char *const attrs[] = { "name", "doc" };
	eng_xml_node *first, *second;

	if (!eng_xml_is(xml, VOCABULARY_URI, "vocabulary")) {
		fault(l, xml->where, "root element is <%.*s>, want <vocabulary xmlns=\"%s\">",
		      ENG_STR_ARG(xml->name), VOCABULARY_URI);
		return NULL;
	}
	check_attrs(l, xml, attrs, G_N_ELEMENTS(attrs));
	first = eng_xml_element(xml->first);
	if (!first || !eng_xml_is(first, VOCABULARY_URI, "element")) {
		fault(l, first ? first->where : xml->where,
		      "a vocabulary needs an <element> for the record");
		return NULL;
	}
	second = eng_xml_element(first->next);
	if (second) {
		fault(l, second->where, "a vocabulary has one outermost element: the record");
	}
	return load_decl(l, first, NULL);
}

eng_vocabulary *eng_vocabulary_load(eng_ctx *ctx, eng_arena *arena, eng_names *names,
				    const char *path) {
	loader l = { ctx, arena, names, true };
	eng_vocabulary *vocabulary = eng_arena_new(arena, eng_vocabulary);
	eng_str source;
	eng_xml_node *xml = eng_xml_load(ctx, arena, path, &source);

	if (!xml) {
		return NULL;
	}
	vocabulary->root = load_root(&l, xml);
	if (!l.good) {
		return NULL;
	}
	vocabulary->name = eng_xml_attr_value(xml, "name");
	if (vocabulary->name.n == 0) {
		vocabulary->name = vocabulary->root->name->text;
	}
	if (vocabulary->root->optional || vocabulary->root->repeated) {
		return eng_fail_null(ctx, "data.bad-vocabulary", vocabulary->root->where,
				     "the record itself is neither optional nor repeated");
	}
	vocabulary->hash = eng_hash_of(source.s, source.n);
	return vocabulary;
}

const eng_decl *eng_decl_find(const eng_decl *decl, const eng_name *name) {
	for (const eng_decl *d = decl->first; d; d = d->next) {
		if (d->name == name) {
			return d;
		}
	}
	return NULL;
}

static void add_path(const eng_decl *decl, eng_buf *buf) {
	if (decl->parent && decl->parent->parent) {
		add_path(decl->parent, buf);
		eng_buf_char(buf, '/');
	}
	eng_buf_str(buf, decl->name->text);
}

const char *eng_decl_path(const eng_decl *decl, eng_arena *arena) {
	eng_buf buf = { 0 };
	const char *path;

	add_path(decl, &buf);
	path = eng_str_dup(arena, eng_buf_view(&buf));
	eng_buf_finish(&buf);
	return path;
}
