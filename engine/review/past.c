/* What is unpacked stands in a room of its own below the system's folder for such, as long as it is compared.
 * Fonts are never kept: they are those of today, and what a release lists of them holds. */
#include "review/past.h"

#include <glib.h>
#include <unistd.h>

#include "base/file.h"
#include "compliance/release.h"
#include "run/folder.h"
#include "run/kept.h"
#include "run/lines.h"

#define RELEASE_BYTES (4u << 20)
#define RUN_CONTENT   "content.ndjson"

typedef struct unpacking {
	eng_ctx *ctx;
	eng_arena line;
	const char *path; /* of the lines of a run */
	const char *room;
} unpacking;

static bool make_room(eng_ctx *ctx, eng_arena *arena, eng_past *past) {
	char *room = g_dir_make_tmp("engross-past-XXXXXX", NULL);

	if (!room) {
		return eng_fail(ctx, "file.unwritable", (eng_loc){ 0 },
				"there is no room for the content as it was");
	}
	past->room = past->library = eng_arena_strdup(arena, room);
	g_free(room);
	return true;
}

/* Writes a file below the room. */
static bool put(unpacking *u, eng_str name, eng_str bytes) {
	const char *path = eng_path_join(&u->line, u->room, eng_str_dup(&u->line, name));

	return eng_file_mkdirs(u->ctx, eng_path_dir(&u->line, path)) &&
	       eng_file_write(u->ctx, path, bytes, false);
}

/* ---- what a run kept ---- */

static bool unpack_line(unpacking *u, eng_str line, uint64_t number) {
	eng_kept_file file;
	const char *why;

	eng_arena_reset(&u->line);
	if (!eng_kept_read(&u->line, eng_json_tree(&u->line, line, &why), &file) ||
	    (!file.job && !eng_path_is_safe(file.path))) {
		return eng_fail(
		    u->ctx, "release.bad-content", (eng_loc){ u->path, (int)number, 1 },
		    "this line of the kept content has not the bytes that its hash says");
	}
	return file.job || put(u, file.path, file.bytes);
}

static bool unpack(unpacking *u) {
	eng_lines lines;
	eng_str line;
	bool ok = true;

	eng_arena_init(&u->line);
	eng_lines_open(&lines, u->path, false);
	while (ok && eng_lines_next(&lines, &line)) {
		ok = unpack_line(u, line, lines.number);
	}
	if (ok && lines.bad) {
		ok = eng_fail(u->ctx, "file.unreadable", (eng_loc){ u->path, 0, 0 },
			      "'%s' cannot be read", u->path);
	}
	eng_lines_close(&lines);
	eng_arena_finish(&u->line);
	return ok;
}

/* ---- what a release listed ---- */

/* A folder of the library of today, where it has one and the past has none. */
static bool lend(eng_ctx *ctx, eng_arena *arena, const char *library, const char *room,
		 const char *name) {
	const char *from = eng_path_join(arena, library, name);
	const char *to = eng_path_join(arena, room, name);
	char *whole;
	bool ok;

	if (!eng_file_exists(from) || eng_file_exists(to)) {
		return true;
	}
	whole = g_canonicalize_filename(from, NULL);
	ok = symlink(whole, to) == 0 ||
	     eng_fail(ctx, "file.unwritable", (eng_loc){ to, 0, 0 }, "'%s' cannot be made", to);
	g_free(whole);
	return ok;
}

static bool take_kept(unpacking *u, const char *library, const eng_content_file *file) {
	const char *kept =
	    eng_path_join(&u->line, library, eng_release_kept(&u->line, &file->hash));
	eng_str bytes;
	eng_hash now;

	if (!eng_file_read(u->ctx, &u->line, kept, u->ctx->limits.file_bytes, &bytes)) {
		return false;
	}
	now = eng_hash_of(bytes.s, bytes.n);
	if (!eng_hash_eq(&now, &file->hash)) {
		return eng_fail(u->ctx, "release.bad-content", (eng_loc){ kept, 0, 0 },
				"these are not the bytes of '%.*s' that the release lists: their "
				"hash should be the file's name",
				ENG_STR_ARG(file->path));
	}
	return put(u, file->path, bytes);
}

static bool take_all(eng_ctx *ctx, const char *library, const eng_release *release,
		     const char *room) {
	unpacking u = { .ctx = ctx, .room = room };
	bool ok = true;

	eng_arena_init(&u.line);
	for (size_t i = 0; ok && i < release->count; i++) {
		eng_arena_reset(&u.line);
		ok = !eng_release_keeps(&release->files[i]) ||
		     take_kept(&u, library, &release->files[i]);
	}
	eng_arena_finish(&u.line);
	return ok;
}

/* A release made elsewhere may have left nothing here. */
static bool is_kept(eng_arena *arena, const char *library, const eng_release *release) {
	for (size_t i = 0; i < release->count; i++) {
		const eng_content_file *file = &release->files[i];

		if (eng_release_keeps(file) &&
		    !eng_file_exists(
			eng_path_join(arena, library, eng_release_kept(arena, &file->hash)))) {
			return false;
		}
	}
	return true;
}

static bool open_release(eng_ctx *ctx, eng_arena *arena, const char *library,
			 const eng_release *release, eng_past *past) {
	eng_ctx quiet;

	eng_ctx_init(&quiet, NULL, NULL);
	quiet.limits = ctx->limits;
	past->library = library;
	if (!is_kept(arena, library, release)) {
		return eng_release_check(ctx, release, library);
	}
	if (eng_release_check(&quiet, release, library)) {
		return true;
	}
	return make_room(ctx, arena, past) && take_all(ctx, library, release, past->room) &&
	       lend(ctx, arena, library, past->room, "blocks") &&
	       lend(ctx, arena, library, past->room, "rules") &&
	       lend(ctx, arena, library, past->room, "rules.xml") &&
	       lend(ctx, arena, library, past->room, "fonts");
}

bool eng_past_open(eng_ctx *ctx, eng_arena *arena, const char *side, eng_past *past) {
	const char *folder = side ? eng_path_dir(arena, side) : NULL;
	const char *content = side ? eng_path_join(arena, side, RUN_CONTENT) : NULL;
	eng_release release;
	eng_str text;

	*past = (eng_past){ .library = side };
	if (side && eng_file_exists(content)) {
		unpacking u = { .ctx = ctx, .path = content };

		if (!make_room(ctx, arena, past)) {
			return false;
		}
		u.room = past->room;
		return unpack(&u);
	}
	if (!side || !eng_str_ends(eng_str_from(side), ".txt")) {
		return true;
	}
	for (int up = 0; up < 2; up++) {
		folder = eng_path_dir(arena, folder);
	}
	return eng_file_read(ctx, arena, side, RELEASE_BYTES, &text) &&
	       eng_release_parse(ctx, arena, side + strlen(folder) + 1, text, &release) &&
	       open_release(ctx, arena, folder, &release, past);
}

void eng_past_close(eng_ctx *ctx, eng_past *past) {
	if (past->room) {
		eng_folder_remove(ctx, past->room);
	}
	*past = (eng_past){ 0 };
}
