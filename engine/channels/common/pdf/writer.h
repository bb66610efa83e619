/* One PDF file being written: what its parts share. Nothing here outlives the file but the desk.
 *
 * Order of work: pages (content, marks, resources), then all that refers to them: structure,
 * outline, annotations, fonts, metadata, catalog. */
#ifndef ENG_CHANNELS_COMMON_PDF_WRITER_H
#define ENG_CHANNELS_COMMON_PDF_WRITER_H

#include "channels/channel.h"
#include "channels/common/pdf/deflate.h"
#include "channels/common/pdf/face.h"
#include "channels/common/pdf/facturx.h"
#include "channels/common/pdf/objects.h"
#include "layout/font.h"
#include "layout/image.h"

/* An image of the worker, its bytes ready. Indexed by eng_image.id. */
typedef struct eng_pdf_picture {
	bool known;
	eng_str dict, data;           /* of the XObject */
	eng_str mask_dict, mask_data; /* empty: none */
} eng_pdf_picture;

/* A drawing of the worker at one size, its bytes ready. */
typedef struct eng_pdf_drawing {
	const eng_image *image; /* SVG */
	eng_length width, height;
	eng_str dict, data; /* of the form */
	struct eng_pdf_drawing *next;
} eng_pdf_drawing;

struct eng_desk {
	eng_pdf_deflate deflate;
	const eng_print_style *print; /* the files go to a press; NULL: to screens and archives */
	eng_arena arena;              /* of the worker: ready bytes */
	eng_pdf_face **faces;         /* by eng_font.id, NULL until used */
	size_t face_count;
	eng_pdf_picture *pictures;
	size_t picture_count;
	eng_pdf_drawing *drawings;
	int drawing_count;
	eng_str intent; /* ICC profile, compressed */
	size_t intent_length;
	eng_deflate_memory *shapes;     /* object streams by the shape of the structure in them */
	eng_buf content, text, objects; /* kept for their memory, as are the next */
	eng_buf shape, seen;
};

/* A marked-content sequence; its MCID is its place among the marks of its page. */
typedef struct eng_pdf_mark {
	uint32_t structure, page;
	uint32_t next; /* next mark of the same structure element + 1; 0: last */
	uint32_t mcid;
	int32_t top; /* y where it begins */
} eng_pdf_mark;

/* The content streams that a page may have, in the order they are painted. */
typedef enum eng_pdf_piece {
	ENG_PDF_BEFORE,
	ENG_PDF_BODY,
	ENG_PDF_BEHIND,
	ENG_PDF_PIECES,
	ENG_PDF_WHOLE = ENG_PDF_PIECES /* all in one */
} eng_pdf_piece;

/* A page as far as it is written. */
typedef struct eng_pdf_sheet {
	unsigned contents[ENG_PDF_PIECES]; /* ids; 0: none */
	uint32_t marks;                    /* how many */
	uint32_t first_link, last_link;    /* + 1; 0: none */
	bool transparent;
} eng_pdf_sheet;

typedef struct eng_pdf_image_use {
	const eng_image *image;
	const eng_pdf_drawing *drawing; /* NULL: pixels */
	unsigned name;
	unsigned id; /* the next id is its mask's */
} eng_pdf_image_use;

typedef struct eng_pdf_link {
	eng_annotation annotation;
	uint32_t page, next_on_page; /* + 1; 0: last */
	/* Form fields: object ids of the appearances and of the field above the boxes of a choice. */
	unsigned on, off, group;
	unsigned font;    /* resource name number of what is filled in later */
	unsigned ordinal; /* among fields of this name, from 1; 0: not the first box of its field */
	uint32_t next;    /* next box of the same field + 1; 0: last */
} eng_pdf_link;

/* What pages show alike, drawn once (stencil.c). */
typedef struct eng_pdf_stencil_use {
	unsigned name, id;
} eng_pdf_stencil_use;

/* A file to embed, its bytes at hand. */
typedef struct eng_pdf_file {
	const eng_attachment *from;
	eng_str name, mime, bytes;
	const char *relationship;
	unsigned id; /* of the file specification */
} eng_pdf_file;

