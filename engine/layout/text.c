/* Cutting a text into chunks of one span, level, script and font, and shaping them.
 *
 * A chunk ends at white space, at a break opportunity and wherever the look changes; so a line is a
 * row of whole chunks, and words can be remembered by the shaper. */
#include "layout/cutter.h"

#include <pango/pango.h>
#include <string.h>

#include "base/scan.h"
#include "base/utf8.h"
#include "layout/text-memory.h"

eng_span eng_span_of(const eng_style *style, eng_str bytes, eng_str lang) {
	return (eng_span){ .end = (uint32_t)bytes.n,
			   .family = style->family,
			   .face = (style->bold ? 1 : 0) | (style->italic ? 2 : 0),
			   .features = style->small_caps ? ENG_SHAPE_SMALL_CAPS : 0,
			   .size = style->size,
			   .leading = style->leading,
			   .spacing = style->letter_spacing,
			   .color = style->color,
			   .lang = lang };
}

static bool is_space(uint32_t c) {
	return c == ' ' || c == '\t' || c == '\n' || c == 0x3000 || (c >= 0x2000 && c <= 0x2006) ||
	       (c >= 0x2008 && c <= 0x200A) || c == 0x2028 || c == 0x2029;
}

static void missing(eng_cutter *cut, const eng_span *span, uint32_t c) {
	const eng_typeface *face;
	const eng_node *n = span->node;
	char utf8[5] = { 0 };

	eng_utf8_encode(c, utf8);
	face = eng_press_face(eng_shaper_press(cut->shaper), span->family, span->face & 1,
			      span->face & 2);
	eng_fail(cut->ctx, "layout.missing-glyph", n ? n->where : (eng_loc){ 0 },
		 "no glyph for '%s' (U+%04X) in '%.*s' or its fallbacks, add a font that has it to "
		 "the theme",
		 utf8, (unsigned)c, ENG_STR_ARG(face->fonts[0]->postscript_name));
	if (n && eng_node_from(n)->data.line > 0) {
		eng_note(cut->ctx, eng_node_from(n)->data, "the value is here");
	}
	cut->failed = true;
}

/* Adds letter spacing to a copy of the glyphs: after each cluster, except marks of the same one. */
static void space_out(eng_arena *arena, eng_chunk *chunk, int spacing) {
	eng_shaped_glyph *g =
	    eng_arena_copy(arena, chunk->shaped.glyphs, chunk->shaped.count * sizeof(*g));
	int32_t extra = (int32_t)((int64_t)spacing * chunk->font->units / 1000);

	for (uint32_t i = 0; i < chunk->shaped.count; i++) {
		if (i + 1 == chunk->shaped.count || g[i + 1].cluster != g[i].cluster) {
			g[i].advance += extra;
			chunk->shaped.width += extra;
		}
	}
	chunk->shaped.glyphs = g;
}

void eng_chunk_shape(eng_arena *arena, eng_shaper *shaper, const eng_text *text, eng_chunk *chunk) {
	const eng_span *span = &text->spans[chunk->span];
	eng_word word = { text->bytes,   chunk->start,     chunk->end, chunk->font,
			  chunk->script, chunk->level & 1, span->lang, span->features };

	if (text->bytes.s[chunk->start] ==
	    '\n') { /* read as a space, which hangs at the line's end */
		word.text = ENG_STR(" ");
		word.start = 0;
		word.end = 1;
	}
	chunk->shaped = eng_shaper_word(shaper, arena, &word);
	if (span->spacing && chunk->shaped.count) {
		space_out(arena, chunk, span->spacing);
	}
	chunk->width = eng_font_scale(chunk->font, chunk->shaped.width, span->size);
}

static void push(eng_cutter *cut, const eng_chunk *chunk) {
	eng_text *text = cut->text;

	text->chunks = eng_arena_grow(cut->arena, text->chunks, text->chunk_count, &cut->cap,
				      sizeof(*text->chunks));
	text->chunks[text->chunk_count++] = *chunk;
}

