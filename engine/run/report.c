/* What a run tells when it is over: run.json for machines, a few lines for people. */
#include <inttypes.h>
#include <time.h>

#include "run/report.h"

#include "run/environment.h"
#include "run/version.h"

void eng_report_hash(eng_json_writer *w, const char *key, const eng_hash *hash) {
	char hex[ENG_HASH_HEX];

	eng_hash_hex(hash, hex);
	eng_json_member_cstr(w, key, hex);
}

static void add_inputs(eng_json_writer *w, const eng_batch *b) {
	eng_json_member_array(w, "inputs");
	for (size_t i = 0; i < b->input.count; i++) {
		const eng_input_file *file = &b->input.files[i];

		eng_json_write_object(w);
		eng_json_member_cstr(w, "file", file->name);
		eng_json_member_int(w, "bytes", (int64_t)file->bytes);
		eng_report_hash(w, "sha256", &file->hash);
		eng_json_member_int(w, "records", (int64_t)file->records);
		if (file->broken) {
			eng_json_member_bool(w, "broken", true);
		}
		eng_json_write_object_end(w);
	}
	eng_json_write_array_end(w);
}

static void add_content(eng_json_writer *w, const eng_batch *b) {
	const eng_content_file *files;
	size_t n;

	eng_library_files(eng_workshop_library(b->shop), &files, &n);
	eng_json_member_array(w, "content");
	for (size_t i = 0; i < n; i++) {
		eng_json_write_object(w);
		eng_json_member_text(w, "path", files[i].path);
		eng_report_hash(w, "sha256", &files[i].hash);
		eng_json_write_object_end(w);
	}
	eng_json_write_array_end(w);
}

void eng_report_counts(eng_json_writer *w, const eng_tally *t) {
	eng_json_member_object(w, "counts");
	eng_json_member_int(w, "files", (int64_t)t->files);
	eng_json_member_int(w, "unreadable", (int64_t)t->unreadable);
	eng_json_member_int(w, "records", (int64_t)t->records);
	eng_json_member_int(w, "composed", (int64_t)t->composed);
	eng_json_member_int(w, "quarantined", (int64_t)t->quarantined);
	eng_json_member_int(w, "skipped", (int64_t)t->skipped);
	eng_json_member_int(w, "skipped-only", (int64_t)t->skipped_only);
	eng_json_member_int(w, "skipped-consent", (int64_t)t->skipped_consent);
	eng_json_write_object_end(w);
	eng_json_member_object(w, "channels");
	for (size_t i = 0; eng_channel_names[i]; i++) {
		const eng_channel_tally *c = &t->channels[i];

		if (!c->artifacts) {
			continue;
		}
		eng_json_member_object(w, eng_channel_names[i]);
		eng_json_member_int(w, "artifacts", (int64_t)c->artifacts);
		eng_json_member_int(w, "bytes", (int64_t)c->bytes);
		eng_json_member_int(w, "pages", (int64_t)c->pages);
		eng_json_member_int(w, "segments", (int64_t)c->segments);
		eng_json_write_object_end(w);
	}
	eng_json_write_object_end(w);
}

static void add_decimal(eng_json_writer *w, const char *key, eng_decimal value) {
	char text[ENG_DECIMAL_TEXT];

	/* As text: readers that turn numbers into binary fractions would lose cents. */
	eng_json_member_text(w, key, eng_decimal_format(value, text));
}

void eng_report_totals(eng_json_writer *w, const eng_job *job, const eng_tally *tally) {
	eng_json_member_object(w, "totals");
	for (size_t i = 0; i < tally->total_count; i++) {
		const eng_total_tally *t = &tally->totals[i];

		eng_json_write_key(w, job->totals[i].name);
		eng_json_write_object(w);
		add_decimal(w, "read", t->read);
		add_decimal(w, "composed", t->composed);
		add_decimal(w, "quarantined", t->quarantined);
		add_decimal(w, "skipped", t->skipped);
		eng_json_member_int(w, "missing", (int64_t)t->missing);
		eng_json_write_object_end(w);
	}
	eng_json_write_object_end(w);
}

