/* `engross replay`: which records are asked for, dealing and making them, and what is told. */
#include "run/replay.h"

#include <string.h>

#include "base/file.h"
#include "markup/json-write.h"
#include "run/dealer.h"
#include "run/folder.h"
#include "run/journal-line.h"

bool eng_replay_wants(const eng_replay_work *r, const eng_json_node *line) {
	const eng_json_node *ordinal = eng_json_find(line, "ordinal");
	eng_str rest = eng_str_from(r->options->only), word;

	while (r->options->only && eng_str_split(&rest, ',', &word)) {
		word = eng_str_trim(word);
		if (eng_str_eq(eng_json_find_text(line, "recipient"), word) ||
		    (ordinal && eng_str_eq(ordinal->text, word))) {
			return true;
		}
	}
	return r->options->only == NULL;
}

/* The ordinals of the records that are asked for, from the manifest: who was erased is not made again. */
static bool list_ordinals(eng_replay_work *r) {
	eng_check *c = &r->check;
	eng_lines lines;
	eng_str line;
	const char *why;

	eng_lines_open(&lines, eng_path_join(&c->arena, c->run, "manifest.ndjson"), false);
	while (eng_lines_next(&lines, &line)) {
		const eng_json_node *entry;
		int64_t ordinal;

		eng_arena_reset(&c->line);
		entry = eng_json_tree(&c->line, line, &why);
		if (!eng_replay_wants(r, entry) || !eng_json_find_int(entry, "ordinal", &ordinal) ||
		    ordinal < 0 ||
		    (r->ordinal_count && r->ordinals[r->ordinal_count - 1] == (uint64_t)ordinal)) {
			continue;
		}
		r->ordinals = eng_arena_grow(&c->arena, r->ordinals, r->ordinal_count,
					     &r->ordinal_cap, sizeof(*r->ordinals));
		r->ordinals[r->ordinal_count++] = (uint64_t)ordinal;
	}
	eng_lines_close(&lines);
	return r->ordinal_count ||
	       eng_fail(&c->ctx, "verify.unknown", (eng_loc){ c->run, 0, 0 },
			"the run has no such record: name recipients' ids or ordinals");
}

/* Where files ended for reasons that only their readers saw, as the journal has it. */
static void expect_endings(eng_replay_work *r, eng_dealer *dealer) {
	eng_check *c = &r->check;
	const char *path = eng_path_join(&c->arena, c->run, "journal.ndjson");
	eng_lines lines;
	eng_str text;

	eng_lines_open(&lines, path, false);
	c->ctx.quiet = true;
	while (eng_lines_next(&lines, &text)) {
		eng_journal_line line;

		if (eng_journal_line_read(&c->ctx, path, (int)lines.number, text, NULL, &line)) {
			for (size_t i = 0; i < line.ending_count; i++) {
				eng_dealer_expect_end(dealer, line.endings[i].file,
						      line.endings[i].ordinal);
			}
		}
		eng_journal_line_finish(&line);
	}
	c->ctx.quiet = false;
	eng_lines_close(&lines);
}

static bool make_chunk(eng_replay_work *r, const eng_chunk *chunk) {
	const eng_outcome *out = &r->worker.out;
	eng_buf message = { 0 };
	eng_buf stage = { 0 };
	bool ok;

	eng_chunk_write(chunk, &message);
	eng_worker_run(&r->worker, &message);
	eng_buf_finish(&message);
	ok = !out->failed || eng_fail(&r->check.ctx, "replay.failed", (eng_loc){ r->room, 0, 0 },
				      "the records cannot be made in '%s'", r->room);
	if (ok && out->count) {
		eng_replay_compare(r, chunk->index, out->fates[out->count - 1].ordinal);
	}
	eng_buf_printf(&stage, "%s/" ENG_STAGE "/%05u", r->room, chunk->index);
	ok = eng_folder_remove(&r->check.ctx, stage.s) && ok;
	eng_buf_finish(&stage);
	return ok;
}

static bool make_records(eng_replay_work *r) {
	eng_dealer *dealer =
	    eng_dealer_new(&r->check.ctx, r->job, r->shop, &r->input,
			   &(eng_dealer_options){ .limit = r->ordinals[r->ordinal_count - 1] + 1,
						  .ordinals = r->ordinals,
						  .ordinal_count = r->ordinal_count });
	bool ok = eng_replay_begin(r);
	eng_chunk *chunk;

	expect_endings(r, dealer);
	while (ok && (ok = eng_dealer_next(dealer, &chunk)) && chunk) {
		ok = make_chunk(r, chunk);
		eng_chunk_free(chunk);
	}
	eng_dealer_free(dealer);
	eng_replay_end(r);
	return ok;
}

static void tell_json(const eng_replay_work *r, bool good) {
	const eng_check *c = &r->check;
	eng_json_writer w;
	eng_buf out = { 0 };
	eng_buf list = { 0 };

	eng_buf_printf(&list, "[%.*s]", ENG_STR_ARG(eng_buf_view(&c->json)));
	eng_json_write_init(&w, &out, false);
	eng_json_write_object(&w);
	eng_json_member_bool(&w, "good", good);
	eng_json_member_cstr(&w, "run", c->name);
	eng_json_member_int(&w, "records", (int64_t)r->ordinal_count);
	eng_json_member_int(&w, "same", (int64_t)r->same);
	eng_json_member_int(&w, "different", (int64_t)r->differ);
	eng_json_member_int(&w, "not-made", (int64_t)r->lost);
	eng_json_member_int(&w, "more", (int64_t)r->more);
	eng_json_write_key(&w, ENG_STR("objections"));
	eng_json_write_raw(&w, eng_buf_view(&list));
	eng_json_write_object_end(&w);
	fprintf(r->options->out, "%s\n", out.s);
	eng_buf_finish(&list);
	eng_buf_finish(&out);
}

static void tell(const eng_replay_work *r, bool good) {
	FILE *out = r->options->out;

	if (r->options->json) {
		tell_json(r, good);
		return;
	}
	fprintf(out, "%s: %zu records made again, %llu artifacts byte for byte as sealed",
		r->check.name, r->ordinal_count, (unsigned long long)r->same);
	if (r->differ || r->lost) {
		fprintf(out, ", %llu different, %llu not made", (unsigned long long)r->differ,
			(unsigned long long)r->lost);
	}
	putc('\n', out);
	if (r->check.objections) {
		fprintf(out, "%llu objections\n", (unsigned long long)r->check.objections);
	}
}

eng_exit eng_replay(const eng_replay_options *options) {
	eng_replay_work r = { .options = options };
	bool able, good;

	r.told = (eng_verify_options){ .run = options->run,
				       .json = options->json,
				       .out = options->out,
				       .message = options->message,
				       .user = options->user };
	r.check = (eng_check){ .options = &r.told, .run = options->run };
	eng_ctx_init(&r.check.ctx, eng_check_tell, &r.told);
	eng_arena_init(&r.check.arena);
	eng_arena_init(&r.check.line);
	eng_arena_init(&r.sealed_arena);
	able = eng_replay_open(&r) && list_ordinals(&r) && make_records(&r);
	good = able && r.check.objections == 0;
	if (able) {
		tell(&r, good);
	}
	eng_replay_close(&r);
	eng_buf_finish(&r.check.json);
	eng_check_finish(&r.check);
	eng_arena_finish(&r.sealed_arena);
	eng_arena_finish(&r.check.line);
	eng_arena_finish(&r.check.arena);
	return !able ? ENG_EXIT_USAGE : good ? ENG_EXIT_OK : ENG_EXIT_QUARANTINED;
}
