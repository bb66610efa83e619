/* Modules are squares of one size that touch exactly: edges are whole thousandths of a point. */
#include "print/code.h"

#include <zint.h>

#include "channels/common/pdf/syntax.h"

static void put_box(eng_buf *out, eng_rect box, eng_length page_height) {
	eng_pdf_length(out, box.x);
	eng_buf_char(out, ' ');
	eng_pdf_length(out, page_height - box.y - box.h);
	eng_buf_char(out, ' ');
	eng_pdf_length(out, box.w);
	eng_buf_char(out, ' ');
	eng_pdf_length(out, box.h);
	eng_buf_cstr(out, " re\n");
}

void eng_bars_draw(const eng_machine *machine, uint32_t bars, eng_length page_height,
		   eng_buf *out) {
	for (size_t i = 0; i < machine->slot_count; i++) {
		if (bars >> i & 1) {
			put_box(out, eng_machine_bar(machine, i), page_height);
		}
	}
	eng_buf_cstr(out, bars ? "f\n" : "");
}

static bool is_dark(const struct zint_symbol *symbol, int row, int x) {
	return symbol->encoded_data[row][x / 8] >> (x % 8) & 1;
}

/* A rectangle for each stretch of dark modules of a row. */
static void put_rows(const struct zint_symbol *symbol, eng_rect first, eng_length page_height,
		     eng_buf *out) {
	for (int row = 0; row < symbol->rows; row++) {
		for (int x = 0, from; x < symbol->width; x++) {
			if (!is_dark(symbol, row, x)) {
				continue;
			}
			for (from = x; x < symbol->width && is_dark(symbol, row, x);) {
				x++;
			}
			put_box(out,
				(eng_rect){ first.x + from * first.w, first.y + row * first.h,
					    (x - from) * first.w, first.h },
				page_height);
		}
	}
	eng_buf_cstr(out, "f\n");
}

static int symbology_of(const eng_code_spec *code) {
	return eng_str_eqc(code->symbology, "code-128")  ? BARCODE_CODE128
	       : eng_str_eqc(code->symbology, "code-39") ? BARCODE_CODE39
							 : BARCODE_DATAMATRIX;
}

/* The first module: its place and size. */
static eng_rect module_of(const eng_code_spec *code, const struct zint_symbol *symbol) {
	bool matrix = symbol->symbology == BARCODE_DATAMATRIX;
	eng_length w = code->width / symbol->width, h = code->height / symbol->rows;

	if (code->module) {
		w = code->module;
		h = matrix ? code->module : h;
	} else if (matrix) {
		w = h = w < h ? w : h;
	}
	return (eng_rect){ code->left, code->top, w, h };
}

/* NULL: the value cannot be such a code. */
static struct zint_symbol *encode(const eng_code_spec *code, eng_str value) {
	struct zint_symbol *symbol = ZBarcode_Create();

	if (!symbol) {
		eng_oom();
	}
	symbol->symbology = symbology_of(code);
	symbol->option_3 = symbol->symbology == BARCODE_DATAMATRIX ? DM_SQUARE : symbol->option_3;
	if (value.n == 0 || value.n >= 1000 ||
	    ZBarcode_Encode(symbol, (const unsigned char *)value.s, (int)value.n) >= ZINT_ERROR) {
		ZBarcode_Delete(symbol);
		return NULL;
	}
	return symbol;
}

bool eng_code_draw(eng_ctx *ctx, const eng_code_spec *code, eng_str value, eng_length page_height,
		   eng_buf *out) {
	struct zint_symbol *symbol = encode(code, value);
	eng_rect module = { 0 };
	bool ok = false;

	if (symbol) {
		module = module_of(code, symbol);
		ok = module.w * symbol->width <= code->width && module.w >= ENG_MM(0.19) &&
		     module.h * symbol->rows <= code->height;
		if (ok) {
			put_rows(symbol, module, page_height, out);
		}
		ZBarcode_Delete(symbol);
	}
	return ok || eng_fail(ctx, "print.code-size", code->where,
			      "a %.*s of '%.*s' does not fit where the machine's profile wants it",
			      ENG_STR_ARG(code->symbology), ENG_STR_ARG(value));
}

bool eng_code_matches(const eng_code_spec *code, eng_str value, eng_dark_fn *dark, void *user) {
	struct zint_symbol *symbol = encode(code, value);
	bool same = symbol != NULL;
	eng_rect first;

	if (symbol) {
		first = module_of(code, symbol);
		for (int row = 0; same && row < symbol->rows; row++) {
			for (int x = 0; same && x < symbol->width; x++) {
				same = dark(user, first.x + x * first.w + first.w / 2,
					    first.y + row * first.h + first.h / 2) ==
				       is_dark(symbol, row, x);
			}
		}
		ZBarcode_Delete(symbol);
	}
	return same;
}
