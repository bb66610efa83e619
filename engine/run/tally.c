/* Counting on one side, recounting from the written files on the other. */
#include "run/tally.h"

#include <errno.h>

void eng_tally_file(eng_tally *tally, int channel, const eng_artifact_file *file) {
	eng_channel_tally *c = &tally->channels[channel];

	c->artifacts++;
	c->bytes += file->bytes.n;
	c->pages += file->pages;
	c->segments += file->segments;
}

/* A sum that leaves 34 digits can only be hostile; it then stops balancing, which is reported. */
static void add(eng_decimal *sum, eng_decimal value) {
	if (!eng_decimal_add(*sum, value, sum)) {
		*sum = eng_decimal_from_int(0);
	}
}

void eng_tally_record(eng_tally *tally, eng_fate fate, const eng_decimal *values,
		      const bool *present) {
	tally->records++;
	tally->composed += fate == ENG_FATE_COMPOSED;
	tally->quarantined += fate == ENG_FATE_QUARANTINED;
	tally->skipped += fate == ENG_FATE_SKIPPED;
	for (size_t i = 0; i < tally->total_count; i++) {
		eng_total_tally *t = &tally->totals[i];

		if (!present[i]) {
			t->missing++;
			continue;
		}
		add(&t->read, values[i]);
		add(fate == ENG_FATE_COMPOSED      ? &t->composed
		    : fate == ENG_FATE_QUARANTINED ? &t->quarantined
						   : &t->skipped,
		    values[i]);
	}
}

void eng_tally_add(eng_tally *tally, const eng_tally *part) {
	tally->records += part->records;
	tally->files += part->files;
	tally->unreadable += part->unreadable;
	tally->composed += part->composed;
	tally->quarantined += part->quarantined;
	tally->skipped += part->skipped;
	tally->skipped_only += part->skipped_only;
	tally->skipped_consent += part->skipped_consent;
	for (size_t i = 0; i < ENG_CHANNELS_MAX; i++) {
		tally->channels[i].artifacts += part->channels[i].artifacts;
		tally->channels[i].bytes += part->channels[i].bytes;
		tally->channels[i].pages += part->channels[i].pages;
		tally->channels[i].segments += part->channels[i].segments;
	}
	for (size_t i = 0; i < tally->total_count; i++) {
		add(&tally->totals[i].read, part->totals[i].read);
		add(&tally->totals[i].composed, part->totals[i].composed);
		add(&tally->totals[i].quarantined, part->totals[i].quarantined);
		add(&tally->totals[i].skipped, part->totals[i].skipped);
		tally->totals[i].missing += part->totals[i].missing;
	}
}

static bool unbalanced(eng_ctx *ctx, const char *what, uint64_t a, uint64_t b) {
	return eng_fail(ctx, "run.unbalanced", (eng_loc){ 0 }, "%s: %llu counted, %llu found", what,
			(unsigned long long)a, (unsigned long long)b);
}

static bool check_total(eng_ctx *ctx, const eng_total_tally *t, eng_str name) {
	eng_decimal sum = t->composed;
	char a[ENG_DECIMAL_TEXT], b[ENG_DECIMAL_TEXT];

	if (eng_decimal_add(sum, t->quarantined, &sum) && eng_decimal_add(sum, t->skipped, &sum) &&
	    eng_decimal_cmp(sum, t->read) == 0) {
		return true;
	}
	return eng_fail(ctx, "run.unbalanced", (eng_loc){ 0 },
			"total '%.*s': %s read, %s composed, quarantined and skipped",
			ENG_STR_ARG(name), eng_decimal_format(t->read, a).s,
			eng_decimal_format(sum, b).s);
}

static bool check_manifest(eng_ctx *ctx, const eng_tally *tally, const char *path) {
	eng_manifest_count counts[ENG_CHANNELS_MAX] = { { 0 } };
	uint64_t records;
	size_t n = 0;

	for (; eng_channel_names[n]; n++) {
		counts[n].channel = eng_channel_names[n];
	}
	if (!eng_manifest_recount(ctx, path, counts, n, &records)) {
		return false;
	}
	if (records != tally->composed) {
		return unbalanced(ctx, "records in the manifest", tally->composed, records);
	}
	for (size_t i = 0; i < n; i++) {
		const eng_channel_tally *c = &tally->channels[i];

		if (counts[i].artifacts != c->artifacts || counts[i].bytes != c->bytes ||
		    counts[i].pages != c->pages || counts[i].segments != c->segments) {
			return unbalanced(ctx, counts[i].channel, c->artifacts,
					  counts[i].artifacts);
		}
	}
	return true;
}

static bool check_quarantine(eng_ctx *ctx, const eng_tally *tally, const char *path) {
	FILE *file = fopen(path, "rb");
	uint64_t n = 0;
	int c, error = 0;

	while (file && (c = getc(file)) != EOF) {
		n += c == '\n';
	}
	if (!file || ferror(file)) {
		error = errno;
	}
	if (file) {
		fclose(file);
	}
	if (error) {
		return eng_fail(ctx, "file.unreadable", (eng_loc){ path, 0, 0 },
				"'%s' cannot be read: %s", path, strerror(error));
	}
	return n == tally->quarantined + tally->unreadable ||
	       unbalanced(ctx, "lines in the quarantine", tally->quarantined + tally->unreadable,
			  n);
}

bool eng_tally_balances(eng_ctx *ctx, const eng_tally *tally, const eng_job *job,
			const char *manifest, const char *quarantine) {
	bool ok = true;

	if (tally->records != tally->composed + tally->quarantined + tally->skipped) {
		ok = unbalanced(ctx, "records", tally->records,
				tally->composed + tally->quarantined + tally->skipped);
	}
	for (size_t i = 0; i < tally->total_count; i++) {
		ok &= check_total(ctx, &tally->totals[i], job->totals[i].name);
	}
	ok &= check_manifest(ctx, tally, manifest);
	ok &= check_quarantine(ctx, tally, quarantine);
	return ok;
}

bool eng_tally_over_limit(const eng_job *job, uint64_t errors, uint64_t tried) {
	eng_decimal allowed, hundred = eng_decimal_from_int(100);

	if (job->stop_count && errors >= job->stop_count) {
		return true;
	}
	if (!job->stop_percent.coefficient || errors < job->stop_at_least) {
		return false;
	}
	return eng_decimal_mul(job->stop_percent, eng_decimal_from_int((int64_t)tried), &allowed) &&
	       eng_decimal_mul(hundred, eng_decimal_from_int((int64_t)errors), &hundred) &&
	       eng_decimal_cmp(hundred, allowed) > 0;
}