/* Makes chunk bytes [start, end) of the whole, which are its glyphs [from, to). */
static void slice(eng_cutter *cut, eng_chunk *chunk, const eng_chunk *whole, uint32_t start,
		  uint32_t end, uint32_t from, uint32_t to) {
	eng_shaped_glyph *g =
	    eng_arena_copy(cut->arena, whole->shaped.glyphs + from, (to - from) * sizeof(*g));

	*chunk = *whole;
	chunk->start = start;
	chunk->end = end;
	chunk->shaped = (eng_shaped){ g, to - from, 0 };
	for (uint32_t i = 0; i < to - from; i++) {
		g[i].cluster -= start - whole->start;
		chunk->shaped.width += g[i].advance;
	}
	chunk->width =
	    eng_font_scale(chunk->font, chunk->shaped.width, cut->text->spans[chunk->span].size);
}

static void add_chunk(eng_cutter *cut, eng_chunk chunk, hb_script_t script) {
	eng_text *text = cut->text;

	if (cut->failed || chunk.start == chunk.end) {
		return;
	}
	chunk.hyphen =
	    chunk.end - chunk.start >= 2 && !memcmp(text->bytes.s + chunk.end - 2, "\xC2\xAD", 2);
	chunk.after = text->bytes.s[chunk.start] == '\n' ? ENG_BREAK_MUST : chunk.after;
	chunk.script = script;
	eng_chunk_shape(cut->arena, cut->shaper, text, &chunk);
	push(cut, &chunk);
}

static bool is_east_asian(hb_script_t script) {
	return script == HB_SCRIPT_HAN || script == HB_SCRIPT_HIRAGANA ||
	       script == HB_SCRIPT_KATAKANA || script == HB_SCRIPT_HANGUL ||
	       script == HB_SCRIPT_BOPOMOFO;
}

/* Cuts a stretch that was shaped as one where its lines may break: kerning goes over such places, and
 * most of them are not used. */
static void add_slices(eng_cutter *cut, eng_chunk whole, hb_script_t script) {
	const eng_span *span = &cut->text->spans[whole.span];
	bool held = span->nobr;
	uint32_t start = whole.start, from = 0;
	eng_chunk *last;

	add_chunk(cut, whole, script);
	if (cut->failed || held || !cut->text->chunk_count) {
		return;
	}
	last = &cut->text->chunks[cut->text->chunk_count - 1];
	whole = *last;
	for (uint32_t k = 1; k < whole.shaped.count; k++) {
		const eng_shaped_glyph *g = whole.shaped.glyphs;
		uint32_t at = whole.start + g[k].cluster;

		if (g[k].cluster == g[k - 1].cluster || !cut->breaks[at]) {
			continue;
		}
		last = &cut->text->chunks[cut->text->chunk_count - 1];
		slice(cut, last, &whole, start, at, from, k);
		last->after = cut->breaks[at];
		push(cut, &whole);
		start = at;
		from = k;
	}
	last = &cut->text->chunks[cut->text->chunk_count - 1];
	slice(cut, last, &whole, start, whole.end, from, whole.shaped.count);
	last->after = whole.after;
}

/* True inside words that must not be broken, also where one such span follows another. */
static bool held(const eng_text *text, uint32_t index, size_t i) {
	const eng_span *span = &text->spans[index];

	return span->nobr && (i > span->start || (index > 0 && span[-1].nobr));
}

/* True for a visible ASCII character that goes on with the chunk: same level, no break before it. */
static bool goes_on(const eng_cutter *cut, const eng_chunk *chunk, size_t i) {
	unsigned char c = (unsigned char)cut->text->bytes.s[i];

	return c > ' ' && c < 0x7F && i > chunk->start && !chunk->space && !cut->breaks[i] &&
	       (!cut->levels || cut->levels[i] == chunk->level);
}

