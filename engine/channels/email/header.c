/* GMime makes a message of the one field and writes it, which takes as long as all the rest of a message:
 * it is asked only where it has something to do. */
#include "channels/email/header.h"

#include <gmime/gmime.h>

#include "base/scan.h"
#include "channels/email/address.h"

enum { LINE = 72 /* columns that are never folded */ };

/* Printable ASCII with single spaces inside, nothing that looks like an encoded word. */
static bool is_plain(eng_str text) {
	char last = ' ';

	for (size_t i = 0; i < text.n; i++) {
		char c = text.s[i];

		if (c < 0x20 || c > 0x7e || (c == ' ' && last == ' ') ||
		    (c == '?' && last == '=')) {
			return false;
		}
		last = c;
	}
	return last != ' ';
}

static void plain_line(eng_buf *out, const char *name, eng_str text) {
	eng_buf_cstr(out, name);
	eng_buf_cstr(out, ": ");
	eng_buf_str(out, text);
	eng_buf_cstr(out, "\r\n");
}

static void write_headers(eng_buf *out, GMimeMessage *message) {
	GMimeFormatOptions *options = g_mime_format_options_new();
	char *headers;

	g_mime_format_options_set_newline_format(options, GMIME_NEWLINE_FORMAT_DOS);
	headers = g_mime_object_get_headers(GMIME_OBJECT(message), options);
	eng_buf_cstr(out, headers);
	g_free(headers);
	g_mime_format_options_free(options);
	g_object_unref(message);
}

void eng_header_text(eng_buf *out, eng_arena *arena, const char *name, eng_str text) {
	GMimeMessage *message;
	const char *words;

	if (text.n + strlen(name) < LINE && is_plain(text)) {
		plain_line(out, name, text);
		return;
	}
	message = g_mime_message_new(FALSE);
	words = eng_str_dup(arena, eng_address_words(arena, text));
	if (strcmp(name, "Subject") == 0) {
		g_mime_message_set_subject(message, words, "utf-8");
	} else {
		g_mime_object_set_header(GMIME_OBJECT(message), name, words, "utf-8");
	}
	write_headers(out, message);
}

static InternetAddressList *list_of(GMimeMessage *message, const char *name) {
	return strcmp(name, "From") == 0 ? g_mime_message_get_from(message)
	       : strcmp(name, "To") == 0 ? g_mime_message_get_to(message)
					 : g_mime_message_get_reply_to(message);
}

/* An address that is not ASCII, which GMime would encode. A name that is too long for a line has one for each
 * encoded word. */
static void wide_mailbox(eng_buf *out, eng_arena *arena, const char *name, const char *phrase,
			 eng_str display, eng_str address) {
	bool fits = strlen(name) + strlen(phrase) + address.n < LINE - 6;
	eng_str words = strlen(phrase) < LINE - 6 ? eng_str_from(phrase)
						  : eng_address_encoded(arena, display, "\r\n ");

	eng_buf_printf(out, "%s: %.*s%s<%.*s>\r\n", name, ENG_STR_ARG(words), fits ? " " : "\r\n ",
		       ENG_STR_ARG(address));
}

void eng_header_mailbox(eng_buf *out, eng_arena *arena, const char *name, eng_str display,
			eng_str address) {
	const char *words =
	    display.n ? eng_str_dup(arena, eng_address_words(arena, display)) : NULL;
	char *phrase = words ? g_mime_utils_header_encode_phrase(NULL, words, "utf-8") : NULL;
	size_t width = strlen(name) + address.n + (phrase ? strlen(phrase) : 0);
	bool ascii = eng_scan_ascii(address.s, address.n) == address.n;

	if (phrase && !ascii) {
		wide_mailbox(out, arena, name, phrase, display, address);
	} else if (width < LINE - 6 || !ascii) {
		plain_line(out, name,
			   phrase ? eng_str_printf(arena, "%s <%.*s>", phrase, ENG_STR_ARG(address))
				  : address);
	} else {
		GMimeMessage *message = g_mime_message_new(FALSE);
		InternetAddress *mailbox =
		    internet_address_mailbox_new(words, eng_str_dup(arena, address));

		internet_address_set_charset(mailbox, "utf-8");
		internet_address_list_add(list_of(message, name), mailbox);
		g_object_unref(mailbox);
		write_headers(out, message);
	}
	g_free(phrase);
}
