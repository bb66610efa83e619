/* Bars are libzint's, their sizes the middle of what the posts allow (docs/print.md): 22 an inch, a bar of four
 * states from a fifth of an inch down. Edges are whole thousandths of a point. */
#include "layout/post-symbol.h"

#include <string.h>
#include <zint.h>

#include "layout/post-matrix.h"

typedef struct kind {
	const char *name;
	int id;                         /* libzint's; 0: a matrix */
	eng_length bar, tracker, reach; /* width of a bar; heights of its middle and of each end */
	eng_length clear_x, clear_y;
} kind;

enum {
	PITCH = 72000 / 22,
	INCH = 72000,
	MODULE = 1417, /* half a millimetre */
};

static const kind kinds[] = {
	{ "usps-imb", BARCODE_USPS_IMAIL, INCH / 50, INCH * 48 / 1000, INCH * 97 / 2000, INCH / 8,
	  INCH * 28 / 1000 },
	{ "kix", BARCODE_KIX, 1417, 3600, 5286, 5669, 5669 },
	{ "mailmark-4-state", BARCODE_MAILMARK, 1417, 3600, 5286, 5669, 5669 },
	{ "mailmark-2d", 0, 0, 0, 0, 5669, 5669 },
	{ "mailmark-2d-wide", 0, 0, 0, 0, 5669, 5669 },
	{ "premiumadress", 0, 0, 0, 0, 5669, 5669 },
};

static const kind *find(eng_str name) {
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (eng_str_eqc(name, kinds[i].name)) {
			return &kinds[i];
		}
	}
	return NULL;
}

bool eng_post_symbol_known(eng_str name) {
	return find(name) != NULL;
}

static bool is_dark(const struct zint_symbol *symbol, int row, int x) {
	return symbol->encoded_data[row][x / 8] >> (x % 8) & 1;
}

/* Every second module of libzint's is a bar. */
static void take_bars(eng_arena *arena, const struct zint_symbol *symbol, const kind *k,
		      eng_post_symbol *out) {
	*out = (eng_post_symbol){ .columns = (symbol->width + 1) / 2,
				  .rows = symbol->rows,
				  .bars = true,
				  .pitch = PITCH,
				  .module = k->bar,
				  .reach = k->reach,
				  .clear_x = k->clear_x,
				  .clear_y = k->clear_y };
	out->dark = eng_arena_new_array(arena, (size_t)(out->columns * out->rows), bool);
	for (int row = 0; row < out->rows; row++) {
		for (int i = 0; i < out->columns; i++) {
			out->dark[row * out->columns + i] = is_dark(symbol, row, i * 2);
		}
	}
	out->width = (out->columns - 1) * out->pitch + out->module;
	out->height = k->tracker + 2 * k->reach;
}

/* Mailmark has three sizes, two of them by the room that its customer's words need and filled with spaces;
 * PREMIUMADRESS has 42 bytes. */
static bool make_matrix(eng_arena *arena, const kind *k, eng_str words, eng_post_symbol *out) {
	bool bytes = strcmp(k->name, "premiumadress") == 0;
	bool wide = strcmp(k->name, "mailmark-2d-wide") == 0;
	eng_post_size size = bytes           ? ENG_POST_26
			     : wide          ? ENG_POST_16_48
			     : words.n <= 51 ? ENG_POST_24
					     : ENG_POST_32;
	int full = bytes ? 42 : wide ? 70 : words.n <= 51 ? 51 : 90;

	*out = (eng_post_symbol){
		.pitch = MODULE, .module = MODULE, .clear_x = k->clear_x, .clear_y = k->clear_y
	};
	words = bytes ? words : eng_str_printf(arena, "%-*.*s", full, ENG_STR_ARG(words));
	if (!eng_post_matrix_make(arena, size, words, bytes, &out->dark, &out->rows,
				  &out->columns)) {
		return false;
	}
	out->width = out->columns * MODULE;
	out->height = out->rows * MODULE;
	return true;
}

static bool make_bars(eng_arena *arena, const kind *k, eng_str words, eng_post_symbol *out,
		      const char **why) {
	struct zint_symbol *symbol = ZBarcode_Create();
	bool ok;

	if (!symbol) {
		eng_oom();
	}
	symbol->symbology = k->id;
	ok = ZBarcode_Encode(symbol, (const unsigned char *)words.s, (int)words.n) < ZINT_ERROR;
	if (ok) {
		take_bars(arena, symbol, k, out);
	} else {
		*why = eng_arena_strdup(arena, symbol->errtxt);
	}
	ZBarcode_Delete(symbol);
	return ok;
}

bool eng_post_symbol_make(eng_ctx *ctx, eng_arena *arena, eng_str name, eng_str value,
			  eng_loc where, eng_post_symbol *out) {
	const kind *k = find(name);
	const char *why = "it is too long";
	eng_str words;

	if (!eng_post_words(ctx, arena, name, value, where, &words)) {
		return false;
	}
	return (k->bar ? make_bars(arena, k, words, out, &why)
		       : make_matrix(arena, k, words, out)) ||
	       eng_fail(ctx, "layout.post-code", where, "'%s' cannot be a code %s: %s",
			eng_quote(arena, value), k->name, why);
}

/* The middle row of bars is the tracker's; the others are as high as each other. */
eng_rect eng_post_symbol_cell(const eng_post_symbol *s, int row, int column) {
	eng_length x = column * s->pitch;

	if (!s->bars) {
		return (eng_rect){ x, row * s->module, s->module, s->module };
	}
	return row == 0   ? (eng_rect){ x, 0, s->module, s->reach }
	       : row == 1 ? (eng_rect){ x, s->reach, s->module, s->height - 2 * s->reach }
			  : (eng_rect){ x, s->height - s->reach, s->module, s->reach };
}

static eng_rect around(eng_rect a, eng_rect b) {
	return (eng_rect){ a.x, a.y, b.x + b.w - a.x, b.y + b.h - a.y };
}

/* A bar is one rectangle; of a matrix, each stretch of dark modules of a row. */
bool eng_post_symbol_next(const eng_post_symbol *s, int *at, eng_rect *box) {
	int across = s->bars ? s->columns : s->rows, along = s->bars ? s->rows : s->columns;

	for (; *at < across * along; ++*at) {
		int line = *at / along, i = *at % along, end = i;

#define CELL(n) (s->bars ? s->dark[(n)*s->columns + line] : s->dark[line * s->columns + (n)])
		while (end < along && CELL(end)) {
			end++;
		}
#undef CELL
		if (end > i) {
			*box = s->bars ? around(eng_post_symbol_cell(s, i, line),
						eng_post_symbol_cell(s, end - 1, line))
				       : around(eng_post_symbol_cell(s, line, i),
						eng_post_symbol_cell(s, line, end - 1));
			*at += end - i;
			return true;
		}
	}
	return false;
}
