/* The rules of a library for people: all of them in words, and a new version of a pack to write in. */
#include "base/date.h"
#include "base/decimal.h"
#include "base/file.h"
#include "channels/channel.h"
#include "compliance/rules.h"
#include "markup/json-write.h"
#include "markup/xml.h"
#include "run/trust.h"

#define SKELETON                                                                                   \
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"                                             \
	"<rules xmlns=\"urn:engross:rules:1\" id=\"%s\" version=\"1\" owner=\"legal\"\n"           \
	"       title=\"What these rules are for\" effective-from=\"%s\">\n"                       \
	"  <rule id=\"first\" for=\"*\" channels=\"pdf\">\n"                                       \
	"    <pages max=\"2\"/>\n"                                                                 \
	"    <author>What whoever writes the template has to do.</author>\n"                       \
	"    <auditor source=\"Where it is written.\" sure=\"memory\">Why it is so.</auditor>\n"   \
	"  </rule>\n"                                                                              \
	"</rules>\n"

/* ---- telling ---- */

static void tell_text(FILE *out, const char *name, eng_str text) {
	if (text.n) {
		fprintf(out, "    %-9s %.*s\n", name, ENG_STR_ARG(text));
	}
}

static void tell_rule(eng_trust *t, const eng_content_rule *rule, FILE *out) {
	fprintf(out, "  %.*s\n", ENG_STR_ARG(rule->id));
	tell_text(out, "for", eng_rule_audience(&t->arena, rule, eng_content_channel_names));
	tell_text(out, "asks", eng_rule_demands(&t->arena, rule));
	tell_text(out, "authors", rule->author);
	tell_text(out, "why", rule->auditor);
	tell_text(out, "source",
		  rule->sure.n ? eng_str_printf(&t->arena, "%.*s (how sure: %.*s)",
						ENG_STR_ARG(rule->source), ENG_STR_ARG(rule->sure))
			       : rule->source);
}

static void write_rule(eng_trust *t, const eng_content_rule *rule, FILE *out) {
	const eng_rule_pack *pack = rule->pack;
	eng_buf text = { 0 };
	eng_json_writer w;

	eng_json_write_init(&w, &text, false);
	eng_json_write_object(&w);
	eng_json_member_text(&w, "path", pack->path);
	eng_json_member_some(&w, "pack", pack->id);
	eng_json_member_int(&w, "version", pack->version);
	eng_json_member_text(&w, "rule", rule->id);
	eng_json_member_text(&w, "for",
			     eng_rule_audience(&t->arena, rule, eng_content_channel_names));
	eng_json_member_text(&w, "asks", eng_rule_demands(&t->arena, rule));
	eng_json_member_text(&w, "authors", rule->author);
	eng_json_member_text(&w, "why", rule->auditor);
	eng_json_member_text(&w, "source", rule->source);
	eng_json_member_some(&w, "sure", rule->sure);
	eng_json_write_object_end(&w);
	fprintf(out, "%s\n", text.s);
	eng_buf_finish(&text);
}

static void tell_pack(eng_trust *t, const eng_rule_pack *pack, bool json, FILE *out) {
	if (!json && pack->id.n) {
		fprintf(out, "pack %.*s, version %d", ENG_STR_ARG(pack->id), pack->version);
	} else if (!json) {
		fputs("rules of the library", out);
	}
	if (!json) {
		fprintf(out, "%s%.*s (owner: %.*s)\n", pack->title.n ? ": " : "",
			ENG_STR_ARG(pack->title), ENG_STR_ARG(pack->owner));
	}
	for (size_t i = 0; i < pack->n; i++) {
		if (json) {
			write_rule(t, &pack->rules[i], out);
		} else {
			tell_rule(t, &pack->rules[i], out);
		}
	}
}

static bool tell_all(eng_trust *t, const eng_rules *rules, const char *id, bool json, FILE *out) {
	bool any = !id;

	for (size_t i = 0; i < rules->pack_count; i++) {
		if (!id || eng_str_eqc(rules->packs[i]->id, id)) {
			tell_pack(t, rules->packs[i], json, out);
			any = true;
		}
	}
	return any || eng_fail(&t->ctx, "rule.unknown-name", (eng_loc){ 0 },
			       "no pack '%s' of rules is in force", id);
}

