/* Checking paths against the vocabulary: every step must be able to select something.
 *
 * Walks the declarations as the evaluator will walk the fields. The first step that selects nothing
 * is expr.unknown-path at its own column, with the nearest name that would have been right. Marks
 * the declarations it reaches as used. */
#include "expr/check.h"

#include "base/buf.h"

void eng_decls_add(eng_checker *checker, eng_decls *decls, const eng_decl *decl) {
	size_t i;

	for (i = 0; i < decls->n; i++) {
		if (decls->items[i] == decl) {
			return;
		}
	}
	decls->items = eng_arena_grow(checker->arena, decls->items, decls->n, &decls->cap,
				      sizeof(*decls->items));
	decls->items[decls->n++] = decl;
}

static void add_matching(eng_checker *checker, eng_decls *to, const eng_step *step,
			 const eng_decl *decl) {
	if (decl && (!step->name || step->name == decl->name) && !step->space) {
		eng_decls_add(checker, to, decl);
	}
}

static void add_children(eng_checker *checker, eng_decls *to, const eng_step *step,
			 const eng_decl *decl, bool deep) {
	const eng_decl *child;

	for (child = decl->first; child; child = child->next) {
		add_matching(checker, to, step, child);
		if (deep) {
			add_children(checker, to, step, child, true);
		}
	}
}

static const eng_decl *root_of(const eng_decl *decl) {
	while (decl->parent) {
		decl = decl->parent;
	}
	return decl;
}

static void take_step(eng_checker *checker, eng_decls *to, const eng_step *step,
		      const eng_decl *decl) {
	const eng_decl *up;

	switch (step->axis) {
	case ENG_AXIS_CHILD:
		add_children(checker, to, step, decl, false);
		break;
	case ENG_AXIS_DESCENDANT_OR_SELF:
		add_matching(checker, to, step, decl);
		add_children(checker, to, step, decl, true);
		break;
	case ENG_AXIS_DESCENDANT:
		add_children(checker, to, step, decl, true);
		break;
	case ENG_AXIS_SELF:
		add_matching(checker, to, step, decl);
		break;
	case ENG_AXIS_PARENT:
		add_matching(checker, to, step, decl->parent);
		break;
	case ENG_AXIS_ANCESTOR_OR_SELF:
	case ENG_AXIS_ANCESTOR:
		for (up = step->axis == ENG_AXIS_ANCESTOR ? decl->parent : decl; up;
		     up = up->parent) {
			add_matching(checker, to, step, up);
		}
		break;
	case ENG_AXIS_FOLLOWING_SIBLING:
	case ENG_AXIS_PRECEDING_SIBLING:
		if (decl->parent) {
			add_children(checker, to, step, decl->parent, false);
		}
		break;
	case ENG_AXIS_FOLLOWING:
	case ENG_AXIS_PRECEDING:
		add_children(checker, to, step, root_of(decl), true);
		break;
	case ENG_AXIS_ATTRIBUTE:
		break; /* vocabularies have elements only */
	}
}

/* Somewhere in the vocabulary: a declaration of that very name. */
static const eng_decl *find_anywhere(const eng_decl *decl, const eng_name *name) {
	const eng_decl *child, *found;

	for (child = decl->first; child; child = child->next) {
		found = child->name == name ? child : find_anywhere(child, name);
		if (found) {
			return found;
		}
	}
	return NULL;
}

static const char *nearest_child(eng_checker *checker, const eng_decls *from, eng_str word) {
	const char **names = NULL;
	const eng_decl *child;
	size_t i, n = 0, cap = 0;

	for (i = 0; i < from->n; i++) {
		for (child = from->items[i]->first; child; child = child->next) {
			names = eng_arena_grow(checker->arena, names, n, &cap, sizeof(*names));
			names[n++] = child->name->text.s;
		}
	}
	return n > 0 ? eng_str_nearest(word, names, n) : NULL;
}

