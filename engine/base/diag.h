/* Diagnostics: what a person is told about a fault, with its place and a stable code.
 *
 * A function returns false or NULL if and only if it has reported at least one error:
 *     return eng_fail(ctx, "sms.too-long", node->where, "text needs %d segments, ...", n);
 * Messages are lower case, fault first, subject quoted, what would be right last, no full stop.
 * Every code stands in docs/diagnostics.md. Impossibilities are assert(), never diagnostics. */
#ifndef ENG_BASE_DIAG_H
#define ENG_BASE_DIAG_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"

/* A place in a file. line 0 means unknown; columns count code points from 1. Both end at INT_MAX: a file of one
 * line may have more columns. */
typedef struct eng_loc {
	const char *file; /* as the user named it; NULL: none */
	int line, column;
} eng_loc;

/* The line or column so many behind this one, or INT_MAX. */
static inline int eng_loc_on(int from, uint64_t more) {
	return more > (uint64_t)(INT_MAX - from) ? INT_MAX : from + (int)more;
}

typedef enum eng_level { ENG_NOTE, ENG_WARNING, ENG_ERROR } eng_level;

typedef struct eng_diag {
	eng_level level;
	const char *code; /* "expr.unknown-path"; NULL for a note */
	eng_loc where;
	const char *message;
} eng_diag;

typedef void eng_diag_fn(void *user, const eng_diag *diag);

/* What every function that can fail is given. One per worker; zero-initialise, then set fields. */
typedef struct eng_ctx {
	eng_diag_fn *report; /* NULL: diagnostics are only counted */
	void *user;
	eng_limits limits;
	unsigned long errors, warnings; /* counts since the start */
	bool quiet;                     /* count, do not report (trial evaluation) */
	bool unreadable; /* a file of the library could not be read: no fault of the record in hand */
	struct eng_meter *meter;        /* is told the phases of work (base/meter.h); NULL: nobody */
	const struct eng_guard *guard;  /* is asked about files of content (base/guard.h); NULL: nobody */
} eng_ctx;

void eng_ctx_init(eng_ctx *ctx, eng_diag_fn *report, void *user);

/* The only place that makes a diagnostic. Returns false for an error and true otherwise, so that an
 * error path is one line. Control characters in the message are escaped. */
bool eng_report(eng_ctx *ctx, eng_level level, const char *code, eng_loc where, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

/* eng_fail(ctx, code, where, fmt, ...), eng_warn(the same), eng_note(ctx, where, fmt, ...). A note
 * belongs to the error or warning before it. */
#define eng_fail(ctx, ...) eng_report((ctx), ENG_ERROR, __VA_ARGS__)
#define eng_warn(ctx, ...) eng_report((ctx), ENG_WARNING, __VA_ARGS__)
#define eng_note(ctx, ...) eng_report((ctx), ENG_NOTE, NULL, __VA_ARGS__)
/* For functions that return pointers: reports and yields NULL. */
#define eng_fail_null(ctx, ...) (eng_fail((ctx), __VA_ARGS__) ? NULL : NULL)

/* At most 40 code points of data for a message, controls escaped, "..." when cut. */
const char *eng_quote(eng_arena *arena, eng_str data);
/* The end of a message about an unknown name: ", did you mean 'NEAR'?", or "" for NULL. */
const char *eng_did_you_mean(eng_arena *arena, const char *near);

/* Text for people with data in it that somebody else may have written: what would steer a terminal, or begin a
 * line of its own, is escaped; only a line feed at the end of fmt stays. */
void eng_diag_text(eng_buf *out, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void eng_diag_say(FILE *out, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Collects diagnostics in an arena, for tests, quarantine lines and lint. Use as report function
 * with the list as user. */
typedef struct eng_diag_list {
	eng_arena *arena;
	eng_diag *items;
	size_t n, cap;
} eng_diag_list;

void eng_diag_collect(void *list, const eng_diag *diag);

/* "letter.xml:42:7: error: message [code]", then the source line and a caret when excerpt is set
 * and the file can be read. */
void eng_diag_print(FILE *out, const eng_diag *diag, bool excerpt);

#endif