bool eng_rules_report(const eng_trust_options *o, const char *id, const char *date, bool json,
		      FILE *out) {
	eng_rules_options options = { .channel_names = eng_content_channel_names };
	eng_library *library = NULL;
	eng_rules *rules = NULL;
	eng_trust t;
	bool ok;

	eng_trust_init(&t, o);
	ok = eng_date_parse(eng_str_from(date), &options.date) ||
	     eng_fail(&t.ctx, "approval.bad-date", (eng_loc){ 0 },
		      "'%s' is no date; one as 2026-11-01 is expected", date);
	library = ok ? eng_library_open(&t.ctx, o->library) : NULL;
	rules = library ? eng_rules_load(&t.ctx, library, &options) : NULL;
	ok = rules && tell_all(&t, rules, id, json, out);
	eng_rules_close(rules);
	eng_library_close(library);
	eng_trust_finish(&t);
	return ok;
}

/* ---- a new version ---- */

static bool next_version(eng_trust *t, const char *dir, int *next) {
	const char *const *names = NULL;
	size_t n = 0;

	*next = 1;
	if (eng_file_is_dir(dir) && !eng_file_list(&t->ctx, &t->arena, dir, &names, &n)) {
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		eng_str rest = eng_str_from(names[i]), number;
		eng_decimal value;
		int64_t version;

		if (eng_str_split(&rest, '.', &number) &&
		    eng_decimal_parse(number, false, &value) &&
		    eng_decimal_to_int64(value, &version) && version >= *next &&
		    version < 1000000) {
			*next = (int)version + 1;
		}
	}
	return true;
}

/* The file with another version in its root's tag, all other bytes as they were approved. */
static bool copied(eng_trust *t, const char *path, int version, eng_str *text) {
	eng_xml_node *root = eng_xml_load(&t->ctx, &t->arena, path, text);
	const eng_xml_attr *attr = root ? eng_xml_attr_find(root, "version") : NULL;
	eng_str key;
	size_t at;

	if (!attr) {
		return root && eng_fail(&t->ctx, "rule.bad-name", root->where,
					"the rules have no version to count up from");
	}
	key = eng_str_printf(&t->arena, " version=\"%.*s\"", ENG_STR_ARG(attr->value));
	at = eng_str_index(*text, key);
	*text = eng_str_printf(&t->arena, "%.*s version=\"%d\"%.*s", (int)at, text->s, version,
			       (int)(text->n - at - key.n), text->s + at + key.n);
	return true;
}

static bool make(eng_trust *t, const char *id, const char *date, FILE *out) {
	const char *dir = eng_path_join(&t->arena, t->options->library,
					eng_arena_printf(&t->arena, ENG_RULES_FOLDER "/%s", id));
	const char *path;
	eng_str text;
	int next;

	if (!next_version(t, dir, &next)) {
		return false;
	}
	path = eng_arena_printf(&t->arena, "%s/%d.xml", dir, next);
	text = eng_str_printf(&t->arena, SKELETON, id, date);
	if (next > 1 &&
	    !copied(t, eng_arena_printf(&t->arena, "%s/%d.xml", dir, next - 1), next, &text)) {
		return false;
	}
	if (!eng_file_mkdirs(&t->ctx, dir) || !eng_file_write(&t->ctx, path, text, true)) {
		return false;
	}
	fprintf(out, "%s\n", path);
	return true;
}

bool eng_rules_new(const eng_trust_options *o, const char *id, const char *date, FILE *out) {
	eng_date day;
	eng_trust t;
	bool ok;

	eng_trust_init(&t, o);
	if (!eng_id_is_valid(eng_str_from(id))) {
		ok = eng_fail(&t.ctx, "rule.bad-name", (eng_loc){ 0 },
			      "'%s' is not the id of a pack: small letters, digits and '-'", id);
	} else if (!eng_date_parse(eng_str_from(date), &day) || day.has_time) {
		ok = eng_fail(&t.ctx, "approval.bad-date", (eng_loc){ 0 },
			      "'%s' is no date; one as 2026-11-01 is expected", date);
	} else {
		ok = make(&t, id, date, out);
	}
	eng_trust_finish(&t);
	return ok;
}
