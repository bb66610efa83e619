/* The store of programs and the boxes of glyphs. */
#include "verify/pdf-program.h"

#include <stdlib.h>
#include <string.h>

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

#include "verify/pdf-original.h"
#include "verify/pdf-type.h"

enum { MOST_PROGRAMS = 48, MOST_BYTES = 96 << 20, SAID_MAX = 8 };

typedef struct glyph_box {
	float x0, y0, x1, y1;
	float area, length; /* em * em and em, once known has 8 */
	uint8_t known; /* 1: asked for, 2: there is one, 4: with ink, 8: its outline is summed up */
	uint8_t compared; /* eng_pdf_likeness + 1 of its shape; 0: not yet */
	uint8_t said_n;
	char said[SAID_MAX]; /* the text that it was last found to show */
} glyph_box;

struct eng_pdf_program {
	char *stored; /* as the file has it: what it is found by */
	size_t stored_n;
	char *file;
	FT_Face face; /* NULL: cannot be read */
	glyph_box *boxes;
	uint32_t glyph_count;
	uint64_t serial;
	char *name; /* that the known font was last looked for by; NULL: not yet */
	size_t name_n;
	eng_pdf_original *original; /* NULL: there is none of that name */
};

struct eng_pdf_programs {
	FT_Library library;
	eng_pdf_originals *originals; /* NULL: no fonts are known */
	bool all;
	eng_pdf_program *items[MOST_PROGRAMS];
	size_t n, bytes;
	uint64_t made; /* so far */
};

eng_pdf_programs *eng_pdf_programs_new(eng_pdf_fonts known) {
	eng_pdf_programs *programs = eng_malloc(sizeof(*programs));

	*programs = (eng_pdf_programs){ .all = known.all };
	if (known.n) {
		programs->originals = eng_pdf_originals_new(known.items, known.n);
	}
	if (FT_Init_FreeType(&programs->library) != 0) {
		eng_oom();
	}
	return programs;
}

static void program_free(eng_pdf_program *program) {
	if (program->face) {
		FT_Done_Face(program->face);
	}
	free(program->stored);
	free(program->file);
	free(program->boxes);
	free(program->name);
	free(program);
}

static void forget(eng_pdf_programs *programs) {
	for (size_t i = 0; i < programs->n; i++) {
		program_free(programs->items[i]);
	}
	programs->n = programs->bytes = 0;
}

void eng_pdf_programs_free(eng_pdf_programs *programs) {
	if (programs) {
		forget(programs);
		eng_pdf_originals_free(programs->originals);
		FT_Done_FreeType(programs->library);
		free(programs);
	}
}

void eng_pdf_programs_trim(eng_pdf_programs *programs) {
	if (programs->n > MOST_PROGRAMS / 2 || programs->bytes > MOST_BYTES) {
		forget(programs);
	}
}

static char *copy(eng_str bytes) {
	char *to = eng_malloc(bytes.n + 1);

	memcpy(to, bytes.n ? bytes.s : "", bytes.n);
	return to;
}

static eng_pdf_program *read_program(eng_pdf_programs *programs, eng_str stored, eng_str file) {
	eng_pdf_program *p = eng_malloc(sizeof(*p));

	*p = (eng_pdf_program){ .stored = copy(stored), .stored_n = stored.n, .file = copy(file) };
	p->serial = ++programs->made;
	if (FT_New_Memory_Face(programs->library, (const FT_Byte *)p->file, (FT_Long)file.n, 0,
			       &p->face) != 0) {
		p->face = NULL;
	} else if (p->face->num_glyphs > 0 && p->face->num_glyphs <= 0x10000 &&
		   p->face->units_per_EM > 0) {
		p->glyph_count = (uint32_t)p->face->num_glyphs;
		p->boxes = eng_malloc(p->glyph_count * sizeof(*p->boxes));
		memset(p->boxes, 0, p->glyph_count * sizeof(*p->boxes));
	}
	programs->bytes += stored.n + file.n + p->glyph_count * sizeof(*p->boxes);
	programs->items[programs->n++] = p;
	return p;
}

eng_pdf_program *eng_pdf_programs_find(eng_pdf_programs *programs, eng_pdf_source *source,
				       eng_pdf_glyphs *font) {
	eng_pdf_object *stream;
	eng_str stored, file;

	if (font->program || !font->program_id) {
		return font->program;
	}
	stream = eng_pdf_source_object(source, font->program_id);
	if (!stream || !stream->stream) {
		return NULL;
	}
	if (!stream->raw.n && !eng_pdf_source_data(source, stream, &file)) {
		return NULL;
	}
	stored = stream->raw.n ? stream->raw : file;
	for (size_t i = 0; i < programs->n; i++) {
		eng_pdf_program *p = programs->items[i];

		if (p->stored_n == stored.n && memcmp(p->stored, stored.s, stored.n) == 0) {
			font->program = p->face ? p : NULL;
			return font->program;
		}
	}
	if (programs->n == MOST_PROGRAMS || !eng_pdf_source_data(source, stream, &file)) {
		eng_pdf_source_fail(source, "the pdf file has too many fonts");
		return NULL;
	}
	font->program = read_program(programs, stored, file);
	font->program = font->program->face ? font->program : NULL;
	return font->program;
}

