/* Static checking: variables, phrases, tables, numbers and kinds of arguments, so that a slip is
 * told when a template is loaded and not in the middle of a run.
 *
 * Knows the scope of the expression. Where the scope knows no vocabulary (foreign records in maps),
 * paths and their types stay unchecked. */
#include "expr/check.h"

#include "expr/function.h"

eng_loc eng_checker_where(const eng_checker *checker, size_t offset) {
	return eng_lexer_where(checker->source, checker->where, offset);
}

const char *eng_checker_quote(const eng_checker *checker, const eng_ast *ast) {
	return eng_quote(checker->arena, eng_str_sub(checker->source, ast->from, ast->to));
}

void eng_checker_nodes(eng_ast *ast, const eng_decls *decls) {
	size_t i;

	ast->type = ENG_STATIC_NODES;
	ast->declared = decls->n > 0 && !decls->unchecked ? decls->items[0]->type : ENG_TYPES;
	for (i = 1; i < decls->n; i++) {
		if (decls->items[i]->type != ast->declared) {
			ast->declared = ENG_TYPES;
		}
	}
	ast->decl = decls->n == 1 && !decls->unchecked ? decls->items[0] : NULL;
}

static bool check_variable(eng_checker *checker, eng_ast *ast, eng_decls *decls) {
	const eng_scope *scope = checker->scope;
	const char **names, *near;
	size_t i;

	for (i = scope->variable_count; i-- > 0;) {
		const eng_variable *variable = &scope->variables[i];

		if (!eng_str_eq(variable->name, ast->text)) {
			continue;
		}
		ast->slot = variable->slot;
		decls->unchecked = !variable->decl;
		if (variable->decl) {
			eng_decls_add(checker, decls, variable->decl);
			eng_checker_nodes(ast, decls);
		}
		return true;
	}
	names = eng_arena_new_array(checker->arena, scope->variable_count + 1, const char *);
	for (i = 0; i < scope->variable_count; i++) {
		names[i] = eng_str_dup(checker->arena, scope->variables[i].name);
	}
	near =
	    scope->variable_count ? eng_str_nearest(ast->text, names, scope->variable_count) : NULL;
	return eng_fail(checker->ctx, "expr.unknown-variable",
			eng_checker_where(checker, ast->from), "unknown variable '$%s'%s%s%s",
			eng_quote(checker->arena, ast->text), near ? ", did you mean '$" : "",
			near ? near : "", near ? "'?" : "");
}

static char static_letter(const eng_ast *ast) {
	if (ast->type == ENG_STATIC_NODES) {
		switch (ast->declared) {
		case ENG_TYPE_DECIMAL:
		case ENG_TYPE_INTEGER:
			return 'n';
		case ENG_TYPE_DATE:
		case ENG_TYPE_DATETIME:
			return 'd';
		case ENG_TYPE_BOOLEAN:
			return 'b';
		case ENG_TYPE_GROUP:
			return 'g';
		case ENG_TYPES:
			return 'a';
		default:
			return 't';
		}
	}
	switch (ast->type) {
	case ENG_STATIC_TEXT:
		return 't';
	case ENG_STATIC_NUMBER:
		return 'n';
	case ENG_STATIC_BOOLEAN:
		return 'b';
	case ENG_STATIC_DATE:
		return 'd';
	default:
		return 'a';
	}
}

static const char *letter_name(char letter) {
	switch (letter) {
	case 'n':
		return "a number";
	case 'd':
		return "a date";
	case 'b':
		return "a truth value";
	case 'g':
		return "a group of fields";
	default:
		return "text";
	}
}

/* Whether a part of that kind can become what is wanted; text literals are looked into. */
static bool fits(const eng_ast *ast, char want) {
	char is = static_letter(ast);
	eng_decimal number;
	eng_date date;

	if (want == 'n' && ast->kind == ENG_AST_TEXT) {
		return eng_decimal_parse(ast->text, false, &number);
	}
	if (want == 'd' && ast->kind == ENG_AST_TEXT) {
		return eng_date_parse(ast->text, &date);
	}
	if (want == 'n') {
		return is == 'n' || is == 'a' || (is == 'b' && ast->type != ENG_STATIC_NODES) ||
		       (is == 't' && ast->type != ENG_STATIC_NODES);
	}
	if (want == 'd') {
		return is == 'd' || is == 'a' || (is == 't' && ast->type != ENG_STATIC_NODES);
	}
	if (want == 't') {
		return is != 'g';
	}
	return true;
}

static bool want(eng_checker *checker, const eng_ast *ast, char letter) {
	if (fits(ast, letter)) {
		return true;
	}
	return eng_fail(checker->ctx, "expr.wrong-type", eng_checker_where(checker, ast->from),
			"'%s' is %s, %s is needed", eng_checker_quote(checker, ast),
			letter_name(static_letter(ast)), letter_name(letter));
}

