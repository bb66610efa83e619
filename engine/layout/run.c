/* From the chunks of a line to glyph runs in visual places (UAX 9 rules L1 and L2).
 *
 * A run is a row of neighbouring chunks of one span, font and level. Positions are summed in font
 * units and rounded once a glyph from the run's start, so that rounding never adds up. */
#include <string.h>

#include "layout/breaker.h"
#include "layout/line-memory.h"

typedef struct piece {
	uint32_t first, last; /* chunks */
	uint8_t level;
	eng_length x, width;
} piece;

typedef struct setter {
	eng_arena *arena;
	eng_shaper *shaper;
	const eng_text *text;
	const eng_line *line;
	eng_ink *ink;
	bool justified;
	eng_length extra;    /* for justification: per gap; below 0: taken away */
	uint32_t remainder;  /* gaps that take 1 more */
	uint32_t gaps;       /* counted so far */
	uint32_t last_inked; /* chunk behind the last that is not trailing white space */
} setter;

static uint8_t level_of(const setter *s, uint32_t i) {
	return i >= s->last_inked ? (uint8_t)s->text->rtl : s->text->chunks[i].level;
}

/* True for the space of a line feed, which needs no run of its own behind text that looks the same:
 * who reads the text finds it there. */
static bool tails(const setter *s, const eng_chunk *last, const eng_chunk *c) {
	const eng_span *a = &s->text->spans[last->span], *b = &s->text->spans[c->span];

	return c->space && c->after == ENG_BREAK_MUST && c->end - c->start == 1 &&
	       last->font == c->font && a->size == b->size && a->rise == b->rise &&
	       a->structure == b->structure && !a->underline;
}

/* Neighbouring chunks that make one run, in logical order. */
static size_t pieces_of(const setter *s, piece *pieces) {
	const eng_chunk *c = s->text->chunks;
	size_t n = 0;

	if (s->text->uniform && (!s->text->whole || c == s->text->whole) &&
	    s->line->first < s->line->last) {
		pieces[0] = (piece){ s->line->first, s->line->last, 0, 0, 0 };
		return 1;
	}
	for (uint32_t i = s->line->first; i < s->line->last; i++) {
		piece *p = n ? &pieces[n - 1] : NULL;

		if (c[i].shaped.count == 0) {
			continue;
		}
		if (p && p->last == i && p->level == level_of(s, i) &&
		    ((c[p->first].span == c[i].span && c[p->first].font == c[i].font) ||
		     tails(s, &c[p->first], &c[i]))) {
			p->last = i + 1;
		} else {
			pieces[n++] = (piece){ i, i + 1, level_of(s, i), 0, 0 };
		}
	}
	return n;
}

/* Rule L2: order[] becomes the visual order of pieces. */
static void reorder(const piece *pieces, size_t n, uint32_t *order) {
	uint8_t highest = 0;

	for (size_t i = 0; i < n; i++) {
		order[i] = (uint32_t)i;
		highest = pieces[i].level > highest ? pieces[i].level : highest;
	}
	for (uint8_t level = highest; level > 0; level--) {
		for (size_t i = 0; i < n; i++) {
			size_t end = i;

			while (end < n && pieces[order[end]].level >= level) {
				end++;
			}
			for (size_t a = i, z = end; a + 1 < z; a++, z--) {
				uint32_t swap = order[a];

				order[a] = order[z - 1];
				order[z - 1] = swap;
			}
			i = end > i ? end - 1 : i;
		}
	}
}

/* Width of the chunk's glyphs at the left of the right edge of the character before byte at. */
static eng_length width_until(const eng_text *text, const eng_chunk *c, size_t at) {
	bool rtl = c->level & 1;
	int64_t units = 0;

	for (uint32_t k = 0; k < c->shaped.count; k++) {
		size_t cluster = c->start + c->shaped.glyphs[k].cluster;

		units += !rtl && cluster >= at ? 0 : c->shaped.glyphs[k].advance;
		if (rtl && cluster < at) { /* the last character before it, from the left */
			break;
		}
	}
	return eng_font_scale(c->font, units, text->spans[c->span].size);
}

