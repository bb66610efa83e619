/* What changed between two files, word by word, for the person who is to approve the newer one.
 *
 * An XML file is read as its elements, attributes and words, so that indentation and line ends do not
 * count; the longest common sequence of words stays, what is left of the older file was removed, of the
 * newer one added. Releases are compared by their lists. */
#include "base/file.h"
#include "compliance/release.h"
#include "markup/json-write.h"
#include "markup/xml.h"
#include "run/trust.h"

#define CELLS_MAX (64u << 20) /* of the table of common sequences */

typedef struct word {
	eng_str text;
	bool head; /* the name of an element or attribute: begins a line */
} word;

typedef struct words {
	eng_arena *arena;
	word *items;
	size_t count, cap;
} words;

/* ---- a file as words ---- */

static void add(words *w, eng_str text, bool head) {
	w->items = eng_arena_grow(w->arena, w->items, w->count, &w->cap, sizeof(*w->items));
	w->items[w->count++] = (word){ text, head };
}

static void add_text(words *w, eng_str text) {
	eng_str one;

	while (eng_str_word(&text, &one)) {
		add(w, one, false);
	}
}

/* Stands among words: a slot, emphasis. */
static bool is_inline(const eng_xml_node *e) {
	for (const eng_xml_node *n = e->parent ? e->parent->first : NULL; n; n = n->next) {
		if (n->kind == ENG_XML_TEXT && !eng_str_blank(n->text)) {
			return true;
		}
	}
	return e->parent && e->parent->parent && is_inline(e->parent);
}

static void add_node(words *w, const eng_xml_node *node);

static void add_element(words *w, const eng_xml_node *e) {
	bool among = is_inline(e), root = !e->parent;

	add(w, among ? eng_str_printf(w->arena, "<%.*s>", ENG_STR_ARG(e->name)) : e->name, !among);
	for (const eng_xml_attr *a = e->attrs; a; a = a->next) {
		if (root) {
			add(w, a->name, true);
			add_text(w, a->value);
		} else {
			add(w,
			    eng_str_printf(w->arena, "%.*s=%.*s", ENG_STR_ARG(a->name),
					   ENG_STR_ARG(a->value)),
			    false);
		}
	}
	for (const eng_xml_node *n = e->first; n; n = n->next) {
		add_node(w, n);
	}
	if (among && e->first) {
		add(w, eng_str_printf(w->arena, "</%.*s>", ENG_STR_ARG(e->name)), false);
	}
}

static void add_node(words *w, const eng_xml_node *node) {
	if (node->kind == ENG_XML_TEXT) {
		add_text(w, node->text);
	} else {
		add_element(w, node);
	}
}

static bool read_words(eng_trust *t, const char *path, words *out) {
	const char *full = eng_path_join(&t->arena, t->options->library, path);
	eng_xml_node *root = eng_xml_load(&t->ctx, &t->arena, full, NULL);

	*out = (words){ .arena = &t->arena };
	if (root) {
		add_node(out, root);
	}
	return root != NULL;
}

/* ---- what is common ---- */

typedef enum fate { SAME, REMOVED, ADDED } fate;

typedef struct step {
	fate fate;
	const word *word;
} step;

typedef struct steps {
	step *items;
	size_t count;
} steps;

static bool word_eq(const word *a, const word *b) {
	return a->head == b->head && eng_str_eq(a->text, b->text);
}

/* length[i][k]: longest common sequence of what follows word i of the one and k of the other. */
static bool compare(eng_trust *t, const words *a, const words *b, steps *out) {
	size_t rows = a->count + 1, columns = b->count + 1, i = 0, k = 0;
	uint32_t *length;

	if (rows > CELLS_MAX / columns) {
		return eng_fail(&t->ctx, "limit.diff-words", (eng_loc){ 0 },
				"files of %zu and %zu words are too long to be compared", a->count,
				b->count);
	}
	length = eng_arena_new_array(&t->arena, rows * columns, uint32_t);
	for (size_t r = a->count; r-- > 0;) {
		for (size_t c = b->count; c-- > 0;) {
			uint32_t down = length[(r + 1) * columns + c],
				 right = length[r * columns + c + 1];

			length[r * columns + c] = word_eq(&a->items[r], &b->items[c])
						      ? length[(r + 1) * columns + c + 1] + 1
						  : down > right ? down
								 : right;
		}
	}
	out->items = eng_arena_new_array(&t->arena, rows + columns, step);
	while (i < a->count || k < b->count) {
		bool both = i < a->count && k < b->count;

		if (both && word_eq(&a->items[i], &b->items[k])) {
			out->items[out->count++] = (step){ SAME, &a->items[i++] };
			k++;
		} else if (k == b->count ||
			   (both && length[(i + 1) * columns + k] >= length[i * columns + k + 1])) {
			out->items[out->count++] = (step){ REMOVED, &a->items[i++] };
		} else {
			out->items[out->count++] = (step){ ADDED, &b->items[k++] };
		}
	}
	return true;
}

