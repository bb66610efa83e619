/* Interprets operations: steering, and nodes that are no more than their children. */
#include "compose/state.h"

eng_node *eng_compose_node(eng_composing *s, const eng_op *op, eng_node_type type,
			   eng_channel_set set) {
	eng_node *node;

	if (++s->nodes > s->ctx->limits.document_nodes) {
		return eng_fail_null(s->ctx, "limit.document-nodes", op->where,
				     "the document has more than %zu nodes",
				     s->ctx->limits.document_nodes);
	}
	if (s->arena->bytes + s->eval.lists->bytes > s->ctx->limits.arena_bytes) {
		return eng_fail_null(s->ctx, "limit.arena-bytes", op->where,
				     "the record needs more than %zu bytes of memory",
				     s->ctx->limits.arena_bytes);
	}
	node = eng_node_new(s->arena, type, op->where, set);
	node->keep = op->keep;
	if (op->tags.role.n || op->tags.id.n ||
	    op->tags.lang.n) { /* else op may be a passing one */
		node->tags = &op->tags;
	}
	node->locked = s->version != NULL;
	return node;
}

bool eng_compose_content(eng_composing *s, const eng_op *op, eng_node *node) {
	eng_writer writer = { .start = true, .keep_lines = op->keep_lines }, *outer = s->writer;
	bool good;

	s->writer = &writer;
	good = eng_compose_ops(s, op->first, node, node->channels);
	s->writer = outer;
	return good;
}

eng_node *eng_compose_label(eng_composing *s, const eng_op *op, eng_loc where,
			    eng_channel_set set) {
	const eng_op empty = { .where = where };
	eng_node *node = eng_compose_node(s, op ? op : &empty, ENG_NODE_PARA, set);

	return node && eng_compose_content(s, op ? op : &empty, node) ? node : NULL;
}

/* ---- steering ---- */

static bool run_sequence(eng_composing *s, const eng_op *op, eng_node *parent,
			 eng_channel_set set) {
	return eng_compose_ops(s, op->first, parent, set);
}

static bool run_let(eng_composing *s, const eng_op *op, eng_node *parent, eng_channel_set set) {
	(void)parent;
	(void)set;
	return eng_expr_select(&s->eval, op->as.let.select, &s->frame[op->as.let.slot]);
}

/* What stands in an if, a when or an otherwise; *test: whether it was composed. */
static bool run_test(eng_composing *s, const eng_op *op, bool choice, eng_node *parent,
		     eng_channel_set set, bool *test) {
	size_t turn;
	bool good;

	*test = true;
	if (op->as.test.test && !eng_expr_test(&s->eval, op->as.test.test, test)) {
		return false;
	}
	turn = eng_turn_test(s, op, choice, *test);
	good = !*test || eng_compose_ops(s, op->first, parent, set);
	eng_turn_leave(s, turn);
	return good;
}

static bool run_if(eng_composing *s, const eng_op *op, eng_node *parent, eng_channel_set set) {
	bool test;

	return run_test(s, op, false, parent, set, &test);
}

static bool run_choose(eng_composing *s, const eng_op *op, eng_node *parent, eng_channel_set set) {
	for (const eng_op *when = op->first; when; when = when->next) {
		bool test;

		if (!run_test(s, when, true, parent, set, &test)) {
			return false;
		}
		if (test) {
			break;
		}
	}
	return true;
}

static bool run_part(eng_composing *s, const eng_op *op, eng_node *parent, eng_channel_set set) {
	eng_document *doc = s->doc;
	eng_node *node = eng_compose_node(s, op, ENG_NODE_PART, set);

	(void)parent;
	if (!node || !eng_compose_ops(s, op->first, node, set)) {
		return false;
	}
	doc->parts = eng_arena_grow(s->arena, doc->parts, doc->part_count, &s->part_cap,
				    sizeof(*doc->parts));
	doc->parts[doc->part_count++] = (eng_part){ op->as.part.name, op->as.part.pages, node };
	return true;
}

/* ---- nodes ---- */

