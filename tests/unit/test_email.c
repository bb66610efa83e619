/* Messages: escaping, addresses, and whole documents as an inbox would get them. */
#include "specimen.h"
#include "unit.h"

#include <gmime/gmime.h>

#include "base/file.h"
#include "channels/email/address.h"
#include "channels/email/attach.h"
#include "channels/email/escape.h"
#include "channels/email/gate.h"
#include "channels/email/header.h"
#include "channels/email/message.h"

static eng_diag_list diags;
static eng_ctx ctx;
static eng_theme *theme;
static eng_press *press;
static const char *library;

static void start(void) {
	diags = (eng_diag_list){ .arena = &specimen_arena };
	eng_ctx_init(&ctx, eng_diag_collect, &diags);
}

static const char *code(void) {
	return diags.n ? diags.items[0].code : "";
}

static eng_str render(const eng_document *doc, const eng_artifact_ref *others, size_t n) {
	const eng_channel *channel = eng_channel_find("email");
	eng_studio studio = { .theme = theme,
			      .library = library,
			      .press = press,
			      .channel_names = eng_channel_names,
			      .send_time = { 2026, 11, 1, true, 6, 0, 0, 0, 60 } };
	eng_desk *desk = channel->open(&ctx, &studio);
	eng_measures measures = { 0 };
	eng_buf out = { 0 };
	eng_str copy = { "", 0 };

	if (channel->render(&ctx, desk, &studio, doc, others, n, &specimen_arena, &out,
			    &measures)) {
		copy = eng_str_copy(&specimen_arena, eng_buf_view(&out));
	}
	for (size_t i = 0; i < diags.n; i++) {
		if (getenv("ENG_SHOW")) {
			eng_diag_print(stderr, &diags.items[i], false);
		}
	}
	eng_buf_finish(&out);
	channel->close(desk);
	return copy;
}

/* For the judges: ENG_OUT names a folder that keeps the messages. */
static void keep(const char *name, eng_str bytes) {
	const char *dir = getenv("ENG_OUT");

	if (dir) {
		CHECK(
		    eng_file_write(&ctx, eng_path_join(&specimen_arena, dir, name), bytes, false));
	}
}

static void test_escape(void) {
	static const struct {
		const char *in, *text, *attribute;
	} cases[] = {
		{ "a<b>&\"'", "a&lt;b&gt;&amp;\"'", "a&lt;b&gt;&amp;&quot;&#39;" },
		{ "x\ny", "x\ny", "x y" },
		{ "\x01\x7f", "\xef\xbf\xbd\xef\xbf\xbd", "\xef\xbf\xbd\xef\xbf\xbd" },
		{ "\xff", "\xef\xbf\xbd", "\xef\xbf\xbd" },
		{ "", "", "" },
	};
	eng_buf out = { 0 };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		eng_buf_clear(&out);
		eng_escape_text(&out, eng_str_from(cases[i].in));
		CHECK_STR(eng_buf_view(&out), cases[i].text);
		eng_buf_clear(&out);
		eng_escape_attribute(&out, eng_str_from(cases[i].in));
		CHECK_STR(eng_buf_view(&out), cases[i].attribute);
	}
	eng_buf_clear(&out);
	eng_escape_comment(&out, ENG_STR("--><script>"));
	CHECK_STR(eng_buf_view(&out), "&#45;&#45;&gt;&lt;script&gt;");
	eng_buf_finish(&out);
}

/* Text of any length, with a letter of two bytes wherever it may stand. */
static void test_escape_long(void) {
	static const char letter[] = "\xd0\x96";
	eng_buf out = { 0 };
	char text[600];

	for (size_t i = 0; i + 2 <= sizeof(text); i++) {
		memset(text, 'a', sizeof(text));
		memcpy(text + i, letter, 2);
		eng_buf_clear(&out);
		eng_escape_text(&out, (eng_str){ text, sizeof(text) });
		CHECK(eng_str_eq(eng_buf_view(&out), (eng_str){ text, sizeof(text) }));
	}
	eng_buf_finish(&out);
}

