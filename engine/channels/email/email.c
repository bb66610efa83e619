/* The email channel: one message for each recipient. Knows what a message is made of and the gates it
 * must pass; the HTML, the pictures and the MIME writing are neighbours, the text part is the rendering
 * that the text channel has too. */
#include "channels/channel.h"
#include "channels/common/locked.h"
#include "channels/common/plain.h"
#include "channels/common/view.h"
#include "channels/email/address.h"
#include "channels/email/attach.h"
#include "channels/email/gate.h"
#include "channels/email/html.h"
#include "channels/email/message.h"
#include "channels/email/unsubscribe.h"

#define KEPT ((size_t)1 << 20) /* bytes of a part whose memory the next message uses again */

struct eng_desk {
	eng_arena arena;
	eng_picture_cache *pictures;
	const eng_stock *stock[2][2]; /* by direction (1: right-to-left) and size (1: small) */
	eng_buf text, html;           /* the parts, written into the same room */
};

static bool prepare(eng_ctx *ctx, eng_desk *desk, const eng_theme *theme) {
	eng_loc where = { theme->path.s, 0, 0 };
	eng_style_sizes sizes;
	eng_str sender;

	/* A sender that cannot send is a fault of the theme, not of every record. */
	if (!eng_address_check(ctx, &desk->arena, theme->email.from_address, false,
			       "theme's sender", where, &sender)) {
		return false;
	}
	if (!eng_unsubscribe_check_theme(ctx, &desk->arena, theme)) {
		return false;
	}
	for (int i = 0; i < 4; i++) {
		desk->stock[i / 2][i % 2] = eng_stock_new(&desk->arena, theme, i / 2, i % 2);
	}
	eng_stock_style(&desk->arena, desk->stock[0][0], &theme->email, &sizes);
	return eng_gate_theme(ctx, theme, &sizes);
}

static void desk_close(eng_desk *desk) {
	if (desk) {
		eng_picture_cache_free(desk->pictures);
		eng_buf_finish(&desk->text);
		eng_buf_finish(&desk->html);
		eng_arena_finish(&desk->arena);
		free(desk);
	}
}

static eng_desk *desk_open(eng_ctx *ctx, const eng_studio *studio) {
	eng_desk *desk = eng_malloc(sizeof(*desk));

	memset(desk, 0, sizeof(*desk));
	eng_arena_init(&desk->arena);
	eng_message_init();
	desk->pictures = eng_picture_cache_new();
	if (!prepare(ctx, desk, studio->theme)) {
		desk_close(desk);
		return NULL;
	}
	return desk;
}

static bool make_html(eng_html *h, const eng_unsubscribe *unsubscribe) {
	return eng_locked_check(h->ctx, h->arena, h->doc, h->style, h->channel) &&
	       eng_html_write(h) && eng_gate_size(h) && eng_unsubscribe_is_shown(h, unsubscribe);
}

/* Ids come from the run's fingerprint and the record's place in it: no clock, no luck. */
static void make_ids(eng_arena *arena, const eng_studio *studio, const eng_document *doc,
		     eng_message *m) {
	eng_hasher *hasher = eng_hasher_new();
	eng_str ordinal = eng_str_printf(arena, "%llu", (unsigned long long)doc->ordinal);
	eng_hash hash;
	char hex[ENG_HASH_HEX];

	eng_hasher_field(hasher, ENG_STR("email"));
	eng_hasher_field(hasher,
			 (eng_str){ (const char *)studio->fingerprint.bytes, ENG_HASH_SIZE });
	eng_hasher_field(hasher, ordinal);
	eng_hasher_field(hasher, doc->recipient.id);
	hash = eng_hasher_done(hasher);
	eng_hasher_free(hasher);
	eng_hash_hex(&hash, hex);
	m->id = eng_str_printf(arena, "%.32s@%.*s", hex, ENG_STR_ARG(eng_address_domain(m->from)));
	m->seed = eng_str_printf(arena, "%.24s", hex + 32);
}

static bool make_head(eng_ctx *ctx, eng_arena *arena, const eng_studio *studio,
		      const eng_document *doc, int channel, eng_message *m) {
	const eng_email_style *style = &studio->theme->email;
	eng_loc where = doc->body->where;
	eng_loc theme = { eng_str_dup(arena, studio->theme->path), 0, 0 };
	eng_str title = eng_view_text(arena, doc->title, channel);

	if (doc->draft) {
		title = eng_str_printf(arena, "[%.*s] %.*s", ENG_STR_ARG(doc->draft_mark),
				       ENG_STR_ARG(title));
	}
	if (!eng_address_check(ctx, arena, style->from_address, false, "theme's sender", theme,
			       &m->from) ||
	    !eng_address_check(ctx, arena, doc->recipient.email, studio->mail.utf8, "recipient",
			       where, &m->to) ||
	    (style->reply_to.n && !eng_address_check(ctx, arena, style->reply_to, false,
						     "theme's reply-to", theme, &m->reply_to))) {
		return false;
	}
	m->language = doc->language;
	m->date = studio->send_time.year ? studio->send_time : doc->run_date;
	make_ids(arena, studio, doc, m);
	return eng_address_header(ctx, arena, style->from_name, "From", where, &m->from_name) &&
	       eng_address_header(ctx, arena, doc->recipient.name, "To", where, &m->to_name) &&
	       eng_address_header(ctx, arena, title, "Subject", where, &m->subject);
}

