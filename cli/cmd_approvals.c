/* engross block, template, rules: deciding about files, and how they stand. The kinds differ in how a
 * file is named, and in what else can be done with it. */
#include "trust_options.h"

#include <glob.h>
#include <stdio.h>
#include <string.h>

typedef struct approval_options {
	trust_options trust;
	char *role, *note, *font_path, *lang, *effective_from, *data, *theme;
} approval_options;

#define OWN_ENTRIES 7

/* ---- kinds of files: how each is named ---- */

typedef struct kind {
	const char *command;
	const char *folder; /* all of them, below the library */
	/* Adds paths below the library; all: also older ones. False when nothing is there. */
	bool (*find)(const char *library, const char *name, bool all, GPtrArray *files);
} kind;

/* Adds what a pattern below the library finds, sorted. */
static bool add_matches(const char *library, const char *pattern, GPtrArray *files) {
	char *path = g_build_filename(library, pattern, NULL);
	glob_t found = { 0 };
	bool ok = glob(path, 0, NULL, &found) == 0;

	for (size_t i = 0; ok && i < found.gl_pathc; i++) {
		g_ptr_array_add(files, g_strdup(found.gl_pathv[i] + strlen(library) + 1));
	}
	globfree(&found);
	g_free(path);
	return ok;
}

/* "deposit-guarantee/4" is that version in every language, "deposit-guarantee/4.en" in one. */
static bool find_blocks(const char *library, const char *name, bool all, GPtrArray *files) {
	char *pattern = g_str_has_suffix(name, ".xml") ? g_strdup_printf("blocks/%s", name)
						       : g_strdup_printf("blocks/%s.*xml", name);
	bool ok = add_matches(library, pattern, files);

	(void)all;
	g_free(pattern);
	return ok;
}

static gint64 version_number(const char *path) {
	return g_ascii_strtoll(strrchr(path, '/') + 1, NULL, 10);
}

/* Adds all that a pattern finds, or of it the file with the highest number. */
static bool add_numbered(const char *library, const char *pattern, bool all, GPtrArray *files) {
	GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
	bool ok = add_matches(library, pattern, found);
	const char *newest = NULL;

	for (guint i = 0; i < found->len; i++) {
		const char *path = found->pdata[i];

		newest = newest && version_number(newest) > version_number(path) ? newest : path;
	}
	for (guint i = 0; i < found->len; i++) {
		if (all || found->pdata[i] == newest) {
			g_ptr_array_add(files, g_strdup(found->pdata[i]));
		}
	}
	g_ptr_array_unref(found);
	return ok;
}

/* "invoice/3" is that release, "invoice" the newest, or all of them. */
static bool find_releases(const char *library, const char *name, bool all, GPtrArray *files) {
	char *pattern = strchr(name, '/') ? g_strdup_printf("releases/%s.txt", name)
					  : g_strdup_printf("releases/%s/*.txt", name);
	bool ok = add_numbered(library, pattern, all, files);

	g_free(pattern);
	return ok;
}

/* "ipid/2" is that version of a pack, "ipid" the newest, or all of them; "rules.xml" is itself. */
static bool find_rules(const char *library, const char *name, bool all, GPtrArray *files) {
	char *pattern = strchr(name, '.')   ? g_strdup(name)
			: strchr(name, '/') ? g_strdup_printf("rules/%s.xml", name)
					    : g_strdup_printf("rules/%s/*.xml", name);
	bool ok = add_numbered(library, pattern, all, files);

	g_free(pattern);
	return ok;
}

/* Every file of rules there is. */
static void find_all_rules(const char *library, GPtrArray *files) {
	add_matches(library, "rules.xml", files);
	add_matches(library, "rules/*/*.xml", files);
}

static const kind kinds[] = {
	{ "block", "blocks", find_blocks },
	{ "rules", "rules", find_rules },
	{ "template", "releases", find_releases },
};

static const kind *kind_of(const command *self) {
	size_t i = 0;

	while (strcmp(kinds[i].command, self->name) != 0) {
		i++;
	}
	return &kinds[i];
}

/* ---- verbs ---- */

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
	if (ok && o->trust.json) {
		printf("{\"action\":\"%s\",\"files\":%u}\n", action, files->len);
	} else if (ok) {
		printf("%u %s: %s signed and logged\n", files->len,
		       files->len == 1 ? "file" : "files", action);
	}
	g_free(date);
	g_free(password);
	return ok ? 0 : 1;
}

