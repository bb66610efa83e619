/* Reads what a print plan says of mail pieces. A household needs a rule by which its people agree: there is no
 * way to have one by forgetting something. */
#include "base/file.h"
#include "print/plan-parts.h"

enum { MOST_INSERTS = 8, MOST_FACTS = 32, MOST_ALIKE = 64, MOST_LYING = 32 };

/* Words of a list; NULL and *n 0 when it is absent. */
static eng_str *read_words(eng_settings *s, const eng_yaml *yaml, const char *key, size_t most,
			   size_t *n) {
	const eng_yaml *list = eng_yaml_find(yaml, key);
	eng_str *words;

	*n = 0;
	if (!list) {
		return NULL;
	}
	if (list->kind != ENG_YAML_SEQUENCE || list->count > most) {
		eng_settings_fault(s, "print.bad-value", eng_yaml_where(list),
				   "'%s' must be a list of at most %zu words", key, most);
		return NULL;
	}
	words = eng_arena_new_array(s->arena, list->count, eng_str);
	for (const eng_yaml *item = list->first; item; item = item->next) {
		if (!eng_id_is_valid(item->text)) {
			eng_settings_fault(s, "print.bad-value", item->where,
					   "'%s' should be of small letters, digits and hyphens",
					   eng_quote(s->arena, item->text));
		}
		words[(*n)++] = item->text;
	}
	return words;
}

static eng_rule *read_rule(eng_settings *s, const eng_yaml *yaml, const char *key,
			   eng_print_plan *plan) {
	const eng_yaml *value = eng_yaml_find(yaml, key);
	eng_str source = eng_settings_text(s, yaml, key, false);
	eng_loc where = value ? value->where : (eng_loc){ 0 };
	eng_rule *rule;

	if (!source.n) {
		return NULL;
	}
	where.column += value->quoted;
	rule = eng_rule_compile(s->ctx, s->arena, plan->book, source, where);
	s->good &= rule != NULL;
	return rule;
}

/* The set of types that a list of some of `documents` names. */
static uint32_t read_types(eng_settings *s, const eng_yaml *list, const eng_print_plan *plan) {
	uint32_t set = 0;

	if (list->kind != ENG_YAML_SEQUENCE) {
		eng_settings_fault(s, "print.bad-value", eng_yaml_where(list),
				   "this must be a list of types of documents");
	}
	for (const eng_yaml *item = list->first; item; item = item->next) {
		bool known = false;

		for (size_t i = 0; i < plan->document_count; i++) {
			if (eng_str_eq(plan->documents[i], item->text)) {
				set |= (uint32_t)1 << i;
				known = true;
			}
		}
		if (!known) {
			eng_settings_fault(s, "print.bad-value", item->where,
					   "'%s' is none of the plan's 'documents'",
					   eng_quote(s->arena, item->text));
		}
	}
	return set;
}

static void read_privacy(eng_settings *s, const eng_yaml *yaml, eng_print_plan *plan) {
	const eng_yaml *personal = eng_yaml_find(yaml, "personal");
	const eng_yaml *apart = eng_yaml_find(yaml, "apart");

	plan->personal = personal ? read_types(s, personal, plan) : 0;
	for (const eng_yaml *set = apart ? apart->first : NULL; set; set = set->next) {
		if (plan->apart_count == ENG_MOST_APART) {
			eng_settings_fault(s, "print.bad-value", set->where,
					   "more than %d sets in 'apart'", ENG_MOST_APART);
			return;
		}
		plan->apart[plan->apart_count++] = read_types(s, set, plan);
	}
	if (apart && apart->kind != ENG_YAML_SEQUENCE) {
		eng_settings_fault(s, "print.bad-value", apart->where,
				   "'apart' must be a list of lists of types");
	}
	plan->agreed = read_rule(s, yaml, "agreed", plan);
	if (plan->together == ENG_TOGETHER_HOUSEHOLD && !plan->agreed) {
		eng_settings_fault(s, "print.missing-key", eng_yaml_where(yaml),
				   "'agreed' is missing, the rule by which people of a household "
				   "let their letters lie together");
	}
}

