/* Drawings: SVG images as forms (ISO 32000-1 8.10), which many files have in common byte by byte.
 *
 * A form has the numbers that the page would have, from its own corner. It counts on no state of the page, as
 * it is made once a worker. */
#include "channels/common/pdf/content.h"
#include "channels/common/pdf/syntax.h"

enum { MOST = 64 /* that a worker keeps */ };

static void begin(eng_buf *out) {
	eng_buf_cstr(out, "0 0 0 rg\n0 0 0 RG\n1 w 0 J 0 j []0 d\n");
}

/* Where paths are, with their lines. */
static eng_rect reach_of(const eng_path *paths, size_t n, eng_rect box) {
	eng_length x0 = box.x, y0 = box.y, x1 = box.x + box.w, y1 = box.y + box.h;

	for (size_t i = 0; i < n; i++) {
		eng_length line = eng_path_reach(&paths[i]);

		for (size_t k = 0; k < paths[i].count; k++) {
			const eng_path_op *op = &paths[i].ops[k];
			int points = op->verb == ENG_CURVE ? 3 : op->verb == ENG_CLOSE ? 0 : 1;

			for (int c = 0; c < points; c++) {
				x0 = op->x[c] - line < x0 ? op->x[c] - line : x0;
				y0 = op->y[c] - line < y0 ? op->y[c] - line : y0;
				x1 = op->x[c] + line > x1 ? op->x[c] + line : x1;
				y1 = op->y[c] + line > y1 ? op->y[c] + line : y1;
			}
		}
	}
	return (eng_rect){ x0, y0, x1 - x0, y1 - y0 };
}

static eng_str dict_of(eng_arena *arena, eng_rect reach, eng_length height) {
	const eng_length corners[4] = { reach.x, height - reach.y - reach.h, reach.x + reach.w,
					height - reach.y };
	eng_buf out = { 0 };
	eng_str dict;

	eng_buf_cstr(&out, "/Type/XObject/Subtype/Form/BBox[");
	for (int i = 0; i < 4; i++) {
		eng_pdf_length(&out, corners[i]);
		eng_buf_char(&out, i < 3 ? ' ' : ']');
	}
	eng_buf_cstr(&out, "/Resources<<>>/Filter/FlateDecode");
	dict = eng_str_copy(arena, eng_buf_view(&out));
	eng_buf_finish(&out);
	return dict;
}

static bool draw_paths(eng_pdf_content *content, const eng_item *item, const eng_path *paths) {
	for (size_t i = 0; i < item->as.image.image->path_count; i++) {
		eng_item path = *item;

		path.kind = ENG_ITEM_PATH;
		path.as.path = paths[i];
		if (!eng_pdf_draw_path(content, &path)) {
			return false;
		}
	}
	return true;
}

/* The item stands at 0, 0. */
static eng_pdf_drawing *make(eng_pdf *pdf, eng_arena *arena, const eng_item *item) {
	const eng_image *image = item->as.image.image;
	eng_rect box = item->as.image.box;
	const eng_path *paths = eng_image_paths(pdf->arena, image, box);
	eng_buf out = { 0 };
	eng_pdf_content content = { .pdf = pdf,
				    .out = &out,
				    .height = box.h,
				    .unmarked = true,
				    .alpha = 0xffff,
				    .line_width = ENG_PT(1) };
	eng_pdf_drawing *drawing = eng_arena_new(arena, eng_pdf_drawing);

	begin(&out);
	if (!draw_paths(&content, item, paths)) {
		drawing = NULL;
	} else {
		*drawing = (eng_pdf_drawing){ .image = image, .width = box.w, .height = box.h };
		drawing->dict = dict_of(arena, reach_of(paths, image->path_count, box), box.h);
		drawing->data = eng_pdf_deflate_data(&pdf->desk->deflate, ENG_PDF_SMALL, arena,
						     eng_buf_view(&out));
	}
	eng_buf_finish(&out);
	return drawing;
}

/* One of the worker; when it keeps enough of them, one of the document. */
static const eng_pdf_drawing *drawing_of(eng_pdf *pdf, const eng_item *item) {
	const eng_image *image = item->as.image.image;
	eng_desk *desk = pdf->desk;
	eng_item alone = *item;
	eng_rect *box = &alone.as.image.box;
	eng_pdf_drawing *d;

	for (d = desk->drawings; d; d = d->next) {
		if (d->image == image && d->width == box->w && d->height == box->h) {
			return d;
		}
	}
	for (size_t i = 0; i < pdf->image_count; i++) {
		const eng_pdf_drawing *own = pdf->images[i].drawing;

		if (own && own->image == image && own->width == box->w && own->height == box->h) {
			return own;
		}
	}
	box->x = box->y = 0;
	if (desk->drawing_count == MOST) {
		return make(pdf, pdf->arena, &alone);
	}
	d = make(pdf, &desk->arena, &alone);
	if (d) {
		d->next = desk->drawings;
		desk->drawings = d;
		desk->drawing_count++;
	}
	return d;
}

bool eng_pdf_draw_drawing(eng_pdf_content *content, const eng_item *item) {
	eng_pdf *pdf = content->pdf;
	eng_rect box = item->as.image.box;
	const eng_pdf_drawing *drawing;
	eng_str none = { 0 };

	if (pdf->desk->print) {
		return draw_paths(content, item,
				  eng_image_paths(pdf->arena, item->as.image.image, box));
	}
	drawing = drawing_of(pdf, item);
	if (!drawing) {
		return false;
	}
	eng_pdf_mark_open(content, item->structure, none, none);
	eng_pdf_text_close(content);
	eng_pdf_set_alpha(content, 255, 255);
	eng_buf_cstr(content->out, "q 1 0 0 1 ");
	eng_pdf_length(content->out, box.x);
	eng_buf_char(content->out, ' ');
	eng_pdf_length(content->out, content->height - box.y - box.h);
	eng_buf_printf(content->out, " cm /I%u Do Q\n",
		       eng_pdf_image_name(pdf, item->as.image.image, drawing)->name);
	return true;
}
