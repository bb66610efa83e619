/* multipart/mixed( multipart/related( multipart/alternative( text, html ), pictures ), files ); levels
 * with one child are left out. GMime encodes and folds; the order of everything is ours. */
#include "channels/email/message.h"

#include <gmime/gmime.h>

#include "channels/email/address.h"

void eng_message_init(void) {
	g_mime_init();
}

/* QP keeps mostly ASCII text readable and small; base64 is smaller for other scripts. */
static GMimeContentEncoding encoding_of(eng_str text) {
	size_t wide = 0;

	for (size_t i = 0; i < text.n; i++) {
		wide += (unsigned char)text.s[i] >= 0x80;
	}
	return wide > text.n / 6 ? GMIME_CONTENT_ENCODING_BASE64
				 : GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE;
}

static void set_content(GMimePart *part, eng_str bytes, GMimeContentEncoding encoding) {
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes.s, bytes.n);
	GMimeDataWrapper *content =
	    g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);

	g_mime_part_set_content(part, content);
	g_mime_part_set_content_encoding(part, encoding);
	g_object_unref(content);
	g_object_unref(stream);
}

static GMimeObject *text_part(const char *subtype, eng_str text) {
	GMimePart *part = g_mime_part_new_with_type("text", subtype);

	g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), "charset", "utf-8");
	set_content(part, text, encoding_of(text));
	return GMIME_OBJECT(part);
}

/* UTF-8 also where an older character set would do: one form, whatever the name. */
static void set_file_name(GMimeObject *part, const char *name) {
	GMimeParamList *list;
	GMimeParam *param;

	g_mime_object_set_content_disposition_parameter(part, "filename", name);
	list =
	    g_mime_content_disposition_get_parameters(g_mime_object_get_content_disposition(part));
	param = g_mime_param_list_get_parameter(list, "filename");
	if (param) {
		g_mime_param_set_charset(param, "utf-8");
	}
}

static GMimeObject *file_part(eng_arena *arena, eng_str mime, eng_str name, eng_str bytes,
			      const char *disposition, const char *id) {
	size_t slash = eng_str_index(mime, ENG_STR("/"));
	bool known = slash > 0 && slash + 1 < mime.n;
	eng_str type = eng_str_sub(mime, 0, slash), sub = eng_str_sub(mime, slash + 1, mime.n);
	GMimePart *part =
	    g_mime_part_new_with_type(known ? eng_str_dup(arena, type) : "application",
				      known ? eng_str_dup(arena, sub) : "octet-stream");

	g_mime_object_set_disposition(GMIME_OBJECT(part), disposition);
	set_file_name(GMIME_OBJECT(part), eng_str_dup(arena, name));
	if (id) {
		g_mime_part_set_content_id(part, id);
	}
	set_content(part, bytes, GMIME_CONTENT_ENCODING_BASE64);
	return GMIME_OBJECT(part);
}

static GMimeMultipart *multipart(eng_arena *arena, const char *subtype, eng_str seed, int level) {
	GMimeMultipart *m = g_mime_multipart_new_with_subtype(subtype);

	g_mime_multipart_set_boundary(
	    m, eng_arena_printf(arena, "=_%.*s_%d", ENG_STR_ARG(seed), level));
	return m;
}

static void add(GMimeMultipart *multipart_, GMimeObject *part) {
	g_mime_multipart_add(multipart_, part);
	g_object_unref(part);
}

static GMimeObject *body_of(eng_arena *arena, const eng_message *m) {
	GMimeMultipart *alternative = multipart(arena, "alternative", m->seed, 3), *outer;
	GMimeObject *body = GMIME_OBJECT(alternative);

	add(alternative, text_part("plain", m->text));
	add(alternative, text_part("html", m->html));
	if (m->picture_count) {
		outer = multipart(arena, "related", m->seed, 2);
		g_mime_object_set_content_type_parameter(GMIME_OBJECT(outer), "type",
							 "multipart/alternative");
		add(outer, body);
		for (size_t i = 0; i < m->picture_count; i++) {
			const eng_picture *p = m->pictures[i];

			add(outer, file_part(arena, eng_str_from(p->mime), p->name, p->bytes,
					     "inline", eng_str_dup(arena, p->id)));
		}
		body = GMIME_OBJECT(outer);
	}
	if (m->file_count) {
		outer = multipart(arena, "mixed", m->seed, 1);
		add(outer, body);
		for (size_t i = 0; i < m->file_count; i++) {
			add(outer, file_part(arena, m->files[i].mime, m->files[i].name,
					     m->files[i].bytes, "attachment", NULL));
		}
		body = GMIME_OBJECT(outer);
	}
	return body;
}

