/* A shard from its option to its finished folder. */
#include "run/shard.h"

#include <unistd.h>

#include "base/file.h"
#include "markup/json-flat.h"
#include "markup/json-write.h"
#include "run/report.h"

static bool take_number(eng_str text, unsigned *out) {
	eng_decimal number;
	int64_t value;

	if (!eng_decimal_parse(text, false, &number) || !eng_decimal_to_int64(number, &value) ||
	    value < 1 || value > ENG_SHARDS_MAX) {
		return false;
	}
	*out = (unsigned)value;
	return true;
}

bool eng_shard_take(eng_batch *b) {
	const char *text = b->options->shard;
	eng_str rest = eng_str_from(text), number;

	if (!text) {
		return true;
	}
	if (!eng_str_split(&rest, '/', &number) || !take_number(number, &b->shard.number) ||
	    !take_number(rest, &b->shard.count) || b->shard.number > b->shard.count) {
		return eng_fail(&b->ctx, "usage.shard", (eng_loc){ 0 },
				"'%s' is no shard, should be such as 2/3: the second of three",
				text);
	}
	return !b->options->retry ||
	       eng_fail(&b->ctx, "usage.shard", (eng_loc){ 0 },
			"a retry is not made in shards, for it takes few records");
}

const char *eng_shard_folder(eng_batch *b) {
	return b->shard.count ? eng_arena_printf(&b->arena, "%s.shard-%u-of-%u", b->name,
						 b->shard.number, b->shard.count)
			      : b->name;
}

/* ---- what others found ---- */

typedef struct finding {
	uint64_t ordinal, file;
	eng_hash recipient;
	bool is_file, is_recipient;
} finding;

static void take(void *user, const char *path, const eng_json_token *value) {
	finding *f = user;

	if (strcmp(path, "ordinal") == 0) {
		eng_json_flat_count(value, &f->ordinal);
	} else if (strcmp(path, "file") == 0) {
		f->is_file = eng_json_flat_count(value, &f->file);
	} else if (strcmp(path, "recipient") == 0) {
		f->is_recipient = eng_hash_parse(value->text, &f->recipient);
	}
}

static bool hear_one(eng_batch *b, eng_dealer *dealer, const finding *f) {
	if (f->is_file) {
		eng_dealer_expect_end(dealer, (size_t)f->file, f->ordinal);
	}
	return !f->is_recipient || !b->seen || eng_seen_add(&b->ctx, b->seen, &f->recipient);
}

bool eng_shard_hear(eng_batch *b, eng_dealer *dealer) {
	const char *path = eng_folder_file(b->folder, &b->arena, ENG_OTHERS_FILE);
	eng_str rest, line;
	int number = 0;

	b->redo = UINT64_MAX;
	if (!b->shard.count || !eng_file_exists(path)) {
		return true;
	}
	if (!eng_file_read(&b->ctx, &b->arena, path, SIZE_MAX, &rest)) {
		return false;
	}
	while (rest.n && eng_str_split(&rest, '\n', &line) && line.n) {
		finding f = { .ordinal = UINT64_MAX };

		if (!eng_json_flat(&b->ctx, path, ++number, line, take, &f) ||
		    !hear_one(b, dealer, &f)) {
			return false;
		}
		b->redo = f.ordinal < b->redo ? f.ordinal : b->redo;
		b->heard++;
	}
	return true;
}

static uint64_t lines_of(eng_str text) {
	uint64_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		n += text.s[i] == '\n';
	}
	return n;
}

bool eng_shard_past(eng_ctx *ctx, eng_arena *arena, const char *folder, eng_past *past) {
	const char *path = eng_path_join(arena, folder, ENG_SHARD_FILE), *why;
	eng_str text;

	*past = (eng_past){ .folder = folder, .name = eng_path_base(folder) };
	return eng_file_read(ctx, arena, path, SIZE_MAX, &text) &&
	       eng_past_take(ctx, path, eng_json_find(eng_json_tree(arena, text, &why), "report"),
			     past);
}

bool eng_shard_reopen(eng_batch *b, const char *path, bool *opened) {
	const char *others = eng_path_join(&b->arena, path, ENG_OTHERS_FILE);
	const char *report = eng_path_join(&b->arena, path, ENG_SHARD_FILE);
	const char *partial = eng_arena_printf(&b->arena, "%s.partial", path), *why;
	eng_str text, findings;

	*opened = false;
	if (!b->shard.count || !b->options->resume || !eng_file_exists(others)) {
		return true;
	}
	if (!eng_file_read(&b->ctx, &b->arena, report, SIZE_MAX, &text) ||
	    !eng_file_read(&b->ctx, &b->arena, others, SIZE_MAX, &findings)) {
		return false;
	}
	if (eng_past_count(eng_json_tree(&b->arena, text, &why), "heard") >= lines_of(findings)) {
		return true;
	}
	*opened = true;
	return (unlink(report) == 0 && rename(path, partial) == 0) ||
	       eng_file_unwritable(&b->ctx, path, "renamed");
}

