/* The parts of `engross verify`: reading a run's evidence back and telling what is not as it was. */
#ifndef ENG_RUN_CHECK_H
#define ENG_RUN_CHECK_H

#include <glib.h>

#include "archive/seal.h"
#include "compliance/policy.h"
#include "compliance/rules.h"
#include "engross.h"
#include "verify/tree.h"
#include "verify/verify.h"

/* One check of a run, an artifact or an evidence file. */
typedef struct eng_check {
	const eng_verify_options *options;
	eng_ctx ctx; /* tells what could not be done */
	eng_arena arena, line;
	eng_verifier *verifier;
	const char *run;  /* folder */
	const char *name; /* of the run, as sealed */
	size_t leaf_count;
	bool signed_by; /* the seal's signature holds */
	const char *signer;
	const eng_policy *policy; /* that the signer was found in; NULL: approvals are not judged */
	bool released;            /* the run went out: what it shows must be approved */
	GHashTable *vouched;      /* files of content by path (run/check-content.c) */
	GHashTable *wordings; /* what block files say, by path and channel (run/check-wording.c) */
	GHashTable *packs;    /* rules of kept files (run/check-rules.c) */
	struct eng_due_rules *due; /* those that need no record (run/check-due.c); NULL: unknown */
	GHashTable *looks;         /* what block files ask, by path */
	GHashTable *passwords;     /* of recipients; NULL: none were given */
	const char *password;      /* of everybody else; NULL: none */
	uint64_t artifacts, blocks, rules, objections, erased;
	eng_buf json; /* objections as members of an array */
} eng_check;

/* Notes an objection; always false. artifact NULL: the run as a whole. */
bool eng_check_object(eng_check *c, const char *code, const char *artifact, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* A whole file of the run; false after an objection. */
bool eng_check_file(eng_check *c, const char *name, eng_str *bytes);

/* Reads seal.json and what it binds: run.json, journal, quarantine, policy, leaves, signature. */
void eng_check_seal(eng_check *c);
/* Of what that binds: the report and the content that was kept. */
void eng_check_made_of(eng_check *c, const eng_json_node *seal);
/* The signature alone, with the policy in a folder (NULL: none). Nothing without a trusted key. */
void eng_check_signature(eng_check *c, eng_str statement, eng_str signature,
			 const char *policy_dir);
/* The root that a sealed statement names; false after an objection. */
bool eng_check_root(eng_check *c, eng_str statement, eng_hash *root, uint64_t *leaves);

/* Takes in a kept file of content, a line of content.ndjson: its bytes and what signatures say of it. */
void eng_check_kept(eng_check *c, const eng_json_node *line);
/* The content that the run kept, once the policy is known; release: as the seal names it. */
void eng_check_content(eng_check *c, const eng_json_node *seal);
/* Hands each kept file below a folder of the library to take, in order: with its bytes (of blocks, rules and
 * templates), and whether people approved it. */
typedef void eng_check_kept_fn(void *user, const char *path, eng_str bytes, bool approved);
void eng_check_each_kept(eng_check *c, const char *folder, eng_check_kept_fn *take, void *user);
/* Whether the release that the seal names is there and approved. */
void eng_check_release(eng_check *c, const eng_json_node *seal);
/* Whether the run of that manifest line went out under a release at all; a draft need not. */
void eng_check_release_named(eng_check *c, const eng_json_node *line, const char *name);
/* Whether the file that a certificate or a list of rules names (path, sha256, approvals) is there, with these bytes,
 * and approved as it says. False after an objection: nothing can be read of it. */
bool eng_check_file_kept(eng_check *c, const eng_json_node *entry, const char *name,
			 eng_str *bytes);
/* The same of a certificate, and whether its words are those of the file. What the file asks of their
 * appearance; NULL: not known. *pictures: it has some of its own. */
const eng_prominence *eng_check_certificate(eng_check *c, const eng_json_node *block,
					    eng_str channel, const char *name, bool *pictures);
/* What a block file asks of its appearance. */
const eng_prominence *eng_check_looks(eng_check *c, eng_str path, eng_str bytes);
/* The rules that a line of the manifest says were kept, from the files that the run kept; n of them. */
const eng_content_rule *const *eng_check_rules(eng_check *c, const eng_json_node *line,
					       const char *name, size_t *n);
/* The rules of a kept file, read once. NULL: they cannot be read. */
const eng_rule_pack *eng_check_pack(eng_check *c, eng_str path, eng_str bytes);
/* What the line of an artifact must say of rules, once the kept content is known; and that the packs are there
 * which the policy asks every run to go by. */
void eng_check_rules_begin(eng_check *c);
void eng_check_rules_end(eng_check *c);
/* Whether the line names each rule that holds for every such document, whatever the record says. */
void eng_check_rules_named(eng_check *c, const eng_json_node *line, const char *name);

/* Whether an artifact of the channel that says these words and footnotes says what the block file says, its
 * slots filled with values that they may hold. The file must outlive the check. */
bool eng_check_wording(eng_check *c, eng_str path, eng_str file, eng_str channel, eng_str text,
		       eng_str notes);

/* Reads the passwords of encrypted artifacts, if any were given. False after reporting. */
bool eng_check_take_passwords(eng_check *c);
/* Of a recipient; empty: none was given. */
eng_str eng_check_password(const eng_check *c, eng_str recipient);
/* Frees what those two filled. */
void eng_check_finish(eng_check *c);

/* Checks one artifact against its manifest line: hash, certificates, and the blocks read back. */
void eng_check_artifact(eng_check *c, const eng_json_node *line, const char *name, eng_str bytes);

/* A diagnostic listener: passes on to the caller of eng_verify or eng_prove; user is the options. */
void eng_check_tell(void *user, const eng_diag *diag);

#endif
