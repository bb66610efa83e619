/* What the commands about keys and approvals share. */
#ifndef CLI_TRUST_OPTIONS_H
#define CLI_TRUST_OPTIONS_H

#include "command.h"
#include "engross-trust.h"

typedef struct trust_options {
	char *library, *trust, *key, *password_file, *date;
	gboolean json;
} trust_options;

/* Entries to be followed by the command's own; TRUST_ENTRIES of them, then an end. */
#define TRUST_ENTRIES 6
void trust_entries(trust_options *o, GOptionEntry *entries);
void trust_options_finish(trust_options *o);
eng_trust_options trust_of(const trust_options *o);
/* --date, or today in UTC. Owned. */
char *today(const trust_options *o);
/* From the password file or the terminal, where a new one is asked for twice. NULL after complaining.
 * Owned. */
char *password_of(const command *self, const trust_options *o, bool twice);
/* The password of --key; *password is NULL for a key without one. False after complaining. */
bool key_password(const command *self, const trust_options *o, char **password);

#endif
