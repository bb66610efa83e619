/* The heart of compiling: walks the elements of a file, looks each up in the table, keeps scope and
 * depth. It knows no single element; those are in the compile-*.c files. */
#include "content/compile.h"

#include <string.h>

eng_op *eng_op_new(eng_compiler *c, eng_op_kind kind, eng_loc where) {
	eng_op *op = eng_arena_new(c->arena, eng_op);

	op->kind = kind;
	op->where = where;
	op->channels = c->all;
	op->carried = c->all;
	return op;
}

eng_op *eng_op_node(eng_compiler *c, eng_node_type type, eng_loc where) {
	eng_op *op = eng_op_new(c, ENG_OP_NODE, where);

	op->type = type;
	return op;
}

void eng_op_append(eng_op *parent, eng_op *child) {
	if (parent->last) {
		parent->last->next = child;
	} else {
		parent->first = child;
	}
	parent->last = child;
}

eng_compiler eng_compiler_for(const eng_compiler *outer, eng_file_kind kind) {
	eng_compiler c = *outer;

	c.kind = kind;
	c.outer = outer;
	c.known = NULL;
	c.visible = NULL;
	c.known_count = c.known_cap = c.visible_cap = 0;
	c.slots = 0;
	c.sections = 0;
	c.scope.variables = NULL;
	c.scope.variable_count = 0;
	c.scope.namespaces = NULL;
	c.scope.namespace_count = 0;
	return c;
}

/* ---- variables ---- */

unsigned eng_compile_variable(eng_compiler *c, eng_str name, const eng_decl *decl, bool let,
			      eng_loc where) {
	static const char *const reserved[] = { "group", "rows", "carried" };
	eng_known *known;
	size_t cap;

	for (size_t i = 0; let && i < sizeof(reserved) / sizeof(*reserved); i++) {
		if (eng_str_eqc(name, reserved[i])) {
			eng_fail(c->ctx, "template.shadowed", where,
				 "variable '$%s' belongs to tables, choose another name",
				 reserved[i]);
		}
	}
	for (size_t i = 0; i < c->known_count; i++) {
		if (eng_str_eq(c->known[i].variable.name, name)) {
			eng_fail(c->ctx, "template.shadowed", where,
				 "variable '$%.*s' is already visible here, choose another name",
				 ENG_STR_ARG(name));
			eng_note(c->ctx, c->known[i].where, "the first is here");
			break;
		}
	}
	cap = c->known_cap;
	c->known =
	    eng_arena_grow(c->arena, c->known, c->known_count, &c->known_cap, sizeof(*c->known));
	if (cap != c->known_cap || !c->visible) {
		c->visible = eng_arena_new_array(c->arena, c->known_cap, eng_variable);
		for (size_t i = 0; i < c->known_count; i++) {
			c->visible[i] = c->known[i].variable;
		}
	}
	known = &c->known[c->known_count];
	*known = (eng_known){ { name, decl, c->slots++ }, false, let, where };
	c->visible[c->known_count++] = known->variable;
	c->scope.variables = c->visible;
	c->scope.variable_count = c->known_count;
	return known->variable.slot;
}

void eng_compile_forget(eng_compiler *c, size_t mark) {
	while (c->known_count > mark) {
		const eng_known *known = &c->known[--c->known_count];

		if (known->declared_here && !known->used && c->options->lint) {
			eng_warn(c->ctx, "template.unused-variable", known->where,
				 "variable '$%.*s' is never used",
				 ENG_STR_ARG(known->variable.name));
		}
	}
	c->scope.variable_count = c->known_count;
}

/* ---- elements ---- */

static const eng_element *find_element(eng_str name) {
	for (size_t i = 0; i < eng_element_count; i++) {
		if (eng_str_eqc(name, eng_elements[i].name)) {
			return &eng_elements[i];
		}
	}
	return NULL;
}

static const char *file_uri(const eng_compiler *c) {
	static const char *const uris[] = { "urn:engross:template:1", "urn:engross:fragment:1",
					    "urn:engross:block:1", "urn:engross:rules:1" };

	return uris[c->kind];
}

