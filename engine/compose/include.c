/* Fragments: a frame of their own, filled with their typed parameters. */
#include "compose/state.h"

static bool check_type(eng_composing *s, const eng_op_with *with, const eng_result *result) {
	eng_value value;
	bool present;
	const char *why;
	eng_str text;

	if (result->kind == ENG_RESULT_MISSING ||
	    (result->kind == ENG_RESULT_NODES && result->as.nodes.n == 0)) {
		return with->optional ||
		       eng_fail(s->ctx, "template.missing-parameter", with->where,
				"parameter '%.*s' has no value", ENG_STR_ARG(with->name));
	}
	if (with->type == ENG_TYPE_GROUP) {
		return result->kind == ENG_RESULT_NODES ||
		       eng_fail(s->ctx, "template.parameter-type", with->where,
				"parameter '%.*s' takes nodes", ENG_STR_ARG(with->name));
	}
	if (with->type == ENG_TYPE_TEXT) {
		return true;
	}
	if (!eng_result_value(&s->eval, result, &value, &present)) {
		return false;
	}
	text = value.raw.n ? value.raw : value.text;
	return !present || eng_type_accepts(with->type, text, false, &why) ||
	       eng_fail(s->ctx, "template.parameter-type", with->where,
			"parameter '%.*s' is '%s', it should be %s", ENG_STR_ARG(with->name),
			eng_quote(s->arena, text), why);
}

static bool fill_frame(eng_composing *s, const eng_fragment *form, eng_result *frame) {
	for (size_t i = 0; i < form->with_count; i++) {
		const eng_op_with *with = &form->withs[i];
		eng_result *result = &frame[with->slot];

		if (with->select && !eng_expr_select(&s->eval, with->select, result)) {
			return false;
		}
		if (!check_type(s, with, result)) {
			return false;
		}
	}
	return true;
}

/* The node that the fragment stands on: that of select, which must be exactly one. */
static bool choose_node(eng_composing *s, const eng_op *op, const eng_field **node) {
	const eng_field **items;
	size_t n;

	if (!op->as.include.select) {
		return true;
	}
	if (!eng_expr_nodes(&s->eval, op->as.include.select, &items, &n)) {
		return false;
	}
	if (n != 1) {
		return eng_fail(s->ctx, "template.include-node", op->where,
				"a fragment stands on one node, 'select' finds %zu", n);
	}
	*node = items[0];
	return true;
}

bool eng_compose_include(eng_composing *s, const eng_op *op, eng_node *parent,
			 eng_channel_set set) {
	const eng_fragment *form =
	    eng_fragment_choose(op->as.include.forms, op->as.include.n, s->doc->language);
	const eng_result *variables = s->eval.variables;
	const eng_field *outer_node = s->eval.node, *node = outer_node;
	eng_result *outer_frame = s->frame, *frame;
	size_t turn;
	bool good;

	if (!form) {
		return eng_fail(s->ctx, "library.no-fragment", op->where,
				"the fragment has no form in language '%.*s'",
				ENG_STR_ARG(s->doc->language));
	}
	frame = eng_arena_new_array(s->arena, form->slots, eng_result);
	if (!fill_frame(s, form, frame) || !choose_node(s, op, &node)) {
		return false;
	}
	s->frame = frame;
	s->eval.variables = frame;
	s->eval.node = node;
	turn = eng_turn_include(s, op, form->id);
	good = eng_compose_ops(s, form->body->first, parent, set);
	eng_turn_leave(s, turn);
	s->frame = outer_frame;
	s->eval.variables = variables;
	s->eval.node = outer_node;
	return good;
}
