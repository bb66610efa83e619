/* Fragments: reusable pieces, compiled once for each kind of place that includes them. A fragment
 * sees its parameters and the node it is given, nothing else of its including file. */
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "content/compile.h"
#include "content/library-file.h"

#define FORMS_MAX      64
#define PARAMETERS_MAX 64

/* A fragment's file, and what it was compiled to for one kind of place. */
typedef struct compiled {
	eng_op *body;
	unsigned slots;
	const char *file;
} compiled;

static const char *const type_names[] = { "nodes",    "text",    "decimal",  "integer", "date",
					  "datetime", "boolean", "currency", "country", "language",
					  "iban",     "url",     "email",    "phone",   NULL };

static bool check_recursion(eng_compiler *c, eng_str id, eng_loc where) {
	eng_buf chain = { 0 };
	const eng_compiler *k = c;
	bool found = false;

	eng_buf_str(&chain, id);
	for (; k && !found; k = k->outer) {
		char *rest;

		if (k->fragment.n == 0) {
			continue;
		}
		rest = eng_str_dup(c->arena, eng_buf_view(&chain));
		eng_buf_clear(&chain);
		eng_buf_printf(&chain, "%.*s > %s", ENG_STR_ARG(k->fragment), rest);
		found = eng_str_eq(k->fragment, id);
	}
	if (found) {
		eng_fail(c->ctx, "template.recursion", where, "fragment '%.*s' includes itself: %s",
			 ENG_STR_ARG(id), eng_buf_view(&chain).s);
	}
	eng_buf_finish(&chain);
	return !found;
}

/* The files of a fragment: for all languages, and for those that the template speaks. */
static size_t find_files(eng_compiler *c, eng_str id, eng_str *languages, const char **paths) {
	size_t n = 0;
	const char *path = eng_arena_printf(c->arena, "fragments/%.*s.xml", ENG_STR_ARG(id));

	if (eng_file_exists(eng_path_join(c->arena, eng_library_path(c->library), path))) {
		languages[n] = (eng_str){ 0 };
		paths[n++] = path;
	}
	for (size_t i = 0; i < c->language_count; i++) {
		eng_str tag = c->languages[i];

		while (tag.n && n < FORMS_MAX) {
			bool known = false;

			for (size_t k = 0; k < n; k++) {
				known = known || eng_str_eq(languages[k], tag);
			}
			path = eng_arena_printf(c->arena, "fragments/%.*s.%.*s.xml",
						ENG_STR_ARG(id), ENG_STR_ARG(tag));
			if (!known && eng_file_exists(eng_path_join(
					  c->arena, eng_library_path(c->library), path))) {
				languages[n] = tag;
				paths[n++] = path;
			}
			while (tag.n && tag.s[tag.n - 1] != '-') {
				tag.n--;
			}
			tag.n -= tag.n > 0;
		}
	}
	return n;
}

static eng_xml_node *load_root(eng_compiler *c, const char *path) {
	const char *key = eng_arena_printf(c->arena, "xml:%s", path);
	eng_xml_node *root = eng_library_cached(c->library, key);

	if (!root) {
		root = eng_library_xml(c->ctx, c->library, path, NULL);
		if (root) {
			eng_library_cache(c->library, key, root);
		}
	}
	return root;
}

const eng_xml_node *eng_fragment_root(eng_compiler *c, eng_str id) {
	eng_str languages[FORMS_MAX];
	const char *paths[FORMS_MAX];

	if (!eng_id_is_valid(id) || find_files(c, id, languages, paths) == 0) {
		return NULL;
	}
	return load_root(c, paths[0]);
}

static void no_fragment(eng_compiler *c, eng_xml_node *e, eng_str id) {
	const char *const *names = NULL, *nearest = NULL, **ids;
	size_t n = 0;
	const char *dir = eng_path_join(c->arena, eng_library_path(c->library), "fragments");

	if (eng_file_is_dir(dir) && eng_file_list(c->ctx, c->arena, dir, &names, &n)) {
		ids = eng_arena_new_array(c->arena, n, const char *);
		for (size_t i = 0; i < n; i++) {
			ids[i] = eng_arena_strndup(c->arena, names[i], strcspn(names[i], "."));
		}
		nearest = eng_str_nearest(id, ids, n);
	}
	eng_fail(c->ctx, "library.no-fragment", eng_xml_attr_find(e, "fragment")->at,
		 "no fragment '%.*s' in the library%s", ENG_STR_ARG(id),
		 eng_did_you_mean(c->arena, nearest));
}

