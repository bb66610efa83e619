/* Messages as GMime reads them, and as GMime would write them: the frame that the engine writes is the one that
 * GMime makes of the same parts, and nothing in a part is lost. RFC 2045, 2046, 2183, 2387. */
#include <gmime/gmime.h>

#include "channels/email/encode.h"
#include "channels/email/message.h"
#include "unit.h"

static eng_arena arena;

static GMimeMessage *parsed(eng_str bytes) {
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes.s, bytes.n);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);

	g_object_unref(parser);
	g_object_unref(stream);
	CHECK(message != NULL);
	return message;
}

/* Decoded, line ends of text as LF. */
static eng_str content_of(GMimePart *part) {
	GMimeStream *stream = g_mime_stream_mem_new();
	GByteArray *bytes;
	eng_buf out = { 0 };
	eng_str copy;

	g_mime_data_wrapper_write_to_stream(g_mime_part_get_content(part), stream);
	bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	for (guint i = 0; i < bytes->len; i++) {
		if (bytes->data[i] != '\r' || !GMIME_IS_TEXT_PART(part)) {
			eng_buf_char(&out, (char)bytes->data[i]);
		}
	}
	copy = eng_str_copy(&arena, eng_buf_view(&out));
	eng_buf_finish(&out);
	g_object_unref(stream);
	return copy;
}

static const char *or_none(const char *s) {
	return s ? s : "-";
}

/* A line for each part, further in for each level: type, id, disposition, name, bytes and their sum. */
static void describe(eng_buf *out, GMimeObject *object, int depth) {
	char *type = g_mime_content_type_get_mime_type(g_mime_object_get_content_type(object));

	eng_buf_printf(out, "%*s%s %s %s", depth * 2, "", type,
		       or_none(g_mime_object_get_content_id(object)),
		       or_none(g_mime_object_get_disposition(object)));
	g_free(type);
	if (GMIME_IS_MULTIPART(object)) {
		GMimeMultipart *parts = GMIME_MULTIPART(object);

		eng_buf_printf(out, " %s\n",
			       or_none(g_mime_object_get_content_type_parameter(object, "type")));
		for (int i = 0; i < g_mime_multipart_get_count(parts); i++) {
			describe(out, g_mime_multipart_get_part(parts, i), depth + 1);
		}
	} else {
		eng_str content = content_of(GMIME_PART(object));
		guint sum = 0;

		for (size_t i = 0; i < content.n; i++) {
			sum = sum * 31 + (unsigned char)content.s[i];
		}
		eng_buf_printf(out, " %s %s %zu %u\n",
			       or_none(g_mime_part_get_filename(GMIME_PART(object))),
			       or_none(g_mime_object_get_content_type_parameter(object, "charset")),
			       content.n, sum);
	}
}

static void describe_head(eng_buf *out, GMimeMessage *m) {
	char *from = internet_address_list_to_string(g_mime_message_get_from(m), NULL, FALSE);
	char *to = internet_address_list_to_string(g_mime_message_get_to(m), NULL, FALSE);
	char *date = g_date_time_format_iso8601(g_mime_message_get_date(m));

	eng_buf_printf(out, "%s\n%s\n%s\n%s\n%s\n", from, to, g_mime_message_get_subject(m),
		       g_mime_message_get_message_id(m), date);
	g_free(from);
	g_free(to);
	g_free(date);
}

static eng_str described(GMimeMessage *m) {
	eng_buf out = { 0 };
	eng_str copy;

	describe_head(&out, m);
	describe(&out, g_mime_message_get_mime_part(m), 0);
	copy = eng_str_copy(&arena, eng_buf_view(&out));
	eng_buf_finish(&out);
	return copy;
}

/* ---- the same message by GMime alone ---- */

static GMimeObject *part_of(const char *type, const char *subtype, eng_str bytes,
			    GMimeContentEncoding encoding) {
	bool text = strcmp(type, "text") == 0;
	GMimePart *part = text ? GMIME_PART(g_mime_text_part_new_with_subtype(subtype))
			       : g_mime_part_new_with_type(type, subtype);
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes.s, bytes.n);
	GMimeDataWrapper *content =
	    g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);

	g_mime_part_set_content(part, content);
	g_mime_part_set_content_encoding(part, encoding);
	if (text) {
		g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), "charset", "utf-8");
	}
	g_object_unref(content);
	g_object_unref(stream);
	return GMIME_OBJECT(part);
}

static void add(GMimeMultipart *to, GMimeObject *part) {
	g_mime_multipart_add(to, part);
	g_object_unref(part);
}

