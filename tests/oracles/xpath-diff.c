/* Judges our expressions by libxml2's XPath: thousands of random expressions over random records, and
 * over real files (arguments, or every .xml below $ENGROSS_DATA).
 *
 * How equality is judged: blank fields do not exist for ours, so they are taken out of the judge's
 * tree first. Where a value is asked of a path that selects none or several fields ("guards"), ours
 * must report expr.missing or expr.many-values instead of choosing, unless the value is never asked
 * for; text where a number is needed must be expr.not-a-number instead of NaN. Numbers in the data
 * are multiples of 1/4, so that doubles are exact and must equal our decimals; in real files they may
 * differ by the last bits of a double. round() is compared with rounding half away from zero. */
#include <glib.h>
#include <glib/gstdio.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <math.h>

#include "base/utf8.h"
#include "expr/eval.h"
#include "xpath-gen.h"

typedef struct side {
	eng_ctx ctx;
	eng_arena arena, run;
	eng_diag_list diags;
	eng_names *names;
	eng_record record;
	eng_scope scope;
	xmlDoc *doc;
	xmlXPathContext *xpath;
	GHashTable *fields; /* xmlNode -> eng_field */
	GPtrArray *elements;
	uint32_t order;
	unsigned blanks; /* elements that exist for a path but have no text */
	bool real;
} side;

typedef struct score {
	unsigned long total, equal, missing, many, not_a_number, other, differences;
} score;

static eng_field *convert(side *s, eng_field *parent, xmlNode *node) {
	const eng_name *space =
	    node->ns ? eng_names_add(s->names, eng_str_from((const char *)node->ns->href)) : NULL;
	eng_field *field =
	    eng_field_new(&s->arena, parent, space,
			  eng_names_add(s->names, eng_str_from((const char *)node->name)));
	eng_field **end = &field->attributes;
	xmlAttr *a;

	field->order = ++s->order;
	g_hash_table_insert(s->fields, node, field);
	for (a = node->properties; a; a = a->next) {
		xmlChar *text = xmlNodeListGetString(node->doc, a->children, 1);
		eng_field *made = eng_arena_new(&s->arena, eng_field);

		made->name = eng_names_add(s->names, eng_str_from((const char *)a->name));
		made->space =
		    a->ns ? eng_names_add(s->names, eng_str_from((const char *)a->ns->href)) : NULL;
		made->text = eng_str_copy(&s->arena, eng_str_from((const char *)text));
		made->parent = field;
		made->attribute = true;
		made->order = ++s->order;
		g_hash_table_insert(s->fields, a, made);
		*end = made;
		end = &made->next;
		xmlFree(text);
	}
	for (node = node->children; node; node = node->next) {
		if (node->type == XML_ELEMENT_NODE) {
			convert(s, field, node);
		} else if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
			field->text = eng_str_printf(&s->arena, "%.*s%s", ENG_STR_ARG(field->text),
						     (const char *)node->content);
		}
	}
	return field;
}

/* Takes out of the judge's tree what is missing for ours, and what is no element or text. */
static void strip(side *s, xmlNode *node) {
	xmlNode *child, *next;
	xmlAttr *a, *after;
	xmlChar *content;

	for (child = node->children; child; child = next) {
		const eng_field *field = g_hash_table_lookup(s->fields, child);

		next = child->next;
		if (child->type == XML_COMMENT_NODE || child->type == XML_PI_NODE ||
		    (field && !field->first && !field->attributes && eng_str_blank(field->text))) {
			/* its white space still counts in the text of its ancestors */
			if (field) {
				xmlAddNextSibling(
				    child, xmlNewDocText(s->doc, BAD_CAST eng_str_dup(
								     &s->arena, field->text)));
			}
			xmlUnlinkNode(child);
			xmlFreeNode(child);
		} else if (child->type == XML_ELEMENT_NODE) {
			strip(s, child);
		}
	}
	g_ptr_array_add(s->elements, node);
	content = xmlNodeGetContent(node);
	s->blanks += eng_str_blank(eng_str_from((const char *)content));
	xmlFree(content);
	for (a = node->properties; a; a = after) {
		const eng_field *field = g_hash_table_lookup(s->fields, a);

		after = a->next;
		if (eng_str_blank(field->text)) {
			xmlRemoveProp(a);
		}
	}
}

