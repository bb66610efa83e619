/* engross verify and engross prove: what was sent, read back and proved. */
#include "command.h"

#include <stdio.h>
#include <string.h>

static int run_verify(const command *self, int argc, char **argv) {
	char *run = NULL, *trust = NULL, *passwords = NULL, *fonts = NULL, *policy = NULL;
	gboolean json = FALSE;
	const GOptionEntry entries[] = {
		{ "run", 'r', 0, G_OPTION_ARG_FILENAME, &run,
		  "Folder of the run that made the artifact", "DIR" },
		{ "trust", 't', 0, G_OPTION_ARG_FILENAME, &trust,
		  "Public key of the root that signs the policy, or of the run", "FILE" },
		{ "passwords", 0, 0, G_OPTION_ARG_FILENAME, &passwords,
		  "Lines 'RECIPIENT PASSWORD' that open encrypted PDFs, or one password for all",
		  "FILE" },
		{ "font-path", 0, 0, G_OPTION_ARG_STRING, &fonts,
		  "Folders of the run's fonts (default: /usr/share/fonts)", "DIRS" },
		{ "policy", 0, 0, G_OPTION_ARG_FILENAME, &policy,
		  "Folder with the policy of today: what keys sealed that were lost or revoked "
		  "since",
		  "DIR" },
		{ "json", 0, 0, G_OPTION_ARG_NONE, &json, "For programs", NULL },
		G_OPTION_ENTRY_NULL,
	};
	eng_verify_options options = { .message = print_notice, .out = stdout };
	bool folder, good;
	int code;

	if (!parse_options(self, entries, &argc, &argv, &code)) {
		return code;
	}
	if (argc != 2) {
		code = usage_error(self, "needs one run, artifact or evidence file");
	} else {
		folder = !run && g_file_test(argv[1], G_FILE_TEST_IS_DIR);
		options.run = folder ? argv[1] : run;
		options.file = folder ? NULL : argv[1];
		options.trust = trust;
		options.passwords = passwords;
		options.font_path = fonts;
		options.policy = policy;
		options.json = json;
		code = (int)eng_verify(&options, &good);
	}
	g_free(run);
	g_free(trust);
	g_free(passwords);
	g_free(fonts);
	g_free(policy);
	return code;
}

const command command_verify = {
	.name = "verify",
	.arguments = "RUN | ARTIFACT --run DIR | EVIDENCE",
	.summary = "Read back what was sent: locked wording, seal and proofs",
	.help =
	    "A RUN is checked whole: every artifact's bytes and locked blocks, the manifest, its "
	    "salts, the\nseal and its signature. An ARTIFACT is checked against the run that "
	    "made it. EVIDENCE is a file\nof `engross prove`.\n\n"
	    "Exit codes: 0 good, 1 objections, 2 usage.\n\n"
	    "Examples:\n"
	    "  engross verify out/run-2026-11-01-1f0c8a52 --trust root.pub\n"
	    "  engross verify 00000123-C1042.eml --run out/run-2026-11-01-1f0c8a52\n"
	    "  engross verify C1042.evidence.json --trust root.pub\n",
	.run = run_verify,
};

static int run_prove(const command *self, int argc, char **argv) {
	char *out = NULL;
	const GOptionEntry entries[] = {
		{ "out", 'o', 0, G_OPTION_ARG_FILENAME, &out,
		  "The evidence file (default: RECORD.evidence.json)", "FILE" },
		G_OPTION_ENTRY_NULL,
	};
	eng_verify_options options = { .message = print_notice, .out = stdout };
	int code;

	if (!parse_options(self, entries, &argc, &argv, &code)) {
		return code;
	}
	if (argc != 3) {
		return usage_error(self, "needs a run and a record (recipient's id or ordinal)");
	}
	if (!out) {
		char *safe = g_strdup(argv[2]);

		out = g_strdup_printf(
		    "%s.evidence.json",
		    g_strcanon(safe, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._-", '_'));
		g_free(safe);
	}
	options.run = argv[1];
	code = eng_prove(&options, argv[2], out) ? 0 : ENG_EXIT_USAGE;
	g_free(out);
	return code;
}

const command command_prove = {
	.name = "prove",
	.arguments = "RUN RECORD",
	.summary = "Write the evidence of one record: proof that verifies without the run",
	.help =
	    "The evidence holds the record's manifest lines, their salts and proofs, the seal, the "
	    "policy, the block\nfiles and their approvals. It verifies offline with nothing but "
	    "this program and the root's public key;\nit shows nothing of other records.\n\n"
	    "Example:\n"
	    "  engross prove out/run-2026-11-01-1f0c8a52 C1042\n",
	.run = run_prove,
};
