/* The inside of a locale: ICU objects, made when first needed and kept. Private to expr/. */
#ifndef ENG_EXPR_LOCALE_ICU_H
#define ENG_EXPR_LOCALE_ICU_H

#include <glib.h>
#include <unicode/ucol.h>
#include <unicode/udat.h>
#include <unicode/unumberformatter.h>
#include <unicode/upluralrules.h>

#include "expr/locale.h"

/* At most so many formatters of a kind are kept; then all are made anew. */
#define ENG_LOCALE_FORMATTERS 512

typedef struct eng_date_formatter eng_date_formatter; /* locale_date.c */

/* A formatter used lately, found again without its skeleton or pattern. */
#define ENG_LOCALE_RECENT 16

typedef struct eng_recent_number {
	char start[16]; /* "currency/EUR" */
	int digits;
	struct eng_number_format *format; /* NULL: free */
} eng_recent_number;

typedef struct eng_recent_date {
	char style[32];
	size_t n;
	eng_date_formatter *formatter; /* NULL: free; never one of a zone */
} eng_recent_date;

typedef struct eng_recent {
	eng_recent_number numbers[ENG_LOCALE_RECENT];
	eng_recent_date dates[ENG_LOCALE_RECENT];
} eng_recent;

struct eng_locale {
	char *language; /* as given: "de-CH" */
	char *id;       /* of ICU, region applied: "de_CH" */
	bool rtl;
	UCollator *collator;
	UPluralRules *cardinal, *ordinal;
	UFormattedNumber *formatted;
	GHashTable *numbers;    /* skeleton -> formatter and learnt shape */
	GHashTable *currencies; /* three letters as a number -> digits, -1: unknown */
	GHashTable *patterns;   /* pattern -> UNumberFormat */
	eng_recent *recent;     /* into numbers and dates */
	GHashTable *dates;      /* "style" or "skeleton|zone" -> eng_date_formatter */
};

/* For hash tables. */
void eng_date_formatter_free(void *formatter);
void eng_number_format_free(void *format);
/* Formats plain decimal text with an ICU number skeleton; the result is in locale->formatted until
 * the next call. False when ICU does not know the skeleton. */
bool eng_locale_skeleton(const eng_locale *locale, const char *skeleton, eng_str decimal);
/* UTF-16 to UTF-8 in the arena, and back (*n units). */
eng_str eng_locale_utf8(eng_arena *arena, const UChar *text, int32_t n);
const UChar *eng_locale_utf16(eng_arena *arena, eng_str text, int32_t *n);
/* Plural category of a number as it prints: "one", "few", "other" ... */
const char *eng_locale_plural(const eng_locale *locale, eng_decimal number, bool ordinal);

#endif
