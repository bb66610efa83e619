/* A table of readers. */
#include "verify/verify.h"

#include <string.h>

#include "verify/pdf-reader.h"
#include "verify/reader.h"

struct eng_verifier {
	eng_pdf_fonts fonts;
	eng_pdf_reader *pdf; /* NULL until needed */
	eng_html_memo *html; /* the same */
};

typedef bool reader_fn(eng_arena *arena, eng_str bytes, const eng_claim *claims, size_t n,
		       eng_findings *out);

static const struct {
	const char *channel;
	reader_fn *read;
} readers[] = {
	{ "mobile", eng_verify_mobile },
	{ "sms", eng_verify_sms },
	{ "text", eng_verify_text },
};

static reader_fn *reader_of(const char *channel) {
	for (size_t i = 0; i < sizeof(readers) / sizeof(readers[0]); i++) {
		if (strcmp(readers[i].channel, channel) == 0) {
			return readers[i].read;
		}
	}
	return NULL;
}

eng_verifier *eng_verifier_new(eng_pdf_fonts fonts) {
	eng_verifier *verifier = eng_malloc(sizeof(*verifier));

	*verifier = (eng_verifier){ .fonts = fonts };
	return verifier;
}

void eng_verifier_free(eng_verifier *verifier) {
	if (verifier) {
		eng_pdf_reader_free(verifier->pdf);
		eng_html_memo_free(verifier->html);
		free(verifier);
	}
}

/* What is printed is a PDF file, too. */
static bool is_pdf(const char *channel) {
	return strcmp(channel, "pdf") == 0 || strcmp(channel, "print") == 0;
}

bool eng_verifier_knows(const char *channel) {
	return is_pdf(channel) || strcmp(channel, "email") == 0 || reader_of(channel) != NULL;
}

enum { TRAILER = 1024, CROSS_REFERENCES = 4096 /* the longest dictionary of a stream of them */ };

/* An encrypted file says so in its trailer, at its end, or in the dictionary of the cross-references to which the
 * number behind "startxref" leads. */
static bool is_locked(eng_str bytes) {
	eng_str end = eng_str_sub(bytes, bytes.n > TRAILER ? bytes.n - TRAILER : 0, bytes.n), list;
	size_t at = eng_str_index(end, ENG_STR("startxref")) + strlen("startxref"), from = 0;

	for (; at < end.n && (end.s[at] == '\n' || end.s[at] == '\r' || end.s[at] == ' '); at++) {}
	for (; at < end.n && end.s[at] >= '0' && end.s[at] <= '9' && from < bytes.n; at++) {
		from = from * 10 + (size_t)(end.s[at] - '0');
	}
	list = eng_str_sub(bytes, from, from + CROSS_REFERENCES);
	return eng_str_index(end, ENG_STR("/Encrypt")) < end.n ||
	       eng_str_index(list, ENG_STR("/Encrypt")) < list.n;
}

/* The strict road is what a run can afford; only libqpdf opens what is encrypted. */
static bool check_pdf(eng_verifier *verifier, eng_str bytes, eng_str password,
		      const eng_claim *claims, size_t n, eng_findings *out) {
	if (!verifier->pdf) {
		verifier->pdf = eng_pdf_reader_new(verifier->fonts);
	}
	return eng_pdf_reader_check(verifier->pdf,
				    password.n || is_locked(bytes) ? ENG_PDF_QPDF : ENG_PDF_STRICT,
				    bytes, password, 0, claims, n, out);
}

static bool check_mail(eng_verifier *verifier, eng_str bytes, const eng_claim *claims, size_t n,
		       eng_findings *out) {
	if (!verifier->html) {
		verifier->html = eng_html_memo_new();
	}
	return eng_verify_mail(verifier->html, out->arena, bytes, claims, n, out);
}

bool eng_verifier_check(eng_verifier *verifier, const char *channel, eng_str bytes,
			eng_str password, const eng_claim *claims, size_t n, eng_findings *out) {
	reader_fn *read = reader_of(channel);

	if (is_pdf(channel)) {
		return check_pdf(verifier, bytes, password, claims, n, out);
	}
	if (strcmp(channel, "email") == 0) {
		return check_mail(verifier, bytes, claims, n, out);
	}
	return !read || read(out->arena, bytes, claims, n, out);
}
