/* The engross command: placeholder until the first command lands. */
#include <stdio.h>

int main(void) {
	puts("engross 0.1.0");
	return 0;
}
