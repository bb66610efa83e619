/* Figures: images, charts and barcodes, each one slab with an alternative text. */
#include "layout/block.h"
#include "layout/image.h"
#include "layout/symbol.h"

/* What figures share: where they stand in the flow and in the structure. */
static bool add_figure(eng_flow *flow, const eng_node *node, const eng_style *style, eng_ink *ink,
		       eng_length width, eng_length height, eng_str alt, bool decorative) {
	eng_work *work = flow->work;
	eng_slab slab = { .node = node,
			  .before = style->space_before,
			  .after = style->space_after,
			  .height = height };
	uint32_t figure = decorative ? 0 : eng_work_element(work, "Figure", node);
	eng_length slack = flow->width - width, x = flow->x;

	if (figure) {
		eng_work_alternate(work, figure, alt, true);
	}
	for (size_t i = 0; i < ink->count; i++) {
		ink->items[i].structure = figure;
		ink->items[i].node = node;
	}
	x += style->align == ENG_LINE_CENTER                    ? slack / 2
	     : (style->align == ENG_LINE_END) != work->doc->rtl ? slack
								: 0;
	eng_ink_move(ink, 0, 0, x, 0);
	slab.ink = *ink;
	return eng_flow_add(flow, &slab);
}

void eng_image_draw(eng_arena *arena, eng_ink *ink, const eng_image *image, eng_rect box) {
	eng_item *item;

	if (image->format == ENG_IMAGE_SVG) {
		const eng_path *paths = eng_image_paths(arena, image, box);

		for (size_t i = 0; i < image->path_count; i++) {
			eng_ink_add(arena, ink, ENG_ITEM_PATH, 0, NULL)->as.path = paths[i];
		}
		return;
	}
	item = eng_ink_add(arena, ink, ENG_ITEM_IMAGE, 0, NULL);
	item->as.image.image = image;
	item->as.image.box = box;
}

/* A picture that looks good on a screen may be coarse on paper. Told once for each document, whatever
 * channels lay it out. */
static void check_resolution(const eng_work *work, const eng_node *node, const eng_image *image,
			     eng_rect box) {
	eng_length ppi = box.w > 0 ? (eng_length)image->width * 72000 / box.w : 0;

	if (image->format != ENG_IMAGE_SVG && box.w > 0 && ppi < work->theme->image_ppi &&
	    image->warned != work->doc->ordinal + 1) {
		((eng_image *)(uintptr_t)image)->warned = work->doc->ordinal + 1;
		eng_warn(work->ctx, "layout.image-resolution", node->where,
			 "image '%.*s' has %d pixels on %ld mm, which is %ld an inch, should be %d",
			 ENG_STR_ARG(node->as.image.src), image->width,
			 (long)(box.w * 254 / 720000), (long)ppi, work->theme->image_ppi);
	}
}

bool eng_image_lay(eng_flow *flow, const eng_node *node) {
	eng_work *work = flow->work;
	const eng_style *style = eng_work_style(work, "image", node);
	const eng_image *image =
	    eng_press_image(work->ctx, work->press, node->as.image.src, node->where);
	eng_rect box = { 0 };
	eng_ink ink = { 0 };

	if (!image) {
		return false;
	}
	box.w =
	    node->as.image.width ? flow->width * node->as.image.width / 1000 : image->natural_width;
	box.w = box.w > flow->width ? flow->width : box.w;
	box.h = image->natural_width ? image->natural_height * box.w / image->natural_width : 0;
	if (flow->limit > 0 && box.h > flow->limit) { /* in a frame: as large as it may be */
		box.w = box.w * flow->limit / box.h;
		box.h = flow->limit;
	}
	check_resolution(work, node, image, box);
	if (image->drawn_once && box.w > 0 && box.h > 0) {
		eng_item *item = eng_ink_add(work->arena, &ink, ENG_ITEM_IMAGE, 0, NULL);

		item->as.image.image = image;
		item->as.image.box = box;
	} else {
		eng_image_draw(work->arena, &ink, image, box);
	}
	return add_figure(flow, node, style, &ink, box.w, box.h, node->as.image.alt,
			  node->as.image.decorative);
}

bool eng_chart_lay(eng_flow *flow, const eng_node *node) {
	eng_work *work = flow->work;
	const eng_style *style = eng_work_style(work, "chart", node);
	eng_page *page =
	    eng_layout_chart(work->ctx, work->arena, work->press, work->doc, node, flow->width);
	eng_ink ink = { 0 }, own = { 0 };
	bool ok;

	if (!page) {
		return false;
	}
	ink.items = page->items;
	ink.count = page->count;
	eng_ink_append(work->arena, &own, &ink, 0, 0);
	eng_flow_hold(flow);
	ok = !node->as.chart.caption ||
	     eng_para_lay(flow, node->as.chart.caption, eng_work_style(work, "chart.caption", node),
			  "P", true);
	ok = ok && add_figure(flow, node, style, &own, page->width, page->height,
			      node->as.chart.alt, false);
	eng_flow_release(flow);
	return ok;
}

bool eng_barcode_lay(eng_flow *flow, const eng_node *node) {
	eng_work *work = flow->work;
	const eng_style *style = eng_work_style(work, "barcode", node);
	const eng_style *label = eng_work_style(work, "barcode.label", node);
	eng_str alt = node->as.barcode.label.n ? node->as.barcode.label : node->as.barcode.value;
	eng_symbol_form form = ENG_SYMBOL_MATRIX;
	eng_ink ink = { 0 };
	eng_rect box;
	bool ok;

	eng_symbol_known(node->as.barcode.symbology, &form);
	eng_flow_hold(flow);
	ok = eng_symbol_draw(work->ctx, work->arena, node->as.barcode.symbology,
			     node->as.barcode.value,
			     form == ENG_SYMBOL_MATRIX ? ENG_MM(26) : ENG_MM(12), flow->width,
			     node->where, &ink, &box) &&
	     add_figure(flow, node, style, &ink, box.w, box.h, alt, false);
	if (ok && node->as.barcode.label.n) {
		eng_setting setting = { .style = label,
					.structure = eng_work_element(work, "P", node) };
		eng_text *text = eng_plain_text(work, node->as.barcode.label, node, &setting);

		eng_flow_last(flow)->after = ENG_PT(2);
		ok = text && eng_flow_open(flow, label, node) &&
		     eng_para_set(flow, text, label, node, NULL) &&
		     eng_flow_close(flow, label, node);
		if (ok && eng_flow_last(flow)->after < style->space_after) {
			eng_flow_last(flow)->after = style->space_after;
		}
	}
	eng_flow_release(flow);
	return ok;
}