/* The only place where the clock's time of day is written. */
void eng_report_observed(eng_batch *b, eng_json_writer *w) {
	double seconds = eng_progress_seconds(&b->progress);
	struct timespec t;
	char text[ENG_DATE_TEXT];

	clock_gettime(CLOCK_REALTIME, &t);
	eng_json_member_object(w, "observed");
	eng_json_member_text(w, "finished",
			     eng_date_format(eng_date_from_seconds(t.tv_sec, 0), text));
	eng_json_member_int(w, "milliseconds", (int64_t)(seconds * 1000));
	eng_times_report(w, b->times);
	if (b->options->timings) {
		eng_timings_report(&b->timings, w);
	}
	eng_json_write_object_end(w);
}

static void add_retry(eng_json_writer *w, const eng_retry *retry) {
	eng_json_member_object(w, "retry");
	eng_json_member_cstr(w, "run", retry->parent.name);
	eng_report_hash(w, "fingerprint", &retry->parent.fingerprint);
	eng_report_hash(w, "seal", &retry->seal);
	eng_json_member_int(w, "records", (int64_t)retry->count);
	eng_json_write_object_end(w);
}

void eng_report_members(eng_batch *b, eng_json_writer *w) {
	const eng_template *tmpl = eng_workshop_template(b->shop);
	char date[ENG_DATE_TEXT];

	eng_json_member_cstr(w, "engross", ENG_VERSION);
	eng_json_member_text(w, "job", b->job->name);
	eng_report_hash(w, "fingerprint", &b->fingerprint);
	eng_json_member_text(w, "run-date", eng_date_format(b->job->run_date, date));
	eng_json_member_text(w, "template", eng_template_id(tmpl));
	eng_json_member_text(w, "version", eng_template_version(tmpl));
	eng_json_member_bool(w, "draft", b->options->draft);
	eng_environment_report(w);
	if (b->retry) {
		add_retry(w, b->retry);
	}
	eng_production_report(b->gate, w);
	eng_report_counts(w, &b->tally);
	eng_report_totals(w, b->job, &b->tally);
	add_inputs(w, b);
	add_content(w, b);
}

void eng_report_seal(eng_json_writer *w, const eng_seal *seal) {
	eng_json_member_object(w, "seal");
	eng_json_member_int(w, "leaves", (int64_t)seal->leaves);
	eng_report_hash(w, "root", &seal->root);
	eng_json_write_object_end(w);
}

void eng_batch_report(eng_batch *b, eng_buf *out) {
	eng_json_writer w;

	eng_json_write_init(&w, out, true);
	eng_json_write_object(&w);
	eng_report_members(b, &w);
	eng_report_seal(&w, &b->seal);
	eng_report_observed(b, &w);
	eng_json_write_object_end(&w);
	eng_buf_char(out, '\n');
}

void eng_report_summary(const eng_tally *t, FILE *out) {
	fprintf(out,
		"%" PRIu64 " records: %" PRIu64 " composed, %" PRIu64 " quarantined, %" PRIu64
		" skipped",
		t->records, t->composed, t->quarantined, t->skipped);
	if (t->unreadable) {
		fprintf(out, "; %" PRIu64 " of %" PRIu64 " files unreadable", t->unreadable,
			t->files);
	}
	putc('\n', out);
	for (size_t i = 0; eng_channel_names[i]; i++) {
		const eng_channel_tally *c = &t->channels[i];

		if (!c->artifacts) {
			continue;
		}
		fprintf(out, "  %-7s %8" PRIu64 " artifacts %12" PRIu64 " bytes",
			eng_channel_names[i], c->artifacts, c->bytes);
		if (c->pages) {
			fprintf(out, " %8" PRIu64 " pages", c->pages);
		}
		if (c->segments) {
			fprintf(out, " %8" PRIu64 " segments", c->segments);
		}
		putc('\n', out);
	}
}

void eng_batch_summary(eng_batch *b, FILE *out) {
	eng_report_summary(&b->tally, out);
	eng_production_summary(b->gate, out);
	if (b->options->timings) {
		eng_timings_print(&b->timings, b->tally.records, out);
	}
}