static void test_addresses(void) {
	static const struct {
		const char *in, *out;
		bool utf8;
	} cases[] = {
		{ "ada@bank.example", "ada@bank.example" },
		{ " ada@bank.example\n", "ada@bank.example" },
		{ "a.b+c@b\xc3\xbc"
		  "cher.example",
		  "a.b+c@xn--bcher-kva.example" },
		{ "ada@bank", NULL },
		{ "ada", NULL },
		{ "", NULL },
		{ "a@b@c.example", NULL },
		{ "a..b@c.example", NULL },
		{ ".a@c.example", NULL },
		{ "a\r\nBcc: x@y.example", NULL },
		{ "\"a b\"@c.example", NULL },
		{ "a@c.example>", NULL },
		{ "a@c.example, d@e.example", NULL },
		{ "\xc3\xa4@c.example", NULL },
		{ "+\xc3\xa4.1@c.example", "+\xc3\xa4.1@c.example", true },
		{ "\u7528\u6237@b\u00fccher.example", "\u7528\u6237@xn--bcher-kva.example", true },
		{ "\u0915\u094d\u0937@c.example", "\u0915\u094d\u0937@c.example", true },
		{ "a\u202eb@c.example", NULL, true },
		{ "a\u00a0b@c.example", NULL, true },
		{ "a\u200bb@c.example", NULL, true },
		{ "a\xff@c.example", NULL, true },
		{ "\u00e4 <b@c.example", NULL, true },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		eng_str out = { "", 0 };
		bool ok;

		start();
		ok = eng_address_check(&ctx, &specimen_arena, eng_str_from(cases[i].in),
				       cases[i].utf8, "recipient", (eng_loc){ 0 }, &out);
		CHECK(ok == (cases[i].out != NULL));
		if (ok && cases[i].out) {
			CHECK_STR(out, cases[i].out);
		}
	}
}

static void test_full(void) {
	eng_document *doc = specimen_full();
	eng_str mail;

	start();
	mail = render(doc, NULL, 0);
	keep("full.eml", mail);
	CHECK(ctx.errors == 0);
	CHECK_HAS(mail, "From: Meridian Bank <service@meridian.example>\r\n");
	CHECK_HAS(mail, "To: Ada Lovelace <ada@customer.example>\r\n");
	CHECK_HAS(mail, "Subject: Your statement for October 2026\r\n");
	CHECK_HAS(mail, "Date: Sun, 01 Nov 2026 06:00:00 +0100\r\n");
	CHECK_HAS(mail, "X-Context-ID: J-77\r\n");
	CHECK_HAS(mail, "multipart/related");
	CHECK_HAS(mail, "multipart/alternative");
	CHECK(!strstr(mail.s, "continuation"));
	for (size_t i = 0; i < mail.n; i++) {
		if (mail.s[i] == '\n' && (i == 0 || mail.s[i - 1] != '\r')) {
			CHECK(!"bare line feed");
			break;
		}
	}
	CHECK(eng_str_eq(mail, render(doc, NULL, 0)));
}

static void test_rtl(void) {
	static const char *const rows[][3] = {
		{ "\xd9\xa1", "\xd8\xb1\xd8\xa7\xd8\xaa\xd8\xa8 Analytical Engines", "2,500.00" }
	};
	eng_document *doc = specimen_new();
	eng_node *facts;

	start();
	doc->rtl = true;
	doc->language = ENG_STR("ar");
	doc->title = specimen_para(
	    NULL, "\xd9\x83\xd8\xb4\xd9\x81 \xd8\xad\xd8\xb3\xd8\xa7\xd8\xa8\xd9\x83");
	doc->brief = specimen_para(NULL, "\xd8\xb1\xd8\xb5\xd9\x8a\xd8\xaf\xd9\x83");
	specimen_data(specimen_para(doc->body, "\xd8\xb9\xd8\xb2\xd9\x8a\xd8\xb2\xd9\x8a "),
		      "Ada Lovelace");
	facts = specimen_node(doc->body, ENG_NODE_FACTS);
	specimen_fact(facts, "\xd8\xa7\xd9\x84\xd8\xb1\xd8\xb5\xd9\x8a\xd8\xaf", "1,234.50",
		      "key-figure");
	specimen_fact(facts, "IBAN", "IE12 BOFI 9000 0112 3456 78", "");
	specimen_table(doc->body, rows, 1, "2,500.00");
	specimen_action(doc->body, "\xd8\xb9\xd8\xb1\xd8\xb6", "https://bank.example/s/1");
	keep("rtl.eml", render(doc, NULL, 0));
	CHECK(ctx.errors == 0);
}

