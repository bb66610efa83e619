/* The compiled form of a phrase. Private to expr/. */
#ifndef ENG_EXPR_MESSAGE_PARTS_H
#define ENG_EXPR_MESSAGE_PARTS_H

#include "expr/message.h"

typedef enum eng_phrase_kind {
	ENG_PHRASE_TEXT,
	ENG_PHRASE_ARGUMENT, /* {name} */
	ENG_PHRASE_NUMBER,   /* {name, number} with style integer, percent or a pattern */
	ENG_PHRASE_DATE,     /* {name, date, style} */
	ENG_PHRASE_HASH,     /* # of a plural */
	ENG_PHRASE_PLURAL,
	ENG_PHRASE_ORDINAL,
	ENG_PHRASE_SELECT,
	ENG_PHRASE_STRONG_START,
	ENG_PHRASE_STRONG_END,
	ENG_PHRASE_LINK_START,
	ENG_PHRASE_LINK_END,
} eng_phrase_kind;

typedef struct eng_phrase_part eng_phrase_part;

typedef struct eng_phrase {
	eng_phrase_part *parts;
	size_t n, cap;
} eng_phrase;

typedef struct eng_phrase_case {
	eng_str keyword; /* "one", "other", a word of a select; empty: =number */
	eng_decimal number;
	eng_phrase phrase;
} eng_phrase_case;

struct eng_phrase_part {
	eng_phrase_kind kind;
	eng_str text;    /* of a text; style of a number or date */
	size_t argument; /* index into the names */
	eng_decimal offset;
	eng_phrase_case *cases;
	size_t case_count, case_cap;
};

struct eng_message {
	eng_phrase phrase;
	eng_str *names;
	size_t name_count, name_cap;
	eng_str pattern;
};

#endif
