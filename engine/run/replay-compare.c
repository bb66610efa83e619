/* Line by line: what was sealed, and what came out now. */
#include "run/replay.h"

#include <string.h>

#include "base/file.h"

/* A line that the worker wrote now. */
typedef struct made {
	const eng_json_node *line;
	int64_t ordinal;
	eng_str channel;
	unsigned file; /* which of its record and channel, from 0 */
	bool used;
} made;

typedef struct chunk {
	eng_replay_work *r;
	unsigned index;
	made *items;
	size_t count, cap;
} chunk;

/* The next line of the manifest that is asked for. */
static void take_next(eng_replay_work *r) {
	eng_str line, channel;
	const char *why;

	do {
		const eng_json_node *next;
		int64_t ordinal = -1;
		bool again;

		if (!eng_lines_next(&r->manifest, &line)) {
			r->sealed = NULL;
			return;
		}
		eng_arena_reset(&r->sealed_arena);
		next = eng_json_tree(&r->sealed_arena, line, &why);
		eng_json_find_int(next, "ordinal", &ordinal);
		channel = eng_json_find_text(next, "channel");
		again = r->sealed && ordinal == r->ordinal && eng_str_eqc(channel, r->channel);
		r->file = again ? r->file + 1 : 0;
		r->sealed = next;
		r->ordinal = ordinal;
		snprintf(r->channel, sizeof(r->channel), "%.*s", ENG_STR_ARG(channel));
	} while (!r->sealed || !eng_replay_wants(r, r->sealed));
}

bool eng_replay_begin(eng_replay_work *r) {
	eng_check *c = &r->check;

	eng_lines_open(&r->manifest, eng_path_join(&c->arena, c->run, "manifest.ndjson"), false);
	take_next(r);
	return r->manifest.file != NULL;
}

static void read_made(chunk *k) {
	eng_replay_work *r = k->r;
	eng_arena *arena = &r->check.line;
	eng_str rest = eng_buf_view(&r->worker.manifest), line;
	const char *why;

	while (rest.n && eng_str_split(&rest, '\n', &line) && line.n) {
		made *m, *before;

		k->items = eng_arena_grow(arena, k->items, k->count, &k->cap, sizeof(*k->items));
		m = &k->items[k->count];
		before = k->count ? m - 1 : NULL;
		*m = (made){ .line = eng_json_tree(arena, line, &why) };
		eng_json_find_int(m->line, "ordinal", &m->ordinal);
		m->channel = eng_json_find_text(m->line, "channel");
		m->file = before && before->ordinal == m->ordinal &&
				  eng_str_eq(before->channel, m->channel)
			      ? before->file + 1
			      : 0;
		k->count++;
	}
}

static made *find_made(const chunk *k) {
	const eng_replay_work *r = k->r;

	for (size_t i = 0; i < k->count; i++) {
		made *m = &k->items[i];

		if (m->ordinal == r->ordinal && m->file == r->file &&
		    eng_str_eqc(m->channel, r->channel)) {
			return m;
		}
	}
	return NULL;
}

/* The bytes of a line's artifact below a folder; false when they cannot be had. */
static bool bytes_of(eng_replay_work *r, const char *path, const eng_json_node *line,
		     eng_str *bytes) {
	eng_check *c = &r->check;
	int64_t offset = 0, length = 0;
	bool ok;

	if (!eng_path_is_safe(eng_json_find_text(line, "path")) || !eng_file_exists(path)) {
		return false;
	}
	c->ctx.quiet = true;
	ok = eng_file_read(&c->ctx, &c->line, path, c->ctx.limits.artifact_bytes, bytes);
	c->ctx.quiet = false;
	if (ok && eng_json_find_int(line, "offset", &offset) &&
	    eng_json_find_int(line, "bytes", &length)) {
		*bytes = eng_str_sub(*bytes, (size_t)offset, (size_t)(offset + length));
	}
	return ok;
}

/* "pdf/00001/x.pdf" of the chunk stands in stage/00001/pdf/x.pdf, "sms/00001.ndjson" in
 * stage/00001/sms.ndjson. */
static const char *stage_path(const chunk *k, const made *m) {
	eng_replay_work *r = k->r;
	eng_str path = eng_json_find_text(m->line, "path");
	size_t from = m->channel.n + 1 + strlen("00000");

	return eng_arena_printf(&r->check.line, "%s/" ENG_STAGE "/%05u/%.*s%.*s", r->room, k->index,
				ENG_STR_ARG(m->channel), (int)(path.n > from ? path.n - from : 0),
				path.s + from);
}