static void test_hostile(void) {
	static const char *const names[] = { "Eve\r\nBcc: all@bank.example", "Eve\tX", "Eve\x01",
					     "Eve\rX" };
	eng_document *doc;
	eng_str mail;
	const char *html;
	char *big = eng_arena_alloc(&specimen_arena, 10241);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		start();
		doc = specimen_full();
		doc->recipient.name = eng_str_from(names[i]);
		CHECK(render(doc, NULL, 0).n == 0);
		CHECK(strcmp(code(), "email.bad-header") == 0);
	}
	start();
	memset(big, 'x', 10240);
	doc = specimen_new();
	doc->recipient.name = ENG_STR("\"O'Brien\" <x@y.example>, \xe2\x80\xae"
				      "evil \xe6\x9d\xb1\xe4\xba\xac");
	doc->title =
	    specimen_para(NULL, "</title><script>alert(1)</script> \xf0\x9f\x98\x80 =?utf-8?q?x?=");
	specimen_data(specimen_para(doc->body, NULL), "<img src=x onerror=alert(1)>");
	specimen_data(specimen_para(doc->body, NULL), big);
	specimen_action(doc->body, "--><script>alert(1)</script>", "https://bank.example/?a='b'");
	mail = render(doc, NULL, 0);
	keep("hostile.eml", mail);
	CHECK(mail.n > 10240);
	html = strstr(mail.s, "Content-Type: text/html");
	CHECK(html && !strstr(html, "<script>") && !strstr(html, "<img src=3Dx"));
	specimen_link(specimen_para(doc->body, NULL), "x", "javascript:alert(1)");
	CHECK(render(doc, NULL, 0).n == 0);
	CHECK(strcmp(code(), "channel.bad-url") == 0);
}

static void test_gates(void) {
	static const char *rows[900][3];
	eng_document *doc = specimen_new();
	eng_node *table;
	eng_part *part = eng_arena_new(&specimen_arena, eng_part);

	start();
	for (size_t i = 0; i < 900; i++) {
		rows[i][0] = rows[i][1] = rows[i][2] = "12.00";
	}
	table = specimen_table(doc->body, (const char *const(*)[3])rows, 900, "1");
	CHECK(render(doc, NULL, 0).n == 0);
	CHECK(strcmp(code(), "email.too-large") == 0);
	CHECK(diags.n == 1);
	CHECK_HAS(eng_str_from(diags.items[0].message), "largest: table at line 1 ");
	/* max-rows is the remedy. */
	start();
	table->as.table.max_rows = 20;
	table->as.table.max_on = ALL_CHANNELS;
	table->as.table.more = specimen_node(NULL, ENG_NODE_BODY);
	specimen_para(table->as.table.more, "All rows are in the PDF.");
	CHECK_HAS(render(doc, NULL, 0), "All rows are in the PDF.");
	CHECK(ctx.errors == 0);
	/* A locked block in a part that no message shows. */
	*part = (eng_part){ ENG_STR("header"), ENG_PAGES_REST, specimen_node(NULL, ENG_NODE_PART) };
	specimen_block(part->content, "stop", 1, "Reply STOP.");
	doc->parts = part;
	doc->part_count = 1;
	CHECK(render(doc, NULL, 0).n == 0);
	CHECK(strcmp(code(), "channel.block-left-out") == 0);
	start();
	doc->part_count = 0;
	doc->recipient.email = (eng_str){ 0 };
	CHECK(render(doc, NULL, 0).n == 0);
	CHECK(strcmp(code(), "email.bad-address") == 0);
}

/* What the gate says of a block "Reply STOP & pay." that was written as this HTML, and in this text up to the
 * first empty line. */
static bool gate(const char *html, const char *text) {
	eng_document *doc = specimen_new();
	eng_buf out = { 0 };
	eng_html h = { .ctx = &ctx, .arena = &specimen_arena, .doc = doc, .out = &out };
	eng_span block, lines = { NULL, 0, eng_str_index(eng_str_from(text), ENG_STR("\n\n")) };
	bool ok;

	start();
	h.channel = eng_document_channel(doc, "email");
	eng_buf_cstr(&out, html);
	block = (eng_span){ specimen_block(doc->body, "stop", 1, "Reply STOP & pay."), 0, out.n };
	h.blocks = (eng_spans){ &block, 1, 1 };
	lines.node = block.node;
	ok = eng_gate_locked(&h, eng_str_from(text), &(eng_spans){ &lines, 1, 1 });
	eng_buf_finish(&out);
	return ok;
}

