/* Templates, fragments and blocks from small libraries made on the spot: what a case cannot show,
 * such as limits, the list of files, and composing for the recipient alone. */
#include "compose/compose.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "content/program.h"
#include "unit.h"

static const char *const channels[] = { "pdf", "sms", NULL };

#define VOCABULARY                                                                                \
	"<vocabulary xmlns=\"urn:engross:vocabulary:1\" name=\"v\"><element name=\"r\">"          \
	"<element name=\"id\" type=\"text\"/><element name=\"day\" type=\"text\" "                \
	"optional=\"yes\" repeated=\"yes\"/><element name=\"x\" optional=\"yes\" "                \
	"repeated=\"yes\"><element name=\"y\" type=\"text\"/></element></element></vocabulary>"
#define TEMPLATE(head, body)                                                                      \
	"<communication xmlns=\"urn:engross:template:1\" id=\"t\" version=\"1\" layout=\"1\" "    \
	"theme=\"t\" data=\"v\" purpose=\"service\" languages=\"en\" lang=\"en\">\n" head         \
	"<recipient id=\"{id}\" name=\"{$who}\"/><title>T</title>\n<body>" body                   \
	"</body></communication>"
#define WHO "<let name=\"who\" select=\"id\"/>"

typedef struct file {
	const char *path, *text;
} file;

typedef struct room {
	char *dir;
	eng_arena arena;
	eng_ctx ctx;
	eng_diag_list diags;
	eng_library *library;
	const eng_template *tmpl;
	eng_composer *composer;
} room;

static void put(room *r, const char *path, const char *text) {
	const char *full = eng_path_join(&r->arena, r->dir, path);

	eng_file_mkdirs(&r->ctx, eng_path_dir(&r->arena, full));
	CHECK(g_file_set_contents(full, text, -1, NULL));
}

static void open_room(room *r, const file *files, size_t n, const char *tmpl) {
	memset(r, 0, sizeof(*r));
	eng_arena_init(&r->arena);
	r->diags.arena = &r->arena;
	eng_ctx_init(&r->ctx, eng_diag_collect, &r->diags);
	r->dir = g_dir_make_tmp("engross-XXXXXX", NULL);
	put(r, "vocabularies/v.xml", VOCABULARY);
	put(r, "strings/en.yaml", "used: \"Used\"\nidle: \"Idle\"\n");
	put(r, "communications/t.xml", tmpl);
	for (size_t i = 0; i < n; i++) {
		put(r, files[i].path, files[i].text);
	}
	r->library = eng_library_open(&r->ctx, r->dir);
	CHECK(r->library != NULL);
}

static bool load(room *r, bool lint) {
	const eng_template_options options = { .channel_names = channels,
					       .assembling = 2,
					       .lint = lint };

	r->tmpl = eng_template_load(&r->ctx, r->library, ENG_STR("t"), &options);
	return r->tmpl != NULL;
}

static eng_record make_record(room *r) {
	eng_names *names = eng_library_names(r->library);
	eng_field *root = eng_field_new(&r->arena, NULL, NULL, eng_names_add(names, ENG_STR("r")));
	eng_field *id = eng_field_new(&r->arena, root, NULL, eng_names_add(names, ENG_STR("id")));
	eng_record record = { .root = root, .file = "data.xml" };

	id->text = ENG_STR("R1");
	return record;
}

static void add_field(room *r, eng_record *record, const char *name, const char *text) {
	eng_names *names = eng_library_names(r->library);
	eng_field *field = eng_field_new(&r->arena, record->root, NULL,
					 eng_names_add(names, eng_str_from(name)));

	field->text = eng_str_from(text);
	field->line = 7;
}

static eng_document *compose(room *r, const eng_record *record, eng_channel_set set) {
	eng_compose_options options = { .channels = set,
					.channel_names = channels,
					.run_date = { .year = 2026, .month = 11, .day = 1 } };

	options.run_date.offset = ENG_DATE_UNZONED;
	eng_composer_free(r->composer);
	r->composer = eng_composer_new(&r->ctx, r->library, r->tmpl, &options);
	return eng_compose(&r->ctx, r->composer, &r->arena, record);
}

