/* The text of a release: a line that names format, template and number, then one line a file, hash,
 * two spaces, path, as `sha256sum --check` reads them from inside the library. */
#include "compliance/release.h"

#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/file.h"

#define FILE_LIMIT (1u << 30)
#define FONTS      "fonts/"
#define FIRST_LINE "# engross release 1, template %.*s, number %d\n"

static int by_path(const void *a, const void *b) {
	const eng_content_file *x = a, *y = b;

	return eng_str_cmp(x->path, y->path);
}

/* "12.txt"; counted from 1, without leading zeros. */
static bool parse_number(eng_arena *arena, eng_str name, int *out) {
	eng_str number = eng_str_sub(name, 0, name.n < 4 ? 0 : name.n - 4);
	eng_decimal value;
	int64_t n;

	if (!eng_str_ends(name, ".txt") || !eng_decimal_parse(number, false, &value) ||
	    !eng_decimal_to_int64(value, &n) || n < 1 || n > 1000000) {
		return false;
	}
	*out = (int)n;
	return eng_str_eqc(number, eng_arena_printf(arena, "%d", *out));
}

/* "<template>/<n>.txt" behind "releases/": the place says what the first line must say. */
static bool parse_path(eng_arena *arena, const char *path, eng_release *out) {
	eng_str rest = eng_str_from(path), folder;

	return eng_str_split(&rest, '/', &folder) && eng_str_eqc(folder, "releases") &&
	       eng_str_split(&rest, '/', &out->template_id) && eng_id_is_valid(out->template_id) &&
	       rest.s && parse_number(arena, rest, &out->number);
}

static bool parse_file(eng_str line, eng_content_file *out) {
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

const eng_content_file *eng_release_find(const eng_release *release, eng_str path) {
	eng_content_file key = { .path = path };

	return release->count
		   ? bsearch(&key, release->files, release->count, sizeof(*release->files), by_path)
		   : NULL;
}

/* Its line in the release, column of the path. */
static eng_loc line_of(const eng_release *release, const eng_content_file *file) {
	return (eng_loc){ release->path, (int)(file - release->files) + 2, 67 };
}

bool eng_release_differs(eng_ctx *ctx, const eng_release *release, const eng_content_file *file) {
	return eng_fail(ctx, "release.changed", line_of(release, file),
			"'%.*s' is not the file that stands in release '%s'; restore it, or make a "
			"new release",
			ENG_STR_ARG(file->path), release->path);
}

/* A file taken away would let another one step in, such as the strings of a more general language. */
static bool check_file(eng_ctx *ctx, eng_arena *room, const eng_release *release,
		       const eng_content_file *file, const char *library) {
	const char *path = eng_path_join(room, library, eng_str_dup(room, file->path));
	eng_str bytes;
	eng_hash hash;

	if (!eng_file_exists(path)) {
		return eng_str_starts(file->path, FONTS) ||
		       eng_fail(ctx, "release.no-file", line_of(release, file),
				"'%.*s' stands in release '%s', but is not in the library",
				ENG_STR_ARG(file->path), release->path);
	}
	if (!eng_file_read(ctx, room, path, FILE_LIMIT, &bytes)) {
		return false;
	}
	hash = eng_hash_of(bytes.s, bytes.n);
	return eng_hash_eq(&hash, &file->hash) || eng_release_differs(ctx, release, file);
}

bool eng_release_check(eng_ctx *ctx, const eng_release *release, const char *library) {
	eng_arena room;
	bool ok = true;

	eng_arena_init(&room);
	for (size_t i = 0; i < release->count; i++) {
		ok = check_file(ctx, &room, release, &release->files[i], library) && ok;
		eng_arena_reset(&room);
	}
	eng_arena_finish(&room);
	return ok;
}

void eng_release_write(const eng_release *release, eng_buf *out) {
	char hex[ENG_HASH_HEX];

	eng_buf_printf(out, FIRST_LINE, ENG_STR_ARG(release->template_id), release->number);
	for (size_t i = 0; i < release->count; i++) {
		eng_hash_hex(&release->files[i].hash, hex);
		eng_buf_printf(out, "%s  %.*s\n", hex, ENG_STR_ARG(release->files[i].path));
	}
}

const char *eng_release_path(eng_arena *arena, eng_str template_id, int number) {
	return eng_arena_printf(arena, "releases/%.*s/%d.txt", ENG_STR_ARG(template_id), number);
}

const char *eng_release_kept(eng_arena *arena, const eng_hash *hash) {
	char hex[ENG_HASH_HEX];

	eng_hash_hex(hash, hex);
	return eng_arena_printf(arena, "kept/%s", hex);
}

bool eng_release_keeps(const eng_content_file *file) {
	return !eng_str_starts(file->path, FONTS);
}

static int by_number_down(const void *a, const void *b) {
	int x = *(const int *)a, y = *(const int *)b;

	return x > y ? -1 : x < y;
}

bool eng_release_list(eng_ctx *ctx, eng_arena *arena, const char *library, eng_str template_id,
		      int **numbers, size_t *count) {
	const char *dir = eng_path_join(
	    arena, library, eng_arena_printf(arena, "releases/%.*s", ENG_STR_ARG(template_id)));
	const char *const *names;
	size_t n;

	*count = 0;
	if (!eng_file_is_dir(dir)) {
		return true;
	}
	if (!eng_file_list(ctx, arena, dir, &names, &n)) {
		return false;
	}
	*numbers = eng_arena_new_array(arena, n, int);
	for (size_t i = 0; i < n; i++) {
		*count += parse_number(arena, eng_str_from(names[i]), &(*numbers)[*count]);
	}
	if (*count) {
		qsort(*numbers, *count, sizeof(**numbers), by_number_down);
	}
	return true;
}
