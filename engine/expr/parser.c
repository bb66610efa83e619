/* Recursive descent over the XPath 1.0 grammar with if-then-else, "||" and sequences: operators,
 * calls and parentheses. Paths are next door in path.c.
 *
 * Knows syntax and the names of functions. Does not know the vocabulary: check.c does. Nesting is
 * bounded by limits.depth, so that hostile text cannot exhaust the stack. */
#include "expr/parser.h"

#include "expr/function.h"

const eng_token *eng_parser_peek(const eng_parser *parser, size_t ahead) {
	const eng_token *token = parser->tokens + parser->at;

	while (ahead-- > 0 && token->kind != ENG_TOKEN_END) {
		token++;
	}
	return token;
}

bool eng_parser_is(const eng_parser *parser, size_t ahead, const char *punct) {
	const eng_token *token = eng_parser_peek(parser, ahead);

	return token->kind == ENG_TOKEN_PUNCT && eng_str_eqc(token->text, punct);
}

bool eng_parser_accept(eng_parser *parser, const char *punct) {
	bool is = eng_parser_is(parser, 0, punct);

	parser->at += is;
	return is;
}

eng_loc eng_parser_where(const eng_parser *parser, size_t offset) {
	return eng_lexer_where(parser->source, parser->where, offset);
}

bool eng_parser_unexpected(eng_parser *parser, const char *message) {
	const eng_token *token = eng_parser_peek(parser, 0);
	eng_loc where = eng_parser_where(parser, token->from);

	if (token->kind == ENG_TOKEN_END) {
		return eng_fail(parser->ctx, "expr.syntax", where,
				"%s, found the end of the expression", message);
	}
	return eng_fail(
	    parser->ctx, "expr.syntax", where, "%s, found '%s'", message,
	    eng_quote(parser->arena, eng_str_sub(parser->source, token->from, token->to)));
}

bool eng_parser_expect(eng_parser *parser, const char *punct, const char *what) {
	return eng_parser_accept(parser, punct) || eng_parser_unexpected(parser, what);
}

eng_ast *eng_parser_node(eng_parser *parser, eng_ast_kind kind, uint32_t from) {
	eng_ast *node = eng_arena_new(parser->arena, eng_ast);

	node->kind = kind;
	node->from = from;
	node->to = parser->at > 0 ? parser->tokens[parser->at - 1].to : from;
	node->declared = ENG_TYPES;
	return node;
}

void eng_parser_add(eng_parser *parser, eng_ast *node, eng_ast *item) {
	eng_ast **items = eng_arena_new_array(parser->arena, node->count + 1, eng_ast *);

	if (node->count > 0) {
		memcpy(items, node->items, node->count * sizeof(eng_ast *));
	}
	items[node->count++] = item;
	node->items = items;
	node->to = parser->tokens[parser->at - 1].to;
}

/* Operators by precedence, lowest first; all associate to the left. */
typedef struct operator_row {
	const char *token;
	bool word;
	int level;
	eng_ast_kind kind;
} operator_row;

static const operator_row operators[] = {
	{ "or", true, 0, ENG_AST_OR },       { "and", true, 1, ENG_AST_AND },
	{ "=", false, 2, ENG_AST_EQUAL },    { "!=", false, 2, ENG_AST_UNEQUAL },
	{ "<", false, 3, ENG_AST_LESS },     { "<=", false, 3, ENG_AST_LESS_EQUAL },
	{ ">", false, 3, ENG_AST_GREATER },  { ">=", false, 3, ENG_AST_GREATER_EQUAL },
	{ "||", false, 4, ENG_AST_CONCAT },  { "+", false, 5, ENG_AST_ADD },
	{ "-", false, 5, ENG_AST_SUBTRACT }, { "*", false, 6, ENG_AST_MULTIPLY },
	{ "div", true, 6, ENG_AST_DIVIDE },  { "mod", true, 6, ENG_AST_MODULO },
};

#define UNARY_LEVEL 7

static const operator_row *operator_at(const eng_parser *parser, int level) {
	const eng_token *token = eng_parser_peek(parser, 0);
	eng_token_kind kind;
	size_t i;

	for (i = 0; i < sizeof(operators) / sizeof(operators[0]); i++) {
		kind = operators[i].word ? ENG_TOKEN_NAME : ENG_TOKEN_PUNCT;
		if (operators[i].level == level && token->kind == kind &&
		    eng_str_eqc(token->text, operators[i].token)) {
			return &operators[i];
		}
	}
	return NULL;
}

