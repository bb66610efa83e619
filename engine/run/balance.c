/* Counts again from the written files, by their readers, and compares number by number. */
#include "run/balance.h"

#include "base/file.h"
#include "channels/channel.h"
#include "run/lines.h"

typedef struct recount {
	uint64_t composed, quarantined;
	eng_manifest_count channels[ENG_CHANNELS_MAX];
	size_t n;
} recount;

/* ---- what stands written ---- */

static bool count_lines(eng_ctx *ctx, const char *path, uint64_t *count) {
	eng_lines lines;
	eng_str line;
	bool ok;

	eng_lines_open(&lines, path, false);
	while (eng_lines_next(&lines, &line)) {}
	*count = lines.number;
	ok = !lines.bad;
	eng_lines_close(&lines);
	return ok || eng_fail(ctx, "file.unreadable", (eng_loc){ path, 0, 0 },
			      "'%s' cannot be read to its end", path);
}

static bool count_again(eng_ctx *ctx, const char *folder, recount *found) {
	eng_arena arena;
	bool ok;

	for (; eng_channel_names[found->n]; found->n++) {
		found->channels[found->n].channel = eng_channel_names[found->n];
	}
	eng_arena_init(&arena);
	ok = eng_manifest_recount(ctx, eng_path_join(&arena, folder, "manifest.ndjson"),
				  found->channels, found->n, &found->composed) &&
	     count_lines(ctx, eng_path_join(&arena, folder, "quarantine.ndjson"),
			 &found->quarantined);
	eng_arena_finish(&arena);
	return ok;
}

/* ---- comparing ---- */

static bool agree(eng_ctx *ctx, const char *subject, const char *what, uint64_t counted,
		  uint64_t found) {
	return counted == found ||
	       eng_fail(ctx, "run.unbalanced", (eng_loc){ 0 }, "%s %s: %llu counted, %llu found",
			subject, what, (unsigned long long)counted, (unsigned long long)found);
}

static bool agree_total(eng_ctx *ctx, const eng_total_tally *t, eng_str name) {
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

static bool agree_channel(eng_ctx *ctx, const eng_channel_tally *counted,
			  const eng_manifest_count *found) {
	bool ok = agree(ctx, found->channel, "artifacts", counted->artifacts, found->artifacts);

	ok &= agree(ctx, found->channel, "bytes", counted->bytes, found->bytes);
	ok &= agree(ctx, found->channel, "pages", counted->pages, found->pages);
	ok &= agree(ctx, found->channel, "segments", counted->segments, found->segments);
	return ok;
}

eng_exit eng_balance_check(eng_ctx *ctx, const eng_tally *tally, const eng_job *job,
			   const char *folder) {
	recount found = { 0 };
	bool ok;

	if (!count_again(ctx, folder, &found)) {
		return ENG_EXIT_SYSTEM;
	}
	ok = agree(ctx, "all", "records", tally->records,
		   tally->composed + tally->quarantined + tally->skipped);
	ok &= agree(ctx, "manifest", "records", tally->composed, found.composed);
	ok &= agree(ctx, "quarantine", "lines", tally->quarantined + tally->unreadable,
		    found.quarantined);
	for (size_t i = 0; i < found.n; i++) {
		ok &= agree_channel(ctx, &tally->channels[i], &found.channels[i]);
	}
	for (size_t i = 0; i < tally->total_count; i++) {
		ok &= agree_total(ctx, &tally->totals[i], job->totals[i].name);
	}
	return ok ? ENG_EXIT_OK : ENG_EXIT_UNBALANCED;
}
