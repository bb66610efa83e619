/* Which rules of required content hold for an artifact, by what was told about them. */
#include "compliance/rules.h"
#include "review/leaf.h"

static bool is_told(const eng_stop *stop, eng_str name) {
	for (size_t i = 0; i < stop->diag_count; i++) {
		eng_str message = eng_str_from(stop->diags[i].message);

		if (stop->diags[i].level == ENG_ERROR && eng_str_index(message, name) < message.n) {
			return true;
		}
	}
	return false;
}

static void write_rule(eng_leaf *leaf, const eng_artifact *artifact, const eng_content_rule *rule) {
	eng_arena *arena = leaf->stop->arena;
	bool told = is_told(leaf->stop, eng_str_from(eng_rule_name(arena, rule)));
	bool judged = leaf->stop->good || artifact->proof.read;

	eng_json_write_object(leaf->w);
	eng_json_member_text(leaf->w, "id", rule->id);
	eng_json_member_text(leaf->w, "pack", rule->pack->id.n ? rule->pack->id : rule->pack->path);
	eng_json_member_cstr(leaf->w, "state", told ? "broken" : judged ? "kept" : "open");
	eng_json_member_text(leaf->w, "asks", eng_rule_demands(arena, rule));
	eng_json_member_some(leaf->w, "why", rule->auditor);
	eng_json_member_some(leaf->w, "source", rule->source);
	eng_json_write_object_end(leaf->w);
}

void eng_leaf_rules(eng_leaf *leaf, const eng_artifact *artifact) {
	const eng_document *doc = leaf->stop->document;

	eng_json_member_array(leaf->w, "rules");
	for (size_t i = 0; i < doc->rule_count; i++) {
		if (doc->rules[i]->channels >> artifact->channel & 1) {
			write_rule(leaf, artifact, doc->rules[i]);
		}
	}
	eng_json_write_array_end(leaf->w);
}
