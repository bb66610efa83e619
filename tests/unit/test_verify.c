/* The readers of finished artifacts: what they accept, and that each way to spoil a locked text is found
 * and called by its name. */
#include "base/buf.h"
#include "unit.h"
#include "verify/reader.h"
#include "verify/tree-plain.h"

static eng_arena arena;
static eng_html_memo *memo;
static eng_claim claim;

static eng_findings result;

static const char *found(void) {
	return result.n ? result.items[0].code : "";
}

#define IS(code) CHECK_STR(eng_str_from(found()), (code))

static void claim_text(const char *text) {
	claim = (eng_claim){ .id = ENG_STR("terms"),
			     .language = ENG_STR("en"),
			     .version = 1,
			     .occurrence = 1,
			     .text = eng_str_from(text) };
	claim.text_hash = eng_hash_of(claim.text.s, claim.text.n);
}

static void text(const char *bytes) {
	result = (eng_findings){ .arena = &arena };
	eng_verify_text(&arena, eng_str_from(bytes), &claim, 1, &result);
}

static void check_text(void) {
	claim_text(
	    "Your rights\nYou may cancel within 14 days. It costs nothing.\nFirst\nSecond one");
	text("Hello\n\nYour rights\n-----------\n\nYou may cancel within 14 days. It\ncosts "
	     "nothing.\n\n"
	     "- First\n- Second\n  one\n\nBye\n");
	IS("");
	CHECK(result.seen_n == 1 && result.seen[0].start == 7);
	text("| Your rights\n| -----------\n|\n| You may cancel within 14 days. It costs "
	     "nothing.\n|\n"
	     "| 1. First\n| 2. Second one\n");
	IS("");
	text("Your rights\n\nYou may cancel within 15 days. It costs nothing.\n\nFirst\nSecond "
	     "one\n");
	IS("verify.text-differs");
	CHECK_HAS(eng_str_from(result.items[0].message), "within 15 days");
	text("Your rights\n\nYou may cancel within 14 days. It costs nothing. "
	     "Almost.\n\nFirst\nSecond one\n");
	IS("verify.text-differs");
	text("Your rights\n\nYou may cancel within 14 days. It costs nothing.\n\nNot for "
	     "you:\n\nFirst\n"
	     "Second one\n");
	IS("verify.text-differs");
	text(
	    "No rights\n\nYou may cancel within 14 days. It costs nothing.\n\nFirst\nSecond one\n");
	IS("verify.text-differs");
	text("Something else\n");
	IS("verify.missing");
	text("\xff\n");
	IS("verify.unreadable");
	claim_text("\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e");
	text("\xe6\x97\xa5\xe6\x9c\xac\n\xe8\xaa\x9e\n");
	IS("");
}

static bool ignore(void *user, const eng_json_token *token) {
	(void)user, (void)token;
	return true;
}

static void sms(const char *bytes) {
	result = (eng_findings){ .arena = &arena };
	eng_verify_sms(&arena, eng_str_from(bytes), &claim, 1, &result);
}

static void check_sms(void) {
	claim_text("Stop: 123");
	sms("{\"text\":\"Hi Stop: 123\",\"encoding\":\"gsm7\",\"segments\":1,\"parts\":[{\"hex\":"
	    "\"48692053746f703a20313233\"}]}");
	IS("");
	CHECK(result.seen_n == 1 && result.seen[0].start == 3 && result.seen[0].length == 9);
	sms("{\"text\":\"Hi Stop: 124\",\"encoding\":\"gsm7\",\"segments\":1,\"parts\":[{\"hex\":"
	    "\"48692053746f703a20313233\"}]}");
	IS("verify.text-differs");
	sms("{\"text\":\"Hi Stop: 123\",\"encoding\":\"gsm7\",\"segments\":1,\"parts\":[{\"hex\":"
	    "\"48692053746f703a20313234\"}]}");
	IS("verify.incomplete");
	sms("{\"text\":\"Hi Stop: 123\",\"encoding\":\"gsm7\",\"segments\":2,\"parts\":[{\"hex\":"
	    "\"48692053746f703a20313233\"}]}");
	IS("verify.incomplete");
	sms("{\"text\":\"Hi Stop: 1234\",\"encoding\":\"gsm7\",\"segments\":1,\"parts\":[{\"hex\":"
	    "\"48692053746f703a2031323334\"}]}");
	IS("verify.text-differs");
	sms("{\"text\":");
	IS("verify.unreadable");
	claim_text("14 \xe2\x82\xac {x}");
	sms("{\"text\":\"14 \xe2\x82\xac "
	    "{x}\",\"encoding\":\"gsm7\",\"segments\":1,\"parts\":[{\"hex\":"
	    "\"3134201b65201b28781b29\"}]}");
	IS("");
}

