/* Painting goes through the layout floor's painter: the same drawing as in the PDF. Raster files of the
 * library travel as they are. */
#include "channels/email/pictures.h"

#include "base/file.h"
#include "base/hash.h"
#include "layout/image.h"

#define PIXEL 750 /* eng_length of a CSS pixel: 0.75 pt */
#define PPI   192 /* two image pixels for a CSS pixel */

static const eng_picture *add(eng_pictures *p, eng_str bytes, const char *mime, const char *name,
			      int width, int height) {
	eng_hash hash = eng_hash_of(bytes.s, bytes.n);
	char hex[ENG_HASH_HEX];
	eng_picture *picture = eng_arena_new(p->arena, eng_picture);

	eng_hash_hex(&hash, hex);
	*picture = (eng_picture){
		.id = eng_str_printf(p->arena, "%.16s@%.*s", hex, ENG_STR_ARG(p->domain)),
		.name = eng_str_from(name),
		.mime = mime,
		.bytes = bytes,
		.width = width,
		.height = height,
	};
	for (size_t i = 0; i < p->count; i++) {
		if (eng_str_eq(p->items[i]->id, picture->id)) {
			return picture; /* another size of the same bytes */
		}
	}
	p->items = eng_arena_grow(p->arena, p->items, p->count, &p->cap, sizeof(*p->items));
	p->items[p->count++] = picture;
	return picture;
}

/* Paints the page to be shown width pixels wide. */
static const eng_picture *paint(eng_pictures *p, const eng_page *page, const char *name,
				int64_t width) {
	eng_length natural = page->width / PIXEL;
	int64_t height = page->height * width / page->width;
	eng_buf png = { 0 };
	const eng_picture *picture = NULL;

	if (eng_paint_png(p->ctx, page, (int)(PPI * width / natural), false, &png)) {
		picture = add(p, eng_str_copy(p->arena, eng_buf_view(&png)), "image/png", name,
			      (int)width, height > 0 ? (int)height : 1);
	}
	eng_buf_finish(&png);
	return picture;
}

const eng_picture *eng_picture_page(eng_pictures *p, const eng_page *page, const char *name) {
	return paint(p, page, name, (page->width + PIXEL / 2) / PIXEL);
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

/* A drawing on its own small page, the size it is shown at. */
static const eng_picture *drawing(eng_pictures *p, const eng_image *image, const char *name,
				  int width, int height) {
	eng_item items[2];
	eng_path_op ops[5];
	eng_page page = { .width = (eng_length)width * PIXEL,
			  .height = (eng_length)height * PIXEL,
			  .items = items,
			  .cap = 2,
			  .master = "" };

	memset(items, 0, sizeof(items));
	paper(p, &page, ops);
	items[page.count].kind = ENG_ITEM_IMAGE;
	items[page.count].as.image.image = image;
	items[page.count].as.image.box = (eng_rect){ 0, 0, page.width, page.height };
	page.count++;
	return eng_picture_page(p, &page, name);
}

/* The file's base name with its extension changed to fit the bytes. */
static const char *name_of(eng_pictures *p, eng_str src, const char *extension) {
	const char *base = eng_path_base(eng_str_dup(p->arena, src));
	const char *dot = strrchr(base, '.');
	int n = dot ? (int)(dot - base) : (int)strlen(base);

	return eng_path_sanitise(p->arena, eng_str_printf(p->arena, "%.*s.%s", n, base, extension));
}

const eng_picture *eng_picture_image(eng_pictures *p, eng_str src, int width, int max_width,
				     eng_loc where) {
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
		return add(p, image->bytes, "image/png", name_of(p, src, "png"), (int)w, (int)h);
	case ENG_IMAGE_JPEG:
		return add(p, image->bytes, "image/jpeg", name_of(p, src, "jpg"), (int)w, (int)h);
	case ENG_IMAGE_SVG:
		break;
	}
	return drawing(p, image, name_of(p, src, "png"), (int)w, (int)h);
}

const eng_picture *eng_picture_chart(eng_pictures *p, const eng_document *doc,
				     const eng_node *chart, int width) {
	/* Laid out narrower than shown: its labels can still be read when a phone shrinks it. */
	const eng_page *page = eng_layout_chart(p->ctx, p->arena, p->press, doc, chart,
						(eng_length)width * PIXEL * 3 / 4);

	return page ? paint(p, page, eng_arena_printf(p->arena, "chart-%zu.png", p->count + 1),
			    width)
		    : NULL;
}
