/* Lines and runs of texts that are remembered (text-memory.h): locked wording, headings, labels of
 * columns are broken into lines and set once, for each of a few widths.
 *
 * What is found is what breaking and setting the text again would give; it lives as long as the memory
 * of texts. Runs of justified lines, which depend on the place, are not kept. */
#ifndef ENG_LAYOUT_LINE_MEMORY_H
#define ENG_LAYOUT_LINE_MEMORY_H

#include "layout/line.h"
#include "layout/text-memory.h"

/* The glyphs of neighbouring chunks, as a run has them. */
typedef struct eng_set_run {
	const eng_glyph *glyphs;
	size_t count;
	eng_length width;
} eng_set_run;

/* A new one for a text that is remembered, in the memory's arena. */
eng_line_memory *eng_line_memory_new(eng_text_memory *texts);

/* Lines of the text for a strut and a width: sets *out and the text's chunks; false when there are none. */
bool eng_line_memory_find(eng_text *text, const eng_style *strut, eng_length width, eng_lines *out);
/* The arena to break the text in so that its lines can be added; NULL: they are not kept. */
eng_arena *eng_line_memory_room(const eng_text *text);
void eng_line_memory_add(eng_text *text, const eng_style *strut, eng_length width,
			 const eng_lines *lines);

/* The run of chunks [first, last) set in the order of their level; NULL: not kept. */
const eng_set_run *eng_line_memory_run(const eng_text *text, uint32_t first, uint32_t last);
/* The arena for the glyphs of a run that is to be added; NULL: it is not kept. */
eng_arena *eng_line_memory_run_room(const eng_text *text);
void eng_line_memory_add_run(const eng_text *text, uint32_t first, uint32_t last,
			     const eng_set_run *run);

#endif
