/* A fuzzer's entry point without the fuzzer: replay_NAME FILE... gives it each file once, and says which before it
 * does. For builds whose compiler has no libFuzzer. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

static int replay(const char *path) {
	static uint8_t bytes[1 << 21];
	FILE *file = fopen(path, "rb");
	size_t n = file ? fread(bytes, 1, sizeof(bytes), file) : 0;
	uint8_t *input;

	if (!file || ferror(file) || n == sizeof(bytes)) {
		fprintf(stderr, "%s: cannot be read\n", path);
		return 1;
	}
	fclose(file);
	/* Of its own size, so that a byte too far is seen. */
	input = malloc(n ? n : 1);
	if (!input) {
		return 1;
	}
	memcpy(input, bytes, n);
	printf("%s\n", path);
	fflush(stdout);
	LLVMFuzzerTestOneInput(input, n);
	free(input);
	return 0;
}

int main(int argc, char **argv) {
	int bad = 0;

	for (int i = 1; i < argc; i++) {
		bad |= replay(argv[i]);
	}
	return bad;
}
