/* Inside of the preview channel: places and overlays on a page, and a page as SVG. */
#ifndef ENG_CHANNELS_PREVIEW_PREVIEW_H
#define ENG_CHANNELS_PREVIEW_PREVIEW_H

#include "channels/channel.h"

/* Adds to the page what studio->preview asks for: frames around locked blocks with their id@version,
 * shades over text and figures whose values come from data. False after reporting. */
bool eng_preview_overlay(eng_ctx *ctx, eng_arena *arena, const eng_studio *studio, eng_page *page);

/* Told how many pages there are, before the first. */
typedef void eng_preview_begin(void *user, size_t pages);
/* Takes a whole page, which is gone when it returns; arena: of this page alone. False stops; an error
 * was reported. */
typedef bool eng_preview_draw(void *user, eng_arena *arena, eng_page *page, size_t index);
/* Lays out a long document and hands over its pages in order, in memory of a few pages. False after
 * reporting. */
bool eng_preview_long(eng_ctx *ctx, eng_arena *arena, const eng_studio *studio,
		      const eng_document *doc, eng_preview_begin *begin, eng_preview_draw *draw,
		      void *user);

/* Where a node stands on a page. */
typedef struct eng_preview_place {
	const eng_node *node;
	eng_rect box;
} eng_preview_place;

/* The runs of TEXT nodes and the figures of a page; its locked blocks, each in one place or more. In
 * painting order, in the arena. */
const eng_preview_place *eng_preview_words(eng_arena *arena, const eng_page *page, size_t *n);
const eng_preview_place *eng_preview_blocks(eng_arena *arena, const eng_page *page, size_t *n);

/* Appends the page as an SVG document of its size in points; glyphs are outlines, pixels are embedded
 * as PNG. title is told to readers of the picture. False after reporting. */
bool eng_preview_svg(eng_ctx *ctx, const eng_page *page, eng_str title, eng_buf *out);

#endif