static void report_unknown(eng_compiler *c, const eng_xml_node *e, eng_place place) {
	const char *names[80], *nearest;
	size_t n = 0;

	for (size_t i = 0; i < eng_element_count && n < 80; i++) {
		if (eng_elements[i].places & place) {
			names[n++] = eng_elements[i].name;
		}
	}
	for (size_t i = 0; i < eng_element_count && n < 80; i++) {
		names[n++] = eng_elements[i].name;
	}
	nearest = eng_str_nearest(e->name, names, n);
	if (nearest) {
		eng_fail(c->ctx, "template.unknown-element", e->where,
			 "unknown element '%.*s', did you mean '%s'?", ENG_STR_ARG(e->name),
			 nearest);
	} else {
		eng_fail(c->ctx, "template.unknown-element", e->where, "unknown element '%.*s'",
			 ENG_STR_ARG(e->name));
	}
}

static bool right_namespace(eng_compiler *c, const eng_xml_node *e) {
	if (eng_str_eqc(e->uri, file_uri(c))) {
		return true;
	}
	return eng_fail(c->ctx, "template.unknown-element", e->where,
			"element '%.*s' is in namespace '%.*s', it should be '%s'",
			ENG_STR_ARG(e->name), ENG_STR_ARG(e->uri), file_uri(c));
}

void eng_compile_misplaced(eng_compiler *c, eng_xml_node *e) {
	const eng_element *row = find_element(e->name);
	const char *parent = e->parent ? eng_str_dup(c->arena, e->parent->name) : "?";

	if (!right_namespace(c, e)) {
		return;
	}
	if (!row) {
		report_unknown(c, e, ENG_PLACE_NONE);
	} else if (row->inside) {
		eng_fail(c->ctx, "template.misplaced-element", e->where,
			 "element '%s' is not allowed in '%s', it belongs in '%s'", row->name,
			 parent, row->inside);
	} else {
		eng_fail(c->ctx, "template.misplaced-element", e->where,
			 "element '%s' is not allowed in '%s'", row->name, parent);
	}
}

bool eng_compile_known(eng_compiler *c, eng_xml_node *e, const char *name) {
	const eng_element *row = find_element(e->name);

	if (!right_namespace(c, e)) {
		return false;
	}
	if (!row || !eng_str_eqc(e->name, name)) {
		eng_compile_misplaced(c, e);
		return false;
	}
	eng_compile_check_attributes(c, e, row);
	return true;
}

eng_op *eng_compile_element(eng_compiler *c, eng_xml_node *e, eng_place place) {
	const eng_element *row = find_element(e->name);
	bool some;
	eng_op *op;

	if (!right_namespace(c, e)) {
		return NULL;
	}
	if (!row) {
		report_unknown(c, e, place);
		return NULL;
	}
	if (!(row->places & place)) {
		eng_compile_misplaced(c, e);
		return NULL;
	}
	if (c->kind == ENG_FILE_BLOCK && !row->locked) {
		eng_fail(c->ctx, "template.misplaced-element", e->where,
			 "element '%s' is not allowed in a block: its wording is fixed", row->name);
		return NULL;
	}
	if (c->depth >= c->ctx->limits.depth) {
		eng_fail(c->ctx, "limit.depth", e->where,
			 "elements and fragments are nested deeper than %d", c->ctx->limits.depth);
		return NULL;
	}
	eng_compile_check_attributes(c, e, row);
	some = row->takes & ENG_TAKES_CHANNELS &&
	       (eng_xml_attr_find(e, "channels") || eng_xml_attr_find(e, "except"));
	c->depth++;
	c->some += some;
	op = row->compile(c, e, place);
	c->some -= some;
	c->depth--;
	if (op && row->takes) {
		eng_compile_common(c, e, op);
	}
	return op;
}

void eng_compile_no_text(eng_compiler *c, const eng_xml_node *text) {
	size_t i = 0;

	if (eng_str_blank(text->text)) {
		return;
	}
	while (i < text->text.n && strchr(" \t\r\n", text->text.s[i])) {
		i++;
	}
	eng_fail(c->ctx, "template.misplaced-text", eng_xml_text_where(text, i),
		 "text is not allowed directly in '%.*s', put it in a 'para'",
		 ENG_STR_ARG(text->parent->name));
}

void eng_compile_leaf(eng_compiler *c, eng_op *op) {
	op->carried = c->kind == ENG_FILE_BLOCK ? c->all : c->all & ~c->options->assembling;
}

