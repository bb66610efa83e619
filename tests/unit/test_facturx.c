/* Which bytes are a Factur-X invoice, and of which level. */
#include "channels/common/pdf/facturx.h"
#include "unit.h"

#define CII "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
#define RAM "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
#define EN  "urn:cen.eu:en16931:2017"

static eng_arena arena;
static eng_ctx ctx;

static void test_guidelines(void) {
	static const struct {
		const char *id, *level, *version, *file;
		bool data;
	} rows[] = {
		{ "urn:factur-x.eu:1p0:minimum", "MINIMUM", "1.0", "factur-x.xml", true },
		{ "urn:factur-x.eu:1p0:basicwl", "BASIC WL", "1.0", "factur-x.xml", true },
		{ "urn:zugferd.de:2p0:minimum", "MINIMUM", "1.0", "factur-x.xml", true },
		{ EN "#compliant#urn:factur-x.eu:1p0:basic", "BASIC", "1.0", "factur-x.xml",
		  false },
		{ EN, "EN 16931", "1.0", "factur-x.xml", false },
		{ EN "#compliant#urn:nobody.example:1", "EN 16931", "1.0", "factur-x.xml", false },
		{ EN "#conformant#urn:factur-x.eu:1p0:extended", "EXTENDED", "1.0", "factur-x.xml",
		  false },
		{ EN "#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0", "XRECHNUNG", "3.0",
		  "xrechnung.xml", false },
		{ EN "#compliant#urn:xoev-de:kosit:standard:xrechnung_2.0#conformant#"
		     "urn:xoev-de:kosit:extension:xrechnung_2.0",
		  "XRECHNUNG", "2.0", "xrechnung.xml", false },
		{ EN "#compliant#urn:xeinkauf.de:kosit:xrechnung_", "EN 16931", "1.0",
		  "factur-x.xml", false },
		{ EN "#conformant#urn:nobody.example:1", "", "", "", false },
		{ "urn:ferd:CrossIndustryDocument:invoice:1p0:comfort", "", "", "", false },
		{ "", "", "", "", false },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		eng_facturx found = { 0 };

		CHECK(eng_facturx_guideline(&arena, eng_str_from(rows[i].id), &found) ==
		      (rows[i].level[0] != '\0'));
		CHECK_STR(found.level, rows[i].level);
		CHECK_STR(found.version, rows[i].version);
		CHECK_STR(found.file_name, rows[i].file);
		CHECK(found.data == rows[i].data);
	}
}

static void test_bytes(void) {
	static const char context[] =
	    "<r:ExchangedDocumentContext><m:GuidelineSpecifiedDocumentContextParameter><m:ID>\n " EN
	    " </m:ID></m:GuidelineSpecifiedDocumentContextParameter></r:ExchangedDocumentContext>";
	static const struct {
		const char *before, *after;
		bool found;
	} rows[] = {
		{ "<r:CrossIndustryInvoice xmlns:r='" CII "' xmlns:m='" RAM "'>",
		  "</r:CrossIndustryInvoice>", true },
		{ "\xef\xbb\xbf<?xml version='1.0'?><!-- x --><r:CrossIndustryInvoice xmlns:r='" CII
		  "' xmlns:m='" RAM "'>",
		  "</r:CrossIndustryInvoice>", true },
		{ "<r:Other xmlns:r='" CII "' xmlns:m='" RAM "'>", "</r:Other>", false },
		{ "<CrossIndustryInvoice xmlns:r='" CII "' xmlns:m='" RAM "'>",
		  "</CrossIndustryInvoice>", false },
		{ "<r:CrossIndustryInvoice xmlns:r='" CII "' xmlns:m='" RAM "'>", "", false },
		{ "<!DOCTYPE a []><r:CrossIndustryInvoice xmlns:r='" CII "' xmlns:m='" RAM "'>",
		  "</r:CrossIndustryInvoice>", false },
		{ "", "", false },
		{ CII, "", false },
		{ "<r:CrossIndustryInvoice xmlns:r='" CII "' xmlns:m='" RAM "'><!--",
		  "-->"
		  "</r:CrossIndustryInvoice>",
		  false },
	};
	static const eng_str binary = ENG_STR_INIT("\x00\x01<\xff" CII);
	eng_facturx found = { 0 };

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		eng_str text =
		    eng_str_printf(&arena, "%s%s%s", rows[i].before, context, rows[i].after);

		found = (eng_facturx){ 0 };
		CHECK(eng_facturx_find(&ctx, &arena, text, &found) == rows[i].found);
		CHECK_STR(found.level, rows[i].found ? "EN 16931" : "");
	}
	CHECK(!eng_facturx_find(&ctx, &arena, binary, &found));
	CHECK(ctx.errors == 0);
}

int main(void) {
	eng_ctx_init(&ctx, NULL, NULL);
	eng_arena_init(&arena);
	test_guidelines();
	test_bytes();
	eng_arena_finish(&arena);
	return unit_done();
}
