/* The walk over an expression: each kind of node has a longest print, made of the longest of its parts.
 * What a maximum cannot be told of is noted in the scope, and counts as nothing. */
#include "expr/longest.h"

#include "base/utf8.h"
#include "expr/ast.h"
#include "expr/function.h"

#define DIGITS_MAX   30
#define COUNT_DIGITS 6   /* of position(), last() and count() */
#define EMAIL_MAX    254 /* RFC 5321 4.5.3.1.3 */
#define LANGUAGE_MAX 35  /* RFC 5646 4.4.1 */
#define IBAN_MAX     34
#define PHONE_MAX    16 /* '+' and 15 digits */

static eng_longest longest(eng_longest_scope *s, const eng_ast *ast);

eng_longest eng_longest_words(eng_str text) {
	return (eng_longest){ .text = text, .items = 1 };
}

eng_longest eng_longest_join(eng_longest_scope *s, eng_longest a, eng_longest b) {
	eng_longest more = a.share >= b.share ? a : b;

	more.text = eng_str_printf(s->arena, "%.*s%.*s", ENG_STR_ARG(a.text), ENG_STR_ARG(b.text));
	more.digits = 0;
	more.items = 1;
	return more;
}

eng_longest eng_longest_either(eng_longest_scope *s, eng_longest a, eng_longest b) {
	eng_longest more = s->cost(a.text) >= s->cost(b.text) ? a : b;

	more.digits = a.digits > b.digits ? a.digits : b.digits;
	return more;
}

static eng_longest repeated(eng_longest_scope *s, char c, size_t n) {
	char *text = eng_arena_alloc(s->arena, n + 1);

	memset(text, c, n);
	text[n] = 0;
	return eng_longest_words((eng_str){ text, n });
}

/* A number of so many digits as it stands in the data. */
static eng_longest number_of(eng_longest_scope *s, int digits) {
	eng_longest out = repeated(s, '9', (size_t)digits);

	out.digits = digits > DIGITS_MAX ? DIGITS_MAX : digits;
	return out;
}

/* Longest text of a field by its type; 0: nothing is known. */
static size_t length_of(const eng_decl *decl) {
	size_t length = (size_t)decl->max_length;

	if (length) {
		return length;
	}
	switch (decl->type) {
	case ENG_TYPE_DATE:
		return sizeof("2026-11-01") - 1;
	case ENG_TYPE_DATETIME:
		return sizeof("2026-11-01T06:00:00.000+01:00") - 1;
	case ENG_TYPE_BOOLEAN:
		return sizeof("false") - 1;
	case ENG_TYPE_CURRENCY:
		return 3;
	case ENG_TYPE_COUNTRY:
		return sizeof("US-CAL") - 1;
	case ENG_TYPE_LANGUAGE:
		return LANGUAGE_MAX;
	case ENG_TYPE_IBAN:
		return IBAN_MAX;
	case ENG_TYPE_EMAIL:
		return EMAIL_MAX;
	case ENG_TYPE_PHONE:
		return PHONE_MAX;
	case ENG_TYPE_GROUP:
	case ENG_TYPE_TEXT:
	case ENG_TYPE_DECIMAL:
	case ENG_TYPE_INTEGER:
	case ENG_TYPE_URL:
	case ENG_TYPES:
		break;
	}
	return 0;
}

static eng_longest unknown(eng_longest_scope *s, const eng_decl *decl) {
	if (!s->open_field) {
		s->open_field = decl;
	}
	return (eng_longest){ .items = 1 };
}

static size_t items_of(const eng_decl *decl) {
	size_t items = 1;

	for (; decl; decl = decl->parent) {
		if (decl->repeated && decl->max_count == 0) {
			return 0;
		}
		items *= decl->repeated ? (size_t)decl->max_count : 1;
	}
	return items;
}

static eng_longest field_of(eng_longest_scope *s, const eng_decl *decl) {
	size_t length = length_of(decl);
	bool numeric = decl->type == ENG_TYPE_DECIMAL || decl->type == ENG_TYPE_INTEGER;
	eng_longest out;

	if (length == 0 && decl->type != ENG_TYPE_GROUP) {
		return unknown(s, decl);
	}
	out = repeated(s, numeric ? '9' : 'x', length);
	if (numeric) {
		/* A sign, and in decimals a point and two digits of the length. */
		int taken = decl->type == ENG_TYPE_DECIMAL ? 4 : 1, digits = (int)length - taken;

		out.digits = digits < 1 ? 1 : digits > DIGITS_MAX ? DIGITS_MAX : digits;
	}
	out.field = decl;
	out.share = length;
	out.items = items_of(decl);
	return out;
}

static eng_longest cannot(eng_longest_scope *s, const eng_ast *ast) {
	if (s->open_source.n == 0) {
		s->open_source =
		    ast->function ? eng_str_from(ast->function->name) : ENG_STR("expression");
	}
	return (eng_longest){ .items = 1 };
}

