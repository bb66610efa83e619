/* The folder, its index, and the assets that the build embeds from engine/review/assets. */
#include "review/book.h"

#include "base/file.h"
#include "review/assets.h"
#include "review/leaf.h"

#define SOURCE_BYTES (1u << 20) /* of a file of content that is shown */

bool eng_book_file(const eng_book *book, eng_arena *arena, const char *name, eng_str bytes) {
	return eng_file_write(book->ctx, eng_path_join(arena, book->dir, name), bytes, false);
}

bool eng_book_begin(eng_book *book) {
	static const char *const folders[] = { "assets", "data", "files", "pages" };

	book->approvers = eng_approvers_new(book->setting->gate);
	if (eng_file_exists(book->dir)) {
		return eng_fail(book->ctx, "preview.exists", (eng_loc){ book->dir, 0, 0 },
				"'%s' is there already; a preview is a new folder", book->dir);
	}
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		if (!eng_file_mkdirs(book->ctx,
				     eng_path_join(book->arena, book->dir, folders[i]))) {
			return false;
		}
	}
	return true;
}

/* ---- the index ---- */

static void write_channels(const eng_stop *stop, eng_json_writer *w) {
	eng_json_member_array(w, "channels");
	for (size_t i = 0; i < stop->work->count; i++) {
		const eng_channel *channel = eng_channels[stop->work->artifacts[i].channel];

		if (!channel->mirrors) {
			eng_json_write_text(w, eng_str_from(channel->name));
		}
	}
	eng_json_write_array_end(w);
}

/* Each id once: which colour it has depends on all of them. */
static void write_blocks(const eng_document *doc, eng_json_writer *w) {
	eng_json_member_array(w, "blocks");
	for (size_t i = 0; i < doc->block_count; i++) {
		bool before = false;

		for (size_t k = 0; k < i && !before; k++) {
			before = eng_str_eq(doc->blocks[i].id, doc->blocks[k].id);
		}
		if (!before) {
			eng_json_write_text(w, doc->blocks[i].id);
		}
	}
	eng_json_write_array_end(w);
}

static void add_to_index(eng_book *book, const eng_stop *stop) {
	const eng_document *doc = stop->document;
	eng_json_writer w;

	if (book->index.n) {
		eng_buf_cstr(&book->index, ",\n");
	}
	eng_json_write_init(&w, &book->index, false);
	eng_json_write_object(&w);
	eng_json_member_cstr(&w, "leaf", eng_leaf_name(stop->arena, stop));
	eng_json_member_int(&w, "ordinal", (int64_t)stop->ordinal);
	eng_json_member_cstr(&w, "state",
			     !stop->good     ? "faulty"
			     : stop->skipped ? "skipped"
					     : "good");
	if (doc) {
		eng_json_member_text(&w, "id", doc->recipient.id);
		eng_json_member_some(&w, "name", doc->recipient.name);
		eng_json_member_text(&w, "language", doc->language);
		eng_json_member_some(&w, "jurisdiction", doc->jurisdiction);
		write_channels(stop, &w);
		write_blocks(doc, &w);
	}
	if (book->before) {
		eng_json_member_bool(&w, "changed", book->changed);
	}
	if (book->coverage) {
		eng_json_member_int(&w, "for", (int64_t)book->picks[book->recipients - 1].n);
	}
	eng_json_write_object_end(&w);
}

/* The same record with the content before. NULL in *before: there is none to compare. */
static bool find_before(const eng_book *book, const eng_stop *stop, const eng_stop **before) {
	eng_tour_status status;

	*before = NULL;
	if (!book->before) {
		return true;
	}
	do {
		status = eng_tour_next(book->before, before);
	} while (status == ENG_TOUR_STOP && (*before)->ordinal < stop->ordinal);
	return status == ENG_TOUR_STOP && (*before)->ordinal == stop->ordinal;
}

bool eng_book_add(eng_book *book, const eng_stop *stop) {
	const eng_stop *before;

	book->recipients++;
	book->faulty += !stop->good;
	book->changed = false;
	if (!find_before(book, stop, &before) || !eng_leaf_write(book, stop, before)) {
		return false;
	}
	add_to_index(book, stop);
	return true;
}

static void write_policy(const eng_book *book, eng_json_writer *w) {
	const eng_policy *policy = eng_standings_policy(book->standings);

	if (policy) {
		eng_json_member_object(w, "policy");
		eng_json_member_text(w, "name", policy->name);
		eng_json_member_int(w, "serial", policy->serial);
		eng_json_write_object_end(w);
	}
}

/* ---- coverage ---- */

