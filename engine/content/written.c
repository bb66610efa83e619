/* Translating places in decoded text to places in the file. */
#include "content/written.h"

#include "base/utf8.h"

/* Byte offset of a line and column counted from at through the decoded text; n + 1 when outside. */
static size_t offset_of(eng_str text, eng_loc at, eng_loc where) {
	eng_str rest = text;
	uint32_t c;

	while (at.line < where.line || (at.line == where.line && at.column < where.column)) {
		if (!eng_utf8_next(&rest, &c)) {
			return text.n + 1;
		}
		if (c == '\n') {
			at.line++;
			at.column = 1;
		} else {
			at.column++;
		}
	}
	return at.line == where.line && at.column == where.column ? text.n - rest.n : text.n + 1;
}

eng_loc eng_written_where(const eng_written *written, eng_loc where) {
	size_t offset;

	if (!written->report || where.file != written->at.file || where.line == 0) {
		return where;
	}
	offset = offset_of(written->decoded, written->at, where);
	if (offset > written->decoded.n) {
		return where;
	}
	return written->attr ? eng_xml_attr_where(written->attr, offset)
			     : eng_xml_text_where(written->text, offset);
}

static void translate(void *user, const eng_diag *diag) {
	const eng_written *written = user;
	eng_diag copy = *diag;

	copy.where = eng_written_where(written, diag->where);
	written->report(written->user, &copy);
}

static void start(eng_written *written, eng_ctx *ctx, eng_str raw) {
	written->ctx = ctx;
	if (eng_str_eq(raw, written->decoded) || !ctx->report) {
		written->report = NULL;
		return;
	}
	written->report = ctx->report;
	written->user = ctx->user;
	ctx->report = translate;
	ctx->user = written;
}

void eng_written_attr(eng_written *written, eng_ctx *ctx, const eng_xml_attr *attr) {
	*written = (eng_written){ .attr = attr, .decoded = attr->value, .at = attr->at };
	start(written, ctx, attr->raw);
}

void eng_written_text(eng_written *written, eng_ctx *ctx, const eng_xml_node *text) {
	*written = (eng_written){ .text = text, .decoded = text->text, .at = text->where };
	start(written, ctx, text->raw);
}

void eng_written_finish(eng_written *written) {
	if (written->report) {
		written->ctx->report = written->report;
		written->ctx->user = written->user;
	}
}
