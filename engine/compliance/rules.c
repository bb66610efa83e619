/* Which rules are in force, and which hold for a record.
 *
 * Of a pack the highest version that is approved and has begun counts, alone; a revoked one is refused, and
 * no older one steps in. */
#include "compliance/rules.h"

#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/file.h"
#include "compliance/rules-read.h"
#include "content/library-file.h"
#include "expr/locale.h"

typedef struct loader {
	eng_ctx *ctx;
	eng_arena *arena;
	eng_library *library;
	const eng_rules_options *options;
	eng_rules *rules;
	size_t pack_cap, cap;
} loader;

static void add_pack(loader *l, const eng_rule_pack *pack) {
	eng_rules *rules = l->rules;

	rules->packs = eng_arena_grow(l->arena, rules->packs, rules->pack_count, &l->pack_cap,
				      sizeof(*rules->packs));
	rules->packs[rules->pack_count++] = pack;
	for (size_t i = 0; i < pack->n; i++) {
		if (eng_rule_concerns(&pack->rules[i], l->options)) {
			rules->items = eng_arena_grow(l->arena, rules->items, rules->n, &l->cap,
						      sizeof(*rules->items));
			rules->items[rules->n++] = &pack->rules[i];
		}
	}
}

/* ---- the versions of a pack ---- */

static bool version_of(const char *name, int *version) {
	eng_str rest = eng_str_from(name), number;
	eng_decimal value;
	int64_t n;

	if (!eng_str_split(&rest, '.', &number) || !eng_str_eqc(rest, "xml") ||
	    !eng_decimal_parse(number, false, &value) || !eng_decimal_to_int64(value, &n) ||
	    n < 1 || n > 1000000) {
		return false;
	}
	*version = (int)n;
	return true;
}

static int descending(const void *a, const void *b) {
	return *(const int *)b - *(const int *)a;
}

/* The numbers of a pack's files, from the highest. */
static bool list_versions(loader *l, const char *dir, int **out, size_t *n) {
	const char *const *names;
	size_t count;

	if (!eng_file_list(l->ctx, l->arena, dir, &names, &count)) {
		return false;
	}
	*out = eng_arena_new_array(l->arena, count, int);
	*n = 0;
	for (size_t i = 0; i < count; i++) {
		if (!version_of(names[i], &(*out)[*n])) {
			return eng_fail(l->ctx, "rule.bad-name", ((eng_loc){ dir, 0, 0 }),
					"'%s' is not a version of rules; files are named 1.xml, "
					"2.xml and so on",
					names[i]);
		}
		(*n)++;
	}
	qsort(*out, *n, sizeof(**out), descending);
	return true;
}

static bool is_begun(const loader *l, const eng_rule_pack *pack) {
	return !pack->from.year || eng_date_days(pack->from) <= eng_date_days(l->options->date);
}

static bool load_pack(loader *l, eng_str id, const char *dir) {
	int *versions;
	size_t n;

	if (!eng_id_is_valid(id)) {
		return eng_fail(l->ctx, "rule.bad-name", ((eng_loc){ dir, 0, 0 }),
				"'%.*s' is not the id of a pack: small letters, digits and '-'",
				ENG_STR_ARG(id));
	}
	if (!list_versions(l, dir, &versions, &n)) {
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		eng_str path = eng_str_printf(l->arena, ENG_RULES_FOLDER "/%.*s/%d.xml",
					      ENG_STR_ARG(id), versions[i]);
		eng_standing standing = eng_library_standing(l->ctx, l->library, path);
		eng_rule_pack *pack;

		if (standing == ENG_STANDING_WAITING) {
			continue;
		}
		if (standing == ENG_STANDING_WITHDRAWN) {
			return eng_fail(
			    l->ctx, "approval.revoked", ((eng_loc){ path.s, 0, 0 }),
			    "version %d of the rules '%.*s' was revoked, and no later one "
			    "is approved",
			    versions[i], ENG_STR_ARG(id));
		}
		pack =
		    standing == ENG_STANDING_REFUSED
			? NULL
			: eng_rules_read(l->ctx, l->library, l->options, path.s, id, versions[i]);
		if (!pack) {
			return false;
		}
		if (is_begun(l, pack)) {
			add_pack(l, pack);
			return true;
		}
	}
	return true;
}

