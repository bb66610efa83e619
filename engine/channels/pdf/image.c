/* Images (ISO 32000-1 8.9, 8.10): pixels as Flate with a soft mask, plain JPEG files as they are,
 * SVG paths as a form that keeps its lines lines.
 *
 * Bytes of an image are made once a worker and stand in every document that shows it. The press
 * has already turned pictures upright and CMYK into sRGB, so only grey and RGB come here. */
#include "channels/pdf/content.h"
#include "channels/pdf/syntax.h"

static eng_str deflated(eng_desk *desk, const uint8_t *bytes, size_t n) {
	return eng_pdf_deflate_data(&desk->deflate, ENG_PDF_SMALL, &desk->arena,
				    (eng_str){ (const char *)bytes, n });
}

static const char *space_of(int channels) {
	return channels == 1 ? "DeviceGray" : channels == 4 ? "DeviceCMYK" : "DeviceRGB";
}

static void load_pixels(eng_desk *desk, eng_pdf_picture *picture, const eng_image *image) {
	size_t count = (size_t)image->width * (size_t)image->height;
	const char *fmt = "/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8"
			  "/ColorSpace/%s/Filter/FlateDecode";

	picture->dict = eng_str_printf(&desk->arena, fmt, image->width, image->height,
				       space_of(image->channels));
	picture->data = deflated(desk, image->pixels, count * (size_t)image->channels);
	if (image->alpha) {
		picture->mask_dict =
		    eng_str_printf(&desk->arena, fmt, image->width, image->height, space_of(1));
		picture->mask_data = deflated(desk, image->alpha, count);
	}
}

/* The file itself is the stream: DCTDecode reads what libjpeg wrote. */
static void load_jpeg(eng_desk *desk, eng_pdf_picture *picture, const eng_image *image) {
	picture->dict =
	    eng_str_printf(&desk->arena,
			   "/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8"
			   "/ColorSpace/%s/Filter/DCTDecode",
			   image->width, image->height, space_of(image->channels));
	picture->data = image->bytes;
}

static void form_style(eng_buf *out, const eng_path *path) {
	if (path->fill) {
		eng_pdf_color(out, path->fill_color);
		eng_buf_cstr(out, "rg\n");
	}
	if (path->stroke) {
		eng_pdf_color(out, path->stroke_color);
		eng_buf_cstr(out, "RG\n");
		eng_pdf_length(out, path->line_width);
		eng_buf_printf(out, " w %d J %d j\n[", path->cap, path->join);
		if (path->dash_on > 0) {
			eng_pdf_length(out, path->dash_on);
			eng_buf_char(out, ' ');
			eng_pdf_length(out, path->dash_off);
		}
		eng_buf_cstr(out, "]0 d\n");
	}
}

/* One path in a q/Q of its own; its opacity and shading are direct resources named by its index. */
static void form_path(eng_buf *out, eng_buf *states, eng_buf *shadings, const eng_path *path,
		      size_t index, eng_length height) {
	bool stroke = path->stroke && path->stroke_color.a && path->line_width > 0;
	bool gradient = path->fill && path->gradient, fill = path->fill && !gradient;
	int fill_alpha = gradient ? path->gradient->from.a : path->fill_color.a;

	eng_buf_cstr(out, "q\n");
	if ((path->fill && fill_alpha < 255) || (stroke && path->stroke_color.a < 255)) {
		eng_buf_printf(states, "/A%zu<</ca ", index);
		eng_pdf_fixed(states, path->fill ? fill_alpha * 1000 / 255 : 1000, 3);
		eng_buf_cstr(states, "/CA ");
		eng_pdf_fixed(states, stroke ? path->stroke_color.a * 1000 / 255 : 1000, 3);
		eng_buf_cstr(states, ">>");
		eng_buf_printf(out, "/A%zu gs\n", index);
	}
	form_style(out, path);
	if (gradient) {
		eng_buf_printf(shadings, "/S%zu", index);
		eng_pdf_gradient_dict(shadings, path->gradient, height);
		eng_buf_cstr(out, "q\n");
		eng_pdf_path_ops(out, path, height);
		eng_buf_printf(out, "%s n /S%zu sh Q\n", path->even_odd ? "W*" : "W", index);
	}
	if (fill || stroke) {
		eng_pdf_path_ops(out, path, height);
		eng_buf_cstr(out, fill && stroke ? (path->even_odd ? "B*\n" : "B\n")
				  : fill         ? (path->even_odd ? "f*\n" : "f\n")
						 : "S\n");
	}
	eng_buf_cstr(out, "Q\n");
}

