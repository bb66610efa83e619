/* Walks a compiled template as composing would, with no record: both ways of each condition are gone and
 * the longer is kept. */
#include "run/longest-walk.h"

#include "channels/sms/gsm7.h"

static eng_longest words_of(eng_reckoner *r, const eng_op *op);

/* Runs of white space to one space, edges trimmed. */
static eng_str squeezed(eng_arena *arena, eng_str text) {
	char *out = eng_arena_alloc(arena, text.n + 1);
	size_t n = 0;
	eng_str word;

	while (eng_str_word(&text, &word)) {
		if (n) {
			out[n++] = ' ';
		}
		memcpy(out + n, word.s, word.n);
		n += word.n;
	}
	out[n] = 0;
	return (eng_str){ out, n };
}

/* ---- inline content ---- */

static eng_longest holes_of(eng_reckoner *r, const eng_holes *holes) {
	eng_longest out = { .items = 1 };

	for (size_t i = 0; i < holes->n; i++) {
		const eng_piece *hole = &holes->pieces[i];

		out = eng_longest_join(&r->scope, out,
				       hole->expr ? eng_longest_value(&r->scope, hole->expr)
						  : eng_longest_words(hole->text));
	}
	return out;
}

static eng_longest phrase_of(eng_reckoner *r, const eng_op *op) {
	const eng_services *services = r->scope.services;
	const eng_message *message = services->phrase(services->user, op->as.phrase.key,
						      eng_locale_language(r->scope.locale));
	size_t n = op->as.phrase.n;
	eng_str *names = eng_arena_new_array(r->scope.arena, n, eng_str);
	eng_longest *values = eng_arena_new_array(r->scope.arena, n, eng_longest);

	for (size_t i = 0; i < n; i++) {
		names[i] = op->as.phrase.args[i].name;
		values[i] = words_of(r, op->as.phrase.args[i].content);
		values[i].text = squeezed(r->scope.arena, values[i].text);
	}
	return message ? eng_longest_phrase(&r->scope, message, names, values, n)
		       : (eng_longest){ .items = 1 };
}

static eng_longest slot_of(eng_reckoner *r, const eng_op *op) {
	const eng_block_slot *slot = op->as.slot.slot;
	eng_longest value = { .items = 1 };

	for (size_t i = 0; r->use && i < r->use->slot_count; i++) {
		if (eng_str_eq(r->use->slots[i].name, slot->name)) {
			value = eng_longest_value(&r->scope, r->use->slots[i].select);
		}
	}
	switch (slot->type) {
	case ENG_SLOT_MONEY:
		return eng_longest_money(
		    &r->scope, value, slot->currency,
		    eng_str_eqc(slot->format, "no-decimals") ? ENG_MONEY_NO_DECIMALS
		    : eng_str_eqc(slot->format, "source")    ? ENG_MONEY_SOURCE
							     : ENG_MONEY_STANDARD);
	case ENG_SLOT_DATE:
		return eng_longest_date(&r->scope, value,
					slot->format.n ? slot->format : ENG_STR("long"));
	case ENG_SLOT_PERCENT:
		return eng_longest_percent(&r->scope, value);
	case ENG_SLOT_NUMBER:
	case ENG_SLOT_INTEGER:
		return eng_longest_number(&r->scope, value, slot->format);
	case ENG_SLOT_TEXT:
	case ENG_SLOT_CURRENCY:
		break;
	}
	return value;
}

/* Words of a link and its address, unless the words say it. */
static eng_longest link_of(eng_reckoner *r, const eng_op *op) {
	eng_longest words = words_of(r, op->first), url = holes_of(r, &op->as.link.href.holes);

	if (url.text.n == 0 || eng_str_index(words.text, url.text) < words.text.n) {
		return words;
	}
	words = eng_longest_join(&r->scope, words, eng_longest_words(ENG_STR(" ")));
	return eng_longest_join(&r->scope, words, url);
}