/* The with elements of the include: names and expressions, said in the including scope. */
static size_t compile_withs(eng_compiler *c, eng_xml_node *e, eng_op_with *withs) {
	size_t n = 0;

	for (eng_xml_node *k = e->first; k; k = k->next) {
		const eng_xml_attr *name;

		if (k->kind == ENG_XML_TEXT) {
			if (!eng_str_blank(k->text)) {
				eng_fail(c->ctx, "template.misplaced-text", k->where,
					 "text is not allowed in 'include'");
			}
			continue;
		}
		if (!eng_compile_known(c, k, "with") || n == PARAMETERS_MAX) {
			continue;
		}
		eng_compile_empty(c, k);
		name = eng_compile_required(c, k, "name");
		withs[n] = (eng_op_with){ .select = eng_compile_select(c, k, "select", true),
					  .where = name ? name->at : k->where };
		withs[n].name = name ? name->value : (eng_str){ 0 };
		for (size_t i = 0; name && i < n; i++) {
			if (eng_str_eq(withs[i].name, name->value)) {
				eng_fail(c->ctx, "template.duplicate", name->at,
					 "parameter '%.*s' is given twice",
					 ENG_STR_ARG(name->value));
			}
		}
		n++;
	}
	return n;
}

/* The parameters that a fragment declares, each with what the include gives. */
static size_t read_parameters(eng_compiler *c, eng_xml_node *root, const eng_op_with *given,
			      size_t given_count, eng_op_with *out) {
	size_t n = 0;

	for (eng_xml_node *k = eng_xml_element(root->first); k; k = eng_xml_element(k->next)) {
		const eng_xml_attr *name;
		eng_op_with *with;

		if (!eng_str_eqc(k->name, "parameter") || n == PARAMETERS_MAX ||
		    !(name = eng_xml_attr_find(k, "name"))) {
			continue;
		}
		with = &out[n++];
		*with = (eng_op_with){ .name = name->value, .where = k->where };
		for (size_t i = 0; i < given_count; i++) {
			if (eng_str_eq(given[i].name, name->value)) {
				with->select = given[i].select;
				with->where = given[i].where;
			}
		}
		with->type = (eng_type)eng_compile_word(c, k, "type", type_names, 1);
		with->optional = eng_compile_yes(c, k, "optional");
	}
	return n;
}

static void check_parameters(eng_compiler *c, eng_xml_node *e, const eng_op_with *given,
			     size_t given_count, const eng_op_with *wanted, size_t wanted_count) {
	const char *names[PARAMETERS_MAX], *nearest;

	for (size_t i = 0; i < wanted_count; i++) {
		names[i] = eng_str_dup(c->arena, wanted[i].name);
		if (!wanted[i].select && !wanted[i].optional) {
			eng_fail(c->ctx, "template.missing-parameter", e->where,
				 "the fragment needs parameter '%s'", names[i]);
			eng_note(c->ctx, wanted[i].where, "it is declared here");
		}
	}
	for (size_t i = 0; i < given_count; i++) {
		bool known = false;

		for (size_t k = 0; k < wanted_count; k++) {
			known = known || eng_str_eq(given[i].name, wanted[k].name);
		}
		nearest = eng_str_nearest(given[i].name, names, wanted_count);
		if (!known && given[i].name.n) {
			eng_fail(c->ctx, "template.unknown-parameter", given[i].where,
				 "the fragment has no parameter '%.*s'%s",
				 ENG_STR_ARG(given[i].name), eng_did_you_mean(c->arena, nearest));
		}
	}
}

/* Compiles the content below the root of a fragment's file. */
static void compile_body(eng_compiler *f, eng_xml_node *root, eng_place place, compiled *out) {
	eng_xml_node content = *root;

	eng_compile_namespaces(f, root);
	while (content.first && (content.first->kind == ENG_XML_TEXT
				     ? eng_str_blank(content.first->text)
				     : eng_str_eqc(content.first->name, "namespace") ||
					   eng_str_eqc(content.first->name, "parameter"))) {
		if (content.first->kind == ENG_XML_ELEMENT) {
			bool parameter = eng_str_eqc(content.first->name, "parameter");

			if (eng_compile_known(f, content.first,
					      parameter ? "parameter" : "namespace") &&
			    parameter) {
				eng_compile_required(f, content.first, "name");
			}
			eng_compile_empty(f, content.first);
		}
		content.first = content.first->next;
	}
	out->body = eng_op_new(f, ENG_OP_SEQUENCE, root->where);
	eng_compile_children(f, &content, place, out->body);
	eng_compile_forget(f, 0);
	out->slots = f->slots;
}