/* "+45" is a number for ours and none for XPath 1.0: real data gets rid of the sign for both. */
static void drop_plus(xmlNode *node) {
	for (xmlNode *child = node->children; child; child = child->next) {
		if (child->type == XML_TEXT_NODE && child->content[0] == '+' &&
		    g_ascii_isdigit(child->content[1])) {
			xmlChar *rest = xmlStrdup(child->content + 1);

			xmlNodeSetContent(child, rest);
			xmlFree(rest);
		}
		drop_plus(child);
	}
}

static void away(xmlXPathParserContext *p, int nargs) {
	(void)nargs;
	xmlXPathReturnNumber(p, round(xmlXPathPopNumber(p)));
}

/* Names of the document as both sides write them, with prefixes n0, n1 ... for its namespaces. */
typedef struct vocabulary {
	GArray *elements, *attributes; /* gen_name */
	GHashTable *seen;
	GPtrArray *spaces, *words;
} vocabulary;

static const char *test_name(side *s, vocabulary *v, const xmlNs *ns, const xmlChar *name) {
	char prefix[16];
	guint i;

	if (!ns) {
		return eng_arena_strdup(&s->arena, (const char *)name);
	}
	for (i = 0; i < v->spaces->len; i++) {
		if (strcmp(g_ptr_array_index(v->spaces, i), (const char *)ns->href) == 0) {
			break;
		}
	}
	snprintf(prefix, sizeof(prefix), "n%u", i);
	if (i == v->spaces->len) {
		g_ptr_array_add(v->spaces, eng_arena_strdup(&s->arena, (const char *)ns->href));
		xmlXPathRegisterNs(s->xpath, BAD_CAST prefix, ns->href);
	}
	return eng_arena_printf(&s->arena, "%s:%s", prefix, (const char *)name);
}

static bool is_number(const xmlChar *text) {
	eng_decimal number;

	return text && eng_decimal_parse(eng_str_from((const char *)text), false, &number);
}

static void collect(side *s, vocabulary *v) {
	guint i;

	for (i = 0; i < s->elements->len; i++) {
		xmlNode *node = g_ptr_array_index(s->elements, i);
		xmlChar *text = xmlNodeGetContent(node);
		gen_name made = { (char *)test_name(s, v, node->ns, node->name), is_number(text) };
		eng_str word = eng_str_trim(eng_str_from((const char *)text));
		xmlAttr *a;

		if (g_hash_table_add(v->seen, made.test)) {
			g_array_append_val(v->elements, made);
		}
		if (!node->children || node->children->type == XML_TEXT_NODE) {
			word = eng_str_sub(word, 0, 20);
			word.n = eng_utf8_valid(word);
			if (word.n > 0 && !memchr(word.s, '\'', word.n) && v->words->len < 60) {
				g_ptr_array_add(v->words, eng_str_dup(&s->arena, word));
			}
		}
		for (a = node->properties; a; a = a->next) {
			made.test = (char *)test_name(s, v, a->ns, a->name);
			made.numeric = false;
			if (g_hash_table_add(v->seen,
					     eng_arena_printf(&s->arena, "@%s", made.test))) {
				g_array_append_val(v->attributes, made);
			}
		}
		xmlFree(text);
	}
}

static void side_open(side *s, xmlDoc *doc, bool real) {
	memset(s, 0, sizeof(*s));
	s->doc = doc;
	s->real = real;
	eng_arena_init(&s->arena);
	eng_arena_init(&s->run);
	eng_ctx_init(&s->ctx, eng_diag_collect, &s->diags);
	s->ctx.limits.steps = 300000; /* what is more, the judge would take too long for */
	s->diags.arena = &s->run;
	s->names = eng_names_new();
	s->scope.names = s->names;
	s->fields = g_hash_table_new(NULL, NULL);
	s->elements = g_ptr_array_new();
	drop_plus(xmlDocGetRootElement(doc));
	s->record.root = convert(s, NULL, xmlDocGetRootElement(doc));
	s->record.file = "record.xml";
	strip(s, xmlDocGetRootElement(doc));
	s->xpath = xmlXPathNewContext(doc);
	xmlXPathRegisterFunc(s->xpath, BAD_CAST "away", away);
}

static void side_close(side *s) {
	xmlXPathFreeContext(s->xpath);
	xmlFreeDoc(s->doc);
	g_hash_table_destroy(s->fields);
	g_ptr_array_free(s->elements, TRUE);
	eng_names_free(s->names);
	eng_arena_finish(&s->arena);
	eng_arena_finish(&s->run);
}

static void quiet(void *user, const char *format, ...) {
	(void)user, (void)format;
}

