/* ToUnicode maps (ISO 32000-1 9.10.3): what each used glyph says, ligatures with all their letters. */
#include <stdlib.h>

#include "base/utf8.h"
#include "channels/common/pdf/syntax.h"
#include "channels/common/pdf/writer.h"

#define PER_BLOCK 100 /* entries of one block, limit of the CMap format */

static void put_code(eng_buf *out, uint32_t glyph) {
	static const char hex[] = "0123456789ABCDEF";
	char text[6] = { '<',
			 hex[glyph >> 12 & 15],
			 hex[glyph >> 8 & 15],
			 hex[glyph >> 4 & 15],
			 hex[glyph & 15],
			 '>' };

	eng_buf_add(out, text, 6);
}

static eng_str text_of(const eng_pdf_face *face, const eng_pdf_use *use) {
	return (eng_str){ face->texts.s + use->text_at, use->text_n };
}

/* The only character of a text, below U+10000; 0 when there is none or more. */
static uint32_t character(const eng_pdf_face *face, const eng_pdf_use *use) {
	eng_str text = text_of(face, use);
	uint32_t c;

	return eng_utf8_next(&text, &c) && text.n == 0 && c < 0x10000 ? c : 0;
}

/* How many of the uses are one range: neighbouring glyphs of neighbouring characters, in both of which
 * only the last byte changes. */
static size_t range(const eng_pdf_face *face, eng_pdf_use *const *uses, size_t n) {
	uint32_t first = character(face, uses[0]);
	size_t i = 1;

	while (first && i < n && uses[i]->glyph == uses[0]->glyph + i && uses[i]->glyph % 256 &&
	       (first + i) % 256 && character(face, uses[i]) == first + i) {
		i++;
	}
	return i;
}

/* Puts the ranges, or what is in none, in blocks that tell how many they hold. total: of them, as a call
 * without out counts them. */
static size_t put_entries(const eng_pdf_face *face, eng_pdf_use *const *uses, size_t n, bool ranges,
			  size_t total, eng_buf *out) {
	const char *kind = ranges ? "bfrange\n" : "bfchar\n";
	size_t count = 0, length;

	for (size_t i = 0; i < n; i += length) {
		eng_str text = text_of(face, uses[i]);

		length = range(face, uses + i, n - i);
		if ((length > 1) != ranges || (count++, !out)) {
			continue;
		}
		if (count % PER_BLOCK == 1) {
			eng_pdf_integer(out, (int64_t)(total - count < PER_BLOCK ? total - count + 1
										 : PER_BLOCK));
			eng_buf_cstr(out, " begin");
			eng_buf_cstr(out, kind);
		}
		put_code(out, uses[i]->glyph);
		if (ranges) {
			put_code(out, uses[i + length - 1]->glyph);
		}
		eng_buf_char(out, '<');
		/* A glyph without any text can only come from a run without text: say "unknown". */
		eng_pdf_utf16_hex(out, text.n ? text : ENG_STR("\xef\xbf\xbd"));
		eng_buf_cstr(out, ">\n");
		if (count % PER_BLOCK == 0 || count == total) {
			eng_buf_cstr(out, "end");
			eng_buf_cstr(out, kind);
		}
	}
	return count;
}

void eng_pdf_unicode_map(const eng_pdf_face *face, eng_pdf_use *const *uses, size_t n,
			 eng_buf *out) {
	eng_buf_cstr(out, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
			  "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
			  "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
			  "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n");
	for (int ranges = 1; ranges >= 0; ranges--) {
		size_t total = put_entries(face, uses, n, ranges, 0, NULL);

		put_entries(face, uses, n, ranges, total, out);
	}
	eng_buf_cstr(out, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
}

/* What a glyph of the shared subset says by itself: ligatures that are characters say their letters, and
 * spaces that must not break are spaces. */
static eng_str shared_text(const eng_pdf_face *face, uint32_t glyph, char room[4]) {
	static const char *const ligatures[] = { "ff", "fi", "fl", "ffi", "ffl" };
	uint32_t c = face->shared_codes[glyph];

	if (c >= 0xfb00 && c - 0xfb00 < sizeof(ligatures) / sizeof(ligatures[0])) {
		return eng_str_from(ligatures[c - 0xfb00]);
	}
	c = c == 0xa0 || c == 0x202f ? ' ' : c;
	return (eng_str){ room, c ? eng_utf8_encode(c, room) : 0 };
}

void eng_pdf_unicode_shared(const eng_pdf_face *face, const eng_pdf_shared *shared, eng_buf *out) {
	size_t count = face->font->glyph_count, n = 0;
	eng_pdf_use *uses = eng_malloc(count * sizeof(*uses));
	eng_pdf_use **list = eng_malloc(count * sizeof(*list));
	eng_pdf_face all = { .font = face->font };

	for (uint32_t glyph = 0; glyph < count; glyph++) {
		char room[4];
		eng_str text = shared_text(face, glyph, room);

		if (text.n && eng_pdf_shared_has(shared, glyph)) {
			uses[n] = (eng_pdf_use){ .glyph = glyph,
						 .text_at = (uint32_t)all.texts.n,
						 .text_n = (uint32_t)text.n };
			list[n] = &uses[n];
			n++;
			eng_buf_str(&all.texts, text);
		}
	}
	eng_pdf_unicode_map(&all, list, n, out);
	eng_buf_finish(&all.texts);
	free(list);
	free(uses);
}

bool eng_pdf_unicode_agrees(const eng_pdf_face *face, const eng_pdf_use *use) {
	char room[4];
	eng_str text = shared_text(face, use->glyph, room);

	return text.n > 0 && eng_str_eq(text, text_of(face, use));
}