static bool same_words(const eng_json_node *a, const eng_json_node *b) {
	const eng_json_node *x = eng_json_find(a, "blocks"), *y = eng_json_find(b, "blocks");

	for (x = x ? x->first : NULL, y = y ? y->first : NULL; x && y; x = x->next, y = y->next) {
		if (!eng_str_eq(eng_json_find_text(x, "text-sha256"),
				eng_json_find_text(y, "text-sha256")) ||
		    !eng_str_eq(eng_json_find_text(x, "sha256"), eng_json_find_text(y, "sha256"))) {
			return false;
		}
	}
	return !x && !y;
}

static void keep_bytes(eng_replay_work *r, const char *name, eng_str bytes) {
	eng_check *c = &r->check;
	const char *dir = r->options->to;

	if (dir && eng_file_mkdirs(&c->ctx, dir)) {
		eng_file_write(
		    &c->ctx,
		    eng_path_join(&c->line, dir, eng_path_sanitise(&c->line, eng_str_from(name))),
		    bytes, false);
	}
}

static void tell_difference(chunk *k, const made *m, const char *name) {
	eng_replay_work *r = k->r;
	eng_check *c = &r->check;
	const char *words = same_words(r->sealed, m->line) ? "; the locked words are the same"
							   : "; the locked words differ, too";
	eng_str was = { 0 }, now = { 0 };
	size_t at = 0;

	r->differ++;
	bytes_of(r, stage_path(k, m), m->line, &now);
	keep_bytes(r, name, now);
	if (!bytes_of(r, eng_path_join(&c->line, c->run, name), r->sealed, &was)) {
		eng_check_object(c, "replay.differs", name,
				 "made again it has other bytes than were sealed%s", words);
		return;
	}
	while (at < was.n && at < now.n && was.s[at] == now.s[at]) {
		at++;
	}
	if (at == was.n && at == now.n) {
		eng_check_object(
		    c, "replay.differs", name,
		    "made again it has the bytes that stand in the run, but others were "
		    "sealed");
		return;
	}
	eng_check_object(c, "replay.differs", name,
			 "made again it has other bytes: %zu instead of %zu, the first difference "
			 "at byte %zu%s",
			 now.n, was.n, at + 1, words);
}

/* Why the record was not made: the first thing that was said of it. */
static eng_str why_not(const eng_replay_work *r, eng_arena *arena) {
	eng_str rest = eng_buf_view(&r->worker.quarantine), line;
	const char *why;

	while (rest.n && eng_str_split(&rest, '\n', &line) && line.n) {
		const eng_json_node *entry = eng_json_tree(arena, line, &why);
		const eng_json_node *list = eng_json_find(entry, "diagnostics");
		int64_t ordinal;

		if (eng_json_find_int(entry, "ordinal", &ordinal) && ordinal == r->ordinal &&
		    list && list->first) {
			return eng_json_find_text(list->first, "message");
		}
	}
	return (eng_str){ 0 };
}

static void judge(chunk *k) {
	eng_replay_work *r = k->r;
	eng_check *c = &r->check;
	const char *name = eng_str_dup(&c->line, eng_json_find_text(r->sealed, "path"));
	made *m = find_made(k);

	if (!m) {
		eng_str why = why_not(r, &c->line);

		r->lost++;
		eng_check_object(c, "replay.not-made", name, "it was not made again%s%.*s",
				 why.n ? ": " : "", ENG_STR_ARG(why));
		return;
	}
	m->used = true;
	if (eng_str_eq(eng_json_find_text(m->line, "sha256"),
		       eng_json_find_text(r->sealed, "sha256"))) {
		r->same++;
	} else {
		tell_difference(k, m, name);
	}
}

void eng_replay_compare(eng_replay_work *r, unsigned index, uint64_t last) {
	chunk k = { .r = r, .index = index };

	eng_arena_reset(&r->check.line);
	read_made(&k);
	for (; r->sealed && (uint64_t)r->ordinal <= last; take_next(r)) {
		judge(&k);
	}
	for (size_t i = 0; i < k.count; i++) {
		if (!k.items[i].used) {
			r->more++;
			eng_check_object(
			    &r->check, "replay.more", NULL,
			    "record %lld now also gets something in channel '%.*s', of "
			    "which the manifest has no line",
			    (long long)k.items[i].ordinal, ENG_STR_ARG(k.items[i].channel));
		}
	}
}

void eng_replay_end(eng_replay_work *r) {
	chunk none = { .r = r };

	for (; r->sealed; take_next(r)) {
		eng_arena_reset(&r->check.line);
		judge(&none);
	}
	eng_lines_close(&r->manifest);
}
