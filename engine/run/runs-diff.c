/* `engross runs diff`: what two runs differ in. First their reports, value by value; then their artifacts, by
 * recipient and channel, whatever their order. */
#include <stdlib.h>

#include "archive/entry.h"
#include "base/file.h"
#include "channels/channel.h"
#include "run/telling.h"

#define LISTED 20 /* artifacts that are named */
#define SHOWN  24 /* characters of a value for people */

/* An artifact, known by whose and what it is. */
typedef struct piece {
	uint8_t key[16], hash[16];
	uint64_t ordinal;
	int channel;
} piece;

typedef struct side {
	const char *path; /* of the manifest */
	piece *pieces;
	size_t count, room;
	uint64_t last; /* ordinal of the piece before + 1 */
	unsigned nth;  /* piece of the same record and channel */
	eng_buf channel;
} side;

typedef struct difference {
	uint64_t ordinal;
	int channel;
	const char *what;
} difference;

typedef struct diff {
	eng_telling look;
	eng_past past[2];
	side sides[2];
	uint64_t differences; /* in the reports */
	uint64_t same, changed, only[2];
	difference first[LISTED]; /* artifacts that differ, in the order of records */
	uint64_t told;
} diff;

/* ---- reports ---- */

static eng_str text_of(diff *d, const eng_json_node *value) {
	eng_buf text = { 0 };
	eng_json_writer w;
	eng_str out = ENG_STR("-");

	if (value) {
		eng_json_write_init(&w, &text, false);
		eng_past_write(&w, value);
		out = eng_str_copy(&d->look.arena, eng_buf_view(&text));
		eng_buf_finish(&text);
	}
	return out;
}

static void tell_member(diff *d, eng_str path, const eng_json_node *a, const eng_json_node *b) {
	eng_str x = text_of(d, a), y = text_of(d, b);
	eng_json_writer *w = &d->look.json;

	d->differences++;
	if (!d->look.options->json) {
		eng_diag_text(&d->look.text, "  %-44.*s %.*s%s -> %.*s%s\n", ENG_STR_ARG(path),
			      ENG_STR_ARG(eng_str_sub(x, 0, SHOWN)), x.n > SHOWN ? "..." : "",
			      ENG_STR_ARG(eng_str_sub(y, 0, SHOWN)), y.n > SHOWN ? "..." : "");
		return;
	}
	eng_json_write_object(w);
	eng_json_member_text(w, "member", path);
	if (a) {
		eng_json_write_key(w, ENG_STR("a"));
		eng_past_write(w, a);
	}
	if (b) {
		eng_json_write_key(w, ENG_STR("b"));
		eng_past_write(w, b);
	}
	eng_json_write_object_end(w);
}

/* What a child is called: its key, or what an element of a list names. */
static eng_str name_of(diff *d, const eng_json_node *value) {
	static const char *const names[] = { "path", "file" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && !value->key.n; i++) {
		eng_str name = eng_json_find_text(value, names[i]);

		if (name.n) {
			return name;
		}
	}
	return value->key.n ? value->key : eng_str_printf(&d->look.arena, "%zu", value->index);
}

static const eng_json_node *find(diff *d, const eng_json_node *in, eng_str name) {
	for (const eng_json_node *v = in->first; v; v = v->next) {
		if (eng_str_eq(name_of(d, v), name)) {
			return v;
		}
	}
	return NULL;
}

static bool is_container(const eng_json_node *value) {
	return value->kind == ENG_JSON_OBJECT || value->kind == ENG_JSON_ARRAY;
}

/* What follows from the rest, or from the clock. */
static bool is_left_out(eng_str name) {
	return eng_str_eqc(name, "observed") || eng_str_eqc(name, "seal") ||
	       eng_str_eqc(name, "fingerprint");
}