static bool same_nodes(side *s, const eng_result *ours, xmlXPathObject *theirs) {
	int i, n = theirs->nodesetval ? theirs->nodesetval->nodeNr : 0;

	if (ours->kind != ENG_RESULT_NODES || ours->as.nodes.n != (size_t)n) {
		return false;
	}
	if (n > 0) {
		xmlXPathNodeSetSort(theirs->nodesetval);
	}
	for (i = 0; i < n; i++) {
		if (g_hash_table_lookup(s->fields, theirs->nodesetval->nodeTab[i]) !=
		    ours->as.nodes.items[i]) {
			return false;
		}
	}
	return true;
}

static bool same_number(const eng_result *ours, double theirs) {
	double number, scale = fabs(theirs) > 1 ? fabs(theirs) : 1;

	if (ours->kind != ENG_RESULT_NUMBER) {
		return false;
	}
	number = eng_decimal_to_double(ours->as.number);
	return fabs(number - theirs) <= 1e-9 * scale;
}

static bool same(side *s, const eng_result *ours, xmlXPathObject *theirs) {
	switch (theirs->type) {
	case XPATH_NODESET:
		return same_nodes(s, ours, theirs);
	case XPATH_NUMBER:
		return same_number(ours, theirs->floatval);
	case XPATH_BOOLEAN:
		return ours->kind == ENG_RESULT_BOOLEAN &&
		       ours->as.boolean == (theirs->boolval != 0);
	default:
		return ours->kind == ENG_RESULT_TEXT &&
		       eng_str_eqc(ours->as.text, (const char *)theirs->stringval);
	}
}

static void print_ours(const eng_result *r) {
	char digits[ENG_DECIMAL_TEXT];

	switch (r->kind) {
	case ENG_RESULT_NODES:
		printf("%zu nodes\n", r->as.nodes.n);
		break;
	case ENG_RESULT_NUMBER:
		printf("%s\n", eng_decimal_format(r->as.number, digits).s);
		break;
	case ENG_RESULT_BOOLEAN:
		printf("%s\n", r->as.boolean ? "true" : "false");
		break;
	default:
		printf("'%.*s'\n", ENG_STR_ARG(r->as.text));
	}
}

static void report(const side *s, const gen *g, const eng_result *ours, bool ok,
		   xmlXPathObject *theirs) {
	printf("DIFFERENT %.*s\n  judged as %.*s\n  ours   ", ENG_STR_ARG(eng_buf_view(&g->ours)),
	       ENG_STR_ARG(eng_buf_view(&g->theirs)));
	if (ok) {
		print_ours(ours);
	} else {
		printf("%s: %s\n", s->diags.n ? s->diags.items[0].code : "?",
		       s->diags.n ? s->diags.items[0].message : "?");
	}
	printf("  theirs ");
	if (theirs && theirs->type == XPATH_NODESET) {
		printf("%d nodes\n", theirs->nodesetval ? theirs->nodesetval->nodeNr : 0);
	} else if (theirs) {
		printf("'%s'\n", (const char *)xmlXPathCastToString(theirs));
	} else {
		printf("no result\n");
	}
}

/* Whether every guard holds in the judge's eyes. */
static bool guarded(side *s, const gen *g) {
	eng_str rest = eng_buf_view(&g->guards), guard;
	xmlXPathObject *object;
	bool ok = true;

	while (ok && rest.n > 0 && eng_str_split(&rest, '\0', &guard) && guard.n > 0) {
		object = xmlXPathEvalExpression(BAD_CAST guard.s, s->xpath);
		ok = object && xmlXPathCastToBoolean(object);
		xmlXPathFreeObject(object);
	}
	return ok;
}

static bool evaluate(side *s, const gen *g, const eng_field *node, eng_result *out) {
	eng_loc where = { "expr", 1, 1 };
	uint64_t steps = 0;
	eng_eval eval = { .ctx = &s->ctx,
			  .arena = &s->run,
			  .record = &s->record,
			  .node = node,
			  .steps = &steps };
	eng_expr *expr =
	    eng_expr_compile(&s->ctx, &s->run, &s->scope, eng_buf_view(&g->ours), where);
	eng_machine strict = { &eval, expr, node, 0, 0, false };

	return expr && eng_machine_eval(&strict, expr->root, out);
}

