/* Locked blocks: the version in force, its slots formatted by its own declaration in its own
 * language, its forms for the channels they are for. */
#include "compose/state.h"
#include "expr/locale.h"

static bool format_slot(eng_composing *s, const eng_block_slot *slot, const eng_locale *locale,
			eng_str currency, eng_loc where, eng_value *value) {
	eng_money_style style = eng_str_eqc(slot->format, "no-decimals") ? ENG_MONEY_NO_DECIMALS
				: eng_str_eqc(slot->format, "source")    ? ENG_MONEY_SOURCE
									 : ENG_MONEY_STANDARD;
	eng_str date_style = slot->format.n ? slot->format : ENG_STR("long");
	eng_decimal number = { 0 };
	eng_date date;

	eng_decimal_parse(value->raw, false, &number);
	switch (slot->type) {
	case ENG_SLOT_MONEY:
		return eng_locale_money(s->ctx, s->arena, locale, where, number, currency, style,
					value);
	case ENG_SLOT_DATE:
		eng_date_parse(value->raw, &date);
		return eng_locale_date(s->ctx, s->arena, locale, where, date, date_style, value);
	case ENG_SLOT_PERCENT:
		return eng_locale_percent(s->ctx, s->arena, locale, where, number,
					  slot->format.n > 0, value);
	case ENG_SLOT_NUMBER:
	case ENG_SLOT_INTEGER:
		return eng_locale_number(s->ctx, s->arena, locale, where, number, slot->format,
					 value);
	default:
		return true;
	}
}

static const eng_op_given *find_given(const eng_op_block *use, eng_str name) {
	for (size_t i = 0; i < use->slot_count; i++) {
		if (eng_str_eq(use->slots[i].name, name)) {
			return &use->slots[i];
		}
	}
	return NULL;
}

static bool is_missing(const eng_result *result) {
	if (result->kind == ENG_RESULT_NODES) {
		return result->as.nodes.n == 0 ||
		       (result->as.nodes.n == 1 && eng_field_is_missing(result->as.nodes.items[0]));
	}
	return result->kind == ENG_RESULT_MISSING;
}

/* The raw value of a slot, checked; raw empty when it is missing and may be. */
static bool read_slot(eng_composing *s, const eng_op *op, const eng_block_slot *slot,
		      eng_value *out, eng_loc *data) {
	const eng_op_given *given = find_given(op->as.block, slot->name);
	eng_result result = { 0 };
	bool present = false;
	const char *why;

	*out = (eng_value){ 0 };
	if (given && !eng_expr_select(&s->eval, given->select, &result)) {
		return false;
	}
	if (given && !is_missing(&result) && !eng_result_value(&s->eval, &result, out, &present)) {
		return false;
	}
	if (!present || (out->raw.n == 0 && out->text.n == 0)) {
		*out = (eng_value){ 0 };
		return slot->optional ||
		       eng_fail(s->ctx, "block.missing-slot", given ? given->where : op->where,
				"slot '%.*s' of block '%.*s' has no value", ENG_STR_ARG(slot->name),
				ENG_STR_ARG(op->as.block->block->id));
	}
	if (result.kind == ENG_RESULT_NODES && result.as.nodes.n == 1) {
		*data = eng_field_where(result.as.nodes.items[0], s->record);
	} else if (result.from) {
		*data = eng_field_where(result.from, s->record);
	}
	if (slot->type == ENG_SLOT_TEXT || out->raw.n == 0) {
		out->raw = eng_str_trim(out->text);
	}
	out->raw = eng_str_trim(out->raw);
	if (!eng_block_slot_accepts(slot, out->raw, &why)) {
		eng_fail(s->ctx, "block.slot-value", given->where,
			 "slot '%.*s' is '%s', it should be %s", ENG_STR_ARG(slot->name),
			 eng_quote(s->arena, out->raw), why);
		return data->line == 0 ? false
				       : (eng_note(s->ctx, *data, "the value is here"), false);
	}
	out->text = out->raw;
	out->kind = ENG_VALUE_TEXT;
	return true;
}

static eng_str slot_currency(const eng_block_version *version, const eng_block_slot *slot,
			     const eng_value *values) {
	for (size_t i = 0; slot->currency_from.n && i < version->slot_count; i++) {
		if (eng_str_eq(version->slots[i].name, slot->currency_from)) {
			return values[i].raw;
		}
	}
	return slot->currency;
}

