/* One RFC 5322 message of MIME parts. GMime encodes names, words and headers; the frame and the bodies are
 * written here, as GMime would (tests/unit/test_mime.c). All that MIME tools draw from the clock or from luck is
 * given: Date, Message-ID and boundaries. */
#ifndef ENG_CHANNELS_EMAIL_MESSAGE_H
#define ENG_CHANNELS_EMAIL_MESSAGE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/diag.h"
#include "channels/email/pictures.h"

typedef struct eng_message_header {
	const char *name;
	eng_str value; /* one line of UTF-8 without controls; left out when empty */
} eng_message_header;

typedef struct eng_message_file {
	eng_str name, mime, bytes;
} eng_message_file;

typedef struct eng_message {
	eng_str from_name, from, reply_to, to_name, to; /* addresses checked */
	eng_str subject, language;
	eng_str unsubscribe; /* address of at most 900 bytes, or empty */
	bool one_click;
	eng_date date;
	eng_str id;   /* without brackets */
	eng_str seed; /* ASCII token that boundaries are made of */
	const eng_message_header *headers;
	size_t header_count;
	eng_str text, html;
	const eng_picture *const *pictures;
	size_t picture_count;
	const eng_message_file *files;
	size_t file_count;
} eng_message;

/* Must be called once per process before eng_message_write. */
void eng_message_init(void);
/* Appends the message with CRLF line ends. */
void eng_message_write(eng_arena *arena, const eng_message *message, eng_buf *out);

#endif