static void fill(const eng_op *op, eng_node *node) {
	switch (op->type) {
	case ENG_NODE_SECTION:
		node->as.section.master = op->as.section.master;
		break;
	case ENG_NODE_FLOW:
		node->as.flow.columns = op->as.flow.columns;
		break;
	case ENG_NODE_LIST:
		node->as.list.marker = op->as.list.marker;
		node->as.list.ordered = op->as.list.ordered;
		break;
	case ENG_NODE_CONTENTS:
		node->as.contents.depth = op->as.contents.depth;
		break;
	case ENG_NODE_PAGE_NUMBER:
	case ENG_NODE_PAGE_COUNT:
		node->as.page.section = op->as.page.section;
		break;
	default:
		break;
	}
}

/* A container that ends up empty says nothing and is left out: no channel could show it. */
static bool run_container(eng_composing *s, const eng_op *op, eng_node *parent,
			  eng_channel_set set) {
	eng_node *node = eng_compose_node(s, op, op->type, set);

	if (!node) {
		return false;
	}
	fill(op, node);
	if (!eng_compose_ops(s, op->first, node, set)) {
		return false;
	}
	if (node->first) {
		eng_node_append(parent, node);
	}
	return true;
}

static bool run_text_block(eng_composing *s, const eng_op *op, eng_node *parent,
			   eng_channel_set set) {
	eng_node *node = eng_compose_node(s, op, op->type, set);

	if (!node) {
		return false;
	}
	fill(op, node);
	if (!eng_compose_content(s, op, node)) {
		return false;
	}
	if (node->first) {
		eng_node_append(parent, node);
	}
	return true;
}

static bool run_fact(eng_composing *s, const eng_op *op, eng_node *parent, eng_channel_set set) {
	eng_node *node = eng_compose_node(s, op, ENG_NODE_FACT, set);

	if (!node) {
		return false;
	}
	node->as.fact.label = eng_compose_label(s, op->as.fact.label, op->where, set);
	if (!node->as.fact.label || !eng_compose_content(s, op, node)) {
		return false;
	}
	node->as.fact.label->parent = node;
	eng_node_append(parent, node);
	return true;
}

static bool run_mark(eng_composing *s, const eng_op *op, eng_node *parent, eng_channel_set set) {
	eng_node *node = eng_compose_node(s, op, op->type, set);

	if (node) {
		fill(op, node);
		eng_node_append(parent, node);
	}
	return node != NULL;
}

/* ---- inline nodes ---- */

static bool run_inline(eng_composing *s, const eng_op *op, eng_node *parent, eng_channel_set set) {
	eng_node *node = eng_compose_node(s, op, op->type, set);

	if (!node) {
		return false;
	}
	if (op->type == ENG_NODE_LINK &&
	    !eng_compose_href(s, &op->as.link.href, op->as.link.fixed, &node->as.link.href)) {
		return false;
	}
	node->parent = parent; /* while it is filled: it is appended only if it is not empty */
	if (!eng_compose_ops(s, op->first, node, set)) {
		return false;
	}
	eng_write_close(s, parent, node);
	if (node->first) {
		eng_node_append(parent, node);
	}
	return true;
}

static bool run_break(eng_composing *s, const eng_op *op, eng_node *parent, eng_channel_set set) {
	(void)set;
	return eng_write_break(s, parent, op->where, (eng_provenance){ ENG_ORIGIN_STATIC });
}

static bool run_footnote(eng_composing *s, const eng_op *op, eng_node *parent,
			 eng_channel_set set) {
	eng_node *node = eng_compose_node(s, op, ENG_NODE_FOOTNOTE, set);

	return node && eng_compose_content(s, op, node) &&
	       (!node->first || eng_write_node(s, parent, node));
}

static bool run_page(eng_composing *s, const eng_op *op, eng_node *parent, eng_channel_set set) {
	eng_node *node = eng_compose_node(s, op, op->type, set);

	if (node) {
		fill(op, node);
	}
	return node && eng_write_node(s, parent, node);
}

