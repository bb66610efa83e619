/* What must hold of all blocks of a template before a run that goes out begins: on its date they are in
 * force, and what was withdrawn is not silently replaced by older wording. */
#include "content/block.h"
#include "content/library-file.h"

bool eng_block_in_force(const eng_block_version *version, eng_date date) {
	return eng_date_days(version->from) <= eng_date_days(date) &&
	       (!version->to.year || eng_date_days(version->to) >= eng_date_days(date));
}

bool eng_block_check_withdrawn(eng_ctx *ctx, const eng_block_version *version, eng_loc where) {
	return !version->withdrawn ||
	       eng_fail(ctx, "approval.revoked", where,
			"version %d of block '%.*s' in language '%.*s' would be in force, but was "
			"revoked; approve another one",
			version->version, ENG_STR_ARG(version->id), ENG_STR_ARG(version->language));
}

void eng_block_check_review(eng_ctx *ctx, const eng_block_version *version, eng_date date) {
	char text[ENG_DATE_TEXT];

	if (version->review.year && eng_date_days(version->review) < eng_date_days(date)) {
		eng_str day = eng_date_format(version->review, text);

		eng_warn(ctx, "block.review", version->where,
			 "version %d of block '%.*s' was to be reviewed by %.*s", version->version,
			 ENG_STR_ARG(version->id), ENG_STR_ARG(day));
	}
}

static bool is_spoken(const eng_block_version *version, const eng_str *languages, size_t n) {
	for (size_t i = 0; i < n; i++) {
		if (eng_block_speaks(version, languages[i])) {
			return true;
		}
	}
	return false;
}

static bool none_in_force(eng_ctx *ctx, const eng_block *block, const eng_block_version *ended,
			  eng_date date) {
	char text[ENG_DATE_TEXT];

	if (ended) {
		eng_str day = eng_date_format(ended->to, text);

		return eng_fail(
		    ctx, "block.ended", ended->where,
		    "version %d of block '%.*s' ended on %.*s and no later one replaces "
		    "it",
		    ended->version, ENG_STR_ARG(block->id), ENG_STR_ARG(day));
	}
	date.has_time = false;
	date.offset = ENG_DATE_UNZONED;
	return eng_fail(ctx, "block.no-version", block->versions[0]->where,
			"no version of block '%.*s' is in force on %.*s yet",
			ENG_STR_ARG(block->id), ENG_STR_ARG(eng_date_format(date, text)));
}

static bool check_block(eng_ctx *ctx, const eng_block *block, const eng_str *languages, size_t n,
			eng_date date) {
	const eng_block_version *ended = NULL;
	bool force = false, ok = true;

	for (size_t i = 0; i < block->n; i++) {
		const eng_block_version *version = block->versions[i];

		if (!is_spoken(version, languages, n)) {
			continue;
		}
		if (!eng_block_in_force(version, date)) {
			ended = version->to.year && eng_date_days(version->to) < eng_date_days(date)
				    ? version
				    : ended;
			continue;
		}
		force = true;
		if (eng_block_is_superseded(block, version, date)) {
			continue;
		}
		eng_block_check_review(ctx, version, date);
		ok = eng_block_check_withdrawn(ctx, version, version->where) && ok;
	}
	return ok && (force || none_in_force(ctx, block, ended, date));
}

bool eng_block_check_force(eng_ctx *ctx, const eng_library *library, const eng_str *languages,
			   size_t language_count, eng_date date) {
	size_t count;
	const eng_block *const *blocks = eng_library_blocks(library, &count);
	bool ok = true;

	for (size_t i = 0; i < count; i++) {
		ok = check_block(ctx, blocks[i], languages, language_count, date) && ok;
	}
	return ok;
}
