/* Hyphenation: where words of a language may be divided, by libhyphen and its dictionaries.
 *
 * Dictionaries are files hyph_LANGUAGE.dic of the folders given, opened for the languages that a
 * template speaks and no others, so that a fingerprint can name them all. */
#ifndef ENG_LAYOUT_HYPHEN_H
#define ENG_LAYOUT_HYPHEN_H

#include "base/diag.h"
#include "base/hash.h"
#include "base/str.h"

typedef struct eng_hyphens eng_hyphens;

/* Opens the dictionary of each language (BCP 47) in the first folder that has one: of the language
 * with its region, of the language, then of any of its regions in byte order. A language that is
 * written with hyphens and has none is the warning layout.no-hyphenation. NULL after reporting:
 * the system fails to read one. */
eng_hyphens *eng_hyphens_open(eng_ctx *ctx, const char *folders, const eng_str *languages,
			      size_t count, eng_loc where);
void eng_hyphens_free(eng_hyphens *hyphens);
/* Adds the bytes of every dictionary, in the languages' order. */
void eng_hyphens_identify(const eng_hyphens *hyphens, eng_hasher *hasher);

/* The longest stretch of text that is looked at. */
enum { ENG_HYPHEN_BYTES = 256 };

/* Marks at[i] where a hyphen may stand before byte i of the word (at has ENG_HYPHEN_BYTES zeroed
 * places); returns how many. Words with capitals inside, digits, signs of addresses, soft hyphens or
 * letters of scripts that are not divided have none; at least two letters stay before a hyphen and
 * three behind it. */
size_t eng_hyphens_points(eng_hyphens *hyphens, eng_str lang, eng_str word, uint8_t *at);

#endif