static eng_compose_fn *const by_type[ENG_NODE_TYPES] = {
	[ENG_NODE_SECTION] = run_container,
	[ENG_NODE_FLOW] = run_container,
	[ENG_NODE_CALLOUT] = run_container,
	[ENG_NODE_BLOCK] = eng_compose_block,
	[ENG_NODE_LIST] = run_container,
	[ENG_NODE_ITEM] = run_container,
	[ENG_NODE_HEADING] = eng_compose_heading,
	[ENG_NODE_PARA] = run_text_block,
	[ENG_NODE_FACTS] = run_container,
	[ENG_NODE_FACT] = run_fact,
	[ENG_NODE_TABLE] = eng_compose_table,
	[ENG_NODE_ROW] = eng_compose_total,
	[ENG_NODE_CHART] = eng_compose_chart,
	[ENG_NODE_IMAGE] = eng_compose_image,
	[ENG_NODE_BARCODE] = eng_compose_barcode,
	[ENG_NODE_PAYMENT] = eng_compose_payment,
	[ENG_NODE_ACTION] = eng_compose_action,
	[ENG_NODE_ENTRY] = eng_compose_entry,
	[ENG_NODE_SIGNATURE] = eng_compose_signature,
	[ENG_NODE_CONTENTS] = run_mark,
	[ENG_NODE_DIVIDER] = run_mark,
	[ENG_NODE_SPACER] = run_mark,
	[ENG_NODE_PAGE_BREAK] = run_mark,
	[ENG_NODE_STRONG] = run_inline,
	[ENG_NODE_EM] = run_inline,
	[ENG_NODE_SPAN] = run_inline,
	[ENG_NODE_NOBR] = run_inline,
	[ENG_NODE_LINK] = run_inline,
	[ENG_NODE_BR] = run_break,
	[ENG_NODE_FOOTNOTE] = run_footnote,
	[ENG_NODE_PAGE_NUMBER] = run_page,
	[ENG_NODE_PAGE_COUNT] = run_page,
};

static bool run_node(eng_composing *s, const eng_op *op, eng_node *parent, eng_channel_set set) {
	return by_type[op->type](s, op, parent, set);
}

static eng_compose_fn *const by_kind[ENG_OP_KINDS] = {
	[ENG_OP_SEQUENCE] = run_sequence,
	[ENG_OP_LET] = run_let,
	[ENG_OP_IF] = run_if,
	[ENG_OP_CHOOSE] = run_choose,
	[ENG_OP_FOR_EACH] = eng_compose_for_each,
	[ENG_OP_INCLUDE] = eng_compose_include,
	[ENG_OP_WORDS] = eng_compose_words,
	[ENG_OP_VALUE] = eng_compose_value,
	[ENG_OP_PHRASE] = eng_compose_phrase,
	[ENG_OP_SLOT] = eng_compose_slot,
	[ENG_OP_PART] = run_part,
	[ENG_OP_ATTACHMENT] = eng_compose_attachment,
	[ENG_OP_NODE] = run_node,
};

bool eng_compose_ops(eng_composing *s, const eng_op *op, eng_node *parent, eng_channel_set set) {
	/* Fragments are compiled once and may stand at any depth: the depth is checked again here. */
	if (op && s->depth >= 2 * s->ctx->limits.depth) {
		return eng_fail(s->ctx, "limit.depth", op->where,
				"elements and fragments are nested deeper than %d",
				2 * s->ctx->limits.depth);
	}
	s->depth++;
	for (; op; op = op->next) {
		eng_channel_set here = set & op->channels;

		if (++s->steps > s->ctx->limits.steps) {
			return eng_fail(s->ctx, "limit.steps", op->where,
					"composing takes more than %llu steps",
					(unsigned long long)s->ctx->limits.steps);
		}
		if ((op->kind == ENG_OP_LET || (here & op->carried)) &&
		    !by_kind[op->kind](s, op, parent, here)) {
			return false;
		}
	}
	s->depth--;
	return true;
}
