/* A record, a scope and an evaluation for tests of expressions: XML text becomes a tree of fields
 * the plain way, through libxml2's own tree. */
#ifndef ENG_EXPR_FIXTURE_H
#define ENG_EXPR_FIXTURE_H

#include <libxml/parser.h>
#include <libxml/tree.h>

#include "expr/expr.h"
#include "expr/locale.h"
#include "expr/message.h"

typedef struct fixture {
	eng_ctx ctx;
	eng_arena arena;
	eng_diag_list diags;
	eng_names *names;
	eng_record record;
	eng_scope scope;
	eng_services services;
	eng_eval eval;
	eng_locale *locale;
	uint64_t steps;
	uint32_t order;
} fixture;

static inline const eng_name *fixture_name(fixture *f, const xmlChar *name) {
	return eng_names_add(f->names, eng_str_from((const char *)name));
}

static inline void fixture_attributes(fixture *f, eng_field *field, const xmlNode *node) {
	eng_field *last = NULL;
	const xmlAttr *a;

	for (a = node->properties; a; a = a->next) {
		xmlChar *text = xmlNodeListGetString(node->doc, a->children, 1);
		eng_field *made = eng_arena_new(&f->arena, eng_field);

		made->name = fixture_name(f, a->name);
		made->space = a->ns ? fixture_name(f, a->ns->href) : NULL;
		made->text = eng_str_copy(&f->arena, eng_str_from((const char *)text));
		made->parent = field;
		made->attribute = true;
		made->order = f->order++;
		if (a->ns && eng_str_ends(eng_str_from((const char *)a->ns->href), "instance") &&
		    eng_str_eqc(made->name->text, "nil")) {
			field->nil = eng_str_eqc(made->text, "true");
		}
		*(last ? &last->next : &field->attributes) = made;
		last = made;
		xmlFree(text);
	}
}

static inline eng_field *fixture_field(fixture *f, eng_field *parent, const xmlNode *node) {
	const eng_name *space = node->ns ? fixture_name(f, node->ns->href) : NULL;
	eng_field *field = eng_field_new(&f->arena, parent, space, fixture_name(f, node->name));
	const xmlNode *child;

	field->order = f->order++;
	field->line = (uint32_t)xmlGetLineNo(node);
	fixture_attributes(f, field, node);
	for (child = node->children; child; child = child->next) {
		if (child->type == XML_ELEMENT_NODE) {
			fixture_field(f, field, child);
		} else if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) {
			field->text = eng_str_printf(&f->arena, "%.*s%s", ENG_STR_ARG(field->text),
						     (const char *)child->content);
		}
	}
	return field;
}

static inline void fixture_doc(fixture *f, xmlDoc *doc) {
	f->order = 1;
	f->record.root = fixture_field(f, NULL, xmlDocGetRootElement(doc));
	f->record.file = "record.xml";
	f->eval.record = &f->record;
	f->eval.node = f->record.root;
}

static inline void fixture_xml(fixture *f, const char *xml) {
	xmlDoc *doc = xmlReadMemory(xml, (int)strlen(xml), "record.xml", NULL, XML_PARSE_NOENT);

	fixture_doc(f, doc);
	xmlFreeDoc(doc);
}

static inline void fixture_init(fixture *f, const char *language) {
	memset(f, 0, sizeof(*f));
	eng_arena_init(&f->arena);
	f->diags.arena = &f->arena;
	eng_ctx_init(&f->ctx, eng_diag_collect, &f->diags);
	f->names = eng_names_new();
	f->locale = eng_locale_new(&f->ctx, language, "");
	f->scope.names = f->names;
	f->eval.ctx = &f->ctx;
	f->eval.arena = &f->arena;
	f->eval.locale = f->locale;
	f->eval.steps = &f->steps;
	f->eval.run_date =
	    (eng_date){ .year = 2026, .month = 11, .day = 21, .offset = ENG_DATE_UNZONED };
}

static inline void fixture_finish(fixture *f) {
	eng_locale_free(f->locale);
	eng_names_free(f->names);
	eng_arena_finish(&f->arena);
}

/* Code of the first error since, or "no error". */
static inline const char *fixture_code(const fixture *f, size_t since) {
	for (; since < f->diags.n; since++) {
		if (f->diags.items[since].level == ENG_ERROR) {
			return f->diags.items[since].code;
		}
	}
	return "no error";
}

/* The printed value; "!code" for an error, "(missing)" for an allowed absence. */
static inline eng_str fixture_value(fixture *f, eng_str source) {
	eng_loc where = { "template.xml", 1, 1 };
	size_t since = f->diags.n;
	eng_value value;
	bool present;
	eng_expr *expr = eng_expr_compile(&f->ctx, &f->arena, &f->scope, source, where);

	if (!expr || !eng_expr_value(&f->eval, expr, &value, NULL, &present)) {
		return eng_str_printf(&f->arena, "!%s", fixture_code(f, since));
	}
	return present ? value.text : ENG_STR("(missing)");
}

#endif
