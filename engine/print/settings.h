/* Reading settings files (print plans, profiles of machines): values by key, each checked, all faults told
 * with their place and not only the first. */
#ifndef ENG_PRINT_SETTINGS_H
#define ENG_PRINT_SETTINGS_H

#include "base/length.h"
#include "markup/yaml.h"

typedef struct eng_settings {
	eng_ctx *ctx;
	eng_arena *arena;
	bool good; /* nothing was told yet */
} eng_settings;

/* Tells of members that are none of the keys (NULL-ended), or that there is no mapping. False after
 * telling. what: "'papers'". */
bool eng_settings_keys(eng_settings *s, const eng_yaml *yaml, const char *const *keys,
		       const char *what);
/* The fault; always false. code: "print.bad-value" and its like. */
bool eng_settings_fault(eng_settings *s, const char *code, eng_loc where, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* Values of a mapping's members. Where a member is absent: empty and told when required, else the value
 * of otherwise; after telling of a bad one, too. */
eng_str eng_settings_text(eng_settings *s, const eng_yaml *yaml, const char *key, bool required);
int64_t eng_settings_number(eng_settings *s, const eng_yaml *yaml, const char *key, int64_t least,
			    int64_t most, int64_t otherwise);
eng_length eng_settings_length(eng_settings *s, const eng_yaml *yaml, const char *key,
			       eng_length otherwise);
/* Grams with up to three decimals, as milligrams. */
int64_t eng_settings_grams(eng_settings *s, const eng_yaml *yaml, const char *key,
			   int64_t otherwise);
/* Index of one of the words (NULL-ended). */
int eng_settings_choice(eng_settings *s, const eng_yaml *yaml, const char *key,
			const char *const *words, int otherwise);
bool eng_settings_flag(eng_settings *s, const eng_yaml *yaml, const char *key, bool otherwise);

#endif