#define JSON(words, more, listed)                                                                  \
	"{\"content\":[{\"type\":\"block\",\"content\":[{\"type\":\"para\",\"text\":[{\"text\":"   \
	"\"" words "\"}]" more "}]}],\"blocks\":[{\"id\":\"terms\",\"version\":1,\"hash\":\""      \
	"0000000000000000000000000000000000000000000000000000000000000000\",\"text\":\"" listed    \
	"\"}]}"

static void mobile(const char *bytes) {
	result = (eng_findings){ .arena = &arena };
	eng_verify_mobile(&arena, eng_str_from(bytes), &claim, 1, &result);
}

static void check_mobile(void) {
	claim_text("It costs nothing.");
	mobile(JSON("It costs nothing.", "", "It costs nothing."));
	IS("");
	CHECK_STR(result.seen[0].anchor, "/content/0/content/0/text");
	mobile(JSON("It costs 9.", "", "It costs nothing."));
	IS("verify.text-differs");
	mobile(JSON("It costs nothing.", "", "It costs 9."));
	IS("verify.text-differs");
	mobile(JSON("It costs nothing.", ",\"isVisible\":false", "It costs nothing."));
	IS("verify.hidden");
	mobile(JSON("It costs nothing.", ",\"maxLines\":1", "It costs nothing."));
	IS("verify.hidden");
	claim.file_hash.bytes[0] = 1;
	mobile(JSON("It costs nothing.", "", "It costs nothing."));
	IS("verify.hash-differs");
	mobile("[]");
	IS("verify.unreadable");
}

static bool is_json(eng_str text) {
	eng_json_reader *reader;
	eng_ctx ctx;
	size_t taken;
	bool ok;

	eng_ctx_init(&ctx, NULL, NULL);
	reader = eng_json_reader_new(&ctx, NULL, ignore, NULL);
	ok = eng_json_reader_feed(reader, text.s, text.n, &taken) && eng_json_reader_finish(reader);
	eng_json_reader_free(reader);
	return ok;
}

/* Whatever the quick road takes is JSON; what it leaves is read all the same. */
static void check_json(void) {
	static const char *const texts[] = {
		"{}",
		"[]",
		"[[],{}]",
		"{\"a\":1}",
		"{\"a\":[1,-2,3.50,0],\"b\":{\"c\":null}}",
		" { \"a\" : [ true , false ] } ",
		"\"x\"",
		"1",
		"1 ",
		"\"a\\n\\\\\\\"b\"",
		"\"\\u20ac\"",
		"[1e5]",
		"\"\xe2\x82\xac\"",
		"",
		" ",
		"{",
		"[",
		"[1",
		"[1,",
		"[1,]",
		"[,1]",
		"{,}",
		"{\"a\"}",
		"{\"a\":}",
		"{\"a\":1,}",
		"{\"a\":1 \"b\":2}",
		"{a:1}",
		"[1 2]",
		"[01]",
		"[-]",
		"[1.]",
		"[.5]",
		"[+1]",
		"[tru]",
		"[truex]",
		"[nul]",
		"\"",
		"\"a",
		"\"\\\"",
		"\"\\x\"",
		"\"\x01\"",
		"\"\xff\"",
		"\"\\\\\xff\"",
		"[]]",
		"{}}",
		"[}",
		"{]",
		"[] []",
		"{\"a\":1}x",
		"[1\v]",
		"\"\\",
		"[\"a\\",
		"[1,\n2]",
		"{\"a\":{\"b\":[{}]}}",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		eng_str text = eng_str_from(texts[i]);
		const char *why;
		const eng_json_node *root = eng_json_tree(&arena, text, &why);

		CHECK((root != NULL) == is_json(text) || !fprintf(stderr, "%s\n", texts[i]));
		CHECK((root == NULL) == (why != NULL));
	}
	CHECK(eng_json_tree_plain(&arena, ENG_STR("{\"a\":\"x\\ny\"}")) != NULL);
	CHECK_STR(
	    eng_json_find_text(eng_json_tree_plain(&arena, ENG_STR("{\"a\":\"x\\n\\\"y\"}")), "a"),
	    "x\n\"y");
}

