/* Byte offsets to places. The parser's own columns are of the end of a tag and count bytes. */
#include "data/window.h"

static void count(const char *s, size_t n, int *line, int *column) {
	int l = *line, c = *column;

	for (size_t i = 0; i < n; i++) {
		if (s[i] == '\n') {
			l++;
			c = 1;
		} else {
			c += ((unsigned char)s[i] & 0xc0) != 0x80;
		}
	}
	*line = l;
	*column = c;
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
	if (w->hashing) {
		eng_hasher_add(w->hasher, from, (size_t)(to - w->at));
	}
	w->at = to;
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
	size_t passed = (size_t)(w->at - w->start);

	if (passed > 0) {
		memmove(w->bytes.s, w->bytes.s + passed, w->bytes.n - passed);
		w->bytes.n -= passed;
		w->start = w->at;
	}
	eng_buf_add(&w->bytes, bytes.s, bytes.n);
}

eng_str eng_window_ready(const eng_window *w, bool last) {
	size_t from = (size_t)(w->fed - w->start);
	eng_str rest = { w->bytes.s + from, w->bytes.n - from };
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