eng_length eng_text_offset(eng_arena *arena, const eng_text *text, size_t at) {
	size_t n = text->chunk_count;
	piece few[16], *pieces = n <= 16 ? few : eng_arena_new_array(arena, n, piece);
	uint32_t few_order[16],
	    *order = n <= 16 ? few_order : eng_arena_new_array(arena, n, uint32_t);
	eng_length x = 0;

	if (n == 0) {
		return 0;
	}
	if (n == 1 && text->chunks->start < at) { /* a number */
		return width_until(text, text->chunks, at);
	}
	for (uint32_t i = 0; i < n; i++) {
		pieces[i] = (piece){ i, i + 1, text->chunks[i].level, 0, text->chunks[i].width };
	}
	reorder(pieces, n, order);
	for (size_t i = 0; i < n; i++) {
		const eng_chunk *c = &text->chunks[order[i]];

		if (c->start < at && at <= c->end) {
			return x + width_until(text, c, at);
		}
		x += c->width;
	}
	return x;
}

/* True when a gap behind the chunk takes its share of what fills the line. */
static bool stretches(const setter *s, uint32_t i) {
	return eng_chunk_stretches(s->text, i) &&
	       i + (s->text->chunks[i].space ? 0 : 1) < s->last_inked;
}

/* Appends a chunk's glyphs behind units and the justification so far. Each place is scaled once: that, a
 * glyph, is what setting text costs. */
static void set_chunk(setter *s, const eng_chunk *c, eng_length size, uint32_t base, int64_t *from,
		      eng_length *shift, eng_glyph *set) {
	int64_t units = *from;
	eng_length pen = eng_font_scale(c->font, units, size), left = *shift;
	const eng_scale scale = eng_font_scaler(c->font, size);

	for (const eng_shaped_glyph *g = c->shaped.glyphs, *end = g + c->shaped.count; g < end;
	     g++, set++) {
		eng_length next = eng_scaled(&scale, units + g->advance);

		set->id = g->id;
		set->cluster = c->start - base + g->cluster;
		set->x = (int32_t)(left + pen);
		set->y = 0;
		set->advance = (int32_t)(next - pen);
		if (g->x | g->y) {
			set->x = (int32_t)(left + eng_scaled(&scale, units + g->x));
			set->y = (int32_t)-eng_scaled(&scale, g->y);
		}
		units += g->advance;
		pen = next;
	}
	*from = units;
	if (s->justified && stretches(s, (uint32_t)(c - s->text->chunks))) {
		eng_length more = s->extra + (s->gaps++ < s->remainder ? 1 : 0);

		set[-1].advance += (int32_t)more;
		*shift += more;
	}
}

/* Where the text of a piece ends: before the soft hyphen that the hyphen of the line stands for. */
static uint32_t text_end(const setter *s, const piece *p) {
	const eng_chunk *c = &s->text->chunks[p->last - 1];
	bool soft = s->line->hyphen && p->last == s->last_inked && c->end - c->start > 2 &&
		    !memcmp(s->text->bytes.s + c->end - 2, "\xC2\xAD", 2);

	return c->end - (soft ? 2 : 0);
}

/* The glyphs of a piece; width too. */
static eng_set_run set_glyphs(setter *s, const piece *p, eng_arena *arena) {
	const eng_chunk *chunks = s->text->chunks;
	eng_length size = s->text->spans[chunks[p->first].span].size, shift = 0;
	size_t total = 0, count = 0;
	int64_t units = 0;
	eng_glyph *glyphs;

	for (uint32_t i = p->first; i < p->last; i++) {
		total += chunks[i].shaped.count;
	}
	glyphs = eng_arena_room(arena, total, sizeof(*glyphs));
	for (uint32_t i = p->first; i < p->last; i++) {
		uint32_t at = p->level & 1 ? p->last - 1 - (i - p->first) : i;

		set_chunk(s, &chunks[at], size, chunks[p->first].start, &units, &shift,
			  glyphs + count);
		count += chunks[at].shaped.count;
	}
	return (eng_set_run){ glyphs, count,
			      shift + eng_font_scale(chunks[p->first].font, units, size) };
}

/* As they were set before where that is remembered: levels follow from the chunks, all but that of white
 * space at the end of a line. */
