/* Breaking a text into lines, first fit, and the metrics of lines.
 *
 * First fit and not best fit: letters and statements change by a word from record to record, and a
 * reader compares them line by line. Words wider than the measure are cut between characters, since
 * wrapping loses nothing and a cut column would. */
#include "layout/line.h"

#include <string.h>

typedef struct breaker {
	eng_arena *arena;
	eng_shaper *shaper;
	eng_text *text;
	const eng_style *strut;
	eng_lines *out;
	size_t cap;
	eng_length width;
} breaker;

static void span_metrics(const eng_press *press, const eng_family *family, int face,
			 eng_length size, eng_length leading, eng_length *above,
			 eng_length *below) {
	const eng_font *font = eng_press_face(press, family, face & 1, face & 2)->fonts[0];
	eng_length ascent = eng_font_scale(font, font->ascender, size);
	eng_length descent = -eng_font_scale(font, font->descender, size);

	*above = ascent + (leading - ascent - descent) / 2;
	*below = leading - *above;
}

void eng_style_metrics(const eng_press *press, const eng_style *style, eng_length *above,
		       eng_length *below) {
	span_metrics(press, style->family, (style->bold ? 1 : 0) | (style->italic ? 2 : 0),
		     style->size, style->leading, above, below);
}

/* Width of the hyphen that a break behind the chunk shows. */
static eng_length hyphen_width(breaker *b, const eng_chunk *chunk) {
	const eng_span *span = &b->text->spans[chunk->span];
	eng_word word = { ENG_STR("-"), 0, 1, chunk->font, HB_SCRIPT_LATIN, false, span->lang, 0 };

	return eng_font_scale(chunk->font, eng_shaper_word(b->shaper, b->arena, &word).width,
			      span->size);
}

/* Splits a chunk that is wider than the measure into its clusters, each of which may end a line.
 * pieces has room for one a glyph; returns how many it became. */
static size_t shatter(breaker *b, const eng_chunk *whole, eng_chunk *pieces) {
	const eng_shaped_glyph *g = whole->shaped.glyphs;
	bool rtl = whole->level & 1;
	uint32_t n = whole->shaped.count;
	size_t made = 0;

	for (uint32_t i = 0, count; i < n; i += count) {
		uint32_t from = rtl ? n - 1 - i : i, next = whole->end;
		eng_chunk *piece = &pieces[made++];
		eng_shaped_glyph *own;

		count = 1;
		while (i + count < n &&
		       g[rtl ? from - count : from + count].cluster == g[from].cluster) {
			count++;
		}
		if (i + count < n) {
			next = whole->start + g[rtl ? from - count : from + count].cluster;
		}
		*piece = *whole;
		piece->start = whole->start + g[from].cluster;
		piece->end = next;
		piece->hyphen = false;
		piece->after = i + count < n ? ENG_BREAK_ALLOWED : whole->after;
		own = eng_arena_copy(b->arena, g + (rtl ? from - count + 1 : from),
				     count * sizeof(*g));
		piece->shaped = (eng_shaped){ own, count, 0 };
		for (uint32_t k = 0; k < count; k++) {
			own[k].cluster = 0;
			piece->shaped.width += own[k].advance;
		}
		piece->width = eng_font_scale(whole->font, piece->shaped.width,
					      b->text->spans[whole->span].size);
	}
	return made;
}

static bool too_wide(const breaker *b, const eng_chunk *c) {
	return c->width > b->width && !c->space && c->shaped.count > 1;
}

