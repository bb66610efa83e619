/* Memory by lifetime: everything allocated from an arena goes at once.
 *
 * Three arenas exist by convention: run (compiled templates, immutable), record (reset for each
 * record) and scratch (marked and rewound inside one pass). Nothing is freed one by one and no
 * allocation fails: out of memory has one exit (eng_oom). */
#ifndef ENG_BASE_ARENA_H
#define ENG_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

typedef struct eng_arena_chunk eng_arena_chunk;

typedef struct eng_arena {
	eng_arena_chunk *first, *current;
	size_t bytes; /* handed out since the last reset */
	size_t peak;  /* highest value of bytes */
} eng_arena;

typedef struct eng_arena_mark {
	eng_arena_chunk *chunk;
	size_t used, bytes;
} eng_arena_mark;

void eng_arena_init(eng_arena *arena);
/* Frees all chunks; a zeroed arena is fine. */
void eng_arena_finish(eng_arena *arena);
/* Forgets all contents and keeps a bounded number of chunks for the next record. */
void eng_arena_reset(eng_arena *arena);

eng_arena_mark eng_arena_tell(const eng_arena *arena);
/* Forgets what was allocated since the mark. */
void eng_arena_rewind(eng_arena *arena, eng_arena_mark mark);

/* Zeroed memory aligned for any type. size may be 0. */
void *eng_arena_alloc(eng_arena *arena, size_t size);
/* Zeroed array of count elements; aborts cleanly when the product overflows. */
void *eng_arena_array(eng_arena *arena, size_t count, size_t size);
/* The same with whatever was there before: for what is written over at once. */
void *eng_arena_room(eng_arena *arena, size_t count, size_t size);
void *eng_arena_copy(eng_arena *arena, const void *data, size_t size);
/* Makes room for one more element: returns items or a larger copy of it and updates *cap. What was
 * taken last grows where it is.
 * Use: v->items = eng_arena_grow(a, v->items, v->n, &v->cap, sizeof(*v->items)); */
static inline void *eng_arena_grow(eng_arena *arena, void *items, size_t n, size_t *cap,
				   size_t size);
/* What grow does when there is no room left. */
void *eng_arena_enlarge(eng_arena *arena, void *items, size_t n, size_t *cap, size_t size);
/* NUL-terminated copies. */
char *eng_arena_strdup(eng_arena *arena, const char *s);
char *eng_arena_strndup(eng_arena *arena, const char *s, size_t n);
char *eng_arena_printf(eng_arena *arena, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
char *eng_arena_vprintf(eng_arena *arena, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));

static inline void *eng_arena_grow(eng_arena *arena, void *items, size_t n, size_t *cap,
				   size_t size) {
	return n < *cap ? items : eng_arena_enlarge(arena, items, n, cap, size);
}

#define eng_arena_new(arena, type) ((type *)eng_arena_alloc((arena), sizeof(type)))
#define eng_arena_new_array(arena, count, type)                                                    \
	((type *)eng_arena_array((arena), (count), sizeof(type)))

/* malloc, calloc and realloc that never return NULL; eng_oom prints one line and aborts. */
void *eng_malloc(size_t size);
void *eng_realloc(void *p, size_t size);
_Noreturn void eng_oom(void);

#endif