static eng_longest node_of(eng_reckoner *r, const eng_op *op) {
	if (op->type == ENG_NODE_FOOTNOTE) {
		return (eng_longest){ .items = 1 };
	}
	if (op->type == ENG_NODE_LINK) {
		return link_of(r, op);
	}
	if (op->type == ENG_NODE_BR) {
		return eng_longest_words(ENG_STR(" "));
	}
	if (op->type < ENG_NODE_TEXT) { /* blocks are set apart */
		return eng_longest_join(&r->scope, eng_longest_words(ENG_STR(" ")),
					words_of(r, op->first));
	}
	return words_of(r, op->first);
}

static eng_longest each_of(eng_reckoner *r, const eng_op *op) {
	eng_longest rows = eng_longest_value(&r->scope, op->as.rows.select);
	eng_longest one = words_of(r, op->first), out = { .items = 1 };

	if (rows.items == 0 && rows.field && !r->scope.open_field) {
		r->scope.open_field = rows.field;
	}
	for (size_t i = 0; i < rows.items; i++) {
		out = eng_longest_join(&r->scope, out, one);
	}
	return out;
}

/* A new frame of variables for a fragment; the old one is given back. */
static eng_longest *enter(eng_reckoner *r, const eng_fragment *form) {
	eng_longest *outer = r->frame;
	eng_longest *frame = eng_arena_new_array(r->scope.arena, form->slots, eng_longest);

	for (size_t i = 0; i < form->with_count; i++) {
		const eng_op_with *with = &form->withs[i];

		frame[with->slot] = (eng_longest){ .items = 1 };
		if (with->select) {
			frame[with->slot] = eng_longest_value(&r->scope, with->select);
		}
	}
	r->frame = frame;
	r->scope.variables = frame;
	return outer;
}

static void leave(eng_reckoner *r, eng_longest *outer) {
	r->frame = outer;
	r->scope.variables = outer;
}

static const eng_fragment *form_of(const eng_reckoner *r, const eng_op *op) {
	return eng_fragment_choose(op->as.include.forms, op->as.include.n, r->language);
}

static eng_longest fragment_of(eng_reckoner *r, const eng_op *op) {
	const eng_fragment *form = form_of(r, op);
	eng_longest out = { .items = 1 }, *outer;

	if (form) {
		outer = enter(r, form);
		out = words_of(r, form->body);
		leave(r, outer);
	}
	return out;
}

static eng_longest choice_of(eng_reckoner *r, const eng_op *op) {
	eng_longest out = { .items = 1 };

	for (const eng_op *when = op->first; when; when = when->next) {
		out = eng_longest_either(&r->scope, out, words_of(r, when->first));
	}
	return out;
}

static eng_longest one_of(eng_reckoner *r, const eng_op *op) {
	switch (op->kind) {
	case ENG_OP_WORDS:
		return eng_longest_words(op->as.words);
	case ENG_OP_VALUE:
		return eng_longest_value(&r->scope, op->as.value.expr);
	case ENG_OP_PHRASE:
		return phrase_of(r, op);
	case ENG_OP_SLOT:
		return slot_of(r, op);
	case ENG_OP_LET:
		r->frame[op->as.let.slot] = eng_longest_value(&r->scope, op->as.let.select);
		break;
	case ENG_OP_SEQUENCE:
	case ENG_OP_IF:
		return words_of(r, op->first);
	case ENG_OP_CHOOSE:
		return choice_of(r, op);
	case ENG_OP_FOR_EACH:
		return each_of(r, op);
	case ENG_OP_INCLUDE:
		return fragment_of(r, op);
	case ENG_OP_NODE:
		return node_of(r, op);
	case ENG_OP_PART:
	case ENG_OP_ATTACHMENT:
	case ENG_OP_KINDS:
		break;
	}
	return (eng_longest){ .items = 1 };
}

