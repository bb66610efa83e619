/* run.json of a joined run: what the shards have in common as the first one tells it, what they counted added
 * up. */
#include <time.h>

#include "run/join.h"
#include "run/report.h"

static const eng_json_node *child(const eng_json_node *array, size_t index) {
	const eng_json_node *value = array ? array->first : NULL;

	while (value && value->index < index) {
		value = value->next;
	}
	return value;
}

/* A file of the input: its records are spread over the shards. */
static void add_input(eng_json_writer *w, const eng_join *j, const eng_json_node *input) {
	uint64_t records = 0;
	bool broken = false;

	for (size_t i = 0; i < j->count; i++) {
		const eng_json_node *own =
		    child(eng_json_find(j->shards[i].past.report, "inputs"), input->index);

		records += eng_past_count(own, "records");
		broken |= eng_json_find(own, "broken") != NULL;
	}
	eng_json_write_object(w);
	eng_json_member_text(w, "file", eng_json_find_text(input, "file"));
	eng_json_member_int(w, "bytes", (int64_t)eng_past_count(input, "bytes"));
	eng_json_member_text(w, "sha256", eng_json_find_text(input, "sha256"));
	eng_json_member_int(w, "records", (int64_t)records);
	if (broken) {
		eng_json_member_bool(w, "broken", true);
	}
	eng_json_write_object_end(w);
}

/* When it was sealed, and how long the shards took together. */
static void add_observed(eng_json_writer *w, const eng_join *j) {
	char text[ENG_DATE_TEXT];
	eng_times times[ENG_CHANNELS_MAX] = { 0 };
	uint64_t milliseconds = 0;
	struct timespec t;

	for (size_t i = 0; i < j->count; i++) {
		const eng_json_node *observed = eng_json_find(j->shards[i].past.report, "observed");

		milliseconds += eng_past_count(observed, "milliseconds");
		eng_times_take(times, observed);
	}
	clock_gettime(CLOCK_REALTIME, &t);
	eng_json_member_object(w, "observed");
	eng_json_member_text(w, "finished",
			     eng_date_format(eng_date_from_seconds(t.tv_sec, 0), text));
	eng_json_member_int(w, "milliseconds", (int64_t)milliseconds);
	eng_times_report(w, times);
	eng_json_write_object_end(w);
}

static void add_member(eng_json_writer *w, const eng_join *j, const eng_json_node *member) {
	if (eng_str_eqc(member->key, "counts")) {
		eng_report_counts(w, &j->tally);
	} else if (eng_str_eqc(member->key, "channels")) {
		return; /* came with the counts */
	} else if (eng_str_eqc(member->key, "totals")) {
		eng_report_totals(w, &j->job, &j->tally);
	} else if (eng_str_eqc(member->key, "inputs")) {
		eng_json_member_array(w, "inputs");
		for (const eng_json_node *input = member->first; input; input = input->next) {
			add_input(w, j, input);
		}
		eng_json_write_array_end(w);
	} else if (eng_str_eqc(member->key, "observed")) {
		eng_report_seal(w, &j->seal);
		add_observed(w, j);
	} else {
		eng_json_write_key(w, member->key);
		eng_past_write(w, member);
	}
}

void eng_join_report(eng_join *j, eng_buf *out) {
	const eng_json_node *report = j->shards[0].past.report;
	eng_json_writer w;

	eng_json_write_init(&w, out, true);
	eng_json_write_object(&w);
	for (const eng_json_node *member = report->first; member; member = member->next) {
		add_member(&w, j, member);
	}
	eng_json_write_object_end(&w);
	eng_buf_char(out, '\n');
}
