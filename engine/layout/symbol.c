/* Barcodes by libzint, turned into rectangles of one path.
 *
 * Modules are a whole number of thousandths of a point, so that edges meet exactly. Knows no
 * documents; e-mail paints the same ink. */
#include "layout/symbol.h"

#include <zint.h>

#include "layout/post-symbol.h"

typedef struct symbology {
	const char *name;
	int id;
	eng_symbol_form form;
} symbology;

static const symbology symbologies[] = {
	{ "aztec", BARCODE_AZTEC, ENG_SYMBOL_MATRIX },
	{ "code-128", BARCODE_CODE128, ENG_SYMBOL_LINEAR },
	{ "code-39", BARCODE_CODE39, ENG_SYMBOL_LINEAR },
	{ "code128", BARCODE_CODE128, ENG_SYMBOL_LINEAR },
	{ "code39", BARCODE_CODE39, ENG_SYMBOL_LINEAR },
	{ "data-matrix", BARCODE_DATAMATRIX, ENG_SYMBOL_MATRIX },
	{ "datamatrix", BARCODE_DATAMATRIX, ENG_SYMBOL_MATRIX },
	{ "ean", BARCODE_EANX, ENG_SYMBOL_LINEAR },
	{ "ean13", BARCODE_EANX, ENG_SYMBOL_LINEAR },
	{ "gs1-128", BARCODE_GS1_128, ENG_SYMBOL_LINEAR },
	{ "itf", BARCODE_C25INTER, ENG_SYMBOL_LINEAR },
	{ "itf14", BARCODE_ITF14, ENG_SYMBOL_LINEAR },
	{ "pdf417", BARCODE_PDF417, ENG_SYMBOL_LINEAR },
	{ "qr", BARCODE_QRCODE, ENG_SYMBOL_MATRIX },
	{ "qrcode", BARCODE_QRCODE, ENG_SYMBOL_MATRIX },
};

static const symbology *find(eng_str name) {
	for (size_t i = 0; i < sizeof(symbologies) / sizeof(symbologies[0]); i++) {
		if (eng_str_eqc(name, symbologies[i].name)) {
			return &symbologies[i];
		}
	}
	return NULL;
}

bool eng_symbol_known(eng_str name, eng_symbol_form *form) {
	const symbology *s = find(name);

	if (form) {
		*form = s ? s->form : ENG_SYMBOL_LINEAR;
	}
	return s != NULL || eng_post_symbol_known(name);
}

/* libzint's units: a module is 2 wide at scale 1. */
static eng_length units(float x, eng_length module) {
	return (eng_length)(x * 1000 + 0.5f) * module / 2000;
}

static void add_rect(eng_path_op *ops, eng_rect r) {
	ops[0] = (eng_path_op){ ENG_MOVE, { r.x }, { r.y } };
	ops[1] = (eng_path_op){ ENG_LINE, { r.x + r.w }, { r.y } };
	ops[2] = (eng_path_op){ ENG_LINE, { r.x + r.w }, { r.y + r.h } };
	ops[3] = (eng_path_op){ ENG_LINE, { r.x }, { r.y + r.h } };
	ops[4] = (eng_path_op){ ENG_CLOSE, { 0 }, { 0 } };
}

static void draw(eng_arena *arena, const struct zint_vector *vector, eng_length module,
		 eng_length stretch, eng_ink *ink, eng_rect *box) {
	eng_path *path;
	eng_path_op *ops;
	size_t n = 0;

	*box = (eng_rect){ 0, 0, units(vector->width, module), units(vector->height, stretch) };
	eng_ink_fill(arena, ink, *box, (eng_color){ 255, 255, 255, 255 });
	for (const struct zint_vector_rect *r = vector->rectangles; r; r = r->next) {
		n++;
	}
	ops = eng_arena_new_array(arena, n * 5, eng_path_op);
	path = &eng_ink_add(arena, ink, ENG_ITEM_PATH, 0, NULL)->as.path;
	*path =
	    (eng_path){ .ops = ops, .count = n * 5, .fill = true, .fill_color = { 0, 0, 0, 255 } };
	for (const struct zint_vector_rect *r = vector->rectangles; r; r = r->next, ops += 5) {
		eng_length x = units(r->x, module), y = units(r->y, stretch);

		add_rect(ops, (eng_rect){ x, y, units(r->x + r->width, module) - x,
					  units(r->y + r->height, stretch) - y });
	}
}

/* The module and, for bars, the unit of height that make the symbol as large as asked. */
static bool fit(eng_ctx *ctx, const struct zint_symbol *symbol, const symbology *s, eng_length size,
		eng_length width, eng_loc where, eng_length *module, eng_length *stretch) {
	eng_length across = units(symbol->vector->width, 1000) / 1000;
	eng_length down = units(symbol->vector->height, 1000) / 1000;
	eng_length least = s->form == ENG_SYMBOL_MATRIX ? ENG_MM(0.35) : ENG_MM(0.25);

	if (s->form == ENG_SYMBOL_MATRIX) {
		*module = size / across > least ? size / across : least;
		*stretch = *module;
	} else {
		*module = ENG_MM(0.33) * across <= width ? ENG_MM(0.33) : width / across;
		*stretch = size / down > 0 ? size / down : 1;
	}
	if (*module * across > width || *module < least) {
		return eng_fail(ctx, "layout.barcode", where,
				"symbol of %ld modules does not fit into %ld pt, shorten its value",
				(long)across, (long)(width / 1000));
	}
	return true;
}

