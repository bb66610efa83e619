/* Fonts of the kind that we write are understood exactly: Type0 with Identity-H over an embedded
 * program. All others are foreign: they may stand around locked wording, so their widths are
 * estimated, but none may show it. */
#include "verify/pdf-glyphs.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST = 512 /* bytes that one code says */, MOST_SAYINGS = 1 << 17 };

static eng_str untagged(eng_str name) {
	return name.n > 7 && name.s[6] == '+' ? eng_str_sub(name, 7, name.n) : name;
}

static int by_first(const void *a, const void *b) {
	const eng_pdf_widths *x = a, *y = b;

	return x->first < y->first ? -1 : x->first > y->first;
}

/* W: "first [w w w]" and "first last w" (9.7.4.3). */
static bool read_widths(eng_pdf_source *source, eng_pdf_glyphs *font, const eng_pdf_value *w) {
	size_t cap = 0;
	bool ascending = true;

	for (uint32_t i = 0; w->kind == ENG_PDF_ARRAY && i + 1 < w->n;) {
		const eng_pdf_value *second = eng_pdf_source_value(source, &w->as.items[i + 1]);
		eng_pdf_widths stretch = { 0 };
		int64_t first, last;

		if (!eng_pdf_value_integer(&w->as.items[i], 0, 0xffff, &first)) {
			return false;
		}
		stretch.first = (uint32_t)first;
		if (second->kind == ENG_PDF_ARRAY) {
			stretch.last = stretch.first + second->n - 1;
			stretch.values = second->as.items;
			i += 2;
			if (second->n == 0) {
				continue;
			}
		} else {
			if (i + 2 >= w->n || !eng_pdf_value_integer(second, first, 0xffff, &last)) {
				return false;
			}
			stretch.last = (uint32_t)last;
			stretch.width = w->as.items[i + 2].as.number;
			i += 3;
		}
		font->widths = eng_arena_grow(source->arena, font->widths, font->width_count, &cap,
					      sizeof(*font->widths));
		ascending &=
		    !font->width_count || font->widths[font->width_count - 1].last < stretch.first;
		font->widths[font->width_count++] = stretch;
	}
	if (!ascending) {
		qsort(font->widths, font->width_count, sizeof(*font->widths), by_first);
	}
	return true;
}

static void read_program(eng_pdf_source *source, eng_pdf_glyphs *font,
			 const eng_pdf_value *holder) {
	static const char *const keys[] = { "FontFile2", "FontFile3" };
	const eng_pdf_value *descriptor = eng_pdf_source_find(source, holder, "FontDescriptor");

	for (int i = 0; i < 2; i++) {
		const eng_pdf_value *file = eng_pdf_value_find(descriptor, keys[i]);

		if (file->kind == ENG_PDF_REF) {
			font->program_id = file->as.id;
			font->cff = i == 1;
		}
	}
}

static bool read_composite(eng_pdf_source *source, eng_pdf_glyphs *font,
			   const eng_pdf_value *dict) {
	const eng_pdf_value *below = eng_pdf_source_find(source, dict, "DescendantFonts"), *map,
			    *dw;
	eng_pdf_object *stream;

	if (below->kind != ENG_PDF_ARRAY || below->n != 1) {
		return eng_pdf_source_fail(source, "font %u of the pdf file has no descendant",
					   font->id);
	}
	below = eng_pdf_source_value(source, &below->as.items[0]);
	dw = eng_pdf_source_find(source, below, "DW");
	font->composite = true;
	font->default_width = dw->kind == ENG_PDF_NUMBER ? dw->as.number : 1000;
	font->foreign =
	    !eng_pdf_value_is_name(eng_pdf_source_find(source, dict, "Encoding"), "Identity-H");
	if (!read_widths(source, font, eng_pdf_source_find(source, below, "W"))) {
		return eng_pdf_source_fail(source, "font %u of the pdf file has damaged widths",
					   font->id);
	}
	read_program(source, font, below);
	map = eng_pdf_value_find(below, "CIDToGIDMap");
	stream = eng_pdf_source_stream(source, map);
	font->identity = !stream;
	font->map = map;
	return !stream || eng_pdf_source_data(source, stream, &font->gids);
}

