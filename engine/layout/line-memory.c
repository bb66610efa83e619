/* Short lists, searched from the front: a text is seldom set in more than two widths, and has a run a
 * line. Full lists take no more. */
#include "layout/line-memory.h"

enum { MOST_LINES = 4, MOST_RUNS = 96 };

/* Lines, and all that they depend on beside the text. */
typedef struct kept_lines {
	struct kept_lines *next;
	const eng_family *family;
	eng_length size, leading, width;
	bool bold, italic, hyphenate, justified;
	eng_lines lines;
	eng_chunk *chunks;
	size_t chunk_count;
} kept_lines;

/* A run, by its first chunk: that is remembered and stays where it is. */
typedef struct kept_run {
	struct kept_run *next;
	const eng_chunk *first;
	uint32_t count;
	eng_set_run run;
} kept_run;

struct eng_line_memory {
	eng_text_memory *texts;
	kept_lines *lines;
	kept_run *runs, **last_run;
	int line_count, run_count;
};

eng_line_memory *eng_line_memory_new(eng_text_memory *texts) {
	eng_line_memory *memory = eng_arena_new(eng_text_memory_arena(texts), eng_line_memory);

	memory->texts = texts;
	memory->last_run = &memory->runs;
	return memory;
}

static eng_arena *room(const eng_line_memory *memory) {
	return eng_text_memory_full(memory->texts) ? NULL : eng_text_memory_arena(memory->texts);
}

static kept_lines key_of(const eng_style *strut, eng_length width) {
	return (kept_lines){ .family = strut->family,
			     .size = strut->size,
			     .leading = strut->leading,
			     .width = width,
			     .bold = strut->bold,
			     .italic = strut->italic,
			     .hyphenate = strut->hyphenate,
			     .justified = strut->align == ENG_LINE_JUSTIFY };
}

static bool same_key(const kept_lines *a, const kept_lines *b) {
	return a->width == b->width && a->size == b->size && a->leading == b->leading &&
	       a->family == b->family && a->bold == b->bold && a->italic == b->italic &&
	       a->hyphenate == b->hyphenate && a->justified == b->justified;
}

bool eng_line_memory_find(eng_text *text, const eng_style *strut, eng_length width,
			  eng_lines *out) {
	kept_lines key = key_of(strut, width);

	for (const kept_lines *l = text->memory ? text->memory->lines : NULL; l; l = l->next) {
		if (same_key(l, &key)) {
			*out = l->lines;
			text->chunks = l->chunks;
			text->chunk_count = l->chunk_count;
			text->stays = true;
			return true;
		}
	}
	return false;
}

eng_arena *eng_line_memory_room(const eng_text *text) {
	const eng_line_memory *memory = text->memory;

	return memory && memory->line_count < MOST_LINES ? room(memory) : NULL;
}

void eng_line_memory_add(eng_text *text, const eng_style *strut, eng_length width,
			 const eng_lines *lines) {
	eng_line_memory *memory = text->memory;
	kept_lines *l = eng_arena_new(eng_text_memory_arena(memory->texts), kept_lines);

	*l = key_of(strut, width);
	l->lines = *lines;
	l->chunks = text->chunks;
	l->chunk_count = text->chunk_count;
	l->next = memory->lines;
	memory->lines = l;
	memory->line_count++;
	text->stays = true;
}

const eng_set_run *eng_line_memory_run(const eng_text *text, uint32_t first, uint32_t last) {
	const eng_chunk *chunk = &text->chunks[first];

	if (!text->memory || !text->stays) {
		return NULL;
	}
	for (const kept_run *r = text->memory->runs; r; r = r->next) {
		if (r->first == chunk && r->count == last - first) {
			return &r->run;
		}
	}
	return NULL;
}

eng_arena *eng_line_memory_run_room(const eng_text *text) {
	const eng_line_memory *memory = text->memory;

	return memory && text->stays && memory->run_count < MOST_RUNS ? room(memory) : NULL;
}

void eng_line_memory_add_run(const eng_text *text, uint32_t first, uint32_t last,
			     const eng_set_run *run) {
	eng_line_memory *memory = text->memory;
	kept_run *r = eng_arena_new(eng_text_memory_arena(memory->texts), kept_run);

	*r = (kept_run){ .first = &text->chunks[first], .count = last - first, .run = *run };
	*memory->last_run = r;
	memory->last_run = &r->next;
	memory->run_count++;
}
