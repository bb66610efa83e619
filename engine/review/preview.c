/* `engross preview`: a tour of the job's records into a book. */
#include "engross-review.h"
#include "engross.h"

#include "review/book.h"
#include "review/past.h"

static void tell(void *user, const eng_diag *diag) {
	const eng_preview_options *o = user;

	if (o->message) {
		o->message(o->user, &(eng_notice){ (eng_notice_level)diag->level, diag->code,
						   diag->where.file, diag->where.line,
						   diag->where.column, diag->message });
	}
}

static bool add(void *user, const eng_stop *stop) {
	return eng_book_add(user, stop);
}

static void tell_summary(const eng_preview_options *o, const eng_book *book) {
	if (o->summary) {
		fprintf(o->summary, "%zu records shown", book->recipients);
		if (book->coverage) {
			fprintf(o->summary, " of %llu",
				(unsigned long long)eng_coverage_records(book->coverage));
		}
		if (book->faulty) {
			fprintf(o->summary, ", %zu of them would not be sent", book->faulty);
		}
		fprintf(o->summary, "\n%s/index.html\n", o->out);
	}
}

typedef struct survey {
	eng_ctx *ctx;
	eng_tour *tour;
	const eng_setting *setting;
	eng_coverage *coverage;
} survey;

/* The first record of each kind goes the whole way of a run: what only written pages can tell, such as the
 * size of locked words, is the same for its fellows. */
static bool look(void *user, const eng_stop *stop) {
	survey *s = user;

	if (!eng_coverage_look(s->coverage, s->ctx, s->setting, stop)) {
		eng_tour_render(s->tour);
		if (!stop->good) {
			eng_coverage_look(s->coverage, s->ctx, s->setting, stop);
		}
	}
	eng_coverage_add(s->coverage, stop->ordinal);
	return true;
}

/* One pass over all records, then the tour goes only to those that show everything, masked. */
static bool choose_records(eng_ctx *ctx, eng_tour *tour, eng_book *book) {
	survey s = { ctx, tour, book->setting, book->coverage };
	eng_tour_aim aim;
	uint64_t *ordinals;
	size_t n;

	eng_coverage_expect(book->coverage, book->setting);
	eng_tour_set(tour, &(eng_tour_aim){ .survey = true });
	if (!eng_tour_go(tour, look, &s)) {
		return false;
	}
	book->picks = eng_coverage_choose(book->coverage, &n);
	ordinals = eng_arena_new_array(book->arena, n + 1, uint64_t);
	for (size_t i = 0; i < n; i++) {
		ordinals[i] = book->picks[i].ordinal;
	}
	aim = (eng_tour_aim){ .mask = true, .ordinals = ordinals, .ordinal_count = n };
	eng_tour_set(tour, &aim);
	if (book->before) {
		eng_tour_set(book->before, &aim);
	}
	return true;
}

static eng_exit write_book(eng_ctx *ctx, eng_tour *tour, eng_book *book,
			   const eng_preview_options *o) {
	if (book->coverage && !choose_records(ctx, tour, book)) {
		return ENG_EXIT_SYSTEM;
	}
	if (!eng_book_begin(book) || !eng_tour_go(tour, add, book)) {
		return ENG_EXIT_SYSTEM;
	}
	if (book->recipients == 0) {
		eng_fail(ctx, "preview.nobody", (eng_loc){ o->job, 0, 0 },
			 "no record of the job is one of those asked for");
		return ENG_EXIT_USAGE;
	}
	if (!eng_book_end(book)) {
		return ENG_EXIT_SYSTEM;
	}
	tell_summary(o, book);
	return book->faulty ? ENG_EXIT_QUARANTINED : ENG_EXIT_OK;
}

/* What is compared with was approved in its time and is not asked about again. */
static bool open_before(eng_ctx *ctx, eng_arena *arena, const eng_tour_options *options,
			const char *against, eng_past *past, eng_book *book) {
	const eng_guard *guard = ctx->guard;
	eng_tour_options before = *options;

	if (!against) {
		return true;
	}
	before.approved = false;
	if (eng_past_open(ctx, arena, against, past)) {
		before.library = past->library;
		ctx->guard = NULL;
		book->before = eng_tour_open(ctx, &before);
		ctx->guard = guard;
	}
	return book->before != NULL;
}

eng_exit eng_preview_write(const eng_preview_options *o) {
	const eng_tour_options options = { .job = o->job,
					   .run_date = o->run_date,
					   .only = o->only,
					   .limit = o->limit,
					   .draft = o->draft || !o->trust,
					   .approved = o->trust && !o->draft,
					   .trust = o->trust };
	eng_exit code = ENG_EXIT_USAGE;
	eng_arena arena;
	eng_ctx ctx;
	eng_tour *tour;
	eng_past past = { 0 };
	eng_book book;

	eng_ctx_init(&ctx, tell, (void *)o);
	eng_arena_init(&arena);
	tour = eng_tour_open(&ctx, &options);
	book = (eng_book){ .ctx = &ctx,
			   .arena = &arena,
			   .dir = o->out,
			   .draft = options.draft,
			   .approved = options.approved,
			   .coverage = o->proof_book ? eng_coverage_new() : NULL };
	if (tour) {
		book.setting = eng_tour_setting(tour);
		book.standings = eng_standings_open(&ctx, book.setting, o->trust);
	}
	if (book.standings && open_before(&ctx, &arena, &options, o->against, &past, &book)) {
		code = write_book(&ctx, tour, &book, o);
	}
	eng_tour_close(book.before);
	eng_past_close(&ctx, &past);
	eng_standings_close(book.standings);
	eng_book_finish(&book);
	eng_coverage_free(book.coverage);
	eng_tour_close(tour);
	eng_arena_finish(&arena);
	return code;
}
