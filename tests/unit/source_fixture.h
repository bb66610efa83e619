/* A file of records, read from front to end and by cutting it into slices: what was seen, as text. */
#ifndef ENG_SOURCE_FIXTURE_H
#define ENG_SOURCE_FIXTURE_H

#include <unistd.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/intern.h"
#include "data/source.h"
#include "unit.h"

static eng_arena arena, diags;
static eng_diag_list list;
static eng_ctx ctx;
static eng_names *names;
static eng_buf seen;
static char path[64];

static inline void dump(const eng_field *f) {
	if (f->space) {
		eng_buf_printf(&seen, "{%s}", f->space->text.s);
	}
	eng_buf_printf(&seen, "%s%s@%u:%u", f->attribute ? "@" : "", f->name->text.s, f->line,
		       f->column);
	if (f->nil) {
		eng_buf_cstr(&seen, "=nil");
	} else if (f->text.n) {
		eng_buf_printf(&seen, "=%s%.*s", f->number ? "#" : "", ENG_STR_ARG(f->text));
	}
	if (f->attributes || f->first) {
		eng_buf_char(&seen, '(');
		for (const eng_field *a = f->attributes; a; a = a->next) {
			dump(a);
			eng_buf_char(&seen, ' ');
		}
		for (const eng_field *c = f->first; c; c = c->next) {
			CHECK(c->parent == f);
			dump(c);
			eng_buf_char(&seen, ' ');
		}
		eng_buf_char(&seen, ')');
	}
}

static inline void write_file(eng_str text) {
	FILE *f = fopen(path, "wb");

	CHECK(f && fwrite(text.s, 1, text.n, f) == text.n);
	fclose(f);
}

static inline void add_record(const eng_record *record) {
	dump(record->root);
	for (const eng_field *p = record->root->parent; p; p = p->parent) {
		eng_buf_cstr(&seen, " ^");
		dump(p);
	}
	eng_buf_char(&seen, '\n');
}

static inline void read_source(const eng_source_options *options) {
	eng_source *source;
	eng_source_status status;
	eng_record record;

	list = (eng_diag_list){ .arena = &diags };
	eng_ctx_init(&ctx, eng_diag_collect, &list);
	ctx.limits.depth = 60;
	ctx.limits.token_bytes = 200000;
	ctx.limits.record_bytes = 300000;
	ctx.limits.record_nodes = 20000;
	eng_buf_clear(&seen);
	source = eng_source_open(&ctx, names, path, options);
	if (!source) {
		eng_buf_cstr(&seen, "UNOPENED");
		CHECK(list.n > 0);
		return;
	}
	do {
		size_t before = list.n;

		eng_arena_reset(&arena);
		status = eng_source_next(source, &arena, &record);
		CHECK((list.n > before) ==
		      (status == ENG_SOURCE_BAD || status == ENG_SOURCE_BROKEN));
		if (status == ENG_SOURCE_RECORD) {
			add_record(&record);
		} else {
			eng_buf_cstr(&seen, status == ENG_SOURCE_BAD      ? "BAD\n"
					    : status == ENG_SOURCE_BROKEN ? "BROKEN\n"
									  : "END\n");
		}
	} while (status == ENG_SOURCE_RECORD || status == ENG_SOURCE_BAD);
	CHECK(eng_source_next(source, &arena, &record) == ENG_SOURCE_END);
	eng_source_close(source);
}

/* The same by cutting the file and reading the slices: must be seen alike. */
static inline void read_slices(const eng_source_options *options) {
	eng_source *cutter, *source = NULL;
	eng_buf context = { 0 }, now = { 0 };
	eng_source_status status, made = ENG_SOURCE_RECORD;
	eng_record record;
	eng_slice slice;

	list = (eng_diag_list){ .arena = &diags };
	eng_buf_clear(&seen);
	cutter = eng_source_open(&ctx, names, path, options);
	if (!cutter) {
		eng_buf_cstr(&seen, "UNOPENED");
		return;
	}
	do {
		size_t before = list.n;

		status = eng_source_cut(cutter, &slice);
		if (status != ENG_SOURCE_RECORD) {
			eng_buf_cstr(&seen, status == ENG_SOURCE_BROKEN ? "BROKEN\n" : "END\n");
			break;
		}
		list.n = before; /* what a cutter says of rows is the reader's to say */
		eng_buf_clear(&now);
		eng_source_context(cutter, &now);
		if (!source || !eng_str_eq(eng_buf_view(&now), eng_buf_view(&context))) {
			eng_buf_clear(&context);
			eng_buf_str(&context, eng_buf_view(&now));
			eng_source_close(source);
			source = eng_source_open_slices(&ctx, names, path, options,
							eng_buf_view(&context));
			CHECK(source != NULL);
		}
		eng_arena_reset(&arena);
		eng_source_give(source, &slice);
		made = eng_source_next(source, &arena, &record);
		if (made == ENG_SOURCE_RECORD) {
			CHECK(record.offset >= slice.offset);
			add_record(&record);
		} else {
			CHECK(made == ENG_SOURCE_BAD || made == ENG_SOURCE_BROKEN);
			eng_buf_cstr(&seen, made == ENG_SOURCE_BAD ? "BAD\n" : "BROKEN\n");
		}
	} while (made != ENG_SOURCE_BROKEN);
	eng_source_close(source);
	eng_source_close(cutter);
	eng_buf_finish(&context);
	eng_buf_finish(&now);
}

static inline void add_diags(eng_buf *to) {
	for (size_t i = 0; i < list.n; i++) {
		const eng_diag *d = &list.items[i];

		eng_buf_printf(to, "%d:%d %s [%s]\n", d->where.line, d->where.column, d->message,
			       d->code);
	}
}

static inline void compare_slices(const eng_source_options *options, bool diagnostics) {
	eng_buf whole = { 0 };

	eng_buf_str(&whole, eng_buf_view(&seen));
	if (diagnostics) {
		add_diags(&whole);
	}
	read_slices(options);
	if (diagnostics) {
		add_diags(&seen);
	}
	if (!eng_str_eq(eng_buf_view(&whole), eng_buf_view(&seen))) {
		printf("whole:\n%.*s\nslices:\n%.*s\n", ENG_STR_ARG(eng_buf_view(&whole)),
		       ENG_STR_ARG(eng_buf_view(&seen)));
		CHECK(!"slices read alike");
	}
	eng_buf_finish(&whole);
}

static inline void repeat(eng_buf *buf, const char *text, size_t n) {
	for (size_t i = 0; i < n; i++) {
		eng_buf_cstr(buf, text);
	}
}

static inline void expect(eng_format format, const char *record, const char *seen_text,
			  const char *code) {
	eng_source_options options = { .format = format, .record = eng_str_from(record) };

	read_source(&options);
	CHECK_STR(eng_buf_view(&seen), seen_text);
	CHECK(list.n > 0);
	if (list.n) {
		CHECK_STR(eng_str_from(list.items[0].code), code);
	}
	compare_slices(&options, false);
}

static inline void source_begin(void) {
	snprintf(path, sizeof(path), "/tmp/engross-test-source-%ld.tmp", (long)getpid());
	names = eng_names_new();
	eng_names_add(names, ENG_STR("a"));
	eng_names_add(names, ENG_STR("r"));
}

static inline int source_end(void) {
	eng_names_free(names);
	eng_buf_finish(&seen);
	eng_arena_finish(&arena);
	eng_arena_finish(&diags);
	unlink(path);
	return unit_done();
}

#endif