static int report(const command *self, const approval_options *o, eng_report_kind what,
		  GPtrArray *files, bool strict) {
	eng_trust_options options = trust_of(&o->trust);
	bool ok = true, approved = true;

	if (files->len == 0) {
		g_ptr_array_add(files, g_strdup(kind_of(self)->folder));
	}
	for (guint i = 0; i < files->len; i++) {
		bool one;

		ok = eng_approval_report(&options, files->pdata[i], what, o->trust.json, stdout,
					 &one) &&
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

		ok = eng_block_matrix(&options, i < argc ? argv[i] : NULL, o->trust.json, stdout,
				      &one) &&
		     ok;
		complete = complete && one;
	}
	return !ok ? ENG_EXIT_USAGE : complete ? 0 : 1;
}

static int act(const command *self, const approval_options *o, const char *verb, GPtrArray *files) {
	static const char *const actions[] = { "submit", "approve", "reject", "revoke", "comment" };

	if (strcmp(verb, "status") == 0) {
		return report(self, o, ENG_REPORT_STATUS, files, false);
	}
	if (strcmp(verb, "history") == 0) {
		return report(self, o, ENG_REPORT_HISTORY, files, false);
	}
	if (strcmp(verb, "verify") == 0) {
		return report(self, o, ENG_REPORT_VERIFY, files, true);
	}
	for (size_t i = 0; i < sizeof(actions) / sizeof(*actions); i++) {
		if (strcmp(verb, actions[i]) == 0) {
			return files->len
				   ? decide(self, o, verb, files)
				   : usage_error(self, "say which: '%s %s NAME'", self->name, verb);
		}
	}
	return usage_error(
	    self,
	    "'%s' is none of submit, approve, reject, revoke, comment, status, history, verify",
	    verb);
}

static void own_entries(approval_options *o, GOptionEntry *entries) {
	const GOptionEntry own[OWN_ENTRIES + 1] = {
		{ "role", 'r', 0, G_OPTION_ARG_STRING, &o->role,
		  "In which of your roles you decide", "ROLE" },
		{ "note", 'n', 0, G_OPTION_ARG_STRING, &o->note,
		  "Why; needed to reject, to revoke and to comment", "TEXT" },
		{ "font-path", 0, 0, G_OPTION_ARG_FILENAME, &o->font_path,
		  "Folders of the fonts of a release (default: /usr/share/fonts)", "DIRS" },
		{ "lang", 0, 0, G_OPTION_ARG_STRING, &o->lang,
		  "Language of a new version (default: all that the block has) or template (en)",
		  "LANG" },
		{ "effective-from", 0, 0, G_OPTION_ARG_STRING, &o->effective_from,
		  "First day of a new version", "DATE" },
		{ "data", 0, 0, G_OPTION_ARG_STRING, &o->data,
		  "Vocabulary of a new template (default: a new one)", "NAME" },
		{ "theme", 0, 0, G_OPTION_ARG_STRING, &o->theme,
		  "Theme of a new template (default: the only one)", "ID" },
		G_OPTION_ENTRY_NULL,
	};

	memcpy(entries, own, sizeof(own));
}

static int release(const command *self, const approval_options *o, int argc, char **argv) {
	eng_trust_options options = trust_of(&o->trust);
	bool ok = true;

	if (argc < 3) {
		return usage_error(self, "say which: 'template release ID'");
	}
	for (int i = 2; i < argc; i++) {
		ok = eng_release_new(&options, &(eng_release_options){ argv[i], o->font_path },
				     stdout) &&
		     ok;
	}
	return ok ? 0 : ENG_EXIT_USAGE;
}

static int new_versions(const command *self, const approval_options *o, int argc, char **argv) {
	eng_trust_options options = trust_of(&o->trust);
	bool ok = true;

	if (argc < 3 || !o->effective_from) {
		return usage_error(self,
				   "say which and from when: 'block new ID --effective-from DATE'");
	}
	for (int i = 2; i < argc; i++) {
		ok = eng_block_new(&options, argv[i], o->lang, o->effective_from, stdout) && ok;
	}
	return ok ? 0 : ENG_EXIT_USAGE;
}

static int new_rules(const command *self, const approval_options *o, int argc, char **argv) {
	eng_trust_options options = trust_of(&o->trust);
	bool ok = true;

	if (argc < 3 || !o->effective_from) {
		return usage_error(self,
				   "say which and from when: 'rules new ID --effective-from DATE'");
	}
	for (int i = 2; i < argc; i++) {
		ok = eng_rules_new(&options, argv[i], o->effective_from, stdout) && ok;
	}
	return ok ? 0 : ENG_EXIT_USAGE;
}

