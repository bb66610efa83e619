/* Composes one record into all channels with libengross.
 *
 *     cc embed.c $(pkg-config --cflags --libs engross) -o embed
 *
 * or, with all of Engross in the program,
 *
 *     cc embed.c -l:libengross.a $(pkg-config --libs $(pkg-config --print-requires-private engross)) \
 *         -lhpdf -lzint -lm -o embed
 *
 * and then
 *
 *     ./embed templates welcome-letter welcomes.xml 2026-11-01
 */
#include <engross.h>
#include <stdio.h>

static void show(void *user, const eng_notice *notice) {
	(void)user;
	eng_notice_print(stderr, notice);
}

/* Writes each artifact beside the program. */
static bool save(void *user, const eng_output *output) {
	FILE *file = fopen(output->name, "wb");
	bool ok;

	(void)user;
	if (!file) {
		perror(output->name);
		return false;
	}
	ok = fwrite(output->bytes, 1, output->length, file) == output->length;
	ok = fclose(file) == 0 && ok;
	printf("%-6s %s, %zu bytes, sha256 %.12s\n", output->channel, output->name, output->length,
	       output->sha256);
	return ok;
}

int main(int argc, char **argv) {
	eng_engine_options options = { .message = show };
	eng_engine *engine;
	bool ok;

	if (argc != 5) {
		fprintf(stderr, "usage: %s LIBRARY TEMPLATE RECORD RUN-DATE\n", argv[0]);
		return 2;
	}
	options.library = argv[1];
	options.tmpl = argv[2];
	options.run_date = argv[4];
	engine = eng_engine_open(&options);
	if (!engine) {
		return 2;
	}
	ok = eng_engine_compose_file(engine, argv[3], save, NULL);
	eng_engine_close(engine);
	return ok ? 0 : 1;
}
