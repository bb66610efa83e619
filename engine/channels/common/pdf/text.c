/* Text operators (ISO 32000-1 9.4) of glyph runs: codes are original glyph ids, two bytes each, in
 * binary strings; positions are exact integers, so that rounding never adds up along a line. */
#include <endian.h>

#include "base/utf8.h"
#include "channels/common/pdf/cluster.h"
#include "channels/common/pdf/content.h"
#include "channels/common/pdf/syntax.h"

/* The string being shown. */
typedef struct shower {
	eng_pdf_content *content;
	eng_pdf_face *face;
	const eng_glyph_run *run;
} shower;

/* How far glyphs may stand off their place before an adjustment is written, in 1/1000 em: less than
 * can be seen or printed, and it never adds up. */
enum { SLACK = 3 };

static int64_t hundredths(eng_length v) {
	return v < 0 ? -((-v + 5) / 10) : (v + 5) / 10;
}

static void set_font(eng_pdf_content *content, unsigned font, unsigned id, eng_length size) {
	if (content->font != font || content->size != size) {
		eng_pdf_stencil_font(content, font, id);
		eng_buf_add(content->out, "/F", 2);
		eng_pdf_integer(content->out, font);
		eng_buf_char(content->out, ' ');
		eng_pdf_length(content->out, size);
		eng_buf_add(content->out, " Tf\n", 4);
		content->font = font;
		content->size = size;
	}
}

/* Begins a line of text at a glyph: rise and place. */
static void move_to(shower *s, const eng_glyph *glyph) {
	eng_pdf_content *content = s->content;
	int64_t x = hundredths(s->run->x + glyph->x), y = hundredths(content->height - s->run->y);

	if (content->rise != -glyph->y) {
		eng_pdf_length(content->out, -glyph->y);
		eng_buf_add(content->out, " Ts\n", 4);
		content->rise = -glyph->y;
	}
	eng_pdf_fixed(content->out, x - content->line_x, 2);
	eng_buf_char(content->out, ' ');
	eng_pdf_fixed(content->out, y - content->line_y, 2);
	eng_buf_add(content->out, " Td", 3);
	content->line_x = x;
	content->line_y = y;
}

/* Digits of a small number; returns the end. */
static char *put_integer(char *to, int64_t value) {
	char digits[20], *p = digits + sizeof(digits);
	uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
	size_t n;

	do {
		*--p = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest);
	if (value < 0) {
		*to++ = '-';
	}
	n = (size_t)(digits + sizeof(digits) - p);
	memcpy(to, p, n);
	return to + n;
}

/* A code of two bytes in a string (7.3.4.2). */
static inline char *put_code(char *to, uint32_t code) {
	static const char escapes[256] = { ['('] = '(', [')'] = ')', ['\\'] = '\\', ['\r'] = 'r' };
	uint32_t high = code >> 8 & 0xff, low = code & 0xff;

	if (!(escapes[high] | escapes[low])) {
		uint16_t both = htobe16((uint16_t)code);

		memcpy(to, &both, sizeof(both));
		return to + 2;
	}
	if (escapes[high]) {
		*to++ = '\\';
	}
	*to++ = escapes[high] ? escapes[high] : (char)high;
	if (escapes[low]) {
		*to++ = '\\';
	}
	*to++ = escapes[low] ? escapes[low] : (char)low;
	return to;
}

enum { ROOM = 32 }; /* for a glyph: a string's end, an adjustment, a beginning and a code */

/* Shows glyphs [from, to), which are of one variant and rise, in a string or an array of strings and
 * adjustments: the pen (1/1000 of eng_length from the run's origin) is moved where it is more than SLACK off. */
static void show_stretch(shower *s, size_t from, size_t to) {
	eng_buf *out = s->content->out;
	const eng_glyph *glyphs = s->run->glyphs;
	eng_pdf_face *face = s->face;
	int64_t size = s->run->size, slack = SLACK * size, pen = glyphs[from].x * (int64_t)1000;
	char *p = eng_buf_reserve(out, ROOM * (to - from) + 8), *start = p;
	bool array = false;

	*p++ = '(';
	for (size_t i = from; i < to; i++) {
		uint32_t id = glyphs[i].id;
		int64_t off = pen - glyphs[i].x * (int64_t)1000;

		if ((uint64_t)(off + slack) > (uint64_t)(2 * slack)) {
			int64_t steps = off >= 0 ? (2 * off + size) / (2 * size)
						 : -((2 * -off + size) / (2 * size));

			if (!array) {
				memmove(start + 1, start, (size_t)(p++ - start));
				*start = '[';
				array = true;
			}
			*p++ = ')';
			p = put_integer(p, steps);
			*p++ = '(';
			pen -= steps * size;
		}
		p = put_code(p, id);
		pen += eng_pdf_face_width(face, id) * size;
	}
	memcpy(p, array ? ")]TJ\n" : ")Tj\n", 5);
	out->n += (size_t)(p - start) + (array ? 5 : 4);
}

static void show(shower *s, size_t from, size_t to) {
	bool exact = s->content->pdf->studio->exact_fonts;
	const eng_glyph *glyphs = s->run->glyphs;

	for (size_t end; from < to; from = end) {
		eng_pdf_variant variant =
		    eng_pdf_face_use(s->face, glyphs[from].id, exact)->variant;
		unsigned name;

		end = from + 1;
		while (end < to && glyphs[end].y == glyphs[from].y &&
		       eng_pdf_face_use(s->face, glyphs[end].id, exact)->variant == variant) {
			end++;
		}
		eng_pdf_text_open(s->content);
		name = eng_pdf_font_name(s->content->pdf, s->face, variant);
		set_font(s->content, name, s->face->ids[variant], s->run->size);
		move_to(s, &glyphs[from]);
		show_stretch(s, from, end);
	}
}

