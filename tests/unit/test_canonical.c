/* Canonical text: what it levels and, more important, what it does not. */
#include "compliance/canonical.h"

#include <unicode/unorm2.h>

#include "base/utf8.h"
#include "unit.h"
#include "verify/claim.h"

static eng_arena arena;

static eng_str canonical(const char *text) {
	return eng_canonical_text(&arena, eng_str_from(text));
}

static void check_spaces(void) {
	CHECK_STR(canonical(""), "");
	CHECK_STR(canonical("  \n\t"), "");
	CHECK_STR(canonical("one two"), "one two");
	CHECK_STR(canonical(" one \t two\r"), "one two");
	CHECK_STR(canonical("one \n \n two\nthree \n"), "one\ntwo\nthree");
	CHECK_STR(canonical("1\xe2\x80\xaf"
			    "234,50\xc2\xa0\xe2\x82\xac"),
		  "1 234,50 \xe2\x82\xac");
	CHECK_STR(canonical("a\xe3\x80\x80"
			    "b\xe2\x80\xa9"
			    "c"),
		  "a b\nc");
	CHECK_STR(eng_canonical_flat(&arena, ENG_STR("a b\nc")), "a b c");
}

static void check_marks(void) {
	CHECK_STR(canonical("\xe2\x88\x92"
			    "5"),
		  "-5");
	CHECK_STR(canonical("Zins\xc2\xad"
			    "satz"),
		  "Zinssatz");
	CHECK_STR(canonical("\xe2\x81\xa8"
			    "12\xe2\x81\xa9 \xe2\x80\x8f"
			    "x\xd8\x9c"),
		  "12 x");
	/* What changes the reading stays: overrides, joiners, invisible characters, other dashes. */
	CHECK_STR(canonical("a\xe2\x80\xae"
			    "b"),
		  "a\xe2\x80\xae"
		  "b");
	CHECK_STR(canonical("a\xe2\x80\x8d"
			    "b"),
		  "a\xe2\x80\x8d"
		  "b");
	CHECK_STR(canonical("a\xe2\x80\x8b"
			    "b"),
		  "a\xe2\x80\x8b"
		  "b");
	CHECK_STR(canonical("1\xe2\x80\x93"
			    "2"),
		  "1\xe2\x80\x93"
		  "2");
}

static void check_composition(void) {
	CHECK_STR(canonical("Cafe\xcc\x81"), "Caf\xc3\xa9");
	CHECK_STR(canonical("\xe2\x84\xab"), "\xc3\x85");
	/* Compatibility is not equality: a ligature or a superscript is another text. */
	CHECK_STR(canonical("\xef\xac\x81"), "\xef\xac\x81");
	CHECK_STR(canonical("2\xc2\xb2"), "2\xc2\xb2");
	CHECK_STR(canonical("a\xff"
			    "b"),
		  "a\xef\xbf\xbd"
		  "b");
}

static void check_node(void) {
	eng_node *block = eng_node_new(&arena, ENG_NODE_BLOCK, (eng_loc){ 0 }, 3);
	const char *words[] = { "one", "two " };

	for (int i = 0; i < 2; i++) {
		eng_node *para = eng_node_new(&arena, ENG_NODE_PARA, (eng_loc){ 0 }, 3);
		eng_node *text = eng_node_new(&arena, ENG_NODE_TEXT, (eng_loc){ 0 }, 3);
		eng_node *line = eng_node_new(&arena, ENG_NODE_BR, (eng_loc){ 0 }, 3);
		eng_node *only = eng_node_new(&arena, ENG_NODE_TEXT, (eng_loc){ 0 }, 2);
		eng_node *note = eng_node_new(&arena, ENG_NODE_FOOTNOTE, (eng_loc){ 0 }, 3);
		eng_node *more = eng_node_new(&arena, ENG_NODE_TEXT, (eng_loc){ 0 }, 3);

		text->as.text.value.text = eng_str_from(words[i]);
		only->as.text.value.text = ENG_STR("only");
		more->as.text.value.text = ENG_STR("note");
		eng_node_append(block, para);
		eng_node_append(para, text);
		eng_node_append(para, line);
		eng_node_append(para, only);
		eng_node_append(para, note);
		eng_node_append(note, more);
	}
	CHECK_STR(eng_canonical_node(&arena, block, 0), "one\ntwo");
	CHECK_STR(eng_canonical_node(&arena, block, 1), "one only\ntwo only");
	CHECK_STR(eng_canonical_notes(&arena, block, 0), "note\nnote");
}

static void check_difference(void) {
	eng_claim claim = { .id = ENG_STR("terms"),
			    .language = ENG_STR("de"),
			    .version = 2,
			    .occurrence = 2,
			    .text = ENG_STR("Gr\xc3\xbc\xc3\x9f"
					    "e an alle") };
	eng_findings out = { .arena = &arena };

	CHECK(eng_findings_compare(&out, &claim, 0, claim.text, "the text"));
	CHECK(!eng_findings_compare(&out, &claim, 0,
				    ENG_STR("Gr\xc3\xbc\xc3\xa4"
					    "e an alle"),
				    "the text"));
	CHECK(out.n == 1 && strcmp(out.items[0].code, "verify.text-differs") == 0);
	CHECK_HAS(eng_str_from(out.items[0].message), "block 'terms' (version 2, de), use 2");
	CHECK_HAS(eng_str_from(out.items[0].message), "'Gr\xc3\xbc\xc3\xa4"
						      "e an alle'");
	CHECK_STR(eng_claim_mark(&arena, &claim), "block:terms/2.de#2");
}

/* What is not given to ICU must be what it would leave. */
static void check_signs(void) {
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);

	for (uint32_t c = 0xa1; c < 0x2100; c++) {
		UChar in[3] = { 'a', (UChar)c, 'b' }, out[16];
		char bytes[8] = "a";
		size_t n = 1 + eng_utf8_encode(c, bytes + 1);
		int32_t made = unorm2_normalize(nfc, in, 3, out, 16, &status);
		eng_str text;

		bytes[n++] = 'b';
		text = eng_canonical_text(&arena, (eng_str){ bytes, n });
		if (text.n == n && memcmp(text.s, bytes, n) == 0) {
			CHECK(made == 3 && out[1] == (UChar)c);
		}
	}
}

int main(void) {
	eng_arena_init(&arena);
	check_spaces();
	check_marks();
	check_composition();
	check_signs();
	check_node();
	check_difference();
	eng_arena_finish(&arena);
	return unit_done();
}
