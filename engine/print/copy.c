/* An object is known by the hash of what it says, with references already those of the stream: fonts, images
 * and stencils of all recipients become one. Objects that refer in a circle are refused. */
#include "print/copy.h"

#include <math.h>

#include "channels/common/pdf/syntax.h"

enum { DEEPEST = 24, IN_WORK = -1 };

eng_copier eng_copier_of(eng_ctx *ctx, eng_spool *spool, eng_part_file *part, eng_arena *arena) {
	return (eng_copier){ .ctx = ctx,
			     .spool = spool,
			     .source = &part->source,
			     .arena = arena,
			     .ids = eng_arena_new_array(arena, part->source.object_count, unsigned),
			     .id_count = part->source.object_count };
}

static bool bad(eng_copier *c, const char *why) {
	return eng_fail(c->ctx, "print.bad-part", (eng_loc){ 0 }, "a part cannot be printed: %s",
			why);
}

static unsigned copy_id(eng_copier *c, unsigned id);

static bool put_value(eng_copier *c, eng_buf *out, const eng_pdf_value *v);

static bool put_dict(eng_copier *c, eng_buf *out, const eng_pdf_value *v, bool inside) {
	bool ok = true;

	eng_buf_cstr(out, inside ? "" : "<<");
	for (uint32_t i = 0; ok && i < v->n; i++) {
		if (inside && eng_str_eqc(v->as.pairs[i].key, "Length")) {
			continue; /* the spool says it */
		}
		eng_pdf_name(out, v->as.pairs[i].key);
		eng_buf_char(out, ' ');
		ok = put_value(c, out, &v->as.pairs[i].value);
	}
	eng_buf_cstr(out, inside ? "" : ">>");
	return ok;
}

static bool put_array(eng_copier *c, eng_buf *out, const eng_pdf_value *v) {
	bool ok = true;

	eng_buf_char(out, '[');
	for (uint32_t i = 0; ok && i < v->n; i++) {
		eng_buf_cstr(out, i ? " " : "");
		ok = put_value(c, out, &v->as.items[i]);
	}
	eng_buf_char(out, ']');
	return ok;
}

static bool put_value(eng_copier *c, eng_buf *out, const eng_pdf_value *v) {
	unsigned id;
	bool ok = true;

	if (++c->depth > DEEPEST) {
		return bad(c, "its objects are nested too deep");
	}
	switch (v->kind) {
	case ENG_PDF_NULL:
		eng_buf_cstr(out, "null");
		break;
	case ENG_PDF_BOOL:
		eng_buf_cstr(out, v->as.number != 0 ? "true" : "false");
		break;
	case ENG_PDF_NUMBER:
		eng_pdf_fixed(out, llround(v->as.number * 1000000), 6);
		break;
	case ENG_PDF_NAME:
		eng_pdf_name(out, v->as.text);
		break;
	case ENG_PDF_STRING:
		eng_pdf_bytes(out, v->as.text);
		break;
	case ENG_PDF_ARRAY:
		ok = put_array(c, out, v);
		break;
	case ENG_PDF_DICT:
		ok = put_dict(c, out, v, false);
		break;
	case ENG_PDF_REF:
		id = copy_id(c, v->as.id);
		ok = id != 0;
		eng_pdf_reference(out, id);
		break;
	case ENG_PDF_WORD:
	case ENG_PDF_RAW:
		ok = bad(c, "an operator stands among its objects");
		break;
	}
	c->depth--;
	return ok;
}

static eng_hash hash_of(eng_str dict, const eng_pdf_object *object) {
	eng_hasher *hasher = eng_hasher_new();
	eng_hash hash;

	eng_hasher_field(hasher, dict);
	eng_hasher_field(hasher, object->stream ? object->raw : ENG_STR("no stream"));
	hash = eng_hasher_done(hasher);
	eng_hasher_free(hasher);
	return hash;
}

/* The object itself, or the one that says the same and is there already. */
static unsigned write_once(eng_copier *c, eng_str text, const eng_pdf_object *object) {
	eng_hash hash = hash_of(text, object);
	unsigned id = eng_spool_find(c->spool, &hash);

	if (id) {
		return id;
	}
	id = eng_spool_reserve(c->spool, 1);
	if (!(object->stream ? eng_spool_data(c->spool, id, text, object->raw)
			     : eng_spool_put(c->spool, id, text))) {
		return 0;
	}
	eng_spool_keep(c->spool, &hash, id);
	return id;
}

static unsigned copy_object(eng_copier *c, const eng_pdf_object *object) {
	eng_buf text = { 0 };
	unsigned id = 0;

	if (object->stream ? put_dict(c, &text, &object->value, true)
			   : put_value(c, &text, &object->value)) {
		id = write_once(c, eng_buf_view(&text), object);
	}
	eng_buf_finish(&text);
	return id;
}

static unsigned copy_id(eng_copier *c, unsigned id) {
	const eng_pdf_object *object = eng_pdf_source_object(c->source, id);

	if (!object || id >= c->id_count || c->ids[id] == (unsigned)IN_WORK) {
		bad(c, "its objects refer in a circle or to nothing");
		return 0;
	}
	if (!c->ids[id]) {
		c->ids[id] = (unsigned)IN_WORK;
		c->ids[id] = copy_object(c, object);
	}
	return c->ids[id];
}

unsigned eng_copier_object(eng_copier *c, const eng_pdf_value *value) {
	const eng_pdf_object direct = { .value = *value };

	return value->kind == ENG_PDF_REF ? copy_id(c, value->as.id) : copy_object(c, &direct);
}
