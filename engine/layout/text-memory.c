/* Remembered texts: an open hash table, and a sieve that lets a text in the second time it comes.
 *
 * Nothing is evicted one by one: when the table is full it takes no more, and all is forgotten
 * between documents. Which texts are remembered depends on what came before; what a text looks like
 * does not. */
#include "layout/text-memory.h"

#include <stdlib.h>
#include <string.h>

#include "layout/line-memory.h"

enum {
	SIEVE = 1 << 12,     /* hashes of texts seen once; a power of two */
	LONGEST = 1 << 12,   /* longer texts are not remembered */
	MOST_SPANS = 1 << 6, /* nor are those of more spans */
	MOST_BYTES = 4 << 20 /* of the arena */
};

typedef struct entry {
	uint32_t hash;
	eng_text text; /* spans NULL: free */
} entry;

struct eng_text_memory {
	eng_arena *arena;
	entry *entries;
	size_t slots, count, limit;
	uint32_t hash; /* of the text last looked for */
	uint32_t seen[SIEVE];
};

/* All members of eng_span that a chunk, or a line of chunks, depends on are compared below. */
_Static_assert(sizeof(eng_span) == 120,
	       "a member of eng_span was added: does setting depend on it?");

static bool same_span(const eng_span *a, const eng_span *b) {
	return a->start == b->start && a->end == b->end && a->family == b->family &&
	       a->face == b->face && a->features == b->features && a->size == b->size &&
	       a->leading == b->leading && a->rise == b->rise && a->spacing == b->spacing &&
	       a->isolate == b->isolate && a->nobr == b->nobr && eng_str_eq(a->lang, b->lang);
}

static bool same_text(const eng_text *a, const eng_text *b) {
	if (a->rtl != b->rtl || a->span_count != b->span_count || !eng_str_eq(a->bytes, b->bytes)) {
		return false;
	}
	for (size_t i = 0; i < a->span_count; i++) {
		if (!same_span(&a->spans[i], &b->spans[i])) {
			return false;
		}
	}
	return true;
}

static uint32_t mix(uint32_t h, uint32_t v) {
	h = (h ^ v) * 2654435761u;
	return h ^ h >> 15;
}

static uint32_t hash_of(const eng_text *text) {
	const char *s = text->bytes.s;
	size_t n = text->bytes.n;
	uint32_t h = (uint32_t)n, word;

	for (; n >= sizeof(word); n -= sizeof(word), s += sizeof(word)) {
		memcpy(&word, s, sizeof(word));
		h = mix(h, word);
	}
	for (word = 0; n > 0; n--) {
		word = word << 8 | (unsigned char)*s++;
	}
	h = mix(h, word);
	for (size_t i = 0; i < text->span_count; i++) {
		const eng_span *span = &text->spans[i];

		h = mix(h, span->end ^ (uint32_t)span->size << 8 ^ (uint32_t)span->face << 29 ^
			       span->features << 26);
	}
	return h;
}

eng_text_memory *eng_text_memory_new(eng_arena *arena, size_t limit) {
	eng_text_memory *memory = eng_malloc(sizeof(*memory));

	memset(memory, 0, sizeof(*memory));
	memory->arena = arena;
	memory->limit = limit;
	for (memory->slots = 16; memory->slots < 2 * limit;) {
		memory->slots *= 2;
	}
	memory->entries = eng_malloc(memory->slots * sizeof(*memory->entries));
	eng_text_memory_forget(memory);
	return memory;
}

void eng_text_memory_free(eng_text_memory *memory) {
	if (memory) {
		free(memory->entries);
		free(memory);
	}
}

bool eng_text_memory_full(const eng_text_memory *memory) {
	return memory->count >= memory->limit || memory->arena->bytes > MOST_BYTES;
}

eng_arena *eng_text_memory_arena(eng_text_memory *memory) {
	return memory->arena;
}

void eng_text_memory_forget(eng_text_memory *memory) {
	memset(memory->entries, 0, memory->slots * sizeof(*memory->entries));
	memory->count = 0;
}

/* The place of the text, or the free one for it. The table is never more than half full. */
static entry *place_of(eng_text_memory *memory, const eng_text *text, uint32_t hash) {
	for (size_t i = hash;; i++) {
		entry *e = &memory->entries[i & (memory->slots - 1)];

		if (!e->text.spans || (e->hash == hash && same_text(&e->text, text))) {
			return e;
		}
	}
}

static bool eligible(const eng_text *text) {
	return text->bytes.n <= LONGEST && text->span_count > 0 && text->span_count <= MOST_SPANS;
}

bool eng_text_memory_find(eng_text_memory *memory, eng_text *text) {
	eng_str bytes = text->bytes;
	const eng_span *spans = text->spans;
	const entry *e;

	if (!eligible(text)) {
		return false;
	}
	memory->hash = hash_of(text);
	e = place_of(memory, text, memory->hash);
	if (!e->text.spans) {
		return false;
	}
	*text = e->text;
	text->bytes = bytes;
	text->spans = spans;
	return true;
}

eng_arena *eng_text_memory_room(eng_text_memory *memory, const eng_text *text) {
	uint32_t *seen = &memory->seen[memory->hash & (SIEVE - 1)];

	if (!eligible(text) || eng_text_memory_full(memory)) {
		return NULL;
	}
	if (*seen != memory->hash) {
		*seen = memory->hash;
		return NULL;
	}
	return memory->arena;
}

void eng_text_memory_add(eng_text_memory *memory, const eng_text *text) {
	uint32_t hash = hash_of(text);
	entry *e = place_of(memory, text, hash);
	eng_span *spans =
	    eng_arena_copy(memory->arena, text->spans, text->span_count * sizeof(*spans));

	for (size_t i = 0; i < text->span_count;
	     i++) { /* what is only compared, and may be stale */
		spans[i].lang = i && eng_str_eq(spans[i].lang, spans[i - 1].lang)
				    ? spans[i - 1].lang
				    : eng_str_copy(memory->arena, spans[i].lang);
		spans[i].node = spans[i].link = spans[i].note = NULL;
	}
	memory->count += e->text.spans == NULL;
	e->hash = hash;
	e->text = *text;
	e->text.bytes = eng_str_copy(memory->arena, text->bytes);
	e->text.spans = spans;
	e->text.memory = eng_line_memory_new(memory);
	e->text.stays = true;
}
