/* What is shown of an artifact is the artifact: its bytes go into a file, what it says is read from them,
 * and its certificate is the line that a run's manifest would have. */
#include "review/leaf.h"

#include "base/file.h"

const char *eng_leaf_name(eng_arena *arena, const eng_stop *stop) {
	return eng_arena_printf(arena, "%08llu", (unsigned long long)stop->ordinal);
}

/* ---- what was told ---- */

static void write_diags(eng_leaf *leaf) {
	static const char *const levels[] = { "note", "warning", "error" };
	const eng_stop *stop = leaf->stop;
	const char *library = leaf->book->setting->job->library;
	eng_buf message = { 0 };

	eng_json_member_array(leaf->w, "told");
	for (size_t i = 0; i < stop->diag_count; i++) {
		const eng_diag *diag = &stop->diags[i];

		eng_json_write_object(leaf->w);
		eng_json_member_cstr(leaf->w, "level", levels[diag->level]);
		if (diag->code) {
			eng_json_member_cstr(leaf->w, "code", diag->code);
		}
		eng_json_member_some(leaf->w, "at",
				     eng_place_text(stop->arena, library, diag->where));
		eng_buf_clear(&message);
		eng_message_add(&message, diag->message, leaf->book->coverage != NULL);
		eng_json_member_text(leaf->w, "message", eng_buf_view(&message));
		eng_json_write_object_end(leaf->w);
	}
	eng_json_write_array_end(leaf->w);
	eng_buf_finish(&message);
}

/* What a record of a proof book is for, and what its masking changed. */
static void write_reasons(eng_leaf *leaf) {
	const eng_book *book = leaf->book;
	const eng_pick *pick = &book->picks[book->recipients - 1];
	size_t n;
	const eng_cover_item *items = eng_coverage_items(book->coverage, &n);
	const eng_str *differs =
	    eng_coverage_differs(book->coverage, book->ctx, book->setting, pick, leaf->stop, &n);

	eng_json_member_array(leaf->w, "for");
	for (size_t i = 0; i < pick->n; i++) {
		eng_json_write_text(leaf->w, eng_str_from(items[pick->items[i]].text));
	}
	eng_json_write_array_end(leaf->w);
	eng_json_member_array(leaf->w, "differs");
	for (size_t i = 0; i < n; i++) {
		eng_json_write_text(leaf->w, differs[i]);
	}
	eng_json_write_array_end(leaf->w);
}

/* ---- channels ---- */

/* Lines of JSON as values: the bytes are one object and a line feed. */
static bool write_json(eng_leaf *leaf, const eng_artifact *artifact) {
	eng_str line = eng_str_trim(eng_buf_view(&artifact->bytes));

	if (line.n) {
		eng_json_write_key(leaf->w, ENG_STR("content"));
		eng_json_write_raw(leaf->w, line);
	}
	return true;
}

static bool write_text(eng_leaf *leaf, const eng_artifact *artifact) {
	eng_json_member_text(leaf->w, "content", eng_buf_view(&artifact->bytes));
	return true;
}

static const struct {
	const char *channel;
	bool (*write)(eng_leaf *leaf, const eng_artifact *artifact);
} shows[] = {
	{ "email", eng_leaf_mail }, { "mobile", write_json }, { "pdf", eng_leaf_pages },
	{ "sms", write_json },      { "text", write_text },
};

static bool write_content(eng_leaf *leaf, const eng_artifact *artifact) {
	for (size_t i = 0; i < sizeof(shows) / sizeof(shows[0]); i++) {
		if (strcmp(shows[i].channel, eng_channel_names[artifact->channel]) == 0) {
			return shows[i].write(leaf, artifact);
		}
	}
	return true;
}