static GMimeObject *body_of(const eng_message *m) {
	GMimeMultipart *both = g_mime_multipart_new_with_subtype("alternative"), *all = both;

	add(both, part_of("text", "plain", m->text, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE));
	add(both, part_of("text", "html", m->html, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE));
	if (m->picture_count) {
		all = g_mime_multipart_new_with_subtype("related");
		g_mime_object_set_content_type_parameter(GMIME_OBJECT(all), "type",
							 "multipart/alternative");
		add(all, GMIME_OBJECT(both));
	}
	for (size_t i = 0; i < m->picture_count; i++) {
		const eng_picture *p = m->pictures[i];
		GMimeObject *part =
		    part_of("image", "png", p->bytes, GMIME_CONTENT_ENCODING_BASE64);

		g_mime_object_set_disposition(part, "inline");
		g_mime_part_set_filename(GMIME_PART(part), eng_str_dup(&arena, p->name));
		g_mime_object_set_content_id(part, eng_str_dup(&arena, p->id));
		add(all, part);
	}
	if (m->file_count) {
		both = all;
		all = g_mime_multipart_new_with_subtype("mixed");
		add(all, GMIME_OBJECT(both));
	}
	for (size_t i = 0; i < m->file_count; i++) {
		GMimeObject *part =
		    part_of("application", "pdf", m->files[i].bytes, GMIME_CONTENT_ENCODING_BASE64);

		g_mime_object_set_disposition(part, "attachment");
		g_mime_part_set_filename(GMIME_PART(part), eng_str_dup(&arena, m->files[i].name));
		add(all, part);
	}
	return GMIME_OBJECT(all);
}

static void add_mailbox(InternetAddressList *list, eng_str name, eng_str address) {
	InternetAddress *mailbox =
	    internet_address_mailbox_new(eng_str_dup(&arena, name), eng_str_dup(&arena, address));

	internet_address_list_add(list, mailbox);
	g_object_unref(mailbox);
}

static eng_str by_gmime(const eng_message *m) {
	GMimeFormatOptions *options = g_mime_format_options_new();
	GMimeMessage *message = g_mime_message_new(TRUE);
	GMimeObject *body = body_of(m);
	GDateTime *date = g_date_time_new_from_iso8601("2026-11-01T06:00:00+01", NULL);
	char *written;
	eng_str copy;

	g_mime_format_options_set_newline_format(options, GMIME_NEWLINE_FORMAT_DOS);
	add_mailbox(g_mime_message_get_from(message), m->from_name, m->from);
	add_mailbox(g_mime_message_get_to(message), m->to_name, m->to);
	g_mime_message_set_subject(message, eng_str_dup(&arena, m->subject), "utf-8");
	g_mime_message_set_message_id(message, eng_str_dup(&arena, m->id));
	g_mime_message_set_date(message, date);
	g_mime_message_set_mime_part(message, body);
	written = g_mime_object_to_string(GMIME_OBJECT(message), options);
	copy = eng_str_copy(&arena, eng_str_from(written));
	g_free(written);
	g_date_time_unref(date);
	g_object_unref(body);
	g_object_unref(message);
	g_mime_format_options_free(options);
	return copy;
}

/* ---- checks ---- */

/* No road cuts, strips or doubles anything: RFC 5322 2.1.1, RFC 2045 6.7, RFC 5321 4.5.2. */
static void check_lines(eng_str bytes) {
	eng_str line;
	bool sound = true;

	while (eng_str_split(&bytes, '\n', &line)) {
		size_t n = line.n && line.s[line.n - 1] == '\r' ? line.n - 1 : line.n;

		/* GMime folds headers a little later. */
		sound &= n <= (line.n && line.s[0] == '\t' ? 78 : 76) &&
			 (n == line.n) == !bytes.s && (n == 0 || line.s[n - 1] != ' ') &&
			 !eng_str_starts(line, ".") && !eng_str_starts(line, "From ");
	}
	CHECK(sound);
}

static void check(const eng_message *m) {
	eng_buf out = { 0 };
	GMimeMessage *ours, *theirs;
	eng_str told;

	eng_message_write(&arena, m, &out);
	check_lines(eng_buf_view(&out));
	ours = parsed(eng_buf_view(&out));
	theirs = parsed(by_gmime(m));
	if (ours && theirs) {
		told = described(ours);
		CHECK_STR(told, described(theirs).s);
		CHECK_HAS(told, eng_str_dup(&arena, m->subject));
		CHECK_HAS(told, eng_str_dup(&arena, m->to));
	}
	g_clear_object(&ours);
	g_clear_object(&theirs);
	eng_buf_finish(&out);
}

