/* What a reader sees of an artifact, line by line, and the search for locked wording in it. Every
 * format without pages becomes a surface; how, is its reader's business. */
#ifndef ENG_VERIFY_SURFACE_H
#define ENG_VERIFY_SURFACE_H

#include "verify/claim.h"

/* Put around the number of a note inside of a line, so that it can be told from the words. */
#define ENG_SURFACE_MARK     '\x01'
#define ENG_SURFACE_MARK_END '\x02'

/* A line of a text, a paragraph or cell of HTML, a component of JSON. */
typedef struct eng_line {
	eng_str text;           /* canonical, on one line, with what nobody sees */
	eng_str bare;           /* the same without numbers of notes */
	const char *hidden;     /* why something of it is not seen; NULL: all is */
	const void *at;         /* where it stands, for eng_surface.anchor */
	uint64_t start, length; /* code points in the raw text */
	eng_length size;        /* smallest glyphs; 0: not measured */
	int contrast;           /* lowest, thousandths; 0: not measured */
	int lightest, boldest;  /* weights as CSS has them; 0: not measured */
	bool pictured;          /* a picture without words stands in the line */
	bool parted;            /* one stands between it and the line before */
} eng_line;

typedef struct eng_surface {
	eng_arena *arena;
	const char *part;  /* of the sightings: "html", "text" or NULL */
	const char *place; /* for messages: "the text part" */
	bool wrapped; /* lines end where they are full, with or without a space, and carry marks
			    * of lists, callouts and headings */
	eng_line *lines;
	bool marked;  /* the mark of drafts stands elsewhere in this format */
	bool picture; /* one without words was passed since the last line */
	/* Looks closer at a line before it counts as seen: sets hidden, size and contrast. NULL: what
	 * stands in the line counts. */
	void (*inspect)(struct eng_surface *surface, size_t line);
	void *user;
	/* The place of a line for certificates, such as a JSON pointer. NULL: it has none. */
	eng_str (*anchor)(const struct eng_surface *surface, size_t line);
	size_t n, cap;
} eng_surface;

/* Adds a line of raw text, which may hold marks of notes. Nothing is added for white space alone. What readers pass
 * that shows a picture without words, they tell by setting surface->picture. */
eng_line *eng_surface_add(eng_surface *surface, eng_str text);

/* Looks for every claim: its paragraphs must stand whole, in order and next to each other, beginning
 * and ending with a line; uses of the same text one behind the other. Adds a sighting for each that is
 * there, and verify.text-differs, verify.hidden, verify.missing, verify.between or verify.contrast for what is not as
 * claimed; verify.no-mark when a draft does not show its mark in a line of its own. False when something was added. */
bool eng_surface_check(eng_surface *surface, const eng_claim *claims, size_t n, eng_findings *out);

#endif
