/* Compact Font Format (Adobe Technical Note 5176) as PDF wants it for Identity-H.
 *
 * A subset with retained glyph ids carries an offset for every glyph that is not there: a hundred
 * kilobytes for a Chinese font. A CID-keyed font does not need that: its charset says which CID each
 * glyph has. So the subset is compact, and its directory is written anew here with a charset of
 * original glyph ids; charstrings are copied as they are. */
#include "channels/common/pdf/cff.h"

#include <string.h>

enum {
	OP_CHARSET = 15,
	OP_ENCODING = 16,
	OP_CHARSTRINGS = 17,
	OP_PRIVATE = 18,
	OP_SUBRS = 19,
	OP_FONT_MATRIX = 0x0c07,
	OP_ROS = 0x0c1e,
	OP_CID_COUNT = 0x0c22,
	OP_FD_ARRAY = 0x0c24,
	OP_FD_SELECT = 0x0c25,
};

#define MAX_FONT_DICTS 256

typedef struct entry {
	int op;
	eng_str raw; /* operands and operator */
	int64_t values[2];
	int count;
} entry;

typedef struct index_view {
	const unsigned char *offsets, *data; /* data is one byte before the first item */
	size_t count, size, bytes;           /* size of an offset; bytes of the whole INDEX */
} index_view;

static size_t number(const unsigned char *p, size_t n) {
	size_t v = 0;

	while (n-- > 0) {
		v = v << 8 | *p++;
	}
	return v;
}

static bool read_index(eng_str t, size_t at, index_view *v) {
	const unsigned char *p;
	size_t last;

	memset(v, 0, sizeof(*v));
	if (at > t.n || t.n - at < 2) {
		return false;
	}
	p = (const unsigned char *)t.s + at; /* an empty table has no place at all */
	v->count = number(p, 2);
	v->bytes = 2;
	if (v->count == 0) {
		return true;
	}
	if (t.n - at < 3 || p[2] < 1 || p[2] > 4 || (t.n - at - 3) / p[2] < v->count + 1) {
		return false;
	}
	v->size = p[2];
	v->offsets = p + 3;
	v->data = p + 3 + (v->count + 1) * v->size - 1;
	last = number(v->offsets + v->count * v->size, v->size);
	v->bytes = 2 + 1 + (v->count + 1) * v->size + last - 1;
	return last >= 1 && v->bytes <= t.n - at;
}

static bool index_item(const index_view *v, size_t i, eng_str *item) {
	size_t from = number(v->offsets + i * v->size, v->size);
	size_t to = number(v->offsets + (i + 1) * v->size, v->size);
	size_t last = number(v->offsets + v->count * v->size, v->size);

	*item = (eng_str){ (const char *)v->data + from, to - from };
	return from >= 1 && from <= to && to <= last;
}

static size_t real_length(const unsigned char *p, size_t n) {
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 15) == 15 || p[i] >> 4 == 15) {
			return i + 1;
		}
	}
	return 0;
}

/* One operand: its length, 0 when damaged. */
static size_t operand(const unsigned char *p, size_t n, int64_t *value) {
	*value = 0;
	if (p[0] >= 32 && p[0] <= 246) {
		*value = p[0] - 139;
		return 1;
	}
	if (p[0] >= 247 && p[0] <= 254 && n >= 2) {
		*value = p[0] <= 250 ? (p[0] - 247) * 256 + p[1] + 108
				     : -(p[0] - 251) * 256 - p[1] - 108;
		return 2;
	}
	if (p[0] == 28 && n >= 3) {
		*value = (int16_t)number(p + 1, 2);
		return 3;
	}
	if (p[0] == 29 && n >= 5) {
		*value = (int32_t)number(p + 1, 4);
		return 5;
	}
	return p[0] == 30 ? real_length(p, n) : 0;
}

/* Takes the next entry off a DICT; false at its end or when damaged (then *dict is not empty). */
static bool next_entry(eng_str *dict, entry *e) {
	const unsigned char *p = (const unsigned char *)dict->s;
	size_t at = 0;

	memset(e, 0, sizeof(*e));
	while (at < dict->n) {
		int64_t value;
		size_t n;

		if (p[at] <= 21) {
			n = p[at] == 12 ? 2 : 1;
			if (at + n > dict->n) {
				return false;
			}
			e->op = n == 2 ? 0x0c00 | p[at + 1] : p[at];
			e->raw = (eng_str){ dict->s, at + n };
			*dict = eng_str_sub(*dict, at + n, dict->n);
			return true;
		}
		n = operand(p + at, dict->n - at, &value);
		if (n == 0) {
			return false;
		}
		if (e->count < 2) {
			e->values[e->count] = value;
		}
		e->count++;
		at += n;
	}
	return false;
}