typedef struct eng_pdf_gradient_use {
	const eng_gradient *gradient;
	eng_length page_height;
	eng_rect box;  /* of the path, where there is a mask */
	unsigned mask; /* object of the group that masks it; 0: equally opaque */
	bool stroke;   /* of a stroke: a pattern, else a shading */
} eng_pdf_gradient_use;

typedef struct eng_pdf {
	eng_ctx *ctx;
	eng_desk *desk;
	const eng_studio *studio;
	const eng_document *doc;
	const eng_layout *layout;
	eng_layout *handed; /* the same where it was handed out; else NULL */
	const eng_artifact_ref *others;
	size_t other_count;
	eng_arena *arena;
	eng_pdf_objects *objects;
	eng_pdf_effort effort;
	eng_str title;
	/* Ids reserved at the start. */
	unsigned catalog, pages, info, metadata, structure_root, structure_first, resources, intent,
	    profile;
	unsigned node_first; /* of the page tree; 0: flat */
	unsigned page_first, link_first;
	eng_pdf_sheet *sheets; /* of all pages, in order */
	size_t sheet_count, sheet_cap;
	eng_pdf_link *links; /* annotations of all pages */
	size_t link_count, link_cap;
	eng_pdf_file *files; /* in order of name */
	size_t file_count;
	bool profiled;       /* something names the profile of sRGB */
	eng_facturx facturx; /* level empty: none of the files is such an invoice */
	/* Resources in order of first use: their number is their name. */
	eng_pdf_face **fonts; /* faces used in this document */
	size_t font_count, font_cap;
	unsigned font_names;
	unsigned spell_name, spell_ids; /* the font without shapes; 0: not used */
	uint8_t *spelled;               /* bit set of its codes */
	eng_pdf_image_use *images;
	size_t image_count, image_cap;
	eng_pdf_stencil_use *stencils;
	size_t stencil_count, stencil_cap;
	eng_pdf_gradient_use *gradients;
	size_t gradient_count, gradient_cap;
	uint16_t *alphas; /* fill << 8 | stroke */
	size_t alpha_count, alpha_cap;
	/* Marked content. */
	eng_pdf_mark *marks; /* on the heap, in the order they were drawn */
	size_t mark_count, mark_cap;
	uint32_t *page_marks;    /* marks of the pages before each; one more at the end */
	uint32_t *mark_elements; /* of all marks, by page and MCID */
	uint32_t *first_mark;    /* by structure element: mark + 1, 0 none */
} eng_pdf;

/* True when the file is to be encrypted. */
static inline bool eng_pdf_is_locked(const eng_pdf *pdf) {
	return !pdf->desk->print && (pdf->doc->password.n || pdf->studio->pdf.owner.n);
}

/* Draws a page, or a piece of one: its content stream, marks, links and resources. False after
 * reporting. */
bool eng_pdf_draw_page(eng_pdf *pdf, const eng_page *page, size_t index, eng_pdf_piece piece);
/* The whole page; for a press its background is a piece of its own. */
bool eng_pdf_draw_whole(eng_pdf *pdf, const eng_page *page, size_t index);
/* The page objects, when the ids of all pages and links are reserved. */
void eng_pdf_write_pages(eng_pdf *pdf);
/* Notes a sequence with its element; returns its MCID. */
uint32_t eng_pdf_mark_add(eng_pdf *pdf, uint32_t structure, size_t page, eng_length top);
/* Elements of marks and links were named before the structure was in order. */
void eng_pdf_marks_rename(eng_pdf *pdf, const uint32_t *names);
/* Puts marks in order by element and by page, when all are there. */
void eng_pdf_marks_index(eng_pdf *pdf);
/* y of the beginning of an element that has marks; else 0. */
eng_length eng_pdf_mark_top(const eng_pdf *pdf, uint32_t element);
/* The face of a font in this document; NULL after reporting. */
eng_pdf_face *eng_pdf_font(eng_pdf *pdf, const eng_font *font);
/* Name number of a variant, reserving its objects on first use. */
unsigned eng_pdf_font_name(eng_pdf *pdf, eng_pdf_face *face, eng_pdf_variant variant);
/* The font without shapes: its name number, reserved on first use, and a code that is shown. */
unsigned eng_pdf_spell_name(eng_pdf *pdf);
void eng_pdf_spell_use(eng_pdf *pdf, uint32_t unit);
/* Operators of a path whose coordinates run downwards from height; height 0: as they are. */
void eng_pdf_path_ops(eng_buf *out, const eng_path *path, eng_length height);