uint64_t eng_pdf_program_serial(const eng_pdf_program *program) {
	return program->serial;
}

static void measure(eng_pdf_program *p, uint32_t glyph, glyph_box *box) {
	float em = (float)p->face->units_per_EM;
	FT_BBox b;

	box->known = 1;
	if (FT_Load_Glyph(p->face, glyph, FT_LOAD_NO_SCALE | FT_LOAD_NO_BITMAP) != 0 ||
	    p->face->glyph->format != FT_GLYPH_FORMAT_OUTLINE) {
		return;
	}
	box->known |= 2;
	if (p->face->glyph->outline.n_points == 0) {
		return;
	}
	FT_Outline_Get_CBox(&p->face->glyph->outline, &b);
	if (b.xMax > b.xMin && b.yMax > b.yMin) {
		box->known |= 4;
		box->x0 = (float)b.xMin / em;
		box->y0 = (float)b.yMin / em;
		box->x1 = (float)b.xMax / em;
		box->y1 = (float)b.yMax / em;
	}
}

/* In a bare CFF program FreeType takes CIDs for glyphs, as PDF does (9.7.4.2). */
bool eng_pdf_program_ink(eng_pdf_program *p, uint32_t glyph, eng_pdf_box *box, bool *blank) {
	glyph_box *b;

	if (glyph >= p->glyph_count) {
		return false;
	}
	b = &p->boxes[glyph];
	if (!b->known) {
		measure(p, glyph, b);
	}
	*blank = !(b->known & 4);
	*box = (eng_pdf_box){ b->x0, b->y0, b->x1, b->y1 };
	return (b->known & 2) != 0;
}

bool eng_pdf_program_stroke(eng_pdf_program *p, uint32_t glyph, double *area, double *length) {
	double em = (double)p->face->units_per_EM, a, l;
	glyph_box *b;

	if (glyph >= p->glyph_count) {
		return false;
	}
	b = &p->boxes[glyph];
	if (!(b->known & 8) &&
	    FT_Load_Glyph(p->face, glyph, FT_LOAD_NO_SCALE | FT_LOAD_NO_BITMAP) == 0 &&
	    p->face->glyph->format == FT_GLYPH_FORMAT_OUTLINE) {
		eng_pdf_outline_sum(&p->face->glyph->outline, &a, &l);
		b->area = (float)(a / em / em);
		b->length = (float)(l / em);
	}
	b->known |= 8;
	*area = (double)b->area;
	*length = (double)b->length;
	return b->length > 0;
}

static eng_pdf_likeness compare_shape(eng_pdf_program *p, uint32_t glyph) {
	glyph_box *b = &p->boxes[glyph];

	if (!b->compared) {
		bool same =
		    FT_Load_Glyph(p->face, glyph, FT_LOAD_NO_SCALE | FT_LOAD_NO_BITMAP) == 0 &&
		    eng_pdf_original_draws(p->original, glyph, p->face);

		b->compared = (uint8_t)((same ? ENG_PDF_SAME : ENG_PDF_RESHAPED) + 1);
	}
	return (eng_pdf_likeness)(b->compared - 1);
}

/* What was compared with a font of another name does not count. */
static void look_for(eng_pdf_programs *programs, eng_pdf_program *p, eng_str name) {
	if (p->name && eng_str_eq((eng_str){ p->name, p->name_n }, name)) {
		return;
	}
	free(p->name);
	p->name = copy(name);
	p->name_n = name.n;
	p->original = eng_pdf_originals_find(programs->originals, name);
	for (uint32_t i = 0; i < p->glyph_count; i++) {
		p->boxes[i].compared = 0;
		p->boxes[i].said_n = 0;
	}
}

/* Most letters say what they said before. */
static bool says(eng_pdf_program *p, uint32_t glyph, eng_str text, eng_str language) {
	glyph_box *b = &p->boxes[glyph];

	if (b->said_n == text.n && memcmp(b->said, text.s, text.n) == 0) {
		return true;
	}
	if (!eng_pdf_original_says(p->original, glyph, text, language)) {
		return false;
	}
	if (text.n <= SAID_MAX) {
		memcpy(b->said, text.s, text.n);
		b->said_n = (uint8_t)text.n;
	}
	return true;
}

eng_pdf_likeness eng_pdf_program_compare(eng_pdf_programs *programs, eng_pdf_program *p,
					 eng_str name, uint32_t glyph, eng_str text,
					 eng_str language) {
	eng_pdf_likeness shape;

	if (!programs->originals) {
		return ENG_PDF_UNKNOWN;
	}
	look_for(programs, p, name);
	if (!p->original || glyph >= p->glyph_count) {
		return programs->all || p->original ? ENG_PDF_STRANGE : ENG_PDF_UNKNOWN;
	}
	shape = compare_shape(p, glyph);
	if (shape != ENG_PDF_SAME || !text.n) {
		return shape;
	}
	return says(p, glyph, text, language) ? ENG_PDF_SAME : ENG_PDF_MISTOLD;
}
