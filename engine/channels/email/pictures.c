/* Painting goes through the layout floor's painter: the same drawing as in the PDF. Raster files of the
 * library travel as they are. */
#include "channels/email/pictures.h"

#include <glib.h>

#include "base/file.h"
#include "base/hash.h"
#include "channels/email/encode.h"
#include "layout/flat.h"
#include "layout/image.h"

enum {
	PAINTED = 4,           /* figures of a message that are painted in memory that stays */
	PAINTED_MOST = 1 << 20 /* bytes of it for each */
};

#define PIXEL 750 /* eng_length of a CSS pixel: 0.75 pt */
#define PPI   192 /* two image pixels for a CSS pixel */

struct eng_picture_cache {
	eng_arena arena;
	eng_flat_masks *masks;
	eng_buf painted[PAINTED]; /* what the figures of the message at hand have */
	GHashTable *by_use;       /* "src at 168 px" -> eng_picture; all in the arena */
};

eng_picture_cache *eng_picture_cache_new(void) {
	eng_picture_cache *cache = eng_malloc(sizeof(*cache));

	memset(cache->painted, 0, sizeof(cache->painted));
	eng_arena_init(&cache->arena);
	cache->masks = eng_flat_masks_new();
	cache->by_use = g_hash_table_new(g_str_hash, g_str_equal);
	return cache;
}

void eng_picture_cache_free(eng_picture_cache *cache) {
	if (cache) {
		g_hash_table_destroy(cache->by_use);
		eng_flat_masks_free(cache->masks);
		for (size_t i = 0; i < PAINTED; i++) {
			eng_buf_finish(&cache->painted[i]);
		}
		eng_arena_finish(&cache->arena);
		free(cache);
	}
}

static bool is_same(const eng_picture *a, const eng_picture *b) {
	return eng_str_eq(a->id, b->id) || (a->bytes.n && eng_str_eq(a->bytes, b->bytes));
}

/* A part for each different content, however often and large it is shown. */
static const eng_picture *attach(eng_pictures *p, eng_picture *picture) {
	for (size_t i = 0; i < p->count; i++) {
		if (is_same(p->items[i], picture)) {
			picture->id = p->items[i]->id;
			return picture;
		}
	}
	p->items = eng_arena_grow(p->arena, p->items, p->count, &p->cap, sizeof(*p->items));
	p->items[p->count++] = picture;
	return picture;
}

/* A file of the library: named by its content, encoded once for all messages. */
static eng_picture *keep(eng_pictures *p, eng_str bytes, const char *mime, const char *name,
			 int64_t width, int64_t height) {
	eng_arena *arena = &p->cache->arena;
	eng_hash hash = eng_hash_of(bytes.s, bytes.n);
	char hex[ENG_HASH_HEX];
	eng_picture *picture = eng_arena_new(arena, eng_picture);
	eng_buf encoded = { 0 };

	eng_hash_hex(&hash, hex);
	eng_encode_base64(&encoded, bytes);
	*picture = (eng_picture){
		.id = eng_str_printf(arena, "%.16s@%.*s", hex, ENG_STR_ARG(p->domain)),
		.name = eng_str_from(eng_arena_strdup(arena, name)),
		.mime = mime,
		.encoded = eng_str_copy(arena, eng_buf_view(&encoded)),
		.width = (int)width,
		.height = height > 0 ? (int)height : 1,
	};
	eng_buf_finish(&encoded);
	return picture;
}

/* Paints the page to be shown width pixels wide. */
static bool paint(eng_pictures *p, const eng_page *page, int64_t width, eng_buf *png) {
	eng_length natural = page->width / PIXEL;
	int ppi = (int)(PPI * width / natural);

	return eng_flat_suits(page)
		   ? eng_flat_paint(p->ctx, p->arena, p->cache->masks, page, ppi, png)
		   : eng_paint_png(p->ctx, page, ppi, false, png);
}

/* Paints it; what comes of it stays until the next message is made. */
static bool paint_figure(eng_pictures *p, const eng_page *page, int64_t width, eng_str *bytes) {
	bool kept = p->painted < PAINTED, painted;
	eng_buf own = { 0 }, *png = kept ? &p->cache->painted[p->painted++] : &own;

	if (png->cap > PAINTED_MOST) {
		eng_buf_finish(png);
	}
	eng_buf_clear(png);
	painted = paint(p, page, width, png);
	*bytes = kept ? eng_buf_view(png) : eng_str_copy(p->arena, eng_buf_view(png));
	eng_buf_finish(&own);
	return painted;
}

