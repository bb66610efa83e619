/* Compiles phrases: the grammar of ICU MessageFormat with named arguments, and our marks **strong**
 * and [link].
 *
 * ICU's C API knows numbered arguments only, so the grammar is read here and ICU is asked for
 * plural categories and formats. Apostrophes quote as in ICU: '' is one, and one before { } # | * [
 * ] starts a quoted stretch. Every plural and select needs 'other'. */
#include "expr/message.h"

#include "base/buf.h"
#include "expr/lexer.h"
#include "expr/message_parts.h"

typedef struct parser {
	eng_ctx *ctx;
	eng_arena *arena;
	eng_message *message;
	eng_str source;
	eng_loc where;
	size_t at;
	int depth;
} parser;

static bool fail(parser *p, size_t at, const char *message) {
	(void)at;
	return eng_fail(p->ctx, "strings.bad-message", p->where, "%s at character %zu of '%s'",
			message, at + 1, eng_quote(p->arena, p->source));
}

static char peek(const parser *p, size_t ahead) {
	return p->at + ahead < p->source.n ? p->source.s[p->at + ahead] : '\0';
}

static eng_phrase_part *add_part(parser *p, eng_phrase *phrase, eng_phrase_kind kind) {
	eng_phrase_part *part;

	phrase->parts = eng_arena_grow(p->arena, phrase->parts, phrase->n, &phrase->cap,
				       sizeof(*phrase->parts));
	part = &phrase->parts[phrase->n++];
	memset(part, 0, sizeof(*part));
	part->kind = kind;
	return part;
}

static void flush(parser *p, eng_phrase *phrase, eng_buf *text) {
	if (text->n > 0) {
		add_part(p, phrase, ENG_PHRASE_TEXT)->text =
		    eng_str_copy(p->arena, eng_buf_view(text));
		eng_buf_clear(text);
	}
}

static void skip_space(parser *p) {
	while (p->at < p->source.n && strchr(" \t\r\n", p->source.s[p->at]) && peek(p, 0) != '\0') {
		p->at++;
	}
}

/* A word up to white space or punctuation of the grammar. */
static eng_str word(parser *p) {
	size_t start = p->at;

	while (p->at < p->source.n && !strchr(" \t\r\n{},#'=:|", p->source.s[p->at])) {
		p->at++;
	}
	return eng_str_sub(p->source, start, p->at);
}

static bool accept(parser *p, char c) {
	skip_space(p);
	if (peek(p, 0) == c && p->at < p->source.n) {
		p->at++;
		return true;
	}
	return false;
}

static size_t name_index(parser *p, eng_str name) {
	eng_message *message = p->message;
	size_t i;

	for (i = 0; i < message->name_count; i++) {
		if (eng_str_eq(message->names[i], name)) {
			return i;
		}
	}
	message->names = eng_arena_grow(p->arena, message->names, message->name_count,
					&message->name_cap, sizeof(*message->names));
	message->names[message->name_count] = eng_str_copy(p->arena, name);
	return message->name_count++;
}

static bool parse_phrase(parser *p, eng_phrase *phrase, bool nested, bool plural);

/* An apostrophe: one of a pair, the start of a quoted stretch, or itself. */
static bool parse_apostrophe(parser *p, eng_buf *text) {
	size_t start = p->at++;

	if (peek(p, 0) == '\'') {
		eng_buf_char(text, '\'');
		p->at++;
		return true;
	}
	if (p->at >= p->source.n || !strchr("{}#|*[]", peek(p, 0))) {
		eng_buf_char(text, '\'');
		return true;
	}
	while (p->at < p->source.n) {
		char c = p->source.s[p->at++];

		if (c == '\'' && peek(p, 0) != '\'') {
			return true;
		}
		p->at += c == '\'';
		eng_buf_char(text, c);
	}
	return fail(p, start, "quoted text is not closed");
}

