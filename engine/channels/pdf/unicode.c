/* ToUnicode maps (ISO 32000-1 9.10.3): what each used glyph says, ligatures with all their letters. */
#include "base/utf8.h"
#include "channels/pdf/syntax.h"
#include "channels/pdf/writer.h"

#define PER_BLOCK 100 /* entries of one bfchar block, limit of the CMap format */

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

void eng_pdf_unicode_map(const eng_pdf_face *face, eng_pdf_use *const *uses, size_t n,
			 eng_buf *out) {
	eng_buf_cstr(out, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
			  "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
			  "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
			  "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n");
	for (size_t i = 0; i < n; i++) {
		eng_str text = { face->texts.s + uses[i]->text_at, uses[i]->text_n };

		if (i % PER_BLOCK == 0) {
			eng_pdf_integer(out, (int64_t)(n - i < PER_BLOCK ? n - i : PER_BLOCK));
			eng_buf_cstr(out, " beginbfchar\n");
		}
		put_code(out, uses[i]->glyph);
		eng_buf_char(out, '<');
		/* A glyph without any text can only come from a run without text: say "unknown". */
		eng_pdf_utf16_hex(out, text.n ? text : ENG_STR("\xef\xbf\xbd"));
		eng_buf_cstr(out, ">\n");
		if (i % PER_BLOCK == PER_BLOCK - 1 || i + 1 == n) {
			eng_buf_cstr(out, "endbfchar\n");
		}
	}
	eng_buf_cstr(out, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
}
