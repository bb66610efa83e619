/* A release: the exact files that a template is made of, by hash, approved together. Blocks and rules
 * are not in it, they move by approvals of their own. releases/<template>/<n>.txt, n counts up. */
#ifndef ENG_COMPLIANCE_RELEASE_H
#define ENG_COMPLIANCE_RELEASE_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/guard.h"

typedef struct eng_release {
	const char *path; /* below the library: "releases/invoice/3.txt" */
	eng_str template_id;
	int number;
	eng_content_file *files; /* sorted by path */
	size_t count;
} eng_release;

/* Reads a release. path is below the library. Fails with release.bad-format, file.*. */
bool eng_release_parse(eng_ctx *ctx, eng_arena *arena, const char *path, eng_str text,
		       eng_release *out);

/* The file with that path; NULL when the release has none. */
const eng_content_file *eng_release_find(const eng_release *release, eng_str path);
/* Everything the release lists is in the library as it was: fails with release.changed, release.no-file.
 * Fonts may stand elsewhere and are checked when they are opened. */
bool eng_release_check(eng_ctx *ctx, const eng_release *release, const char *library);
/* Says that a file of the release is another one now; false. */
bool eng_release_differs(eng_ctx *ctx, const eng_release *release, const eng_content_file *file);
/* The text of a release of these files, which are sorted by path. */
void eng_release_write(const eng_release *release, eng_buf *out);
/* "releases/<template>/<number>.txt" */
const char *eng_release_path(eng_arena *arena, eng_str template_id, int number);
/* "kept/<SHA-256>": where the library keeps the bytes of a file that some release lists, so that later releases can
 * be compared with it. A file that many releases list stands there once; fonts are not kept. */
const char *eng_release_kept(eng_arena *arena, const eng_hash *hash);
bool eng_release_keeps(const eng_content_file *file);
/* The numbers of the releases that the template has in a library, from the highest. Fails with file.*. */
bool eng_release_list(eng_ctx *ctx, eng_arena *arena, const char *library, eng_str template_id,
		      int **numbers, size_t *count);

#endif
