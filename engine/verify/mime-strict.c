/* The form that our messages have: headers in ASCII, parts that end where their boundary says, texts in
 * UTF-8 as quoted-printable or base64 in one way of writing each. What is not recognised is refused,
 * not understood. */
#include "verify/mime.h"

#include <glib.h>
#include <string.h>
#include <strings.h>

#include "base/scan.h"

typedef struct reading {
	eng_arena *arena;
	eng_mime_texts *out;
	const char *at, *end;
	eng_str boundaries[ENG_MIME_DEPTH]; /* of the parts that are open, the innermost last */
	int depth;
} reading;

/* What matters of the headers of a part; lines may be folded in them. */
typedef struct head {
	eng_str type, encoding, disposition;
} head;

/* ---- lines ---- */

/* A line without its end, past which reading goes on; false at the end, and for other line ends. */
static bool take_line(reading *r, eng_str *line) {
	const char *feed = memchr(r->at, '\n', (size_t)(r->end - r->at));

	if (!feed || feed == r->at || feed[-1] != '\r') {
		return false;
	}
	*line = (eng_str){ r->at, (size_t)(feed - 1 - r->at) };
	r->at = feed + 1;
	return true;
}

/* Whether the line is one of a boundary: of which part, by depth, and whether it ends it. *bad: it only
 * begins like one. */
static bool is_boundary(const reading *r, eng_str line, int *depth, bool *last, bool *bad) {
	*bad = false;
	if (line.n < 3 || line.s[0] != '-' || line.s[1] != '-') {
		return false;
	}
	line = eng_str_sub(line, 2, line.n);
	for (*depth = r->depth - 1; *depth >= 0; --*depth) {
		eng_str own = r->boundaries[*depth];

		if (line.n < own.n || memcmp(line.s, own.s, own.n) != 0) {
			continue;
		}
		*last = line.n == own.n + 2 && memcmp(line.s + own.n, "--", 2) == 0;
		*bad = line.n != own.n && !*last;
		return !*bad;
	}
	return false;
}

/* To the next line that begins as boundaries do, the one at hand included; false at the end, and where a line
 * end is another one. Headers stand before. */
static bool skip_lines(reading *r) {
	const char *p = r->at - 1;

	for (; r->end - p >= 18; p += 16) {
		uint64_t feeds = eng_scan_same(p, '\n');
		uint64_t dashes = eng_scan_same(p + 1, '-') & eng_scan_same(p + 2, '-');

		if (feeds & (dashes | ~eng_scan_same(p - 1, '\r'))) {
			break;
		}
	}
	for (; p < r->end && (*p != '\n' || p[-1] == '\r'); p++) {
		if (*p == '\n' && r->end - p > 2 && p[1] == '-' && p[2] == '-') {
			r->at = p + 1;
			return true;
		}
	}
	return false;
}

/* All up to the line of the innermost boundary, which is passed over, without the line end before it. */
static bool take_content(reading *r, eng_str *content, bool *last) {
	const char *from = r->at;
	eng_str line;
	int depth;
	bool bad;

	while (skip_lines(r) && take_line(r, &line)) {
		if (is_boundary(r, line, &depth, last, &bad)) {
			*content =
			    (eng_str){ from, line.s > from ? (size_t)(line.s - 2 - from) : 0 };
			return depth == r->depth - 1;
		}
		if (bad) {
			return false;
		}
	}
	return false;
}

/* ---- headers ---- */

static bool is_named(eng_str line, const char *name) {
	size_t n = strlen(name);

	return line.n > n && line.s[n] == ':' && strncasecmp(line.s, name, n) == 0;
}

static bool is_plain(eng_str line) {
	for (size_t i = 0; i < line.n; i++) {
		if ((unsigned char)line.s[i] >= 0x7f ||
		    ((unsigned char)line.s[i] < 0x20 && line.s[i] != '\t')) {
			return false;
		}
	}
	return true;
}

/* "Name:" at the start of a line. */
static bool begins_header(eng_str line) {
	size_t n = 0;

	while (n < line.n && (g_ascii_isalnum(line.s[n]) || line.s[n] == '-')) {
		n++;
	}
	return n > 0 && n < line.n && line.s[n] == ':';
}

/* The header that the line begins, when it matters; NULL: it does not. */
static eng_str *member_of(head *h, eng_str line) {
	return is_named(line, "Content-Type")                ? &h->type
	       : is_named(line, "Content-Transfer-Encoding") ? &h->encoding
	       : is_named(line, "Content-Disposition")       ? &h->disposition
							     : NULL;
}

static bool take_head(reading *r, head *h) {
	eng_str line, *open = NULL;

	*h = (head){ 0 };
	while (take_line(r, &line)) {
		if (line.n == 0) {
			return true;
		}
		if (!is_plain(line)) {
			return false;
		}
		if (line.s[0] == ' ' || line.s[0] == '\t') {
			if (open) {
				open->n = (size_t)(line.s + line.n - open->s);
			}
			continue;
		}
		open = member_of(h, line);
		if (!begins_header(line) || (open && open->s)) {
			return false;
		}
		if (open) {
			*open = eng_str_sub(line, eng_str_index(line, ENG_STR(":")) + 1, line.n);
		}
	}
	return false;
}

