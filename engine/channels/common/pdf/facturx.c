/* Factur-X 1.0 and ZUGFeRD 2: the invoice's own words decide, nothing else does.
 *
 * Knows the root of UN/CEFACT Cross Industry Invoice (D16B, D22B) and the guideline identifiers of the
 * levels. A national rule set that only narrows EN 16931 ("#compliant#") is of its level; an extension
 * that nobody here knows ("#conformant#") is of none. Refuses to judge what an invoice says. */
#include "channels/common/pdf/facturx.h"

#include "markup/xml.h"

#define ROOT "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
#define CORE "urn:cen.eu:en16931:2017"

static const struct {
	const char *id, *level;
	bool data;
} levels[] = {
	{ "urn:factur-x.eu:1p0:minimum", "MINIMUM", true },
	{ "urn:zugferd.de:2p0:minimum", "MINIMUM", true },
	{ "urn:factur-x.eu:1p0:basicwl", "BASIC WL", true },
	{ "urn:zugferd.de:2p0:basicwl", "BASIC WL", true },
	{ CORE "#compliant#urn:factur-x.eu:1p0:basic", "BASIC", false },
	{ CORE "#compliant#urn:zugferd.de:2p0:basic", "BASIC", false },
	{ CORE, "EN 16931", false },
	{ CORE "#conformant#urn:factur-x.eu:1p0:extended", "EXTENDED", false },
	{ CORE "#conformant#urn:zugferd.de:2p0:extended", "EXTENDED", false },
	{ CORE "#conformant#urn.cpro.gouv.fr:1p0:extended-ctc-fr", "EXTENDED", false },
};

/* XRechnung has a file name and a version of its own: "...xrechnung_3.0". */
static bool is_xrechnung(eng_arena *arena, eng_str id, eng_facturx *out) {
	static const eng_str mark = ENG_STR_INIT(":xrechnung_");
	size_t at = eng_str_index(id, mark), end = at + mark.n;

	while (end < id.n && (id.s[end] == '.' || (id.s[end] >= '0' && id.s[end] <= '9'))) {
		end++;
	}
	if (at == id.n || end == at + mark.n || !eng_str_starts(id, CORE "#compliant#")) {
		return false;
	}
	*out = (eng_facturx){ .level = ENG_STR("XRECHNUNG"),
			      .version = eng_str_copy(arena, eng_str_sub(id, at + mark.n, end)),
			      .file_name = ENG_STR("xrechnung.xml") };
	return true;
}

bool eng_facturx_guideline(eng_arena *arena, eng_str id, eng_facturx *out) {
	const char *level = NULL;
	bool data = false;

	if (is_xrechnung(arena, id, out)) {
		return true;
	}
	for (size_t i = 0; i < sizeof(levels) / sizeof(*levels); i++) {
		if (eng_str_eqc(id, levels[i].id)) {
			level = levels[i].level;
			data = levels[i].data;
		}
	}
	if (!level && eng_str_starts(id, CORE "#compliant#")) {
		level = "EN 16931";
	}
	if (!level) {
		return false;
	}
	*out = (eng_facturx){ .level = eng_str_from(level),
			      .version = ENG_STR("1.0"),
			      .file_name = ENG_STR("factur-x.xml"),
			      .data = data };
	return true;
}

/* The element below one of that local name, whatever its namespace. */
static const eng_xml_node *below(const eng_xml_node *node, const char *name) {
	const eng_xml_node *n = node ? eng_xml_element(node->first) : NULL;

	while (n && !eng_str_eqc(n->name, name)) {
		n = eng_xml_element(n->next);
	}
	return n;
}

bool eng_facturx_find(const eng_ctx *ctx, eng_arena *arena, eng_str bytes, eng_facturx *out) {
	eng_ctx trial = { .limits = ctx->limits, .quiet = true };
	eng_str head = eng_str_sub(bytes, 0, 16384);
	const eng_xml_node *root, *id;
	eng_arena own;
	bool found;

	/* The root names its namespace near the beginning; most XML is not even parsed. */
	if (eng_str_index(head, ENG_STR(ROOT)) == head.n) {
		return false;
	}
	if (eng_str_starts(bytes, "\xef\xbb\xbf")) {
		bytes = eng_str_sub(bytes, 3, bytes.n);
	}
	eng_arena_init(&own);
	root = eng_xml_parse(&trial, &own, "attachment", bytes);
	id = below(below(below(root, "ExchangedDocumentContext"),
			 "GuidelineSpecifiedDocumentContextParameter"),
		   "ID");
	found = root && id && eng_xml_is(root, ROOT, "CrossIndustryInvoice") &&
		eng_facturx_guideline(arena, eng_str_trim(eng_xml_text(id, &own)), out);
	eng_arena_finish(&own);
	return found;
}