/* The symbol's modules; NULL after reporting. The caller deletes it. */
static struct zint_symbol *encode(eng_ctx *ctx, eng_arena *arena, const symbology *s, eng_str value,
				  bool quiet_zone, eng_loc where) {
	struct zint_symbol *symbol;

	if (value.n == 0 || value.n > 4000) {
		eng_fail(ctx, "layout.barcode", where, "value of %zu bytes cannot be a barcode",
			 value.n);
		return NULL;
	}
	symbol = ZBarcode_Create();
	if (!symbol) {
		eng_oom();
	}
	symbol->symbology = s->id;
	symbol->show_hrt = 0;
	symbol->option_1 = s->id == BARCODE_QRCODE ? 2 : symbol->option_1; /* error correction M */
	symbol->input_mode = s->id == BARCODE_QRCODE ? DATA_MODE : UNICODE_MODE;
	symbol->output_options |= quiet_zone ? BARCODE_QUIET_ZONES : 0;
	if (ZBarcode_Encode(symbol, (const unsigned char *)value.s, (int)value.n) >= ZINT_ERROR ||
	    ZBarcode_Buffer_Vector(symbol, 0) >= ZINT_ERROR) {
		eng_fail(ctx, "layout.barcode", where, "value %s cannot be a %s: %s",
			 eng_quote(arena, value), s->name, symbol->errtxt);
		ZBarcode_Delete(symbol);
		return NULL;
	}
	return symbol;
}

/* A code of a post has the size that the post wants, whatever the theme says. */
static bool draw_post(eng_ctx *ctx, eng_arena *arena, eng_str name, eng_str value, eng_length width,
		      eng_loc where, eng_ink *ink, eng_rect *box) {
	eng_post_symbol symbol;
	eng_path_op *ops;
	eng_rect bar;
	size_t n = 0;

	if (!eng_post_symbol_make(ctx, arena, name, value, where, &symbol)) {
		return false;
	}
	*box = (eng_rect){ 0, 0, symbol.width + 2 * symbol.clear_x,
			   symbol.height + 2 * symbol.clear_y };
	if (box->w > width) {
		return eng_fail(ctx, "layout.barcode", where,
				"a code of %ld pt does not fit into %ld pt, and it must not be "
				"smaller",
				(long)(box->w / 1000), (long)(width / 1000));
	}
	eng_ink_fill(arena, ink, *box, (eng_color){ 255, 255, 255, 255 });
	for (int at = 0; eng_post_symbol_next(&symbol, &at, &bar);) {
		n++;
	}
	ops = eng_arena_new_array(arena, n * 5, eng_path_op);
	eng_ink_add(arena, ink, ENG_ITEM_PATH, 0, NULL)->as.path =
	    (eng_path){ .ops = ops, .count = n * 5, .fill = true, .fill_color = { 0, 0, 0, 255 } };
	for (int at = 0; eng_post_symbol_next(&symbol, &at, &bar); ops += 5) {
		bar.x += symbol.clear_x;
		bar.y += symbol.clear_y;
		add_rect(ops, bar);
	}
	return true;
}

bool eng_symbol_draw(eng_ctx *ctx, eng_arena *arena, eng_str name, eng_str value, eng_length size,
		     eng_length width, eng_loc where, eng_ink *ink, eng_rect *box) {
	const symbology *s = find(name);
	struct zint_symbol *symbol;
	eng_length module, stretch;
	bool ok;

	if (eng_post_symbol_known(name)) {
		return draw_post(ctx, arena, name, value, width, where, ink, box);
	}
	if (!s) {
		return eng_fail(ctx, "layout.barcode", where, "unknown barcode type '%.*s'",
				ENG_STR_ARG(name));
	}
	symbol = encode(ctx, arena, s, value, true, where);
	if (!symbol) {
		return false;
	}
	ok = fit(ctx, symbol, s, size, width, where, &module, &stretch);
	if (ok) {
		draw(arena, symbol->vector, module, stretch, ink, box);
	}
	ZBarcode_Delete(symbol);
	return ok;
}

static bool is_dark(const struct zint_symbol *symbol, int row, int x) {
	return symbol->encoded_data[row][x / 8] >> (x % 8) & 1;
}

/* The next stretch of dark modules in the row, from *x on; *x is its begin. 0: there is none. */
static int dark_run(const struct zint_symbol *symbol, int row, int *x) {
	int run = 0;

	while (*x < symbol->width && !is_dark(symbol, row, *x)) {
		++*x;
	}
	while (*x + run < symbol->width && is_dark(symbol, row, *x + run)) {
		run++;
	}
	return run;
}

/* Edges are the nearest thousandths of a point: the square is exact, modules differ by one. */
bool eng_symbol_fill(eng_ctx *ctx, eng_arena *arena, eng_str value, eng_length side, eng_loc where,
		     eng_ink *ink) {
	struct zint_symbol *symbol = encode(ctx, arena, find(ENG_STR("qr")), value, false, where);
	int n = symbol ? symbol->width : 0;
	eng_path_op *ops;
	eng_path *path;
	size_t count = 0;

	for (int row = 0; row < n; row++) {
		for (int x = 0, run; (run = dark_run(symbol, row, &x)) > 0; x += run) {
			count += 5;
		}
	}
	if (count == 0) { /* reported */
		return false;
	}
	ops = eng_arena_new_array(arena, count, eng_path_op);
	path = &eng_ink_add(arena, ink, ENG_ITEM_PATH, 0, NULL)->as.path;
	*path =
	    (eng_path){ .ops = ops, .count = count, .fill = true, .fill_color = { 0, 0, 0, 255 } };
	for (int row = 0; row < n; row++) {
		eng_length top = row * side / n, height = (row + 1) * side / n - top;

		for (int x = 0, run; (run = dark_run(symbol, row, &x)) > 0; x += run, ops += 5) {
			eng_length left = x * side / n;

			add_rect(ops, (eng_rect){ left, top, (x + run) * side / n - left, height });
		}
	}
	ZBarcode_Delete(symbol);
	return true;
}
