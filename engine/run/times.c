/* Sums, and a short list kept in order. */
#include "run/times.h"

static void insert(eng_times *times, eng_slow one) {
	size_t at = ENG_SLOWEST;

	while (at > 0 && (times->slowest[at - 1].nanoseconds < one.nanoseconds ||
			  (times->slowest[at - 1].nanoseconds == one.nanoseconds &&
			   times->slowest[at - 1].ordinal > one.ordinal))) {
		at--;
	}
	if (at < ENG_SLOWEST && one.nanoseconds) {
		memmove(&times->slowest[at + 1], &times->slowest[at],
			(ENG_SLOWEST - 1 - at) * sizeof(one));
		times->slowest[at] = one;
	}
}

void eng_times_add(eng_times *times, uint64_t ordinal, uint64_t nanoseconds) {
	times->artifacts++;
	times->nanoseconds += nanoseconds;
	insert(times, (eng_slow){ ordinal, nanoseconds });
}

void eng_times_join(eng_times *times, const eng_times *part) {
	times->artifacts += part->artifacts;
	times->nanoseconds += part->nanoseconds;
	for (size_t i = 0; i < ENG_SLOWEST; i++) {
		insert(times, part->slowest[i]);
	}
}

void eng_times_report(eng_json_writer *w, const eng_times *times) {
	eng_json_member_object(w, "channels");
	for (size_t i = 0; eng_channel_names[i]; i++) {
		const eng_times *t = &times[i];

		if (!t->artifacts) {
			continue;
		}
		eng_json_member_object(w, eng_channel_names[i]);
		eng_json_member_int(w, "artifacts", (int64_t)t->artifacts);
		eng_json_member_int(w, "microseconds", (int64_t)(t->nanoseconds / 1000));
		eng_json_member_array(w, "slowest");
		for (size_t k = 0; k < ENG_SLOWEST && t->slowest[k].nanoseconds; k++) {
			eng_json_write_object(w);
			eng_json_member_int(w, "ordinal", (int64_t)t->slowest[k].ordinal);
			eng_json_member_int(w, "microseconds",
					    (int64_t)(t->slowest[k].nanoseconds / 1000));
			eng_json_write_object_end(w);
		}
		eng_json_write_array_end(w);
		eng_json_write_object_end(w);
	}
	eng_json_write_object_end(w);
}

static uint64_t count_of(const eng_json_node *object, const char *key) {
	int64_t number;

	return eng_json_find_int(object, key, &number) && number > 0 ? (uint64_t)number : 0;
}

void eng_times_take(eng_times *times, const eng_json_node *observed) {
	const eng_json_node *channels = eng_json_find(observed, "channels");

	for (size_t i = 0; channels && eng_channel_names[i]; i++) {
		const eng_json_node *own = eng_json_find(channels, eng_channel_names[i]);
		const eng_json_node *slowest = eng_json_find(own, "slowest");

		times[i].artifacts += count_of(own, "artifacts");
		times[i].nanoseconds += count_of(own, "microseconds") * 1000;
		for (const eng_json_node *s = slowest ? slowest->first : NULL; s; s = s->next) {
			insert(&times[i], (eng_slow){ count_of(s, "ordinal"),
						      count_of(s, "microseconds") * 1000 });
		}
	}
}
