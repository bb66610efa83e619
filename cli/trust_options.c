/* Options of the commands about keys and approvals: where the library and the root's key are, whose
 * key signs, and how its password is asked for. */
#include "trust_options.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

void trust_entries(trust_options *o, GOptionEntry *entries) {
	const GOptionEntry all[TRUST_ENTRIES + 1] = {
		{ "library", 'l', 0, G_OPTION_ARG_FILENAME, &o->library,
		  "Folder of all content (default: templates)", "DIR" },
		{ "trust", 't', 0, G_OPTION_ARG_FILENAME, &o->trust,
		  "Public key of the root that signs the policy", "FILE" },
		{ "key", 'k', 0, G_OPTION_ARG_FILENAME, &o->key, "Your secret key", "FILE" },
		{ "password-file", 0, 0, G_OPTION_ARG_FILENAME, &o->password_file,
		  "File whose first line is the key's password (default: asked for)", "FILE" },
		{ "date", 'd', 0, G_OPTION_ARG_STRING, &o->date,
		  "Date of the decision (default: today)", "DATE" },
		{ "json", 0, 0, G_OPTION_ARG_NONE, &o->json, "For machines: one JSON object a line",
		  NULL },
		G_OPTION_ENTRY_NULL,
	};

	memcpy(entries, all, sizeof(all));
}

void trust_options_finish(trust_options *o) {
	g_free(o->library);
	g_free(o->trust);
	g_free(o->key);
	g_free(o->password_file);
	g_free(o->date);
}

eng_trust_options trust_of(const trust_options *o) {
	return (eng_trust_options){ .library = o->library ? o->library : "templates",
				    .trust = o->trust,
				    .message = print_notice };
}

char *today(const trust_options *o) {
	GDateTime *now;
	char *text;

	if (o->date) {
		return g_strdup(o->date);
	}
	now = g_date_time_new_now_utc();
	text = g_date_time_format(now, "%Y-%m-%d");
	g_date_time_unref(now);
	return text;
}

/* Reads a line from the terminal without showing it. */
static char *ask(const char *prompt) {
	struct termios shown, hidden;
	char line[1024] = "";
	bool quiet = tcgetattr(STDIN_FILENO, &shown) == 0;

	fputs(prompt, stderr);
	if (quiet) {
		hidden = shown;
		hidden.c_lflag &= ~(tcflag_t)ECHO;
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
	}
	if (!fgets(line, sizeof(line), stdin)) {
		line[0] = '\0';
	}
	if (quiet) {
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
		fputc('\n', stderr);
	}
	line[strcspn(line, "\r\n")] = '\0';
	return g_strdup(line);
}

static char *first_line(const char *path) {
	char *text;

	if (!g_file_get_contents(path, &text, NULL, NULL)) {
		return NULL;
	}
	text[strcspn(text, "\r\n")] = '\0';
	return text;
}

char *password_of(const command *self, const trust_options *o, bool twice) {
	char *password, *again;

	if (o->password_file) {
		password = first_line(o->password_file);
		if (!password) {
			usage_error(self, "password file '%s' cannot be read", o->password_file);
		}
		return password;
	}
	password = ask(twice ? "Password for the new key: " : "Password of the key: ");
	if (twice) {
		again = ask("The same once more: ");
		if (strcmp(password, again) != 0 || !*password) {
			usage_error(self, "%s",
				    *password ? "the two passwords differ"
					      : "a key without a password needs "
						"--no-password");
			g_free(password);
			password = NULL;
		}
		g_free(again);
	}
	return password;
}

bool key_password(const command *self, const trust_options *o, char **password) {
	eng_trust_options options = trust_of(o);
	bool is_protected;

	*password = NULL;
	if (!o->key) {
		usage_error(self, "your secret key is needed: name its file with --key");
		return false;
	}
	if (!eng_key_is_protected(&options, o->key, &is_protected)) {
		return false;
	}
	if (is_protected) {
		*password = password_of(self, o, false);
	}
	return !is_protected || *password;
}
