/* Text ready for line breaking: bytes with spans of one look, cut into shaped words.
 *
 * Bidi by UAX 9 (FriBidi), break opportunities by UAX 14 and dictionaries (Pango), shaping by
 * HarfBuzz. A span that isolates is a unit of its own in bidi order, as if it stood between FSI and
 * PDI, and no character is added for it. */
#ifndef ENG_LAYOUT_TEXT_H
#define ENG_LAYOUT_TEXT_H

#include "base/arena.h"
#include "base/diag.h"
#include "document/node.h"
#include "layout/shape.h"
#include "theme/theme.h"

/* Bytes [start, end) of the text, all of one look. Spans cover the text in order without gaps. */
typedef struct eng_span {
	uint32_t start, end;
	const eng_family *family;
	int face;          /* bit 0 bold, bit 1 italic */
	unsigned features; /* ENG_SHAPE_* */
	eng_length size, leading;
	eng_length rise; /* of the baseline, upwards: marks of footnotes */
	int spacing;     /* thousandths of an em after each character */
	eng_color color;
	eng_str lang;
	bool foreign; /* lang differs from the document's */
	bool isolate, nobr, underline;
	const eng_node *node; /* the TEXT node, or NULL */
	uint32_t structure;
	const eng_node *link; /* the LINK or ACTION it belongs to, or NULL */
	uint32_t link_structure;
	const eng_node *note; /* the FOOTNOTE whose mark this is, or NULL */
} eng_span;

typedef enum eng_break { ENG_BREAK_NONE, ENG_BREAK_ALLOWED, ENG_BREAK_MUST } eng_break;

/* A word or part of one (or the white space between two): the least that a line takes or leaves. */
typedef struct eng_chunk {
	uint32_t start, end; /* bytes */
	uint32_t span;
	uint8_t level; /* bidi embedding level */
	uint8_t after; /* eng_break: may a line end behind it */
	bool space;    /* white space: hangs at line ends */
	bool hyphen;   /* a break behind it shows a hyphen */
	const eng_font *font;
	hb_script_t script;
	eng_shaped shaped;
	eng_length width;
} eng_chunk;

/* Lines and runs that are kept with a remembered text, layout/line-memory.h. */
typedef struct eng_line_memory eng_line_memory;

typedef struct eng_text {
	eng_str bytes;
	const eng_span *spans;
	size_t span_count;
	eng_chunk *chunks; /* after breaking into lines: with words that were divided in parts */
	size_t chunk_count;
	eng_chunk *whole; /* the chunks before anything was divided; NULL: chunks are */
	size_t whole_count;
	bool uniform; /* as cut, it is one span of one font from left to right: a line is one run */
	bool forced;  /* lines end behind line feeds in it */
	bool rtl;     /* base direction */
	bool bidi;    /* some chunk has a level other than the base's */
	eng_length least;        /* width of the widest unbreakable stretch */
	eng_length width;        /* width when no line is broken except where it must */
	eng_line_memory *memory; /* NULL: the text is not remembered */
	bool stays;              /* the chunks live as long as the memory */
} eng_text;

/* Shapes the text. NULL after reporting layout.missing-glyph. Everything in the arena or in the
 * shaper's memory. lines: line feeds end lines, else they are spaces. */
eng_text *eng_text_new(eng_ctx *ctx, eng_arena *arena, eng_shaper *shaper, eng_str bytes,
		       const eng_span *spans, size_t count, bool rtl);
/* Shapes bytes [start, end) of the chunk, which has its span, font, level and script: sets shaped and
 * width. */
void eng_chunk_shape(eng_arena *arena, eng_shaper *shaper, const eng_text *text, eng_chunk *chunk);
/* A span of a style over the whole text; for labels and the like. */
eng_span eng_span_of(const eng_style *style, eng_str bytes, eng_str lang);

/* Bidi levels per character by UAX 9 with the spans' isolates; levels has room for one a byte and
 * is set at each character's first byte. False when all are the base level; levels are not set then. */
bool eng_bidi_levels(eng_arena *arena, eng_str bytes, const eng_span *spans, size_t count, bool rtl,
		     uint8_t *levels);
/* Length of a character that may stand at byte i without allowing or forbidding a break there beyond what
 * its neighbours do; 0 when the full rules are needed. */
size_t eng_breaks_harmless(eng_str bytes, size_t i);

/* What was found of a text's breaks. */
typedef struct eng_breaks {
	/* Latin text that may be broken behind single spaces only, and must behind line feeds. */
	bool plain;
	size_t count; /* of spaces and line feeds, of a plain text */
} eng_breaks;

/* Where lines may end: at[i] tells whether a line may end before byte i (UAX 14). at has bytes.n + 1
 * places, zeroed. */
eng_breaks eng_breaks_find(eng_arena *arena, eng_str bytes, eng_str lang, uint8_t *at);

#endif
