/* Paragraphs, headings, lists and what stands in text. */
#include <string.h>

#include "content/elements.h"

static bool keeps_lines(eng_compiler *c, eng_xml_node *e) {
	static const char *const words[] = { "flow", "keep", NULL };

	return eng_compile_word(c, e, "lines", words, 0) == 1;
}

eng_op *eng_element_para(eng_compiler *c, eng_xml_node *e, eng_place place) {
	eng_op *op = eng_op_node(c, ENG_NODE_PARA, e->where);

	(void)place;
	op->keep_lines = keeps_lines(c, e);
	eng_compile_children(c, e, ENG_PLACE_INLINE, op);
	eng_compile_leaf(c, op);
	return op;
}

/* Its number must be the same in every channel and run, and locked wording has none that others set. */
static bool is_numbered(eng_compiler *c, eng_xml_node *e) {
	if (!eng_compile_yes(c, e, "numbered")) {
		return false;
	}
	if (c->kind == ENG_FILE_BLOCK || c->in_part || c->some > 0) {
		return eng_fail(c->ctx, "template.numbered-heading", e->where,
				"a numbered heading is not allowed %s",
				c->kind == ENG_FILE_BLOCK ? "in a block: its wording is fixed"
				: c->in_part              ? "in a part, which runs beside the text"
							  : "in what only some channels show");
	}
	return true;
}

eng_op *eng_element_heading(eng_compiler *c, eng_xml_node *e, eng_place place) {
	eng_op *op = eng_op_node(c, ENG_NODE_HEADING, e->where);
	int level = c->sections > 0 ? c->sections : 1;

	(void)place;
	op->keep = ENG_KEEP_WITH_NEXT;
	op->as.heading.level = eng_compile_int(c, e, "level", 1, 6, level < 6 ? level : 6);
	op->as.heading.numbered = is_numbered(c, e);
	eng_compile_children(c, e, ENG_PLACE_INLINE, op);
	eng_compile_leaf(c, op);
	return op;
}

eng_op *eng_element_list(eng_compiler *c, eng_xml_node *e, eng_place place) {
	static const char *const markers[] = { "disc",  "dash",  "none", "decimal",
					       "alpha", "roman", NULL };
	eng_op *op = eng_op_node(c, ENG_NODE_LIST, e->where);
	int marker = eng_compile_word(c, e, "marker", markers, 0);

	(void)place;
	op->as.list.marker = eng_str_from(markers[marker]);
	op->as.list.ordered = marker >= 3;
	eng_compile_children(c, e, ENG_PLACE_LIST, op);
	eng_compile_leaf(c, op);
	return op;
}

eng_op *eng_element_item(eng_compiler *c, eng_xml_node *e, eng_place place) {
	eng_op *op = eng_op_node(c, ENG_NODE_ITEM, e->where);

	(void)place;
	eng_compile_flow(c, e, op);
	op->carried = c->all;
	return op;
}

eng_op *eng_element_inline(eng_compiler *c, eng_xml_node *e, eng_place place) {
	static const struct {
		const char *name;
		eng_node_type type;
	} types[] = { { "strong", ENG_NODE_STRONG },
		      { "em", ENG_NODE_EM },
		      { "nobr", ENG_NODE_NOBR },
		      { "span", ENG_NODE_SPAN } };
	eng_op *op = eng_op_node(c, ENG_NODE_SPAN, e->where);

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
		if (eng_str_eqc(e->name, types[i].name)) {
			op->type = types[i].type;
		}
	}
	eng_compile_children(c, e, place, op);
	return op;
}

eng_op *eng_element_link(eng_compiler *c, eng_xml_node *e, eng_place place) {
	eng_op *op = eng_op_node(c, ENG_NODE_LINK, e->where);

	eng_compile_href(c, e, "href", true, &op->as.link.href, &op->as.link.fixed);
	eng_compile_children(c, e, place, op);
	return op;
}

eng_op *eng_element_br(eng_compiler *c, eng_xml_node *e, eng_place place) {
	(void)place;
	eng_compile_empty(c, e);
	return eng_op_node(c, ENG_NODE_BR, e->where);
}

