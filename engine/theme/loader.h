/* What the files that read a theme share: the files it is made of, its tokens, and readers of values.
 *
 * A theme is a stack of files, its own last; later files win key by key. Tokens are settled first, so
 * that a theme that only changes $accent changes everything made from it. */
#ifndef ENG_THEME_LOADER_H
#define ENG_THEME_LOADER_H

#include "base/buf.h"
#include "markup/yaml.h"
#include "theme/theme.h"

enum { ENG_THEME_STACK = 8 }; /* longest chain of extends */

typedef struct eng_theme_loader {
	eng_ctx *ctx;
	eng_arena *arena;
	eng_theme *theme;
	const eng_yaml *files[ENG_THEME_STACK]; /* ancestor first, the theme itself last */
	size_t file_count, file_cap;
	bool good;
} eng_theme_loader;

/* What a value must be. */
typedef enum eng_theme_kind {
	ENG_KEY_OTHER, /* read by its section */
	ENG_KEY_COLOR,
	ENG_KEY_COLOR_OR_NONE, /* sets the bool just before the colour (see flag) */
	ENG_KEY_LENGTH,
	ENG_KEY_SIDES, /* four eng_length: top, right (end), bottom, left (start) */
	ENG_KEY_PX,    /* int */
	ENG_KEY_EM,    /* int, thousandths */
	ENG_KEY_INT,
	ENG_KEY_BOOL,
	ENG_KEY_CHOICE, /* int: index of the word in choices */
	ENG_KEY_TEXT,
	ENG_KEY_TEXTS, /* eng_str * and its count (see flag) */
} eng_theme_kind;

typedef struct eng_theme_key {
	const char *name;
	eng_theme_kind kind;
	size_t offset; /* in the target */
	size_t flag;   /* offset of the bool or count that goes with it */
	int min, max;  /* of PX, INT; of LENGTH and EM in thousandths; 0, 0: no bounds but sanity */
	const char *const *choices; /* NULL-ended */
} eng_theme_key;

/* The tables; each ends in a row without a name. Documented in docs/themes.md, which a test checks. */
extern const eng_theme_key eng_theme_top_keys[], eng_theme_style_keys[], eng_theme_table_keys[],
    eng_theme_chart_keys[], eng_theme_image_keys[], eng_theme_email_keys[], eng_theme_light_keys[], eng_theme_dark_keys[],
    eng_theme_sms_keys[], eng_theme_mobile_keys[], eng_theme_print_keys[], eng_theme_master_keys[], eng_theme_box_keys[],
    eng_theme_address_keys[],
    eng_theme_mark_keys[], eng_theme_family_keys[], eng_theme_fallback_keys[];

/* Reports and marks the load as failed; always false. */
bool eng_theme_fault(eng_theme_loader *l, const char *code, eng_loc where, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* False after reporting when the value is of another kind; what: "style 'para'". */
bool eng_theme_expect(eng_theme_loader *l, const eng_yaml *value, eng_yaml_kind kind,
		      const char *what);
/* Reads every member of the mapping into target; members of kind OTHER are left to the caller. */
void eng_theme_read(eng_theme_loader *l, const eng_yaml *mapping, const eng_theme_key *keys,
		    void *target, const char *what);

/* Single values, tokens replaced. False after reporting. */
bool eng_theme_color(eng_theme_loader *l, const eng_yaml *value, eng_color *out);
bool eng_theme_length(eng_theme_loader *l, const eng_yaml *value, eng_length *out);
/* Text of a token's final value (from the last file that has it), or NULL. */
const eng_yaml *eng_theme_token(const eng_theme_loader *l, const char *section, eng_str name);

/* The box of the lines of an address in the window of this name. */
bool eng_theme_window(eng_theme_loader *l, const eng_yaml *value, const eng_master *master,
		      eng_rect *out);

/* The sections. Each reads all files of the stack. */
void eng_theme_read_fonts(eng_theme_loader *l);
void eng_theme_read_styles(eng_theme_loader *l);
void eng_theme_read_masters(eng_theme_loader *l);
void eng_theme_read_channels(eng_theme_loader *l);
void eng_theme_read_print(eng_theme_loader *l);
/* Warns of text that cannot be read on its ground. */
void eng_theme_check_contrast(eng_theme_loader *l);

/* Appends the JSON Schema of theme files. */
void eng_theme_schema(eng_buf *out);

/* Names of elements that have styles, NULL-ended and sorted: "callout", "fact.label", "table.head".
 * True when the name is one of them. */
extern const char *const eng_theme_elements[];
bool eng_theme_is_element(eng_str name);
/* Splits a style's name into element and role; element empty for a role of any element ("any.x").
 * False when it begins with no known element. */
bool eng_theme_split_name(eng_str name, eng_str *element, eng_str *role);

#endif
