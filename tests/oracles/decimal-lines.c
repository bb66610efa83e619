/* Executes decimal operations, one a line ("add A B", "round A SCALE MODE"), for the comparison with
 * Python's decimal module in decimals.py. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"

static void print(bool ok, eng_decimal d) {
	char text[ENG_DECIMAL_TEXT];

	puts(ok ? eng_decimal_format(d, text).s : "error");
}

static void execute(const char *op, const char *a, const char *b, const char *mode) {
	static const char *const modes[] = { "half-up", "half-even", "down",
					     "up",      "floor",     "ceiling" };
	eng_decimal x, y, out = { 0 };
	bool ok = eng_decimal_parse(eng_str_from(a), true, &x);

	if (strcmp(op, "round") == 0) {
		int i = 0;

		while (strcmp(modes[i], mode) != 0) {
			i++;
		}
		print(ok && eng_decimal_round(x, (int)strtol(b, NULL, 10), (eng_rounding)i, &out),
		      out);
		return;
	}
	ok = ok && eng_decimal_parse(eng_str_from(b), true, &y);
	if (!ok) {
		puts("error");
	} else if (strcmp(op, "cmp") == 0) {
		printf("%d\n", eng_decimal_cmp(x, y));
	} else {
		bool (*f)(eng_decimal, eng_decimal, eng_decimal *) =
		    strcmp(op, "add") == 0   ? eng_decimal_add
		    : strcmp(op, "sub") == 0 ? eng_decimal_sub
		    : strcmp(op, "mul") == 0 ? eng_decimal_mul
		    : strcmp(op, "div") == 0 ? eng_decimal_div
					     : eng_decimal_mod;

		ok = f(x, y, &out);
		print(ok, out);
	}
}

int main(void) {
	char line[512], op[16], a[128], b[128], mode[16];

	while (fgets(line, sizeof(line), stdin)) {
		mode[0] = '\0';
		if (sscanf(line, "%15s %127s %127s %15s", op, a, b, mode) >= 3) {
			execute(op, a, b, mode);
		}
	}
	return 0;
}
