/* A run from its job file to the published folder, and its exit code. */
#include "run/batch.h"

#include "base/file.h"
#include "run/balance.h"
#include "run/indexes.h"
#include "run/parts.h"
#include "run/shard.h"

static void tell(void *user, const eng_diag *diag) {
	const eng_batch *b = user;
	const eng_run_options *o = b->options;

	if (o->message) {
		eng_progress_clear(&b->progress);
		o->message(o->user, &(eng_notice){ (eng_notice_level)diag->level, diag->code,
						   diag->where.file, diag->where.line,
						   diag->where.column, diag->message });
	}
}

void eng_batch_tell(const eng_batch *b, const eng_diag *diag) {
	tell((void *)b, diag);
}

static void field(eng_hasher *hasher, const char *text) {
	eng_hasher_field(hasher, eng_str_from(text));
}

static void add_number(eng_hasher *hasher, uint64_t number) {
	char text[24];

	snprintf(text, sizeof(text), "%llu", (unsigned long long)number);
	field(hasher, text);
}

/* A list with its name and length, so that no two lists read as one: nothing when it is empty. */
static void add_exprs(eng_hasher *hasher, const char *name, const eng_job_expr *exprs, size_t n) {
	if (n) {
		field(hasher, name);
		add_number(hasher, n);
	}
	for (size_t i = 0; i < n; i++) {
		eng_hasher_field(hasher, exprs[i].name);
		eng_hasher_field(hasher, exprs[i].source);
	}
}

/* What a job may set without changing a byte of the run (workers, the output folder) stays out. */
static void add_settings(eng_hasher *hasher, const eng_job *job, const eng_run_options *options) {
	char text[ENG_DECIMAL_TEXT];

	eng_hasher_field(hasher, job->name);
	add_number(hasher, job->always);
	add_number(hasher, job->choose);
	for (size_t i = 0; i < job->preference_count; i++) {
		eng_hasher_field(hasher, job->preferences[i].value);
		field(hasher, eng_channel_names[job->preferences[i].channel]);
	}
	for (size_t i = 0; i < job->fallback_count; i++) {
		field(hasher, eng_channel_names[job->fallbacks[i].channel]);
		add_number(hasher, job->fallbacks[i].count);
		for (size_t k = 0; k < job->fallbacks[i].count; k++) {
			field(hasher, eng_channel_names[job->fallbacks[i].then[k]]);
		}
	}
	add_exprs(hasher, "consent", job->consents, job->consent_count);
	add_exprs(hasher, "totals", job->totals, job->total_count);
	add_exprs(hasher, "passwords", job->passwords, job->password_count);
	add_exprs(hasher, "facts", job->facts, job->fact_count);
	add_number(hasher, job->source.format);
	eng_hasher_field(hasher, job->source.record);
	eng_hasher_field(hasher, job->source.keep);
	eng_hasher_field(hasher, job->source.group_by);
	eng_hasher_field(hasher, job->source.row);
	eng_hasher_field(hasher, job->source.root_name);
	add_number(hasher, (unsigned char)job->source.separator);
	for (size_t i = 0; i < job->map_count; i++) {
		eng_hasher_field(hasher, job->maps[i]);
	}
	eng_hasher_field(hasher, eng_decimal_format(job->stop_percent, text));
	add_number(hasher, job->stop_count);
	add_number(hasher, job->stop_at_least);
	add_number(hasher, job->redact);
	add_number(hasher, job->allow_duplicates);
	add_number(hasher, job->chunk_records);
	add_number(hasher, job->chunk_bytes);
	add_number(hasher, job->pack);
	add_number(hasher, options->limit);
	field(hasher, options->only);
}

/* Hash of the job's effective settings, the workshop and the input. */
static eng_hash fingerprint_of(eng_batch *b) {
	eng_hasher *hasher = eng_hasher_new();
	eng_hash shop = eng_workshop_hash(b->shop), hash;

	eng_hasher_add(hasher, shop.bytes, ENG_HASH_SIZE);
	add_settings(hasher, b->job, b->options);
	for (size_t i = 0; i < b->input.count; i++) {
		eng_hasher_add(hasher, b->input.files[i].hash.bytes, ENG_HASH_SIZE);
	}
	if (b->gate) {
		eng_gate_identify(b->gate, hasher);
	}
	if (b->retry) {
		field(hasher, "retry");
		eng_hasher_add(hasher, b->retry->parent.fingerprint.bytes, ENG_HASH_SIZE);
		eng_hasher_add(hasher, b->retry->quarantine.bytes, ENG_HASH_SIZE);
	}
	hash = eng_hasher_done(hasher);
	eng_hasher_free(hasher);
	return hash;
}

