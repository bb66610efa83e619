/* Where font files are: by file name in a few folders, never by family name.
 *
 * Knows folders and names; refuses to open a font. The order is the caller's folders, each walked in
 * byte order, so that the same folders always give the same file. */
#include <dirent.h>
#include <errno.h>
#include <glib.h>
#include <sys/stat.h>

#include "layout/font.h"

enum { DEEPEST = 12 };

struct eng_font_finder {
	eng_arena arena;
	GHashTable *wanted; /* name -> path, NULL value until found */
	size_t missing;
	const char *unreadable; /* the first folder that the system failed to list */
	int error;
};

static bool is_folder(const char *path, const struct dirent *entry) {
	struct stat st;

	if (entry->d_type == DT_DIR) {
		return true;
	}
	if (entry->d_type != DT_UNKNOWN && entry->d_type != DT_LNK) {
		return false;
	}
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static int by_bytes(const void *a, const void *b) {
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void take_file(eng_font_finder *finder, const char *name, const char *path) {
	gpointer key, found;

	if (g_hash_table_lookup_extended(finder->wanted, name, &key, &found) && !found) {
		g_hash_table_insert(finder->wanted, key, eng_arena_strdup(&finder->arena, path));
		finder->missing--;
	}
}

/* Folders that are not there or not ours hold no fonts; any other failure could hide one, and another
 * font of the same name would be taken from a later folder. */
static void take_failure(eng_font_finder *finder, const char *folder, int error) {
	bool empty = error == 0 || error == ENOENT || error == ENOTDIR || error == ELOOP ||
		     error == EACCES || error == EPERM;

	if (!empty && !finder->unreadable) {
		finder->unreadable = eng_arena_strdup(&finder->arena, folder);
		finder->error = error;
	}
}

/* Files of a folder before its sub-folders; links into a loop end at the depth limit. */
static void walk(eng_font_finder *finder, const char *folder, int depth) {
	bool wanted = finder->missing > 0 && depth < DEEPEST && !finder->unreadable;
	DIR *dir = wanted ? opendir(folder) : NULL;
	GPtrArray *folders;
	struct dirent *entry;

	if (!dir) {
		take_failure(finder, folder, wanted ? errno : 0);
		return;
	}
	folders = g_ptr_array_new_with_free_func(g_free);
	while (errno = 0, (entry = readdir(dir))) {
		char *path;

		if (entry->d_name[0] == '.') {
			continue;
		}
		path = g_strconcat(folder, "/", entry->d_name, NULL);
		if (is_folder(path, entry)) {
			g_ptr_array_add(folders, path);
			continue;
		}
		take_file(finder, entry->d_name, path);
		g_free(path);
	}
	take_failure(finder, folder, errno);
	closedir(dir);
	g_ptr_array_sort(folders, by_bytes);
	for (guint i = 0; i < folders->len; i++) {
		walk(finder, folders->pdata[i], depth + 1);
	}
	g_ptr_array_free(folders, TRUE);
}

eng_font_finder *eng_font_finder_new(eng_ctx *ctx, const char *library, const char *folders,
				     const eng_str *names, size_t count) {
	eng_font_finder *finder = g_new0(eng_font_finder, 1);
	eng_str rest = eng_str_from(folders), folder;

	eng_arena_init(&finder->arena);
	finder->wanted = g_hash_table_new(g_str_hash, g_str_equal);
	for (size_t i = 0; i < count; i++) {
		g_hash_table_insert(finder->wanted, eng_str_dup(&finder->arena, names[i]), NULL);
	}
	finder->missing = g_hash_table_size(finder->wanted);
	if (library) {
		walk(finder, eng_arena_printf(&finder->arena, "%s/fonts", library), 0);
	}
	while (rest.s && eng_str_split(&rest, ':', &folder)) {
		if (folder.n > 0) {
			walk(finder, eng_str_dup(&finder->arena, folder), 0);
		}
	}
	if (finder->unreadable) {
		eng_fail(ctx, "file.unreadable", (eng_loc){ 0 }, "folder '%s' cannot be read: %s",
			 finder->unreadable, strerror(finder->error));
		eng_font_finder_free(finder);
		return NULL;
	}
	return finder;
}

void eng_font_finder_free(eng_font_finder *finder) {
	if (!finder) {
		return;
	}
	g_hash_table_destroy(finder->wanted);
	eng_arena_finish(&finder->arena);
	g_free(finder);
}

const char *eng_font_finder_find(const eng_font_finder *finder, eng_str name) {
	char key[256];

	if (name.n >= sizeof(key)) {
		return NULL;
	}
	memcpy(key, name.s, name.n);
	key[name.n] = '\0';
	return g_hash_table_lookup(finder->wanted, key);
}