static void load_paths(eng_desk *desk, eng_pdf_picture *picture, const eng_image *image) {
	eng_buf out = { 0 }, states = { 0 }, shadings = { 0 }, dict = { 0 };

	for (size_t i = 0; i < image->path_count; i++) {
		form_path(&out, &states, &shadings, &image->paths[i], i, image->natural_height);
	}
	eng_buf_cstr(&dict, "/Type/XObject/Subtype/Form/FormType 1/BBox[0 0 ");
	eng_pdf_length(&dict, image->natural_width);
	eng_buf_char(&dict, ' ');
	eng_pdf_length(&dict, image->natural_height);
	eng_buf_cstr(&dict, "]/Resources<<");
	if (states.n) {
		eng_buf_printf(&dict, "/ExtGState<<%s>>", states.s);
	}
	if (shadings.n) {
		eng_buf_printf(&dict, "/Shading<<%s>>", shadings.s);
	}
	eng_buf_cstr(&dict, ">>/Filter/FlateDecode");
	picture->dict = eng_str_copy(&desk->arena, eng_buf_view(&dict));
	picture->data = deflated(desk, (const uint8_t *)out.s, out.n);
	eng_buf_finish(&out);
	eng_buf_finish(&states);
	eng_buf_finish(&shadings);
	eng_buf_finish(&dict);
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
	if (image->format == ENG_IMAGE_SVG) {
		load_paths(desk, picture, image);
	} else if (image->pixels) {
		load_pixels(desk, picture, image);
	} else {
		load_jpeg(desk, picture, image);
	}
	picture->known = true;
	return picture;
}

/* The number of the resource name /I1, with its object reserved; the mask has the id after it. */
static unsigned image_name(eng_pdf *pdf, const eng_image *image) {
	for (size_t i = 0; i < pdf->image_count; i++) {
		if (pdf->images[i].image == image) {
			return (unsigned)i + 1;
		}
	}
	pdf->images = eng_arena_grow(pdf->arena, pdf->images, pdf->image_count, &pdf->image_cap,
				     sizeof(*pdf->images));
	pdf->images[pdf->image_count++] = (eng_pdf_image_use){
		.image = image,
		.id = eng_pdf_objects_reserve(pdf->objects, 2),
	};
	return (unsigned)pdf->image_count;
}

static void put_scale(eng_buf *out, eng_length length, eng_length unit) {
	eng_pdf_fixed(out, unit ? (length * 1000000 + unit / 2) / unit : 0, 6);
}

bool eng_pdf_draw_image(eng_pdf_content *content, const eng_item *item) {
	const eng_image *image = item->as.image.image;
	eng_rect box = item->as.image.box;
	bool paths = image->format == ENG_IMAGE_SVG;
	eng_str none = { 0 };

	if (paths && (image->natural_width <= 0 || image->natural_height <= 0)) {
		return true;
	}
	eng_pdf_mark_open(content, item->structure, none, none);
	eng_pdf_text_close(content);
	eng_pdf_set_alpha(content, 255, 255);
	eng_buf_cstr(content->out, "q ");
	put_scale(content->out, box.w, paths ? image->natural_width : 1000);
	eng_buf_cstr(content->out, " 0 0 ");
	put_scale(content->out, box.h, paths ? image->natural_height : 1000);
	eng_buf_char(content->out, ' ');
	eng_pdf_length(content->out, box.x);
	eng_buf_char(content->out, ' ');
	eng_pdf_length(content->out, content->height - box.y - box.h);
	eng_buf_printf(content->out, " cm /I%u Do Q\n", image_name(content->pdf, image));
	if (picture_of(content->pdf, image)->mask_dict.n) {
		content->transparent = true;
	}
	return true;
}

bool eng_pdf_write_images(eng_pdf *pdf) {
	for (size_t i = 0; i < pdf->image_count; i++) {
		const eng_pdf_image_use *use = &pdf->images[i];
		const eng_pdf_picture *picture = picture_of(pdf, use->image);
		eng_str dict = picture->dict;

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
