/* RFC 5322 3.2.3 dot-atom, RFC 5321 limits, UTS #46 domains. Quoted local parts are refused: nobody has
 * one, and they are where injections hide. */
#include "channels/email/address.h"

#include <glib.h>
#include <unicode/uchar.h>
#include <unicode/uidna.h>

#include "base/buf.h"
#include "base/scan.h"
#include "base/utf8.h"

#define LOCAL_MAX  64
#define DOMAIN_MAX 255

static bool is_atom(unsigned char c) {
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c && strchr("!#$%&'*+-/=?^_`{|}~", c));
}

/* Letters, their marks, and figures of any script: nothing that is not seen, or that turns text around. */
static bool is_letter(uint32_t c) {
	return c >= 0x80 &&
	       (U_GET_GC_MASK((UChar32)c) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_ND_MASK));
}

/* utf8: with letters of all scripts (RFC 6531 3.3). */
static bool is_dot_atom(eng_str s, bool utf8) {
	bool dot = true;
	uint32_t c;

	if (eng_utf8_valid(s) != s.n) {
		return false;
	}
	while (eng_utf8_next(&s, &c)) {
		if (c == '.' ? dot
			     : !(c < 0x80 ? is_atom((unsigned char)c) : utf8 && is_letter(c))) {
			return false;
		}
		dot = c == '.';
	}
	return !dot;
}

/* The domain in ASCII; empty when it is none. */
static eng_str domain_of(eng_arena *arena, eng_str domain) {
	UErrorCode status = U_ZERO_ERROR;
	UIDNAInfo info = UIDNA_INFO_INITIALIZER;
	UIDNA *idna = uidna_openUTS46(UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ |
					  UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_USE_STD3_RULES,
				      &status);
	char *ascii = eng_arena_alloc(arena, DOMAIN_MAX + 1);
	int32_t n = 0;

	if (U_SUCCESS(status) && domain.n <= DOMAIN_MAX) {
		n = uidna_nameToASCII_UTF8(idna, domain.s, (int32_t)domain.n, ascii, DOMAIN_MAX,
					   &info, &status);
	}
	uidna_close(idna);
	if (U_FAILURE(status) || info.errors || n <= 0 || n > DOMAIN_MAX) {
		return (eng_str){ "", 0 };
	}
	return (eng_str){ ascii, (size_t)n };
}

bool eng_address_check(eng_ctx *ctx, eng_arena *arena, eng_str address, bool utf8,
		       const char *whose, eng_loc where, eng_str *out) {
	eng_str trimmed = eng_str_trim(address);
	size_t at = eng_str_index(trimmed, ENG_STR("@"));
	eng_str local = eng_str_sub(trimmed, 0, at);
	eng_str domain = domain_of(arena, eng_str_sub(trimmed, at + 1, trimmed.n));

	if (trimmed.n == 0) {
		return eng_fail(ctx, "email.bad-address", where, "%s has no e-mail address", whose);
	}
	if (at == trimmed.n || local.n > LOCAL_MAX || !is_dot_atom(local, utf8) || domain.n == 0 ||
	    eng_str_index(domain, ENG_STR(".")) == domain.n) {
		return eng_fail(ctx, "email.bad-address", where,
				"%s address '%s' is not an e-mail address like name@bank.example",
				whose, eng_quote(arena, trimmed));
	}
	*out = eng_str_printf(arena, "%.*s@%.*s", ENG_STR_ARG(local), ENG_STR_ARG(domain));
	return true;
}

eng_str eng_address_domain(eng_str address) {
	size_t at = eng_str_index(address, ENG_STR("@"));

	return eng_str_sub(address, at + 1, address.n);
}

bool eng_address_header(eng_ctx *ctx, eng_arena *arena, eng_str text, const char *header,
			eng_loc where, eng_str *out) {
	eng_str rest = text;
	eng_buf line = { 0 };
	uint32_t c;
	bool good = true;

	if (eng_scan_all_printable(text.s, text.n)) {
		*out = eng_str_trim(text);
		return true;
	}
	while (good && eng_utf8_next(&rest, &c)) {
		if (c == '\n' || c == 0x2028 || c == 0x2029) {
			eng_buf_char(&line, ' ');
		} else if (c == '\t' || c == '\r' || eng_utf8_is_control(c)) {
			good = false;
		} else {
			eng_buf_utf8(&line, c);
		}
	}
	*out = eng_str_copy(arena, eng_str_trim(eng_buf_view(&line)));
	eng_buf_finish(&line);
	if (!good) {
		return eng_fail(ctx, "email.bad-header", where,
				"text '%s' of header %s holds a control character",
				eng_quote(arena, text), header);
	}
	return true;
}

#define RUN_MAX    60 /* bytes without a space that a line of a header surely takes */
#define WORD_BYTES 45 /* of text in an encoded word: 60 of base64, 72 with what stands around */

/* True where a header can be folded often enough. */
static bool folds(eng_str text) {
	size_t run = 0;

	for (size_t i = 0; i < text.n && run <= RUN_MAX; i++) {
		run = text.s[i] == ' ' ? 0 : run + 1;
	}
	return run <= RUN_MAX;
}

eng_str eng_address_words(eng_arena *arena, eng_str text) {
	return eng_str_index(text, ENG_STR("=?")) == text.n && folds(text)
		   ? text
		   : eng_address_encoded(arena, text, " ");
}

eng_str eng_address_encoded(eng_arena *arena, eng_str text, const char *between) {
	eng_buf out = { 0 };
	eng_str words;

	while (text.n) {
		size_t n = text.n < WORD_BYTES ? text.n : WORD_BYTES;
		char *encoded;

		while (n < text.n && ((unsigned char)text.s[n] & 0xc0) == 0x80) {
			n--;
		}
		encoded = g_base64_encode((const unsigned char *)text.s, n);
		eng_buf_printf(&out, "%s=?utf-8?B?%s?=", out.n ? between : "", encoded);
		g_free(encoded);
		text = eng_str_sub(text, n, text.n);
	}
	words = eng_str_copy(arena, eng_buf_view(&out));
	eng_buf_finish(&out);
	return words;
}
