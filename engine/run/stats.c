/* `engross stats`: the same measures for all channels of a run, from its manifest and what was observed. */
#include <inttypes.h>

#include "archive/entry.h"
#include "base/file.h"
#include "run/telling.h"
#include "run/times.h"

typedef struct measures {
	uint64_t artifacts, recipients, pages, segments, blocks, bytes, largest;
	uint64_t largest_ordinal, last; /* ordinal + 1 of the artifact before */
	uint64_t fallbacks;             /* not the channel that was meant */
	eng_times times;
	const char *slow[ENG_SLOWEST]; /* recipients of the slowest */
} measures;

typedef struct stats {
	eng_telling look;
	eng_past past;
	measures channels[ENG_CHANNELS_MAX];
} stats;

static bool take(void *user, const eng_entry *e) {
	stats *s = user;
	measures *m = s->channels;

	for (int i = 0; eng_channel_names[i]; i++, m++) {
		if (eng_str_eqc(eng_buf_view(&e->channel), eng_channel_names[i])) {
			break;
		}
	}
	m->artifacts++;
	m->recipients += m->last != e->ordinal + 1;
	m->last = e->ordinal + 1;
	m->pages += e->pages;
	m->segments += e->segments;
	m->blocks += e->blocks;
	m->bytes += e->bytes;
	m->fallbacks += eng_str_starts(eng_buf_view(&e->reason), "fallback");
	if (e->bytes > m->largest) {
		m->largest = e->bytes;
		m->largest_ordinal = e->ordinal;
	}
	for (size_t i = 0; i < ENG_SLOWEST; i++) {
		if (m->times.slowest[i].nanoseconds && m->times.slowest[i].ordinal == e->ordinal) {
			m->slow[i] = eng_str_dup(&s->look.arena, eng_buf_view(&e->recipient));
		}
	}
	return true;
}

static uint64_t mean(uint64_t sum, uint64_t n) {
	return n ? (sum + n / 2) / n : 0;
}

/* ---- telling ---- */

static void write_slowest(eng_json_writer *w, const measures *m) {
	eng_json_member_array(w, "slowest");
	for (size_t i = 0; i < ENG_SLOWEST && m->times.slowest[i].nanoseconds; i++) {
		eng_json_write_object(w);
		eng_json_member_int(w, "ordinal", (int64_t)m->times.slowest[i].ordinal);
		if (m->slow[i]) {
			eng_json_member_cstr(w, "recipient", m->slow[i]);
		}
		eng_json_member_int(w, "microseconds",
				    (int64_t)(m->times.slowest[i].nanoseconds / 1000));
		eng_json_write_object_end(w);
	}
	eng_json_write_array_end(w);
}

static void write_channel(eng_json_writer *w, const measures *m) {
	eng_json_write_object(w);
	eng_json_member_int(w, "artifacts", (int64_t)m->artifacts);
	eng_json_member_int(w, "recipients", (int64_t)m->recipients);
	eng_json_member_int(w, "fallbacks", (int64_t)m->fallbacks);
	eng_json_member_int(w, "pages", (int64_t)m->pages);
	eng_json_member_int(w, "segments", (int64_t)m->segments);
	eng_json_member_int(w, "blocks", (int64_t)m->blocks);
	eng_json_member_int(w, "bytes", (int64_t)m->bytes);
	eng_json_member_int(w, "mean-bytes", (int64_t)mean(m->bytes, m->artifacts));
	eng_json_member_object(w, "largest");
	eng_json_member_int(w, "ordinal", (int64_t)m->largest_ordinal);
	eng_json_member_int(w, "bytes", (int64_t)m->largest);
	eng_json_write_object_end(w);
	eng_json_member_int(w, "measured", (int64_t)m->times.artifacts);
	eng_json_member_int(w, "microseconds", (int64_t)(m->times.nanoseconds / 1000));
	write_slowest(w, m);
	eng_json_write_object_end(w);
}

static void tell_json(stats *s) {
	eng_json_writer *w = &s->look.json;

	eng_json_write_object(w);
	eng_json_member_cstr(w, "run", s->past.name);
	eng_json_member_text(w, "job", s->past.job);
	eng_json_member_int(w, "records", (int64_t)s->past.records);
	eng_json_member_object(w, "channels");
	for (int i = 0; eng_channel_names[i]; i++) {
		if (s->channels[i].artifacts) {
			eng_json_write_key(w, eng_str_from(eng_channel_names[i]));
			write_channel(w, &s->channels[i]);
		}
	}
	eng_json_write_object_end(w);
	eng_json_write_object_end(w);
}

static void tell_text(stats *s) {
	eng_buf *out = &s->look.text;

	eng_diag_text(out, "%s: %.*s, %" PRIu64 " records\n", s->past.name,
		      ENG_STR_ARG(s->past.job), s->past.records);
	eng_diag_text(out, "%-8s %9s %10s %9s %8s %8s %8s %13s %9s %9s %10s %8s\n", "channel",
		      "artifacts", "recipients", "fallbacks", "pages", "segments", "blocks",
		      "bytes", "mean", "largest", "CPU ms", "us each");
	for (int i = 0; eng_channel_names[i]; i++) {
		const measures *m = &s->channels[i];

		if (m->artifacts) {
			eng_diag_text(out,
				      "%-8s %9" PRIu64 " %10" PRIu64 " %9" PRIu64 " %8" PRIu64
				      " %8" PRIu64 " %8" PRIu64 " %13" PRIu64 " %9" PRIu64
				      " %9" PRIu64 " %10.1f %8" PRIu64 "\n",
				      eng_channel_names[i], m->artifacts, m->recipients,
				      m->fallbacks, m->pages, m->segments, m->blocks, m->bytes,
				      mean(m->bytes, m->artifacts), m->largest,
				      (double)m->times.nanoseconds / 1e6,
				      mean(m->times.nanoseconds / 1000, m->times.artifacts));
		}
	}
	for (int i = 0; eng_channel_names[i]; i++) {
		const measures *m = &s->channels[i];

		for (size_t k = 0; k < ENG_SLOWEST && m->times.slowest[k].nanoseconds; k++) {
			eng_diag_text(out, "%s %-8s record %8" PRIu64 " %-24s %8.1f ms\n",
				      k ? "       " : "slowest", eng_channel_names[i],
				      m->times.slowest[k].ordinal, m->slow[k] ? m->slow[k] : "",
				      (double)m->times.slowest[k].nanoseconds / 1e6);
		}
	}
}

bool eng_run_stats(const eng_runs_options *options, const char *run) {
	eng_times times[ENG_CHANNELS_MAX] = { 0 };
	stats s = { 0 };
	bool ok;

	eng_telling_init(&s.look, options);
	ok = eng_telling_read(&s.look, run, &s.past);
	eng_times_take(times, ok ? eng_json_find(s.past.report, "observed") : NULL);
	for (int i = 0; i < ENG_CHANNELS_MAX; i++) {
		s.channels[i].times = times[i];
	}
	ok = ok && eng_entries_read(&s.look.ctx,
				    eng_path_join(&s.look.arena, s.past.folder, "manifest.ndjson"),
				    take, &s);
	if (ok) {
		(options->json ? tell_json : tell_text)(&s);
	}
	return eng_telling_finish(&s.look, ok);
}