/* What would have been right, as it would be written; NULL when nothing is near. */
static const char *suggest(eng_checker *checker, const eng_ast *ast, const eng_step *step,
			   const eng_decls *from) {
	const eng_decl *elsewhere;
	const char *near;

	if (!step->name) {
		return NULL;
	}
	elsewhere = checker->scope->root ? find_anywhere(checker->scope->root, step->name) : NULL;
	if (elsewhere) {
		return eng_arena_printf(checker->arena, "/%s",
					eng_decl_path(elsewhere, checker->arena));
	}
	near = step->axis == ENG_AXIS_CHILD ? nearest_child(checker, from, step->name->text) : NULL;
	if (near) {
		return eng_arena_printf(checker->arena, "%.*s%s", (int)(step->from - ast->from),
					checker->source.s + ast->from, near);
	}
	return NULL;
}

static bool unknown_path(eng_checker *checker, const eng_ast *ast, const eng_step *step,
			 const eng_decls *from) {
	const char *near = suggest(checker, ast, step, from);
	eng_str path = eng_str_sub(checker->source, ast->from, step->to);

	return eng_fail(checker->ctx, "expr.unknown-path", eng_checker_where(checker, step->from),
			"unknown path '%s'%s", eng_quote(checker->arena, path),
			eng_did_you_mean(checker->arena, near));
}

static bool check_predicates(eng_checker *checker, eng_ast **predicates, size_t n,
			     const eng_decls *context) {
	eng_decls ignored;
	bool ok = true;
	size_t i;

	checker->predicates++;
	for (i = 0; i < n; i++) {
		ok = eng_checker_check(checker, predicates[i], context, &ignored) && ok;
	}
	checker->predicates--;
	return ok;
}

/* Where the path starts: the record, a value in front of it, or the current node. */
static bool start_decls(eng_checker *checker, eng_ast *ast, const eng_decls *context,
			eng_decls *out) {
	const eng_scope *scope = checker->scope;

	if (ast->count > 0) {
		if (!eng_checker_check(checker, ast->items[0], context, out)) {
			return false;
		}
		if (ast->items[0]->type != ENG_STATIC_NODES &&
		    ast->items[0]->type != ENG_STATIC_ANY) {
			return eng_fail(checker->ctx, "expr.not-nodes",
					eng_checker_where(checker, ast->items[0]->from),
					"'%s' is a value, a path cannot go on from it",
					eng_checker_quote(checker, ast->items[0]));
		}
		return true;
	}
	if (scope->closed) {
		return eng_fail(checker->ctx, "expr.no-context",
				eng_checker_where(checker, ast->from),
				"'%s' reads the record, only variables are known here",
				eng_checker_quote(checker, ast));
	}
	if (ast->absolute) {
		out->unchecked = !scope->root;
		if (scope->root) {
			eng_decls_add(checker, out, scope->root);
		}
		return true;
	}
	*out = *context;
	if (!context->unchecked && context->n == 0) {
		return eng_fail(checker->ctx, "expr.no-context",
				eng_checker_where(checker, ast->from),
				"'%s' has no current node here, start with '/' or a variable",
				eng_checker_quote(checker, ast));
	}
	return true;
}

static void mark_used(const eng_decls *decls) {
	size_t i;

	for (i = 0; i < decls->n; i++) {
		((eng_decl *)decls->items[i])->used = true; /* lint's note on an immutable tree */
	}
}

bool eng_checker_path(eng_checker *checker, eng_ast *ast, const eng_decls *context,
		      eng_decls *decls) {
	eng_decls from = { 0 }, to;
	bool ok = true;
	size_t i, k;

	if (!start_decls(checker, ast, context, &from)) {
		return false;
	}
	for (i = 0; i < ast->step_count; i++) {
		eng_step *step = &ast->steps[i];

		memset(&to, 0, sizeof(to));
		to.unchecked = from.unchecked;
		for (k = 0; k < from.n; k++) {
			take_step(checker, &to, step, from.items[k]);
		}
		if (!from.unchecked && to.n == 0) {
			return unknown_path(checker, ast, step, &from);
		}
		if (step->name) {
			mark_used(&to);
		}
		ok = check_predicates(checker, step->predicates, step->predicate_count, &to) && ok;
		from = to;
	}
	mark_used(&from);
	*decls = from;
	eng_checker_nodes(ast, decls);
	return ok;
}
