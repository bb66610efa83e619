/* The file's objects on libharu's object layer (ISO 32000-1 7.3.8, 7.5.7, 7.5.8); the only file
 * that sees a struct of libharu.
 *
 * What libharu does here: stream objects (HPDF_Dict on its memory manager) are written through its writer,
 * at once, or of a file that is to be encrypted in the end, until when its xref list holds them; dictionary
 * text goes in by write_fn and the ready bytes by after_write_fn. What it cannot do and is done here: object streams and the
 * cross-reference stream (it knows neither), file identifiers without the clock, direct Length.
 * Errors of libharu are sticky and only count: one error record a file, looked at after each call. */
#include "channels/common/pdf/objects.h"

#include <stdlib.h>

#include <hpdf.h>
#include <hpdf_error.h>
#include <hpdf_objects.h>
#include <hpdf_streams.h>

#include "base/hash.h"
#include "base/mix.h"
#include "channels/common/pdf/security.h"
#include "channels/common/pdf/syntax.h"

#define PER_STREAM 200          /* dictionaries in one object stream */
#define FULL       (128u << 10) /* bytes of them after which no more come into it */
#define MAX_IDS    8000000u

/* A cross-reference entry of 7.5.8.3: free, at an offset, or in an object stream. */
typedef struct slot {
	uint32_t at;
	uint16_t index;
	unsigned char type;
} slot;

typedef struct ready {
	eng_str dict, data;
	HPDF_Stream out; /* set by on_write for after_write, which is not told */
} ready;

typedef struct member {
	unsigned id;
	size_t at;
} member;

/* What is noted of an object stream that is watched: this, ids of its members, dictionary, data. */
typedef struct sighting {
	unsigned id, next; /* its own, and the first that is free behind it */
	size_t members, dict_bytes, data_bytes;
} sighting;

struct eng_pdf_objects {
	eng_ctx *ctx;
	eng_arena *arena;
	HPDF_Error_Rec error;
	HPDF_MMgr memory;
	HPDF_Stream writer;
	HPDF_Xref list; /* of a locked file: streams to be sealed and written; else empty */
	eng_buf *out;
	size_t base;   /* where the file begins in out */
	unsigned next; /* id */
	eng_pdf_deflate *deflate;
	eng_pdf_effort effort;
	eng_buf *text; /* of the dictionaries of the stream that is being filled */
	member members[PER_STREAM];
	size_t member_count;
	eng_buf *seen; /* NULL: nobody watches */
	slot *slots;   /* by id, on the heap */
	size_t slot_cap;
	bool failed; /* and told: a stream of dictionaries was refused */
	bool locked;
	eng_str password;
	const eng_pdf_options *options;
	eng_hash fingerprint;
	eng_pdf_security security; /* once the file is locked */
};

static bool failed(eng_pdf_objects *o, const char *what) {
	return eng_fail(o->ctx, "pdf.object", (eng_loc){ 0 },
			"the pdf object layer cannot %s, its error is 0x%04lX", what,
			(unsigned long)o->error.error_no);
}

/* Lack of memory ends the process, as everywhere; libharu would tell it as a fault of the file. */
static void *allocate(HPDF_UINT size) {
	return eng_malloc(size);
}

static void release(void *p) {
	free(p);
}

static HPDF_STATUS to_buffer(HPDF_Stream stream, const HPDF_BYTE *data, HPDF_UINT n) {
	eng_buf_add(stream->attr, data, n);
	return HPDF_OK;
}

eng_pdf_objects *eng_pdf_objects_new(eng_ctx *ctx, eng_arena *arena, eng_buf *text,
				     eng_pdf_deflate *deflate, eng_pdf_effort effort,
				     eng_buf *out) {
	eng_pdf_objects *o = eng_arena_new(arena, eng_pdf_objects);

	o->ctx = ctx;
	o->arena = arena;
	o->text = text;
	eng_buf_clear(text);
	o->deflate = deflate;
	o->effort = effort;
	o->next = 1;
	HPDF_Error_Init(&o->error, NULL);
	o->memory = HPDF_MMgr_New(&o->error, 0, allocate, release);
	o->list = o->memory ? HPDF_Xref_New(o->memory, 0) : NULL;
	o->writer = o->list ? HPDF_CallbackWriter_New(o->memory, to_buffer, out) : NULL;
	if (!o->writer) {
		failed(o, "begin a file");
		eng_pdf_objects_free(o);
		return NULL;
	}
	o->out = out;
	o->base = out->n;
	eng_buf_cstr(out, "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n");
	return o;
}