/* Shows the letters of a ligature that its glyph does not say, last one first, at its left edge. */
static void spell(shower *s, const eng_pdf_cluster *cluster) {
	eng_pdf_content *content = s->content;
	unsigned font = eng_pdf_spell_name(content->pdf);
	const eng_glyph *glyph = &s->run->glyphs[cluster->from];
	eng_buf units = { 0 };
	eng_str rest = cluster->rest;
	uint32_t c;

	while (eng_utf8_next(&rest, &c)) {
		eng_pdf_spell_use(content->pdf, c);
		eng_buf_char(&units, (char)c);
		eng_buf_char(&units, (char)(c >> 8));
	}
	for (size_t i = 0; i < units.n / 2; i++) {
		char low = units.s[i];

		units.s[i] = units.s[units.n - 1 - i];
		units.s[units.n - 1 - i] = low;
	}
	eng_pdf_text_open(content);
	set_font(content, font, content->pdf->spell_ids, s->run->size);
	move_to(s, glyph);
	eng_pdf_bytes(content->out, eng_buf_view(&units));
	eng_buf_add(content->out, "Tj\n", 3);
	eng_buf_finish(&units);
}

static eng_str joined(eng_arena *arena, const eng_glyph_run *run, const eng_pdf_cluster *clusters,
		      size_t from, size_t to) {
	eng_buf text = { 0 };
	eng_str copy;

	for (size_t i = from; i < to; i++) {
		eng_buf_str(&text, clusters[run->rtl ? from + to - 1 - i : i].text);
	}
	copy = eng_str_copy(arena, eng_buf_view(&text));
	eng_buf_finish(&text);
	return copy;
}

static void mark_and_colour(shower *s, const eng_item *item, eng_str actual) {
	eng_pdf_mark_open(s->content, item->structure, s->run->lang, actual);
	eng_pdf_set_alpha(s->content, s->run->color.a, s->run->color.a);
	eng_pdf_set_fill(s->content, s->run->color);
}

/* True when a cluster may be shown in one piece with the first of a stretch. */
static bool goes_on(const eng_pdf_cluster *first, const eng_pdf_cluster *next) {
	if (first->spoken != next->spoken) {
		return false;
	}
	return first->spoken ? next->rest.n == 0 : first->space == next->space;
}

/* Stretches of clusters that speak for themselves, and words that need ActualText. */
static void show_clusters(shower *s, const eng_item *item, const eng_pdf_cluster *clusters,
			  size_t count) {
	for (size_t from = 0, to; from < count; from = to) {
		to = from + 1;
		while (to < count && goes_on(&clusters[from], &clusters[to])) {
			to++;
		}
		mark_and_colour(s, item,
				clusters[from].spoken
				    ? (eng_str){ 0 }
				    : joined(s->content->pdf->arena, s->run, clusters, from, to));
		if (clusters[from].spoken && clusters[from].rest.n) {
			spell(s, &clusters[from]);
		}
		show(s, clusters[from].from, clusters[to - 1].to);
	}
}

static bool check_run(eng_pdf *pdf, const eng_item *item) {
	const eng_glyph_run *run = &item->as.run;
	eng_loc where = item->node ? item->node->where : (eng_loc){ 0 };

	for (size_t i = 0; i < run->count; i++) {
		if (run->glyphs[i].id == 0 || run->glyphs[i].id >= run->font->glyph_count) {
			return eng_fail(
			    pdf->ctx, "pdf.missing-glyph", where,
			    "no glyph of font '%.*s' for a character of %s, the theme needs a "
			    "font for its script",
			    ENG_STR_ARG(run->font->path), eng_quote(pdf->arena, run->text));
		}
	}
	return true;
}

/* The whole run in one piece. */
static void show_plain(shower *s, const eng_item *item, eng_pdf_variant variant) {
	unsigned name;

	mark_and_colour(s, item, (eng_str){ 0 });
	eng_pdf_text_open(s->content);
	name = eng_pdf_font_name(s->content->pdf, s->face, variant);
	set_font(s->content, name, s->face->ids[variant], s->run->size);
	move_to(s, &s->run->glyphs[0]);
	show_stretch(s, 0, s->run->count);
}

bool eng_pdf_draw_run(eng_pdf_content *content, const eng_item *item) {
	const eng_glyph_run *run = &item->as.run;
	eng_pdf *pdf = content->pdf;
	bool exact = pdf->studio->exact_fonts;
	eng_pdf_cluster *clusters;
	eng_pdf_variant variant;
	shower s = { .content = content, .run = run };
	size_t count;

	if (run->count == 0 || run->size <= 0) {
		return true;
	}
	s.face = eng_pdf_font(pdf, run->font);
	if (!s.face) {
		return false;
	}
	if (eng_pdf_run_is_plain(s.face, run, exact, &variant)) {
		show_plain(&s, item, variant);
		return true;
	}
	if (!check_run(pdf, item)) {
		return false;
	}
	count = eng_pdf_clusters(s.face, run, exact, pdf->arena, &clusters);
	if (count == 0) {
		mark_and_colour(&s, item, (eng_str){ 0 });
		show(&s, 0, run->count);
	} else {
		show_clusters(&s, item, clusters, count);
	}
	return true;
}
