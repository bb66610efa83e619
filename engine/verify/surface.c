/* The search. A claim may begin at any line; what follows must be it, to the end of a line. A place where
 * nobody sees it does not count while there is another. Where it is not found, the place where it comes
 * nearest lets the message say what was done to it. */
#include "verify/surface.h"

#include <string.h>

#include "base/utf8.h"
#include "compliance/canonical.h"

#define NEAR_BYTES    12   /* equal bytes that make two texts the same wording, altered */
#define MARK_SIZE     9000 /* 1/1000 pt, at least, of the mark of drafts */
#define MARK_CONTRAST 3000 /* thousandths */

/* One look for one claim. */
typedef struct look {
	eng_surface *surface;
	const eng_claim *claim;
	eng_str text;
	size_t first, last; /* lines, when found */
	size_t furthest;    /* equal bytes, of the best beginning */
	size_t nearest;     /* its line */
} look;

/* The line without notes' numbers (cut), or with their numbers but not the marks around them. */
static eng_str without_marks(eng_arena *arena, eng_str text, bool cut) {
	char *out = eng_arena_alloc(arena, text.n + 1);
	size_t n = 0;
	bool inside = false;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.s[i];

		if (c == ENG_SURFACE_MARK || c == ENG_SURFACE_MARK_END) {
			inside = c == ENG_SURFACE_MARK;
		} else if (!inside || !cut) {
			out[n++] = c;
		}
	}
	return (eng_str){ out, n };
}

static eng_str on_one_line(eng_arena *arena, eng_str text) {
	return eng_canonical_flat(arena, eng_canonical_text(arena, text));
}

eng_line *eng_surface_add(eng_surface *s, eng_str text) {
	bool marks = text.n && memchr(text.s, ENG_SURFACE_MARK, text.n) != NULL;
	eng_str plain = on_one_line(s->arena, marks ? without_marks(s->arena, text, false) : text);
	eng_line *line;

	if (plain.n == 0) {
		return NULL;
	}
	s->lines = eng_arena_grow(s->arena, s->lines, s->n, &s->cap, sizeof(*s->lines));
	line = &s->lines[s->n++];
	*line = (eng_line){ .text = plain, .bare = plain, .parted = s->picture };
	s->picture = false;
	if (marks) {
		line->bare = on_one_line(s->arena, without_marks(s->arena, text, true));
	}
	return line;
}

static bool same(char a, char b) {
	return a == b || (a == '\n' && b == ' ');
}

/* How many bytes of the line are the text's at a place. */
static size_t equal(eng_str text, size_t at, eng_str line) {
	size_t n = 0;

	while (n < line.n && at + n < text.n && same(text.s[at + n], line.s[n])) {
		n++;
	}
	return n;
}

/* The line without a mark of a list ("- ", "12. ", "a) "); the whole line when it has none. */
static eng_str behind_mark(eng_str line) {
	size_t i = 0;

	while (i < line.n && line.s[i] >= '0' && line.s[i] <= '9') {
		i++;
	}
	if (i == 0 && line.n > 2 && line.s[0] == '-' && line.s[1] == ' ') {
		return eng_str_sub(line, 2, line.n);
	}
	if (i > 0 && i + 1 < line.n && line.s[i] == '.' && line.s[i + 1] == ' ') {
		return eng_str_sub(line, i + 2, line.n);
	}
	if (line.n > 3 && line.s[0] >= 'a' && line.s[0] <= 'z' && line.s[1] == ')' &&
	    line.s[2] == ' ') {
		return eng_str_sub(line, 3, line.n);
	}
	return line;
}

/* "[the words of a picture]" without the brackets. */
static eng_str inside_brackets(eng_str line) {
	bool brackets = line.n > 2 && line.s[0] == '[' && line.s[line.n - 1] == ']';

	return brackets ? eng_str_sub(line, 1, line.n - 1) : line;
}

static eng_str words_of(const look *l, const eng_line *line) {
	return l->claim->notes.n ? line->bare : line->text;
}

/* The reading of the line that agrees best with the text at a place where a paragraph begins. */
static eng_str read_start(const look *l, size_t at, eng_str line) {
	eng_str readings[3] = { line, behind_mark(line), inside_brackets(line) };
	eng_str best = line;
	size_t most = equal(l->text, at, line);

	for (int i = 1; i < 3; i++) {
		size_t n = equal(l->text, at, readings[i]);

		if (n == readings[i].n && n > 0 && most < line.n) {
			best = readings[i];
			most = n;
		}
	}
	return best;
}

