/* Grammar-driven generation; every choice comes from the seed, so that a failure can be repeated. */
#include "xpath-gen.h"

unsigned gen_below(gen *g, unsigned n) {
	g->state ^= g->state << 13;
	g->state ^= g->state >> 7;
	g->state ^= g->state << 17;
	return (unsigned)((g->state >> 16) % n);
}

static void both(gen *g, const char *text) {
	eng_buf_cstr(&g->ours, text);
	eng_buf_cstr(&g->theirs, text);
}

static void two(gen *g, const char *ours, const char *theirs) {
	eng_buf_cstr(&g->ours, ours);
	eng_buf_cstr(&g->theirs, theirs);
}

static void nodes(gen *g);
static void number(gen *g);
static void text(gen *g);
static void boolean(gen *g);
static void path(gen *g, bool numeric);

static void number_literal(gen *g) {
	static const char *const fractions[] = { "", "", ".5", ".25", ".75", ".50" };
	char out[32];

	snprintf(out, sizeof(out), "%u%s", gen_below(g, 40), fractions[gen_below(g, 6)]);
	both(g, out);
}

static void word_literal(gen *g) {
	both(g, "'");
	both(g, g->words[gen_below(g, (unsigned)g->word_count)]);
	both(g, "'");
}

static const gen_name *element(gen *g, bool numeric) {
	const gen_name *name;
	int tries;

	for (tries = 0; tries < 20; tries++) {
		name = &g->elements[gen_below(g, (unsigned)g->element_count)];
		if (!numeric || name->numeric) {
			return name;
		}
	}
	return &g->elements[0];
}

static void predicate(gen *g) {
	char out[32];

	g->predicates++;
	both(g, "[");
	switch (gen_below(g, 12)) {
	case 0:
	case 1:
		snprintf(out, sizeof(out), "%u", gen_below(g, 4));
		both(g, out);
		break;
	case 2:
		both(g, "last()");
		break;
	case 3:
		snprintf(out, sizeof(out), "position() %s %u",
			 gen_below(g, 2) ? "<" : ">=", gen_below(g, 4));
		both(g, out);
		break;
	case 4:
		both(g, "last() - position() = 1");
		break;
	case 5:
		both(g, "position() mod 2 = 1");
		break;
	case 6: /* these agree when the path selects nothing */
		both(g, gen_below(g, 2) ? "contains(" : "starts-with(");
		path(g, false);
		both(g, ", ");
		word_literal(g);
		both(g, ")");
		break;
	case 7:
		both(g, "string-length(");
		path(g, false);
		both(g, ") > ");
		number_literal(g);
		break;
	default:
		boolean(g);
		break;
	}
	both(g, "]");
	g->predicates--;
}

/* One step; false when nothing may follow it (an attribute). */
static bool step(gen *g, bool numeric) {
	static const char *const axes[] = { "descendant::",
					    "descendant-or-self::",
					    "ancestor::",
					    "ancestor-or-self::",
					    "following-sibling::",
					    "preceding-sibling::",
					    "following::",
					    "preceding::",
					    "self::",
					    "parent::",
					    "child::" };
	unsigned choice = gen_below(g, 20);

	if (choice == 0) {
		two(g, "..", "parent::*");
		return true;
	}
	if (choice == 1) {
		both(g, ".");
		return true;
	}
	if (choice == 2 && g->attribute_count > 0) {
		both(g, gen_below(g, 2) ? "@" : "attribute::");
		both(g, gen_below(g, 4)
			    ? g->attributes[gen_below(g, (unsigned)g->attribute_count)].test
			    : "*");
		return false;
	}
	if (choice >= 3 && choice < 9) {
		both(g, axes[gen_below(g, 11)]);
	}
	switch (gen_below(g, 8)) {
	case 0:
		both(g, "*");
		break;
	case 1:
		two(g, "node()", "*");
		break;
	default:
		both(g, element(g, numeric)->test);
		break;
	}
	if (g->depth < 4 && gen_below(g, 4) == 0) {
		g->depth++;
		predicate(g);
		g->depth--;
	}
	return true;
}

static void path(gen *g, bool numeric) {
	unsigned i, n = 1 + gen_below(g, 3);
	bool more;

	switch (gen_below(g, 6)) {
	case 0:
		two(g, "/", "/*/");
		break;
	case 1:
	case 2:
		two(g, "//", "/*/descendant-or-self::*/");
		break;
	default:
		break;
	}
	for (i = 0; i < n; i++) {
		more = step(g, numeric);
		if (!more || i + 1 == n) {
			break;
		}
		if (gen_below(g, 6)) {
			both(g, "/");
		} else {
			two(g, "//", "/descendant-or-self::*/");
		}
	}
}

static void nodes(gen *g) {
	g->depth++;
	switch (g->depth < 4 ? gen_below(g, 8) : 7) {
	case 0:
		both(g, "(");
		path(g, false);
		both(g, " | ");
		path(g, false);
		both(g, ")");
		break;
	case 1:
		both(g, "(");
		path(g, false);
		both(g, ")");
		predicate(g);
		break;
	case 2:
		both(g, "(");
		nodes(g);
		both(g, ")/");
		step(g, false);
		break;
	default:
		path(g, gen_below(g, 2));
		break;
	}
	g->depth--;
}