static void judge(side *s, gen *g, score *result) {
	xmlNode *node = g_ptr_array_index(s->elements, gen_below(g, s->elements->len));
	const eng_field *field = g_hash_table_lookup(s->fields, node);
	xmlXPathObject *theirs;
	eng_result ours;
	const char *code;
	bool ok;

	eng_arena_reset(&s->run);
	s->diags.items = NULL;
	s->diags.n = s->diags.cap = 0;
	s->xpath->node = node;
	result->total++;
	ok = evaluate(s, g, field, &ours);
	code = ok || s->diags.n == 0 ? "" : s->diags.items[0].code;
	if (!ok && strcmp(code, "limit.steps") == 0) {
		result->other++;
		return;
	}
	theirs = xmlXPathEvalExpression(BAD_CAST g->theirs.s, s->xpath);
	if (!ok && strcmp(code, "expr.many-values") == 0) {
		result->many++;
	} else if (!ok && strcmp(code, "expr.not-a-number") == 0) {
		result->not_a_number++;
	} else if (!guarded(s, g)) {
		/* ours refuses, or never asks for the value */
		result->missing++;
		if (!ok && strcmp(code, "expr.missing") != 0) {
			result->differences++;
			report(s, g, &ours, ok, theirs);
		}
	} else if (!ok && s->real && strcmp(code, "expr.overflow") == 0) {
		result->other++;
	} else if (ok && theirs && same(s, &ours, theirs)) {
		result->equal++;
	} else if (ok && s->blanks > 0 && theirs &&
		   (theirs->type == XPATH_BOOLEAN || isnan(xmlXPathCastToNumber(theirs)))) {
		result
		    ->missing++; /* a blank element with attributes: '' for theirs, missing for ours */
	} else {
		result->differences++;
		report(s, g, &ours, ok, theirs);
	}
	xmlXPathFreeObject(theirs);
}

static void judge_doc(xmlDoc *doc, bool real, uint64_t seed, unsigned count, score *result) {
	vocabulary v = { g_array_new(FALSE, FALSE, sizeof(gen_name)),
			 g_array_new(FALSE, FALSE, sizeof(gen_name)),
			 g_hash_table_new(g_str_hash, g_str_equal), g_ptr_array_new(),
			 g_ptr_array_new() };
	gen g = { .state = seed * 2654435761u + 88172645463325252u };
	eng_namespace spaces[64];
	unsigned i;
	side s;

	side_open(&s, doc, real);
	collect(&s, &v);
	g_ptr_array_add(v.words, (char *)"zz");
	for (i = 0; i < v.spaces->len && i < 64; i++) {
		spaces[i].prefix = eng_str_printf(&s.arena, "n%u", i);
		spaces[i].uri = eng_str_from(g_ptr_array_index(v.spaces, i));
	}
	s.scope.namespaces = spaces;
	s.scope.namespace_count = i;
	g.elements = (const gen_name *)(void *)v.elements->data;
	g.element_count = v.elements->len;
	g.attributes = (const gen_name *)(void *)v.attributes->data;
	g.attribute_count = v.attributes->len;
	g.words = (const char *const *)v.words->pdata;
	g.word_count = v.words->len;
	for (i = 0; i < count; i++) {
		gen_expression(&g, (gen_kind)gen_below(&g, 4));
		judge(&s, &g, result);
	}
	eng_buf_finish(&g.ours);
	eng_buf_finish(&g.theirs);
	eng_buf_finish(&g.guards);
	g_array_free(v.elements, TRUE);
	g_array_free(v.attributes, TRUE);
	g_hash_table_destroy(v.seen);
	g_ptr_array_free(v.spaces, TRUE);
	g_ptr_array_free(v.words, TRUE);
	side_close(&s);
}