/* True when the claim stands from this line on. */
static bool stands_at(look *l, size_t from) {
	size_t at = 0, skipped = 0;

	for (size_t i = from; i < l->surface->n; i++) {
		eng_str line = words_of(l, &l->surface->lines[i]);
		bool begins = at == 0 || l->text.s[at - 1] == '\n';
		size_t n;

		if (line.n == 0) {
			continue;
		}
		line = begins && l->surface->wrapped ? read_start(l, at, line) : line;
		n = equal(l->text, at, line);
		if (at + n > l->furthest) {
			l->furthest = at + n;
			l->nearest = from;
		}
		if (n < line.n) {
			if (!l->claim->pictures || !begins || at == 0 || skipped++ > 8) {
				return false;
			}
			continue;
		}
		at += n;
		if (at == l->text.n) {
			l->first = from;
			l->last = i;
			return true;
		}
		if (l->text.s[at] == ' ' || l->text.s[at] == '\n') {
			at++;
		} else if (!l->surface->wrapped) {
			return false;
		}
	}
	return false;
}

/* Why something of the place that was found is not seen; NULL: all is. */
static const char *hidden_at(const look *l) {
	for (size_t i = l->first; i <= l->last; i++) {
		if (l->surface->inspect) {
			l->surface->inspect(l->surface, i);
		}
		if (l->surface->lines[i].hidden) {
			return l->surface->lines[i].hidden;
		}
	}
	return NULL;
}

/* The first place that is seen; *hidden: why another one is not. */
static bool find(look *l, size_t from, const char **hidden) {
	for (size_t i = from; i < l->surface->n; i++) {
		const char *why;

		if (!stands_at(l, i)) {
			continue;
		}
		why = hidden_at(l);
		if (!why) {
			return true;
		}
		*hidden = why;
	}
	return false;
}

/* The lines from the nearest place on, as many as the claim is long. */
static eng_str words_from(const look *l, size_t from) {
	eng_buf words = { 0 };
	eng_str copy;

	for (size_t i = from; i < l->surface->n && words.n < l->text.n; i++) {
		if (words.n) {
			eng_buf_char(&words, ' ');
		}
		eng_buf_str(&words, words_of(l, &l->surface->lines[i]));
	}
	copy = eng_str_copy(l->surface->arena, eng_buf_view(&words));
	eng_buf_finish(&words);
	return copy;
}

/* A line that ends as the claim does: its beginning was altered. */
static bool find_end(const look *l, size_t *at) {
	eng_str rest = l->text, end = l->text;

	while (eng_str_split(&rest, '\n', &end)) {}
	end = eng_str_sub(end, end.n > NEAR_BYTES ? end.n - NEAR_BYTES : 0, end.n);
	for (size_t i = 0; i < l->surface->n; i++) {
		eng_str line = words_of(l, &l->surface->lines[i]);

		if (line.n >= end.n && memcmp(line.s + line.n - end.n, end.s, end.n) == 0) {
			*at = i;
			return true;
		}
	}
	return false;
}

static bool report_missing(look *l, const eng_claim *claims, size_t index, eng_findings *out) {
	size_t at = l->nearest;
	bool near = l->furthest >= NEAR_BYTES || l->furthest * 2 >= l->text.n;

	if (near || find_end(l, &at)) {
		return eng_findings_compare(out, claims, index, words_from(l, at),
					    l->surface->place);
	}
	return eng_findings_add(out, "verify.missing", index, "%s is not in %s",
				eng_claim_name(out->arena, &claims[index]), l->surface->place);
}

static bool see(const look *l, const eng_claim *claims, size_t index, eng_findings *out) {
	eng_sighting *seen = eng_findings_see(out, index);
	const eng_line *first = &l->surface->lines[l->first], *last = &l->surface->lines[l->last];
	const eng_claim *claim = &claims[index];

	seen->part = l->surface->part;
	if (l->surface->anchor) {
		seen->anchor = l->surface->anchor(l->surface, l->first);
	}
	seen->start = first->start;
	seen->length = last->start + last->length - first->start;
	seen->order = l->first + 1;
	seen->order_end = l->last + 1;
	for (const eng_line *line = first; line <= last; line++) {
		if (line->size && (!seen->size || line->size < seen->size)) {
			seen->size = line->size;
		}
		if (line->contrast && (!seen->contrast || line->contrast < seen->contrast)) {
			seen->contrast = line->contrast;
		}
		if (line->lightest && (!seen->lightest || line->lightest < seen->lightest)) {
			seen->lightest = line->lightest;
		}
		seen->boldest = line->boldest > seen->boldest ? line->boldest : seen->boldest;
	}
	return !claim->contrast || !seen->contrast || seen->contrast >= claim->contrast ||
	       eng_findings_add(out, "verify.contrast", index,
				"%s has a contrast of %d.%d in %s, it asks for %d.%d",
				eng_claim_name(out->arena, claim), seen->contrast / 1000,
				seen->contrast / 100 % 10, l->surface->place,
				claim->contrast / 1000, claim->contrast / 100 % 10);
}

