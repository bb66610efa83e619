/* Chunked bump allocation. With -Ddebug_arena=true every allocation is a chunk of its own, so that
 * the address sanitizer sees an overrun inside the arena. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ALIGN     alignof(max_align_t)
#define CHUNK_MIN ((size_t)64 << 10)
/* From so many bytes on an arena takes chunks of so many, which the system has back once they are freed. */
#define CHUNK_FAR ((size_t)4 << 20)
#ifdef ENG_DEBUG_ARENA
#define KEEP_MAX ((size_t)0) /* so that what is used after a reset is found */
#else
#define KEEP_MAX ((size_t)8 << 20) /* what a reset keeps at most */
#endif

struct eng_arena_chunk {
	eng_arena_chunk *next;
	size_t size, used;
	alignas(max_align_t) unsigned char data[];
};

_Noreturn void eng_oom(void) {
	fputs("engross: out of memory\n", stderr);
	abort();
}

void *eng_malloc(size_t size) {
	void *p = malloc(size ? size : 1);

	if (!p) {
		eng_oom();
	}
	return p;
}

void *eng_realloc(void *p, size_t size) {
	p = realloc(p, size ? size : 1);
	if (!p) {
		eng_oom();
	}
	return p;
}

static void free_chunks(eng_arena_chunk *chunk) {
	while (chunk) {
		eng_arena_chunk *next = chunk->next;
		free(chunk);
		chunk = next;
	}
}

void eng_arena_init(eng_arena *arena) {
	memset(arena, 0, sizeof(*arena));
}

void eng_arena_finish(eng_arena *arena) {
	free_chunks(arena->first);
	memset(arena, 0, sizeof(*arena));
}

void eng_arena_reset(eng_arena *arena) {
	size_t kept = 0;
	eng_arena_chunk **link = &arena->first;

	while (*link) {
		eng_arena_chunk *chunk = *link;

		if (kept + chunk->size > KEEP_MAX) {
			*link = chunk->next;
			free(chunk);
			continue;
		}
		kept += chunk->size;
		chunk->used = 0;
		link = &chunk->next;
	}
	arena->current = arena->first;
	arena->bytes = 0;
}

eng_arena_mark eng_arena_tell(const eng_arena *arena) {
	eng_arena_chunk *chunk = arena->current;

	return (eng_arena_mark){ chunk, chunk ? chunk->used : 0, arena->bytes };
}

void eng_arena_rewind(eng_arena *arena, eng_arena_mark mark) {
	if (!mark.chunk) {
		eng_arena_reset(arena);
		return;
	}
	for (eng_arena_chunk *c = mark.chunk->next; c; c = c->next) {
		c->used = 0;
	}
	mark.chunk->used = mark.used;
	arena->current = mark.chunk;
	arena->bytes = mark.bytes;
}

static eng_arena_chunk *add_chunk(eng_arena *arena, size_t need) {
#ifdef ENG_DEBUG_ARENA
	size_t size = need;
#else
	size_t least = arena->bytes < CHUNK_FAR ? CHUNK_MIN : CHUNK_FAR;
	size_t size = need > least ? need : least;
#endif
	eng_arena_chunk *chunk = eng_malloc(sizeof(*chunk) + size);

	chunk->size = size;
	chunk->used = 0;
	if (arena->current) {
		chunk->next = arena->current->next;
		arena->current->next = chunk;
	} else {
		chunk->next = arena->first;
		arena->first = chunk;
	}
	return chunk;
}

/* The chunk that has room for so much, which becomes the current one. */
static eng_arena_chunk *find_chunk(eng_arena *arena, size_t size) {
	eng_arena_chunk *chunk = arena->current;

	while (chunk && chunk->size - chunk->used < size) {
		/* A later chunk kept from the last record may be empty and large enough. */
		if (chunk->next && chunk->next->used == 0 && chunk->next->size >= size) {
			chunk = chunk->next;
		} else {
			chunk = NULL;
		}
	}
	if (!chunk) {
		chunk = add_chunk(arena, size);
	}
	arena->current = chunk;
	return chunk;
}

