/* Reading one file of rules. Everything that a rule names is looked up at once: a rule with a slip in it
 * would never fire, and nobody would know. */
#include "compliance/rules-read.h"

#include <string.h>

#include "base/file.h"
#include "compliance/wording.h"
#include "content/block.h"
#include "content/compile.h"
#include "content/library-file.h"
#include "content/written.h"

#define NAMESPACE "urn:engross:rules:1"

const char *const eng_rule_facts[ENG_RULE_FACTS] = { "language", "jurisdiction", "purpose",
						     "template" };

static const char *const standpoints[ENG_STANDPOINTS + 1] = { "first-page", "same-page", "after",
							      "before",     "follows",   "first",
							      "last",       NULL };

const char *eng_standpoint_name(eng_standpoint standpoint) {
	return standpoints[standpoint];
}

typedef struct reader {
	eng_compiler c;
	const eng_rules_options *options;
	eng_rule_pack *pack;
	eng_content_rule *rule; /* that is read */
} reader;

/* ---- values ---- */

static eng_loc word_where(const eng_xml_attr *attr, eng_str word) {
	return eng_xml_attr_where(attr, (size_t)(word.s - attr->value.s));
}

/* Says what is wrong with a word of a list; true when nothing is. */
typedef bool check_fn(reader *r, eng_str word, eng_loc where);

static eng_rule_words read_words(reader *r, eng_xml_node *e, const char *name, check_fn *check) {
	const eng_xml_attr *attr = eng_xml_attr_find(e, name);
	eng_str rest = attr ? attr->value : (eng_str){ 0 }, word, *items = NULL;
	size_t n = 0, cap = 0;

	while (eng_str_word(&rest, &word)) {
		if (check(r, word, word_where(attr, word))) {
			items = eng_arena_grow(r->c.arena, items, n, &cap, sizeof(*items));
			items[n++] = word;
		}
	}
	if (attr && eng_str_blank(attr->value)) {
		eng_fail(r->c.ctx, "rule.bad-attribute", attr->at,
			 "attribute '%s' is empty; leave it out", name);
	}
	return (eng_rule_words){ items, n };
}

static bool is_block(reader *r, eng_str word, eng_loc where) {
	return eng_block_exists(r->c.ctx, r->c.library, word, where);
}

static bool is_jurisdiction(reader *r, eng_str word, eng_loc where) {
	const char *why;

	return eng_type_accepts(ENG_TYPE_COUNTRY, word, false, &why) ||
	       eng_fail(r->c.ctx, "rule.bad-attribute", where,
			"'%s' is not a jurisdiction such as IE or US-CA",
			eng_quote(r->c.arena, word));
}

static bool is_language(reader *r, eng_str word, eng_loc where) {
	const char *why;

	return eng_type_accepts(ENG_TYPE_LANGUAGE, word, false, &why) ||
	       eng_fail(r->c.ctx, "rule.bad-attribute", where, "'%s' should be %s",
			eng_quote(r->c.arena, word), why);
}

static bool is_purpose(reader *r, eng_str word, eng_loc where) {
	static const char *const words[] = { "service", "marketing", "legal" };

	for (size_t i = 0; i < 3; i++) {
		if (eng_str_eqc(word, words[i])) {
			return true;
		}
	}
	return eng_fail(r->c.ctx, "rule.bad-attribute", where,
			"'%s' is no purpose, it is one of: service, marketing, legal",
			eng_quote(r->c.arena, word));
}

/* A file of the library, <folder>/<word>.xml, without reading it. */
static bool is_content(reader *r, eng_str word, eng_loc where, const char *folder,
		       const char *what) {
	eng_arena *arena = r->c.arena;
	const char *dir, *path, *const *names = NULL, *nearest = NULL;
	size_t n = 0;

	if (eng_library_is_partial(r->c.library)) {
		return true;
	}
	dir = eng_path_join(arena, eng_library_path(r->c.library), folder);
	path = eng_arena_printf(arena, "%s/%.*s.xml", dir, ENG_STR_ARG(word));
	if (eng_id_is_valid(word) && eng_file_exists(path)) {
		return true;
	}
	if (eng_file_is_dir(dir) && eng_file_list(r->c.ctx, arena, dir, &names, &n)) {
		nearest =
		    eng_str_nearest(eng_str_printf(arena, "%.*s.xml", ENG_STR_ARG(word)), names, n);
	}
	return eng_fail(r->c.ctx, "rule.unknown-name", where, "no %s '%s' in the library%s", what,
			eng_quote(arena, word),
			nearest ? eng_did_you_mean(
				      arena, eng_arena_strndup(arena, nearest, strlen(nearest) - 4))
				: "");
}