static void compare(diff *d, eng_str path, const eng_json_node *a, const eng_json_node *b) {
	const eng_json_node *sides[] = { a, b };

	if (!a || !b || a->kind != b->kind || !is_container(a)) {
		if (!a || !b || !eng_str_eq(text_of(d, a), text_of(d, b))) {
			tell_member(d, path, a, b);
		}
		return;
	}
	for (int i = 0; i < 2; i++) {
		for (const eng_json_node *v = sides[i]->first; v; v = v->next) {
			eng_str name = name_of(d, v);
			const eng_json_node *other = find(d, sides[1 - i], name);

			if ((i == 1 && other) || (!path.n && is_left_out(name))) {
				continue;
			}
			name = eng_str_printf(&d->look.arena, "%.*s%s%.*s", ENG_STR_ARG(path),
					      path.n ? "/" : "", ENG_STR_ARG(name));
			compare(d, name, i ? other : v, i ? v : other);
		}
	}
}

/* ---- artifacts ---- */

static int channel_of(eng_str name) {
	int i = 0;

	while (eng_channel_names[i] && !eng_str_eqc(name, eng_channel_names[i])) {
		i++;
	}
	return i;
}

static bool take(void *user, const eng_entry *entry) {
	side *s = user;
	eng_str channel = eng_buf_view(&entry->channel);
	eng_hasher *hasher = eng_hasher_new();
	eng_hash hash;
	piece *p;

	s->nth = s->last == entry->ordinal + 1 && eng_str_eq(eng_buf_view(&s->channel), channel)
		     ? s->nth + 1
		     : 0;
	s->last = entry->ordinal + 1;
	eng_buf_clear(&s->channel);
	eng_buf_str(&s->channel, channel);
	eng_hasher_field(hasher, eng_buf_view(&entry->recipient));
	eng_hasher_field(hasher, channel);
	eng_hasher_add(hasher, &s->nth, sizeof(s->nth));
	hash = eng_hasher_done(hasher);
	eng_hasher_free(hasher);
	if (s->count == s->room) {
		s->room = s->room ? 2 * s->room : 1024;
		s->pieces = eng_realloc(s->pieces, s->room * sizeof(*s->pieces));
	}
	p = &s->pieces[s->count++];
	*p = (piece){ .ordinal = entry->ordinal, .channel = channel_of(channel) };
	memcpy(p->key, hash.bytes, sizeof(p->key));
	memcpy(p->hash, entry->hash.bytes, sizeof(p->hash));
	return true;
}

static int by_key(const void *a, const void *b) {
	const piece *x = a, *y = b;
	int order = memcmp(x->key, y->key, sizeof(x->key));

	return order ? order : x->ordinal < y->ordinal ? -1 : x->ordinal > y->ordinal;
}

/* Keeps a difference when it is among the first in the order of records. */
static void keep(diff *d, const piece *a, const piece *b) {
	difference one = { a ? a->ordinal : b->ordinal, a ? a->channel : b->channel,
			   a && b ? "changed"
			   : a    ? "only in a"
				  : "only in b" };
	size_t at = d->told < LISTED ? d->told : LISTED;

	d->told++;
	while (at > 0 && (d->first[at - 1].ordinal > one.ordinal ||
			  (d->first[at - 1].ordinal == one.ordinal &&
			   d->first[at - 1].channel > one.channel))) {
		at--;
	}
	if (at < LISTED) {
		memmove(&d->first[at + 1], &d->first[at], (LISTED - 1 - at) * sizeof(one));
		d->first[at] = one;
	}
}

static void tell_pieces(diff *d) {
	eng_json_writer *w = &d->look.json;

	for (size_t i = 0; i < LISTED && i < d->told; i++) {
		const difference *one = &d->first[i];
		const char *channel = eng_channel_names[one->channel];

		if (d->look.options->json) {
			eng_json_write_object(w);
			eng_json_member_cstr(w, "what", one->what);
			eng_json_member_int(w, "ordinal", (int64_t)one->ordinal);
			eng_json_member_cstr(w, "channel", channel ? channel : "?");
			eng_json_write_object_end(w);
		} else {
			eng_diag_text(&d->look.text, "  record %llu: %s %s\n",
				      (unsigned long long)one->ordinal, channel ? channel : "?",
				      one->what);
		}
	}
}

