/* What the artifact was to keep, judged anew: the rules that its line names, read from the files that the run kept, and
 * what the files of its blocks ask for themselves. */
#include "run/check.h"

#include <string.h>

#include "base/decimal.h"
#include "channels/channel.h"
#include "compliance/rules.h"
#include "run/demands.h"

/* "rules/ipid/2.xml": ipid and 2; rules.xml: none and 1. */
static bool read_name(eng_str path, eng_str *id, int *version) {
	eng_str rest = path, folder, file, number;
	eng_decimal value;
	int64_t n;

	*id = (eng_str){ 0 };
	*version = 1;
	if (eng_str_eqc(path, ENG_RULES_FILE)) {
		return true;
	}
	if (!eng_str_split(&rest, '/', &folder) || !eng_str_split(&rest, '/', id)) {
		return false;
	}
	file = rest;
	if (!eng_str_split(&file, '.', &number) || !eng_decimal_parse(number, false, &value) ||
	    !eng_decimal_to_int64(value, &n) || n < 1 || n > INT32_MAX) {
		return false;
	}
	*version = (int)n;
	return true;
}

const eng_rule_pack *eng_check_pack(eng_check *c, eng_str path, eng_str bytes) {
	const char *key = eng_str_dup(&c->line, path);
	const eng_rule_pack *pack;
	eng_ctx quiet;
	eng_str id;
	int version;

	if (!c->packs) {
		c->packs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	}
	pack = g_hash_table_lookup(c->packs, key);
	if (!pack && read_name(path, &id, &version)) {
		eng_ctx_init(&quiet, NULL, NULL);
		quiet.quiet = true;
		pack = eng_rules_parse(&quiet, &c->arena, eng_content_channel_names,
				       eng_str_dup(&c->arena, path), eng_str_copy(&c->arena, id),
				       version, bytes);
		g_hash_table_insert(c->packs, g_strdup(key), (gpointer)pack);
	}
	return pack;
}

static const eng_content_rule *rule_of(const eng_rule_pack *pack, eng_str id) {
	for (size_t i = 0; pack && i < pack->n; i++) {
		if (eng_str_eq(pack->rules[i].id, id)) {
			return &pack->rules[i];
		}
	}
	return NULL;
}

const eng_content_rule *const *eng_check_rules(eng_check *c, const eng_json_node *line,
					       const char *name, size_t *n) {
	const eng_json_node *files = eng_json_find(line, "rules");
	const eng_content_rule **rules = NULL;
	size_t cap = 0;
	eng_str bytes;

	*n = 0;
	for (const eng_json_node *f = files ? files->first : NULL; f; f = f->next) {
		const eng_json_node *kept = eng_json_find(f, "kept");
		eng_str path = eng_json_find_text(f, "path");
		const eng_rule_pack *pack;

		if (!eng_check_file_kept(c, f, name, &bytes)) {
			continue;
		}
		pack = eng_check_pack(c, path, bytes);
		for (const eng_json_node *k = kept ? kept->first : NULL; k; k = k->next) {
			const eng_content_rule *rule = rule_of(pack, k->text);

			if (!rule) {
				eng_check_object(c, "verify.no-rule", name,
						 "'%.*s' has no rule '%.*s', which is said to be "
						 "kept",
						 ENG_STR_ARG(path), ENG_STR_ARG(k->text));
				continue;
			}
			rules = eng_arena_grow(&c->line, rules, *n, &cap, sizeof(*rules));
			rules[(*n)++] = rule;
		}
	}
	return rules;
}

const eng_prominence *eng_check_looks(eng_check *c, eng_str path, eng_str bytes) {
	const char *key = eng_str_dup(&c->line, path);
	eng_prominence *looks;
	eng_ctx quiet;

	if (!c->looks) {
		c->looks = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	}
	looks = g_hash_table_lookup(c->looks, key);
	if (!looks) {
		eng_ctx_init(&quiet, NULL, NULL);
		quiet.quiet = true;
		looks = eng_arena_new(&c->arena, eng_prominence);
		eng_prominence_parse(&quiet, &c->arena, bytes, looks);
		g_hash_table_insert(c->looks, g_strdup(key), looks);
	}
	return looks;
}
