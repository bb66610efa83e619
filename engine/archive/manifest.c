/* Writing the lines. */
#include "archive/manifest.h"

#include "markup/json-write.h"

static void add_hash(eng_json_writer *w, const char *key, const eng_hash *hash) {
	char hex[ENG_HASH_HEX];

	eng_hash_hex(hash, hex);
	eng_json_member_cstr(w, key, hex);
}

static void add_present(eng_json_writer *w, const char *key, eng_str text) {
	if (text.n) {
		eng_json_member_text(w, key, text);
	}
}

static void add_number(eng_json_writer *w, const char *key, uint64_t number) {
	if (number) {
		eng_json_member_int(w, key, (int64_t)number);
	}
}

static void add_place(eng_json_writer *w, const eng_manifest_place *place) {
	eng_json_write_object(w);
	if (place->part) {
		eng_json_member_cstr(w, "part", place->part);
	}
	add_present(w, "anchor", place->anchor);
	add_number(w, "page", (uint64_t)place->page);
	if (place->last_page > place->page) {
		eng_json_member_int(w, "last-page", place->last_page);
	}
	if (place->width) {
		eng_json_member_array(w, "box");
		eng_json_write_int(w, place->x);
		eng_json_write_int(w, place->y);
		eng_json_write_int(w, place->width);
		eng_json_write_int(w, place->height);
		eng_json_write_array_end(w);
	}
	if (place->length) {
		eng_json_member_int(w, "start", (int64_t)place->start);
		eng_json_member_int(w, "length", (int64_t)place->length);
	}
	add_number(w, "size", (uint64_t)place->size);
	add_number(w, "x-height", (uint64_t)place->x_height);
	add_number(w, "contrast", (uint64_t)place->contrast);
	eng_json_write_object_end(w);
}

/* What was shown, and where it was seen. */
static void add_certificate(eng_json_writer *w, const eng_manifest_block *block) {
	eng_json_member_text(w, "text", block->text);
	add_hash(w, "text-sha256", &block->text_hash);
	add_present(w, "notes", block->notes);
	eng_json_member_array(w, "where");
	for (size_t i = 0; i < block->place_count; i++) {
		add_place(w, &block->places[i]);
	}
	eng_json_write_array_end(w);
}

static void add_blocks(eng_json_writer *w, const eng_manifest_line *line) {
	eng_json_member_array(w, "blocks");
	for (size_t i = 0; i < line->block_count; i++) {
		const eng_manifest_block *block = &line->blocks[i];

		eng_json_write_object(w);
		eng_json_member_text(w, "id", block->id);
		eng_json_member_int(w, "version", block->version);
		eng_json_member_text(w, "language", block->language);
		eng_json_member_text(w, "path", block->path);
		add_hash(w, "sha256", &block->file_hash);
		if (block->approvals.n) {
			eng_json_write_key(w, ENG_STR("approvals"));
			eng_json_write_raw(w, block->approvals);
		}
		if (block->use > 1) {
			eng_json_member_int(w, "use", block->use);
		}
		if (block->text.n) {
			add_certificate(w, block);
		}
		eng_json_write_object_end(w);
	}
	eng_json_write_array_end(w);
}

static void add_rules(eng_json_writer *w, const eng_manifest_line *line) {
	eng_json_member_array(w, "rules");
	for (size_t i = 0; i < line->rules_count; i++) {
		const eng_manifest_rules *rules = &line->rules[i];

		eng_json_write_object(w);
		add_present(w, "pack", rules->pack);
		if (rules->pack.n) {
			eng_json_member_int(w, "version", rules->version);
		}
		eng_json_member_text(w, "path", rules->path);
		add_hash(w, "sha256", &rules->file_hash);
		if (rules->approvals.n) {
			eng_json_write_key(w, ENG_STR("approvals"));
			eng_json_write_raw(w, rules->approvals);
		}
		eng_json_member_array(w, "kept");
		for (size_t k = 0; k < rules->n; k++) {
			eng_json_write_text(w, rules->ids[k]);
		}
		eng_json_write_array_end(w);
		eng_json_write_object_end(w);
	}
	eng_json_write_array_end(w);
}

