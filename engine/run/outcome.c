/* An outcome in memory and as bytes. */
#include "run/outcome.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/wire.h"

void eng_outcome_init(eng_outcome *out, size_t total_count) {
	*out = (eng_outcome){ 0 };
	out->tally.total_count = total_count;
	out->tally.totals = eng_malloc((total_count + 1) * sizeof(*out->tally.totals));
	eng_outcome_clear(out);
}

void eng_outcome_finish(eng_outcome *out) {
	free(out->tally.totals);
	free(out->fates);
	eng_buf_finish(&out->notes);
	*out = (eng_outcome){ 0 };
}

void eng_outcome_clear(eng_outcome *out) {
	eng_outcome old = *out;

	*out = (eng_outcome){ .fates = old.fates, .room = old.room, .notes = old.notes };
	out->tally.totals = old.tally.totals;
	out->tally.total_count = old.tally.total_count;
	memset(out->tally.totals, 0, (old.tally.total_count + 1) * sizeof(*out->tally.totals));
	eng_buf_clear(&out->notes);
}

void eng_outcome_add(eng_outcome *out, eng_record_fate fate) {
	if (out->count == out->room) {
		out->room = out->room ? out->room * 2 : 64;
		out->fates = eng_realloc(out->fates, out->room * sizeof(*out->fates));
	}
	out->fates[out->count++] = fate;
}

void eng_outcome_write(const eng_outcome *out, eng_buf *wire) {
	eng_wire_put(wire, out, sizeof(*out));
	eng_wire_put(wire, out->tally.totals, out->tally.total_count * sizeof(*out->tally.totals));
	eng_wire_put(wire, out->fates, out->count * sizeof(*out->fates));
	eng_wire_text(wire, eng_buf_view(&out->notes));
}

bool eng_outcome_read(eng_outcome *out, eng_str bytes) {
	eng_wire wire = { bytes, false };
	eng_outcome sent;

	eng_outcome_clear(out);
	eng_wire_take(&wire, &sent, sizeof(sent));
	if (wire.bad || sent.tally.total_count != out->tally.total_count) {
		return false;
	}
	eng_wire_take(&wire, out->tally.totals,
		      sent.tally.total_count * sizeof(*out->tally.totals));
	for (size_t i = 0; i < sent.count && !wire.bad; i++) {
		eng_record_fate fate;

		eng_wire_take(&wire, &fate, sizeof(fate));
		eng_outcome_add(out, fate);
	}
	eng_buf_str(&out->notes, eng_wire_take_text(&wire));
	sent.tally.totals = out->tally.totals;
	sent.fates = out->fates;
	sent.room = out->room;
	sent.notes = out->notes;
	*out = sent;
	return !wire.bad && sent.count == out->count;
}
