/* Counting, record by record and chunk by chunk. */
#include "run/tally.h"

void eng_tally_file(eng_tally *tally, int channel, const eng_artifact_file *file) {
	eng_channel_tally *c = &tally->channels[channel];

	c->artifacts++;
	c->bytes += file->bytes.n;
	c->pages += file->pages;
	c->segments += file->segments;
}

/* A sum that leaves 34 digits can only be hostile. What was read is then the largest number that there is, and what
 * became of it nothing: they balance no more, which is reported. */
static void add(eng_decimal *sum, eng_decimal value) {
	if (!eng_decimal_add(*sum, value, sum)) {
		*sum = eng_decimal_from_int(0);
	}
}

static void add_read(eng_decimal *sum, eng_decimal value) {
	if (!eng_decimal_add(*sum, value, sum)) {
		eng_decimal_parse(ENG_STR("9999999999999999999999999999999999"), false, sum);
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
		add_read(&t->read, values[i]);
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
		add_read(&tally->totals[i].read, part->totals[i].read);
		add(&tally->totals[i].composed, part->totals[i].composed);
		add(&tally->totals[i].quarantined, part->totals[i].quarantined);
		add(&tally->totals[i].skipped, part->totals[i].skipped);
		tally->totals[i].missing += part->totals[i].missing;
	}
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
