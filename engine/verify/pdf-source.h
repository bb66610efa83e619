/* The objects of a finished PDF file by number, and the data of its streams.
 *
 * There are two roads. The strict one reads the form that our files have and no other: one
 * cross-reference stream, no earlier one, no repairs, streams compressed by deflate. It is what a run
 * can afford for each document. The other is libqpdf, which reads every PDF file: it judges from
 * outside, and opens encrypted copies. Both must say the same. */
#ifndef ENG_VERIFY_PDF_SOURCE_H
#define ENG_VERIFY_PDF_SOURCE_H

#include "verify/claim.h"
#include "verify/pdf-kept.h"

typedef enum eng_pdf_road { ENG_PDF_STRICT, ENG_PDF_QPDF } eng_pdf_road;

typedef struct eng_pdf_object {
	unsigned id;
	eng_pdf_value value; /* of a stream: its dictionary */
	bool stream;
	eng_str raw;  /* data as stored; libqpdf: known once asked for */
	eng_str data; /* decoded, once asked for */
	bool decoded;
	eng_pdf_kept *kept; /* the same stream as the worker keeps it; NULL: it does not */
} eng_pdf_object;

typedef struct eng_pdf_source eng_pdf_source;

/* A way to objects. Functions return false after adding a finding. */
typedef struct eng_pdf_reading {
	bool (*object)(eng_pdf_source *source, unsigned id, eng_pdf_object *out);
	bool (*data)(eng_pdf_source *source, eng_pdf_object *object);
	bool (*raw)(eng_pdf_source *source, eng_pdf_object *object); /* NULL: known at once */
	void (*close)(eng_pdf_source *source);
} eng_pdf_reading;

struct eng_pdf_source {
	const eng_pdf_reading *reading;
	void *own; /* of the road */
	eng_arena *arena;
	eng_findings *out;
	eng_str file;
	eng_pdf_value trailer;
	eng_pdf_object **objects; /* by id, NULL until read */
	size_t object_count;
	size_t room; /* decoded bytes that may still come */
	bool failed; /* and told */
};

typedef struct eng_pdf_inflater eng_pdf_inflater; /* decompressor of a worker */

eng_pdf_inflater *eng_pdf_inflater_new(void);
void eng_pdf_inflater_free(eng_pdf_inflater *inflater);
/* zlib data as stored; *out in the arena. False, silently, for bad data and beyond limit. */
bool eng_pdf_inflate(eng_pdf_inflater *inflater, eng_arena *arena, eng_str data, size_t limit,
		     eng_str *out);

/* A file of at most 4 GiB, which must outlive the source. password: empty for none, and used by libqpdf
 * only. False after a finding; close in any case. */
bool eng_pdf_source_open(eng_pdf_source *source, eng_pdf_road road, eng_pdf_inflater *inflater,
			 eng_pdf_keeper *keeper, eng_arena *arena, eng_findings *out, eng_str file,
			 eng_str password);
void eng_pdf_source_close(eng_pdf_source *source);
/* The object; one that is not there is null. NULL after a finding. */
eng_pdf_object *eng_pdf_source_object(eng_pdf_source *source, unsigned id);
/* The value, or what it refers to. After a finding a null value. */
const eng_pdf_value *eng_pdf_source_value(eng_pdf_source *source, const eng_pdf_value *value);
/* The value of a key, or what that refers to; null when there is none. */
const eng_pdf_value *eng_pdf_source_find(eng_pdf_source *source, const eng_pdf_value *dict,
					 const char *key);
/* The stream that a value refers to; NULL when it refers to none, or after a finding. */
eng_pdf_object *eng_pdf_source_stream(eng_pdf_source *source, const eng_pdf_value *value);
/* Decoded data of a stream. False after a finding. */
bool eng_pdf_source_data(eng_pdf_source *source, eng_pdf_object *stream, eng_str *data);
/* The same as stored, without undoing filters. */
bool eng_pdf_source_raw(eng_pdf_source *source, eng_pdf_object *stream, eng_str *raw);
/* Numbers of an array of just so many. False, silently, for anything else. */
bool eng_pdf_source_numbers(eng_pdf_source *source, const eng_pdf_value *array, size_t n,
			    double *out);
/* Adds verify.unreadable, once for a file; returns false. */
bool eng_pdf_source_fail(eng_pdf_source *source, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The two roads: own and trailer set, or false after a finding. */
bool eng_pdf_strict_open(eng_pdf_source *source, eng_pdf_inflater *inflater,
			 eng_pdf_keeper *keeper);
bool eng_pdf_qpdf_open(eng_pdf_source *source, eng_str password);

#endif
