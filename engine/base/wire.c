/* Numbers as they stand in memory, texts with their length before them and a NUL behind. */
#include "base/wire.h"

void eng_wire_put(eng_buf *wire, const void *data, size_t n) {
	eng_buf_add(wire, data, n);
}

void eng_wire_number(eng_buf *wire, uint64_t number) {
	eng_buf_add(wire, &number, sizeof(number));
}

void eng_wire_text(eng_buf *wire, eng_str text) {
	eng_wire_number(wire, text.n);
	eng_buf_str(wire, text);
	eng_buf_char(wire, '\0');
}

/* A text that may be missing. */
static void put_some(eng_buf *wire, const char *text) {
	eng_wire_number(wire, text != NULL);
	eng_wire_text(wire, eng_str_from(text));
}

void eng_wire_diag(eng_buf *wire, const eng_diag *diag) {
	eng_wire_number(wire, diag->level);
	put_some(wire, diag->code);
	put_some(wire, diag->where.file);
	eng_wire_number(wire, (uint64_t)diag->where.line);
	eng_wire_number(wire, (uint64_t)diag->where.column);
	put_some(wire, diag->message);
}

void eng_wire_take(eng_wire *wire, void *data, size_t n) {
	if (wire->bad || wire->rest.n < n) {
		wire->bad = true;
		memset(data, 0, n);
		return;
	}
	if (n) {
		memcpy(data, wire->rest.s, n);
	}
	wire->rest = eng_str_sub(wire->rest, n, wire->rest.n);
}

uint64_t eng_wire_take_number(eng_wire *wire) {
	uint64_t number;

	eng_wire_take(wire, &number, sizeof(number));
	return number;
}

eng_str eng_wire_take_text(eng_wire *wire) {
	uint64_t n = eng_wire_take_number(wire);
	eng_str text = { "", 0 };

	if (wire->bad || n >= wire->rest.n) {
		wire->bad = true;
		return text;
	}
	text = eng_str_sub(wire->rest, 0, n);
	wire->rest = eng_str_sub(wire->rest, n + 1, wire->rest.n);
	return text;
}

static const char *take_some(eng_wire *wire) {
	bool some = eng_wire_take_number(wire);
	eng_str text = eng_wire_take_text(wire);

	return some ? text.s : NULL;
}

eng_diag eng_wire_take_diag(eng_wire *wire) {
	eng_diag diag = { 0 };

	diag.level = (eng_level)eng_wire_take_number(wire);
	diag.code = take_some(wire);
	diag.where.file = take_some(wire);
	diag.where.line = (int)eng_wire_take_number(wire);
	diag.where.column = (int)eng_wire_take_number(wire);
	diag.message = take_some(wire);
	return diag;
}
