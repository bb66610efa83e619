/* The seal: what it binds is as it was, and whose key signed it. */
#include "run/check.h"

#include <string.h>

#include "base/file.h"
#include "run/lines.h"

bool eng_check_file(eng_check *c, const char *name, eng_str *bytes) {
	const char *path = eng_path_join(&c->arena, c->run, name);

	if (!eng_file_exists(path)) {
		return eng_check_object(c, "verify.no-file", NULL, "'%s' is missing", name);
	}
	return eng_file_read(&c->ctx, &c->arena, path, c->ctx.limits.artifact_bytes, bytes) ||
	       eng_check_object(c, "verify.no-file", NULL, "'%s' cannot be read", name);
}

bool eng_check_root(eng_check *c, eng_str statement, eng_hash *root, uint64_t *leaves) {
	const char *why;
	const eng_json_node *seal = eng_json_tree(&c->arena, statement, &why);
	int64_t count;

	if (!eng_str_eqc(eng_json_find_text(seal, "format"), ENG_SEAL_FORMAT) ||
	    !eng_hash_parse(eng_json_find_text(seal, "root"), root) ||
	    !eng_json_find_int(seal, "leaves", &count)) {
		return eng_check_object(c, "verify.bad-seal", NULL, "the seal cannot be read");
	}
	*leaves = (uint64_t)count;
	c->name = eng_str_dup(&c->arena, eng_json_find_text(seal, "run"));
	return true;
}

static eng_hash hash_of_file(const char *path) {
	eng_lines lines;
	eng_hash hash;

	eng_lines_open(&lines, path, true);
	hash = eng_lines_hash(&lines);
	eng_lines_close(&lines);
	return hash;
}

static void compare_file(eng_check *c, const eng_json_node *seal, const char *member,
			 const char *name, bool report) {
	const char *path = eng_path_join(&c->arena, c->run, name);
	eng_hash stated, actual;
	eng_str bytes;

	if (!eng_hash_parse(eng_json_find_text(seal, member), &stated)) {
		return;
	}
	if (report) {
		if (!eng_check_file(c, name, &bytes)) {
			return;
		}
		actual = eng_seal_report_hash(bytes);
	} else if (eng_file_exists(path)) {
		actual = hash_of_file(path);
	} else {
		eng_check_object(c, "verify.no-file", NULL, "'%s' is missing", name);
		return;
	}
	if (!eng_hash_eq(&stated, &actual)) {
		eng_check_object(c, "verify.file-differs", NULL,
				 "'%s' is not as it was when the run was sealed", name);
	}
}

/* leaves.txt, and that they lead to the root. */
static void read_leaves(eng_check *c, const eng_hash *root, uint64_t count) {
	eng_merkle tree = { 0 };
	eng_hash leaf, reached;
	eng_lines lines;
	eng_str line;

	eng_lines_open(&lines, eng_path_join(&c->arena, c->run, ENG_LEAVES_FILE), false);
	if (!lines.file) {
		eng_check_object(c, "verify.no-file", NULL, "'" ENG_LEAVES_FILE "' is missing");
	}
	while (eng_lines_next(&lines, &line) && eng_hash_parse(line, &leaf)) {
		eng_merkle_add(&tree, &leaf);
		c->leaf_count++;
	}
	reached = eng_merkle_root(&tree);
	if (lines.file && (c->leaf_count != count || !eng_hash_eq(&reached, root))) {
		eng_check_object(c, "verify.bad-seal", NULL,
				 "the leaves of '" ENG_LEAVES_FILE
				 "' do not lead to the root that was sealed");
	}
	eng_lines_close(&lines);
}

/* The date of the run, which its name has under the seal: "run-2026-11-01-1f0c8a52". NULL: it has none. */
static const eng_date *day_of(const eng_check *c, eng_date *day) {
	eng_str name = eng_str_from(c->name);
	size_t from = strlen("run-");

	return eng_str_starts(name, "run-") &&
		       eng_date_parse(eng_str_sub(name, from, from + strlen("2026-11-01")), day)
		   ? day
		   : NULL;
}

/* Whose key made the signature: the one given, or one that the policy, signed by the one given, lets seal
 * runs. NULL: nobody's; *why then says more, when there is more to say. */
static const char *signer_of(eng_check *c, const eng_signature *signature,
			     const eng_public_key *trusted, eng_public_key *key,
			     const char *policy_dir, const char **why) {
	const eng_person *person;
	const eng_policy *policy;
	eng_date day;

	*key = *trusted;
	if (memcmp(signature->key_id, trusted->id, ENG_KEY_ID_SIZE) == 0) {
		/* Who sealed vouches for the policy, whose hash stands in the seal. */
		c->policy =
		    policy_dir ? eng_policy_load(&c->ctx, &c->arena, policy_dir, NULL) : NULL;
		return "the key given";
	}
	policy = policy_dir ? eng_policy_load(&c->ctx, &c->arena, policy_dir, trusted) : NULL;
	c->policy = policy;
	person =
	    policy ? eng_policy_sealer(policy, signature->key_id, day_of(c, &day), key, why) : NULL;
	return person ? eng_str_dup(&c->arena, person->name) : NULL;
}

/* The policy of today has the last word on the key: it may have been lost or revoked since. Its serial may not
 * be lower than that of the run's policy, or somebody holds an older one out. */
