/* Reading the element prominence. The blocks that it names must be there: a slip in an id must not take
 * a demand away. */
#include "content/prominence.h"

#include "content/compile.h"

static void read_length(eng_compiler *c, eng_xml_node *e, const char *name, eng_length *out) {
	const eng_xml_attr *attr = eng_xml_attr_find(e, name);

	if (attr && (!eng_length_parse(attr->value, out) || *out <= 0)) {
		*out = 0;
		eng_fail(c->ctx, "block.bad-attribute", attr->at,
			 "%s '%s' is not a length such as 9pt or 1.2mm", name,
			 eng_quote(c->arena, attr->value));
	}
}

static void read_contrast(eng_compiler *c, eng_xml_node *e, int *out) {
	const eng_xml_attr *attr = eng_xml_attr_find(e, "contrast");
	eng_decimal d;
	int64_t value;

	if (!attr) {
		return;
	}
	if (eng_decimal_parse(attr->value, false, &d) &&
	    eng_decimal_mul(d, eng_decimal_from_int(1000), &d) && eng_decimal_to_int64(d, &value) &&
	    value >= 1000 && value <= 21000) {
		*out = (int)value;
	} else {
		eng_fail(c->ctx, "block.bad-attribute", attr->at,
			 "contrast '%s' is not a ratio from 1 to 21",
			 eng_quote(c->arena, attr->value));
	}
}

/* "most" of as-large-as is the size of most letters. */
static eng_str read_blocks(eng_compiler *c, eng_xml_node *e, const char *name, bool *most) {
	const eng_xml_attr *attr = eng_xml_attr_find(e, name);
	eng_str rest = attr ? attr->value : (eng_str){ 0 }, word, ids = { 0 };

	while (eng_str_word(&rest, &word)) {
		if (most && eng_str_eqc(word, "most")) {
			*most = true;
			continue;
		}
		eng_block_exists(c->ctx, c->library, word,
				 eng_xml_attr_where(attr, (size_t)(word.s - attr->value.s)));
		ids = ids.n ? eng_str_printf(c->arena, "%.*s %.*s", ENG_STR_ARG(ids),
					     ENG_STR_ARG(word))
			    : word;
	}
	return ids;
}

void eng_prominence_read(eng_compiler *c, eng_xml_node *e, eng_prominence *p) {
	static const char *const keeps[] = { "none", "together", NULL };
	static const char *const weights[] = { "any", "bold", "regular", NULL };

	eng_compile_empty(c, e);
	read_length(c, e, "min-size", &p->min_size);
	read_length(c, e, "min-x-height", &p->min_x_height);
	read_contrast(c, e, &p->contrast);
	p->together = eng_compile_word(c, e, "keep", keeps, 0) == 1;
	p->max_page = eng_compile_int(c, e, "max-page", 1, 20000, 0);
	p->weight = (eng_weight)eng_compile_word(c, e, "weight", weights, 0);
	p->as_large_as = read_blocks(c, e, "as-large-as", &p->predominant);
	p->before = read_blocks(c, e, "before", NULL);
	p->after = read_blocks(c, e, "after", NULL);
}

bool eng_prominence_parse(eng_ctx *ctx, eng_arena *arena, eng_str file, eng_prominence *out) {
	const eng_template_options options = { 0 };
	eng_compiler c = {
		.ctx = ctx, .arena = arena, .options = &options, .kind = ENG_FILE_BLOCK
	};
	unsigned long errors = ctx->errors;
	eng_xml_node *root = eng_xml_parse(ctx, arena, "block", file);
	eng_xml_node *e = root ? eng_xml_child(root, "prominence") : NULL;

	*out = (eng_prominence){ 0 };
	if (e) {
		eng_prominence_read(&c, e, out);
	}
	return root && ctx->errors == errors;
}

bool eng_prominence_is_empty(const eng_prominence *p) {
	return !p->min_size && !p->min_x_height && !p->contrast && !p->together && !p->max_page &&
	       !p->weight && !p->predominant && !p->as_large_as.n && !p->before.n && !p->after.n;
}