/* Widths of a font of single bytes: an array from FirstChar on. */
static void read_simple(eng_pdf_source *source, eng_pdf_glyphs *font, const eng_pdf_value *dict) {
	const eng_pdf_value *widths = eng_pdf_source_find(source, dict, "Widths");
	int64_t first = 0;

	font->foreign = true;
	font->default_width = 600;
	eng_pdf_value_integer(eng_pdf_source_find(source, dict, "FirstChar"), 0, 255, &first);
	if (widths->kind == ENG_PDF_ARRAY && widths->n > 0) {
		font->widths = eng_arena_new(source->arena, eng_pdf_widths);
		font->width_count = 1;
		font->widths[0] = (eng_pdf_widths){ .first = (uint32_t)first,
						    .last = (uint32_t)first + widths->n - 1,
						    .values = widths->as.items };
	}
}

eng_pdf_glyphs *eng_pdf_glyphs_read(eng_pdf_source *source, const eng_pdf_value *value) {
	const eng_pdf_value *dict = eng_pdf_source_value(source, value);
	eng_pdf_glyphs *font = eng_arena_new(source->arena, eng_pdf_glyphs);
	const eng_pdf_value *name;

	font->id = value->kind == ENG_PDF_REF ? value->as.id : 0;
	if (dict->kind != ENG_PDF_DICT) {
		eng_pdf_source_fail(source, "a font of the pdf file is missing");
		return NULL;
	}
	name = eng_pdf_source_find(source, dict, "BaseFont");
	font->name = name->kind == ENG_PDF_NAME ? untagged(name->as.text) : (eng_str){ 0 };
	font->unicode = eng_pdf_value_find(dict, "ToUnicode");
	if (!eng_pdf_value_is_name(eng_pdf_source_find(source, dict, "Subtype"), "Type0")) {
		read_simple(source, font, dict);
		return font;
	}
	return read_composite(source, font, dict) ? font : NULL;
}

double eng_pdf_glyphs_find_width(const eng_pdf_glyphs *font, uint32_t code) {
	size_t low = 0, high = font->width_count;

	while (low < high) {
		size_t mid = (low + high) / 2;
		const eng_pdf_widths *w = &font->widths[mid];

		if (code < w->first) {
			high = mid;
		} else if (code > w->last) {
			low = mid + 1;
		} else {
			const eng_pdf_value *v = w->values ? &w->values[code - w->first] : NULL;

			return !v                          ? w->width
			       : v->kind == ENG_PDF_NUMBER ? v->as.number
							   : font->default_width;
		}
	}
	return font->default_width;
}

uint32_t eng_pdf_glyphs_id(const eng_pdf_glyphs *font, uint32_t code) {
	size_t at = (size_t)code * 2;

	if (font->identity) {
		return code;
	}
	return at + 1 < font->gids.n ? (uint32_t)(unsigned char)font->gids.s[at] << 8 |
					   (unsigned char)font->gids.s[at + 1]
				     : 0;
}

static uint32_t code_of(eng_str bytes) {
	uint32_t code = 0;

	for (size_t i = 0; i < bytes.n; i++) {
		code = code << 8 | (unsigned char)bytes.s[i];
	}
	return code;
}

static bool add_saying(eng_pdf_source *source, eng_pdf_glyphs *font, size_t *cap, uint32_t code,
		       eng_str units) {
	if (units.n > LONGEST || font->saying_count >= MOST_SAYINGS) {
		return false;
	}
	font->sayings = eng_arena_grow(source->arena, font->sayings, font->saying_count, cap,
				       sizeof(*font->sayings));
	font->sayings[font->saying_count++] =
	    (eng_pdf_saying){ code, eng_pdf_value_utf16(source->arena, units) };
	return true;
}

/* One line of bfchar or bfrange: codes and what they say (9.10.3). */
static bool read_entry(eng_pdf_source *source, eng_pdf_glyphs *font, eng_pdf_scan *s, bool range,
		       const eng_pdf_value *from, size_t *cap) {
	eng_pdf_value last = *from, to;
	uint32_t first = code_of(from->as.text), end;

	if (from->kind != ENG_PDF_STRING || (range && !eng_pdf_scan_value(s, &last)) ||
	    last.kind != ENG_PDF_STRING || !eng_pdf_scan_value(s, &to)) {
		return false;
	}
	end = code_of(last.as.text);
	if (to.kind == ENG_PDF_STRING && first == end) {
		return add_saying(source, font, cap, first, to.as.text);
	}
	if (end < first || end - first > 0xffff) {
		return false;
	}
	for (uint32_t code = first; code <= end; code++) {
		eng_str units = to.as.text;

		if (to.kind == ENG_PDF_ARRAY) {
			if (code - first >= to.n ||
			    to.as.items[code - first].kind != ENG_PDF_STRING) {
				return false;
			}
			units = to.as.items[code - first].as.text;
		} else if (to.kind != ENG_PDF_STRING || units.n == 0) {
			return false;
		} else {
			char *copy = eng_arena_copy(source->arena, units.s, units.n);

			copy[units.n - 1] = (char)(copy[units.n - 1] + (char)(code - first));
			units.s = copy;
		}
		if (!add_saying(source, font, cap, code, units)) {
			return false;
		}
	}
	return true;
}

