/* The mobile channel: JSON by schemas/mobile-1.schema.json for an app to draw. Knows the frame
 * (notification, context, theme tokens, actions, blocks, attachments); components.c knows the rest. */
#include "channels/channel.h"
#include "channels/common/locked.h"
#include "channels/common/view.h"
#include "channels/mobile/adaptive.h"
#include "channels/mobile/components.h"

static void recipient(eng_json_writer *json, const eng_document *doc) {
	eng_json_member_object(json, "recipient");
	eng_json_member_text(json, "id", doc->recipient.id);
	eng_json_member_some(json, "name", doc->recipient.name);
	eng_json_write_object_end(json);
	eng_json_member_object(json, "context");
	eng_json_member_some(json, "id", doc->context.id);
	eng_json_member_some(json, "journey", doc->context.journey);
	eng_json_member_some(json, "stage", doc->context.stage);
	eng_json_write_object_end(json);
}

struct eng_desk {
	eng_buf theme; /* the member's value, the same for a run; empty where lines are for eyes */
};

static void theme(eng_json_writer *json, const eng_theme *from) {
	eng_json_write_object(json);
	eng_json_member_text(json, "id", from->id);
	eng_json_member_array(json, "tokens");
	for (size_t i = 0; i < from->mobile.token_count; i++) {
		const eng_token *token = &from->mobile.tokens[i];

		eng_json_write_object(json);
		eng_json_member_text(json, "name", token->name);
		eng_json_member_text(json, "light", token->light);
		eng_json_member_text(json, "dark", token->dark.n ? token->dark : token->light);
		eng_json_write_object_end(json);
	}
	eng_json_write_array_end(json);
	eng_json_write_object_end(json);
}

static void write_theme(const eng_desk *desk, const eng_studio *studio, eng_json_writer *json) {
	eng_json_write_key(json, ENG_STR("theme"));
	if (desk && desk->theme.n) {
		eng_json_write_raw(json, eng_buf_view(&desk->theme));
	} else {
		theme(json, studio->theme);
	}
}

static eng_desk *desk_open(eng_ctx *ctx, const eng_studio *studio) {
	eng_desk *desk = eng_malloc(sizeof(*desk));
	eng_json_writer json;

	(void)ctx;
	memset(desk, 0, sizeof(*desk));
	if (!studio->indent) {
		eng_json_write_init(&json, &desk->theme, false);
		theme(&json, studio->theme);
	}
	return desk;
}

static void desk_close(eng_desk *desk) {
	if (desk) {
		eng_buf_finish(&desk->theme);
		free(desk);
	}
}

static bool first_of_name(const eng_document *doc, size_t index) {
	for (size_t i = 0; i < index; i++) {
		if (eng_str_eq(doc->parts[i].name, doc->parts[index].name)) {
			return false;
		}
	}
	return true;
}

static bool parts(eng_components *c) {
	eng_json_member_array(c->json, "parts");
	for (size_t i = 0; i < c->doc->part_count; i++) {
		const eng_part *part = NULL;

		if (first_of_name(c->doc, i)) {
			part = eng_view_part(c->doc, c->channel, c->doc->parts[i].name);
		}
		if (!part || !eng_view_any(part->content, c->channel)) {
			continue;
		}
		eng_json_write_object(c->json);
		eng_json_member_text(c->json, "name", part->name);
		if (!eng_components_children(c, "content", part->content)) {
			return false;
		}
		eng_json_write_object_end(c->json);
	}
	eng_json_write_array_end(c->json);
	return true;
}

/* Actions again, flat and in order: what a lock screen or a watch offers. */
static void actions(eng_components *c) {
	eng_walk walk = eng_walk_start(c->doc->body);

	eng_json_member_array(c->json, "actions");
	while (eng_walk_next(&walk)) {
		const eng_node *node = walk.node;

		if (!walk.entering) {
			continue;
		}
		if (!eng_node_shown(node, c->channel)) {
			eng_walk_skip(&walk);
		} else if (node->type == ENG_NODE_ACTION) {
			eng_json_write_object(c->json);
			eng_json_member_text(c->json, "label",
					     eng_view_text(c->arena, node, c->channel));
			eng_json_member_text(c->json, "url", node->as.link.href);
			eng_json_member_some(c->json, "role", node->tags->role);
			eng_json_write_object_end(c->json);
		}
	}
	eng_json_write_array_end(c->json);
}

/* Words below a node, each paragraph on a line; the name of a fact is one, and a picture says what it
 * shows. Footnotes are none of the block's text. */
static void gather_words(const eng_components *c, const eng_node *root, eng_buf *text) {
	eng_walk walk = eng_walk_start((eng_node *)root);

	while (eng_walk_next(&walk)) {
		const eng_node *node = walk.node;

		if (!eng_node_is_inline(node) && text->n && text->s[text->n - 1] != '\n') {
			eng_buf_char(text, '\n');
		}
		if (!walk.entering) {
			continue;
		}
		if (!eng_node_shown(node, c->channel) || node->type == ENG_NODE_FOOTNOTE) {
			eng_walk_skip(&walk);
		} else if (node->type == ENG_NODE_TEXT) {
			eng_buf_str(text, node->as.text.value.text);
		} else if (node->type == ENG_NODE_BR) {
			eng_buf_char(text, '\n');
		} else if (node->type == ENG_NODE_FACT) {
			gather_words(c, node->as.fact.label, text);
		} else if (node->type == ENG_NODE_IMAGE && !node->as.image.decorative) {
			eng_buf_str(text, node->as.image.alt);
		}
	}
}