static eng_longest words_of(eng_reckoner *r, const eng_op *op) {
	eng_longest out = { .items = 1 };

	if (r->depth >= r->scope.ctx->limits.depth) {
		return out;
	}
	r->depth++;
	for (; op; op = op->next) {
		if (op->channels & r->bit) {
			out = eng_longest_join(&r->scope, out, one_of(r, op));
		}
	}
	r->depth--;
	return out;
}

/* ---- the first action and the blocks ---- */

/* Visits what stands in order; false when the visitor has enough. certain: no condition is around. */
typedef bool visit_fn(eng_reckoner *r, eng_longest_pieces *to, const eng_op *op, bool certain);

static bool visit(eng_reckoner *r, eng_longest_pieces *to, const eng_op *op, visit_fn *take,
		  bool certain);

static size_t cost_from(const eng_longest_pieces *p, size_t from) {
	size_t sum = 0;

	for (size_t i = from; i < p->n; i++) {
		sum += eng_reckoner_cost(p->items[i].words.text) + p->items[i].fixed.n + 1;
	}
	return sum;
}

/* Of the ways of a choice, the one whose pieces are longest. */
static void visit_choice(eng_reckoner *r, eng_longest_pieces *to, const eng_op *op,
			 visit_fn *take) {
	eng_longest_pieces *best = eng_arena_new(r->scope.arena, eng_longest_pieces);
	eng_longest_pieces *way = eng_arena_new(r->scope.arena, eng_longest_pieces);

	*best = *to;
	for (const eng_op *when = op->first; when; when = when->next) {
		*way = *to;
		visit(r, way, when->first, take, false);
		if (cost_from(way, to->n) > cost_from(best, to->n)) {
			*best = *way;
		}
	}
	*to = *best;
}

static bool visit_one(eng_reckoner *r, eng_longest_pieces *to, const eng_op *op, visit_fn *take,
		      bool certain) {
	const eng_fragment *form;
	eng_longest *outer;
	bool more;

	switch (op->kind) {
	case ENG_OP_LET:
		r->frame[op->as.let.slot] = eng_longest_value(&r->scope, op->as.let.select);
		return true;
	case ENG_OP_CHOOSE:
		visit_choice(r, to, op, take);
		return true;
	case ENG_OP_INCLUDE:
		form = form_of(r, op);
		if (!form) {
			return true;
		}
		outer = enter(r, form);
		more = visit(r, to, form->body, take, certain);
		leave(r, outer);
		return more;
	case ENG_OP_IF:
	case ENG_OP_FOR_EACH:
		return visit(r, to, op->first, take, false);
	case ENG_OP_SEQUENCE:
	case ENG_OP_PART:
		return visit(r, to, op->first, take, certain);
	case ENG_OP_NODE:
		if (op->type == ENG_NODE_ACTION || op->type == ENG_NODE_BLOCK) {
			return take(r, to, op, certain);
		}
		return visit(r, to, op->first, take, certain);
	case ENG_OP_WORDS:
	case ENG_OP_VALUE:
	case ENG_OP_PHRASE:
	case ENG_OP_SLOT:
	case ENG_OP_ATTACHMENT:
	case ENG_OP_KINDS:
		break;
	}
	return true;
}

static bool visit(eng_reckoner *r, eng_longest_pieces *to, const eng_op *op, visit_fn *take,
		  bool certain) {
	bool more = true;

	if (r->depth >= r->scope.ctx->limits.depth) {
		return true;
	}
	r->depth++;
	for (; op && more; op = op->next) {
		if (op->channels & r->bit) {
			more = visit_one(r, to, op, take, certain);
		}
	}
	r->depth--;
	return more;
}

static void add(eng_reckoner *r, eng_longest_pieces *to, eng_sms_source source, eng_longest words,
		const eng_block *block) {
	words.text = squeezed(r->scope.arena, words.text);
	if (to->n < ENG_LONGEST_PIECES && words.text.n) {
		to->items[to->n++] =
		    (eng_longest_piece){ .source = source, .words = words, .block = block };
	}
}