static int by_code(const void *a, const void *b) {
	const eng_pdf_saying *x = a, *y = b;

	return x->code < y->code ? -1 : x->code > y->code;
}

/* Ascending, and no code twice. */
static bool in_order(eng_pdf_glyphs *font) {
	bool sorted = true;

	for (size_t i = 1; i < font->saying_count; i++) {
		sorted &= font->sayings[i - 1].code < font->sayings[i].code;
	}
	if (!sorted) {
		qsort(font->sayings, font->saying_count, sizeof(*font->sayings), by_code);
	}
	for (size_t i = 1; i < font->saying_count; i++) {
		if (font->sayings[i - 1].code == font->sayings[i].code) {
			return false;
		}
	}
	return true;
}

/* For the next file with this map. */
static void keep_sayings(eng_pdf_kept *kept, const eng_pdf_glyphs *font) {
	kept->said = true;
	kept->saying_count = font->saying_count;
	kept->sayings =
	    eng_arena_copy(kept->arena, font->sayings, font->saying_count * sizeof(*font->sayings));
	for (size_t i = 0; i < kept->saying_count; i++) {
		kept->sayings[i].text = eng_str_copy(kept->arena, kept->sayings[i].text);
	}
}

static bool read_entries(eng_pdf_source *source, eng_pdf_glyphs *font, eng_str data) {
	eng_pdf_scan s = eng_pdf_scan_of(source->arena, data);
	bool chars = false, ranges = false;
	eng_pdf_value v;
	size_t cap = 0;

	while (eng_pdf_scan_value(&s, &v)) {
		if (v.kind == ENG_PDF_WORD) {
			chars = eng_str_eqc(v.as.text, "beginbfchar");
			ranges = eng_str_eqc(v.as.text, "beginbfrange");
		} else if ((chars || ranges) && !read_entry(source, font, &s, ranges, &v, &cap)) {
			return eng_pdf_source_fail(source,
						   "a ToUnicode map of the pdf file is damaged");
		}
	}
	return in_order(font) ||
	       eng_pdf_source_fail(source,
				   "a ToUnicode map of the pdf file says two things of one code");
}

static bool read_unicode(eng_pdf_source *source, eng_pdf_glyphs *font) {
	eng_pdf_object *stream = eng_pdf_source_stream(source, font->unicode);
	eng_str data;

	font->unicode_known = true;
	if (!stream) {
		return true;
	}
	if (!eng_pdf_source_data(source, stream, &data)) {
		return false;
	}
	if (stream->kept && stream->kept->said) {
		font->sayings = stream->kept->sayings;
		font->saying_count = stream->kept->saying_count;
		return true;
	}
	if (!read_entries(source, font, data)) {
		return false;
	}
	if (stream->kept) {
		keep_sayings(stream->kept, font);
	}
	return true;
}

bool eng_pdf_glyphs_say(eng_pdf_source *source, eng_pdf_glyphs *font, uint32_t code,
			eng_str *text) {
	uint32_t *said = &font->said[code % ENG_PDF_SAID];
	size_t low = 0, high;

	*text = (eng_str){ 0 };
	if (!font->unicode_known && !read_unicode(source, font)) {
		return false;
	}
	if (*said < font->saying_count && font->sayings[*said].code == code) {
		*text = font->sayings[*said].text;
		return true;
	}
	for (high = font->saying_count; low < high;) {
		size_t mid = (low + high) / 2;

		if (font->sayings[mid].code == code) {
			*text = font->sayings[mid].text;
			*said = (uint32_t)mid;
			return true;
		}
		if (font->sayings[mid].code < code) {
			low = mid + 1;
		} else {
			high = mid;
		}
	}
	return true;
}
