/* Making evidence: what concerns one record, taken out of a run. The file is JSON; what was hashed or signed
 * stands in it as text, byte for byte. The run's files are read line by line, never whole. */
#include "run/evidence.h"

#include <glib.h>
#include <string.h>

#include "base/file.h"
#include "markup/json-write.h"
#include "run/lines.h"

/* A line of the manifest that is asked for. */
typedef struct target {
	eng_str line, salt;
	uint64_t leaf;
	eng_merkle_trail trail;
} target;

typedef struct proving {
	eng_ctx ctx;
	eng_arena arena, line; /* of the evidence; of the line in work */
	const char *run;
	eng_str record;
	target **targets;
	size_t count, cap;
	uint64_t leaves;
	GHashTable *paths; /* of content that the lines name, and the release */
	eng_json_writer json;
} proving;

static bool open_lines(proving *p, eng_lines *lines, const char *name) {
	eng_lines_open(lines, eng_path_join(&p->arena, p->run, name), false);
	return lines->file ||
	       eng_fail(&p->ctx, "file.unreadable", (eng_loc){ lines->path, 0, 0 },
			"'%s' cannot be read: is '%s' the folder of a run?", lines->path, p->run);
}

static bool is_wanted(const proving *p, const eng_json_node *entry) {
	const eng_json_node *ordinal = eng_json_find(entry, "ordinal");

	return eng_str_eq(eng_json_find_text(entry, "recipient"), p->record) ||
	       (ordinal && eng_str_eq(ordinal->text, p->record));
}

static void want_path(proving *p, eng_str path) {
	if (path.n) {
		g_hash_table_add(p->paths, eng_str_dup(&p->arena, path));
	}
}

static void add_target(proving *p, eng_str line, const eng_json_node *entry, eng_str salt,
		       uint64_t leaf) {
	static const char *const lists[] = { "blocks", "rules" };
	target *t = eng_arena_new(&p->arena, target);

	t->line = eng_str_copy(&p->arena, line);
	t->salt = eng_str_copy(&p->arena, salt);
	t->leaf = leaf;
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		const eng_json_node *list = eng_json_find(entry, lists[i]);

		for (const eng_json_node *f = list ? list->first : NULL; f; f = f->next) {
			want_path(p, eng_json_find_text(f, "path"));
		}
	}
	p->targets = eng_arena_grow(&p->arena, p->targets, p->count, &p->cap, sizeof(*p->targets));
	p->targets[p->count++] = t;
}

/* Manifest and salts go side by side. */
static bool find_targets(proving *p) {
	eng_lines manifest, salts = { 0 };
	eng_str line, salt_line;
	const char *why;
	bool ok =
	    open_lines(p, &manifest, "manifest.ndjson") && open_lines(p, &salts, ENG_SALTS_FILE);

	while (ok && eng_lines_next(&manifest, &line) && eng_lines_next(&salts, &salt_line)) {
		const eng_json_node *entry, *salt;
		int64_t leaf;

		eng_arena_reset(&p->line);
		entry = eng_json_tree(&p->line, line, &why);
		if (!is_wanted(p, entry)) {
			continue;
		}
		salt = eng_json_tree(&p->line, salt_line, &why);
		if (eng_json_find_int(salt, "leaf", &leaf) && leaf >= 0) {
			add_target(p, line, entry, eng_json_find_text(salt, "salt"),
				   (uint64_t)leaf);
		}
	}
	eng_lines_close(&manifest);
	eng_lines_close(&salts);
	return ok && (p->count || eng_fail(&p->ctx, "verify.unknown", (eng_loc){ p->run, 0, 0 },
					   "the run has no record '%.*s': name a recipient's id or "
					   "an ordinal",
					   ENG_STR_ARG(p->record)));
}

/* Each target's way up to the root, in one pass over all leaves. */
static bool climb(proving *p) {
	eng_lines lines;
	eng_str line;
	eng_hash leaf;
	bool ok = open_lines(p, &lines, ENG_LEAVES_FILE);

	for (size_t i = 0; i < p->count && ok; i++) {
		ok = p->targets[i]->leaf < p->leaves ||
		     eng_fail(&p->ctx, "verify.unknown", (eng_loc){ lines.path, 0, 0 },
			      "the run sealed %llu leaves, a salt names leaf %llu",
			      (unsigned long long)p->leaves,
			      (unsigned long long)p->targets[i]->leaf);
		if (ok) {
			eng_merkle_trail_init(&p->targets[i]->trail, p->targets[i]->leaf,
					      p->leaves);
		}
	}
	while (ok && eng_lines_next(&lines, &line) && eng_hash_parse(line, &leaf)) {
		for (size_t i = 0; i < p->count; i++) {
			eng_merkle_trail_add(&p->targets[i]->trail, &leaf);
		}
	}
	eng_lines_close(&lines);
	return ok;
}