/* The first action: the longest of those that may be, up to the first that always is. */
static bool take_action(eng_reckoner *r, eng_longest_pieces *to, const eng_op *op, bool certain) {
	eng_longest_pieces one = { .n = 0 };
	eng_longest url;

	if (op->type != ENG_NODE_ACTION) {
		return true;
	}
	add(r, &one, ENG_SMS_ACTION, words_of(r, op->first), NULL);
	url = holes_of(r, &op->as.link.href.holes);
	if (one.n &&
	    eng_str_index(one.items[0].words.text, url.text) == one.items[0].words.text.n) {
		one.items[0].fixed = eng_str_printf(r->scope.arena, " %.*s", ENG_STR_ARG(url.text));
		if (url.share > one.items[0].words.share) {
			one.items[0].words.field = url.field;
			one.items[0].words.share = url.share;
		}
	}
	if (cost_from(&one, 0) > cost_from(to, 0)) {
		*to = one;
	}
	return !certain;
}

static eng_longest version_of(eng_reckoner *r, const eng_block_version *version) {
	eng_longest out = { .items = 1 };

	for (size_t i = 0; i < version->form_count; i++) {
		if (version->forms[i].channels & r->bit) {
			out =
			    eng_longest_either(&r->scope, out, words_of(r, version->forms[i].body));
		}
	}
	return out;
}

static bool take_block(eng_reckoner *r, eng_longest_pieces *to, const eng_op *op, bool certain) {
	const eng_block *block = op->type == ENG_NODE_BLOCK ? op->as.block->block : NULL;
	eng_longest words = { .items = 1 };
	const eng_op_block *outer = r->use;

	(void)certain;
	for (size_t i = 0; i < to->n; i++) {
		if (block == to->items[i].block) {
			return true; /* said once */
		}
	}
	r->use = block ? op->as.block : outer;
	for (size_t i = 0; block && i < block->n; i++) {
		const eng_block_version *version = block->versions[i];

		if (eng_block_speaks(version, r->language) &&
		    !eng_block_is_superseded(block, version, r->date)) {
			words = eng_longest_either(&r->scope, words, version_of(r, version));
		}
	}
	r->use = outer;
	add(r, to, ENG_SMS_BLOCK, words, block);
	return true;
}

void eng_reckoner_pieces(eng_reckoner *r, eng_str prefix, eng_longest_pieces *out) {
	eng_longest_pieces *action = eng_arena_new(r->scope.arena, eng_longest_pieces);
	eng_longest_pieces *blocks = eng_arena_new(r->scope.arena, eng_longest_pieces);
	const eng_op *head = r->tmpl->head->first;
	const eng_op *body = r->tmpl->body ? r->tmpl->body->first : NULL;

	out->n = 0;
	add(r, out, ENG_SMS_PREFIX, eng_longest_words(prefix), NULL);
	visit(r, blocks, head, take_block, true); /* also the variables of the head */
	if (r->tmpl->brief) {
		add(r, out, ENG_SMS_BRIEF, words_of(r, r->tmpl->brief), NULL);
	}
	visit(r, action, body, take_action, true);
	if (action->n == 0) {
		visit(r, action, head, take_action, true);
	}
	visit(r, blocks, body, take_block, true);
	for (size_t i = 0; i < action->n && out->n < ENG_LONGEST_PIECES; i++) {
		out->items[out->n++] = action->items[i];
	}
	for (size_t i = 0; i < blocks->n && out->n < ENG_LONGEST_PIECES; i++) {
		out->items[out->n++] = blocks->items[i];
	}
}

size_t eng_reckoner_cost(eng_str text) {
	eng_gsm7_size size = eng_gsm7_measure(text);

	return size.ucs2 ? size.units * 160 / 70 : size.units;
}
