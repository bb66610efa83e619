/* Images: what is read from PNG, JPEG and SVG, and that damaged and hostile files are refused. */
#include <png.h>
#include <turbojpeg.h>

#include "base/buf.h"
#include "base/file.h"
#include "layout/image.h"
#include "layout/press.h"
#include "unit.h"

static eng_arena arena;
static eng_diag_list diags;
static eng_ctx ctx;
static eng_press *press;
static const eng_theme theme;

static void start(void) {
	memset(&diags, 0, sizeof(diags));
	diags.arena = &arena;
	eng_ctx_init(&ctx, eng_diag_collect, &diags);
	eng_press_free(press);
	press = eng_press_new(&ctx, &theme, "image-test", "");
}

static const eng_image *load(const char *name, eng_str bytes) {
	const eng_loc where = { "letter.xml", 3, 9 };

	start();
	CHECK(eng_file_write(&ctx, eng_arena_printf(&arena, "image-test/images/%s", name), bytes,
			     false));
	return eng_press_image(&ctx, press, eng_str_from(name), where);
}

static void check_first(const char *code, const char *message, int line, int column) {
	CHECK(diags.n == 1);
	if (diags.n == 0) {
		fprintf(stderr, "  nothing said, should be '%s'\n", message);
		return;
	}
	CHECK_STR(eng_str_from(diags.items[0].code), code);
	if (message) {
		CHECK_STR(eng_str_from(diags.items[0].message), message);
	}
	if (diags.items[0].where.line != line || diags.items[0].where.column != column) {
		unit_failures++;
		fprintf(stderr, "  '%s' is at %d:%d, should be %d:%d\n", diags.items[0].message,
			diags.items[0].where.line, diags.items[0].where.column, line, column);
	}
}

/* PNG */

static eng_str png_of(const uint8_t *rows, unsigned w, unsigned h, uint32_t format) {
	png_image png = { .version = PNG_IMAGE_VERSION, .width = w, .height = h, .format = format };
	png_alloc_size_t size = 0;
	void *bytes;

	CHECK(png_image_write_to_memory(&png, NULL, &size, 0, rows, 0, NULL));
	bytes = eng_arena_alloc(&arena, size);
	CHECK(png_image_write_to_memory(&png, bytes, &size, 0, rows, 0, NULL));
	return (eng_str){ bytes, size };
}

static void test_png(void) {
	static const uint8_t rgba[] = {
		255, 0, 0, 255, 0, 255, 0, 128, 0, 0, 255, 0, 9, 8, 7, 255
	};
	static const uint8_t grey[] = { 0, 128, 255, 7 };
	static const uint8_t opaque[] = { 1, 2, 3, 255, 4, 5, 6, 255 };
	const eng_image *image = load("a.png", png_of(rgba, 2, 2, PNG_FORMAT_RGBA));

	CHECK(image && image->channels == 3 && image->width == 2 && image->height == 2);
	CHECK(image && image->pixels[0] == 255 && image->pixels[4] == 255 && image->pixels[9] == 9);
	CHECK(image && image->alpha && image->alpha[1] == 128 && image->alpha[2] == 0);
	CHECK(image && image->natural_width == 1500);
	image = load("a.png", png_of(grey, 4, 1, PNG_FORMAT_GRAY));
	CHECK(image && image->channels == 1 && !image->alpha && image->pixels[1] == 128);
	image = load("a.png", png_of(opaque, 2, 1, PNG_FORMAT_RGBA));
	CHECK(image && !image->alpha && image->pixels[5] == 6);
}