/* ---- values of headers (RFC 2045 5.1) ---- */

static bool take_token(eng_str *rest, eng_str *token) {
	size_t n = 0;

	*rest = eng_str_trim(*rest);
	while (n < rest->n && (g_ascii_isalnum(rest->s[n]) || strchr("-_.+", rest->s[n]))) {
		n++;
	}
	*token = eng_str_sub(*rest, 0, n);
	*rest = eng_str_trim(eng_str_sub(*rest, n, rest->n));
	return n > 0;
}

static bool take_char(eng_str *rest, char c) {
	if (rest->n == 0 || rest->s[0] != c) {
		return false;
	}
	*rest = eng_str_sub(*rest, 1, rest->n);
	return true;
}

/* ";name=value"; in quotes nothing is escaped. */
static bool take_parameter(eng_str *rest, eng_str *name, eng_str *value) {
	if (!take_char(rest, ';') || !take_token(rest, name) || !take_char(rest, '=')) {
		return false;
	}
	if (!take_char(rest, '"')) {
		return take_token(rest, value);
	}
	*value = eng_str_sub(*rest, 0, eng_str_index(*rest, ENG_STR("\"")));
	if (value->n == rest->n || (value->n && memchr(value->s, '\\', value->n)) ||
	    (value->n && memchr(value->s, '\r', value->n))) {
		return false;
	}
	*rest = eng_str_trim(eng_str_sub(*rest, value->n + 1, rest->n));
	return true;
}

static bool is_word(eng_str text, const char *word) {
	return text.n == strlen(word) && strncasecmp(text.s, word, text.n) == 0;
}

/* The only parameters that may be there: the one that is asked for, and "type", which says nothing. */
static bool take_parameters(eng_str rest, const char *wanted, eng_str *value) {
	eng_str name, other;

	*value = (eng_str){ 0 };
	while (rest.n) {
		if (!take_parameter(&rest, &name, &other)) {
			return false;
		}
		if (is_word(name, wanted) && !value->s) {
			*value = other;
		} else if (!is_word(name, "type")) {
			return false;
		}
	}
	return value->n > 0;
}

/* ---- content ---- */