void eng_pdf_objects_free(eng_pdf_objects *o) {
	if (!o) {
		return;
	}
	if (o->writer) {
		HPDF_Stream_Free(o->writer);
	}
	if (o->list) {
		HPDF_Xref_Free(o->list);
	}
	if (o->memory) {
		HPDF_MMgr_Free(o->memory);
	}
	free(o->slots);
	o->slots = NULL;
	o->writer = NULL;
	o->list = NULL;
	o->memory = NULL;
}

unsigned eng_pdf_objects_reserve(eng_pdf_objects *o, unsigned count) {
	unsigned first = o->next;

	o->next += count;
	return first;
}

static HPDF_STATUS on_write(HPDF_Dict dict, HPDF_Stream stream) {
	ready *r = dict->attr;

	eng_buf length = { 0 };
	HPDF_STATUS status =
	    HPDF_Stream_Write(stream, (const HPDF_BYTE *)r->dict.s, (HPDF_UINT)r->dict.n);

	r->out = stream;
	eng_buf_cstr(&length, "/Length ");
	eng_pdf_integer(&length, (int64_t)r->data.n);
	eng_buf_char(&length, '\n');
	if (status == HPDF_OK) {
		status =
		    HPDF_Stream_Write(stream, (const HPDF_BYTE *)length.s, (HPDF_UINT)length.n);
	}
	eng_buf_finish(&length);
	return status;
}

static HPDF_STATUS after_write(HPDF_Dict dict) {
	ready *r = dict->attr;
	HPDF_STATUS status = HPDF_Stream_WriteStr(r->out, "\nstream\n");

	if (status == HPDF_OK && r->data.n) {
		status =
		    HPDF_Stream_Write(r->out, (const HPDF_BYTE *)r->data.s, (HPDF_UINT)r->data.n);
	}
	return status == HPDF_OK ? HPDF_Stream_WriteStr(r->out, "\nendstream") : status;
}

/* The place of an object in the file. */
static slot *slot_of(eng_pdf_objects *o, unsigned id) {
	if (id >= o->slot_cap) {
		size_t cap = id + id / 4 + 256;

		o->slots = eng_realloc(o->slots, cap * sizeof(*o->slots));
		memset(o->slots + o->slot_cap, 0, (cap - o->slot_cap) * sizeof(*o->slots));
		o->slot_cap = cap;
	}
	return &o->slots[id];
}

static bool write_stream(eng_pdf_objects *o, HPDF_Dict object) {
	unsigned id = object->header.obj_id & 0xffffff;
	eng_buf *out = o->out;
	bool ok;

	if (out->n > o->ctx->limits.artifact_bytes || out->n > UINT32_MAX / 2) {
		return eng_fail(o->ctx, "limit.artifact-bytes", (eng_loc){ 0 },
				"the pdf file has more than %zu bytes", out->n);
	}
	*slot_of(o, id) = (slot){ (uint32_t)(out->n - o->base), 0, 1 };
	eng_pdf_integer(out, id);
	eng_buf_cstr(out, " 0 obj\n");
	ok = HPDF_Obj_WriteValue(object, o->writer, NULL) == HPDF_OK;
	eng_buf_cstr(out, "\nendobj\n");
	return ok || failed(o, "write the file");
}

/* Of a locked file the key follows from all that is in it: its streams wait. The list numbers by its own
 * count; ids here are shared with the object streams. */
static bool keep_stream(eng_pdf_objects *o, HPDF_Dict object, const ready *stream) {
	HPDF_UINT32 id = object->header.obj_id;

	object->attr = eng_arena_copy(o->arena, stream, sizeof(*stream));
	object->header.obj_id = 0;
	if (HPDF_Xref_Add(o->list, object) != HPDF_OK) {
		return failed(o, "add a stream");
	}
	object->header.obj_id = id;
	return true;
}

