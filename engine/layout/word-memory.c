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

typedef struct key {
	const eng_font *font;
	hb_language_t lang;
	hb_script_t script;
	unsigned features;
	uint32_t hash;
	bool rtl;
} key;

typedef struct entry {
	key key; /* font NULL: free */
	eng_str text;
	eng_shaped shaped;
} entry;

typedef struct recent {
	key key; /* font NULL: free */
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

/* Four bytes at a time. */
static key key_of(const eng_word *word, hb_language_t lang) {
	key k = { word->font, lang, word->script, word->features, 2166136261u, word->rtl };
	const char *s = word->text.s + word->start;
	size_t n = word->end - word->start;
	uint32_t four;

	k.hash ^= word->font->id * 16777619u ^ word->features << 8 ^ (uint32_t)word->script;
	for (; n >= sizeof(four); n -= sizeof(four), s += sizeof(four)) {
		memcpy(&four, s, sizeof(four));
		k.hash = (k.hash ^ four) * 2654435761u;
		k.hash ^= k.hash >> 15;
	}
	for (four = (uint32_t)n; n > 0; n--) {
		four = four << 8 | (unsigned char)*s++;
	}
	k.hash = (k.hash ^ four) * 2654435761u;
	k.hash ^= k.hash >> 15;
	return k;
}

static bool same_key(const key *a, const key *b) {
	return a->hash == b->hash && a->font == b->font && a->lang == b->lang &&
	       a->script == b->script && a->features == b->features && a->rtl == b->rtl;
}

static eng_str text_of(const eng_word *word) {
	return eng_str_sub(word->text, word->start, word->end);
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
static entry *place_of(eng_word_memory *memory, const key *k, eng_str text) {
	for (uint32_t i = k->hash;; i++) {
		entry *e = &memory->entries[i & (SLOTS - 1)];

		if (!e->key.font || (same_key(&e->key, k) && eng_str_eq(e->text, text))) {
			return e;
		}
	}
}

bool eng_word_memory_find(eng_word_memory *memory, const eng_word *word, hb_language_t lang,
			  eng_shaped *out) {
	key k = key_of(word, lang);
	const entry *e = place_of(memory, &k, text_of(word));

	*out = e->shaped;
	return e->key.font != NULL;
}

void eng_word_memory_add(eng_word_memory *memory, const eng_word *word, hb_language_t lang,
			 eng_shaped *shaped) {
	key k = key_of(word, lang);
	entry *e;

	if (eng_word_memory_full(memory)) {
		return;
	}
	e = place_of(memory, &k, text_of(word));
	e->key = k;
	e->text = eng_str_copy(memory->arena, text_of(word));
	shaped->glyphs =
	    eng_arena_copy(memory->arena, shaped->glyphs, shaped->count * sizeof(*shaped->glyphs));
	e->shaped = *shaped;
	memory->count++;
}

bool eng_word_memory_recall(eng_word_memory *memory, eng_arena *arena, const eng_word *word,
			    hb_language_t lang, eng_shaped *out) {
	key k = key_of(word, lang);
	const recent *r = &memory->recents[k.hash & (RECENT - 1)];

	if (!r->key.font || !same_key(&r->key, &k) ||
	    !eng_str_eq((eng_str){ r->text, r->bytes }, text_of(word))) {
		return false;
	}
	*out = (eng_shaped){ eng_arena_copy(arena, r->glyphs, r->count * sizeof(*r->glyphs)),
			     r->count, r->width };
	return true;
}

void eng_word_memory_note(eng_word_memory *memory, const eng_word *word, hb_language_t lang,
			  const eng_shaped *shaped) {
	eng_str text = text_of(word);
	key k = key_of(word, lang);
	recent *r = &memory->recents[k.hash & (RECENT - 1)];

	if (text.n > RECENT_LONG || shaped->count > RECENT_LONG || memory->limit == 0) {
		return;
	}
	r->key = k;
	r->bytes = (uint8_t)text.n;
	r->count = (uint8_t)shaped->count;
	r->width = shaped->width;
	memcpy(r->text, text.s, text.n);
	memcpy(r->glyphs, shaped->glyphs, shaped->count * sizeof(*shaped->glyphs));
}
