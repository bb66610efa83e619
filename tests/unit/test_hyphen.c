/* Divided words judged by libhyphen, and the accounts of layout by pages that were spoilt. */
#include <hyphen.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "layout/assemble.h"
#include "layout/hyphen.h"
#include "layout/patterns.h"
#include "unit.h"

#define DICTIONARIES "/usr/share/hyphen"

static eng_ctx ctx;
static eng_arena arena;
static eng_diag_list diags;

static eng_str divided(eng_hyphens *hyphens, const char *lang, const char *word) {
	uint8_t at[ENG_HYPHEN_BYTES] = { 0 };
	eng_buf out = { 0 };
	eng_str text;

	eng_hyphens_points(hyphens, eng_str_from(lang), eng_str_from(word), at);
	for (size_t i = 0; word[i]; i++) {
		if (at[i]) {
			eng_buf_char(&out, '=');
		}
		eng_buf_char(&out, word[i]);
	}
	text = eng_str_copy(&arena, eng_buf_view(&out));
	eng_buf_finish(&out);
	return text;
}

static void test_words(void) {
	const eng_str languages[] = { ENG_STR_INIT("de-CH"), ENG_STR_INIT("en"), ENG_STR_INIT("fr"),
				      ENG_STR_INIT("ru"), ENG_STR_INIT("ar") };
	eng_hyphens *h =
	    eng_hyphens_open(&ctx, "/nowhere:" DICTIONARIES, languages, 5, (eng_loc){ 0 });

	CHECK(diags.n == 0); /* Arabic is not written with hyphens */
	CHECK_STR(divided(h, "de-CH", "Versicherungsbedingungen"),
		  "Ver=si=che=rungs=be=din=gun=gen");
	CHECK_STR(divided(h, "de", "(Überweisung)."), "(Über=wei=sung).");
	CHECK_STR(divided(h, "en-GB", "communication"), "com=mu=ni=ca=tion");
	CHECK_STR(divided(h, "fr", "l’assurance"), "l’as=su=rance");
	CHECK_STR(divided(h, "ru", "ответственность"), "от=вет=ствен=ность");
	CHECK_STR(divided(h, "en", "PayPal communiCation AB12communication"),
		  "PayPal communiCation AB12communication");
	CHECK_STR(divided(h, "en", "www.communication.example"), "www.communication.example");
	CHECK_STR(divided(h, "en",
			  "communi\xC2\xAD"
			  "cation"),
		  "communi\xC2\xAD"
		  "cation");
	CHECK_STR(divided(h, "en", "area"), "area");
	CHECK_STR(divided(h, "it", "responsabile"), "responsabile");
	eng_hyphens_free(h);
	h = eng_hyphens_open(&ctx, "/nowhere", languages, 2, (eng_loc){ 0 });
	CHECK(diags.n == 2 && diags.items[0].level == ENG_WARNING);
	CHECK_STR(divided(h, "de", "Versicherung"), "Versicherung");
	eng_hyphens_free(h);
}

/* Words of a UTF-8 dictionary's own patterns, divided by libhyphen and by us. */
static void test_judge(const char *path) {
	eng_str bytes = { "", 0 }, rest, line;
	HyphenDict *theirs = hnj_hyphen_load(path);
	eng_patterns *ours;
	size_t words = 0, same = 0;

	CHECK(theirs && eng_file_read(&ctx, &arena, path, 8 << 20, &bytes));
	ours = eng_patterns_new(bytes);
	rest = bytes;
	while (ours && eng_str_split(&rest, '\n', &line) && words < 3000) {
		char word[64], answer[80] = { 0 };
		bool at[ENG_PATTERNS_WORD] = { false }, equal = true;
		int n = 0, *places = NULL, *cuts = NULL;
		char **changes = NULL;

		for (size_t i = 0; i < line.n && n < 50; i++) {
			if (line.s[i] >= 'a' && line.s[i] <= 'z') {
				word[n++] = line.s[i];
			}
		}
		if (n < 5) {
			continue;
		}
		word[n] = 0;
		hnj_hyphen_hyphenate3(theirs, word, n, answer, NULL, &changes, &places, &cuts, 2, 3,
				      2, 3);
		eng_patterns_divide(ours, (eng_str){ word, (size_t)n }, at);
		for (int i = 2; i + 3 <= n; i++) {
			equal &= at[i] == ((answer[i - 1] & 1) != 0);
		}
		words++;
		same += equal;
		for (int i = 0; changes && i < n; i++) {
			free(changes[i]);
		}
		free(changes);
		free(places);
		free(cuts);
	}
	printf("%s: %zu of %zu words divided alike\n", path, same, words);
	CHECK(words > 1000 && same * 1000 >= words * 995);
	eng_patterns_free(ours);
	hnj_hyphen_free(theirs);
}

/* A document of one paragraph whose text stands on a page that the test spoils. */
static void test_accounts(void) {
	eng_work work = { .ctx = &ctx, .arena = &arena };
	eng_document *doc = eng_arena_new(&arena, eng_document);
	eng_node *para = eng_node_new(&arena, ENG_NODE_PARA, (eng_loc){ 0 }, 1);
	eng_node *text = eng_node_new(&arena, ENG_NODE_TEXT, (eng_loc){ 0 }, 1);
	eng_item item = { .kind = ENG_ITEM_RUN, .node = text };
	eng_page page = { .width = 100000, .height = 100000, .items = &item, .count = 1 };

	text->as.text.value.text = ENG_STR("every word");
	text->as.text.from.ordinal = 1;
	eng_node_append(para, text);
	doc->body = eng_node_new(&arena, ENG_NODE_BODY, (eng_loc){ 0 }, 1);
	eng_node_append(doc->body, para);
	doc->text_count = 1;
	work.doc = doc;
	for (int spoilt = 0; spoilt < 4; spoilt++) {
		static const char *const codes[] = { NULL, "layout.lost", "layout.lost",
						     "layout.outside" };

		diags.n = 0;
		work.faulty = false;
		item.as.run.text = spoilt == 2 ? ENG_STR("every wor") : text->as.text.value.text;
		item.as.run.width = 50000;
		item.as.run.x = spoilt == 3 ? 60000 : 0;
		page.count = spoilt != 1;
		eng_account_start(&work);
		eng_account_add(&work, &page);
		eng_account_edges(&work, &page, 0);
		CHECK(eng_account_check(&work) == (spoilt == 0));
		CHECK(diags.n == (spoilt != 0) &&
		      (spoilt == 0 || strcmp(diags.items[0].code, codes[spoilt]) == 0));
		eng_account_finish(&work);
	}
}

int main(void) {
	eng_arena_init(&arena);
	diags.arena = &arena;
	eng_ctx_init(&ctx, eng_diag_collect, &diags);
	test_words();
	test_judge(DICTIONARIES "/hyph_en_US.dic");
	test_judge(DICTIONARIES "/hyph_en_GB.dic");
	test_accounts();
	eng_arena_finish(&arena);
	return unit_done();
}