static bool is_template(reader *r, eng_str word, eng_loc where) {
	return is_content(r, word, where, "communications", "template");
}

static bool is_record(reader *r, eng_str word, eng_loc where) {
	return eng_str_eqc(word, "*") || is_content(r, word, where, "vocabularies", "vocabulary");
}

static void read_date(reader *r, eng_xml_node *e, const char *name, eng_date *out) {
	const eng_xml_attr *attr = eng_xml_attr_find(e, name);

	if (attr && (!eng_date_parse(attr->value, out) || out->has_time)) {
		*out = (eng_date){ 0 };
		eng_fail(r->c.ctx, "rule.bad-attribute", attr->at,
			 "%s '%s' is not a date such as 2026-01-31", name,
			 eng_quote(r->c.arena, attr->value));
	}
}

/* ---- where it stands ---- */

/* "after(arrears-warning)" or "last". */
static bool read_standpoint(reader *r, eng_str word, eng_loc where, eng_rule_where *out) {
	size_t open = eng_str_index(word, ENG_STR("("));
	eng_str name = eng_str_sub(word, 0, open), other = { 0 };
	bool wants, given = open < word.n;
	int i = 0;

	while (standpoints[i] && !eng_str_eqc(name, standpoints[i])) {
		i++;
	}
	if (!standpoints[i]) {
		return eng_fail(
		    r->c.ctx, "rule.bad-where", where,
		    "'%s' is no place; places are first-page, first, last, same-page(ID), "
		    "after(ID), before(ID) and follows(ID)",
		    eng_quote(r->c.arena, word));
	}
	wants = i == ENG_STAND_SAME_PAGE || i == ENG_STAND_AFTER || i == ENG_STAND_BEFORE ||
		i == ENG_STAND_FOLLOWS;
	if (wants != given || (given && word.s[word.n - 1] != ')')) {
		return eng_fail(r->c.ctx, "rule.bad-where", where,
				wants ? "'%s' should name another block: %s(ID)"
				      : "'%s' stands alone, as %s",
				eng_quote(r->c.arena, word), standpoints[i]);
	}
	other = given ? eng_str_sub(word, open + 1, word.n - 1) : other;
	*out = (eng_rule_where){ (eng_standpoint)i, other };
	return !given || is_block(r, other, where);
}

static void read_where(reader *r, eng_xml_node *e) {
	const eng_xml_attr *attr = eng_xml_attr_find(e, "where");
	eng_str rest = attr ? attr->value : (eng_str){ 0 }, word;
	eng_rule_where *items = NULL, one;
	size_t n = 0, cap = 0;

	while (eng_str_word(&rest, &word)) {
		if (read_standpoint(r, word, word_where(attr, word), &one)) {
			items = eng_arena_grow(r->c.arena, items, n, &cap, sizeof(*items));
			items[n++] = one;
		}
	}
	r->rule->standing = items;
	r->rule->standing_count = n;
	if (attr && !r->rule->required.n) {
		eng_fail(r->c.ctx, "rule.bad-where", attr->where,
			 "'where' places what 'require' names, and there is none");
	}
}

/* ---- pages ---- */

static void read_pages(reader *r, eng_xml_node *e) {
	static const char *const papers[] = { "any", "a4", "letter", NULL };
	static const char *const turns[] = { "any", "portrait", NULL };
	eng_rule_pages *p = &r->rule->pages;
	int paper;

	eng_compile_empty(&r->c, e);
	p->most = eng_compile_int(&r->c, e, "max", 1, 20000, 0);
	paper = eng_compile_word(&r->c, e, "paper", papers, 0);
	p->portrait = eng_compile_word(&r->c, e, "turn", turns, 0) == 1;
	if (paper == 1) {
		p->width = ENG_MM(210);
		p->height = ENG_MM(297);
	} else if (paper == 2) {
		p->width = ENG_PT(612);
		p->height = ENG_PT(792);
	}
}

/* ---- one rule ---- */

static void add_forbidden(reader *r, eng_xml_node *e, eng_str **items, size_t *cap) {
	eng_rule_words *words = &r->rule->forbidden;
	eng_str text = eng_str_trim(eng_xml_text(e, r->c.arena));

	if (!eng_wording_is_some(text)) {
		eng_fail(r->c.ctx, "rule.nothing-asked", e->where,
			 "element 'forbid' names no wording");
		return;
	}
	*items = eng_arena_grow(r->c.arena, *items, words->n, cap, sizeof(**items));
	(*items)[words->n++] = text;
	words->items = *items;
}