/* A file of the run as a member, when it is there. */
static bool add_file(proving *p, const char *key, const char *name, eng_str *bytes) {
	const char *path = eng_path_join(&p->arena, p->run, name);

	*bytes = (eng_str){ 0 };
	if (!eng_file_exists(path)) {
		return true;
	}
	if (!eng_file_read(&p->ctx, &p->arena, path, p->ctx.limits.artifact_bytes, bytes)) {
		return false;
	}
	eng_json_member_text(&p->json, key, *bytes);
	return true;
}

/* Seal and policy, with what is to be known of the seal. */
static bool add_files(proving *p) {
	eng_str seal, other;
	const char *why;
	const eng_json_node *statement;
	int64_t leaves = 0;

	if (!add_file(p, "seal", ENG_SEAL_FILE, &seal) ||
	    !add_file(p, "seal-signature", ENG_SEAL_FILE ".minisig", &other) ||
	    !add_file(p, "policy", "policy.yaml", &other) ||
	    !add_file(p, "policy-signature", "policy.yaml.minisig", &other)) {
		return false;
	}
	statement = eng_json_tree(&p->arena, seal, &why);
	eng_json_find_int(statement, "leaves", &leaves);
	p->leaves = (uint64_t)leaves;
	want_path(p, eng_json_find_text(statement, "release"));
	return true;
}

static void add_target_object(proving *p, const target *t) {
	eng_json_write_object(&p->json);
	eng_json_member_text(&p->json, "line", t->line);
	eng_json_member_text(&p->json, "salt", t->salt);
	eng_json_member_int(&p->json, "leaf", (int64_t)t->leaf);
	eng_json_member_array(&p->json, "path");
	for (size_t i = 0; i < t->trail.length; i++) {
		eng_hash hash = eng_merkle_trail_hash(&t->trail, i);
		char hex[ENG_HASH_HEX];

		eng_hash_hex(&hash, hex);
		eng_json_write_text(&p->json, eng_str_from(hex));
	}
	eng_json_write_array_end(&p->json);
	eng_json_write_object_end(&p->json);
}

/* The kept files that the lines name, as the run has them. */
static bool add_content(proving *p) {
	eng_lines lines;
	eng_str line;
	const char *why;
	bool ok = open_lines(p, &lines, ENG_KEPT_FILE);

	eng_json_member_array(&p->json, "content");
	while (ok && eng_lines_next(&lines, &line)) {
		const char *path;

		eng_arena_reset(&p->line);
		path = eng_str_dup(&p->line,
				   eng_json_find_text(eng_json_tree(&p->line, line, &why), "path"));
		if (g_hash_table_contains(p->paths, path)) {
			eng_json_write_raw(&p->json, line);
		}
	}
	eng_json_write_array_end(&p->json);
	eng_lines_close(&lines);
	return ok;
}

static bool write_evidence(proving *p, const char *to) {
	eng_buf out = { 0 };
	bool ok;

	eng_json_write_init(&p->json, &out, true);
	eng_json_write_object(&p->json);
	eng_json_member_cstr(&p->json, "format", ENG_EVIDENCE_FORMAT);
	ok = find_targets(p) && add_files(p) && climb(p);
	eng_json_member_array(&p->json, "artifacts");
	for (size_t i = 0; ok && i < p->count; i++) {
		add_target_object(p, p->targets[i]);
	}
	eng_json_write_array_end(&p->json);
	ok = ok && add_content(p);
	eng_json_write_object_end(&p->json);
	eng_buf_char(&out, '\n');
	ok = ok && eng_file_write(&p->ctx, to, eng_buf_view(&out), false);
	eng_buf_finish(&out);
	return ok;
}

bool eng_prove(const eng_verify_options *options, const char *record, const char *to) {
	proving p = { .run = options->run, .record = eng_str_from(record) };
	bool ok;

	eng_ctx_init(&p.ctx, eng_check_tell, (void *)options);
	eng_arena_init(&p.arena);
	eng_arena_init(&p.line);
	p.paths = g_hash_table_new(g_str_hash, g_str_equal);
	ok = write_evidence(&p, to);
	if (ok && options->out) {
		fprintf(options->out,
			"%s: %zu artifacts of record %s, proved under the seal of %s\n", to,
			p.count, record, eng_path_base(p.run));
	}
	g_hash_table_destroy(p.paths);
	eng_arena_finish(&p.line);
	eng_arena_finish(&p.arena);
	return ok;
}
