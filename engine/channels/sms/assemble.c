/* Gathering the words of a short message. White space is collapsed here, at the joints of runs, so that
 * locked text keeps every other byte. */
#include "channels/sms/assemble.h"

#include "channels/common/url.h"
#include "channels/common/view.h"

typedef struct gathering {
	eng_ctx *ctx;
	eng_arena *arena;
	int channel;
	eng_sms_message *message;
} gathering;

static eng_sms_piece *add_piece(gathering *g, eng_sms_source source, const eng_node *node) {
	eng_sms_message *m = g->message;

	m->pieces = eng_arena_grow(g->arena, m->pieces, m->count, &m->cap, sizeof(*m->pieces));
	m->pieces[m->count] = (eng_sms_piece){ .source = source, .node = node };
	return &m->pieces[m->count++];
}

static void add_run(gathering *g, eng_sms_piece *piece, eng_str text, bool fixed) {
	eng_sms_run *last = piece->count ? &piece->runs[piece->count - 1] : NULL;
	bool behind_space = !last || eng_str_ends(last->text, " ");

	while (behind_space && text.n && text.s[0] == ' ') {
		text = eng_str_sub(text, 1, text.n);
	}
	if (text.n == 0) {
		return;
	}
	piece->runs =
	    eng_arena_grow(g->arena, piece->runs, piece->count, &piece->cap, sizeof(*piece->runs));
	piece->runs[piece->count++] = (eng_sms_run){ text, fixed };
}

/* True when the words gathered since run `from` show the address. */
static bool says(gathering *g, const eng_sms_piece *piece, size_t from, eng_str url) {
	eng_sms_piece tail = { .runs = piece->runs + from, .count = piece->count - from };

	return eng_url_is_said(url, eng_sms_piece_text(g->arena, &tail));
}

static bool add_url(gathering *g, eng_sms_piece *piece, eng_str url, eng_loc where) {
	if (!eng_url_check(g->ctx, g->arena, url, where)) {
		return false;
	}
	add_run(g, piece, ENG_STR(" "), true);
	add_run(g, piece, eng_url_shown(url), true);
	return true;
}

/* Adds the words below a node; block-level children, and the name of a fact, are set apart by a space. */
static bool add_words(gathering *g, eng_sms_piece *piece, const eng_node *node) {
	eng_walk walk = eng_walk_start((eng_node *)node);
	size_t link_from = 0;

	while (eng_walk_next(&walk)) {
		const eng_node *at = walk.node;

		if (walk.entering && (!eng_node_shown(at, g->channel) ||
				      (at != node && at->type == ENG_NODE_FOOTNOTE))) {
			eng_walk_skip(&walk);
		} else if (at->type == ENG_NODE_TEXT && walk.entering) {
			eng_str text = at->as.text.value.formatted
					   ? eng_value_plain(g->arena, at->as.text.value.text)
					   : at->as.text.value.text;

			add_run(g, piece, text, at->locked);
		} else if (at->type == ENG_NODE_LINK && walk.entering) {
			link_from = piece->count;
		} else if (at->type == ENG_NODE_LINK &&
			   !says(g, piece, link_from, at->as.link.href) &&
			   !add_url(g, piece, at->as.link.href, at->where)) {
			return false;
		} else if (at->type == ENG_NODE_BR || !eng_node_is_inline(at)) {
			add_run(g, piece, ENG_STR(" "), true);
			if (at->type == ENG_NODE_FACT && walk.entering &&
			    !add_words(g, piece, at->as.fact.label)) {
				return false;
			}
		}
	}
	return true;
}

/* True when the same words of the same block and version stand in the message already. */
static bool is_said(const eng_sms_message *message, const eng_sms_piece *piece) {
	for (const eng_sms_piece *other = message->pieces; other < piece; other++) {
		if (other->source == ENG_SMS_BLOCK &&
		    other->node->as.block.version == piece->node->as.block.version &&
		    eng_str_eq(other->node->as.block.block_id, piece->node->as.block.block_id) &&
		    eng_str_eq(other->said, piece->said)) {
			return true;
		}
	}
	return false;
}

