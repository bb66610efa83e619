/* The room and the letter that is made in it. Errors of a channel do not keep the others from being made. */
#include "fuzz-room.h"

#include <stdlib.h>
#include <string.h>

#include "run/workshop.h"

static const char *room(void) {
	const char *path = getenv("ENG_FUZZ_ROOM");

	if (!path) {
		fprintf(stderr, "ENG_FUZZ_ROOM names no folder, see tests/fuzz/run\n");
		abort();
	}
	return path;
}

const char *fuzz_room_path(const char *name) {
	static char paths[4][4096];
	static unsigned turn;
	char *path = paths[++turn % 4];

	snprintf(path, sizeof(paths[0]), "%s/%s", room(), name);
	return path;
}

const char *fuzz_room_put(const char *name, const uint8_t *data, size_t size) {
	const char *path = fuzz_room_path(name);
	FILE *file = fopen(path, "wb");

	if (!file || fwrite(data, 1, size, file) != size || fclose(file) != 0) {
		perror(path);
		abort();
	}
	return path;
}

static eng_channel_set channels(void) {
	eng_channel_set set = 0;

	for (int i = 0; eng_channels[i]; i++) {
		set |= (eng_channel_set)(strcmp(eng_channels[i]->name, "preview") != 0) << i;
	}
	return set;
}

static void render(eng_ctx *ctx, eng_workshop *shop, eng_arena *arena,
		   const eng_document *document) {
	eng_work work = { 0 };

	for (int i = 0; eng_channels[i]; i++) {
		unsigned long before = ctx->errors;
		bool good;

		if (!(channels() >> i & 1) ||
		    !eng_template_reaches(eng_workshop_template(shop), eng_channels[i]->name)) {
			continue;
		}
		work.artifacts[0].channel = i;
		work.artifacts[0].reason = "always";
		work.count = 1;
		good = eng_workshop_render(ctx, shop, arena, document, &work);
		assert(good == (ctx->errors == before));
		for (size_t k = 0; good && k < eng_artifact_files(&work.artifacts[0]); k++) {
			eng_artifact_file_at(arena, document, &work.artifacts[0], k);
		}
	}
	eng_work_finish(&work);
}

static void make(eng_ctx *ctx, eng_workshop *shop, eng_arena *arena) {
	eng_source_options none = { .format = ENG_FORMAT_XML };
	eng_source_options options = eng_workshop_source(shop, &none);
	eng_source *source = eng_source_open(ctx, eng_library_names(eng_workshop_library(shop)),
					     fuzz_room_path("data.xml"), &options);
	eng_record raw;
	eng_source_status status;
	unsigned long before = ctx->errors;
	bool good = eng_workshop_try(ctx, shop);

	assert(good == (ctx->errors == before));
	while (good && source &&
	       ((status = eng_source_next(source, arena, &raw)) == ENG_SOURCE_RECORD ||
		status == ENG_SOURCE_BAD)) {
		const eng_record *record;
		const eng_document *document;

		before = ctx->errors;
		record = status == ENG_SOURCE_RECORD ? eng_workshop_record(ctx, shop, arena, &raw)
						     : NULL;
		document = record ? eng_workshop_document(ctx, shop, arena, record) : NULL;
		assert(status == ENG_SOURCE_BAD || (document != NULL) == (ctx->errors == before));
		if (document) {
			render(ctx, shop, arena, document);
		}
	}
	eng_source_close(source);
}

void fuzz_room_make(const char *tmpl, const char *theme) {
	eng_ctx ctx = fuzz_ctx();
	eng_arena arena;
	char fonts[4096];
	eng_workshop_options options = {
		.library = room(),
		.font_path = fonts,
		.hyphen_path = "/nowhere",
		.tmpl = eng_str_from(tmpl),
		.theme = eng_str_from(theme),
		.channels = channels(),
		.run_date = { .year = 2026, .month = 11, .day = 1 },
		.preview = { .svg = true },
		.draft = true,
		.lint = true,
	};
	eng_workshop *shop;

	snprintf(fonts, sizeof(fonts), "%s/fonts", room());
	ctx.limits.document_nodes = 20000;
	ctx.limits.pages = 40;
	ctx.limits.artifact_bytes = 4 << 20;
	ctx.limits.arena_bytes = 64 << 20;
	ctx.limits.file_bytes = 1 << 18;
	shop = eng_workshop_open(&ctx, &options);
	assert((shop != NULL) == (ctx.errors == 0));
	eng_arena_init(&arena);
	if (shop) {
		make(&ctx, shop, &arena);
	}
	eng_arena_finish(&arena);
	eng_workshop_close(shop);
}