static eng_str read_text(reader *r, eng_xml_node *e) {
	eng_str text = eng_xml_text(e, r->c.arena), word;
	eng_buf line = { 0 };
	eng_str copy;

	while (eng_str_word(&text, &word)) {
		eng_buf_printf(&line, "%s%.*s", line.n ? " " : "", ENG_STR_ARG(word));
	}
	copy = eng_str_copy(r->c.arena, eng_buf_view(&line));
	eng_buf_finish(&line);
	return copy;
}

static void read_auditor(reader *r, eng_xml_node *e) {
	static const char *const grades[] = { "official",  "vendor", "code",
					      "secondary", "memory", NULL };

	eng_compile_required(&r->c, e, "source");
	eng_compile_word(&r->c, e, "sure", grades, 0);
	r->rule->source = eng_xml_attr_value(e, "source");
	r->rule->sure = eng_xml_attr_value(e, "sure");
	r->rule->auditor = read_text(r, e);
}

static void read_author(reader *r, eng_xml_node *e) {
	r->rule->author = read_text(r, e);
}

static void read_looks(reader *r, eng_xml_node *e) {
	eng_prominence_read(&r->c, e, &r->rule->looks);
	if (eng_prominence_is_empty(&r->rule->looks)) {
		eng_fail(r->c.ctx, "rule.nothing-asked", e->where,
			 "element 'prominence' asks for nothing");
	}
}

static const struct {
	eng_element row;
	void (*read)(reader *r, eng_xml_node *e);
} children[] = {
	{ { .name = "author", .attributes = "" }, read_author },
	{ { .name = "auditor", .attributes = "source sure" }, read_auditor },
	{ { .name = "forbid", .attributes = "" }, NULL },
	{ { .name = "pages", .attributes = "max paper turn" }, read_pages },
	{ { .name = "prominence", .attributes = ENG_PROMINENCE_ATTRIBUTES }, read_looks },
};

static void read_children(reader *r, eng_xml_node *e) {
	const size_t n = sizeof(children) / sizeof(*children);
	unsigned seen = 0;
	eng_str *forbidden = NULL;
	size_t cap = 0;

	for (eng_xml_node *k = eng_xml_element(e->first); k; k = eng_xml_element(k->next)) {
		size_t i = 0;

		while (i < n && !eng_xml_is(k, NAMESPACE, children[i].row.name)) {
			i++;
		}
		if (i == n) {
			eng_fail(r->c.ctx, "rule.unknown-element", k->where,
				 "element '%s' is not allowed in 'rule'; it has author, auditor, "
				 "forbid, pages and prominence",
				 eng_quote(r->c.arena, k->name));
			continue;
		}
		eng_compile_check_attributes(&r->c, k, &children[i].row);
		if (!children[i].read) {
			add_forbidden(r, k, &forbidden, &cap);
		} else if (seen >> i & 1) {
			eng_fail(r->c.ctx, "template.duplicate", k->where, "'rule' has one '%s'",
				 children[i].row.name);
		} else {
			seen |= 1u << i;
			children[i].read(r, k);
		}
	}
}

bool eng_rule_names(const eng_rule_words *words, eng_str word) {
	for (size_t i = 0; i < words->n; i++) {
		if (eng_str_eq(words->items[i], word) || eng_str_eqc(words->items[i], "*")) {
			return true;
		}
	}
	return words->n == 0;
}

bool eng_rule_concerns(const eng_content_rule *rule, const eng_rules_options *o) {
	return !o->vocabulary || (eng_rule_names(&rule->records, o->vocabulary->name) &&
				  eng_rule_names(&rule->templates, o->tmpl) &&
				  eng_rule_names(&rule->purposes, o->purpose));
}

/* A condition of a rule for all records knows no path, only the document's facts. */
static const eng_expr *compile(reader *r, const eng_xml_attr *attr, const eng_vocabulary *v) {
	eng_variable *facts = eng_arena_new_array(r->c.arena, ENG_RULE_FACTS, eng_variable);
	eng_scope scope = { .names = eng_library_names(r->c.library),
			    .root = v ? v->root : NULL,
			    .context = v ? v->root : NULL,
			    .variables = facts,
			    .variable_count = ENG_RULE_FACTS,
			    .namespaces = r->c.scope.namespaces,
			    .namespace_count = r->c.scope.namespace_count,
			    .services = eng_library_services(r->c.library),
			    .closed = !v };
	eng_written written;
	eng_expr *expr;

	for (unsigned i = 0; i < ENG_RULE_FACTS; i++) {
		facts[i] = (eng_variable){ eng_str_from(eng_rule_facts[i]), NULL, i };
	}
	eng_written_attr(&written, r->c.ctx, attr);
	expr = eng_expr_compile(r->c.ctx, r->c.arena, &scope, attr->value, attr->at);
	eng_written_finish(&written);
	return expr;
}

