/* Loading maps: urn:engross:map:1, schemas/map-1.rng.
 *
 * Names are checked against the vocabulary and expressions compiled; all faults of a file are told
 * in one go. Paths into the foreign record are not checked: no declaration of it is known. */
#include "content/map.h"

#include <glib.h>

#include "base/buf.h"
#include "base/file.h"
#include "content/library-file.h"
#include "content/map-program.h"

#define MAP_URI "urn:engross:map:1"

typedef struct loader {
	eng_ctx *ctx;
	eng_library *library;
	eng_arena *arena;
	eng_map *map;
	eng_namespace *namespaces;
	size_t namespace_count, namespace_cap;
	GHashTable *made; /* declarations */
	bool good;
} loader;

static void fault(loader *l, const char *code, eng_loc where, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

static void fault(loader *l, const char *code, eng_loc where, const char *fmt, ...) {
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = eng_arena_vprintf(l->arena, fmt, ap);
	va_end(ap);
	l->good = eng_fail(l->ctx, code, where, "%s", text);
}

static void check_attrs(loader *l, const eng_xml_node *node, const char *const *known) {
	for (const eng_xml_attr *a = node->attrs; a; a = a->next) {
		const char *near;
		size_t n = 0;
		bool found = a->uri.n > 0;

		for (; known[n]; n++) {
			found |= eng_str_eqc(a->name, known[n]);
		}
		if (!found) {
			near = eng_str_nearest(a->name, known, n);
			fault(l, "map.bad-map", a->where, "unknown attribute '%.*s'%s",
			      ENG_STR_ARG(a->name), eng_did_you_mean(l->arena, near));
		}
	}
}

/* ---- names of the vocabulary ---- */

static void unknown_name(loader *l, const eng_decl *decl, eng_str step, eng_loc where) {
	const char **names, *near;
	size_t n = 0;

	for (const eng_decl *d = decl->first; d; d = d->next) {
		n++;
	}
	names = eng_arena_new_array(l->arena, n + 1, const char *);
	n = 0;
	for (const eng_decl *d = decl->first; d; d = d->next) {
		names[n++] = d->name->text.s;
	}
	near = eng_str_nearest(step, names, n);
	fault(l, "map.unknown-name", where, "vocabulary '%.*s' has no '%.*s' in '%.*s'%s",
	      ENG_STR_ARG(l->map->makes), ENG_STR_ARG(step), ENG_STR_ARG(decl->name->text),
	      eng_did_you_mean(l->arena, near));
}

/* Resolves "a/b" below decl; false after reporting. */
static bool resolve(loader *l, const eng_decl *decl, const eng_xml_attr *attr, eng_map_path *path) {
	eng_str rest = attr->value, step;
	size_t cap = 0, offset = 0;

	while (eng_str_split(&rest, '/', &step)) {
		const eng_name *name = eng_names_find(eng_library_names(l->library), step);
		const eng_decl *next = name ? eng_decl_find(decl, name) : NULL;

		if (!next) {
			unknown_name(l, decl, step, eng_xml_attr_where(attr, offset));
			return false;
		}
		path->steps =
		    eng_arena_grow(l->arena, path->steps, path->n, &cap, sizeof(*path->steps));
		path->steps[path->n++] = next;
		decl = next;
		offset += step.n + 1;
	}
	return true;
}

static const eng_decl *last_step(const eng_map_path *path) {
	return path->steps[path->n - 1];
}

static void mark_made(loader *l, const eng_decl *decl) {
	for (; decl && g_hash_table_add(l->made, (void *)(uintptr_t)decl); decl = decl->parent) {}
}

/* What is required inside what is made must be made. */
static void check_made(loader *l, const eng_decl *decl, eng_loc where) {
	for (const eng_decl *d = decl->first; d; d = d->next) {
		if (g_hash_table_contains(l->made, d)) {
			check_made(l, d, where);
		} else if (!d->optional) {
			fault(l, "map.not-made", where,
			      "vocabulary '%.*s' requires '%s' and the map does not make it",
			      ENG_STR_ARG(l->map->makes), eng_decl_path(d, l->arena));
		}
	}
}

/* ---- namespaces ---- */

/* All URIs of a prefix, space separated. */
static eng_str uris_of(const eng_xml_node *map, eng_str prefix) {
	for (eng_xml_node *n = eng_xml_element(map->first); n; n = eng_xml_element(n->next)) {
		if (eng_xml_is(n, MAP_URI, "namespace") &&
		    eng_str_eq(eng_xml_attr_value(n, "prefix"), prefix)) {
			return eng_xml_attr_value(n, "uri");
		}
	}
	return (eng_str){ NULL, 0 };
}

/* "##local" stands for no namespace, as in XML Schema. */
static eng_str uri_word(eng_str word) {
	return eng_str_eqc(word, "##local") ? (eng_str){ "", 0 } : word;
}

static void add_alias(loader *l, eng_str uri, eng_str to) {
	eng_map *m = l->map;

	m->aliases = eng_arena_grow(l->arena, m->aliases, m->alias_count, &m->alias_cap,
				    sizeof(*m->aliases));
	m->aliases[m->alias_count++] =
	    (eng_map_alias){ uri_word(uri), eng_names_add(eng_library_names(l->library), to) };
}

static void load_namespace(loader *l, const eng_xml_node *node) {
	static const char *const attrs[] = { "prefix", "uri", NULL };
	eng_str prefix = eng_xml_attr_value(node, "prefix"), rest = eng_xml_attr_value(node, "uri");
	eng_str uri, word;

	check_attrs(l, node, attrs);
	if (prefix.n == 0 || !eng_str_word(&rest, &uri) || uri_word(uri).n == 0) {
		fault(l, "map.bad-map", node->where, "<namespace> needs a prefix and a uri");
		return;
	}
	for (size_t i = 0; i < l->namespace_count; i++) {
		if (eng_str_eq(l->namespaces[i].prefix, prefix)) {
			fault(l, "map.bad-map", node->where, "prefix '%.*s' is declared twice",
			      ENG_STR_ARG(prefix));
		}
	}
	l->namespaces = eng_arena_grow(l->arena, l->namespaces, l->namespace_count,
				       &l->namespace_cap, sizeof(*l->namespaces));
	l->namespaces[l->namespace_count++] = (eng_namespace){ prefix, uri };
	while (eng_str_word(&rest, &word)) {
		add_alias(l, word, uri);
	}
}

/* "ubl:Invoice Other" to "{urn:...}Invoice {}Other", once per URI of the prefix. */
static eng_str source_names(loader *l, const eng_xml_node *node, const char *name) {
	const eng_xml_attr *attr = eng_xml_attr_find(node, name);
	eng_str rest = attr ? attr->value : (eng_str){ "", 0 }, word, out;
	eng_buf buf = { 0 };

	while (eng_str_word(&rest, &word)) {
		size_t colon = eng_str_index(word, ENG_STR(":"));
		eng_str uris = ENG_STR("##local"), uri;

		if (colon < word.n) {
			uris = uris_of(node, eng_str_sub(word, 0, colon));
			if (!uris.s) {
				fault(l, "map.bad-map", attr->at,
				      "prefix of '%.*s' has no <namespace>", ENG_STR_ARG(word));
			}
			word = eng_str_sub(word, colon + 1, word.n);
		}
		while (eng_str_word(&uris, &uri)) {
			uri = uri_word(uri);
			eng_buf_printf(&buf, "%s{%.*s}%.*s", buf.n ? " " : "", ENG_STR_ARG(uri),
				       ENG_STR_ARG(word));
		}
	}
	out = eng_str_copy(l->arena, eng_buf_view(&buf));
	eng_buf_finish(&buf);
	return out;
}

/* ---- rules ---- */

static const eng_expr *compile(loader *l, const eng_xml_node *node, const char *name) {
	const eng_xml_attr *attr = eng_xml_attr_find(node, name);
	eng_scope scope = { .names = eng_library_names(l->library),
			    .namespaces = l->namespaces,
			    .namespace_count = l->namespace_count,
			    .services = eng_library_services(l->library) };
	const eng_expr *expr;

	if (!attr) {
		return NULL;
	}
	expr = eng_expr_compile(l->ctx, l->arena, &scope, attr->value, attr->at);
	l->good &= expr != NULL;
	return expr;
}

static char one_char(loader *l, const eng_xml_node *node, const char *name, const char *allowed) {
	const eng_xml_attr *attr = eng_xml_attr_find(node, name);

	if (!attr) {
		return 0;
	}
	if (attr->value.n != 1 || !strchr(allowed, attr->value.s[0])) {
		fault(l, "map.bad-map", attr->at, "%s is '%s', want one of %s", name,
		      eng_quote(l->arena, attr->value), allowed);
		return 0;
	}
	return attr->value.s[0];
}

static void load_value(loader *l, const eng_xml_node *node, eng_map_rule *rule,
		       const eng_decl *context) {
	static const char *const attrs[] = { "name",  "select",     "sign",   "format", "decimal",
					     "group", "when-valid", "unless", NULL };
	const eng_xml_attr *unless = eng_xml_attr_find(node, "unless");
	const eng_xml_attr *valid = eng_xml_attr_find(node, "when-valid");
	eng_type type = last_step(&rule->name)->type;

	check_attrs(l, node, attrs);
	rule->sign = compile(l, node, "sign");
	rule->format = eng_xml_attr_value(node, "format");
	rule->decimal = one_char(l, node, "decimal", ".,");
	rule->group = one_char(l, node, "group", "., '");
	rule->when_valid = valid && eng_str_eqc(valid->value, "yes");
	if (valid && !rule->when_valid && !eng_str_eqc(valid->value, "no")) {
		fault(l, "map.bad-map", valid->at, "when-valid is '%s', want yes or no",
		      eng_quote(l->arena, valid->value));
	}
	if (unless) {
		resolve(l, context, unless, &rule->unless);
	}
	if (type == ENG_TYPE_GROUP) {
		fault(l, "map.bad-map", node->where, "'%.*s' holds fields, make it with <list>",
		      ENG_STR_ARG(last_step(&rule->name)->name->text));
	}
	if (rule->format.n && type != ENG_TYPE_DATE && type != ENG_TYPE_DATETIME) {
		fault(l, "map.bad-map", node->where, "format is for dates, and this is a %s",
		      eng_type_name(type));
	}
	if ((rule->sign || rule->decimal || rule->group) && type != ENG_TYPE_DECIMAL &&
	    type != ENG_TYPE_INTEGER) {
		fault(l, "map.bad-map", node->where,
		      "sign, decimal and group are for numbers, and this is a %s",
		      eng_type_name(type));
	}
	if (eng_xml_element(node->first)) {
		fault(l, "map.bad-map", node->where, "<value> has nothing inside");
	}
}

static eng_map_rule *load_rules(loader *l, const eng_xml_node *node, const eng_decl *context);

static void load_list(loader *l, const eng_xml_node *node, eng_map_rule *rule) {
	static const char *const attrs[] = { "name", "select", NULL };

	check_attrs(l, node, attrs);
	rule->list = true;
	if (last_step(&rule->name)->type != ENG_TYPE_GROUP) {
		fault(l, "map.bad-map", node->where,
		      "'%.*s' is a single value, make it with <value>",
		      ENG_STR_ARG(last_step(&rule->name)->name->text));
		return;
	}
	rule->first = load_rules(l, node, last_step(&rule->name));
}

static eng_map_rule *load_rule(loader *l, const eng_xml_node *node, const eng_decl *context) {
	eng_map_rule *rule = eng_arena_new(l->arena, eng_map_rule);
	const eng_xml_attr *name = eng_xml_attr_find(node, "name");

	if (!name || !eng_xml_attr_find(node, "select")) {
		fault(l, "map.bad-map", node->where, "<%.*s> needs a name and a select",
		      ENG_STR_ARG(node->name));
		return NULL;
	}
	rule->where = node->where;
	if (!resolve(l, context, name, &rule->name)) {
		return NULL;
	}
	mark_made(l, last_step(&rule->name));
	rule->select = compile(l, node, "select");
	if (eng_str_eqc(node->name, "list")) {
		load_list(l, node, rule);
	} else {
		load_value(l, node, rule, context);
	}
	return rule;
}

static eng_map_rule *load_rules(loader *l, const eng_xml_node *node, const eng_decl *context) {
	eng_map_rule *first = NULL, **tail = &first;

	for (const eng_xml_node *n = node->first; n; n = n->next) {
		if (n->kind == ENG_XML_TEXT) {
			if (!eng_str_blank(n->text)) {
				fault(l, "map.bad-map", n->where, "unexpected text");
			}
		} else if (eng_xml_is(n, MAP_URI, "value") || eng_xml_is(n, MAP_URI, "list")) {
			*tail = load_rule(l, n, context);
			if (*tail) {
				tail = &(*tail)->next;
			}
		} else if (!eng_xml_is(n, MAP_URI, "namespace") || n->parent->parent) {
			fault(l, "map.bad-map", n->where,
			      "unexpected <%.*s>, want <value> or <list>", ENG_STR_ARG(n->name));
		}
	}
	return first;
}

/* ---- the whole ---- */

static bool load_head(loader *l, const eng_xml_node *xml) {
	static const char *const attrs[] = { "id", "record", "makes", "keep", "doc", NULL };
	const eng_xml_attr *makes = eng_xml_attr_find(xml, "makes");

	if (!eng_xml_is(xml, MAP_URI, "map")) {
		return eng_fail(l->ctx, "map.bad-map", xml->where,
				"root element is <%.*s>, want <map xmlns=\"%s\">",
				ENG_STR_ARG(xml->name), MAP_URI);
	}
	check_attrs(l, xml, attrs);
	if (!makes || !eng_xml_attr_find(xml, "record")) {
		return eng_fail(l->ctx, "map.bad-map", xml->where,
				"<map> needs the attributes record and makes");
	}
	if (!eng_str_eq(eng_xml_attr_value(xml, "id"), l->map->id)) {
		fault(l, "map.bad-map", xml->where, "id is not '%.*s', the name of the file",
		      ENG_STR_ARG(l->map->id));
	}
	for (eng_xml_node *n = eng_xml_element(xml->first); n; n = eng_xml_element(n->next)) {
		if (eng_xml_is(n, MAP_URI, "namespace")) {
			load_namespace(l, n);
		}
	}
	l->map->makes = makes->value;
	l->map->records = source_names(l, xml, "record");
	l->map->keep = source_names(l, xml, "keep");
	eng_patterns_init(&l->map->patterns, l->arena, l->map->records);
	l->map->vocabulary = eng_library_vocabulary(l->ctx, l->library, makes->value, makes->at);
	return l->map->vocabulary != NULL;
}

static bool load(loader *l, const eng_xml_node *xml) {
	const eng_decl *root;

	if (!load_head(l, xml)) {
		return false;
	}
	root = l->map->vocabulary->root;
	l->made = g_hash_table_new(NULL, NULL);
	l->map->first = load_rules(l, xml, root);
	if (l->good) {
		check_made(l, root, xml->where);
	}
	g_hash_table_destroy(l->made);
	return l->good;
}

eng_map *eng_map_load(eng_ctx *ctx, eng_library *library, eng_str id) {
	eng_arena *arena = eng_library_arena(library);
	loader l = { .ctx = ctx, .library = library, .arena = arena, .good = true };
	eng_loc where = { eng_library_path(library), 0, 0 };
	const char *path;
	eng_xml_node *xml;

	if (!eng_id_is_valid(id)) {
		return eng_fail_null(ctx, "map.bad-map", where, "'%s' is not the name of a map",
				     eng_quote(arena, id));
	}
	path = eng_arena_printf(arena, "maps/%.*s.xml", ENG_STR_ARG(id));
	xml = eng_library_xml(ctx, library, path, NULL);
	if (!xml) {
		return NULL;
	}
	l.map = eng_arena_new(arena, eng_map);
	l.map->id = eng_str_copy(arena, id);
	return load(&l, xml) ? l.map : NULL;
}

eng_str eng_map_records(const eng_map *map) {
	return map->records;
}

eng_str eng_map_keep(const eng_map *map) {
	return map->keep;
}

eng_str eng_map_makes(const eng_map *map) {
	return map->makes;
}

static size_t note_places(const eng_map_rule *rule, const eng_decl *decl, eng_loc *places, size_t n,
			  size_t max) {
	for (; rule; rule = rule->next) {
		if (n < max && rule->name.n && last_step(&rule->name) == decl) {
			places[n++] = rule->where;
		}
		n = note_places(rule->first, decl, places, n, max);
	}
	return n;
}

size_t eng_map_places(const eng_map *map, const eng_decl *decl, eng_loc *places, size_t max) {
	return note_places(map->first, decl, places, 0, max);
}

bool eng_map_matches(const eng_map *map, const eng_record *record) {
	const eng_field *root = record->root;

	return eng_patterns_match(
	    &map->patterns, root->space ? root->space->text : (eng_str){ "", 0 }, root->name->text);
}
