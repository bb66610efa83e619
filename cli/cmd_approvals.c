/* engross block, template: deciding about files, and how they stand. The two differ in how a file is
 * named only. */
#include "trust_options.h"

#include <glob.h>
#include <stdio.h>
#include <string.h>

typedef struct approval_options {
	trust_options trust;
	char *role, *note;
	gboolean json;
} approval_options;

/* "deposit-guarantee/4" is that version in every language, "deposit-guarantee/4.en" in one; without a
 * name the whole folder is meant. Adds paths below the library; false when nothing is there. */
static bool add_blocks(const char *library, const char *name, GPtrArray *files) {
	char *suffixed =
	    g_str_has_suffix(name, ".xml") ? g_strdup(name) : g_strdup_printf("%s.*xml", name);
	char *pattern = g_build_filename(library, "blocks", suffixed, NULL);
	glob_t found = { 0 };
	bool ok = glob(pattern, 0, NULL, &found) == 0;

	for (size_t i = 0; ok && i < found.gl_pathc; i++) {
		g_ptr_array_add(files, g_strdup(found.gl_pathv[i] + strlen(library) + 1));
	}
	globfree(&found);
	g_free(pattern);
	g_free(suffixed);
	return ok;
}

static bool add_files(const command *self, const char *library, const char *name,
		      GPtrArray *files) {
	char *path;

	if (strcmp(self->name, "block") == 0) {
		return add_blocks(library, name, files);
	}
	path = strchr(name, '/') ? g_strdup(name) : g_strdup_printf("communications/%s.xml", name);
	g_ptr_array_add(files, path);
	return true;
}

static int decide(const command *self, const approval_options *o, const char *action,
		  GPtrArray *files) {
	eng_trust_options options = trust_of(&o->trust);
	eng_decision_options decision = {
		.key = o->trust.key, .action = action, .role = o->role, .note = o->note
	};
	char *password, *date;
	bool ok;

	if (!key_password(self, &o->trust, &password)) {
		return ENG_EXIT_USAGE;
	}
	date = today(&o->trust);
	decision.password = password;
	decision.date = date;
	decision.files = (const char *const *)files->pdata;
	decision.file_count = files->len;
	ok = eng_decide(&options, &decision);
	if (ok) {
		printf("%u %s: %s signed and logged\n", files->len,
		       files->len == 1 ? "file" : "files", action);
	}
	g_free(date);
	g_free(password);
	return ok ? 0 : 1;
}

static int report(const command *self, const approval_options *o, eng_report_kind kind,
		  GPtrArray *files, bool strict) {
	eng_trust_options options = trust_of(&o->trust);
	bool ok = true, approved = true;

	if (files->len == 0) {
		g_ptr_array_add(
		    files,
		    g_strdup(strcmp(self->name, "block") == 0 ? "blocks" : "communications"));
	}
	for (guint i = 0; i < files->len; i++) {
		bool one;

		ok = eng_approval_report(&options, files->pdata[i],
					 o->json ? ENG_REPORT_JSON : kind, stdout, &one) &&
		     ok;
		approved = approved && one;
	}
	return ok && (approved || !strict) ? 0 : 1;
}

static int matrix(const approval_options *o, int argc, char **argv) {
	eng_trust_options options = trust_of(&o->trust);
	bool ok = true, complete = true;

	for (int i = 2; i < argc || i == 2; i++) {
		bool one;

		ok = eng_block_matrix(&options, i < argc ? argv[i] : NULL, o->json, stdout, &one) &&
		     ok;
		complete = complete && one;
	}
	return !ok ? ENG_EXIT_USAGE : complete ? 0 : 1;
}

static int act(const command *self, const approval_options *o, const char *verb, GPtrArray *files) {
	static const char *const actions[] = { "submit", "approve", "reject", "revoke" };

	if (strcmp(verb, "status") == 0) {
		return report(self, o, ENG_REPORT_STATUS, files, false);
	}
	if (strcmp(verb, "history") == 0) {
		return report(self, o, ENG_REPORT_HISTORY, files, false);
	}
	if (strcmp(verb, "verify") == 0) {
		return report(self, o, ENG_REPORT_STATUS, files, true);
	}
	for (size_t i = 0; i < sizeof(actions) / sizeof(*actions); i++) {
		if (strcmp(verb, actions[i]) == 0) {
			return files->len
				   ? decide(self, o, verb, files)
				   : usage_error(self, "say which: '%s %s NAME'", self->name, verb);
		}
	}
	return usage_error(
	    self, "'%s' is none of submit, approve, reject, revoke, status, history, verify", verb);
}

static int run_approvals(const command *self, int argc, char **argv) {
	approval_options o = { 0 };
	GOptionEntry entries[TRUST_ENTRIES + 4] = { { 0 } };
	GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
	int code;

	trust_entries(&o.trust, entries);
	entries[TRUST_ENTRIES] = (GOptionEntry){ "role",  'r',
						 0,       G_OPTION_ARG_STRING,
						 &o.role, "In which of your roles you decide",
						 "ROLE" };
	entries[TRUST_ENTRIES + 1] = (GOptionEntry){ "note",  'n',
						     0,       G_OPTION_ARG_STRING,
						     &o.note, "Why; needed to reject and to revoke",
						     "TEXT" };
	entries[TRUST_ENTRIES + 2] = (GOptionEntry){
		"json", 0, 0, G_OPTION_ARG_NONE, &o.json, "One JSON object a file", NULL
	};
	if (!parse_options(self, entries, &argc, &argv, &code)) {
		g_ptr_array_unref(files);
		return code;
	}
	code = argc < 2 ? usage_error(self, "needs a word such as 'status'") : 0;
	if (code == 0 && strcmp(self->name, "block") == 0 && strcmp(argv[1], "matrix") == 0) {
		code = matrix(&o, argc, argv);
		argc = 0;
	}
	for (int i = 2; i < argc && code == 0; i++) {
		if (!add_files(self, trust_of(&o.trust).library, argv[i], files)) {
			code = usage_error(self, "no file of '%s'", argv[i]);
		}
	}
	if (code == 0 && argc) {
		code = act(self, &o, argv[1], files);
	}
	g_ptr_array_unref(files);
	trust_options_finish(&o.trust);
	g_free(o.role);
	g_free(o.note);
	return code;
}

#define WORDS "submit|approve|reject|revoke|status|history|verify [NAME...]"

const command command_block = {
	.name = "block",
	.arguments = "submit|approve|reject|revoke|status|history|verify|matrix [NAME...]",
	.summary = "Submit, approve, reject or revoke locked blocks, and see how they stand",
	.help =
	    "NAME is an id and a version, deposit-guarantee/4, for all its languages, or with one, "
	    "deposit-guarantee/4.en. `matrix`, of an id, shows which version is in force "
	    "where and\n"
	    "when; it fails when there are gaps.\n\n"
	    "Examples:\n"
	    "  engross block submit deposit-guarantee/4 --trust root.pub --key anna.key\n"
	    "  engross block approve deposit-guarantee/4.en --trust root.pub --key mara.key\n"
	    "  engross block status --trust root.pub\n"
	    "  engross block matrix deposit-guarantee\n",
	.run = run_approvals,
};

const command command_template = {
	.name = "template",
	.arguments = WORDS,
	.summary =
	    "Submit, approve, reject or revoke templates and releases, and see how they stand",
	.help = "NAME is a template's id, or a path below the library.\n\n"
		"Examples:\n"
		"  engross template submit welcome-letter --trust root.pub --key anna.key\n"
		"  engross template history welcome-letter --trust root.pub\n",
	.run = run_approvals,
};
