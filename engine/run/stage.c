/* Staging with POSIX calls. Each failure names the path and the reason. */
#include "run/stage.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"

/* What one channel has in the open chunk. */
typedef struct shelf {
	const char *channel;
	eng_pack *pack;    /* NULL: none yet in this run */
	bool files, packs; /* this chunk has some */
} shelf;

struct eng_stage {
	eng_arena arena; /* names that live as long as the stage */
	eng_buf dir;     /* of the open chunk */
	const char *root;
	eng_date stamp;
	unsigned chunk;
	shelf *shelves;
	size_t count, room;
};

eng_stage *eng_stage_new(eng_ctx *ctx, const char *partial, eng_date stamp) {
	eng_stage *stage = eng_malloc(sizeof(*stage));

	memset(stage, 0, sizeof(*stage));
	eng_arena_init(&stage->arena);
	stage->root = eng_path_join(&stage->arena, partial, ENG_STAGE);
	stage->stamp = stamp;
	if (!eng_file_mkdirs(ctx, stage->root)) {
		eng_stage_free(stage);
		return NULL;
	}
	return stage;
}

void eng_stage_free(eng_stage *stage) {
	if (!stage) {
		return;
	}
	for (size_t i = 0; i < stage->count; i++) {
		eng_pack_free(stage->shelves[i].pack);
	}
	eng_buf_finish(&stage->dir);
	eng_arena_finish(&stage->arena);
	free(stage);
}

bool eng_stage_open(eng_ctx *ctx, eng_stage *stage, unsigned chunk) {
	stage->chunk = chunk;
	for (size_t i = 0; i < stage->count; i++) {
		stage->shelves[i].files = stage->shelves[i].packs = false;
	}
	eng_buf_clear(&stage->dir);
	eng_buf_printf(&stage->dir, "%s/%05u", stage->root, chunk);
	return eng_file_mkdirs(ctx, stage->dir.s);
}

static shelf *find_shelf(eng_stage *stage, const char *channel) {
	for (size_t i = 0; i < stage->count; i++) {
		if (strcmp(stage->shelves[i].channel, channel) == 0) {
			return &stage->shelves[i];
		}
	}
	stage->shelves = eng_arena_grow(&stage->arena, stage->shelves, stage->count, &stage->room,
					sizeof(*stage->shelves));
	stage->shelves[stage->count] = (shelf){ .channel = channel };
	return &stage->shelves[stage->count++];
}

static bool write_plain(eng_ctx *ctx, const char *path, eng_str bytes) {
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	bool ok = fd >= 0 && eng_file_write_all(fd, bytes);

	if (fd >= 0 && close(fd) != 0) {
		ok = false;
	}
	return ok || eng_file_unwritable(ctx, path, "written");
}

bool eng_stage_file(eng_ctx *ctx, eng_stage *stage, eng_arena *arena, const char *channel,
		    const char *name, eng_str bytes, eng_place *place) {
	const char *dir = eng_path_join(arena, stage->dir.s, channel);
	shelf *own = find_shelf(stage, channel);

	if (!own->files && !eng_file_mkdirs(ctx, dir)) {
		return false;
	}
	own->files = true;
	*place = (eng_place){ .path = eng_arena_printf(arena, "%s/%05u/%s", channel, stage->chunk,
						       name) };
	return write_plain(ctx, eng_path_join(arena, dir, name), bytes);
}

static const char *packed_name(const eng_stage *stage, eng_arena *arena, const shelf *own) {
	return eng_arena_printf(arena, "%s/%s.%s", stage->dir.s, own->channel,
				eng_pack_extension(own->pack));
}

bool eng_stage_packed(eng_ctx *ctx, eng_stage *stage, eng_arena *arena, const char *channel,
		      const char *extension, const char *name, eng_str bytes, eng_place *place) {
	shelf *own = find_shelf(stage, channel);

	if (!own->pack) {
		own->pack = eng_pack_new(extension, stage->stamp);
	}
	if (!own->packs && !eng_pack_start(ctx, own->pack, packed_name(stage, arena, own))) {
		return false;
	}
	own->packs = true;
	*place = (eng_place){ .path = eng_arena_printf(arena, "%s/%05u.%s", channel, stage->chunk,
						       extension),
			      .packed = true };
	return eng_pack_add(ctx, own->pack, name, bytes, &place->pack);
}

bool eng_stage_close(eng_ctx *ctx, eng_stage *stage, eng_str manifest, eng_str quarantine) {
	eng_buf path = { 0 };
	bool ok = true;

	for (size_t i = 0; ok && i < stage->count; i++) {
		ok = !stage->shelves[i].packs || eng_pack_end(ctx, stage->shelves[i].pack);
	}
	eng_buf_printf(&path, "%s/manifest", stage->dir.s);
	ok = ok && write_plain(ctx, path.s, manifest);
	eng_buf_clear(&path);
	eng_buf_printf(&path, "%s/quarantine", stage->dir.s);
	ok = ok && write_plain(ctx, path.s, quarantine);
	eng_buf_finish(&path);
	return ok;
}

/* Where a file or folder of the staged chunk belongs: "pdf" to pdf/00001, "sms.ndjson" to
 * sms/00001.ndjson, "manifest" to parts/00001.manifest. NULL after reporting. */
static const char *target_of(eng_ctx *ctx, eng_arena *arena, const char *partial, const char *name,
			     unsigned chunk) {
	bool part = strcmp(name, "manifest") == 0 || strcmp(name, "quarantine") == 0;
	const char *dot = strchr(name, '.'), *folder;

	folder = part  ? ENG_PARTS
		 : dot ? eng_arena_strndup(arena, name, (size_t)(dot - name))
		       : name;
	folder = eng_path_join(arena, partial, folder);
	if (!eng_file_is_dir(folder) && !eng_file_mkdirs(ctx, folder)) {
		return NULL;
	}
	return eng_arena_printf(arena, "%s/%05u%s%s", folder, chunk, part ? "." : "",
				part  ? name
				: dot ? dot
				      : "");
}

bool eng_stage_place(eng_ctx *ctx, eng_arena *arena, const char *partial, unsigned chunk) {
	const char *dir = eng_arena_printf(arena, "%s/%s/%05u", partial, ENG_STAGE, chunk);
	const char *const *names;
	size_t n;

	if (!eng_file_list(ctx, arena, dir, &names, &n)) {
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		const char *from = eng_path_join(arena, dir, names[i]);
		const char *to = target_of(ctx, arena, partial, names[i], chunk);

		if (!to || (rename(from, to) != 0 && !eng_file_unwritable(ctx, from, "renamed"))) {
			return false;
		}
	}
	return rmdir(dir) == 0 || eng_file_unwritable(ctx, dir, "removed");
}