#define HEADERS 5

static bool make_headers(eng_ctx *ctx, eng_arena *arena, const eng_document *doc, eng_message *m) {
	eng_message_header *headers = eng_arena_new_array(arena, HEADERS, eng_message_header);
	eng_message_header wanted[HEADERS] = {
		{ "Auto-Submitted", ENG_STR("auto-generated") },
		{ "X-Context-ID", doc->context.id },
		{ "X-Context-Journey", doc->context.journey },
		{ "X-Context-Stage", doc->context.stage },
		{ "X-Template", doc->template_id },
	};

	for (size_t i = 0; i < HEADERS; i++) {
		headers[i].name = wanted[i].name;
		if (!eng_address_header(ctx, arena, wanted[i].value, wanted[i].name,
					doc->body->where, &headers[i].value)) {
			return false;
		}
	}
	m->headers = headers;
	m->header_count = HEADERS;
	return true;
}

/* One large message does not set the measure for all. */
static void trim(eng_buf *part) {
	if (part->cap > KEPT) {
		eng_buf_finish(part);
	}
}

static bool render(eng_ctx *ctx, eng_desk *desk, const eng_studio *studio, const eng_document *doc,
		   const eng_artifact_ref *others, size_t other_count, eng_arena *scratch,
		   eng_buf *out, eng_measures *measures) {
	int channel = eng_document_channel(doc, "email");
	eng_buf *text = &desk->text, *html = &desk->html;
	eng_message m = { 0 };
	eng_unsubscribe unsubscribe = { 0 };
	eng_spans blocks = { 0 };
	eng_pictures pictures = { .ctx = ctx,
				  .arena = scratch,
				  .press = studio->press,
				  .cache = desk->pictures,
				  .paper = studio->theme->email.card,
				  .unpainted = studio->unpainted };
	eng_html h = { .ctx = ctx,
		       .arena = scratch,
		       .doc = doc,
		       .theme = studio->theme,
		       .style = &studio->theme->email,
		       .stock = desk->stock[doc->rtl][0],
		       .small_stock = desk->stock[doc->rtl][1],
		       .channel = channel,
		       .out = html,
		       .pictures = &pictures,
		       .trail = studio->trail };
	bool ok = make_head(ctx, scratch, studio, doc, channel, &m) &&
		  make_headers(ctx, scratch, doc, &m) &&
		  eng_unsubscribe_find(ctx, scratch, doc, studio->theme, &unsubscribe) &&
		  eng_attach_files(ctx, scratch, doc, channel, studio->mail.attachments, others,
				   other_count, &m);

	(void)measures;
	eng_buf_clear(text);
	eng_buf_clear(html);
	pictures.seed = m.seed;
	pictures.domain = eng_address_domain(m.from);
	ok = ok && make_html(&h, &unsubscribe) &&
	     eng_plain_write(ctx, scratch, doc, studio->theme, channel, text, &blocks) &&
	     eng_gate_locked(&h, eng_buf_view(text), &blocks);
	if (ok) {
		m.unsubscribe = unsubscribe.url;
		m.one_click = unsubscribe.one_click;
		m.text = eng_buf_view(text);
		m.html = eng_buf_view(html);
		m.pictures = pictures.items;
		m.picture_count = pictures.count;
		eng_message_write(scratch, &m, out);
		if (studio->trail) {
			studio->trail->text = eng_str_copy(studio->trail->arena, m.html);
		}
	}
	trim(text);
	trim(html);
	return ok;
}

static const char *leaves_out(const eng_node *node) {
	return eng_view_is_paged(node) ? "by design: a message has no pages" : NULL;
}

const eng_channel eng_channel_email = {
	.name = "email",
	.fonts = true,
	.extension = "eml",
	.media_type = "message/rfc822",
	.summary = "messages with HTML and text parts, images and attachments",
	.after = "pdf",
	.open = desk_open,
	.close = desk_close,
	.pack = "mbox",
	.render = render,
	.leaves_out = leaves_out,
};