static void write_items(const eng_book *book, const eng_cover_item *items, size_t n,
			eng_json_writer *w) {
	eng_json_member_array(w, "items");
	for (size_t i = 0; i < n; i++) {
		eng_json_write_object(w);
		eng_json_member_cstr(w, "kind", items[i].kind);
		eng_json_member_cstr(w, "text", items[i].text);
		eng_json_member_cstr(w, "key", items[i].key);
		eng_json_member_int(w, "records", (int64_t)items[i].records);
		if (items[i].records) {
			eng_json_member_int(w, "ordinal",
					    (int64_t)book->picks[items[i].pick].ordinal);
		}
		eng_json_write_object_end(w);
	}
	eng_json_write_array_end(w);
}

static void write_coverage(const eng_book *book, eng_json_writer *w) {
	size_t n, pairs;
	const eng_cover_item *items = eng_coverage_items(book->coverage, &n);
	const size_t *apart = eng_coverage_apart(book->coverage, &pairs);

	eng_json_member_object(w, "coverage");
	eng_json_member_int(w, "records", (int64_t)eng_coverage_records(book->coverage));
	write_items(book, items, n, w);
	eng_json_member_array(w, "apart");
	for (size_t i = 0; i < pairs; i++) {
		eng_json_write_array(w);
		eng_json_write_int(w, (int64_t)apart[2 * i]);
		eng_json_write_int(w, (int64_t)apart[2 * i + 1]);
		eng_json_write_array_end(w);
	}
	eng_json_write_array_end(w);
	eng_json_write_object_end(w);
}

static bool write_index(eng_book *book) {
	const eng_setting *s = book->setting;
	char date[ENG_DATE_TEXT];
	eng_buf out = { 0 };
	eng_json_writer w;
	bool ok;

	eng_buf_cstr(&out, "engross.index(");
	eng_json_write_init(&w, &out, false);
	eng_json_write_object(&w);
	eng_json_member_cstr(&w, "format", "engross-preview-1");
	eng_json_member_text(&w, "job", s->job->name);
	eng_json_member_text(&w, "template", eng_template_id(eng_workshop_template(s->shop)));
	eng_json_member_text(&w, "run-date", eng_date_format(s->job->run_date, date));
	eng_json_member_bool(&w, "draft", book->draft);
	eng_json_member_bool(&w, "approved", book->approved);
	write_policy(book, &w);
	eng_standings_write(book->standings, &w);
	if (book->coverage) {
		write_coverage(book, &w);
	}
	eng_json_write_key(&w, ENG_STR("recipients"));
	eng_json_write_raw(
	    &w, eng_str_printf(book->arena, "[\n%.*s\n]", ENG_STR_ARG(eng_buf_view(&book->index))));
	eng_json_write_object_end(&w);
	eng_buf_cstr(&out, ");\n");
	ok = eng_book_file(book, book->arena, "data/index.js", eng_buf_view(&out));
	eng_buf_finish(&out);
	return ok;
}

/* ---- what "why is this here" quotes ---- */

static bool is_text(eng_str path) {
	return eng_str_ends(path, ".xml") || eng_str_ends(path, ".yaml");
}

static bool write_sources(eng_book *book) {
	eng_library *library = eng_workshop_library(book->setting->shop);
	const eng_content_file *files;
	eng_buf out = { 0 };
	eng_json_writer w;
	size_t n;
	bool ok = true;

	eng_buf_cstr(&out, "engross.sources(");
	eng_json_write_init(&w, &out, false);
	eng_json_write_object(&w);
	eng_library_files(library, &files, &n);
	for (size_t i = 0; ok && i < n; i++) {
		eng_str path = files[i].path, text;

		if (!is_text(path)) {
			continue;
		}
		ok = eng_file_read(book->ctx, book->arena,
				   eng_path_join(book->arena, eng_library_path(library),
						 eng_str_dup(book->arena, path)),
				   SOURCE_BYTES, &text);
		eng_json_write_key(&w, path);
		eng_json_write_text(&w, ok ? text : (eng_str){ 0 });
	}
	eng_json_write_object_end(&w);
	eng_buf_cstr(&out, ");\n");
	ok = ok && eng_book_file(book, book->arena, "data/sources.js", eng_buf_view(&out));
	eng_buf_finish(&out);
	return ok;
}

bool eng_book_end(eng_book *book) {
	bool ok = write_index(book) && write_sources(book);

	for (size_t i = 0; ok && i < eng_review_asset_count; i++) {
		const eng_asset *asset = &eng_review_assets[i];
		const char *folder = strcmp(asset->name, "index.html") == 0 ? "" : "assets/";

		ok = eng_book_file(book, book->arena,
				   eng_arena_printf(book->arena, "%s%s", folder, asset->name),
				   (eng_str){ asset->bytes, asset->n });
	}
	return ok;
}

void eng_book_finish(eng_book *book) {
	eng_buf_finish(&book->index);
	eng_approvers_free(book->approvers);
}
