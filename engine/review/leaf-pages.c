/* Pages: painted from the same display lists as the PDF file, with the place of every piece and block. */
#include "channels/preview/preview.h"
#include "review/leaf.h"

static void write_box(eng_json_writer *w, int64_t number, eng_rect box) {
	eng_json_write_array(w);
	eng_json_write_int(w, number);
	eng_json_write_int(w, box.x);
	eng_json_write_int(w, box.y);
	eng_json_write_int(w, box.w);
	eng_json_write_int(w, box.h);
	eng_json_write_array_end(w);
}

static void write_places(eng_leaf *leaf, const eng_page *page) {
	size_t n;
	const eng_preview_place *places = eng_preview_words(leaf->stop->arena, page, &n);

	eng_json_member_array(leaf->w, "words");
	for (size_t i = 0; i < n; i++) {
		int64_t piece = eng_pieces_find(&leaf->pieces, places[i].node);

		if (piece >= 0) {
			write_box(leaf->w, piece, places[i].box);
		}
	}
	eng_json_write_array_end(leaf->w);
	places = eng_preview_blocks(leaf->stop->arena, page, &n);
	eng_json_member_array(leaf->w, "blocks");
	for (size_t i = 0; i < n; i++) {
		write_box(leaf->w, (int64_t)places[i].node->as.block.use, places[i].box);
	}
	eng_json_write_array_end(leaf->w);
}

static bool write_page(eng_leaf *leaf, const eng_page *page, size_t index, eng_str title) {
	eng_arena *arena = leaf->stop->arena;
	const char *name = eng_arena_printf(arena, "pages/%s-%zu.svg",
					    eng_leaf_name(arena, leaf->stop), index + 1);
	eng_buf svg = { 0 };
	bool ok;

	eng_json_write_object(leaf->w);
	eng_json_member_cstr(leaf->w, "image", name);
	eng_json_member_int(leaf->w, "width", page->width);
	eng_json_member_int(leaf->w, "height", page->height);
	write_places(leaf, page);
	eng_json_write_object_end(leaf->w);
	ok = eng_preview_svg(leaf->book->ctx, page, title, &svg) &&
	     eng_book_file(leaf->book, arena, name, eng_buf_view(&svg));
	eng_buf_finish(&svg);
	return ok;
}

bool eng_leaf_pages(eng_leaf *leaf, const eng_artifact *artifact) {
	const eng_document *doc = leaf->stop->document;
	const eng_layout *layout =
	    eng_layout_pages(leaf->book->ctx, leaf->stop->arena,
			     eng_workshop_press(leaf->book->setting->shop), doc, artifact->channel);
	eng_buf title = { 0 };
	bool ok = layout != NULL;

	eng_node_text(doc->title, -1, &title);
	if (doc->password.n) {
		eng_json_member_bool(leaf->w, "encrypted", true);
	}
	eng_json_member_array(leaf->w, "pages");
	for (size_t i = 0; ok && i < layout->page_count; i++) {
		ok = write_page(leaf, &layout->pages[i], i, eng_buf_view(&title));
	}
	eng_json_write_array_end(leaf->w);
	eng_buf_finish(&title);
	return ok;
}
