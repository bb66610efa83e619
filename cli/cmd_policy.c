/* engross policy: who may decide what. */
#include "trust_options.h"

#include <stdio.h>
#include <string.h>

static int sign(const command *self, const trust_options *o) {
	eng_trust_options options = trust_of(o);
	char *password, *date;
	bool ok;

	if (!key_password(self, o, &password)) {
		return ENG_EXIT_USAGE;
	}
	date = today(o);
	ok = eng_policy_sign(&options, o->key, password, date);
	g_free(date);
	g_free(password);
	if (ok) {
		printf("policy of '%s' is signed\n", options.library);
	}
	return ok ? 0 : ENG_EXIT_USAGE;
}

static int run_policy(const command *self, int argc, char **argv) {
	GOptionEntry entries[TRUST_ENTRIES + 1] = { { 0 } };
	trust_options o = { 0 };
	int code;

	trust_entries(&o, entries);
	if (!parse_options(self, entries, &argc, &argv, &code)) {
		return code;
	}
	if (argc == 2 && strcmp(argv[1], "sign") == 0) {
		code = sign(self, &o);
	} else if (argc == 2 && strcmp(argv[1], "check") == 0) {
		eng_trust_options options = trust_of(&o);

		code = eng_policy_report(&options, o.json, stdout) ? 0 : ENG_EXIT_USAGE;
	} else {
		code = usage_error(self, "needs 'sign' or 'check'");
	}
	trust_options_finish(&o);
	return code;
}

const command command_policy = {
	.name = "policy",
	.arguments = "sign | check",
	.summary =
	    "Sign the policy of a library with the root key, or check it and say what it asks",
	.help =
	    "The policy (policy.yaml) names people, their keys and roles, and what each kind of "
	    "file needs.\n\n"
	    "Examples:\n"
	    "  engross policy sign --library templates --key root.key\n"
	    "  engross policy check --library templates --trust root.pub\n",
	.run = run_policy,
};
