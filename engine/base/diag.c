/* Making, collecting and printing diagnostics. The excerpt re-reads the source file when printing:
 * errors are rare, and so no parser has to keep its text for them. */
#include "base/diag.h"

#include <stdarg.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

#define QUOTE_MAX   40
#define EXCERPT_MAX 160 /* code points of a source line that are shown */

void eng_ctx_init(eng_ctx *ctx, eng_diag_fn *report, void *user) {
	memset(ctx, 0, sizeof(*ctx));
	ctx->report = report;
	ctx->user = user;
	ctx->limits = eng_limits_default();
}

/* What would steer a terminal or turn the order of what is read. */
static bool is_unsafe(uint32_t c) {
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e) ||
	       (c >= 0x2066 && c <= 0x2069);
}

static void add_escaped(eng_buf *out, eng_str s) {
	uint32_t c;

	while (eng_utf8_next(&s, &c)) {
		if (c == '\n') {
			eng_buf_cstr(out, "\\n");
		} else if (is_unsafe(c)) {
			eng_buf_printf(out, "\\u{%x}", (unsigned)c);
		} else {
			eng_buf_utf8(out, c);
		}
	}
}

/* Adds the text, escaped but for a line feed at its end. */
static void add_line(eng_buf *out, const char *fmt, va_list ap) {
	eng_buf raw = { 0 };
	eng_str text;
	bool whole;

	eng_buf_vprintf(&raw, fmt, ap);
	text = eng_buf_view(&raw);
	whole = eng_str_ends(eng_str_from(fmt), "\n");
	add_escaped(out, eng_str_sub(text, 0, text.n - whole));
	eng_buf_cstr(out, whole ? "\n" : "");
	eng_buf_finish(&raw);
}

void eng_diag_text(eng_buf *out, const char *fmt, ...) {
	va_list ap;

	va_start(ap, fmt);
	add_line(out, fmt, ap);
	va_end(ap);
}

void eng_diag_say(FILE *out, const char *fmt, ...) {
	eng_buf text = { 0 };
	va_list ap;

	va_start(ap, fmt);
	add_line(&text, fmt, ap);
	va_end(ap);
	fwrite(text.s, 1, text.n, out);
	eng_buf_finish(&text);
}

bool eng_report(eng_ctx *ctx, eng_level level, const char *code, eng_loc where, const char *fmt,
		...) {
	eng_buf raw = { 0 }, clean = { 0 };
	va_list ap;

	ctx->errors += level == ENG_ERROR;
	ctx->warnings += level == ENG_WARNING;
	if (ctx->quiet || !ctx->report) {
		return level != ENG_ERROR;
	}
	va_start(ap, fmt);
	eng_buf_vprintf(&raw, fmt, ap);
	va_end(ap);
	add_escaped(&clean, eng_buf_view(&raw));
	ctx->report(ctx->user, &(eng_diag){ level, code, where, eng_buf_view(&clean).s });
	eng_buf_finish(&raw);
	eng_buf_finish(&clean);
	return level != ENG_ERROR;
}

const char *eng_quote(eng_arena *arena, eng_str data) {
	eng_buf out = { 0 };
	eng_str rest = data;
	uint32_t c;
	const char *copy;

	for (int i = 0; i < QUOTE_MAX && eng_utf8_next(&rest, &c); i++) {}
	add_escaped(&out, eng_str_sub(data, 0, data.n - rest.n));
	if (rest.n) {
		eng_buf_cstr(&out, "...");
	}
	copy = eng_str_dup(arena, eng_buf_view(&out));
	eng_buf_finish(&out);
	return copy;
}

const char *eng_did_you_mean(eng_arena *arena, const char *near) {
	return near ? eng_arena_printf(arena, ", did you mean '%s'?", near) : "";
}

void eng_diag_collect(void *user, const eng_diag *diag) {
	eng_diag_list *list = user;
	eng_diag *copy;

	list->items =
	    eng_arena_grow(list->arena, list->items, list->n, &list->cap, sizeof(*list->items));
	copy = &list->items[list->n++];
	*copy = *diag;
	copy->message = eng_arena_strdup(list->arena, diag->message);
	if (diag->where.file) {
		copy->where.file = eng_arena_strdup(list->arena, diag->where.file);
	}
}

/* The lines of compressed input are not those of its bytes. */
static bool is_packed(FILE *file) {
	char head[4] = { 0 };
	size_t n = fread(head, 1, sizeof(head), file);

	rewind(file);
	return n >= 2 &&
	       (memcmp(head, "\x1f\x8b", 2) == 0 || memcmp(head, "\x28\xb5\x2f\xfd", 4) == 0);
}

/* Reads line number `wanted` of a file from code point `first` on; false when it cannot be had. */
static bool source_line(const char *path, int wanted, int first, eng_buf *out) {
	FILE *file = fopen(path, "rb");
	int line = 1, column = 0, c;

	if (!file) {
		return false;
	}
	if (is_packed(file)) {
		fclose(file);
		return false;
	}
	while (line < wanted && (c = getc(file)) != EOF) {
		line += c == '\n';
	}
	while (line == wanted && (c = getc(file)) != EOF && c != '\n' && out->n < 4 * EXCERPT_MAX) {
		column += (c & 0xc0) != 0x80;
		if (column >= first) {
			eng_buf_char(out, c == '\t' || c == '\r' ? ' ' : (char)c);
		}
	}
	fclose(file);
	return out->n > 0;
}

static void print_excerpt(FILE *out, eng_loc where) {
	eng_buf line = { 0 }, clean = { 0 };
	eng_str rest;
	uint32_t c;
	int column = where.column > 0 ? where.column : 1, first;

	/* A long line is shown from 40 code points before the caret. */
	first = column > EXCERPT_MAX / 2 ? column - 40 : 1;
	if (!source_line(where.file, where.line, first, &line)) {
		eng_buf_finish(&line);
		return;
	}
	rest = eng_buf_view(&line);
	for (int shown = 0; eng_utf8_next(&rest, &c) && shown < EXCERPT_MAX; shown++) {
		eng_buf_utf8(&clean, is_unsafe(c) ? 0xfffd : c);
	}
	fprintf(out, "  %s\n", eng_buf_view(&clean).s);
	if (where.column > 0) {
		fprintf(out, "  %*s^\n", column - first, "");
	}
	eng_buf_finish(&line);
	eng_buf_finish(&clean);
}

void eng_diag_print(FILE *out, const eng_diag *diag, bool excerpt) {
	static const char *const levels[] = { "note", "warning", "error" };
	eng_loc where = diag->where;
	eng_buf file = { 0 };

	if (where.file) {
		add_escaped(&file, eng_str_from(where.file));
		fputs(eng_buf_view(&file).s, out);
		if (where.line > 0) {
			fprintf(out, ":%d", where.line);
		}
		if (where.line > 0 && where.column > 0) {
			fprintf(out, ":%d", where.column);
		}
		fputs(": ", out);
	}
	eng_buf_finish(&file);
	fprintf(out, "%s: %s", levels[diag->level], diag->message);
	if (diag->code) {
		fprintf(out, " [%s]", diag->code);
	}
	putc('\n', out);
	if (excerpt && where.file && where.line > 0) {
		print_excerpt(out, where);
	}
}
