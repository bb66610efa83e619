/* A message, taken apart by GMime as a mail program would: headers, text, HTML, pictures, files. The
 * writer's trail says where pieces stand in the HTML; it counts only where the message holds the very
 * bytes that it is about. Marks are comments, which show nowhere: <!--[p12-->words<!--]p12-->. */
#include <gmime/gmime.h>

#include "review/leaf.h"

#define DEPTH 8

typedef struct mail {
	eng_leaf *leaf;
	eng_arena *arena;
	eng_str text, html;
	GPtrArray *pictures, *files; /* GMimePart, borrowed */
} mail;

static eng_str content_of(eng_arena *arena, GMimePart *part) {
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	GMimeStream *stream = g_mime_stream_mem_new();
	eng_str copy = { 0 };

	if (content && g_mime_data_wrapper_write_to_stream(content, stream) >= 0) {
		GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));

		copy = eng_str_copy(arena, (eng_str){ (const char *)bytes->data, bytes->len });
	}
	g_object_unref(stream);
	return copy;
}

/* MIME ends lines with CR LF. */
static eng_str plain_lines(eng_str text) {
	char *out = (char *)text.s; /* a copy of ours */
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		if (text.s[i] != '\r' || i + 1 == text.n || text.s[i + 1] != '\n') {
			out[n++] = text.s[i];
		}
	}
	return (eng_str){ out, n };
}

static void take(mail *m, GMimeObject *object, int depth) {
	GMimeContentType *type = g_mime_object_get_content_type(object);
	const char *how = g_mime_object_get_disposition(object);

	if (GMIME_IS_MULTIPART(object)) {
		int n = g_mime_multipart_get_count(GMIME_MULTIPART(object));

		for (int i = 0; depth < DEPTH && i < n; i++) {
			take(m, g_mime_multipart_get_part(GMIME_MULTIPART(object), i), depth + 1);
		}
	} else if (!GMIME_IS_PART(object)) {
		return;
	} else if (how && g_ascii_strcasecmp(how, "attachment") == 0) {
		g_ptr_array_add(m->files, object);
	} else if (g_mime_content_type_is_type(type, "text", "html")) {
		m->html = plain_lines(content_of(m->arena, GMIME_PART(object)));
	} else if (g_mime_content_type_is_type(type, "text", "plain")) {
		m->text = plain_lines(content_of(m->arena, GMIME_PART(object)));
	} else if (g_mime_object_get_content_id(object)) {
		g_ptr_array_add(m->pictures, object);
	}
}

/* ---- marks ---- */

typedef struct mark {
	size_t at, span; /* span: bytes around; outer marks open first and close last */
	bool end;
	char kind; /* 'p' of pieces, 'b' of blocks */
	int64_t number;
} mark;

static int by_place(const void *a, const void *b) {
	const mark *x = a, *y = b;

	if (x->at != y->at) {
		return x->at < y->at ? -1 : 1;
	}
	if (x->end != y->end) {
		return x->end ? -1 : 1;
	}
	if (x->span != y->span) {
		return (x->span > y->span) != x->end ? -1 : 1;
	}
	/* A block of nothing but one piece stands around it. */
	return ((x->kind < y->kind) != x->end) ? -1 : x->kind != y->kind;
}

static mark *find_marks(mail *m, const eng_trail *trail, size_t *n) {
	mark *marks = eng_arena_new_array(m->arena, 2 * trail->n, mark);

	*n = 0;
	for (size_t i = 0; i < trail->n; i++) {
		const eng_trail_spot *spot = &trail->spots[i];
		bool block = spot->node->type == ENG_NODE_BLOCK;
		int64_t number = block ? (int64_t)spot->node->as.block.use
				       : eng_pieces_find(&m->leaf->pieces, spot->node);

		for (int end = 0; number >= 0 && end < 2; end++) {
			marks[(*n)++] = (mark){ end ? spot->to : spot->from, spot->to - spot->from,
						end != 0, block ? 'b' : 'p', number };
		}
	}
	qsort(marks, *n, sizeof(*marks), by_place);
	return marks;
}