/* ---- its report ---- */

static void add_endings(eng_json_writer *w, const eng_batch *b) {
	eng_json_member_array(w, "endings");
	for (size_t i = 0; i < b->dealt.end_count; i++) {
		eng_json_write_object(w);
		eng_json_member_int(w, "file", (int64_t)b->dealt.ends[i].file);
		eng_json_member_int(w, "ordinal", (int64_t)b->dealt.ends[i].ordinal);
		eng_json_write_object_end(w);
	}
	eng_json_write_array_end(w);
}

/* The indexes by which files were checked; null: the shard has hashed the file itself. */
static void add_indexes(eng_json_writer *w, const eng_input *input) {
	char hex[ENG_HASH_HEX];

	eng_json_member_array(w, "indexes");
	for (size_t i = 0; i < input->count; i++) {
		const eng_index *index = input->files[i].index;

		if (index && index->check) {
			eng_hash_hex(&index->head.self, hex);
			eng_json_write_text(w, eng_str_from(hex));
		} else {
			eng_json_write_null(w);
		}
	}
	eng_json_write_array_end(w);
}

/* What sealing must know of the job. */
static void add_settings(eng_json_writer *w, const eng_job *job) {
	char text[ENG_DECIMAL_TEXT];

	eng_json_member_bool(w, "duplicates", job->allow_duplicates);
	eng_json_member_object(w, "errors");
	eng_json_member_text(w, "percent", eng_decimal_format(job->stop_percent, text));
	eng_json_member_int(w, "count", (int64_t)job->stop_count);
	eng_json_member_int(w, "at-least", (int64_t)job->stop_at_least);
	eng_json_write_object_end(w);
}

static void add_trust(eng_json_writer *w, const eng_seal *seal) {
	if (!seal->root_key) {
		return;
	}
	eng_json_member_object(w, "trust");
	eng_json_member_int(w, "policy-serial", seal->policy_serial);
	eng_report_hash(w, "policy", &seal->policy);
	eng_report_hash(w, "audit-head", &seal->audit_head);
	eng_json_member_cstr(w, "root-key", seal->root_key);
	eng_json_write_object_end(w);
}

static void write_report(eng_batch *b, eng_buf *out) {
	eng_json_writer w;

	eng_json_write_init(&w, out, true);
	eng_json_write_object(&w);
	eng_json_member_cstr(&w, "format", ENG_SHARD_FORMAT);
	eng_json_member_cstr(&w, "run", b->name);
	eng_json_member_int(&w, "shard", b->shard.number);
	eng_json_member_int(&w, "shards", b->shard.count);
	eng_json_member_int(&w, "chunks", b->dealt.chunks);
	eng_json_member_int(&w, "records", (int64_t)b->dealt.records);
	eng_json_member_int(&w, "heard", (int64_t)b->heard);
	add_settings(&w, b->job);
	add_endings(&w, b);
	add_indexes(&w, &b->input);
	add_trust(&w, &b->seal);
	eng_json_member_object(&w, "report");
	eng_report_members(b, &w);
	eng_report_observed(b, &w);
	eng_json_write_object_end(&w);
	eng_json_write_object_end(&w);
	eng_buf_char(out, '\n');
}

eng_exit eng_shard_close(eng_batch *b) {
	eng_buf report = { 0 };
	bool ok =
	    eng_sealing_trust(&b->ctx, &b->arena, b->job->library, eng_folder_partial(b->folder),
			      &b->seal) &&
	    eng_file_write(&b->ctx,
			   eng_path_join(&b->arena, eng_folder_partial(b->folder), ENG_KEPT_FILE),
			   eng_buf_view(&b->kept), false);

	if (ok) {
		write_report(b, &report);
		ok = eng_folder_publish(&b->ctx, b->folder, eng_buf_view(&report));
	}
	eng_buf_finish(&report);
	return !ok                                          ? ENG_EXIT_SYSTEM
	       : b->tally.quarantined + b->tally.unreadable ? ENG_EXIT_QUARANTINED
							    : ENG_EXIT_OK;
}
