/* Reading journal lines by the paths of their values. */
#include "run/journal-line.h"

#include <stdlib.h>

#include "channels/channel.h"
#include "markup/json-flat.h"

typedef struct reading {
	eng_journal_line *line;
	const eng_job *job;
	unsigned seen; /* a bit per hash */
	bool bad;
} reading;

static bool take_count(reading *r, const char *path, const eng_json_token *value) {
	eng_tally *t = &r->line->out.tally;
	const struct {
		const char *path;
		uint64_t *to;
	} counts[] = {
		{ "chunk", &r->line->chunk },
		{ "first", &r->line->first },
		{ "records", &t->records },
		{ "composed", &t->composed },
		{ "quarantined", &t->quarantined },
		{ "skipped", &t->skipped },
		{ "skipped-only", &t->skipped_only },
		{ "skipped-consent", &t->skipped_consent },
		{ "unreadable", &t->unreadable },
		{ "stopped/errors", &r->line->stop_errors },
		{ "stopped/records", &r->line->stop_records },
	};

	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		if (strcmp(path, counts[i].path) == 0) {
			r->bad |= !eng_json_flat_count(value, counts[i].to);
			return true;
		}
	}
	return false;
}

static bool take_hash(reading *r, const char *path, const eng_json_token *value) {
	const struct {
		const char *path;
		eng_hash *to;
	} hashes[] = {
		{ "input", &r->line->out.input },       { "output", &r->line->out.output },
		{ "manifest", &r->line->out.manifest }, { "quarantine", &r->line->out.quarantine },
		{ "previous", &r->line->previous },
	};

	for (size_t i = 0; i < sizeof(hashes) / sizeof(hashes[0]); i++) {
		if (strcmp(path, hashes[i].path) == 0) {
			r->bad |= !eng_hash_parse(value->text, hashes[i].to);
			r->seen |= 1u << i;
			return true;
		}
	}
	return false;
}

static void take_channel(reading *r, eng_str rest, const eng_json_token *value) {
	eng_str name;

	eng_str_split(&rest, '/', &name);
	for (size_t i = 0; eng_channel_names[i]; i++) {
		eng_channel_tally *c = &r->line->out.tally.channels[i];
		uint64_t *to = eng_str_eqc(rest, "artifacts")  ? &c->artifacts
			       : eng_str_eqc(rest, "bytes")    ? &c->bytes
			       : eng_str_eqc(rest, "pages")    ? &c->pages
			       : eng_str_eqc(rest, "segments") ? &c->segments
							       : NULL;

		if (eng_str_eqc(name, eng_channel_names[i])) {
			r->bad |= !to || !eng_json_flat_count(value, to);
			return;
		}
	}
	r->bad = true;
}

static void take_total(reading *r, eng_str rest, const eng_json_token *value) {
	eng_str what = rest;
	size_t i = 0;

	for (; r->job && i < r->job->total_count; i++) {
		eng_str name = r->job->totals[i].name;

		if (rest.n > name.n && memcmp(rest.s, name.s, name.n) == 0 &&
		    rest.s[name.n] == '/') {
			eng_total_tally *t = &r->line->out.tally.totals[i];
			eng_decimal *to;

			what = eng_str_sub(rest, name.n + 1, rest.n);
			to = eng_str_eqc(what, "read")          ? &t->read
			     : eng_str_eqc(what, "composed")    ? &t->composed
			     : eng_str_eqc(what, "quarantined") ? &t->quarantined
			     : eng_str_eqc(what, "skipped")     ? &t->skipped
								: NULL;
			r->bad |= to ? !eng_decimal_parse(value->text, false, to)
				     : !eng_json_flat_count(value, &t->missing);
			return;
		}
	}
	r->bad |= r->job != NULL;
}

static void take_ending(reading *r, eng_str rest, const eng_json_token *value) {
	eng_journal_line *line = r->line;
	uint64_t number = 0;

	r->bad |= !eng_json_flat_count(value, &number);
	if (eng_str_ends(rest, "/file")) {
		line->endings =
		    eng_realloc(line->endings, (line->ending_count + 1) * sizeof(*line->endings));
		line->endings[line->ending_count++] = (eng_ending){ number, 0 };
	} else if (line->ending_count) {
		line->endings[line->ending_count - 1].ordinal = number;
	}
}

static void take(void *user, const char *path, const eng_json_token *value) {
	reading *r = user;
	eng_str all = eng_str_from(path);

	if (eng_str_starts(all, "channels/")) {
		take_channel(r, eng_str_sub(all, strlen("channels/"), all.n), value);
	} else if (eng_str_starts(all, "totals/")) {
		take_total(r, eng_str_sub(all, strlen("totals/"), all.n), value);
	} else if (eng_str_starts(all, "endings/")) {
		take_ending(r, all, value);
	} else if (!take_hash(r, path, value) && !take_count(r, path, value)) {
		r->bad = true;
	}
}

bool eng_journal_line_read(eng_ctx *ctx, const char *file, int number, eng_str text,
			   const eng_job *job, eng_journal_line *line) {
	reading r = { .line = line, .job = job };

	*line = (eng_journal_line){ 0 };
	eng_outcome_init(&line->out, job ? job->total_count : 0);
	if (!eng_json_flat(ctx, file, number, text, take, &r)) {
		return false;
	}
	return (!r.bad && r.seen == 0x1f) ||
	       eng_fail(ctx, "run.bad-journal", (eng_loc){ file, number, 0 },
			"line of the journal is not as it was written");
}

void eng_journal_line_finish(eng_journal_line *line) {
	eng_outcome_finish(&line->out);
	free(line->endings);
	line->endings = NULL;
}
