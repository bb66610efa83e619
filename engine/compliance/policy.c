/* Reading the policy: every key of the file is known, every name stands for something, and the rules
 * that nobody may bend (one key, one person; roles that somebody can fill) hold before it is used. */
#include "compliance/policy.h"

#include "base/decimal.h"
#include "base/file.h"
#include "compliance/policy-check.h"
#include "markup/yaml.h"

typedef struct reader {
	eng_ctx *ctx;
	eng_arena *arena;
	eng_policy *policy;
} reader;

typedef bool member_fn(reader *r, void *target, const eng_yaml *value);

typedef struct member {
	const char *key;
	member_fn *read;
} member;

static bool fault(reader *r, eng_loc where, const char *text) {
	return eng_fail(r->ctx, "policy.bad-value", where, "%s", text);
}

/* Hands every member of a mapping to its reader; an unknown one is a fault, since a slip must not
 * switch a rule off. */
static bool read_members(reader *r, const eng_yaml *mapping, const member *members, size_t n,
			 void *target) {
	bool ok = true;

	if (mapping->kind != ENG_YAML_MAPPING) {
		return fault(r, mapping->where, "a mapping of keys and values is expected here");
	}
	for (const eng_yaml *item = mapping->first; item; item = item->next) {
		size_t i = 0;

		while (i < n && !eng_str_eqc(item->key, members[i].key)) {
			i++;
		}
		if (i == n) {
			ok = eng_fail(r->ctx, "policy.unknown-key", eng_yaml_where(item),
				      "unknown key '%s'", eng_quote(r->arena, item->key));
		} else {
			ok = members[i].read(r, target, item) && ok;
		}
	}
	return ok;
}

static bool read_words(reader *r, const eng_yaml *list, const eng_str **words, size_t *n) {
	eng_str *out;

	if (list->kind != ENG_YAML_SEQUENCE) {
		return fault(r, list->where, "a list is expected here");
	}
	out = eng_arena_new_array(r->arena, list->count, eng_str);
	*n = 0;
	for (const eng_yaml *item = list->first; item; item = item->next) {
		if (item->kind != ENG_YAML_SCALAR || !eng_id_is_valid(item->text)) {
			return fault(r, item->where,
				     "a name of small letters, digits and hyphens is expected");
		}
		out[(*n)++] = item->text;
	}
	*words = out;
	return true;
}

static bool read_count(reader *r, const eng_yaml *value, int64_t *out) {
	eng_decimal number;

	return (eng_decimal_parse(value->text, false, &number) &&
		eng_decimal_to_int64(number, out) && *out > 0) ||
	       fault(r, value->where, "a whole number above zero is expected");
}

static bool read_text(reader *r, const eng_yaml *value, eng_str *out) {
	*out = value->text;
	return (value->kind == ENG_YAML_SCALAR && value->text.n > 0) ||
	       fault(r, value->where, "a text is expected here");
}

/* ---- people ---- */

static bool read_name(reader *r, void *target, const eng_yaml *value) {
	return read_text(r, value, &((eng_person *)target)->name);
}

static bool read_roles(reader *r, void *target, const eng_yaml *value) {
	eng_person *person = target;

	return read_words(r, value, &person->roles, &person->role_count);
}

static bool read_keys(reader *r, void *target, const eng_yaml *value) {
	eng_person *person = target;
	bool ok = true;

	if (value->kind != ENG_YAML_SEQUENCE || value->count == 0) {
		return fault(r, value->where, "a list of public keys is expected here");
	}
	person->keys = eng_arena_new_array(r->arena, value->count, eng_person_key);
	for (const eng_yaml *item = value->first; item; item = item->next) {
		eng_person_key *key = &person->keys[person->key_count++];

		key->where = item->where;
		ok = eng_public_key_parse(r->ctx, item->where, item->text, &key->key) && ok;
	}
	return ok;
}

