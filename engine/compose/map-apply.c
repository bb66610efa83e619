/* Applying a map: the foreign record's values go into a new record of the vocabulary, each with the
 * place it came from. Groups and list items are made only when something is in them.
 *
 * Whether the result is right is the vocabulary's business; here only what the map itself asks for
 * (date patterns, decimal signs) can go wrong. */
#include <string.h>

#include "compose/compose.h"
#include "content/map-program.h"

typedef struct applier {
	eng_ctx *ctx;
	eng_arena *arena;
	eng_record *made;
	const eng_record *source;
	eng_eval eval;
	uint64_t steps;
	uint32_t order;
	bool good;
} applier;

static void link_field(eng_field *parent, eng_field *field) {
	field->parent = parent;
	field->previous = parent->last;
	if (parent->last) {
		parent->last->next = field;
	} else {
		parent->first = field;
	}
	parent->last = field;
}

static eng_field *new_field(applier *a, const eng_decl *decl, const eng_field *from) {
	eng_field *field = eng_field_new(a->arena, NULL, NULL, decl->name);

	field->line = from->line;
	field->column = from->column;
	return field;
}

/* The group that the last step of the path belongs into, made where it is not there yet. */
static eng_field *group_of(applier *a, eng_field *into, const eng_map_path *path,
			   const eng_field *from) {
	for (size_t i = 0; i + 1 < path->n; i++) {
		eng_field *next = into->last;

		while (next && next->name != path->steps[i]->name) {
			next = next->previous;
		}
		if (!next) {
			next = new_field(a, path->steps[i], from);
			link_field(into, next);
		}
		into = next;
	}
	return into;
}

static bool is_there(const eng_field *in, const eng_map_path *path) {
	for (size_t i = 0; in && i < path->n; i++) {
		in = eng_field_find(in, NULL, path->steps[i]->name);
	}
	return in && !eng_field_is_missing(in);
}

static bool bad_value(applier *a, const eng_map_rule *rule, eng_str text, const eng_field *from,
		      const char *want, eng_str pattern) {
	a->good = eng_fail(a->ctx, "map.bad-value", eng_field_where(from, a->source),
			   "'%.*s' would be '%s', want %s%.*s",
			   ENG_STR_ARG(rule->name.steps[rule->name.n - 1]->name->text),
			   eng_quote(a->arena, text), want, ENG_STR_ARG(pattern));
	eng_note(a->ctx, rule->where, "made here");
	return false;
}

static bool convert_date(applier *a, const eng_map_rule *rule, eng_str *text,
			 const eng_field *from) {
	eng_date date;
	char iso[ENG_DATE_TEXT];

	if (!eng_date_parse_pattern(*text, rule->format, &date)) {
		return bad_value(a, rule, *text, from, "a date like ", rule->format);
	}
	*text = eng_str_copy(a->arena, eng_date_format(date, iso));
	return true;
}

/* The source's grouping characters dropped and its decimal sign made a point. */
static eng_str plain_number(applier *a, const eng_map_rule *rule, eng_str text) {
	char *out = eng_arena_alloc(a->arena, text.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		if (rule->group && text.s[i] == rule->group) {
			continue;
		}
		out[n++] = rule->decimal && text.s[i] == rule->decimal ? '.' : text.s[i];
	}
	return (eng_str){ out, n };
}

static bool convert_number(applier *a, const eng_map_rule *rule, eng_str *text,
			   const eng_field *from) {
	char digits[ENG_DECIMAL_TEXT];
	eng_decimal value, sign;
	bool present;

	*text = plain_number(a, rule, *text);
	if (!rule->sign) {
		return true;
	}
	if (!eng_expr_number(&a->eval, rule->sign, &sign, &present)) {
		a->good = false;
		return false;
	}
	if (!present || eng_decimal_sign(sign) >= 0) {
		return true;
	}
	if (!eng_decimal_parse(*text, from->number, &value) || value.scale > 34) {
		return bad_value(a, rule, *text, from, "a number", ENG_STR(""));
	}
	*text = eng_str_copy(a->arena, eng_decimal_format(eng_decimal_negate(value), digits));
	return true;
}

/* Makes one value; text may come from a field or be computed. */
static void make(applier *a, const eng_map_rule *rule, eng_field *into, eng_str text, bool number,
		 const eng_field *from) {
	const eng_decl *decl = rule->name.steps[rule->name.n - 1];
	eng_field *field;

	text = eng_str_trim(text);
	if (text.n == 0 || (rule->unless.n && is_there(into, &rule->unless))) {
		return;
	}
	if (rule->format.n && !convert_date(a, rule, &text, from)) {
		return;
	}
	if ((rule->sign || rule->decimal || rule->group) && !convert_number(a, rule, &text, from)) {
		return;
	}
	if (rule->when_valid && !eng_type_accepts(decl->type, text, number, NULL)) {
		return;
	}
	field = new_field(a, decl, from);
	field->text = text;
	field->number = number;
	link_field(group_of(a, into, &rule->name, from), field);
}