static bool check_root(eng_compiler *c, eng_compiler *f, eng_xml_node *root, eng_str id) {
	if (!eng_xml_is(root, "urn:engross:fragment:1", "fragment")) {
		return eng_fail(c->ctx, "template.bad-root", root->where,
				"a fragment starts with <fragment "
				"xmlns=\"urn:engross:fragment:1\">");
	}
	eng_compile_known(f, root, "fragment");
	if (!eng_str_eq(eng_compile_id(f, root, "id", true), id)) {
		return eng_fail(c->ctx, "template.bad-root", root->where,
				"the file is named '%.*s' but its id is '%.*s'", ENG_STR_ARG(id),
				ENG_STR_ARG(eng_xml_attr_value(root, "id")));
	}
	return true;
}

/* One form, from the cache when it was compiled for such a place before. */
static const eng_fragment *compile_form(eng_compiler *c, eng_xml_node *e, eng_str id,
					eng_str language, const char *path, eng_place place,
					const eng_decl *context, const eng_op_with *given,
					size_t given_count) {
	eng_xml_node *root = load_root(c, path);
	eng_compiler f = eng_compiler_for(c, ENG_FILE_FRAGMENT);
	eng_op_with wanted[PARAMETERS_MAX];
	eng_fragment *fragment;
	compiled *body;
	eng_buf key = { 0 };

	f.fragment = id;
	f.scope.context = context;
	f.sections = c->sections;
	if (!root || !check_root(c, &f, root, id)) {
		return NULL;
	}
	fragment = eng_arena_new(c->arena, eng_fragment);
	fragment->id = id;
	fragment->language = language;
	fragment->file = root->where.file;
	fragment->with_count = read_parameters(&f, root, given, given_count, wanted);
	fragment->withs = eng_arena_copy(c->arena, wanted, sizeof(*wanted) * fragment->with_count);
	check_parameters(c, e, given, given_count, wanted, fragment->with_count);
	eng_buf_printf(&key, "form:%s:%p:%p:%d:%d:%d:%d:%d", path, (const void *)c->tmpl,
		       (const void *)context, (int)place, c->in_part, c->scope.rows, c->sections,
		       c->some > 0);
	for (size_t i = 0; i < fragment->with_count; i++) {
		eng_op_with *with = &fragment->withs[i];
		const eng_decl *decl = with->select && with->type == ENG_TYPE_GROUP
					   ? eng_expr_decl(with->select)
					   : NULL;

		with->slot = eng_compile_variable(&f, with->name, decl, false, with->where);
		eng_buf_printf(&key, ":%p", (const void *)decl);
	}
	body = eng_library_cached(c->library, key.s);
	if (!body) {
		body = eng_arena_new(c->arena, compiled);
		compile_body(&f, root, place, body);
		eng_library_cache(c->library, key.s, body);
	}
	eng_buf_finish(&key);
	fragment->body = body->body;
	fragment->slots = body->slots;
	return fragment;
}

size_t eng_compile_fragment(eng_compiler *c, eng_xml_node *e, eng_str id, eng_place place,
			    const eng_decl *context, const eng_fragment *const **forms) {
	eng_str languages[FORMS_MAX];
	const char *paths[FORMS_MAX];
	eng_op_with given[PARAMETERS_MAX];
	const eng_fragment **out;
	size_t n, given_count, count = 0;

	*forms = NULL;
	given_count = compile_withs(c, e, given);
	if (!check_recursion(c, id, e->where)) {
		return 0;
	}
	n = find_files(c, id, languages, paths);
	if (n == 0) {
		no_fragment(c, e, id);
		return 0;
	}
	out = eng_arena_new_array(c->arena, n, const eng_fragment *);
	for (size_t i = 0; i < n; i++) {
		out[count] = compile_form(c, e, id, languages[i], paths[i], place, context, given,
					  given_count);
		count += out[count] != NULL;
	}
	*forms = out;
	return count;
}

const eng_fragment *eng_fragment_choose(const eng_fragment *const *forms, size_t n,
					eng_str language) {
	const eng_fragment *all = NULL;

	for (size_t i = 0; i < n; i++) {
		if (forms[i]->language.n == 0) {
			all = forms[i];
		}
	}
	while (language.n) {
		for (size_t i = 0; i < n; i++) {
			if (eng_str_eq(forms[i]->language, language)) {
				return forms[i];
			}
		}
		while (language.n && language.s[language.n - 1] != '-') {
			language.n--;
		}
		language.n -= language.n > 0;
	}
	return all;
}
