/* Reads `postal`, and finds where a letter goes: by what the record says, else by what its lines say. */
#include "print/postal.h"

#include <stdlib.h>

#include "base/file.h"
#include "print/order.h"
#include "print/rows.h"

enum { MOST_RULES = 100000, MOST_LINES = 12 };

typedef struct rules {
	eng_settings *s;
	eng_postal *postal;
	size_t cap;
	const char *path;
} rules;

static uint32_t place_of(const eng_postal *p, eng_str group) {
	for (size_t i = p->rule_count; i-- > 0;) {
		if (eng_str_eq(p->rules[i].group, group)) {
			return p->rules[i].place;
		}
	}
	return p->rule_count ? p->rules[p->rule_count - 1].place + 1 : 0;
}

static bool add_rule(rules *r, eng_sort_rule rule, eng_loc where) {
	eng_postal *p = r->postal;

	if (rule.country.n && !eng_post_find(rule.country)) {
		return eng_settings_fault(r->s, "print.bad-value", where,
					  "'%s' is no country, should be two letters such as DE",
					  eng_quote(r->s->arena, rule.country));
	}
	if (p->rule_count == MOST_RULES) {
		return eng_settings_fault(r->s, "print.bad-value", where, "more than %d ranges",
					  MOST_RULES);
	}
	rule.from = eng_post_digits(r->s->arena, rule.from);
	rule.to = rule.to.n ? eng_post_digits(r->s->arena, rule.to) : rule.from;
	rule.place = place_of(p, rule.group);
	p->rules = eng_arena_grow(r->s->arena, p->rules, p->rule_count, &r->cap, sizeof(*p->rules));
	p->rules[p->rule_count++] = rule;
	return true;
}

/* A line of a carrier's file. */
static bool take_row(void *user, const eng_str *cells, int line) {
	rules *r = user;
	const eng_sort_rule rule = { .country = eng_str_copy(r->s->arena, cells[1]),
				     .from = cells[2],
				     .to = cells[3],
				     .group = eng_str_copy(r->s->arena, cells[0]) };

	return (rule.group.n ||
		eng_settings_fault(r->s, "print.bad-list", (eng_loc){ r->path, line, 1 },
				   "the line names no group")) &&
	       add_rule(r, rule, (eng_loc){ r->path, line, 1 });
}

static void read_carrier(rules *r, const eng_yaml *yaml, const char *plan) {
	static const char *const names[] = { "group", "country", "from", "to", NULL };
	const char *name =
	    eng_str_dup(r->s->arena, eng_settings_text(r->s, yaml, "carrier-file", false));

	if (*name) {
		r->path = eng_path_join(r->s->arena, eng_path_dir(r->s->arena, plan), name);
		r->s->good &= eng_table_read(r->s->ctx, r->path, names, take_row, r);
	}
}

/* "DE 20-29", "DE", "20-29" or "any". */
static void read_range(rules *r, const eng_yaml *m, eng_str text) {
	eng_sort_rule rule = { .group = m->key };
	eng_str word, rest = text;
	size_t dash;

	while (eng_str_word(&rest, &word)) {
		if (eng_str_eqc(word, "any")) {
			continue;
		}
		if (!rule.country.n && !rule.from.n && word.n == 2 && word.s[0] >= 'A') {
			rule.country = word;
			continue;
		}
		dash = eng_str_index(word, ENG_STR("-"));
		rule.from = eng_str_sub(word, 0, dash);
		rule.to = eng_str_sub(word, dash + 1, word.n);
	}
	add_rule(r, rule, eng_yaml_where(m));
}

static void read_groups(rules *r, const eng_yaml *groups) {
	for (const eng_yaml *m = groups->first; m; m = m->next) {
		eng_str rest = m->text, range;

		if (m->kind != ENG_YAML_SCALAR || !m->text.n) {
			eng_settings_fault(r->s, "print.bad-value", m->key_where,
					   "a group needs its postcodes, such as 'DE 20-29, DK'");
			continue;
		}
		while (eng_str_split(&rest, ',', &range)) {
			read_range(r, m, eng_str_trim(range));
		}
	}
}