static eng_set_run recalled_glyphs(setter *s, const piece *p) {
	bool plain = !s->justified && p->level == s->text->chunks[p->first].level;
	const eng_set_run *known = plain ? eng_line_memory_run(s->text, p->first, p->last) : NULL;
	eng_arena *kept = plain && !known ? eng_line_memory_run_room(s->text) : NULL;
	eng_set_run run;

	if (known) {
		return *known;
	}
	run = set_glyphs(s, p, kept ? kept : s->arena);
	if (kept) {
		eng_line_memory_add_run(s->text, p->first, p->last, &run);
	}
	return run;
}

/* Makes the run of a piece; its x is still to be set. */
static void set_piece(setter *s, piece *p, eng_length baseline, eng_glyph_run *run) {
	const eng_chunk *first = &s->text->chunks[p->first];
	const eng_span *span = &s->text->spans[first->span];
	eng_set_run set = recalled_glyphs(s, p);

	p->width = set.width;
	*run = (eng_glyph_run){
		.font = first->font,
		.size = span->size,
		.color = span->color,
		.y = baseline - span->rise,
		.glyphs = set.glyphs,
		.count = set.count,
		.text = eng_str_sub(s->text->bytes, first->start, text_end(s, p)),
		.rtl = p->level & 1,
		.lang = span->foreign ? span->lang : (eng_str){ 0 },
		.width = p->width,
	};
}

/* Widens the link's rectangle on this line, or begins one. */
static void add_link(setter *s, const eng_span *span, eng_rect box, size_t first) {
	eng_ink *ink = s->ink;
	eng_annotation *a;

	for (size_t i = first; i < ink->annotation_count; i++) {
		a = &ink->annotations[i];
		if (a->structure == span->link_structure &&
		    eng_str_eq(a->href, span->link->as.link.href)) {
			eng_length right = a->box.x + a->box.w;

			right = box.x + box.w > right ? box.x + box.w : right;
			a->box.x = box.x < a->box.x ? box.x : a->box.x;
			a->box.w = right - a->box.x;
			return;
		}
	}
	ink->annotations = eng_arena_grow(s->arena, ink->annotations, ink->annotation_count,
					  &ink->annotation_cap, sizeof(*ink->annotations));
	a = &ink->annotations[ink->annotation_count++];
	*a = (eng_annotation){ .box = box,
			       .href = span->link->as.link.href,
			       .structure = span->link_structure,
			       .node = span->link };
}

/* The hyphen of a break inside a word: seen, and read as the soft hyphen that it stands for. */
static eng_length set_hyphen(setter *s, eng_length x, eng_length baseline) {
	const eng_chunk *c = &s->text->chunks[s->last_inked - 1];
	const eng_span *span = &s->text->spans[c->span];
	eng_word word = { ENG_STR("-"), 0, 1, c->font, HB_SCRIPT_LATIN, false, span->lang, 0 };
	eng_shaped shaped = eng_shaper_word(s->shaper, s->arena, &word);
	eng_glyph *glyph = eng_arena_new(s->arena, eng_glyph);
	eng_length width = eng_font_scale(c->font, shaped.width, span->size);
	eng_item *item;

	if (shaped.count != 1) {
		return 0;
	}
	glyph->id = shaped.glyphs[0].id;
	glyph->advance = (int32_t)width;
	item = eng_ink_add(s->arena, s->ink, ENG_ITEM_RUN, span->structure, span->node);
	item->as.run = (eng_glyph_run){ .font = c->font,
					.size = span->size,
					.color = span->color,
					.x = s->text->rtl ? x - width : x,
					.y = baseline,
					.glyphs = glyph,
					.count = 1,
					.text = ENG_STR("\xC2\xAD"),
					.rtl = s->text->rtl,
					.width = width };
	return width;
}

/* Extra space a gap when the line is to fill the width; the fit may also have taken space away. */
static void justify(setter *s, eng_length slack) {
	uint32_t gaps = 0;

	for (uint32_t i = s->line->first; i < s->last_inked; i++) {
		gaps += stretches(s, i);
	}
	if (gaps && slack != 0) {
		s->justified = true;
		s->extra = (slack - (slack < 0 ? gaps - 1 : 0)) / (eng_length)gaps;
		s->remainder = (uint32_t)(slack - s->extra * (eng_length)gaps);
	}
}

