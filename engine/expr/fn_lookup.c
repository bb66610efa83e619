/* Functions that ask the services around the expression: phrases and lookup tables. */
#include "expr/function.h"

#include "expr/locale.h"
#include "expr/message.h"

static bool fn_t(eng_machine *m, const eng_ast *call, eng_result *args, size_t n, eng_result *out) {
	eng_eval *eval = m->eval;
	const eng_services *services = eval->services;
	eng_str key = args[0].as.text, text;
	const eng_message *message = NULL;

	(void)n;
	if (services && services->phrase) {
		message = services->phrase(services->user, key, eng_locale_language(eval->locale));
	}
	if (!message) {
		return eng_fail(eval->ctx, "expr.unknown-phrase", eng_machine_where(m, call),
				"no phrase '%s' in language '%s'", eng_quote(eval->arena, key),
				eng_locale_language(eval->locale));
	}
	if (!eng_message_is_plain(message, &text)) {
		return eng_fail(eval->ctx, "expr.phrase-not-plain", eng_machine_where(m, call),
				"phrase '%s' has arguments or marks, use <phrase> for it",
				eng_quote(eval->arena, key));
	}
	eng_result_text(out, text);
	out->phrase = eng_str_dup(eval->arena, key);
	return true;
}

static bool fn_lookup(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
		      eng_result *out) {
	eng_eval *eval = m->eval;
	const eng_services *services = eval->services;
	eng_str column = n > 2 ? args[2].as.text : ENG_STR(""), cell = { "", 0 };
	int found = services && services->lookup ? services->lookup(services->user, args[0].as.text,
								    args[1].as.text, column, &cell)
						 : -1;

	if (found < 0) {
		return eng_fail(eval->ctx, "expr.unknown-table", eng_machine_where(m, call),
				"no table '%s' with such a column",
				eng_quote(eval->arena, args[0].as.text));
	}
	if (found > 0 && !eng_str_blank(cell)) {
		eng_result_text(out, cell);
		return true;
	}
	eng_result_nothing(out);
	if (m->lenient) {
		return true;
	}
	eng_fail(eval->ctx, "expr.not-in-table", eng_machine_where(m, call),
		 "table '%s' has nothing for '%s'; if that may be, write optional(...)",
		 eng_quote(eval->arena, args[0].as.text), eng_quote(eval->arena, args[1].as.text));
	return eng_machine_note(m, args[1].from);
}

const eng_function eng_functions_lookup[] = {
	{ "t", 1, 1, "l", 't', ENG_MISSING_ERROR, false, fn_t,
	  "A word or sentence of the strings catalogue in the document's language." },
	{ "lookup", 2, 3, "ltl", 't', ENG_MISSING_ERROR, false, fn_lookup,
	  "A cell of a lookup table by the key in its first column." },
	{ NULL },
};