static bool load_packs(loader *l) {
	const char *folder =
	    eng_path_join(l->arena, eng_library_path(l->library), ENG_RULES_FOLDER);
	const char *const *names;
	bool good = true;
	size_t n;

	if (!eng_file_is_dir(folder)) {
		return true;
	}
	if (!eng_file_list(l->ctx, l->arena, folder, &names, &n)) {
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		const char *dir = eng_path_join(l->arena, folder, names[i]);

		good = (eng_file_is_dir(dir)
			    ? load_pack(l, eng_str_from(names[i]), dir)
			    : eng_fail(l->ctx, "rule.bad-name", ((eng_loc){ dir, 0, 0 }),
				       "'%s' should stand in a folder of its own: " ENG_RULES_FOLDER
				       "/ID/1.xml",
				       names[i])) &&
		       good;
	}
	return good;
}

static bool load_file(loader *l) {
	const char *path = eng_path_join(l->arena, eng_library_path(l->library), ENG_RULES_FILE);
	const eng_rule_pack *pack;

	if (!eng_file_exists(path)) {
		return true;
	}
	pack = eng_rules_read(l->ctx, l->library, l->options, ENG_RULES_FILE, (eng_str){ 0 }, 1);
	if (pack && is_begun(l, pack)) {
		add_pack(l, pack);
	}
	return pack != NULL;
}

eng_rules *eng_rules_load(eng_ctx *ctx, eng_library *library, const eng_rules_options *options) {
	loader l = { .ctx = ctx,
		     .arena = eng_library_arena(library),
		     .library = library,
		     .options = options };
	bool good;

	l.rules = eng_arena_new(l.arena, eng_rules);
	l.rules->services = eng_library_services(library);
	good = load_file(&l);
	good = load_packs(&l) && good;
	if (!good) {
		return NULL;
	}
	l.rules->locale = l.rules->n ? eng_locale_new(ctx, "en", "") : NULL;
	return l.rules->n && !l.rules->locale ? NULL : l.rules;
}

void eng_rules_close(eng_rules *rules) {
	if (rules) {
		eng_locale_free(rules->locale);
		rules->locale = NULL;
	}
}

/* ---- choosing ---- */

/* "US" of a list holds for "US-CA", "de" for "de-CH". */
static bool holds_tag(const eng_rule_words *words, eng_str tag) {
	for (size_t i = 0; i < words->n; i++) {
		eng_str own = words->items[i];

		if (eng_str_eq(own, tag) || (tag.n > own.n && tag.s[own.n] == '-' &&
					     eng_str_eq(eng_str_sub(tag, 0, own.n), own))) {
			return true;
		}
	}
	return words->n == 0;
}

static bool is_due(const eng_content_rule *rule, eng_date date, eng_str jurisdiction,
		   eng_str language) {
	int64_t day = eng_date_days(date);

	return (!rule->from.year || eng_date_days(rule->from) <= day) &&
	       (!rule->to.year || day <= eng_date_days(rule->to)) &&
	       holds_tag(&rule->jurisdictions, jurisdiction) &&
	       holds_tag(&rule->languages, language);
}

bool eng_rule_is_for(const eng_content_rule *rule, const eng_rule_case *of) {
	return eng_rule_names(&rule->records, of->vocabulary) &&
	       eng_rule_names(&rule->templates, of->tmpl) &&
	       eng_rule_names(&rule->purposes, of->purpose) &&
	       is_due(rule, of->date, of->jurisdiction, of->language);
}

bool eng_rules_choose(eng_ctx *ctx, const eng_rules *rules, eng_arena *arena,
		      const eng_record *record, eng_document *doc) {
	const eng_content_rule **chosen =
	    eng_arena_new_array(arena, rules->n, const eng_content_rule *);
	eng_result facts[ENG_RULE_FACTS] = {
		{ .kind = ENG_RESULT_TEXT, .as.text = doc->language },
		{ .kind = ENG_RESULT_TEXT, .as.text = doc->jurisdiction },
		{ .kind = ENG_RESULT_TEXT, .as.text = doc->purpose },
		{ .kind = ENG_RESULT_TEXT, .as.text = doc->template_id },
	};
	uint64_t steps = 0;
	eng_eval eval = { .ctx = ctx,
			  .arena = arena,
			  .record = record,
			  .node = record->root,
			  .position = 1,
			  .last = 1,
			  .variables = facts,
			  .locale = rules->locale,
			  .services = rules->services,
			  .run_date = doc->run_date,
			  .steps = &steps };

	doc->rules = chosen;
	doc->rule_count = 0;
	for (size_t i = 0; i < rules->n; i++) {
		const eng_content_rule *rule = rules->items[i];
		bool holds = is_due(rule, doc->run_date, doc->jurisdiction, doc->language) &&
			     (rule->channels & doc->channels);

		if (holds && rule->when && !eng_expr_test(&eval, rule->when, &holds)) {
			return false;
		}
		if (holds) {
			chosen[doc->rule_count++] = rule;
		}
	}
	return true;
}
