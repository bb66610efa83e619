/* Rules that no record decides: those in force without a condition must stand in the line of every artifact that they
 * are for, and the packs that the policy names must have been in force. What a condition decides only the record
 * tells: `engross replay` asks it again. */
#include "run/check.h"

#include <string.h>

#include "base/file.h"
#include "channels/channel.h"
#include "markup/xml.h"

struct eng_due_rules {
	eng_date date; /* of the run */
	const eng_rule_pack **packs;
	size_t n, cap;
	GHashTable *templates; /* their cases, by path; a line says language and jurisdiction */
};

typedef struct collecting {
	eng_check *c;
	struct eng_due_rules *due;
} collecting;

static bool is_begun(const eng_rule_pack *pack, eng_date date) {
	return !pack->from.year || eng_date_days(pack->from) <= eng_date_days(date);
}

/* Of a pack the highest version that has begun counts, alone. */
static void take_pack(void *user, const char *path, eng_str bytes, bool approved) {
	collecting *t = user;
	const eng_rule_pack *pack = eng_check_pack(t->c, eng_str_from(path), bytes);
	struct eng_due_rules *due = t->due;

	if (!pack || !is_begun(pack, due->date) || (t->c->released && t->c->policy && !approved)) {
		return;
	}
	for (size_t i = 0; i < due->n; i++) {
		if (eng_str_eq(due->packs[i]->id, pack->id)) {
			due->packs[i] =
			    pack->version > due->packs[i]->version ? pack : due->packs[i];
			return;
		}
	}
	due->packs =
	    eng_arena_grow(&t->c->arena, due->packs, due->n, &due->cap, sizeof(*due->packs));
	due->packs[due->n++] = pack;
}

static void take_template(void *user, const char *path, eng_str bytes, bool approved) {
	collecting *t = user;
	eng_arena *arena = &t->c->arena;
	eng_rule_case *of = eng_arena_new(arena, eng_rule_case);
	const eng_xml_node *root;
	eng_ctx quiet;

	(void)approved;
	eng_ctx_init(&quiet, NULL, NULL);
	quiet.quiet = true;
	root = eng_xml_parse(&quiet, arena, path, bytes);
	if (!root) {
		return;
	}
	*of = (eng_rule_case){ .vocabulary = eng_xml_attr_value(root, "data"),
			       .purpose = eng_xml_attr_value(root, "purpose"),
			       .tmpl = eng_xml_attr_value(root, "id"),
			       .date = t->due->date };
	g_hash_table_replace(t->due->templates, eng_str_dup(arena, of->tmpl), of);
}

static bool read_date(eng_check *c, eng_date *date) {
	eng_str report;
	const char *why;

	return eng_file_exists(eng_path_join(&c->arena, c->run, "run.json")) &&
	       eng_check_file(c, "run.json", &report) &&
	       eng_date_parse(
		   eng_json_find_text(eng_json_tree(&c->arena, report, &why), "run-date"), date);
}

static void check_required(eng_check *c, const struct eng_due_rules *due) {
	for (size_t i = 0; c->policy && c->released && i < c->policy->rule_count; i++) {
		size_t k = 0;

		while (k < due->n && !eng_str_eq(due->packs[k]->id, c->policy->rules[i])) {
			k++;
		}
		if (k == due->n) {
			eng_check_object(
			    c, "verify.rule-left-out", NULL,
			    "the policy asks every run to go by the rules '%.*s', and no "
			    "approved version of them was kept",
			    ENG_STR_ARG(c->policy->rules[i]));
		}
	}
}

void eng_check_rules_begin(eng_check *c) {
	collecting t = { .c = c, .due = eng_arena_new(&c->arena, struct eng_due_rules) };

	if (!c->vouched || !read_date(c, &t.due->date)) {
		return;
	}
	t.due->templates = g_hash_table_new(g_str_hash, g_str_equal);
	eng_check_each_kept(c, "rules", take_pack, &t);
	eng_check_each_kept(c, "communications/", take_template, &t);
	check_required(c, t.due);
	c->due = t.due;
}

void eng_check_rules_end(eng_check *c) {
	if (c->due) {
		g_hash_table_destroy(c->due->templates);
	}
}

static bool is_named(const eng_json_node *line, const eng_content_rule *rule) {
	const eng_json_node *files = eng_json_find(line, "rules");

	for (const eng_json_node *f = files ? files->first : NULL; f; f = f->next) {
		const eng_json_node *kept = eng_json_find(f, "kept");

		if (!eng_str_eq(eng_json_find_text(f, "path"), rule->pack->path)) {
			continue;
		}
		for (const eng_json_node *k = kept ? kept->first : NULL; k; k = k->next) {
			if (eng_str_eq(k->text, rule->id)) {
				return true;
			}
		}
	}
	return false;
}

/* The bit of the channel whose content the line's artifact shows; -1: it certifies nothing of its own. */
static int content_of(const eng_json_node *line, eng_arena *arena) {
	const eng_channel *channel =
	    eng_channel_find(eng_str_dup(arena, eng_json_find_text(line, "channel")));
	const char *shows = channel && channel->mirrors ? channel->mirrors
			    : channel                   ? channel->name
							: NULL;

	if (!shows || (channel->mirrors && !channel->certifies)) {
		return -1;
	}
	for (int i = 0; eng_content_channel_names[i]; i++) {
		if (strcmp(eng_content_channel_names[i], shows) == 0) {
			return i;
		}
	}
	return -1;
}

void eng_check_rules_named(eng_check *c, const eng_json_node *line, const char *name) {
	const struct eng_due_rules *due = c->due;
	const char *tmpl = eng_str_dup(&c->line, eng_json_find_text(line, "template"));
	const eng_rule_case *known = due ? g_hash_table_lookup(due->templates, tmpl) : NULL;
	int channel = known ? content_of(line, &c->line) : -1;
	eng_rule_case of;

	if (channel < 0) {
		return;
	}
	of = *known;
	of.language = eng_json_find_text(line, "language");
	of.jurisdiction = eng_json_find_text(line, "jurisdiction");
	for (size_t i = 0; i < due->n; i++) {
		for (size_t k = 0; k < due->packs[i]->n; k++) {
			const eng_content_rule *rule = &due->packs[i]->rules[k];

			if (!rule->condition.n && rule->channels >> channel & 1 &&
			    eng_rule_is_for(rule, &of) && !is_named(line, rule)) {
				eng_check_object(
				    c, "verify.rule-left-out", name,
				    "%s holds for every such document, but its manifest "
				    "line does not say that it was kept",
				    eng_rule_name(&c->line, rule));
			}
		}
	}
}
