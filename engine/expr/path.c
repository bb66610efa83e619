/* The other half of the parser: location paths, steps and predicates (XPath 1.0 2).
 *
 * Knows axes, node tests and the namespaces of the file. Refuses what the record tree does not
 * have: text(), comment(), processing-instruction() and the namespace axis. "//name" becomes one
 * step. */
#include "expr/parser.h"

typedef struct axis_row {
	const char *name;
	eng_axis axis;
} axis_row;

static const axis_row axes[] = {
	{ "child", ENG_AXIS_CHILD },
	{ "attribute", ENG_AXIS_ATTRIBUTE },
	{ "self", ENG_AXIS_SELF },
	{ "parent", ENG_AXIS_PARENT },
	{ "descendant", ENG_AXIS_DESCENDANT },
	{ "descendant-or-self", ENG_AXIS_DESCENDANT_OR_SELF },
	{ "ancestor", ENG_AXIS_ANCESTOR },
	{ "ancestor-or-self", ENG_AXIS_ANCESTOR_OR_SELF },
	{ "following-sibling", ENG_AXIS_FOLLOWING_SIBLING },
	{ "preceding-sibling", ENG_AXIS_PRECEDING_SIBLING },
	{ "following", ENG_AXIS_FOLLOWING },
	{ "preceding", ENG_AXIS_PRECEDING },
};

static bool parse_axis(eng_parser *parser, eng_step *step) {
	const eng_token *token = eng_parser_peek(parser, 0);
	const char *names[sizeof(axes) / sizeof(axes[0])], *near;
	size_t i, n = sizeof(axes) / sizeof(axes[0]);

	for (i = 0; i < n; i++) {
		names[i] = axes[i].name;
		if (eng_str_eqc(token->text, axes[i].name)) {
			step->axis = axes[i].axis;
			parser->at += 2;
			return true;
		}
	}
	near = eng_str_nearest(token->text, names, n);
	return eng_fail(parser->ctx, "expr.syntax", eng_parser_where(parser, token->from),
			"unknown axis '%s'%s", eng_quote(parser->arena, token->text),
			eng_did_you_mean(parser->arena, near));
}

static bool find_space(eng_parser *parser, const eng_token *prefix, const eng_name **space) {
	const eng_scope *scope = parser->scope;
	size_t i;

	for (i = scope->namespace_count; i-- > 0;) {
		if (eng_str_eq(scope->namespaces[i].prefix, prefix->text)) {
			*space = eng_names_add(scope->names, scope->namespaces[i].uri);
			return true;
		}
	}
	if (eng_str_eqc(prefix->text, "xml")) {
		*space =
		    eng_names_add(scope->names, ENG_STR("http://www.w3.org/XML/1998/namespace"));
		return true;
	}
	return eng_fail(parser->ctx, "expr.unknown-prefix", eng_parser_where(parser, prefix->from),
			"namespace prefix '%s' is not declared in this file",
			eng_quote(parser->arena, prefix->text));
}

/* node() is the only node type of the record tree; child('odd name') is a step of ours. */
static bool parse_node_type(eng_parser *parser, eng_step *step) {
	const eng_token *name = eng_parser_peek(parser, 0), *literal = eng_parser_peek(parser, 2);

	parser->at += 2;
	if (eng_str_eqc(name->text, "child")) {
		if (literal->kind != ENG_TOKEN_LITERAL) {
			return eng_parser_unexpected(parser,
						     "expected a literal name in child('...')");
		}
		step->name = eng_names_add(parser->scope->names, literal->text);
		parser->at++;
		return eng_parser_expect(parser, ")", "expected ')'");
	}
	if (!eng_str_eqc(name->text, "node")) {
		return eng_fail(parser->ctx, "expr.syntax", eng_parser_where(parser, name->from),
				"'%.*s()' is not known here: a field carries its text itself, "
				"so write the path without it",
				ENG_STR_ARG(name->text));
	}
	step->any_node = step->any_space = true;
	return eng_parser_expect(parser, ")", "expected ')' behind 'node('");
}

static bool is_joined(const eng_parser *parser, size_t ahead) {
	return eng_parser_is(parser, ahead, ":") && !eng_parser_peek(parser, ahead)->spaced &&
	       !eng_parser_peek(parser, ahead + 1)->spaced;
}

static bool parse_node_test(eng_parser *parser, eng_step *step) {
	const eng_token *token = eng_parser_peek(parser, 0);

	if (token->kind == ENG_TOKEN_NAME && eng_parser_is(parser, 1, "(")) {
		return parse_node_type(parser, step);
	}
	if (eng_parser_accept(parser, "*")) {
		step->any_space = true;
		if (!is_joined(parser, 0)) {
			return true;
		}
		parser->at++;
		token = eng_parser_peek(parser, 0);
	} else if (token->kind == ENG_TOKEN_NAME && is_joined(parser, 1)) {
		if (!find_space(parser, token, &step->space)) {
			return false;
		}
		parser->at += 2;
		token = eng_parser_peek(parser, 0);
		if (eng_parser_accept(parser, "*")) {
			return true;
		}
	}
	if (token->kind != ENG_TOKEN_NAME) {
		return eng_parser_unexpected(parser, "expected a name");
	}
	parser->at++;
	step->name = eng_names_add(parser->scope->names, token->text);
	return true;
}

