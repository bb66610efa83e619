/* engross seal: the shards of a run become the run. */
#include "trust_options.h"

#include <stdio.h>

static int run_seal(const command *self, int argc, char **argv) {
	g_autofree char *out = NULL, *seed = NULL, *password = NULL;
	trust_options signer = { 0 };
	const GOptionEntry entries[] = {
		{ "out", 'o', 0, G_OPTION_ARG_FILENAME, &out,
		  "Where the run's folder goes (default: beside the first shard)", "DIR" },
		{ "run-key", 0, 0, G_OPTION_ARG_FILENAME, &signer.key,
		  "Secret key that signs the run's seal", "FILE" },
		{ "password-file", 0, 0, G_OPTION_ARG_FILENAME, &signer.password_file,
		  "File whose first line is that key's password (default: asked for)", "FILE" },
		{ "seed", 0, 0, G_OPTION_ARG_FILENAME, &seed,
		  "32 bytes from which salts are derived (default: random)", "FILE" },
		G_OPTION_ENTRY_NULL,
	};
	eng_seal_options options = { .message = print_notice, .summary = stdout };
	int code;

	if (!parse_options(self, entries, &argc, &argv, &code)) {
		trust_options_finish(&signer);
		return code;
	}
	if (argc < 2) {
		code = usage_error(self, "needs the folders of all shards");
	} else if (signer.key && !key_password(self, &signer, &password)) {
		code = ENG_EXIT_USAGE;
	} else {
		options.folders = (const char *const *)argv + 1;
		options.folder_count = (size_t)argc - 1;
		options.out = out;
		options.seed = seed;
		options.run_key = signer.key;
		options.run_key_password = password;
		code = (int)eng_seal_shards(&options);
	}
	trust_options_finish(&signer);
	return code;
}

const command command_seal = {
	.name = "seal",
	.arguments = "DIR...",
	.summary = "Join all shards of a run (engross run --shard) and seal it",
	.help =
	    "The shards must be of one run, and none may be missing. Artifacts are linked where "
	    "the file\nsystem can, else copied, and each is read once: it must be what the "
	    "shard made. The shards'\nfolders stay.\n\n"
	    "When something in one shard changes what another made (the same recipient twice, "
	    "a file that\nends early), the shards that must be made again are named: run them "
	    "with --resume, then seal.\n\n"
	    "Exit codes: 0 all composed; 1 some records quarantined, below the limit; 2 usage, "
	    "shards missing\nor of different runs; 3 over the error limit; 4 system failure, or "
	    "shards to resume; 5 totals do\nnot balance.\n\n"
	    "Examples:\n"
	    "  engross seal out/run-2026-11-01-1f0c8a52.shard-*\n"
	    "  engross seal a/run-*.shard-* b/run-*.shard-* --out out --run-key night.key\n",
	.run = run_seal,
};