static eng_length aligned(const eng_text *text, eng_length x, eng_length slack, int align) {
	bool right = (align == ENG_LINE_END) != text->rtl;

	return align == ENG_LINE_CENTER ? x + slack / 2 : right ? x + slack : x;
}

/* Gives each item made for the pieces its place, and adds what belongs to it. */
static void finish_piece(setter *s, const piece *p, eng_item *item, size_t first_link) {
	const eng_span *span = &s->text->spans[s->text->chunks[p->first].span];
	eng_length y = item->as.run.y;

	item->as.run.x = p->x;
	if (span->link) {
		add_link(s, span, (eng_rect){ p->x, y - span->size, p->width, span->size * 5 / 4 },
			 first_link);
	}
	if (span->underline) {
		eng_ink_fill(s->arena, s->ink,
			     (eng_rect){ p->x, y + span->size / 8, p->width, span->size / 18 },
			     span->color);
	}
}

void eng_line_place(eng_arena *arena, eng_shaper *shaper, const eng_text *text,
		    const eng_line *line, eng_length x, eng_length baseline, eng_length width,
		    int align, eng_ink *ink) {
	setter s = { .arena = arena, .shaper = shaper, .text = text, .line = line, .ink = ink };
	size_t n = line->last - line->first, first_item = ink->count, links = ink->annotation_count;
	piece few[16], *pieces = n <= 16 ? few : eng_arena_new_array(arena, n, piece);
	uint32_t few_order[16],
	    *order = n <= 16 ? few_order : eng_arena_new_array(arena, n, uint32_t);
	eng_length slack = width - line->width, pen;

	s.last_inked = line->last;
	while (s.last_inked > line->first && text->chunks[s.last_inked - 1].space) {
		s.last_inked--;
	}
	if (align == ENG_LINE_JUSTIFY && (!line->ends || slack < 0)) {
		justify(&s, slack);
	}
	pen = aligned(text, x, s.justified ? 0 : slack, align);
	n = pieces_of(&s, pieces);
	for (size_t i = 0; i < n; i++) {
		const eng_span *span = &text->spans[text->chunks[pieces[i].first].span];
		eng_item *item = eng_ink_add(arena, ink, ENG_ITEM_RUN, span->structure, span->node);

		set_piece(&s, &pieces[i], baseline, &item->as.run);
	}
	reorder(pieces, n, order);
	if (text->rtl) { /* trailing white space hangs out at the left */
		for (uint32_t i = s.last_inked; i < line->last; i++) {
			pen -= text->chunks[i].width;
		}
		pen += line->hyphen ? set_hyphen(&s, pen, baseline) : 0;
	}
	for (size_t i = 0; i < n; i++) {
		pieces[order[i]].x = pen;
		pen += pieces[order[i]].width;
	}
	for (size_t i = 0; i < n; i++) {
		finish_piece(&s, &pieces[i], &ink->items[first_item + i], links);
	}
	if (line->hyphen && !text->rtl) {
		set_hyphen(&s, pen, baseline);
	}
}

bool eng_line_label(eng_ctx *ctx, eng_arena *arena, eng_press *press, eng_str label,
		    const eng_style *style, eng_color color, eng_str lang, bool rtl,
		    uint32_t structure, const eng_node *node, eng_ink *ink, eng_length *width) {
	eng_shaper *shaper = eng_press_shaper(press);
	eng_span *span = eng_arena_new(arena, eng_span);
	eng_line line = { 0 };
	eng_text *text;

	*span = eng_span_of(style, label, lang);
	span->features |= ENG_SHAPE_FIGURES; /* labels are compared with each other */
	span->color = color;
	span->structure = structure;
	span->node = node;
	text = eng_text_new(ctx, arena, shaper, label, span, 1, rtl);
	if (!text) {
		return false;
	}
	line.last = (uint32_t)text->chunk_count;
	for (size_t i = 0; i < text->chunk_count; i++) {
		line.width += text->chunks[i].width;
	}
	*width = line.width;
	eng_line_place(arena, shaper, text, &line, 0, 0, line.width, ENG_LINE_START, ink);
	return true;
}