/* The rest of the file, each after all pages. False after reporting. */
bool eng_pdf_write_fonts(eng_pdf *pdf, eng_pdf_variant variant);
bool eng_pdf_write_spelling(eng_pdf *pdf);
bool eng_pdf_write_images(eng_pdf *pdf);
bool eng_pdf_write_masks(eng_pdf *pdf);
/* Resources for gradients: /Shading, /Pattern, and entries of /ExtGState. */
void eng_pdf_put_shadings(const eng_pdf *pdf, eng_buf *out);
void eng_pdf_put_masks(const eng_pdf *pdf, eng_buf *out);
bool eng_pdf_write_structure(eng_pdf *pdf);
bool eng_pdf_write_links(eng_pdf *pdf);
/* Draws the appearances of all form fields; before fonts and resources are written. */
bool eng_pdf_draw_fields(eng_pdf *pdf);
/* A widget annotation, and with the first one of a field the field. */
void eng_pdf_write_widget(eng_pdf *pdf, size_t index);
/* Adds /AcroForm to the catalog text when there are fields. */
void eng_pdf_write_form(eng_pdf *pdf, eng_buf *catalog);
bool eng_pdf_write_metadata(eng_pdf *pdf);
bool eng_pdf_write_intent(eng_pdf *pdf);
/* Adds /Outlines to the catalog text when there are entries. */
bool eng_pdf_write_outline(eng_pdf *pdf, eng_buf *catalog);
/* Finds the files to embed, before anything is written. False after reporting. */
bool eng_pdf_gather_files(eng_pdf *pdf);
/* Adds /Names and /AF to the catalog text when there are attachments. */
bool eng_pdf_write_attachments(eng_pdf *pdf, eng_buf *catalog);
/* "[12 0 R/XYZ x y null]" of a place on a page. */
void eng_pdf_destination(const eng_pdf *pdf, eng_buf *out, uint32_t page, eng_length y);
/* The node of the page tree that holds a page. */
unsigned eng_pdf_page_parent(const eng_pdf *pdf, size_t page);
/* The date of the file: the job's send time, else the run date. */
eng_date eng_pdf_date_of(const eng_pdf *pdf);

/* The name number and object of an image, reserved on first use; its mask has the id after it. drawing: of an SVG;
 * else NULL. */
const eng_pdf_image_use *eng_pdf_image_name(eng_pdf *pdf, const eng_image *image,
					    const eng_pdf_drawing *drawing);
/* Ends the catalog of a file for a press with what the assembly of mail needs to know (press.c). */
void eng_pdf_write_piece(eng_pdf *pdf, eng_buf *catalog);
/* The same of a page: its master and paper. */
void eng_pdf_put_master(eng_pdf *pdf, eng_buf *out, const char *master);

/* A desk of the writer: what a worker keeps from file to file. */
eng_desk *eng_pdf_desk_open(eng_ctx *ctx, const eng_studio *studio);
/* The same for files that go to a press: inks instead of screen colours, nothing to click, names of
 * resources that are the same in all files. */
eng_desk *eng_pdf_desk_open_press(eng_ctx *ctx, const eng_studio *studio);
void eng_pdf_desk_close(eng_desk *desk);

/* A whole file. layout: its pages; NULL: they are made as the file is written. Appends to out;
 * measures takes their number, and on which parts with locked wording stand. */
bool eng_pdf_write(eng_ctx *ctx, eng_desk *desk, const eng_studio *studio, const eng_document *doc,
		   const eng_layout *layout, const eng_artifact_ref *others, size_t other_count,
		   eng_arena *arena, eng_buf *out, eng_measures *measures);

#endif
