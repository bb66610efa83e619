/* A release: the exact files that a template is made of, by hash, approved together. Blocks and rules
 * are not in it, they move by approvals of their own. releases/<template>/<n>.txt, n counts up. */
#ifndef ENG_COMPLIANCE_RELEASE_H
#define ENG_COMPLIANCE_RELEASE_H

#include "base/diag.h"
#include "base/hash.h"

typedef struct eng_release_file {
	eng_str path; /* below the library */
	eng_hash hash;
} eng_release_file;

typedef struct eng_release {
	const char *path; /* below the library: "releases/invoice/3.txt" */
	eng_str template_id;
	int number;
	eng_release_file *files; /* sorted by path */
	size_t count;
} eng_release;

/* Reads a release. path is below the library. Fails with release.bad-format, file.*. */
bool eng_release_parse(eng_ctx *ctx, eng_arena *arena, const char *path, eng_str text,
		       eng_release *out);

#endif
