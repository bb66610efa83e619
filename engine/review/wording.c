/* Short messages are read from their bytes, since a channel that assembles shows no tree; all others from
 * the document's nodes that they show, which the proof has compared with their bytes. */
#include "review/wording.h"

#include "verify/tree.h"

static void add_tree(eng_buf *out, eng_node *root, int channel);

static void add_beside(eng_buf *out, const eng_node *node, int channel) {
	if (node->type == ENG_NODE_FACT) {
		add_tree(out, node->as.fact.label, channel);
	} else if (node->type == ENG_NODE_CHART) {
		add_tree(out, node->as.chart.caption, channel);
		eng_buf_str(out, node->as.chart.alt);
		eng_buf_char(out, '\n');
	} else if (node->type == ENG_NODE_TABLE) {
		add_tree(out, node->as.table.caption, channel);
		for (size_t i = 0; i < node->as.table.column_count; i++) {
			add_tree(out, node->as.table.columns[i].heading, channel);
		}
	}
}

static void add_tree(eng_buf *out, eng_node *root, int channel) {
	eng_walk walk;

	if (!root) {
		return;
	}
	walk = eng_walk_start(root);
	while (eng_walk_next(&walk)) {
		const eng_node *node = walk.node;

		if (!walk.entering) {
			eng_buf_cstr(out, eng_node_is_inline(node) ? "" : "\n");
		} else if (!eng_node_shown(node, channel)) {
			eng_walk_skip(&walk);
		} else if (node->type == ENG_NODE_TEXT) {
			eng_buf_str(out, node->as.text.value.text);
		} else if (node->type == ENG_NODE_BR) {
			eng_buf_char(out, '\n');
		} else {
			add_beside(out, node, channel);
		}
	}
}

static eng_str words_of_document(const eng_stop *stop, int channel) {
	const eng_document *doc = stop->document;
	eng_buf out = { 0 };
	eng_str copy;

	add_tree(&out, doc->title, channel);
	add_tree(&out, doc->brief, channel);
	add_tree(&out, doc->body, channel);
	for (size_t i = 0; i < doc->part_count; i++) {
		add_tree(&out, doc->parts[i].content, channel);
	}
	copy = eng_str_copy(stop->arena, eng_buf_view(&out));
	eng_buf_finish(&out);
	return copy;
}

eng_str eng_wording(const eng_stop *stop, const eng_artifact *artifact) {
	const char *why;

	if (eng_channels[artifact->channel]->assembles) {
		return eng_json_find_text(
		    eng_json_tree(stop->arena, eng_str_trim(eng_buf_view(&artifact->bytes)), &why),
		    "text");
	}
	return words_of_document(stop, artifact->channel);
}
