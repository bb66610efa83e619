/* engross audit: the log of all decisions. */
#include "trust_options.h"

#include <stdio.h>
#include <string.h>

static int run_audit(const command *self, int argc, char **argv) {
	GOptionEntry entries[TRUST_ENTRIES + 1] = { { 0 } };
	trust_options o = { 0 };
	eng_trust_options options;
	int code;

	trust_entries(&o, entries);
	if (!parse_options(self, entries, &argc, &argv, &code)) {
		return code;
	}
	if (argc != 2 || strcmp(argv[1], "verify") != 0) {
		code = usage_error(self, "needs 'verify'");
	} else {
		options = trust_of(&o);
		code = eng_audit_report(&options, o.json, stdout) ? 0 : 1;
	}
	trust_options_finish(&o);
	return code;
}

const command command_audit = {
	.name = "audit",
	.arguments = "verify",
	.summary =
	    "Check the log of decisions: its chain, its signatures, and that none is missing",
	.help = "Example:\n  engross audit verify --library templates --trust root.pub\n",
	.run = run_audit,
};
