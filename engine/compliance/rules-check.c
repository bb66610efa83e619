/* The document against its rules, before any channel writes it: what is shown, and in which order. Pages,
 * sizes and weights are left to the reader of the finished artifact. */
#include "compliance/canonical.h"
#include "compliance/rules.h"
#include "compliance/wording.h"

typedef struct check {
	eng_ctx *ctx;
	eng_arena *arena;
	const eng_document *doc;
	const eng_content_rule *rule;
	int channel;
	bool good;
} check;

__attribute__((format(printf, 3, 4))) static void object(check *c, const char *code,
							 const char *fmt, ...) {
	const char *text;
	va_list ap;

	va_start(ap, fmt);
	text = eng_arena_vprintf(c->arena, fmt, ap);
	va_end(ap);
	c->good = eng_fail(c->ctx, code, c->doc->title->where, "%s is broken: %s",
			   eng_rule_name(c->arena, c->rule), text);
	eng_rule_explain(c->ctx, c->rule);
}

static const char *channel_name(const check *c) {
	return c->doc->channel_names[c->channel];
}

static bool stands_in_part(const eng_node *node) {
	while (node && node->type != ENG_NODE_PART) {
		node = node->parent;
	}
	return node != NULL;
}

static bool is_shown(const check *c, const eng_block_use *use) {
	return use->node && eng_node_shown(use->node, c->channel) &&
	       eng_canonical_node(c->arena, use->node, c->channel).n;
}

/* The next use of a block from an index on that the channel shows, in the body alone where asked for;
 * block_count: none. */
static size_t use_of(const check *c, eng_str id, size_t from, bool body) {
	size_t i = from;

	while (i < c->doc->block_count &&
	       !(eng_str_eq(c->doc->blocks[i].id, id) && is_shown(c, &c->doc->blocks[i]) &&
		 !(body && stands_in_part(c->doc->blocks[i].node)))) {
		i++;
	}
	return i;
}

static bool is_used(const check *c, eng_str id) {
	return use_of(c, id, 0, false) < c->doc->block_count;
}

/* ---- what stands in the body ---- */

/* The block around a node; NULL when it is not locked. */
static const eng_node *block_around(const eng_node *node) {
	while (node && node->type != ENG_NODE_BLOCK) {
		node = node->parent;
	}
	return node;
}

/* The first (or last) piece of the body that the channel shows: words, a picture, a line of a payment. */
typedef struct neighbours {
	const eng_node *first, *last, *before; /* before: the block's first */
} neighbours;

static bool says_something(const eng_node *node) {
	switch (node->type) {
	case ENG_NODE_TEXT:
	case ENG_NODE_IMAGE:
	case ENG_NODE_CHART:
	case ENG_NODE_BARCODE:
	case ENG_NODE_PAYMENT:
	case ENG_NODE_ENTRY:
	case ENG_NODE_SIGNATURE:
	case ENG_NODE_CONTENTS:
		return true;
	default:
		return false;
	}
}

static neighbours look_around(const check *c, const eng_node *block) {
	eng_walk walk = eng_walk_start(c->doc->body);
	neighbours out = { 0 };
	bool reached = false;

	while (eng_walk_next(&walk)) {
		if (!walk.entering) {
			continue;
		}
		if (!eng_node_shown(walk.node, c->channel)) {
			eng_walk_skip(&walk);
			continue;
		}
		reached |= walk.node == block;
		if (says_something(walk.node)) {
			out.first = out.first ? out.first : walk.node;
			out.before = reached ? out.before : walk.node;
			out.last = walk.node;
		}
	}
	return out;
}

/* ---- what rules ask ---- */

static void check_required(check *c) {
	for (size_t i = 0; i < c->rule->required.n; i++) {
		eng_str id = c->rule->required.items[i];

		if (!is_used(c, id)) {
			object(c, "rule.missing", "block '%.*s' is not in %s", ENG_STR_ARG(id),
			       channel_name(c));
		}
	}
	for (size_t i = 0; i < c->rule->excluded.n; i++) {
		eng_str id = c->rule->excluded.items[i];

		if (is_used(c, id)) {
			object(c, "rule.excluded", "block '%.*s' must not be in %s",
			       ENG_STR_ARG(id), channel_name(c));
		}
	}
}

/* Every use of b stands behind the first use of a; what is not in the body is not in any order. */
static void check_pair(check *c, eng_str a, eng_str b) {
	size_t n = c->doc->block_count, first = use_of(c, a, 0, true),
	       other = use_of(c, b, 0, true);

	if (first < n && other < first) {
		object(c, "rule.order",
		       "block '%.*s' stands before '%.*s' in %s, it should follow it",
		       ENG_STR_ARG(b), ENG_STR_ARG(a), channel_name(c));
	}
}

