/* Looking things up in a policy, and what must hold between its parts. */
#include "compliance/policy-check.h"

#include <string.h>

static const char *const kinds[] = { "blocks",       "rules",  "templates", "fragments",
				     "strings",      "maps",   "themes",    "tables",
				     "vocabularies", "images", "fonts" };

#define KINDS (sizeof(kinds) / sizeof(*kinds))

bool eng_key_is_demonstration(const uint8_t id[ENG_KEY_ID_SIZE]) {
	char text[ENG_KEY_ID_TEXT];

	eng_key_id_text(id, text);
	return strncmp(text, ENG_DEMONSTRATION_ID, strlen(ENG_DEMONSTRATION_ID)) == 0;
}

/* ---- looking up ---- */

const eng_person *eng_policy_person(const eng_policy *policy, eng_str id) {
	for (size_t i = 0; i < policy->person_count; i++) {
		if (eng_str_eq(policy->people[i].id, id)) {
			return &policy->people[i];
		}
	}
	return NULL;
}

const eng_person *eng_policy_holder(const eng_policy *policy, const uint8_t id[ENG_KEY_ID_SIZE],
				    const eng_person_key **key) {
	for (size_t i = 0; i < policy->person_count; i++) {
		const eng_person *person = &policy->people[i];

		for (size_t k = 0; k < person->key_count; k++) {
			if (memcmp(person->keys[k].key.id, id, ENG_KEY_ID_SIZE) == 0) {
				*key = &person->keys[k];
				return person;
			}
		}
	}
	return NULL;
}

bool eng_person_has_role(const eng_person *person, eng_str role) {
	for (size_t i = 0; i < person->role_count; i++) {
		if (eng_str_eq(person->roles[i], role)) {
			return true;
		}
	}
	return false;
}

const eng_person *eng_policy_sealer(const eng_policy *policy, const uint8_t id[ENG_KEY_ID_SIZE],
				    const eng_date *day, eng_public_key *key, const char **why) {
	const eng_person_key *held = NULL;
	const eng_person *person = eng_policy_holder(policy, id, &held);
	bool late = person && held->retired &&
		    (!day || eng_date_days(*day) > eng_date_days(held->retired_on));

	*why = !person             ? "is nobody's"
	       : held->compromised ? "was revoked"
	       : late              ? "was given up"
	       : !eng_person_has_role(person, ENG_STR(ENG_RUN_ROLE))
		   ? "is held by somebody without the role '" ENG_RUN_ROLE "'"
		   : NULL;
	if (*why) {
		return NULL;
	}
	*key = held->key;
	return person;
}

eng_str eng_policy_kind(eng_str path) {
	eng_str folder = eng_str_sub(path, 0, eng_str_index(path, ENG_STR("/")));

	if (eng_str_eqc(path, "rules.xml")) {
		return ENG_STR("rules");
	}
	if (eng_str_eqc(folder, "communications")) {
		return ENG_STR("templates");
	}
	if (eng_str_eqc(folder, "releases")) {
		return ENG_STR("releases");
	}
	for (size_t i = 0; i < KINDS; i++) {
		if (eng_str_eqc(folder, kinds[i]) && folder.n < path.n) {
			return folder;
		}
	}
	return (eng_str){ "", 0 };
}

const eng_requirement *eng_policy_requirement(const eng_policy *policy, eng_str kind) {
	for (size_t i = 0; i < policy->requirement_count; i++) {
		if (eng_str_eq(policy->requirements[i].kind, kind)) {
			return &policy->requirements[i];
		}
	}
	return NULL;
}

const eng_revocation *eng_policy_revocation(const eng_policy *policy, const eng_hash *hash) {
	for (size_t i = 0; i < policy->revocation_count; i++) {
		if (eng_hash_eq(&policy->revocations[i].hash, hash)) {
			return &policy->revocations[i];
		}
	}
	return NULL;
}

/* ---- checking ---- */

