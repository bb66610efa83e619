/* Values in a row of bytes, for messages between processes of one run on one machine. */
#ifndef ENG_BASE_WIRE_H
#define ENG_BASE_WIRE_H

#include <stdint.h>

#include "base/buf.h"
#include "base/diag.h"

void eng_wire_put(eng_buf *wire, const void *data, size_t n);
void eng_wire_number(eng_buf *wire, uint64_t number);
void eng_wire_text(eng_buf *wire, eng_str text);
void eng_wire_diag(eng_buf *wire, const eng_diag *diag);

/* Reads from the beginning of *wire, which moves. What does not fit makes it bad. */
typedef struct eng_wire {
	eng_str rest;
	bool bad;
} eng_wire;

void eng_wire_take(eng_wire *wire, void *data, size_t n);
uint64_t eng_wire_take_number(eng_wire *wire);
/* A slice of the message. */
eng_str eng_wire_take_text(eng_wire *wire);
/* Its strings are slices of the message that end in a NUL. */
eng_diag eng_wire_take_diag(eng_wire *wire);

#endif
