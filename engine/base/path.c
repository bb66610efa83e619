/* Names of files and folders as text: joining, and what is safe to use from data. */
#include "base/file.h"
#include "base/utf8.h"

#define SAFE_NAME_MAX 64

const char *eng_path_join(eng_arena *arena, const char *dir, const char *name) {
	size_t n = strlen(dir);

	if (name[0] == '/' || n == 0 || strcmp(dir, ".") == 0) {
		return eng_arena_strdup(arena, name);
	}
	return eng_arena_printf(arena, "%s%s%s", dir, dir[n - 1] == '/' ? "" : "/", name);
}

const char *eng_path_dir(eng_arena *arena, const char *path) {
	const char *slash = strrchr(path, '/');

	if (!slash) {
		return ".";
	}
	return slash == path ? "/" : eng_arena_strndup(arena, path, (size_t)(slash - path));
}

const char *eng_path_base(const char *path) {
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

bool eng_path_is_safe(eng_str path) {
	eng_str rest = path, segment;

	for (size_t i = 0; i < path.n; i++) {
		unsigned char c = (unsigned char)path.s[i];

		if (c < 0x20 || c == 0x7f || c == '\\') {
			return false;
		}
	}
	while (eng_str_split(&rest, '/', &segment)) {
		if (segment.n == 0 || eng_str_eqc(segment, ".") || eng_str_eqc(segment, "..")) {
			return false;
		}
	}
	return path.n > 0 && eng_utf8_valid(path) == path.n;
}

const char *eng_path_sanitise(eng_arena *arena, eng_str id) {
	size_t n = id.n < SAFE_NAME_MAX ? id.n : SAFE_NAME_MAX;
	char *out = eng_arena_strndup(arena, id.s, n);

	for (size_t i = 0; i < n; i++) {
		char c = out[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			     (c >= '0' && c <= '9') || c == '-' || c == '_' || (c == '.' && i > 0);

		out[i] = plain ? c : '_';
	}
	return n ? out : "_";
}

bool eng_id_is_valid(eng_str id) {
	for (size_t i = 0; i < id.n; i++) {
		char c = id.s[i];

		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '-' && i > 0))) {
			return false;
		}
	}
	return id.n > 0;
}
