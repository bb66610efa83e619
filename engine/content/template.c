/* The root of a template: who it is for, what it is called, its parts and its body. */
#include "content/template.h"

#include <string.h>

#include "base/file.h"
#include "content/compile.h"
#include "content/library-file.h"
#include "content/lint.h"

static const int layout_epochs = 1; /* the newest that this engine knows */

static void read_languages(eng_compiler *c, eng_xml_node *root, eng_template *t) {
	const eng_xml_attr *attr = eng_compile_required(c, root, "languages");
	const eng_xml_attr *fallback = eng_xml_attr_find(root, "fallback");
	eng_str rest = attr ? attr->value : (eng_str){ 0 }, word;
	const char *why;
	bool listed = false;
	size_t cap = 0;

	while (eng_str_word(&rest, &word)) {
		eng_loc where = eng_xml_attr_where(attr, (size_t)(word.s - attr->value.s));

		if (!eng_type_accepts(ENG_TYPE_LANGUAGE, word, false, &why)) {
			eng_fail(c->ctx, "template.bad-attribute", where, "'%s' should be %s",
				 eng_quote(c->arena, word), why);
			continue;
		}
		t->languages = eng_arena_grow(c->arena, t->languages, t->language_count, &cap,
					      sizeof(*t->languages));
		t->languages[t->language_count++] = eng_str_copy(c->arena, word);
		eng_strings_load(c->ctx, eng_library_strings(c->library), word, where);
		listed = listed || (fallback && eng_str_eq(fallback->value, word));
	}
	if (fallback && !listed) {
		eng_fail(c->ctx, "template.bad-attribute", fallback->at,
			 "fallback '%s' is not among 'languages'",
			 eng_quote(c->arena, fallback->value));
	} else if (fallback) {
		t->fallback = fallback->value;
	}
	c->languages = t->languages;
	c->language_count = t->language_count;
}

void eng_compile_namespaces(eng_compiler *c, eng_xml_node *root) {
	eng_namespace *items = NULL;
	size_t n = 0, cap = 0;

	for (eng_xml_node *k = eng_xml_element(root->first); k; k = eng_xml_element(k->next)) {
		if (eng_str_eqc(k->name, "namespace")) {
			items = eng_arena_grow(c->arena, items, n, &cap, sizeof(*items));
			items[n++] = (eng_namespace){ eng_xml_attr_value(k, "prefix"),
						      eng_xml_attr_value(k, "uri") };
		}
	}
	c->scope.namespaces = items;
	c->scope.namespace_count = n;
}

/* Gateways choose routes by it, and rules what must be said. */
static eng_str purpose_of(eng_compiler *c, eng_xml_node *root) {
	static const char *const words[] = { "service", "marketing", "legal", NULL };

	eng_compile_required(c, root, "purpose");
	return eng_str_from(words[eng_compile_word(c, root, "purpose", words, 0)]);
}

static void read_head(eng_compiler *c, eng_xml_node *root, eng_template *t) {
	const eng_xml_attr *attr, *data;

	t->where = root->where;
	t->id = eng_compile_id(c, root, "id", true);
	attr = eng_compile_required(c, root, "version");
	t->version = attr ? attr->value : (eng_str){ 0 };
	t->theme = eng_compile_id(c, root, "theme", true);
	t->purpose = purpose_of(c, root);
	eng_compile_required(c, root, "layout");
	t->layout_epoch = eng_compile_int(c, root, "layout", 1, layout_epochs, layout_epochs);
	data = eng_compile_required(c, root, "data");
	if (data) {
		t->vocabulary = eng_library_vocabulary(c->ctx, c->library, data->value, data->at);
	}
	read_languages(c, root, t);
}

