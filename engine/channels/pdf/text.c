/* Text operators (ISO 32000-1 9.4) of glyph runs: codes are original glyph ids, two bytes each, in
 * binary strings; positions are exact integers, so that rounding never adds up along a line. */
#include "base/utf8.h"
#include "channels/pdf/cluster.h"
#include "channels/pdf/content.h"
#include "channels/pdf/syntax.h"

/* The string being shown. pen: where the reader is, in 1/1000 of eng_length from the run's origin. */
typedef struct shower {
	eng_pdf_content *content;
	eng_pdf_face *face;
	const eng_glyph_run *run;
	bool array, string;
	int64_t pen;
} shower;

static int64_t hundredths(eng_length v) {
	return v < 0 ? -((-v + 5) / 10) : (v + 5) / 10;
}

static void string_close(shower *s) {
	if (s->string) {
		eng_buf_char(s->content->out, ')');
		s->string = false;
	}
}

static void array_close(shower *s) {
	string_close(s);
	if (s->array) {
		eng_buf_add(s->content->out, "]TJ\n", 4);
		s->array = false;
	}
}

static void text_begin(eng_pdf_content *content) {
	if (!content->text_open) {
		eng_buf_add(content->out, "BT\n", 3);
		content->text_open = true;
		content->line_x = content->line_y = 0;
	}
}

static void set_font(eng_pdf_content *content, unsigned font, eng_length size) {
	if (content->font != font || content->size != size) {
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

/* Starts a TJ array at a glyph. */
static void array_open(shower *s, const eng_glyph *glyph, eng_pdf_variant variant) {
	eng_pdf_content *content = s->content;

	array_close(s);
	text_begin(content);
	set_font(content, eng_pdf_font_name(content->pdf, s->face, variant), s->run->size);
	move_to(s, glyph);
	eng_buf_char(content->out, '[');
	s->pen = glyph->x * 1000;
	s->array = true;
}

/* Moves the pen to a glyph when it is more than 1.5/1000 em off. */
static void adjust(shower *s, const eng_glyph *glyph) {
	int64_t size = s->run->size, off = s->pen - glyph->x * 1000;
	int64_t steps =
	    off >= 0 ? (2 * off + size) / (2 * size) : -((2 * -off + size) / (2 * size));

	if (2 * off > 3 * size || 2 * off < -3 * size) {
		string_close(s);
		eng_pdf_integer(s->content->out, steps);
		s->pen -= steps * size;
	}
}

static void put_code(shower *s, uint32_t code) {
	const char bytes[2] = { (char)(code >> 8), (char)code };
	char *to;

	if (!s->string) {
		eng_buf_char(s->content->out, '(');
		s->string = true;
	}
	to = eng_buf_reserve(s->content->out, 4);
	for (int i = 0; i < 2; i++) {
		char c = bytes[i];

		if (c == '(' || c == ')' || c == '\\' || c == '\r') {
			*to++ = '\\';
		}
		*to++ = c == '\r' ? 'r' : c;
	}
	s->content->out->n = (size_t)(to - s->content->out->s);
}

static void show(shower *s, size_t from, size_t to) {
	bool exact = s->content->pdf->studio->exact_fonts, started = false;
	eng_pdf_variant last = ENG_PDF_SHARED;

	for (size_t i = from; i < to; i++) {
		const eng_glyph *glyph = &s->run->glyphs[i];
		eng_pdf_variant variant = eng_pdf_face_use(s->face, glyph->id, exact)->variant;

		if (!started || variant != last || s->content->rise != -glyph->y) {
			array_open(s, glyph, variant);
			started = true;
			last = variant;
		}
		adjust(s, glyph);
		put_code(s, glyph->id);
		s->pen += (int64_t)eng_pdf_face_width(s->face, glyph->id) * s->run->size;
	}
	array_close(s);
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
	text_begin(content);
	set_font(content, font, s->run->size);
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

bool eng_pdf_draw_run(eng_pdf_content *content, const eng_item *item) {
	const eng_glyph_run *run = &item->as.run;
	eng_pdf *pdf = content->pdf;
	eng_pdf_cluster *clusters;
	shower s = { .content = content, .run = run };
	size_t count;

	if (run->count == 0 || run->size <= 0) {
		return true;
	}
	s.face = check_run(pdf, item) ? eng_pdf_font(pdf, run->font) : NULL;
	if (!s.face) {
		return false;
	}
	count = eng_pdf_clusters(s.face, run, pdf->studio->exact_fonts, pdf->arena, &clusters);
	eng_buf_reserve(content->out, 16 * run->count);
	if (count == 0) {
		mark_and_colour(&s, item, (eng_str){ 0 });
		show(&s, 0, run->count);
	} else {
		show_clusters(&s, item, clusters, count);
	}
	return true;
}