static bool add_blocks(gathering *g, eng_node *root) {
	eng_walk walk = eng_walk_start(root);

	while (eng_walk_next(&walk)) {
		eng_sms_piece *piece;

		if (!walk.entering) {
			continue;
		}
		if (!eng_node_shown(walk.node, g->channel)) {
			eng_walk_skip(&walk);
			continue;
		}
		if (walk.node->type != ENG_NODE_BLOCK) {
			continue;
		}
		eng_walk_skip(&walk);
		if (!eng_view_any(walk.node, g->channel)) {
			continue;
		}
		piece = add_piece(g, ENG_SMS_BLOCK, walk.node);
		if (!add_words(g, piece, walk.node)) {
			return false;
		}
		piece->said = eng_sms_piece_text(g->arena, piece);
		if (is_said(g->message, piece)) {
			g->message->count--; /* in a part for other pages too: said once */
		}
	}
	return true;
}

bool eng_sms_assemble(eng_ctx *ctx, eng_arena *arena, const eng_document *doc,
		      const eng_theme *theme, int channel, eng_sms_message *message) {
	gathering g = { ctx, arena, channel, message };
	const eng_node *action = eng_view_action(doc, channel);
	eng_sms_piece *piece;

	memset(message, 0, sizeof(*message));
	if (doc->draft) {
		add_run(&g, add_piece(&g, ENG_SMS_DRAFT, NULL), doc->draft_mark, false);
	}
	if (theme->sms.prefix.n) {
		add_run(&g, add_piece(&g, ENG_SMS_PREFIX, NULL), theme->sms.prefix, false);
	}
	if (doc->brief && !add_words(&g, add_piece(&g, ENG_SMS_BRIEF, doc->brief), doc->brief)) {
		return false;
	}
	if (action) {
		piece = add_piece(&g, ENG_SMS_ACTION, action);
		if (!add_words(&g, piece, action) ||
		    (!says(&g, piece, 0, action->as.link.href) &&
		     !add_url(&g, piece, action->as.link.href, action->where))) {
			return false;
		}
	}
	for (size_t i = 0; i < doc->part_count; i++) {
		if (!add_blocks(&g, doc->parts[i].content)) {
			return false;
		}
	}
	return add_blocks(&g, doc->body);
}

eng_str eng_sms_piece_text(eng_arena *arena, const eng_sms_piece *piece) {
	eng_buf text = { 0 };
	eng_str copy;

	for (size_t i = 0; i < piece->count; i++) {
		eng_buf_str(&text, piece->runs[i].text);
	}
	copy = eng_str_copy(arena, eng_str_trim(eng_buf_view(&text)));
	eng_buf_finish(&text);
	return copy;
}

eng_str eng_sms_message_text(eng_arena *arena, const eng_sms_message *message) {
	eng_buf text = { 0 };
	eng_str copy;

	for (size_t i = 0; i < message->count; i++) {
		eng_str piece = eng_sms_piece_text(arena, &message->pieces[i]);

		if (text.n && piece.n) {
			eng_buf_char(&text, ' ');
		}
		eng_buf_str(&text, piece);
	}
	copy = eng_str_copy(arena, eng_buf_view(&text));
	eng_buf_finish(&text);
	return copy;
}

const char *eng_sms_piece_name(eng_arena *arena, const eng_sms_piece *piece) {
	switch (piece->source) {
	case ENG_SMS_DRAFT:
		return "draft mark";
	case ENG_SMS_PREFIX:
		return "prefix";
	case ENG_SMS_BRIEF:
		return "brief";
	case ENG_SMS_ACTION:
		return "action";
	case ENG_SMS_BLOCK:
		break;
	}
	return eng_arena_printf(arena, "block '%s'",
				eng_quote(arena, piece->node->as.block.block_id));
}
