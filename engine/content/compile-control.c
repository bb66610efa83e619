/* Elements that steer: let, if, choose, for-each, include. They stand wherever content stands and
 * pass their own place on to what they hold. */
#include "content/elements.h"

/* name=, a name that an expression can write: letters, digits, '-', '_', '.'. */
static eng_str variable_name(eng_compiler *c, eng_xml_node *e) {
	const eng_xml_attr *attr = eng_compile_required(c, e, "name");

	for (size_t i = 0; attr && i < attr->value.n; i++) {
		char ch = attr->value.s[i];
		bool letter = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || ch == '_' ||
			      (unsigned char)ch >= 0x80;

		if (!letter && !(i > 0 && ((ch >= '0' && ch <= '9') || ch == '-' || ch == '.'))) {
			eng_fail(c->ctx, "template.bad-attribute", attr->at,
				 "'%s' is not a name: it starts with a letter and has letters, "
				 "digits, '-', '_' and '.'",
				 eng_quote(c->arena, attr->value));
			return (eng_str){ 0 };
		}
	}
	return attr ? attr->value : (eng_str){ 0 };
}

eng_op *eng_element_let(eng_compiler *c, eng_xml_node *e, eng_place place) {
	eng_op *op = eng_op_new(c, ENG_OP_LET, e->where);
	eng_str name = variable_name(c, e);

	(void)place;
	eng_compile_empty(c, e);
	op->as.let.select = eng_compile_select(c, e, "select", true);
	if (name.n) {
		const eng_decl *decl = op->as.let.select ? eng_expr_decl(op->as.let.select) : NULL;

		op->as.let.slot =
		    eng_compile_variable(c, name, decl, true, eng_xml_attr_find(e, "name")->at);
	}
	return op;
}

eng_op *eng_element_if(eng_compiler *c, eng_xml_node *e, eng_place place) {
	eng_op *op = eng_op_new(c, ENG_OP_IF, e->where);

	op->as.test.test = eng_compile_select(c, e, "test", true);
	eng_compile_children(c, e, place, op);
	return op;
}

static eng_op *compile_branch(eng_compiler *c, eng_xml_node *e, eng_place place) {
	eng_op *op = eng_op_new(c, ENG_OP_IF, e->where);

	if (eng_str_eqc(e->name, "when")) {
		op->as.test.test = eng_compile_select(c, e, "test", true);
	}
	eng_compile_children(c, e, place, op);
	return op;
}

eng_op *eng_element_choose(eng_compiler *c, eng_xml_node *e, eng_place place) {
	eng_op *op = eng_op_new(c, ENG_OP_CHOOSE, e->where);
	eng_channel_set carried = 0;
	bool closed = false;

	for (eng_xml_node *n = e->first; n; n = n->next) {
		bool otherwise;

		if (n->kind == ENG_XML_TEXT) {
			if (!eng_str_blank(n->text)) {
				eng_fail(c->ctx, "template.misplaced-text", n->where,
					 "text is not allowed in 'choose', put it in 'when'");
			}
			continue;
		}
		otherwise = eng_str_eqc(n->name, "otherwise");
		if (!eng_compile_known(c, n, otherwise ? "otherwise" : "when")) {
			continue;
		}
		if (closed) {
			eng_fail(c->ctx, "template.misplaced-element", n->where,
				 "nothing may follow 'otherwise'");
		}
		closed = closed || otherwise;
		eng_op_append(op, compile_branch(c, n, place));
		carried |= op->last->carried;
	}
	if (!op->first) {
		eng_fail(c->ctx, "template.missing-element", e->where, "'choose' needs a 'when'");
	}
	op->carried = carried;
	return op;
}

eng_op *eng_element_for_each(eng_compiler *c, eng_xml_node *e, eng_place place) {
	eng_op *op = eng_op_new(c, ENG_OP_FOR_EACH, e->where);
	const eng_decl *context = c->scope.context;
	bool rows = c->scope.rows;
	size_t mark = c->known_count;

	eng_compile_rows(c, e, &op->as.rows);
	eng_compile_children(c, e, place, op);
	eng_compile_forget(c, mark);
	c->scope.context = context;
	c->scope.rows = rows;
	return op;
}

/* The selects of with elements, matched to what the fragment's forms declare. */
eng_op *eng_element_include(eng_compiler *c, eng_xml_node *e, eng_place place) {
	eng_op *op = eng_op_new(c, ENG_OP_INCLUDE, e->where);
	eng_str id = eng_compile_id(c, e, "fragment", true);
	const eng_decl *context = c->scope.context;
	eng_channel_set carried = 0;

	op->as.include.select = eng_compile_select(c, e, "select", false);
	if (eng_xml_attr_find(e, "select")) {
		context = op->as.include.select ? eng_expr_decl(op->as.include.select) : NULL;
	}
	if (id.n == 0) {
		return op;
	}
	op->as.include.n = eng_compile_fragment(c, e, id, place, context, &op->as.include.forms);
	for (size_t i = 0; i < op->as.include.n; i++) {
		const eng_op *body = op->as.include.forms[i]->body;

		carried |= body ? body->carried : 0;
	}
	op->carried = place == ENG_PLACE_BLOCK || place == ENG_PLACE_TOP ? carried : c->all;
	return op;
}
