/* The text rules: runs of white space are one space, edges of blocks are trimmed, a space between
 * inline items stands outside of them. A value of the data is a text node of its own, which is what
 * channels isolate for bidi. */
#include <string.h>

#include "base/scan.h"
#include "base/utf8.h"
#include "compose/island.h"
#include "compose/state.h"

static bool is_space(char c) {
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static eng_node *new_text(eng_composing *s, eng_node *parent, eng_loc where, eng_provenance from,
			  eng_str text) {
	const eng_op op = { .where = where };
	eng_node *node = eng_compose_node(s, &op, ENG_NODE_TEXT, parent->channels);

	if (node) {
		from.ordinal = ++s->doc->text_count;
		node->as.text.from = from;
		node->as.text.value.text = text;
		node->as.text.value.raw = text;
		eng_node_append(parent, node);
	}
	return node;
}

/* Sets the space that is due, if any: into the words before, or as words of its own. */
static bool settle_space(eng_composing *s) {
	eng_writer *w = s->writer;
	bool due = w->pending && !w->start;

	w->pending = false;
	w->start = false;
	if (!due) {
		w->reserve = NULL;
		return true;
	}
	if (w->reserve) {
		eng_str *text = &w->reserve->as.text.value.text;

		text->n++; /* the space is there, see make_words */
		w->reserve->as.text.value.raw = *text;
		w->reserve = NULL;
		return true;
	}
	return new_text(s, w->space_parent, w->space_where, (eng_provenance){ ENG_ORIGIN_STATIC },
			ENG_STR(" ")) != NULL;
}

static void want_space(eng_composing *s, eng_node *parent, eng_loc where) {
	eng_writer *w = s->writer;

	/* At the edge of an inline element it belongs outside, where no link underlines it. */
	while (eng_node_is_inline(parent) && parent->type != ENG_NODE_FOOTNOTE && !parent->first) {
		parent = parent->parent;
	}
	if (!w->start && !w->pending) {
		w->pending = true;
		w->space_parent = parent;
		w->space_where = where;
	}
}

/* Copies words with single spaces, one more space and a NUL behind the end. */
static eng_str make_words(eng_arena *arena, eng_str words, bool lead) {
	char *out = eng_arena_alloc(arena, words.n + 3);
	size_t n = 0;

	if (lead) {
		out[n++] = ' ';
	}
	for (size_t i = 0; i < words.n; i++) {
		bool space = is_space(words.s[i]);

		if (!space) {
			out[n++] = words.s[i];
		} else if (!is_space(words.s[i + 1])) {
			out[n++] = ' '; /* words are trimmed: there is a next one */
		}
	}
	out[n] = ' ';
	return (eng_str){ out, n };
}

static bool write_words(eng_composing *s, eng_node *parent, eng_str words, eng_loc where,
			eng_provenance from, bool island) {
	eng_writer *w = s->writer;
	eng_str text = eng_str_trim(words);
	bool before = words.n && is_space(words.s[0]);
	bool after = words.n && is_space(words.s[words.n - 1]), lead;
	eng_node *node;

	if (before || text.n == 0) {
		if (words.n) {
			want_space(s, parent, where);
		}
		if (text.n == 0) {
			return true;
		}
	}
	lead = !island && w->pending && !w->start && !w->reserve && w->space_parent == parent;
	if (lead) {
		w->pending = false;
	}
	if (!settle_space(s)) {
		return false;
	}
	node = new_text(s, parent, where, from, make_words(s->arena, text, lead));
	if (!node) {
		return false;
	}
	node->island = island;
	if (after) {
		want_space(s, parent, where);
		w->reserve = island ? NULL : node;
	}
	return true;
}

bool eng_write_words(eng_composing *s, eng_node *parent, eng_str words, eng_loc where,
		     eng_provenance from) {
	eng_island island;
	size_t at = 0;

	while (s->doc->rtl && eng_island_find(words, at, &island)) {
		if ((island.from > at &&
		     !write_words(s, parent, eng_str_sub(words, at, island.from), where, from,
				  false)) ||
		    !write_words(s, parent, eng_str_sub(words, island.from, island.to), where, from,
				 true)) {
			return false;
		}
		at = island.to;
	}
	return (at > 0 && at == words.n) ||
	       write_words(s, parent, eng_str_sub(words, at, words.n), where, from, false);
}

/* One line of a value. */
static bool write_line(eng_composing *s, eng_node *parent, const eng_value *value, eng_str line,
		       eng_loc where, eng_provenance from) {
	eng_str text = eng_str_trim(line);
	bool before = line.n && is_space(line.s[0]);
	bool after = line.n && is_space(line.s[line.n - 1]), runs = false;
	eng_node *node;

	if (before) {
		want_space(s, parent, where);
	}
	if (text.n == 0) {
		return true;
	}
	for (size_t i = eng_scan_low(text.s, text.n, '!'); i < text.n && !runs;
	     i += 1 + eng_scan_low(text.s + i + 1, text.n - i - 1, '!')) {
		runs = is_space(text.s[i]) && (text.s[i] != ' ' || is_space(text.s[i + 1]));
	}
	if (!settle_space(s)) {
		return false;
	}
	node = new_text(s, parent, where, from, (eng_str){ 0 });
	if (!node) {
		return false;
	}
	node->as.text.value = eng_answer_of(value);
	node->as.text.value.text = runs ? make_words(s->arena, text, false) : text;
	if (value->kind == ENG_VALUE_TEXT && !value->formatted) {
		node->as.text.value.raw = node->as.text.value.text;
	}
	if (after) {
		want_space(s, parent, where);
	}
	return true;
}

bool eng_write_value(eng_composing *s, eng_node *parent, const eng_value *value, eng_loc where,
		     eng_provenance from) {
	eng_str rest = value->text, line;
	bool first = true;

	if (!s->writer->keep_lines || value->formatted) {
		return write_line(s, parent, value, value->text, where, from);
	}
	rest = eng_str_trim(rest);
	while (rest.n && eng_str_split(&rest, '\n', &line)) {
		if (!first && !eng_write_break(s, parent, where, from)) {
			return false;
		}
		if (!write_line(s, parent, value, line, where, from)) {
			return false;
		}
		first = false;
	}
	return true;
}

bool eng_write_node(eng_composing *s, eng_node *parent, eng_node *node) {
	if (!settle_space(s)) {
		return false;
	}
	eng_node_append(parent, node);
	return true;
}

bool eng_write_break(eng_composing *s, eng_node *parent, eng_loc where, eng_provenance from) {
	eng_writer *w = s->writer;
	const eng_op op = { .where = where };
	eng_node *node = eng_compose_node(s, &op, ENG_NODE_BR, parent->channels);

	if (!node) {
		return false;
	}
	node->as.br.from = from;
	eng_node_append(parent, node);
	w->pending = false;
	w->reserve = NULL;
	w->start = true;
	return true;
}

void eng_write_close(eng_composing *s, eng_node *parent, const eng_node *node) {
	eng_writer *w = s->writer;

	if (w->space_parent == node) {
		w->space_parent = parent;
	}
	if (w->reserve && w->reserve->parent == node) {
		w->reserve = NULL;
	}
}

bool eng_compose_words(eng_composing *s, const eng_op *op, eng_node *parent, eng_channel_set set) {
	(void)set;
	return eng_write_words(s, parent, op->as.words, op->where,
			       (eng_provenance){ ENG_ORIGIN_STATIC });
}

bool eng_compose_value(eng_composing *s, const eng_op *op, eng_node *parent, eng_channel_set set) {
	eng_provenance from = { ENG_ORIGIN_DATA };
	const eng_field *field = NULL;
	eng_value value;
	bool present;

	(void)set;
	if (!eng_expr_value(&s->eval, op->as.value.expr, &value, &field, &present)) {
		return false;
	}
	if (!present) {
		return true;
	}
	if (op->as.value.phrase.n) {
		from.origin = ENG_ORIGIN_STRING;
		from.detail = op->as.value.phrase;
	} else {
		from.detail = eng_expr_source(op->as.value.expr);
		if (field) {
			from.data = eng_field_where(field, s->record);
		}
	}
	if (!eng_compose_clean(s, value.text, op->where, field)) {
		return false;
	}
	if (from.origin == ENG_ORIGIN_STRING && s->doc->rtl && !s->writer->keep_lines) {
		return eng_write_words(s, parent, value.text, op->where, from);
	}
	return eng_write_value(s, parent, &value, op->where, from);
}
