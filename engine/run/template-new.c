/* New templates: a communication that lints clean and can be composed at once, over a vocabulary that is
 * there or a beginning of one. What the library has not yet (phrases of the language, a theme) is begun,
 * too; what it has is never touched, because releases of other templates list it. */
#include "base/buf.h"
#include "base/file.h"
#include "content/library.h"
#include "run/trust.h"

#define TOKEN(name, value) "  " name ": \"" value "\"\n"

#define VOCABULARY                                                                                 \
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"                                             \
	"<!-- What a record of this communication is made of: add what it is about. -->\n"         \
	"<vocabulary xmlns=\"urn:engross:vocabulary:1\" name=\"%s\">\n"                            \
	"<element name=\"%s\" doc=\"One communication.\">\n"                                       \
	"\t<element name=\"id\" type=\"text\" max-length=\"35\" doc=\"Its number.\"/>\n"           \
	"\t<element name=\"customer\" doc=\"The recipient.\">\n"                                   \
	"\t\t<element name=\"id\" type=\"text\" max-length=\"40\" doc=\"Customer number; the "     \
	"recipient's id in the manifest.\"/>\n"                                                    \
	"\t\t<element name=\"name\" type=\"text\" max-length=\"140\" confidential=\"yes\" "        \
	"doc=\"Full name, as in the address.\"/>\n"                                                \
	"\t\t<element name=\"address\" optional=\"yes\" doc=\"Postal address without the "         \
	"name.\">\n"                                                                               \
	"\t\t\t<element name=\"line\" type=\"text\" optional=\"yes\" repeated=\"yes\" "            \
	"max-length=\"70\" max-count=\"7\" confidential=\"yes\" doc=\"One printed line.\"/>\n"     \
	"\t\t</element>\n"                                                                         \
	"\t\t<element name=\"country\" type=\"country\" doc=\"Country of residence.\"/>\n"         \
	"\t\t<element name=\"language\" type=\"language\" doc=\"Language of the "                  \
	"communication.\"/>\n"                                                                     \
	"\t\t<element name=\"email\" type=\"email\" optional=\"yes\" confidential=\"yes\" "        \
	"doc=\"E-mail address.\"/>\n"                                                              \
	"\t\t<element name=\"mobile\" type=\"phone\" optional=\"yes\" confidential=\"yes\" "       \
	"doc=\"Mobile phone number in international form.\"/>\n"                                   \
	"\t</element>\n"                                                                           \
	"</element>\n"                                                                             \
	"</vocabulary>\n"

#define STRINGS                                                                                    \
	"# Phrases. Messages are ICU MessageFormat; keys are grouped by the template that uses "   \
	"them.\n"                                                                                  \
	"engross.draft: \"DRAFT\"\n"

#define THEME                                                                                      \
	"# Black on white, the ground of a brand of your own: docs/themes.md.\n"                   \
	"theme: %s\n"                                                                              \
	"about: A4 letters in black on white\n"                                                    \
	"colors:\n" TOKEN("accent", "#27323F") TOKEN("tint", "#DDE3E8") TOKEN("text", "#1C2126")   \
	    TOKEN("muted", "#5A646E") TOKEN("line", "#C9D0D6") TOKEN("paper", "#FFFFFF") TOKEN(    \
		"negative",                                                                        \
		"#A3261B") "fonts:\n"                                                              \
			   "  sans: { regular: DejaVuSans.ttf, bold: DejaVuSans-Bold.ttf, css: "   \
			   "\"Helvetica, Arial, "                                                  \
			   "sans-serif\" }\n"                                                      \
			   "styles:\n"                                                             \
			   "  para: { font: sans, size: 9.5pt, leading: 13pt, color: $text, "      \
			   "space-after: 8pt }\n"                                                  \
			   "  title: { bold: yes, size: 14pt, leading: 18pt, color: $accent, "     \
			   "space-after: 12pt }\n"                                                 \
			   "  block: { border: 0.5pt 0 0 0, border-color: $line, padding: 8pt 0 "  \
			   "0 0, space-before: "                                                   \
			   "8pt, space-after: 8pt, hyphenate: no }\n"                              \
			   "  footer: { size: 7.5pt, leading: 10pt, color: $muted, space-after: "  \
			   "0 }\n"                                                                 \
			   "masters:\n"                                                            \
			   "  first:\n"                                                            \
			   "    size: A4\n"                                                        \
			   "    body: { left: 25mm, right: 20mm, top: 97mm, bottom: 30mm }\n"      \
			   "    address: { window: din-5008-b }\n"                                 \
			   "    frames:\n"                                                         \
			   "      footer: { left: 25mm, right: 20mm, bottom: 8mm, height: 16mm, "  \
			   "valign: bottom }\n"                                                    \
			   "  rest:\n"                                                             \
			   "    size: A4\n"                                                        \
			   "    body: { left: 25mm, right: 20mm, top: 25mm, bottom: 30mm }\n"      \
			   "    frames:\n"                                                         \
			   "      footer: { left: 25mm, right: 20mm, bottom: 8mm, height: 16mm, "  \
			   "valign: bottom }\n"                                                    \
			   "email:\n"                                                              \
			   "  from: service@%s.example  # the sender: put your own here\n"

