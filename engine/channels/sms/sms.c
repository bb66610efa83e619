/* The sms channel: one NDJSON line for each recipient, ready for a gateway. Knows who may be written to
 * (E.164) and how much; what is said is assembled in assemble.c, made to fit the alphabet in smart.c and
 * divided in gsm7.c. A text that is too long is an error, never cut. */
#include "base/utf8.h"
#include "channels/channel.h"
#include "channels/sms/assemble.h"
#include "channels/sms/line.h"
#include "channels/sms/smart.h"

#define DIGITS_MAX 15 /* ITU-T E.164 */
#define DIGITS_MIN 7

struct eng_desk {
	eng_smart *smart; /* NULL: the theme lets the text as it is */
};

static eng_desk *desk_open(eng_ctx *ctx, const eng_studio *studio) {
	const eng_sms_style *style = &studio->theme->sms;
	eng_desk *desk = eng_malloc(sizeof(*desk));

	desk->smart = NULL;
	if (style->smart || style->transliterate) {
		desk->smart = eng_smart_open(ctx, style->smart, style->transliterate);
		if (!desk->smart) {
			free(desk);
			return NULL;
		}
	}
	return desk;
}

static void desk_close(eng_desk *desk) {
	if (desk) {
		eng_smart_close(desk->smart);
		free(desk);
	}
}

/* The number as +digits; separators that people write are dropped. */
static bool number_of(eng_ctx *ctx, eng_arena *arena, const eng_document *doc, eng_str *out) {
	eng_str phone = eng_str_trim(doc->recipient.phone);
	char *digits = eng_arena_alloc(arena, phone.n + 1);
	size_t n = 0;
	bool good = phone.n > 1 && phone.s[0] == '+';

	if (phone.n == 0) {
		return eng_fail(ctx, "sms.bad-number", doc->body->where,
				"recipient '%s' has no phone number, an SMS needs one",
				eng_quote(arena, doc->recipient.id));
	}
	for (size_t i = 0; good && i < phone.n; i++) {
		char c = phone.s[i];

		if ((c >= '0' && c <= '9') || (c == '+' && i == 0)) {
			digits[n++] = c;
		} else {
			good = strchr(" -.()/", c) != NULL && c != '\0';
		}
	}
	/* "(0)" is dialled at home alone; nobody can tell whether a gateway leaves it out. */
	good = good && eng_str_index(phone, ENG_STR("(0)")) == phone.n;
	if (!good || n < DIGITS_MIN + 1 || n > DIGITS_MAX + 1 || digits[1] == '0') {
		return eng_fail(ctx, "sms.bad-number", doc->body->where,
				"phone number '%s' is not an international number (E.164): '+', "
				"country code and %d to %d digits in all, without '(0)'",
				eng_quote(arena, phone), DIGITS_MIN, DIGITS_MAX);
	}
	*out = (eng_str){ digits, n };
	return true;
}

static size_t units_of(eng_str text, bool ucs2) {
	eng_gsm7_size size = eng_gsm7_measure(text);

	/* In a message of UCS-2 a piece that GSM covers counts its characters. */
	if (ucs2 && !size.ucs2) {
		size_t n = 0;

		for (size_t i = 0; i < text.n; i++) {
			n += ((unsigned char)text.s[i] & 0xc0) != 0x80;
		}
		return n;
	}
	return size.units;
}

static bool too_long(eng_ctx *ctx, eng_arena *arena, const eng_sms_message *message,
		     eng_gsm7_size size, int max) {
	const char *unit = size.ucs2 ? "UCS-2 units" : "septets";
	const eng_sms_piece *longest = &message->pieces[0];
	size_t most = 0;
	eng_buf list = { 0 };

	for (size_t i = 0; i < message->count; i++) {
		const eng_sms_piece *piece = &message->pieces[i];
		size_t n = units_of(eng_sms_piece_text(arena, piece), size.ucs2);

		eng_buf_printf(&list, "%s%s %zu", i ? ", " : "", eng_sms_piece_name(arena, piece),
			       n);
		if (n > most && piece->node) {
			most = n;
			longest = piece;
		}
	}
	eng_fail(ctx, "sms.too-long", longest->node ? longest->node->where : (eng_loc){ 0 },
		 "message needs %zu segments (%zu %s), at most %d are allowed (%zu): %s",
		 size.segments, size.units, unit, max, eng_gsm7_room(size.ucs2, (size_t)max),
		 eng_buf_view(&list).s);
	eng_buf_finish(&list);
	return false;
}

