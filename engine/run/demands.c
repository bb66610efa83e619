/* One demand for each thing that is asked, so that each is told by itself. */
#include "run/demands.h"

#include <string.h>

#include "compliance/rules.h"

typedef struct collecting {
	eng_arena *arena;
	const eng_claim *claims;
	size_t claim_count;
	bool pages; /* the channel makes pages */
	const char *by;
	const void *user;
	eng_demand *items;
	size_t n, cap;
} collecting;

static eng_demand *add(collecting *c, eng_demand_kind kind, eng_str block) {
	c->items = eng_arena_grow(c->arena, c->items, c->n, &c->cap, sizeof(*c->items));
	c->items[c->n] = (eng_demand){ .kind = kind, .by = c->by, .block = block, .user = c->user };
	return &c->items[c->n++];
}

static void add_other(collecting *c, eng_demand_kind kind, eng_str block, eng_str other) {
	add(c, kind, block)->other = other;
}

static void add_others(collecting *c, eng_demand_kind kind, eng_str block, eng_str others,
		       bool swapped) {
	eng_str other;

	while (eng_str_word(&others, &other)) {
		add_other(c, kind, swapped ? other : block, swapped ? block : other);
	}
}

/* block empty: everything. */
static void add_looks(collecting *c, const eng_prominence *p, eng_str block) {
	if (p->min_size) {
		add(c, ENG_DEMAND_MIN_SIZE, block)->length = p->min_size;
	}
	if (p->min_x_height) {
		add(c, ENG_DEMAND_MIN_X_HEIGHT, block)->length = p->min_x_height;
	}
	if (p->contrast) {
		add(c, ENG_DEMAND_CONTRAST, block)->number = p->contrast;
	}
	if (p->weight) {
		add(c, p->weight == ENG_WEIGHT_BOLD ? ENG_DEMAND_BOLD : ENG_DEMAND_REGULAR, block);
	}
	if (p->together) {
		add(c, ENG_DEMAND_TOGETHER, block);
	}
	if (p->max_page) {
		add(c, ENG_DEMAND_MAX_PAGE, block)->number = p->max_page;
	}
	if (p->predominant) {
		add(c, ENG_DEMAND_PREDOMINANT, block);
	}
	add_others(c, ENG_DEMAND_AS_LARGE_AS, block, p->as_large_as, false);
	add_others(c, ENG_DEMAND_AFTER, block, p->after, false);
	add_others(c, ENG_DEMAND_AFTER, block, p->before, true);
}

static void add_standing(collecting *c, const eng_rule_where *w, eng_str block) {
	switch (w->standpoint) {
	case ENG_STAND_FIRST_PAGE:
		add(c, ENG_DEMAND_MAX_PAGE, block)->number = 1;
		break;
	case ENG_STAND_SAME_PAGE:
		add_other(c, ENG_DEMAND_SAME_PAGE, block, w->block);
		break;
	case ENG_STAND_AFTER:
		add_other(c, ENG_DEMAND_AFTER, block, w->block);
		break;
	case ENG_STAND_BEFORE:
		add_other(c, ENG_DEMAND_AFTER, w->block, block);
		break;
	case ENG_STAND_FOLLOWS:
		add_other(c, ENG_DEMAND_FOLLOWS, block, w->block);
		break;
	case ENG_STAND_FIRST:
		add(c, ENG_DEMAND_FIRST, block);
		break;
	case ENG_STAND_LAST:
		add(c, ENG_DEMAND_LAST, block);
		break;
	case ENG_STANDPOINTS:
		break;
	}
}

/* The claim of a block that pages repeat, which no region of a PDF holds; NULL: there is another. */
static const eng_claim *repeated(const collecting *c, eng_str id) {
	const eng_claim *found = NULL;

	for (size_t i = 0; c->pages && i < c->claim_count; i++) {
		const eng_claim *claim = &c->claims[i];

		if (eng_str_eq(claim->id, id)) {
			if (!claim->repeats) {
				return NULL;
			}
			found = claim;
		}
	}
	return found;
}

