/* Every key of a theme file: where it may stand, what it must be, where its value goes.
 *
 * The one list that reading, suggestions and the check of docs/themes.md share. */
#include <stddef.h>

#include "theme/loader.h"

#define AT(type, field) offsetof(type, field)
#define END                                                                                        \
	{ NULL, ENG_KEY_OTHER, 0, 0, 0, 0, NULL }

static const char *const aligns[] = { "start", "center", "end", "justify", NULL };
static const char *const valigns[] = { "top", "middle", "bottom", NULL };

const eng_theme_key eng_theme_top_keys[] = {
	{ "theme" },     { "extends" }, { "about" },   { "colors" },  { "lengths" }, { "fonts" },
	{ "fallbacks" }, { "styles" },  { "masters" }, { "palette" }, { "table" },   { "chart" },
	{ "image" },     { "email" },   { "sms" },     { "mobile" },  { "print" },   END,
};

const eng_theme_key eng_theme_style_keys[] = {
	{ "base" },
	{ "font" },
	{ "bold", ENG_KEY_BOOL, AT(eng_style, bold) },
	{ "italic", ENG_KEY_BOOL, AT(eng_style, italic) },
	{ "small-caps", ENG_KEY_BOOL, AT(eng_style, small_caps) },
	{ "size", ENG_KEY_LENGTH, AT(eng_style, size), 0, 3000, 200000 },
	{ "leading", ENG_KEY_LENGTH, AT(eng_style, leading), 0, 3000, 300000 },
	{ "color", ENG_KEY_COLOR, AT(eng_style, color) },
	{ "background", ENG_KEY_COLOR_OR_NONE, AT(eng_style, background),
	  AT(eng_style, has_background) },
	{ "space-before", ENG_KEY_LENGTH, AT(eng_style, space_before) },
	{ "space-after", ENG_KEY_LENGTH, AT(eng_style, space_after) },
	{ "padding", ENG_KEY_SIDES, AT(eng_style, pad_top) },
	{ "border", ENG_KEY_SIDES, AT(eng_style, border_top) },
	{ "border-color", ENG_KEY_COLOR, AT(eng_style, border_color) },
	{ "radius", ENG_KEY_LENGTH, AT(eng_style, radius) },
	{ "indent", ENG_KEY_LENGTH, AT(eng_style, indent) },
	{ "align", ENG_KEY_CHOICE, AT(eng_style, align), 0, 0, 0, aligns },
	{ "letter-spacing", ENG_KEY_EM, AT(eng_style, letter_spacing), 0, -100, 500 },
	{ "hyphenate", ENG_KEY_BOOL, AT(eng_style, hyphenate) },
	{ "tabular", ENG_KEY_BOOL, AT(eng_style, tabular) },
	{ "columns", ENG_KEY_INT, AT(eng_style, columns), 0, 1, 6 },
	END,
};

const eng_theme_key eng_theme_table_keys[] = {
	{ "stripe", ENG_KEY_COLOR_OR_NONE, AT(eng_theme, stripe), AT(eng_theme, zebra) },
	{ "rule", ENG_KEY_LENGTH, AT(eng_theme, table_rule), 0, 0, 10000 },
	{ "rule-color", ENG_KEY_COLOR, AT(eng_theme, table_rule_color) },
	END,
};

const eng_theme_key eng_theme_image_keys[] = {
	{ "ppi", ENG_KEY_INT, AT(eng_theme, image_ppi), 0, 0, 1200 },
	END,
};

const eng_theme_key eng_theme_chart_keys[] = {
	{ "height", ENG_KEY_LENGTH, AT(eng_theme, chart_height), 0, 40000, 600000 },
	{ "bar", ENG_KEY_LENGTH, AT(eng_theme, chart_bar), 0, 2000, 200000 },
	{ "patterns", ENG_KEY_BOOL, AT(eng_theme, chart_patterns) },
	END,
};

#define EMAIL(field) AT(eng_email_style, field)

const eng_theme_key eng_theme_email_keys[] = {
	{ "from-name", ENG_KEY_TEXT, EMAIL(from_name) },
	{ "from", ENG_KEY_TEXT, EMAIL(from_address) },
	{ "reply-to", ENG_KEY_TEXT, EMAIL(reply_to) },
	{ "unsubscribe", ENG_KEY_TEXT, EMAIL(unsubscribe) },
	{ "one-click", ENG_KEY_BOOL, EMAIL(one_click) },
	{ "width", ENG_KEY_PX, EMAIL(width), 0, 320, 800 },
	{ "above", ENG_KEY_TEXTS, EMAIL(above), EMAIL(above_count) },
	{ "below", ENG_KEY_TEXTS, EMAIL(below), EMAIL(below_count) },
	{ "font", ENG_KEY_TEXT, EMAIL(font) },
	{ "heading-font", ENG_KEY_TEXT, EMAIL(heading_font) },
	{ "size", ENG_KEY_PX, EMAIL(size), 0, 12, 24 },
	{ "headline", ENG_KEY_PX, EMAIL(headline), 0, 16, 48 },
	{ "radius", ENG_KEY_PX, EMAIL(radius), 0, 0, 40 },
	{ "padding", ENG_KEY_PX, EMAIL(padding), 0, 0, 64 },
	{ "logo", ENG_KEY_TEXT, EMAIL(logo) },
	{ "logo-alt", ENG_KEY_TEXT, EMAIL(logo_alt) },
	{ "logo-width", ENG_KEY_PX, EMAIL(logo_width), 0, 16, 600 },
	{ "light" },
	{ "dark" },
	END,
};

