/* Noting turns. Costs a test of a pointer when nobody asks. */
#include "compose/state.h"

const char *eng_turn_kind_name(eng_turn_kind kind) {
	static const char *const names[] = { "if", "when", "otherwise", "list", "include" };

	return names[kind];
}

static eng_turn *enter(eng_composing *s, eng_turn_kind kind, eng_loc where, eng_str source) {
	eng_trace *trace = s->composer->options.trace;
	eng_turn *turn;

	trace->turns =
	    eng_arena_grow(s->arena, trace->turns, trace->n, &trace->cap, sizeof(*trace->turns));
	turn = &trace->turns[trace->n++];
	*turn = (eng_turn){
		.kind = kind, .where = where, .source = source, .first = s->doc->text_count + 1
	};
	return turn;
}

size_t eng_turn_test(eng_composing *s, const eng_op *op, bool choice, bool taken) {
	const eng_expr *test = op->as.test.test;
	eng_turn *turn;

	if (!s->composer->options.trace) {
		return 0;
	}
	turn = enter(s,
		     !choice ? ENG_TURN_IF
		     : test  ? ENG_TURN_WHEN
			     : ENG_TURN_OTHERWISE,
		     op->where, test ? eng_expr_source(test) : (eng_str){ 0 });
	turn->taken = taken;
	if (test) {
		turn->readings = eng_expr_readings(&s->eval, test, &turn->reading_count);
	}
	return s->composer->options.trace->n;
}

size_t eng_turn_list(eng_composing *s, const eng_expr *select, size_t rows) {
	if (!s->composer->options.trace) {
		return 0;
	}
	enter(s, ENG_TURN_LIST, s->eval.where, eng_expr_source(select))->rows = rows;
	return s->composer->options.trace->n;
}

size_t eng_turn_include(eng_composing *s, const eng_op *op, eng_str id) {
	if (!s->composer->options.trace) {
		return 0;
	}
	enter(s, ENG_TURN_INCLUDE, op->where, id);
	return s->composer->options.trace->n;
}

void eng_turn_leave(eng_composing *s, size_t turn) {
	if (turn) {
		s->composer->options.trace->turns[turn - 1].last = s->doc->text_count;
	}
}