static void random_element(gen *g, eng_buf *out, int depth) {
	static const char *const groups[] = { "a", "b", "c", "d" };
	static const char *const numbers[] = { "n", "m" };
	static const char *const texts[] = { "s", "t" };
	static const char *const words[] = { "Anna", "weg 1",         "x",  "",
					     " ",    "Z\xC3\xBCrich", "12", "x y  z" };
	static const char *const fractions[] = { "", ".5", ".25", ".00", ".75" };
	unsigned choice = gen_below(g, depth < 4 ? 6 : 4), i, n;
	const char *name = choice < 2   ? numbers[choice]
			   : choice < 4 ? texts[choice - 2]
					: groups[gen_below(g, 4)];
	const char *word = words[gen_below(g, 8)];
	/* what is blank has no attributes: for ours it would exist but have no value */
	bool blank =
	    choice < 2 ? gen_below(g, 8) == 0 : choice < 4 && eng_str_blank(eng_str_from(word));

	eng_buf_printf(out, "<%s", name);
	if (!blank && gen_below(g, 3) == 0) {
		eng_buf_printf(out, " x='%s'", words[gen_below(g, 8)]);
	}
	if (!blank && gen_below(g, 5) == 0) {
		eng_buf_printf(out, " y='%u'", gen_below(g, 9));
	}
	eng_buf_char(out, '>');
	if (choice < 2 && !blank) {
		eng_buf_printf(out, "%s%u%s", gen_below(g, 4) ? "" : "-", gen_below(g, 50),
			       fractions[gen_below(g, 5)]);
	} else if (choice == 2 || choice == 3) {
		eng_buf_cstr(out, word);
	} else if (choice >= 4) {
		n = gen_below(g, 6);
		for (i = 0; i < n; i++) {
			random_element(g, out, depth + 1);
		}
		eng_buf_cstr(out, "<t>k</t>"); /* no group is blank as a whole */
	}
	eng_buf_printf(out, "</%s>", name);
}

static void judge_random(uint64_t seed, unsigned count, score *result) {
	gen g = { .state = seed * 6364136223846793005u + 1442695040888963407u };
	eng_buf xml = { 0 };
	unsigned i, n;
	xmlDoc *doc;

	gen_below(&g, 2);
	eng_buf_cstr(&xml, "<r>");
	n = 3 + gen_below(&g, 8);
	for (i = 0; i < n; i++) {
		random_element(&g, &xml, 1);
	}
	eng_buf_cstr(&xml, "<n>1.5</n></r>");
	doc = xmlReadMemory(xml.s, (int)xml.n, "random.xml", NULL, 0);
	judge_doc(doc, false, seed, count, result);
	eng_buf_finish(&xml);
}

static void judge_file(const char *path, unsigned count, score *result) {
	xmlDoc *doc;
	GStatBuf info;

	if (g_stat(path, &info) != 0 || info.st_size > 200000) {
		return;
	}
	doc = xmlReadFile(path, NULL,
			  XML_PARSE_NONET | XML_PARSE_NOBLANKS | XML_PARSE_NOERROR |
			      XML_PARSE_NOWARNING | XML_PARSE_NOCDATA);

	if (doc && xmlChildElementCount(xmlDocGetRootElement(doc)) > 0) {
		judge_doc(doc, true, g_str_hash(path), count, result);
	}
}

static void judge_folder(const char *path, unsigned count, score *result) {
	GDir *dir = g_dir_open(path, 0, NULL);
	const char *name;
	GList *names = NULL, *at;

	while (dir && (name = g_dir_read_name(dir))) {
		names = g_list_insert_sorted(names, g_build_filename(path, name, NULL),
					     (GCompareFunc)strcmp);
	}
	for (at = names; at; at = at->next) {
		if (g_file_test(at->data, G_FILE_TEST_IS_DIR)) {
			judge_folder(at->data, count, result);
		} else if (g_str_has_suffix(at->data, ".xml")) {
			judge_file(at->data, count, result);
		}
	}
	g_list_free_full(names, g_free);
	if (dir) {
		g_dir_close(dir);
	}
}

static void print_score(const char *what, const score *s) {
	printf("%s: %lu expressions, %lu equal, %lu missing by our rules, %lu many values, "
	       "%lu not a number, %lu too long, %lu different\n",
	       what, s->total, s->equal, s->missing, s->many, s->not_a_number, s->other,
	       s->differences);
}

/* usage: xpath-diff [records [expressions per record [expressions per file [files...]]]] */
int main(int argc, char **argv) {
	unsigned records = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 100;
	unsigned each = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 100;
	unsigned per_file = argc > 3 ? (unsigned)strtoul(argv[3], NULL, 10) : 40, i;
	score random = { 0 }, real = { 0 };
	const char *data = getenv("ENGROSS_DATA");
	int k;

	xmlSetGenericErrorFunc(NULL, quiet);
	for (i = 0; i < records; i++) {
		judge_random(i + 1, each, &random);
	}
	print_score("random records", &random);
	for (k = 4; k < argc; k++) {
		judge_file(argv[k], per_file, &real);
	}
	if (data) {
		judge_folder(data, per_file, &real);
	}
	if (real.total > 0) {
		print_score("real files", &real);
	} else {
		printf("real files: skipped, ENGROSS_DATA is not set\n");
	}
	return random.differences + real.differences > 0 || random.equal < random.total / 2;
}