void eng_manifest_add(eng_buf *out, const eng_manifest_line *line) {
	eng_json_writer w;

	eng_json_write_init(&w, out, false);
	eng_json_write_object(&w);
	eng_json_member_int(&w, "ordinal", (int64_t)line->ordinal);
	eng_json_member_text(&w, "recipient", line->recipient);
	eng_json_member_cstr(&w, "channel", line->channel);
	eng_json_member_cstr(&w, "reason", line->reason);
	eng_json_member_cstr(&w, "path", line->path);
	if (line->member) {
		eng_json_member_cstr(&w, "member", line->member);
	}
	add_number(&w, "line", line->line);
	if (line->packed) {
		eng_json_member_int(&w, "offset", (int64_t)line->offset);
	}
	eng_json_member_int(&w, "bytes", (int64_t)line->bytes);
	add_hash(&w, "sha256", &line->hash);
	add_number(&w, "pages", line->pages);
	add_number(&w, "segments", line->segments);
	if (line->encoding) {
		eng_json_member_cstr(&w, "encoding", line->encoding);
	}
	add_present(&w, "context", line->context);
	eng_json_member_text(&w, "template", line->template_id);
	eng_json_member_text(&w, "version", line->template_version);
	eng_json_member_text(&w, "language", line->language);
	add_present(&w, "jurisdiction", line->jurisdiction);
	if (line->draft_mark.n) {
		eng_json_member_bool(&w, "draft", true);
		eng_json_member_text(&w, "draft-mark", line->draft_mark);
	}
	add_blocks(&w, line);
	if (line->rules_count) {
		add_rules(&w, line);
	}
	eng_json_write_object_end(&w);
	eng_buf_char(out, '\n');
}

/* Quoted spans of a message may hold data: 'Anna' becomes '...'. */
void eng_message_add(eng_buf *out, const char *message, bool redact) {
	bool quoted = false;

	for (const char *p = message; *p; p++) {
		if (*p == '\'') {
			eng_buf_cstr(out, redact && !quoted ? "'..." : "'");
			quoted = !quoted;
		} else if (!redact || !quoted) {
			eng_buf_char(out, *p);
		}
	}
}

static void add_message(eng_json_writer *w, const char *message, bool redact) {
	eng_buf text = { 0 };

	eng_message_add(&text, message, redact);
	eng_json_member_text(w, "message", eng_buf_view(&text));
	eng_buf_finish(&text);
}

void eng_quarantine_add(eng_buf *out, const eng_quarantine_line *line) {
	static const char *const levels[] = { "note", "warning", "error" };
	eng_json_writer w;

	eng_json_write_init(&w, out, false);
	eng_json_write_object(&w);
	if (line->has_ordinal) {
		eng_json_member_int(&w, "ordinal", (int64_t)line->ordinal);
	}
	eng_json_member_cstr(&w, "file", line->file);
	add_number(&w, "line", (uint64_t)line->line);
	if (!line->redact) {
		add_present(&w, "recipient", line->recipient);
	}
	eng_json_member_array(&w, "diagnostics");
	for (size_t i = 0; i < line->diag_count; i++) {
		const eng_diag *diag = &line->diags[i];

		eng_json_write_object(&w);
		eng_json_member_cstr(&w, "level", levels[diag->level]);
		if (diag->code) {
			eng_json_member_cstr(&w, "code", diag->code);
		}
		if (diag->where.file) {
			eng_json_member_cstr(&w, "file", diag->where.file);
		}
		add_number(&w, "line", (uint64_t)diag->where.line);
		add_number(&w, "column", (uint64_t)diag->where.column);
		add_message(&w, diag->message, line->redact);
		eng_json_write_object_end(&w);
	}
	eng_json_write_array_end(&w);
	eng_json_write_object_end(&w);
	eng_buf_char(out, '\n');
}
