/* engross keys: key pairs of persons and of the root. */
#include "trust_options.h"

#include <stdio.h>
#include <string.h>

static int make_key(const command *self, const trust_options *o, const char *path, bool no_password,
		    bool demonstration) {
	eng_trust_options options = trust_of(o);
	char public_key[ENG_KEY_TEXT];
	char *password = NULL;
	bool ok;

	if (!no_password) {
		password = password_of(self, o, true);
		if (!password) {
			return ENG_EXIT_USAGE;
		}
	}
	ok = eng_key_new(&options, path, password, demonstration, public_key);
	g_free(password);
	if (!ok) {
		return ENG_EXIT_USAGE;
	}
	printf("secret key %s.key: keep it to yourself, it signs in your name\n"
	       "public key %s.pub: give it to who writes the policy\n%s\n",
	       path, path, public_key);
	return 0;
}

static int run_keys(const command *self, int argc, char **argv) {
	trust_options o = { 0 };
	gboolean no_password = FALSE, demonstration = FALSE;
	GOptionEntry entries[TRUST_ENTRIES + 3] = { { 0 } };
	int code;

	trust_entries(&o, entries);
	entries[TRUST_ENTRIES] = (GOptionEntry){ "no-password",
						 0,
						 0,
						 G_OPTION_ARG_NONE,
						 &no_password,
						 "Leave the secret key unprotected (new)",
						 NULL };
	entries[TRUST_ENTRIES + 1] = (GOptionEntry){ "demonstration",
						     0,
						     0,
						     G_OPTION_ARG_NONE,
						     &demonstration,
						     "Mark the key as one for demonstrations (new)",
						     NULL };
	if (!parse_options(self, entries, &argc, &argv, &code)) {
		return code;
	}
	if (argc == 3 && strcmp(argv[1], "new") == 0) {
		code = make_key(self, &o, argv[2], no_password, demonstration);
	} else if (argc == 2 && strcmp(argv[1], "list") == 0) {
		eng_trust_options options = trust_of(&o);

		code = eng_policy_report(&options, o.json, stdout) ? 0 : ENG_EXIT_USAGE;
	} else {
		code = usage_error(self, "needs 'new PATH' or 'list'");
	}
	trust_options_finish(&o);
	return code;
}

const command command_keys = {
	.name = "keys",
	.arguments = "new PATH | list",
	.summary = "Make a key pair to sign decisions with, or list whose keys the policy trusts",
	.help = "Keys and signatures are minisign's: `minisign -Vm FILE -x SIGNATURE -p KEY.pub` "
		"checks "
		"them, too.\n\n"
		"Examples:\n"
		"  engross keys new ~/keys/mara\n"
		"  engross keys list --library templates --trust root.pub\n",
	.run = run_keys,
};