static bool parse_key(parser *p, const eng_phrase_part *part, eng_phrase_case *branch) {
	static const char *const keywords[] = { "zero", "one", "two", "few", "many", "other" };
	size_t start = p->at, i;
	bool exact = part->kind != ENG_PHRASE_SELECT && accept(p, '=');
	eng_str key = word(p);

	if (key.n == 0) {
		return fail(p, start, "a case is missing");
	}
	if (exact) {
		return eng_decimal_parse(key, false, &branch->number) ||
		       fail(p, start, "a number is missing behind '='");
	}
	branch->keyword = eng_str_copy(p->arena, key);
	for (i = 0; i < 6 && part->kind != ENG_PHRASE_SELECT; i++) {
		if (eng_str_eqc(key, keywords[i])) {
			return true;
		}
	}
	return part->kind == ENG_PHRASE_SELECT ||
	       fail(p, start, "no plural category, use zero one two few many other");
}

static bool parse_offset(parser *p, eng_phrase_part *part) {
	eng_str text;

	skip_space(p);
	if (part->kind == ENG_PHRASE_SELECT ||
	    !eng_str_starts(eng_str_sub(p->source, p->at, p->source.n), "offset:")) {
		return true;
	}
	p->at += strlen("offset:");
	skip_space(p);
	text = word(p);
	return eng_decimal_parse(text, false, &part->offset) ||
	       fail(p, p->at, "a number is missing behind 'offset:'");
}

static bool parse_cases(parser *p, eng_phrase_part *part) {
	bool other = false;
	size_t start = p->at;

	if (!parse_offset(p, part)) {
		return false;
	}
	while (!accept(p, '}')) {
		eng_phrase_case branch = { 0 };

		if (!parse_key(p, part, &branch)) {
			return false;
		}
		other = other || eng_str_eqc(branch.keyword, "other");
		if (!accept(p, '{')) {
			return fail(p, p->at, "'{' is missing behind a case");
		}
		if (!parse_phrase(p, &branch.phrase, true, part->kind != ENG_PHRASE_SELECT)) {
			return false;
		}
		part->cases = eng_arena_grow(p->arena, part->cases, part->case_count,
					     &part->case_cap, sizeof(*part->cases));
		part->cases[part->case_count++] = branch;
	}
	return other || fail(p, start, "the case 'other' is missing");
}

static bool parse_style(parser *p, eng_phrase_part *part) {
	size_t start;

	if (accept(p, '}')) {
		return true;
	}
	if (!accept(p, ',')) {
		return fail(p, p->at, "',' or '}' is missing");
	}
	skip_space(p);
	for (start = p->at; p->at < p->source.n && peek(p, 0) != '}'; p->at++) {
		if (peek(p, 0) == '{') {
			return fail(p, p->at, "'{' cannot stand in a style");
		}
	}
	part->text = eng_str_copy(p->arena, eng_str_trim(eng_str_sub(p->source, start, p->at)));
	return accept(p, '}') || fail(p, start, "'}' is missing");
}

static bool parse_argument(parser *p, eng_phrase *phrase) {
	static const char *const types[] = { "number", "date", "plural", "selectordinal",
					     "select" };
	static const eng_phrase_kind kinds[] = { ENG_PHRASE_NUMBER, ENG_PHRASE_DATE,
						 ENG_PHRASE_PLURAL, ENG_PHRASE_ORDINAL,
						 ENG_PHRASE_SELECT };
	size_t start = p->at++, index, i;
	eng_phrase_part *part, made;
	eng_str name, type;

	skip_space(p);
	name = word(p);
	if (name.n == 0) {
		return fail(p, start, "an argument has no name");
	}
	index = name_index(p, name);
	if (accept(p, '}')) {
		add_part(p, phrase, ENG_PHRASE_ARGUMENT)->argument = index;
		return true;
	}
	if (!accept(p, ',')) {
		return fail(p, p->at, "',' or '}' is missing");
	}
	skip_space(p);
	type = word(p);
	for (i = 0; i < 5 && !eng_str_eqc(type, types[i]); i++) {}
	if (i == 5) {
		return fail(p, p->at - type.n,
			    "no argument type, use number, date, plural, selectordinal or select");
	}
	memset(&made, 0, sizeof(made));
	made.kind = kinds[i];
	made.argument = index;
	made.offset = eng_decimal_from_int(0);
	if (i >= 2 && !accept(p, ',')) {
		return fail(p, p->at, "',' is missing");
	}
	if (i < 2 ? !parse_style(p, &made) : !parse_cases(p, &made)) {
		return false;
	}
	part = add_part(p, phrase, made.kind);
	*part = made;
	return true;
}