static void check_order(check *c) {
	const eng_rule_words *order = &c->rule->order;

	for (size_t k = 1; k < order->n; k++) {
		size_t before = k - 1;

		while (before > 0 && !is_used(c, order->items[before])) {
			before--;
		}
		check_pair(c, order->items[before], order->items[k]);
	}
}

static void check_edge(check *c, eng_str id, eng_standpoint standpoint) {
	size_t use = use_of(c, id, 0, true), next;
	const eng_node *edge;
	neighbours around;

	if (use == c->doc->block_count) {
		return;
	}
	if (standpoint == ENG_STAND_LAST) {
		while ((next = use_of(c, id, use + 1, true)) < c->doc->block_count) {
			use = next;
		}
	}
	around = look_around(c, c->doc->blocks[use].node);
	edge = block_around(standpoint == ENG_STAND_LAST ? around.last : around.first);
	if (edge != c->doc->blocks[use].node) {
		object(c, "rule.place", "block '%.*s' is not the %s of the body in %s",
		       ENG_STR_ARG(id), eng_standpoint_name(standpoint), channel_name(c));
	}
}

static void check_follows(check *c, eng_str id, eng_str other) {
	size_t use = use_of(c, id, 0, true);
	const eng_node *before;

	if (use == c->doc->block_count || use_of(c, other, 0, true) == c->doc->block_count) {
		return;
	}
	before = block_around(look_around(c, c->doc->blocks[use].node).before);
	if (!before || !eng_str_eq(before->as.block.block_id, other)) {
		object(
		    c, "rule.place",
		    "block '%.*s' does not follow '%.*s' directly in %s, something stands between "
		    "them",
		    ENG_STR_ARG(id), ENG_STR_ARG(other), channel_name(c));
	}
}

static void check_standing(check *c, eng_str id) {
	for (size_t i = 0; i < c->rule->standing_count; i++) {
		const eng_rule_where *w = &c->rule->standing[i];

		switch (w->standpoint) {
		case ENG_STAND_AFTER:
			check_pair(c, w->block, id);
			break;
		case ENG_STAND_BEFORE:
			check_pair(c, id, w->block);
			break;
		case ENG_STAND_FOLLOWS:
			check_follows(c, id, w->block);
			break;
		case ENG_STAND_FIRST:
		case ENG_STAND_LAST:
			check_edge(c, id, w->standpoint);
			break;
		default: /* pages */
			break;
		}
	}
}

/* Every wording of the communication in this channel, a piece a line. */
static eng_str all_words(check *c) {
	eng_buf words = { 0 };
	eng_str copy;

	eng_node_text(c->doc->title, c->channel, &words);
	eng_buf_char(&words, '\n');
	if (c->doc->brief) {
		eng_node_text(c->doc->brief, c->channel, &words);
		eng_buf_char(&words, '\n');
	}
	for (size_t i = 0; i < c->doc->part_count; i++) {
		eng_node_text(c->doc->parts[i].content, c->channel, &words);
		eng_buf_char(&words, '\n');
	}
	eng_node_text(c->doc->body, c->channel, &words);
	copy = eng_str_copy(c->arena, eng_buf_view(&words));
	eng_buf_finish(&words);
	return copy;
}

static void check_forbidden(check *c) {
	eng_str words = c->rule->forbidden.n ? all_words(c) : (eng_str){ 0 };

	for (size_t i = 0; i < c->rule->forbidden.n; i++) {
		if (eng_wording_says(c->arena, words, c->rule->forbidden.items[i])) {
			object(c, "rule.forbidden", "the words '%.*s' must not be in %s",
			       ENG_STR_ARG(c->rule->forbidden.items[i]), channel_name(c));
		}
	}
}

bool eng_rules_check(eng_ctx *ctx, eng_arena *arena, const eng_document *doc, int channel) {
	check c = { .ctx = ctx, .arena = arena, .doc = doc, .channel = channel, .good = true };

	for (size_t i = 0; i < doc->rule_count; i++) {
		c.rule = doc->rules[i];
		if (!(c.rule->channels >> channel & 1)) {
			continue;
		}
		check_required(&c);
		check_order(&c);
		for (size_t k = 0; k < c.rule->required.n; k++) {
			check_standing(&c, c.rule->required.items[k]);
		}
		check_forbidden(&c);
	}
	return c.good;
}