/* Cuts [start, end), which is of one span and one script. */
static void cut_run(eng_cutter *cut, uint32_t span_index, size_t start, size_t end,
		    hb_script_t script) {
	const eng_span *span = &cut->text->spans[span_index];
	eng_str bytes = cut->text->bytes;
	eng_chunk chunk = { .start = (uint32_t)start, .span = span_index };
	const eng_font *latin = script == HB_SCRIPT_LATIN
				    ? eng_shaper_latin(cut->shaper, span->family, span->face)
				    : NULL;
	bool whole = is_east_asian(script);
	void (*add)(eng_cutter *, eng_chunk, hb_script_t) = whole ? add_slices : add_chunk;
	size_t i = start;

	while (i < end) {
		uint32_t c;
		size_t n = eng_utf8_decode(bytes.s + i, end - i, &c);
		uint8_t level = cut->levels ? cut->levels[i] : cut->text->rtl;
		const eng_font *font = eng_shaper_font(cut->shaper, span->family, span->face, c,
						       script, span->lang, chunk.font);
		uint8_t before = held(cut->text, span_index, i) ? 0 : cut->breaks[i];

		if (!font) {
			missing(cut, span, c);
			return;
		}
		if (font->waiting &&
		    !eng_press_admits(cut->ctx, eng_shaper_press(cut->shaper), font)) {
			cut->failed = true;
			return;
		}
		if (i > chunk.start &&
		    ((before && !whole) || level != chunk.level || font != chunk.font ||
		     is_space(c) != chunk.space || c == '\n')) {
			chunk.end = (uint32_t)i;
			chunk.after = before;
			add(cut, chunk, script);
			chunk.start = (uint32_t)i;
		} else if (i == start && before && cut->text->chunk_count) {
			cut->text->chunks[cut->text->chunk_count - 1].after = before;
		}
		chunk.level = level;
		chunk.font = font;
		chunk.space = is_space(c);
		i += n ? n : 1;
		while (font == latin && i < end && goes_on(cut, &chunk, i)) {
			i++;
		}
	}
	chunk.end = (uint32_t)end;
	chunk.after = ENG_BREAK_NONE;
	add(cut, chunk, script);
}

/* True when everything belongs to the Latin script or to none: nothing needs to be looked up. */
static bool latin_only(eng_str bytes) {
	for (size_t i = eng_scan_ascii(bytes.s, bytes.n); i < bytes.n; i++) {
		unsigned char c = (unsigned char)bytes.s[i];

		if (c > 0xC9 &&
		    !(c == 0xE2 && i + 1 < bytes.n && (unsigned char)bytes.s[i + 1] <= 0x8B)) {
			return false; /* U+0250 and above, except punctuation, currencies and signs */
		}
	}
	return true;
}

static hb_script_t script_of(PangoScript script) {
	return hb_script_from_iso15924_tag(g_unicode_script_to_iso15924((GUnicodeScript)script));
}

static void cut_scripts(eng_cutter *cut) {
	eng_text *text = cut->text;
	PangoScriptIter *iter = pango_script_iter_new(text->bytes.s, (int)text->bytes.n);
	size_t s = 0;

	do {
		const char *from, *to;
		PangoScript script;
		size_t a, b;

		pango_script_iter_get_range(iter, &from, &to, &script);
		a = (size_t)(from - text->bytes.s);
		b = (size_t)(to - text->bytes.s);
		while (a < b && s < text->span_count) {
			size_t end = text->spans[s].end < b ? text->spans[s].end : b;

			if (end > a) {
				cut_run(cut, (uint32_t)s, a, end, script_of(script));
			}
			a = end;
			s += text->spans[s].end <= a;
		}
	} while (pango_script_iter_next(iter) && s < text->span_count);
	pango_script_iter_free(iter);
}

