/* Messages: of multipart/alternative both the text and the HTML must carry the locked words, since a mail
 * program shows either. */
#include "base/utf8.h"
#include "verify/html.h"
#include "verify/mime.h"
#include "verify/reader.h"
#include "verify/survey.h"

static void check_part(eng_html_memo *memo, eng_arena *arena, const eng_mime_texts *texts,
		       bool html, const eng_claim *claims, size_t n, eng_findings *out) {
	static const char *const places[] = { "the text part", "the HTML part" };
	eng_str text = texts->texts[html];
	eng_surface surface = { .arena = arena,
				.part = html ? "html" : "text",
				.place = places[html] };

	if (texts->count[html] != 1) {
		eng_findings_add(out, texts->count[html] ? "verify.unreadable" : "verify.missing",
				 ENG_FINDING_ARTIFACT,
				 "the message has %d of %s, it should have one", texts->count[html],
				 places[html]);
	} else if (eng_utf8_valid(text) != text.n) {
		eng_findings_add(out, "verify.unreadable", ENG_FINDING_ARTIFACT,
				 "%s of the message is not UTF-8", places[html]);
	} else if (html) {
		eng_verify_html(memo, &surface, text, claims, n, out);
	} else {
		eng_surface_read_text(&surface, text);
		eng_survey_surface(out->survey, &surface);
		eng_surface_check(&surface, claims, n, out);
	}
}

bool eng_verify_mail(eng_html_memo *memo, eng_arena *arena, eng_str bytes, const eng_claim *claims,
		     size_t n, eng_findings *out) {
	size_t before = out->n;
	eng_mime_texts texts;

	eng_html_memo_trim(memo);
	if (!eng_mime_read_strict(arena, bytes, &texts) &&
	    !eng_mime_read_loose(arena, bytes, &texts)) {
		return eng_findings_add(out, "verify.unreadable", ENG_FINDING_ARTIFACT,
					"the message cannot be taken apart");
	}
	check_part(memo, arena, &texts, true, claims, n, out);
	check_part(memo, arena, &texts, false, claims, n, out);
	return out->n == before;
}
