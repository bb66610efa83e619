/* The room in which records are made again: content as it was kept, the job, the records. What differs from
 * what the run used is objected to, and made again all the same: it may not matter. */
#include "run/replay.h"

#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "run/environment.h"
#include "run/folder.h"
#include "run/kept.h"

#define LIBRARY "library"

/* run.json, and what it says of the run. */
static bool read_report(eng_replay_work *r) {
	eng_check *c = &r->check;
	const char *why;
	eng_str bytes;

	if (!eng_file_read(&c->ctx, &c->arena, eng_path_join(&c->arena, c->run, "run.json"),
			   c->ctx.limits.artifact_bytes, &bytes)) {
		return false;
	}
	r->report = eng_json_tree(&c->arena, bytes, &why);
	c->name = eng_path_base(c->run);
	return eng_hash_parse(eng_json_find_text(r->report, "fingerprint"), &r->fingerprint) ||
	       eng_fail(&c->ctx, "replay.no-run", (eng_loc){ c->run, 0, 0 },
			"'%s' is not the folder of a run", c->run);
}

/* What the seal says of run.json and the kept content. */
static void check_seal(eng_replay_work *r) {
	eng_check *c = &r->check;
	eng_str statement;
	const char *why;

	if (eng_check_file(c, ENG_SEAL_FILE, &statement)) {
		eng_check_made_of(c, eng_json_tree(&c->arena, statement, &why));
	}
}

static bool unpack_file(eng_replay_work *r, const eng_kept_file *file) {
	eng_check *c = &r->check;
	const char *path =
	    eng_path_join(&c->line, r->room,
			  eng_arena_printf(&c->line, LIBRARY "/%.*s", ENG_STR_ARG(file->path)));

	return (eng_path_is_safe(file->path) ||
		eng_fail(&c->ctx, "replay.no-run", (eng_loc){ c->run, 0, 0 },
			 "a kept file leaves its library: '%.*s'", ENG_STR_ARG(file->path))) &&
	       eng_file_mkdirs(&c->ctx, eng_path_dir(&c->line, path)) &&
	       eng_file_write(&c->ctx, path, file->bytes, false);
}

/* The library as it was; *path and *text of the job. */
static bool unpack(eng_replay_work *r, const char **path, eng_str *text) {
	eng_check *c = &r->check;
	eng_lines lines;
	eng_str line;
	const char *why;
	bool ok = true;

	*path = NULL;
	eng_lines_open(&lines, eng_path_join(&c->arena, c->run, ENG_KEPT_FILE), false);
	while (ok && eng_lines_next(&lines, &line)) {
		eng_kept_file file;

		eng_arena_reset(&c->line);
		if (!eng_kept_read(&c->line, eng_json_tree(&c->line, line, &why), &file)) {
			eng_check_object(c, "verify.bad-content", NULL,
					 "line %llu of '" ENG_KEPT_FILE
					 "' has other bytes than its hash says",
					 (unsigned long long)lines.number);
		} else if (file.job) {
			*path = eng_str_dup(&c->arena, file.path);
			*text = eng_str_copy(&c->arena, file.bytes);
		} else {
			ok = unpack_file(r, &file);
		}
	}
	eng_lines_close(&lines);
	return ok && (*path || eng_fail(&c->ctx, "replay.no-run", (eng_loc){ c->run, 0, 0 },
					"the run did not keep its job: '" ENG_KEPT_FILE
					"' is missing or has no line of it"));
}

/* The files of records: those given, else those of the run. */
static const char *const *list_files(eng_replay_work *r, size_t *n) {
	eng_check *c = &r->check;
	const eng_json_node *inputs = eng_json_find(r->report, "inputs");
	size_t count = inputs && inputs->last ? inputs->last->index + 1 : 0;
	eng_str rest = eng_str_from(r->options->records), word;
	const char **files = NULL;
	size_t cap = 0;

	*n = 0;
	if (!r->options->records) {
		files = eng_arena_new_array(&c->arena, count + 1, const char *);
		for (const eng_json_node *i = inputs ? inputs->first : NULL; i; i = i->next) {
			files[(*n)++] = eng_str_dup(&c->arena, eng_json_find_text(i, "file"));
		}
		return files;
	}
	while (eng_str_split(&rest, ',', &word)) {
		files = eng_arena_grow(&c->arena, files, *n, &cap, sizeof(*files));
		files[(*n)++] = eng_str_dup(&c->arena, eng_str_trim(word));
	}
	return files;
}

static bool load_job(eng_replay_work *r, const char *path, eng_str text) {
	eng_check *c = &r->check;
	eng_str date = eng_json_find_text(r->report, "run-date");
	size_t n;
	const char *const *files = list_files(r, &n);

	for (size_t i = 0; i < n; i++) {
		if (strcmp(files[i], "-") == 0) {
			return eng_fail(&c->ctx, "replay.no-records", (eng_loc){ c->run, 0, 0 },
					"the run read its records from standard input: name a file "
					"of them with --records");
		}
	}
	r->job = eng_job_parse(&c->ctx, &c->arena, path, text, files, n, eng_channel_names);
	return r->job && eng_date_parse(date, &r->job->run_date);
}

