/* The road through libqpdf, by its C interface: each object asked for is turned into values of ours.
 *
 * libqpdf reads every form of PDF file, with updates, every filter and encryption; it does not repair
 * here, for what needs repair is not what was sent. */
#include <stdlib.h>

#include <qpdf/qpdf-c.h>

#include "verify/pdf-source.h"

enum { DEEPEST = 64 };

static bool convert(eng_pdf_source *source, qpdf_oh from, int depth, eng_pdf_value *to);

static eng_str copy(eng_pdf_source *source, const char *s, size_t n) {
	return (eng_str){ eng_arena_copy(source->arena, s, n), n };
}

static bool convert_array(eng_pdf_source *source, qpdf_oh from, int depth, eng_pdf_value *to) {
	int n = qpdf_oh_get_array_n_items(source->own, from);
	eng_pdf_value *items = eng_arena_new_array(source->arena, (size_t)n, eng_pdf_value);

	*to = (eng_pdf_value){ .kind = ENG_PDF_ARRAY, .n = (uint32_t)n, .as.items = items };
	for (int i = 0; i < n; i++) {
		if (!convert(source, qpdf_oh_get_array_item(source->own, from, i), depth + 1,
			     &items[i])) {
			return false;
		}
	}
	return true;
}

static bool convert_dict(eng_pdf_source *source, qpdf_oh from, int depth, eng_pdf_value *to) {
	eng_pdf_pair *pairs = NULL;
	size_t n = 0, cap = 0;

	/* There is one iterator for all dictionaries, so the keys are listed first. */
	qpdf_oh_begin_dict_key_iter(source->own, from);
	while (qpdf_oh_dict_more_keys(source->own)) {
		const char *key = qpdf_oh_dict_next_key(source->own);

		pairs = eng_arena_grow(source->arena, pairs, n, &cap, sizeof(*pairs));
		pairs[n++].key = eng_str_from(eng_arena_strdup(source->arena, key));
	}
	for (size_t i = 0; i < n; i++) {
		if (!convert(source, qpdf_oh_get_key(source->own, from, pairs[i].key.s), depth + 1,
			     &pairs[i].value)) {
			return false;
		}
		pairs[i].key = eng_str_sub(pairs[i].key, 1, pairs[i].key.n);
	}
	*to = (eng_pdf_value){ .kind = ENG_PDF_DICT, .n = (uint32_t)n, .as.pairs = pairs };
	return true;
}

static bool convert(eng_pdf_source *source, qpdf_oh from, int depth, eng_pdf_value *to) {
	qpdf_data q = source->own;
	const char *s;
	size_t n;

	*to = (eng_pdf_value){ 0 };
	if (depth > 0 && qpdf_oh_is_indirect(q, from)) {
		to->kind = ENG_PDF_REF;
		to->as.id = (unsigned)qpdf_oh_get_object_id(q, from);
		return true;
	}
	switch (qpdf_oh_get_type_code(q, from)) {
	case ot_boolean:
		to->kind = ENG_PDF_BOOL;
		to->as.number = qpdf_oh_get_bool_value(q, from);
		return true;
	case ot_integer:
	case ot_real:
		to->kind = ENG_PDF_NUMBER;
		to->as.number = qpdf_oh_get_numeric_value(q, from);
		return true;
	case ot_name:
		to->kind = ENG_PDF_NAME;
		s = qpdf_oh_get_name(q, from) + 1;
		to->as.text = copy(source, s, eng_str_from(s).n);
		return true;
	case ot_string:
		to->kind = ENG_PDF_STRING;
		s = qpdf_oh_get_binary_string_value(q, from, &n);
		to->as.text = copy(source, s, n);
		return true;
	case ot_array:
		return depth < DEEPEST && convert_array(source, from, depth, to);
	case ot_dictionary:
		return depth < DEEPEST && convert_dict(source, from, depth, to);
	case ot_stream:
		return depth == 0 && convert_dict(source, qpdf_oh_get_dict(q, from), depth + 1, to);
	default:
		return true; /* null */
	}
}

static bool qpdf_object(eng_pdf_source *source, unsigned id, eng_pdf_object *out) {
	qpdf_oh handle = qpdf_get_object_by_id(source->own, (int)id, 0);
	bool good;

	out->stream = qpdf_oh_is_stream(source->own, handle);
	good = convert(source, handle, 0, &out->value);
	qpdf_oh_release_all(source->own);
	if (!good || qpdf_has_error(source->own)) {
		return eng_pdf_source_fail(source, "object %u of the pdf file is damaged", id);
	}
	return true;
}

/* Data of a stream, with its filters undone or not. */
static bool read_data(eng_pdf_source *source, const eng_pdf_object *object,
		      enum qpdf_stream_decode_level_e level, eng_str *out) {
	qpdf_oh handle = qpdf_get_object_by_id(source->own, (int)object->id, 0);
	QPDF_BOOL filtered = QPDF_FALSE;
	unsigned char *bytes = NULL;
	size_t n = 0;
	int result = qpdf_oh_get_stream_data(source->own, handle, level, &filtered, &bytes, &n);
	bool ok =
	    !(result & QPDF_ERRORS) && (filtered || level == qpdf_dl_none) && n <= source->room;

	if (ok) {
		*out = copy(source, (const char *)bytes, n);
	}
	free(bytes);
	qpdf_oh_release_all(source->own);
	return ok || eng_pdf_source_fail(source, "stream %u of the pdf file cannot be unpacked",
					 object->id);
}

static bool qpdf_stream(eng_pdf_source *source, eng_pdf_object *object) {
	return read_data(source, object, qpdf_dl_generalized, &object->data);
}

static bool qpdf_raw(eng_pdf_source *source, eng_pdf_object *object) {
	return read_data(source, object, qpdf_dl_none, &object->raw);
}

static void qpdf_close(eng_pdf_source *source) {
	qpdf_data q = source->own;

	qpdf_cleanup(&q);
	source->own = NULL;
}

bool eng_pdf_qpdf_open(eng_pdf_source *source, eng_str password) {
	static const eng_pdf_reading reading = { qpdf_object, qpdf_stream, qpdf_raw, qpdf_close };
	qpdf_data q = qpdf_init();
	bool good;

	source->reading = &reading;
	source->own = q;
	qpdf_silence_errors(q);
	qpdf_set_suppress_warnings(q, QPDF_TRUE);
	qpdf_set_attempt_recovery(q, QPDF_FALSE);
	if (qpdf_read_memory(q, "pdf", source->file.s ? source->file.s : "", source->file.n,
			     eng_str_dup(source->arena, password)) &
	    QPDF_ERRORS) {
		qpdf_error why = qpdf_get_error(q);

		return qpdf_get_error_code(q, why) == qpdf_e_password
			   ? eng_pdf_source_fail(
				 source, "the pdf file is encrypted, and %s does not open it",
				 password.n ? "its password" : "no password")
			   : eng_pdf_source_fail(source, "libqpdf cannot read the pdf file: %s",
						 qpdf_get_error_full_text(q, why));
	}
	good = convert(source, qpdf_get_trailer(q), 0, &source->trailer);
	qpdf_oh_release_all(q);
	if (!good || qpdf_more_warnings(q)) {
		return eng_pdf_source_fail(source, "libqpdf has objections to the pdf file: %s",
					   qpdf_more_warnings(q)
					       ? qpdf_get_error_full_text(q, qpdf_next_warning(q))
					       : "its trailer is damaged");
	}
	return true;
}
