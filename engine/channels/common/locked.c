/* Parts are the only place where a block can get lost: a theme may not name the part, or another part of
 * the same name may stand for it, since one surface is first and last page at once and has no others. */
#include "channels/common/locked.h"

#include "channels/common/view.h"

typedef struct search {
	const eng_document *doc;
	const eng_email_style *style;
	int channel;
} search;

static bool is_named(const eng_str *names, size_t n, eng_str name) {
	for (size_t i = 0; i < n; i++) {
		if (eng_str_eq(names[i], name)) {
			return true;
		}
	}
	return false;
}

static bool is_placed(const search *s, const eng_part *part) {
	return !s->style || is_named(s->style->above, s->style->above_count, part->name) ||
	       is_named(s->style->below, s->style->below_count, part->name);
}

static bool is_shown(const search *s, const eng_part *part) {
	return is_placed(s, part) && eng_view_part(s->doc, s->channel, part->name) == part;
}

/* The next block that the channel is to show; NULL at the end of the walk. */
static const eng_node *next_block(const search *s, eng_walk *walk) {
	while (eng_walk_next(walk)) {
		if (!walk->entering) {
			continue;
		}
		if (!eng_node_shown(walk->node, s->channel)) {
			eng_walk_skip(walk);
		} else if (walk->node->type == ENG_NODE_BLOCK &&
			   eng_view_any(walk->node, s->channel)) {
			return walk->node;
		}
	}
	return NULL;
}

static bool has_block(const search *s, eng_node *root, const eng_node *block) {
	eng_walk walk = eng_walk_start(root);
	const eng_node *found;

	while ((found = next_block(s, &walk))) {
		if (found->as.block.version == block->as.block.version &&
		    eng_str_eq(found->as.block.block_id, block->as.block.block_id)) {
			return true;
		}
	}
	return false;
}

static bool stands_elsewhere(const search *s, const eng_node *block) {
	bool found = has_block(s, s->doc->body, block);

	for (size_t i = 0; !found && i < s->doc->part_count; i++) {
		const eng_part *part = &s->doc->parts[i];

		found = is_shown(s, part) && has_block(s, part->content, block);
	}
	return found;
}

static const char *reason(const search *s, const eng_part *part) {
	if (!is_placed(s, part)) {
		return "which the theme shows neither above nor below the body of messages";
	}
	if (part->pages == ENG_PAGES_REST) {
		return "which is for continuation pages, and this channel has none: let the block "
		       "stand in "
		       "a "
		       "part for the first, the last or all pages, or exclude it from the channel";
	}
	return "which another part of this name stands for: a channel without pages shows the one "
	       "for the first page, else for all, else for the last";
}

bool eng_locked_check(eng_ctx *ctx, eng_arena *arena, const eng_document *doc,
		      const eng_email_style *style, int channel) {
	static const char *const pages[] = { "all", "first", "rest", "last" };
	search s = { doc, style, channel };

	for (size_t i = 0; i < doc->part_count; i++) {
		const eng_part *part = &doc->parts[i];
		eng_walk walk = eng_walk_start(part->content);
		const eng_node *block;

		while (!is_shown(&s, part) && (block = next_block(&s, &walk))) {
			if (!stands_elsewhere(&s, block)) {
				return eng_fail(ctx, "channel.block-left-out", block->where,
						"block '%s' would be lost in channel '%s': it "
						"stands in part '%s' (pages \"%s\"), %s",
						eng_quote(arena, block->as.block.block_id),
						doc->channel_names[channel],
						eng_quote(arena, part->name), pages[part->pages],
						reason(&s, part));
			}
		}
	}
	return true;
}
