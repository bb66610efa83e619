/* A clock behind the phases that base/meter.h names. CPU time, so that other processes do not count. */
#include "run/timings.h"

#include <time.h>

static const char *const names[ENG_PHASES] = {
	"rest",    "read",    "compose", "layout", "write",
	"deflate", "objects", "verify",  "prove",  "file",
};

static uint64_t now(void) {
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void turn(eng_meter *meter) {
	eng_timings *t = (eng_timings *)meter;
	uint64_t at = now();

	t->spent[meter->now] += at - t->since;
	t->since = at;
}

void eng_timings_start(eng_timings *timings, eng_ctx *ctx) {
	*timings = (eng_timings){ .meter = { ENG_PHASE_REST, turn }, .since = now() };
	timings->start = timings->since;
	ctx->meter = &timings->meter;
}

void eng_timings_stop(eng_timings *timings, eng_ctx *ctx) {
	if (ctx->meter) {
		turn(&timings->meter);
		ctx->meter = NULL;
	}
}

void eng_timings_report(const eng_timings *timings, eng_json_writer *json) {
	eng_json_member_object(json, "phases");
	eng_json_member_int(json, "start", (int64_t)(timings->start / 1000));
	for (int i = 0; i < ENG_PHASES; i++) {
		eng_json_member_int(json, names[i], (int64_t)(timings->spent[i] / 1000));
	}
	eng_json_write_object_end(json);
}

void eng_timings_print(const eng_timings *timings, uint64_t records, FILE *out) {
	double n = records ? (double)records : 1;

	fprintf(out, "  start   %8.1f ms\n", (double)timings->start / 1e6);
	for (int i = 0; i < ENG_PHASES; i++) {
		if (timings->spent[i]) {
			fprintf(out, "  %-7s %8.1f us a record\n", names[i],
				(double)timings->spent[i] / 1e3 / n);
		}
	}
}