typedef struct maker {
	eng_trust t;
	const eng_template_new_options *o;
	const char *data, *theme, *language;
	const eng_decl *recipient;
	eng_buf out;
	FILE *told;
} maker;

/* Writes a file of the library unless it is there. */
static bool begin(maker *m, const char *name, eng_str text) {
	const char *path = eng_path_join(&m->t.arena, m->t.options->library, name);

	if (eng_file_exists(path)) {
		return true;
	}
	if (!eng_file_mkdirs(&m->t.ctx, eng_path_dir(&m->t.arena, path)) ||
	    !eng_file_write(&m->t.ctx, path, text, true)) {
		return false;
	}
	fprintf(m->told, "%s\n", path);
	return true;
}

/* ---- the theme ---- */

/* The one asked for, else the only one, else a new one. */
static bool choose_theme(maker *m) {
	eng_arena *arena = &m->t.arena;
	const char *dir = eng_path_join(arena, m->t.options->library, "themes");
	const char *const *names = NULL;
	size_t n = 0;

	if (eng_file_is_dir(dir) && !eng_file_list(&m->t.ctx, arena, dir, &names, &n)) {
		return false;
	}
	m->theme = m->o->theme;
	for (size_t i = 0; !m->o->theme && i < n; i++) {
		eng_str name = eng_str_from(names[i]);

		if (eng_str_ends(name, ".yaml") && n == 1) {
			m->theme = eng_str_dup(arena, eng_str_sub(name, 0, name.n - 5));
		}
	}
	if (!m->theme && n > 1) {
		return eng_fail(&m->t.ctx, "template.no-theme", (eng_loc){ dir, 0, 0 },
				"'%s' has several themes: name one with --theme", dir);
	}
	m->theme = m->theme ? m->theme : "plain";
	return begin(m, eng_arena_printf(arena, "themes/%s.yaml", m->theme),
		     eng_str_printf(arena, THEME, m->theme, m->theme));
}

/* ---- what the vocabulary says of the recipient ---- */

static const eng_decl *child(const eng_decl *group, const char *name) {
	for (const eng_decl *d = group->first; d; d = d->next) {
		if (eng_str_eqc(d->name->text, name) && !d->repeated) {
			return d;
		}
	}
	return NULL;
}

/* The group that says who gets it: one of these names, else the first that has an id. NULL: none has. */
static const eng_decl *find_recipient(const eng_decl *root) {
	static const char *const names[] = { "recipient", "customer", "buyer", "member" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const eng_decl *d = child(root, names[i]);

		if (d && child(d, "id")) {
			return d;
		}
	}
	for (const eng_decl *d = root->first; d; d = d->next) {
		if (!d->repeated && child(d, "id")) {
			return d;
		}
	}
	return child(root, "id") ? root : NULL;
}

/* The first field of a type below a group, and of a name unless it is NULL. */
static const eng_decl *field(const eng_decl *group, eng_type type, const char *name,
			     bool repeated) {
	for (const eng_decl *d = group->first; d; d = d->next) {
		const eng_decl *found = d->type == ENG_TYPE_GROUP && !d->repeated
					    ? field(d, type, name, repeated)
					: d->type == type && d->repeated == repeated &&
						(!name || eng_str_eqc(d->name->text, name))
					    ? d
					    : NULL;

		if (found) {
			return found;
		}
	}
	return NULL;
}

/* Appends ' name="{path}"' when the recipient has such a field. */
static bool add_field(maker *m, const char *attribute, const eng_decl *decl) {
	const eng_decl *up = decl;

	if (!decl) {
		return false;
	}
	while (up->parent && !up->optional) {
		up = up->parent;
	}
	eng_buf_printf(&m->out, up->optional ? " %s=\"{optional(%s)}\"" : " %s=\"{%s}\"", attribute,
		       eng_decl_path(decl, &m->t.arena));
	return true;
}

static void add_head(maker *m) {
	const char *id = m->o->id;

	eng_buf_printf(&m->out,
		       "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		       "<!-- What this communication is for. -->\n"
		       "<communication xmlns=\"urn:engross:template:1\" id=\"%s\" version=\"1\" "
		       "layout=\"1\"\n               theme=\"%s\" data=\"%s\" purpose=\"service\" "
		       "languages=\"%s\" fallback=\"%s\"\n              ",
		       id, m->theme, m->data, m->language, m->language);
	if (!add_field(m, "lang", field(m->recipient, ENG_TYPE_LANGUAGE, NULL, false))) {
		eng_buf_printf(&m->out, " lang=\"%s\"", m->language);
	}
	add_field(m, "jurisdiction", field(m->recipient, ENG_TYPE_COUNTRY, NULL, false));
	eng_buf_cstr(&m->out, ">\n");
}

