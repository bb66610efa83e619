/* Loads what a theme lists and chooses the font of a character.
 *
 * Knows files, ids and the order of fallbacks; refuses to shape, and knows no family by name: a
 * system's font configuration is never asked. */
#include "layout/press.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "layout/image.h"

typedef struct mapped_file {
	eng_str path, bytes;
	bool waiting; /* the guard is asked about its bytes when a font of it is used */
} mapped_file;

static void unmap(gpointer data) {
	mapped_file *file = data;

	munmap((void *)(uintptr_t)file->bytes.s, file->bytes.n);
	g_free(file);
}

static void close_font(gpointer data) {
	eng_font_close(data);
}

static mapped_file *find_mapped(const eng_press *press, const char *path) {
	for (guint i = 0; i < press->files->len; i++) {
		mapped_file *file = press->files->pdata[i];

		if (eng_str_eqc(file->path, path)) {
			return file;
		}
	}
	return NULL;
}

static void note(eng_press *press, eng_str name, eng_hash hash) {
	press->used = eng_arena_grow(&press->arena, press->used, press->used_count,
				     &press->used_cap, sizeof(*press->used));
	press->used[press->used_count++] = (eng_content_file){ name, hash };
}

bool eng_press_note(eng_ctx *ctx, eng_press *press, const char *path, eng_hash hash) {
	eng_str name = eng_str_copy(&press->arena, eng_str_from(path));

	note(press, name, hash);
	return eng_guard_admits(press->guard, ctx, name, hash);
}

const eng_content_file *eng_press_files(const eng_press *press, size_t *count) {
	*count = press->used_count;
	return press->used;
}

/* By its name, wherever it was found: letters swapped in a font would say something else. */
static eng_str content_name(eng_arena *arena, const mapped_file *file) {
	return eng_str_printf(arena, "fonts/%s", eng_path_base(file->path.s));
}

/* Hashing a collection of twenty megabytes takes longer than opening everything else. */
static bool admit_later(eng_press *press, mapped_file *file) {
	eng_str name = content_name(&press->arena, file);
	eng_hash hash;

	if (!press->guard->listed || !press->guard->listed(press->guard->user, name, &hash)) {
		return false;
	}
	note(press, name, hash);
	file->waiting = true;
	return true;
}

static bool admit_file(eng_ctx *ctx, eng_press *press, mapped_file *file) {
	bool noted = file->waiting;
	eng_hash hash = eng_hash_of(file->bytes.s, file->bytes.n);
	eng_str name = content_name(&press->arena, file);

	file->waiting = false;
	madvise((void *)(uintptr_t)file->bytes.s, file->bytes.n, MADV_DONTNEED);
	if (!noted) {
		note(press, name, hash);
	}
	return eng_guard_admits(press->guard, ctx, name, hash);
}

bool eng_press_admits(eng_ctx *ctx, eng_press *press, const eng_font *font) {
	mapped_file *file = NULL;

	if (!font->waiting) {
		return true;
	}
	for (guint i = 0; i < press->files->len && !file; i++) {
		file = press->files->pdata[i];
		file = eng_str_eq(file->path, font->path) ? file : NULL;
	}
	if (file && !admit_file(ctx, press, file)) {
		file->waiting = true; /* and says so again to whoever asks next */
		return false;
	}
	for (guint i = 0; i < press->fonts->len; i++) {
		eng_font *other = press->fonts->pdata[i];

		other->waiting &= !eng_str_eq(other->path, font->path);
	}
	return true;
}

/* Fonts are mapped, not read: a collection of 20 MB costs only the pages that are looked at. */
static const mapped_file *map_file(eng_ctx *ctx, eng_press *press, const char *path, bool stand_in,
				   eng_loc where) {
	mapped_file *file = find_mapped(press, path);
	struct stat st;
	void *bytes = MAP_FAILED;
	int fd;

	if (file) {
		return stand_in || !file->waiting || admit_file(ctx, press, file) ? file : NULL;
	}
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0) {
		bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	}
	if (fd >= 0) {
		close(fd);
	}
	if (bytes == MAP_FAILED) {
		return eng_fail_null(ctx, "theme.font-unreadable", where, "cannot read font '%s'",
				     path);
	}
	file = g_new0(mapped_file, 1);
	file->path = eng_str_copy(&press->arena, eng_str_from(path));
	file->bytes = (eng_str){ bytes, (size_t)st.st_size };
	g_ptr_array_add(press->files, file);
	return !press->guard || (stand_in && admit_later(press, file)) ||
		       admit_file(ctx, press, file)
		   ? file
		   : NULL;
}

