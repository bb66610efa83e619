/* Making and checking evidence. The file is JSON; what was hashed or signed stands in it as text, byte for
 * byte. */
#include "run/evidence.h"

#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "markup/json-write.h"

#define FORMAT "engross-evidence-1"

/* What a search for a record's lines needs. */
typedef struct proving {
	eng_ctx ctx;
	eng_arena arena;
	const char *run;
	eng_str manifest, salts, leaves_text;
	eng_hash *leaves;
	uint64_t leaf_count;
	eng_json_writer json;
	size_t found;
} proving;

static bool load(proving *p, const char *name, eng_str *bytes) {
	return eng_file_read(&p->ctx, &p->arena, eng_path_join(&p->arena, p->run, name),
			     p->ctx.limits.artifact_bytes, bytes);
}

static bool load_leaves(proving *p) {
	eng_str rest, line;

	if (!load(p, "manifest.ndjson", &p->manifest) || !load(p, ENG_SALTS_FILE, &p->salts) ||
	    !load(p, ENG_LEAVES_FILE, &p->leaves_text)) {
		return false;
	}
	rest = p->leaves_text;
	p->leaves = eng_arena_new_array(&p->arena, rest.n / 65 + 1, eng_hash);
	while (rest.n && eng_str_split(&rest, '\n', &line) &&
	       eng_hash_parse(line, &p->leaves[p->leaf_count])) {
		p->leaf_count++;
	}
	return true;
}

/* A file of the run as a member, when it is there. */
static void add_file(proving *p, const char *key, const char *name) {
	eng_str bytes;

	if (eng_file_exists(eng_path_join(&p->arena, p->run, name)) && load(p, name, &bytes)) {
		eng_json_member_text(&p->json, key, bytes);
	}
}

static void add_line(proving *p, eng_str line, eng_str salt, uint64_t leaf) {
	size_t length;
	const eng_hash *path = eng_merkle_path(&p->arena, p->leaves, p->leaf_count, leaf, &length);

	eng_json_write_object(&p->json);
	eng_json_member_text(&p->json, "line", line);
	eng_json_member_text(&p->json, "salt", salt);
	eng_json_member_int(&p->json, "leaf", (int64_t)leaf);
	eng_json_member_array(&p->json, "path");
	for (size_t i = 0; i < length; i++) {
		char hex[ENG_HASH_HEX];

		eng_hash_hex(&path[i], hex);
		eng_json_write_text(&p->json, eng_str_from(hex));
	}
	eng_json_write_array_end(&p->json);
	eng_json_write_object_end(&p->json);
	p->found++;
}

static bool is_wanted(const eng_json_node *entry, eng_str record) {
	const eng_json_node *ordinal = eng_json_find(entry, "ordinal");

	return eng_str_eq(eng_json_find_text(entry, "recipient"), record) ||
	       (ordinal && eng_str_eq(ordinal->text, record));
}

static void add_lines(proving *p, eng_str record) {
	eng_str lines = p->manifest, salts = p->salts, line, salt_line;
	const char *why;

	eng_json_member_array(&p->json, "artifacts");
	while (lines.n && eng_str_split(&lines, '\n', &line) && line.n && salts.n &&
	       eng_str_split(&salts, '\n', &salt_line)) {
		eng_arena_mark mark = eng_arena_tell(&p->arena);
		const eng_json_node *salt = eng_json_tree(&p->arena, salt_line, &why);
		int64_t leaf;

		if (is_wanted(eng_json_tree(&p->arena, line, &why), record) &&
		    eng_json_find_int(salt, "leaf", &leaf) && (uint64_t)leaf < p->leaf_count) {
			add_line(p, line, eng_json_find_text(salt, "salt"), (uint64_t)leaf);
		}
		eng_arena_rewind(&p->arena, mark);
	}
	eng_json_write_array_end(&p->json);
}