static bool add_stream(eng_pdf_objects *o, unsigned id, ready stream) {
	HPDF_Dict object;
	bool ok;

	if (stream.data.n >= UINT32_MAX / 2) {
		return eng_fail(o->ctx, "limit.artifact-bytes", (eng_loc){ 0 },
				"a stream of %zu bytes does not fit into a pdf file",
				stream.data.n);
	}
	object = HPDF_Dict_New(o->memory);
	if (!object) {
		return failed(o, "add a stream");
	}
	object->header.obj_id = id | HPDF_OTYPE_INDIRECT;
	object->attr = &stream;
	object->write_fn = on_write;
	object->after_write_fn = after_write;
	if (o->locked) {
		return keep_stream(o, object, &stream);
	}
	ok = write_stream(o, object);
	HPDF_Dict_Free(object);
	return ok;
}

/* What was made for a stream is not needed any more once it is written. */
static void release_written(eng_pdf_objects *o, eng_arena_mark mark) {
	if (!o->locked) {
		eng_arena_rewind(o->arena, mark);
	}
}

bool eng_pdf_objects_stream(eng_pdf_objects *o, unsigned id, eng_str dict, eng_str data) {
	return add_stream(o, id, (ready){ .dict = dict, .data = data });
}

bool eng_pdf_objects_text(eng_pdf_objects *o, unsigned id, eng_pdf_effort effort, eng_str text) {
	eng_arena_mark mark = eng_arena_tell(o->arena);
	ready stream = { .dict = ENG_STR("/Filter/FlateDecode") };
	bool ok;

	stream.data =
	    eng_pdf_deflate_data(o->deflate, eng_pdf_effort_for(o->effort, effort), o->arena, text);
	ok = add_stream(o, id, stream);
	release_written(o, mark);
	return ok;
}

/* Members stand in their stream in the order given. */
static void place_members(eng_pdf_objects *o, unsigned stream, const unsigned *ids, size_t n) {
	for (size_t i = 0; i < n; i++) {
		*slot_of(o, ids[i]) = (slot){ stream, (uint16_t)i, 2 };
	}
}

/* Notes a stream for who watches. */
static void note(eng_pdf_objects *o, unsigned id, const unsigned *ids, size_t n,
		 const ready *stream) {
	sighting s = { .id = id,
		       .next = o->next,
		       .members = n,
		       .dict_bytes = stream->dict.n,
		       .data_bytes = stream->data.n };

	eng_buf_add(o->seen, &s, sizeof(s));
	eng_buf_add(o->seen, ids, n * sizeof(*ids));
	eng_buf_str(o->seen, stream->dict);
	eng_buf_str(o->seen, stream->data);
}

/* Puts the dictionaries gathered into an object stream: in a long file they are not kept as text. */
static bool pack(eng_pdf_objects *o, eng_pdf_effort effort) {
	unsigned id = eng_pdf_objects_reserve(o, 1), ids[PER_STREAM];
	size_t n = o->member_count;
	eng_arena_mark mark = eng_arena_tell(o->arena);
	ready stream = { .out = NULL };
	eng_buf body = { 0 };
	bool ok;

	eng_buf_reserve(&body, 16 * n + o->text->n);
	for (size_t i = 0; i < n; i++) {
		ids[i] = o->members[i].id;
		eng_pdf_integer(&body, ids[i]);
		eng_buf_char(&body, ' ');
		eng_pdf_integer(&body, (int64_t)o->members[i].at);
		eng_buf_char(&body, i + 1 < n ? ' ' : '\n');
	}
	stream.dict =
	    eng_str_printf(o->arena, "/Type/ObjStm/N %zu/First %zu/Filter/FlateDecode", n, body.n);
	eng_buf_str(&body, eng_buf_view(o->text));
	stream.data = eng_pdf_deflate_data(o->deflate, eng_pdf_effort_for(o->effort, effort),
					   o->arena, eng_buf_view(&body));
	eng_buf_finish(&body);
	place_members(o, id, ids, n);
	if (o->seen) {
		note(o, id, ids, n, &stream);
	}
	o->member_count = 0;
	eng_buf_clear(o->text);
	ok = add_stream(o, id, stream);
	release_written(o, mark);
	return ok;
}