static void add_shown(collecting *c, eng_str id) {
	const eng_claim *claim = repeated(c, id);

	if (claim) {
		add(c, ENG_DEMAND_SAID, id)->words = claim->text;
	} else {
		add(c, ENG_DEMAND_SHOWN, id);
	}
}

static void add_pages(collecting *c, const eng_rule_pages *p) {
	if (p->most) {
		add(c, ENG_DEMAND_MAX_PAGES, (eng_str){ 0 })->number = p->most;
	}
	if (p->width) {
		eng_demand *d = add(c, ENG_DEMAND_PAPER, (eng_str){ 0 });

		d->length = p->width;
		d->height = p->height;
	}
	if (p->portrait) {
		add(c, ENG_DEMAND_PORTRAIT, (eng_str){ 0 });
	}
}

static void add_rule(collecting *c, const eng_content_rule *rule) {
	c->by = eng_rule_name(c->arena, rule);
	c->user = rule;
	for (size_t i = 0; i < rule->required.n; i++) {
		eng_str id = rule->required.items[i];

		add_shown(c, id);
		for (size_t k = 0; k < rule->standing_count; k++) {
			add_standing(c, &rule->standing[k], id);
		}
		add_looks(c, &rule->looks, id);
	}
	if (!rule->required.n) {
		add_looks(c, &rule->looks, (eng_str){ 0 });
	}
	for (size_t i = 0; i < rule->excluded.n; i++) {
		add(c, ENG_DEMAND_ABSENT, rule->excluded.items[i]);
	}
	for (size_t k = 1; k < rule->order.n; k++) {
		for (size_t i = 0; i < k; i++) {
			add_other(c, ENG_DEMAND_AFTER, rule->order.items[k], rule->order.items[i]);
		}
	}
	for (size_t i = 0; i < rule->forbidden.n; i++) {
		add(c, ENG_DEMAND_UNSAID, (eng_str){ 0 })->words = rule->forbidden.items[i];
	}
	add_pages(c, &rule->pages);
}

/* What a block asks for itself. */
static void add_own(collecting *c, const eng_prominence *looks, eng_str block) {
	eng_prominence own = *looks;

	own.min_size = 0; /* of letters on pages; the claim has both */
	own.contrast = 0;
	add_looks(c, &own, block);
}

const eng_demand *eng_demands_of(eng_ctx *ctx, const eng_prover *prover, eng_arena *arena,
				 const eng_document *doc, int channel, const eng_proof *proof,
				 size_t *n) {
	collecting c = { .arena = arena, .claims = proof->claims, .claim_count = proof->count };

	c.pages = strcmp(doc->channel_names[channel], "pdf") == 0;
	for (size_t i = 0; i < doc->block_count; i++) {
		const eng_block_use *use = &doc->blocks[i];
		const eng_block_version *version = use->node && eng_node_shown(use->node, channel)
						       ? eng_prover_version(ctx, prover, use)
						       : NULL;

		if (version) {
			add_own(&c, &version->prominence, use->id);
		}
	}
	for (size_t i = 0; i < doc->rule_count; i++) {
		if (doc->rules[i]->channels >> channel & 1) {
			add_rule(&c, doc->rules[i]);
		}
	}
	*n = c.n;
	return c.items;
}

const eng_demand *eng_demands_of_kept(eng_arena *arena, const eng_claim *claims,
				      const eng_prominence *looks, size_t claim_count,
				      const eng_content_rule *const *rules, size_t rule_count,
				      bool pages, size_t *n) {
	collecting c = {
		.arena = arena, .claims = claims, .claim_count = claim_count, .pages = pages
	};

	for (size_t i = 0; i < claim_count; i++) {
		add_own(&c, &looks[i], claims[i].id);
	}
	for (size_t i = 0; i < rule_count; i++) {
		add_rule(&c, rules[i]);
	}
	*n = c.n;
	return c.items;
}