static void compile_recipient(eng_compiler *c, eng_xml_node *e, eng_template *t) {
	size_t cap = 0;

	t->recipient.where = e->where;
	eng_compile_attr(c, e, "id", true, &t->recipient.id);
	eng_compile_attr(c, e, "name", false, &t->recipient.name);
	eng_compile_attr(c, e, "email", false, &t->recipient.email);
	eng_compile_attr(c, e, "phone", false, &t->recipient.phone);
	eng_compile_attr(c, e, "prefers", false, &t->recipient.prefers);
	eng_compile_attr(c, e, "country", false, &t->recipient.country);
	eng_compile_attr(c, e, "postcode", false, &t->recipient.postcode);
	eng_compile_attr(c, e, "delivery-point", false, &t->recipient.point);
	eng_compile_href(c, e, "unsubscribe", false, &t->recipient.unsubscribe,
			 &t->recipient.unsubscribe_fixed);
	for (eng_xml_node *n = e->first; n; n = n->next) {
		eng_expr *expr;

		if (n->kind == ENG_XML_TEXT) {
			if (!eng_str_blank(n->text)) {
				eng_fail(c->ctx, "template.misplaced-text", n->where,
					 "text is not allowed in 'recipient'");
			}
			continue;
		}
		if (!eng_compile_known(c, n, "address")) {
			continue;
		}
		eng_compile_empty(c, n);
		expr = eng_compile_select(c, n, "select", true);
		if (expr) {
			t->recipient.address = eng_arena_grow(c->arena, t->recipient.address,
							      t->recipient.address_count, &cap,
							      sizeof(*t->recipient.address));
			t->recipient.address[t->recipient.address_count++] = expr;
		}
	}
}

static void compile_context(eng_compiler *c, eng_xml_node *e, eng_template *t) {
	eng_compile_empty(c, e);
	eng_compile_attr(c, e, "id", true, &t->context.id);
	eng_compile_attr(c, e, "journey", false, &t->context.journey);
	eng_compile_attr(c, e, "stage", false, &t->context.stage);
}

/* One of the elements that stand once in a communication; false when e is none of them. */
static bool compile_single(eng_compiler *c, eng_xml_node *e, eng_template *t) {
	static const char *const names[] = { "recipient", "context", "title", "brief", "body" };
	size_t i = 0;

	while (i < 5 && !eng_str_eqc(e->name, names[i])) {
		i++;
	}
	if (i == 5) {
		return false;
	}
	if (!eng_compile_known(c, e, names[i])) {
		return true;
	}
	for (eng_xml_node *k = eng_xml_element(e->parent->first); k != e;
	     k = eng_xml_element(k->next)) {
		if (eng_str_eqc(k->name, names[i])) {
			eng_fail(c->ctx, "template.duplicate", e->where,
				 "'communication' has one '%s'", names[i]);
			return true;
		}
	}
	switch (i) {
	case 0:
		compile_recipient(c, e, t);
		break;
	case 1:
		compile_context(c, e, t);
		break;
	case 2:
		t->title = eng_compile_inline(c, e);
		break;
	case 3:
		t->brief = eng_compile_inline(c, e);
		break;
	default:
		t->body = eng_op_node(c, ENG_NODE_BODY, e->where);
		eng_compile_children(c, e, ENG_PLACE_BLOCK, t->body);
	}
	return true;
}

static void compile_content(eng_compiler *c, eng_xml_node *root, eng_template *t) {
	t->head = eng_op_new(c, ENG_OP_SEQUENCE, root->where);
	eng_compile_attr(c, root, "lang", true, &t->lang);
	eng_compile_attr(c, root, "jurisdiction", false, &t->jurisdiction);
	for (eng_xml_node *n = root->first; n; n = n->next) {
		eng_op *op;

		if (n->kind == ENG_XML_TEXT) {
			if (!eng_str_blank(n->text)) {
				eng_fail(c->ctx, "template.misplaced-text", n->where,
					 "text is not allowed directly in 'communication'");
			}
			continue;
		}
		if (eng_str_eqc(n->name, "namespace")) {
			eng_compile_known(c, n, "namespace");
			eng_compile_required(c, n, "prefix");
			eng_compile_required(c, n, "uri");
		} else if (!compile_single(c, n, t)) {
			op = eng_compile_element(c, n, ENG_PLACE_TOP);
			if (op) {
				eng_op_append(t->head, op);
			}
		}
	}
	eng_compile_forget(c, 0);
	t->slots = c->slots;
}

static void check_complete(eng_compiler *c, eng_xml_node *root, const eng_template *t) {
	static const char *const names[] = { "recipient", "title", "body" };

	for (size_t i = 0; i < 3; i++) {
		if (!eng_xml_child(root, names[i])) {
			eng_fail(c->ctx, "template.missing-element", root->where,
				 "'communication' needs '%s'", names[i]);
		}
	}
	(void)t;
}