/* The words of a block as approved: its paragraphs joined by line feeds. */
static eng_str verbatim(eng_components *c, const eng_node *block) {
	eng_buf text = { 0 };
	eng_str copy;

	gather_words(c, block, &text);
	copy = eng_str_copy(c->arena, eng_str_trim(eng_buf_view(&text)));
	eng_buf_finish(&text);
	return copy;
}

static void blocks(eng_components *c) {
	eng_json_member_array(c->json, "blocks");
	for (size_t i = 0; i < c->doc->block_count; i++) {
		const eng_block_use *use = &c->doc->blocks[i];
		char hash[ENG_HASH_HEX];

		if (!use->node || !eng_node_shown(use->node, c->channel) ||
		    !eng_view_any(use->node, c->channel)) {
			continue;
		}
		eng_hash_hex(&use->file_hash, hash);
		eng_json_write_object(c->json);
		eng_json_member_text(c->json, "id", use->id);
		eng_json_member_int(c->json, "version", use->version);
		eng_json_member_some(c->json, "language", use->language);
		eng_json_member_text(c->json, "hash", eng_str_from(hash));
		eng_json_member_text(c->json, "text", verbatim(c, use->node));
		eng_json_write_object_end(c->json);
	}
	eng_json_write_array_end(c->json);
}

static void attachments(eng_components *c) {
	eng_json_member_array(c->json, "attachments");
	for (size_t i = 0; i < c->doc->attachment_count; i++) {
		const eng_attachment *a = &c->doc->attachments[i];

		if (!(a->channels >> c->channel & 1)) {
			continue;
		}
		eng_json_write_object(c->json);
		eng_json_member_text(c->json, "name", a->name);
		eng_json_member_some(c->json, "mediaType", a->mime);
		if (a->kind == ENG_ATTACH_CHANNEL) {
			eng_json_member_text(c->json, "channel", a->channel);
		} else {
			eng_json_member_int(c->json, "size", (int64_t)a->bytes.n);
		}
		eng_json_write_object_end(c->json);
	}
	eng_json_write_array_end(c->json);
}

static void head(eng_components *c, bool adaptive) {
	const eng_document *doc = c->doc;
	eng_json_writer *json = c->json;

	eng_json_member_cstr(json, "format", adaptive ? "engross-adaptive-1" : "engross-mobile-1");
	eng_json_member_int(json, "ordinal", (int64_t)doc->ordinal);
	eng_json_member_object(json, "template");
	eng_json_member_text(json, "id", doc->template_id);
	eng_json_member_some(json, "version", doc->template_version);
	eng_json_write_object_end(json);
	eng_json_member_text(json, "language", doc->language);
	eng_json_member_some(json, "region", doc->region);
	eng_json_member_text(json, "direction", doc->rtl ? ENG_STR("rtl") : ENG_STR("ltr"));
	if (doc->draft) {
		eng_json_member_text(json, "draft", doc->draft_mark);
	}
}

static bool render(eng_ctx *ctx, eng_desk *desk, const eng_studio *studio, const eng_document *doc,
		   const eng_artifact_ref *others, size_t other_count, eng_arena *scratch,
		   eng_buf *out, eng_measures *measures) {
	bool adaptive = studio->theme->mobile.profile == ENG_MOBILE_ADAPTIVE, ok;
	eng_json_writer json;
	eng_components c = { ctx, scratch, doc, eng_document_channel(doc, "mobile"), &json };

	(void)others, (void)other_count, (void)measures;
	if (!eng_locked_check(ctx, scratch, doc, NULL, c.channel)) {
		return false;
	}
	eng_json_write_init(&json, out, studio->indent);
	eng_json_write_object(&json);
	head(&c, adaptive);
	recipient(&json, doc);
	if (!eng_components_notification(&c)) {
		return false;
	}
	if (adaptive) {
		eng_json_write_key(&json, ENG_STR("card"));
		ok = eng_card_write(&c);
	} else {
		write_theme(desk, studio, &json);
		ok = eng_components_children(&c, "content", doc->body) && parts(&c);
	}
	if (!ok) {
		return false;
	}
	actions(&c);
	blocks(&c);
	attachments(&c);
	eng_json_write_object_end(&json);
	eng_buf_char(out, '\n');
	return true;
}

const eng_channel eng_channel_mobile = {
	.name = "mobile",
	.extension = "json",
	.media_type = "application/json",
	.summary = "JSON for apps: notification, typed components, actions, verbatim blocks",
	.pack = "ndjson",
	.open = desk_open,
	.close = desk_close,
	.render = render,
	.leaves_out = eng_components_leaves_out,
};
