/* What a worker remembers (words, texts, fonts, pictures, finished bytes) never shows: a document has
 * the same bytes whatever was composed before it, and however little may be remembered. */
#include <stdlib.h>

#include "base/file.h"
#include "channels/channel.h"
#include "layout/layout.h"
#include "layout/shape.h"
#include "specimen.h"
#include "unit.h"

enum { ASCII = 9, LATIN, WIDE, KINDS }; /* the last three, by the letters they need */

extern const eng_channel eng_channel_pdf;

static eng_ctx ctx;
static eng_diag_list diags;
static eng_studio studio;
static eng_document *docs[KINDS];
static eng_str alone[KINDS]; /* bytes of each as the first document of a worker */

static eng_document *in_language(const char *lang, bool rtl, const char *const *paras, size_t n) {
	eng_document *doc = specimen_new();
	eng_node *heading = specimen_node(doc->body, ENG_NODE_HEADING);

	doc->language = eng_str_from(lang);
	doc->rtl = rtl;
	heading->as.heading.level = 1;
	specimen_text(heading, paras[0]);
	for (size_t i = 0; i < n; i++) {
		eng_node *para = specimen_para(doc->body, paras[i]);

		specimen_data(para, " 12 + AB-7, ");
		specimen_text(specimen_node(para, ENG_NODE_STRONG), paras[(i + 1) % n]);
		specimen_para(doc->body, paras[i]); /* equal texts in looks of their own */
		specimen_text(specimen_node(specimen_para(doc->body, NULL), ENG_NODE_STRONG),
			      paras[i]);
		heading = specimen_node(doc->body, ENG_NODE_HEADING);
		heading->as.heading.level = 2;
		specimen_text(heading, paras[i]);
	}
	return doc;
}

static eng_document *in_one_word(const char *lang, const char *words) {
	return in_language(lang, false, &words, 1);
}

/* The same words in other company: languages, roles, widths, spans and directions differ. */
static void make_documents(void) {
	static const char *const english[] = {
		"Your final office account, \xe2\x80\x9cquoted\xe2\x80\x9d (e-mail).",
		"Deposits are protected up to a limit.", "AVATAR To"
	};
	static const char *const arabic[] = { "كشف الحساب الجاري", "الرقم AB-12 مدفوع" };
	static const char *const thai[] = { "ใบแจ้งยอดบัญชี", "กรุงเทพมหานครเป็นเมืองหลวงของประเทศไทย" };
	static const char *const russian[] = { "Остаток на счёте", "AVATAR To" };
	static const char *const rows[][3] = {
		{ "01/10/2026", "Salary office", "2,500.00" },
		{ "01/10/2026", "Salary office", "2,500.00" },
		{ "12/10/2026", "AVATAR To", "-12.40" },
	};

	docs[0] = specimen_full();
	docs[1] = in_language("en", false, english, 3);
	docs[2] = in_language("de", false, english, 3);
	docs[3] = in_language("ar", true, arabic, 2);
	docs[4] = in_language("th", false, thai, 2);
	docs[5] = in_language("ru", false, russian, 2);
	docs[6] = in_language("ar", true, english, 3);
	docs[7] = specimen_new();
	specimen_table(docs[7]->body, rows, 3, "12.00");
	specimen_chart(docs[7]->body);
	docs[8] = specimen_new();
	for (int i = 0; i < 3; i++) {
		eng_node *flow = specimen_node(docs[8]->body, ENG_NODE_FLOW);

		flow->as.flow.columns = (size_t)i + 1;
		specimen_block(flow, "deposit-guarantee", 3, english[1]);
		specimen_para(flow, english[i]);
	}
	docs[ASCII] = in_one_word("en", "Statement of account");
	docs[LATIN] = in_one_word("de", "Kontoauszug für März");
	docs[WIDE] = in_one_word("pl", "Wyciąg z rachunku");
}

/* The document's file; the caller frees. */
static eng_buf file_of(eng_desk *desk, const eng_document *doc) {
	eng_arena scratch;
	eng_measures measures = { 0 };
	eng_buf out = { 0 };

	eng_arena_init(&scratch);
	CHECK(eng_channel_pdf.render(&ctx, desk, &studio, doc, NULL, 0, &scratch, &out, &measures));
	eng_arena_finish(&scratch);
	return out;
}

static void open_press(void) {
	studio.press = eng_press_new(&ctx, studio.theme, studio.library, "/usr/share/fonts");
	CHECK(studio.press != NULL);
}

static void check_file(eng_desk *desk, size_t kind) {
	eng_buf out = file_of(desk, docs[kind]);

	if (!eng_str_eq(eng_buf_view(&out), alone[kind])) {
		CHECK(!"the document has the bytes that it has alone");
		fprintf(stderr, "document %zu of %zu bytes\n", kind, out.n);
	}
	eng_buf_finish(&out);
}

static void make_alone(void) {
	for (size_t i = 0; i < KINDS; i++) {
		eng_desk *desk = eng_channel_pdf.open(&ctx, &studio);
		eng_buf out;

		open_press();
		out = file_of(desk, docs[i]);
		CHECK(out.n > 1000);
		alone[i] = eng_str_copy(&specimen_arena, eng_buf_view(&out));
		eng_buf_finish(&out);
		eng_channel_pdf.close(desk);
		eng_press_free(studio.press);
	}
}

/* A file holds of a font's shared subset no more than the size that its letters need. */
static void check_sizes(void) {
	CHECK(alone[ASCII].n + 1000 < alone[LATIN].n);
	CHECK(alone[LATIN].n + 1000 < alone[WIDE].n);
}

/* Five rounds in an order: a text is remembered at the second time, its lines and runs at the third. */
static void check_order(size_t step, size_t words, size_t texts) {
	eng_desk *desk = eng_channel_pdf.open(&ctx, &studio);

	open_press();
	eng_shaper_limit(eng_press_shaper(studio.press), words, texts);
	for (size_t i = 0; i < 5 * KINDS; i++) {
		check_file(desk, (i * step + i / KINDS) % KINDS);
	}
	eng_channel_pdf.close(desk);
	eng_press_free(studio.press);
}

int main(void) {
	const char *library = eng_file_is_dir("../templates/themes") ? "../templates" : "templates";

	eng_arena_init(&specimen_arena);
	diags.arena = &specimen_arena;
	eng_ctx_init(&ctx, eng_diag_collect, &diags);
	studio.library = library;
	studio.channel_names = eng_channel_names;
	studio.theme = eng_theme_load(&ctx, &specimen_arena, library, ENG_STR("meridian"));
	CHECK(studio.theme != NULL);
	if (studio.theme) {
		make_documents();
		make_alone();
		check_sizes();
		check_order(1, SIZE_MAX, 4000);
		check_order(KINDS - 1, SIZE_MAX, 4000);
		check_order(2, 0, 0);
		check_order(4, 1, 1);
		check_order(5, 7, 3);
		check_order(7, 30, 20);
	}
	for (size_t i = 0; i < diags.n && i < 5; i++) {
		fprintf(stderr, "%s: %s\n", diags.items[i].code, diags.items[i].message);
	}
	eng_arena_finish(&specimen_arena);
	return unit_done();
}
