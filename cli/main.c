/* The engross command: a table of commands and the help over them. */
#include "command.h"

#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>

static const command *const commands[] = {
#define COMMAND(name) &command_##name,
#include "commands.def"
#undef COMMAND
};

#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

static void print_help(FILE *out) {
	fputs("usage: engross COMMAND [OPTION...] [ARGUMENT...]\n\n"
	      "One template with locked wording and a customer's data become PDF, HTML e-mail,\n"
	      "SMS, mobile JSON and text.\n\nCommands:\n",
	      out);
	for (size_t i = 0; i < COMMANDS; i++) {
		fprintf(out, "  %-9s %s\n", commands[i]->name, commands[i]->summary);
	}
	fputs("\n`engross COMMAND --help` explains a command, with examples.\n"
	      "Exit codes: 0 good, 1 objections or quarantined records, 2 usage or content error,\n"
	      "3 stopped at the error limit, 4 system failure, 5 totals do not balance.\n",
	      out);
}

static const char *nearest(const char *word) {
	for (size_t i = 0; i < COMMANDS; i++) {
		if (strncmp(commands[i]->name, word, 2) == 0) {
			return commands[i]->name;
		}
	}
	return NULL;
}

/* Every record needs some large blocks (pictures, streams) for a moment. Kept by the process they cost
 * nothing; given back and asked for again each time, clearing their pages costs more than filling them. */
static void keep_memory(void) {
#ifdef M_TRIM_THRESHOLD
	mallopt(M_MMAP_THRESHOLD, 4 << 20);
	mallopt(M_TRIM_THRESHOLD, 64 << 20);
#endif
}

/* What could not be printed is not done: `engross dump > FILE` on a full disk fails. */
static int finish(int code) {
	if (fflush(stdout) == 0 && !ferror(stdout)) {
		return code;
	}
	fprintf(stderr, "engross: the output cannot be written: %s\n", strerror(errno));
	return ENG_EXIT_SYSTEM;
}

int main(int argc, char **argv) {
	keep_memory();
	if (!eng_memory_guard()) {
		fputs("engross: a library was in use before the program began\n", stderr);
		return ENG_EXIT_SYSTEM;
	}
	if (argc < 2) {
		print_help(stderr);
		return ENG_EXIT_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
	    strcmp(argv[1], "help") == 0) {
		print_help(stdout);
		return 0;
	}
	if (strcmp(argv[1], "--version") == 0) {
		argv[1] = (char *)"version";
	}
	for (size_t i = 0; i < COMMANDS; i++) {
		if (strcmp(commands[i]->name, argv[1]) == 0) {
			return finish(commands[i]->run(commands[i], argc - 1, argv + 1));
		}
	}
	for (char *c = argv[1]; *c; c++) {
		*c = (unsigned char)*c < 0x20 || *c == 0x7f ? '?' : *c;
	}
	fprintf(stderr, "engross: unknown command '%s'", argv[1]);
	if (nearest(argv[1])) {
		fprintf(stderr, ", did you mean '%s'?", nearest(argv[1]));
	}
	fputs("\n`engross --help` lists the commands\n", stderr);
	return ENG_EXIT_USAGE;
}
