/* One message as a line of an sms file: schemas/sms-1.schema.json, docs/sms.md. */
#ifndef ENG_CHANNELS_SMS_LINE_H
#define ENG_CHANNELS_SMS_LINE_H

#include "channels/sms/assemble.h"
#include "channels/sms/gsm7.h"

typedef struct eng_sms_line {
	const eng_document *doc;
	const eng_sms_style *style;
	const eng_sms_message *message;
	eng_str to, text; /* +digits; the whole message */
	eng_gsm7_size size;
} eng_sms_line;

/* Appends the line with its line feed. */
void eng_sms_line_write(const eng_sms_line *line, eng_buf *out);

#endif