static bool write_artifact(eng_leaf *leaf, const eng_artifact *artifact) {
	eng_arena *arena = leaf->stop->arena;
	eng_artifact_file file = eng_artifact_file_at(arena, leaf->stop->document, artifact, 0);
	/* No id of a customer: names become addresses. */
	const char *name =
	    eng_arena_printf(arena, "files/%s-%s%s", eng_leaf_name(arena, leaf->stop),
			     eng_channel_names[artifact->channel], strrchr(file.name, '.'));
	eng_manifest_line line =
	    eng_artifact_line(arena, leaf->stop->document, artifact, &file, leaf->book->approvers);
	eng_buf certificate = { 0 };
	bool ok;

	line.path = name;
	eng_manifest_add(&certificate, &line);
	eng_json_write_object(leaf->w);
	eng_json_member_cstr(leaf->w, "name", line.channel);
	eng_json_member_bool(leaf->w, "verified", artifact->proof.read);
	eng_json_write_key(leaf->w, ENG_STR("certificate"));
	eng_json_write_raw(leaf->w, eng_str_trim(eng_buf_view(&certificate)));
	eng_leaf_rules(leaf, artifact);
	eng_leaf_access(leaf, artifact);
	ok = write_content(leaf, artifact) && eng_leaf_changes(leaf, artifact);
	eng_json_write_object_end(leaf->w);
	eng_buf_finish(&certificate);
	return ok && eng_book_file(leaf->book, arena, name, file.bytes);
}

/* Artifacts of channels that mirror another show nothing that is not seen already. */
static bool write_channels(eng_leaf *leaf) {
	const eng_work *work = leaf->stop->work;
	bool ok = true;

	eng_json_member_array(leaf->w, "channels");
	for (size_t i = 0; ok && i < work->count; i++) {
		const eng_artifact *artifact = &work->artifacts[i];

		if (artifact->bytes.n && !eng_channels[artifact->channel]->mirrors) {
			ok = write_artifact(leaf, artifact);
		}
	}
	eng_json_write_array_end(leaf->w);
	return ok;
}

/* ---- the whole ---- */

static void write_recipient(eng_leaf *leaf) {
	const eng_document *doc = leaf->stop->document;

	eng_json_member_object(leaf->w, "recipient");
	eng_json_member_text(leaf->w, "id", doc->recipient.id);
	eng_json_member_some(leaf->w, "name", doc->recipient.name);
	eng_json_member_some(leaf->w, "email", doc->recipient.email);
	eng_json_member_some(leaf->w, "phone", doc->recipient.phone);
	eng_json_write_object_end(leaf->w);
	eng_json_member_text(leaf->w, "language", doc->language);
	eng_json_member_some(leaf->w, "jurisdiction", doc->jurisdiction);
	eng_json_member_cstr(leaf->w, "direction", doc->rtl ? "rtl" : "ltr");
	eng_json_member_bool(leaf->w, "draft", doc->draft);
	eng_json_member_some(leaf->w, "context", doc->context.id);
}

static bool write_document(eng_leaf *leaf) {
	const eng_document *doc = leaf->stop->document;
	bool ok;

	eng_pieces_init(&leaf->pieces, leaf->stop, leaf->book->setting);
	write_recipient(leaf);
	eng_json_member_array(leaf->w, "blocks");
	for (size_t i = 0; i < doc->block_count; i++) {
		eng_standing_write(leaf->book->standings, &doc->blocks[i], leaf->w);
	}
	eng_json_write_array_end(leaf->w);
	eng_pieces_write(&leaf->pieces, leaf->w);
	ok = write_channels(leaf);
	eng_pieces_finish(&leaf->pieces);
	return ok;
}

bool eng_leaf_write(eng_book *book, const eng_stop *stop, const eng_stop *before) {
	eng_buf out = { 0 };
	eng_json_writer w;
	eng_leaf leaf = { .book = book, .stop = stop, .before = before, .w = &w };
	const char *name =
	    eng_arena_printf(stop->arena, "data/%s.js", eng_leaf_name(stop->arena, stop));
	bool ok;

	eng_buf_cstr(&out, "engross.leaf(");
	eng_json_write_init(&w, &out, false);
	eng_json_write_object(&w);
	eng_json_member_int(&w, "ordinal", (int64_t)stop->ordinal);
	eng_json_member_cstr(&w, "state",
			     !stop->good     ? "faulty"
			     : stop->skipped ? "skipped"
					     : "good");
	if (stop->skipped) {
		eng_json_member_cstr(&w, "skipped", stop->skipped);
	}
	if (stop->source) {
		eng_json_member_text(
		    &w, "record",
		    eng_place_text(stop->arena, book->setting->job->library,
				   eng_field_where(stop->source->root, stop->source)));
	}
	write_diags(&leaf);
	if (book->coverage) {
		write_reasons(&leaf);
	}
	ok = !stop->document || write_document(&leaf);
	eng_json_write_object_end(&w);
	eng_buf_cstr(&out, ");\n");
	ok = ok && eng_book_file(book, stop->arena, name, eng_buf_view(&out));
	eng_buf_finish(&out);
	return ok;
}