static void test_gate(void) {
	CHECK(gate("<p>Reply <b>STOP</b> &amp;&nbsp;pay.</p>", "| Reply STOP &\n| pay.\n"));
	CHECK(!gate("<p>Reply STOP pay.</p>", "Reply STOP & pay."));
	CHECK(strcmp(code(), "email.block-altered") == 0);
	CHECK(!gate("<p>Reply STOP &amp; pay.</p>", "Reply STOP pay."));
	CHECK(!gate("<p>Reply <span style=\"display:none\">STOP</span> &amp; pay.</p>",
		    "Reply STOP & pay."));
	CHECK(!gate("<p>Reply STOP &amp; pay.</p>", "Reply STOP pay.\n\nReply STOP & pay."));
	CHECK(!gate("<!-- Reply STOP &amp; pay. --><img alt=\"Reply STOP &amp; pay.\">",
		    "Reply STOP & pay."));
}

/* The first code reported for a body of one barcode or payment; empty: none. */
static void test_codes(void) {
	static const struct {
		const char *symbology, *value, *code;
	} codes[] = {
		{ "qr", "https://bank.example/1", "" },
		{ "ean13", "4006381333931", "" },
		{ "ean13", "4006381333930x", "email.bad-barcode" },
		{ "maxicode", "1", "email.bad-barcode" },
		{ "qr", "", "email.bad-barcode" },
	};
	static const struct {
		const char *iban, *name, *amount, *currency, *code;
	} payments[] = {
		{ "IE12BOFI90000112345678", "Norlys", "84.20", "EUR", "" },
		{ "IE12 BOFI 9000 0112 3456 78", "Norlys", "", "EUR", "" },
		{ "", "Norlys", "84.20", "EUR", "channel.bad-payment" },
		{ "IE12BOFI90000112345678", "", "84.20", "EUR", "channel.bad-payment" },
		{ "IE12BOFI90000112345678", "Norlys", "84.205", "EUR", "channel.bad-payment" },
		{ "IE12BOFI90000112345678", "Norlys", "0", "EUR", "channel.bad-payment" },
		{ "IE12BOFI90000112345678", "Norlys", "1000000000", "EUR", "channel.bad-payment" },
		{ "IE12BOFI90000112345678", "Norlys", "1", "CHF", "channel.bad-payment" },
	};

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		eng_document *doc = specimen_new();
		eng_node *node = specimen_node(doc->body, ENG_NODE_BARCODE);

		start();
		node->as.barcode.symbology = eng_str_from(codes[i].symbology);
		node->as.barcode.value = eng_str_from(codes[i].value);
		render(doc, NULL, 0);
		CHECK(strcmp(code(), codes[i].code) == 0);
	}
	for (size_t i = 0; i < sizeof(payments) / sizeof(payments[0]); i++) {
		eng_document *doc = specimen_new();
		eng_node *node = specimen_node(doc->body, ENG_NODE_PAYMENT);

		start();
		node->as.payment.scheme = ENG_STR("epc");
		node->as.payment.iban = eng_str_from(payments[i].iban);
		node->as.payment.name = eng_str_from(payments[i].name);
		node->as.payment.currency = eng_str_from(payments[i].currency);
		node->as.payment.amount.raw = eng_str_from(payments[i].amount);
		render(doc, NULL, 0);
		CHECK(strcmp(code(), payments[i].code) == 0);
	}
}

