/* multipart/mixed( multipart/related( multipart/alternative( text, html ), pictures ), files ); levels
 * with one child are left out. GMime encodes words, names and parameters and folds headers; the frame
 * around and the content, encoded once, are written here in one pass. */
#include "channels/email/message.h"

#include <gmime/gmime.h>

#include "base/scan.h"
#include "channels/email/encode.h"
#include "channels/email/header.h"

void eng_message_init(void) {
	g_mime_init();
}

static void text_head(eng_buf *out, const char *subtype, const char *encoding) {
	eng_buf_cstr(out, "Content-Type: text/");
	eng_buf_cstr(out, subtype);
	eng_buf_cstr(out, "; charset=utf-8\r\nContent-Transfer-Encoding: ");
	eng_buf_cstr(out, encoding);
	eng_buf_cstr(out, "\r\n\r\n");
}

/* QP keeps mostly ASCII text readable and small; base64 is smaller for other scripts. */
static void text_part(eng_buf *out, const char *subtype, eng_str text) {
	if (eng_scan_count_wide(text.s, text.n) > text.n / 6) {
		text_head(out, subtype, "base64");
		eng_encode_base64_text(out, text);
	} else {
		text_head(out, subtype, "quoted-printable");
		eng_encode_quoted(out, text);
	}
}

/* A picture's name and type are the engine's own words: nothing to encode. */
static void picture_part(eng_buf *out, const eng_picture *p) {
	eng_buf_cstr(out, "Content-Type: ");
	eng_buf_cstr(out, p->mime);
	eng_buf_cstr(out, "\r\nContent-Disposition: inline; filename=\"");
	eng_buf_str(out, p->name);
	eng_buf_cstr(out, "\"\r\nContent-ID: <");
	eng_buf_str(out, p->id);
	eng_buf_cstr(out, ">\r\nContent-Transfer-Encoding: base64\r\n\r\n");
	eng_buf_str(out, p->encoded);
	eng_encode_base64(out, p->bytes);
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

static void file_part(eng_arena *arena, GMimeFormatOptions *options, eng_buf *out,
		      const eng_message_file *file) {
	size_t slash = eng_str_index(file->mime, ENG_STR("/"));
	bool known = slash > 0 && slash + 1 < file->mime.n;
	GMimePart *part = g_mime_part_new_with_type(
	    known ? eng_str_dup(arena, eng_str_sub(file->mime, 0, slash)) : "application",
	    known ? eng_str_dup(arena, eng_str_sub(file->mime, slash + 1, file->mime.n))
		  : "octet-stream");
	char *headers;

	g_mime_object_set_disposition(GMIME_OBJECT(part), "attachment");
	set_file_name(GMIME_OBJECT(part), eng_str_dup(arena, file->name));
	g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_BASE64);
	headers = g_mime_object_get_headers(GMIME_OBJECT(part), options);
	eng_buf_cstr(out, headers);
	eng_buf_cstr(out, "\r\n");
	eng_encode_base64(out, file->bytes);
	g_free(headers);
	g_object_unref(part);
}

typedef enum level { MIXED = 1, RELATED, ALTERNATIVE } level;

/* "=_", the seed, and which of the multiparts it is of. */
static void boundary_name(eng_buf *out, const eng_message *m, level which) {
	eng_buf_cstr(out, "=_");
	eng_buf_str(out, m->seed);
	eng_buf_char(out, '_');
	eng_buf_char(out, (char)('0' + which));
}

static void multipart_open(eng_buf *out, const eng_message *m, level which) {
	static const char *const types[] = { [MIXED] = "mixed",
					     [RELATED] = "related; type=\"multipart/alternative\"",
					     [ALTERNATIVE] = "alternative" };

	eng_buf_cstr(out, "Content-Type: multipart/");
	eng_buf_cstr(out, types[which]);
	eng_buf_cstr(out, ";\r\n\tboundary=\"");
	boundary_name(out, m, which);
	eng_buf_cstr(out, "\"\r\n\r\n");
}

/* The line before a part, or, as "--", behind the last. */
static void boundary(eng_buf *out, const eng_message *m, level which, const char *end) {
	/* The line end before it belongs to it (RFC 2046 5.1.1). */
	eng_buf_cstr(out, "\r\n--");
	boundary_name(out, m, which);
	eng_buf_cstr(out, end);
	eng_buf_cstr(out, "\r\n");
}

static void alternative(eng_buf *out, const eng_message *m) {
	multipart_open(out, m, ALTERNATIVE);
	boundary(out, m, ALTERNATIVE, "");
	text_part(out, "plain", m->text);
	boundary(out, m, ALTERNATIVE, "");
	text_part(out, "html", m->html);
	boundary(out, m, ALTERNATIVE, "--");
}

static void related(eng_buf *out, const eng_message *m) {
	if (m->picture_count == 0) {
		alternative(out, m);
		return;
	}
	multipart_open(out, m, RELATED);
	boundary(out, m, RELATED, "");
	alternative(out, m);
	for (size_t i = 0; i < m->picture_count; i++) {
		boundary(out, m, RELATED, "");
		picture_part(out, m->pictures[i]);
	}
	boundary(out, m, RELATED, "--");
}

static void mixed(eng_arena *arena, GMimeFormatOptions *options, eng_buf *out,
		  const eng_message *m) {
	if (m->file_count == 0) {
		related(out, m);
		return;
	}
	multipart_open(out, m, MIXED);
	boundary(out, m, MIXED, "");
	related(out, m);
	for (size_t i = 0; i < m->file_count; i++) {
		boundary(out, m, MIXED, "");
		file_part(arena, options, out, &m->files[i]);
	}
	boundary(out, m, MIXED, "--");
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

static void head(eng_arena *arena, eng_buf *out, const eng_message *m) {
	eng_header_mailbox(out, arena, "From", m->from_name, m->from);
	eng_header_mailbox(out, arena, "To", m->to_name, m->to);
	if (m->reply_to.n) {
		eng_header_mailbox(out, arena, "Reply-To", (eng_str){ 0 }, m->reply_to);
	}
	eng_header_text(out, arena, "Subject", m->subject);
	eng_header_text(out, arena, "Date", eng_str_from(date_text(arena, m->date)));
	eng_buf_printf(out, "Message-Id: <%.*s>\r\n", ENG_STR_ARG(m->id));
	if (m->language.n) {
		eng_header_text(out, arena, "Content-Language", m->language);
	}
	for (size_t i = 0; i < m->header_count; i++) {
		if (m->headers[i].value.n) {
			eng_header_text(out, arena, m->headers[i].name, m->headers[i].value);
		}
	}
}

/* Never folded: some readers take the space for a part of the address. */
static void list_headers(eng_buf *out, const eng_message *m) {
	if (m->unsubscribe.n) {
		eng_buf_printf(out, "List-Unsubscribe: <%.*s>\r\n", ENG_STR_ARG(m->unsubscribe));
	}
	if (m->unsubscribe.n && m->one_click) {
		eng_buf_cstr(out, "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
	}
}

void eng_message_write(eng_arena *arena, const eng_message *m, eng_buf *out) {
	GMimeFormatOptions *options = g_mime_format_options_new();

	g_mime_format_options_set_newline_format(options, GMIME_NEWLINE_FORMAT_DOS);
	head(arena, out, m);
	list_headers(out, m);
	eng_buf_cstr(out, "MIME-Version: 1.0\r\n");
	mixed(arena, options, out, m);
	g_mime_format_options_free(options);
}
