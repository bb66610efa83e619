/* Joining, chunk by chunk in the order of the run: each shard's journal is read along, and one journal, one
 * manifest and one seal are made of all. */
#include "run/join.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "markup/json-flat.h"
#include "run/balance.h"
#include "run/journal-line.h"
#include "run/parts.h"
#include "run/production.h"
#include "run/report.h"
#include "run/stage.h"

static bool changed(eng_join *j, const eng_join_shard *part, const char *what, unsigned chunk) {
	return eng_fail(&j->ctx, "seal.changed", (eng_loc){ part->past.folder, 0, 0 },
			"%s of chunk %05u is not what the shard made", what, chunk);
}

/* ---- a chunk ---- */

/* Reads the line of the chunk and checks that it follows the one before. *text is malloced. */
static bool read_line(eng_join *j, eng_join_shard *part, unsigned chunk, char **text,
		      eng_journal_line *line) {
	const char *path = eng_path_join(&j->scratch, part->past.folder, "journal.ndjson");
	size_t room = 0;
	ssize_t n = eng_file_line(part->journal, text, &room);
	eng_str view;

	if (n <= 0) {
		return changed(j, part, "the journal's line", chunk);
	}
	view = (eng_str){ *text, (size_t)n - ((*text)[n - 1] == '\n') };
	(*text)[view.n] = '\0';
	if (!eng_journal_line_read(&j->ctx, path, ++part->line, view, &j->job, line)) {
		return false;
	}
	if (!eng_hash_eq(&line->previous, &part->last) || line->chunk != chunk ||
	    line->first != j->ordinal) {
		return changed(j, part, "the journal's line", chunk);
	}
	part->last = eng_hash_of(view.s, view.n);
	return true;
}

/* Reads a part of manifest or quarantine, which must be what the journal says, and copies it. */
static bool take_part(eng_join *j, const eng_join_shard *part, const char *kind, unsigned chunk,
		      const eng_hash *hash, eng_str *text) {
	const char *name = eng_arena_printf(&j->scratch, ENG_PARTS "/%05u.%s", chunk, kind);
	const char *from = eng_path_join(&j->scratch, part->past.folder, name);
	const char *to = eng_path_join(&j->scratch, eng_folder_partial(j->folder), name);
	eng_hash found;

	if (!eng_file_read(&j->ctx, &j->scratch, from, SIZE_MAX, text)) {
		return false;
	}
	found = eng_hash_of(text->s, text->n);
	return (eng_hash_eq(&found, hash) || changed(j, part, kind, chunk)) &&
	       eng_file_write(&j->ctx, to, *text, false);
}

typedef struct error {
	uint64_t ordinal;
	bool is_record;
} error;

static void take_error(void *user, const char *path, const eng_json_token *value) {
	error *e = user;

	if (strcmp(path, "ordinal") == 0) {
		e->is_record = eng_json_flat_count(value, &e->ordinal);
	}
}

/* Goes over the errors in the order of records: would the run have stopped at one? */
static bool check_limit(eng_join *j, const eng_journal_line *line, eng_str quarantine) {
	uint64_t errors = j->tally.quarantined + j->tally.unreadable;
	size_t ended = 0;
	eng_str rest = quarantine, text;
	int number = 0;

	while (!j->stopped && rest.n && eng_str_split(&rest, '\n', &text) && text.n) {
		error e = { 0 };
		uint64_t tried;

		if (!eng_json_flat(&j->ctx, "quarantine.ndjson", ++number, text, take_error, &e)) {
			return false;
		}
		if (!e.is_record && ended < line->ending_count) {
			e.ordinal = line->endings[ended++].ordinal;
		}
		tried = e.ordinal + e.is_record + j->ends + ended;
		j->stopped = eng_tally_over_limit(&j->job, ++errors, tried);
	}
	return !j->stopped ||
	       eng_fail(&j->ctx, "run.error-limit", (eng_loc){ j->shards[0].past.folder, 0, 0 },
			"the run would have stopped at the error limit of its job; nothing is "
			"published");
}

/* The line as the run's own journal has it: it follows another one there. */
static bool add_line(eng_join *j, char *text) {
	char *cut = strstr(text, ",\"previous\":\"");

	if (!cut) {
		return true;
	}
	cut[0] = '}';
	return eng_journal_add(&j->ctx, j->journal, (eng_str){ text, (size_t)(cut + 1 - text) });
}

