/* Cuts an expression into tokens (XPath 1.0 3.7), with byte offsets for exact columns.
 *
 * Knows names, literals, numbers and punctuation. Does not know operators from names: "a-b" is one
 * name, "a - b" three tokens, and "div" is a name like any other. Literals may double their quote
 * to contain it, as in XPath 2.0. */
#include "expr/lexer.h"

#include "base/utf8.h"

eng_loc eng_lexer_where(eng_str source, eng_loc where, size_t offset) {
	eng_str rest = eng_str_sub(source, 0, offset);
	uint32_t c;

	while (eng_utf8_next(&rest, &c)) {
		if (c == '\n') {
			where.line++;
			where.column = 1;
		} else {
			where.column++;
		}
	}
	return where;
}

/* NameStartChar of XML 1.0 without the colon, and without what stands for ill-formed bytes. */
static bool is_name_start(uint32_t c) {
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	       (c >= 0xC0 && c <= 0x2FF && c != 0xD7 && c != 0xF7) ||
	       (c >= 0x370 && c <= 0x1FFF && c != 0x37E) || c == 0x200C || c == 0x200D ||
	       (c >= 0x2070 && c <= 0x218F) || (c >= 0x2C00 && c <= 0x2FEF) ||
	       (c >= 0x3001 && c <= 0xD7FF) || (c >= 0xF900 && c <= 0xFDCF) ||
	       (c >= 0xFDF0 && c < 0xFFFD) || (c >= 0x10000 && c <= 0xEFFFF);
}

static bool is_name(uint32_t c) {
	return is_name_start(c) || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == 0xB7 ||
	       (c >= 0x300 && c <= 0x36F) || c == 0x203F || c == 0x2040;
}

static bool is_digit(char c) {
	return c >= '0' && c <= '9';
}

static char peek(const eng_lexer *lexer, size_t ahead) {
	size_t at = lexer->at + ahead;

	return at < lexer->source.n ? lexer->source.s[at] : '\0';
}

static bool fail(eng_lexer *lexer, size_t at, const char *message) {
	return eng_fail(lexer->ctx, "expr.syntax", eng_lexer_where(lexer->source, lexer->where, at),
			"%s", message);
}

static bool read_literal(eng_lexer *lexer, eng_token *token) {
	char quote = peek(lexer, 0);
	size_t start = lexer->at + 1, i = start, out = 0, doubled = 0;
	char *copy;

	for (;; i++) {
		if (i >= lexer->source.n) {
			return fail(lexer, lexer->at,
				    "unclosed text literal, its quote is missing");
		}
		if (lexer->source.s[i] == quote) {
			if (i + 1 >= lexer->source.n || lexer->source.s[i + 1] != quote) {
				break;
			}
			doubled++;
			i++;
		}
	}
	token->kind = ENG_TOKEN_LITERAL;
	token->text = eng_str_sub(lexer->source, start, i);
	lexer->at = i + 1;
	if (doubled > 0) {
		copy = eng_arena_alloc(lexer->arena, token->text.n + 1);
		for (i = 0; i < token->text.n; i++) {
			copy[out++] = token->text.s[i];
			i += token->text.s[i] == quote;
		}
		token->text = (eng_str){ copy, out };
	}
	return true;
}

static bool read_number(eng_lexer *lexer, eng_token *token) {
	size_t start = lexer->at;

	while (is_digit(peek(lexer, 0))) {
		lexer->at++;
	}
	if (peek(lexer, 0) == '.' && peek(lexer, 1) != '.') {
		lexer->at++;
		while (is_digit(peek(lexer, 0))) {
			lexer->at++;
		}
	}
	token->kind = ENG_TOKEN_NUMBER;
	token->text = eng_str_sub(lexer->source, start, lexer->at);
	if (!eng_decimal_parse(token->text, false, &token->number)) {
		return fail(lexer, start, "number too long, at most 34 digits are kept");
	}
	return true;
}

static bool read_name(eng_lexer *lexer, eng_token *token) {
	eng_str rest = eng_str_sub(lexer->source, lexer->at, lexer->source.n), before = rest;
	uint32_t c;

	if (!eng_utf8_next(&rest, &c) || !is_name_start(c)) {
		return false;
	}
	do {
		before = rest;
	} while (eng_utf8_next(&rest, &c) && is_name(c));
	token->kind = ENG_TOKEN_NAME;
	token->text.s = lexer->source.s + lexer->at;
	token->text.n = (size_t)(before.s - token->text.s);
	if (before.n == 0) {
		token->text.n = lexer->source.n - lexer->at;
	}
	lexer->at += token->text.n;
	return true;
}

static bool read_punct(eng_lexer *lexer, eng_token *token) {
	static const char *const pairs[] = { "..", "//", "::", "||", "!=", "<=", ">=" };
	static const char singles[] = "()[],@./:$*|+-=<>";
	char c = peek(lexer, 0);
	size_t i, n = 0;

	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]) && n == 0; i++) {
		n = c == pairs[i][0] && peek(lexer, 1) == pairs[i][1] ? 2 : 0;
	}
	if (n == 0 && c != '\0' && strchr(singles, c)) {
		n = 1;
	}
	if (n == 0) {
		return false;
	}
	token->kind = ENG_TOKEN_PUNCT;
	token->text = eng_str_sub(lexer->source, lexer->at, lexer->at + n);
	lexer->at += n;
	return true;
}

static bool read_token(eng_lexer *lexer, eng_token *token) {
	char c = peek(lexer, 0);
	eng_str rest;
	uint32_t code;

	if (c == '\'' || c == '"') {
		return read_literal(lexer, token);
	}
	if (is_digit(c) || (c == '.' && is_digit(peek(lexer, 1)))) {
		return read_number(lexer, token);
	}
	if (read_punct(lexer, token) || read_name(lexer, token)) {
		return true;
	}
	rest = eng_str_sub(lexer->source, lexer->at, lexer->source.n);
	eng_utf8_next(&rest, &code);
	return eng_fail(lexer->ctx, "expr.syntax",
			eng_lexer_where(lexer->source, lexer->where, lexer->at),
			"unexpected character '%s'",
			eng_quote(lexer->arena,
				  eng_str_sub(lexer->source, lexer->at, lexer->source.n - rest.n)));
}

bool eng_lexer_next(eng_lexer *lexer, eng_token *token) {
	size_t before = lexer->at;
	bool ok = true;

	while (lexer->at < lexer->source.n && strchr(" \t\r\n", lexer->source.s[lexer->at]) &&
	       lexer->source.s[lexer->at] != '\0') {
		lexer->at++;
	}
	memset(token, 0, sizeof(*token));
	token->spaced = lexer->at > before;
	token->from = (uint32_t)lexer->at;
	if (lexer->at < lexer->source.n) {
		ok = read_token(lexer, token);
	}
	token->to = (uint32_t)lexer->at;
	return ok;
}