/* Widths of the widest unbreakable stretch and of the widest line without free breaks. */
static void measure(eng_text *text) {
	eng_length word = 0, word_gap = 0, line = 0, line_gap = 0;

	for (size_t i = 0; i < text->chunk_count; i++) {
		const eng_chunk *c = &text->chunks[i];

		if (c->space) {
			line_gap += c->width;
			word_gap += c->width;
		} else {
			line += line_gap + c->width;
			word += word_gap + c->width;
			line_gap = word_gap = 0;
		}
		text->width = line > text->width ? line : text->width;
		text->least = word > text->least ? word : text->least;
		if (c->after) {
			word = word_gap = 0;
		}
		if (c->after == ENG_BREAK_MUST) {
			text->forced = true;
			line = line_gap = 0;
		}
	}
}

/* Room for the chunks of a text of one script and font, so that nothing has to grow. */
static size_t chunks_at_most(const eng_text *text, eng_breaks found, const uint8_t *breaks) {
	size_t n = text->span_count;

	if (found.plain) { /* a space is behind each break, and a word before it */
		return n + 2 * found.count + 1;
	}
	for (size_t i = 0; i < text->bytes.n; i++) {
		n += (size_t)(text->bytes.s[i] == ' ') + (text->bytes.s[i] == '\n') +
		     (breaks[i] != 0);
	}
	return n;
}

/* Cuts a text of Latin letters, span by span. plain: as eng_breaks says. */
static void cut_latin(eng_cutter *cut, bool plain) {
	eng_text *text = cut->text;

	for (uint32_t s = 0; s < text->span_count; s++) {
		const eng_span *span = &text->spans[s];
		const eng_font *font = plain ? eng_cut_font(cut, span) : NULL;

		if (font) {
			text->uniform = eng_cut_plain(cut, s, font) && text->span_count == 1;
		} else {
			cut_run(cut, s, span->start, span->end, HB_SCRIPT_LATIN);
		}
	}
}

enum { SHORT = 128 };

/* Finds levels and breaks, cuts and shapes. scratch: for what is not needed afterwards. */
static bool cut_text(eng_cutter *cut, eng_arena *scratch) {
	eng_text *text = cut->text;
	eng_str bytes = text->bytes;
	const eng_span *spans = text->spans;
	uint8_t few[2][SHORT] = { 0 };
	bool brief = bytes.n < SHORT; /* as most cells are: nothing of theirs stays in the arena */
	uint8_t *levels = brief ? few[0] : eng_arena_new_array(scratch, bytes.n + 1, uint8_t);
	uint8_t *breaks = brief ? few[1] : eng_arena_new_array(scratch, bytes.n + 1, uint8_t);
	eng_breaks found;

	text->bidi = eng_bidi_levels(scratch, bytes, spans, text->span_count, text->rtl, levels);
	cut->levels = text->bidi ? levels : NULL;
	found = eng_breaks_find(scratch, bytes, text->span_count ? spans[0].lang : (eng_str){ 0 },
				breaks);
	cut->breaks = breaks;
	cut->cap = chunks_at_most(text, found, breaks);
	text->chunks = eng_arena_room(cut->arena, cut->cap, sizeof(*text->chunks));
	if (found.plain || latin_only(bytes)) {
		cut_latin(cut, found.plain && !text->bidi && !text->rtl);
	} else {
		cut_scripts(cut);
	}
	measure(text);
	return !cut->failed;
}

eng_text *eng_text_new(eng_ctx *ctx, eng_arena *arena, eng_shaper *shaper, eng_str bytes,
		       const eng_span *spans, size_t count, bool rtl) {
	eng_text_memory *memory = eng_shaper_texts(shaper);
	eng_text *text = eng_arena_new(arena, eng_text);
	eng_cutter cut = { .ctx = ctx, .arena = arena, .shaper = shaper, .text = text };
	eng_arena *kept;

	*text = (eng_text){ .bytes = bytes, .spans = spans, .span_count = count, .rtl = rtl };
	if (eng_cut_number(&cut) || eng_text_memory_find(memory, text)) {
		return text;
	}
	kept = eng_text_memory_room(memory, text);
	cut.arena = kept ? kept : arena;
	if (!cut_text(&cut, arena)) {
		return NULL;
	}
	if (kept) {
		eng_text_memory_add(memory, text);
	}
	return text;
}