static void make_result(applier *a, const eng_map_rule *rule, eng_field *into, const eng_result *r,
			const eng_field *from);

static void make_nodes(applier *a, const eng_map_rule *rule, eng_field *into, const eng_result *r) {
	for (size_t i = 0; i < r->as.nodes.n; i++) {
		const eng_field *node = r->as.nodes.items[i];

		if (!eng_field_is_missing(node)) {
			make(a, rule, into, eng_field_string(node, a->arena), node->number, node);
		}
	}
}

static void make_result(applier *a, const eng_map_rule *rule, eng_field *into, const eng_result *r,
			const eng_field *from) {
	char text[ENG_DECIMAL_TEXT], iso[ENG_DATE_TEXT];

	from = r->from ? r->from : from;
	switch (r->kind) {
	case ENG_RESULT_MISSING:
		break;
	case ENG_RESULT_NODES:
		make_nodes(a, rule, into, r);
		break;
	case ENG_RESULT_TEXT:
		make(a, rule, into, r->as.text, false, from);
		break;
	case ENG_RESULT_NUMBER:
		if (r->as.number.scale <= 34) {
			make(a, rule, into,
			     eng_str_copy(a->arena, eng_decimal_format(r->as.number, text)), false,
			     from);
		} else {
			bad_value(a, rule, ENG_STR("?"), from, "at most 34 digits", ENG_STR(""));
		}
		break;
	case ENG_RESULT_BOOLEAN:
		make(a, rule, into, r->as.boolean ? ENG_STR("true") : ENG_STR("false"), false,
		     from);
		break;
	case ENG_RESULT_DATE:
		make(a, rule, into, eng_str_copy(a->arena, eng_date_format(r->as.date, iso)), false,
		     from);
		break;
	case ENG_RESULT_VALUE:
		make(a, rule, into, r->as.value.raw.n ? r->as.value.raw : r->as.value.text, false,
		     from);
		break;
	case ENG_RESULT_SEQUENCE:
		for (size_t i = 0; i < r->as.sequence.n; i++) {
			make_result(a, rule, into, &r->as.sequence.items[i], from);
		}
		break;
	}
}

static void apply_rules(applier *a, const eng_map_rule *first, eng_field *into,
			const eng_field *node);

static void apply_list(applier *a, const eng_map_rule *rule, eng_field *into) {
	const eng_decl *decl = rule->name.steps[rule->name.n - 1];
	const eng_field **items;
	eng_eval outer = a->eval;
	size_t n;

	if (!eng_expr_nodes(&a->eval, rule->select, &items, &n)) {
		a->good = false;
		return;
	}
	for (size_t i = 0; i < n; i++) {
		eng_field *item = new_field(a, decl, items[i]);

		a->eval.position = i + 1;
		a->eval.last = n;
		apply_rules(a, rule->first, item, items[i]);
		if (item->first) {
			link_field(group_of(a, into, &rule->name, items[i]), item);
		}
	}
	a->eval = outer;
}

static void apply_rules(applier *a, const eng_map_rule *first, eng_field *into,
			const eng_field *node) {
	a->eval.node = node;
	for (const eng_map_rule *rule = first; rule; rule = rule->next) {
		eng_result result;

		if (rule->list) {
			apply_list(a, rule, into);
		} else if (eng_expr_select(&a->eval, rule->select, &result)) {
			make_result(a, rule, into, &result, node);
		} else {
			a->good = false;
		}
	}
}

/* Document order of what was made. */
static void number_fields(applier *a, eng_field *field) {
	field->order = ++a->order;
	for (eng_field *f = field->first; f; f = f->next) {
		number_fields(a, f);
	}
}

/* Elements of other versions of the format take the namespace that the map's paths name. */
static void unify(const eng_map *map, eng_field *field) {
	for (size_t i = 0; i < map->alias_count; i++) {
		const eng_map_alias *alias = &map->aliases[i];

		if (field->space ? eng_str_eq(field->space->text, alias->uri) : alias->uri.n == 0) {
			field->space = alias->to;
			break;
		}
	}
	for (eng_field *f = field->first; f; f = f->next) {
		unify(map, f);
	}
}

const eng_record *eng_map_apply(eng_ctx *ctx, eng_arena *arena, eng_library *library,
				const eng_map *map, const eng_record *record, eng_date run_date) {
	applier a = { .ctx = ctx, .arena = arena, .source = record, .good = true };

	for (eng_field *f = map->alias_count ? record->root : NULL; f; f = f->parent) {
		unify(map, f);
	}
	a.made = eng_arena_new(arena, eng_record);
	*a.made = *record;
	a.made->root = new_field(&a, map->vocabulary->root, record->root);
	a.eval = (eng_eval){ .ctx = ctx,
			     .arena = arena,
			     .record = record,
			     .services = eng_library_services(library),
			     .run_date = run_date,
			     .steps = &a.steps };
	apply_rules(&a, map->first, a.made->root, record->root);
	number_fields(&a, a.made->root);
	return a.good ? a.made : NULL;
}