/* A path in value position, with its guard. */
static void value(gen *g, bool numeric) {
	size_t from = g->theirs.n;
	eng_str path_text;

	if (g->predicates > 0) { /* values that depend on the node cannot be guarded */
		if (numeric) {
			number_literal(g);
		} else {
			word_literal(g);
		}
		return;
	}
	two(g, "(", "(");
	path(g, numeric);
	two(g, ")", ")");
	if (gen_below(g, 2)) {
		both(g, "[1]");
	}
	path_text = eng_str_sub(eng_buf_view(&g->theirs), from, g->theirs.n);
	eng_buf_printf(&g->guards, "count(%.*s) = 1 and normalize-space(%.*s)",
		       ENG_STR_ARG(path_text), ENG_STR_ARG(path_text));
	if (numeric) {
		eng_buf_printf(&g->guards, " and number(%.*s) = number(%.*s)",
			       ENG_STR_ARG(path_text), ENG_STR_ARG(path_text));
	}
	eng_buf_char(&g->guards, '\0');
}

static void number(gen *g) {
	static const char *const operators[] = { " + ", " - ", " * ", " + ", " - " };
	static const char *const unary[] = { "floor(", "ceiling(", "-(", "number(" };
	static const char *const divisors[] = { " div 2", " div 4", " mod 3", " mod 5",
						" div 0.5" };

	g->depth++;
	switch (g->depth < 5 ? gen_below(g, 11) : gen_below(g, 2)) {
	case 0:
	case 1:
		number_literal(g);
		break;
	case 2:
	case 3:
		both(g, "(");
		number(g);
		both(g, operators[gen_below(g, 5)]);
		number(g);
		both(g, ")");
		break;
	case 4:
		both(g, "count(");
		nodes(g);
		both(g, ")");
		break;
	case 5:
		both(g, "sum(");
		path(g, true);
		both(g, ")");
		break;
	case 6:
		value(g, true);
		both(g, " * 1");
		break;
	case 7:
		both(g, unary[gen_below(g, 4)]);
		number(g);
		both(g, ")");
		break;
	case 8:
		both(g, "(");
		number(g);
		both(g, ")");
		both(g, divisors[gen_below(g, 5)]);
		break;
	case 9:
		two(g, "round(", "away(");
		number(g);
		both(g, ")");
		break;
	default:
		both(g, "string-length(");
		text(g);
		both(g, ")");
		break;
	}
	g->depth--;
}

static void text_call(gen *g, const char *name, int texts, int numbers) {
	int i;

	both(g, name);
	for (i = 0; i < texts + numbers; i++) {
		if (i > 0) {
			both(g, ", ");
		}
		if (i < texts) {
			text(g);
		} else {
			number(g);
		}
	}
	both(g, ")");
}

static void text(gen *g) {
	g->depth++;
	switch (g->depth < 5 ? gen_below(g, 14) : 0) {
	case 0:
	case 1:
		word_literal(g);
		break;
	case 2:
	case 3:
	case 4:
		both(g, "string(");
		value(g, false);
		both(g, ")");
		break;
	case 5:
		text_call(g, "concat(", 2 + (int)gen_below(g, 2), 0);
		break;
	case 6:
		text_call(g, "substring(", 1, 1 + (int)gen_below(g, 2));
		break;
	case 7:
		text_call(g, "substring-before(", 2, 0);
		break;
	case 8:
		text_call(g, "substring-after(", 2, 0);
		break;
	case 9:
		text_call(g, "normalize-space(", 1, 0);
		break;
	case 10:
		text_call(g, "translate(", 3, 0);
		break;
	case 11:
		both(g, "local-name(");
		nodes(g);
		both(g, ")");
		break;
	case 12:
		two(g, "(", "concat(");
		text(g);
		two(g, " || ", ", ");
		text(g);
		both(g, ")");
		break;
	default:
		both(g, "string(");
		number(g);
		both(g, ")");
		break;
	}
	g->depth--;
}

static void comparison(gen *g) {
	static const char *const operators[] = { " = ", " != ", " < ", " <= ", " > ", " >= " };
	const char *any = operators[gen_below(g, 6)], *equal = operators[gen_below(g, 2)];

	both(g, "(");
	switch (gen_below(g, 6)) {
	case 0:
		number(g);
		both(g, any);
		number(g);
		break;
	case 1:
		path(g, true);
		both(g, any);
		number_literal(g);
		break;
	case 2:
		number_literal(g);
		both(g, any);
		path(g, true);
		break;
	case 3:
		nodes(g);
		both(g, equal);
		word_literal(g);
		break;
	case 4:
		nodes(g);
		both(g, equal);
		nodes(g);
		break;
	default:
		text(g);
		both(g, equal);
		text(g);
		break;
	}
	both(g, ")");
}

static void boolean(gen *g) {
	g->depth++;
	switch (g->depth < 5 ? gen_below(g, 10) : 9) {
	case 0:
		both(g, "not(");
		boolean(g);
		both(g, ")");
		break;
	case 1:
		both(g, "(");
		boolean(g);
		both(g, gen_below(g, 2) ? " and " : " or ");
		boolean(g);
		both(g, ")");
		break;
	case 2:
		two(g, "exists(", "boolean(");
		nodes(g);
		both(g, ")");
		break;
	case 3:
		two(g, "empty(", "not(");
		nodes(g);
		both(g, ")");
		break;
	case 4:
		text_call(g, gen_below(g, 2) ? "contains(" : "starts-with(", 2, 0);
		break;
	case 5:
		both(g, "boolean(");
		number(g);
		both(g, ")");
		break;
	default:
		comparison(g);
		break;
	}
	g->depth--;
}

void gen_expression(gen *g, gen_kind kind) {
	eng_buf_clear(&g->ours);
	eng_buf_clear(&g->theirs);
	eng_buf_clear(&g->guards);
	g->depth = g->predicates = 0;
	switch (kind) {
	case GEN_NODES:
		nodes(g);
		break;
	case GEN_NUMBER:
		number(g);
		break;
	case GEN_TEXT:
		text(g);
		break;
	case GEN_BOOLEAN:
		boolean(g);
		break;
	}
}