static bool take_chunk(eng_join *j, unsigned chunk) {
	eng_join_shard *part = &j->shards[chunk % j->count];
	const char *name = eng_arena_printf(&j->scratch, "%05u", chunk);
	eng_journal_line line = { 0 };
	eng_str manifest, quarantine;
	char *text = NULL;
	bool ok;

	ok = read_line(j, part, chunk, &text, &line) &&
	     take_part(j, part, "manifest", chunk, &line.out.manifest, &manifest) &&
	     take_part(j, part, "quarantine", chunk, &line.out.quarantine, &quarantine) &&
	     check_limit(j, &line, quarantine) && eng_join_artifacts(j, part, name, manifest) &&
	     add_line(j, text);
	if (ok) {
		eng_tally_add(&j->tally, &line.out.tally);
		j->ordinal += line.out.tally.records;
		j->ends += line.out.tally.unreadable;
	}
	eng_journal_line_finish(&line);
	free(text);
	return ok;
}

/* ---- the run ---- */

static bool open_journals(eng_join *j) {
	bool ok = true;

	for (size_t i = 0; ok && i < j->count; i++) {
		const char *path =
		    eng_path_join(&j->arena, j->shards[i].past.folder, "journal.ndjson");

		j->shards[i].journal = fopen(path, "rb");
		ok = j->shards[i].journal ||
		     eng_fail(&j->ctx, "file.unreadable", (eng_loc){ path, 0, 0 },
			      "'%s' cannot be read: %s", path, strerror(errno));
	}
	return ok;
}

static bool take_chunks(eng_join *j) {
	unsigned chunks = (unsigned)eng_past_count(j->shards[0].shard, "chunks");

	j->tally.files = eng_past_count(eng_json_find(j->shards[0].past.report, "counts"), "files");
	for (unsigned i = 0; i < chunks; i++) {
		eng_arena_reset(&j->scratch);
		if (!take_chunk(j, i)) {
			return false;
		}
	}
	for (size_t i = 0; i < j->count; i++) {
		if (getc(j->shards[i].journal) != EOF) {
			return changed(j, &j->shards[i], "a line of the journal behind the last",
				       chunks);
		}
	}
	return !j->told || eng_join_tell(j);
}

static bool copy_file(eng_join *j, const char *name) {
	const char *from = eng_path_join(&j->arena, j->shards[0].past.folder, name);
	const char *to = eng_folder_file(j->folder, &j->arena, name);
	eng_str bytes;

	return !eng_file_exists(from) ||
	       (eng_file_read(&j->ctx, &j->arena, from, j->ctx.limits.file_bytes, &bytes) &&
		eng_file_write(&j->ctx, to, bytes, false));
}

/* The policy and log by which the shards went; all must have gone by the same. */
static bool take_trust(eng_join *j) {
	const eng_json_node *trust = eng_json_find(j->shards[0].shard, "trust");

	for (size_t i = 1; i < j->count; i++) {
		const eng_json_node *other = eng_json_find(j->shards[i].shard, "trust");

		if (!eng_str_eq(eng_json_find_text(trust, "policy"),
				eng_json_find_text(other, "policy")) ||
		    !eng_str_eq(eng_json_find_text(trust, "audit-head"),
				eng_json_find_text(other, "audit-head"))) {
			return eng_fail(
			    &j->ctx, "seal.other-run", (eng_loc){ j->shards[i].past.folder, 0, 0 },
			    "'%s' went by another policy or audit log", j->shards[i].past.folder);
		}
	}
	if (trust) {
		j->seal.policy_serial = (int64_t)eng_past_count(trust, "policy-serial");
		j->seal.root_key = eng_str_dup(&j->arena, eng_json_find_text(trust, "root-key"));
		eng_hash_parse(eng_json_find_text(trust, "policy"), &j->seal.policy);
		eng_hash_parse(eng_json_find_text(trust, "audit-head"), &j->seal.audit_head);
	}
	return copy_file(j, "policy.yaml") && copy_file(j, "policy.yaml.minisig") &&
	       copy_file(j, ENG_KEPT_FILE);
}

/* Of a run that goes out. */
static void take_release(eng_join *j) {
	const eng_json_node *release = eng_json_find(j->shards[0].past.report, "release");

	if (release) {
		j->seal.release = eng_str_dup(&j->arena, eng_json_find_text(release, "path"));
		eng_hash_parse(eng_json_find_text(release, "sha256"), &j->seal.release_hash);
	}
}

/* Loads the key that seals; a run that goes out is sealed by whom its policy lets. */
static bool open_key(eng_join *j) {
	const eng_seal_options *o = j->options;
	const eng_policy *policy = NULL;

	if (!o->run_key) {
		return true;
	}
	if (!eng_secret_key_load(&j->ctx, o->run_key, o->run_key_password, &j->key)) {
		return false;
	}
	if (eng_json_find(j->shards[0].past.report, "release")) {
		policy = eng_policy_load(&j->ctx, &j->arena, j->shards[0].past.folder, NULL);
		return policy && eng_production_may_seal(&j->ctx, policy, o->run_key, &j->key);
	}
	return true;
}

