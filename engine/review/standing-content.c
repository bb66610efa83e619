/* Releases and rules: what a review decides about beside blocks. A release is compared with the approved one
 * before it by the hashes that both list, and with the library, whose files are what the pages show. */
#include <string.h>

#include "base/file.h"
#include "compliance/release.h"
#include "review/standing.h"

#define RELEASE_BYTES (4u << 20)

typedef struct content {
	eng_ctx *ctx;
	eng_arena arena;
	eng_standings *standings;
	const eng_setting *setting;
	eng_json_writer *w;
} content;

static const char *library_of(const content *c) {
	return c->setting->job->library;
}

static bool load_release(content *c, int number, eng_release *release) {
	eng_str tmpl = eng_template_id(eng_workshop_template(c->setting->shop));
	const char *path = eng_release_path(&c->arena, tmpl, number);
	eng_str text;

	return eng_file_read(c->ctx, &c->arena, eng_path_join(&c->arena, library_of(c), path),
			     RELEASE_BYTES, &text) &&
	       eng_release_parse(c->ctx, &c->arena, path, text, release);
}

static void write_change(content *c, eng_str path, const char *change) {
	eng_json_write_object(c->w);
	eng_json_member_text(c->w, "path", path);
	eng_json_member_cstr(c->w, "change", change);
	eng_json_write_object_end(c->w);
}

/* Both lists are sorted by path. */
static void write_changes(content *c, const eng_release *before, const eng_release *now) {
	size_t i = 0, k = 0;

	eng_json_member_array(c->w, "changes");
	while (i < before->count || k < now->count) {
		int order = i == before->count ? 1
			    : k == now->count
				? -1
				: eng_str_cmp(before->files[i].path, now->files[k].path);

		if (order < 0) {
			write_change(c, before->files[i].path, "removed");
		} else if (order > 0) {
			write_change(c, now->files[k].path, "added");
		} else if (!eng_hash_eq(&before->files[i].hash, &now->files[k].hash)) {
			write_change(c, now->files[k].path, "changed");
		}
		i += order <= 0;
		k += order >= 0;
	}
	eng_json_write_array_end(c->w);
}

/* The approved release before, of which the changes are told. */
static void write_before(content *c, const int *numbers, size_t n, const eng_release *now) {
	for (size_t i = 1; i < n; i++) {
		const eng_approval *approval = eng_standings_find(
		    c->standings,
		    eng_str_from(eng_release_path(&c->arena, now->template_id, numbers[i])));
		eng_release before;

		if (approval && approval->state == ENG_APPROVAL_APPROVED &&
		    load_release(c, numbers[i], &before)) {
			eng_json_member_int(c->w, "before", numbers[i]);
			write_changes(c, &before, now);
			return;
		}
	}
}

/* Files that the pages were made of and that the release lists otherwise, or not at all. */
static void write_others(content *c, const eng_release *release) {
	const eng_content_file *files;
	size_t n;

	eng_library_files(eng_workshop_library(c->setting->shop), &files, &n);
	eng_json_member_array(c->w, "others");
	for (size_t i = 0; i < n; i++) {
		const eng_content_file *listed = eng_release_find(release, files[i].path);
		eng_str kind = eng_policy_kind(files[i].path);

		if (kind.n && !eng_str_eqc(kind, "blocks") && !eng_str_eqc(kind, "rules") &&
		    !eng_str_starts(files[i].path, "fonts/") &&
		    (!listed || !eng_hash_eq(&listed->hash, &files[i].hash))) {
			eng_json_write_text(c->w, files[i].path);
		}
	}
	eng_json_write_array_end(c->w);
}

static void write_file(content *c, const char *kind, eng_str path, const eng_release *release,
		       const int *numbers, size_t n) {
	const eng_approval *approval = eng_standings_find(c->standings, path);

	if (!approval) {
		return;
	}
	eng_json_write_object(c->w);
	eng_json_member_cstr(c->w, "kind", kind);
	eng_standing_write_file(c->standings, approval, c->w);
	if (release) {
		eng_json_member_int(c->w, "number", release->number);
		eng_json_member_array(c->w, "files");
		for (size_t i = 0; i < release->count; i++) {
			eng_json_write_text(c->w, release->files[i].path);
		}
		eng_json_write_array_end(c->w);
		write_before(c, numbers, n, release);
		write_others(c, release);
	}
	eng_json_write_object_end(c->w);
}

static void write_rules(content *c) {
	const eng_content_file *files;
	size_t n;

	eng_library_files(eng_workshop_library(c->setting->shop), &files, &n);
	for (size_t i = 0; i < n; i++) {
		if (eng_str_eqc(eng_policy_kind(files[i].path), "rules")) {
			write_file(c, "rules", files[i].path, NULL, NULL, 0);
		}
	}
}

void eng_standings_write(eng_standings *standings, eng_json_writer *w) {
	content c = { .ctx = eng_standings_ctx(standings),
		      .standings = standings,
		      .setting = eng_standings_setting(standings),
		      .w = w };
	eng_release release;
	int *numbers;
	size_t n;

	if (!eng_standings_policy(standings)) {
		return;
	}
	eng_arena_init(&c.arena);
	eng_json_member_array(w, "content");
	if (eng_release_list(c.ctx, &c.arena, library_of(&c),
			     eng_template_id(eng_workshop_template(c.setting->shop)), &numbers,
			     &n) &&
	    n && load_release(&c, numbers[0], &release)) {
		write_file(&c, "release", eng_str_from(release.path), &release, numbers, n);
	}
	write_rules(&c);
	eng_json_write_array_end(w);
	eng_arena_finish(&c.arena);
}
