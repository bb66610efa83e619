/* Making a release: the template is opened as a run would open it, with every channel and every map that
 * leads to its vocabulary, and what was read on the way is what it is made of. */
#include "base/file.h"
#include "compliance/release.h"
#include "run/trust.h"
#include "run/workshop.h"

typedef struct releasing {
	eng_trust t;
	const eng_release_options *options;
	eng_str *maps;
	size_t map_count;
} releasing;

/* Asked about everything, so that fonts are hashed whole, and content with all of it. */
static bool admit_all(void *user, eng_ctx *ctx, const eng_content_file *file) {
	(void)user, (void)ctx, (void)file;
	return true;
}

static eng_workshop *open_shop(releasing *r) {
	const eng_release_options *o = r->options;
	eng_channel_set channels = 0;
	eng_date date = { .year = 2000, .month = 1, .day = 1, .offset = ENG_DATE_UNZONED };

	for (int i = 0; eng_channels[i]; i++) {
		channels |= (eng_channel_set)1 << i;
	}
	/* The date decides no file: versions of blocks move by approvals of their own. */
	return eng_workshop_open(&r->t.ctx, &(eng_workshop_options){
						.library = r->t.options->library,
						.font_path = o->font_path,
						.tmpl = eng_str_from(o->tmpl),
						.maps = r->maps,
						.map_count = r->map_count,
						.channels = channels,
						.run_date = date,
					    });
}

/* All maps of the library that make records of the template's vocabulary: jobs choose among them. */
static bool find_maps(releasing *r, eng_workshop *shop) {
	eng_arena *arena = &r->t.arena;
	const eng_vocabulary *vocabulary = eng_template_vocabulary(eng_workshop_template(shop));
	const char *dir = eng_path_join(arena, r->t.options->library, "maps");
	const char *const *names;
	size_t n;

	if (!eng_file_is_dir(dir)) {
		return true;
	}
	if (!eng_file_list(&r->t.ctx, arena, dir, &names, &n)) {
		return false;
	}
	r->maps = eng_arena_new_array(arena, n, eng_str);
	for (size_t i = 0; i < n; i++) {
		eng_str id = eng_str_from(names[i]);
		const eng_map *map;

		if (!eng_str_ends(id, ".xml")) {
			continue;
		}
		id.n -= 4;
		map = eng_map_load(&r->t.ctx, eng_workshop_library(shop), id);
		if (!map) {
			return false;
		}
		if (eng_str_eq(eng_map_makes(map), vocabulary->name)) {
			r->maps[r->map_count++] = id;
		}
	}
	return true;
}

static void take_files(releasing *r, eng_workshop *shop, eng_release *release) {
	const eng_content_file *files;
	size_t n;

	eng_library_files(eng_workshop_library(shop), &files, &n);
	release->files = eng_arena_new_array(&r->t.arena, n, eng_content_file);
	for (size_t i = 0; i < n; i++) {
		eng_str kind = eng_policy_kind(files[i].path);

		if (kind.n && !eng_str_eqc(kind, "blocks") && !eng_str_eqc(kind, "rules")) {
			release->files[release->count].path =
			    eng_str_copy(&r->t.arena, files[i].path);
			release->files[release->count++].hash = files[i].hash;
		}
	}
}

/* Whether the newest release lists the very same. */
static bool is_same(releasing *r, const eng_release *release, bool *same) {
	const char *path = eng_release_path(&r->t.arena, release->template_id, release->number - 1);
	eng_release last;
	eng_str text;

	if (!eng_file_read(&r->t.ctx, &r->t.arena,
			   eng_path_join(&r->t.arena, r->t.options->library, path), 1u << 24,
			   &text) ||
	    !eng_release_parse(&r->t.ctx, &r->t.arena, path, text, &last)) {
		return false;
	}
	*same = last.count == release->count;
	for (size_t i = 0; *same && i < last.count; i++) {
		*same = eng_str_eq(last.files[i].path, release->files[i].path) &&
			eng_hash_eq(&last.files[i].hash, &release->files[i].hash);
	}
	return true;
}

/* The bytes of a file, unless an earlier release left them. */
static bool keep_file(releasing *r, eng_arena *arena, const eng_content_file *file) {
	eng_trust *t = &r->t;
	const char *kept =
	    eng_path_join(arena, t->options->library, eng_release_kept(arena, &file->hash));
	const char *path =
	    eng_path_join(arena, t->options->library, eng_str_dup(arena, file->path));
	eng_str bytes;
	eng_hash now;

	if (eng_file_exists(kept)) {
		return true;
	}
	if (!eng_file_read(&t->ctx, arena, path, t->ctx.limits.file_bytes, &bytes)) {
		return false;
	}
	now = eng_hash_of(bytes.s, bytes.n);
	if (!eng_hash_eq(&now, &file->hash)) {
		return eng_fail(&t->ctx, "run.content-changed", (eng_loc){ path, 0, 0 },
				"'%s' was changed while the release was made", path);
	}
	return eng_file_write(&t->ctx, kept, bytes, true);
}

/* The files as they are, so that a later release can be compared with this one. */
static bool keep_content(releasing *r, const eng_release *release) {
	eng_trust *t = &r->t;
	eng_arena room;
	bool ok = eng_file_mkdirs(&t->ctx, eng_path_join(&t->arena, t->options->library, "kept"));

	eng_arena_init(&room);
	for (size_t i = 0; ok && i < release->count; i++) {
		ok = !eng_release_keeps(&release->files[i]) ||
		     keep_file(r, &room, &release->files[i]);
		eng_arena_reset(&room);
	}
	eng_arena_finish(&room);
	return ok;
}

static bool write_release(releasing *r, eng_release *release, FILE *out) {
	eng_trust *t = &r->t;
	const char *path;
	eng_buf text = { 0 };
	bool ok, same = false;
	int *numbers;
	size_t n;

	if (!eng_release_list(&t->ctx, &t->arena, t->options->library, release->template_id,
			      &numbers, &n)) {
		return false;
	}
	release->number = n ? numbers[0] + 1 : 1;
	if (n && !is_same(r, release, &same)) {
		return false;
	}
	if (same) {
		fprintf(out, "nothing changed since release %d of %.*s\n", release->number - 1,
			ENG_STR_ARG(release->template_id));
		return true;
	}
	path = eng_release_path(&t->arena, release->template_id, release->number);
	eng_release_write(release, &text);
	path = eng_path_join(&t->arena, t->options->library, path);
	ok = eng_file_mkdirs(&t->ctx, eng_path_dir(&t->arena, path)) && keep_content(r, release) &&
	     eng_file_write(&t->ctx, path, eng_buf_view(&text), true);
	eng_buf_finish(&text);
	if (ok) {
		fprintf(out, "%s: %zu files, to be submitted\n", path, release->count);
	}
	return ok;
}

bool eng_release_new(const eng_trust_options *o, const eng_release_options *options, FILE *out) {
	static const eng_guard all = { NULL, admit_all, NULL, NULL };
	releasing r = { .options = options };
	eng_release release = { .template_id = eng_str_from(options->tmpl) };
	eng_workshop *shop;
	bool ok;

	eng_trust_init(&r.t, o);
	r.t.ctx.guard = &all;
	shop = open_shop(&r);
	ok = shop && find_maps(&r, shop);
	eng_workshop_close(shop);
	shop = ok ? open_shop(&r) : NULL;
	ok = shop != NULL;
	if (ok) {
		take_files(&r, shop, &release);
		ok = write_release(&r, &release, out);
	}
	eng_workshop_close(shop);
	eng_trust_finish(&r.t);
	return ok;
}
