/* Reads PDF files by both roads of engine/verify and prints what is found, for tests/pdf-attacks/check:
 *
 *     read-pdf CLAIMS FONTS FILE...     a line "FILE CODE message" for each finding, nothing for a good file
 *
 *     read-pdf CLAIMS FONTS --after GOOD FILE...     the same by readers that keep what they read of GOOD
 *
 *     read-pdf CLAIMS FONTS --patches LIST FILE
 *
 * A line of LIST is an offset and bytes in hexadecimal: the file with these bytes is read by libqpdf, and
 * "accepted OFFSET" printed when nothing is found.
 *
 * CLAIMS: "id version language occurrence" and the pages of running content, the canonical text, and a line
 * with a dot, for each claim. A line "pages N" before them says how many pages there must be, a line "mark
 * PHRASE" how a draft is marked.
 * FONTS: "PostScript-name index path" a line; may be empty. Both roads must find the same codes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "verify/pdf-reader.h"

enum { MOST = 64 };

static eng_ctx ctx;
static size_t pages; /* that the file must have */
static eng_str mark; /* of a draft; empty: it is none */

static eng_str read_file(eng_arena *arena, const char *path) {
	eng_str bytes = { 0 };

	if (!eng_file_read(&ctx, arena, path, (size_t)256 << 20, &bytes)) {
		fprintf(stderr, "read-pdf: '%s' cannot be read\n", path);
		exit(2);
	}
	return bytes;
}

/* Of a block in running content: the pages that repeat it. */
static void read_pages(eng_arena *arena, eng_str words, eng_claim *claim) {
	int *on = eng_arena_new_array(arena, MOST, int);
	eng_str page;

	while (claim->page_count < MOST && eng_str_word(&words, &page)) {
		on[claim->page_count++] = (int)strtol(page.s, NULL, 10);
	}
	claim->pages = on;
	claim->repeats = claim->optional = claim->page_count > 0;
}

static size_t read_claims(eng_arena *arena, const char *path, eng_claim *claims) {
	eng_str rest = read_file(arena, path), line;
	eng_buf text = { 0 };
	size_t n = 0;
	bool head = true;

	while (n < MOST && eng_str_split(&rest, '\n', &line)) {
		eng_str words = line, id, version, language, ordinal;

		if (head && eng_str_starts(line, "pages ")) {
			pages = strtoul(line.s + 6, NULL, 10);
		} else if (head && eng_str_starts(line, "mark ")) {
			mark = eng_str_sub(line, 5, line.n);
		} else if (head && eng_str_word(&words, &id) && eng_str_word(&words, &version) &&
			   eng_str_word(&words, &language) && eng_str_word(&words, &ordinal)) {
			claims[n] = (eng_claim){ .id = id,
						 .language = language,
						 .version = version.s[0] - '0',
						 .occurrence = (unsigned)(ordinal.s[0] - '0') };
			read_pages(arena, words, &claims[n]);
			eng_buf_clear(&text);
			head = false;
		} else if (!head && eng_str_eqc(line, ".")) {
			claims[n].text = eng_str_copy(arena, eng_buf_view(&text));
			claims[n].text_hash = eng_hash_of(claims[n].text.s, claims[n].text.n);
			n++;
			head = true;
		} else if (!head) {
			eng_buf_cstr(&text, text.n ? "\n" : "");
			eng_buf_str(&text, line);
		}
	}
	eng_buf_finish(&text);
	return n;
}

static size_t read_fonts(eng_arena *arena, const char *path, eng_pdf_known *fonts) {
	eng_str rest = read_file(arena, path), line;
	size_t n = 0;

	while (n < MOST && eng_str_split(&rest, '\n', &line)) {
		eng_str name, index, file = line;

		if (eng_str_word(&file, &name) && eng_str_word(&file, &index)) {
			fonts[n].name = name;
			fonts[n].index = index.s[0] - '0';
			fonts[n++].file = read_file(arena, eng_str_dup(arena, eng_str_trim(file)));
		}
	}
	return n;
}

static bool has_code(const eng_findings *list, const char *code) {
	for (size_t i = 0; i < list->n; i++) {
		if (strcmp(list->items[i].code, code) == 0) {
			return true;
		}
	}
	return false;
}

/* The strict road may refuse what libqpdf reads, never the other way round. */
static void compare(const char *path, const eng_findings *strict, const eng_findings *qpdf) {
	for (size_t i = 0; i < qpdf->n; i++) {
		if (!has_code(strict, qpdf->items[i].code) &&
		    !has_code(strict, "verify.unreadable")) {
			printf("%s roads-differ only libqpdf finds %s\n", path,
			       qpdf->items[i].code);
		}
	}
	for (size_t i = 0; i < strict->n; i++) {
		if (!has_code(qpdf, strict->items[i].code) &&
		    !has_code(qpdf, "verify.unreadable") &&
		    strcmp(strict->items[i].code, "verify.unreadable") != 0) {
			printf("%s roads-differ libqpdf does not find %s\n", path,
			       strict->items[i].code);
		}
	}
}

