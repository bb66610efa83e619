/* Walks along the axes of the record tree: paths, steps and predicates (XPath 1.0 2.2-2.4).
 *
 * A missing field (blank or nil, without children and attributes) does not exist for any path, so
 * that XML, JSON and CSV are equal citizens. Plain child paths, nearly all there are, have their
 * own short road that compares interned pointers only. */
#include "expr/eval.h"

void eng_nodes_add(eng_machine *m, eng_nodes *nodes, const eng_field *field) {
	eng_arena *arena = m->eval->lists ? m->eval->lists : m->eval->arena;

	if (nodes->cap == 0) { /* most paths select one field */
		nodes->items = eng_arena_room(arena, 1, sizeof(*nodes->items));
		nodes->items[0] = field;
		nodes->n = nodes->cap = 1;
		return;
	}
	nodes->items =
	    eng_arena_grow(arena, nodes->items, nodes->n, &nodes->cap, sizeof(*nodes->items));
	nodes->items[nodes->n++] = field;
}

static int by_order(const void *a, const void *b) {
	const eng_field *x = *(const eng_field *const *)a, *y = *(const eng_field *const *)b;

	return (x->order > y->order) - (x->order < y->order);
}

void eng_nodes_normalise(eng_nodes *nodes) {
	size_t i, out = 1;

	for (i = 1; i < nodes->n && nodes->items[i - 1]->order < nodes->items[i]->order; i++) {}
	if (i >= nodes->n) {
		return;
	}
	qsort(nodes->items, nodes->n, sizeof(*nodes->items), by_order);
	for (i = 1; i < nodes->n; i++) {
		if (nodes->items[i] != nodes->items[out - 1]) {
			nodes->items[out++] = nodes->items[i];
		}
	}
	nodes->n = out;
}

static inline bool is_there(const eng_field *field) {
	return !field->nil && (field->first || field->attributes || !eng_str_blank(field->text));
}

static inline bool matches(const eng_step *step, const eng_field *field) {
	return (step->name == NULL || step->name == field->name) &&
	       (step->any_space || step->space == field->space) && is_there(field);
}

static bool plain_walk(eng_machine *m, const eng_field *field, const eng_step *step, size_t n,
		       eng_nodes *nodes) {
	const eng_field *child;
	uint64_t visited = 1;

	for (child = field->first; child; child = child->next) {
		visited++;
		if (child->name != step->name || child->space != step->space || !is_there(child)) {
			continue;
		}
		if (n == 1) {
			eng_nodes_add(m, nodes, child);
		} else if (!plain_walk(m, child, step + 1, n - 1, nodes)) {
			return false;
		}
	}
	return eng_machine_tick(m, visited);
}

/* The element test of all axes but attribute; node() also takes an attribute on the self axis. */
static void consider(eng_machine *m, const eng_step *step, const eng_field *field,
		     eng_nodes *nodes) {
	if ((!field->attribute || step->any_node) && matches(step, field)) {
		eng_nodes_add(m, nodes, field);
	}
}

static bool descend(eng_machine *m, const eng_step *step, const eng_field *top, eng_nodes *nodes) {
	const eng_field *field = top->first;
	uint64_t visited = 1;

	while (field) {
		consider(m, step, field, nodes);
		visited++;
		if (field->first) {
			field = field->first;
			continue;
		}
		while (field != top && !field->next) {
			field = field->parent;
		}
		field = field == top ? NULL : field->next;
	}
	return eng_machine_tick(m, visited);
}

static void reverse(eng_nodes *nodes, size_t from) {
	size_t to = nodes->n;
	const eng_field *swap;

	while (from + 1 < to) {
		swap = nodes->items[from];
		nodes->items[from++] = nodes->items[--to];
		nodes->items[to] = swap;
	}
}

static bool walk_siblings(eng_machine *m, const eng_step *step, const eng_field *field,
			  bool forward, bool deep, eng_nodes *nodes) {
	const eng_field *other = forward ? field->next : field->previous;
	uint64_t visited = 1;
	size_t from;

	for (; other; other = forward ? other->next : other->previous) {
		from = nodes->n;
		consider(m, step, other, nodes);
		visited++;
		if (deep && !descend(m, step, other, nodes)) {
			return false;
		}
		if (deep && !forward) {
			reverse(nodes, from);
		}
	}
	return eng_machine_tick(m, visited);
}