static bool take_workers(eng_batch *b, const char *text) {
	eng_decimal number;
	int64_t count;

	b->workers = b->job->workers;
	if (!text) {
		return true;
	}
	b->workers = 0;
	if (strcmp(text, "auto") == 0) {
		return true;
	}
	if (!eng_decimal_parse(eng_str_from(text), false, &number) ||
	    !eng_decimal_to_int64(number, &count) || count < 0 || count > ENG_JOB_WORKERS) {
		return eng_fail(&b->ctx, "usage.workers", (eng_loc){ 0 },
				"'%s' is no number of workers, should be auto or 0 to %d", text,
				ENG_JOB_WORKERS);
	}
	b->workers = count ? (int)count : ENG_WORKERS_NONE;
	return true;
}

static bool open_key(eng_batch *b) {
	const eng_run_options *o = b->options;

	b->signs =
	    o->run_key && eng_secret_key_load(&b->ctx, o->run_key, o->run_key_password, &b->key);
	return b->signs || !o->run_key;
}

static bool open_retry(eng_batch *b) {
	const eng_run_options *o = b->options;

	if (o->retry && o->limit) {
		return eng_fail(&b->ctx, "usage.retry", (eng_loc){ 0 },
				"a retry takes all that was quarantined, --limit has no place");
	}
	b->retry = o->retry ? eng_retry_open(&b->ctx, &b->arena, o->retry, b->job, o->draft) : NULL;
	return b->retry || !o->retry;
}

/* Everything that can be wrong before the first record: usage, job, template. */
static bool prepare(eng_batch *b) {
	const eng_run_options *o = b->options;
	const eng_setting_options options = {
		.job = o->job, .run_date = o->run_date, .out = o->out, .draft = o->draft
	};
	eng_setting *setting = &b->setting;
	bool ok = eng_setting_load(&b->ctx, &b->arena, &options, setting);

	b->job = setting->job;
	ok = ok && take_workers(b, o->workers) && open_key(b) && open_retry(b) &&
	     eng_shard_take(b) &&
	     eng_production_open(&b->ctx, &b->arena, o, b->job, &setting->gate) &&
	     (!b->signs || !setting->gate ||
	      eng_production_may_seal(&b->ctx, eng_gate_policy(setting->gate), o->run_key,
				      &b->key)) &&
	     eng_setting_open(&b->ctx, &b->arena, &options, setting);
	b->gate = setting->gate;
	b->shop = setting->shop;
	b->plan = setting->plan;
	if (!ok) {
		return false;
	}
	b->tally.total_count = b->job->total_count;
	b->tally.totals = eng_arena_new_array(&b->arena, b->job->total_count + 1, eng_total_tally);
	return true;
}

static void name_run(eng_batch *b) {
	char hex[ENG_HASH_HEX], date[ENG_DATE_TEXT];

	b->fingerprint = fingerprint_of(b);
	eng_hash_hex(&b->fingerprint, hex);
	eng_date_format(b->job->run_date, date);
	b->name = eng_arena_printf(&b->arena, "run-%s-%.8s", date, hex);
}

/* Whether a folder is that of the run, or of the shard, finished or not. */
static bool is_folder_of(eng_batch *b, eng_str folder) {
	const char *name = eng_shard_folder(b);

	return eng_str_eqc(folder, name) ||
	       eng_str_eqc(folder, eng_arena_printf(&b->arena, "%s.partial", name));
}

/* Resumed without records on standard input: those of the unfinished run of this job that kept them. */
static bool find_piped(eng_batch *b) {
	const char *const *names, *empty = b->input.piped->path;
	size_t n;

	if (!eng_file_list(&b->ctx, &b->arena, b->job->out_dir, &names, &n)) {
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		const char *folder = eng_path_join(&b->arena, b->job->out_dir, names[i]);
		const char *path = eng_path_join(&b->arena, folder, ENG_INPUT_FILE);

		if (!eng_file_exists(path)) {
			continue;
		}
		if (!eng_input_take(&b->ctx, path, &b->input)) {
			return false;
		}
		name_run(b);
		if (is_folder_of(b, eng_str_from(names[i]))) {
			eng_input_close(&b->input);
			return true;
		}
	}
	if (!eng_input_take(&b->ctx, empty, &b->input)) {
		return false;
	}
	name_run(b);
	return true;
}

/* Reads what decides the run's bytes and names it by that. False after reporting; *code then says what came of
 * it. */