static void test_bad_png(void) {
	static uint8_t rows[64 * 64 * 3];
	eng_str whole;

	for (size_t i = 0; i < sizeof(rows); i++) {
		rows[i] = (uint8_t)(i * 2654435761u >> 13);
	}
	whole = png_of(rows, 64, 64, PNG_FORMAT_RGB);
	for (size_t n = 8; n + 12 < whole.n; n += whole.n / 37 + 1) {
		CHECK(!load("cut.png", eng_str_sub(whole, 0, n)));
		check_first("image.damaged", NULL, 3, 9);
	}
	for (size_t n = 50; n + 20 < whole.n; n += whole.n / 23 + 1) {
		char *flipped = eng_arena_copy(&arena, whole.s, whole.n);

		flipped[n] ^= 0x55;
		CHECK(!load("flip.png", (eng_str){ flipped, whole.n }));
	}
	load("big.png", whole);
	start();
	ctx.limits.pixels = 4000;
	CHECK(!eng_press_image(&ctx, press, ENG_STR("big.png"), (eng_loc){ 0 }));
	check_first(
	    "limit.pixels",
	    "image 'image-test/images/big.png' has 64 x 64 pixels, at most 4000 are allowed", 0, 0);
}

/* JPEG */

static eng_str jpeg_of(const uint8_t *rows, int w, int h, int format, int sampling) {
	tjhandle handle = tjInitCompress();
	unsigned char *bytes = NULL;
	unsigned long size = 0;
	eng_str copy;

	CHECK(tjCompress2(handle, rows, w, 0, h, format, &bytes, &size, sampling, 95, 0) == 0);
	copy.s = eng_arena_copy(&arena, bytes, size);
	copy.n = size;
	tjFree(bytes);
	tjDestroy(handle);
	return copy;
}

/* The file with an EXIF segment that says how it is turned. */
static eng_str turned(eng_str jpeg, int orientation) {
	char exif[] = "\xff\xe1\x00\x22"
		      "Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0o\0\0\0\0\0\0\0";
	char *bytes = eng_arena_alloc(&arena, jpeg.n + 36);

	exif[28] = (char)orientation;
	memcpy(bytes, jpeg.s, 2);
	memcpy(bytes + 2, exif, 36);
	memcpy(bytes + 38, jpeg.s + 2, jpeg.n - 2);
	return (eng_str){ bytes, jpeg.n + 36 };
}

static void test_jpeg(void) {
	static uint8_t rows[16 * 32 * 3];
	const eng_image *image;
	eng_str plain;

	/* The left half is red, the right half blue; the upper half is dark. */
	for (int y = 0; y < 16; y++) {
		for (int x = 0; x < 32; x++) {
			rows[(y * 32 + x) * 3 + (x < 16 ? 0 : 2)] = y < 8 ? 120 : 240;
		}
	}
	plain = jpeg_of(rows, 32, 16, TJPF_RGB, TJSAMP_444);
	image = load("a.jpg", plain);
	CHECK(image && image->channels == 3 && !image->pixels && image->width == 32);
	CHECK(image && eng_image_decode(&arena, image)[0] > 100);
	image = load("a.jpg", turned(plain, 6));
	CHECK(image && image->width == 16 && image->height == 32 && image->pixels);
	/* Turned clockwise the dark upper half is on the right and red is above. */
	CHECK(image && image->pixels[0] > 200 && image->pixels[15 * 3] < 160);
	CHECK(image && image->pixels[31 * 16 * 3 + 2] > 200);
	image = load("a.jpg", turned(plain, 3));
	CHECK(image && image->width == 32 && image->pixels[2] > 200 && image->pixels[31 * 3] > 200);
	image = load("a.jpg", jpeg_of(rows, 32, 16, TJPF_RGB, TJSAMP_GRAY));
	CHECK(image && image->channels == 1 && !image->pixels);
	image = load("a.jpg", jpeg_of(rows, 16, 16, TJPF_CMYK, TJSAMP_444));
	CHECK(image && image->channels == 3 && image->pixels);
	for (size_t n = 3; n + 2 < plain.n; n += plain.n / 41 + 1) {
		CHECK(!load("cut.jpg", eng_str_sub(plain, 0, n)));
		check_first("image.damaged", NULL, 3, 9);
	}
}

/* SVG */