static int new_templates(const command *self, const approval_options *o, int argc, char **argv) {
	eng_trust_options options = trust_of(&o->trust);
	bool ok = true;

	if (argc < 3) {
		return usage_error(self, "say which: 'template new ID'");
	}
	for (int i = 2; i < argc; i++) {
		eng_template_new_options tmpl = { argv[i], o->data, o->theme, o->lang };

		ok = eng_template_new(&options, &tmpl, stdout) && ok;
	}
	return ok ? 0 : ENG_EXIT_USAGE;
}

static int show_rules(const approval_options *o, int argc, char **argv) {
	eng_trust_options options = trust_of(&o->trust);
	char *date = today(&o->trust);
	bool ok = true;

	for (int i = 2; i < argc || i == 2; i++) {
		ok = eng_rules_report(&options, i < argc ? argv[i] : NULL, date, o->trust.json,
				      stdout) &&
		     ok;
	}
	g_free(date);
	return ok ? 0 : ENG_EXIT_USAGE;
}

/* The version or release before this one, NULL when there is none: the highest lower number that is
 * there. Owned. */
static char *before(const char *library, const char *path) {
	const char *name = strrchr(path, '/') + 1, *rest = strchr(name, '.');

	for (gint64 n = g_ascii_strtoll(name, NULL, 10) - 1; n > 0; n--) {
		char *older = g_strdup_printf("%.*s%" G_GINT64_FORMAT "%s", (int)(name - path),
					      path, n, rest);
		char *full = g_build_filename(library, older, NULL);
		bool there = g_file_test(full, G_FILE_TEST_EXISTS);

		g_free(full);
		if (there) {
			return older;
		}
		g_free(older);
	}
	return NULL;
}

/* Two names, or one and the one before it; a version in several languages is compared in each. */
static int diff(const command *self, const approval_options *o, int argc, char **argv) {
	eng_trust_options options = trust_of(&o->trust);
	GPtrArray *old = g_ptr_array_new_with_free_func(g_free),
		  *new = g_ptr_array_new_with_free_func(g_free);
	const kind *k = kind_of(self);
	bool ok = (argc == 3 || argc == 4) &&
		  k->find(options.library, argv[argc - 1], false, new) &&
		  (argc == 3 || k->find(options.library, argv[2], false, old));

	for (guint i = 0; ok && argc == 3 && i < new->len; i++) {
		char *older = before(options.library, new->pdata[i]);

		ok = older != NULL;
		g_ptr_array_add(old, older);
	}
	if (!ok || old->len != new->len) {
		ok = false;
		usage_error(
		    self, "say which two, or one that has another before it: '%s diff OLDER NEWER'",
		    self->name);
	}
	for (guint i = 0; ok && i < new->len; i++) {
		ok =
		    eng_content_diff(&options, old->pdata[i], new->pdata[i], o->trust.json, stdout);
	}
	g_ptr_array_unref(old);
	g_ptr_array_unref(new);
	return ok ? 0 : ENG_EXIT_USAGE;
}

/* Verbs that are about decisions, the same for every kind. */
static int run_common(const command *self, const approval_options *o, int argc, char **argv) {
	GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
	bool all = strcmp(argv[1], "status") == 0 || strcmp(argv[1], "history") == 0;
	int code = 0;

	for (int i = 2; i < argc && code == 0; i++) {
		if (!kind_of(self)->find(trust_of(&o->trust).library, argv[i], all, files)) {
			code = usage_error(self, "no file of '%s'", argv[i]);
		}
	}
	if (code == 0 && argc == 2 && strcmp(self->name, "rules") == 0) {
		find_all_rules(trust_of(&o->trust).library, files);
	}
	code = code ? code : act(self, o, argv[1], files);
	g_ptr_array_unref(files);
	return code;
}