/* string-join: all that there may be, each with the separator. */
static eng_longest joined(eng_longest_scope *s, const eng_ast *call) {
	eng_longest item = longest(s, call->items[0]), out = { .items = 1 };
	eng_longest between = { .items = 1 };

	if (call->count > 1) {
		between = longest(s, call->items[1]);
	}
	if (call->items[0]->kind == ENG_AST_SEQUENCE) {
		for (size_t i = 0; i < call->items[0]->count; i++) {
			out = eng_longest_join(s, out, longest(s, call->items[0]->items[i]));
			out = eng_longest_join(s, out, between);
		}
		return out;
	}
	if (item.items == 0) {
		return item.field ? unknown(s, item.field) : cannot(s, call);
	}
	for (size_t i = 0; i < item.items; i++) {
		out = eng_longest_join(s, out, item);
		out = eng_longest_join(s, out, between);
	}
	out.share = item.share * item.items;
	return out;
}

static eng_longest substring(eng_longest_scope *s, const eng_ast *call) {
	eng_longest out = longest(s, call->items[0]);
	int64_t most;

	if (call->count > 2 && call->items[2]->kind == ENG_AST_NUMBER &&
	    eng_decimal_to_int64(call->items[2]->number, &most) && most >= 0 &&
	    eng_utf8_length(out.text) > (size_t)most) {
		eng_longest cut = repeated(s, 'x', (size_t)most);

		cut.field = out.field;
		cut.share = (size_t)most;
		return cut;
	}
	return out;
}

/* Adds a space to each group of four or three, as IBANs and phone numbers are grouped. */
static eng_longest grouped(eng_longest_scope *s, eng_longest value, size_t group) {
	eng_longest spaces = repeated(s, ' ', value.text.n / group);

	return eng_longest_join(s, value, spaces);
}

static eng_str literal(const eng_ast *call, size_t index, eng_str otherwise) {
	return call->count > index && call->items[index]->kind == ENG_AST_TEXT
		   ? call->items[index]->text
		   : otherwise;
}

static eng_money_style money_style(eng_str name) {
	return eng_str_eqc(name, "source")        ? ENG_MONEY_SOURCE
	       : eng_str_eqc(name, "no-decimals") ? ENG_MONEY_NO_DECIMALS
						  : ENG_MONEY_STANDARD;
}

static eng_longest most_of(eng_longest_scope *s, const eng_ast *call) {
	eng_longest out = longest(s, call->items[0]);

	for (size_t i = 1; i < call->count; i++) {
		out = eng_longest_either(s, out, longest(s, call->items[i]));
	}
	return out;
}

static eng_longest all_of(eng_longest_scope *s, const eng_ast *call) {
	eng_longest out = { .items = 1 };

	for (size_t i = 0; i < call->count; i++) {
		out = eng_longest_join(s, out, longest(s, call->items[i]));
	}
	return out;
}

static eng_longest word(eng_longest_scope *s, const eng_ast *call) {
	const eng_message *message = s->services->phrase(
	    s->services->user, literal(call, 0, ENG_STR("")), eng_locale_language(s->locale));

	return message ? eng_longest_phrase(s, message, NULL, NULL, 0) : cannot(s, call);
}

static eng_longest sum(eng_longest_scope *s, const eng_ast *call) {
	eng_longest item = longest(s, call->items[0]), out;
	int more = 0;

	if (item.items == 0) {
		return item.field ? unknown(s, item.field) : cannot(s, call);
	}
	for (size_t n = item.items; n > 1; n = (n + 9) / 10) {
		more++;
	}
	out = number_of(s, item.digits + more);
	out.field = item.field;
	out.share = out.text.n;
	return out;
}

static eng_longest with_case(eng_longest_scope *s, eng_longest value, eng_case to) {
	value.text = eng_locale_case(s->arena, s->locale, value.text, to);
	return value;
}

/* The longest cell of the column: tables and columns are literals. */
static eng_longest found(eng_longest_scope *s, const eng_ast *call) {
	eng_str table = literal(call, 0, ENG_STR("")), column = literal(call, 2, ENG_STR("")), cell;
	eng_longest out = { .items = 1 };
	int got = s->services->cell ? 1 : -1;

	for (size_t row = 0; got > 0; row++) {
		got = s->services->cell(s->services->user, table, column, row, &cell);
		if (got > 0) {
			out = eng_longest_either(s, out, eng_longest_words(cell));
		}
	}
	return got < 0 ? cannot(s, call) : out;
}

