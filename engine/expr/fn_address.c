/* format-address(): a postal address as the post of its country wants it (docs/expressions.md). The facts are
 * base/post-table.c's; this joins the parts of the data into lines and loses none of them. */
#include "expr/function.h"

#include "base/buf.h"
#include "base/post.h"
#include "base/utf8.h"
#include "expr/locale.h"

typedef enum part {
	NAME,
	ORGANISATION,
	DEPARTMENT,
	LINE,
	STREET,
	NUMBER,
	UNIT,
	BOX,
	DISTRICT,
	TOWN,
	REGION,
	POSTCODE,
	SORTING,
	COUNTRY,
	PARTS
} part;

static const char *const names[PARTS + 1] = { "name",     "organisation", "department", "line",
					      "street",   "number",       "unit",       "po-box",
					      "district", "town",         "region",     "postcode",
					      "sorting",  "country",      NULL };

typedef struct address {
	eng_machine *m;
	const eng_ast *call;
	eng_arena *arena;
	eng_str parts[PARTS];
	const eng_post *post;
	eng_str from; /* country of the sender; empty: not said */
	eng_str tongue;
} address;

static bool bad(const address *a, const eng_field *field, const char *message, eng_str subject) {
	eng_fail(a->m->eval->ctx, "expr.address", eng_machine_where(a->m, a->call), message,
		 eng_quote(a->arena, subject));
	return eng_machine_note(a->m, field);
}

static eng_str join(const address *a, eng_str x, const char *between, eng_str y) {
	if (x.n == 0 || y.n == 0) {
		return x.n ? x : y;
	}
	return eng_str_printf(a->arena, "%.*s%s%.*s", ENG_STR_ARG(x), between, ENG_STR_ARG(y));
}

static bool take_part(address *a, const eng_field *field) {
	eng_str name = field->name->text, text;

	for (int i = 0; i < PARTS; i++) {
		if (!eng_str_eqc(name, names[i])) {
			continue;
		}
		text = eng_str_trim(eng_field_string(field, a->arena));
		if (a->parts[i].n && text.n && i != LINE) {
			return bad(a, field, "'%s' stands twice in the address", name);
		}
		a->parts[i] = join(a, a->parts[i], "\n", text);
		return true;
	}
	eng_fail(a->m->eval->ctx, "expr.address", eng_machine_where(a->m, a->call),
		 "'%s' is no part of an address%s", eng_quote(a->arena, name),
		 eng_did_you_mean(a->arena, eng_str_nearest(name, names, PARTS)));
	return eng_machine_note(a->m, field);
}

/* "CH", or a language with it: "fr-CH". */
static bool read_sender(address *a, eng_str text) {
	size_t dash = eng_str_index(text, ENG_STR("-"));

	a->from = dash < text.n ? eng_str_sub(text, dash + 1, text.n) : text;
	a->tongue = dash < text.n ? eng_str_sub(text, 0, dash) : (eng_str){ 0 };
	if (!eng_post_find(a->from)) {
		return eng_fail(a->m->eval->ctx, "expr.address",
				eng_machine_where(a->m, a->call->items[1]),
				"'%s' is no country of a sender, should be like CH or fr-CH",
				eng_quote(a->arena, text));
	}
	return true;
}

static bool find_post(address *a, const eng_field *node) {
	eng_str country = a->parts[COUNTRY].n ? a->parts[COUNTRY] : a->from;

	if (country.n == 0) {
		return bad(a, node,
			   "the address says no country, and '%s' does not say the sender's",
			   eng_str_from("format-address()"));
	}
	a->post = eng_post_find(country);
	return a->post ||
	       bad(a, node, "'%s' is no country, should be two letters of ISO 3166-1 such as DE",
		   country);
}

/* Letters behind the last of the Latin ones of Europe are of another script. */
static bool is_latin(const address *a) {
	static const part seen[] = { STREET, LINE, DISTRICT, TOWN, REGION };

	for (size_t i = 0; i < sizeof(seen) / sizeof(seen[0]); i++) {
		eng_str rest = a->parts[seen[i]];
		uint32_t c;

		while (eng_utf8_next(&rest, &c)) {
			if (c >= 0x370 && (c < 0x1E00 || c > 0x20CF)) {
				return false;
			}
		}
	}
	return true;
}

/* Lines that are not structured, street with number and unit, the box: what libraries call the street. */
static eng_str street_of(const address *a) {
	const eng_str *p = a->parts;
	bool america = strcmp(a->post->country, "US") == 0 || strcmp(a->post->country, "CA") == 0;
	eng_str street, lines = p[LINE];

	switch (a->post->number) {
	case ENG_POST_BEFORE:
		street = join(a, p[NUMBER], " ", p[STREET]);
		if (america) {
			street = join(a, street, " ", p[UNIT]);
		} else {
			lines = join(a, lines, "\n", p[UNIT]);
		}
		break;
	case ENG_POST_COMMA:
		street = join(a, join(a, p[STREET], ", ", p[NUMBER]), ", ", p[UNIT]);
		break;
	default:
		street = join(a, join(a, p[STREET], " ", p[NUMBER]), ", ", p[UNIT]);
	}
	return join(a, join(a, lines, "\n", street), "\n", p[BOX]);
}

