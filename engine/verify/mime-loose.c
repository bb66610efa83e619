/* Messages as GMime reads them, which is as forgiving as mail programs. */
#include <gmime/gmime.h>
#include <string.h>

#include "verify/mime.h"

typedef struct parts {
	eng_arena *arena;
	eng_mime_texts *out;
} parts;

/* Bytes of a part that says it is UTF-8, to the first NUL; whether it is, is checked afterwards. */
static eng_str bytes_of(eng_arena *arena, GMimeTextPart *part) {
	GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(part));
	GMimeStream *stream = g_mime_stream_mem_new();
	eng_str copy = { "", 0 };

	if (content && g_mime_data_wrapper_write_to_stream(content, stream) >= 0) {
		GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));

		copy = eng_str_copy(arena, (eng_str){ (const char *)bytes->data, bytes->len });
		copy.n = strlen(copy.s);
	}
	g_object_unref(stream);
	return copy;
}

static eng_str content_of(eng_arena *arena, GMimeTextPart *part) {
	const char *charset = g_mime_text_part_get_charset(part);
	char *text;
	eng_str copy;

	if (charset && g_ascii_strcasecmp(charset, "utf-8") == 0) {
		return bytes_of(arena, part);
	}
	text = g_mime_text_part_get_text(part);
	copy = text ? eng_str_copy(arena, eng_str_from(text)) : (eng_str){ "", 0 };
	g_free(text);
	return copy;
}

static void take_part(parts *p, GMimeObject *object, int depth);

static void take_children(parts *p, GMimeMultipart *multipart, int depth) {
	int n = g_mime_multipart_get_count(multipart);

	for (int i = 0; i < n && i < ENG_MIME_PARTS; i++) {
		take_part(p, g_mime_multipart_get_part(multipart, i), depth + 1);
	}
}

static bool is_attached(GMimeObject *object) {
	const char *how = g_mime_object_get_disposition(object);

	return how && g_ascii_strcasecmp(how, "attachment") == 0;
}

static void take_part(parts *p, GMimeObject *object, int depth) {
	GMimeContentType *type = g_mime_object_get_content_type(object);
	bool html = g_mime_content_type_is_type(type, "text", "html");

	if (depth > ENG_MIME_DEPTH) {
		return;
	}
	if (GMIME_IS_MULTIPART(object)) {
		take_children(p, GMIME_MULTIPART(object), depth);
	} else if (GMIME_IS_TEXT_PART(object) && !is_attached(object) &&
		   (html || g_mime_content_type_is_type(type, "text", "plain"))) {
		if (p->out->count[html]++ == 0) {
			p->out->texts[html] = content_of(p->arena, GMIME_TEXT_PART(object));
		}
	}
}

static GMimeMessage *parse(eng_str bytes) {
	GMimeStream *stream;
	GMimeParser *parser;
	GMimeMessage *message;

	g_mime_init();
	stream = g_mime_stream_mem_new_with_buffer(bytes.s, bytes.n);
	parser = g_mime_parser_new_with_stream(stream);
	message = g_mime_parser_construct_message(parser, NULL);
	g_object_unref(parser);
	g_object_unref(stream);
	return message;
}

bool eng_mime_read_loose(eng_arena *arena, eng_str bytes, eng_mime_texts *out) {
	GMimeMessage *message = parse(bytes);
	parts p = { .arena = arena, .out = out };
	bool ok = message && g_mime_message_get_mime_part(message);

	*out = (eng_mime_texts){ 0 };
	if (ok) {
		take_part(&p, g_mime_message_get_mime_part(message), 0);
	}
	if (message) {
		g_object_unref(message);
	}
	return ok;
}
