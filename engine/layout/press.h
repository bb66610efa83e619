/* The press: fonts, images and caches of one worker for one theme, loaded once.
 *
 * For the files of layout and the channels that make pages; what it holds never influences bytes
 * beyond what the theme says. The rest of its interface is in layout.h and image.h. */
#ifndef ENG_LAYOUT_PRESS_H
#define ENG_LAYOUT_PRESS_H

#include <glib.h>
#include <hb.h>
#include <stdint.h>

#include "base/arena.h"
#include "layout/font.h"
#include "layout/hyphen.h"
#include "layout/layout.h"
#include "theme/theme.h"

/* A face of a family with its fallbacks, in the order they are tried. fonts[0] is the face itself. */
typedef struct eng_typeface {
	const eng_font **fonts;
	eng_script_class *scripts; /* of each font: what it is tried for */
	size_t count;
} eng_typeface;

/* The struct is open to layout's own files only. */
struct eng_press {
	const eng_theme *theme;
	const char *library;
	const eng_guard *guard;       /* asked about fonts and images; NULL: nobody */
	eng_content_file *used;       /* images and, under a guard, fonts */
	size_t used_count, used_cap;
	eng_arena arena;       /* fonts, images, names: as long as the press */
	GPtrArray *files;      /* mapped font files */
	GPtrArray *fonts;      /* eng_font, by id */
	eng_typeface *faces;   /* family index * 4 + (bold + 2 * italic) */
	GHashTable *images;    /* eng_str src -> eng_image */
	GPtrArray *image_list; /* by id */
	eng_hyphens *hyphens;  /* NULL: no word is divided */
	void *cache;           /* of the shaper */
	void (*cache_free)(void *cache);
};

/* Notes bytes that were read; path is below the library. False when the guard reported that they may not
 * be used. */
bool eng_press_note(eng_ctx *ctx, eng_press *press, const char *path, eng_hash hash);

/* Fonts that only stand in for others are shown to the guard when they are first used. False after
 * reporting that this one may not be. */
bool eng_press_admits(eng_ctx *ctx, eng_press *press, const eng_font *font);

/* family must be one of the press's theme. Never NULL. */
const eng_typeface *eng_press_face(const eng_press *press, const eng_family *family, bool bold,
				   bool italic);
/* The font that shows the character: for a character of a script of its own, the theme's fallback of
 * that script, then the face itself; for a common one (digits, spaces, punctuation) the face itself,
 * then the fallback of the script it stands in. Then the fallbacks for anything, then all others in
 * the theme's order. script: as resolved for the run (HB_SCRIPT_COMMON when unknown); language: BCP
 * 47, chooses among the Han classes. NULL when no font of the face has the character. */
const eng_font *eng_press_font_for(const eng_press *press, const eng_typeface *face, uint32_t c,
				   hb_script_t script, eng_str language);

/* Fonts by id, for writers that keep one object per font. */
size_t eng_press_font_count(const eng_press *press);
const eng_font *eng_press_font(const eng_press *press, unsigned id);

/* NULL: no word is divided. */
eng_hyphens *eng_press_hyphens(const eng_press *press);

/* The shaper's cache lives and dies with the press. */
void eng_press_set_cache(eng_press *press, void *cache, void (*cache_free)(void *cache));
void *eng_press_cache(const eng_press *press);

#endif
