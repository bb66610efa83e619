/* Chains in tables of fixed size: a run has some hundred tags and places. */
#include "verify/html-memo.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mix.h"

enum {
	MOST_BYTES = 512 << 10,  /* that stay from one message to the next */
	FULL_BYTES = 4096 << 10, /* that one message may bring */
	TAGS = 512,              /* slots */
	PLACES = 1024
};

typedef struct known_tag {
	struct known_tag *next;
	uint64_t hash;
	eng_str source;
	eng_html_tag *tag; /* NULL: not plainly written */
} known_tag;

typedef struct known_place {
	struct known_place *next;
	eng_html_place place;
	const eng_sheet *sheet;
} known_place;

typedef struct known_sheet {
	struct known_sheet *next;
	eng_html_style *styles;
	size_t n;
	eng_sheet *sheet;
} known_sheet;

struct eng_html_memo {
	eng_arena arena;
	known_sheet *sheets;
	known_tag *tags[TAGS];
	known_place *places[PLACES];
};

eng_html_memo *eng_html_memo_new(void) {
	eng_html_memo *memo = eng_malloc(sizeof(*memo));

	memset(memo, 0, sizeof(*memo));
	return memo;
}

void eng_html_memo_free(eng_html_memo *memo) {
	if (memo) {
		eng_arena_finish(&memo->arena);
		free(memo);
	}
}

void eng_html_memo_trim(eng_html_memo *memo) {
	if (memo->arena.bytes > MOST_BYTES) {
		eng_arena_finish(&memo->arena);
		memset(memo, 0, sizeof(*memo));
	}
}

bool eng_html_memo_is_full(const eng_html_memo *memo) {
	return memo->arena.bytes > FULL_BYTES;
}

eng_html_tag *eng_html_memo_tag(eng_html_memo *memo, eng_str source) {
	uint64_t hash = eng_mix_hash(source);
	known_tag **slot = &memo->tags[hash % TAGS], *known = *slot;

	while (known && (known->hash != hash || !eng_str_eq(known->source, source))) {
		known = known->next;
	}
	if (!known) {
		known = eng_arena_new(&memo->arena, known_tag);
		*known = (known_tag){ .next = *slot,
				      .hash = hash,
				      .source = eng_str_copy(&memo->arena, source) };
		known->tag = eng_html_tag_read(&memo->arena, known->source);
		*slot = known;
	}
	return known->tag;
}

static bool same_styles(const known_sheet *known, const eng_html_style *styles, size_t n) {
	if (known->n != n) {
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		const char *a = known->styles[i].condition, *b = styles[i].condition;

		if (!eng_str_eq(known->styles[i].css, styles[i].css) ||
		    (a != b && (!a || !b || strcmp(a, b) != 0))) {
			return false;
		}
	}
	return true;
}

eng_sheet *eng_html_memo_sheet(eng_html_memo *memo, const eng_html_style *styles, size_t n) {
	known_sheet *known = memo->sheets;

	while (known && !same_styles(known, styles, n)) {
		known = known->next;
	}
	if (!known) {
		known = eng_arena_new(&memo->arena, known_sheet);
		*known =
		    (known_sheet){ .next = memo->sheets,
				   .styles = eng_arena_new_array(&memo->arena, n, eng_html_style),
				   .n = n,
				   .sheet = eng_sheet_new(&memo->arena) };
		for (size_t i = 0; i < n; i++) {
			known->styles[i].css = eng_str_copy(&memo->arena, styles[i].css);
			known->styles[i].condition =
			    styles[i].condition
				? eng_arena_strdup(&memo->arena, styles[i].condition)
				: NULL;
			eng_sheet_add(known->sheet, known->styles[i].css,
				      known->styles[i].condition);
		}
		memo->sheets = known;
	}
	return known->sheet;
}

static known_place **slot_of(eng_html_memo *memo, const void *around, const eng_html_tag *tag) {
	uint64_t hash = (uint64_t)(uintptr_t)around * 31 + (uint64_t)(uintptr_t)tag;

	hash *= 0x9e3779b97f4a7c15;
	return &memo->places[(hash >> 40) % PLACES];
}

static known_place **places_of(eng_html_memo *memo, const eng_sheet *sheet,
			       const eng_html_place *parent, const eng_html_tag *tag) {
	return slot_of(memo, parent ? (const void *)parent : (const void *)sheet, tag);
}

eng_html_place *eng_html_memo_find(eng_html_memo *memo, const eng_sheet *sheet,
				   const eng_html_place *parent, const eng_html_tag *tag) {
	known_place *known = *places_of(memo, sheet, parent, tag);

	while (known && (known->place.tag != tag || known->place.parent != parent ||
			 known->sheet != sheet)) {
		known = known->next;
	}
	return known ? &known->place : NULL;
}

eng_html_place *eng_html_memo_add(eng_html_memo *memo, const eng_sheet *sheet,
				  eng_html_place *parent, const eng_html_tag *tag) {
	known_place **slot = places_of(memo, sheet, parent, tag);
	known_place *known = eng_arena_new(&memo->arena, known_place);

	*known = (known_place){ .next = *slot,
				.sheet = sheet,
				.place = { .tag = tag, .parent = parent } };
	*slot = known;
	return &known->place;
}
