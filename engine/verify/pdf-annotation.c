/* Annotations (ISO 32000-1 12.5) lie on the page: one that shows anything must not lie on locked words, nor
 * between them. */
#include <string.h>

#include "verify/pdf-sight.h"

/* A link without a border shows nothing, and a hidden annotation neither. */
static bool shows(eng_pdf_source *source, const eng_pdf_value *annotation) {
	const eng_pdf_value *border = eng_pdf_source_find(source, annotation, "Border");
	const eng_pdf_value *style = eng_pdf_source_find(source, annotation, "BS");
	int64_t flags = 0;
	double v[3];

	eng_pdf_value_integer(eng_pdf_source_find(source, annotation, "F"), 0, INT32_MAX, &flags);
	if (flags & 2) {
		return false;
	}
	return !eng_pdf_value_is_name(eng_pdf_source_find(source, annotation, "Subtype"), "Link") ||
	       eng_pdf_value_find(annotation, "AP")->kind != ENG_PDF_NULL ||
	       style->kind != ENG_PDF_NULL || !eng_pdf_source_numbers(source, border, 3, v) ||
	       v[2] != 0;
}

static void judge(eng_pdf_scene *scene, const eng_pdf_box *box, const size_t *from) {
	eng_pdf_sight *sight = scene->sight;

	for (size_t i = 0; i < sight->show->n; i++) {
		for (size_t k = from[i]; scene->owner[i] && k < from[i + 1]; k++) {
			const eng_pdf_spot *spot = &sight->spots[k];

			if (!spot->blank && eng_pdf_box_meets(box, &spot->ink)) {
				eng_pdf_sight_tell(sight, scene->owner[i] - 1, "verify.covered",
						   "is covered by an annotation on page %zu",
						   scene->page + 1);
				return;
			}
		}
	}
}

static void judge_gaps(eng_pdf_scene *scene, const eng_pdf_box *box) {
	for (size_t r = 0; r < scene->sight->n; r++) {
		if (eng_pdf_sight_annotated(scene, r, box)) {
			eng_pdf_sight_tell(scene->sight, r, "verify.between",
					   "has an annotation between its words on page %zu",
					   scene->page + 1);
		}
	}
}

void eng_pdf_sight_annotations(eng_pdf_scene *scene, const size_t *from) {
	eng_pdf_source *source = scene->sight->source;
	const eng_pdf_value *list =
	    eng_pdf_source_find(source, scene->sight->book->pages[scene->page].value, "Annots");

	for (uint32_t i = 0; list->kind == ENG_PDF_ARRAY && i < list->n; i++) {
		const eng_pdf_value *annotation = eng_pdf_source_value(source, &list->as.items[i]);
		eng_pdf_box box;
		double v[4];

		if (!shows(source, annotation) ||
		    !eng_pdf_source_numbers(source, eng_pdf_value_find(annotation, "Rect"), 4, v)) {
			continue;
		}
		box = (eng_pdf_box){ fmin(v[0], v[2]), fmin(v[1], v[3]), fmax(v[0], v[2]),
				     fmax(v[1], v[3]) };
		judge(scene, &box, from);
		judge_gaps(scene, &box);
	}
}
