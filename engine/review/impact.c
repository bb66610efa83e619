/* Comparing a record's two outcomes; the command around it. */
#include "review/impact.h"

#include "channels/preview/preview.h"
#include "review/past.h"
#include "review/wording.h"

const char *eng_impact_kind_name(eng_impact_kind kind) {
	static const char *const names[] = { "state", "channel",  "wording",
					     "pages", "segments", "looks" };

	return names[kind];
}

/* ---- rows ---- */

static int compare_rows(const void *a, const void *b) {
	const eng_impact_row *x = a, *y = b;

	if (x->kind != y->kind) {
		return x->kind < y->kind ? -1 : 1;
	}
	return strcmp(x->channel ? x->channel : "", y->channel ? y->channel : "");
}

static eng_impact_row *row_of(eng_impact *impact, eng_impact_kind kind, const char *channel) {
	eng_impact_row wanted = { .kind = kind, .channel = channel };

	for (size_t i = 0; i < impact->n; i++) {
		if (compare_rows(&impact->rows[i], &wanted) == 0) {
			return &impact->rows[i];
		}
	}
	impact->rows = eng_arena_grow(impact->arena, impact->rows, impact->n, &impact->cap,
				      sizeof(*impact->rows));
	impact->rows[impact->n++] = wanted;
	qsort(impact->rows, impact->n, sizeof(*impact->rows), compare_rows);
	return row_of(impact, kind, channel);
}

/* Two outcomes of one record. */
typedef struct pair {
	eng_impact *impact;
	eng_ctx *ctx;
	const eng_setting *settings[2];
	const eng_stop *stops[2];
	bool changed;
} pair;

/* Counts the record; the example to be filled in, or NULL when there are enough. */
static eng_impact_example *note(pair *p, eng_impact_kind kind, const char *channel) {
	eng_impact_row *row = row_of(p->impact, kind, channel);
	const eng_document *doc =
	    p->stops[1]->document ? p->stops[1]->document : p->stops[0]->document;
	eng_impact_example *example;

	p->changed = true;
	row->records++;
	if (row->example_count == ENG_IMPACT_EXAMPLES) {
		return NULL;
	}
	example = &row->examples[row->example_count++];
	example->ordinal = p->stops[1]->ordinal;
	example->recipient = doc ? eng_str_dup(p->impact->arena, doc->recipient.id) : "";
	return example;
}

/* ---- channels ---- */

static const eng_artifact *artifact_of(const eng_stop *stop, int channel) {
	for (size_t i = 0; i < stop->work->count; i++) {
		if (stop->work->artifacts[i].channel == channel) {
			return &stop->work->artifacts[i];
		}
	}
	return NULL;
}

/* What stays of long equal stretches: some words on either side. */
static eng_str shorten(eng_arena *arena, eng_str text, bool first, bool last) {
	enum { AROUND = 48 };
	size_t head = 0, tail;

	if (text.n <= 2 * AROUND + 16) {
		return eng_str_copy(arena, text);
	}
	for (head = AROUND; head > 0 && text.s[head] != ' '; head--) {}
	for (tail = text.n - AROUND; tail < text.n && text.s[tail] != ' '; tail++) {}
	return eng_str_printf(arena, "%.*s … %.*s", first ? 0 : (int)head, text.s,
			      last ? 0 : (int)(text.n - tail), text.s + tail);
}

static void compare_wording(pair *p, const eng_artifact *from, const eng_artifact *to) {
	eng_arena *arena = p->stops[1]->arena;
	eng_str texts[2] = { eng_wording(p->stops[0], from), eng_wording(p->stops[1], to) };
	const eng_diff_run *runs;
	eng_impact_example *example;
	eng_diff_run *copy;
	size_t n;

	if (eng_str_eq(texts[0], texts[1])) {
		return;
	}
	runs = eng_diff_words(arena, texts[0], texts[1], &n);
	if (n < 2 && (n == 0 || runs[0].change == ENG_CHANGE_SAME)) {
		return; /* nothing but white space */
	}
	example = note(p, ENG_IMPACT_WORDING, eng_channel_names[to->channel]);
	if (!example) {
		return;
	}
	copy = eng_arena_new_array(p->impact->arena, n, eng_diff_run);
	for (size_t i = 0; i < n; i++) {
		bool same = runs[i].change == ENG_CHANGE_SAME;

		copy[i].change = runs[i].change;
		copy[i].text = same ? shorten(p->impact->arena, runs[i].text, i == 0, i + 1 == n)
				    : eng_str_copy(p->impact->arena, runs[i].text);
	}
	example->runs = copy;
	example->run_count = n;
}

static void compare_segments(pair *p, const eng_artifact *from, const eng_artifact *to) {
	const eng_measures *a = &from->measures, *b = &to->measures;
	eng_impact_example *example;

	if (!a->encoding || !b->encoding ||
	    (a->segments == b->segments && strcmp(a->encoding, b->encoding) == 0)) {
		return;
	}
	example = note(p, ENG_IMPACT_SEGMENTS, eng_channel_names[to->channel]);
	if (example) {
		example->text =
		    eng_arena_printf(p->impact->arena, "%zu of %s, %zu of %s before", b->segments,
				     b->encoding, a->segments, a->encoding);
	}
}

static eng_hash hash_of(const pair *p, const eng_layout *layout) {
	eng_hasher *hasher = eng_hasher_new();
	eng_hash hash;

	for (size_t i = 0; i < layout->page_count; i++) {
		eng_buf svg = { 0 };

		eng_preview_svg(p->ctx, &layout->pages[i], (eng_str){ 0 }, &svg);
		eng_hasher_field(hasher, eng_buf_view(&svg));
		eng_buf_finish(&svg);
	}
	hash = eng_hasher_done(hasher);
	eng_hasher_free(hasher);
	return hash;
}

