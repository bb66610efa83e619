/* Limits on files and artifacts, lowered so that they are met: each is told, and nothing comes of what exceeds it. */
#include "base/file.h"
#include "channels/common/pdf/objects.h"
#include "composed.h"
#include "markup/xml.h"
#include "markup/yaml.h"
#include "run/workshop.h"
#include "unit.h"

static eng_ctx ctx;
static eng_arena arena;
static eng_diag_list told;

static void start(void) {
	told = (eng_diag_list){ .arena = &arena };
	eng_ctx_init(&ctx, eng_diag_collect, &told);
}

static bool is_told(const char *code) {
	return told.n == 1 && strcmp(told.items[0].code, code) == 0;
}

static void test_files(void) {
	eng_str bytes;

	for (size_t limit = 40; limit < 43; limit++) {
		const eng_str xml = ENG_STR("<a>"
					    "0123456789012345678901234567890123"
					    "</a>");
		const eng_str yaml = ENG_STR("a: "
					     "01234567890123456789012345678901234567");

		CHECK(xml.n == 41 && yaml.n == 41);
		start();
		ctx.limits.file_bytes = limit;
		CHECK((eng_xml_parse(&ctx, &arena, "t.xml", xml) != NULL) == (limit >= 41));
		CHECK(limit >= 41 || is_told("limit.file-bytes"));
		start();
		ctx.limits.file_bytes = limit;
		CHECK((eng_yaml_parse(&ctx, &arena, "t.yaml", yaml) != NULL) == (limit >= 41));
		CHECK(limit >= 41 || is_told("limit.file-bytes"));
	}
	start();
	CHECK(!eng_file_read(&ctx, &arena, __FILE__, 100, &bytes));
	CHECK(is_told("limit.file-bytes"));
	CHECK(!ctx.unreadable);
}

/* With a byte less than the file has it is refused at its end, with half of them on the way. */
static void test_artifacts(void) {
	composed made;
	size_t bytes = 0;

	start();
	CHECK(composed_open(&ctx, &arena, "a-table-goes-on-in-the-next-column", &made));
	CHECK(eng_workshop_start(&ctx, made.shop, (eng_hash){ 0 }));
	for (int pass = 0; made.document && pass < 3; pass++) {
		eng_work work = { 0 };
		bool good;

		start();
		ctx.limits.artifact_bytes = pass ? (bytes - 1) / (size_t)pass : SIZE_MAX;
		work.artifacts[0].channel = made.channel;
		work.artifacts[0].reason = "always";
		work.count = 1;
		good = eng_workshop_render(&ctx, made.shop, &arena, made.document, &work);
		CHECK(good == (pass == 0));
		CHECK(pass == 0 || is_told("limit.artifact-bytes"));
		bytes = pass ? bytes : work.artifacts[0].bytes.n;
		eng_work_finish(&work);
	}
	composed_close(&made);
}

static void test_objects(void) {
	eng_pdf_deflate deflate;
	eng_buf text = { 0 }, out = { 0 };
	eng_pdf_objects *objects;

	start();
	eng_pdf_deflate_init(&deflate, &ctx);
	objects = eng_pdf_objects_new(&ctx, &arena, &text, &deflate, ENG_PDF_OBJECTS, &out);
	CHECK(objects != NULL);
	eng_pdf_objects_reserve(objects, 8000000);
	CHECK(!eng_pdf_objects_write(objects, 1, 2));
	CHECK(is_told("limit.pdf-objects"));
	CHECK(out.n < 32); /* no more than the head */
	eng_pdf_objects_free(objects);
	eng_pdf_deflate_finish(&deflate);
	eng_buf_finish(&text);
	eng_buf_finish(&out);
}

int main(void) {
	eng_arena_init(&arena);
	test_files();
	test_artifacts();
	test_objects();
	eng_arena_finish(&arena);
	return unit_done();
}
