/* Balancing: each number that is counted wrong is told by its name, and what cannot be read is no imbalance. */
#include "run/balance.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "channels/channel.h"
#include "unit.h"

static char told[4096];

static void report(void *user, const eng_diag *diag) {
	(void)user;
	snprintf(told + strlen(told), sizeof(told) - strlen(told), "%s: %s\n", diag->code,
		 diag->message);
}

static eng_ctx ctx;
static char folder[] = "/tmp/engross-balance-XXXXXX";

static void write_file(const char *name, const char *text) {
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	CHECK(eng_file_write(&ctx, path, eng_str_from(text), false));
}

static void write_run(void) {
	write_file("manifest.ndjson",
		   "{\"ordinal\":0,\"channel\":\"pdf\",\"bytes\":700,\"pages\":3}\n"
		   "{\"ordinal\":0,\"channel\":\"sms\",\"bytes\":90,\"segments\":2}\n"
		   "{\"ordinal\":2,\"channel\":\"pdf\",\"bytes\":500,\"pages\":1}\n");
	write_file("quarantine.ndjson", "{\"ordinal\":1}\n");
}

static int index_of(const char *name) {
	int i = 0;

	while (strcmp(eng_channel_names[i], name) != 0) {
		i++;
	}
	return i;
}

static eng_total_tally total;
static eng_job_expr named = { .name = { "owed", 4 } };
static const eng_job job = { .totals = &named, .total_count = 1 };

static eng_tally counted(void) {
	eng_tally tally = { .records = 4, .composed = 2, .quarantined = 1, .skipped = 1 };

	tally.channels[index_of("pdf")] = (eng_channel_tally){ 2, 1200, 4, 0 };
	tally.channels[index_of("sms")] = (eng_channel_tally){ 1, 90, 0, 2 };
	total = (eng_total_tally){ .read = eng_decimal_from_int(9),
				   .composed = eng_decimal_from_int(5),
				   .quarantined = eng_decimal_from_int(3),
				   .skipped = eng_decimal_from_int(1) };
	tally.totals = &total;
	tally.total_count = 1;
	return tally;
}

static eng_exit balance(const eng_tally *tally) {
	told[0] = '\0';
	return eng_balance_check(&ctx, tally, &job, folder);
}

/* One more than there is. */
static void check_wrong(eng_tally *tally, uint64_t *number, const char *expected) {
	*number += 1;
	CHECK(balance(tally) == ENG_EXIT_UNBALANCED);
	CHECK_HAS(eng_str_from(told), "run.unbalanced: ");
	CHECK_HAS(eng_str_from(told), expected);
	*number -= 1;
}

static void check_numbers(void) {
	eng_tally tally = counted();
	eng_channel_tally *pdf = &tally.channels[index_of("pdf")];
	eng_channel_tally *sms = &tally.channels[index_of("sms")];

	CHECK(balance(&tally) == ENG_EXIT_OK);
	CHECK_STR(eng_str_from(told), "");
	check_wrong(&tally, &tally.records, "all records: 5 counted, 4 found");
	check_wrong(&tally, &tally.composed, "manifest records: 3 counted, 2 found");
	check_wrong(&tally, &tally.skipped, "all records: 4 counted, 5 found");
	check_wrong(&tally, &tally.quarantined, "quarantine lines: 2 counted, 1 found");
	check_wrong(&tally, &tally.unreadable, "quarantine lines: 2 counted, 1 found");
	check_wrong(&tally, &pdf->artifacts, "pdf artifacts: 3 counted, 2 found");
	check_wrong(&tally, &pdf->bytes, "pdf bytes: 1201 counted, 1200 found");
	check_wrong(&tally, &pdf->pages, "pdf pages: 5 counted, 4 found");
	check_wrong(&tally, &sms->segments, "sms segments: 3 counted, 2 found");
	CHECK(balance(&tally) == ENG_EXIT_OK);
	total.skipped = eng_decimal_from_int(2);
	CHECK(balance(&tally) == ENG_EXIT_UNBALANCED);
	CHECK_HAS(eng_str_from(told), "total 'owed': 9 read, 10 composed, quarantined and skipped");
}

/* A line lost from what is written, and files that are not what a run writes. */
static void check_files(void) {
	eng_tally tally = counted();
	char path[256];

	write_file("manifest.ndjson",
		   "{\"ordinal\":0,\"channel\":\"pdf\",\"bytes\":700,\"pages\":3}\n");
	CHECK(balance(&tally) == ENG_EXIT_UNBALANCED);
	CHECK_HAS(eng_str_from(told), "manifest records: 2 counted, 1 found");
	CHECK_HAS(eng_str_from(told), "sms artifacts: 1 counted, 0 found");
	write_file("manifest.ndjson", "{\"ordinal\":0,\"channel\":\"fax\",\"bytes\":700}\n");
	CHECK(balance(&tally) == ENG_EXIT_SYSTEM);
	CHECK_HAS(eng_str_from(told), "archive.bad-manifest: ");
	write_run();
	write_file("quarantine.ndjson", "");
	CHECK(balance(&tally) == ENG_EXIT_UNBALANCED);
	CHECK_HAS(eng_str_from(told), "quarantine lines: 1 counted, 0 found");
	snprintf(path, sizeof(path), "%s/quarantine.ndjson", folder);
	CHECK(unlink(path) == 0);
	CHECK(balance(&tally) == ENG_EXIT_SYSTEM);
	CHECK_HAS(eng_str_from(told), "file.unreadable: ");
	snprintf(path, sizeof(path), "%s/manifest.ndjson", folder);
	CHECK(unlink(path) == 0 && rmdir(folder) == 0);
}

int main(void) {
	eng_ctx_init(&ctx, report, NULL);
	CHECK(mkdtemp(folder) != NULL);
	write_run();
	check_numbers();
	check_files();
	return unit_done();
}
