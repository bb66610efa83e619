/* Options that several commands share, and how usage faults are told. */
#include "command.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void print_notice(void *user, const eng_notice *notice) {
	(void)user;
	eng_notice_print(stderr, notice);
}

int usage_error(const command *self, const char *format, ...) {
	va_list ap;
	char *text;

	va_start(ap, format);
	text = g_strdup_vprintf(format, ap);
	va_end(ap);
	/* Arguments may come from anywhere: they do not steer the terminal. */
	for (char *c = text; *c; c++) {
		*c = g_ascii_iscntrl(*c) ? '?' : *c;
	}
	fprintf(stderr, "engross %s: %s", self->name, text);
	g_free(text);
	fprintf(stderr, "\n`engross %s --help` shows how it is used\n", self->name);
	return ENG_EXIT_USAGE;
}

bool parse_options(const command *self, const GOptionEntry *entries, int *argc, char ***argv,
		   int *code) {
	GOptionContext *context = g_option_context_new(self->arguments);
	gboolean help = FALSE;
	GOptionEntry help_entry[] = {
		{ "help", 'h', 0, G_OPTION_ARG_NONE, &help, "Show this help", NULL },
		G_OPTION_ENTRY_NULL,
	};
	GError *error = NULL;
	char *name = g_strdup_printf("engross %s", self->name), *text;
	bool ok;

	g_set_prgname(name);
	g_option_context_set_help_enabled(context, FALSE);
	g_option_context_set_summary(context, self->summary);
	g_option_context_set_description(context, self->help);
	if (entries) {
		g_option_context_add_main_entries(context, entries, NULL);
	}
	g_option_context_add_main_entries(context, help_entry, NULL);
	ok = g_option_context_parse(context, argc, argv, &error);
	if (!ok) {
		*code = usage_error(self, "%s", error->message);
		g_error_free(error);
	} else if (help) {
		text = g_option_context_get_help(context, TRUE, NULL);
		fputs(text, stdout);
		g_free(text);
		*code = 0;
		ok = false;
	}
	g_option_context_free(context);
	g_free(name);
	return ok;
}

void content_entries(content_options *o, GOptionEntry *entries) {
	const GOptionEntry all[CONTENT_ENTRIES] = {
		{ "library", 'l', 0, G_OPTION_ARG_FILENAME, &o->library,
		  "Folder of all content (default: found from the template's place, else "
		  "'templates')",
		  "DIR" },
		{ "channel", 'c', 0, G_OPTION_ARG_STRING, &o->channels,
		  "Channels, comma separated, or 'all' (default: all but previews)", "NAMES" },
		{ "run-date", 'd', 0, G_OPTION_ARG_STRING, &o->run_date,
		  "Date of the run, YYYY-MM-DD (there is no clock)", "DATE" },
		{ "map", 'm', 0, G_OPTION_ARG_STRING, &o->maps, "Data maps, comma separated",
		  "IDS" },
		{ "theme", 't', 0, G_OPTION_ARG_STRING, &o->theme,
		  "Theme instead of the template's", "ID" },
		{ "font-path", 0, 0, G_OPTION_ARG_STRING, &o->font_path,
		  "Folders of fonts (default: /usr/share/fonts)", "DIRS" },
		{ "hyphen-path", 0, 0, G_OPTION_ARG_STRING, &o->hyphen_path,
		  "Folders of hyphenation dictionaries (default: /usr/share/hyphen)", "DIRS" },
		{ "send-time", 0, 0, G_OPTION_ARG_STRING, &o->send_time,
		  "Date of messages, with offset from UTC", "TIME" },
		{ "format", 'f', 0, G_OPTION_ARG_STRING, &o->format,
		  "xml, ndjson, json or csv (default: by name or first bytes)", "FORMAT" },
		{ "preview", 0, 0, G_OPTION_ARG_STRING, &o->preview,
		  "What previews show: png, svg, locked, data, 150ppi (default: png,96ppi)",
		  "WORDS" },
		{ "password", 0, 0, G_OPTION_ARG_STRING, &o->password,
		  "Encrypt PDF files: an expression over the record, what opens its file", "EXPR" },
		{ "owner-password-file", 0, 0, G_OPTION_ARG_FILENAME, &o->owner_password_file,
		  "Encrypt PDF files: a file whose first line opens all of them with all rights",
		  "FILE" },
		{ "allow", 0, 0, G_OPTION_ARG_STRING, &o->allow,
		  "What readers of encrypted files may do: print, copy, annotate, fill, change "
		  "(default: print,copy,fill)",
		  "WORDS" },
		{ "exact-fonts", 0, 0, G_OPTION_ARG_NONE, &o->exact_fonts,
		  "Font subsets per document instead of one for the run", NULL },
		{ "final", 0, 0, G_OPTION_ARG_NONE, &o->final,
		  "Leave the DRAFT mark out: only what was approved, as a run; needs --trust",
		  NULL },
		{ "trust", 0, 0, G_OPTION_ARG_FILENAME, &o->trust,
		  "With --final: the root's public key under which all content is approved",
		  "FILE" },
	};

	memcpy(entries, all, sizeof(all));
}

void content_options_finish(content_options *o) {
	g_free(o->library);
	g_free(o->channels);
	g_free(o->run_date);
	g_free(o->send_time);
	g_free(o->maps);
	g_free(o->format);
	g_free(o->theme);
	g_free(o->font_path);
	g_free(o->preview);
	g_free(o->hyphen_path);
	g_free(o->password);
	g_free(o->owner_password_file);
	g_free(o->allow);
	g_free(o->trust);
}

eng_engine_options engine_options(const content_options *o, const char *tmpl) {
	return (eng_engine_options){
		.library = o->library,
		.tmpl = tmpl,
		.theme = o->theme,
		.channels = o->channels,
		.maps = o->maps,
		.format = o->format,
		.run_date = o->run_date,
		.send_time = o->send_time,
		.font_path = o->font_path,
		.preview = o->preview,
		.hyphen_path = o->hyphen_path,
		.password = o->password,
		.owner_password_file = o->owner_password_file,
		.allow = o->allow,
		.exact_fonts = o->exact_fonts,
		.final = o->final,
		.trust = o->trust,
		.message = print_notice,
	};
}

char *library_of(const content_options *o, const char *tmpl) {
	char *dir;

	if (o->library) {
		return g_strdup(o->library);
	}
	if (!g_str_has_suffix(tmpl, ".xml")) {
		return g_strdup("templates");
	}
	dir = g_path_get_dirname(tmpl);
	for (;;) {
		char *communications = g_build_filename(dir, "communications", NULL);
		bool found = g_file_test(communications, G_FILE_TEST_IS_DIR);
		char *parent = g_path_get_dirname(dir);

		g_free(communications);
		if (found) {
			g_free(parent);
			return dir;
		}
		found = strcmp(dir, parent) == 0;
		g_free(dir);
		dir = parent;
		if (found) {
			g_free(dir);
			return g_strdup("templates");
		}
	}
}
