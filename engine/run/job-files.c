/* Patterns, one word each; "-" is standard input. */
#include "run/job-files.h"

#include "base/file.h"

bool eng_job_expand(eng_ctx *ctx, eng_arena *arena, const char *folder, const eng_yaml *value,
		    const char *const **files, size_t *count) {
	eng_str rest = value->text, word;
	const char **all = NULL;
	size_t n = 0, cap = 0;

	while (eng_str_word(&rest, &word)) {
		const char *const *found;
		size_t more;

		if (eng_str_eqc(word, "-")) {
			all = eng_arena_grow(arena, all, n, &cap, sizeof(*all));
			all[n++] = "-";
			continue;
		}
		if (!eng_file_glob(ctx, arena,
				   eng_path_join(arena, folder, eng_str_dup(arena, word)), &found,
				   &more)) {
			eng_note(ctx, value->where, "named here");
			return false;
		}
		for (size_t i = 0; i < more; i++) {
			all = eng_arena_grow(arena, all, n, &cap, sizeof(*all));
			all[n++] = found[i];
		}
	}
	*files = all;
	*count = n;
	return true;
}
