/* Finds images of the library and keeps them for the life of the press.
 *
 * Knows names, kinds and limits; the readers know the formats (image-png.c, image-jpeg.c, svg.c). An
 * image is told by its first bytes, never by its name. */
#include "layout/image.h"

#include "base/file.h"
#include "layout/press.h"

static bool is_svg(eng_str bytes) {
	eng_str head = eng_str_sub(bytes, 0, 4096);

	return eng_str_index(head, ENG_STR("<svg")) < head.n;
}

static bool read_image(eng_ctx *ctx, eng_arena *arena, eng_image *image, eng_loc where) {
	if (eng_str_starts(image->bytes, "\x89PNG\r\n\x1a\n")) {
		image->format = ENG_IMAGE_PNG;
		return eng_image_read_png(ctx, arena, image, where);
	}
	if (eng_str_starts(image->bytes, "\xff\xd8\xff")) {
		image->format = ENG_IMAGE_JPEG;
		return eng_image_read_jpeg(ctx, arena, image, where);
	}
	if (is_svg(image->bytes)) {
		image->format = ENG_IMAGE_SVG;
		return eng_image_read_svg(ctx, arena, image);
	}
	return eng_fail(ctx, "image.format", where, "image '%.*s' is no PNG, JPEG or SVG",
			ENG_STR_ARG(image->path));
}

static void report_missing(eng_ctx *ctx, eng_press *press, eng_str src, eng_loc where) {
	const char *folder = eng_path_join(&press->arena, press->library, "images");
	const char *const *names = NULL;
	const char *near;
	size_t n = 0;

	if (eng_file_is_dir(folder) && !eng_file_list(ctx, &press->arena, folder, &names, &n)) {
		return;
	}
	near = eng_str_nearest(src, names, n);
	if (near) {
		eng_fail(ctx, "image.missing", where,
			 "image '%.*s' is not in the library's images folder, did you mean '%s'?",
			 ENG_STR_ARG(src), near);
	} else {
		eng_fail(ctx, "image.missing", where,
			 "image '%.*s' is not in the library's images folder", ENG_STR_ARG(src));
	}
}

static eng_image *load(eng_ctx *ctx, eng_press *press, eng_str src, eng_loc where) {
	eng_image *image = eng_arena_new(&press->arena, eng_image);
	const char *path;

	if (!eng_path_is_safe(src)) {
		return eng_fail_null(
		    ctx, "image.path", where,
		    "image '%s' is no plain path below the library's images folder",
		    eng_quote(&press->arena, src));
	}
	path = eng_arena_printf(&press->arena, "%s/images/%.*s", press->library, ENG_STR_ARG(src));
	if (!eng_file_exists(path)) {
		report_missing(ctx, press, src, where);
		return NULL;
	}
	image->path = eng_str_from(path);
	if (!eng_file_read(ctx, &press->arena, path, ctx->limits.file_bytes * 4, &image->bytes)) {
		return NULL;
	}
	image->hash = eng_hash_of(image->bytes.s, image->bytes.n);
	return eng_press_note(ctx, press,
			      eng_arena_printf(&press->arena, "images/%.*s", ENG_STR_ARG(src)),
			      image->hash) &&
		       read_image(ctx, &press->arena, image, where)
		   ? image
		   : NULL;
}

const eng_image *eng_press_image(eng_ctx *ctx, eng_press *press, eng_str src, eng_loc where) {
	eng_image *image = g_hash_table_lookup(press->images, &src);
	eng_str *key;

	if (image) {
		return image;
	}
	image = load(ctx, press, src, where);
	if (image) {
		key = eng_arena_new(&press->arena, eng_str);
		*key = eng_str_copy(&press->arena, src);
		image->id = press->image_list->len;
		g_ptr_array_add(press->image_list, image);
		g_hash_table_insert(press->images, key, image);
	}
	return image;
}

const eng_path *eng_image_paths(eng_arena *arena, const eng_image *image, eng_rect box) {
	eng_path *paths = eng_arena_copy(arena, image->paths, image->path_count * sizeof(*paths));

	for (size_t i = 0; i < image->path_count; i++) {
		eng_path *path = &paths[i];
		eng_path_op *ops =
		    eng_arena_copy(arena, path->ops, path->count * sizeof(*path->ops));

		path->ops = ops;
		for (size_t k = 0; k < path->count; k++) {
			for (int c = 0; c < 3; c++) {
				ops[k].x[c] = box.x + ops[k].x[c] * box.w / image->natural_width;
				ops[k].y[c] = box.y + ops[k].y[c] * box.h / image->natural_height;
			}
		}
		path->line_width = path->line_width * box.w / image->natural_width;
		path->dash_on = path->dash_on * box.w / image->natural_width;
		path->dash_off = path->dash_off * box.w / image->natural_width;
		if (path->gradient) {
			eng_gradient *g = eng_arena_copy(arena, path->gradient, sizeof(*g));

			for (int k = 0; k < 3; k++) {
				g->x[k] = box.x + g->x[k] * box.w / image->natural_width;
				g->y[k] = box.y + g->y[k] * box.h / image->natural_height;
			}
			path->gradient = g;
		}
	}
	return paths;
}
