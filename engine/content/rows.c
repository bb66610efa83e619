/* What a table, chart or for-each walks over: select, sort, group-by. */
#include "content/compile.h"

static void compile_sort(eng_compiler *c, eng_xml_node *e, eng_op_sort *sort) {
	static const char *const types[] = { "text", "number", "date", NULL };
	static const char *const orders[] = { "ascending", "descending", NULL };

	eng_compile_empty(c, e);
	sort->where = e->where;
	sort->select = eng_compile_select(c, e, "select", true);
	sort->type = (eng_sort_type)eng_compile_word(c, e, "type", types, 0);
	sort->descending = eng_compile_word(c, e, "order", orders, 0) == 1;
}

static void compile_sorts(eng_compiler *c, eng_xml_node *e, eng_op_rows *rows) {
	size_t cap = 0;

	for (eng_xml_node *n = eng_xml_element(e->first); n; n = eng_xml_element(n->next)) {
		if (eng_str_eqc(n->name, "sort") && eng_compile_known(c, n, "sort")) {
			rows->sorts = eng_arena_grow(c->arena, rows->sorts, rows->sort_count, &cap,
						     sizeof(*rows->sorts));
			compile_sort(c, n, &rows->sorts[rows->sort_count++]);
		}
	}
}

const eng_decl *eng_compile_rows(eng_compiler *c, eng_xml_node *e, eng_op_rows *rows) {
	const eng_decl *decl = NULL;
	eng_xml_node *group = eng_xml_child(e, "group-by");

	rows->select = eng_compile_select(c, e, "select", true);
	if (rows->select) {
		decl = eng_expr_decl(rows->select);
	}
	c->scope.context = decl;
	c->scope.rows = true;
	compile_sorts(c, e, rows);
	if (group && eng_compile_known(c, group, "group-by")) {
		rows->group = eng_compile_select(c, group, "select", true);
		rows->group_slot = eng_compile_variable(
		    c, ENG_STR("group"), rows->group ? eng_expr_decl(rows->group) : NULL, false,
		    group->where);
		rows->rows_slot =
		    eng_compile_variable(c, ENG_STR("rows"), decl, false, group->where);
	}
	return decl;
}