eng_op *eng_element_footnote(eng_compiler *c, eng_xml_node *e, eng_place place) {
	eng_op *op = eng_op_node(c, ENG_NODE_FOOTNOTE, e->where);

	eng_compile_children(c, e, place, op);
	for (const eng_xml_node *up = e->parent; up; up = up->parent) {
		if (eng_str_eqc(up->name, "footnote")) {
			eng_fail(c->ctx, "template.misplaced-element", e->where,
				 "a footnote cannot stand in a footnote");
			break;
		}
	}
	return op;
}

eng_op *eng_element_page_number(eng_compiler *c, eng_xml_node *e, eng_place place) {
	static const char *const words[] = { "document", "section", NULL };
	bool count = eng_str_eqc(e->name, "page-count");
	eng_op *op = eng_op_node(c, count ? ENG_NODE_PAGE_COUNT : ENG_NODE_PAGE_NUMBER, e->where);

	(void)place;
	eng_compile_empty(c, e);
	op->as.page.section = eng_compile_word(c, e, "of", words, 0) == 1;
	if (!c->in_part) {
		eng_fail(c->ctx, "template.misplaced-element", e->where,
			 "element '%.*s' is only allowed in a part", ENG_STR_ARG(e->name));
	}
	return op;
}

/* A slot in the form of a block; a slot of a template's block is read by its parent. */
eng_op *eng_element_slot(eng_compiler *c, eng_xml_node *e, eng_place place) {
	const eng_xml_attr *name;
	const char *names[64], *nearest;
	size_t n = 0;
	eng_op *op;

	(void)place;
	if (!c->version) {
		eng_compile_misplaced(c, e);
		return NULL;
	}
	eng_compile_empty(c, e);
	for (const eng_xml_attr *a = e->attrs; a; a = a->next) {
		if (!eng_str_eqc(a->name, "name")) {
			eng_fail(c->ctx, "template.unknown-attribute", a->where,
				 "in a form a slot has 'name' only, '%.*s' belongs to its "
				 "declaration",
				 ENG_STR_ARG(a->name));
		}
	}
	name = eng_compile_required(c, e, "name");
	if (!name) {
		return NULL;
	}
	op = eng_op_new(c, ENG_OP_SLOT, e->where);
	for (size_t i = 0; i < c->version->slot_count; i++) {
		const eng_block_slot *slot = &c->version->slots[i];

		if (eng_str_eq(slot->name, name->value)) {
			op->as.slot.slot = slot;
			op->as.slot.index = i;
			return op;
		}
		if (n < 64) {
			names[n++] = slot->name.s;
		}
	}
	nearest = eng_str_nearest(name->value, names, n);
	eng_fail(c->ctx, "block.unknown-slot", name->at, "the block declares no slot '%.*s'%s",
		 ENG_STR_ARG(name->value), eng_did_you_mean(c->arena, nearest));
	return NULL;
}

static void compile_arg(eng_compiler *c, eng_xml_node *e, eng_op_arg *arg) {
	const eng_xml_attr *name = eng_compile_required(c, e, "name");

	arg->where = e->where;
	arg->name = name ? name->value : (eng_str){ 0 };
	arg->content = eng_compile_inline(c, e);
}

eng_op *eng_element_phrase(eng_compiler *c, eng_xml_node *e, eng_place place) {
	eng_op *op = eng_op_new(c, ENG_OP_PHRASE, e->where);
	const eng_xml_attr *key = eng_compile_required(c, e, "key");
	bool fixed;
	size_t cap = 0;

	(void)place;
	for (eng_xml_node *n = e->first; n; n = n->next) {
		if (n->kind == ENG_XML_TEXT) {
			if (!eng_str_blank(n->text)) {
				eng_fail(
				    c->ctx, "template.misplaced-text", n->where,
				    "text is not allowed directly in 'phrase', its words stand "
				    "in the strings");
			}
		} else if (eng_compile_known(c, n, "arg")) {
			op->as.phrase.args =
			    eng_arena_grow(c->arena, op->as.phrase.args, op->as.phrase.n, &cap,
					   sizeof(*op->as.phrase.args));
			compile_arg(c, n, &op->as.phrase.args[op->as.phrase.n++]);
		}
	}
	eng_compile_href(c, e, "href", false, &op->as.phrase.href, &fixed);
	if (key) {
		op->as.phrase.key = key->value;
		eng_compile_phrase_key(c, key->value, key->at);
		eng_compile_phrase_args(c, key->value, op->as.phrase.args, op->as.phrase.n,
					key->at);
	}
	return op;
}