static void read_condition(reader *r, eng_xml_node *e) {
	const eng_xml_attr *attr = eng_xml_attr_find(e, "when");
	const eng_rule_words *records = &r->rule->records;
	const eng_vocabulary *own = r->options->vocabulary;

	r->rule->condition = attr ? attr->value : (eng_str){ 0 };
	if (!attr || !records->n || !r->c.library ||
	    (own && !eng_rule_concerns(r->rule, r->options))) {
		return;
	}
	for (size_t i = 0; i < records->n; i++) {
		bool all = eng_str_eqc(records->items[i], "*");
		const eng_vocabulary *v = NULL;

		if (own && !all && !eng_str_eq(records->items[i], own->name)) {
			continue;
		}
		if (!all) {
			v = own ? own
				: eng_library_vocabulary(r->c.ctx, r->c.library, records->items[i],
							 attr->at);
			if (!v) {
				continue;
			}
		}
		r->rule->when = compile(r, attr, v);
	}
}

/* What was misspelled was asked for all the same, and is told by itself. */
static bool asks_for_something(const eng_content_rule *rule, const eng_xml_node *e) {
	static const char *const attributes[] = { "require", "exclude", "order" };
	static const char *const elements[] = { "forbid", "prominence" };

	for (size_t i = 0; i < 3; i++) {
		if (eng_xml_attr_find(e, attributes[i])) {
			return true;
		}
	}
	for (size_t i = 0; i < 2; i++) {
		if (eng_xml_child(e, elements[i])) {
			return true;
		}
	}
	return rule->pages.most || rule->pages.width || rule->pages.portrait;
}

static void check_complete(reader *r, eng_xml_node *e) {
	const eng_content_rule *rule = r->rule;

	if (!asks_for_something(rule, e)) {
		eng_fail(r->c.ctx, "rule.nothing-asked", e->where,
			 "rule '%.*s' asks for nothing: give it require, exclude, order, forbid, "
			 "pages or prominence",
			 ENG_STR_ARG(rule->id));
	}
	if (!rule->author.n || !rule->auditor.n) {
		eng_fail(r->c.ctx, "rule.no-reason", e->where,
			 "rule '%.*s' needs 'author', what to do, and 'auditor', why",
			 ENG_STR_ARG(rule->id));
	}
	if (rule->order.n == 1) {
		eng_fail(r->c.ctx, "rule.nothing-asked", e->where,
			 "the order of one block asks for nothing");
	}
	if (rule->from.year && rule->to.year &&
	    eng_date_days(rule->to) < eng_date_days(rule->from)) {
		eng_fail(r->c.ctx, "rule.bad-attribute", e->where,
			 "rule '%.*s' ends before it begins", ENG_STR_ARG(rule->id));
	}
	if (!rule->required.n &&
	    (rule->looks.together || rule->looks.max_page || rule->looks.as_large_as.n ||
	     rule->looks.predominant || rule->looks.before.n || rule->looks.after.n)) {
		eng_fail(r->c.ctx, "rule.nothing-asked", e->where,
			 "of a whole artifact 'prominence' can ask for min-size, min-x-height, "
			 "contrast and weight; name a block in 'require' for the rest");
	}
}

static void read_rule(reader *r, eng_xml_node *e) {
	static const eng_element row = { .name = "rule",
					 .attributes =
					     "id for templates purpose jurisdictions languages "
					     "channels effective-from effective-to when require "
					     "exclude order where" };
	const eng_xml_attr *channels = eng_xml_attr_find(e, "channels");
	eng_content_rule *rule = r->rule;

	eng_compile_check_attributes(&r->c, e, &row);
	rule->where = e->where;
	rule->pack = r->pack;
	rule->id = eng_compile_id(&r->c, e, "id", true);
	eng_compile_required(&r->c, e, "for");
	rule->records = read_words(r, e, "for", is_record);
	rule->templates = read_words(r, e, "templates", is_template);
	rule->purposes = read_words(r, e, "purpose", is_purpose);
	rule->jurisdictions = read_words(r, e, "jurisdictions", is_jurisdiction);
	rule->languages = read_words(r, e, "languages", is_language);
	rule->channels = channels ? eng_compile_channels(&r->c, channels) : r->c.all;
	read_date(r, e, "effective-from", &rule->from);
	read_date(r, e, "effective-to", &rule->to);
	rule->required = read_words(r, e, "require", is_block);
	rule->excluded = read_words(r, e, "exclude", is_block);
	rule->order = read_words(r, e, "order", is_block);
	read_where(r, e);
	read_condition(r, e);
	read_children(r, e);
	check_complete(r, e);
}