static const struct {
	const char *svg;
	const char *code, *message;
	int line, column;
} svg_faults[] = {
	{ "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'><text>a</text></svg>",
	  "image.svg-feature",
	  "<text> cannot be shown, draw it with shapes, paths and plain colours", 1, 61 },
	{ "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'>\n <rect "
	  "filter='url(#a)'/></svg>",
	  "image.svg-feature",
	  "property 'filter' cannot be shown, draw it with shapes, paths and plain colours", 2,
	  16 },
	{ "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'>\n <rect glow='1'/></svg>",
	  "image.svg-feature",
	  "attribute 'glow' of <rect> cannot be shown, draw it with shapes, paths and plain "
	  "colours",
	  2, 8 },
	{ "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'>\n <path d='M0 0 L5 "
	  "x'/></svg>",
	  "image.svg", "attribute 'd' needs a number here", 2, 19 },
	{ "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'>\n <path d='L5 5'/></svg>",
	  "image.svg", "attribute 'd' needs M first here", 2, 11 },
	{ "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'>\n <path d='M0 0 1e99 "
	  "3'/></svg>",
	  "image.svg", "attribute 'd' needs a number of at most 10 million here", 2, 16 },
	{ "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'>\n <path d='M0 0 A1 1 0 2 0 "
	  "3 "
	  "3'/></svg>",
	  "image.svg", "attribute 'd' needs a flag, 0 or 1 here", 2, 23 },
	{ "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'>\n <g style='fill: "
	  "redish'/></svg>",
	  "image.svg", "attribute 'style' needs a colour such as #12355B here", 2, 18 },
	{ "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'>\n <rect width='2' "
	  "height='2' "
	  "fill='url(#a)'/></svg>",
	  "image.svg", "attribute 'fill' needs the id of a linearGradient or radialGradient here",
	  2, 35 },
	{ "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'><linearGradient id='a' "
	  "x2='.004' spreadMethod='repeat'><stop/><stop offset='1'/></linearGradient>"
	  "<rect width='2' height='2' fill='url(#a)'/></svg>",
	  "image.svg-feature",
	  "a gradient that repeats more than 200 times cannot be shown, draw it with shapes, paths "
	  "and plain colours",
	  1, 61 },
	{ "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'><g "
	  "transform='turn(3)'/></svg>",
	  "image.svg",
	  "attribute 'transform' needs matrix(...), translate, scale, rotate, skewX or skewY here",
	  1, 75 },
	{ "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'><g transform='scale(1 "
	  "2)'><line "
	  "x2='5' stroke='red'/></g></svg>",
	  "image.svg-feature",
	  "a stroke under an uneven scale cannot be shown, draw it with shapes, paths and plain "
	  "colours",
	  1, 87 },
	{ "<svg xmlns='http://www.w3.org/2000/svg'><rect/></svg>", "image.svg",
	  "drawing has no size, it needs a viewBox or width and height of up to 20000", 1, 1 },
	{ "<svg viewBox='0 0 1 1'/>", "image.svg",
	  "root element is <svg>, should be <svg> in the namespace http://www.w3.org/2000/svg", 1,
	  1 },
	{ "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'><g opacity='.5'/></svg>",
	  "image.svg-feature",
	  "opacity on a group cannot be shown, draw it with shapes, paths and plain colours", 1,
	  61 },
	{ "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'><image "
	  "href='/etc/passwd'/></svg>",
	  "image.svg-feature",
	  "<image> cannot be shown, draw it with shapes, paths and plain colours", 1, 61 },
	{ "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>", "markup.doctype", NULL, 1, 1 },
	{ "<svg", "markup.xml", NULL, 1, 5 },
};

static void test_svg_faults(void) {
	for (size_t i = 0; i < sizeof(svg_faults) / sizeof(svg_faults[0]); i++) {
		CHECK(!load("a.svg", eng_str_from(svg_faults[i].svg)));
		check_first(svg_faults[i].code, svg_faults[i].message, svg_faults[i].line,
			    svg_faults[i].column);
	}
}

static const eng_path *draw_paths(size_t paths, const char *body) {
	const eng_image *image = load(
	    "a.svg",
	    eng_str_from(eng_arena_printf(
		&arena, "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 100 100'>%s</svg>",
		body)));

	CHECK(image && image->path_count == paths);
	for (size_t i = 0; i < diags.n; i++) {
		eng_diag_print(stderr, &diags.items[i], false);
	}
	return image && image->path_count == paths ? image->paths : NULL;
}