eng_buf *eng_pdf_objects_open(eng_pdf_objects *o, unsigned id) {
	if (o->member_count == PER_STREAM || o->text->n > FULL) {
		o->failed |= !pack(o, ENG_PDF_FAST);
	}
	o->members[o->member_count++] = (member){ id, o->text->n };
	return o->text;
}

void eng_pdf_objects_part(eng_pdf_objects *o) {
	if (o->member_count) {
		o->failed |= !pack(o, ENG_PDF_FAST);
	}
}

void eng_pdf_objects_watch(eng_pdf_objects *o, eng_buf *seen) {
	eng_pdf_objects_part(o);
	o->seen = seen;
}

bool eng_pdf_objects_replay(eng_pdf_objects *o, eng_str seen) {
	unsigned ids[PER_STREAM];
	sighting s;

	eng_pdf_objects_part(o);
	while (seen.n) {
		const char *at = seen.s + sizeof(s);
		ready stream = { .out = NULL };

		memcpy(&s, seen.s, sizeof(s));
		memcpy(ids, at, s.members * sizeof(*ids));
		at += s.members * sizeof(*ids);
		stream.dict = (eng_str){ at, s.dict_bytes };
		stream.data = (eng_str){ at + s.dict_bytes, s.data_bytes };
		o->next = s.next;
		place_members(o, s.id, ids, s.members);
		if (!add_stream(o, s.id, stream)) {
			return false;
		}
		at += s.dict_bytes + s.data_bytes;
		seen = eng_str_sub(seen, (size_t)(at - seen.s), seen.n);
	}
	return true;
}

void eng_pdf_objects_close(eng_pdf_objects *o) {
	eng_buf_char(o->text, '\n');
}

/* What waited for the lock. */
static bool write_kept(eng_pdf_objects *o) {
	bool ok = true;

	for (HPDF_UINT i = 1; ok && i < o->list->entries->count; i++) { /* 0 is the free entry */
		HPDF_XrefEntry entry = HPDF_List_ItemAt(o->list->entries, i);

		ok = write_stream(o, entry->obj);
	}
	return ok;
}

/* Bytes that the offsets of a file take which ends behind the cross-reference stream at this one. */
static int offset_bytes(size_t at) {
	return at < 1u << 16 ? 2 : at < 1u << 24 ? 3 : 4;
}

/* 7.5.8 with the PNG Up predictor: rows of 1 byte for the type, width for the place, 1 for the index in an
 * object stream. */
static eng_str xref_rows(eng_pdf_objects *o, int width) {
	size_t size = (size_t)width + 3;
	unsigned char *rows = eng_arena_room(o->arena, o->next, size), *row = rows;
	slot last = { 0 };

	_Static_assert(PER_STREAM <= 256, "an index has one byte");
	slot_of(o, o->next);
	for (unsigned id = 0; id < o->next; id++, row += size) {
		slot s = o->slots[id];

		row[0] = 2;
		row[1] = (unsigned char)(s.type - last.type);
		for (int i = 0; i < width; i++) {
			int shift = 8 * (width - 1 - i);

			row[2 + i] = (unsigned char)((s.at >> shift) - (last.at >> shift));
		}
		row[2 + width] = (unsigned char)(s.index - last.index);
		last = s;
	}
	return eng_pdf_deflate_data(o->deflate, eng_pdf_effort_for(o->effort, ENG_PDF_ROWS),
				    o->arena, (eng_str){ (char *)rows, o->next * size });
}

/* Of all streams that wait; dictionaries stand in object streams. */
static eng_hash hash_kept(eng_pdf_objects *o) {
	eng_hasher *hasher = eng_hasher_new();
	eng_hash hash;

	for (HPDF_UINT i = 1; i < o->list->entries->count; i++) {
		HPDF_XrefEntry entry = HPDF_List_ItemAt(o->list->entries, i);
		const ready *r = ((HPDF_Dict)entry->obj)->attr;

		eng_hasher_field(hasher, r->dict);
		eng_hasher_field(hasher, r->data);
	}
	hash = eng_hasher_done(hasher);
	eng_hasher_free(hasher);
	return hash;
}