static bool check_phrase(eng_checker *checker, const eng_ast *ast) {
	const eng_services *services = checker->scope->services;
	const eng_ast *key = ast->items[0];
	const char *near = NULL;

	if (!services || !services->has_phrase ||
	    services->has_phrase(services->user, key->text, &near)) {
		return true;
	}
	return eng_fail(checker->ctx, "expr.unknown-phrase", eng_checker_where(checker, key->from),
			"no language has the phrase '%s'%s", eng_quote(checker->arena, key->text),
			eng_did_you_mean(checker->arena, near));
}

static bool check_table(eng_checker *checker, const eng_ast *ast) {
	const eng_services *services = checker->scope->services;
	eng_str column = ast->count > 2 ? ast->items[2]->text : ENG_STR("");
	const eng_ast *table = ast->items[0];
	const char *near = NULL;
	eng_str cell;

	if (!services || (!services->has_table && !services->lookup)) {
		return true;
	}
	if (services->has_table
		? services->has_table(services->user, table->text, column, &near)
		: services->lookup(services->user, table->text, ENG_STR(""), column, &cell) >= 0) {
		return true;
	}
	return eng_fail(checker->ctx, "expr.unknown-table", eng_checker_where(checker, table->from),
			"no table '%s'%s%s%s%s", eng_quote(checker->arena, table->text),
			column.n ? " with a column '" : "",
			column.n ? eng_quote(checker->arena, column) : "", column.n ? "'" : "",
			eng_did_you_mean(checker->arena, near));
}

static bool check_place(eng_checker *checker, const eng_ast *ast) {
	bool list = eng_str_eqc(ast->text, "position") || eng_str_eqc(ast->text, "last");
	bool sum = eng_str_eqc(ast->text, "running-sum");

	if ((list && !checker->scope->rows && checker->predicates == 0) ||
	    (sum && (!checker->scope->rows || checker->predicates > 0))) {
		return eng_fail(checker->ctx, "expr.no-list", eng_checker_where(checker, ast->from),
				"'%s' needs the rows of a table or for-each around it",
				eng_checker_quote(checker, ast));
	}
	return true;
}

static bool check_count(eng_checker *checker, const eng_ast *ast) {
	const eng_function *f = ast->function;

	if (ast->count >= f->min && (f->max == ENG_FUNCTION_ANY || ast->count <= f->max)) {
		return true;
	}
	if (f->min == f->max) {
		return eng_fail(checker->ctx, "expr.wrong-count",
				eng_checker_where(checker, ast->from),
				"%s() has %zu argument%s, it takes %u", f->name, ast->count,
				ast->count == 1 ? "" : "s", f->min);
	}
	return eng_fail(checker->ctx, "expr.wrong-count", eng_checker_where(checker, ast->from),
			f->max == ENG_FUNCTION_ANY ? "%s() has %zu argument%s, it takes %u or more"
						   : "%s() has %zu argument%s, it takes %u to %u",
			f->name, ast->count, ast->count == 1 ? "" : "s", f->min, f->max);
}

static eng_static_kind static_of(char letter) {
	switch (letter) {
	case 't':
		return ENG_STATIC_TEXT;
	case 'n':
		return ENG_STATIC_NUMBER;
	case 'b':
		return ENG_STATIC_BOOLEAN;
	case 'd':
		return ENG_STATIC_DATE;
	case 'N':
		return ENG_STATIC_NODES;
	default:
		return ENG_STATIC_ANY;
	}
}

/* A part that stands for one of several: its kind is theirs when they agree. */
static void merge(eng_ast *ast, size_t first) {
	size_t i;

	if (ast->count <= first) {
		return;
	}
	ast->type = ast->items[first]->type;
	ast->declared = ast->items[first]->declared;
	for (i = first + 1; i < ast->count; i++) {
		if (ast->items[i]->type != ast->type) {
			ast->type = ENG_STATIC_ANY;
		}
		if (ast->items[i]->declared != ast->declared) {
			ast->declared = ENG_TYPES;
		}
	}
}

static bool check_call(eng_checker *checker, eng_ast *ast, eng_decls *decls) {
	const eng_function *f = ast->function;
	size_t i, letters = strlen(f->params);
	bool ok = check_count(checker, ast) && check_place(checker, ast);

	for (i = 0; ok && i < ast->count && letters > 0; i++) {
		char letter = f->params[i < letters ? i : letters - 1];

		if (letter == 'l' && ast->items[i]->kind != ENG_AST_TEXT) {
			ok = eng_fail(checker->ctx, "expr.not-literal",
				      eng_checker_where(checker, ast->items[i]->from),
				      "%s() needs a text literal here, so that it can be checked",
				      f->name);
		} else {
			ok = want(checker, ast->items[i], letter);
		}
	}
	decls->unchecked = true;
	ast->type = static_of(f->result);
	if (f->result == '*') {
		merge(ast, 0);
	}
	if (ok && eng_str_eqc(ast->text, "t")) {
		ok = check_phrase(checker, ast);
	} else if (ok && eng_str_eqc(ast->text, "lookup")) {
		ok = check_table(checker, ast);
	}
	return ok;
}

static bool is_dated(const eng_ast *ast) {
	return static_letter(ast) == 'd';
}

