/* Themes: how roles look, per channel; never what is said. themes/<id>.yaml, documented in
 * docs/themes.md. Everything is resolved at load: inheritance (extends), tokens, defaults, units, so
 * that readers of this struct make no decision of their own. */
#ifndef ENG_THEME_THEME_H
#define ENG_THEME_THEME_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/guard.h"
#include "base/hash.h"
#include "base/length.h"
#include "base/str.h"
#include "theme/channels.h"
#include "theme/print.h"

typedef enum eng_script_class {
	ENG_SCRIPT_DEFAULT, ENG_SCRIPT_ARABIC, ENG_SCRIPT_HEBREW, ENG_SCRIPT_DEVANAGARI,
	ENG_SCRIPT_THAI, ENG_SCRIPT_HAN_JAPANESE, ENG_SCRIPT_HAN_SIMPLIFIED, ENG_SCRIPT_HAN_TRADITIONAL,
	ENG_SCRIPT_HANGUL, ENG_SCRIPT_SYMBOL, ENG_SCRIPT_OTHER, ENG_SCRIPTS
} eng_script_class;

/* One font file of a face. */
typedef struct eng_font_ref {
	eng_str file;   /* below the library's fonts/ or found in the font path */
	int index;      /* in a collection */
	eng_script_class script; /* ENG_SCRIPT_OTHER: tried for any character, in order */
	eng_loc where;
} eng_font_ref;

/* A family as the theme names it: regular, bold, italic, bold italic, each with fallbacks. */
typedef struct eng_face {
	eng_font_ref *refs; /* first: the face itself; then fallbacks by script, in order */
	size_t count;
} eng_face;

typedef struct eng_family {
	eng_str name;
	eng_face faces[4];  /* bit 0 bold, bit 1 italic */
	eng_str css;        /* e-mail: "Inter, Segoe UI, Arial, sans-serif" */
} eng_family;

/* Which properties a style sets itself or takes from a base other than "para": of an inline element
 * (span, strong, link ...) only these count, the rest is its surroundings'. */
enum {
	ENG_SET_FONT = 2, ENG_SET_BOLD = 4, ENG_SET_ITALIC = 8, ENG_SET_SMALL_CAPS = 16,
	ENG_SET_SIZE = 32, ENG_SET_LEADING = 64, ENG_SET_COLOR = 128, ENG_SET_BACKGROUND = 256
};

/* The look of text and boxes of a style role or an element ("para", "heading-1", "callout",
 * "callout.warning", "fact.key-figure", "table", "table.head" ...). */
typedef struct eng_style {
	eng_str name;
	const eng_family *family;
	bool bold, italic, small_caps;
	eng_length size, leading;          /* text size and line height */
	eng_color color;
	bool has_background;
	eng_color background;
	eng_length space_before, space_after;
	eng_length pad_top, pad_right, pad_bottom, pad_left; /* inside a box */
	eng_length border_top, border_right, border_bottom, border_left; /* widths; 0: none; mirrored */
	eng_color border_color;
	eng_length radius;
	eng_length indent;                 /* start side */
	int align;                         /* 0 start, 1 center, 2 end, 3 justify */
	int letter_spacing;                /* thousandths of an em */
	bool hyphenate;
	bool tabular;                      /* figures of equal width (OpenType tnum) */
	int columns;                       /* of facts: how many beside each other; 0: one */
	unsigned set;                      /* ENG_SET_* */
	eng_loc where;                     /* of its name in the theme */
} eng_style;

/* Where a part stands on a page master. */
typedef struct eng_frame {
	eng_str part;       /* name of the part placed here */
	eng_rect box;       /* on the page; mirrored horizontally for right-to-left unless fixed */
	bool fixed;         /* never mirrored (address window) */
	eng_str style;      /* style name for its text, empty: "para" */
	int valign;         /* 0 top, 1 middle, 2 bottom */
} eng_frame;

typedef struct eng_mark { eng_length x, y, length, width; } eng_mark; /* horizontal fold or punch mark */

typedef struct eng_master {
	eng_str name;       /* "first", "rest", "last" */
	eng_length width, height;
	eng_rect body;      /* where the body flows */
	eng_frame *frames;
	size_t frame_count;
	bool has_address;   /* address window: recipient name and address lines */
	eng_rect address;
	eng_str address_style;
	eng_mark *marks;
	size_t mark_count;
	eng_str background; /* image below images/, or empty */
	eng_str paper;      /* what print takes for its sheets, named as a print plan does; or empty */
} eng_master;

typedef struct eng_theme {
	eng_str id, path;
	eng_hash hash;              /* over the file and all it extends */
	eng_content_file *files;    /* that file and all it extends */
	size_t file_count;
	eng_family *families;
	size_t family_count;
	eng_style *styles;          /* sorted by name; "para" always exists */
	size_t style_count;
	eng_master *masters;        /* first, rest, last and named ones; "first" and "rest" always exist */
	size_t master_count;
	eng_color accent, tint, text, muted, line, paper, negative;
	eng_color *palette;         /* of charts */
	size_t palette_count;
	bool zebra;                 /* every second row on stripe */
	eng_color stripe;
	eng_length table_rule;      /* hairline between rows; 0: none */
	eng_color table_rule_color;
	eng_length chart_height;    /* of the plot and its labels, legend excluded */
	eng_length chart_bar;       /* widest bar */
	bool chart_patterns;        /* series differ by hatches and dashes too: for print in black */
	int image_ppi;              /* fewer pixels an inch on paper are warned of; 0: any will do */
	eng_email_style email;
	eng_sms_style sms;
	eng_mobile_style mobile;
	eng_print_style print;
} eng_theme;

/* Loads library/themes/<id>.yaml. NULL after reporting theme.* (unknown keys with line and column
 * and did-you-mean). Contrast that is too low is a warning. Everything in the arena. */
eng_theme *eng_theme_load(eng_ctx *ctx, eng_arena *arena, const char *library, eng_str id);
/* The style of an element with a role: "element.role", then "role", then "element", then the element
 * without its last part ("table.head" -> "table"), then "para". Never NULL. */
const eng_style *eng_theme_style(const eng_theme *theme, const char *element, eng_str role);
/* The same inside a part: an element without a role there has the part's name as its role, so that
 * "fact.label.info" or, failing that, "info" is its style. part NULL or empty: the body. */
const eng_style *eng_theme_style_in(const eng_theme *theme, const char *element, eng_str role,
				    eng_str part);
/* True when an author may give the element this role: the theme has "element.role" or "role", and
 * the role is no name of an element or of one of its parts. For lint. */
bool eng_theme_has_role(const eng_theme *theme, const char *element, eng_str role);
/* NULL when absent. */
const eng_master *eng_theme_master(const eng_theme *theme, const char *name);
/* The master whose name is this one with a suffix; NULL when absent. */
const eng_master *eng_theme_variant(const eng_theme *theme, const char *name, const char *suffix);

#endif