/* UnionExpr */
static eng_ast *parse_union(eng_parser *parser) {
	eng_ast *left = eng_parser_path(parser), *node, *right;

	if (!left || !eng_parser_is(parser, 0, "|")) {
		return left;
	}
	node = eng_parser_node(parser, ENG_AST_UNION, left->from);
	eng_parser_add(parser, node, left);
	while (eng_parser_accept(parser, "|")) {
		right = eng_parser_path(parser);
		if (!right) {
			return NULL;
		}
		eng_parser_add(parser, node, right);
	}
	return node;
}

static eng_ast *parse_unary(eng_parser *parser) {
	uint32_t from = eng_parser_peek(parser, 0)->from;
	eng_ast *node, *item;
	bool negative = false, any = false;

	while (eng_parser_accept(parser, "-")) {
		negative = !negative;
		any = true;
	}
	item = parse_union(parser);
	if (!item || !any) {
		return item;
	}
	node = eng_parser_node(parser, ENG_AST_NEGATE, from);
	eng_parser_add(parser, node, item);
	if (negative) {
		return node;
	}
	item = eng_parser_node(parser, ENG_AST_NEGATE, from); /* --x is a number too */
	eng_parser_add(parser, item, node);
	return item;
}

static eng_ast *parse_binary(eng_parser *parser, int level) {
	const operator_row *row;
	eng_ast *left, *right, *node;

	if (level == UNARY_LEVEL) {
		return parse_unary(parser);
	}
	left = parse_binary(parser, level + 1);
	while (left && (row = operator_at(parser, level))) {
		parser->at++;
		right = parse_binary(parser, level + 1);
		if (!right) {
			return NULL;
		}
		node = eng_parser_node(parser, row->kind, left->from);
		eng_parser_add(parser, node, left);
		eng_parser_add(parser, node, right);
		left = node;
	}
	return left;
}

static bool accept_word(eng_parser *parser, const char *word) {
	const eng_token *token = eng_parser_peek(parser, 0);
	bool is = token->kind == ENG_TOKEN_NAME && eng_str_eqc(token->text, word);

	parser->at += is;
	return is;
}

static eng_ast *parse_if(eng_parser *parser) {
	uint32_t from = eng_parser_peek(parser, 0)->from;
	eng_ast *node, *item[3];
	size_t i;

	parser->at += 2; /* if ( */
	item[0] = eng_parser_expr(parser);
	if (!item[0] || !eng_parser_expect(parser, ")", "expected ')' behind the test of 'if'")) {
		return NULL;
	}
	if (!accept_word(parser, "then")) {
		return eng_parser_unexpected(parser, "expected 'then'") ? NULL : NULL;
	}
	item[1] = eng_parser_expr(parser);
	if (!item[1]) {
		return NULL;
	}
	if (!accept_word(parser, "else")) {
		return eng_parser_unexpected(parser, "expected 'else'") ? NULL : NULL;
	}
	item[2] = eng_parser_expr(parser);
	if (!item[2]) {
		return NULL;
	}
	node = eng_parser_node(parser, ENG_AST_IF, from);
	for (i = 0; i < 3; i++) {
		eng_parser_add(parser, node, item[i]);
	}
	return node;
}

eng_ast *eng_parser_expr(eng_parser *parser) {
	const eng_token *token = eng_parser_peek(parser, 0);
	eng_ast *node;

	if (++parser->depth > parser->ctx->limits.depth) {
		return eng_fail_null(
		    parser->ctx, "expr.too-deep", eng_parser_where(parser, token->from),
		    "expression nested more than %d deep", parser->ctx->limits.depth);
	}
	if (token->kind == ENG_TOKEN_NAME && eng_str_eqc(token->text, "if") &&
	    eng_parser_is(parser, 1, "(")) {
		node = parse_if(parser);
	} else {
		node = parse_binary(parser, 0);
	}
	parser->depth--;
	return node;
}

static bool parse_arguments(eng_parser *parser, eng_ast *node, const char *closing) {
	eng_ast *item;

	if (eng_parser_accept(parser, ")")) {
		node->to = parser->tokens[parser->at - 1].to;
		return true;
	}
	do {
		item = eng_parser_expr(parser);
		if (!item) {
			return false;
		}
		eng_parser_add(parser, node, item);
	} while (eng_parser_accept(parser, ","));
	if (!eng_parser_expect(parser, ")", closing)) {
		return false;
	}
	node->to = parser->tokens[parser->at - 1].to;
	return true;
}

