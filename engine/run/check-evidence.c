/* Evidence verified: the file alone, with the root's public key. */
#include "run/evidence.h"

#include <string.h>
#include <unistd.h>

#include "base/file.h"

/* The path of hashes leads from the line to the root. */
static bool climbs(const eng_json_node *artifact, const eng_hash *root, uint64_t leaves) {
	const eng_json_node *path = eng_json_find(artifact, "path");
	eng_hash hashes[ENG_MERKLE_LEVELS], salt, leaf, reached;
	int64_t index = -1;
	size_t n = 0;

	for (const eng_json_node *hash = path ? path->first : NULL; hash; hash = hash->next) {
		if (n == ENG_MERKLE_LEVELS || !eng_hash_parse(hash->text, &hashes[n++])) {
			return false;
		}
	}
	if (!eng_hash_parse(eng_json_find_text(artifact, "salt"), &salt) ||
	    !eng_json_find_int(artifact, "leaf", &index) || index < 0) {
		return false;
	}
	leaf = eng_seal_leaf(&salt, eng_json_find_text(artifact, "line"));
	return eng_merkle_climb(&leaf, (uint64_t)index, leaves, hashes, n, &reached) &&
	       eng_hash_eq(&reached, root);
}

static void tell_approvals(eng_check *c, const eng_json_node *approvals) {
	FILE *out = c->options->out;

	for (const eng_json_node *a = approvals ? approvals->first : NULL; a; a = a->next) {
		eng_str id = eng_json_find_text(a, "person");
		const eng_person *person = c->policy ? eng_policy_person(c->policy, id) : NULL;
		eng_str name = person ? person->name : id;

		eng_diag_say(out, "%s%.*s (%.*s) on %.*s", a->index ? ", " : "    approved by ",
			     ENG_STR_ARG(name), ENG_STR_ARG(eng_json_find_text(a, "role")),
			     ENG_STR_ARG(eng_json_find_text(a, "date")));
	}
	fputs(approvals ? "\n" : "", out);
}

static void tell_text(eng_check *c, eng_str text) {
	eng_str line;

	while (text.n && eng_str_split(&text, '\n', &line)) {
		eng_diag_say(c->options->out, "    | %.*s\n", ENG_STR_ARG(line));
	}
}

/* Which rules it was made under, and that their files were approved. */
static void take_rules(eng_check *c, const eng_json_node *entry, const char *name) {
	size_t n;
	const eng_content_rule *const *rules = eng_check_rules(c, entry, name, &n);

	c->rules += n;
	for (size_t i = 0; i < n && !c->options->json; i++) {
		eng_diag_say(c->options->out, "  kept %s\n    | %.*s\n",
			     eng_rule_name(&c->line, rules[i]), ENG_STR_ARG(rules[i]->auditor));
	}
}

/* Judges what a line certifies, once it is proved, and tells it. */
static void take_line(eng_check *c, const eng_json_node *entry) {
	const eng_json_node *blocks = eng_json_find(entry, "blocks");
	const char *name = eng_str_dup(&c->arena, eng_json_find_text(entry, "path"));
	FILE *out = c->options->out;

	c->artifacts++;
	if (!c->options->json) {
		eng_diag_say(out, "%.*s to recipient %.*s, SHA-256 %.*s\n",
			     ENG_STR_ARG(eng_json_find_text(entry, "channel")),
			     ENG_STR_ARG(eng_json_find_text(entry, "recipient")),
			     ENG_STR_ARG(eng_json_find_text(entry, "sha256")));
	}
	eng_check_release_named(c, entry, name);
	for (const eng_json_node *block = blocks ? blocks->first : NULL; block;
	     block = block->next) {
		int64_t version = 0;
		bool pictures;

		eng_json_find_int(block, "version", &version);
		c->blocks++;
		eng_check_certificate(c, block, eng_json_find_text(entry, "channel"), name,
				      &pictures);
		if (!c->options->json) {
			eng_diag_say(out, "  showed %.*s, version %lld, %.*s\n",
				     ENG_STR_ARG(eng_json_find_text(block, "id")),
				     (long long)version,
				     ENG_STR_ARG(eng_json_find_text(block, "language")));
			tell_approvals(c, eng_json_find(block, "approvals"));
			tell_text(c, eng_json_find_text(block, "text"));
		}
	}
	take_rules(c, entry, name);
}