/* RFC 5322 3.3; a date without time is midnight, without offset UTC. */
static const char *date_text(eng_arena *arena, eng_date d) {
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
					      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	int offset = d.has_time && d.offset != ENG_DATE_UNZONED ? d.offset : 0;
	int minutes = offset < 0 ? -offset : offset;

	return eng_arena_printf(arena, "%s, %02d %s %04d %02d:%02d:%02d %c%02d%02d",
				days[eng_date_weekday(d) - 1], d.day, months[d.month - 1],
				(int)d.year, d.has_time ? d.hour : 0, d.has_time ? d.minute : 0,
				d.has_time ? d.second : 0, offset < 0 ? '-' : '+', minutes / 60,
				minutes % 60);
}

static void add_mailbox(eng_arena *arena, InternetAddressList *list, eng_str name,
			eng_str address) {
	InternetAddress *mailbox = internet_address_mailbox_new(
	    name.n ? eng_str_dup(arena, eng_address_words(arena, name)) : NULL,
	    eng_str_dup(arena, address));

	internet_address_set_charset(mailbox, "utf-8");
	internet_address_list_add(list, mailbox);
	g_object_unref(mailbox);
}

static void set_head(eng_arena *arena, GMimeMessage *message, const eng_message *m) {
	GMimeObject *object = GMIME_OBJECT(message);

	add_mailbox(arena, g_mime_message_get_from(message), m->from_name, m->from);
	add_mailbox(arena, g_mime_message_get_to(message), m->to_name, m->to);
	if (m->reply_to.n) {
		add_mailbox(arena, g_mime_message_get_reply_to(message), (eng_str){ 0 },
			    m->reply_to);
	}
	g_mime_message_set_subject(
	    message, eng_str_dup(arena, eng_address_words(arena, m->subject)), "utf-8");
	g_mime_object_set_header(object, "Date", date_text(arena, m->date), "utf-8");
	g_mime_message_set_message_id(message, eng_str_dup(arena, m->id));
	if (m->language.n) {
		g_mime_object_set_header(object, "Content-Language",
					 eng_str_dup(arena, m->language), "utf-8");
	}
	for (size_t i = 0; i < m->header_count; i++) {
		if (m->headers[i].value.n) {
			g_mime_object_set_header(
			    object, m->headers[i].name,
			    eng_str_dup(arena, eng_address_words(arena, m->headers[i].value)),
			    "utf-8");
		}
	}
}

/* No line begins with "From ", which mail folders take for the next message: only quoted-printable text
 * can have one, where the word is encoded and the line parted behind it, so that it stays below 76. */
static void add_armored(eng_buf *out, eng_str bytes) {
	const char *end = bytes.s + bytes.n, *from = bytes.s, *at = from;

	while ((at = memchr(at, '\n', (size_t)(end - at)))) {
		at++;
		if (end - at > 5 && memcmp(at, "From ", 5) == 0) {
			eng_buf_add(out, from, (size_t)(at - from));
			eng_buf_cstr(out, "=46rom=\r\n");
			from = at + 4;
		}
	}
	eng_buf_add(out, from, (size_t)(end - from));
}

void eng_message_write(eng_arena *arena, const eng_message *m, eng_buf *out) {
	GMimeMessage *message = g_mime_message_new(FALSE);
	GMimeFormatOptions *options = g_mime_format_options_new();
	GMimeStream *stream = g_mime_stream_mem_new();
	GMimeObject *body = body_of(arena, m);
	GByteArray *bytes;

	set_head(arena, message, m);
	g_mime_message_set_mime_part(message, body);
	g_mime_format_options_set_newline_format(options, GMIME_NEWLINE_FORMAT_DOS);
	g_mime_object_write_to_stream(GMIME_OBJECT(message), options, stream);
	bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	add_armored(out, (eng_str){ (const char *)bytes->data, bytes->len });
	g_object_unref(body);
	g_object_unref(message);
	g_object_unref(stream);
	g_mime_format_options_free(options);
}