/* The marks that are open, innermost last: 's' and 'l'. */
typedef struct marks {
	char open[3];
	size_t n;
} marks;

static bool parse_mark(parser *p, eng_phrase *phrase, marks *m) {
	char c = peek(p, 0), is = c == '*' ? 's' : 'l';
	bool opens = c == '[' || (c == '*' && !memchr(m->open, 's', m->n));

	if (opens && memchr(m->open, is, m->n)) {
		return fail(p, p->at, "a mark opens twice");
	}
	if (!opens && (m->n == 0 || m->open[m->n - 1] != is)) {
		return fail(p, p->at, "a mark closes that is not the last open one");
	}
	if (opens) {
		m->open[m->n++] = is;
	} else {
		m->n--;
	}
	add_part(p, phrase,
		 is == 's' ? (opens ? ENG_PHRASE_STRONG_START : ENG_PHRASE_STRONG_END)
			   : (opens ? ENG_PHRASE_LINK_START : ENG_PHRASE_LINK_END));
	p->at += c == '*' ? 2 : 1;
	return true;
}

/* One character or construct; *done at the '}' that ends a case. */
static bool parse_piece(parser *p, eng_phrase *phrase, bool nested, bool plural, eng_buf *text,
			marks *m, bool *done) {
	char c = peek(p, 0);

	if (c == '\'') {
		return parse_apostrophe(p, text);
	}
	if (c == '}' && !nested) {
		return fail(p, p->at, "'}' closes nothing");
	}
	if (c == '}') {
		p->at++;
		*done = true;
		return true;
	}
	if (c == '{' || (c == '#' && plural) || c == '[' || c == ']' ||
	    (c == '*' && peek(p, 1) == '*')) {
		flush(p, phrase, text);
		if (c == '{') {
			return parse_argument(p, phrase);
		}
		if (c != '#') {
			return parse_mark(p, phrase, m);
		}
		add_part(p, phrase, ENG_PHRASE_HASH);
		p->at++;
		return true;
	}
	eng_buf_char(text, c);
	p->at++;
	return true;
}

static bool parse_phrase(parser *p, eng_phrase *phrase, bool nested, bool plural) {
	eng_buf text = { 0 };
	marks m = { { 0 }, 0 };
	bool ok = true, done = false;

	if (++p->depth > 16) {
		return fail(p, p->at, "cases are nested too deep");
	}
	while (ok && !done && p->at < p->source.n) {
		ok = parse_piece(p, phrase, nested, plural, &text, &m, &done);
	}
	flush(p, phrase, &text);
	eng_buf_finish(&text);
	p->depth--;
	if (ok && nested && !done) {
		return fail(p, p->at, "'}' is missing");
	}
	if (ok && m.n > 0) {
		return fail(p, p->at, "a mark is not closed");
	}
	return ok;
}

const eng_message *eng_message_new(eng_ctx *ctx, eng_arena *arena, eng_str pattern,
				   const char *language, eng_loc where) {
	eng_message *message = eng_arena_new(arena, eng_message);
	parser p = { ctx, arena, message, eng_str_copy(arena, pattern), where, 0, 0 };

	(void)language; /* plural categories are the locale's, at formatting */
	message->pattern = p.source;
	return parse_phrase(&p, &message->phrase, false, false) ? message : NULL;
}

void eng_message_arguments(const eng_message *message, const eng_str **names, size_t *n) {
	*names = message->names;
	*n = message->name_count;
}

bool eng_message_is_plain(const eng_message *message, eng_str *text) {
	const eng_phrase *phrase = &message->phrase;

	if (phrase->n == 0) {
		*text = (eng_str){ "", 0 };
		return true;
	}
	if (phrase->n != 1 || phrase->parts[0].kind != ENG_PHRASE_TEXT) {
		return false;
	}
	*text = phrase->parts[0].text;
	return true;
}
