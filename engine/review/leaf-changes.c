/* What is another than it was with the content of a release before: words of each channel, and pages to be
 * laid over each other. */
#include "channels/preview/preview.h"
#include "review/leaf.h"
#include "review/word-diff.h"
#include "review/wording.h"

static const eng_artifact *same_channel(const eng_stop *stop, int channel) {
	for (size_t i = 0; i < stop->work->count; i++) {
		if (stop->work->artifacts[i].channel == channel) {
			return &stop->work->artifacts[i];
		}
	}
	return NULL;
}

static bool is_changed(const eng_diff_run *runs, size_t n) {
	return n > 1 || (n == 1 && runs[0].change != ENG_CHANGE_SAME);
}

static bool write_words(eng_leaf *leaf, const eng_artifact *before, const eng_artifact *now) {
	size_t n;
	const eng_diff_run *runs = eng_diff_words(
	    leaf->stop->arena, eng_wording(leaf->before, before), eng_wording(leaf->stop, now), &n);

	if (!is_changed(runs, n)) {
		return false;
	}
	eng_json_member_array(leaf->w, "words");
	for (size_t i = 0; i < n; i++) {
		eng_json_write_array(leaf->w);
		eng_json_write_text(leaf->w, eng_str_from(eng_change_name(runs[i].change)));
		eng_json_write_text(leaf->w, runs[i].text);
		eng_json_write_array_end(leaf->w);
	}
	eng_json_write_array_end(leaf->w);
	return true;
}

/* The pages as they were, when they were others. */
static bool write_pages(eng_leaf *leaf, const eng_layout *before, const eng_layout *now,
			bool *changed) {
	const eng_book *book = leaf->book;
	eng_arena *arena = leaf->stop->arena;
	bool ok = true;

	eng_json_member_array(leaf->w, "pages");
	for (size_t i = 0; ok && i < before->page_count; i++) {
		const char *name = eng_arena_printf(arena, "pages/%s-before-%zu.svg",
						    eng_leaf_name(arena, leaf->stop), i + 1);
		eng_buf old = { 0 }, new = { 0 };

		ok = eng_preview_svg(book->ctx, &before->pages[i], (eng_str){ 0 }, &old) &&
		     (i >= now->page_count ||
		      eng_preview_svg(book->ctx, &now->pages[i], (eng_str){ 0 }, &new));
		if (ok && eng_str_eq(eng_buf_view(&old), eng_buf_view(&new))) {
			eng_json_write_null(leaf->w);
		} else if (ok) {
			*changed = true;
			eng_json_write_text(leaf->w, eng_str_from(name));
			ok = eng_book_file(book, arena, name, eng_buf_view(&old));
		}
		eng_buf_finish(&old);
		eng_buf_finish(&new);
	}
	eng_json_write_array_end(leaf->w);
	*changed |= before->page_count != now->page_count;
	return ok;
}

static bool compare_pages(eng_leaf *leaf, int channel, bool *changed) {
	const eng_book *book = leaf->book;
	const eng_layout *before =
	    eng_layout_pages(book->ctx, leaf->before->arena,
			     eng_workshop_press(eng_tour_setting(book->before)->shop),
			     leaf->before->document, channel);
	const eng_layout *now =
	    eng_layout_pages(book->ctx, leaf->stop->arena, eng_workshop_press(book->setting->shop),
			     leaf->stop->document, channel);

	return before && now && write_pages(leaf, before, now, changed);
}

bool eng_leaf_changes(eng_leaf *leaf, const eng_artifact *artifact) {
	const eng_artifact *before = leaf->before && leaf->before->document
					 ? same_channel(leaf->before, artifact->channel)
					 : NULL;
	bool changed, ok = true;

	if (!leaf->book->before) {
		return true;
	}
	eng_json_member_object(leaf->w, "changes");
	if (!before) {
		changed = true;
		eng_json_member_bool(leaf->w, "new", true);
	} else {
		changed = write_words(leaf, before, artifact);
		if (eng_channels[artifact->channel]->pages) {
			ok = compare_pages(leaf, artifact->channel, &changed);
		}
	}
	eng_json_member_bool(leaf->w, "any", changed);
	eng_json_write_object_end(leaf->w);
	leaf->book->changed |= changed;
	return ok;
}