/* A picture among the words may be painted ones, or strike them out; of those that the block has between its own
 * paragraphs nothing is said. */
static bool check_pictures(const look *l, const eng_claim *claims, size_t index,
			   eng_findings *out) {
	for (size_t i = l->first; i <= l->last; i++) {
		const eng_line *line = &l->surface->lines[i];

		if (line->pictured || (line->parted && i > l->first && !l->claim->pictures)) {
			return eng_findings_add(out, "verify.between", index,
						"%s has a picture between its words in %s",
						eng_claim_name(out->arena, &claims[index]),
						l->surface->place);
		}
	}
	return true;
}

/* Each footnote of the claim must stand somewhere, behind its mark. */
static bool check_notes(eng_surface *s, const eng_claim *claims, size_t index, eng_findings *out) {
	eng_str rest = claims[index].notes, note;
	eng_claim bare = claims[index];

	while (rest.n && eng_str_split(&rest, '\n', &note)) {
		look l = { .surface = s, .claim = &bare, .text = note };
		const char *hidden = NULL;

		if (!find(&l, 0, &hidden)) {
			return eng_findings_add(out, "verify.missing", index,
						"a footnote of %s is not in %s",
						eng_claim_name(out->arena, &bare), s->place);
		}
	}
	return true;
}

/* Where the search for a claim begins: behind the last use of the same text. */
static size_t begin_of(const eng_claim *claims, const size_t *ends, size_t index) {
	for (size_t i = index; i-- > 0;) {
		if (eng_str_eq(claims[i].text, claims[index].text)) {
			return ends[i];
		}
	}
	return 0;
}

/* Whether a line is the mark, in brackets or not, for everybody to see. */
static bool is_mark(eng_surface *s, size_t index, eng_str mark) {
	eng_line *line = &s->lines[index];

	if (!eng_str_eq(inside_brackets(line->text), mark)) {
		return false;
	}
	if (s->inspect) {
		s->inspect(s, index);
	}
	return !line->hidden && (!line->size || line->size >= MARK_SIZE) &&
	       (!line->contrast || line->contrast >= MARK_CONTRAST);
}

static void check_mark(eng_surface *s, eng_findings *out) {
	eng_str mark = on_one_line(s->arena, out->draft_mark);

	for (size_t i = 0; i < s->n; i++) {
		if (is_mark(s, i, mark)) {
			return;
		}
	}
	if (mark.n) {
		eng_findings_add(out, "verify.no-mark", ENG_FINDING_ARTIFACT,
				 "it is a draft, but the mark '%.*s' is not to be seen in %s",
				 ENG_STR_ARG(mark), s->place);
	}
}

bool eng_surface_check(eng_surface *s, const eng_claim *claims, size_t n, eng_findings *out) {
	size_t *ends = eng_arena_new_array(s->arena, n + 1, size_t), before = out->n;

	for (size_t i = 0; i < n; i++) {
		look l = { .surface = s, .claim = &claims[i], .text = claims[i].text };
		const char *hidden = NULL;

		ends[i] = begin_of(claims, ends, i);
		if (l.text.n == 0) {
			continue;
		}
		if (find(&l, ends[i], &hidden)) {
			ends[i] = l.last + 1;
			see(&l, claims, i, out);
			check_pictures(&l, claims, i, out);
			check_notes(s, claims, i, out);
		} else if (hidden) {
			eng_findings_add(out, "verify.hidden", i,
					 "%s stands in %s but nobody sees it: %s",
					 eng_claim_name(out->arena, &claims[i]), s->place, hidden);
		} else if (!claims[i].optional) {
			report_missing(&l, claims, i, out);
		}
	}
	if (!s->marked) {
		check_mark(s, out);
	}
	return out->n == before;
}