static void read_code(eng_settings *s, const eng_yaml *yaml, eng_postal_code *code) {
	static const char *const keys[] = { "symbology", "country", "left", "top", "value", NULL };
	const eng_yaml *value = eng_yaml_find(yaml, "value");

	if (!eng_settings_keys(s, yaml, keys, "a code of the post")) {
		return;
	}
	code->where = eng_yaml_where(value ? value : yaml);
	code->symbology = eng_settings_text(s, yaml, "symbology", true);
	code->country = eng_settings_text(s, yaml, "country", false);
	code->value = eng_settings_text(s, yaml, "value", true);
	code->left = eng_settings_length(s, yaml, "left", 0);
	code->top = eng_settings_length(s, yaml, "top", 0);
	if (code->symbology.n && !eng_post_symbol_known(code->symbology)) {
		eng_settings_fault(
		    s, "print.bad-value", code->where,
		    "'%s' is no code of a post, should be usps-imb, kix, "
		    "mailmark-4-state, mailmark-2d, mailmark-2d-wide or premiumadress",
		    eng_quote(s->arena, code->symbology));
	}
}

static void read_codes(eng_settings *s, const eng_yaml *list, eng_postal *p) {
	for (const eng_yaml *item = list->first; item; item = item->next) {
		if (p->code_count == ENG_MOST_POSTAL_CODES) {
			eng_settings_fault(s, "print.bad-value", item->where,
					   "more than %d codes of posts", ENG_MOST_POSTAL_CODES);
			return;
		}
		read_code(s, item, &p->codes[p->code_count++]);
	}
}

static void read_trays(eng_settings *s, const eng_yaml *yaml, eng_postal *p) {
	static const char *const keys[] = { "pieces", "weight", "thickness", "bundle", NULL };

	if (!eng_settings_keys(s, yaml, keys, "'trays'")) {
		return;
	}
	p->trays = true;
	p->tray_pieces = (uint64_t)eng_settings_number(s, yaml, "pieces", 1, 1000000, 0);
	p->tray_weight = eng_settings_grams(s, yaml, "weight", 0);
	p->tray_thickness = eng_settings_length(s, yaml, "thickness", 0);
	p->bundle_pieces = (uint64_t)eng_settings_number(s, yaml, "bundle", 1, 1000000, 0);
}

eng_postal *eng_postal_read(eng_settings *s, const eng_yaml *yaml, const char *path) {
	static const char *const keys[] = { "sender",  "addresses", "lines", "serial",
					    "groups",  "codes",     "trays", "carrier-file",
					    "serials", NULL };
	static const char *const ways[] = { "any", "checked", NULL };
	const eng_yaml *m = eng_yaml_find(yaml, "postal"), *part;
	eng_postal *p = eng_arena_new(s->arena, eng_postal);
	rules r = { .s = s, .postal = p };

	if (!m || !eng_settings_keys(s, m, keys, "'postal'")) {
		return NULL;
	}
	p->sender = eng_settings_text(s, m, "sender", false);
	p->checked = eng_settings_choice(s, m, "addresses", ways, 0) == 1;
	p->lines = (size_t)eng_settings_number(s, m, "lines", 1, MOST_LINES, 0);
	p->serial = (uint64_t)eng_settings_number(s, m, "serial", 0, 999999999, 1);
	if ((part = eng_yaml_find(m, "serials"))) {
		p->serials =
		    eng_path_join(s->arena, eng_path_dir(s->arena, path),
				  eng_str_dup(s->arena, eng_settings_text(s, m, "serials", true)));
	}
	if (p->sender.n && !eng_post_find(p->sender)) {
		eng_settings_fault(s, "print.bad-value", eng_yaml_where(m),
				   "'%s' is no country of a sender, should be like DE",
				   eng_quote(s->arena, p->sender));
	}
	if ((part = eng_yaml_find(m, "groups"))) {
		read_groups(&r, part);
	}
	read_carrier(&r, m, path);
	if ((part = eng_yaml_find(m, "codes"))) {
		read_codes(s, part, p);
	}
	if ((part = eng_yaml_find(m, "trays"))) {
		read_trays(s, part, p);
	}
	return p;
}

