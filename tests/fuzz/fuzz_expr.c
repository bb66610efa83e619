/* Expressions, compiled against nothing and evaluated over a small record. */
#include "expr/expr.h"
#include "expr/locale.h"
#include "fuzz.h"

static void evaluate(eng_ctx *ctx, eng_arena *arena, const eng_expr *expr,
		     const eng_record *record) {
	eng_locale *locale = eng_locale_new(ctx, "de", "DE");
	uint64_t steps = 0;
	eng_rows rows = { 0 };
	eng_eval eval = {
		.ctx = ctx,
		.arena = arena,
		.record = record,
		.node = record->root,
		.position = 1,
		.last = 1,
		.rows = &rows,
		.locale = locale,
		.run_date = { .year = 2026, .month = 11, .day = 1, .offset = ENG_DATE_UNZONED },
		.steps = &steps
	};
	unsigned long before = ctx->errors;
	eng_result result;
	eng_value value;
	bool present;
	bool good = eng_expr_select(&eval, expr, &result);

	assert(good == (ctx->errors == before));
	before = ctx->errors;
	good = eng_expr_value(&eval, expr, &value, &(const eng_field *){ NULL }, &present);
	assert(good == (ctx->errors == before));
	eng_locale_free(locale);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	eng_ctx ctx = fuzz_ctx();
	eng_names *names;
	eng_arena arena;
	eng_scope scope = { .rows = true };
	eng_record record = { .file = "fuzz" };
	const eng_expr *expr;

	if (size > 4096) {
		return 0;
	}
	names = eng_names_new();
	eng_arena_init(&arena);
	scope.names = names;
	record.root = eng_field_new(&arena, NULL, NULL, eng_names_add(names, ENG_STR("r")));
	for (int i = 0; i < 3; i++) {
		eng_field *field =
		    eng_field_new(&arena, record.root, NULL, eng_names_add(names, ENG_STR("a")));

		field->text = i ? ENG_STR("12.50") : ENG_STR("2026-11-01");
		field->order = (uint32_t)i + 1;
	}
	expr = eng_expr_compile(&ctx, &arena, &scope, fuzz_text(data, size),
				(eng_loc){ "fuzz", 1, 1 });
	assert((expr != NULL) == (ctx.errors == 0));
	if (expr) {
		evaluate(&ctx, &arena, expr, &record);
	}
	eng_arena_finish(&arena);
	eng_names_free(names);
	return 0;
}