static void merge(diff *d) {
	const side *a = &d->sides[0], *b = &d->sides[1];
	size_t i = 0, k = 0;

	while (i < a->count || k < b->count) {
		int order = i == a->count   ? 1
			    : k == b->count ? -1
					    : memcmp(a->pieces[i].key, b->pieces[k].key,
						     sizeof(a->pieces[i].key));

		if (order == 0) {
			bool same = memcmp(a->pieces[i].hash, b->pieces[k].hash,
					   sizeof(a->pieces[i].hash)) == 0;

			d->same += same;
			d->changed += !same;
			if (!same) {
				keep(d, &a->pieces[i], &b->pieces[k]);
			}
			i++, k++;
		} else {
			d->only[order > 0]++;
			keep(d, order < 0 ? &a->pieces[i++] : NULL,
			     order > 0 ? &b->pieces[k++] : NULL);
		}
	}
}

static bool read_pieces(diff *d, int i) {
	side *s = &d->sides[i];
	bool ok;

	s->path = eng_path_join(&d->look.arena, d->past[i].folder, "manifest.ndjson");
	ok = eng_entries_read(&d->look.ctx, s->path, take, s);
	if (s->count) {
		qsort(s->pieces, s->count, sizeof(*s->pieces), by_key);
	}
	return ok;
}

/* ---- both ---- */

static bool tell_json(diff *d) {
	eng_json_writer *w = &d->look.json;

	eng_json_write_object(w);
	eng_json_member_cstr(w, "a", d->past[0].name);
	eng_json_member_cstr(w, "b", d->past[1].name);
	eng_json_member_array(w, "members");
	compare(d, ENG_STR(""), d->past[0].report, d->past[1].report);
	eng_json_write_array_end(w);
	eng_json_member_array(w, "artifacts");
	merge(d);
	tell_pieces(d);
	eng_json_write_array_end(w);
	eng_json_member_int(w, "same", (int64_t)d->same);
	eng_json_member_int(w, "changed", (int64_t)d->changed);
	eng_json_member_int(w, "only-a", (int64_t)d->only[0]);
	eng_json_member_int(w, "only-b", (int64_t)d->only[1]);
	eng_json_write_object_end(w);
	return true;
}

static bool tell_text(diff *d) {
	eng_diag_text(&d->look.text, "a: %s\n", d->past[0].name);
	eng_diag_text(&d->look.text, "b: %s\n", d->past[1].name);
	compare(d, ENG_STR(""), d->past[0].report, d->past[1].report);
	merge(d);
	tell_pieces(d);
	if (d->told > LISTED) {
		eng_diag_text(&d->look.text, "  and %llu more\n",
			      (unsigned long long)(d->told - LISTED));
	}
	eng_diag_text(&d->look.text,
		      "%llu artifacts are the same, %llu changed, %llu only in a, %llu only in b\n",
		      (unsigned long long)d->same, (unsigned long long)d->changed,
		      (unsigned long long)d->only[0], (unsigned long long)d->only[1]);
	return true;
}

bool eng_runs_diff(const eng_runs_options *options, const char *a, const char *b, bool *same) {
	diff d = { 0 };
	bool ok;

	eng_telling_init(&d.look, options);
	ok = eng_telling_read(&d.look, a, &d.past[0]) && eng_telling_read(&d.look, b, &d.past[1]) &&
	     read_pieces(&d, 0) && read_pieces(&d, 1) &&
	     (options->json ? tell_json(&d) : tell_text(&d));
	*same = ok && !d.differences && !d.changed && !d.only[0] && !d.only[1];
	for (int i = 0; i < 2; i++) {
		free(d.sides[i].pieces);
		eng_buf_finish(&d.sides[i].channel);
	}
	return eng_telling_finish(&d.look, ok);
}
