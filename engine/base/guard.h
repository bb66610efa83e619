/* Who is asked before a file of content counts.
 *
 * Everybody who reads content (library, theme, press) tells the path below the library and the hash of
 * the very bytes that are used, so that what is checked and what is used cannot differ. The guard
 * stands in eng_ctx.guard while content is opened; what reads files later keeps it. */
#ifndef ENG_BASE_GUARD_H
#define ENG_BASE_GUARD_H

#include "base/diag.h"
#include "base/hash.h"

/* A file of content: fonts are "fonts/NAME" wherever they were found. */
typedef struct eng_content_file {
	eng_str path; /* below the library */
	eng_hash hash;
} eng_content_file;

/* How a version of a block stands before anybody read it. */
typedef enum eng_standing {
	ENG_STANDING_USABLE,
	ENG_STANDING_WITHDRAWN, /* may not be used, and nothing older takes its place */
	ENG_STANDING_WAITING,   /* may not be used yet: as if it were not there */
	ENG_STANDING_REFUSED,   /* reported: nothing may be made */
} eng_standing;

typedef struct eng_guard {
	void *user;
	/* False after reporting why these bytes may not be used. */
	bool (*admit)(void *user, eng_ctx *ctx, const eng_content_file *file);
	/* NULL: every version is usable. */
	eng_standing (*version)(void *user, eng_ctx *ctx, eng_str path);
	/* The hash that a file must have to be admitted, for who reads it only when it is needed; false:
	 * it is to be read now. NULL: always. */
	bool (*listed)(void *user, eng_str path, eng_hash *hash);
} eng_guard;

/* True when nobody guards. */
static inline bool eng_guard_admits(const eng_guard *guard, eng_ctx *ctx, eng_str path,
				    eng_hash hash) {
	return !guard || guard->admit(guard->user, ctx, &(eng_content_file){ path, hash });
}

#endif