/* A folder with the policy that the evidence holds, for as long as it is checked. */
static const char *unpack_policy(eng_check *c, const eng_json_node *evidence, char dir[]) {
	eng_str policy = eng_json_find_text(evidence, "policy");
	eng_str signature = eng_json_find_text(evidence, "policy-signature");

	if (!policy.n || !signature.n || !mkdtemp(dir)) {
		return NULL;
	}
	eng_file_write(&c->ctx, eng_path_join(&c->arena, dir, "policy.yaml"), policy, false);
	eng_file_write(&c->ctx, eng_path_join(&c->arena, dir, "policy.yaml.minisig"), signature,
		       false);
	return dir;
}

static void remove_policy(eng_check *c, const char *dir) {
	if (dir) {
		unlink(eng_path_join(&c->arena, dir, "policy.yaml"));
		unlink(eng_path_join(&c->arena, dir, "policy.yaml.minisig"));
		rmdir(dir);
	}
}

/* The policy is the one that the seal names. */
static void check_policy(eng_check *c, const eng_json_node *seal, eng_str policy) {
	eng_hash stated, actual = eng_hash_of(policy.s, policy.n);

	if (eng_hash_parse(eng_json_find_text(seal, "policy"), &stated) &&
	    !eng_hash_eq(&stated, &actual)) {
		eng_check_object(c, "verify.file-differs", NULL,
				 "the policy is not the one that the run went by");
	}
}

static void check_artifacts(eng_check *c, const eng_json_node *artifacts, const eng_hash *root,
			    uint64_t leaves) {
	const char *why;

	for (const eng_json_node *a = artifacts ? artifacts->first : NULL; a; a = a->next) {
		if (climbs(a, root, leaves)) {
			take_line(c, eng_json_tree(&c->arena, eng_json_find_text(a, "line"), &why));
		} else {
			eng_check_object(c, "verify.no-proof", NULL,
					 "artifact %zu of the evidence does not lead to the root "
					 "that was sealed",
					 a->index + 1);
		}
	}
	if (!artifacts || !artifacts->first) {
		eng_check_object(c, "verify.no-proof", NULL, "the evidence proves nothing");
	}
}

static void check_parts(eng_check *c, const eng_json_node *evidence, eng_str statement,
			const eng_hash *root, uint64_t leaves) {
	char dir[] = "/tmp/engross-XXXXXX";
	const char *why, *policy = unpack_policy(c, evidence, dir);
	const eng_json_node *seal = eng_json_tree(&c->arena, statement, &why);
	const eng_json_node *content = eng_json_find(evidence, "content");

	c->released = eng_json_find(seal, "release") != NULL;
	check_policy(c, seal, eng_json_find_text(evidence, "policy"));
	eng_check_signature(c, statement, eng_json_find_text(evidence, "seal-signature"), policy);
	remove_policy(c, policy);
	for (const eng_json_node *file = content ? content->first : NULL; file; file = file->next) {
		eng_check_kept(c, file);
	}
	eng_check_release(c, seal);
	check_artifacts(c, eng_json_find(evidence, "artifacts"), root, leaves);
}

bool eng_check_evidence(eng_check *c, const char *path) {
	const eng_json_node *evidence;
	const char *why;
	eng_str bytes, statement;
	eng_hash root;
	uint64_t leaves;

	if (!eng_file_read(&c->ctx, &c->arena, path, c->ctx.limits.artifact_bytes, &bytes)) {
		return false;
	}
	evidence = eng_json_tree(&c->arena, bytes, &why);
	if (!eng_str_eqc(eng_json_find_text(evidence, "format"), ENG_EVIDENCE_FORMAT)) {
		return eng_fail(&c->ctx, "verify.no-evidence", (eng_loc){ path, 0, 0 },
				"'%s' is no evidence file; an artifact needs --run", path);
	}
	statement = eng_json_find_text(evidence, "seal");
	if (eng_check_root(c, statement, &root, &leaves)) {
		check_parts(c, evidence, statement, &root, leaves);
	}
	return true;
}
