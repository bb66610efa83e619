/* By the members of each line. */
#include "run/kept.h"

#include <glib.h>

static eng_str decoded(eng_arena *arena, eng_str base64) {
	char *text = g_strndup(base64.s, base64.n);
	gsize n;
	guchar *bytes = g_base64_decode(text, &n);
	eng_str out = eng_str_copy(arena, (eng_str){ (const char *)bytes, n });

	g_free(bytes);
	g_free(text);
	return out;
}

bool eng_kept_read(eng_arena *arena, const eng_json_node *line, eng_kept_file *file) {
	const eng_json_node *base64 = eng_json_find(line, "base64");
	eng_hash actual;

	*file = (eng_kept_file){ .job = eng_json_find(line, "job") != NULL };
	file->path = eng_json_find_text(line, file->job ? "job" : "path");
	file->bytes = base64 ? decoded(arena, base64->text) : eng_json_find_text(line, "text");
	file->decisions = eng_json_find(line, "decisions");
	file->decision_count =
	    file->decisions && file->decisions->last ? file->decisions->last->index + 1 : 0;
	actual = eng_hash_of(file->bytes.s, file->bytes.n);
	return file->path.n && eng_hash_parse(eng_json_find_text(line, "sha256"), &file->hash) &&
	       eng_hash_eq(&actual, &file->hash);
}

const eng_signature *eng_kept_decisions(eng_ctx *ctx, eng_arena *arena, const eng_kept_file *file) {
	eng_signature *list = eng_arena_new_array(arena, file->decision_count, eng_signature);
	size_t n = 0;

	for (const eng_json_node *d = file->decisions ? file->decisions->first : NULL; d;
	     d = d->next) {
		const char *name = eng_str_dup(arena, eng_json_find_text(d, "file"));

		eng_signature_parse(ctx, arena, name, eng_json_find_text(d, "signature"),
				    &list[n++]);
	}
	return list;
}

bool eng_kept_same(eng_arena *arena, const eng_json_node *approvals, eng_str text) {
	static const char *const names[] = { "person", "role", "date" };
	const char *why;
	const eng_json_node *signed_ones = eng_json_tree(arena, text, &why);
	const eng_json_node *a = approvals ? approvals->first : NULL;
	const eng_json_node *b = signed_ones ? signed_ones->first : NULL;

	for (; a && b; a = a->next, b = b->next) {
		for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
			if (!eng_str_eq(eng_json_find_text(a, names[i]),
					eng_json_find_text(b, names[i]))) {
				return false;
			}
		}
	}
	return signed_ones && !a && !b;
}
