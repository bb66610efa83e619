/* Jobs: read, and their expressions compiled against the vocabulary of the room's letter. */
#include "fuzz-room.h"
#include "run/plan.h"

static eng_workshop *open_shop(void) {
	eng_ctx ctx = fuzz_ctx();
	eng_workshop_options options = {
		.library = getenv("ENG_FUZZ_ROOM") ? getenv("ENG_FUZZ_ROOM") : ".",
		.tmpl = eng_str_from(fuzz_room_path("letter.xml")),
		.run_date = { .year = 2026, .month = 11, .day = 1 },
		.document_only = true,
	};

	return eng_workshop_open(&ctx, &options);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	static eng_workshop *shop;
	eng_ctx ctx = fuzz_ctx();
	eng_arena arena;
	eng_job *job;

	if (size > 1 << 16) {
		return 0;
	}
	if (!shop) {
		shop = open_shop();
		assert(shop);
	}
	eng_arena_init(&arena);
	job = eng_job_parse(&ctx, &arena, fuzz_room_path("job.yaml"), fuzz_text(data, size), NULL,
			    0, eng_channel_names);
	assert((job != NULL) == (ctx.errors == 0));
	if (job) {
		eng_plan *plan = eng_plan_new(&ctx, &arena, job, shop);

		assert((plan != NULL) == (ctx.errors == 0));
		eng_plan_free(plan);
	}
	eng_arena_finish(&arena);
	return 0;
}