static const eng_font *find_loaded(const eng_press *press, const char *path, int index) {
	for (guint i = 0; i < press->fonts->len; i++) {
		const eng_font *font = press->fonts->pdata[i];

		if (font->index == index && eng_str_eqc(font->path, path)) {
			return font;
		}
	}
	return NULL;
}

/* stand_in: a fallback, which a run may never need. */
static const eng_font *load_font(eng_ctx *ctx, eng_press *press, const eng_font_finder *finder,
				 const eng_font_ref *ref, bool stand_in) {
	const char *path = eng_font_finder_find(finder, ref->file);
	const mapped_file *file;
	const eng_font *known;
	eng_font *font;

	if (!path) {
		return eng_fail_null(
		    ctx, "theme.font-missing", ref->where,
		    "font '%.*s' is neither in the library's fonts folder nor in the "
		    "font path",
		    ENG_STR_ARG(ref->file));
	}
	known = find_loaded(press, path, ref->index);
	if (known) {
		return stand_in || eng_press_admits(ctx, press, known) ? known : NULL;
	}
	file = map_file(ctx, press, path, stand_in, ref->where);
	if (!file) {
		return NULL;
	}
	font = eng_font_open(ctx, &press->arena, file->path, file->bytes, ref->index, ref->where);
	if (font) {
		font->waiting = file->waiting;
		font->id = press->fonts->len;
		g_ptr_array_add(press->fonts, font);
	}
	return font;
}

static bool load_face(eng_ctx *ctx, eng_press *press, const eng_font_finder *finder,
		      const eng_face *face, eng_typeface *out) {
	bool good = true;

	out->fonts = eng_arena_new_array(&press->arena, face->count, const eng_font *);
	out->scripts = eng_arena_new_array(&press->arena, face->count, eng_script_class);
	for (size_t i = 0; i < face->count; i++) {
		const eng_font *font = load_font(ctx, press, finder, &face->refs[i], i > 0);

		if (!font) {
			good = false;
			continue;
		}
		out->fonts[out->count] = font;
		out->scripts[out->count++] = i == 0 ? ENG_SCRIPT_DEFAULT : face->refs[i].script;
	}
	return good;
}

static eng_font_finder *find_fonts(eng_ctx *ctx, eng_press *press, const char *font_path) {
	GArray *names = g_array_new(FALSE, FALSE, sizeof(eng_str));
	eng_font_finder *finder;

	for (size_t f = 0; f < press->theme->family_count; f++) {
		for (int s = 0; s < 4; s++) {
			const eng_face *face = &press->theme->families[f].faces[s];

			for (size_t i = 0; i < face->count; i++) {
				g_array_append_val(names, face->refs[i].file);
			}
		}
	}
	finder = eng_font_finder_new(ctx, press->library, font_path,
				     (const eng_str *)(void *)names->data, names->len);
	g_array_free(names, TRUE);
	return finder;
}

static bool load_fonts(eng_ctx *ctx, eng_press *press, const char *font_path) {
	const eng_theme *theme = press->theme;
	eng_font_finder *finder = find_fonts(ctx, press, font_path);
	bool good = true;

	if (!finder) {
		return false;
	}
	press->faces = eng_arena_new_array(&press->arena, theme->family_count * 4, eng_typeface);
	for (size_t f = 0; f < theme->family_count; f++) {
		for (int s = 0; s < 4; s++) {
			good = load_face(ctx, press, finder, &theme->families[f].faces[s],
					 &press->faces[f * 4 + (size_t)s]) &&
			       good;
		}
	}
	eng_font_finder_free(finder);
	return good;
}

static bool load_image(eng_ctx *ctx, eng_press *press, eng_str src) {
	eng_loc where = { press->theme->path.s, 0, 0 };

	return src.n == 0 || eng_press_image(ctx, press, src, where);
}

