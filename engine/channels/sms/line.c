/* What gateways need: the text for those that divide it themselves, and for SMPP each part as octets
 * with the header that joins them (3GPP TS 23.040 9.2.3.24.1; SMPP 3.4 5.2.12, 5.2.19). */
#include "channels/sms/line.h"

#include "base/hash.h"
#include "markup/json-write.h"

#define CODING_DEFAULT 0 /* SMPP data_coding: the SMSC's default alphabet */
#define CODING_UCS2    8

/* Numbers the parts of one message apart from those of others. It follows from the text: messages that
 * share text and number may be mixed without harm. */
static unsigned reference_of(eng_str text) {
	return eng_hash_of(text.s, text.n).bytes[0];
}

static void write_part(const eng_sms_line *line, eng_json_writer *json, eng_str text,
		       const char *header, eng_buf *hex) {
	eng_json_write_object(json);
	if (header) {
		eng_json_member_cstr(json, "udh", header);
	}
	eng_json_member_text(json, "text", text);
	eng_buf_clear(hex);
	eng_gsm7_hex(text, line->size.ucs2, hex);
	eng_json_member_text(json, "hex", eng_buf_view(hex));
	eng_json_write_object_end(json);
}

static void write_parts(const eng_sms_line *line, eng_json_writer *json) {
	unsigned reference = 0, number = 0, total = (unsigned)line->size.segments;
	eng_str rest = line->text, segment;
	eng_buf hex = { 0 };
	size_t units;

	if (total > 1) {
		reference = reference_of(line->text);
		eng_json_member_int(json, "reference", reference);
	}
	eng_json_member_array(json, "parts");
	if (total == 1) {
		write_part(line, json, line->text, NULL, &hex);
	}
	while (total > 1 && eng_gsm7_segment(&rest, line->size.ucs2, &segment, &units)) {
		char header[16];

		snprintf(header, sizeof(header), "050003%02x%02x%02x", reference, total & 0xff,
			 ++number & 0xff);
		write_part(line, json, segment, header, &hex);
	}
	eng_json_write_array_end(json);
	eng_buf_finish(&hex);
}

static void write_context(eng_json_writer *json, const eng_context *context) {
	eng_json_member_object(json, "context");
	eng_json_member_some(json, "id", context->id);
	eng_json_member_some(json, "journey", context->journey);
	eng_json_member_some(json, "stage", context->stage);
	eng_json_write_object_end(json);
}

static void write_blocks(eng_json_writer *json, const eng_sms_message *message) {
	eng_json_member_array(json, "blocks");
	for (size_t i = 0; i < message->count; i++) {
		const eng_sms_piece *piece = &message->pieces[i];

		if (piece->source == ENG_SMS_BLOCK) {
			eng_json_write_object(json);
			eng_json_member_text(json, "id", piece->node->as.block.block_id);
			eng_json_member_int(json, "version", piece->node->as.block.version);
			eng_json_write_object_end(json);
		}
	}
	eng_json_write_array_end(json);
}

void eng_sms_line_write(const eng_sms_line *line, eng_buf *out) {
	static const char *const senders[] = { "alphanumeric", "short-code", "number" };
	bool ucs2 = line->size.ucs2;
	eng_json_writer json;

	eng_json_write_init(&json, out, false);
	eng_json_write_object(&json);
	eng_json_member_int(&json, "ordinal", (int64_t)line->doc->ordinal);
	eng_json_member_text(&json, "to", line->to);
	eng_json_member_text(&json, "from", line->style->sender);
	eng_json_member_cstr(&json, "fromType", senders[line->style->sender_kind]);
	eng_json_member_some(&json, "purpose", line->doc->purpose);
	eng_json_member_text(&json, "text", line->text);
	eng_json_member_cstr(&json, "encoding", ucs2 ? "ucs2" : "gsm7");
	eng_json_member_int(&json, "dataCoding", ucs2 ? CODING_UCS2 : CODING_DEFAULT);
	eng_json_member_int(&json, "units", (int64_t)line->size.units);
	eng_json_member_int(&json, "segments", (int64_t)line->size.segments);
	write_parts(line, &json);
	write_context(&json, &line->doc->context);
	write_blocks(&json, line->message);
	eng_json_write_object_end(&json);
	eng_buf_char(out, '\n');
}