static void remove_all(const char *path) {
	GDir *dir = g_dir_open(path, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		char *below = g_build_filename(path, name, NULL);

		remove_all(below);
		g_free(below);
	}
	if (dir) {
		g_dir_close(dir);
	}
	g_remove(path);
}

static void close_room(room *r) {
	eng_composer_free(r->composer);
	eng_library_close(r->library);
	eng_arena_finish(&r->arena);
	remove_all(r->dir);
	g_free(r->dir);
}

/* "code" of the last error, or "" */
static const char *last_code(const room *r) {
	for (size_t i = r->diags.n; i > 0; i--) {
		if (r->diags.items[i - 1].code) {
			return r->diags.items[i - 1].code;
		}
	}
	return "";
}

static void test_not_there(void) {
	const eng_template_options options = { .channel_names = channels };
	room r;

	open_room(&r, NULL, 0, TEMPLATE(WHO, ""));
	CHECK(eng_library_open(&r.ctx, "/nowhere/at/all") == NULL);
	CHECK(strcmp(last_code(&r), "library.unreadable") == 0);
	CHECK(!eng_template_load(&r.ctx, r.library, ENG_STR("absent"), &options));
	CHECK(strcmp(last_code(&r), "library.no-template") == 0);
	CHECK(!eng_template_load(&r.ctx, r.library, ENG_STR("../t"), &options));
	CHECK(strcmp(last_code(&r), "library.no-template") == 0);
	close_room(&r);
}

static void test_files_and_recipient(void) {
	const eng_content_file *files;
	eng_recipient recipient;
	eng_record record;
	size_t n;
	room r;

	open_room(&r, NULL, 0, TEMPLATE(WHO, "<para>{t('used')} {$who}</para>"));
	CHECK(load(&r, true));
	eng_library_files(r.library, &files, &n);
	CHECK(n == 3);
	CHECK_STR(files[0].path, "communications/t.xml");
	CHECK_STR(files[1].path, "strings/en.yaml");
	CHECK_STR(files[2].path, "vocabularies/v.xml");
	eng_library_unused_strings(&r.ctx, r.library);
	CHECK(strcmp(last_code(&r), "strings.unused") == 0);
	CHECK(strstr(r.diags.items[r.diags.n - 1].message, "'idle'") != NULL);
	record = make_record(&r);
	CHECK(compose(&r, &record, 3) != NULL);
	CHECK(eng_compose_recipient(&r.ctx, r.composer, &r.arena, &record, &recipient));
	CHECK_STR(recipient.id, "R1");
	CHECK_STR(recipient.name, "R1");
	CHECK(r.ctx.errors == 0);
	close_room(&r);
}

static void test_same_twice(void) {
	eng_buf a = { 0 }, b = { 0 };
	eng_record record;
	eng_document *doc;
	room r;

	open_room(&r, NULL, 0, TEMPLATE(WHO, "<para> a {id} <strong>b </strong> c</para>"));
	CHECK(load(&r, false));
	record = make_record(&r);
	doc = compose(&r, &record, 3);
	eng_document_dump(doc, &a);
	doc = compose(&r, &record, 3);
	eng_document_dump(doc, &b);
	CHECK_STR(eng_buf_view(&a), b.s);
	CHECK(strstr(a.s, "text value=\"a \"") != NULL);
	CHECK(strstr(a.s, "text value=\"b\"") != NULL);
	CHECK(strstr(a.s, "text value=\" c\"") != NULL);
	eng_buf_finish(&a);
	eng_buf_finish(&b);
	close_room(&r);
}

/* Each fragment includes the next one twice: 2^24 nodes, or 2^24 steps without a node. */
static void test_explosion(bool nodes) {
	enum { DEPTH = 24 };
	file files[DEPTH];
	char *texts[2 * DEPTH];
	eng_record record;
	room r;

	for (int i = 0; i < DEPTH; i++) {
		char *inner = i + 1 < DEPTH
				  ? g_strdup_printf("<include fragment=\"f%d\"/><include "
						    "fragment=\"f%d\"/>",
						    i + 1, i + 1)
				  : g_strdup(nodes ? "<para>x</para>" : "");

		texts[2 * i] = g_strdup_printf("fragments/f%d.xml", i);
		texts[2 * i + 1] = g_strdup_printf(
		    "<fragment xmlns=\"urn:engross:fragment:1\" id=\"f%d\"><let name=\"a\" "
		    "select=\"1\"/>%s</fragment>",
		    i, inner);
		files[i] = (file){ texts[2 * i], texts[2 * i + 1] };
		g_free(inner);
	}
	open_room(&r, files, DEPTH, TEMPLATE(WHO, "<include fragment=\"f0\"/><para>y</para>"));
	CHECK(load(&r, true));
	record = make_record(&r);
	r.ctx.limits.document_nodes = nodes ? 10000 : 8000000;
	r.ctx.limits.steps = nodes ? 500000000 : 100000;
	CHECK((compose(&r, &record, 3) == NULL) == nodes);
	CHECK(!nodes || strcmp(last_code(&r), "limit.document-nodes") == 0);
	close_room(&r);
	for (int i = 0; i < 2 * DEPTH; i++) {
		g_free(texts[i]);
	}
}

