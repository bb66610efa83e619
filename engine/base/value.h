/* A value as the reader sees it, with what it was before it was formatted. */
#ifndef ENG_BASE_VALUE_H
#define ENG_BASE_VALUE_H

#include "base/date.h"
#include "base/decimal.h"
#include "base/diag.h"
#include "base/str.h"

typedef enum eng_value_kind {
	ENG_VALUE_TEXT,
	ENG_VALUE_NUMBER,
	ENG_VALUE_MONEY,
	ENG_VALUE_PERCENT, /* raw 6 is 6 % */
	ENG_VALUE_DATE,
	ENG_VALUE_IBAN,
	ENG_VALUE_PHONE,
	ENG_VALUE_MASKED, /* raw withheld */
} eng_value_kind;

typedef struct eng_value {
	eng_str text; /* formatted, final: "1.234,50 EUR" with CLDR's own spaces and signs */
	eng_str raw;  /* canonical: "1234.50", "2026-11-01", the IBAN without spaces */
	union {
		struct {
			eng_decimal number; /* of number, money and percent */
			eng_str currency;   /* ISO 4217, of money */
		};
		eng_date date; /* of date */
	};
	eng_value_kind kind;
	bool formatted; /* text was made by the engine (CLDR), not taken from data or strings */
} eng_value;

/* What is left of a value once it stands in a document: how it reads and what it says, not what could be
 * calculated with it. A document may have a million of them. */
typedef struct eng_answer {
	eng_str text, raw;
	char currency[4]; /* of money, else empty */
	eng_value_kind kind : 8;
	bool formatted;
} eng_answer;

/* Slices are borrowed from the value. */
eng_answer eng_answer_of(const eng_value *value);

const char *eng_value_kind_name(eng_value_kind kind);
/* Text with the plain forms of SMS and canonical text: U+00A0, U+202F, U+2009 to space, U+2212 to
 * '-', bidi marks (U+200E, U+200F, U+061C, U+2066..2069) dropped. Copied only when it differs. */
eng_str eng_value_plain(eng_arena *arena, eng_str text);

#endif
