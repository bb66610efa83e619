/* The lines of what is kept, and the approvals that certificates name. */
#include "run/keep.h"

#include <glib.h>

#include "base/file.h"
#include "base/utf8.h"
#include "compliance/approvers.h"
#include "markup/json-write.h"

typedef struct keeping {
	eng_ctx *ctx;
	eng_arena arena; /* of one file */
	const char *library;
	const eng_gate *gate;
	eng_buf *out;
} keeping;

static void add_hash(eng_json_writer *w, const eng_hash *hash) {
	char hex[ENG_HASH_HEX];

	eng_hash_hex(hash, hex);
	eng_json_member_cstr(w, "sha256", hex);
}

/* Text as it is, anything else in base64. */
static void add_bytes(eng_json_writer *w, eng_str bytes) {
	char *encoded;

	if (eng_utf8_valid(bytes) == bytes.n) {
		eng_json_member_text(w, "text", bytes);
		return;
	}
	encoded = g_base64_encode((const guchar *)bytes.s, bytes.n);
	eng_json_member_cstr(w, "base64", encoded);
	g_free(encoded);
}

/* Reads a file that was read before, and must be what it was. */
static bool read_again(keeping *k, const char *path, const eng_hash *hash, eng_str *bytes) {
	eng_hash now;

	if (!eng_file_read(k->ctx, &k->arena, path, k->ctx->limits.file_bytes, bytes)) {
		return false;
	}
	now = eng_hash_of(bytes->s, bytes->n);
	return eng_hash_eq(&now, hash) ||
	       eng_fail(k->ctx, "run.content-changed", (eng_loc){ path, 0, 0 },
			"'%s' was changed while the run began", path);
}

/* The decisions as their files have them, submission and approvals alike. */
static bool add_decisions(keeping *k, eng_json_writer *w, const eng_approval *approval) {
	size_t from = strlen(k->library) + 1;
	bool ok = true;

	eng_json_member_array(w, "decisions");
	for (size_t i = 0; ok && i < approval->decision_count; i++) {
		const eng_decision *d = &approval->decisions[i];
		eng_str text;

		if (!d->current) {
			continue;
		}
		ok = eng_file_read(k->ctx, &k->arena, d->signature.where.file, ENG_SIGNATURE_LIMIT,
				   &text);
		eng_json_write_object(w);
		eng_json_member_cstr(w, "file", d->signature.where.file + from);
		eng_json_member_text(w, "signature", ok ? text : (eng_str){ 0 });
		eng_json_write_object_end(w);
	}
	eng_json_write_array_end(w);
	return ok;
}

static bool add_file(keeping *k, eng_str path, const eng_hash *hash) {
	const eng_approval *approval = k->gate ? eng_gate_approval(k->gate, path) : NULL;
	const char *name = eng_str_dup(&k->arena, path);
	eng_json_writer w;
	eng_str bytes;
	bool ok;

	if (!read_again(k, eng_path_join(&k->arena, k->library, name), hash, &bytes)) {
		return false;
	}
	eng_json_write_init(&w, k->out, false);
	eng_json_write_object(&w);
	eng_json_member_cstr(&w, "path", name);
	add_hash(&w, hash);
	add_bytes(&w, bytes);
	ok = !approval || add_decisions(k, &w, approval);
	eng_json_write_object_end(&w);
	eng_buf_char(k->out, '\n');
	eng_arena_reset(&k->arena);
	return ok;
}

static bool add_job(keeping *k, const eng_job *job) {
	eng_json_writer w;
	eng_str bytes;

	if (!read_again(k, job->path, &job->hash, &bytes)) {
		return false;
	}
	eng_json_write_init(&w, k->out, false);
	eng_json_write_object(&w);
	eng_json_member_cstr(&w, "job", job->path);
	add_hash(&w, &job->hash);
	add_bytes(&w, bytes);
	eng_json_write_object_end(&w);
	eng_buf_char(k->out, '\n');
	return true;
}

/* Members of the release's file stand in the library's list; the release itself does not. */
static bool add_files(keeping *k, const eng_library *library) {
	const eng_release *release = k->gate ? eng_gate_release(k->gate) : NULL;
	eng_str own = eng_str_from(release ? release->path : "");
	const eng_content_file *files;
	size_t n;
	bool ok = true;

	eng_library_files(library, &files, &n);
	for (size_t i = 0; ok && i <= n; i++) {
		bool here = release && (i == n || eng_str_cmp(own, files[i].path) < 0) &&
			    (i == 0 || eng_str_cmp(files[i - 1].path, own) < 0);

		if (here) {
			ok = add_file(k, own, &eng_gate_approval(k->gate, own)->hash);
		}
		if (ok && i < n && !eng_str_starts(files[i].path, "fonts/")) {
			ok = add_file(k, files[i].path, &files[i].hash);
		}
	}
	return ok;
}

bool eng_keep_content(eng_ctx *ctx, const eng_job *job, const eng_library *library,
		      const eng_gate *gate, eng_buf *out) {
	keeping k = { .ctx = ctx, .library = eng_library_path(library), .gate = gate, .out = out };
	bool ok;

	eng_arena_init(&k.arena);
	ok = add_job(&k, job) && add_files(&k, library);
	eng_arena_finish(&k.arena);
	return ok;
}

/* ---- certificates ---- */

struct eng_approvers {
	const eng_gate *gate;
	GHashTable *texts; /* by the address of a path */
	eng_arena arena;
};

eng_approvers *eng_approvers_new(const eng_gate *gate) {
	eng_approvers *a = eng_malloc(sizeof(*a));

	*a = (eng_approvers){ .gate = gate, .texts = g_hash_table_new(NULL, NULL) };
	eng_arena_init(&a->arena);
	return a;
}

void eng_approvers_free(eng_approvers *a) {
	if (a) {
		g_hash_table_destroy(a->texts);
		eng_arena_finish(&a->arena);
		free(a);
	}
}

eng_str eng_approvers_find(eng_approvers *a, eng_str path) {
	eng_str *text;

	if (!a || !a->gate) {
		return (eng_str){ 0 };
	}
	text = g_hash_table_lookup(a->texts, path.s);
	if (!text) {
		const eng_approval *approval = eng_gate_approval(a->gate, path);

		text = eng_arena_new(&a->arena, eng_str);
		*text = approval ? eng_approvers_text(&a->arena, approval) : (eng_str){ 0 };
		g_hash_table_insert(a->texts, (gpointer)path.s, text);
	}
	return *text;
}