static void compare_pages(pair *p, int channel, bool words_changed) {
	const eng_layout *layouts[2];
	eng_impact_example *example;
	eng_hash hashes[2];

	for (int i = 0; i < 2; i++) {
		layouts[i] = artifact_of(p->stops[i], channel)->layout;
		if (!layouts[i]) {
			return;
		}
	}
	if (layouts[0]->page_count != layouts[1]->page_count) {
		example = note(p, ENG_IMPACT_PAGES, eng_channel_names[channel]);
		if (example) {
			example->text =
			    eng_arena_printf(p->impact->arena, "%zu, %zu before",
					     layouts[1]->page_count, layouts[0]->page_count);
		}
		return;
	}
	if (words_changed) {
		return;
	}
	hashes[0] = hash_of(p, layouts[0]);
	hashes[1] = hash_of(p, layouts[1]);
	if (!eng_hash_eq(&hashes[0], &hashes[1])) {
		note(p, ENG_IMPACT_LOOKS, eng_channel_names[channel]);
	}
}

static void compare_channel(pair *p, int channel) {
	const eng_artifact *from = artifact_of(p->stops[0], channel);
	const eng_artifact *to = artifact_of(p->stops[1], channel);
	eng_impact_example *example;
	bool before = p->changed;

	if (!from != !to) {
		example = note(p, ENG_IMPACT_CHANNEL, eng_channel_names[channel]);
		if (example) {
			example->text = to ? "added" : "dropped";
		}
		return;
	}
	if (!from || eng_channels[channel]->mirrors) {
		return;
	}
	p->changed = false;
	compare_wording(p, from, to);
	compare_segments(p, from, to);
	if (eng_channels[channel]->pages) {
		compare_pages(p, channel, p->changed);
	}
	p->changed |= before;
}

void eng_impact_add(eng_impact *impact, eng_ctx *ctx, const eng_setting *old_setting,
		    const eng_stop *old_stop, const eng_setting *new_setting,
		    const eng_stop *new_stop) {
	pair p = { .impact = impact,
		   .ctx = ctx,
		   .settings = { old_setting, new_setting },
		   .stops = { old_stop, new_stop } };

	impact->records++;
	if (old_stop->good != new_stop->good) {
		eng_impact_example *example = note(&p, ENG_IMPACT_STATE, NULL);

		if (example) {
			example->text = new_stop->good ? "is sent now" : "is not sent any more";
		}
	} else if (old_stop->document && new_stop->document) {
		for (int i = 0; eng_channels[i]; i++) {
			compare_channel(&p, i);
		}
	}
	impact->changed += p.changed;
}

/* ---- the command ---- */

static void tell(void *user, const eng_diag *diag) {
	const eng_impact_options *o = user;

	if (o->message) {
		o->message(o->user, &(eng_notice){ (eng_notice_level)diag->level, diag->code,
						   diag->where.file, diag->where.line,
						   diag->where.column, diag->message });
	}
}

static bool compare_all(eng_impact *impact, eng_ctx *ctx, eng_tour *tours[2]) {
	const eng_stop *stops[2];

	for (int i = 0; i < 2; i++) {
		eng_tour_set(tours[i], &(eng_tour_aim){ .survey = true });
	}
	for (;;) {
		for (int i = 0; i < 2; i++) {
			eng_tour_status status = eng_tour_next(tours[i], &stops[i]);

			if (status != ENG_TOUR_STOP) {
				return status == ENG_TOUR_END;
			}
		}
		eng_impact_add(impact, ctx, eng_tour_setting(tours[0]), stops[0],
			       eng_tour_setting(tours[1]), stops[1]);
	}
}

static bool open_tours(eng_ctx *ctx, eng_arena *arena, const eng_impact_options *o,
		       eng_past pasts[2], eng_tour *tours[2]) {
	const char *sides[] = { o->old_release, o->new_release };

	for (int i = 0; i < 2; i++) {
		if (!eng_past_open(ctx, arena, sides[i], &pasts[i])) {
			return false;
		}
		tours[i] = eng_tour_open(ctx, &(eng_tour_options){ .job = o->job,
								   .run_date = o->run_date,
								   .library = pasts[i].library,
								   .records = o->records,
								   .limit = o->limit });
		if (!tours[i]) {
			return false;
		}
	}
	return true;
}

eng_exit eng_impact_tell(const eng_impact_options *o) {
	eng_exit code = ENG_EXIT_USAGE;
	eng_tour *tours[2] = { NULL, NULL };
	eng_past pasts[2] = { { NULL, NULL }, { NULL, NULL } };
	eng_impact impact = { 0 };
	eng_arena arena;
	eng_ctx ctx;

	eng_ctx_init(&ctx, tell, (void *)o);
	eng_arena_init(&arena);
	impact.arena = &arena;
	if (open_tours(&ctx, &arena, o, pasts, tours)) {
		code = ENG_EXIT_SYSTEM;
		if (compare_all(&impact, &ctx, tours)) {
			eng_impact_write(&impact, o);
			code = impact.changed ? ENG_EXIT_QUARANTINED : ENG_EXIT_OK;
		}
	}
	for (int i = 0; i < 2; i++) {
		eng_tour_close(tours[i]);
		eng_past_close(&ctx, &pasts[i]);
	}
	eng_arena_finish(&arena);
	return code;
}