static bool find_entry(eng_str dict, int op, entry *e) {
	while (next_entry(&dict, e)) {
		if (e->op == op) {
			return true;
		}
	}
	return false;
}

static void put(eng_buf *out, uint64_t v, int bytes) {
	while (bytes-- > 0) {
		eng_buf_char(out, (char)(v >> (8 * bytes)));
	}
}

static void put_int(eng_buf *out, size_t v) {
	eng_buf_char(out, 29);
	put(out, v, 4);
}

static void put_op(eng_buf *out, int op) {
	put(out, (uint64_t)op, op > 255 ? 2 : 1);
}

/* An INDEX of items that stand one after the other in data; ends are their ends. */
static void put_index(eng_buf *out, eng_str data, const size_t *ends, size_t count) {
	put(out, count, 2);
	if (count) {
		put(out, 4, 1);
		put(out, 1, 4);
		for (size_t i = 0; i < count; i++) {
			put(out, ends[i] + 1, 4);
		}
		eng_buf_str(out, data);
	}
}

/* The private DICT of a Top or Font DICT, without subroutines, which the charstrings do not call. */
static bool copy_private(eng_str table, eng_str dict, eng_buf *out) {
	entry e, p;
	eng_str body;

	if (!find_entry(dict, OP_PRIVATE, &e) || e.count != 2) {
		return true;
	}
	if (e.values[0] < 0 || e.values[1] < 0 || e.values[1] > (int64_t)table.n ||
	    e.values[0] > (int64_t)table.n - e.values[1]) {
		return false;
	}
	body = eng_str_sub(table, (size_t)e.values[1], (size_t)(e.values[1] + e.values[0]));
	while (next_entry(&body, &p)) {
		if (p.op != OP_SUBRS) {
			eng_buf_str(out, p.raw);
		}
	}
	return body.n == 0;
}

typedef struct source {
	eng_str table, top;
	index_view charstrings;
	size_t charstrings_at;
	bool keyed; /* CID-keyed already */
	eng_str dicts[MAX_FONT_DICTS];
	size_t dict_count;
	size_t select_at; /* of FDSelect, when keyed */
} source;

static bool read_fonts(source *s) {
	entry array, select;
	index_view dicts;

	if (!s->keyed) {
		s->dicts[0] = s->top;
		s->dict_count = 1;
		return true;
	}
	if (!find_entry(s->top, OP_FD_ARRAY, &array) ||
	    !find_entry(s->top, OP_FD_SELECT, &select) || array.values[0] < 0 ||
	    select.values[0] < 0 || select.values[0] >= (int64_t)s->table.n ||
	    !read_index(s->table, (size_t)array.values[0], &dicts) || dicts.count == 0 ||
	    dicts.count > MAX_FONT_DICTS) {
		return false;
	}
	s->dict_count = dicts.count;
	s->select_at = (size_t)select.values[0];
	for (size_t i = 0; i < dicts.count; i++) {
		if (!index_item(&dicts, i, &s->dicts[i])) {
			return false;
		}
	}
	return true;
}

static bool read_source(eng_str table, source *s) {
	index_view names, tops;
	size_t at = table.n > 4 ? (unsigned char)table.s[2] : table.n;
	entry e;

	memset(s, 0, sizeof(*s));
	s->table = table;
	if (!read_index(table, at, &names) || !read_index(table, at + names.bytes, &tops) ||
	    tops.count != 1 || !index_item(&tops, 0, &s->top) ||
	    !find_entry(s->top, OP_CHARSTRINGS, &e) || e.values[0] <= 0 ||
	    !read_index(table, (size_t)e.values[0], &s->charstrings)) {
		return false;
	}
	s->charstrings_at = (size_t)e.values[0];
	s->keyed = find_entry(s->top, OP_ROS, &e);
	return read_fonts(s);
}

