/* Liang's patterns in memory: a table of the letters of each, found by a hash that grows byte by byte.
 *
 * The files are libhyphen's, the reading is ours: its own loader needs four seconds for the German
 * dictionary, this one a few milliseconds, and a test compares the answers. The digits of a pattern are
 * read where it stands in the file. A file may have two levels: patterns of compounds first, whose
 * parts are then divided by those of the second level as words of their own. */
#include "layout/patterns.h"

#include <glib.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { LEVELS = 2, HASH_START = 5381 };

typedef struct pattern {
	uint32_t start, length; /* of its text in the file, without what changes the spelling */
	uint32_t hash;          /* of its letters */
	bool changes;           /* dividing there changes the spelling */
} pattern;

typedef struct level {
	pattern *list;
	size_t count, cap;
	uint32_t *slots; /* index + 1; 0: free */
	size_t mask;
	size_t longest; /* bytes of letters */
} level;

struct eng_patterns {
	eng_str text; /* UTF-8 */
	char *converted;
	level levels[LEVELS];
	size_t level_count;
	size_t left, right;                   /* letters that stay before and behind a hyphen */
	size_t compound_left, compound_right; /* the same at the joints of compounds */
};

static uint32_t step(uint32_t hash, char c) {
	return hash * 33 ^ (unsigned char)c;
}

static bool is_value(char c) {
	return c >= '0' && c <= '9';
}

static size_t letters_of(const char *s, size_t n, uint32_t *hash) {
	size_t count = 0;

	*hash = HASH_START;
	for (size_t i = 0; i < n; i++) {
		if (!is_value(s[i])) {
			*hash = step(*hash, s[i]);
			count++;
		}
	}
	return count;
}

static void add_pattern(eng_patterns *p, eng_str line) {
	level *l = &p->levels[p->level_count - 1];
	size_t end = eng_str_index(line, ENG_STR("/")), letters;
	pattern new = { (uint32_t)(line.s - p->text.s), (uint32_t)end, 0, end < line.n };

	letters = letters_of(line.s, end, &new.hash);
	if (letters == 0) {
		return;
	}
	if (l->count == l->cap) {
		l->cap = l->cap ? 2 * l->cap : 1024;
		l->list = eng_realloc(l->list, l->cap * sizeof(*l->list));
	}
	l->list[l->count++] = new;
	l->longest = letters > l->longest ? letters : l->longest;
}

/* Takes "KEY number" when the line begins with the key. */
static bool take_number(eng_str line, const char *key, size_t *out) {
	eng_str word;

	if (!eng_str_word(&line, &word) || !eng_str_eqc(word, key)) {
		return false;
	}
	if (eng_str_word(&line, &word) && word.n == 1 && is_value(word.s[0])) {
		*out = (size_t)(word.s[0] - '0');
	}
	return true;
}

static void read_line(eng_patterns *p, eng_str line) {
	if (line.n == 0 || line.s[0] == '#' || line.s[0] == '%' ||
	    take_number(line, "LEFTHYPHENMIN", &p->left) ||
	    take_number(line, "RIGHTHYPHENMIN", &p->right) ||
	    take_number(line, "COMPOUNDLEFTHYPHENMIN", &p->compound_left) ||
	    take_number(line, "COMPOUNDRIGHTHYPHENMIN", &p->compound_right) ||
	    eng_str_starts(line, "NOHYPHEN")) {
		return;
	}
	if (eng_str_eqc(line, "NEXTLEVEL")) {
		p->level_count += p->level_count < LEVELS;
		return;
	}
	add_pattern(p, line);
}

static void build_table(level *l) {
	size_t size = 16;

	while (size < 2 * l->count) {
		size *= 2;
	}
	l->mask = size - 1;
	l->slots = eng_malloc(size * sizeof(*l->slots));
	memset(l->slots, 0, size * sizeof(*l->slots));
	for (size_t i = 0; i < l->count; i++) {
		size_t at = l->list[i].hash & l->mask;

		while (l->slots[at]) {
			at = (at + 1) & l->mask;
		}
		l->slots[at] = (uint32_t)i + 1;
	}
}

/* The dictionary behind its first line, which names its character set, as UTF-8. */
static bool decode(eng_patterns *p, eng_str bytes) {
	eng_str charset;
	char name[32];
	gsize n = 0;

	if (!eng_str_split(&bytes, '\n', &charset)) {
		return false;
	}
	charset = eng_str_trim(charset);
	if (eng_str_eqc(charset, "UTF-8")) {
		p->text = bytes;
		return true;
	}
	if (charset.n == 0 || charset.n >= sizeof(name) || bytes.n == 0) {
		return false;
	}
	memcpy(name, charset.s, charset.n);
	name[charset.n] = 0;
	p->converted = g_convert(bytes.s, (gssize)bytes.n, "UTF-8", name, NULL, &n, NULL);
	p->text = (eng_str){ p->converted, n };
	return p->converted != NULL;
}