static bool seal_run(eng_join *j, eng_buf *report) {
	const char *partial = eng_folder_partial(j->folder);

	j->seal.run = j->name;
	j->seal.fingerprint = j->shards[0].past.fingerprint;
	take_release(j);
	if (!eng_seal_salts(&j->ctx, &j->arena, partial, j->seed, &j->seal) || !take_trust(j)) {
		return false;
	}
	eng_join_report(j, report);
	return eng_sealing_finish(&j->ctx, &j->arena, partial, eng_buf_view(report),
				  j->options->run_key ? &j->key : NULL, &j->seal);
}

static eng_exit close_run(eng_join *j, unsigned chunks) {
	const char *partial = eng_folder_partial(j->folder);
	eng_buf report = { 0 };
	eng_exit code;
	bool ok;

	if (!eng_journal_sync(&j->ctx, j->journal) ||
	    !eng_parts_join(&j->ctx, partial, j->journal, chunks)) {
		return ENG_EXIT_SYSTEM;
	}
	code = eng_balance_check(&j->ctx, &j->tally, &j->job, partial);
	if (code != ENG_EXIT_OK) {
		return code;
	}
	ok = seal_run(j, &report) && eng_folder_publish(&j->ctx, j->folder, eng_buf_view(&report));
	eng_buf_finish(&report);
	return !ok                                          ? ENG_EXIT_SYSTEM
	       : j->tally.quarantined + j->tally.unreadable ? ENG_EXIT_QUARANTINED
							    : ENG_EXIT_OK;
}

static bool open_folder(eng_join *j) {
	const char *partial;

	j->folder = eng_folder_new(&j->ctx, j->out, j->name, ENG_FOLDER_RUN, false);
	if (!j->folder) {
		return false;
	}
	partial = eng_folder_partial(j->folder);
	j->seen = j->job.allow_duplicates ? NULL : eng_seen_new(partial);
	j->journal = eng_journal_open(&j->ctx, partial, (eng_hash){ 0 });
	return j->journal &&
	       eng_sealing_start(&j->ctx, &j->arena, partial, j->options->seed, j->seed);
}

static eng_exit join(eng_join *j) {
	unsigned chunks = (unsigned)eng_past_count(j->shards[0].shard, "chunks");
	eng_exit code;

	if (!open_folder(j) || !open_journals(j)) {
		return ENG_EXIT_SYSTEM;
	}
	code = take_chunks(j) ? close_run(j, chunks)
	       : j->stopped   ? ENG_EXIT_STOPPED
			      : ENG_EXIT_SYSTEM;
	if (code != ENG_EXIT_OK && code != ENG_EXIT_QUARANTINED) {
		/* Nothing is lost: all of it stands in the shards. */
		eng_folder_remove(&j->ctx, eng_folder_partial(j->folder));
	} else if (j->options->summary) {
		eng_report_summary(&j->tally, j->options->summary);
		fprintf(j->options->summary, "%s\n", eng_folder_path(j->folder));
	}
	return code;
}

static void finish(eng_join *j) {
	for (size_t i = 0; i < j->count; i++) {
		if (j->shards[i].journal) {
			fclose(j->shards[i].journal);
		}
		eng_buf_finish(&j->shards[i].others);
	}
	eng_seen_free(j->seen);
	eng_journal_free(j->journal);
	eng_folder_free(j->folder);
	eng_secret_key_finish(&j->key);
	eng_arena_finish(&j->scratch);
	eng_arena_finish(&j->arena);
}

static void tell(void *user, const eng_diag *diag) {
	const eng_seal_options *o = user;

	if (o->message) {
		o->message(o->user, &(eng_notice){ (eng_notice_level)diag->level, diag->code,
						   diag->where.file, diag->where.line,
						   diag->where.column, diag->message });
	}
}

eng_exit eng_seal_shards(const eng_seal_options *options) {
	eng_join j = { .options = options };
	eng_exit code = ENG_EXIT_USAGE;
	const char *path;

	eng_ctx_init(&j.ctx, tell, (void *)options);
	eng_arena_init(&j.arena);
	eng_arena_init(&j.scratch);
	if (eng_join_open(&j) && open_key(&j)) {
		path = eng_path_join(&j.arena, j.out, j.name);
		if (eng_file_exists(path)) {
			eng_fail(&j.ctx, "run.exists", (eng_loc){ path, 0, 0 },
				 "this run is already there");
		} else {
			code = eng_join_agree(&j) ? join(&j) : ENG_EXIT_SYSTEM;
		}
	}
	finish(&j);
	return code;
}