static void test_file_names(void) {
	static const struct {
		const char *in, *extensions, *out;
	} cases[] = {
		{ "terms.pdf", "pdf", "terms.pdf" },
		{ "../../etc/passwd", "txt", "passwd.txt" },
		{ "C:\\con\\x.PDF", "pdf", "x.PDF" },
		{ "photo.jpeg", "jpg jpeg", "photo.jpeg" },
		{ "run.exe", "txt", "run.exe.txt" },
		{ "a\xe2\x80\xae"
		  "fdp.exe",
		  "pdf", "afdp.exe.pdf" },
		{ "...", "txt", "file.txt" },
		{ "\xc2\xa0.txt", "txt", "txt.txt" },
		{ "", "txt", "file.txt" },
		{ "a\"b<c>:d|e?f*.txt", "txt", "a_b_c__d_e_f_.txt" },
		{ "x. .txt", "txt", "x.txt" },
		{ "\xc3\xbc\xc3\xb6.txt\n", "txt", "\xc3\xbc\xc3\xb6.txt" },
	};
	char longest[400];
	eng_str name;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		CHECK_STR(eng_attach_name(&specimen_arena, eng_str_from(cases[i].in),
					  cases[i].extensions),
			  cases[i].out);
	}
	memset(longest, 0xc3, sizeof(longest));
	for (size_t i = 1; i < sizeof(longest); i += 2) {
		longest[i] = (char)0xbc;
	}
	name = eng_attach_name(&specimen_arena, (eng_str){ longest, sizeof(longest) }, "txt");
	CHECK(name.n <= 120 && eng_str_ends(name, "\xc3\xbc.txt"));
}

static void test_attachments(void) {
	eng_document *doc = specimen_new();
	eng_artifact_ref pdf = { "pdf", "c1042.pdf", "application/pdf", ENG_STR("%PDF-1.7\n") };
	eng_attachment files[2] = {
		{ ENG_ATTACH_CHANNEL,
		  ENG_STR("Kontoauszug \xc3\x84.pdf"),
		  { 0 },
		  ENG_STR("pdf"),
		  { 0 },
		  ALL_CHANNELS,
		  { 0 } },
		{ ENG_ATTACH_DATA,
		  ENG_STR("data.csv"),
		  ENG_STR("text/csv"),
		  { 0 },
		  ENG_STR("a,b\r\n"),
		  ALL_CHANNELS,
		  { 0 } },
	};
	eng_str mail;

	start();
	doc->attachments = files;
	doc->attachment_count = 2;
	specimen_para(doc->body, "Attached.");
	mail = render(doc, &pdf, 1);
	keep("attached.eml", mail);
	CHECK_HAS(mail, "multipart/mixed");
	CHECK_HAS(mail, "filename*=UTF-8''Kontoauszug%20%C3%84.pdf");
	CHECK_HAS(mail, "JVBERi0xLjcK"); /* %PDF-1.7 */
	CHECK(render(doc, NULL, 0).n == 0);
	CHECK(strcmp(code(), "email.no-attachment") == 0);
}

/* Fields as GMime writes a whole message of them: what is written past it is the same. */
static void check_header(eng_str display, eng_str text) {
	GMimeMessage *message = g_mime_message_new(FALSE);
	GMimeFormatOptions *options = g_mime_format_options_new();
	eng_str words = eng_address_words(&specimen_arena, display);
	InternetAddress *mailbox = internet_address_mailbox_new(
	    words.n ? eng_str_dup(&specimen_arena, words) : NULL, "someone.else@customer.example");
	eng_buf out = { 0 };
	char *wanted;

	g_mime_format_options_set_newline_format(options, GMIME_NEWLINE_FORMAT_DOS);
	internet_address_set_charset(mailbox, "utf-8");
	internet_address_list_add(g_mime_message_get_to(message), mailbox);
	words = eng_address_words(&specimen_arena, text);
	g_mime_message_set_subject(message, eng_str_dup(&specimen_arena, words), "utf-8");
	g_mime_object_set_header(GMIME_OBJECT(message), "X-Context-Stage",
				 eng_str_dup(&specimen_arena, words), "utf-8");
	wanted = g_mime_object_get_headers(GMIME_OBJECT(message), options);
	eng_header_mailbox(&out, &specimen_arena, "To", display,
			   ENG_STR("someone.else@customer.example"));
	eng_header_text(&out, &specimen_arena, "Subject", text);
	eng_header_text(&out, &specimen_arena, "X-Context-Stage", text);
	CHECK_STR(eng_buf_view(&out), wanted);
	eng_buf_finish(&out);
	g_free(wanted);
	g_object_unref(mailbox);
	g_object_unref(message);
	g_mime_format_options_free(options);
}