/* ---- the file ---- */

static void check_identity(reader *r, eng_xml_node *root, eng_str id, int version) {
	static const eng_element row = { .name = "rules",
					 .attributes = "id version title owner effective-from" };
	eng_rule_pack *pack = r->pack;

	eng_compile_check_attributes(&r->c, root, &row);
	eng_compile_required(&r->c, root, "owner");
	pack->owner = eng_xml_attr_value(root, "owner");
	pack->title = eng_xml_attr_value(root, "title");
	read_date(r, root, "effective-from", &pack->from);
	pack->version = eng_compile_int(&r->c, root, "version", 1, 1000000, version);
	if (!eng_str_eq(eng_xml_attr_value(root, "id"), id) || pack->version != version) {
		eng_fail(r->c.ctx, "rule.bad-name", root->where,
			 id.n ? "the file is version %d of pack '%.*s', but says otherwise"
			      : "'" ENG_RULES_FILE "' has no version and no id",
			 version, ENG_STR_ARG(id));
	}
}

static void read_all(reader *r, eng_xml_node *root) {
	size_t cap = 0;

	for (eng_xml_node *e = eng_xml_element(root->first); e; e = eng_xml_element(e->next)) {
		eng_content_rule one = { 0 };

		if (!eng_xml_is(e, NAMESPACE, "rule")) {
			eng_fail(r->c.ctx, "rule.unknown-element", e->where,
				 "element '%s' is not allowed in 'rules'; it has 'rule' only",
				 eng_quote(r->c.arena, e->name));
			continue;
		}
		r->rule = &one;
		read_rule(r, e);
		for (size_t i = 0; i < r->pack->n; i++) {
			if (eng_str_eq(r->pack->rules[i].id, one.id)) {
				eng_fail(r->c.ctx, "template.duplicate", e->where,
					 "rule '%.*s' stands here twice", ENG_STR_ARG(one.id));
			}
		}
		r->pack->rules = eng_arena_grow(r->c.arena, r->pack->rules, r->pack->n, &cap,
						sizeof(*r->pack->rules));
		r->pack->rules[r->pack->n++] = one;
	}
}

/* library NULL: of a file alone. */
static eng_rule_pack *read_pack(eng_ctx *ctx, eng_arena *arena, eng_library *library,
				const eng_rules_options *options, eng_xml_node *root,
				eng_rule_pack *pack) {
	eng_template_options names = { .channel_names = options->channel_names };
	unsigned long errors = ctx->errors;
	reader r = { .c = { .ctx = ctx,
			    .arena = arena,
			    .library = library,
			    .options = &names,
			    .kind = ENG_FILE_RULES },
		     .options = options,
		     .pack = pack };

	for (size_t i = 0; options->channel_names[i]; i++) {
		r.c.all |= (eng_channel_set)1 << i;
	}
	if (!eng_xml_is(root, NAMESPACE, "rules")) {
		return eng_fail_null(ctx, "template.bad-root", root->where,
				     "rules start with <rules xmlns=\"" NAMESPACE "\">");
	}
	check_identity(&r, root, pack->id, pack->version);
	read_all(&r, root);
	return ctx->errors == errors ? pack : NULL;
}

eng_rule_pack *eng_rules_read(eng_ctx *ctx, eng_library *library, const eng_rules_options *options,
			      const char *path, eng_str id, int version) {
	eng_arena *arena = eng_library_arena(library);
	eng_rule_pack *pack = eng_arena_new(arena, eng_rule_pack);
	eng_xml_node *root = eng_library_xml(ctx, library, path, &pack->hash);

	pack->id = id;
	pack->version = version;
	pack->path = eng_str_from(path);
	return root ? read_pack(ctx, arena, library, options, root, pack) : NULL;
}

eng_rule_pack *eng_rules_parse(eng_ctx *ctx, eng_arena *arena, const char *const *channel_names,
			       const char *path, eng_str id, int version, eng_str text) {
	const eng_rules_options options = { .channel_names = channel_names };
	eng_rule_pack *pack = eng_arena_new(arena, eng_rule_pack);
	eng_xml_node *root = eng_xml_parse(ctx, arena, path, text);

	*pack = (eng_rule_pack){ .id = id,
				 .version = version,
				 .path = eng_str_from(path),
				 .hash = eng_hash_of(text.s, text.n) };
	return root ? read_pack(ctx, arena, NULL, &options, root, pack) : NULL;
}
