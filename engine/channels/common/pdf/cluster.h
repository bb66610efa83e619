/* Clusters of a glyph run: which glyphs show which characters, and whether each glyph can say its
 * characters by itself. */
#ifndef ENG_CHANNELS_COMMON_PDF_CLUSTER_H
#define ENG_CHANNELS_COMMON_PDF_CLUSTER_H

#include "channels/common/pdf/face.h"
#include "layout/page.h"

typedef struct eng_pdf_cluster {
	size_t from, to; /* glyphs, visual order */
	eng_str text;
	eng_str rest; /* right to left: letters behind the first, which the glyph does not say */
	bool spoken;  /* false: needs ActualText */
	bool space;   /* begins with white space */
} eng_pdf_cluster;

/* True for nearly all text: every glyph says its characters by itself and stands on the baseline, and all
 * are of one variant. They have got their meaning then. */
bool eng_pdf_run_is_plain(eng_pdf_face *face, const eng_glyph_run *run, bool exact,
			  eng_pdf_variant *variant);
/* Splits the run and gives every used glyph its meaning in the face. Clusters are in visual order,
 * in the arena; 0 of them means that all glyphs are spoken. exact: as eng_pdf_face_use. */
size_t eng_pdf_clusters(eng_pdf_face *face, const eng_glyph_run *run, bool exact, eng_arena *arena,
			eng_pdf_cluster **clusters);

#endif