/* following and preceding: all that stands behind or before, without ancestors and descendants. */
static bool walk_beyond(eng_machine *m, const eng_step *step, const eng_field *field, bool forward,
			eng_nodes *nodes) {
	if (field->attribute) {
		field = field->parent;
		if (forward && field && !descend(m, step, field, nodes)) {
			return false;
		}
	}
	for (; field; field = field->parent) {
		if (!walk_siblings(m, step, field, forward, true, nodes)) {
			return false;
		}
	}
	return true;
}

static bool walk_up(eng_machine *m, const eng_step *step, const eng_field *field,
		    eng_nodes *nodes) {
	uint64_t visited = 1;

	if (step->axis == ENG_AXIS_ANCESTOR_OR_SELF) {
		consider(m, step, field, nodes);
	}
	for (field = field->parent; field; field = field->parent) {
		consider(m, step, field, nodes);
		visited++;
		if (step->axis == ENG_AXIS_PARENT) {
			break;
		}
	}
	return eng_machine_tick(m, visited);
}

static bool walk_list(eng_machine *m, const eng_step *step, const eng_field *first,
		      eng_nodes *nodes) {
	uint64_t visited = 1;

	for (; first; first = first->next) {
		visited++;
		if (matches(step, first)) {
			eng_nodes_add(m, nodes, first);
		}
	}
	return eng_machine_tick(m, visited);
}

/* Adds the nodes of one step from one field, nearest first. */
static bool walk(eng_machine *m, const eng_step *step, const eng_field *field, eng_nodes *nodes) {
	switch (step->axis) {
	case ENG_AXIS_CHILD:
		return walk_list(m, step, field->first, nodes);
	case ENG_AXIS_ATTRIBUTE:
		return walk_list(m, step, field->attributes, nodes);
	case ENG_AXIS_SELF:
		consider(m, step, field, nodes);
		return true;
	case ENG_AXIS_DESCENDANT_OR_SELF:
		consider(m, step, field, nodes);
		return descend(m, step, field, nodes);
	case ENG_AXIS_DESCENDANT:
		return descend(m, step, field, nodes);
	case ENG_AXIS_PARENT:
	case ENG_AXIS_ANCESTOR:
	case ENG_AXIS_ANCESTOR_OR_SELF:
		return walk_up(m, step, field, nodes);
	case ENG_AXIS_FOLLOWING_SIBLING:
	case ENG_AXIS_PRECEDING_SIBLING:
		return field->attribute ||
		       walk_siblings(m, step, field, step->axis == ENG_AXIS_FOLLOWING_SIBLING,
				     false, nodes);
	case ENG_AXIS_FOLLOWING:
	case ENG_AXIS_PRECEDING:
		return walk_beyond(m, step, field, step->axis == ENG_AXIS_FOLLOWING, nodes);
	}
	return true;
}

/* Whether the node at that position passes: a number means position() = number. */
static bool passes(eng_machine *m, const eng_ast *predicate, bool *keep) {
	eng_result result;

	if (!eng_machine_lenient(m, predicate, &result)) {
		return false;
	}
	if (result.kind == ENG_RESULT_NUMBER) {
		*keep = eng_decimal_cmp(result.as.number,
					eng_decimal_from_int((int64_t)m->position)) == 0;
		return true;
	}
	return eng_machine_boolean(m, predicate, &result, keep);
}

/* Filters the nodes from index first on, in place. */
static bool apply_predicate(eng_machine *m, const eng_ast *predicate, eng_nodes *nodes,
			    size_t first) {
	eng_machine inner = *m;
	size_t i, out = first;
	bool keep, ok = true;
	int64_t index;

	inner.last = nodes->n - first;
	if (predicate->kind == ENG_AST_NUMBER) { /* [3]: no need to look at the others */
		if (eng_decimal_to_int64(predicate->number, &index) && index >= 1 &&
		    (uint64_t)index <= inner.last) {
			nodes->items[out++] = nodes->items[first + (size_t)index - 1];
		}
		nodes->n = out;
		return true;
	}
	for (i = first; i < nodes->n && ok; i++) {
		inner.node = nodes->items[i];
		inner.position = i - first + 1;
		ok = passes(&inner, predicate, &keep);
		if (ok && keep) {
			nodes->items[out++] = nodes->items[i];
		}
	}
	nodes->n = out;
	return ok;
}