/* Functions that need no more than a look at their arguments; the rest are told by their result. */
static eng_longest call(eng_longest_scope *s, const eng_ast *call) {
	const char *name = call->function ? call->function->name : "";
	eng_str second = literal(call, 1, ENG_STR("")), third = literal(call, 2, ENG_STR(""));

#define IS(word) (strcmp(name, word) == 0)
	if (IS("format-money")) {
		return eng_longest_money(s, longest(s, call->items[0]), second, money_style(third));
	} else if (IS("format-date")) {
		return eng_longest_date(s, longest(s, call->items[0]),
					second.n ? second : ENG_STR("medium"));
	} else if (IS("format-number")) {
		return eng_longest_number(s, longest(s, call->items[0]), second);
	} else if (IS("format-percent")) {
		return eng_longest_percent(s, longest(s, call->items[0]));
	} else if (IS("format-iban")) {
		return grouped(s, longest(s, call->items[0]), 4);
	} else if (IS("format-phone")) {
		return grouped(s, longest(s, call->items[0]), 2);
	} else if (IS("optional") || IS("first-of") || IS("min") || IS("max")) {
		return most_of(s, call);
	} else if (IS("concat")) {
		return all_of(s, call);
	} else if (IS("string-join")) {
		return joined(s, call);
	} else if (IS("substring")) {
		return substring(s, call);
	} else if (IS("upper")) {
		return with_case(s, longest(s, call->items[0]), ENG_CASE_UPPER);
	} else if (IS("t")) {
		return word(s, call);
	} else if (IS("sum") || IS("running-sum")) {
		return sum(s, call);
	} else if (IS("position") || IS("last") || IS("count") || IS("days-between")) {
		return number_of(s, COUNT_DIGITS);
	} else if (IS("year") || IS("month") || IS("day") || IS("string-length")) {
		return number_of(s, 4);
	} else if (IS("lookup")) {
		return found(s, call);
	} else if (IS("format-address") || IS("name") || IS("local-name") || IS("namespace-uri")) {
		return cannot(s, call);
	} else if (call->count > 0) {
		return longest(s, call->items[0]); /* what alters a value without adding to it */
	}
#undef IS
	return call->type == ENG_STATIC_DATE ? eng_longest_words(ENG_STR("2026-11-01"))
					     : cannot(s, call);
}

static eng_longest arithmetic(eng_longest_scope *s, const eng_ast *ast) {
	eng_longest a = longest(s, ast->items[0]), out;
	eng_longest b = ast->count > 1 ? longest(s, ast->items[1]) : (eng_longest){ .items = 1 };
	int digits = a.digits > b.digits ? a.digits : b.digits;

	if (ast->kind == ENG_AST_MULTIPLY || ast->kind == ENG_AST_DIVIDE) {
		digits = a.digits + b.digits;
	} else if (ast->kind == ENG_AST_ADD || ast->kind == ENG_AST_SUBTRACT) {
		digits++;
	}
	out = number_of(s, digits > 0 ? digits : 1);
	out.field = a.share >= b.share ? a.field : b.field;
	out.share = out.field ? out.text.n : 0;
	return out;
}

static eng_longest constant(eng_longest_scope *s, const eng_ast *ast) {
	char text[ENG_DECIMAL_TEXT];
	eng_longest out;

	eng_decimal_format(ast->number, text);
	out = eng_longest_words(eng_str_copy(s->arena, eng_str_from(text)));
	out.digits = (int)eng_str_index(out.text, ENG_STR("."));
	return out;
}

static eng_longest longest(eng_longest_scope *s, const eng_ast *ast) {
	switch (ast->kind) {
	case ENG_AST_TEXT:
		return eng_longest_words(ast->text);
	case ENG_AST_NUMBER:
		return constant(s, ast);
	case ENG_AST_VARIABLE:
		return s->variables ? s->variables[ast->slot] : cannot(s, ast);
	case ENG_AST_PATH:
	case ENG_AST_FILTER:
		if (ast->decl) {
			return field_of(s, ast->decl);
		}
		return ast->kind == ENG_AST_FILTER ? longest(s, ast->items[0]) : cannot(s, ast);
	case ENG_AST_SEQUENCE:
	case ENG_AST_UNION:
		return most_of(s, ast);
	case ENG_AST_NEGATE:
	case ENG_AST_ADD:
	case ENG_AST_SUBTRACT:
	case ENG_AST_MULTIPLY:
	case ENG_AST_DIVIDE:
	case ENG_AST_MODULO:
		return arithmetic(s, ast);
	case ENG_AST_CONCAT:
		return all_of(s, ast);
	case ENG_AST_EQUAL:
	case ENG_AST_UNEQUAL:
	case ENG_AST_LESS:
	case ENG_AST_LESS_EQUAL:
	case ENG_AST_GREATER:
	case ENG_AST_GREATER_EQUAL:
	case ENG_AST_AND:
	case ENG_AST_OR:
		return eng_longest_words(ENG_STR("false"));
	case ENG_AST_IF:
		return eng_longest_either(s, longest(s, ast->items[1]), longest(s, ast->items[2]));
	case ENG_AST_CALL:
		return call(s, ast);
	}
	return cannot(s, ast);
}

eng_longest eng_longest_value(eng_longest_scope *s, const eng_expr *expr) {
	return longest(s, expr->root);
}
