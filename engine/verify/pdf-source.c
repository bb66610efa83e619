/* What both roads share: objects are read once, when asked for, and within bounds. */
#include "verify/pdf-source.h"

#include <stdlib.h>

#include <libdeflate.h>

enum {
	MOST_OBJECTS = 8388607,
	MOST_DATA = 256 << 20, /* decoded bytes of one file */
	LINKS = 16             /* references that lead to references */
};

struct eng_pdf_inflater {
	struct libdeflate_decompressor *tool;
	char *room;
	size_t size;
};

eng_pdf_inflater *eng_pdf_inflater_new(void) {
	eng_pdf_inflater *inflater = eng_malloc(sizeof(*inflater));

	*inflater = (eng_pdf_inflater){ .tool = libdeflate_alloc_decompressor() };
	if (!inflater->tool) {
		eng_oom();
	}
	return inflater;
}

void eng_pdf_inflater_free(eng_pdf_inflater *inflater) {
	if (inflater) {
		libdeflate_free_decompressor(inflater->tool);
		free(inflater->room);
		free(inflater);
	}
}

bool eng_pdf_inflate(eng_pdf_inflater *inflater, eng_arena *arena, eng_str data, size_t limit,
		     eng_str *out) {
	enum libdeflate_result result = LIBDEFLATE_INSUFFICIENT_SPACE;
	size_t n = 0;

	while (result == LIBDEFLATE_INSUFFICIENT_SPACE) {
		size_t wanted = n ? n * 4 : data.n * 8 + 4096;

		if (inflater->size < wanted) {
			inflater->room = eng_realloc(inflater->room, wanted);
			inflater->size = wanted;
		}
		n = inflater->size;
		result = libdeflate_zlib_decompress(inflater->tool, data.s, data.n, inflater->room,
						    n < limit ? n : limit, &n);
		if (result == LIBDEFLATE_INSUFFICIENT_SPACE) {
			n = inflater->size;
			if (n >= limit) {
				return false;
			}
		}
	}
	*out = (eng_str){ eng_arena_copy(arena, inflater->room, n), n };
	return result == LIBDEFLATE_SUCCESS;
}

bool eng_pdf_source_fail(eng_pdf_source *source, const char *fmt, ...) {
	const char *why;
	va_list ap;

	if (source->failed) {
		return false;
	}
	source->failed = true;
	va_start(ap, fmt);
	why = eng_arena_vprintf(source->arena, fmt, ap);
	va_end(ap);
	return eng_findings_add(source->out, "verify.unreadable", ENG_FINDING_ARTIFACT, "%s", why);
}

bool eng_pdf_source_open(eng_pdf_source *source, eng_pdf_road road, eng_pdf_inflater *inflater,
			 eng_pdf_keeper *keeper, eng_arena *arena, eng_findings *out, eng_str file,
			 eng_str password) {
	int64_t size;

	*source = (eng_pdf_source){ .arena = arena, .out = out, .file = file, .room = MOST_DATA };
	if (!(road == ENG_PDF_STRICT ? eng_pdf_strict_open(source, inflater, keeper)
				     : eng_pdf_qpdf_open(source, password))) {
		return false;
	}
	if (!eng_pdf_value_integer(eng_pdf_value_find(&source->trailer, "Size"), 1, MOST_OBJECTS,
				   &size)) {
		return eng_pdf_source_fail(source,
					   "the pdf file does not say how many objects it has");
	}
	source->object_count = (size_t)size;
	source->objects = eng_arena_new_array(arena, (size_t)size, eng_pdf_object *);
	return true;
}

void eng_pdf_source_close(eng_pdf_source *source) {
	if (source->reading) {
		source->reading->close(source);
		source->reading = NULL;
	}
}

eng_pdf_object *eng_pdf_source_object(eng_pdf_source *source, unsigned id) {
	static eng_pdf_object nothing; /* never written to */
	eng_pdf_object *object;

	if (id >= source->object_count) { /* 7.3.10: a reference to an undefined object is null */
		return &nothing;
	}
	object = source->objects[id];
	if (!object) {
		object = eng_arena_new(source->arena, eng_pdf_object);
		object->id = id;
		if (source->failed || !source->reading->object(source, id, object)) {
			return NULL;
		}
		source->objects[id] = object;
	}
	return object;
}

const eng_pdf_value *eng_pdf_source_value(eng_pdf_source *source, const eng_pdf_value *value) {
	static const eng_pdf_value none = { 0 };

	for (int i = 0; value->kind == ENG_PDF_REF; i++) {
		eng_pdf_object *object =
		    i < LINKS ? eng_pdf_source_object(source, value->as.id) : NULL;

		if (!object) {
			eng_pdf_source_fail(source, "object %u leads nowhere", value->as.id);
			return &none;
		}
		value = &object->value;
	}
	return value;
}

const eng_pdf_value *eng_pdf_source_find(eng_pdf_source *source, const eng_pdf_value *dict,
					 const char *key) {
	return eng_pdf_source_value(source, eng_pdf_value_find(dict, key));
}

eng_pdf_object *eng_pdf_source_stream(eng_pdf_source *source, const eng_pdf_value *value) {
	eng_pdf_object *object =
	    value->kind == ENG_PDF_REF ? eng_pdf_source_object(source, value->as.id) : NULL;

	return object && object->stream ? object : NULL;
}

bool eng_pdf_source_data(eng_pdf_source *source, eng_pdf_object *stream, eng_str *data) {
	if (!stream->decoded) {
		if (!source->reading->data(source, stream)) {
			return false;
		}
		if (stream->data.n > source->room) {
			return eng_pdf_source_fail(source,
						   "the streams of the pdf file unpack to more "
						   "than %d MiB",
						   MOST_DATA >> 20);
		}
		source->room -= stream->data.n;
		stream->decoded = true;
	}
	*data = stream->data;
	return true;
}

bool eng_pdf_source_raw(eng_pdf_source *source, eng_pdf_object *stream, eng_str *raw) {
	if (!stream->raw.s && source->reading->raw && !source->reading->raw(source, stream)) {
		return false;
	}
	*raw = stream->raw;
	return true;
}

bool eng_pdf_source_numbers(eng_pdf_source *source, const eng_pdf_value *array, size_t n,
			    double *out) {
	array = eng_pdf_source_value(source, array);
	if (array->kind != ENG_PDF_ARRAY || array->n != n) {
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		const eng_pdf_value *item = eng_pdf_source_value(source, &array->as.items[i]);

		if (item->kind != ENG_PDF_NUMBER) {
			return false;
		}
		out[i] = item->as.number;
	}
	return true;
}
