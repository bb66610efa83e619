/* By the paths of run.json's values; what is not asked for is passed over. */
#include "run/past.h"

#include <string.h>

#include "base/file.h"
#include "markup/json-flat.h"

static void take(void *user, const char *path, const eng_json_token *value) {
	eng_past *past = user;

	if (strcmp(path, "counts/quarantined") == 0) {
		eng_json_flat_count(value, &past->quarantined);
	} else if (strcmp(path, "counts/unreadable") == 0) {
		eng_json_flat_count(value, &past->unreadable);
	}
}

bool eng_past_read(eng_ctx *ctx, eng_arena *arena, const char *folder, eng_past *past) {
	const char *path = eng_path_join(arena, folder, "run.json");
	eng_str text;

	*past = (eng_past){ 0 };
	return eng_file_read(ctx, arena, path, SIZE_MAX, &text) &&
	       eng_json_flat(ctx, path, 1, text, take, past);
}