/* Which Font DICT each glyph has: that of the source, or the only one. */
static bool put_select(const source *s, eng_buf *out) {
	eng_str from = eng_str_sub(s->table, s->select_at, s->table.n);
	size_t n = s->charstrings.count, bytes;

	if (!s->keyed) {
		put(out, 3, 1);
		put(out, 1, 2);
		put(out, 0, 3);
		put(out, n, 2);
		return true;
	}
	if (from.n < 3) {
		return false;
	}
	bytes =
	    from.s[0] == 0 ? 1 + n : 1 + 2 + 3 * number((const unsigned char *)from.s + 1, 2) + 2;
	if (from.n < bytes) {
		return false;
	}
	eng_buf_add(out, from.s, bytes);
	return true;
}

/* Offsets of the parts behind the directory, whose own size is always the same. */
typedef struct offsets {
	size_t charset, select, charstrings, array;
} offsets;

static void put_directory(const source *s, const offsets *o, uint32_t last_cid, eng_buf *out) {
	static const size_t string_ends[] = { 5, 13 };
	eng_buf top = { 0 };
	eng_str rest = s->top;
	entry e;

	put_int(&top, 391);
	put_int(&top, 392);
	put_int(&top, 0);
	put_op(&top, OP_ROS);
	while (next_entry(&rest, &e)) {
		if (e.op == OP_FONT_MATRIX || e.op == 5) { /* 5: FontBBox */
			eng_buf_str(&top, e.raw);
		}
	}
	put_int(&top, (size_t)last_cid + 1);
	put_op(&top, OP_CID_COUNT);
	put_int(&top, o->charset);
	put_op(&top, OP_CHARSET);
	put_int(&top, o->select);
	put_op(&top, OP_FD_SELECT);
	put_int(&top, o->charstrings);
	put_op(&top, OP_CHARSTRINGS);
	put_int(&top, o->array);
	put_op(&top, OP_FD_ARRAY);
	eng_buf_add(out, "\1\0\4\4", 4);
	put_index(out, ENG_STR("Font"), (const size_t[]){ 4 }, 1);
	put_index(out, eng_buf_view(&top), (const size_t[]){ top.n }, 1);
	put_index(out, ENG_STR("AdobeIdentity"), string_ends, 2);
	put(out, 0, 2); /* no global subroutines */
	eng_buf_finish(&top);
}

/* Private DICTs first, then the FDArray that points at them. */
static bool put_fonts(const source *s, eng_buf *body, size_t base, size_t *array_at) {
	size_t ends[MAX_FONT_DICTS];
	eng_buf dicts = { 0 };
	bool ok = true;

	for (size_t i = 0; ok && i < s->dict_count; i++) {
		size_t at = base + body->n;
		eng_str rest = s->dicts[i];
		entry e;

		ok = copy_private(s->table, s->dicts[i], body);
		while (s->keyed && next_entry(&rest, &e)) {
			if (e.op == OP_FONT_MATRIX) {
				eng_buf_str(&dicts, e.raw);
			}
		}
		put_int(&dicts, base + body->n - at);
		put_int(&dicts, at);
		put_op(&dicts, OP_PRIVATE);
		ends[i] = dicts.n;
	}
	*array_at = base + body->n;
	put_index(body, eng_buf_view(&dicts), ends, s->dict_count);
	eng_buf_finish(&dicts);
	return ok;
}

bool eng_pdf_cff_rewrite(eng_str table, const uint32_t *cids, size_t count, eng_buf *out) {
	offsets o = { 0 };
	eng_buf head = { 0 }, body = { 0 };
	size_t base;
	source s;
	bool ok;

	if (!read_source(table, &s) || s.charstrings.count != count || count == 0) {
		return false;
	}
	put_directory(&s, &o, cids[count - 1], &head);
	base = head.n;
	o.charset = base;
	put(&body, 0, 1);
	for (size_t i = 1; i < count; i++) {
		put(&body, cids[i], 2);
	}
	o.select = base + body.n;
	ok = put_select(&s, &body);
	o.charstrings = base + body.n;
	eng_buf_add(&body, table.s + s.charstrings_at, s.charstrings.bytes);
	ok = ok && put_fonts(&s, &body, base, &o.array);
	eng_buf_clear(&head);
	put_directory(&s, &o, cids[count - 1], &head);
	if (ok) {
		eng_buf_str(out, eng_buf_view(&head));
		eng_buf_str(out, eng_buf_view(&body));
	}
	eng_buf_finish(&head);
	eng_buf_finish(&body);
	return ok;
}
