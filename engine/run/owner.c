/* The owner's password of PDF files: the first line of a file, so that it stands in no job and on no
 * command line. */
#include "run/owner.h"

#include "base/file.h"

enum { LEAST = 8, MOST = 127, FILE_MAX = 4096 };

bool eng_owner_read(eng_ctx *ctx, eng_arena *arena, const char *path, eng_loc where, eng_str *out) {
	eng_str text, line;

	if (!eng_file_read(ctx, arena, path, FILE_MAX, &text)) {
		return false;
	}
	if (!eng_str_split(&text, '\n', &line)) {
		line = text;
	}
	*out = eng_str_trim(line);
	return (out->n >= LEAST && out->n <= MOST) ||
	       eng_fail(ctx, "pdf.owner-password", where,
			"the first line of '%s' should be the owner's password, of %d to %d bytes",
			path, LEAST, MOST);
}
