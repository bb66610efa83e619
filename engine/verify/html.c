/* The lines of a page, whichever way its HTML was read. Whether a line is seen is asked only for those that
 * carry locked words. */
#include "verify/html.h"

#include "base/utf8.h"
#include "verify/survey.h"

static void line_end(eng_html_page *p) {
	eng_str words = eng_str_trim(eng_buf_view(&p->words));
	eng_arena *arena = p->surface->arena;
	eng_line *line = words.n ? eng_surface_add(p->surface, eng_str_copy(arena, words)) : NULL;

	if (line) {
		line->start = p->at;
		line->length = eng_utf8_length(line->text);
		line->hidden = p->outlook ? "a comment takes it from Outlook" : NULL;
		line->pictured = p->picture;
		p->at += line->length + 1;
		for (size_t i = 0; i < p->open_n; i++) {
			p->pieces =
			    eng_arena_grow(arena, p->pieces, p->n, &p->cap, sizeof(*p->pieces));
			p->pieces[p->n++] = (eng_html_piece){ p->surface->n - 1, p->open[i] };
		}
	}
	p->surface->picture |= p->picture && !line;
	p->picture = false;
	p->open_n = 0;
	eng_buf_clear(&p->words);
}

static void add_place(eng_html_page *p, eng_html_place *place) {
	if (p->open_n && p->open[p->open_n - 1] == place) {
		return;
	}
	p->open =
	    eng_arena_grow(p->surface->arena, p->open, p->open_n, &p->open_cap, sizeof(*p->open));
	p->open[p->open_n++] = place;
}

static bool is_gap(char c) {
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static bool is_blank(eng_str words) {
	size_t i = 0;

	while (i < words.n && is_gap(words.s[i])) {
		i++;
	}
	return i == words.n;
}

void eng_html_page_words(eng_html_page *p, eng_html_place *place, eng_str words) {
	eng_buf_str(&p->words, words);
	if (!is_blank(words)) {
		add_place(p, place);
	}
}

void eng_html_page_style(eng_html_page *p, eng_str css, const char *condition) {
	p->styles = eng_arena_grow(p->surface->arena, p->styles, p->style_count, &p->style_cap,
				   sizeof(*p->styles));
	p->styles[p->style_count++] = (eng_html_style){ css, condition };
}

/* "[if !mso]><!" opens what Outlook leaves out, "<![endif]" closes it; what is for Outlook alone, such as
 * a style sheet, stands inside of one comment. */
void eng_html_page_comment(eng_html_page *p, eng_str text) {
	size_t style = eng_str_index(text, ENG_STR("<style")),
	       end = eng_str_index(text, ENG_STR("[endif]"));

	if (eng_str_starts(text, "[if") && end == text.n) {
		line_end(p);
		p->outlook = true;
	} else if (end < 4) {
		line_end(p);
		p->outlook = false;
	} else if (style < text.n) {
		eng_str css = eng_str_sub(text, style, text.n);

		css = eng_str_sub(css, eng_str_index(css, ENG_STR(">")) + 1, css.n);
		eng_html_page_style(p, eng_str_sub(css, 0, eng_str_index(css, ENG_STR("</style"))),
				    "Outlook");
	}
}

void eng_html_page_enter(eng_html_page *p, eng_html_place *place, bool numbered) {
	unsigned kind = place->tag->kind;

	p->moved |= (kind & ENG_HTML_MOVED) != 0;
	if (kind & ENG_HTML_BREAK) {
		eng_buf_char(&p->words, ' ');
	} else if (kind & ENG_HTML_PICTURE) {
		eng_str alt = eng_html_attribute_find(place->tag, "alt");

		/* In a line of words it is one of them, whatever it is said to say. */
		p->picture = true;
		if (alt.n) {
			line_end(p);
			eng_buf_str(&p->words, alt);
			add_place(p, place);
			line_end(p);
			p->picture = true;
		}
	} else if (numbered) {
		eng_buf_char(&p->words, ENG_SURFACE_MARK);
	} else if (!(kind & ENG_HTML_INLINE)) {
		line_end(p);
	}
}

void eng_html_page_leave(eng_html_page *p, const eng_html_place *place, bool numbered) {
	if (numbered) {
		eng_buf_char(&p->words, ENG_SURFACE_MARK_END);
	} else if (!(place->tag->kind & ENG_HTML_INLINE)) {
		line_end(p);
	}
}

void eng_html_page_end(eng_html_page *p) {
	line_end(p);
}

void eng_html_page_finish(eng_html_page *p) {
	eng_buf_finish(&p->words);
}

/* The first piece of the line or of a later one. */
static size_t first_piece(const eng_html_page *p, size_t line) {
	size_t low = 0, high = p->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (p->pieces[middle].line < line) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

void eng_html_page_inspect(eng_surface *surface, size_t index) {
	const eng_html_page *p = surface->user;
	eng_line *line = &surface->lines[index];

	if (line->hidden || line->size) {
		return;
	}
	for (size_t i = first_piece(p, index);
	     i < p->n && p->pieces[i].line == index && !line->hidden; i++) {
		eng_look look = eng_sheet_look(p->sheet, p->pieces[i].place);
		eng_length size = (eng_length)(look.pixels * 750);

		line->hidden = look.hidden;
		if (!line->size || size < line->size) {
			line->size = size;
		}
		if (!line->contrast || look.contrast < line->contrast) {
			line->contrast = look.contrast;
		}
		if (!line->lightest || look.lightest < line->lightest) {
			line->lightest = look.lightest;
		}
		line->boldest = look.boldest > line->boldest ? look.boldest : line->boldest;
	}
}

/* Either way; false when it is no HTML. */
static bool read_page(eng_html_memo *memo, eng_html_page *page, eng_str html) {
	if (eng_html_read_strict(memo, page, html)) {
		return true;
	}
	page->surface->n = 0;
	page->surface->picture = false;
	eng_html_page_finish(page);
	*page = (eng_html_page){ .surface = page->surface };
	return eng_html_read_loose(page, html);
}

bool eng_verify_html(eng_html_memo *memo, eng_surface *surface, eng_str html,
		     const eng_claim *claims, size_t n, eng_findings *out) {
	eng_html_page page = { .surface = surface };
	bool ok = read_page(memo, &page, html);

	if (!ok) {
		eng_html_page_finish(&page);
		return eng_findings_add(out, "verify.unreadable", ENG_FINDING_ARTIFACT,
					"%s cannot be read", surface->place);
	}
	surface->inspect = eng_html_page_inspect;
	surface->user = &page;
	if (page.loads || eng_sheet_loads(page.sheet)) {
		ok = eng_findings_add(out, "verify.outside", ENG_FINDING_ARTIFACT,
				      "%s loads scripts, style sheets, fonts or frames: what it "
				      "shows can change after it was checked",
				      surface->place);
	}
	if (page.torn) {
		ok =
		    eng_findings_add(out, "verify.ambiguous", ENG_FINDING_ARTIFACT,
				     "%s has an element <%s> that programs end at different places",
				     surface->place, page.torn);
	}
	eng_survey_surface(out->survey, surface);
	ok &= eng_surface_check(surface, claims, n, out);
	if (ok && (page.moved || eng_sheet_moves(page.sheet))) {
		ok = eng_findings_add(
		    out, "verify.ambiguous", ENG_FINDING_ARTIFACT,
		    "%s has an element that is taken from its place and may lie on "
		    "others",
		    surface->place);
	}
	eng_html_page_finish(&page);
	return ok;
}
