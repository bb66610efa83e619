/* The review server: the pages of a preview on the loopback interface, and decisions taken in them. Keys
 * stay in the officer's browser; what comes here are signatures. */
#ifndef ENG_REVIEW_SERVER_H
#define ENG_REVIEW_SERVER_H

#include "review/book.h"

typedef struct eng_server_options {
	const char *folder; /* of the book */
	const char *listen; /* "127.0.0.1:8080", "[::1]:0"; port 0: a free one */
	const char *library, *trust, *date;
	FILE *out; /* where the address is told */
	const volatile int *stop;
} eng_server_options;

/* Serves until stopped. False after reporting review.*. */
bool eng_server_run(eng_ctx *ctx, const eng_server_options *options);

#endif
