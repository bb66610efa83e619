/* Text with holes: "Dear {customer/name}, {{literal}}".
 *
 * Knows braces, and that a '}' inside a text literal does not end a hole. Percent-encodes by RFC
 * 3986 2.3: everything but letters, digits, '-', '.', '_' and '~'. */
#include "expr/expr.h"
#include "expr/lexer.h"

#include "base/buf.h"

/* Index of the first '}' outside a literal, or the end. */
static size_t hole_end(eng_str source, size_t at) {
	char quote = '\0', c;

	for (; at < source.n; at++) {
		c = source.s[at];
		if (quote != '\0') {
			quote = c == quote ? '\0' : quote;
		} else if (c == '\'' || c == '"') {
			quote = c;
		} else if (c == '}') {
			break;
		}
	}
	return at;
}

typedef struct splitter {
	eng_ctx *ctx;
	eng_arena *arena;
	const eng_scope *scope;
	eng_str source;
	eng_loc where;
	eng_holes *out;
	size_t cap;
	eng_buf text;
	size_t text_from;
} splitter;

static eng_piece *add_piece(splitter *s, size_t from) {
	eng_piece *piece;

	s->out->pieces =
	    eng_arena_grow(s->arena, s->out->pieces, s->out->n, &s->cap, sizeof(*s->out->pieces));
	piece = &s->out->pieces[s->out->n++];
	memset(piece, 0, sizeof(*piece));
	piece->where = eng_lexer_where(s->source, s->where, from);
	return piece;
}

static void flush_text(splitter *s) {
	eng_piece *piece;

	if (s->text.n > 0) {
		piece = add_piece(s, s->text_from);
		piece->text = eng_str_copy(s->arena, eng_buf_view(&s->text));
		eng_buf_clear(&s->text);
	}
}

static bool add_hole(splitter *s, size_t *at) {
	size_t end = hole_end(s->source, *at + 1);
	eng_piece *piece;

	if (end >= s->source.n) {
		return eng_fail(s->ctx, "expr.unclosed-hole",
				eng_lexer_where(s->source, s->where, *at),
				"'{' has no '}', write '{{' for a brace");
	}
	flush_text(s);
	piece = add_piece(s, *at + 1);
	piece->expr = eng_expr_compile(s->ctx, s->arena, s->scope,
				       eng_str_sub(s->source, *at + 1, end), piece->where);
	*at = end + 1;
	return piece->expr != NULL;
}

/* Goes on behind a hole that does not compile, so that all faults of a text are reported. */
static bool split(splitter *s) {
	size_t at = 0;
	bool ok = true, doubled;
	char c;

	while (at < s->source.n) {
		size_t before = at;

		c = s->source.s[at];
		doubled = at + 1 < s->source.n && s->source.s[at + 1] == c;
		if (c == '{' && !doubled) {
			ok = add_hole(s, &at) && ok;
			if (at == before) {
				return false;
			}
			continue;
		}
		if (c == '}' && !doubled) {
			return eng_fail(s->ctx, "expr.stray-brace",
					eng_lexer_where(s->source, s->where, at),
					"'}' closes nothing, write '}}' for a brace");
		}
		if (s->text.n == 0) {
			s->text_from = at;
		}
		eng_buf_char(&s->text, c);
		at += c == '{' || c == '}' ? 2 : 1;
	}
	flush_text(s);
	return ok;
}

bool eng_holes_compile(eng_ctx *ctx, eng_arena *arena, const eng_scope *scope, eng_str source,
		       eng_loc where, eng_holes *out) {
	splitter s = { ctx, arena, scope, source, where, out, 0, { 0 }, 0 };
	bool ok;

	memset(out, 0, sizeof(*out));
	ok = split(&s);
	eng_buf_finish(&s.text);
	return ok;
}

/* The address of a mailto URL keeps its '@' (RFC 6068 2); all else encodes it. */
static bool in_address(const eng_buf *url) {
	return eng_str_starts(eng_buf_view(url), "mailto:") && !memchr(url->s, '?', url->n);
}

static void encode(eng_buf *buf, eng_str text) {
	static const char hex[] = "0123456789ABCDEF";
	bool address = in_address(buf);
	unsigned char c;
	size_t i;

	for (i = 0; i < text.n; i++) {
		c = (unsigned char)text.s[i];
		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		    (c != '\0' && strchr("-._~", c)) || (c == '@' && address)) {
			eng_buf_char(buf, (char)c);
		} else {
			eng_buf_char(buf, '%');
			eng_buf_char(buf, hex[c >> 4]);
			eng_buf_char(buf, hex[c & 15]);
		}
	}
}

static bool join(eng_eval *eval, const eng_holes *holes, bool url, eng_buf *buf, bool *present) {
	eng_value value;
	size_t i;

	for (i = 0; i < holes->n; i++) {
		if (!holes->pieces[i].expr) {
			eng_buf_str(buf, holes->pieces[i].text);
			continue;
		}
		if (!eng_expr_value(eval, holes->pieces[i].expr, &value, NULL, present)) {
			return false;
		}
		if (url && *present) {
			encode(buf, value.text);
		} else if (*present) {
			eng_buf_str(buf, value.text);
		}
	}
	*present = *present || holes->n != 1;
	return true;
}

static bool fill(eng_eval *eval, const eng_holes *holes, bool url, eng_str *out, bool *present) {
	eng_buf buf = { 0 };
	eng_value value;
	bool ok;

	*present = true;
	*out = (eng_str){ "", 0 };
	if (holes->n == 0) {
		return true;
	}
	if (holes->n == 1 && !holes->pieces[0].expr) {
		*out = holes->pieces[0].text;
		return true;
	}
	if (holes->n == 1 && !url) {
		ok = eng_expr_value(eval, holes->pieces[0].expr, &value, NULL, present);
		if (ok && *present) {
			*out = value.text;
		}
		return ok;
	}
	ok = join(eval, holes, url, &buf, present);
	if (ok) {
		*out = eng_str_copy(eval->arena, eng_buf_view(&buf));
	}
	eng_buf_finish(&buf);
	return ok;
}

bool eng_holes_text(eng_eval *eval, const eng_holes *holes, eng_str *out, bool *present) {
	return fill(eval, holes, false, out, present);
}

bool eng_holes_url(eng_eval *eval, const eng_holes *holes, eng_str *out, bool *present,
		   bool *whole) {
	*whole = holes->n == 1 && holes->pieces[0].expr;
	return fill(eval, holes, !*whole, out, present);
}