/* A figure of this record alone: named by its message and its place in it. */
static const eng_picture *figure(eng_pictures *p, const eng_page *page, const char *name,
				 int64_t width) {
	int64_t height = page->height * width / page->width;
	eng_picture *picture = eng_arena_new(p->arena, eng_picture);
	eng_str bytes = { 0 };
	bool painted = p->unpainted || paint_figure(p, page, width, &bytes);

	*picture = (eng_picture){
		.id = eng_str_printf(p->arena, "%.*s.%zu@%.*s", ENG_STR_ARG(p->seed), p->count + 1,
				     ENG_STR_ARG(p->domain)),
		.name = eng_str_from(name),
		.mime = "image/png",
		.bytes = bytes,
		.width = (int)width,
		.height = height > 0 ? (int)height : 1,
	};
	return painted ? attach(p, picture) : NULL;
}

const eng_picture *eng_picture_page(eng_pictures *p, const eng_page *page, const char *name) {
	return figure(p, page, name, (page->width + PIXEL / 2) / PIXEL);
}

static void paper(eng_pictures *p, eng_page *page, eng_path_op ops[5]) {
	eng_length x[] = { 0, page->width, page->width, 0 };
	eng_length y[] = { 0, 0, page->height, page->height };

	for (int i = 0; i < 4; i++) {
		ops[i] = (eng_path_op){ i ? ENG_LINE : ENG_MOVE, { x[i] }, { y[i] } };
	}
	ops[4] = (eng_path_op){ .verb = ENG_CLOSE };
	page->items[page->count++] = (eng_item){
		.kind = ENG_ITEM_PATH,
		.as.path = { .ops = ops, .count = 5, .fill = true, .fill_color = p->paper }
	};
}

/* The file's base name with its extension changed to fit the bytes. */
static const char *name_of(eng_pictures *p, eng_str src, const char *extension) {
	const char *base = eng_path_base(eng_str_dup(p->arena, src));
	const char *dot = strrchr(base, '.');
	int n = dot ? (int)(dot - base) : (int)strlen(base);

	return eng_path_sanitise(p->arena, eng_str_printf(p->arena, "%.*s.%s", n, base, extension));
}

/* A drawing on its own small page, the size it is shown at. */
static eng_picture *drawing(eng_pictures *p, const eng_image *image, const char *name,
			    int64_t width, int64_t height) {
	eng_picture *picture = NULL;
	eng_buf png = { 0 };
	eng_item items[2];
	eng_path_op ops[5];
	eng_page page = { .width = width * PIXEL,
			  .height = height * PIXEL,
			  .items = items,
			  .cap = 2,
			  .master = "" };

	memset(items, 0, sizeof(items));
	paper(p, &page, ops);
	items[page.count].kind = ENG_ITEM_IMAGE;
	items[page.count].as.image.image = image;
	items[page.count].as.image.box = (eng_rect){ 0, 0, page.width, page.height };
	page.count++;
	if (paint(p, &page, width, &png)) {
		picture = keep(p, eng_buf_view(&png), "image/png", name, width,
			       page.height * width / page.width);
	}
	eng_buf_finish(&png);
	return picture;
}

static eng_picture *load(eng_pictures *p, eng_str src, int width, int max_width, eng_loc where) {
	const eng_image *image = eng_press_image(p->ctx, p->press, src, where);
	int64_t w, h;

	if (!image) {
		return NULL;
	}
	w = width > 0 ? width : image->natural_width / PIXEL;
	w = w > max_width ? max_width : w < 1 ? 1 : w;
	h = image->natural_width > 0 ? image->natural_height * w / image->natural_width : w;
	h = h < 1 ? 1 : h;
	switch (image->format) {
	case ENG_IMAGE_PNG:
		return keep(p, image->bytes, "image/png", name_of(p, src, "png"), w, h);
	case ENG_IMAGE_JPEG:
		return keep(p, image->bytes, "image/jpeg", name_of(p, src, "jpg"), w, h);
	case ENG_IMAGE_SVG:
		break;
	}
	return drawing(p, image, name_of(p, src, "png"), w, h);
}

const eng_picture *eng_picture_image(eng_pictures *p, eng_str src, int width, int max_width,
				     eng_loc where) {
	eng_str use = eng_str_printf(p->arena, "%d %d %.*s", width, max_width, ENG_STR_ARG(src));
	eng_picture *picture = g_hash_table_lookup(p->cache->by_use, use.s);

	if (!picture) {
		picture = load(p, src, width, max_width, where);
		if (!picture) {
			return NULL;
		}
		g_hash_table_insert(p->cache->by_use, eng_str_dup(&p->cache->arena, use), picture);
	}
	return attach(p, picture);
}

const eng_picture *eng_picture_chart(eng_pictures *p, const eng_document *doc,
				     const eng_node *chart, int width) {
	/* Laid out narrower than shown, so that its labels, of 10.7 pixels there, have 10 on a phone of 320
	 * pixels, which leaves it 288. */
	const eng_page *page = eng_layout_chart(p->ctx, p->arena, p->press, doc, chart,
						(eng_length)width * PIXEL * 16 / 25);

	return page ? figure(p, page, eng_arena_printf(p->arena, "chart-%zu.png", p->count + 1),
			     width)
		    : NULL;
}
