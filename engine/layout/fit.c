/* Total fit: the ends of all lines of a justified paragraph at once (Knuth and Plass 1981).
 *
 * Whole numbers throughout, so that every machine breaks alike. Words are divided only when no way
 * without hyphens is even enough. A line may be as loose as it must, since nothing may be cut, but
 * never wider than its shrunken spaces allow. */
#include "layout/breaker.h"

enum {
	MOST_ENDS = 20000, /* of one paragraph; what is longer is filled line by line */
	CLASSES = 4,       /* of lines: very loose, loose, even, tight */
	EVEN = 2,
	WORST = 100000,  /* badness of a line that is stretched beyond all measure */
	TOLERABLE = 200, /* without hyphens */
	LINE = 10,
	HYPHEN = 2500,
	HYPHENS_IN_A_ROW = 10000,
	HYPHEN_BEFORE_LAST = 5000,
	UNEVEN = 10000,
	SHORT_LAST = 5000,
	TALL_LADDER = 400000000, /* as bad as a line that is stretched six times over */
};

/* A place where a line may end. Sums count from the start of the paragraph. */
typedef struct ending {
	eng_cut cut;
	eng_length end, next; /* width up to here, and up to where the next line begins */
	eng_length hyphen;    /* width of the one shown; 0: none */
	eng_length stretch_end, stretch_next, shrink_end, shrink_next;
	bool last;
} ending;

/* A way to end a line here: the best of those with a line of this class. */
typedef struct way {
	uint32_t at;     /* ending; UINT32_MAX: the start of the paragraph */
	uint32_t before; /* way to the line before */
	int64_t cost;
	uint8_t class, ladder;
} way;

typedef struct fit {
	eng_breaker *b;
	GArray *endings, *ways, *active; /* active: indexes of ways */
	eng_length end, next, stretch_end, stretch, shrink_end, shrink; /* while gathering */
} fit;

static void add_ending(fit *f, ending e) {
	g_array_append_val(f->endings, e);
}

/* Space that can be added behind a chunk or taken away there. */
static void add_gap(fit *f, size_t i) {
	const eng_text *text = f->b->text;
	const eng_chunk *c = &text->chunks[i];

	if (!eng_chunk_stretches(text, i)) {
		return;
	}
	if (c->space) {
		f->stretch += c->width / 2;
		f->shrink += c->width / 5;
	} else {
		f->stretch += text->spans[c->span].size / 8;
	}
}

static void add_places(fit *f, size_t i) {
	eng_breaker *b = f->b;
	const eng_chunk *c = &b->text->chunks[i];
	uint8_t places[ENG_HYPHEN_BYTES] = { 0 };
	eng_length hyphen;

	if (eng_chunk_places(b, i, places) == 0) {
		return;
	}
	hyphen = eng_chunk_hyphen(b, c);
	for (uint32_t k = 1; k < c->end - c->start; k++) {
		if (places[k]) {
			eng_length until = f->next + eng_chunk_until(b->text, c, c->start + k);

			add_ending(f, (ending){ { (uint32_t)i, c->start + k },
						until,
						until,
						hyphen,
						f->stretch,
						f->stretch,
						f->shrink,
						f->shrink,
						false });
		}
	}
}

/* Every place of the paragraph. False when there are too many. */
static bool gather(fit *f, uint32_t first, bool divide) {
	const eng_text *text = f->b->text;

	f->end = f->next = f->stretch_end = f->stretch = f->shrink_end = f->shrink = 0;
	g_array_set_size(f->endings, 0);
	for (size_t i = first; i < text->chunk_count; i++) {
		const eng_chunk *c = &text->chunks[i];
		bool last = c->after == ENG_BREAK_MUST || i + 1 == text->chunk_count;

		if (divide) {
			add_places(f, i);
		}
		f->next += c->width;
		if (!c->space) {
			f->end = f->next;
			f->stretch_end = f->stretch;
			f->shrink_end = f->shrink;
		}
		add_gap(f, i);
		if (c->after || last) {
			add_ending(f, (ending){ { (uint32_t)i, 0 },
						f->end,
						f->next,
						!last && c->hyphen ? eng_chunk_hyphen(f->b, c) : 0,
						f->stretch_end,
						f->stretch,
						f->shrink_end,
						f->shrink,
						last });
		}
		if (last) {
			break;
		}
	}
	return f->endings->len <= MOST_ENDS;
}

/* How far a line is from its natural spaces: 100 when they are stretched by all they like. */
static int64_t badness(eng_length off, eng_length give) {
	int64_t ratio;

	if (off == 0) {
		return 0;
	}
	if (give <= 0) {
		return WORST;
	}
	ratio = off * 1000 / give;
	return ratio > 9900 ? WORST : ratio * ratio * ratio / 10000000;
}

static int class_of(eng_length slack, int64_t bad) {
	if (slack < 0) {
		return bad > 12 ? 3 : EVEN;
	}
	return bad > 99 ? 0 : bad > 12 ? 1 : EVEN;
}