static eng_template *compile(eng_compiler *c, eng_xml_node *root) {
	eng_template *t = eng_arena_new(c->arena, eng_template);
	unsigned long errors = c->ctx->errors;

	c->tmpl = t;
	t->library = c->library;
	t->all = c->all;
	t->assembling = c->options->assembling;
	eng_compile_known(c, root, "communication");
	read_head(c, root, t);
	if (!t->vocabulary) {
		return NULL; /* without it every path would be reported */
	}
	c->scope.root = t->vocabulary->root;
	c->scope.context = t->vocabulary->root;
	eng_compile_namespaces(c, root);
	compile_content(c, root, t);
	check_complete(c, root, t);
	if (c->options->lint) {
		eng_lint_template(c, t);
	}
	return c->ctx->errors == errors ? t : NULL;
}

static eng_template *load(eng_ctx *ctx, eng_library *library, eng_xml_node *root,
			  const eng_template_options *options) {
	eng_arena *arena = eng_library_arena(library);
	eng_compiler c = { .ctx = ctx, .arena = arena, .library = library };
	eng_template_options *copy = eng_arena_copy(arena, options, sizeof(*options));
	eng_template *t;

	c.options = copy;
	c.scope.names = eng_library_names(library);
	c.scope.services = eng_library_services(library);
	for (size_t i = 0; options->channel_names[i]; i++) {
		c.all |= (eng_channel_set)1 << i;
	}
	if (!eng_xml_is(root, "urn:engross:template:1", "communication")) {
		return eng_fail_null(ctx, "template.bad-root", root->where,
				     "a template starts with <communication "
				     "xmlns=\"urn:engross:template:1\">");
	}
	eng_library_set_loading(library, ctx);
	t = compile(&c, root);
	eng_library_set_loading(library, NULL);
	return t;
}

eng_template *eng_template_load(eng_ctx *ctx, eng_library *library, eng_str id,
				const eng_template_options *options) {
	eng_arena *arena = eng_library_arena(library);
	const char *path = eng_arena_printf(arena, "communications/%.*s.xml", ENG_STR_ARG(id));
	eng_xml_node *root;
	eng_template *t;

	if (!eng_id_is_valid(id)) {
		return eng_fail_null(ctx, "library.no-template", ((eng_loc){ 0 }),
				     "'%s' is not the id of a template: small letters, digits and "
				     "'-'",
				     eng_quote(arena, id));
	}
	if (!eng_file_exists(eng_path_join(arena, eng_library_path(library), path))) {
		return eng_fail_null(
		    ctx, "library.no-template", ((eng_loc){ eng_library_path(library), 0, 0 }),
		    "no template '%.*s': %s does not exist", ENG_STR_ARG(id), path);
	}
	root = eng_library_xml(ctx, library, path, NULL);
	t = root ? load(ctx, library, root, options) : NULL;
	if (t && !eng_str_eq(t->id, id)) {
		return eng_fail_null(ctx, "template.bad-root", t->where,
				     "the file is named '%.*s' but its id is '%.*s'",
				     ENG_STR_ARG(id), ENG_STR_ARG(t->id));
	}
	return t;
}

eng_template *eng_template_load_file(eng_ctx *ctx, eng_library *library, const char *path,
				     const eng_template_options *options) {
	eng_str bytes;
	eng_xml_node *root = eng_xml_load(ctx, eng_library_arena(library), path, &bytes);

	if (!root || !eng_library_note_file(ctx, library, eng_str_from(path),
					    eng_hash_of(bytes.s, bytes.n))) {
		return NULL;
	}
	return load(ctx, library, root, options);
}

eng_str eng_template_id(const eng_template *tmpl) {
	return tmpl->id;
}

eng_str eng_template_version(const eng_template *tmpl) {
	return tmpl->version;
}

eng_str eng_template_theme(const eng_template *tmpl) {
	return tmpl->theme;
}

eng_str eng_template_purpose(const eng_template *tmpl) {
	return tmpl->purpose;
}

const eng_str *eng_template_languages(const eng_template *tmpl, size_t *count) {
	*count = tmpl->language_count;
	return tmpl->languages;
}

bool eng_template_reaches(const eng_template *tmpl, const char *channel) {
	return (strcmp(channel, "email") != 0 || tmpl->recipient.email.present) &&
	       (strcmp(channel, "sms") != 0 || tmpl->recipient.phone.present);
}

bool eng_template_wants_source(const eng_template *tmpl) {
	return tmpl->wants_source;
}

const eng_vocabulary *eng_template_vocabulary(const eng_template *tmpl) {
	return tmpl->vocabulary;
}
