/* The report as a tree, and its values that many ask for. */
#include "run/past.h"

#include <string.h>

#include "archive/seal.h"
#include "base/file.h"

uint64_t eng_past_count(const eng_json_node *object, const char *key) {
	int64_t number = 0;

	return eng_json_find_int(object, key, &number) && number > 0 ? (uint64_t)number : 0;
}

bool eng_past_take(eng_ctx *ctx, const char *path, const eng_json_node *report, eng_past *past) {
	const eng_json_node *counts = eng_json_find(report, "counts"), *draft;

	past->report = report;
	if (!counts ||
	    !eng_hash_parse(eng_json_find_text(report, "fingerprint"), &past->fingerprint)) {
		return eng_fail(ctx, "run.bad-report", (eng_loc){ path, 0, 0 },
				"this is no report of a run");
	}
	past->job = eng_json_find_text(report, "job");
	past->run_date = eng_json_find_text(report, "run-date");
	draft = eng_json_find(report, "draft");
	past->draft = draft && draft->kind == ENG_JSON_TRUE;
	past->records = eng_past_count(counts, "records");
	past->composed = eng_past_count(counts, "composed");
	past->quarantined = eng_past_count(counts, "quarantined");
	past->skipped = eng_past_count(counts, "skipped");
	past->unreadable = eng_past_count(counts, "unreadable");
	past->retry = eng_json_find_text(eng_json_find(report, "retry"), "run");
	return true;
}

bool eng_past_read(eng_ctx *ctx, eng_arena *arena, const char *folder, eng_past *past) {
	const char *path = eng_path_join(arena, folder, ENG_REPORT_FILE), *why;
	eng_str text;

	*past = (eng_past){ .folder = folder, .name = eng_path_base(folder) };
	return eng_file_read(ctx, arena, path, SIZE_MAX, &text) &&
	       eng_past_take(ctx, path, eng_json_tree(arena, text, &why), past);
}

bool eng_past_is_sealed(eng_ctx *ctx, eng_arena *arena, const eng_past *past, const char *member,
			eng_str bytes) {
	const char *path = eng_path_join(arena, past->folder, ENG_SEAL_FILE), *why;
	eng_hash sealed, found = eng_hash_of(bytes.s, bytes.n);
	eng_str text;

	if (!eng_file_read(ctx, arena, path, SIZE_MAX, &text)) {
		return false;
	}
	return (eng_hash_parse(eng_json_find_text(eng_json_tree(arena, text, &why), member),
			       &sealed) &&
		eng_hash_eq(&sealed, &found)) ||
	       eng_fail(ctx, "run.unsealed", (eng_loc){ past->folder, 0, 0 },
			"%s of this run is not as it was when the run was sealed", member);
}

void eng_past_write(eng_json_writer *w, const eng_json_node *value) {
	switch (value->kind) {
	case ENG_JSON_OBJECT:
		eng_json_write_object(w);
		for (const eng_json_node *v = value->first; v; v = v->next) {
			eng_json_write_key(w, v->key);
			eng_past_write(w, v);
		}
		eng_json_write_object_end(w);
		break;
	case ENG_JSON_ARRAY:
		eng_json_write_array(w);
		for (const eng_json_node *v = value->first; v; v = v->next) {
			eng_past_write(w, v);
		}
		eng_json_write_array_end(w);
		break;
	case ENG_JSON_STRING:
		eng_json_write_text(w, value->text);
		break;
	case ENG_JSON_NUMBER:
		eng_json_write_raw(w, value->text);
		break;
	case ENG_JSON_TRUE:
	case ENG_JSON_FALSE:
		eng_json_write_bool(w, value->kind == ENG_JSON_TRUE);
		break;
	default:
		eng_json_write_null(w);
	}
}
