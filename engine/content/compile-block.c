/* Sections, flows, callouts, parts, marks, and references to locked blocks. */
#include "content/elements.h"

eng_op *eng_element_section(eng_compiler *c, eng_xml_node *e, eng_place place) {
	eng_op *op = eng_op_node(c, ENG_NODE_SECTION, e->where);

	op->as.section.master = eng_compile_id(c, e, "master", false);
	c->sections++;
	eng_compile_children(c, e, place, op);
	c->sections--;
	return op;
}

eng_op *eng_element_flow(eng_compiler *c, eng_xml_node *e, eng_place place) {
	eng_op *op = eng_op_node(c, ENG_NODE_FLOW, e->where);

	op->as.flow.columns = eng_compile_int(c, e, "columns", 1, 4, 2);
	eng_compile_children(c, e, place, op);
	return op;
}

eng_op *eng_element_callout(eng_compiler *c, eng_xml_node *e, eng_place place) {
	eng_op *op = eng_op_node(c, ENG_NODE_CALLOUT, e->where);

	(void)place;
	op->keep = ENG_KEEP_TOGETHER;
	eng_compile_flow(c, e, op);
	op->carried = 0;
	for (const eng_op *child = op->first; child; child = child->next) {
		op->carried |= child->carried;
	}
	return op;
}

/* A fragment may hold anything. */
static bool may_hold_block(const eng_op *op) {
	bool found =
	    op->kind == ENG_OP_INCLUDE || (op->kind == ENG_OP_NODE && op->type == ENG_NODE_BLOCK);

	for (const eng_op *child = op->first; child && !found; child = child->next) {
		found = may_hold_block(child);
	}
	return found;
}

/* A part for continuation pages is for channels with pages alone, but a locked block in it is composed
 * for all: a channel that would lose it says so. */
eng_op *eng_element_part(eng_compiler *c, eng_xml_node *e, eng_place place) {
	static const char *const names[] = { "letterhead", "sender", "info", "header",
					     "footer",     "legal",  NULL };
	static const char *const pages[] = { "all", "first", "rest", "last", NULL };
	eng_op *op = eng_op_new(c, ENG_OP_PART, e->where);
	bool outer = c->in_part;

	(void)place;
	eng_compile_required(c, e, "name");
	op->as.part.name = eng_str_from(names[eng_compile_word(c, e, "name", names, 0)]);
	op->as.part.pages = (eng_pages)eng_compile_word(c, e, "pages", pages, 0);
	c->in_part = true;
	eng_compile_children(c, e, ENG_PLACE_BLOCK, op);
	c->in_part = outer;
	if (op->as.part.pages == ENG_PAGES_REST && !may_hold_block(op)) {
		op->carried &= ~c->options->flowing;
	}
	return op;
}

eng_op *eng_element_mark(eng_compiler *c, eng_xml_node *e, eng_place place) {
	eng_node_type type = eng_str_eqc(e->name, "divider")  ? ENG_NODE_DIVIDER
			     : eng_str_eqc(e->name, "spacer") ? ENG_NODE_SPACER
							      : ENG_NODE_PAGE_BREAK;
	eng_op *op = eng_op_node(c, type, e->where);

	(void)place;
	eng_compile_empty(c, e);
	eng_compile_leaf(c, op);
	if (type != ENG_NODE_DIVIDER) {
		op->carried &= ~c->options->flowing;
	}
	return op;
}

eng_op *eng_element_contents(eng_compiler *c, eng_xml_node *e, eng_place place) {
	eng_op *op = eng_op_node(c, ENG_NODE_CONTENTS, e->where);

	(void)place;
	eng_compile_empty(c, e);
	op->as.contents.depth = eng_compile_int(c, e, "depth", 1, 6, 2);
	eng_compile_leaf(c, op);
	op->carried &= ~c->options->flowing;
	return op;
}

/* ---- block references ---- */

static const eng_block_slot *slot_of(const eng_block_version *version, eng_str name) {
	for (size_t i = 0; i < version->slot_count; i++) {
		if (eng_str_eq(version->slots[i].name, name)) {
			return &version->slots[i];
		}
	}
	return NULL;
}

