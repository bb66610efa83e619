/* Telling people and machines whom the policy trusts with what. */
#include "markup/json-write.h"
#include "run/trust.h"

static void print_words(FILE *out, const eng_str *words, size_t n) {
	for (size_t i = 0; i < n; i++) {
		fprintf(out, "%s%.*s", i ? ", " : "", ENG_STR_ARG(words[i]));
	}
}

static void print_person(FILE *out, const eng_person *person) {
	char id[ENG_KEY_ID_TEXT];

	fprintf(out, "  %-16.*s %.*s (", ENG_STR_ARG(person->id), ENG_STR_ARG(person->name));
	print_words(out, person->roles, person->role_count);
	fputs(")\n", out);
	for (size_t i = 0; i < person->key_count; i++) {
		const eng_person_key *key = &person->keys[i];

		eng_key_id_text(key->key.id, id);
		fprintf(out, "  %-16s key %s%s\n", "", id,
			key->compromised ? ", revoked"
			: key->retired   ? ", no longer used"
					 : "");
	}
}

static void print_policy(FILE *out, const eng_policy *policy) {
	fprintf(out, "%.*s, serial %lld, signed by the root key\n\nPeople:\n",
		ENG_STR_ARG(policy->name), (long long)policy->serial);
	for (size_t i = 0; i < policy->person_count; i++) {
		print_person(out, &policy->people[i]);
	}
	fputs("\nWhat needs whose approval:\n", out);
	for (size_t i = 0; i < policy->requirement_count; i++) {
		const eng_requirement *r = &policy->requirements[i];

		fprintf(out, "  %-16.*s ", ENG_STR_ARG(r->kind));
		print_words(out, r->roles, r->role_count);
		fprintf(out, " (%zu %s)\n", r->people, r->people == 1 ? "person" : "persons");
	}
	if (policy->rule_count) {
		fputs("\nRules that every run goes by: ", out);
		print_words(out, policy->rules, policy->rule_count);
		fputs("\n", out);
	}
	for (size_t i = 0; i < policy->revocation_count; i++) {
		fprintf(out, "%s  %.*s: %.*s\n", i ? "" : "\nRevoked:\n",
			ENG_STR_ARG(policy->revocations[i].path),
			ENG_STR_ARG(policy->revocations[i].reason));
	}
}

/* ---- for machines ---- */

static void write_words(eng_json_writer *w, const char *key, const eng_str *words, size_t n) {
	eng_json_member_array(w, key);
	for (size_t i = 0; i < n; i++) {
		eng_json_write_text(w, words[i]);
	}
	eng_json_write_array_end(w);
}

static void write_key(eng_json_writer *w, const eng_person_key *key) {
	char id[ENG_KEY_ID_TEXT], date[ENG_DATE_TEXT];

	eng_key_id_text(key->key.id, id);
	eng_json_write_object(w);
	eng_json_member_cstr(w, "key", id);
	eng_json_member_cstr(w, "state",
			     key->compromised ? "revoked"
			     : key->retired   ? "retired"
					      : "used");
	if (key->retired) {
		eng_json_member_text(w, "signed-until", eng_date_format(key->retired_on, date));
	}
	eng_json_write_object_end(w);
}

static void write_person(eng_json_writer *w, const eng_person *person) {
	eng_json_write_object(w);
	eng_json_member_text(w, "id", person->id);
	eng_json_member_text(w, "name", person->name);
	write_words(w, "roles", person->roles, person->role_count);
	eng_json_member_array(w, "keys");
	for (size_t i = 0; i < person->key_count; i++) {
		write_key(w, &person->keys[i]);
	}
	eng_json_write_array_end(w);
	eng_json_write_object_end(w);
}

static void write_needs(eng_json_writer *w, const eng_policy *policy) {
	eng_json_member_array(w, "approvals");
	for (size_t i = 0; i < policy->requirement_count; i++) {
		const eng_requirement *r = &policy->requirements[i];

		eng_json_write_object(w);
		eng_json_member_text(w, "kind", r->kind);
		write_words(w, "roles", r->roles, r->role_count);
		eng_json_member_int(w, "people", (int64_t)r->people);
		eng_json_write_object_end(w);
	}
	eng_json_write_array_end(w);
	eng_json_member_array(w, "revoked-files");
	for (size_t i = 0; i < policy->revocation_count; i++) {
		eng_json_write_object(w);
		eng_json_member_text(w, "file", policy->revocations[i].path);
		eng_json_member_text(w, "reason", policy->revocations[i].reason);
		eng_json_write_object_end(w);
	}
	eng_json_write_array_end(w);
}

static void print_policy_json(FILE *out, const eng_policy *policy) {
	eng_buf text = { 0 };
	eng_json_writer w;

	eng_json_write_init(&w, &text, false);
	eng_json_write_object(&w);
	eng_json_member_text(&w, "policy", policy->name);
	eng_json_member_int(&w, "serial", policy->serial);
	eng_json_member_array(&w, "people");
	for (size_t i = 0; i < policy->person_count; i++) {
		write_person(&w, &policy->people[i]);
	}
	eng_json_write_array_end(&w);
	write_needs(&w, policy);
	write_words(&w, "required-rules", policy->rules, policy->rule_count);
	eng_json_write_object_end(&w);
	fprintf(out, "%s\n", text.s);
	eng_buf_finish(&text);
}

bool eng_policy_report(const eng_trust_options *o, bool json, FILE *out) {
	eng_trust t;
	bool ok = eng_trust_open(&t, o);

	if (ok) {
		(json ? print_policy_json : print_policy)(out, t.policy);
	}
	eng_trust_finish(&t);
	return ok;
}