static bool read_people(reader *r, void *target, const eng_yaml *value) {
	static const member members[] = { { "name", read_name },
					  { "roles", read_roles },
					  { "keys", read_keys } };
	eng_policy *policy = r->policy;
	bool ok = true;

	(void)target;
	if (value->kind != ENG_YAML_MAPPING) {
		return fault(r, value->where, "people is a mapping of persons");
	}
	policy->people = eng_arena_new_array(r->arena, value->count, eng_person);
	for (const eng_yaml *item = value->first; item; item = item->next) {
		eng_person *person = &policy->people[policy->person_count++];

		person->id = item->key;
		person->where = eng_yaml_where(item);
		if (!eng_id_is_valid(item->key)) {
			ok = fault(r, person->where,
				   "a person's id has small letters, digits and hyphens only");
		}
		ok = read_members(r, item, members, sizeof(members) / sizeof(*members), person) &&
		     ok;
	}
	return ok;
}

/* ---- what each kind needs ---- */

static bool read_needed_roles(reader *r, void *target, const eng_yaml *value) {
	eng_requirement *requirement = target;

	return read_words(r, value, &requirement->roles, &requirement->role_count);
}

static bool read_needed_people(reader *r, void *target, const eng_yaml *value) {
	int64_t count = 0;
	bool ok = read_count(r, value, &count);

	((eng_requirement *)target)->people = (size_t)count;
	return ok;
}

static bool read_approvals(reader *r, void *target, const eng_yaml *value) {
	static const member members[] = { { "roles", read_needed_roles },
					  { "people", read_needed_people } };
	eng_policy *policy = r->policy;
	bool ok = true;

	(void)target;
	if (value->kind != ENG_YAML_MAPPING) {
		return fault(r, value->where, "approvals is a mapping of kinds of files");
	}
	policy->requirements = eng_arena_new_array(r->arena, value->count, eng_requirement);
	for (const eng_yaml *item = value->first; item; item = item->next) {
		eng_requirement *requirement = &policy->requirements[policy->requirement_count++];

		requirement->kind = item->key;
		requirement->where = eng_yaml_where(item);
		ok = read_members(r, item, members, sizeof(members) / sizeof(*members),
				  requirement) &&
		     ok;
		if (requirement->people < requirement->role_count) {
			requirement->people = requirement->role_count;
		}
	}
	return ok;
}

/* ---- what is no longer trusted ---- */

typedef struct lost_key {
	eng_public_key key;
	eng_loc where;
	eng_date until;
	bool has_until;
	eng_str reason;
} lost_key;

static bool read_lost_key(reader *r, void *target, const eng_yaml *value) {
	return eng_public_key_parse(r->ctx, value->where, value->text, &((lost_key *)target)->key);
}

static bool read_until(reader *r, void *target, const eng_yaml *value) {
	lost_key *lost = target;

	lost->has_until = true;
	return eng_date_parse(value->text, &lost->until) ||
	       fault(r, value->where, "a date as 2026-11-01 is expected");
}

static bool read_lost_reason(reader *r, void *target, const eng_yaml *value) {
	return read_text(r, value, &((lost_key *)target)->reason);
}

/* Marks the key where its person has it; a key that nobody has any more needs no mark. */
static void mark_key(reader *r, const lost_key *lost) {
	for (size_t i = 0; i < r->policy->person_count; i++) {
		eng_person *person = &r->policy->people[i];

		for (size_t k = 0; k < person->key_count; k++) {
			eng_person_key *key = &person->keys[k];

			if (eng_public_key_eq(&key->key, &lost->key)) {
				key->compromised |= !lost->has_until;
				key->retired |= lost->has_until;
				key->retired_on = lost->until;
			}
		}
	}
}

static bool read_revoked_keys(reader *r, void *target, const eng_yaml *value) {
	static const member members[] = { { "key", read_lost_key },
					  { "signed-until", read_until },
					  { "reason", read_lost_reason } };
	bool ok = true;

	(void)target;
	if (value->kind != ENG_YAML_SEQUENCE) {
		return fault(r, value->where, "a list is expected here");
	}
	for (const eng_yaml *item = value->first; item; item = item->next) {
		lost_key lost = { .where = item->where };

		if (read_members(r, item, members, sizeof(members) / sizeof(*members), &lost)) {
			mark_key(r, &lost);
		} else {
			ok = false;
		}
	}
	return ok;
}

static bool read_revoked_path(reader *r, void *target, const eng_yaml *value) {
	return read_text(r, value, &((eng_revocation *)target)->path);
}