static bool parse_predicates(eng_parser *parser, eng_ast ***items, size_t *n) {
	eng_ast holder = { 0 }, *item;

	while (eng_parser_accept(parser, "[")) {
		item = eng_parser_expr(parser);
		if (!item || !eng_parser_expect(parser, "]", "expected ']' behind a predicate")) {
			return false;
		}
		eng_parser_add(parser, &holder, item);
	}
	*items = holder.items;
	*n = holder.count;
	return true;
}

static bool parse_step(eng_parser *parser, eng_step *step) {
	const eng_token *token = eng_parser_peek(parser, 0);

	step->from = token->from;
	step->axis = ENG_AXIS_CHILD;
	if (eng_parser_accept(parser, ".") || eng_parser_accept(parser, "..")) {
		step->axis = token->text.n == 1 ? ENG_AXIS_SELF : ENG_AXIS_PARENT;
		step->any_node = step->any_space = true;
		step->to = token->to;
		if (eng_parser_is(parser, 0, "[")) {
			return eng_parser_unexpected(
			    parser,
			    "a predicate cannot stand behind '.' or '..', write 'self::node()'");
		}
		return true;
	}
	if (eng_parser_accept(parser, "@")) {
		step->axis = ENG_AXIS_ATTRIBUTE;
	} else if (token->kind == ENG_TOKEN_NAME && eng_parser_is(parser, 1, "::") &&
		   !parse_axis(parser, step)) {
		return false;
	}
	if (!parse_node_test(parser, step)) {
		return false;
	}
	step->to = parser->tokens[parser->at - 1].to;
	return parse_predicates(parser, &step->predicates, &step->predicate_count);
}

static eng_step *add_step(eng_parser *parser, eng_ast *path, size_t *cap) {
	path->steps =
	    eng_arena_grow(parser->arena, path->steps, path->step_count, cap, sizeof(eng_step));
	memset(&path->steps[path->step_count], 0, sizeof(eng_step));
	return &path->steps[path->step_count++];
}

/* Steps from the next token on; descend: they stand behind "//". */
static bool parse_steps(eng_parser *parser, eng_ast *path, bool descend) {
	size_t cap = 0;
	eng_step *step, *down;
	bool again;

	do {
		uint32_t slashes = eng_parser_peek(parser, 0)->from;

		down = NULL;
		if (descend) {
			down = add_step(parser, path, &cap);
			down->axis = ENG_AXIS_DESCENDANT_OR_SELF;
			down->any_node = down->any_space = true;
			down->from = down->to = slashes;
		}
		step = add_step(parser, path, &cap);
		if (!parse_step(parser, step)) {
			return false;
		}
		/* a predicate would count per parent, so only plain steps can be merged */
		if (descend && step->axis == ENG_AXIS_CHILD && step->predicate_count == 0) {
			step[-1] = *step;
			step[-1].axis = ENG_AXIS_DESCENDANT;
			path->step_count--;
		}
		again = eng_parser_is(parser, 0, "/") || eng_parser_is(parser, 0, "//");
		descend = eng_parser_is(parser, 0, "//");
		parser->at += again;
	} while (again);
	return true;
}

static bool at_step(const eng_parser *parser) {
	const eng_token *token = eng_parser_peek(parser, 0);

	return token->kind == ENG_TOKEN_NAME || eng_parser_is(parser, 0, "*") ||
	       eng_parser_is(parser, 0, "@") || eng_parser_is(parser, 0, ".") ||
	       eng_parser_is(parser, 0, "..");
}

static void finish_path(eng_parser *parser, eng_ast *path) {
	size_t i;

	path->to = parser->tokens[parser->at - 1].to;
	path->plain = path->step_count > 0;
	for (i = 0; i < path->step_count; i++) {
		path->plain = path->plain && path->steps[i].axis == ENG_AXIS_CHILD &&
			      path->steps[i].name && !path->steps[i].any_space &&
			      path->steps[i].predicate_count == 0;
	}
}

/* FilterExpr, perhaps with a path behind it. */
static eng_ast *parse_filter(eng_parser *parser) {
	eng_ast *start = eng_parser_primary(parser), *node, **predicates;
	size_t i, n;
	bool descend;

	if (!start || !parse_predicates(parser, &predicates, &n)) {
		return NULL;
	}
	if (n > 0) {
		node = eng_parser_node(parser, ENG_AST_FILTER, start->from);
		eng_parser_add(parser, node, start);
		for (i = 0; i < n; i++) {
			eng_parser_add(parser, node, predicates[i]);
		}
		start = node;
	}
	descend = eng_parser_is(parser, 0, "//");
	if (!descend && !eng_parser_is(parser, 0, "/")) {
		return start;
	}
	node = eng_parser_node(parser, ENG_AST_PATH, start->from);
	eng_parser_add(parser, node, start);
	parser->at++;
	if (!parse_steps(parser, node, descend)) {
		return NULL;
	}
	finish_path(parser, node);
	return node;
}

eng_ast *eng_parser_path(eng_parser *parser) {
	uint32_t from = eng_parser_peek(parser, 0)->from;
	bool descend = eng_parser_is(parser, 0, "//");
	eng_ast *node;

	if (eng_parser_at_primary(parser)) {
		return parse_filter(parser);
	}
	node = eng_parser_node(parser, ENG_AST_PATH, from);
	node->absolute = eng_parser_accept(parser, "/") || eng_parser_accept(parser, "//");
	if (!at_step(parser) && (descend || !node->absolute)) {
		return eng_parser_unexpected(parser, "expected a path or a value") ? NULL : NULL;
	}
	if (at_step(parser) && !parse_steps(parser, node, descend)) {
		return NULL;
	}
	finish_path(parser, node);
	return node;
}