/* The postcode among the lines: the last word, or the last two, that the country's postcodes look like. */
static eng_str find_postcode(eng_arena *arena, const eng_post *post, const eng_part_file *part) {
	for (size_t i = part->address_lines; i-- > 0;) {
		eng_str rest = part->address[i], word, before = { 0 }, found = { 0 };

		while (eng_str_word(&rest, &word)) {
			word = eng_str_starts(word, "\xE3\x80\x92") ? eng_str_sub(word, 3, word.n)
								    : word; /* 〒 */
			const char *first = before.n ? before.s : word.s;
			eng_str two = { first, (size_t)(word.s + word.n - first) };
			eng_str code = eng_post_code(arena, post, two);

			code = code.s ? code : eng_post_code(arena, post, word);
			found = code.s ? code : found;
			before = word;
		}
		if (found.n) {
			return found;
		}
	}
	return (eng_str){ 0 };
}

/* Whether a postcode lies between two others, or begins like them. */
static bool is_within(const eng_sort_rule *rule, eng_str code) {
	return rule->from.n == 0 ||
	       (code.n && eng_str_cmp(eng_str_sub(code, 0, rule->from.n), rule->from) >= 0 &&
		eng_str_cmp(eng_str_sub(code, 0, rule->to.n), rule->to) <= 0);
}

eng_destination eng_postal_destination(eng_arena *arena, const eng_postal *postal,
				       const eng_part_file *part) {
	eng_str country = part->country.n ? part->country
			  : postal        ? postal->sender
					  : (eng_str){ 0 };
	eng_destination d = { .post = eng_post_find(country) };
	eng_str code;

	if (part->postcode.n && d.post) {
		d.postcode = eng_post_code(arena, d.post, part->postcode);
	} else if (d.post && d.post->postcodes) {
		d.postcode = find_postcode(arena, d.post, part);
	} else if (!d.post) {
		d.postcode = eng_postcode_find(part->address, part->address_lines);
	}
	code = eng_post_digits(arena, d.postcode);
	for (size_t i = 0; postal && d.post && i < postal->rule_count; i++) {
		const eng_sort_rule *rule = &postal->rules[i];

		if ((rule->country.n == 0 || eng_post_find(rule->country) == d.post) &&
		    is_within(rule, code)) {
			d.rule = rule;
			break;
		}
	}
	return d;
}

bool eng_postal_is_reason(const char *code) {
	static const char *const codes[] = { "print.no-postcode", "print.unknown-country",
					     "print.no-route", "print.address-lines" };

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		if (strcmp(code, codes[i]) == 0) {
			return true;
		}
	}
	return false;
}

/* Lines of the address as it is printed: the name once. */
static size_t lines_of(const eng_part_file *part) {
	for (size_t i = 0; i < part->address_lines; i++) {
		if (eng_str_eq(part->address[i], part->name)) {
			return part->address_lines;
		}
	}
	return part->address_lines + (part->name.n > 0);
}

bool eng_postal_accepts(eng_ctx *ctx, eng_arena *arena, const eng_postal *postal,
			const eng_part_file *part) {
	unsigned long long ordinal = part->ref->ordinal;
	size_t lines = lines_of(part);
	eng_destination d;

	if (!postal || !postal->checked) {
		return true;
	}
	d = eng_postal_destination(arena, postal, part);
	if (!d.post) {
		return eng_fail(ctx, "print.unknown-country", (eng_loc){ 0 },
				"the country '%s' of record %llu is none of ISO 3166-1",
				eng_quote(arena, part->country), ordinal);
	}
	if (d.post->needed && !d.postcode.n) {
		return eng_fail(ctx, "print.no-postcode", (eng_loc){ 0 },
				"record %llu has no postcode as %s writes them (%s)", ordinal,
				d.post->country, d.post->postcodes);
	}
	if (postal->lines && lines > postal->lines) {
		return eng_fail(ctx, "print.address-lines", (eng_loc){ 0 },
				"the address of record %llu has %zu lines with the name, at most "
				"%zu can be read by machines",
				ordinal, lines, postal->lines);
	}
	return !postal->rule_count || d.rule ||
	       eng_fail(ctx, "print.no-route", (eng_loc){ 0 },
			"no group has the postcode '%.*s' of %s, of record %llu",
			ENG_STR_ARG(d.postcode), d.post->country, ordinal);
}