static bool read_revoked_reason(reader *r, void *target, const eng_yaml *value) {
	return read_text(r, value, &((eng_revocation *)target)->reason);
}

static bool read_revoked_hash(reader *r, void *target, const eng_yaml *value) {
	return eng_hash_parse(value->text, &((eng_revocation *)target)->hash) ||
	       fault(r, value->where, "a SHA-256 of 64 hex digits is expected");
}

static bool read_revoked_files(reader *r, void *target, const eng_yaml *value) {
	static const member members[] = { { "file", read_revoked_path },
					  { "sha256", read_revoked_hash },
					  { "reason", read_revoked_reason } };
	eng_policy *policy = r->policy;
	bool ok = true;

	(void)target;
	if (value->kind != ENG_YAML_SEQUENCE) {
		return fault(r, value->where, "a list is expected here");
	}
	policy->revocations = eng_arena_new_array(r->arena, value->count, eng_revocation);
	for (const eng_yaml *item = value->first; item; item = item->next) {
		eng_revocation *revocation = &policy->revocations[policy->revocation_count++];

		revocation->where = item->where;
		ok = read_members(r, item, members, sizeof(members) / sizeof(*members),
				  revocation) &&
		     ok;
	}
	return ok;
}

/* ---- the file ---- */

static bool read_policy_name(reader *r, void *target, const eng_yaml *value) {
	(void)target;
	return read_text(r, value, &r->policy->name);
}

static bool read_required_rules(reader *r, void *target, const eng_yaml *value) {
	(void)target;
	return read_words(r, value, &r->policy->rules, &r->policy->rule_count);
}

static bool read_serial(reader *r, void *target, const eng_yaml *value) {
	(void)target;
	return read_count(r, value, &r->policy->serial);
}

/* Read by the library itself, which needs them without any signature. */
static bool skip(reader *r, void *target, const eng_yaml *value) {
	(void)r, (void)target, (void)value;
	return true;
}

static bool read_file(reader *r, const eng_yaml *root) {
	/* revoked-keys marks the people's keys, whatever the order in the file. */
	static const member members[] = {
		{ "policy", read_policy_name },
		{ "serial", read_serial },
		{ "people", read_people },
		{ "approvals", read_approvals },
		{ "required-rules", read_required_rules },
		{ "revoked-files", read_revoked_files },
		{ "revoked-keys", skip },
		{ "link-hosts", skip },
		{ "attachments", skip },
	};
	const eng_yaml *lost;

	if (!read_members(r, root, members, sizeof(members) / sizeof(*members), NULL)) {
		return false;
	}
	lost = eng_yaml_find(root, "revoked-keys");
	return !lost || read_revoked_keys(r, NULL, lost);
}

static bool check_signature(eng_ctx *ctx, eng_arena *arena, const char *library, eng_str bytes,
			    const eng_public_key *root) {
	const char *path = eng_path_join(arena, library, ENG_POLICY_SIGNATURE);
	eng_signature signature;

	if (!eng_file_exists(path)) {
		return eng_fail(
		    ctx, "policy.unsigned", ((eng_loc){ path, 0, 0 }),
		    "policy is not signed: 'engross policy sign' with the root key makes "
		    "'%s'",
		    path);
	}
	return eng_signature_load(ctx, arena, path, &signature) &&
	       eng_signature_check(ctx, &signature, root, bytes, ENG_POLICY_FILE);
}

eng_policy *eng_policy_load(eng_ctx *ctx, eng_arena *arena, const char *library,
			    const eng_public_key *root) {
	const char *path = eng_path_join(arena, library, ENG_POLICY_FILE);
	eng_policy *policy = eng_arena_new(arena, eng_policy);
	reader r = { ctx, arena, policy };
	eng_yaml *yaml;
	eng_str bytes;

	policy->path = path;
	yaml = eng_yaml_load(ctx, arena, path, &bytes);
	if (!yaml || (root && !check_signature(ctx, arena, library, bytes, root))) {
		return NULL;
	}
	policy->hash = eng_hash_of(bytes.s, bytes.n);
	policy->has_root = root != NULL;
	if (root) {
		policy->root = *root;
	}
	return read_file(&r, yaml) && eng_policy_check(ctx, arena, policy) ? policy : NULL;
}