static void write_html(mail *m) {
	const eng_trail *trail = m->leaf->stop->trail;
	bool known = eng_str_eq(trail->text, m->html);
	eng_buf out = { 0 };
	mark *marks = NULL;
	size_t n = 0, at = 0;

	if (known) {
		marks = find_marks(m, trail, &n);
	}
	for (size_t i = 0; i < n; i++) {
		eng_buf_str(&out, eng_str_sub(m->html, at, marks[i].at));
		eng_buf_printf(&out, "<!--%c%c%lld-->", marks[i].end ? ']' : '[', marks[i].kind,
			       (long long)marks[i].number);
		at = marks[i].at;
	}
	eng_buf_str(&out, eng_str_sub(m->html, at, m->html.n));
	eng_json_member_text(m->leaf->w, "html", eng_buf_view(&out));
	eng_buf_finish(&out);
}

/* ---- the rest ---- */

static void write_headers(mail *m, GMimeMessage *message) {
	GMimeHeaderList *list = g_mime_object_get_header_list(GMIME_OBJECT(message));
	int n = g_mime_header_list_get_count(list);

	eng_json_member_array(m->leaf->w, "headers");
	for (int i = 0; i < n; i++) {
		GMimeHeader *header = g_mime_header_list_get_header_at(list, i);
		const char *value = g_mime_header_get_value(header);

		eng_json_write_array(m->leaf->w);
		eng_json_write_text(m->leaf->w, eng_str_from(g_mime_header_get_name(header)));
		eng_json_write_text(m->leaf->w, eng_str_trim(eng_str_from(value)));
		eng_json_write_array_end(m->leaf->w);
	}
	eng_json_write_array_end(m->leaf->w);
}

static char *mime_of(GMimePart *part) {
	return g_mime_content_type_get_mime_type(
	    g_mime_object_get_content_type(GMIME_OBJECT(part)));
}

static void write_pictures(mail *m) {
	eng_json_member_object(m->leaf->w, "pictures");
	for (guint i = 0; i < m->pictures->len; i++) {
		GMimePart *part = m->pictures->pdata[i];
		eng_str bytes = content_of(m->arena, part);
		char *code = g_base64_encode((const guchar *)bytes.s, bytes.n),
		     *mime = mime_of(part);

		eng_json_member_text(m->leaf->w, g_mime_object_get_content_id(GMIME_OBJECT(part)),
				     eng_str_printf(m->arena, "data:%s;base64,%s", mime, code));
		g_free(code);
		g_free(mime);
	}
	eng_json_write_object_end(m->leaf->w);
}

static void write_files(mail *m) {
	eng_json_member_array(m->leaf->w, "attachments");
	for (guint i = 0; i < m->files->len; i++) {
		GMimePart *part = m->files->pdata[i];
		const char *name = g_mime_part_get_filename(part);
		char *mime = mime_of(part);

		eng_json_write_object(m->leaf->w);
		eng_json_member_cstr(m->leaf->w, "name", name ? name : "");
		eng_json_member_cstr(m->leaf->w, "type", mime);
		eng_json_member_int(m->leaf->w, "bytes", (int64_t)content_of(m->arena, part).n);
		eng_json_write_object_end(m->leaf->w);
		g_free(mime);
	}
	eng_json_write_array_end(m->leaf->w);
}

bool eng_leaf_mail(eng_leaf *leaf, const eng_artifact *artifact) {
	mail m = { .leaf = leaf, .arena = leaf->stop->arena };
	GMimeStream *stream;
	GMimeParser *parser;
	GMimeMessage *message;

	g_mime_init();
	stream = g_mime_stream_mem_new_with_buffer(artifact->bytes.s, artifact->bytes.n);
	parser = g_mime_parser_new_with_stream(stream);
	message = g_mime_parser_construct_message(parser, NULL);
	g_object_unref(parser);
	g_object_unref(stream);
	m.pictures = g_ptr_array_new();
	m.files = g_ptr_array_new();
	if (message && g_mime_message_get_mime_part(message)) {
		take(&m, g_mime_message_get_mime_part(message), 0);
		write_headers(&m, message);
		write_html(&m);
		eng_json_member_text(leaf->w, "text", m.text);
		write_pictures(&m);
		write_files(&m);
	}
	g_ptr_array_free(m.pictures, TRUE);
	g_ptr_array_free(m.files, TRUE);
	if (message) {
		g_object_unref(message);
	}
	return true;
}