static eng_str text_of(const address *a, char letter) {
	switch (letter) {
	case 'n':
		return a->parts[NAME];
	case 'o':
		return join(a, a->parts[ORGANISATION], "\n", a->parts[DEPARTMENT]);
	case 's':
		return street_of(a);
	case 'd':
		return a->parts[DISTRICT];
	case 't':
		return a->parts[TOWN];
	case 'r':
		return a->parts[REGION];
	case 'p':
		return a->parts[POSTCODE];
	default:
		return a->parts[SORTING];
	}
}

/* One line of the row: what stands between two parts is written where both are there, and before the first
 * part of a line with it. */
static void put_line(const address *a, eng_str line, eng_buf *out) {
	bool begun = false;
	size_t between = 0;

	for (size_t i = 0; i < line.n; i++) {
		char c = line.s[i];
		bool capital = c >= 'A' && c <= 'Z';
		eng_str text;

		if (!capital && !(c >= 'a' && c <= 'z')) {
			continue;
		}
		text = text_of(a, capital ? (char)(c - 'A' + 'a') : c);
		if (text.n) {
			eng_buf_cstr(out, !begun && out->n ? "\n" : "");
			eng_buf_add(out, line.s + between, begun || between == 0 ? i - between : 0);
			eng_buf_str(out, capital ? eng_locale_case(a->arena, a->m->eval->locale,
								   text, ENG_CASE_UPPER)
						 : text);
			begun = true;
		}
		between = i + 1;
	}
}

static bool has_letter(eng_str lines, char letter) {
	char capital = (char)(letter - 'a' + 'A');

	return memchr(lines.s, letter, lines.n) || memchr(lines.s, capital, lines.n);
}

/* Parts for which the country's lines have no place are not lost: districts follow the street, all others the
 * town. */
static void put_spare(const address *a, eng_str lines, const char *letters, eng_buf *out) {
	for (size_t i = 0; letters[i]; i++) {
		if (!has_letter(lines, letters[i])) {
			put_line(a, (eng_str){ letters + i, 1 }, out);
		}
	}
}

static void write_lines(const address *a, eng_buf *out) {
	eng_str all = eng_str_from(a->post->latin && is_latin(a) ? a->post->latin : a->post->lines);
	eng_str rest = all, line;

	while (eng_str_split(&rest, '/', &line)) {
		put_line(a, line, out);
		if (has_letter(line, 's')) {
			put_spare(a, all, "d", out);
		}
	}
	put_spare(a, all, "tpxr", out);
	if (a->from.n == 0 || eng_post_find(a->from) != a->post) {
		eng_buf_cstr(out, out->n ? "\n" : "");
		eng_buf_str(out,
			    eng_locale_country(a->arena, a->m->eval->locale,
					       eng_str_from(a->post->country), a->from, a->tongue));
	}
}

static bool format(address *a, const eng_field *node, eng_result *out) {
	eng_buf text = { 0 };
	eng_str code;

	for (const eng_field *f = node->first; f; f = f->next) {
		if (!eng_field_is_missing(f) && !take_part(a, f)) {
			return false;
		}
	}
	if (!find_post(a, node)) {
		return false;
	}
	code = eng_post_code(a->arena, a->post, a->parts[POSTCODE]);
	a->parts[POSTCODE] = code.s ? code : a->parts[POSTCODE];
	write_lines(a, &text);
	eng_result_text(out, eng_str_copy(a->arena, eng_buf_view(&text)));
	out->from = node;
	eng_buf_finish(&text);
	return eng_machine_tick(a->m, out->as.text.n / 16);
}

static bool fn_format_address(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
			      eng_result *out) {
	address a = { .m = m, .call = call, .arena = m->eval->arena };

	if (eng_result_is_missing(&args[0])) {
		eng_result_nothing(out);
		return eng_machine_missing(m, call->items[0], &args[0]) != ENG_HAVE_ERROR;
	}
	if (args[0].as.nodes.n > 1) {
		return eng_fail(m->eval->ctx, "expr.many-values",
				eng_machine_where(m, call->items[0]),
				"'%s' selects %zu addresses, one is needed",
				eng_machine_quote(m, call->items[0]), args[0].as.nodes.n);
	}
	return (n < 2 || read_sender(&a, args[1].as.text)) &&
	       format(&a, args[0].as.nodes.items[0], out);
}

const eng_function eng_functions_address[] = {
	{ "format-address", 1, 2, "Nt", 't', ENG_MISSING_ERROR, false, fn_format_address,
	  "The lines of a postal address as the post of its country wants them." },
	{ NULL },
};
