/* Remembered words: an open hash table for letters, one place a hash for words with digits.
 *
 * Letters: nothing is evicted one by one, since texts point to the glyphs; all is forgotten between
 * documents. Digits: a place is overwritten by the next word of its hash, so glyphs are copied. */
#include "layout/word-memory.h"

#include <stdlib.h>
#include <string.h>

enum {
	SLOTS = 1 << 14,  /* of the table; a power of two, half as much again as the limit */
	RECENT = 1 << 9,  /* places for words with digits; a power of two */
	RECENT_LONG = 12, /* bytes and glyphs of such a word at most */
};

typedef struct entry {
	eng_word_key key; /* font NULL: free */
	uint32_t hash;
	eng_str text;
	eng_shaped shaped;
} entry;

typedef struct recent {
	eng_word_key key; /* font NULL: free */
	uint32_t hash;
	uint8_t bytes, count;
	char text[RECENT_LONG];
	int32_t width;
	eng_shaped_glyph glyphs[RECENT_LONG];
} recent;

struct eng_word_memory {
	eng_arena *arena;
	size_t count, limit;
	entry *entries;
	recent *recents;
};

uint32_t eng_word_seed(const eng_word_key *key) {
	return 2166136261u ^ key->font->id * 16777619u ^ key->features << 8 ^ (uint32_t)key->script;
}

/* Four bytes at a time. */
static uint32_t hash_of(const eng_word_key *key, eng_str word) {
	uint32_t hash = key->seed, four;
	const char *s = word.s;
	size_t n = word.n;

	for (; n >= sizeof(four); n -= sizeof(four), s += sizeof(four)) {
		memcpy(&four, s, sizeof(four));
		hash = (hash ^ four) * 2654435761u;
		hash ^= hash >> 15;
	}
	for (four = (uint32_t)n; n > 0; n--) {
		four = four << 8 | (unsigned char)*s++;
	}
	hash = (hash ^ four) * 2654435761u;
	return hash ^ hash >> 15;
}

static bool same_key(const eng_word_key *a, const eng_word_key *b) {
	return a->font == b->font && a->lang == b->lang && a->script == b->script &&
	       a->features == b->features;
}

eng_word_memory *eng_word_memory_new(eng_arena *arena, size_t limit) {
	eng_word_memory *memory = eng_malloc(sizeof(*memory));

	memory->arena = arena;
	memory->limit = limit < ENG_WORD_LIMIT ? limit : ENG_WORD_LIMIT;
	memory->entries = eng_malloc(SLOTS * sizeof(*memory->entries));
	memory->recents = eng_malloc(RECENT * sizeof(*memory->recents));
	memset(memory->recents, 0, RECENT * sizeof(*memory->recents));
	eng_word_memory_forget(memory);
	return memory;
}

void eng_word_memory_free(eng_word_memory *memory) {
	if (memory) {
		free(memory->entries);
		free(memory->recents);
		free(memory);
	}
}

bool eng_word_memory_full(const eng_word_memory *memory) {
	return memory->count >= memory->limit;
}

void eng_word_memory_forget(eng_word_memory *memory) {
	memset(memory->entries, 0, SLOTS * sizeof(*memory->entries));
	memory->count = 0;
}

/* The place of the word, or the free one for it. */
static entry *place_of(eng_word_memory *memory, const eng_word_key *key, eng_str word,
		       uint32_t hash) {
	for (uint32_t i = hash;; i++) {
		entry *e = &memory->entries[i & (SLOTS - 1)];

		if (!e->key.font ||
		    (e->hash == hash && same_key(&e->key, key) && eng_str_eq(e->text, word))) {
			return e;
		}
	}
}

bool eng_word_memory_find(eng_word_memory *memory, const eng_word_key *key, eng_str word,
			  eng_shaped *out) {
	const entry *e = place_of(memory, key, word, hash_of(key, word));

	*out = e->shaped;
	return e->key.font != NULL;
}

void eng_word_memory_add(eng_word_memory *memory, const eng_word_key *key, eng_str word,
			 eng_shaped *shaped) {
	uint32_t hash = hash_of(key, word);
	entry *e;

	if (eng_word_memory_full(memory)) {
		return;
	}
	e = place_of(memory, key, word, hash);
	e->key = *key;
	e->hash = hash;
	e->text = eng_str_copy(memory->arena, word);
	shaped->glyphs =
	    eng_arena_copy(memory->arena, shaped->glyphs, shaped->count * sizeof(*shaped->glyphs));
	e->shaped = *shaped;
	memory->count++;
}

bool eng_word_memory_recall(eng_word_memory *memory, eng_arena *arena, const eng_word_key *key,
			    eng_str word, eng_shaped *out) {
	uint32_t hash = hash_of(key, word);
	const recent *r = &memory->recents[hash & (RECENT - 1)];

	if (!r->key.font || r->hash != hash || !same_key(&r->key, key) ||
	    !eng_str_eq((eng_str){ r->text, r->bytes }, word)) {
		return false;
	}
	*out = (eng_shaped){ eng_arena_copy(arena, r->glyphs, r->count * sizeof(*r->glyphs)),
			     r->count, r->width };
	return true;
}

void eng_word_memory_note(eng_word_memory *memory, const eng_word_key *key, eng_str word,
			  const eng_shaped *shaped) {
	uint32_t hash = hash_of(key, word);
	recent *r = &memory->recents[hash & (RECENT - 1)];

	if (word.n > RECENT_LONG || shaped->count > RECENT_LONG || memory->limit == 0) {
		return;
	}
	r->key = *key;
	r->hash = hash;
	r->bytes = (uint8_t)word.n;
	r->count = (uint8_t)shaped->count;
	r->width = shaped->width;
	memcpy(r->text, word.s, word.n);
	memcpy(r->glyphs, shaped->glyphs, shaped->count * sizeof(*shaped->glyphs));
}
