/* Opening a library, and the caches of what was loaded from it. */
#include "content/library.h"

#include <glib.h>
#include <libxml/xmlregexp.h>
#include <stdlib.h>

#include "base/file.h"
#include "content/block-file.h"
#include "content/library-file.h"
#include "content/program.h"
#include "markup/yaml.h"

struct eng_library {
	char *path;
	bool partial;
	const eng_guard *guard; /* NULL: nobody asks */
	eng_arena arena;
	eng_names *names;
	eng_services services;
	eng_ctx *loading; /* who loads a template just now, for faults of tables; else NULL */
	eng_strings *strings;
	eng_tables *tables;
	GHashTable *cache; /* "kind:name" -> thing in the arena */
	GHashTable *seen;  /* paths of files */
	eng_content_file *files;
	size_t file_count, file_cap;
	const eng_block **blocks;
	size_t block_count, block_cap;
	void **regexps; /* xmlRegexpPtr of slots */
	size_t regexp_count, regexp_cap;
	eng_str *link_hosts;
	size_t link_host_count, link_host_cap;
};

/* ---- services for expressions ---- */

static const eng_message *service_phrase(void *user, eng_str key, const char *language) {
	eng_library *library = user;

	return eng_strings_find(NULL, library->strings, key, eng_str_from(language));
}

static bool service_has_phrase(void *user, eng_str key, const char **nearest) {
	eng_library *library = user;

	return eng_strings_has(library->strings, key, nearest);
}

static int service_lookup(void *user, eng_str table, eng_str key, eng_str column, eng_str *out) {
	eng_library *library = user;

	return eng_tables_lookup(library->loading, library->tables, table, key, column, out);
}

static int service_cell(void *user, eng_str table, eng_str column, size_t row, eng_str *out) {
	eng_library *library = user;

	return eng_tables_cell(library->loading, library->tables, table, column, row, out);
}

/* ---- opening ---- */

static bool add_link_host(eng_ctx *ctx, eng_library *library, const eng_yaml *item) {
	if (item->kind != ENG_YAML_SCALAR || item->text.n == 0) {
		return eng_fail(ctx, "library.bad-policy", item->where,
				"link-hosts lists host names");
	}
	library->link_hosts =
	    eng_arena_grow(&library->arena, library->link_hosts, library->link_host_count,
			   &library->link_host_cap, sizeof(*library->link_hosts));
	library->link_hosts[library->link_host_count++] = item->text;
	return true;
}

/* The policy is optional; of it only link-hosts matters here. */
static bool read_policy(eng_ctx *ctx, eng_library *library) {
	const char *path = eng_path_join(&library->arena, library->path, "policy.yaml");
	eng_yaml *root, *hosts;
	eng_str bytes;
	bool good = true;

	if (!eng_file_exists(path)) {
		return true;
	}
	root = eng_yaml_load(ctx, &library->arena, path, &bytes);
	if (!root || !eng_library_note_file(ctx, library, ENG_STR("policy.yaml"),
					    eng_hash_of(bytes.s, bytes.n))) {
		return false;
	}
	hosts = eng_yaml_find(root, "link-hosts");
	if (hosts && hosts->kind != ENG_YAML_SEQUENCE) {
		return eng_fail(ctx, "library.bad-policy", hosts->where,
				"link-hosts should be a list of host names");
	}
	for (const eng_yaml *item = hosts ? hosts->first : NULL; item; item = item->next) {
		good = add_link_host(ctx, library, item) && good;
	}
	return good;
}

void eng_library_set_partial(eng_library *library) {
	library->partial = true;
}

bool eng_library_is_partial(const eng_library *library) {
	return !library || library->partial;
}

eng_library *eng_library_open(eng_ctx *ctx, const char *path) {
	eng_library *library;

	if (!eng_file_is_dir(path)) {
		return eng_fail_null(ctx, "library.unreadable", ((eng_loc){ path, 0, 0 }),
				     "no folder '%s'", path);
	}
	library = eng_malloc(sizeof(*library));
	*library = (eng_library){ 0 };
	eng_arena_init(&library->arena);
	library->path = eng_arena_strdup(&library->arena, path);
	library->guard = ctx->guard;
	library->names = eng_names_new();
	library->cache = g_hash_table_new(g_str_hash, g_str_equal);
	library->seen = g_hash_table_new(g_str_hash, g_str_equal);
	library->strings = eng_strings_new(library);
	library->tables = eng_tables_new(library);
	library->services = (eng_services){ .user = library,
					    .phrase = service_phrase,
					    .has_phrase = service_has_phrase,
					    .lookup = service_lookup,
					    .cell = service_cell };
	if (!read_policy(ctx, library)) {
		eng_library_close(library);
		return NULL;
	}
	return library;
}

void eng_library_close(eng_library *library) {
	if (!library) {
		return;
	}
	eng_strings_free(library->strings);
	eng_tables_free(library->tables);
	for (size_t i = 0; i < library->regexp_count; i++) {
		xmlRegFreeRegexp(library->regexps[i]);
	}
	g_hash_table_destroy(library->cache);
	g_hash_table_destroy(library->seen);
	eng_names_free(library->names);
	eng_arena_finish(&library->arena);
	free(library);
}

const char *eng_library_path(const eng_library *library) {
	return library->path;
}

eng_arena *eng_library_arena(eng_library *library) {
	return &library->arena;
}

eng_names *eng_library_names(eng_library *library) {
	return library->names;
}

const eng_services *eng_library_services(eng_library *library) {
	return &library->services;
}

