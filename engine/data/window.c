/* Byte offsets to places. The parser's own columns are of the end of a tag and count bytes. */
#include "data/window.h"

#include "base/diag.h"
#include "base/scan.h"
#include "base/utf8.h"

static void count(const char *s, size_t n, int *line, int *column) {
	const char *end = s + n, *lf;

	while ((lf = memchr(s, '\n', (size_t)(end - s)))) {
		*line = eng_loc_on(*line, 1);
		*column = 1;
		s = lf + 1;
	}
	*column = eng_loc_on(*column, eng_utf8_length((eng_str){ s, (size_t)(end - s) }));
}

void eng_window_advance(eng_window *w, uint64_t to) {
	const char *from = w->bytes.s + (w->at - w->start);
	uint64_t end = w->start + w->bytes.n;

	if (to > end) {
		to = end;
	}
	if (to <= w->at) {
		return;
	}
	count(from, (size_t)(to - w->at), &w->line, &w->column);
	w->at = to;
}

void eng_window_hash(eng_window *w) {
	if (w->hashing && w->at > w->hashed) {
		eng_hasher_add(w->hasher, w->bytes.s + (w->hashed - w->start),
			       (size_t)(w->at - w->hashed));
	}
	w->hashed = w->at;
}

void eng_window_place(const eng_window *w, uint64_t offset, uint32_t *line, uint32_t *column) {
	int l = w->line, c = w->column;

	if (offset > w->at && offset <= w->start + w->bytes.n) {
		count(w->bytes.s + (w->at - w->start), (size_t)(offset - w->at), &l, &c);
	}
	*line = (uint32_t)l;
	*column = (uint32_t)c;
}

void eng_window_add(eng_window *w, eng_str bytes) {
	uint64_t to = w->at < w->hold ? w->at : w->hold;
	size_t passed = (size_t)(to - w->start);

	eng_window_hash(w);
	if (passed > 0) {
		memmove(w->bytes.s, w->bytes.s + passed, w->bytes.n - passed);
		w->bytes.n -= passed;
		w->start = to;
	}
	eng_buf_add(&w->bytes, bytes.s, bytes.n);
}

eng_str eng_window_ready(const eng_window *w, bool last) {
	size_t from = (size_t)(w->fed - w->start);
	eng_str rest = { w->bytes.s ? w->bytes.s + from : "", w->bytes.n - from };
	const char *lt;

	if (last || rest.n == 0) {
		return rest;
	}
	lt = memrchr(rest.s, '<', rest.n);
	if (lt && (lt > rest.s || memchr(rest.s, '>', rest.n) == NULL)) {
		rest.n = (size_t)(lt - rest.s);
	}
	return rest;
}

/* First place of the name right behind '<', '/' or ':'; rest.n when there is none. */
static size_t find_name(const eng_window *w, eng_str rest, eng_str name) {
	size_t from = 0;

	while (from < rest.n) {
		const char *hit = memmem(rest.s + from, rest.n - from, name.s, name.n);
		size_t i;

		if (!hit) {
			break;
		}
		i = (size_t)(hit - rest.s);
		if (hit > w->bytes.s && (hit[-1] == '<' || hit[-1] == '/' || hit[-1] == ':')) {
			return i;
		}
		from = i + name.n;
	}
	return rest.n;
}

size_t eng_window_cut(const eng_window *w, eng_str ready, const eng_str *names, size_t n,
		      bool in_tag, bool *found) {
	size_t at = ready.n;
	const char *gt;

	*found = in_tag;
	if (in_tag) {
		at = 0;
	}
	for (size_t i = 0; i < n && !in_tag; i++) {
		size_t hit = find_name(w, (eng_str){ ready.s, at }, names[i]);

		if (hit < at) {
			at = hit;
			*found = true;
		}
	}
	gt = at < ready.n ? memchr(ready.s + at, '>', ready.n - at) : NULL;
	return gt ? (size_t)(gt - ready.s) + 1 : ready.n;
}
