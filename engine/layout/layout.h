/* From document to pages. The only entry into this floor for the channels that make pages. */
#ifndef ENG_LAYOUT_LAYOUT_H
#define ENG_LAYOUT_LAYOUT_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/guard.h"
#include "base/hash.h"
#include "document/document.h"
#include "layout/page.h"
#include "theme/theme.h"

/* Fonts, images, shape cache and Pango context of one worker for one theme: loaded once, never
 * influencing bytes. font_path: folders separated by ':' searched (by file name, recursively) after
 * library/fonts. */
/* eng_press is declared in page.h. */

/* NULL after reporting theme.font-missing and the like. Keeps theme and library by reference. The
 * context's guard is asked about every file, now and later. */
eng_press *eng_press_new(eng_ctx *ctx, const eng_theme *theme, const char *library,
			 const char *font_path);
void eng_press_free(eng_press *press);
/* Words of these languages (BCP 47) are divided at line ends where the theme's styles say so, by the
 * dictionaries found in the folders (separated by ':'). To be called once, before anything is laid
 * out; layout.no-hyphenation is a warning. */
bool eng_press_hyphenate(eng_ctx *ctx, eng_press *press, const char *folders,
			 const eng_str *languages, size_t count);
const eng_theme *eng_press_theme(const eng_press *press);
/* The files that were read so far: images and, under a guard, fonts (those that only stand in for others
 * with the hash that they must have when they are used); without one see eng_press_hash. */
const eng_content_file *eng_press_files(const eng_press *press, size_t *count);
/* Hash over what identifies every font (eng_font_identify) unless a guard knows it, the bytes of every image that the theme
 * lists and of every dictionary for hyphens; for the fingerprint. */
eng_hash eng_press_hash(const eng_press *press);

/* Lays out the document for the channel of this bit index (its visible nodes). Every visible node is
 * placed or reported (layout.overflow, layout.lost, layout.missing-glyph ...). NULL after reporting.
 * The result and its text live in the arena; fonts and images in the press. */
eng_layout *eng_layout_pages(eng_ctx *ctx, eng_arena *arena, eng_press *press,
			     const eng_document *document, int channel);

/* Who takes the pages of a long document one by one, so that they are not all kept. What is handed
 * over is gone when the call returns; indexes of structure are places in layout->structure as it is
 * at that time, and become those of the end through layout->names. False stops the layout; an error
 * was reported. */
typedef struct eng_page_taker {
	void *user;
	/* What flows on a page; in order of pages. */
	bool (*body)(void *user, const eng_layout *layout, size_t index, const eng_page *body);
	/* What is painted before and behind the body of that page; after all bodies, in order. */
	bool (*around)(void *user, const eng_layout *layout, size_t index, const eng_page *before,
		       const eng_page *behind);
} eng_page_taker;

/* True when the document is so long that its pages had better be taken one by one. */
bool eng_layout_is_long(const eng_document *document);
/* The same as eng_layout_pages; the pages of the result have their sizes and nothing on them, and it is
 * to be released: its structure may take as much as all the rest. */
eng_layout *eng_layout_hand_out(eng_ctx *ctx, eng_arena *arena, eng_press *press,
				const eng_document *document, int channel,
				const eng_page_taker *taker);
/* Takes NULL. */
void eng_layout_release(eng_layout *layout);

/* Readable dump of pages, lines and boxes, for tests: expected.pages.txt. */
void eng_layout_dump(const eng_layout *layout, eng_buf *out);

/* A chart as path and glyph items in a box, without a page: shared by pages and e-mail. */
eng_page *eng_layout_chart(eng_ctx *ctx, eng_arena *arena, eng_press *press,
			   const eng_document *document, const eng_node *chart, eng_length width);

/* The pixels of a page at pixels per inch, at least 1 each way. False after reporting limit.pixels. */
bool eng_paint_size(eng_ctx *ctx, const eng_page *page, int ppi, int *width, int *height);
/* Paints a page with cairo at pixels per inch and returns it as PNG bytes (deterministic). Shared by
 * the preview channel and the images of e-mail. */
bool eng_paint_png(eng_ctx *ctx, const eng_page *page, int ppi, bool transparent, eng_buf *out);

#endif