static bool take_input(eng_batch *b, eng_exit *code) {
	eng_input_list(&b->arena, b->job, &b->input);
	if (b->shard.count && !eng_indexes_share(&b->ctx, &b->arena, b->job, b->shop,
						 b->shard.number, b->shard.count, &b->input)) {
		*code = b->ctx.unreadable ? ENG_EXIT_SYSTEM : ENG_EXIT_USAGE;
		return false;
	}
	if (!eng_input_read(&b->ctx, &b->arena, b->job->out_dir, &b->input)) {
		*code = ENG_EXIT_SYSTEM;
		return false;
	}
	name_run(b);
	*code = ENG_EXIT_SYSTEM;
	return !b->options->resume || !b->input.piped || b->input.piped->bytes || find_piped(b);
}

/* The run's folder is there already: the same run is not made twice, but one that is resumed until it
 * ends is as it should be. */
static eng_exit take_finished(eng_batch *b, const char *path) {
	eng_past past;

	if (!b->options->resume) {
		eng_fail(&b->ctx, "run.exists", (eng_loc){ path, 0, 0 },
			 "this run is already there: the same job, content, records and date gave "
			 "it");
		return ENG_EXIT_USAGE;
	}
	if (b->shard.count ? !eng_shard_past(&b->ctx, &b->arena, path, &past)
			   : !eng_past_read(&b->ctx, &b->arena, path, &past)) {
		return ENG_EXIT_SYSTEM;
	}
	if (b->options->summary) {
		fprintf(b->options->summary, "finished before\n%s\n", path);
	}
	return past.quarantined + past.unreadable ? ENG_EXIT_QUARANTINED : ENG_EXIT_OK;
}

/* *whole: it was finished but for its name. */
static bool open_folder(eng_batch *b, bool *whole) {
	b->folder =
	    eng_folder_new(&b->ctx, b->job->out_dir, eng_shard_folder(b),
			   b->shard.count ? ENG_FOLDER_SHARD : ENG_FOLDER_RUN, b->options->resume);
	if (b->folder && !b->job->allow_duplicates) {
		b->seen = eng_seen_new(eng_folder_partial(b->folder));
	}
	return b->folder &&
	       eng_input_keep(&b->ctx, &b->arena, eng_folder_partial(b->folder), &b->input) &&
	       eng_production_record(&b->ctx, &b->arena, b->gate, b->job->out_dir) &&
	       eng_folder_look(&b->ctx, b->folder, &b->arena, whole) &&
	       (b->shard.count || *whole ||
		eng_sealing_start(&b->ctx, &b->arena, eng_folder_partial(b->folder),
				  b->options->seed, b->seed));
}

/* Whether what is to be retried may be, from the records that there are now. */
static bool check_retry(eng_batch *b) {
	const char *beside = eng_path_dir(&b->arena, b->retry->parent.folder);
	eng_dealer *dealer;
	bool same;

	if (!eng_retry_is_first(&b->ctx, b->retry, beside, b->name) ||
	    !eng_retry_is_first(&b->ctx, b->retry, b->job->out_dir, b->name)) {
		return false;
	}
	dealer = eng_dealer_new(&b->ctx, b->job, b->shop, &b->input, &(eng_dealer_options){ 0 });
	same = eng_retry_check(&b->ctx, b->retry, dealer);
	eng_dealer_free(dealer);
	return same;
}

static void finish(eng_batch *b) {
	eng_input_close(&b->input);
	eng_seen_free(b->seen);
	if (b->signs) {
		eng_secret_key_finish(&b->key);
	}
	eng_buf_finish(&b->kept);
	eng_journal_free(b->journal);
	eng_folder_free(b->folder);
	eng_setting_close(&b->setting);
	eng_arena_finish(&b->scratch);
	eng_arena_finish(&b->arena);
}

/* Salts and seals what was joined, and writes the report with the tree's root in it. */
static bool seal_run(eng_batch *b, eng_buf *report) {
	const char *partial = eng_folder_partial(b->folder);

	b->seal.run = b->name;
	b->seal.fingerprint = b->fingerprint;
	b->seal.retries = b->retry ? &b->retry->seal : NULL;
	eng_production_seal(b->gate, &b->seal);
	if (!eng_seal_salts(&b->ctx, &b->arena, partial, b->seed, &b->seal) ||
	    !eng_file_write(&b->ctx, eng_path_join(&b->arena, partial, ENG_KEPT_FILE),
			    eng_buf_view(&b->kept), false) ||
	    !eng_sealing_trust(&b->ctx, &b->arena, b->job->library, partial, &b->seal)) {
		return false;
	}
	eng_batch_report(b, report);
	return eng_sealing_finish(&b->ctx, &b->arena, partial, eng_buf_view(report),
				  b->signs ? &b->key : NULL, &b->seal);
}

