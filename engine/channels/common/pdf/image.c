/* Images (ISO 32000-1 8.9): pixels as Flate with a soft mask, plain JPEG files as they are. SVG is
 * not here (drawing.c).
 *
 * Bytes of an image are made once a worker and stand in every document that shows it. The press
 * has already turned pictures upright and CMYK into sRGB, so only grey and RGB come here. */
#include "channels/common/pdf/content.h"
#include "channels/common/pdf/syntax.h"

static eng_str deflated(eng_desk *desk, const uint8_t *bytes, size_t n) {
	return eng_pdf_deflate_data(&desk->deflate, ENG_PDF_SMALL, &desk->arena,
				    (eng_str){ (const char *)bytes, n });
}

/* On a press the space of RGB pixels is an object of the file, which is named where they are written. */
static const char *space_of(const eng_desk *desk, int channels) {
	return channels == 1   ? "/ColorSpace/DeviceGray"
	       : channels == 4 ? "/ColorSpace/DeviceCMYK"
	       : desk->print   ? ""
			       : "/ColorSpace/DeviceRGB";
}

static void load_pixels(eng_desk *desk, eng_pdf_picture *picture, const eng_image *image) {
	size_t count = (size_t)image->width * (size_t)image->height;
	const char *fmt = "/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8"
			  "%s/Filter/FlateDecode";

	picture->dict = eng_str_printf(&desk->arena, fmt, image->width, image->height,
				       space_of(desk, image->channels));
	picture->data = deflated(desk, image->pixels, count * (size_t)image->channels);
	if (image->alpha) {
		picture->mask_dict = eng_str_printf(&desk->arena, fmt, image->width, image->height,
						    space_of(desk, 1));
		picture->mask_data = deflated(desk, image->alpha, count);
	}
}

/* The file itself is the stream: DCTDecode reads what libjpeg wrote. */
static void load_jpeg(eng_desk *desk, eng_pdf_picture *picture, const eng_image *image) {
	picture->dict =
	    eng_str_printf(&desk->arena,
			   "/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8"
			   "%s/Filter/DCTDecode",
			   image->width, image->height, space_of(desk, image->channels));
	picture->data = image->bytes;
}

/* The worker's ready bytes of an image. */
static eng_pdf_picture *picture_of(eng_pdf *pdf, const eng_image *image) {
	eng_desk *desk = pdf->desk;
	eng_pdf_picture *picture;

	if (image->id >= desk->picture_count) {
		size_t count = image->id + 8;

		desk->pictures = eng_realloc(desk->pictures, count * sizeof(*desk->pictures));
		memset(desk->pictures + desk->picture_count, 0,
		       (count - desk->picture_count) * sizeof(*desk->pictures));
		desk->picture_count = count;
	}
	picture = &desk->pictures[image->id];
	if (picture->known) {
		return picture;
	}
	if (image->pixels) {
		load_pixels(desk, picture, image);
	} else {
		load_jpeg(desk, picture, image);
	}
	picture->known = true;
	return picture;
}

/* Where files are joined, an image has the same name in all of them. */
static unsigned name_of(const eng_pdf *pdf, const eng_image *image) {
	const uint8_t *h = image->hash.bytes;

	return pdf->desk->print
		   ? (unsigned)h[0] << 24 | (unsigned)h[1] << 16 | (unsigned)h[2] << 8 | h[3]
		   : (unsigned)pdf->image_count + 1;
}

const eng_pdf_image_use *eng_pdf_image_name(eng_pdf *pdf, const eng_image *image,
					    const eng_pdf_drawing *drawing) {
	for (size_t i = 0; i < pdf->image_count; i++) {
		if (pdf->images[i].image == image && pdf->images[i].drawing == drawing) {
			return &pdf->images[i];
		}
	}
	pdf->images = eng_arena_grow(pdf->arena, pdf->images, pdf->image_count, &pdf->image_cap,
				     sizeof(*pdf->images));
	pdf->images[pdf->image_count] = (eng_pdf_image_use){
		.image = image,
		.drawing = drawing,
		.name = name_of(pdf, image),
		.id = eng_pdf_objects_reserve(pdf->objects, 2),
	};
	return &pdf->images[pdf->image_count++];
}

bool eng_pdf_draw_image(eng_pdf_content *content, const eng_item *item) {
	const eng_image *image = item->as.image.image;
	eng_rect box = item->as.image.box;
	const eng_pdf_image_use *use;
	eng_str none = { 0 };

	if (image->format == ENG_IMAGE_SVG) {
		return eng_pdf_draw_drawing(content, item);
	}
	eng_pdf_mark_open(content, item->structure, none, none);
	eng_pdf_text_close(content);
	eng_pdf_set_alpha(content, 255, 255);
	eng_buf_cstr(content->out, "q ");
	eng_pdf_length(content->out, box.w);
	eng_buf_cstr(content->out, " 0 0 ");
	eng_pdf_length(content->out, box.h);
	eng_buf_char(content->out, ' ');
	eng_pdf_length(content->out, box.x);
	eng_buf_char(content->out, ' ');
	eng_pdf_length(content->out, content->height - box.y - box.h);
	use = eng_pdf_image_name(content->pdf, image, NULL);
	eng_pdf_stencil_image(content, use->name, use->id);
	eng_buf_printf(content->out, " cm /I%u Do Q\n", use->name);
	if (picture_of(content->pdf, image)->mask_dict.n) {
		content->transparent = true;
	}
	return true;
}

static bool is_rgb(const eng_pdf *pdf, const eng_image *image) {
	return pdf->desk->print && image->channels == 3;
}

bool eng_pdf_write_images(eng_pdf *pdf) {
	for (size_t i = 0; i < pdf->image_count; i++) {
		const eng_pdf_image_use *use = &pdf->images[i];
		const eng_pdf_picture *picture;
		eng_str dict;

		if (use->drawing) {
			if (!eng_pdf_objects_stream(pdf->objects, use->id, use->drawing->dict,
						    use->drawing->data)) {
				return false;
			}
			continue;
		}
		picture = picture_of(pdf, use->image);
		dict = picture->dict;
		if (is_rgb(pdf, use->image)) {
			dict = eng_str_printf(pdf->arena, "%.*s/ColorSpace[/ICCBased %u 0 R]",
					      ENG_STR_ARG(dict), pdf->profile);
			pdf->profiled = true;
		}
		if (picture->mask_dict.n) {
			dict = eng_str_printf(pdf->arena, "%.*s/SMask %u 0 R", ENG_STR_ARG(dict),
					      use->id + 1);
			if (!eng_pdf_objects_stream(pdf->objects, use->id + 1, picture->mask_dict,
						    picture->mask_data)) {
				return false;
			}
		}
		if (!eng_pdf_objects_stream(pdf->objects, use->id, dict, picture->data)) {
			return false;
		}
	}
	return true;
}