static void mail(const char *html, const char *style, const char *plain) {
	eng_str message = eng_str_printf(
	    &arena,
	    "From: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
	    "Content-Type: multipart/alternative; boundary=\"z\"\r\n\r\n"
	    "--z\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n"
	    "--z\r\nContent-Type: text/html; "
	    "charset=utf-8\r\n\r\n<html><head><style>%s</style></head>"
	    "<body><table><tr><td>Hello</td></tr><tr><td class=\"a\">%s</td></tr></table></body>"
	    "</html>\r\n--z--\r\n",
	    plain, style, html);

	result = (eng_findings){ .arena = &arena };
	eng_verify_mail(memo, &arena, message, &claim, 1, &result);
}

#define GOOD "It costs nothing."

/* What hides, shrinks, moves or alters the words, around "<p>" or in the style sheet. */
static void check_hidden(void) {
	static const char *const wrapped[] = {
		"<div style=\"display:none\"><p>" GOOD "</p></div>",
		"<p style=\"visibility: hidden\">" GOOD "</p>",
		"<p style=\"opacity:0\">" GOOD "</p>",
		"<p style=\"opacity:.01\">" GOOD "</p>",
		"<p style=\"font-size:1px\">" GOOD "</p>",
		"<p style=\"opacity:+0\">" GOOD "</p>",
		"<p style=\"opacity:9e-9\">" GOOD "</p>",
		"<p style=\"opacity:calc(0)\">" GOOD "</p>",
		"<p style=\"font-size:+1px\">" GOOD "</p>",
		"<p style=\"font-size:10E-2px\">" GOOD "</p>",
		"<p style=\"font-size:calc(1px)\">" GOOD "</p>",
		"<p style=\"font-size:1vw\">" GOOD "</p>",
		"<p style=\"text-indent:+9999px\">" GOOD "</p>",
		"<p style=\"text-indent:-9e3px\">" GOOD "</p>",
		"<p style=\"text-indent:90vw\">" GOOD "</p>",
		"<p style=\"margin-left:+9999px\">" GOOD "</p>",
		"<p style=\"margin-left:-1e4px\">" GOOD "</p>",
		"<p style=\"padding-left:1e4px\">" GOOD "</p>",
		"<p style=\"margin-left:100%\">" GOOD "</p>",
		"<p style=\"letter-spacing:90em\">" GOOD "</p>",
		"<p style=\"line-height:+0\">" GOOD "</p>",
		"<p style=\"font-size:0\">" GOOD "</p>",
		"<div style=\"font-size:10%\"><p>" GOOD "</p></div>",
		"<p style=\"font:2px/1 Arial\">" GOOD "</p>",
		"<p style=\"color:#fff\">" GOOD "</p>",
		"<p style=\"color:#fefefe\">" GOOD "</p>",
		"<p style=\"color:transparent\">" GOOD "</p>",
		"<p style=\"color:rgba(0,0,0,0.05)\">" GOOD "</p>",
		"<p><font color=\"white\">" GOOD "</font></p>",
		"<p style=\"background:#000\">" GOOD "</p>",
		"<p style=\"-webkit-text-fill-color:#ffffff\">" GOOD "</p>",
		"<p style=\"max-height:0;overflow:hidden\">" GOOD "</p>",
		"<p style=\"height:1px;overflow:hidden\">" GOOD "</p>",
		"<p style=\"width:0;overflow:hidden\">" GOOD "</p>",
		"<p style=\"position:absolute;left:-9999px\">" GOOD "</p>",
		"<p style=\"text-indent:-999px\">" GOOD "</p>",
		"<p style=\"transform:scale(0)\">" GOOD "</p>",
		"<p style=\"clip-path:inset(100%)\">" GOOD "</p>",
		"<p style=\"filter:opacity(0)\">" GOOD "</p>",
		"<p style=\"mso-hide:all\">" GOOD "</p>",
		"<p style=\"line-height:0\">" GOOD "</p>",
		"<p style=\"text-transform:uppercase\">" GOOD "</p>",
		"<p style=\"text-decoration:line-through\">" GOOD "</p>",
		"<p style=\"font-family:Wingdings\">" GOOD "</p>",
		"<p style=\"unicode-bidi:bidi-override;direction:rtl\">" GOOD "</p>",
		"<p style=\"d\\69splay:none\">" GOOD "</p>",
		"<p style=\"display:n\\6f ne\">" GOOD "</p>",
		"<p style=\"display:/**/none\">" GOOD "</p>",
		"<p style=\"/**/display:none\">" GOOD "</p>",
		"<p style=\"display:none;/*;display:block;*/\">" GOOD "</p>",
		"<p style=\"display:none;font-family:'a;display:block;b'\">" GOOD "</p>",
		"<p style=\"display:none;border-color:(;display:block;)\">" GOOD "</p>",
		"<p style=\"display:none;border-color:{;display:block;}\">" GOOD "</p>",
		"<p style=\"display:none;display:banana\">" GOOD "</p>",
		"<p style=\"display:none;display:block foo\">" GOOD "</p>",
		"<p style=\"display:none;display:block !importnt\">" GOOD "</p>",
		"<p style=\"opacity:0;opacity:1 2\">" GOOD "</p>",
		"<p style=\"font-size:0;font-size:16 px\">" GOOD "</p>",
		"<p style=\"font-size:0;font-size:16\">" GOOD "</p>",
		"<p style=\"font-size:0;font:16px\">" GOOD "</p>",
		"<p style=\"max-height:0;max-height:auto\">" GOOD "</p>",
		"<p style=\"scale:0;transform:none\">" GOOD "</p>",
		"<p style=\"height:5px;overflow:hidden;overflow-x:visible\">" GOOD "</p>",
		"<p style=\"height:5px;overflow-y:auto;overflow-x:visible\">" GOOD "</p>",
		"<p style=\"text-decoration:line-through;text-decoration:banana\">" GOOD "</p>",
		"<p style=\"color:#fff;color:foo #000\">" GOOD "</p>",
		"<p style=\"color:#fff;color:none\">" GOOD "</p>",
		"<p style=\"color:rgba(0,0,0,1e-9)\">" GOOD "</p>",
		"<p style=\"color:rgba(0,0,0,-1)\">" GOOD "</p>",
		"<p style=\"color:rgba(0,0,0,calc(1*0))\">" GOOD "</p>",
		"<p style=\"background:currentcolor\">" GOOD "</p>",
		"<table><tr><td bgcolor=\"000000\"><p>" GOOD "</p></td></tr></table>",
		"<div style=\"visibility:hidden\"><p style=\"visibility:unset\">" GOOD "</p></div>",
		"<p hidden>" GOOD "</p>",
		"<p aria-hidden=\"true\">" GOOD "</p>",
		"<p><s>" GOOD "</s></p>",
		"<p><bdo dir=\"rtl\">" GOOD "</bdo></p>",
		"<details><summary>More</summary><p>" GOOD "</p></details>",
		"<!--[if !mso]><!--><p>" GOOD "</p><!--<![endif]-->",
	};
	static const char *const rules[] = {
		"p{display:none}",
		".a p{display:none}",
		"td > p{display:none}",
		"@media only screen and (max-width:480px){p{display:none}}",
		("@media (prefers-color-scheme:dark){.a{color:#000;background-color:#000 "
		 "!important}}"),
		"[data-ogsc] p{color:#ffffff}",
		"@media print{@media (min-width:1px){.a{font-size:1px !important}}}",
		"/* x */ .a{font-size:1px}",
		"p:first-child{opacity:0}",
		".a p{display:none} p{display:block}",
		"h1,p{visibility:hidden}",
		"@supports (display:grid){p{display:none}}",
		"P{display:none}",
		"*{display:none}",
		"p:not(.b){display:none}",
		"p:is(.b, p){display:none}",
		"p:not([title='a b']){display:none}",
		"\\70{display:none}",
		"p{display:none} p:hover{display:block}",
		"p{display:none} p[title]{display:block}",
		"p{display:none} p::before{display:block}",
		"p{display:none} p,1a{display:block}",
		"p{display:none} p,{display:block}",
		"p{display:none} b+p{display:block}",
		"@media print{p{display:none} p:hover{display:block}}",
		"p{d\\69splay:none}",
		"<!-- p{display:none} -->",
		"b{font-family:\"/*\"} p{display:none} i{font-family:\"*/\"}",
		"b{font-family:\"x\n} p{display:none} i{font-family:\"x\"}",
		"b{font-family:\"\\\"}i{\"} p{display:none}",
		"p{display:none} b{color:(} p{display:block} i{color:)}",
		"@layer x{p{display:none !important}} p{display:block !important}",
		"td{color:#000;p{display:none}}",
		"td{& p{display:none}}",
		".a>p,.none{display:none}",
		"@media (max-width:480px){td{color:#000}} @media print{p{display:none}}",
	};

	for (size_t i = 0; i < sizeof(wrapped) / sizeof(wrapped[0]); i++) {
		mail(wrapped[i], "", GOOD);
		IS("verify.hidden");
		CHECK(result.n == 1 || !fprintf(stderr, "%s\n", wrapped[i]));
	}
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		mail("<p>" GOOD "</p>", rules[i], GOOD);
		IS("verify.hidden");
		CHECK(result.n == 1 || !fprintf(stderr, "%s\n", rules[i]));
	}
}