const eng_theme_key eng_theme_light_keys[] = {
	{ "page", ENG_KEY_COLOR, EMAIL(page) },
	{ "card", ENG_KEY_COLOR, EMAIL(card) },
	{ "text", ENG_KEY_COLOR, EMAIL(text) },
	{ "muted", ENG_KEY_COLOR, EMAIL(muted) },
	{ "accent", ENG_KEY_COLOR, EMAIL(accent) },
	{ "on-accent", ENG_KEY_COLOR, EMAIL(on_accent) },
	{ "line", ENG_KEY_COLOR, EMAIL(line) },
	END,
};

const eng_theme_key eng_theme_dark_keys[] = {
	{ "page", ENG_KEY_COLOR, EMAIL(d_page) },
	{ "card", ENG_KEY_COLOR, EMAIL(d_card) },
	{ "text", ENG_KEY_COLOR, EMAIL(d_text) },
	{ "muted", ENG_KEY_COLOR, EMAIL(d_muted) },
	{ "accent", ENG_KEY_COLOR, EMAIL(d_accent) },
	{ "on-accent", ENG_KEY_COLOR, EMAIL(d_on_accent) },
	{ "line", ENG_KEY_COLOR, EMAIL(d_line) },
	END,
};

const eng_theme_key eng_theme_sms_keys[] = {
	{ "sender", ENG_KEY_TEXT, AT(eng_sms_style, sender) },
	{ "prefix", ENG_KEY_TEXT, AT(eng_sms_style, prefix) },
	{ "max-segments", ENG_KEY_INT, AT(eng_sms_style, max_segments), 0, 1, 255 },
	{ "transliterate", ENG_KEY_BOOL, AT(eng_sms_style, transliterate) },
	{ "smart", ENG_KEY_BOOL, AT(eng_sms_style, smart) },
	END,
};

static const char *const profiles[] = { "components", "adaptive", NULL };

const eng_theme_key eng_theme_mobile_keys[] = {
	{ "profile", ENG_KEY_CHOICE, AT(eng_mobile_style, profile), 0, 0, 0, profiles },
	{ "tokens" },
	END,
};

const eng_theme_key eng_theme_print_keys[] = {
	{ "inks" },
	END,
};

const eng_theme_key eng_theme_master_keys[] = {
	{ "size" },
	{ "body" },
	{ "frames" },
	{ "address" },
	{ "marks" },
	{ "background", ENG_KEY_TEXT, AT(eng_master, background) },
	{ "paper", ENG_KEY_TEXT, AT(eng_master, paper) },
	END,
};

const eng_theme_key eng_theme_box_keys[] = {
	{ "left" },
	{ "right" },
	{ "width" },
	{ "top" },
	{ "bottom" },
	{ "height" },
	{ "style" },
	{ "valign", ENG_KEY_CHOICE, AT(eng_frame, valign), 0, 0, 0, valigns },
	{ "fixed", ENG_KEY_BOOL, AT(eng_frame, fixed) },
	END,
};

const eng_theme_key eng_theme_address_keys[] = {
	{ "window" }, { "left" },  { "right" },
	{ "width" },  { "top" },   { "bottom" },
	{ "height" }, { "style" }, { "fixed", ENG_KEY_BOOL, AT(eng_frame, fixed) },
	END,
};

const eng_theme_key eng_theme_mark_keys[] = {
	{ "left", ENG_KEY_LENGTH, AT(eng_mark, x) },
	{ "top", ENG_KEY_LENGTH, AT(eng_mark, y) },
	{ "length", ENG_KEY_LENGTH, AT(eng_mark, length) },
	{ "width", ENG_KEY_LENGTH, AT(eng_mark, width), 0, 1, 10000 },
	END,
};

const eng_theme_key eng_theme_family_keys[] = {
	{ "regular" }, { "bold" }, { "italic" }, { "bold-italic" }, { "css" }, END,
};

const eng_theme_key eng_theme_fallback_keys[] = {
	{ "script" }, { "regular" }, { "bold" }, { "italic" }, { "bold-italic" }, END,
};
