/* Values of PDF syntax (ISO 32000-1 7.2, 7.3), as bytes are read: of objects, content streams and
 * character maps alike. Reads only; nothing here is shared with the writer.
 *
 * Hostile bytes are expected: nesting is bounded, nothing is repaired, and what is not syntax is
 * refused by false alone: the caller knows what it was reading and tells. */
#ifndef ENG_VERIFY_PDF_VALUE_H
#define ENG_VERIFY_PDF_VALUE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

typedef enum eng_pdf_kind {
	ENG_PDF_NULL,
	ENG_PDF_BOOL,
	ENG_PDF_NUMBER,
	ENG_PDF_NAME,
	ENG_PDF_STRING,
	ENG_PDF_ARRAY,
	ENG_PDF_DICT,
	ENG_PDF_REF,
	ENG_PDF_WORD, /* an operator or a keyword */
	ENG_PDF_RAW   /* an array of a content stream, its bytes between the brackets */
} eng_pdf_kind;

typedef struct eng_pdf_value eng_pdf_value;
typedef struct eng_pdf_pair eng_pdf_pair;

struct eng_pdf_value {
	eng_pdf_kind kind;
	uint32_t n; /* items or pairs; generation of a reference */
	union {
		double number; /* also of a bool: 0 or 1 */
		eng_str text;  /* of names without the slash, strings decoded, words, raw arrays */
		const eng_pdf_value *items;
		const eng_pdf_pair *pairs;
		unsigned id; /* of a reference */
	} as;
};

struct eng_pdf_pair {
	eng_str key;
	eng_pdf_value value;
};

/* Where reading goes on. Strings without escapes and names borrow from the bytes; all else is in the
 * arena. */
typedef struct eng_pdf_scan {
	const char *p, *end;
	eng_arena *arena;
	int depth;    /* of what is being read */
	bool content; /* of a content stream: arrays stay raw, no references */
} eng_pdf_scan;

eng_pdf_scan eng_pdf_scan_of(eng_arena *arena, eng_str bytes);
/* Past white space and comments. False at the end. */
bool eng_pdf_scan_skip(eng_pdf_scan *scan);
/* The next value; false at the end and for what is no value (then p has not reached the end, or the
 * value is cut). */
bool eng_pdf_scan_value(eng_pdf_scan *scan, eng_pdf_value *value);
/* A sign and digits with an optional point; false for anything else. */
bool eng_pdf_scan_number(eng_pdf_scan *scan, double *number);
/* The word itself and nothing that merely begins like it. */
bool eng_pdf_scan_word(eng_pdf_scan *scan, const char *word);

/* The value of a key; a null value when there is none, or it is no dictionary. */
const eng_pdf_value *eng_pdf_value_find(const eng_pdf_value *dict, const char *key);
bool eng_pdf_value_is_name(const eng_pdf_value *value, const char *name);
/* A whole number within [low, high]. */
bool eng_pdf_value_integer(const eng_pdf_value *value, int64_t low, int64_t high, int64_t *out);
/* A text string (7.9.2.2): UTF-16 with its mark, UTF-8 with its mark, else PDFDocEncoding, of which
 * what is beyond Latin-1 becomes U+FFFD. As UTF-8 in the arena. */
eng_str eng_pdf_value_text(eng_arena *arena, eng_str string);
/* UTF-16BE units as UTF-8 in the arena; a lone surrogate becomes U+FFFD. */
eng_str eng_pdf_value_utf16(eng_arena *arena, eng_str units);

#endif