/* Names of any length before an address that is not ASCII: lines are short, and read as they were meant. */
static void check_wide_address(eng_str display, const char *address) {
	eng_buf out = { 0 };
	eng_str rest, line;
	InternetAddressList *list;
	InternetAddress *mailbox;

	eng_header_mailbox(&out, &specimen_arena, "To", display, eng_str_from(address));
	rest = eng_str_sub(eng_buf_view(&out), 0, out.n - 2);
	while (eng_str_split(&rest, '\n', &line)) {
		CHECK(line.n > 1 && line.n <= 78);
	}
	list = internet_address_list_parse(NULL, out.s + strlen("To:"));
	CHECK(list && internet_address_list_length(list) == 1);
	mailbox = internet_address_list_get_address(list, 0);
	CHECK_STR(
	    eng_str_from(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(mailbox))),
	    address);
	CHECK(!display.n || eng_str_eqc(display, internet_address_get_name(mailbox)));
	g_object_unref(list);
	eng_buf_finish(&out);
}

#define TEN_WIDE "\u7528\u6237\u7528\u6237\u7528\u6237\u7528\u6237\u7528\u6237"

static void test_wide_addresses(void) {
	static const char *const names[] = {
		"",
		"Ada",
		"Bank, Ltd.",
		"J\u00f6rg M\u00fcller",
		"Count Nicolas of the long name, of many names, of more than a line holds",
		TEN_WIDE TEN_WIDE,
	};
	static const char *const addresses[] = {
		"\u7528\u6237@b.example",
		"\u7528\u6237.whose.name.and.domain.are.longer@than.most.of.one.line.example"
	};

	eng_message_init();
	for (size_t i = 0; i < 2; i++) {
		for (size_t k = 0; k < sizeof(names) / sizeof(names[0]); k++) {
			check_wide_address(eng_str_from(names[k]), addresses[i]);
		}
	}
}

static void test_headers(void) {
	eng_message_init();
	static const char *const texts[] = {
		"News",
		"Bank, Ltd.",
		"J\xc3\xb6rg M\xc3\xbcller",
		"\xe6\x9d\xb1\xe4\xba\xac",
		"a  b",
		"=?utf-8?q?x?=",
		"Your statement of January 2026 for account IE29 AIBK 9311 5212 3456 78 is here "
		"now",
		"O'Neill (Ann) <x@y.example>",
		"\"quoted\"",
		"back\\slash",
		"a.b",
		"Dr. Ann Other",
		"x=? y",
		"12345678901234567890123456789012345678",
		"123456789012345678901234567890123456789012345",
		"Stra\xc3\x9f"
		"e der gro\xc3\x9f"
		"en Worte und noch mehr davon, bis die Zeile voll ist und gefaltet wird",
		"a:b;c",
		"[x]",
		"caf\xc3\xa9 =?x",
		"1,234.50 \xe2\x82\xac",
		"tail-",
		"A",
		"urn:x:1",
		"2026-01-31T10:00:00+01:00",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		for (size_t k = 0; k < 60; k += 7) { /* lines of all lengths around the fold */
			eng_str text = eng_str_from(texts[i]);
			eng_str longer = eng_str_printf(
			    &specimen_arena, "%s %.*s", texts[i], (int)k,
			    "and so on and on and on and on and on and on and on and on");

			check_header(k ? eng_str_trim(longer) : text,
				     k ? eng_str_trim(longer) : text);
		}
	}
}

int main(void) {
	start();
	library = eng_file_is_dir("../templates/themes") ? "../templates" : "templates";
	theme = eng_theme_load(&ctx, &specimen_arena, library, ENG_STR("meridian"));
	press = theme ? eng_press_new(&ctx, theme, library, "/usr/share/fonts") : NULL;
	CHECK(press != NULL);
	for (size_t i = 0; i < diags.n; i++) {
		eng_diag_print(stderr, &diags.items[i], false);
	}
	if (press) {
		test_escape();
		test_escape_long();
		test_addresses();
		test_wide_addresses();
		test_headers();
		test_full();
		test_rtl();
		test_hostile();
		test_gates();
		test_codes();
		test_gate();
		test_file_names();
		test_attachments();
	}
	eng_press_free(press);
	eng_arena_finish(&specimen_arena);
	return unit_done();
}
