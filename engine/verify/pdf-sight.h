/* What a reader of the page sees of locked wording: where each letter stands, how large it is, on what
 * ground, and whether anything hides it. */
#ifndef ENG_VERIFY_PDF_SIGHT_H
#define ENG_VERIFY_PDF_SIGHT_H

#include "verify/pdf-book.h"
#include "verify/pdf-program.h"
#include "verify/pdf-show.h"

/* A glyph on a page. */
typedef struct eng_pdf_spot {
	eng_str text;   /* that it says; empty for the later glyphs of a spoken group */
	uint32_t run;   /* item of the page it belongs to */
	uint32_t group; /* sequence whose ActualText it belongs to, index + 1; 0: none */
	uint32_t glyph; /* of the program */
	eng_pdf_glyphs *font;
	double x, end, y; /* of its advance on the baseline, points */
	double size;      /* points */
	eng_pdf_box ink;
	bool blank, stroked; /* stroked: its outline is painted, too */
	uint8_t height;      /* eng_pdf_height + 1 of its text; 0: not asked yet */
} eng_pdf_spot;

/* What was measured of a region; sizes in points. */
typedef struct eng_pdf_measure {
	double size, x_height, contrast; /* smallest; 0: nothing measured */
	double height;                   /* of letters and digits, smallest */
	eng_pdf_box box;                 /* of the ink on the first page */
} eng_pdf_measure;

typedef struct eng_pdf_sight {
	eng_pdf_source *source;
	eng_pdf_book *book;
	eng_pdf_show *show;
	eng_pdf_programs *programs;
	eng_pdf_keeper *keeper;
	const eng_claim *claims;
	size_t claim_count;
	eng_pdf_region *regions;
	eng_pdf_measure *measures;
	size_t n, cap;
	bool repeats;        /* some claim may stand in running artifacts */
	eng_pdf_spot *spots; /* of all regions, on the heap */
	size_t spot_count, spot_cap;
} eng_pdf_sight;

/* Looks at a page for all regions that have a part on it. False only when the page cannot be read;
 * all else is a finding. */
bool eng_pdf_sight_page(eng_pdf_sight *sight, size_t page);

/* One finding of each kind a region is enough. Returns false. */
bool eng_pdf_sight_tell(eng_pdf_sight *sight, size_t region, const char *code, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* The parts of the page's work, on items in painting order. owner: region + 1 of each item. */
typedef struct eng_pdf_scene {
	eng_pdf_sight *sight;
	size_t page;
	uint32_t *owner;   /* by item: region + 1; 0: another's */
	uint32_t *stretch; /* by item: stretch + 1 of that region */
	uint32_t *near;    /* items that may touch a text of any region, in their order */
	size_t near_count;
} eng_pdf_scene;

/* Where a letter stands on the page: glyph, advance, size and ink of the spot. False when its font has
 * no such glyph. */
bool eng_pdf_sight_place(const eng_pdf_shown *text, const eng_pdf_letter *letter,
			 eng_pdf_program *program, eng_pdf_spot *spot);
/* A text that came before, in this worker (verify/pdf-again.c). */
typedef struct eng_pdf_again {
	eng_pdf_kept *kept; /* its letters; NULL: they have to be measured, */
	eng_str key;        /* and may be kept under this, if there is one */
} eng_pdf_again;

/* language: letters that were found to be what they say in it; NULL: any. */
eng_pdf_again eng_pdf_again_find(eng_pdf_sight *sight, const eng_pdf_shown *text,
				 const eng_pdf_program *program, const eng_str *language);
/* Keeps a text of n letters, all of which are there and, when they were judged, good. spots: what they say;
 * NULL: nobody asked. */
void eng_pdf_again_keep(eng_pdf_sight *sight, eng_pdf_again *again, const eng_pdf_shown *text,
			eng_pdf_program *program, const eng_pdf_spot *spots, size_t n);
/* Puts its letters where the text stands, into out unless that is NULL. Returns the box of their ink. */
eng_pdf_box eng_pdf_again_place(const eng_pdf_kept *kept, uint32_t run, const eng_pdf_shown *text,
				eng_pdf_spot *out);

/* Adds the spots of a text. False after a finding. */
bool eng_pdf_sight_measure(eng_pdf_scene *scene, uint32_t item);
/* The ink of any text on the page, by embedded outlines where there are any. */
void eng_pdf_sight_ink(eng_pdf_sight *sight, eng_pdf_shown *text);
/* Looks for what is near, once all texts of regions are measured. */
void eng_pdf_sight_gather(eng_pdf_scene *scene);
/* Judges a measured text: spots [from, to). */
void eng_pdf_sight_judge(eng_pdf_scene *scene, uint32_t item, size_t from, size_t to);
/* Adds a region for each claim that repeats and stands in the page's running artifacts. False after a
 * finding. */
bool eng_pdf_sight_running(eng_pdf_scene *scene);
/* Judges whether text of others, a path or a picture stands among the words of a region on the page; all items of
 * it must have been measured. */
void eng_pdf_sight_between(eng_pdf_scene *scene, size_t region);
/* Whether a box of something that lies on the page reaches among the words of a region. */
bool eng_pdf_sight_annotated(eng_pdf_scene *scene, size_t region, const eng_pdf_box *box);
/* Whether a text is the mark of drafts: a pale watermark, and all watermarks of the page together say
 * just the phrase that the artifact is to bear. */
bool eng_pdf_sight_is_draft_mark(eng_pdf_sight *sight, uint32_t item);
/* Whether each page of a draft bears its mark where it can be seen; adds verify.no-mark. Shows other pages. */
void eng_pdf_sight_draft(eng_pdf_sight *sight);
/* Judges what annotations of the page cover; from: first spot of each item. */
void eng_pdf_sight_annotations(eng_pdf_scene *scene, const size_t *from);
/* Whether a point is in an area. */
bool eng_pdf_area_holds(const eng_pdf_shown *area, double x, double y);
/* The lowest contrast (WCAG 2.2) of a text against what is painted below a box; -1: cannot be told. */
double eng_pdf_ground_contrast(const eng_pdf_show *show, uint32_t item, const eng_pdf_box *box);

#endif