/* What the reader keeps of a file that comes again must not change what it says. */
static void read_again(eng_pdf_reader *reader, const char *path, eng_str file,
		       const eng_claim *claims, size_t n, const eng_findings *before) {
	for (int time = 0; time < 6; time++) { /* texts are kept once their fonts are */
		eng_findings again = { .arena = before->arena, .draft_mark = mark };
		bool same;

		eng_pdf_reader_check(reader, ENG_PDF_STRICT, file, (eng_str){ 0 }, pages, claims, n,
				     &again);
		same = again.n == before->n;
		for (size_t i = 0; same && i < again.n; i++) {
			same = strcmp(again.items[i].code, before->items[i].code) == 0 &&
			       strcmp(again.items[i].message, before->items[i].message) == 0;
		}
		if (!same) {
			printf("%s roads-differ the strict one finds other things when it comes "
			       "again\n",
			       path);
		}
	}
}

/* Readers keep texts once their fonts are kept, and these once their maps are. */
static void read_often(eng_pdf_reader *reader, eng_str good, const eng_claim *claims, size_t n) {
	eng_arena arena;

	eng_arena_init(&arena);
	for (int time = 0; time < 6; time++) {
		eng_findings found = { .arena = &arena, .draft_mark = mark };

		eng_arena_reset(&arena);
		eng_pdf_reader_check(reader, ENG_PDF_STRICT, good, (eng_str){ 0 }, pages, claims, n,
				     &found);
	}
	eng_arena_finish(&arena);
}

static size_t unhex(eng_str hex, char *out) {
	size_t n = 0;

	for (; n < hex.n / 2; n++) {
		char digits[3] = { hex.s[2 * n], hex.s[2 * n + 1], 0 };

		out[n] = (char)strtoul(digits, NULL, 16);
	}
	return n;
}

static int read_patched(eng_pdf_reader *reader, eng_arena *arena, char **argv,
			const eng_claim *claims, size_t n) {
	eng_str rest = read_file(arena, argv[4]), file = read_file(arena, argv[5]), line;
	char *bytes = eng_arena_copy(arena, file.s, file.n), was[64];
	eng_arena record;
	int accepted = 0;

	eng_arena_init(&record);
	while (eng_str_split(&rest, '\n', &line)) {
		eng_str at, hex;
		size_t offset, count;
		eng_findings found = { .arena = &record };

		if (!eng_str_word(&line, &at) || !eng_str_word(&line, &hex)) {
			continue;
		}
		offset = strtoul(at.s, NULL, 10);
		memcpy(was, bytes + offset, sizeof(was));
		count = unhex(hex, bytes + offset);
		eng_arena_reset(&record);
		if (eng_pdf_reader_check(reader, ENG_PDF_QPDF, (eng_str){ bytes, file.n },
					 (eng_str){ 0 }, 0, claims, n, &found)) {
			printf("accepted %zu\n", offset);
			accepted = 1;
		}
		memcpy(bytes + offset, was, count);
	}
	eng_arena_finish(&record);
	return accepted;
}

int main(int argc, char **argv) {
	static eng_claim claims[MOST];
	static eng_pdf_known fonts[MOST];
	eng_arena arena, record;
	eng_pdf_reader *reader, *kept;
	eng_str good = { 0 };
	size_t n, m;
	int bad = 0, first = 3;

	if (argc < 4) {
		fprintf(stderr, "usage: read-pdf CLAIMS FONTS FILE...\n");
		return 2;
	}
	eng_ctx_init(&ctx, NULL, NULL);
	eng_arena_init(&arena);
	eng_arena_init(&record);
	n = read_claims(&arena, argv[1], claims);
	m = read_fonts(&arena, argv[2], fonts);
	reader = eng_pdf_reader_new((eng_pdf_fonts){ fonts, m, true });
	if (argc == 6 && strcmp(argv[3], "--patches") == 0) {
		return read_patched(reader, &arena, argv, claims, n);
	}
	kept = eng_pdf_reader_new((eng_pdf_fonts){ fonts, m, true });
	if (argc > 5 && strcmp(argv[3], "--after") == 0) {
		good = read_file(&arena, argv[4]);
		first = 5;
	}
	for (int i = first; i < argc; i++) {
		eng_findings found[2];
		eng_str file;

		eng_arena_reset(&record);
		file = read_file(&record, argv[i]);
		for (int road = 0; road < 2; road++) {
			found[road] = (eng_findings){ .arena = &record, .draft_mark = mark };
			eng_pdf_reader_check(reader, road ? ENG_PDF_QPDF : ENG_PDF_STRICT, file,
					     (eng_str){ 0 }, pages, claims, n, &found[road]);
		}
		read_often(kept, good, claims, n);
		read_again(kept, argv[i], file, claims, n, &found[0]);
		/* The road that both can go tells; a file of another form was written by others. */
		for (size_t k = 0; k < found[1].n; k++) {
			printf("%s %s %s\n", argv[i], found[1].items[k].code,
			       found[1].items[k].message);
		}
		compare(argv[i], &found[0], &found[1]);
		bad |= found[0].n || found[1].n;
	}
	eng_pdf_reader_free(reader);
	eng_pdf_reader_free(kept);
	eng_arena_finish(&record);
	eng_arena_finish(&arena);
	return bad;
}