/* What a line costs beside being uneven. */
static int64_t extra_cost(const way *from, const ending *to, const ending *before, int class) {
	int64_t cost = to->hyphen ? HYPHEN : 0;
	bool hyphen_before = before && before->hyphen;

	if (to->hyphen && hyphen_before) {
		cost += HYPHENS_IN_A_ROW;
	}
	if (to->hyphen && from->ladder >= ENG_LADDER) {
		cost += TALL_LADDER;
	}
	if (to->last && hyphen_before) {
		cost += HYPHEN_BEFORE_LAST;
	}
	if (class > from->class + 1 || class + 1 < from->class) {
		cost += UNEVEN;
	}
	return cost;
}

typedef enum verdict { TOO_WIDE, BAD, GOOD } verdict;

/* Judges the line between a way and an ending. */
static verdict judge(const fit *f, const way *from, const ending *to, int64_t tolerance, way *out) {
	static const ending none;
	const ending *before =
	    from->at == UINT32_MAX ? NULL : &g_array_index(f->endings, ending, from->at);
	const ending *start = before ? before : &none;
	eng_length width = to->end - start->next, slack = f->b->width - width - to->hyphen;
	eng_length shrink = to->shrink_end - start->shrink_next;
	int64_t bad;

	if (width - shrink > f->b->width) {
		return TOO_WIDE;
	}
	if (slack + shrink < 0) {
		return BAD;
	}
	if (slack < 0) {
		bad = badness(-slack, shrink);
	} else {
		bad = to->last ? 0 : badness(slack, to->stretch_end - start->stretch_next);
	}
	if (bad > tolerance) {
		return BAD;
	}
	out->class = (uint8_t)(to->last && slack >= 0 ? EVEN : class_of(slack, bad));
	out->ladder = (uint8_t)(to->hyphen ? from->ladder + 1 : 0);
	out->cost =
	    from->cost + (LINE + bad) * (LINE + bad) + extra_cost(from, to, before, out->class);
	if (to->last && before && width < f->b->width / 12) {
		out->cost += SHORT_LAST;
	}
	return GOOD;
}

/* The best ways to end a line at this ending join the active ones. */
static void try_ending(fit *f, uint32_t at, int64_t tolerance) {
	const ending *to = &g_array_index(f->endings, ending, at);
	way best[CLASSES];
	bool found[CLASSES] = { false };
	guint kept = 0;

	for (guint i = 0; i < f->active->len; i++) {
		uint32_t index = g_array_index(f->active, uint32_t, i);
		way next = { .at = at, .before = index };
		verdict v = judge(f, &g_array_index(f->ways, way, index), to, tolerance, &next);

		if (v == GOOD && (!found[next.class] || next.cost < best[next.class].cost)) {
			best[next.class] = next;
			found[next.class] = true;
		}
		if (v != TOO_WIDE) {
			g_array_index(f->active, uint32_t, kept++) = index;
		}
	}
	g_array_set_size(f->active, to->last ? 0 : kept);
	for (int k = 0; k < CLASSES; k++) {
		if (found[k]) {
			uint32_t index = f->ways->len;

			g_array_append_val(f->ways, best[k]);
			g_array_append_val(f->active, index);
		}
	}
}

/* The cheapest of the ways that reach the end, as cuts in order. */
static void take_best(const fit *f, GArray *cuts) {
	const way *w = NULL;
	guint first = cuts->len;

	for (guint i = 0; i < f->active->len; i++) {
		const way *one =
		    &g_array_index(f->ways, way, g_array_index(f->active, uint32_t, i));

		w = !w || one->cost < w->cost ? one : w;
	}
	for (; w->at != UINT32_MAX; w = &g_array_index(f->ways, way, w->before)) {
		eng_cut cut = g_array_index(f->endings, ending, w->at).cut;

		g_array_insert_val(cuts, first, cut);
	}
}

static bool find_ways(fit *f, int64_t tolerance) {
	const way start = { .at = UINT32_MAX, .class = EVEN };
	uint32_t index = 0;

	g_array_set_size(f->ways, 0);
	g_array_set_size(f->active, 0);
	g_array_append_val(f->ways, start);
	g_array_append_val(f->active, index);
	for (uint32_t i = 0; i < f->endings->len && f->active->len > 0; i++) {
		try_ending(f, i, tolerance);
	}
	return f->active->len > 0;
}

bool eng_fit_paragraph(eng_breaker *b, uint32_t first, GArray *cuts) {
	fit f = { .b = b };
	bool ok;

	f.endings = g_array_new(FALSE, FALSE, sizeof(ending));
	f.ways = g_array_new(FALSE, FALSE, sizeof(way));
	f.active = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	ok = gather(&f, first, false) && find_ways(&f, TOLERABLE);
	if (!ok) {
		ok = gather(&f, first, b->divides) && find_ways(&f, WORST);
	}
	if (ok) {
		take_best(&f, cuts);
	}
	g_array_free(f.endings, TRUE);
	g_array_free(f.ways, TRUE);
	g_array_free(f.active, TRUE);
	return ok;
}
