/* # Engross: keys and approvals
 *
 * Who may decide what about a library, and what was decided; the rules are those of engross.h.
 * docs/compliance.md tells the whole story. */
#ifndef ENGROSS_TRUST_H
#define ENGROSS_TRUST_H

#include "engross.h"

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#pragma GCC visibility push(default)
#endif

/* ## Approvals: who decided what about a library (docs/compliance.md)
 *
 * Decisions are minisign signatures; the policy says whose count. Dates come from the caller. */

typedef struct eng_trust_options {
	const char *library; /* folder of all content */
	const char *trust;   /* file of the root's public key; never one from the library */
	eng_notice_fn *message;
	void *user; /* of the message function */
} eng_trust_options;

#define ENG_KEY_TEXT 57 /* a public key as text, with its NUL */

/* Makes a key pair: PATH.key, protected by the password unless it is NULL or empty, and PATH.pub. Keys
 * for demonstrations are marked and count under no root but one that is marked, too. */
bool eng_key_new(const eng_trust_options *o, const char *path, const char *password,
		 bool demonstration, char public_key[ENG_KEY_TEXT]);
/* Whether a secret key asks for a password. */
bool eng_key_is_protected(const eng_trust_options *o, const char *path, bool *out);

typedef struct eng_decision_options {
	const char *key, *password; /* file of the secret key; password NULL: none */
	const char *action;         /* "submit", "approve", "reject", "revoke" or "comment" */
	const char *const *files;   /* below the library: "blocks/guarantee/4.en.xml" */
	size_t file_count;
	const char *role;           /* NULL: the only one that fits */
	const char *date;           /* "2026-11-01" */
	const char *note;           /* why; NULL: nothing to say */
} eng_decision_options;

/* Signs the decision about each file and enters it in the audit log, when the policy lets this person. */
bool eng_decide(const eng_trust_options *o, const eng_decision_options *decision);
/* Writes the next version of a block, a copy of its newest one but for the date, in one language or
 * (NULL) in all that it has; of a new id a skeleton. Prints the files, one a line. */
bool eng_block_new(const eng_trust_options *o, const char *id, const char *language, const char *date,
		   FILE *out);
/* Writes the next version of a pack of rules, a copy of its newest one; of a new id a skeleton that begins
 * on the date. Prints the file. */
bool eng_rules_new(const eng_trust_options *o, const char *id, const char *date, FILE *out);
/* Checks every rule of the library that is in force on the date and prints them in words, all or (id) those
 * of one pack, or one JSON object a rule. False when one is faulty. Needs no root key. */
bool eng_rules_report(const eng_trust_options *o, const char *id, const char *date, bool json, FILE *out);
/* Prints what changed from one block, rules file or release to another, word by word: [-removed-] and
 * {+added+}, or one JSON object. */
bool eng_content_diff(const eng_trust_options *o, const char *from, const char *to, bool json, FILE *out);

typedef struct eng_template_new_options {
	const char *id, *data, *theme; /* ids; data, theme NULL: chosen or begun */
	const char *language;          /* NULL: "en" */
} eng_template_new_options;

/* Writes communications/<id>.xml, a whole communication with a place for blocks that lints clean, over the
 * vocabulary named (NULL: one of its own is begun). Begins phrases and theme when the library has none; changes no
 * file that is there. Prints the files, one a line. */
bool eng_template_new(const eng_trust_options *o, const eng_template_new_options *tmpl, FILE *out);

typedef struct eng_release_options {
	const char *tmpl;      /* id of the template */
	const char *font_path; /* folders separated by ':'; NULL: /usr/share/fonts */
} eng_release_options;

/* Writes releases/<template>/<next number>.txt: path and SHA-256 of all that the template uses, except
 * blocks and rules. Writes nothing when nothing changed since the last one. Prints one line. */
bool eng_release_new(const eng_trust_options *o, const eng_release_options *release, FILE *out);
/* Signs the library's policy with the root key and enters that in the audit log. */
bool eng_policy_sign(const eng_trust_options *o, const char *key, const char *password,
		     const char *date);
/* Checks the policy and prints whom it trusts with what, or one JSON object. */
bool eng_policy_report(const eng_trust_options *o, bool json, FILE *out);

typedef enum eng_report_kind {
	ENG_REPORT_STATUS,  /* a line a file: its state and what is missing */
	ENG_REPORT_HISTORY, /* every decision, with person, date and note */
	ENG_REPORT_VERIFY,  /* as status; the files of a release must be those that it lists, too */
} eng_report_kind;

/* Prints how a file or all below a folder stand; json: state and decisions, one object a file and line. False
 * when one was tampered with; *approved: all may be used. */
bool eng_approval_report(const eng_trust_options *o, const char *file, eng_report_kind kind, bool json,
			 FILE *out, bool *approved);
/* Prints which version of a block (NULL: of every block) is in force where and when, as text or as one
 * JSON object a jurisdiction and language. *complete: there are no gaps. Needs no root key. */
bool eng_block_matrix(const eng_trust_options *o, const char *id, bool json, FILE *out, bool *complete);
/* Checks the audit log, its signatures and that every decision stands in it; prints length and head, or
 * one JSON object. */
bool eng_audit_report(const eng_trust_options *o, bool json, FILE *out);

#if defined(__GNUC__)
#pragma GCC visibility pop
#endif

#ifdef __cplusplus
}
#endif

#endif
