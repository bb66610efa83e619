/* Lines: where a text is broken for a width, and its glyph runs in place. */
#ifndef ENG_LAYOUT_LINE_H
#define ENG_LAYOUT_LINE_H

#include "layout/ink.h"
#include "layout/text.h"

typedef struct eng_line {
	uint32_t first, last; /* chunks [first, last), trailing white space included */
	eng_length width;     /* without trailing white space, with a hyphen that the break shows */
	eng_length above, below; /* of the baseline; height is their sum */
	bool ends;               /* ends the text or by a forced break: never justified */
	bool hyphen;             /* shows a hyphen at its end */
} eng_line;

typedef struct eng_lines {
	eng_line *lines;
	size_t count;
	eng_length height; /* sum of line heights */
	eng_length widest;
} eng_lines;

enum { ENG_LINE_START, ENG_LINE_CENTER, ENG_LINE_END, ENG_LINE_JUSTIFY };

/* Breaks the text for a width: at its opportunities, and inside words only where a word is wider
 * than the width. strut: the style whose metrics each line has at least; an empty text has one line.
 * False after reporting layout.overflow: one character is wider than the width. */
bool eng_lines_break(eng_ctx *ctx, eng_arena *arena, eng_shaper *shaper, eng_text *text,
		     const eng_style *strut, eng_length width, eng_lines *out);
/* Puts the runs of a line into ink: the line's box begins at x and is width wide. Runs come in
 * logical order. Adds link annotations and underlines. */
void eng_line_place(eng_arena *arena, eng_shaper *shaper, const eng_text *text,
		    const eng_line *line, eng_length x, eng_length baseline, eng_length width,
		    int align, eng_ink *ink);
/* One line of plain text in a style: for labels. The runs stand in ink from x = 0 on the baseline
 * y = 0 and belong to structure and node; *width is their width. False after reporting. */
bool eng_line_label(eng_ctx *ctx, eng_arena *arena, eng_press *press, eng_str label,
		    const eng_style *style, eng_color color, eng_str lang, bool rtl,
		    uint32_t structure, const eng_node *node, eng_ink *ink, eng_length *width);
/* Height above and below the baseline that a style's line takes: together its leading. */
void eng_style_metrics(const eng_press *press, const eng_style *style, eng_length *above,
		       eng_length *below);
/* x of the right edge of the character that ends before byte offset at, in a line that holds the
 * whole text and begins at 0: for alignment on the decimal separator. */
eng_length eng_text_offset(eng_arena *arena, const eng_text *text, size_t at);

#endif
