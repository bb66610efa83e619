/* The items of a chunk as bytes. */
#include "run/chunk.h"

#include <stdlib.h>

eng_chunk *eng_chunk_new(unsigned index, uint64_t first, size_t total_count) {
	eng_chunk *chunk = eng_malloc(sizeof(*chunk));

	*chunk = (eng_chunk){ .index = index, .first = first };
	eng_outcome_init(&chunk->out, total_count);
	return chunk;
}

void eng_chunk_free(eng_chunk *chunk) {
	if (!chunk) {
		return;
	}
	eng_buf_finish(&chunk->items);
	eng_buf_finish(&chunk->refused);
	eng_buf_finish(&chunk->crashed);
	eng_outcome_finish(&chunk->out);
	free(chunk->marks);
	free(chunk);
}

static void mark(eng_chunk *chunk) {
	if (chunk->count == chunk->room) {
		chunk->room = chunk->room ? chunk->room * 2 : 64;
		chunk->marks = eng_realloc(chunk->marks, chunk->room * sizeof(*chunk->marks));
	}
	chunk->marks[chunk->count++] = chunk->items.n;
}

void eng_chunk_add_context(eng_chunk *chunk, size_t file, eng_str context) {
	eng_wire_number(&chunk->items, ENG_CHUNK_ITEM_CONTEXT);
	eng_wire_number(&chunk->items, file);
	eng_wire_text(&chunk->items, context);
	chunk->context = true;
}

void eng_chunk_add_record(eng_chunk *chunk, uint64_t ordinal, const eng_slice *slice) {
	mark(chunk);
	eng_wire_number(&chunk->items, ENG_CHUNK_ITEM_RECORD);
	eng_wire_number(&chunk->items, ordinal);
	eng_wire_number(&chunk->items, slice->offset);
	eng_wire_number(&chunk->items, (uint64_t)slice->line);
	eng_wire_number(&chunk->items, (uint64_t)slice->column);
	eng_wire_number(&chunk->items, (uint64_t)slice->open | (uint64_t)slice->large << 1);
	eng_wire_text(&chunk->items, slice->bytes);
	eng_wire_text(&chunk->items, slice->source);
	chunk->bytes += slice->bytes.n;
}

void eng_chunk_pass_record(eng_chunk *chunk, const eng_slice *slice) {
	mark(chunk);
	chunk->bytes += slice->bytes.n;
}

void eng_chunk_add_broken(eng_chunk *chunk, size_t file, uint64_t ordinal, const eng_diag *diags,
			  size_t n) {
	mark(chunk);
	chunk->broken++;
	eng_wire_number(&chunk->items, ENG_CHUNK_ITEM_BROKEN);
	eng_wire_number(&chunk->items, file);
	eng_wire_number(&chunk->items, ordinal);
	eng_wire_number(&chunk->items, n);
	for (size_t i = 0; i < n; i++) {
		eng_wire_diag(&chunk->items, &diags[i]);
	}
}

static void take_slice(eng_wire *wire, eng_slice *slice) {
	uint64_t flags;

	slice->offset = eng_wire_take_number(wire);
	slice->line = eng_loc_on(0, eng_wire_take_number(wire));
	slice->column = eng_loc_on(0, eng_wire_take_number(wire));
	flags = eng_wire_take_number(wire);
	slice->open = flags & 1;
	slice->large = flags >> 1 & 1;
	slice->bytes = eng_wire_take_text(wire);
	slice->source = eng_wire_take_text(wire);
}

bool eng_chunk_item_take(eng_wire *wire, eng_chunk_item *item) {
	*item = (eng_chunk_item){ 0 };
	if (!wire->rest.n || wire->bad) {
		return false;
	}
	item->kind = (eng_chunk_item_kind)eng_wire_take_number(wire);
	switch (item->kind) {
	case ENG_CHUNK_ITEM_CONTEXT:
		item->file = eng_wire_take_number(wire);
		item->context = eng_wire_take_text(wire);
		break;
	case ENG_CHUNK_ITEM_RECORD:
		item->ordinal = eng_wire_take_number(wire);
		take_slice(wire, &item->slice);
		break;
	case ENG_CHUNK_ITEM_BROKEN:
		item->file = eng_wire_take_number(wire);
		item->ordinal = eng_wire_take_number(wire);
		item->diags = eng_wire_take_number(wire);
		break;
	default:
		wire->bad = true;
	}
	return !wire->bad;
}

void eng_chunk_cut(eng_chunk *chunk, size_t record, eng_chunk_item *item, size_t *file) {
	eng_wire wire = { eng_buf_view(&chunk->items), false };
	size_t at = chunk->marks[record];
	uint64_t broken = 0;

	*file = 0;
	while (wire.rest.n > chunk->items.n - at && eng_chunk_item_take(&wire, item)) {
		broken += item->kind == ENG_CHUNK_ITEM_BROKEN;
		*file = item->kind == ENG_CHUNK_ITEM_RECORD ? *file : item->file;
		while (item->diags-- > 0 && item->kind == ENG_CHUNK_ITEM_BROKEN) {
			eng_wire_take_diag(&wire);
		}
	}
	eng_chunk_item_take(&wire, item);
	chunk->broken = broken;
	chunk->items.n = at;
	chunk->count = record;
	chunk->context = false;
}

eng_hash eng_chunk_hash(const eng_chunk *chunk) {
	eng_wire wire = { eng_buf_view(&chunk->items), false };
	eng_hasher *hasher = eng_hasher_new();
	eng_chunk_item item;
	eng_hash hash;

	while (eng_chunk_item_take(&wire, &item)) {
		if (item.kind == ENG_CHUNK_ITEM_RECORD) {
			eng_hasher_field(hasher, item.slice.bytes);
		}
		for (; item.diags > 0; item.diags--) {
			eng_wire_take_diag(&wire);
		}
	}
	hash = eng_hasher_done(hasher);
	eng_hasher_free(hasher);
	return hash;
}

void eng_chunk_write(const eng_chunk *chunk, eng_buf *wire) {
	eng_wire_number(wire, chunk->index);
	eng_wire_number(wire, chunk->trial ? chunk->suspect : 0);
	eng_wire_text(wire, eng_buf_view(&chunk->refused));
	eng_wire_text(wire, eng_buf_view(&chunk->crashed));
	eng_buf_str(wire, eng_buf_view(&chunk->items));
}
