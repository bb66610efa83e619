/* Barcodes of messages: libzint tells the bars, the layout's painter draws them. */
#include <zint.h>

#include "channels/email/pictures.h"

typedef struct symbology {
	const char *name;
	int zint;
	int pixels; /* CSS pixels of a module */
	bool cross; /* with the Swiss cross in the middle */
} symbology;

static const symbology symbologies[] = {
	{ "qr", BARCODE_QRCODE, 4, false },
	{ "swiss-qr", BARCODE_QRCODE, 3, true },
	{ "datamatrix", BARCODE_DATAMATRIX, 4, false },
	{ "code128", BARCODE_CODE128, 1, false },
	{ "code-128", BARCODE_CODE128, 1, false },
	{ "ean13", BARCODE_EANX, 2, false },
	{ "ean-13", BARCODE_EANX, 2, false },
	{ "pdf417", BARCODE_PDF417, 2, false },
	{ "aztec", BARCODE_AZTEC, 4, false },
	{ "itf", BARCODE_C25INTER, 2, false },
	{ "gs1-128", BARCODE_GS1_128, 1, false },
};

static const symbology *symbology_of(eng_str name) {
	for (size_t i = 0; i < sizeof(symbologies) / sizeof(symbologies[0]); i++) {
		if (eng_str_eqc(name, symbologies[i].name)) {
			return &symbologies[i];
		}
	}
	return NULL;
}

static void add_rect(eng_arena *arena, eng_page *page, eng_rect box, eng_color color) {
	eng_path_op *ops = eng_arena_new_array(arena, 5, eng_path_op);
	eng_length x[] = { box.x, box.x + box.w, box.x + box.w, box.x };
	eng_length y[] = { box.y, box.y, box.y + box.h, box.y + box.h };

	for (int i = 0; i < 4; i++) {
		ops[i] = (eng_path_op){ i ? ENG_LINE : ENG_MOVE, { x[i] }, { y[i] } };
	}
	ops[4] = (eng_path_op){ .verb = ENG_CLOSE };
	page->items =
	    eng_arena_grow(arena, page->items, page->count, &page->cap, sizeof(*page->items));
	memset(&page->items[page->count], 0, sizeof(eng_item));
	page->items[page->count].kind = ENG_ITEM_PATH;
	page->items[page->count].as.path =
	    (eng_path){ .ops = ops, .count = 5, .fill = true, .fill_color = color };
	page->count++;
}

/* Style guide for the QR-bill: a cross of 7 mm in the middle of a code of 46 mm. */
static void add_cross(eng_arena *arena, eng_page *page, eng_length code) {
	static const eng_color black = { 0, 0, 0, 255 }, white = { 255, 255, 255, 255 };
	static const struct {
		int w, h; /* 1/1000 mm */
		bool dark;
	} boxes[] = { { 7000, 7000, false },
		      { 6000, 6000, true },
		      { 3889, 1167, false },
		      { 1167, 3889, false } };

	for (size_t i = 0; i < sizeof(boxes) / sizeof(boxes[0]); i++) {
		eng_length w = (eng_length)((int64_t)code * boxes[i].w / 46000);
		eng_length h = (eng_length)((int64_t)code * boxes[i].h / 46000);
		eng_rect box = { (page->width - w) / 2, (page->height - h) / 2, w, h };

		add_rect(arena, page, box, boxes[i].dark ? black : white);
	}
}

/* Modules that each row is high: rows of PDF417 are three times as high as wide (ISO/IEC 15438). */
static int row_modules(const struct zint_symbol *symbol) {
	int modules = (int)(symbol->height / (float)symbol->rows);

	return modules > 1 ? modules : 1;
}

/* One rectangle for each run of dark modules, on white with the quiet zone of four modules. */
static void draw(eng_pictures *p, struct zint_symbol *symbol, int pixels, eng_page *page) {
	static const eng_color black = { 0, 0, 0, 255 }, white = { 255, 255, 255, 255 };
	eng_length module = (eng_length)pixels * 750, quiet = 4 * module;
	bool linear = symbol->rows == 1;
	eng_length tall = linear ? 48 * 750 : module * row_modules(symbol);
	eng_length height = tall * symbol->rows;

	page->width = symbol->width * module + 2 * quiet;
	page->height = height + 2 * quiet;
	page->master = "";
	add_rect(p->arena, page, (eng_rect){ 0, 0, page->width, page->height }, white);
	for (int y = 0; y < symbol->rows; y++) {
		for (int x = 0; x < symbol->width;) {
			int from = x;

			while (x < symbol->width &&
			       (symbol->encoded_data[y][x >> 3] >> (x & 7) & 1)) {
				x++;
			}
			if (x > from) {
				add_rect(p->arena, page,
					 (eng_rect){ quiet + from * module, quiet + y * tall,
						     (x - from) * module, tall },
					 black);
			}
			x += x == from;
		}
	}
}

const eng_picture *eng_picture_code(eng_pictures *p, eng_str name, eng_str payload, eng_loc where) {
	const symbology *kind = symbology_of(name);
	struct zint_symbol *symbol;
	const eng_picture *picture = NULL;
	eng_page page = { 0 };

	if (!kind) {
		return eng_fail_null(
		    p->ctx, "email.bad-barcode", where,
		    "unknown barcode type '%s', a message can show qr, datamatrix, "
		    "aztec, pdf417, code128, gs1-128, ean13 and itf",
		    eng_quote(p->arena, name));
	}
	symbol = ZBarcode_Create();
	if (!symbol) {
		eng_oom();
	}
	symbol->symbology = kind->zint;
	symbol->input_mode = kind->zint == BARCODE_QRCODE ? DATA_MODE : UNICODE_MODE;
	if (kind->zint == BARCODE_QRCODE) {
		symbol->option_1 = 2; /* error correction M */
	}
	if (ZBarcode_Encode(symbol, (const unsigned char *)payload.s, (int)payload.n) >=
	    ZINT_ERROR) {
		eng_fail(p->ctx, "email.bad-barcode", where, "barcode cannot hold '%s': %s",
			 eng_quote(p->arena, payload), symbol->errtxt);
	} else {
		draw(p, symbol, kind->pixels, &page);
		if (kind->cross) {
			add_cross(p->arena, &page, (eng_length)symbol->width * kind->pixels * 750);
		}
		picture = eng_picture_page(
		    p, &page, eng_arena_printf(p->arena, "code-%zu.png", p->count + 1));
	}
	ZBarcode_Delete(symbol);
	return picture;
}