static void read_alike(eng_settings *s, const eng_yaml *yaml, eng_print_plan *plan) {
	const eng_yaml *alike = eng_yaml_find(yaml, "alike");

	if (!alike) {
		return;
	}
	if (alike->kind != ENG_YAML_MAPPING || alike->count > MOST_ALIKE) {
		eng_settings_fault(s, "print.bad-value", eng_yaml_where(alike),
				   "'alike' must be a mapping of at most %d words", MOST_ALIKE);
		return;
	}
	plan->alike = eng_arena_new_array(s->arena, alike->count, eng_alike);
	for (const eng_yaml *m = alike->first; m; m = m->next) {
		plan->alike[plan->alike_count++] = (eng_alike){ m->key, m->text };
	}
}

static void read_together(eng_settings *s, const eng_yaml *yaml, eng_print_plan *plan) {
	static const char *const keys[] = { "together", "documents", "most",  "personal",
					    "apart",    "same",      "alike", "agreed",
					    "too-big",  "carrier",   NULL };
	static const char *const ways[] = { "one", "recipient", "household", NULL };
	static const char *const partings[] = { "whole", "documents", "sheets", NULL };
	static const char *const carriers[] = { "address", "first-page", NULL };

	if (!eng_settings_keys(s, yaml, keys, "'pieces'")) {
		return;
	}
	plan->together =
	    (eng_together)eng_settings_choice(s, yaml, "together", ways, ENG_TOGETHER_ONE);
	plan->documents =
	    read_words(s, yaml, "documents", ENG_MOST_DOCUMENT_TYPES, &plan->document_count);
	plan->most_documents = (size_t)eng_settings_number(s, yaml, "most", 1, MOST_LYING, 8);
	plan->same = read_words(s, yaml, "same", MOST_FACTS, &plan->same_count);
	if (plan->together != ENG_TOGETHER_ONE && plan->document_count == 0) {
		eng_settings_fault(s, "print.missing-key", eng_yaml_where(yaml),
				   "'documents' is missing, the types that may lie together, in "
				   "their order");
	}
	read_alike(s, yaml, plan);
	read_privacy(s, yaml, plan);
	plan->parting = (eng_parting)eng_settings_choice(s, yaml, "too-big", partings, 0);
	plan->whole_carrier = eng_settings_choice(s, yaml, "carrier", carriers, 0) == 1;
}

static void read_inserts(eng_settings *s, const eng_yaml *yaml, eng_print_plan *plan) {
	static const char *const keys[] = { "station", "weight", "thickness", "template",
					    "country", "when",   NULL };
	const eng_yaml *list = eng_yaml_find(yaml, "inserts");

	plan->inserts = eng_arena_new_array(s->arena, MOST_INSERTS, eng_insert);
	for (const eng_yaml *m = list ? list->first : NULL; m; m = m->next) {
		if (plan->insert_count == MOST_INSERTS) {
			eng_settings_fault(s, "print.bad-value", m->key_where,
					   "more than %d inserts", MOST_INSERTS);
			return;
		}
		if (eng_settings_keys(s, m, keys, "an insert")) {
			plan->inserts[plan->insert_count++] = (eng_insert){
				.name = m->key,
				.station = (int)eng_settings_number(s, m, "station", 1, 8, 1),
				.weight = eng_settings_grams(s, m, "weight", 0),
				.thickness = eng_settings_length(s, m, "thickness", 0),
				.tmpl = eng_settings_text(s, m, "template", false),
				.country = eng_settings_text(s, m, "country", false),
				.when = read_rule(s, m, "when", plan),
			};
		}
	}
}

void eng_print_plan_read_pieces(eng_settings *s, const eng_yaml *yaml, eng_print_plan *plan) {
	const eng_yaml *pieces = eng_yaml_find(yaml, "pieces");

	plan->facts = read_words(s, yaml, "facts", MOST_FACTS, &plan->fact_count);
	plan->book = eng_rule_book_new(plan->facts, plan->fact_count);
	plan->most_documents = 1;
	if (pieces) {
		read_together(s, pieces, plan);
	}
	for (size_t i = 0; i < plan->same_count; i++) {
		bool known = false;

		for (size_t k = 0; k < plan->fact_count; k++) {
			known |= eng_str_eq(plan->same[i], plan->facts[k]);
		}
		if (!known) {
			eng_settings_fault(s, "print.bad-value", eng_yaml_where(pieces),
					   "'%.*s' is none of the plan's 'facts'",
					   ENG_STR_ARG(plan->same[i]));
		}
	}
	read_inserts(s, yaml, plan);
}