static eng_ast *parse_call(eng_parser *parser) {
	const eng_token *token = eng_parser_peek(parser, 0);
	eng_ast *node;
	const char *near;

	parser->at += 2;
	node = eng_parser_node(parser, ENG_AST_CALL, token->from);
	node->text = token->text;
	node->function = eng_function_find(token->text);
	if (!node->function) {
		near = eng_function_nearest(token->text);
		return eng_fail_null(
		    parser->ctx, "expr.unknown-function", eng_parser_where(parser, token->from),
		    "unknown function '%s()'%s%s%s", eng_quote(parser->arena, token->text),
		    near ? ", did you mean '" : "", near ? near : "", near ? "()'?" : "");
	}
	return parse_arguments(parser, node, "expected ',' or ')' behind an argument") ? node
										       : NULL;
}

static eng_ast *parse_parentheses(eng_parser *parser) {
	uint32_t from = eng_parser_peek(parser, 0)->from;
	eng_ast *node = eng_parser_node(parser, ENG_AST_SEQUENCE, from);

	parser->at++;
	if (!parse_arguments(parser, node, "expected ')'")) {
		return NULL;
	}
	if (node->count == 1) {
		node->items[0]->from = from;
		node->items[0]->to = node->to;
		return node->items[0];
	}
	return node;
}

bool eng_parser_at_primary(const eng_parser *parser) {
	static const char *const steps[] = { "node", "text", "comment", "processing-instruction",
					     "child" };
	const eng_token *token = eng_parser_peek(parser, 0);
	size_t i;

	if (token->kind == ENG_TOKEN_NAME && eng_parser_is(parser, 1, "(")) {
		for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
			if (eng_str_eqc(token->text, steps[i])) {
				return false;
			}
		}
		return true;
	}
	return token->kind == ENG_TOKEN_LITERAL || token->kind == ENG_TOKEN_NUMBER ||
	       eng_parser_is(parser, 0, "$") || eng_parser_is(parser, 0, "(");
}

eng_ast *eng_parser_primary(eng_parser *parser) {
	const eng_token *token = eng_parser_peek(parser, 0);
	eng_ast *node;

	if (token->kind == ENG_TOKEN_NAME) {
		return parse_call(parser);
	}
	if (eng_parser_is(parser, 0, "(")) {
		return parse_parentheses(parser);
	}
	parser->at++;
	if (token->kind == ENG_TOKEN_PUNCT) { /* '$' */
		const eng_token *name = eng_parser_peek(parser, 0);

		if (name->kind != ENG_TOKEN_NAME || name->spaced) {
			return eng_parser_unexpected(parser, "expected a name behind '$'") ? NULL
											   : NULL;
		}
		parser->at++;
		node = eng_parser_node(parser, ENG_AST_VARIABLE, token->from);
		node->text = name->text;
		return node;
	}
	node = eng_parser_node(
	    parser, token->kind == ENG_TOKEN_NUMBER ? ENG_AST_NUMBER : ENG_AST_TEXT, token->from);
	node->text = token->text;
	node->number = token->number;
	return node;
}

/* Chains of operators become as deep a tree as they are long. */
#define TOKENS_MAX 8192

eng_ast *eng_ast_parse(eng_ctx *ctx, eng_arena *arena, const eng_scope *scope, eng_str source,
		       eng_loc where) {
	eng_lexer lexer = { ctx, arena, source, where, 0 };
	eng_parser parser = { ctx, arena, scope, source, where, NULL, 0, 0 };
	eng_token *tokens = NULL;
	size_t n = 0, cap = 0;
	eng_ast *root;

	do {
		tokens = eng_arena_grow(arena, tokens, n, &cap, sizeof(*tokens));
		if (!eng_lexer_next(&lexer, &tokens[n])) {
			return NULL;
		}
		if (n >= TOKENS_MAX) {
			return eng_fail_null(ctx, "expr.too-long", where,
					     "expression has more than %d words and signs",
					     TOKENS_MAX);
		}
	} while (tokens[n++].kind != ENG_TOKEN_END);
	parser.tokens = tokens;
	if (n == 1) {
		return eng_fail_null(ctx, "expr.syntax", where, "empty expression");
	}
	root = eng_parser_expr(&parser);
	if (root && tokens[parser.at].kind != ENG_TOKEN_END) {
		return eng_parser_unexpected(&parser, "expected an operator") ? NULL : NULL;
	}
	return root;
}