/* What the children can be carried by, the parent can; a let alone is carried by nothing. */
static void gather_carried(eng_op *parent) {
	eng_channel_set carried = 0;

	for (const eng_op *op = parent->first; op; op = op->next) {
		carried |= op->kind == ENG_OP_LET ? 0 : op->carried;
	}
	parent->carried = carried;
}

/* sort and group-by of a for-each stand among its content but are read with its select. */
static bool read_with_rows(const eng_xml_node *parent, const eng_xml_node *n) {
	return eng_str_eqc(parent->name, "for-each") &&
	       (eng_str_eqc(n->name, "sort") || eng_str_eqc(n->name, "group-by"));
}

void eng_compile_children(eng_compiler *c, eng_xml_node *e, eng_place place, eng_op *parent) {
	size_t mark = c->known_count;

	for (eng_xml_node *n = e->first; n; n = n->next) {
		if (n->kind == ENG_XML_ELEMENT && read_with_rows(e, n)) {
			continue;
		}
		if (n->kind == ENG_XML_ELEMENT) {
			eng_op *op = eng_compile_element(c, n, place);

			if (op) {
				eng_op_append(parent, op);
			}
		} else if (place == ENG_PLACE_INLINE) {
			eng_compile_text(c, n, parent);
		} else {
			eng_compile_no_text(c, n);
		}
	}
	eng_compile_forget(c, mark);
	if (place == ENG_PLACE_BLOCK || place == ENG_PLACE_TOP) {
		gather_carried(parent);
	}
}

eng_op *eng_compile_inline(eng_compiler *c, eng_xml_node *e) {
	eng_op *op = eng_op_new(c, ENG_OP_SEQUENCE, e->where);

	eng_compile_children(c, e, ENG_PLACE_INLINE, op);
	return op;
}

/* Whether a fragment is made of blocks: decides what stands around its include. */
static bool fragment_holds_blocks(eng_compiler *c, const eng_xml_node *include, int depth);

/* Whether e holds blocks rather than text; steering elements and fragments are looked into. */
static bool holds_blocks(eng_compiler *c, const eng_xml_node *e, int depth) {
	static const char *const steering[] = { "if", "choose", "when", "otherwise", "for-each" };
	for (const eng_xml_node *n = e->first; n; n = n->next) {
		const eng_element *row;
		bool steers = false;

		if (n->kind == ENG_XML_TEXT) {
			continue;
		}
		for (size_t i = 0; i < 5; i++) {
			steers = steers || eng_str_eqc(n->name, steering[i]);
		}
		if (steers) {
			if (holds_blocks(c, n, depth)) {
				return true;
			}
			continue;
		}
		row = find_element(n->name);
		if (row && eng_str_eqc(n->name, "include")) {
			if (fragment_holds_blocks(c, n, depth)) {
				return true;
			}
		} else if (row && (row->places & ENG_PLACE_BLOCK) &&
			   !(row->places & ENG_PLACE_INLINE)) {
			return true;
		}
	}
	return false;
}

static bool fragment_holds_blocks(eng_compiler *c, const eng_xml_node *include, int depth) {
	const eng_xml_node *root =
	    depth < c->ctx->limits.depth
		? eng_fragment_root(c, eng_xml_attr_value(include, "fragment"))
		: NULL;

	return root && holds_blocks(c, root, depth + 16);
}

void eng_compile_flow(eng_compiler *c, eng_xml_node *e, eng_op *parent) {
	eng_op *para;

	if (holds_blocks(c, e, 0)) {
		eng_compile_children(c, e, ENG_PLACE_BLOCK, parent);
		return;
	}
	para = eng_op_node(c, ENG_NODE_PARA, e->where);
	eng_compile_children(c, e, ENG_PLACE_INLINE, para);
	if (para->first) {
		eng_op_append(parent, para);
	}
}

void eng_compile_empty(eng_compiler *c, eng_xml_node *e) {
	for (eng_xml_node *n = e->first; n; n = n->next) {
		if (n->kind == ENG_XML_ELEMENT) {
			eng_compile_misplaced(c, n);
		} else {
			eng_compile_no_text(c, n);
		}
	}
}
