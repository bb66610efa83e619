/* By the paths of run.json's values; what is not asked for is passed over. */
#include "run/past.h"

#include "base/file.h"
#include "channels/channel.h"
#include "markup/json-flat.h"

typedef struct reading {
	eng_arena *arena;
	eng_past *past;
} reading;

static bool take_text(reading *r, const char *path, const eng_json_token *value) {
	eng_past *past = r->past;
	const struct {
		const char *path;
		eng_str *to;
	} texts[] = {
		{ "job", &past->job },
		{ "run-date", &past->run_date },
		{ "template", &past->template_id },
		{ "version", &past->version },
		{ "fingerprint", &past->fingerprint },
		{ "retry-of", &past->retry_of },
		{ "observed/finished", &past->finished },
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (strcmp(path, texts[i].path) == 0) {
			*texts[i].to = eng_str_copy(r->arena, value->text);
			return true;
		}
	}
	return false;
}

static bool take_count(reading *r, const char *path, const eng_json_token *value) {
	eng_tally *t = &r->past->tally;
	const struct {
		const char *path;
		uint64_t *to;
	} counts[] = {
		{ "counts/files", &t->files },
		{ "counts/unreadable", &t->unreadable },
		{ "counts/records", &t->records },
		{ "counts/composed", &t->composed },
		{ "counts/quarantined", &t->quarantined },
		{ "counts/skipped", &t->skipped },
		{ "observed/milliseconds", &r->past->milliseconds },
	};

	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		if (strcmp(path, counts[i].path) == 0) {
			eng_json_flat_count(value, counts[i].to);
			return true;
		}
	}
	return false;
}

static void take_channel(reading *r, eng_str rest, const eng_json_token *value) {
	eng_str name;

	eng_str_split(&rest, '/', &name);
	for (size_t i = 0; eng_channel_names[i]; i++) {
		eng_channel_tally *c = &r->past->tally.channels[i];
		uint64_t *to = eng_str_eqc(rest, "artifacts")  ? &c->artifacts
			       : eng_str_eqc(rest, "bytes")    ? &c->bytes
			       : eng_str_eqc(rest, "pages")    ? &c->pages
			       : eng_str_eqc(rest, "segments") ? &c->segments
							       : NULL;

		if (to && eng_str_eqc(name, eng_channel_names[i])) {
			eng_json_flat_count(value, to);
		}
	}
}

static void take_file(reading *r, eng_str path, const eng_json_token *value) {
	eng_past *past = r->past;
	eng_past_file *file;

	if (eng_str_ends(path, "/file")) {
		past->files = eng_arena_grow(r->arena, past->files, past->file_count,
					     &past->file_room, sizeof(*past->files));
		past->files[past->file_count++] =
		    (eng_past_file){ .name = eng_str_copy(r->arena, value->text) };
	} else if (past->file_count) {
		file = &past->files[past->file_count - 1];
		if (eng_str_ends(path, "/sha256")) {
			file->sha256 = eng_str_copy(r->arena, value->text);
		} else if (eng_str_ends(path, "/records")) {
			eng_json_flat_count(value, &file->records);
		}
	}
}

static void take(void *user, const char *path, const eng_json_token *value) {
	reading *r = user;
	eng_str all = eng_str_from(path);

	if (eng_str_starts(all, "channels/")) {
		take_channel(r, eng_str_sub(all, strlen("channels/"), all.n), value);
	} else if (eng_str_starts(all, "inputs/")) {
		take_file(r, all, value);
	} else if (strcmp(path, "draft") == 0) {
		r->past->draft = value->kind == ENG_JSON_TRUE;
	} else if (!take_text(r, path, value)) {
		take_count(r, path, value);
	}
}

bool eng_past_read(eng_ctx *ctx, eng_arena *arena, const char *folder, eng_past *past) {
	const char *path = eng_path_join(arena, folder, "run.json");
	reading r = { arena, past };
	eng_str text;

	*past = (eng_past){ 0 };
	return eng_file_read(ctx, arena, path, SIZE_MAX, &text) &&
	       eng_json_flat(ctx, path, 1, text, take, &r);
}