static void add_recipient(maker *m, const eng_decl *root) {
	const eng_decl *r = m->recipient, *line = field(r, ENG_TYPE_TEXT, "line", true);
	const eng_decl *number = child(root, "id") ? child(root, "id") : child(r, "id");

	eng_buf_cstr(&m->out, "  <recipient");
	add_field(m, "id", child(r, "id"));
	add_field(m, "name", child(r, "name"));
	add_field(m, "email", field(r, ENG_TYPE_EMAIL, NULL, false));
	add_field(m, "phone", field(r, ENG_TYPE_PHONE, NULL, false));
	add_field(m, "country", field(r, ENG_TYPE_COUNTRY, NULL, false));
	if (line) {
		eng_buf_printf(&m->out, ">\n    <address select=\"%s\"/>\n  </recipient>\n",
			       eng_decl_path(line, &m->t.arena));
	} else {
		eng_buf_cstr(&m->out, "/>\n");
	}
	eng_buf_cstr(&m->out, "  <context");
	add_field(m, "id", number);
	eng_buf_printf(&m->out, " journey=\"%s\" stage=\"sent\"/>\n", m->o->id);
}

static void add_body(maker *m) {
	eng_buf_cstr(&m->out, "  <title>Title of the document, subject of the e-mail</title>\n"
			      "  <brief>One sentence, which opens the SMS.</brief>\n\n"
			      "  <part name=\"footer\"><para>Page <page-number/> of "
			      "<page-count/></para></part>\n\n"
			      "  <body>\n    <para>Dear");
	if (child(m->recipient, "name")) {
		eng_buf_printf(&m->out, " {%s}",
			       eng_decl_path(child(m->recipient, "name"), &m->t.arena));
	} else {
		eng_buf_cstr(&m->out, " customer");
	}
	eng_buf_cstr(&m->out, ",</para>\n"
			      "    <para>What is said.</para>\n\n"
			      "    <!-- Locked wording stands here, by the id of a block; what its "
			      "slots ask for is given "
			      "raw:\n"
			      "    <block ref=\"deposit-guarantee\"><slot name=\"limit\" "
			      "select=\"account/guaranteed\"/></block> -->\n"
			      "  </body>\n</communication>\n");
}

/* ---- all together ---- */

static bool write_template(maker *m) {
	eng_ctx *ctx = &m->t.ctx;
	eng_library *library = eng_library_open(ctx, m->t.options->library);
	const eng_vocabulary *vocabulary =
	    library ? eng_library_vocabulary(ctx, library, eng_str_from(m->data), (eng_loc){ 0 })
		    : NULL;
	bool ok = vocabulary != NULL;

	if (ok) {
		m->recipient = find_recipient(vocabulary->root);
		ok = m->recipient ||
		     eng_fail(ctx, "template.no-recipient", vocabulary->root->where,
			      "vocabulary '%s' has no 'id' of a recipient: a group such as "
			      "'customer' with an 'id' is expected",
			      m->data);
	}
	if (ok) {
		add_head(m);
		add_recipient(m, vocabulary->root);
		add_body(m);
		ok = begin(m, eng_arena_printf(&m->t.arena, "communications/%s.xml", m->o->id),
			   eng_buf_view(&m->out));
	}
	eng_library_close(library);
	return ok;
}

static bool make(maker *m) {
	eng_arena *arena = &m->t.arena;
	const char *path =
	    eng_path_join(arena, m->t.options->library,
			  eng_arena_printf(arena, "communications/%s.xml", m->o->id));

	if (eng_file_exists(path)) {
		return eng_fail(&m->t.ctx, "file.exists", (eng_loc){ path, 0, 0 },
				"'%s' is there already", path);
	}
	return choose_theme(m) &&
	       begin(m, eng_arena_printf(arena, "strings/%s.yaml", m->language),
		     ENG_STR(STRINGS)) &&
	       (m->o->data || begin(m, eng_arena_printf(arena, "vocabularies/%s.xml", m->data),
				    eng_str_printf(arena, VOCABULARY, m->data, m->data))) &&
	       write_template(m);
}

bool eng_template_new(const eng_trust_options *options, const eng_template_new_options *o,
		      FILE *out) {
	maker m = { .o = o, .told = out };
	const char *names[] = { o->id, o->data, o->theme };
	bool ok = true;

	eng_trust_init(&m.t, options);
	m.data = o->data ? o->data : o->id;
	m.language = o->language ? o->language : "en";
	for (size_t i = 0; i < sizeof(names) / sizeof(*names) && ok; i++) {
		ok = !names[i] || eng_id_is_valid(eng_str_from(names[i])) ||
		     eng_fail(&m.t.ctx, "template.bad-name", (eng_loc){ 0 },
			      "'%s' is no id: small letters, digits and '-'", names[i]);
	}
	ok = ok && make(&m);
	eng_buf_finish(&m.out);
	eng_trust_finish(&m.t);
	return ok;
}
