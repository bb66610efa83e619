/* Documents made by hand from display lists, written as PDF, and the tools that read them back. */
#ifndef ENG_UNIT_SHEET_H
#define ENG_UNIT_SHEET_H

#include "channels/common/pdf/writer.h"

extern const eng_channel eng_channel_pdf;

#define FONTS "/usr/share/fonts/"

/* A document under construction: one structure element for each paragraph. */
typedef struct sheet {
	eng_document doc;
	eng_layout layout;
	eng_structure structure[64];
	eng_alternate alternates[64];
	eng_page pages[3];
	eng_item items[3][128];
	eng_annotation links[6];
	eng_node title, title_text;
} sheet;

/* Context and arena of a test; prints what is reported. */
void sheet_start(eng_ctx *ctx, eng_arena *arena);
/* NULL and a notice when the file is not installed, or after reporting. */
eng_font *sheet_font(eng_ctx *ctx, eng_arena *arena, const char *path, int index);
sheet *sheet_new(eng_arena *arena, const char *title, const char *language, size_t pages);
uint32_t sheet_element(sheet *s, const char *type, uint32_t parent);
eng_item *sheet_item(sheet *s, size_t page, eng_item_kind kind, uint32_t element);
/* Shapes the text as one run and puts it on the page; places in points. */
void sheet_text(sheet *s, eng_arena *arena, size_t page, uint32_t element, const eng_font *font,
		const char *text, int x, int y);
eng_path_op *sheet_rectangle(eng_arena *arena, eng_length x, eng_length y, eng_length w,
			     eng_length h);
/* Replaces what is in out by the file; false after reporting. */
bool sheet_write(eng_ctx *ctx, sheet *s, eng_desk *desk, bool exact, eng_buf *out);
/* Writes the file to a place of its own; discard removes it unless ENG_KEEP_PDF names a folder. */
bool sheet_save(eng_ctx *ctx, const eng_buf *out, const char *name, char path[256]);
void sheet_discard(const char *path);
/* Output of a tool, to be freed; NULL and a notice when it is not installed. */
char *sheet_tool(const char *const *argv, int *status);
/* qpdf accepts the file, and each of its two pages says the text. Says what is wrong. */
bool sheet_says(const char *path, const char *expected);
/* The project's own judge accepts it; needs python3-pikepdf. */
bool sheet_judge(const char *path);

#endif