static int hex_of(char c) {
	return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool is_itself(char c) {
	return c >= ' ' && c < 0x7f && c != '=';
}

/* Where reading and writing go on. */
typedef struct copying {
	eng_str text;
	size_t at;
	char *to;
} copying;

/* Copies bytes that stand for themselves; what is copied too much is written over. */
static void copy_plain(copying *c) {
	for (; c->at + 16 <= c->text.n; c->at += 16, c->to += 16) {
		uint64_t coded = eng_scan_odd(c->text.s + c->at, '=', ' ');

		memcpy(c->to, c->text.s + c->at, 16);
		if (coded) {
			c->at += (size_t)__builtin_ctzll(coded);
			c->to += __builtin_ctzll(coded);
			return;
		}
	}
	while (c->at < c->text.n && is_itself(c->text.s[c->at])) {
		*c->to++ = c->text.s[c->at++];
	}
}

/* A space at the end of a line may be lost on the way. */
static bool ends_in_space(const copying *c) {
	return c->at > 0 && c->text.s[c->at - 1] == ' ';
}

/* What does not stand for itself: a line end, its removal, or a byte in hexadecimal. */
static bool copy_coded(copying *c) {
	const char *p = c->text.s + c->at;
	size_t left = c->text.n - c->at;

	if (left > 1 && p[0] == '\r' && p[1] == '\n') {
		bool kept = !ends_in_space(c);

		memcpy(c->to, p, 2);
		c->to += 2;
		c->at += 2;
		return kept;
	}
	if (left < 3 || p[0] != '=') {
		return false;
	}
	c->at += 3;
	if (p[1] == '\r' && p[2] == '\n') {
		return true;
	}
	if (hex_of(p[1]) < 0 || hex_of(p[2]) < 0) {
		return false;
	}
	*c->to++ = (char)(hex_of(p[1]) << 4 | hex_of(p[2]));
	return true;
}

static bool decode_quoted(eng_arena *arena, eng_str text, eng_str *out) {
	char *start = eng_arena_room(arena, text.n + 1, 1);
	copying c = { .text = text, .to = start };

	for (copy_plain(&c); c.at < text.n; copy_plain(&c)) {
		if (!copy_coded(&c)) {
			return false;
		}
	}
	*out = (eng_str){ start, (size_t)(c.to - start) };
	return !ends_in_space(&c);
}

static int digit_of(char c) {
	return c >= 'A' && c <= 'Z'   ? c - 'A'
	       : c >= 'a' && c <= 'z' ? c - 'a' + 26
	       : c >= '0' && c <= '9' ? c - '0' + 52
	       : c == '+'             ? 62
	       : c == '/'             ? 63
				      : -1;
}

/* Groups of four in lines, padded at the end only. */
static bool decode_base64(eng_arena *arena, eng_str text, eng_str *out) {
	char *start = eng_arena_room(arena, text.n + 4, 1), *to = start;
	unsigned group = 0;
	int have = 0, padding = 0;

	for (size_t i = 0; i < text.n; i++) {
		int digit = digit_of(text.s[i]);

		if (text.s[i] == '\r' || text.s[i] == '\n') {
			continue;
		}
		padding += text.s[i] == '=';
		if ((digit < 0 && text.s[i] != '=') || (digit >= 0 && padding) || padding > 2) {
			return false;
		}
		group = group << 6 | (unsigned)(digit < 0 ? 0 : digit);
		if (++have == 4) {
			to[0] = (char)(group >> 16);
			to[1] = (char)(group >> 8);
			to[2] = (char)group;
			to += 3 - padding;
			have = 0;
			group = 0;
		}
	}
	*out = (eng_str){ start, (size_t)(to - start) };
	return have == 0;
}

static bool decode(reading *r, const head *h, eng_str content, eng_str *out) {
	eng_str encoding = eng_str_trim(h->encoding);

	if (!(is_word(encoding, "quoted-printable") ? decode_quoted(r->arena, content, out)
	      : is_word(encoding, "base64")         ? decode_base64(r->arena, content, out)
						    : false)) {
		return false;
	}
	return !out->n || !memchr(out->s, '\0', out->n);
}

/* ---- parts ---- */

static bool is_attached(const head *h, bool *attached) {
	eng_str rest = h->disposition, how;

	*attached = false;
	if (!h->disposition.s) {
		return true;
	}
	if (!take_token(&rest, &how)) {
		return false;
	}
	*attached = is_word(how, "attachment");
	return *attached || is_word(how, "inline");
}

/* A text in UTF-8. */
static bool add_text(reading *r, const head *h, eng_str parameters, bool html, eng_str content) {
	eng_str charset, text;

	if (!take_parameters(parameters, "charset", &charset) || !is_word(charset, "utf-8") ||
	    !decode(r, h, content, &text)) {
		return false;
	}
	if (r->out->count[html]++ == 0) {
		r->out->texts[html] = text;
	}
	return true;
}

static bool take_part(reading *r, bool *last);

/* The parts of a multipart, behind its headers, to behind its last boundary. Between parts there is
 * nothing but line ends. */
static bool take_parts(reading *r, eng_str subtype, eng_str parameters) {
	eng_str boundary, line;
	bool last = false, bad;
	int depth;

	if ((!is_word(subtype, "mixed") && !is_word(subtype, "related") &&
	     !is_word(subtype, "alternative")) ||
	    r->depth == ENG_MIME_DEPTH || !take_parameters(parameters, "boundary", &boundary)) {
		return false;
	}
	for (int i = 0; i < r->depth; i++) {
		size_t n = r->boundaries[i].n < boundary.n ? r->boundaries[i].n : boundary.n;

		if (memcmp(r->boundaries[i].s, boundary.s, n) == 0) {
			return false;
		}
	}
	r->boundaries[r->depth++] = boundary;
	do {
		if (!take_line(r, &line)) {
			return false;
		}
	} while (line.n == 0);
	if (!is_boundary(r, line, &depth, &last, &bad) || depth != r->depth - 1 || last) {
		return false;
	}
	for (int i = 0; !last; i++) {
		if (i == ENG_MIME_PARTS || !take_part(r, &last)) {
			return false;
		}
	}
	r->depth--;
	return true;
}

/* What follows the last part of a multipart, up to the boundary around it. */
static bool take_gap(reading *r, bool *last) {
	eng_str content;

	return take_content(r, &content, last) && eng_str_blank(content);
}

/* One part, its headers included, and the boundary behind it. */
static bool take_part(reading *r, bool *last) {
	eng_str rest, type, subtype, content;
	bool attached, html;
	head h;

	if (!take_head(r, &h)) {
		return false;
	}
	rest = h.type;
	if (!take_token(&rest, &type) || !take_char(&rest, '/') || !take_token(&rest, &subtype) ||
	    !is_attached(&h, &attached) || is_word(type, "message")) {
		return false;
	}
	if (is_word(type, "multipart")) {
		return !attached && take_parts(r, subtype, rest) &&
		       (r->depth == 0 || take_gap(r, last));
	}
	if (r->depth == 0 || !take_content(r, &content, last)) {
		return false;
	}
	html = is_word(subtype, "html");
	return attached || !is_word(type, "text") || (!html && !is_word(subtype, "plain")) ||
	       add_text(r, &h, rest, html, content);
}

bool eng_mime_read_strict(eng_arena *arena, eng_str bytes, eng_mime_texts *out) {
	reading r = { .arena = arena, .out = out, .at = bytes.s, .end = bytes.s + bytes.n };
	bool last;

	*out = (eng_mime_texts){ 0 };
	return take_part(&r, &last) && r.at == r.end;
}