eng_patterns *eng_patterns_new(eng_str dictionary) {
	eng_patterns *p = eng_malloc(sizeof(*p));
	eng_str rest, line;

	*p = (eng_patterns){ .level_count = 1 };
	if (!decode(p, dictionary)) {
		eng_patterns_free(p);
		return NULL;
	}
	rest = p->text;
	while (eng_str_split(&rest, '\n', &line)) {
		read_line(p, eng_str_trim(line));
	}
	for (size_t i = 0; i < p->level_count; i++) {
		build_table(&p->levels[i]);
	}
	return p;
}

void eng_patterns_free(eng_patterns *patterns) {
	if (!patterns) {
		return;
	}
	for (size_t i = 0; i < LEVELS; i++) {
		free(patterns->levels[i].list);
		free(patterns->levels[i].slots);
	}
	g_free(patterns->converted);
	free(patterns);
}

/* True when the letters of the pattern are these. */
static bool has_letters(const eng_patterns *p, const pattern *one, const char *s, size_t n) {
	const char *text = p->text.s + one->start;
	size_t k = 0;

	for (uint32_t i = 0; i < one->length; i++) {
		if (!is_value(text[i]) && (k == n || text[i] != s[k++])) {
			return false;
		}
	}
	return k == n;
}

/* A place between two letters: the highest value that a pattern gives it. */
typedef struct place {
	char value;
	bool changes;
} place;

static void apply(const eng_patterns *p, const pattern *one, place *places) {
	const char *text = p->text.s + one->start;
	size_t at = 0;

	for (uint32_t i = 0; i < one->length; i++) {
		if (!is_value(text[i])) {
			at++;
		} else if (text[i] > places[at].value) {
			places[at] = (place){ text[i], one->changes };
		}
	}
}

/* Values of all places of word, which stands between full stops. */
static void match(const eng_patterns *p, const level *l, const char *word, size_t n,
		  place *places) {
	for (size_t from = 0; from < n; from++) {
		uint32_t hash = HASH_START;

		for (size_t to = from; to < n && to - from < l->longest; to++) {
			size_t at;

			hash = step(hash, word[to]);
			for (at = hash & l->mask; l->slots[at]; at = (at + 1) & l->mask) {
				const pattern *one = &l->list[l->slots[at] - 1];

				if (one->hash == hash &&
				    has_letters(p, one, word + from, to + 1 - from)) {
					apply(p, one, places + from);
				}
			}
		}
	}
}

static bool is_inside_character(char c) {
	return ((unsigned char)c & 0xC0) == 0x80;
}

/* Takes away divisions nearer than so many letters to the ends. */
static void keep_room(eng_str word, size_t left, size_t right, bool *at) {
	size_t total = 0, seen = 0;

	for (size_t i = 0; i < word.n; i++) {
		total += !is_inside_character(word.s[i]);
	}
	for (size_t i = 0; i < word.n; i++) {
		if (!is_inside_character(word.s[i])) {
			if (seen < left || total - seen < right) {
				at[i] = false;
			}
			seen++;
		}
	}
}

/* Divides by one level and its parts by the next. Returns whether there is any joint. */
static void divide(const eng_patterns *p, size_t depth, eng_str word, bool *at) {
	char framed[ENG_PATTERNS_WORD + 2];
	place places[ENG_PATTERNS_WORD + 3] = { { 0 } };
	size_t begin = 0;

	framed[0] = '.';
	memcpy(framed + 1, word.s, word.n);
	framed[word.n + 1] = '.';
	match(p, &p->levels[depth], framed, word.n + 2, places);
	for (size_t i = 1; i < word.n; i++) {
		at[i] = (places[i + 1].value & 1) && !places[i + 1].changes &&
			!is_inside_character(word.s[i]);
	}
	for (size_t i = 1; depth + 1 < p->level_count && i <= word.n; i++) {
		if (i == word.n || at[i]) {
			eng_str part = eng_str_sub(word, begin, i);
			bool joint = i < word.n && at[i];

			divide(p, depth + 1, part, at + begin);
			if (begin > 0) {
				keep_room(part, p->compound_left, 0, at + begin);
				at[begin] = true;
			}
			if (joint) {
				keep_room(part, 0, p->compound_right, at + begin);
				at[i] = true;
			}
			begin = i;
		}
	}
}

void eng_patterns_divide(const eng_patterns *patterns, eng_str word, bool *at) {
	if (word.n == 0 || word.n >= ENG_PATTERNS_WORD) {
		return;
	}
	divide(patterns, 0, word, at);
	keep_room(word, patterns->left, patterns->right, at);
}
