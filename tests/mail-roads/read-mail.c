/* Reads messages by both roads of engine/verify, as they are and with random damage, for
 * tests/mail-roads/check:
 *
 *     read-mail TIMES FILE...     a line "FILE TRY what differs" for each disagreement
 *
 * What the strict road takes must be what libxml2 and GMime see: the same parts, the same lines, seen the
 * same way. A file as it is (try 0) must be taken. Damage is the same in every run. The last line says
 * how many were tried and how many of them the strict road took. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "verify/html.h"
#include "verify/mime.h"

static eng_ctx ctx;
static unsigned long tried, taken, differ;
static uint64_t seed;

static size_t chance(size_t n) {
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return n ? (size_t)(seed % n) : 0;
}

static bool same(const char *a, const char *b) {
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* ---- comparing ---- */

static const char *compare_lines(eng_html_page *a, eng_html_page *b, size_t i) {
	eng_line *x = &a->surface->lines[i], *y = &b->surface->lines[i];
	const char *what;

	eng_html_page_inspect(a->surface, i);
	eng_html_page_inspect(b->surface, i);
	what = !eng_str_eq(x->text, y->text)                    ? "text"
	       : !eng_str_eq(x->bare, y->bare)                  ? "notes"
	       : x->start != y->start || x->length != y->length ? "place"
	       : !same(x->hidden, y->hidden)                    ? "sight"
	       : x->size != y->size                             ? "size"
	       : x->contrast != y->contrast                     ? "contrast"
								: NULL;
	if (what) {
		printf("%s: '%.*s' (%s) or '%.*s' (%s)\n", what, ENG_STR_ARG(x->text),
		       x->hidden ? x->hidden : "seen", ENG_STR_ARG(y->text),
		       y->hidden ? y->hidden : "seen");
	}
	return what;
}

static const char *compare_pages(eng_html_page *a, eng_html_page *b) {
	const char *what = NULL;

	if (a->surface->n != b->surface->n) {
		what = "number of lines";
	} else if ((a->loads || eng_sheet_loads(a->sheet)) !=
		   (b->loads || eng_sheet_loads(b->sheet))) {
		what = "loading";
	} else if (!same(a->torn, b->torn)) {
		what = "torn elements";
	}
	a->surface->user = a;
	b->surface->user = b;
	for (size_t i = 0; !what && i < a->surface->n; i++) {
		what = compare_lines(a, b, i);
	}
	return what;
}

static bool tell(const char *file, unsigned long try, const char *road, const char *what) {
	differ++;
	printf("%s %lu %s: %s\n", file, try, road, what);
	return false;
}

static bool read_html(eng_html_memo *memo, eng_arena *arena, const char *file, unsigned long try,
		      eng_str html) {
	eng_surface surfaces[2] = { { .arena = arena }, { .arena = arena } };
	eng_html_page strict = { .surface = &surfaces[0] }, loose = { .surface = &surfaces[1] };
	const char *what = NULL;
	bool took;

	if (eng_utf8_valid(html) < html.n) {
		return true; /* told before anybody reads it */
	}
	eng_html_memo_trim(memo);
	took = eng_html_read_strict(memo, &strict, html);
	if (took) {
		what = eng_html_read_loose(&loose, html) ? compare_pages(&strict, &loose)
							 : "libxml2 reads nothing";
	} else if (try == 0) {
		what = "the strict road refuses it";
	}
	tried++;
	taken += took;
	eng_html_page_finish(&strict);
	eng_html_page_finish(&loose);
	return !what || tell(file, try, "HTML", what);
}

static bool read_parts(eng_arena *arena, const char *file, unsigned long try, eng_str bytes,
		       eng_mime_texts *loose) {
	eng_mime_texts strict;
	bool took = eng_mime_read_strict(arena, bytes, &strict);
	const char *what = NULL;

	if (took || try == 0) {
		what = !eng_mime_read_loose(arena, bytes, loose) ? "GMime reads nothing"
		       : !took                                   ? "the strict road refuses it"
								 : NULL;
	}
	for (int i = 0; took && !what && i < 2; i++) {
		what = strict.count[i] != loose->count[i]              ? "number of parts"
		       : !eng_str_eq(strict.texts[i], loose->texts[i]) ? "text of a part"
								       : NULL;
	}
	tried++;
	taken += took;
	return !what || tell(file, try, "MIME", what);
}

/* ---- damage ---- */