static bool write_evidence(proving *p, const char *record, const char *to) {
	eng_buf out = { 0 };
	bool ok = load_leaves(p);

	eng_json_write_init(&p->json, &out, true);
	eng_json_write_object(&p->json);
	eng_json_member_cstr(&p->json, "format", FORMAT);
	add_file(p, "seal", ENG_SEAL_FILE);
	add_file(p, "seal-signature", ENG_SEAL_FILE ".minisig");
	add_file(p, "policy", "policy.yaml");
	add_file(p, "policy-signature", "policy.yaml.minisig");
	if (ok) {
		add_lines(p, eng_str_from(record));
	}
	eng_json_write_object_end(&p->json);
	eng_buf_char(&out, '\n');
	ok =
	    ok &&
	    (p->found ||
	     eng_fail(&p->ctx, "verify.unknown", (eng_loc){ p->run, 0, 0 },
		      "the run has no record '%s': name a recipient's id or an ordinal", record)) &&
	    eng_file_write(&p->ctx, to, eng_buf_view(&out), false);
	eng_buf_finish(&out);
	return ok;
}

bool eng_prove(const eng_verify_options *options, const char *record, const char *to) {
	proving p = { .run = options->run };
	bool ok;

	eng_ctx_init(&p.ctx, eng_check_tell, (void *)options);
	eng_arena_init(&p.arena);
	ok = write_evidence(&p, record, to);
	if (ok && options->out) {
		fprintf(options->out,
			"%s: %zu artifacts of record %s, proved under the seal of %s\n", to,
			p.found, record, eng_path_base(p.run));
	}
	eng_arena_finish(&p.arena);
	return ok;
}

/* The path of hashes leads from the line to the root. */
static bool climbs(eng_check *c, const eng_json_node *artifact, const eng_hash *root,
		   uint64_t leaves) {
	const eng_json_node *path = eng_json_find(artifact, "path");
	eng_hash hashes[ENG_MERKLE_LEVELS], salt, leaf, reached;
	int64_t index = -1;
	size_t n = 0;

	(void)c;
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

/* Tells what a line certifies, once it is proved. */
static void tell_line(eng_check *c, const eng_json_node *entry) {
	const eng_json_node *blocks = eng_json_find(entry, "blocks");
	FILE *out = c->options->out;

	c->artifacts++;
	if (!c->options->json) {
		fprintf(out, "%.*s to recipient %.*s, SHA-256 %.*s\n",
			ENG_STR_ARG(eng_json_find_text(entry, "channel")),
			ENG_STR_ARG(eng_json_find_text(entry, "recipient")),
			ENG_STR_ARG(eng_json_find_text(entry, "sha256")));
	}
	for (const eng_json_node *block = blocks ? blocks->first : NULL; block;
	     block = block->next) {
		int64_t version = 0;

		eng_json_find_int(block, "version", &version);
		c->blocks++;
		if (!c->options->json) {
			fprintf(out, "  showed %.*s, version %lld, %.*s\n",
				ENG_STR_ARG(eng_json_find_text(block, "id")), (long long)version,
				ENG_STR_ARG(eng_json_find_text(block, "language")));
		}
	}
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

bool eng_check_evidence(eng_check *c, const char *path) {
	char dir[] = "/tmp/engross-XXXXXX";
	const eng_json_node *evidence, *artifacts;
	const char *why, *policy;
	eng_str bytes, statement;
	eng_hash root;
	uint64_t leaves;

	if (!eng_file_read(&c->ctx, &c->arena, path, c->ctx.limits.artifact_bytes, &bytes)) {
		return false;
	}
	evidence = eng_json_tree(&c->arena, bytes, &why);
	if (!eng_str_eqc(eng_json_find_text(evidence, "format"), FORMAT)) {
		return eng_fail(&c->ctx, "verify.no-evidence", (eng_loc){ path, 0, 0 },
				"'%s' is no evidence file; an artifact needs --run", path);
	}
	statement = eng_json_find_text(evidence, "seal");
	if (!eng_check_root(c, statement, &root, &leaves)) {
		return true;
	}
	policy = unpack_policy(c, evidence, dir);
	eng_check_signature(c, statement, eng_json_find_text(evidence, "seal-signature"), policy);
	remove_policy(c, policy);
	artifacts = eng_json_find(evidence, "artifacts");
	for (const eng_json_node *a = artifacts ? artifacts->first : NULL; a; a = a->next) {
		if (climbs(c, a, &root, leaves)) {
			tell_line(c, eng_json_tree(&c->arena, eng_json_find_text(a, "line"), &why));
		} else {
			eng_check_object(c, "verify.no-proof", NULL,
					 "artifact %zu of the evidence does not lead to the root "
					 "that was sealed",
					 a->index + 1);
		}
	}
	return true;
}