/* Each file of records is what it was. */
static bool open_input(eng_replay_work *r) {
	eng_check *c = &r->check;
	const eng_json_node *inputs = eng_json_find(r->report, "inputs");
	const eng_json_node *was = inputs ? inputs->first : NULL;

	if (!eng_input_open(&c->ctx, &c->arena, r->job, r->room, &r->input)) {
		return false;
	}
	for (size_t i = 0; i < r->input.count; i++, was = was ? was->next : NULL) {
		const eng_input_file *file = &r->input.files[i];
		eng_hash hash;

		if (file->broken) {
			eng_check_object(c, "replay.no-records", NULL, "'%s' cannot be read",
					 file->name);
		} else if (!was || !eng_hash_parse(eng_json_find_text(was, "sha256"), &hash) ||
			   !eng_hash_eq(&hash, &file->hash)) {
			eng_check_object(c, "replay.input-differs", NULL,
					 "'%s' is not the file that the run read", file->name);
		}
	}
	return true;
}

static void tell_environment(eng_replay_work *r) {
	const eng_json_node *was = eng_json_find(r->report, "environment");
	eng_environment now = eng_environment_now();

	for (size_t i = 0; i < ENG_ENVIRONMENT_PARTS; i++) {
		eng_str before = eng_json_find_text(was, now.parts[i].name);

		if (!eng_str_eqc(before, now.parts[i].version)) {
			eng_warn(&r->check.ctx, "replay.environment", (eng_loc){ 0 },
				 "the run was made with %s %.*s, this is %s", now.parts[i].name,
				 ENG_STR_ARG(before), now.parts[i].version);
		}
	}
}

/* Fonts are not kept: they are found again, and compared with what the run says of them. A draft says
 * nothing. */
static bool look_at_font(void *user, eng_ctx *ctx, const eng_content_file *file) {
	eng_replay_work *r = user;
	const eng_json_node *content = eng_json_find(r->report, "content");
	eng_hash hash = { 0 };

	(void)ctx;
	if (!eng_str_starts(file->path, "fonts/")) {
		return true;
	}
	for (const eng_json_node *f = content ? content->first : NULL; f; f = f->next) {
		if (eng_str_eq(eng_json_find_text(f, "path"), file->path) &&
		    (!eng_hash_parse(eng_json_find_text(f, "sha256"), &hash) ||
		     !eng_hash_eq(&hash, &file->hash))) {
			eng_check_object(&r->check, "replay.font-differs", NULL,
					 "font '%.*s' is not the one that the run used",
					 ENG_STR_ARG(file->path));
		}
	}
	return true;
}

static bool open_shop(eng_replay_work *r) {
	eng_check *c = &r->check;
	const eng_job *job = r->job;
	const eng_json_node *draft = eng_json_find(r->report, "draft");
	const char *fonts = r->options->font_path ? r->options->font_path : job->font_path;

	r->guard = (eng_guard){ .user = r, .admit = look_at_font };
	c->ctx.guard = eng_json_find(r->report, "release") ? &r->guard : NULL;
	r->shop = eng_workshop_open(
	    &c->ctx,
	    &(eng_workshop_options){
		.library = eng_path_join(&c->arena, r->room, LIBRARY),
		.font_path = eng_arena_printf(&c->arena, "%s/fonts:%s", job->library, fonts),
		.hyphen_path = job->hyphen_path,
		.partial = true,
		.tmpl = job->tmpl,
		.maps = job->maps,
		.map_count = job->map_count,
		.channels = job->channels,
		.run_date = job->run_date,
		.send_time = job->send_time,
		.draft = draft && draft->kind == ENG_JSON_TRUE,
		.preview = job->preview,
		.pdf = job->pdf,
		.mail = job->mail,
		.exact_fonts = job->exact_fonts,
	    });
	if (!r->shop) {
		return false;
	}
	r->plan = eng_plan_new(&c->ctx, &c->arena, job, r->shop);
	return r->plan && eng_workshop_start(&c->ctx, r->shop, r->fingerprint) &&
	       eng_worker_init(&c->ctx, &r->worker,
			       &(eng_worker_options){ .job = job,
						      .shop = r->shop,
						      .plan = r->plan,
						      .input = &r->input,
						      .partial = r->room });
}

bool eng_replay_open(eng_replay_work *r) {
	eng_check *c = &r->check;
	char *room = eng_arena_strdup(&c->arena, "/tmp/engross-replay-XXXXXX");
	const char *path;
	eng_str text = { 0 };

	if (!read_report(r)) {
		return false;
	}
	if (!mkdtemp(room)) {
		return eng_fail(&c->ctx, "file.unwritable", (eng_loc){ room, 0, 0 },
				"no folder can be made in '/tmp'");
	}
	r->room = room;
	check_seal(r);
	tell_environment(r);
	return unpack(r, &path, &text) && load_job(r, path, text) && open_input(r) && open_shop(r);
}

void eng_replay_close(eng_replay_work *r) {
	eng_worker_finish(&r->worker);
	eng_plan_free(r->plan);
	eng_workshop_close(r->shop);
	eng_input_close(&r->input);
	if (r->room) {
		eng_folder_remove(&r->check.ctx, r->room);
	}
}