static const eng_path *draw(const char *body) {
	return draw_paths(1, body);
}

static void test_svg(void) {
	const eng_path *p = draw("<rect x='10' y='20' width='30' height='40' fill='#12355B'/>");

	CHECK(p && p->count == 5 && p->fill && !p->stroke && p->fill_color.b == 0x5b);
	CHECK(p && p->ops[0].x[0] == 7500 && p->ops[2].y[0] == 45000);
	p = draw("<g transform='translate(10,20) scale(2)' style='fill:none;stroke:red'>"
		 "<path d='m1 1h3v3z' stroke-width='2'/></g>");
	CHECK(p && !p->fill && p->stroke && p->line_width == 3000 && p->count == 4);
	CHECK(p && p->ops[0].x[0] == 9000 && p->ops[0].y[0] == 16500 && p->ops[1].x[0] == 13500);
	p = draw("<circle cx='50' cy='50' r='40'/>");
	CHECK(p && p->count == 6 && p->ops[0].x[0] == 67500 && p->ops[2].x[2] == 7500);
	p = draw("<path d='M10 10A20 20 0 01.5.5'/>");
	CHECK(p && p->ops[p->count - 1].x[2] == 375 && p->ops[p->count - 1].y[2] == 375);
	p = draw("<path d='M0 0C1 1 2 1 3 0S5-1 6 0Q7 1 8 0T10 0'/>");
	CHECK(p && p->count == 5 && p->ops[2].x[0] == 3000 && p->ops[2].y[0] == -750);
	CHECK(p && p->ops[4].x[2] == 7500);
	p = draw("<polygon points='0,0 10,0 10,10'/>");
	CHECK(p && p->count == 4 && p->ops[3].verb == ENG_CLOSE);
	p = draw("<defs><linearGradient id='g'><stop offset='0' stop-color='#fff'/>"
		 "<stop offset='50%' stop-color='#000'/></linearGradient></defs>"
		 "<rect x='10' width='40' height='20' fill='url(#g)'/>");
	CHECK(p && p->gradient && p->gradient->x[0] == 7500 && p->gradient->x[1] == 37500);
	CHECK(p && p->gradient && p->gradient->y[0] == p->gradient->y[1]);
	CHECK(p && p->gradient && p->gradient->count == 2 && p->gradient->stops[1].at == 5000);
	p = draw(
	    "<rect width='8' height='8' fill='none'/><g display='none'><rect width='9' height='9'/>"
	    "</g><rect width='9' height='9' fill-opacity='.5'/>");
	CHECK(p && p->fill_color.a == 128);
}

static void test_gradients(void) {
	const eng_path *p =
	    draw("<linearGradient id='g'><stop offset='.1' stop-color='#f00'/>"
		 "<stop offset='50%' style='stop-color:#0f0;stop-opacity:.5'/>"
		 "<stop offset='.5' stop-color='blue'/><stop offset='2'/></linearGradient>"
		 "<rect width='40' height='20' fill='url(#g)' opacity='.5'/>");
	const eng_gradient_stop *s = p && p->gradient ? p->gradient->stops : NULL;

	CHECK(s && p->gradient->count == 4 && s[0].at == 1000 && s[1].at == 5000);
	CHECK(s && s[2].at == 5001 && s[3].at == 10000);
	CHECK(s && s[0].color.a == 128 && s[1].color.g == 255 && s[1].color.a == 64);
	p = draw("<linearGradient id='g'><stop offset='1' stop-color='red'/><stop offset='1'/>"
		 "<stop offset='1' stop-color='transparent'/></linearGradient>"
		 "<rect width='40' height='20' fill='url(#g)'/>");
	s = p && p->gradient ? p->gradient->stops : NULL;
	CHECK(s && s[0].at == 9998 && s[1].at == 9999 && s[2].at == 10000 && s[2].color.a == 0);
	p = draw("<linearGradient id='g' x2='0'><stop offset='0'/><stop offset='1' "
		 "stop-color='lime'/></linearGradient><rect width='4' height='2' fill='url(#g)'/>");
	CHECK(p && !p->gradient && p->fill_color.g == 255);
	p = draw(
	    "<radialGradient id='g' r='25%' fx='1'><stop offset='0'/><stop offset='1' "
	    "stop-color='lime'/></radialGradient><rect width='40' height='20' fill='url(#g)'/>");
	CHECK(p && p->gradient && p->gradient->radial && p->gradient->focus_x == 9900);
	CHECK(p && p->gradient && p->gradient->x[0] == 15000 && p->gradient->y[0] == 7500);
	CHECK(p && p->gradient && p->gradient->x[1] == 22500 && p->gradient->y[2] == 11250);
	p = draw("<radialGradient id='g' r='0'><stop offset='0'/><stop offset='1' "
		 "stop-color='lime'/></radialGradient><rect width='4' height='2' fill='url(#g)'/>");
	CHECK(p && !p->gradient && p->fill_color.g == 255);
}

