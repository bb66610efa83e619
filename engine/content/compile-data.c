/* Facts, charts, images, barcodes and signatures: elements with data of their own. */
#include "content/elements.h"

eng_op *eng_element_facts(eng_compiler *c, eng_xml_node *e, eng_place place) {
	eng_op *op = eng_op_node(c, ENG_NODE_FACTS, e->where);

	(void)place;
	eng_compile_children(c, e, ENG_PLACE_FACTS, op);
	eng_compile_leaf(c, op);
	return op;
}

eng_op *eng_element_fact(eng_compiler *c, eng_xml_node *e, eng_place place) {
	static const char *const lines[] = { "flow", "keep", NULL };
	eng_op *op = eng_op_node(c, ENG_NODE_FACT, e->where);

	(void)place;
	op->as.fact.label = eng_compile_label(c, e, "label", true);
	op->keep_lines = eng_compile_word(c, e, "lines", lines, 0) == 1;
	eng_compile_children(c, e, ENG_PLACE_INLINE, op);
	op->carried = c->all;
	return op;
}

static void compile_series(eng_compiler *c, eng_xml_node *e, eng_op_chart *chart, size_t *cap) {
	eng_op_series *series;

	eng_compile_empty(c, e);
	chart->series = eng_arena_grow(c->arena, chart->series, chart->series_count, cap,
				       sizeof(*chart->series));
	series = &chart->series[chart->series_count++];
	series->where = e->where;
	eng_compile_attr(c, e, "value", true, &series->value);
}

/* A series has its name in the scope around the chart, its value in the scope of a row. */
static void compile_series_names(eng_compiler *c, eng_xml_node *e, eng_op_chart *chart) {
	size_t i = 0;

	for (eng_xml_node *n = eng_xml_element(e->first); n; n = eng_xml_element(n->next)) {
		if (eng_str_eqc(n->name, "series") && i < chart->series_count) {
			eng_compile_attr(c, n, "name", true, &chart->series[i++].name);
		}
	}
}

eng_op *eng_element_chart(eng_compiler *c, eng_xml_node *e, eng_place place) {
	static const char *const types[] = { "bar", "stacked", "line",   "area",
					     "pie", "donut",   "bullet", NULL };
	eng_op *op = eng_op_node(c, ENG_NODE_CHART, e->where);
	eng_op_chart *chart = eng_arena_new(c->arena, eng_op_chart);
	const eng_decl *context = c->scope.context;
	bool rows = c->scope.rows;
	size_t mark = c->known_count, cap = 0;

	(void)place;
	op->as.chart = chart;
	op->keep = ENG_KEEP_TOGETHER;
	eng_compile_required(c, e, "type");
	chart->type = (eng_chart_type)eng_compile_word(c, e, "type", types, 0);
	eng_compile_attr(c, e, "alt", true, &chart->alt);
	chart->caption = eng_compile_label(c, e, "caption", false);
	eng_compile_rows(c, e, &chart->rows);
	eng_compile_attr(c, e, "label", true, &chart->label);
	for (eng_xml_node *n = e->first; n; n = n->next) {
		if (n->kind == ENG_XML_ELEMENT && eng_str_eqc(n->name, "sort")) {
			continue;
		}
		if (n->kind == ENG_XML_ELEMENT && eng_compile_known(c, n, "series")) {
			compile_series(c, n, chart, &cap);
		}
	}
	eng_compile_forget(c, mark);
	c->scope.context = context;
	c->scope.rows = rows;
	compile_series_names(c, e, chart);
	if (chart->series_count == 0) {
		eng_fail(c->ctx, "template.missing-element", e->where, "'chart' needs a 'series'");
	} else if (chart->series_count > 1 &&
		   (chart->type == ENG_CHART_PIE || chart->type == ENG_CHART_DONUT)) {
		eng_fail(c->ctx, "template.misplaced-element", e->where,
			 "a %s chart shows one series, this one has %zu", types[chart->type],
			 chart->series_count);
	}
	eng_compile_leaf(c, op);
	return op;
}

/* "40%" of the measure, in thousandths. */
static int image_width(eng_compiler *c, eng_xml_node *e) {
	const eng_xml_attr *attr = eng_xml_attr_find(e, "width");
	eng_decimal d, thousandths;
	int64_t value;

	if (!attr) {
		return 0;
	}
	if (!eng_str_ends(attr->value, "%") ||
	    !eng_decimal_parse(eng_str_sub(attr->value, 0, attr->value.n - 1), false, &d) ||
	    !eng_decimal_mul(d, eng_decimal_from_int(10), &thousandths) ||
	    !eng_decimal_to_int64(thousandths, &value) || value < 1 || value > 1000) {
		eng_fail(c->ctx, "template.bad-attribute", attr->at,
			 "width '%s' should be a share of the measure: 1%% to 100%%",
			 eng_quote(c->arena, attr->value));
		return 0;
	}
	return (int)value;
}

eng_op *eng_element_image(eng_compiler *c, eng_xml_node *e, eng_place place) {
	eng_op *op = eng_op_node(c, ENG_NODE_IMAGE, e->where);

	(void)place;
	eng_compile_empty(c, e);
	op->as.image.src = eng_compile_file(c, e, "src", "images", true);
	eng_compile_attr(c, e, "alt", false, &op->as.image.alt);
	op->as.image.decorative = eng_compile_yes(c, e, "decorative");
	op->as.image.width = image_width(c, e);
	if (op->as.image.alt.present == op->as.image.decorative) {
		eng_fail(c->ctx, "template.missing-attribute", e->where,
			 op->as.image.decorative
			     ? "a decorative image has no 'alt'"
			     : "an image needs 'alt', or decorative=\"yes\" when it says nothing");
	}
	eng_compile_leaf(c, op);
	return op;
}

eng_op *eng_element_barcode(eng_compiler *c, eng_xml_node *e, eng_place place) {
	static const char *const types[] = { "qr",     "datamatrix", "code128", "ean13",
					     "pdf417", "aztec",      "itf",     NULL };
	eng_op *op = eng_op_node(c, ENG_NODE_BARCODE, e->where);

	(void)place;
	eng_compile_empty(c, e);
	eng_compile_required(c, e, "type");
	op->as.barcode.symbology = eng_str_from(types[eng_compile_word(c, e, "type", types, 0)]);
	eng_compile_attr(c, e, "value", true, &op->as.barcode.value);
	eng_compile_attr(c, e, "label", true, &op->as.barcode.label);
	eng_compile_leaf(c, op);
	return op;
}

eng_op *eng_element_signature(eng_compiler *c, eng_xml_node *e, eng_place place) {
	eng_op *op = eng_op_node(c, ENG_NODE_SIGNATURE, e->where);

	(void)place;
	eng_compile_empty(c, e);
	op->keep = ENG_KEEP_TOGETHER;
	eng_compile_attr(c, e, "name", true, &op->as.signature.name);
	eng_compile_attr(c, e, "title", false, &op->as.signature.title);
	op->as.signature.image = eng_compile_file(c, e, "image", "images", false);
	eng_compile_leaf(c, op);
	return op;
}
