/* Decisions whose signatures are made elsewhere, by a key that never comes here: first what is to be
 * signed, then the signatures (docs/preview.md). */
#ifndef ENG_RUN_DECIDING_H
#define ENG_RUN_DECIDING_H

#include "run/trust.h"

/* What a person is asked to sign: the file's bytes with comment, the line of the audit log with
 * line_comment, each as a minisign signature with a trusted comment. */
typedef struct eng_asked {
	eng_decision decision;
	eng_audit_entry entry;
	eng_str data, comment, line, line_comment;
} eng_asked;

typedef struct eng_asking {
	uint8_t key_id[ENG_KEY_ID_SIZE]; /* of whose key will sign */
	const char *action, *file;       /* file below the library */
	const char *role;                /* NULL: the only one that fits */
	const char *date, *note;
	const char *key_file; /* for messages; NULL: none */
} eng_asking;

/* Checks that this person may decide so now, and says what is to be signed. In the trust's arena. False
 * after reporting approval.*, usage.*, file.*. */
bool eng_deciding_ask(eng_trust *t, const eng_asking *asking, eng_asked *out);
/* Takes the texts of two minisign signatures over what was asked: enters the decision in the audit log and
 * in approvals/. False after reporting signing.*, approval.*, audit.moved (the log has grown meanwhile). */
bool eng_deciding_enter(eng_trust *t, const eng_asked *asked, eng_str signature,
			eng_str line_signature);

#endif
