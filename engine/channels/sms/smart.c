/* ICU's Latin-ASCII works character by character here, on those alone that GSM lacks: it would flatten
 * the umlauts that GSM has. */
#include "channels/sms/smart.h"

#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "base/utf8.h"
#include "channels/sms/gsm7.h"

struct eng_smart {
	bool signs;
	UTransliterator *latin; /* NULL: letters stay */
};

typedef struct sign {
	uint32_t from;
	const char *to;
} sign;

static const sign signs[] = {
	{ 0x0060, "'" },  { 0x00a0, " " },  { 0x00ab, "\"" }, { 0x00b4, "'" },   { 0x00b7, "-" },
	{ 0x00bb, "\"" }, { 0x2009, " " },  { 0x200b, "" },   { 0x200e, "" },    { 0x200f, "" },
	{ 0x2010, "-" },  { 0x2011, "-" },  { 0x2012, "-" },  { 0x2013, "-" },   { 0x2014, "-" },
	{ 0x2018, "'" },  { 0x2019, "'" },  { 0x201a, "," },  { 0x201b, "'" },   { 0x201c, "\"" },
	{ 0x201d, "\"" }, { 0x201e, "\"" }, { 0x2022, "-" },  { 0x2026, "..." }, { 0x202f, " " },
	{ 0x2032, "'" },  { 0x2033, "\"" }, { 0x2039, "'" },  { 0x203a, "'" },   { 0x2212, "-" },
};

eng_smart *eng_smart_open(eng_ctx *ctx, bool use_signs, bool transliterate) {
	eng_smart *smart = eng_malloc(sizeof(*smart));

	*smart = (eng_smart){ .signs = use_signs };
	if (transliterate) {
		UErrorCode status = U_ZERO_ERROR;

		smart->latin =
		    utrans_openU(u"Latin-ASCII", -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
		if (U_FAILURE(status)) {
			free(smart);
			return eng_fail_null(ctx, "sms.no-transliterator", (eng_loc){ 0 },
					     "ICU has no transliterator 'Latin-ASCII' (%s)",
					     u_errorName(status));
		}
	}
	return smart;
}

void eng_smart_close(eng_smart *smart) {
	if (smart) {
		if (smart->latin) {
			utrans_close(smart->latin);
		}
		free(smart);
	}
}

static const char *sign_of(uint32_t c) {
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		if (signs[i].from == c) {
			return signs[i].to;
		}
	}
	return NULL;
}

/* The Latin letter in ASCII, appended; false when it has no such form. */
static bool add_latin(const eng_smart *smart, uint32_t c, eng_buf *out) {
	UErrorCode status = U_ZERO_ERROR;
	UChar text[16];
	int32_t n = 0, limit;
	char utf8[48];

	U16_APPEND_UNSAFE(text, n, (UChar32)c);
	limit = n;
	utrans_transUChars(smart->latin, text, &n, 16, 0, &limit, &status);
	u_strToUTF8(utf8, sizeof(utf8), &n, text, n, &status);
	if (U_FAILURE(status) || n < 0 || !eng_gsm7_covers((eng_str){ utf8, (size_t)n })) {
		return false;
	}
	eng_buf_add(out, utf8, (size_t)n);
	return true;
}

/* The run in characters of GSM; false when that cannot be. */
static bool convert(const eng_smart *smart, eng_str text, eng_buf *out) {
	uint32_t c;

	while (eng_utf8_next(&text, &c)) {
		const char *plain = smart->signs ? sign_of(c) : NULL;

		if (eng_gsm7_septets(c)) {
			eng_buf_utf8(out, c);
		} else if (plain) {
			eng_buf_cstr(out, plain);
		} else if (!smart->latin || !add_latin(smart, c, out)) {
			return false;
		}
	}
	return true;
}

void eng_smart_apply(eng_smart *smart, eng_arena *arena, eng_sms_message *message) {
	eng_buf out = { 0 };
	bool fits = true;

	for (int pass = 0; fits && pass < 2; pass++) {
		for (size_t i = 0; fits && i < message->count; i++) {
			for (size_t k = 0; fits && k < message->pieces[i].count; k++) {
				eng_sms_run *run = &message->pieces[i].runs[k];

				eng_buf_clear(&out);
				if (run->fixed) {
					fits = eng_gsm7_covers(run->text);
				} else {
					fits = convert(smart, run->text, &out);
				}
				if (pass == 1 && !run->fixed) {
					run->text = eng_str_copy(arena, eng_buf_view(&out));
				}
			}
		}
	}
	eng_buf_finish(&out);
}