static void check_mail(void) {
	claim_text(GOOD);
	mail("<p>" GOOD "</p><div style=\"/**/position:absolute;top:0\">over it</div>", "", GOOD);
	IS("verify.ambiguous");
	mail("<p>" GOOD "</p>", "/* a */ @media (max-width:480px){.x[title='a'] td{color:red}}", GOOD);
	IS("");
	mail("<p>It costs <b>nothing</b>.</p>", "p{color:#333}", "Hello\n\n" GOOD "\n\nBye");
	IS("");
	CHECK(result.seen_n == 2 && result.seen[0].size == ENG_PT(12));
	CHECK(result.seen[0].contrast > 12000);
	mail("<!--[if mso]><table><tr><td><![endif]--><p>" GOOD "</p>"
	     "<!--[if mso]></td></tr></table><![endif]-->",
	     "", GOOD);
	IS("");
	mail("<!--[if !mso]><!--><p>Hello</p><!--<![endif]--><p>" GOOD "</p>", "", GOOD);
	IS("");
	mail("<!--[if mso]><p>" GOOD "</p><![endif]-->", "", GOOD);
	IS("verify.missing");
	mail("<p>It costs something.</p>", "", GOOD);
	IS("verify.text-differs");
	mail("<p>" GOOD "</p>", "", "It costs something.");
	IS("verify.text-differs");
	mail("<p>Only on Sundays: " GOOD "</p>", "", GOOD);
	IS("verify.text-differs");
	mail("<p>It costs <i style=\"display:none\">not </i>nothing.</p>", "", GOOD);
	IS("verify.text-differs");
	mail("<p>It costs \xe2\x80\xaenothing.</p>", "", GOOD);
	IS("verify.text-differs");
	mail("<!-- <p>" GOOD "</p> -->", "", GOOD);
	IS("verify.missing");
	mail("<p>" GOOD "</p>", "", "Nothing here");
	IS("verify.missing");
	mail("<p>" GOOD "</p>", "@font-face{font-family:x;src:url(y)}", GOOD);
	IS("verify.outside");
	mail("<p>" GOOD "</p><script src=\"x\"></script>", "", GOOD);
	IS("verify.outside");
	claim.contrast = 4500;
	mail("<p style=\"color:#999\">" GOOD "</p>", "", GOOD);
	IS("verify.contrast");
	claim.contrast = 0;
	check_hidden();
}

int main(void) {
	eng_arena_init(&arena);
	memo = eng_html_memo_new();
	check_text();
	check_sms();
	check_mobile();
	check_json();
	check_mail();
	eng_html_memo_free(memo);
	eng_arena_finish(&arena);
	return unit_done();
}