/* One key, one person: who holds two names could approve their own text. */
static bool check_key(eng_ctx *ctx, const eng_policy *policy, const eng_person *person,
		      const eng_person_key *key) {
	const eng_person_key *first;
	char id[ENG_KEY_ID_TEXT];

	eng_key_id_text(key->key.id, id);
	eng_policy_holder(policy, key->key.id, &first);
	if (first != key) {
		return eng_fail(ctx, "policy.key-twice", key->where,
				"key %s stands in the policy twice; a key has one person", id);
	}
	if (policy->has_root && memcmp(key->key.id, policy->root.id, ENG_KEY_ID_SIZE) == 0) {
		return eng_fail(ctx, "policy.key-twice", key->where,
				"key %s of '%.*s' is the root key, which signs the policy only", id,
				ENG_STR_ARG(person->id));
	}
	if (policy->has_root && eng_key_is_demonstration(key->key.id) &&
	    !eng_key_is_demonstration(policy->root.id)) {
		return eng_fail(ctx, "policy.demonstration-key", key->where,
				"key %s of '%.*s' is for demonstrations: anybody can sign with it",
				id, ENG_STR_ARG(person->id));
	}
	return true;
}

static bool check_person(eng_ctx *ctx, const eng_policy *policy, const eng_person *person) {
	bool ok = true;

	if (person->key_count == 0 || person->name.n == 0) {
		ok = eng_fail(ctx, "policy.bad-value", person->where,
			      "person '%.*s' needs a name and at least one key",
			      ENG_STR_ARG(person->id));
	}
	for (size_t i = 0; i < person->key_count; i++) {
		ok = check_key(ctx, policy, person, &person->keys[i]) && ok;
	}
	return ok;
}

static size_t people_with_role(const eng_policy *policy, eng_str role) {
	size_t n = 0;

	for (size_t i = 0; i < policy->person_count; i++) {
		n += eng_person_has_role(&policy->people[i], role);
	}
	return n;
}

static bool kind_is_known(eng_str kind) {
	for (size_t i = 0; i < KINDS; i++) {
		if (eng_str_eqc(kind, kinds[i])) {
			return true;
		}
	}
	return false;
}

static bool check_requirement(eng_ctx *ctx, eng_arena *arena, const eng_policy *policy,
			      const eng_requirement *requirement) {
	bool ok = true;

	if (!kind_is_known(requirement->kind)) {
		const char *near = eng_str_nearest(requirement->kind, kinds, KINDS);

		ok = eng_fail(ctx, "policy.unknown-kind", requirement->where,
			      "unknown kind of file '%s'%s", eng_quote(arena, requirement->kind),
			      eng_did_you_mean(arena, near));
	}
	if (requirement->role_count == 0) {
		ok = eng_fail(ctx, "policy.bad-value", requirement->where,
			      "'%.*s' needs at least one role that approves",
			      ENG_STR_ARG(requirement->kind));
	}
	for (size_t i = 0; i < requirement->role_count; i++) {
		if (people_with_role(policy, requirement->roles[i]) == 0) {
			ok = eng_fail(ctx, "policy.empty-role", requirement->where,
				      "nobody has the role '%.*s' that '%.*s' need",
				      ENG_STR_ARG(requirement->roles[i]),
				      ENG_STR_ARG(requirement->kind));
		}
	}
	return ok;
}

bool eng_policy_check(eng_ctx *ctx, eng_arena *arena, const eng_policy *policy) {
	bool ok = true;

	if (policy->name.n == 0 || policy->serial == 0) {
		ok = eng_fail(ctx, "policy.bad-value", ((eng_loc){ policy->path, 1, 1 }),
			      "policy needs a name ('policy:') and a serial number ('serial:')");
	}
	for (size_t i = 0; i < policy->person_count; i++) {
		ok = check_person(ctx, policy, &policy->people[i]) && ok;
	}
	for (size_t i = 0; i < policy->requirement_count; i++) {
		ok = check_requirement(ctx, arena, policy, &policy->requirements[i]) && ok;
	}
	return ok;
}