/* Joins, reconciles, publishes. */
static eng_exit close_run(eng_batch *b) {
	const char *partial = eng_folder_partial(b->folder);
	eng_buf report = { 0 };
	eng_exit code;
	bool ok;

	if (!eng_parts_join(&b->ctx, partial, b->journal, b->committed)) {
		return ENG_EXIT_SYSTEM;
	}
	code = eng_balance_check(&b->ctx, &b->tally, b->job, partial);
	if (code != ENG_EXIT_OK) {
		return code;
	}
	ok = seal_run(b, &report) && eng_folder_publish(&b->ctx, b->folder, eng_buf_view(&report));
	eng_buf_finish(&report);
	if (!ok) {
		return ENG_EXIT_SYSTEM;
	}
	return b->tally.quarantined + b->tally.unreadable ? ENG_EXIT_QUARANTINED : ENG_EXIT_OK;
}

static eng_exit execute(eng_batch *b) {
	eng_exit code;
	bool ok;

	eng_progress_start(&b->progress, b->options->progress, b->job->name.s);
	ok = eng_batch_records(b);
	eng_progress_end(&b->progress, &b->tally);
	if (!ok) {
		return ENG_EXIT_SYSTEM;
	}
	if (b->stopped) {
		/* What was made so far can be looked at, but is no run. */
		eng_parts_join(&b->ctx, eng_folder_partial(b->folder), b->journal, b->committed);
	}
	if (b->interrupted) {
		eng_fail(&b->ctx, "run.interrupted", (eng_loc){ 0 },
			 "stopped by a signal after %llu records; --resume goes on",
			 (unsigned long long)b->tally.records);
		return ENG_EXIT_SYSTEM;
	}
	if (b->stopped) {
		eng_fail(&b->ctx, "run.error-limit", (eng_loc){ b->job->path, 0, 0 },
			 "stopped at the error limit: %llu of %llu records; nothing is published",
			 (unsigned long long)b->stop_errors, (unsigned long long)b->stop_records);
		return ENG_EXIT_STOPPED;
	}
	code = b->shard.count ? eng_shard_close(b) : close_run(b);
	if (b->options->summary) {
		eng_batch_summary(b, b->options->summary);
		if (code == ENG_EXIT_OK || code == ENG_EXIT_QUARANTINED) {
			fprintf(b->options->summary, "%s\n", eng_folder_path(b->folder));
		}
	}
	return code;
}

static eng_exit make_run(eng_batch *b) {
	const char *path = eng_path_join(&b->arena, b->job->out_dir, eng_shard_folder(b));
	bool opened = false, there, whole;

	if (!eng_file_look(&b->ctx, path, &there)) {
		return ENG_EXIT_SYSTEM;
	}
	if (there) {
		if (!eng_shard_reopen(b, path, &opened)) {
			return ENG_EXIT_SYSTEM;
		}
		if (!opened) {
			return take_finished(b, path);
		}
	}
	if (!eng_production_rules(&b->ctx, b->gate, eng_workshop_rules(b->shop)) ||
	    !eng_indexes_find(&b->ctx, &b->arena, b->job, b->shop, &b->input) ||
	    !eng_workshop_start(&b->ctx, b->shop, b->fingerprint) ||
	    (b->retry && !check_retry(b)) ||
	    !eng_keep_content(&b->ctx, b->job, eng_workshop_library(b->shop), b->gate, &b->kept)) {
		return ENG_EXIT_USAGE;
	}
	if (!open_folder(b, &whole)) {
		return ENG_EXIT_SYSTEM;
	}
	if (b->options->resume && whole) {
		return eng_folder_finish(&b->ctx, b->folder) ? take_finished(b, path)
							     : ENG_EXIT_SYSTEM;
	}
	return execute(b);
}

eng_exit eng_run(const eng_run_options *options) {
	eng_batch batch = { .options = options };
	eng_exit code = ENG_EXIT_USAGE;

	eng_ctx_init(&batch.ctx, tell, &batch);
	eng_arena_init(&batch.arena);
	eng_arena_init(&batch.scratch);
	if (prepare(&batch)) {
		code = take_input(&batch, &code) ? make_run(&batch) : code;
	}
	finish(&batch);
	return code;
}