static bool take_step(eng_machine *m, const eng_step *step, const eng_nodes *from, eng_nodes *to) {
	size_t i, p, first;

	for (i = 0; i < from->n; i++) {
		first = to->n;
		if (!walk(m, step, from->items[i], to)) {
			return false;
		}
		for (p = 0; p < step->predicate_count; p++) {
			if (!apply_predicate(m, step->predicates[p], to, first)) {
				return false;
			}
		}
	}
	eng_nodes_normalise(to);
	return true;
}

static bool path_start(eng_machine *m, const eng_ast *ast, eng_nodes *nodes) {
	const eng_field *field =
	    ast->absolute ? m->eval->record ? m->eval->record->root : NULL : m->node;
	eng_result start;

	if (ast->count > 0) {
		if (!eng_machine_eval(m, ast->items[0], &start)) {
			return false;
		}
		if (start.kind == ENG_RESULT_MISSING) {
			return true;
		}
		if (start.kind != ENG_RESULT_NODES) {
			return eng_fail(m->eval->ctx, "expr.not-nodes",
					eng_machine_where(m, ast->items[0]),
					"'%s' is a value, a path cannot go on from it",
					eng_machine_quote(m, ast->items[0]));
		}
		nodes->items = start.as.nodes.items;
		nodes->n = start.as.nodes.n;
		return true;
	}
	if (!field) {
		return eng_fail(m->eval->ctx, "expr.no-context", eng_machine_where(m, ast),
				"'%s' has no current node here", eng_machine_quote(m, ast));
	}
	eng_nodes_add(m, nodes, field);
	return true;
}

bool eng_machine_path(eng_machine *m, const eng_ast *ast, eng_result *out) {
	eng_nodes nodes = { 0 }, next = { 0 };
	const eng_field *field =
	    ast->absolute ? m->eval->record ? m->eval->record->root : NULL : m->node;
	size_t i;

	memset(out, 0, sizeof(*out));
	out->kind = ENG_RESULT_NODES;
	if (ast->plain && ast->count == 0 && field) {
		if (!plain_walk(m, field, ast->steps, ast->step_count, &nodes)) {
			return false;
		}
	} else {
		if (!path_start(m, ast, &nodes)) {
			return false;
		}
		for (i = 0; i < ast->step_count; i++) {
			memset(&next, 0, sizeof(next));
			if (!take_step(m, &ast->steps[i], &nodes, &next)) {
				return false;
			}
			nodes = next;
		}
	}
	out->as.nodes.items = nodes.items;
	out->as.nodes.n = nodes.n;
	out->from = nodes.n == 1 ? nodes.items[0] : NULL;
	return true;
}

bool eng_machine_filter(eng_machine *m, const eng_ast *ast, eng_result *out) {
	eng_nodes nodes = { 0 };
	size_t i;

	if (!eng_machine_eval(m, ast->items[0], out)) {
		return false;
	}
	if (out->kind == ENG_RESULT_MISSING) {
		return true;
	}
	if (out->kind != ENG_RESULT_NODES) {
		return eng_fail(m->eval->ctx, "expr.not-nodes", eng_machine_where(m, ast->items[0]),
				"'%s' is a value, a predicate cannot filter it",
				eng_machine_quote(m, ast->items[0]));
	}
	for (i = 0; i < out->as.nodes.n; i++) {
		eng_nodes_add(m, &nodes, out->as.nodes.items[i]);
	}
	for (i = 1; i < ast->count; i++) {
		if (!apply_predicate(m, ast->items[i], &nodes, 0)) {
			return false;
		}
	}
	out->as.nodes.items = nodes.items;
	out->as.nodes.n = nodes.n;
	out->from = nodes.n == 1 ? nodes.items[0] : NULL;
	return true;
}