/* Memory with whatever was there before. */
static inline void *take(eng_arena *arena, size_t size) {
	eng_arena_chunk *chunk = arena->current;
	void *p;

	if (size > SIZE_MAX / 2) {
		eng_oom();
	}
	size = (size + ALIGN - 1) & ~(ALIGN - 1);
	if (!chunk || chunk->size - chunk->used < size) {
		chunk = find_chunk(arena, size);
	}
	p = chunk->data + chunk->used;
	chunk->used += size;
	arena->bytes += size;
	if (arena->bytes > arena->peak) {
		arena->peak = arena->bytes;
	}
	return p;
}

void *eng_arena_alloc(eng_arena *arena, size_t size) {
	return memset(take(arena, size), 0, size);
}

void *eng_arena_array(eng_arena *arena, size_t count, size_t size) {
	if (size && count > SIZE_MAX / 2 / size) {
		eng_oom();
	}
	return eng_arena_alloc(arena, count * size);
}

void *eng_arena_room(eng_arena *arena, size_t count, size_t size) {
	if (size && count > SIZE_MAX / 2 / size) {
		eng_oom();
	}
	return take(arena, count * size);
}

void *eng_arena_copy(eng_arena *arena, const void *data, size_t size) {
	void *p = take(arena, size);

	return size ? memcpy(p, data, size) : p;
}

#ifndef ENG_DEBUG_ARENA
/* True when the items were what was taken last and there is room behind them for as many bytes in all. */
static bool extends(eng_arena *arena, const void *items, size_t bytes, size_t wanted) {
	eng_arena_chunk *chunk = arena->current;
	size_t from;

	bytes = (bytes + ALIGN - 1) & ~(ALIGN - 1);
	wanted = (wanted + ALIGN - 1) & ~(ALIGN - 1);
	if (!chunk || chunk->used < bytes || items != chunk->data + (chunk->used - bytes)) {
		return false;
	}
	from = chunk->used - bytes;
	if (chunk->size - from < wanted) {
		return false;
	}
	chunk->used = from + wanted;
	arena->bytes += wanted - bytes;
	arena->peak = arena->bytes > arena->peak ? arena->bytes : arena->peak;
	return true;
}
#endif

void *eng_arena_enlarge(eng_arena *arena, void *items, size_t n, size_t *cap, size_t size) {
	size_t wanted = *cap ? *cap * 2 : 8;
	char *larger;

	if (size && wanted > SIZE_MAX / 2 / size) {
		eng_oom();
	}
#ifndef ENG_DEBUG_ARENA
	if (*cap && extends(arena, items, *cap * size, wanted * size)) {
		memset((char *)items + n * size, 0, (wanted - n) * size);
		*cap = wanted;
		return items;
	}
#endif
	larger = take(arena, wanted * size);
	if (n) {
		memcpy(larger, items, n * size);
	}
	memset(larger + n * size, 0, (wanted - n) * size);
	*cap = wanted;
	return larger;
}

char *eng_arena_strndup(eng_arena *arena, const char *s, size_t n) {
	char *p = take(arena, n + 1);

	if (n) {
		memcpy(p, s, n);
	}
	p[n] = '\0';
	return p;
}

char *eng_arena_strdup(eng_arena *arena, const char *s) {
	return eng_arena_strndup(arena, s, strlen(s));
}

char *eng_arena_vprintf(eng_arena *arena, const char *fmt, va_list ap) {
	char few[256], *p;
	va_list again;
	int n;

	va_copy(again, ap);
	n = vsnprintf(few, sizeof(few), fmt, ap);
	if (n < 0) {
		eng_oom();
	}
	p = eng_arena_alloc(arena, (size_t)n + 1);
	if ((size_t)n < sizeof(few)) {
		memcpy(p, few, (size_t)n + 1);
	} else {
		vsnprintf(p, (size_t)n + 1, fmt, again);
	}
	va_end(again);
	return p;
}

char *eng_arena_printf(eng_arena *arena, const char *fmt, ...) {
	va_list ap;
	char *p;

	va_start(ap, fmt);
	p = eng_arena_vprintf(arena, fmt, ap);
	va_end(ap);
	return p;
}
