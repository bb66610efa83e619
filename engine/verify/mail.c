/* Messages, taken apart by GMime: of multipart/alternative both the text and the HTML must carry the
 * locked words, since a mail program shows either. */
#include "verify/reader.h"

#include <gmime/gmime.h>
#include <string.h>

#include "base/utf8.h"
#include "verify/html.h"

#define PARTS_MAX 64

typedef struct parts {
	eng_arena *arena;
	eng_str texts[2]; /* text, html */
	int count[2];
} parts;

/* Bytes of a part that says it is UTF-8, to the first NUL; whether it is, is checked afterwards. */
static eng_str bytes_of(eng_arena *arena, GMimeTextPart *part) {
	GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(part));
	GMimeStream *stream = g_mime_stream_mem_new();
	eng_str copy = { 0 };

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
	copy = text ? eng_str_copy(arena, eng_str_from(text)) : (eng_str){ 0 };
	g_free(text);
	return copy;
}

static void take_part(parts *p, GMimeObject *object, int depth);

static void take_children(parts *p, GMimeMultipart *multipart, int depth) {
	int n = g_mime_multipart_get_count(multipart);

	for (int i = 0; i < n && i < PARTS_MAX; i++) {
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

	if (depth > 8) {
		return;
	}
	if (GMIME_IS_MULTIPART(object)) {
		take_children(p, GMIME_MULTIPART(object), depth);
	} else if (GMIME_IS_TEXT_PART(object) && !is_attached(object) &&
		   (html || g_mime_content_type_is_type(type, "text", "plain"))) {
		if (p->count[html]++ == 0) {
			p->texts[html] = content_of(p->arena, GMIME_TEXT_PART(object));
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

static void check_part(const parts *p, bool html, const eng_claim *claims, size_t n,
		       eng_findings *out) {
	static const char *const places[] = { "the text part", "the HTML part" };
	eng_surface surface = { .arena = p->arena,
				.part = html ? "html" : "text",
				.place = places[html] };

	if (p->count[html] != 1) {
		eng_findings_add(out, p->count[html] ? "verify.unreadable" : "verify.missing",
				 ENG_FINDING_ARTIFACT,
				 "the message has %d of %s, it should have one", p->count[html],
				 places[html]);
	} else if (eng_utf8_valid(p->texts[html]) != p->texts[html].n) {
		eng_findings_add(out, "verify.unreadable", ENG_FINDING_ARTIFACT,
				 "%s of the message is not UTF-8", places[html]);
	} else if (html) {
		eng_verify_html(&surface, p->texts[1], claims, n, out);
	} else {
		eng_surface_read_text(&surface, p->texts[0]);
		eng_surface_check(&surface, claims, n, out);
	}
}

bool eng_verify_mail(eng_arena *arena, eng_str bytes, const eng_claim *claims, size_t n,
		     eng_findings *out) {
	size_t before = out->n;
	GMimeMessage *message = parse(bytes);
	parts p = { .arena = arena };

	if (!message || !g_mime_message_get_mime_part(message)) {
		eng_findings_add(out, "verify.unreadable", ENG_FINDING_ARTIFACT,
				 "the message cannot be taken apart");
	} else {
		take_part(&p, g_mime_message_get_mime_part(message), 0);
		check_part(&p, true, claims, n, out);
		check_part(&p, false, claims, n, out);
	}
	if (message) {
		g_object_unref(message);
	}
	return out->n == before;
}
