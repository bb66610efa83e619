/* Words divided at the ends of lines: where they may be, and the two parts.
 *
 * Knows spans and shaping; which places a language has is hyphen.c's. Locked wording, values that were
 * formatted (dates, amounts, names of currencies) and words put together from several looks are never
 * divided. */
#include "base/utf8.h"
#include "layout/breaker.h"

#include <glib.h>

/* True when a letter stands before or behind byte at: then another chunk is part of the same word. */
static bool letter_beside(eng_str bytes, size_t at, bool before) {
	const char *p;

	if (before ? at == 0 : at >= bytes.n) {
		return false;
	}
	p = before ? g_utf8_prev_char(bytes.s + at) : bytes.s + at;
	return g_unichar_isalnum(g_utf8_get_char(p));
}

static bool may_divide(const eng_breaker *b, size_t i) {
	const eng_text *text = b->text;
	const eng_chunk *c = &text->chunks[i];
	const eng_span *span = &text->spans[c->span];
	const eng_node *node = span->node;

	if (!b->divides || c->space || c->hyphen || c->level & 1 || span->nobr || span->note) {
		return false;
	}
	if (node &&
	    (node->locked || (node->type == ENG_NODE_TEXT && node->as.text.value.formatted &&
			      node->as.text.value.kind != ENG_VALUE_TEXT))) {
		return false;
	}
	return !letter_beside(text->bytes, c->start, true) &&
	       !letter_beside(text->bytes, c->end, false) && !(i > 0 && text->chunks[i - 1].hyphen);
}

size_t eng_chunk_places(const eng_breaker *b, size_t i, uint8_t *places) {
	const eng_chunk *c = &b->text->chunks[i];
	eng_hyphens *hyphens = eng_press_hyphens(eng_shaper_press(b->shaper));

	if (!hyphens || !may_divide(b, i)) {
		return 0;
	}
	return eng_hyphens_points(hyphens, b->text->spans[c->span].lang,
				  eng_str_sub(b->text->bytes, c->start, c->end), places);
}

eng_length eng_chunk_until(const eng_text *text, const eng_chunk *chunk, uint32_t at) {
	int64_t units = 0;

	for (uint32_t k = 0; k < chunk->shaped.count; k++) {
		const eng_shaped_glyph *g = &chunk->shaped.glyphs[k];

		units += chunk->start + g->cluster < at ? g->advance : 0;
	}
	return eng_font_scale(chunk->font, units, text->spans[chunk->span].size);
}

void eng_chunk_divide(const eng_breaker *b, const eng_chunk *whole, uint32_t at, eng_chunk *head,
		      eng_chunk *tail) {
	*head = *tail = *whole;
	head->end = tail->start = at;
	head->after = ENG_BREAK_ALLOWED;
	head->hyphen = true;
	eng_chunk_shape(b->arena, b->shaper, b->text, head);
	eng_chunk_shape(b->arena, b->shaper, b->text, tail);
}

eng_length eng_chunk_hyphen(const eng_breaker *b, const eng_chunk *chunk) {
	const eng_span *span = &b->text->spans[chunk->span];
	eng_word word = { ENG_STR("-"), 0, 1, chunk->font, HB_SCRIPT_LATIN, false, span->lang, 0 };

	return eng_font_scale(chunk->font, eng_shaper_word(b->shaper, b->arena, &word).width,
			      span->size);
}

static bool is_square(hb_script_t script) {
	return script == HB_SCRIPT_HAN || script == HB_SCRIPT_HIRAGANA ||
	       script == HB_SCRIPT_KATAKANA;
}

bool eng_chunk_stretches(const eng_text *text, size_t i) {
	const eng_chunk *c = &text->chunks[i];

	if (c->space) {
		return c->shaped.count > 0;
	}
	return c->after == ENG_BREAK_ALLOWED && !c->hyphen && i + 1 < text->chunk_count &&
	       is_square(c->script) && is_square(text->chunks[i + 1].script);
}
