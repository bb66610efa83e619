/* Only what an assembly writes is ever removed. */
#include "print/folder.h"

#include <stdio.h>
#include <unistd.h>

#include "base/file.h"

static bool is_ours(eng_str name) {
	static const char *const endings[] = { ".pdf", ".xjdf", ".csv", ".xml", ".json" };

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		if (eng_str_ends(name, endings[i])) {
			return true;
		}
	}
	return false;
}

/* False when something else lies there. */
static bool clear(eng_ctx *ctx, eng_arena *arena, const char *dir) {
	const char *const *names;
	bool ok = true;
	size_t n;

	if (!eng_file_list(ctx, arena, dir, &names, &n)) {
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		ok &= is_ours(eng_str_from(names[i])) &&
		      unlink(eng_path_join(arena, dir, names[i])) == 0;
	}
	return ok;
}

const char *eng_print_folder_make(eng_ctx *ctx, eng_arena *arena, const char *out) {
	const char *dir = eng_arena_printf(arena, "%s.partial", out);

	if (eng_file_exists(out)) {
		eng_fail(ctx, "print.out-exists", (eng_loc){ 0 },
			 "'%s' is there already, name a new folder", out);
		return NULL;
	}
	if (!eng_file_mkdirs(ctx, dir)) {
		return NULL;
	}
	if (!clear(ctx, arena, dir)) {
		eng_fail(ctx, "print.out-exists", (eng_loc){ 0 },
			 "files of others are in '%s', name another folder", dir);
		return NULL;
	}
	return dir;
}

bool eng_print_folder_name(eng_ctx *ctx, const char *dir, const char *out) {
	return rename(dir, out) == 0 || eng_file_unwritable(ctx, out, "named");
}

void eng_print_folder_drop(eng_ctx *ctx, eng_arena *arena, const char *dir) {
	if (dir && clear(ctx, arena, dir)) {
		rmdir(dir);
	}
}