static bool fill_slots(eng_composing *s, const eng_op *op, const eng_block_version *version,
		       const eng_locale *locale, eng_value *values, eng_loc *data) {
	for (size_t i = 0; i < version->slot_count; i++) {
		if (!read_slot(s, op, &version->slots[i], &values[i], &data[i])) {
			return false;
		}
	}
	for (size_t i = 0; i < version->slot_count; i++) {
		const eng_block_slot *slot = &version->slots[i];
		eng_str currency = slot_currency(version, slot, values);

		if (values[i].raw.n &&
		    !format_slot(s, slot, locale, currency, op->where, &values[i])) {
			return false;
		}
	}
	return true;
}

/* Every channel that is to show the block needs a form. */
static bool check_forms(eng_composing *s, const eng_op *op, const eng_block_version *version,
			eng_channel_set set) {
	eng_channel_set bare = set & ~version->served;

	for (int i = 0; bare && s->doc->channel_names[i]; i++) {
		if (bare >> i & 1) {
			eng_fail(s->ctx, "block.no-form", op->where,
				 "version %d of block '%.*s' has no form for channel '%s'",
				 version->version, ENG_STR_ARG(version->id),
				 s->doc->channel_names[i]);
			eng_note(s->ctx, version->where, "the version is here");
			return false;
		}
	}
	return true;
}

static void add_use(eng_composing *s, const eng_block_version *version, eng_node *node) {
	eng_document *doc = s->doc;

	doc->blocks = eng_arena_grow(s->arena, doc->blocks, doc->block_count, &s->block_cap,
				     sizeof(*doc->blocks));
	node->as.block.block_id = version->id;
	node->as.block.language = version->language;
	node->as.block.version = version->version;
	node->as.block.use = doc->block_count;
	doc->blocks[doc->block_count++] = (eng_block_use){ .id = version->id,
							   .language = version->language,
							   .version = version->version,
							   .file_hash = version->hash,
							   .path = version->path,
							   .node = node };
}

static bool run_forms(eng_composing *s, const eng_block_version *version, eng_node *node,
		      eng_channel_set set) {
	for (size_t i = 0; i < version->form_count; i++) {
		const eng_block_form *form = &version->forms[i];

		if ((set & form->channels) &&
		    !eng_compose_ops(s, form->body->first, node, set & form->channels)) {
			return false;
		}
	}
	return true;
}

bool eng_compose_block(eng_composing *s, const eng_op *op, eng_node *parent, eng_channel_set set) {
	const eng_block_version *version =
	    eng_block_choose(s->ctx, op->as.block->block, s->doc->jurisdiction, s->doc->language,
			     s->eval.run_date, op->where);
	const eng_locale *locale, *outer = s->eval.locale;
	eng_node *node;
	eng_value *values;
	eng_loc *data;
	bool good;

	if (!version || !check_forms(s, op, version, set)) {
		return false;
	}
	locale = eng_composer_locale(s->ctx, s->composer, version->language, s->doc->region);
	values = eng_arena_new_array(s->arena, version->slot_count, eng_value);
	data = eng_arena_new_array(s->arena, version->slot_count, eng_loc);
	if (!locale || !fill_slots(s, op, version, locale, values, data)) {
		return false;
	}
	s->version = version;
	s->slots = values;
	s->slot_data = data;
	s->eval.locale = locale;
	node = eng_compose_node(s, op, ENG_NODE_BLOCK, set);
	good = node && run_forms(s, version, node, set);
	s->version = NULL;
	s->slots = NULL;
	s->eval.locale = outer;
	if (!good) {
		return false;
	}
	if (!eng_str_eq(version->language, s->doc->language)) {
		eng_tags tags = *node->tags;

		tags.lang = version->language;
		eng_node_set_tags(s->arena, node, tags);
	}
	node->keep = version->prominence.together ? ENG_KEEP_TOGETHER : node->keep;
	add_use(s, version, node);
	eng_node_append(parent, node);
	return true;
}

bool eng_compose_slot(eng_composing *s, const eng_op *op, eng_node *parent, eng_channel_set set) {
	const eng_value *value = &s->slots[op->as.slot.index];
	eng_provenance from = { .origin = ENG_ORIGIN_SLOT };

	(void)set;
	if (value->text.n == 0) {
		return true;
	}
	from.detail = eng_str_printf(s->arena, "%.*s@%d/%.*s", ENG_STR_ARG(s->version->id),
				     s->version->version, ENG_STR_ARG(op->as.slot.slot->name));
	from.data = s->slot_data[op->as.slot.index];
	return eng_write_value(s, parent, value, op->where, from);
}
