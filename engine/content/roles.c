/* The style roles that a template asks for: the theme, which this floor does not know, is asked for
 * them by lint. Blocks are walked by their versions, fragments by all their language forms. */
#include "content/program.h"

typedef struct walk {
	eng_role_fn *take;
	void *user;
	int depth;
} walk;

#define DEPTH_MAX 64 /* fragments cannot recurse: the compiler refuses it */

static void walk_ops(walk *w, const eng_op *op);

static void walk_table(walk *w, const eng_op_table *table) {
	walk_ops(w, table->caption);
	for (size_t i = 0; i < table->column_count; i++) {
		walk_ops(w, table->columns[i].heading);
		walk_ops(w, table->columns[i].cell);
	}
	walk_ops(w, table->group_heading);
	walk_ops(w, table->subtotals);
	walk_ops(w, table->totals);
	walk_ops(w, table->more);
}

/* The element as themes name it: each level of headings has a style of its own, down to the fourth. */
static const char *styled_as(const eng_op *op) {
	static const char *const headings[] = { "heading-1", "heading-2", "heading-3",
						"heading-4" };
	int level = op->as.heading.level;

	return op->type != ENG_NODE_HEADING ? eng_node_type_name(op->type)
					    : headings[(level > 4 ? 4 : level) - 1];
}

static void walk_op(walk *w, const eng_op *op) {
	if (op->kind == ENG_OP_NODE && op->tags.role.n) {
		w->take(w->user, styled_as(op), op->tags.role, op->where);
	}
	if (op->kind == ENG_OP_INCLUDE) {
		for (size_t i = 0; i < op->as.include.n; i++) {
			walk_ops(w, op->as.include.forms[i]->body);
		}
	} else if (op->kind == ENG_OP_NODE && op->type == ENG_NODE_TABLE) {
		walk_table(w, op->as.table);
	} else if (op->kind == ENG_OP_NODE && op->type == ENG_NODE_FACT) {
		walk_ops(w, op->as.fact.label);
	}
	walk_ops(w, op->first);
}

static void walk_ops(walk *w, const eng_op *op) {
	if (++w->depth <= DEPTH_MAX) {
		for (; op; op = op->next) {
			walk_op(w, op);
		}
	}
	w->depth--;
}

void eng_template_roles(const eng_template *tmpl, eng_role_fn *take, void *user) {
	walk w = { take, user, 0 };

	walk_ops(&w, tmpl->head);
	walk_ops(&w, tmpl->title);
	walk_ops(&w, tmpl->brief);
	walk_ops(&w, tmpl->body);
}