eng_strings *eng_library_strings(const eng_library *library) {
	return library->strings;
}

void eng_library_set_loading(eng_library *library, eng_ctx *ctx) {
	library->loading = ctx;
}

void eng_library_unused_strings(eng_ctx *ctx, const eng_library *library) {
	eng_strings_unused(ctx, library->strings);
}

/* ---- files ---- */

bool eng_library_note_file(eng_ctx *ctx, eng_library *library, eng_str path, eng_hash hash) {
	char *name = eng_str_dup(&library->arena, path);

	if (!eng_guard_admits(library->guard, ctx, path, hash)) {
		return false;
	}
	if (g_hash_table_contains(library->seen, name)) {
		return true;
	}
	g_hash_table_add(library->seen, name);
	library->files = eng_arena_grow(&library->arena, library->files, library->file_count,
					&library->file_cap, sizeof(*library->files));
	library->files[library->file_count++] = (eng_content_file){ { name, path.n }, hash };
	return true;
}

eng_standing eng_library_standing(eng_ctx *ctx, const eng_library *library, eng_str path) {
	const eng_guard *guard = library->guard;

	return guard && guard->version ? guard->version(guard->user, ctx, path)
				       : ENG_STANDING_USABLE;
}

bool eng_library_read(eng_ctx *ctx, eng_library *library, const char *path, eng_str *out) {
	const char *full = eng_path_join(&library->arena, library->path, path);

	return eng_file_read(ctx, &library->arena, full, ctx->limits.file_bytes, out) &&
	       eng_library_note_file(ctx, library, eng_str_from(path), eng_hash_of(out->s, out->n));
}

eng_xml_node *eng_library_xml(eng_ctx *ctx, eng_library *library, const char *path,
			      eng_hash *hash) {
	const char *full = eng_path_join(&library->arena, library->path, path);
	eng_xml_node *root;
	eng_str bytes;
	eng_hash h;

	root = eng_xml_load(ctx, &library->arena, full, &bytes);
	if (!root) {
		return NULL;
	}
	h = eng_hash_of(bytes.s, bytes.n);
	if (!eng_library_note_file(ctx, library, eng_str_from(path), h)) {
		return NULL;
	}
	if (hash) {
		*hash = h;
	}
	return root;
}

static int by_path(const void *a, const void *b) {
	const eng_content_file *x = a, *y = b;

	return eng_str_cmp(x->path, y->path);
}

void eng_library_files(const eng_library *library, const eng_content_file **files, size_t *n) {
	if (library->file_count) {
		qsort(library->files, library->file_count, sizeof(*library->files), by_path);
	}
	*files = library->files;
	*n = library->file_count;
}

/* ---- caches ---- */

void *eng_library_cached(const eng_library *library, const char *key) {
	return g_hash_table_lookup(library->cache, key);
}

void eng_library_cache(eng_library *library, const char *key, void *thing) {
	g_hash_table_insert(library->cache, eng_arena_strdup(&library->arena, key), thing);
}

void eng_library_add_block(eng_library *library, const eng_block *block) {
	library->blocks = eng_arena_grow(&library->arena, library->blocks, library->block_count,
					 &library->block_cap, sizeof(*library->blocks));
	library->blocks[library->block_count++] = block;
}

const eng_block *const *eng_library_blocks(const eng_library *library, size_t *count) {
	*count = library->block_count;
	return library->blocks;
}

void eng_library_keep_regexp(eng_library *library, void *regexp) {
	library->regexps = eng_arena_grow(&library->arena, library->regexps, library->regexp_count,
					  &library->regexp_cap, sizeof(*library->regexps));
	library->regexps[library->regexp_count++] = regexp;
}

eng_vocabulary *eng_library_vocabulary(eng_ctx *ctx, eng_library *library, eng_str name,
				       eng_loc where) {
	eng_arena *arena = &library->arena;
	const char *key, *path, *full;
	eng_vocabulary *vocabulary;

	if (!eng_id_is_valid(name)) {
		return eng_fail_null(ctx, "library.no-vocabulary", where,
				     "'%s' is not the name of a vocabulary",
				     eng_quote(arena, name));
	}
	key = eng_arena_printf(arena, "vocabulary:%.*s", ENG_STR_ARG(name));
	vocabulary = eng_library_cached(library, key);
	if (vocabulary) {
		return vocabulary;
	}
	path = eng_arena_printf(arena, "vocabularies/%.*s.xml", ENG_STR_ARG(name));
	full = eng_path_join(arena, library->path, path);
	if (!eng_file_exists(full)) {
		return eng_fail_null(ctx, "library.no-vocabulary", where,
				     "no vocabulary '%.*s': %s does not exist", ENG_STR_ARG(name),
				     full);
	}
	vocabulary = eng_vocabulary_load(ctx, arena, library->names, full);
	if (!vocabulary ||
	    !eng_library_note_file(ctx, library, eng_str_from(path), vocabulary->hash)) {
		return NULL;
	}
	eng_library_cache(library, key, vocabulary);
	return vocabulary;
}

/* ---- what compose asks ---- */

bool eng_library_link_host(const eng_library *library, eng_str host) {
	for (size_t i = 0; i < library->link_host_count; i++) {
		if (eng_str_eq(library->link_hosts[i], host)) {
			return true;
		}
	}
	return false;
}

const eng_message *eng_library_phrase(const eng_library *library, eng_str key, eng_str language) {
	return eng_strings_find(NULL, library->strings, key, language);
}
