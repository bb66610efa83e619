/* The text of a release: a line that names format, template and number, then one line a file, hash,
 * two spaces, path, as `sha256sum --check` reads them from inside the library. */
#include "compliance/release.h"

#include <string.h>

#include "base/decimal.h"
#include "base/file.h"

#define FIRST_LINE "# engross release 1, template %.*s, number %d\n"

static int by_path(const void *a, const void *b) {
	return eng_str_cmp(((const eng_release_file *)a)->path,
			   ((const eng_release_file *)b)->path);
}

/* "<template>/<n>.txt" behind "releases/": the place says what the first line must say. */
static bool parse_path(eng_arena *arena, const char *path, eng_release *out) {
	eng_str rest = eng_str_from(path), folder, number;
	eng_decimal value;
	int64_t n;

	if (!eng_str_split(&rest, '/', &folder) || !eng_str_eqc(folder, "releases") ||
	    !eng_str_split(&rest, '/', &out->template_id) || !eng_id_is_valid(out->template_id) ||
	    !rest.s || !eng_str_ends(rest, ".txt")) {
		return false;
	}
	number = eng_str_sub(rest, 0, rest.n - 4);
	if (!eng_decimal_parse(number, false, &value) || !eng_decimal_to_int64(value, &n) ||
	    n < 1 || n > 1000000) {
		return false;
	}
	out->number = (int)n;
	return eng_str_eqc(number, eng_arena_printf(arena, "%d", out->number));
}

static bool parse_file(eng_str line, eng_release_file *out) {
	eng_str gap = eng_str_sub(line, 64, 66);

	out->path = eng_str_sub(line, 66, line.n);
	return line.n > 66 && eng_hash_parse(eng_str_sub(line, 0, 64), &out->hash) &&
	       eng_str_eqc(gap, "  ") && eng_path_is_safe(out->path);
}

bool eng_release_parse(eng_ctx *ctx, eng_arena *arena, const char *path, eng_str text,
		       eng_release *out) {
	eng_loc where = { path, 1, 1 };
	eng_str rest = text, line;
	size_t cap = 0;

	*out = (eng_release){ .path = path };
	if (!parse_path(arena, path, out) || !eng_str_split(&rest, '\n', &line) ||
	    !eng_str_eq(
		eng_str_sub(text, 0, line.n + 1),
		eng_str_printf(arena, FIRST_LINE, ENG_STR_ARG(out->template_id), out->number))) {
		return eng_fail(ctx, "release.bad-format", where,
				"not a release: the first line should name the template and number "
				"that its path '%s' says",
				path);
	}
	while (eng_str_split(&rest, '\n', &line)) {
		where.line++;
		if (line.n == 0 && !rest.s) {
			break;
		}
		out->files =
		    eng_arena_grow(arena, out->files, out->count, &cap, sizeof(*out->files));
		if (!parse_file(line, &out->files[out->count])) {
			return eng_fail(ctx, "release.bad-format", where,
					"a SHA-256, two spaces and a path are expected");
		}
		if (out->count > 0 &&
		    by_path(&out->files[out->count - 1], &out->files[out->count]) >= 0) {
			return eng_fail(ctx, "release.bad-format", where,
					"paths should be sorted, each once");
		}
		out->count++;
	}
	return true;
}
