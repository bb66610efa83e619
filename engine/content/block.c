/* The store of blocks, and which version is in force. */
#include "content/block.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "content/block-file.h"
#include "content/compile.h"
#include "content/library-file.h"

bool eng_block_serves(const eng_block_version *version, eng_str jurisdiction) {
	for (size_t i = 0; i < version->jurisdiction_count; i++) {
		if (eng_str_eq(version->jurisdictions[i], jurisdiction)) {
			return true;
		}
	}
	return jurisdiction.n == 0 && version->jurisdiction_count == 0;
}

static bool overlap(const eng_block_version *a, const eng_block_version *b) {
	if (a->jurisdiction_count == 0 && b->jurisdiction_count == 0) {
		return true;
	}
	for (size_t i = 0; i < a->jurisdiction_count; i++) {
		if (eng_block_serves(b, a->jurisdictions[i])) {
			return true;
		}
	}
	return false;
}

/* Two versions that start on one day for one reader: nobody could say which is meant. */
static bool check_ambiguous(eng_ctx *ctx, const eng_block *block) {
	bool good = true;

	for (size_t i = 0; i < block->n; i++) {
		for (size_t k = 0; k < i; k++) {
			const eng_block_version *a = block->versions[k], *b = block->versions[i];

			if (eng_str_eq(a->language, b->language) &&
			    eng_date_days(a->from) == eng_date_days(b->from) && overlap(a, b)) {
				good = eng_fail(ctx, "block.ambiguous", b->where,
						"versions %d and %d of block '%.*s' start on the "
						"same day in the same jurisdiction",
						a->version, b->version, ENG_STR_ARG(block->id));
				eng_note(ctx, a->where, "the other version is here");
			}
		}
	}
	return good;
}

static int by_version(const void *a, const void *b) {
	const eng_block_version *x = *(eng_block_version *const *)a,
				*y = *(eng_block_version *const *)b;

	return x->version != y->version ? (x->version < y->version ? -1 : 1)
					: eng_str_cmp(x->language, y->language);
}

static bool is_block_file(const char *name) {
	size_t n = strlen(name);

	return n > 4 && strcmp(name + n - 4, ".xml") == 0;
}

static eng_compiler block_compiler(eng_ctx *ctx, eng_library *library,
				   const eng_template_options *options) {
	eng_compiler c = { .ctx = ctx,
			   .arena = eng_library_arena(library),
			   .library = library,
			   .options = options,
			   .kind = ENG_FILE_BLOCK };

	for (size_t i = 0; options->channel_names[i]; i++) {
		c.all |= (eng_channel_set)1 << i;
	}
	return c;
}

/* Reads all files of the folder that may be chosen; false when one is faulty. */
static bool read_versions(eng_ctx *ctx, eng_library *library, eng_block *block, const char *dir,
			  const eng_template_options *options, size_t *waiting) {
	eng_arena *arena = eng_library_arena(library);
	const char *const *names;
	size_t n, cap = 0;
	bool good = true;

	if (!eng_file_list(ctx, arena, dir, &names, &n)) {
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		eng_compiler c = block_compiler(ctx, library, options);
		eng_block_version *version;
		eng_standing standing;

		if (!is_block_file(names[i])) {
			continue;
		}
		standing = eng_library_standing(
		    ctx, library,
		    eng_str_printf(arena, "blocks/%.*s/%s", ENG_STR_ARG(block->id), names[i]));
		if (standing == ENG_STANDING_WAITING) {
			(*waiting)++;
			continue;
		}
		version = standing == ENG_STANDING_REFUSED
			      ? NULL
			      : eng_block_file_load(&c, block->id, names[i]);
		good = good && version;
		if (version) {
			version->withdrawn = standing == ENG_STANDING_WITHDRAWN;
			block->versions = eng_arena_grow(arena, block->versions, block->n, &cap,
							 sizeof(*block->versions));
			block->versions[block->n++] = version;
		}
	}
	return good;
}

static void no_block(eng_ctx *ctx, eng_library *library, eng_str id, eng_loc where) {
	eng_arena *arena = eng_library_arena(library);
	const char *dir = eng_path_join(arena, eng_library_path(library), "blocks");
	const char *const *names = NULL, *nearest = NULL;
	size_t n = 0;

	if (eng_file_is_dir(dir) && eng_file_list(ctx, arena, dir, &names, &n)) {
		nearest = eng_str_nearest(id, names, n);
	}
	eng_fail(ctx, "block.unknown", where, "no block '%.*s' in the library%s", ENG_STR_ARG(id),
		 eng_did_you_mean(arena, nearest));
}

bool eng_block_exists(eng_ctx *ctx, eng_library *library, eng_str id, eng_loc where) {
	const char *dir;

	if (eng_library_is_partial(library)) {
		return true;
	}
	dir = eng_path_join(
	    eng_library_arena(library), eng_library_path(library),
	    eng_arena_printf(eng_library_arena(library), "blocks/%.*s", ENG_STR_ARG(id)));

	if (eng_id_is_valid(id) && eng_file_is_dir(dir)) {
		return true;
	}
	no_block(ctx, library, id, where);
	return false;
}

