/* Commands of the engross program: each has a file, or shares one with its kin, and a line in
 * commands.def. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <glib.h>
#include <stdbool.h>

#include "engross.h"

typedef struct command {
	const char *name, *arguments, *summary;
	const char *help; /* examples and explanations, printed behind the options */
	int (*run)(const struct command *self, int argc, char **argv);
} command;

#define COMMAND(name) extern const command command_##name;
#include "commands.def"
#undef COMMAND

/* Parses options; what is left of argv are the arguments. False after printing why (or the help, then
 * *code is 0, else 2). */
bool parse_options(const command *self, const GOptionEntry *entries, int *argc, char ***argv,
		   int *code);
/* Prints a notice on standard error, in colour when it is a terminal. */
void print_notice(void *user, const eng_notice *notice);
/* "2/3" of --shard, "auto" looked up in the environment; empty for NULL. NULL after complaining. Owned. */
char *shard_of(const command *self, const char *word);
/* Complains about usage on standard error and returns 2. */
int usage_error(const command *self, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Options that compose, dump and lint share, as GOption entries into an eng_engine_options. */
typedef struct content_options {
	char *library, *theme, *channels, *maps, *format, *run_date, *send_time, *font_path,
	    *hyphen_path, *preview, *password, *owner_password_file, *allow, *trust;
	gboolean exact_fonts, final;
} content_options;

/* Entries to be followed by the command's own, NULL-ended by it. Returns their number. */
#define CONTENT_ENTRIES 16
#define LIBRARY_ENTRIES 6 /* the first of them: all that matters without records */
void content_entries(content_options *o, GOptionEntry *entries);
void content_options_finish(content_options *o);
eng_engine_options engine_options(const content_options *o, const char *tmpl);
/* The library folder: --library, else the nearest ancestor of the template file that has a
 * "communications" folder, else "templates". Owned. */
char *library_of(const content_options *o, const char *tmpl);

#endif