static void check_today(eng_check *c, const eng_signature *signature, const eng_public_key *root) {
	const char *why = NULL;
	const eng_policy *today;
	eng_public_key key;
	eng_date day;

	if (!c->options->policy || !c->policy) {
		return;
	}
	today = eng_policy_load(&c->ctx, &c->arena, c->options->policy, root);
	if (!today) {
		eng_check_object(c, "verify.bad-policy", NULL,
				 "the policy in '%s' is not signed by the root, or cannot be read",
				 c->options->policy);
	} else if (today->serial < c->policy->serial) {
		eng_check_object(
		    c, "verify.bad-policy", NULL,
		    "the policy in '%s' has serial %lld, the run went by %lld: a later "
		    "one is asked for",
		    c->options->policy, (long long)today->serial, (long long)c->policy->serial);
	} else if (!eng_policy_sealer(today, signature->key_id, day_of(c, &day), &key, &why)) {
		c->signed_by = false;
		eng_check_object(
		    c, "verify.revoked-key", NULL,
		    "by the policy with serial %lld the seal counts no longer: the key %s",
		    (long long)today->serial, why ? why : "is nobody's");
	}
}

void eng_check_signature(eng_check *c, eng_str statement, eng_str text, const char *policy_dir) {
	eng_public_key trusted, key;
	eng_signature signature;
	const char *why = NULL;

	if (!c->options->trust) {
		return;
	}
	if (!text.n) {
		eng_check_object(c, "verify.unsigned", NULL, "the seal is not signed");
		return;
	}
	c->ctx.quiet = true;
	if (eng_public_key_load(&c->ctx, c->options->trust, &trusted) &&
	    eng_signature_parse(&c->ctx, &c->arena, ENG_SEAL_FILE ".minisig", text, &signature)) {
		c->signer = signer_of(c, &signature, &trusted, &key, policy_dir, &why);
		c->signed_by = c->signer && eng_signature_check(&c->ctx, &signature, &key,
								statement, "the seal");
	}
	c->ctx.quiet = false;
	if (c->signed_by) {
		check_today(c, &signature, &trusted);
	} else {
		eng_check_object(c, "verify.bad-signature", NULL,
				 "the seal's signature is not by a key that '%s' vouches for%s%s",
				 c->options->trust, why ? ": the key " : "", why ? why : "");
	}
}

static eng_str optional_file(eng_check *c, const char *name) {
	eng_str bytes = { 0 };

	if (eng_file_exists(eng_path_join(&c->arena, c->run, name))) {
		eng_check_file(c, name, &bytes);
	}
	return bytes;
}

/* Each line of the journal names the hash of the line before. */
static void check_journal(eng_check *c) {
	eng_hash before = { 0 }, stated;
	eng_lines lines;
	eng_str line;
	bool good = true;

	eng_lines_open(&lines, eng_path_join(&c->arena, c->run, "journal.ndjson"), false);
	while (good && eng_lines_next(&lines, &line)) {
		const char *why;

		eng_arena_reset(&c->line);
		good = eng_hash_parse(
			   eng_json_find_text(eng_json_tree(&c->line, line, &why), "previous"),
			   &stated) &&
		       eng_hash_eq(&stated, &before);
		before = eng_hash_of(line.s, line.n);
	}
	if (!good) {
		eng_check_object(c, "verify.file-differs", NULL,
				 "line %llu of 'journal.ndjson' does not follow the one before",
				 (unsigned long long)lines.number);
	}
	eng_lines_close(&lines);
}

void eng_check_made_of(eng_check *c, const eng_json_node *seal) {
	compare_file(c, seal, "report", "run.json", true);
	compare_file(c, seal, "content", ENG_KEPT_FILE, false);
}

/* The run that this one retried, when it stands beside: it must be the one that was retried. */
static void check_parent(eng_check *c, const eng_json_node *seal) {
	const char *path, *why;
	eng_hash stated, actual;
	eng_str report, parent;

	if (!eng_hash_parse(eng_json_find_text(seal, "retries"), &stated) ||
	    !eng_check_file(c, "run.json", &report)) {
		return;
	}
	parent = eng_json_find_text(eng_json_find(eng_json_tree(&c->arena, report, &why), "retry"),
				    "run");
	path = eng_path_join(&c->arena, eng_path_dir(&c->arena, c->run),
			     eng_str_dup(&c->arena, parent));
	path = eng_path_join(&c->arena, path, ENG_SEAL_FILE);
	if (!parent.n || !eng_path_is_safe(parent) || !eng_file_exists(path) ||
	    !eng_file_read(&c->ctx, &c->arena, path, c->ctx.limits.artifact_bytes, &parent)) {
		return;
	}
	actual = eng_hash_of(parent.s, parent.n);
	if (!eng_hash_eq(&stated, &actual)) {
		eng_check_object(c, "verify.other-parent", NULL,
				 "the run beside it is not the one that it retried: its seal is "
				 "another");
	}
}

void eng_check_seal(eng_check *c) {
	eng_str statement;
	const eng_json_node *seal;
	const char *why;
	eng_hash root;
	uint64_t count;

	if (!eng_check_file(c, ENG_SEAL_FILE, &statement) ||
	    !eng_check_root(c, statement, &root, &count)) {
		return;
	}
	seal = eng_json_tree(&c->arena, statement, &why);
	eng_check_made_of(c, seal);
	compare_file(c, seal, "journal", "journal.ndjson", false);
	compare_file(c, seal, "quarantine", "quarantine.ndjson", false);
	compare_file(c, seal, "policy", "policy.yaml", false);
	check_parent(c, seal);
	c->released = eng_json_find(seal, "release") != NULL;
	check_journal(c);
	read_leaves(c, &root, count);
	eng_check_signature(
	    c, statement, optional_file(c, ENG_SEAL_FILE ".minisig"),
	    eng_file_exists(eng_path_join(&c->arena, c->run, "policy.yaml")) ? c->run : NULL);
	eng_check_content(c, seal);
}