/* One gradient without turns, as far as the shape goes. */
static void test_turns(void) {
	const eng_path *p =
	    draw("<linearGradient id='g' x1='.25' x2='.5' spreadMethod='reflect'><stop offset='0' "
		 "stop-color='red'/><stop offset='1' stop-color='blue'/></linearGradient>"
		 "<rect width='40' height='20' fill='url(#g)'/>");
	const eng_gradient *g = p ? p->gradient : NULL;

	CHECK(g && g->x[0] == 0 && g->x[1] == 30000 && g->y[1] == g->y[0] && g->count == 8);
	CHECK(g && g->stops[0].color.b == 255 && g->stops[1].color.r == 255);
	CHECK(g && g->stops[1].at == 2500 && g->stops[2].at == 2501 && g->stops[7].at == 10000);
	p = draw("<radialGradient id='g' r='.25' spreadMethod='repeat'><stop offset='0'/>"
		 "<stop offset='1' stop-color='lime'/></radialGradient>"
		 "<rect width='40' height='40' fill='url(#g)'/>");
	g = p ? p->gradient : NULL;
	CHECK(g && g->radial && g->count == 6 && g->stops[1].at == 3333);
	CHECK(g && g->x[0] == 15000 && g->x[1] == 15000 + 3 * 7500 && g->y[1] == g->y[0]);
	p = draw_paths(2, "<linearGradient id='g'><stop offset='0'/><stop offset='1' "
			  "stop-color='red'/></linearGradient>"
			  "<rect width='40' height='20' fill='lime' stroke='url(#g)'/>");
	CHECK(p && !p->gradient && p->fill && !p->stroke && !p[1].fill && p[1].stroke);
	CHECK(p && p[1].gradient && p[1].gradient->x[1] == 30000 && p[1].line_width == 750);
}

static void test_names(void) {
	const eng_loc where = { "letter.xml", 3, 9 };

	load("logo.svg", ENG_STR("nothing"));
	check_first("image.format", "image 'image-test/images/logo.svg' is no PNG, JPEG or SVG", 3,
		    9);
	start();
	CHECK(!eng_press_image(&ctx, press, ENG_STR("lgoo.svg"), where));
	check_first(
	    "image.missing",
	    "image 'lgoo.svg' is not in the library's images folder, did you mean 'logo.svg'?", 3,
	    9);
	start();
	CHECK(!eng_press_image(&ctx, press, ENG_STR("../../etc/passwd"), where));
	check_first("image.path",
		    "image '../../etc/passwd' is no plain path below the library's images folder",
		    3, 9);
}

int main(void) {
	eng_arena_init(&arena);
	start();
	CHECK(eng_file_mkdirs(&ctx, "image-test/images"));
	test_png();
	test_bad_png();
	test_jpeg();
	test_svg();
	test_gradients();
	test_turns();
	test_svg_faults();
	test_names();
	eng_press_free(press);
	eng_arena_finish(&arena);
	return unit_done();
}