static void check_given(eng_compiler *c, const eng_block *block, const eng_op_given *given) {
	const char *names[64], *nearest;
	size_t n = 0;

	for (size_t i = 0; i < block->n; i++) {
		if (slot_of(block->versions[i], given->name)) {
			return;
		}
		for (size_t k = 0; k < block->versions[i]->slot_count && n < 64; k++) {
			names[n++] = block->versions[i]->slots[k].name.s;
		}
	}
	nearest = eng_str_nearest(given->name, names, n);
	eng_fail(c->ctx, "block.unknown-slot", given->where, "block '%.*s' has no slot '%.*s'%s",
		 ENG_STR_ARG(block->id), ENG_STR_ARG(given->name),
		 eng_did_you_mean(c->arena, nearest));
}

static bool is_given(const eng_op_block *use, eng_str name) {
	for (size_t i = 0; i < use->slot_count; i++) {
		if (eng_str_eq(use->slots[i].name, name)) {
			return true;
		}
	}
	return false;
}

/* Whether a later version of the same language replaces this one. */
static bool is_superseded(const eng_block *block, const eng_block_version *version) {
	for (size_t i = 0; i < block->n; i++) {
		const eng_block_version *other = block->versions[i];

		if (eng_str_eq(other->language, version->language) &&
		    other->version > version->version) {
			return true;
		}
	}
	return false;
}

/* The newest version of each language must get all that it asks for. */
static void check_versions(eng_compiler *c, eng_xml_node *e, const eng_op_block *use) {
	for (size_t i = 0; i < use->block->n; i++) {
		const eng_block_version *version = use->block->versions[i];

		if (is_superseded(use->block, version)) {
			continue;
		}
		for (size_t k = 0; k < version->slot_count; k++) {
			const eng_block_slot *slot = &version->slots[k];

			if (!slot->optional && !is_given(use, slot->name)) {
				eng_fail(c->ctx, "block.missing-slot", e->where,
					 "block '%.*s' needs slot '%.*s'",
					 ENG_STR_ARG(use->block->id), ENG_STR_ARG(slot->name));
				eng_note(c->ctx, slot->where, "it is declared here");
				return;
			}
		}
	}
}

static void compile_given(eng_compiler *c, eng_xml_node *e, eng_op_block *use) {
	size_t cap = 0;

	for (eng_xml_node *n = e->first; n; n = n->next) {
		const eng_xml_attr *name;
		eng_op_given *given;

		if (n->kind == ENG_XML_TEXT) {
			if (!eng_str_blank(n->text)) {
				eng_fail(c->ctx, "template.misplaced-text", n->where,
					 "text is not allowed in 'block', its wording is locked");
			}
			continue;
		}
		if (!eng_compile_known(c, n, "slot")) {
			continue;
		}
		eng_compile_empty(c, n);
		for (const eng_xml_attr *a = n->attrs; a; a = a->next) {
			if (!eng_str_eqc(a->name, "name") && !eng_str_eqc(a->name, "select")) {
				eng_fail(c->ctx, "template.unknown-attribute", a->where,
					 "a template gives a slot 'name' and 'select' only; '%.*s' "
					 "is the block's own",
					 ENG_STR_ARG(a->name));
			}
		}
		name = eng_compile_required(c, n, "name");
		use->slots = eng_arena_grow(c->arena, use->slots, use->slot_count, &cap,
					    sizeof(*use->slots));
		given = &use->slots[use->slot_count];
		*given =
		    (eng_op_given){ { 0 }, eng_compile_select(c, n, "select", true), n->where };
		if (name && is_given(use, name->value)) {
			eng_fail(c->ctx, "template.duplicate", name->at,
				 "slot '%.*s' is given twice", ENG_STR_ARG(name->value));
		} else if (name) {
			given->name = name->value;
			use->slot_count++;
		}
	}
}

eng_op *eng_element_block(eng_compiler *c, eng_xml_node *e, eng_place place) {
	eng_op *op = eng_op_node(c, ENG_NODE_BLOCK, e->where);
	eng_op_block *use = eng_arena_new(c->arena, eng_op_block);
	eng_str id = eng_compile_id(c, e, "ref", true);
	const eng_xml_attr *ref = eng_xml_attr_find(e, "ref");

	(void)place;
	op->as.block = use;
	compile_given(c, e, use);
	if (id.n) {
		use->block = eng_block_load(c->ctx, c->library, id, c->options->channel_names,
					    c->options->assembling, ref->at);
	}
	if (!use->block) {
		return NULL;
	}
	for (size_t i = 0; i < use->slot_count; i++) {
		check_given(c, use->block, &use->slots[i]);
	}
	check_versions(c, e, use);
	return op;
}
