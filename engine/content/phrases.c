/* What an expression or phrase element asks of the catalogue and the tables, checked at load: each
 * key in each language of the template, each argument, each table. */
#include <string.h>

#include "content/compile.h"
#include "content/library-file.h"

static eng_known *find_known(eng_compiler *c, eng_str name) {
	for (size_t i = c->known_count; i > 0; i--) {
		if (eng_str_eq(c->known[i - 1].variable.name, name)) {
			return &c->known[i - 1];
		}
	}
	return NULL;
}

static bool is_name_byte(char ch) {
	return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') ||
	       ch == '_' || ch == '-' || ch == '.' || (unsigned char)ch >= 0x80;
}

void eng_compile_phrase_key(eng_compiler *c, eng_str key, eng_loc where) {
	eng_strings *strings = eng_library_strings(c->library);
	const char *nearest;

	if (!eng_strings_has(strings, key, &nearest)) {
		eng_fail(c->ctx, "strings.unknown-key", where, "no language has phrase '%s'%s",
			 eng_quote(c->arena, key), eng_did_you_mean(c->arena, nearest));
		return;
	}
	for (size_t i = 0; i < c->language_count; i++) {
		unsigned long errors = c->ctx->errors;

		if (!eng_strings_find(c->ctx, strings, key, c->languages[i]) &&
		    c->ctx->errors == errors) {
			eng_fail(c->ctx, "strings.missing", where,
				 "phrase '%s' is missing in language '%.*s'",
				 eng_quote(c->arena, key), ENG_STR_ARG(c->languages[i]));
		}
	}
}

static bool has_arg(const eng_op_arg *args, size_t n, eng_str name) {
	for (size_t i = 0; i < n; i++) {
		if (eng_str_eq(args[i].name, name)) {
			return true;
		}
	}
	return false;
}

/* Arguments left over in all languages; one that some language does not need is its own affair. */
static void check_left_over(eng_compiler *c, eng_str key, const eng_op_arg *arg) {
	eng_strings *strings = eng_library_strings(c->library);
	const char *wanted[64], *nearest;
	size_t total = 0;

	for (size_t i = 0; i < c->language_count; i++) {
		const eng_message *message = eng_strings_find(NULL, strings, key, c->languages[i]);
		const eng_str *names;
		size_t n = 0;

		if (!message) {
			return;
		}
		eng_message_arguments(message, &names, &n);
		for (size_t k = 0; k < n; k++) {
			if (eng_str_eq(names[k], arg->name)) {
				return;
			}
			if (total < 64) {
				wanted[total++] = eng_str_dup(c->arena, names[k]);
			}
		}
	}
	nearest = eng_str_nearest(arg->name, wanted, total);
	eng_fail(c->ctx, "strings.argument", arg->where, "phrase '%s' has no argument '%.*s'%s",
		 eng_quote(c->arena, key), ENG_STR_ARG(arg->name),
		 eng_did_you_mean(c->arena, nearest));
}

void eng_compile_phrase_args(eng_compiler *c, eng_str key, const eng_op_arg *args, size_t n,
			     eng_loc where) {
	eng_strings *strings = eng_library_strings(c->library);

	for (size_t i = 0; i < c->language_count; i++) {
		const eng_message *message = eng_strings_find(NULL, strings, key, c->languages[i]);
		const eng_str *names;
		size_t count = 0;

		if (!message) {
			continue; /* reported with the key */
		}
		eng_message_arguments(message, &names, &count);
		for (size_t k = 0; k < count; k++) {
			if (!has_arg(args, n, names[k])) {
				eng_fail(c->ctx, "strings.argument", where,
					 "phrase '%s' in language '%.*s' needs argument '%.*s'",
					 eng_quote(c->arena, key), ENG_STR_ARG(c->languages[i]),
					 ENG_STR_ARG(names[k]));
				return;
			}
		}
	}
	for (size_t i = 0; i < n; i++) {
		check_left_over(c, key, &args[i]);
	}
}

/* The literal argument of a call at source[i] == '(': "t( 'key'"; empty when it is no literal. */
static eng_str literal_argument(eng_str source, size_t i) {
	size_t end;

	for (i++; i < source.n && strchr(" \t\r\n", source.s[i]); i++) {}
	if (i >= source.n || (source.s[i] != '\'' && source.s[i] != '"')) {
		return (eng_str){ 0 };
	}
	for (end = i + 1; end < source.n && source.s[end] != source.s[i]; end++) {}
	return eng_str_sub(source, i + 1, end);
}

static void note_name(eng_compiler *c, eng_str source, size_t from, size_t to, eng_loc where) {
	eng_str name = eng_str_sub(source, from, to), literal;
	size_t open = to;

	if (from > 0 && source.s[from - 1] == '$') {
		eng_known *known = find_known(c, name);

		if (known) {
			known->used = true;
		}
		return;
	}
	while (open < source.n && strchr(" \t\r\n", source.s[open])) {
		open++;
	}
	if (open >= source.n || source.s[open] != '(') {
		return;
	}
	literal = literal_argument(source, open);
	if (literal.n && eng_str_eqc(name, "t")) {
		eng_compile_phrase_key(c, literal, where);
	}
}

/* A look at the words of the source is enough here: the expression itself compiled, so its literals
 * are closed and its names are names. */
void eng_compile_note(eng_compiler *c, const eng_expr *expr, eng_loc where) {
	eng_str source = expr ? eng_expr_source(expr) : (eng_str){ 0 };

	for (size_t i = 0; i < source.n;) {
		size_t from = i;

		if (source.s[i] == '\'' || source.s[i] == '"') {
			char quote = source.s[i++];

			while (i < source.n && source.s[i] != quote) {
				i++;
			}
			i++;
			continue;
		}
		while (i < source.n && is_name_byte(source.s[i])) {
			i++;
		}
		if (i > from) {
			note_name(c, source, from, i, where);
		} else {
			i++;
		}
	}
}
