/* Each object is read once and remembered by its number; of a stream of any length only so many are, then all
 * are forgotten. */
#include "print/likeness.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>

#include "base/buf.h"

enum { DEEPEST = 24, MOST_KNOWN = 1 << 16 };

struct eng_likeness {
	GHashTable *known; /* by number: a hash on the heap; NULL: being made */
	eng_pdf_source *source;
	int depth;
};

eng_likeness *eng_likeness_new(void) {
	eng_likeness *l = eng_malloc(sizeof(*l));

	*l = (eng_likeness){ .known =
				 g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, free) };
	return l;
}

void eng_likeness_free(eng_likeness *l) {
	if (l) {
		g_hash_table_destroy(l->known);
		free(l);
	}
}

void eng_likeness_forget(eng_likeness *l) {
	g_hash_table_remove_all(l->known);
}

static bool put_value(eng_likeness *l, eng_buf *out, const eng_pdf_value *v);

static void put_text(eng_buf *out, eng_str text) {
	uint64_t n = text.n;

	eng_buf_add(out, &n, sizeof(n));
	eng_buf_str(out, text);
}

static int by_key(const void *a, const void *b) {
	return eng_str_cmp((*(const eng_pdf_pair *const *)a)->key,
			   (*(const eng_pdf_pair *const *)b)->key);
}

/* A key whose value is null is none (ISO 32000-1 7.3.7). */
static bool put_dict(eng_likeness *l, eng_buf *out, const eng_pdf_value *dict, bool stream) {
	const eng_pdf_pair **pairs = eng_malloc(dict->n * sizeof(const eng_pdf_pair *));
	uint32_t n = 0;
	bool ok = true;

	for (uint32_t i = 0; i < dict->n; i++) {
		const eng_pdf_pair *pair = &dict->as.pairs[i];

		if (pair->value.kind != ENG_PDF_NULL &&
		    !(stream && eng_str_eqc(pair->key, "Length"))) {
			pairs[n++] = pair;
		}
	}
	qsort(pairs, n, sizeof(const eng_pdf_pair *), by_key);
	eng_buf_add(out, &n, sizeof(n));
	for (uint32_t i = 0; ok && i < n; i++) {
		put_text(out, pairs[i]->key);
		ok = put_value(l, out, &pairs[i]->value);
	}
	free(pairs);
	return ok;
}

static bool put_array(eng_likeness *l, eng_buf *out, const eng_pdf_value *array) {
	bool ok = true;

	eng_buf_add(out, &array->n, sizeof(array->n));
	for (uint32_t i = 0; ok && i < array->n; i++) {
		ok = put_value(l, out, &array->as.items[i]);
	}
	return ok;
}

/* As precise as streams are written: millionths. */
static bool put_number(eng_buf *out, double number) {
	int64_t millionths = llround(number * 1e6);

	eng_buf_add(out, &millionths, sizeof(millionths));
	return true;
}

static bool put_plain(eng_likeness *l, eng_buf *out, const eng_pdf_value *v) {
	eng_hash hash;

	switch (v->kind) {
	case ENG_PDF_NULL:
		return true;
	case ENG_PDF_BOOL:
	case ENG_PDF_NUMBER:
		return put_number(out, v->as.number);
	case ENG_PDF_NAME:
	case ENG_PDF_STRING:
		put_text(out, v->as.text);
		return true;
	case ENG_PDF_ARRAY:
		return put_array(l, out, v);
	case ENG_PDF_DICT:
		return put_dict(l, out, v, false);
	case ENG_PDF_REF:
		if (!eng_likeness_of(l, l->source, v, &hash)) {
			return false;
		}
		eng_buf_add(out, &hash, sizeof(hash));
		return true;
	case ENG_PDF_WORD:
	case ENG_PDF_RAW:
		break;
	}
	return false;
}

static bool put_value(eng_likeness *l, eng_buf *out, const eng_pdf_value *v) {
	bool ok;

	eng_buf_char(out, (char)('a' + v->kind));
	ok = l->depth < DEEPEST;
	l->depth++;
	ok = ok && put_plain(l, out, v);
	l->depth--;
	return ok;
}

static bool hash_object(eng_likeness *l, eng_pdf_object *object, eng_hash *out) {
	eng_buf said = { 0 };
	eng_str raw = { 0 };
	bool ok = object->stream ? put_dict(l, &said, &object->value, true) &&
				       eng_pdf_source_raw(l->source, object, &raw)
				 : put_value(l, &said, &object->value);
	eng_hasher *hasher;

	if (ok) {
		hasher = eng_hasher_new();
		eng_hasher_field(hasher, eng_buf_view(&said));
		eng_hasher_field(hasher, object->stream ? raw : ENG_STR("no stream"));
		*out = eng_hasher_done(hasher);
		eng_hasher_free(hasher);
	}
	eng_buf_finish(&said);
	return ok;
}

static bool hash_id(eng_likeness *l, unsigned id, eng_hash *out) {
	eng_pdf_object *object = eng_pdf_source_object(l->source, id);
	gpointer key = GUINT_TO_POINTER(id), known;
	eng_hash *made;

	if (g_hash_table_lookup_extended(l->known, key, NULL, &known)) {
		if (known) {
			*out = *(const eng_hash *)known;
		}
		return known != NULL;
	}
	if (l->depth == 0 && g_hash_table_size(l->known) > MOST_KNOWN) {
		eng_likeness_forget(l);
	}
	g_hash_table_insert(l->known, key, NULL);
	if (!object || !hash_object(l, object, out)) {
		g_hash_table_remove(l->known, key);
		return false;
	}
	made = eng_malloc(sizeof(*made));
	*made = *out;
	g_hash_table_insert(l->known, key, made);
	return true;
}

bool eng_likeness_of(eng_likeness *l, eng_pdf_source *source, const eng_pdf_value *value,
		     eng_hash *out) {
	eng_pdf_object direct = { .value = *value };

	l->source = source;
	return value->kind == ENG_PDF_REF ? hash_id(l, value->as.id, out)
					  : hash_object(l, &direct, out);
}
