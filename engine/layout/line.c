/* Breaking a text into lines, and the metrics of lines.
 *
 * Ragged text is filled line by line: letters change by a word from record to record, and a reader
 * compares them line by line; a word is divided only where the line would else be short. Justified text
 * is fit.c's. Words wider than the measure are cut between characters, since wrapping loses nothing
 * and a cut column would. */
#include <string.h>

#include "layout/breaker.h"
#include "layout/line-memory.h"

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

/* Splits a chunk that is wider than the measure into its clusters, each of which may end a line.
 * pieces has room for one a glyph; returns how many it became. */
static size_t shatter(eng_breaker *b, const eng_chunk *whole, eng_chunk *pieces) {
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

static bool too_wide(const eng_breaker *b, const eng_chunk *c) {
	return c->width > b->width && !c->space && c->shaped.count > 1;
}

/* The parts of a chunk that is too wide: divided at all its hyphens, then cut where that is not enough.
 * pieces has room for one a glyph and one more. */
static size_t cut_up(eng_breaker *b, size_t i, eng_chunk *pieces) {
	uint8_t places[ENG_HYPHEN_BYTES] = { 0 };
	eng_chunk rest = b->text->chunks[i];
	uint32_t start = rest.start;
	size_t n = 0, room = rest.shaped.count;

	if (eng_chunk_places(b, i, places) > 0) {
		for (uint32_t k = 1; n + 1 < room && k < rest.end - start; k++) {
			if (places[k]) {
				eng_chunk whole = rest;

				eng_chunk_divide(b, &whole, start + k, &pieces[n++], &rest);
			}
		}
	}
	if (n > 0 && rest.width <= b->width) {
		pieces[n++] = rest;
		return n;
	}
	return shatter(b, &b->text->chunks[i], pieces);
}

/* Cuts over-wide words, all in one go. False when even one character is too wide. */
static bool make_fit(eng_breaker *b) {
	eng_text *text = b->text;
	size_t room = text->chunk_count, n = 0;
	eng_chunk *chunks;
	bool fits = true;

	if (text->least <= b->width) {
		return true;
	}
	for (size_t i = 0; i < text->chunk_count; i++) {
		room += too_wide(b, &text->chunks[i]) ? text->chunks[i].shaped.count + 1 : 0;
	}
	chunks = eng_arena_new_array(b->arena, room, eng_chunk);
	for (size_t i = 0; i < text->chunk_count; i++) {
		if (too_wide(b, &text->chunks[i])) {
			n += cut_up(b, i, chunks + n);
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

/* True for a span whose metrics are those of the strut. */
static bool is_struts(const eng_style *strut, const eng_span *span) {
	return span->family == strut->family && span->size == strut->size &&
	       span->leading == strut->leading &&
	       span->face == ((strut->bold ? 1 : 0) | (strut->italic ? 2 : 0));
}

static void line_metrics(eng_breaker *b, const eng_chunk *chunks, eng_line *line) {
	const eng_press *press = eng_shaper_press(b->shaper);
	uint32_t seen = UINT32_MAX;

	eng_style_metrics(press, b->strut, &line->above, &line->below);
	if (b->text->span_count == 1 && is_struts(b->strut, b->text->spans)) {
		return;
	}
	for (uint32_t i = line->first; i < line->last; i++) {
		const eng_span *span = &b->text->spans[chunks[i].span];
		eng_length above, below;

		if (chunks[i].span == seen || span->rise) {
			continue; /* raised marks fit into the leading */
		}
		seen = chunks[i].span;
		span_metrics(press, span->family, span->face, span->size, span->leading, &above,
			     &below);
		line->above = above > line->above ? above : line->above;
		line->below = below > line->below ? below : line->below;
	}
}

static void push(eng_breaker *b, const eng_chunk *chunk) {
	b->made = eng_arena_grow(b->arena, b->made, b->made_count, &b->made_cap, sizeof(*b->made));
	b->made[b->made_count++] = *chunk;
}

/* From the first divided word on, lines have chunks of their own, and the text's are changed: the rest
 * of a divided word takes the place of the whole. */
static void begin_dividing(eng_breaker *b, uint32_t upto) {
	eng_text *text = b->text;

	if (b->made) {
		return;
	}
	text->chunks =
	    eng_arena_copy(b->arena, text->chunks, text->chunk_count * sizeof(*text->chunks));
	b->made_cap = text->chunk_count + 16;
	b->made = eng_arena_new_array(b->arena, b->made_cap, eng_chunk);
	for (uint32_t i = 0; i < upto; i++) {
		push(b, &text->chunks[i]);
	}
}

static eng_length natural_width(const eng_chunk *chunks, uint32_t first, uint32_t last) {
	eng_length width = 0, gap = 0;

	for (uint32_t i = first; i < last; i++) {
		gap += chunks[i].width;
		if (!chunks[i].space) {
			width += gap;
			gap = 0;
		}
	}
	return width;
}

/* Adds the line from chunk *first of the text to the cut, and moves *first behind it. */
static void add_line(eng_breaker *b, uint32_t *first, eng_cut cut) {
	eng_lines *out = b->out;
	eng_text *text = b->text;
	uint32_t whole_end = text->chunk_count ? cut.chunk + (cut.at == 0) : 0;
	eng_line line = { .first = *first, .last = whole_end };
	const eng_chunk *chunks, *last;

	if (cut.at) {
		begin_dividing(b, *first);
	}
	if (b->made) {
		line.first = (uint32_t)b->made_count;
		for (uint32_t i = *first; i < whole_end; i++) {
			push(b, &text->chunks[i]);
		}
		if (cut.at) {
			eng_chunk whole = text->chunks[cut.chunk], head;

			eng_chunk_divide(b, &whole, cut.at, &head, &text->chunks[cut.chunk]);
			push(b, &head);
		}
		line.last = (uint32_t)b->made_count;
	}
	*first = whole_end;
	chunks = b->made ? b->made : text->chunks;
	last = line.last > line.first ? &chunks[line.last - 1] : NULL;
	line.width = natural_width(chunks, line.first, line.last);
	line.ends = !last || last->after == ENG_BREAK_MUST || *first >= text->chunk_count;
	line.hyphen = last && last->hyphen && !line.ends;
	line.width += line.hyphen ? eng_chunk_hyphen(b, last) : 0;
	b->ladder = cut.at ? b->ladder + 1 : 0;
	line_metrics(b, chunks, &line);
	out->lines = eng_arena_grow(b->arena, out->lines, out->count, &b->cap, sizeof(*out->lines));
	out->lines[out->count++] = line;
	out->height += line.above + line.below;
	out->widest = line.width > out->widest ? line.width : out->widest;
}

/* Where the word that does not fit behind width is divided, or 0: when the line would be short
 * without, when it is not the last word, and not below other hyphens. */
static uint32_t divide_at(eng_breaker *b, uint32_t i, eng_length width, eng_length without) {
	const eng_text *text = b->text;
	uint8_t places[ENG_HYPHEN_BYTES] = { 0 };
	eng_length room;
	const eng_chunk *c;

	if (!b->divides || i >= text->chunk_count || b->width - without < b->width / 8 ||
	    b->ladder >= ENG_LADDER || i + 1 == text->chunk_count ||
	    eng_chunk_places(b, i, places) == 0) {
		return 0;
	}
	c = &text->chunks[i];
	room = b->width - width - eng_chunk_hyphen(b, c);
	for (uint32_t k = c->end - c->start; k-- > 1;) {
		if (places[k] && eng_chunk_until(text, c, c->start + k) <= room) {
			eng_chunk head, tail;

			eng_chunk_divide(b, c, c->start + k, &head, &tail);
			if (head.width <= room) {
				return c->start + k;
			}
		}
	}
	return 0;
}

/* The end of the line that begins at chunk first: as far as it goes. */
static eng_cut next_line(eng_breaker *b, uint32_t first) {
	const eng_text *text = b->text;
	eng_cut best = { 0 };
	eng_length width = 0, gap = 0, best_width = 0;
	bool found = false;
	uint32_t i, at;

	for (i = first; i < text->chunk_count; i++) {
		const eng_chunk *c = &text->chunks[i];
		eng_length hyphen =
		    c->hyphen && c->after == ENG_BREAK_ALLOWED ? eng_chunk_hyphen(b, c) : 0;

		if (c->space) {
			gap += c->width;
		} else if (width + gap + c->width > b->width && i > first) {
			break;
		} else {
			width += gap + c->width;
			gap = 0;
		}
		if (c->after && (width + hyphen <= b->width || !found)) {
			best = (eng_cut){ i, 0 };
			best_width = width;
			found = true;
		}
		if (c->after == ENG_BREAK_MUST) {
			return best;
		}
	}
	if (i == text->chunk_count) {
		return (eng_cut){ i > first ? i - 1 : first, 0 };
	}
	at = divide_at(b, i, width + gap, best_width);
	if (at) {
		return (eng_cut){ i, at };
	}
	/* Without an opportunity: a break between chunks loses nothing. */
	return found ? best : (eng_cut){ i - 1, 0 };
}

/* Fills lines one by one up to the next forced break. */
static void fill(eng_breaker *b, uint32_t *first) {
	const eng_lines *out = b->out;

	do {
		add_line(b, first, next_line(b, *first));
	} while (*first < b->text->chunk_count && !out->lines[out->count - 1].ends);
}

static void break_justified(eng_breaker *b) {
	GArray *cuts = g_array_new(FALSE, FALSE, sizeof(eng_cut));
	uint32_t first = 0;

	while (first < b->text->chunk_count) {
		g_array_set_size(cuts, 0);
		if (!eng_fit_paragraph(b, first, cuts)) {
			fill(b, &first);
			continue;
		}
		for (guint i = 0; i < cuts->len; i++) {
			add_line(b, &first, g_array_index(cuts, eng_cut, i));
		}
	}
	g_array_free(cuts, TRUE);
}

/* All of the text as one line, which it fits into. */
static void set_one_line(eng_breaker *b) {
	eng_lines *out = b->out;
	eng_line *line = eng_arena_room(b->arena, 1, sizeof(*line));

	*line = (eng_line){ .last = (uint32_t)b->text->chunk_count,
			    .width = b->text->width,
			    .ends = true };
	line_metrics(b, b->text->chunks, line);
	*out = (eng_lines){ line, 1, line->above + line->below, line->width };
}

static void break_ragged(eng_breaker *b) {
	uint32_t first = 0;

	if (b->text->width <= b->width && !b->text->forced) {
		set_one_line(b);
		return;
	}
	do {
		fill(b, &first);
	} while (first < b->text->chunk_count);
}

/* The text as it was before it was broken for another width. */
static void restore(eng_text *text) {
	if (text->whole) {
		text->chunks = text->whole;
		text->chunk_count = text->whole_count;
	}
	text->whole = text->chunks;
	text->whole_count = text->chunk_count;
	text->stays = text->memory != NULL;
}

bool eng_lines_break(eng_ctx *ctx, eng_arena *arena, eng_shaper *shaper, eng_text *text,
		     const eng_style *strut, eng_length width, eng_lines *out) {
	eng_breaker b = { .arena = arena,
			  .shaper = shaper,
			  .text = text,
			  .strut = strut,
			  .out = out,
			  .width = width,
			  .divides = strut->hyphenate };
	eng_arena *kept;

	*out = (eng_lines){ 0 };
	restore(text);
	if (eng_line_memory_find(text, strut, width, out)) {
		return true;
	}
	kept = eng_line_memory_room(text);
	b.arena = kept ? kept : arena;
	if (!make_fit(&b)) {
		const eng_node *n = text->span_count ? text->spans[0].node : NULL;

		return eng_fail(ctx, "layout.overflow", n ? n->where : (eng_loc){ 0 },
				"text %s needs more than the %ld pt that its place is wide",
				eng_quote(arena, text->bytes), (long)(width / 1000));
	}
	if (strut->align == ENG_LINE_JUSTIFY && text->width > width && text->least <= width) {
		break_justified(&b);
	} else {
		break_ragged(&b);
	}
	if (b.made) {
		text->chunks = b.made;
		text->chunk_count = b.made_count;
	}
	if (kept) {
		eng_line_memory_add(text, strut, width, out);
	} else if (text->chunks != text->whole) {
		text->stays = false;
	}
	return true;
}