static void test_limits(void) {
	eng_record record;
	room r;

	open_room(&r, NULL, 0,
		  TEMPLATE(WHO, "<for-each select=\"day\"><for-each select=\"/day\"><if "
				"test=\"false()\"><para>x</para></if></for-each></for-each>"));
	CHECK(load(&r, false));
	record = make_record(&r);
	for (int i = 0; i < 100; i++) {
		add_field(&r, &record, "day", "1");
	}
	r.ctx.limits.steps = 5000;
	CHECK(compose(&r, &record, 3) == NULL);
	CHECK(strcmp(last_code(&r), "limit.steps") == 0);
	r.ctx.limits.steps = 500000000;
	r.ctx.limits.arena_bytes = 1;
	CHECK(compose(&r, &record, 3) == NULL);
	CHECK(strcmp(last_code(&r), "limit.arena-bytes") == 0);
	close_room(&r);
}

static void test_sorting(void) {
	static const struct {
		const char *a, *b, *code;
	} rows[] = {
		{ "2026-01-02", "2026-01-01", "" },
		{ "2026-01-02", "soon", "template.sort" },
		{ "2026-01-02", "2026-01-01Z", "template.sort" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		eng_record record;
		room r;

		open_room(&r, NULL, 0,
			  TEMPLATE(WHO, "<for-each select=\"day\"><sort select=\".\" "
					"type=\"date\"/><para>{.}</para></for-each>"));
		CHECK(load(&r, false));
		record = make_record(&r);
		add_field(&r, &record, "day", rows[i].a);
		add_field(&r, &record, "day", rows[i].b);
		CHECK((compose(&r, &record, 3) != NULL) == (rows[i].code[0] == 0));
		CHECK(strcmp(last_code(&r), rows[i].code) == 0);
		close_room(&r);
	}
}

static void test_attached_record(void) {
	eng_record record;
	eng_document *doc;
	room r;

	open_room(&r, NULL, 0,
		  TEMPLATE(WHO "<attachment name=\"a.xml\" mime=\"text/xml\" source=\"record\"/>",
			   ""));
	CHECK(load(&r, false));
	record = make_record(&r);
	CHECK(compose(&r, &record, 1) == NULL);
	CHECK(strcmp(last_code(&r), "template.no-source") == 0);
	record.source = ENG_STR("<r/>");
	doc = compose(&r, &record, 1);
	CHECK(doc && doc->attachment_count == 1);
	CHECK_STR(doc->attachments[0].bytes, "<r/>");
	doc = compose(&r, &record, 2); /* a message alone has no attachments */
	CHECK(doc && doc->attachment_count == 0);
	close_room(&r);
}

static void test_faulty_block(void) {
	static const file files[] = { { "blocks/b/1.en.xml",
					"<block xmlns=\"urn:engross:block:1\" id=\"b\" version=\"1\" "
					"lang=\"en\" owner=\"o\"/>" } };
	room r;

	open_room(&r, files, 1, TEMPLATE(WHO, "<block ref=\"b\"/><block ref=\"b\"/>"));
	CHECK(!load(&r, false));
	CHECK(strcmp(last_code(&r), "block.unusable") == 0);
	close_room(&r);
}

int main(void) {
	test_not_there();
	test_files_and_recipient();
	test_same_twice();
	test_explosion(true);
	test_explosion(false);
	test_limits();
	test_sorting();
	test_attached_record();
	test_faulty_block();
	return unit_done();
}