/* Why the message is UCS-2: the first character that GSM cannot say, for the reader of an error. */
static void note_ucs2(eng_ctx *ctx, eng_arena *arena, const eng_sms_message *message) {
	for (size_t i = 0; i < message->count; i++) {
		for (size_t k = 0; k < message->pieces[i].count; k++) {
			eng_sms_run run = message->pieces[i].runs[k];

			eng_str rest = run.text, from = rest;
			uint32_t c;

			while (eng_utf8_next(&rest, &c) && eng_gsm7_septets(c)) {
				from = rest;
			}
			if (from.n) {
				eng_note(ctx, (eng_loc){ 0 },
					 "'%s' in the %s is not in the GSM alphabet: a segment "
					 "holds 70 characters instead of 160",
					 eng_quote(arena, eng_str_sub(from, 0, from.n - rest.n)),
					 eng_sms_piece_name(arena, &message->pieces[i]));
				return;
			}
		}
	}
}

/* Neither the mark of drafts nor a prefix is a message. */
static bool says_anything(eng_arena *scratch, const eng_sms_message *message) {
	for (size_t i = 0; i < message->count; i++) {
		const eng_sms_piece *piece = &message->pieces[i];

		if (piece->source != ENG_SMS_DRAFT && piece->source != ENG_SMS_PREFIX &&
		    eng_sms_piece_text(scratch, piece).n) {
			return true;
		}
	}
	return false;
}

static bool render(eng_ctx *ctx, eng_desk *desk, const eng_studio *studio, const eng_document *doc,
		   const eng_artifact_ref *others, size_t other_count, eng_arena *scratch,
		   eng_buf *out, eng_measures *measures) {
	const eng_sms_style *style = &studio->theme->sms;
	int channel = eng_document_channel(doc, "sms");
	eng_sms_message message;
	eng_gsm7_size size;
	eng_sms_line line;
	eng_str to, text;

	(void)others, (void)other_count;
	if (!number_of(ctx, scratch, doc, &to) ||
	    !eng_sms_assemble(ctx, scratch, doc, studio->theme, channel, &message)) {
		return false;
	}
	if (desk && desk->smart) {
		eng_smart_apply(desk->smart, scratch, &message);
	}
	text = eng_sms_message_text(scratch, &message);
	if (!says_anything(scratch, &message)) {
		return eng_fail(ctx, "sms.empty", doc->body->where,
				"message is empty: there is no brief, no action and no block with "
				"an SMS form");
	}
	size = eng_gsm7_measure(text);
	if (style->max_segments > 0 && size.segments > (size_t)style->max_segments) {
		too_long(ctx, scratch, &message, size, style->max_segments);
		if (size.ucs2) {
			note_ucs2(ctx, scratch, &message);
		}
		return false;
	}
	line = (eng_sms_line){ doc, style, &message, to, text, size };
	eng_sms_line_write(&line, out);
	measures->segments = size.segments;
	measures->encoding = size.ucs2 ? "ucs2" : "gsm7";
	return true;
}

/* The order of the message is fixed; what it does not name is left out by design. */
static const char *leaves_out(const eng_node *node) {
	switch (node->type) {
	case ENG_NODE_BLOCK:
	case ENG_NODE_ACTION:
		return NULL;
	case ENG_NODE_BODY:
	case ENG_NODE_PART:
	case ENG_NODE_SECTION:
	case ENG_NODE_FLOW:
	case ENG_NODE_CALLOUT:
	case ENG_NODE_LIST:
	case ENG_NODE_ITEM:
	case ENG_NODE_HEADING:
	case ENG_NODE_PARA:
	case ENG_NODE_FACTS:
	case ENG_NODE_FACT:
	case ENG_NODE_TABLE:
	case ENG_NODE_ROW:
	case ENG_NODE_CELL:
	case ENG_NODE_CHART:
	case ENG_NODE_IMAGE:
	case ENG_NODE_BARCODE:
	case ENG_NODE_PAYMENT:
	case ENG_NODE_ENTRY:
	case ENG_NODE_SIGNATURE:
	case ENG_NODE_CONTENTS:
	case ENG_NODE_DIVIDER:
	case ENG_NODE_SPACER:
	case ENG_NODE_PAGE_BREAK:
	case ENG_NODE_TEXT:
	case ENG_NODE_STRONG:
	case ENG_NODE_EM:
	case ENG_NODE_SPAN:
	case ENG_NODE_NOBR:
	case ENG_NODE_LINK:
	case ENG_NODE_BR:
	case ENG_NODE_FOOTNOTE:
	case ENG_NODE_PAGE_NUMBER:
	case ENG_NODE_PAGE_COUNT:
	case ENG_NODE_TYPES:
		break;
	}
	return "by design: an SMS says the brief, the first action and the blocks";
}

const eng_channel eng_channel_sms = {
	.name = "sms",
	.extension = "ndjson",
	.media_type = "application/x-ndjson",
	.summary = "short messages as NDJSON lines with exact segment counts",
	.lines = true,
	.assembles = true,
	.open = desk_open,
	.close = desk_close,
	.pack = "ndjson",
	.render = render,
	.leaves_out = leaves_out,
};
