/* Plain text: lines of at most 72 columns with margins ("| " of callouts, spaces), rules below headings
 * and marks of lists. Knows how such text looks, not how it is made. */
#include "verify/reader.h"
#include "verify/survey.h"

#include "base/utf8.h"

/* The line without margins. */
static eng_str behind_margin(eng_str line) {
	line = eng_str_trim(line);
	while (line.n && line.s[0] == '|') {
		line = eng_str_trim(eng_str_sub(line, 1, line.n));
	}
	return line;
}

static bool is_rule(eng_str line) {
	for (size_t i = 0; i < line.n; i++) {
		if (line.s[i] != line.s[0] || (line.s[i] != '-' && line.s[i] != '=')) {
			return false;
		}
	}
	return true;
}

/* "[12]", a space before it included, becomes a mark. */
static eng_str with_marks(eng_arena *arena, eng_str line) {
	char *out = eng_arena_alloc(arena, line.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < line.n; i++) {
		size_t k = i + 1;

		while (line.s[i] == '[' && k < line.n && line.s[k] >= '0' && line.s[k] <= '9') {
			k++;
		}
		if (k > i + 1 && k < line.n && line.s[k] == ']') {
			out[n++] = ENG_SURFACE_MARK;
			memcpy(out + n, line.s + i + 1, k - i - 1);
			n += k - i - 1;
			out[n++] = ENG_SURFACE_MARK_END;
			i = k;
		} else {
			out[n++] = line.s[i];
		}
	}
	return (eng_str){ out, n };
}

void eng_surface_read_text(eng_surface *surface, eng_str text) {
	uint64_t at = 0;
	eng_str line;

	surface->wrapped = true;
	while (text.n && eng_str_split(&text, '\n', &line)) {
		eng_str words = behind_margin(line);
		uint64_t length = eng_utf8_length(line);

		if (words.n && !is_rule(words)) {
			bool marks = memchr(words.s, '[', words.n) != NULL;
			eng_line *added = eng_surface_add(surface, words);

			if (added) {
				added->start = at;
				added->length = length;
			}
			if (added && marks) {
				eng_surface noted = { .arena = surface->arena };
				eng_line *bare =
				    eng_surface_add(&noted, with_marks(surface->arena, words));

				added->bare = bare ? bare->bare : added->bare;
			}
		}
		at += length + 1;
	}
}

bool eng_verify_text(eng_arena *arena, eng_str bytes, const eng_claim *claims, size_t n,
		     eng_findings *out) {
	eng_surface surface = { .arena = arena, .place = "the text" };

	if (eng_utf8_valid(bytes) != bytes.n) {
		return eng_findings_add(out, "verify.unreadable", ENG_FINDING_ARTIFACT,
					"the text is not UTF-8");
	}
	eng_surface_read_text(&surface, bytes);
	eng_survey_surface(out->survey, &surface);
	return eng_surface_check(&surface, claims, n, out);
}