/* What the theme itself shows; images of templates are loaded as they are met. */
static bool load_images(eng_ctx *ctx, eng_press *press) {
	const eng_theme *theme = press->theme;
	bool good = load_image(ctx, press, theme->email.logo);

	for (size_t i = 0; i < theme->master_count; i++) {
		good = load_image(ctx, press, theme->masters[i].background) && good;
	}
	return good;
}

static guint hash_src(gconstpointer key) {
	const eng_str *s = key;
	guint h = 5381;

	for (size_t i = 0; i < s->n; i++) {
		h = h * 33 + (unsigned char)s->s[i];
	}
	return h;
}

static gboolean same_src(gconstpointer a, gconstpointer b) {
	return eng_str_eq(*(const eng_str *)a, *(const eng_str *)b);
}

eng_press *eng_press_new(eng_ctx *ctx, const eng_theme *theme, const char *library,
			 const char *font_path) {
	eng_press *press = g_new0(eng_press, 1);

	eng_arena_init(&press->arena);
	press->theme = theme;
	press->guard = ctx->guard;
	press->library = eng_arena_strdup(&press->arena, library ? library : ".");
	press->files = g_ptr_array_new_with_free_func(unmap);
	press->fonts = g_ptr_array_new_with_free_func(close_font);
	press->images = g_hash_table_new(hash_src, same_src);
	press->image_list = g_ptr_array_new();
	if (!load_fonts(ctx, press, font_path) || !load_images(ctx, press)) {
		eng_press_free(press);
		return NULL;
	}
	return press;
}

void eng_press_free(eng_press *press) {
	if (!press) {
		return;
	}
	eng_press_set_cache(press, NULL, NULL);
	eng_hyphens_free(press->hyphens);
	g_ptr_array_free(press->fonts, TRUE);
	g_ptr_array_free(press->files, TRUE);
	g_hash_table_destroy(press->images);
	g_ptr_array_free(press->image_list, TRUE);
	eng_arena_finish(&press->arena);
	g_free(press);
}

bool eng_press_hyphenate(eng_ctx *ctx, eng_press *press, const char *folders,
			 const eng_str *languages, size_t count) {
	bool wanted = false;

	for (size_t i = 0; i < press->theme->style_count; i++) {
		wanted |= press->theme->styles[i].hyphenate;
	}
	if (wanted && !press->hyphens) {
		press->hyphens = eng_hyphens_open(ctx, folders, languages, count,
						  (eng_loc){ press->theme->path.s, 0, 0 });
		return press->hyphens != NULL;
	}
	return true;
}

eng_hyphens *eng_press_hyphens(const eng_press *press) {
	return press->hyphens;
}

const eng_theme *eng_press_theme(const eng_press *press) {
	return press->theme;
}

/* Files once each, in order of loading, then the theme's images. */
eng_hash eng_press_hash(const eng_press *press) {
	eng_hasher *hasher = eng_hasher_new();
	eng_hash hash;

	for (guint i = 0; i < press->files->len; i++) {
		const mapped_file *file = press->files->pdata[i];

		if (!press->guard) { /* who told a guard told the hash of all bytes */
			eng_font_identify(hasher, file->bytes);
		}
	}
	for (size_t i = 0; i <= press->theme->master_count; i++) {
		eng_str src =
		    i == 0 ? press->theme->email.logo : press->theme->masters[i - 1].background;
		const eng_image *image = g_hash_table_lookup(press->images, &src);

		if (image) {
			eng_hasher_field(hasher, image->bytes);
		}
	}
	if (press->hyphens) {
		eng_hyphens_identify(press->hyphens, hasher);
	}
	hash = eng_hasher_done(hasher);
	eng_hasher_free(hasher);
	return hash;
}

size_t eng_press_font_count(const eng_press *press) {
	return press->fonts->len;
}

const eng_font *eng_press_font(const eng_press *press, unsigned id) {
	return id < press->fonts->len ? press->fonts->pdata[id] : NULL;
}

void eng_press_set_cache(eng_press *press, void *cache, void (*cache_free)(void *cache)) {
	if (press->cache && press->cache_free) {
		press->cache_free(press->cache);
	}
	press->cache = cache;
	press->cache_free = cache_free;
}

void *eng_press_cache(const eng_press *press) {
	return press->cache;
}