static const char *const pieces[] = {
	"<b>",
	"</b>",
	"<p>",
	"</p>",
	"<td>",
	"</td>",
	"</tr>",
	"<tr>",
	"<table>",
	"</table>",
	"<div>",
	"</div>",
	"<span>",
	"</span>",
	"<br>",
	"<br/>",
	"</br>",
	"<!--",
	"-->",
	"--",
	"<!---->",
	"&nbsp",
	"&amp;",
	"&#65;",
	"&",
	"<",
	">",
	"\"",
	"'",
	"<a href=\"x\">",
	"</a>",
	"<s>",
	" hidden",
	"\x01",
	"\x0b",
	"<style>p{display:none}</style>",
	"<li>",
	"</li>",
	"<ul>",
	"<h1>",
	"</h1>",
	"<img alt=\"x\">",
	"<sup>1</sup>",
	"<sup></sup>",
	"<title>",
	"</html>",
	"</body>",
	"<SPAN>",
	"<![CDATA[",
	"<?x?>",
	"<p/>",
	"<b >",
	" style=\"display:none\"",
	"<script>",
	"\xef\xbf\xbe",
	"<caption>",
	"</caption>",
	"<thead>",
	"<tbody>",
	"</tbody>",
	"<th>",
	"<em> </em>",
	"\r\n--",
	"\r\n\r\n",
	"=",
	"=3D",
	"=00",
	"= ",
	"\r",
	"\n",
	"\t",
	" ",
	"Content-Type: text/html\r\n",
	"Content-Disposition: attachment\r\n",
	"charset",
	";",
	"==",
};

static eng_str joined(eng_arena *arena, eng_str a, eng_str b, eng_str c) {
	return eng_str_printf(arena, "%.*s%.*s%.*s", ENG_STR_ARG(a), ENG_STR_ARG(b),
			      ENG_STR_ARG(c));
}

static eng_str damaged(eng_arena *arena, eng_str text) {
	size_t at = chance(text.n), n = 1 + chance(chance(4) ? 8 : 400);
	eng_str before = eng_str_sub(text, 0, at), behind = eng_str_sub(text, at, text.n);
	char byte = (char)(0x20 + chance(0x60));
	size_t kinds = sizeof(pieces) / sizeof(pieces[0]);

	switch (chance(5)) {
	case 0: /* a piece put in */
		return joined(arena, before, eng_str_from(pieces[chance(kinds)]), behind);
	case 1: /* bytes left out */
		return joined(arena, before, (eng_str){ 0 }, eng_str_sub(behind, n, behind.n));
	case 2: /* bytes of another place put in */
		return joined(arena, before,
			      eng_str_sub(text, chance(text.n), text.n).n > n
				  ? eng_str_sub(text, chance(text.n - n), text.n)
				  : (eng_str){ 0 },
			      behind);
	case 3: /* one byte changed */
		return joined(arena, before, (eng_str){ &byte, 1 },
			      eng_str_sub(behind, 1, behind.n));
	default: /* a piece in place of the next tag */
		n = eng_str_index(behind, ENG_STR("<"));
		before = eng_str_sub(text, 0, at + n);
		behind = eng_str_sub(behind, n, behind.n);
		n = eng_str_index(behind, ENG_STR(">")) + 1;
		return joined(arena, before, eng_str_from(pieces[chance(kinds)]),
			      eng_str_sub(behind, n, behind.n));
	}
}

static bool read_file(eng_html_memo *memo, const char *file, unsigned long times) {
	eng_arena kept = { 0 }, arena = { 0 };
	eng_mime_texts texts = { 0 }, other;
	eng_str bytes = { 0 };
	bool ok;

	if (!eng_file_read(&ctx, &kept, file, (size_t)64 << 20, &bytes)) {
		fprintf(stderr, "read-mail: '%s' cannot be read\n", file);
		exit(2);
	}
	seed = 0x2545f4914f6cdd1d;
	ok = read_parts(&kept, file, 0, bytes, &texts) &&
	     read_html(memo, &kept, file, 0, texts.texts[1]);
	for (unsigned long i = 1; ok && i <= times; i++) {
		eng_str html = damaged(&arena, texts.texts[1]);

		while (chance(3) == 0) {
			html = damaged(&arena, html);
		}
		ok = read_html(memo, &arena, file, i, html) &&
		     read_parts(&arena, file, i, damaged(&arena, bytes), &other);
		eng_arena_reset(&arena);
	}
	eng_arena_finish(&arena);
	eng_arena_finish(&kept);
	return ok;
}

int main(int argc, char **argv) {
	eng_html_memo *memo = eng_html_memo_new();

	eng_ctx_init(&ctx, NULL, NULL);
	for (int i = 2; i < argc; i++) {
		read_file(memo, argv[i], strtoul(argv[1], NULL, 10));
	}
	eng_html_memo_free(memo);
	printf("%lu tried, %lu taken, %lu differ\n", tried, taken, differ);
	return differ > 0;
}