const eng_block *eng_block_load(eng_ctx *ctx, eng_library *library, eng_str id,
				const char *const *channel_names, eng_channel_set assembling,
				eng_loc where) {
	eng_arena *arena = eng_library_arena(library);
	eng_arena_mark mark = eng_arena_tell(arena);
	const char *key = eng_arena_printf(arena, "block:%.*s", ENG_STR_ARG(id)), *dir;
	eng_template_options options = { .channel_names = channel_names, .assembling = assembling };
	eng_block *block = eng_library_cached(library, key);
	size_t waiting = 0;

	if (block) {
		eng_arena_rewind(arena, mark); /* asked for each record: nothing may stay behind */
		return block->n ? block
				: eng_fail_null(ctx, "block.unusable", where,
						"block '%.*s' has faulty files", ENG_STR_ARG(id));
	}
	dir = eng_path_join(arena, eng_library_path(library),
			    eng_arena_printf(arena, "blocks/%.*s", ENG_STR_ARG(id)));
	if (!eng_file_is_dir(dir)) {
		no_block(ctx, library, id, where);
		return NULL;
	}
	block = eng_arena_new(arena, eng_block);
	block->id = eng_str_copy(arena, id);
	eng_library_cache(library, key, block);
	if (!read_versions(ctx, library, block, dir, &options, &waiting)) {
		block->n = 0;
		return NULL;
	}
	if (block->n == 0 && waiting) {
		return eng_fail_null(
		    ctx, "approval.not-approved", where,
		    "no version of block '%.*s' is approved; 'engross block status' "
		    "says what is missing",
		    ENG_STR_ARG(id));
	}
	if (block->n == 0) {
		return eng_fail_null(ctx, "block.unknown", where, "block '%.*s' has no version",
				     ENG_STR_ARG(id));
	}
	qsort(block->versions, block->n, sizeof(*block->versions), by_version);
	if (!check_ambiguous(ctx, block)) {
		block->n = 0;
		return NULL;
	}
	eng_library_add_block(library, block);
	return block;
}

/* ---- choosing ---- */

static bool has_begun(const eng_block_version *version, eng_date date) {
	return eng_date_days(version->from) <= eng_date_days(date);
}

/* The jurisdiction whose versions count: the exact one, then the country, then "for all" (empty).
 * False when there is none. */
static bool choose_level(const eng_block *block, eng_str jurisdiction, eng_date date,
			 eng_str *level) {
	eng_str levels[3] = { jurisdiction, { 0 }, { 0 } };
	size_t dash = eng_str_index(jurisdiction, ENG_STR("-"));

	levels[1] = eng_str_sub(jurisdiction, 0, dash);
	for (size_t i = 0; i < 3; i++) {
		for (size_t k = 0; k < block->n; k++) {
			if (eng_block_serves(block->versions[k], levels[i]) &&
			    has_begun(block->versions[k], date)) {
				*level = levels[i];
				return true;
			}
		}
	}
	return false;
}

bool eng_block_is_superseded(const eng_block *block, const eng_block_version *version,
			     eng_date date) {
	for (size_t i = 0; i < block->n; i++) {
		const eng_block_version *other = block->versions[i];
		bool all = version->jurisdiction_count || !other->jurisdiction_count;

		for (size_t k = 0; all && k < version->jurisdiction_count; k++) {
			all = eng_block_serves(other, version->jurisdictions[k]);
		}
		if (all && eng_str_eq(other->language, version->language) &&
		    has_begun(other, date) &&
		    eng_date_days(other->from) > eng_date_days(version->from)) {
			return true;
		}
	}
	return false;
}

static const eng_block_version *latest(const eng_block *block, eng_str level, eng_str language,
				       eng_date date) {
	const eng_block_version *best = NULL;

	for (size_t i = 0; i < block->n; i++) {
		const eng_block_version *version = block->versions[i];

		if (eng_block_serves(version, level) && eng_str_eq(version->language, language) &&
		    has_begun(version, date) &&
		    (!best || eng_date_days(version->from) > eng_date_days(best->from))) {
			best = version;
		}
	}
	return best;
}

static const eng_block_version *no_version(eng_ctx *ctx, const eng_block *block,
					   eng_str jurisdiction, eng_str language, eng_date date,
					   eng_loc where) {
	char text[ENG_DATE_TEXT];
	eng_str day;

	date.has_time = false;
	date.offset = ENG_DATE_UNZONED;
	day = eng_date_format(date, text);
	return eng_fail_null(ctx, "block.no-version", where,
			     "block '%.*s' has no version for jurisdiction '%.*s' in language "
			     "'%.*s' on %.*s",
			     ENG_STR_ARG(block->id), ENG_STR_ARG(jurisdiction),
			     ENG_STR_ARG(language), ENG_STR_ARG(day));
}

const eng_block_version *eng_block_choose(eng_ctx *ctx, const eng_block *block,
					  eng_str jurisdiction, eng_str language, eng_date date,
					  eng_loc where) {
	const eng_block_version *version = NULL;
	eng_str level, tag = language;

	if (!choose_level(block, jurisdiction, date, &level)) {
		return no_version(ctx, block, jurisdiction, language, date, where);
	}
	while (!version && tag.n) {
		version = latest(block, level, tag, date);
		while (tag.n && tag.s[tag.n - 1] != '-') {
			tag.n--;
		}
		tag.n -= tag.n > 0;
	}
	if (!version) {
		return no_version(ctx, block, jurisdiction, language, date, where);
	}
	if (!eng_block_check_withdrawn(ctx, version, where)) {
		return NULL;
	}
	if (version->to.year && eng_date_days(version->to) < eng_date_days(date)) {
		char text[ENG_DATE_TEXT];
		eng_str day = eng_date_format(version->to, text);

		eng_fail(ctx, "block.ended", where,
			 "version %d of block '%.*s' ended on %.*s and no later one replaces it",
			 version->version, ENG_STR_ARG(block->id), ENG_STR_ARG(day));
		eng_note(ctx, version->where, "the version is here");
		return NULL;
	}
	return version;
}

bool eng_block_speaks(const eng_block_version *version, eng_str language) {
	eng_str own = version->language;

	return eng_str_eq(own, language) || (language.n > own.n && language.s[own.n] == '-' &&
					     eng_str_eq(eng_str_sub(language, 0, own.n), own));
}
