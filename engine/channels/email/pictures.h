/* The images of a message: files of the library, drawings painted to PNG, charts and barcodes. */
#ifndef ENG_CHANNELS_EMAIL_PICTURES_H
#define ENG_CHANNELS_EMAIL_PICTURES_H

#include "base/arena.h"
#include "base/diag.h"
#include "document/document.h"
#include "layout/layout.h"

/* One related part. width and height: pixels at which it is shown (its own may be twice as many). */
typedef struct eng_picture {
	eng_str id;   /* Content-ID without brackets: what it is of, "@" and the domain */
	eng_str name; /* file name */
	const char *mime;
	eng_str bytes;   /* of a figure of this record; empty: unpainted, or encoded already */
	eng_str encoded; /* in base64, ready for the message: of a file of the library */
	int width, height;
} eng_picture;

/* Library images as they are shown, kept by a worker over its messages; never influences bytes. */
typedef struct eng_picture_cache eng_picture_cache;

eng_picture_cache *eng_picture_cache_new(void);
void eng_picture_cache_free(eng_picture_cache *cache);

typedef struct eng_pictures {
	eng_ctx *ctx;
	eng_arena *arena; /* of the record */
	eng_press *press;
	eng_picture_cache *cache;
	eng_str seed, domain; /* of the message's own ids */
	eng_color paper;      /* painted behind drawings: a dark mail must not swallow dark ink */
	bool unpainted;       /* charts and barcodes have their size, and no pixels */
	size_t painted; /* figures in the memory of the cache: only one message is made at a time */
	const eng_picture **items;
	size_t count, cap;
} eng_pictures;

/* A library image at most max_width pixels wide (width 0: as large as it is), or exactly width. The
 * same image twice is one part. NULL after reporting. Borrowed. */
const eng_picture *eng_picture_image(eng_pictures *p, eng_str src, int width, int max_width,
				     eng_loc where);
const eng_picture *eng_picture_chart(eng_pictures *p, const eng_document *doc,
				     const eng_node *chart, int width);
/* A barcode of this payload. (codes.c) */
const eng_picture *eng_picture_code(eng_pictures *p, eng_str symbology, eng_str payload,
				    eng_loc where);
/* Paints the page at twice its size in CSS pixels and adds it. For codes.c. */
const eng_picture *eng_picture_page(eng_pictures *p, const eng_page *page, const char *name);

#endif