/* Bytes of all kinds, and of lengths around the line of base64. */
static eng_str bytes_of(size_t n) {
	char *s = eng_arena_alloc(&arena, n + 1);

	for (size_t i = 0; i < n; i++) {
		s[i] = (char)(i * 167 + i / 7);
	}
	return (eng_str){ s, n };
}

static const char *const texts[] = {
	"Short.\n",
	"",
	"Without a line end",
	"Dots\n.\n..\nFrom here\n.From\nspaces   \n \n\n\ntabs\t\n=\n=3D\n--=_seed_3\n",
	"A line that is as long as a line of a message may be, or a little more 7890\n"
	"A line that is as long as a line of a message may be, or a little more 78901\n"
	"A line that is as long as a line of a message may be, or a little more 78=0\n"
	"A line that is cut where a dot would begin the next, as that of From would. .From\n",
	"\xd8\xa7\xd9\x84\xd8\xb1\xd8\xb5\xd9\x8a\xd8\xaf \xd8\xa7\xd9\x84\xd8\xae\xd8\xaa\xd8\xa7"
	"\xd9\x85\xd9\x8a\n\xd9\x85\xd8\xb1\xd8\xad\xd8\xa8\xd8\xa7\n",
	"\xe2\x82\xac 4,054.94 \xe2\x80\x93 caf\xc3\xa9 \xf0\x9f\x98\x80 and more words that are "
	"mostly ASCII, "
	"which is written as it is and cut where a line of the message ends, wherever that may "
	"be\n",
};

static const char *const names[] = {
	"statement.pdf", "a b; c=\"d\".pdf", "Kontoauszug \xc3\x84.pdf",
	("\xe8\xab\x8b\xe6\xb1\x82\xe6\x9b\xb8 \xe8\xab\x8b\xe6\xb1\x82\xe6\x9b\xb8 "
	 "\xe8\xab\x8b\xe6\xb1\x82\xe6\x9b\xb8 \xe8\xab\x8b\xe6\xb1\x82\xe6\x9b\xb8.pdf")
};

static const char *const people[] = { "Ada Lovelace", "Bank, Ltd.", "J\xc3\xb6rg \"M\xc3\xbcller\"",
				      "\xe6\x9d\xb1\xe4\xba\xac", "O'Neill (Ann)" };

enum {
	TEXTS = sizeof(texts) / sizeof(texts[0]),
	NAMES = sizeof(names) / sizeof(names[0]),
	PEOPLE = sizeof(people) / sizeof(people[0])
};

/* pictures and files: how many. */
static void check_text(size_t index, size_t pictures, size_t files) {
	eng_picture items[2] = { { .mime = "image/png" }, { .mime = "image/png" } };
	const eng_picture *shown[2] = { &items[0], &items[1] };
	eng_message_file attached[2];
	eng_message m = { .from_name = ENG_STR("Meridian Bank"),
			  .from = ENG_STR("service@meridian.example"),
			  .to_name = eng_str_from(people[index % PEOPLE]),
			  .to = ENG_STR("someone.else@customer.example"),
			  .subject = eng_str_from(people[(index + 1) % PEOPLE]),
			  .date = { 2026, 11, 1, true, 6, 0, 0, 0, 60 },
			  .id = ENG_STR("0123456789abcdef@meridian.example"),
			  .seed = ENG_STR("seed"),
			  .text = eng_str_from(texts[index]),
			  .html = eng_str_from(texts[(index + 3) % TEXTS]),
			  .pictures = shown,
			  .picture_count = pictures,
			  .files = attached,
			  .file_count = files };

	for (size_t i = 0; i < 2; i++) {
		items[i].id = eng_str_printf(&arena, "seed.%zu@meridian.example", i + 1);
		items[i].name = eng_str_printf(&arena, "chart-%zu.png", i + 1);
		items[i].bytes = bytes_of(55 + index + i * 57);
		attached[i] = (eng_message_file){ eng_str_from(names[(index + i) % NAMES]),
						  ENG_STR("application/pdf"),
						  bytes_of(i ? 0 : 1000 + index) };
	}
	check(&m);
}

int main(void) {
	eng_message_init();
	for (size_t i = 0; i < TEXTS; i++) {
		for (size_t k = 0; k < 9; k++) {
			check_text(i, k % 3, k / 3);
		}
	}
	eng_arena_finish(&arena);
	return unit_done();
}