static bool check_comparison(eng_checker *checker, eng_ast *ast) {
	const eng_ast *a = ast->items[0], *b = ast->items[1], *empty;

	ast->type = ENG_STATIC_BOOLEAN;
	ast->as_dates = (is_dated(a) && fits(b, 'd')) || (is_dated(b) && fits(a, 'd'));
	ast->as_numbers = static_letter(a) == 'n' && static_letter(b) == 'n';
	empty = a->kind == ENG_AST_TEXT && eng_str_blank(a->text)   ? a
		: b->kind == ENG_AST_TEXT && eng_str_blank(b->text) ? b
								    : NULL;
	if (empty && (a->type == ENG_STATIC_NODES || b->type == ENG_STATIC_NODES)) {
		return eng_fail(
		    checker->ctx, "expr.empty-literal", eng_checker_where(checker, empty->from),
		    "a blank field is missing and equals nothing, write empty() or exists()");
	}
	if (is_dated(a) != is_dated(b) && (!fits(a, 'd') || !fits(b, 'd'))) {
		return want(checker, is_dated(a) ? b : a, 'd');
	}
	return true;
}

static bool check_operands(eng_checker *checker, eng_ast *ast, char letter, eng_static_kind type) {
	bool ok = true;
	size_t i;

	ast->type = type;
	for (i = 0; i < ast->count; i++) {
		ok = want(checker, ast->items[i], letter) && ok;
	}
	return ok;
}

static bool check_items(eng_checker *checker, eng_ast *ast, const eng_decls *context,
			eng_decls *all) {
	bool ok = true, predicate;
	eng_decls decls;
	size_t i, k;

	for (i = 0; i < ast->count; i++) {
		memset(&decls, 0, sizeof(decls));
		predicate = ast->kind == ENG_AST_FILTER && i > 0;
		checker->predicates += predicate;
		ok = eng_checker_check(checker, ast->items[i], predicate ? all : context, &decls) &&
		     ok;
		checker->predicates -= predicate;
		for (k = 0; !predicate && k < decls.n; k++) {
			eng_decls_add(checker, all, decls.items[k]);
		}
		all->unchecked = all->unchecked || (!predicate && decls.unchecked);
	}
	return ok;
}

/* Nodes in, nodes out: filter, union, sequence. */
static bool check_sets(eng_checker *checker, eng_ast *ast, const eng_decls *all, eng_decls *decls) {
	size_t i;

	merge(ast, 0);
	for (i = 0; i < ast->count; i++) {
		bool nodes = ast->items[i]->type == ENG_STATIC_NODES ||
			     ast->items[i]->type == ENG_STATIC_ANY;

		if (!nodes && ast->kind != ENG_AST_SEQUENCE &&
		    (i == 0 || ast->kind == ENG_AST_UNION)) {
			return eng_fail(checker->ctx, "expr.not-nodes",
					eng_checker_where(checker, ast->items[i]->from),
					"'%s' is a value, a path is needed",
					eng_checker_quote(checker, ast->items[i]));
		}
	}
	*decls = *all;
	if (ast->kind != ENG_AST_SEQUENCE) {
		eng_checker_nodes(ast, decls);
	}
	return true;
}

bool eng_checker_check(eng_checker *checker, eng_ast *ast, const eng_decls *context,
		       eng_decls *decls) {
	eng_decls all = { 0 };

	memset(decls, 0, sizeof(*decls));
	if (ast->kind == ENG_AST_PATH) {
		return eng_checker_path(checker, ast, context, decls);
	}
	if (ast->kind == ENG_AST_VARIABLE) {
		return check_variable(checker, ast, decls);
	}
	if (!check_items(checker, ast, context, &all)) {
		return false;
	}
	decls->unchecked = true;
	switch (ast->kind) {
	case ENG_AST_TEXT:
		ast->type = ENG_STATIC_TEXT;
		return true;
	case ENG_AST_NUMBER:
		ast->type = ENG_STATIC_NUMBER;
		return true;
	case ENG_AST_FILTER:
	case ENG_AST_UNION:
	case ENG_AST_SEQUENCE:
		return check_sets(checker, ast, &all, decls);
	case ENG_AST_CALL:
		return check_call(checker, ast, decls);
	case ENG_AST_IF:
		merge(ast, 1);
		return true;
	case ENG_AST_CONCAT:
		return check_operands(checker, ast, 't', ENG_STATIC_TEXT);
	case ENG_AST_AND:
	case ENG_AST_OR:
		return check_operands(checker, ast, 'b', ENG_STATIC_BOOLEAN);
	default:
		break;
	}
	return ast->kind >= ENG_AST_EQUAL && ast->kind <= ENG_AST_GREATER_EQUAL
		   ? check_comparison(checker, ast)
		   : check_operands(checker, ast, 'n', ENG_STATIC_NUMBER);
}

bool eng_ast_check(eng_ctx *ctx, eng_arena *arena, const eng_scope *scope, eng_str source,
		   eng_loc where, eng_ast *root) {
	eng_checker checker = { ctx, arena, scope, source, where, 0 };
	eng_decls context = { 0 }, decls;

	context.unchecked = !scope->root && !scope->context;
	if (scope->context) {
		eng_decls_add(&checker, &context, scope->context);
	}
	return eng_checker_check(&checker, root, &context, &decls);
}