/* The file's identifier (14.4) follows from all bytes before it. */
static void put_identifier(const eng_pdf_objects *o, char hex[ENG_HASH_HEX]) {
	eng_mix mix = eng_mix_of((eng_str){ o->out->s + o->base, o->out->n - o->base });
	eng_hash hash;

	for (int i = 0; i < ENG_MIX_LANES; i++) {
		mix.lanes[i] = htole64(mix.lanes[i]);
	}
	hash = eng_hash_of(&mix, sizeof(mix));
	eng_hash_hex(&hash, hex);
	hex[32] = '\0';
}

/* The encryption dictionary: the only one outside of object streams, and never encrypted. */
static unsigned write_lock(eng_pdf_objects *o) {
	unsigned id = eng_pdf_objects_reserve(o, 1);

	*slot_of(o, id) = (slot){ (uint32_t)(o->out->n - o->base), 0, 1 };
	eng_buf_printf(o->out, "%u 0 obj\n%.*s\nendobj\n", id, ENG_STR_ARG(o->security.dict));
	return id;
}

static void write_xref(eng_pdf_objects *o, unsigned root, unsigned info) {
	unsigned lock_id = o->locked ? write_lock(o) : 0;
	unsigned id = eng_pdf_objects_reserve(o, 1);
	eng_buf *out = o->out;
	size_t at = out->n - o->base;
	int width = offset_bytes(at > o->next ? at : o->next);
	char hex[ENG_HASH_HEX];
	eng_str data;

	*slot_of(o, id) = (slot){ (uint32_t)at, 0, 1 };
	data = xref_rows(o, width);
	put_identifier(o, hex);
	eng_pdf_integer(out, id);
	eng_buf_cstr(out, " 0 obj\n<<");
	if (lock_id) {
		eng_buf_printf(out, "/Encrypt %u 0 R", lock_id);
	}
	eng_buf_printf(out,
		       "/Type/XRef/Size %u/W[1 %d 1]/Root %u 0 R/Info %u 0 R/ID[<%s><%s>]"
		       "/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns %d>>/Length %zu>>\n"
		       "stream\n",
		       o->next, width, root, info, hex, hex, width + 2, data.n);
	eng_buf_str(out, data);
	eng_buf_cstr(out, "\nendstream\nendobj\nstartxref\n");
	eng_pdf_integer(out, (int64_t)at);
	eng_buf_cstr(out, "\n%%EOF\n");
}

/* All streams but the cross-reference stream; dictionaries are in them. */
static bool lock(eng_pdf_objects *o) {
	eng_hash content = hash_kept(o);

	if (!eng_pdf_security_make(o->ctx, o->arena, o->password, o->options, &o->fingerprint,
				   &content, &o->security)) {
		return false;
	}
	for (HPDF_UINT i = 1; i < o->list->entries->count; i++) {
		HPDF_XrefEntry entry = HPDF_List_ItemAt(o->list->entries, i);
		unsigned id = ((HPDF_Obj_Header *)entry->obj)->obj_id & 0xffffff;
		ready *r = ((HPDF_Dict)entry->obj)->attr;

		r->data = eng_pdf_security_seal(&o->security, o->arena, id, r->data);
	}
	return write_kept(o);
}

void eng_pdf_objects_lock(eng_pdf_objects *o, eng_str password, const eng_pdf_options *options,
			  const eng_hash *fingerprint) {
	o->locked = true;
	o->password = password;
	o->options = options;
	o->fingerprint = *fingerprint;
}

bool eng_pdf_objects_write(eng_pdf_objects *o, unsigned root, unsigned info) {
	if (o->next > MAX_IDS - 3) {
		return eng_fail(o->ctx, "limit.pdf-objects", (eng_loc){ 0 },
				"the pdf file has %u objects, at most %u fit", o->next, MAX_IDS);
	}
	if (o->failed || !pack(o, ENG_PDF_OBJECTS) || (o->locked && !lock(o))) {
		return false;
	}
	write_xref(o, root, info);
	return true;
}
