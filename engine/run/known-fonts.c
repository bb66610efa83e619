/* A run's report names its fonts by file and hash; any folder that has these bytes will do. A font that
 * is not at hand leaves its letters uncompared, which is no objection. */
#include "run/known-fonts.h"

#include <string.h>

#include <hb.h>

#include "base/file.h"
#include "layout/font.h"
#include "layout/press.h"
#include "verify/tree.h"

enum { LARGEST = 64 << 20, MOST_FACES = 64 };

eng_pdf_fonts eng_known_fonts_of(eng_arena *arena, const eng_press *press) {
	size_t n = eng_press_font_count(press);
	eng_pdf_known *items = eng_arena_new_array(arena, n, eng_pdf_known);

	for (size_t i = 0; i < n; i++) {
		const eng_font *font = eng_press_font(press, (unsigned)i);

		items[i] = (eng_pdf_known){ font->postscript_name, font->bytes, font->index };
	}
	return (eng_pdf_fonts){ items, n, true };
}

/* A font that the report names. */
typedef struct named {
	eng_str file; /* its name alone */
	eng_hash hash;
} named;

static const named *read_names(eng_arena *arena, const eng_json_node *report, size_t *n) {
	const eng_json_node *content = eng_json_find(report, "content");
	named *list = NULL;
	size_t cap = 0;

	*n = 0;
	for (const eng_json_node *f = content ? content->first : NULL; f; f = f->next) {
		eng_str path = eng_json_find_text(f, "path");
		named font;

		if (eng_str_starts(path, "fonts/") &&
		    eng_hash_parse(eng_json_find_text(f, "sha256"), &font.hash)) {
			font.file = eng_str_sub(path, strlen("fonts/"), path.n);
			list = eng_arena_grow(arena, list, *n, &cap, sizeof(*list));
			list[(*n)++] = font;
		}
	}
	return list;
}

typedef struct finding {
	eng_arena *arena;
	eng_ctx quiet; /* a font that cannot be read is not at hand */
	eng_pdf_known *items;
	size_t n, cap;
} finding;

/* Each face of a collection, or the one. */
static void add_faces(finding *f, const char *path, eng_str bytes) {
	hb_blob_t *blob =
	    hb_blob_create(bytes.s, (unsigned)bytes.n, HB_MEMORY_MODE_READONLY, NULL, NULL);
	unsigned faces = hb_face_count(blob);

	hb_blob_destroy(blob);
	for (unsigned i = 0; i < faces && i < MOST_FACES; i++) {
		eng_font *font = eng_font_open(&f->quiet, f->arena, eng_str_from(path), bytes,
					       (int)i, (eng_loc){ 0 });

		if (font) {
			f->items =
			    eng_arena_grow(f->arena, f->items, f->n, &f->cap, sizeof(*f->items));
			f->items[f->n++] = (eng_pdf_known){ font->postscript_name, bytes, (int)i };
			eng_font_close(font);
		}
	}
}

static bool add_file(finding *f, const char *path, const eng_hash *wanted) {
	eng_hash hash;
	eng_str bytes;

	if (!path || !eng_file_read(&f->quiet, f->arena, path, LARGEST, &bytes)) {
		return false;
	}
	hash = eng_hash_of(bytes.s, bytes.n);
	if (!eng_hash_eq(&hash, wanted)) {
		return false;
	}
	add_faces(f, path, bytes);
	return true;
}

/* The report of a run that made pages; NULL: there is none. */
static const eng_json_node *read_report(finding *f, const char *run) {
	const char *path = eng_path_join(f->arena, run, "run.json"), *why;
	const eng_json_node *report, *channels;
	eng_str text;

	if (!eng_file_read(&f->quiet, f->arena, path, f->quiet.limits.artifact_bytes, &text)) {
		return NULL;
	}
	report = eng_json_tree(f->arena, text, &why);
	channels = report ? eng_json_find(report, "channels") : NULL;
	return channels && (eng_json_find(channels, "pdf") || eng_json_find(channels, "print"))
		   ? report
		   : NULL;
}

eng_pdf_fonts eng_known_fonts_find(eng_arena *arena, const char *run, const char *folders) {
	finding f = { .arena = arena };
	const eng_json_node *report;
	eng_font_finder *finder;
	const named *names;
	eng_str *files;
	bool all;
	size_t n;

	eng_ctx_init(&f.quiet, NULL, NULL);
	report = read_report(&f, run);
	names = report ? read_names(arena, report, &n) : NULL;
	if (!names) {
		return (eng_pdf_fonts){ 0 };
	}
	all = true;
	files = eng_arena_new_array(arena, n, eng_str);
	for (size_t i = 0; i < n; i++) {
		files[i] = names[i].file;
	}
	finder = eng_font_finder_new(&f.quiet, NULL, folders, files, n);
	if (!finder) {
		return (eng_pdf_fonts){ 0 };
	}
	for (size_t i = 0; i < n; i++) {
		all &= add_file(&f, eng_font_finder_find(finder, files[i]), &names[i].hash);
	}
	eng_font_finder_free(finder);
	return (eng_pdf_fonts){ f.items, f.n, all };
}