/* ---- telling ---- */

/* The end of the line that begins at a step, and whether anything in it changed. */
static size_t line_end(const steps *s, size_t from, bool *changed) {
	size_t end = from + 1;

	*changed = s->items[from].fate != SAME;
	for (; end < s->count && !s->items[end].word->head; end++) {
		*changed |= s->items[end].fate != SAME;
	}
	return end;
}

static size_t run_end(const steps *s, size_t from, size_t end) {
	size_t at = from + 1;

	while (at < end && s->items[at].fate == s->items[from].fate) {
		at++;
	}
	return at;
}

static eng_str join(eng_trust *t, const steps *s, size_t from, size_t end) {
	eng_buf text = { 0 };
	eng_str out;

	for (size_t i = from; i < end; i++) {
		eng_buf_printf(&text, "%s%.*s%s", i > from ? " " : "",
			       ENG_STR_ARG(s->items[i].word->text),
			       s->items[i].word->head && end > i + 1 ? ":" : "");
	}
	out = eng_str_copy(&t->arena, eng_buf_view(&text));
	eng_buf_finish(&text);
	return out;
}

static void print_line(eng_trust *t, const steps *s, size_t from, size_t end, FILE *out) {
	static const char *const open[] = { "", "[-", "{+" }, *const close[] = { "", "-]", "+}" };

	fputs(" ", out);
	for (size_t at = from; at < end;) {
		size_t next = run_end(s, at, end);
		eng_str text = join(t, s, at, next);

		fprintf(out, " %s%.*s%s", open[s->items[at].fate], ENG_STR_ARG(text),
			close[s->items[at].fate]);
		at = next;
	}
	fputc('\n', out);
}

static void write_line(eng_trust *t, const steps *s, size_t from, size_t end, eng_json_writer *w) {
	static const char *const names[] = { "same", "removed", "added" };

	eng_json_write_array(w);
	for (size_t at = from; at < end;) {
		size_t next = run_end(s, at, end);

		eng_json_write_object(w);
		eng_json_member_text(w, names[s->items[at].fate], join(t, s, at, next));
		eng_json_write_object_end(w);
		at = next;
	}
	eng_json_write_array_end(w);
}

static void tell_steps(eng_trust *t, const steps *s, eng_json_writer *w, FILE *out) {
	for (size_t at = 0; at < s->count;) {
		bool changed;
		size_t end = line_end(s, at, &changed);

		if (changed && w) {
			write_line(t, s, at, end, w);
		} else if (changed) {
			print_line(t, s, at, end, out);
		}
		at = end;
	}
}

/* A release's list as words: a line a file. */
static bool read_release(eng_trust *t, const char *path, words *out) {
	const char *full = eng_path_join(&t->arena, t->options->library, path);
	eng_release release;
	char hex[ENG_HASH_HEX];
	eng_str text;

	*out = (words){ .arena = &t->arena };
	if (!eng_file_read(&t->ctx, &t->arena, full, 1u << 24, &text) ||
	    !eng_release_parse(&t->ctx, &t->arena, path, text, &release)) {
		return false;
	}
	for (size_t i = 0; i < release.count; i++) {
		eng_hash_hex(&release.files[i].hash, hex);
		add(out, release.files[i].path, true);
		add(out, eng_str_copy(&t->arena, (eng_str){ hex, 12 }), false);
	}
	return true;
}

static bool read_file(eng_trust *t, const char *path, words *out) {
	return eng_str_eqc(eng_policy_kind(eng_str_from(path)), "releases")
		   ? read_release(t, path, out)
		   : read_words(t, path, out);
}

static void tell_all(eng_trust *t, const char *a, const char *b, const steps *s, bool json,
		     FILE *out) {
	eng_buf text = { 0 };
	eng_json_writer w;

	if (!json) {
		fprintf(out, "%s -> %s\n", a, b);
		tell_steps(t, s, NULL, out);
		return;
	}
	eng_json_write_init(&w, &text, false);
	eng_json_write_object(&w);
	eng_json_member_cstr(&w, "from", a);
	eng_json_member_cstr(&w, "to", b);
	eng_json_member_array(&w, "lines");
	tell_steps(t, s, &w, out);
	eng_json_write_array_end(&w);
	eng_json_write_object_end(&w);
	fprintf(out, "%s\n", text.s);
	eng_buf_finish(&text);
}

bool eng_content_diff(const eng_trust_options *o, const char *a, const char *b, bool json,
		      FILE *out) {
	words old, new;
	steps s = { 0 };
	eng_trust t;
	bool ok;

	eng_trust_init(&t, o);
	ok = read_file(&t, a, &old) && read_file(&t, b, &new) && compare(&t, &old, &new, &s);
	if (ok) {
		tell_all(&t, a, b, &s, json, out);
	}
	eng_trust_finish(&t);
	return ok;
}
