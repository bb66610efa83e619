/* The parts of `engross verify`: reading a run's evidence back and telling what is not as it was. */
#ifndef ENG_RUN_CHECK_H
#define ENG_RUN_CHECK_H

#include "archive/seal.h"
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
	eng_hash *leaves;
	size_t leaf_count;
	bool signed_by; /* the seal's signature holds */
	const char *signer;
	uint64_t artifacts, blocks, objections, erased;
	eng_buf json; /* objections as members of an array */
} eng_check;

/* Notes an objection; always false. artifact NULL: the run as a whole. */
bool eng_check_object(eng_check *c, const char *code, const char *artifact, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* A whole file of the run; false after an objection. */
bool eng_check_file(eng_check *c, const char *name, eng_str *bytes);

/* Reads seal.json and what it binds: run.json, journal, quarantine, policy, leaves, signature. */
void eng_check_seal(eng_check *c);
/* The signature alone, with the policy in a folder (NULL: none). Nothing without a trusted key. */
void eng_check_signature(eng_check *c, eng_str statement, eng_str signature,
			 const char *policy_dir);
/* The root that a sealed statement names; false after an objection. */
bool eng_check_root(eng_check *c, eng_str statement, eng_hash *root, uint64_t *leaves);

/* Checks one artifact against its manifest line: hash, certificates, and the blocks read back. */
void eng_check_artifact(eng_check *c, const eng_json_node *line, const char *name, eng_str bytes,
			eng_str password);

/* A diagnostic listener: passes on to the caller of eng_verify or eng_prove; user is the options. */
void eng_check_tell(void *user, const eng_diag *diag);

#endif