/* Cuts over-wide words, all in one go. False when even one character is too wide. */
static bool make_fit(breaker *b) {
	eng_text *text = b->text;
	size_t room = text->chunk_count, n = 0;
	eng_chunk *chunks;
	bool fits = true;

	if (text->least <= b->width) {
		return true;
	}
	for (size_t i = 0; i < text->chunk_count; i++) {
		room += too_wide(b, &text->chunks[i]) ? text->chunks[i].shaped.count : 0;
	}
	chunks = eng_arena_new_array(b->arena, room, eng_chunk);
	for (size_t i = 0; i < text->chunk_count; i++) {
		if (too_wide(b, &text->chunks[i])) {
			n += shatter(b, &text->chunks[i], chunks + n);
		} else {
			chunks[n++] = text->chunks[i];
		}
	}
	for (size_t i = 0; i < n; i++) {
		fits &= chunks[i].width <= b->width || chunks[i].space;
	}
	text->chunks = chunks;
	text->chunk_count = n;
	return fits;
}

static void line_metrics(breaker *b, eng_line *line) {
	const eng_press *press = eng_shaper_press(b->shaper);
	uint32_t seen = UINT32_MAX;

	eng_style_metrics(press, b->strut, &line->above, &line->below);
	for (uint32_t i = line->first; i < line->last; i++) {
		const eng_span *span = &b->text->spans[b->text->chunks[i].span];
		eng_length above, below;

		if (b->text->chunks[i].span == seen || span->rise) {
			continue; /* raised marks fit into the leading */
		}
		seen = b->text->chunks[i].span;
		span_metrics(press, span->family, span->face, span->size, span->leading, &above,
			     &below);
		line->above = above > line->above ? above : line->above;
		line->below = below > line->below ? below : line->below;
	}
}

static void add_line(breaker *b, eng_line line) {
	eng_lines *out = b->out;

	line_metrics(b, &line);
	out->lines = eng_arena_grow(b->arena, out->lines, out->count, &b->cap, sizeof(*out->lines));
	out->lines[out->count++] = line;
	out->height += line.above + line.below;
	out->widest = line.width > out->widest ? line.width : out->widest;
}

/* The line that begins at chunk first. */
static eng_line next_line(breaker *b, uint32_t first) {
	const eng_text *text = b->text;
	eng_line best = { .first = first, .last = first };
	eng_length width = 0, gap = 0;
	uint32_t i;

	for (i = first; i < text->chunk_count; i++) {
		const eng_chunk *c = &text->chunks[i];
		eng_length hyphen =
		    c->hyphen && c->after == ENG_BREAK_ALLOWED ? hyphen_width(b, c) : 0;

		if (c->space) {
			gap += c->width;
		} else if (width + gap + c->width > b->width && i > first) {
			break;
		} else {
			width += gap + c->width;
			gap = 0;
		}
		if (c->after && (width + hyphen <= b->width || best.last == first)) {
			best = (eng_line){ .first = first,
					   .last = i + 1,
					   .width = width + hyphen,
					   .hyphen = hyphen > 0 };
		}
		if (c->after == ENG_BREAK_MUST) {
			best.ends = true;
			return best;
		}
	}
	if (i == text->chunk_count) {
		return (eng_line){ .first = first, .last = i, .width = width, .ends = true };
	}
	if (best.last == first) { /* no opportunity: a break between chunks loses nothing */
		best.last = i;
		best.width = width;
	}
	return best;
}

bool eng_lines_break(eng_ctx *ctx, eng_arena *arena, eng_shaper *shaper, eng_text *text,
		     const eng_style *strut, eng_length width, eng_lines *out) {
	breaker b = { arena, shaper, text, strut, out, 0, width };
	uint32_t at = 0;

	*out = (eng_lines){ 0 };
	if (text->width <= width) { /* one line, unless breaks are forced */
		b.cap = 1;
		out->lines = eng_arena_new(arena, eng_line);
	}
	if (!make_fit(&b)) {
		const eng_node *n = text->span_count ? text->spans[0].node : NULL;

		return eng_fail(ctx, "layout.overflow", n ? n->where : (eng_loc){ 0 },
				"text %s needs more than the %ld pt that its place is wide",
				eng_quote(arena, text->bytes), (long)(width / 1000));
	}
	do {
		eng_line line = next_line(&b, at);

		add_line(&b, line);
		at = line.last;
	} while (at < text->chunk_count);
	return true;
}