/* What the kinds do beside deciding. */
static int run_verb(const command *self, const approval_options *o, int argc, char **argv) {
	bool block = strcmp(self->name, "block") == 0, rules = strcmp(self->name, "rules") == 0;
	const char *verb = argv[1];

	if (strcmp(verb, "new") == 0) {
		return block   ? new_versions(self, o, argc, argv)
		       : rules ? new_rules(self, o, argc, argv)
			       : new_templates(self, o, argc, argv);
	}
	if (strcmp(verb, "diff") == 0) {
		return diff(self, o, argc, argv);
	}
	if (block && strcmp(verb, "matrix") == 0) {
		return matrix(o, argc, argv);
	}
	if (rules && strcmp(verb, "show") == 0) {
		return show_rules(o, argc, argv);
	}
	if (!block && !rules && strcmp(verb, "release") == 0) {
		return release(self, o, argc, argv);
	}
	return run_common(self, o, argc, argv);
}

static int run_approvals(const command *self, int argc, char **argv) {
	approval_options o = { 0 };
	GOptionEntry entries[TRUST_ENTRIES + OWN_ENTRIES + 1] = { { 0 } };
	int code;

	trust_entries(&o.trust, entries);
	own_entries(&o, entries + TRUST_ENTRIES);
	if (!parse_options(self, entries, &argc, &argv, &code)) {
		return code;
	}
	code = argc < 2 ? usage_error(self, "needs a word such as 'status'")
			: run_verb(self, &o, argc, argv);
	trust_options_finish(&o.trust);
	g_free(o.role);
	g_free(o.note);
	g_free(o.font_path);
	g_free(o.lang);
	g_free(o.effective_from);
	g_free(o.data);
	g_free(o.theme);
	return code;
}

#define DECIDE "submit|approve|reject|revoke|comment|status|history|verify"

const command command_block = {
	.name = "block",
	.arguments = "new|diff|" DECIDE "|matrix [NAME...]",
	.summary = "Write new versions of locked blocks, decide about them, see how they stand",
	.help =
	    "NAME is an id and a version, deposit-guarantee/4, for all its languages, or with one, "
	    "deposit-guarantee/4.en. `new`, of an id, copies the newest version, or begins a "
	    "block; "
	    "`diff`\n"
	    "shows word by word what changed since the version before. `matrix`, of an id, shows "
	    "which version is in force "
	    "where and\n"
	    "when; it fails when there are gaps.\n\n"
	    "Examples:\n"
	    "  engross block new deposit-guarantee --effective-from 2027-01-01\n"
	    "  engross block diff deposit-guarantee/3.en deposit-guarantee/4.en\n"
	    "  engross block submit deposit-guarantee/4 --trust root.pub --key anna.key\n"
	    "  engross block approve deposit-guarantee/4.en --trust root.pub --key mara.key\n"
	    "  engross block status --trust root.pub\n"
	    "  engross block matrix deposit-guarantee\n",
	.run = run_approvals,
};

const command command_rules = {
	.name = "rules",
	.arguments = "new|show|diff|" DECIDE " [NAME...]",
	.summary = "Write, show and decide about the rules of required content",
	.help =
	    "NAME is a pack of rules, ipid, for its newest version, or with a number, ipid/2; or "
	    "rules.xml,\n"
	    "the library's own. `new`, of a pack, copies the newest version, or begins a pack; "
	    "`show` checks\n"
	    "all rules in force on --date and prints them in words, and why they are there.\n\n"
	    "Examples:\n"
	    "  engross rules show\n"
	    "  engross rules new ipid --effective-from 2027-01-01\n"
	    "  engross rules diff ipid\n"
	    "  engross rules submit ipid --trust root.pub --key anna.key\n"
	    "  engross rules status --trust root.pub\n",
	.run = run_approvals,
};

const command command_template = {
	.name = "template",
	.arguments = "new|release|diff|" DECIDE " [NAME...]",
	.summary = "Begin a template, release it with all that it uses, decide about releases",
	.help =
	    "`new ID` writes communications/ID.xml, which lints clean and has a place for blocks; "
	    "what the\n"
	    "library lacks (vocabulary, phrases, theme) is begun, too, and nothing that is there "
	    "is "
	    "changed.\n"
	    "`release ID` lists the template's files, except blocks and rules, with their "
	    "hashes in\n"
	    "releases/ID/N.txt. That list is what people decide about. NAME is a template's id, "
	    "for its\n"
	    "newest release, or with a number, invoice/3.\n\n"
	    "Examples:\n"
	    "  engross template new reminder --data invoice --theme meridian\n"
	    "  engross template release invoice\n"
	    "  engross template submit invoice --trust root.pub --key anna.key\n"
	    "  engross template diff invoice\n"
	    "  engross template approve invoice/3 --trust root.pub --key mara.key\n"
	    "  engross template history invoice --trust root.pub\n",
	.run = run_approvals,
};
