/* Staging with POSIX calls. Each failure names the path and the reason. */
#include "run/stage.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"

/* What one channel has in the open chunk. */
typedef struct shelf {
	const char *channel;
	eng_pack *pack;    /* NULL: none yet in this run */
	bool files, packs; /* this chunk has some */
} shelf;

struct eng_stage {
	eng_arena arena; /* names that live as long as the stage */
	const char *partial, *dir;
	eng_date stamp;
	unsigned chunk;
	shelf *shelves;
	size_t count, room;
};

eng_stage *eng_stage_new(eng_ctx *ctx, const char *partial, const char *name, eng_date stamp) {
	eng_stage *stage = eng_malloc(sizeof(*stage));

	memset(stage, 0, sizeof(*stage));
	eng_arena_init(&stage->arena);
	stage->partial = eng_arena_strdup(&stage->arena, partial);
	stage->dir = eng_path_join(&stage->arena, partial, name);
	stage->stamp = stamp;
	if (!eng_file_mkdirs(ctx, stage->dir)) {
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
	eng_arena_finish(&stage->arena);
	free(stage);
}

void eng_stage_open(eng_stage *stage, unsigned chunk) {
	stage->chunk = chunk;
	for (size_t i = 0; i < stage->count; i++) {
		stage->shelves[i].files = stage->shelves[i].packs = false;
	}
}

static bool fail(eng_ctx *ctx, const char *what, const char *path) {
	return eng_fail(ctx, "file.unwritable", (eng_loc){ path, 0, 0 }, "'%s' cannot be %s: %s",
			path, what, strerror(errno));
}

/* The channel's shelf, with its folder in the run. NULL after reporting. */
static shelf *find_shelf(eng_ctx *ctx, eng_stage *stage, const char *channel) {
	for (size_t i = 0; i < stage->count; i++) {
		if (strcmp(stage->shelves[i].channel, channel) == 0) {
			return &stage->shelves[i];
		}
	}
	if (!eng_file_mkdirs(ctx, eng_path_join(&stage->arena, stage->partial, channel))) {
		return NULL;
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
	return ok || fail(ctx, "written", path);
}

bool eng_stage_file(eng_ctx *ctx, eng_stage *stage, eng_arena *arena, const char *channel,
		    const char *name, eng_str bytes, eng_place *place) {
	const char *dir = eng_path_join(arena, stage->dir, channel);
	shelf *own = find_shelf(ctx, stage, channel);

	if (!own || (!own->files && !eng_file_mkdirs(ctx, dir))) {
		return false;
	}
	own->files = true;
	*place = (eng_place){ .path = eng_arena_printf(arena, "%s/%05u/%s", channel, stage->chunk,
						       name) };
	return write_plain(ctx, eng_path_join(arena, dir, name), bytes);
}

static const char *packed_name(const eng_stage *stage, eng_arena *arena, const shelf *own) {
	return eng_arena_printf(arena, "%s/%s.%s", stage->dir, own->channel,
				eng_pack_extension(own->pack));
}

bool eng_stage_packed(eng_ctx *ctx, eng_stage *stage, eng_arena *arena, const char *channel,
		      const char *extension, const char *name, eng_str bytes, eng_place *place) {
	shelf *own = find_shelf(ctx, stage, channel);

	if (!own) {
		return false;
	}
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

static bool move(eng_ctx *ctx, const char *from, const char *to) {
	return rename(from, to) == 0 || fail(ctx, "renamed", from);
}

static bool place_shelf(eng_ctx *ctx, eng_stage *stage, eng_arena *arena, const shelf *own) {
	const char *to =
	    eng_arena_printf(arena, "%s/%s/%05u", stage->partial, own->channel, stage->chunk);

	if (own->files && !move(ctx, eng_path_join(arena, stage->dir, own->channel), to)) {
		return false;
	}
	return !own->packs ||
	       (eng_pack_end(ctx, own->pack) &&
		move(ctx, packed_name(stage, arena, own),
		     eng_arena_printf(arena, "%s.%s", to, eng_pack_extension(own->pack))));
}

/* A part is written in the staging folder first, so that it appears whole. */
static bool place_part(eng_ctx *ctx, eng_stage *stage, eng_arena *arena, const char *kind,
		       eng_str bytes) {
	const char *from = eng_path_join(arena, stage->dir, kind);
	const char *to =
	    eng_arena_printf(arena, "%s/parts/%05u.%s", stage->partial, stage->chunk, kind);

	return write_plain(ctx, from, bytes) && move(ctx, from, to);
}

bool eng_stage_place(eng_ctx *ctx, eng_stage *stage, eng_str manifest, eng_str quarantine) {
	eng_arena_mark mark;
	bool ok = true;

	eng_arena_alloc(&stage->arena, 1); /* so that the mark has a chunk to return to */
	mark = eng_arena_tell(&stage->arena);
	for (size_t i = 0; ok && i < stage->count; i++) {
		ok = place_shelf(ctx, stage, &stage->arena, &stage->shelves[i]);
	}
	ok = ok && place_part(ctx, stage, &stage->arena, "manifest", manifest) &&
	     place_part(ctx, stage, &stage->arena, "quarantine", quarantine);
	eng_arena_rewind(&stage->arena, mark);
	return ok;
}
