/* A document composed as runs do it, for tests that need a real one. */
#include "composed.h"

#include <glib.h>

#include "content/library.h"
#include "run/workshop.h"

static eng_document *first_document(eng_ctx *ctx, eng_workshop *shop, eng_arena *arena,
				    const char *path) {
	eng_source_options none = { .format = ENG_FORMAT_AUTO };
	eng_source_options options = eng_workshop_source(shop, &none);
	eng_source *source =
	    eng_source_open(ctx, eng_library_names(eng_workshop_library(shop)), path, &options);
	eng_record *raw = eng_arena_new(arena, eng_record);
	const eng_record *record = NULL;

	if (source && eng_source_next(source, arena, raw) == ENG_SOURCE_RECORD) {
		record = eng_workshop_record(ctx, shop, arena, raw);
	}
	eng_source_close(source);
	return record ? eng_workshop_document(ctx, shop, arena, record) : NULL;
}

bool composed_open(eng_ctx *ctx, eng_arena *arena, const char *name, composed *out) {
	char *here = g_path_get_dirname(__FILE__);
	const char *cases = eng_arena_printf(arena, "%s/../cases", here);
	eng_workshop_options options = {
		.library = eng_arena_printf(arena, "%s/common", cases),
		.tmpl = eng_str_from(eng_arena_printf(arena, "%s/%s/template.xml", cases, name)),
		.run_date = { .year = 2026, .month = 11, .day = 1 },
	};
	eng_workshop *shop;

	g_free(here);
	for (int i = 0; eng_channel_names[i]; i++) {
		if (g_str_equal(eng_channel_names[i], "pdf")) {
			options.channels = (eng_channel_set)1 << i;
			out->channel = i;
		}
	}
	shop = eng_workshop_open(ctx, &options);
	out->shop = shop;
	out->press = shop ? eng_workshop_press(shop) : NULL;
	out->document = shop
			    ? first_document(ctx, shop, arena,
					     eng_arena_printf(arena, "%s/%s/data.xml", cases, name))
			    : NULL;
	return out->document != NULL;
}

void composed_close(composed *made) {
	eng_workshop_close(made->shop);
}
