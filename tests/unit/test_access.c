/* What a PDF file gives to people who cannot see it, each kind of it there and taken away. */
#include "base/buf.h"
#include "unit.h"
#include "verify/pdf-access.h"

#define XMP                                                                                        \
	"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "                                            \
	"xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description "                \
	"xmlns:dc='http://purl.org/dc/elements/1.1/' "                                             \
	"xmlns:pdfuaid='http://www.aiim.org/pdfua/ns/id/'><pdfuaid:part>1</pdfuaid:part>"          \
	"<dc:title><rdf:Alt><rdf:li>A letter</rdf:li></rdf:Alt></dc:title>"                        \
	"</rdf:Description></rdf:RDF></x:xmpmeta>"

static eng_arena arena;

/* Objects 1 to 13: a page, and a heading, a figure, a table and another heading in its structure. */
static const char *const objects[] = {
	("<</Type/Catalog/Pages 2 0 R/Lang(de-AT)/MarkInfo<</Marked true>>"
	 "/ViewerPreferences<</DisplayDocTitle true>>/StructTreeRoot 5 0 R/Metadata 4 0 R>>"),
	"<</Type/Pages/Kids[3 0 R]/Count 1>>",
	"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/StructParents 0/Annots[13 0 R]>>",
	"", /* the metadata */
	"<</Type/StructTreeRoot/K 6 0 R>>",
	"<</S/Document/P 5 0 R/K[7 0 R 8 0 R 9 0 R 12 0 R]>>",
	"<</S/H1/P 6 0 R/K 0>>",
	"<</S/Figure/P 6 0 R/K 1/Alt(A ship)>>",
	"<</S/Table/P 6 0 R/K[10 0 R]>>",
	"<</S/TR/P 9 0 R/K[11 0 R]>>",
	"<</S/TH/P 10 0 R/A<</O/Table/Scope/Column>>/K 2>>",
	"<</S/H2/P 6 0 R/K 3>>",
	"<</Type/Annot/Subtype/Link/Rect[0 0 1 1]/Contents(To the ship)>>",
};
enum { COUNT = sizeof(objects) / sizeof(objects[0]) };

/* The file, with one text of it in place of another. */
static const char *read(const char *before, const char *after, eng_pdf_access *access) {
	eng_buf file = { 0 };
	size_t offsets[COUNT], start;
	const char *why;

	eng_buf_cstr(&file, "%PDF-1.7\n");
	for (size_t i = 0; i < COUNT; i++) {
		eng_str text = eng_str_from(objects[i][0] ? objects[i] : XMP);
		size_t at = eng_str_index(text, eng_str_from(before));

		if (*before && at < text.n) {
			text = eng_str_printf(&arena, "%.*s%s%.*s", (int)at, text.s, after,
					      (int)(text.n - at - strlen(before)),
					      text.s + at + strlen(before));
		}
		if (!objects[i][0]) {
			text = eng_str_printf(&arena, "<</Length %zu>>stream\n%.*s\nendstream",
					      text.n, ENG_STR_ARG(text));
		}
		offsets[i] = file.n;
		eng_buf_printf(&file, "%zu 0 obj\n%.*s\nendobj\n", i + 1, ENG_STR_ARG(text));
	}
	start = file.n;
	eng_buf_printf(&file, "xref\n0 %d\n0000000000 65535 f \n", COUNT + 1);
	for (size_t i = 0; i < COUNT; i++) {
		eng_buf_printf(&file, "%010zu 00000 n \n", offsets[i]);
	}
	eng_buf_printf(&file, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF\n",
		       COUNT + 1, start);
	why = eng_pdf_access_read(&arena, eng_buf_view(&file), (eng_str){ 0 }, access);
	eng_buf_finish(&file);
	return why;
}

static void test_whole(void) {
	eng_pdf_access a;

	CHECK(read("", "", &a) == NULL);
	CHECK_STR(a.language, "de-AT");
	CHECK_STR(a.title, "A letter");
	CHECK(a.tagged && a.title_shown && a.part == 1);
	CHECK(a.pages == 1 && a.pages_told == 1);
	CHECK(a.headings == 2 && a.gaps == 0);
	CHECK(a.figures == 1 && a.figures_told == 1);
	CHECK(a.tables == 1 && a.tables_told == 1);
	CHECK(a.links == 1 && a.links_told == 1);
}

static void test_missing(void) {
	eng_pdf_access a;

	CHECK(!read("/Lang(de-AT)", "", &a) && a.language.n == 0);
	CHECK(!read("</dc:title>", "", &a) && a.title.n == 0); /* not XML any more */
	CHECK(!read("A letter", "", &a) && a.title.n == 0);
	CHECK(!read("DisplayDocTitle true", "DisplayDocTitle false", &a) && !a.title_shown);
	CHECK(!read("Marked true", "Marked false", &a) && !a.tagged);
	CHECK(!read(">1<", ">2<", &a) && a.part == 0);
	CHECK(!read("/StructParents 0", "", &a) && a.pages == 1 && a.pages_told == 0);
	CHECK(!read("/S/H2", "/S/H3", &a) && a.gaps == 1);
	CHECK(!read("/S/H1", "/S/P", &a) && a.headings == 1 && a.gaps == 1);
	CHECK(!read("/Alt(A ship)", "", &a) && a.figures == 1 && a.figures_told == 0);
	CHECK(!read("/Alt(A ship)", "/Alt()", &a) && a.figures_told == 0);
	CHECK(!read("/Scope/Column", "", &a) && a.tables == 1 && a.tables_told == 0);
	CHECK(!read("/S/TH", "/S/TD", &a) && a.tables == 1 && a.tables_told == 0);
	CHECK(!read("/A<</O/Table/Scope/Column>>", "/A[<</O/Layout>><</O/Table/Scope/Column>>]",
		    &a) &&
	      a.tables_told == 1);
	CHECK(!read("/Contents(To the ship)", "", &a) && a.links == 1 && a.links_told == 0);
}

/* What is no tree is not walked for ever, and what is no file is said. */
static void test_damaged(void) {
	eng_pdf_access a;

	CHECK(read("/K[11 0 R]", "/K[6 0 R]", &a) != NULL);
	CHECK(read("/StructTreeRoot 5 0 R", "", &a) != NULL);
	CHECK(eng_pdf_access_read(&arena, ENG_STR("no file"), (eng_str){ 0 }, &a) != NULL);
}

int main(void) {
	eng_arena_init(&arena);
	test_whole();
	test_missing();
	test_damaged();
	eng_arena_finish(&arena);
	return unit_done();
}
