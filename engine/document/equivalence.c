/* What each channel carries of a document: the promise that nothing is left out unsaid. */
#include "base/file.h"
#include "base/utf8.h"
#include "document/document.h"

#define EXCERPT 48

/* Nodes that hold content of their own, as opposed to what only groups or decorates. */
static bool has_content(const eng_node *node) {
	switch (node->type) {
	case ENG_NODE_HEADING:
	case ENG_NODE_PARA:
	case ENG_NODE_FACT:
	case ENG_NODE_TABLE:
	case ENG_NODE_CHART:
	case ENG_NODE_IMAGE:
	case ENG_NODE_BARCODE:
	case ENG_NODE_PAYMENT:
	case ENG_NODE_ACTION:
	case ENG_NODE_ENTRY:
	case ENG_NODE_SIGNATURE:
	case ENG_NODE_CONTENTS:
	case ENG_NODE_BLOCK:
		return true;
	default:
		return false;
	}
}

static void add_excerpt(eng_buf *out, const eng_node *node) {
	eng_buf text = { 0 };
	eng_str rest;
	uint32_t c;
	int n = 0;

	if (node->type == ENG_NODE_FACT) {
		eng_node_text(node->as.fact.label, -1, &text);
		eng_buf_cstr(&text, ": ");
	}
	if (node->type != ENG_NODE_TABLE) {
		eng_node_text(node, -1, &text);
	}
	rest = eng_buf_view(&text);
	if (rest.n) {
		eng_buf_cstr(out, " \"");
		while (n++ < EXCERPT && eng_utf8_next(&rest, &c)) {
			eng_buf_utf8(out, c == '\n' ? ' ' : c);
		}
		eng_buf_cstr(out, rest.n ? "...\"" : "\"");
	}
	eng_buf_finish(&text);
}

static void add_channels(eng_buf *out, const eng_document *doc, const eng_node *node,
			 eng_leaves_out_fn *leaves_out, void *user) {
	for (int i = 0; doc->channel_names[i]; i++) {
		const char *name = doc->channel_names[i], *why;

		if (!(doc->channels >> i & 1)) {
			continue;
		}
		if (!eng_node_shown(node, i)) {
			eng_buf_printf(out, "    %-8s no   declared: channels, except or form\n",
				       name);
			continue;
		}
		why = leaves_out ? leaves_out(user, name, node) : NULL;
		if (why) {
			eng_buf_printf(out, "    %-8s no   %s\n", name, why);
		} else if (node->type == ENG_NODE_TABLE &&
			   eng_table_rows_shown(node, i) < node->as.table.data_rows) {
			eng_buf_printf(out, "    %-8s part declared: max-rows, %zu of %zu rows\n",
				       name, eng_table_rows_shown(node, i),
				       node->as.table.data_rows);
		} else {
			eng_buf_printf(out, "    %-8s yes\n", name);
		}
	}
}

static void add_tree(eng_buf *out, const eng_document *doc, eng_node *root,
		     eng_leaves_out_fn *leaves_out, void *user) {
	eng_walk walk = eng_walk_start(root);

	while (eng_walk_next(&walk)) {
		const eng_node *node = walk.node;

		if (!walk.entering || !has_content(node)) {
			continue;
		}
		eng_buf_printf(out, "  %s", eng_node_type_name(node->type));
		if (node->type == ENG_NODE_BLOCK) {
			eng_buf_printf(out, " %.*s@%d", ENG_STR_ARG(node->as.block.block_id),
				       node->as.block.version);
		}
		add_excerpt(out, node);
		if (node->where.file) {
			eng_buf_printf(out, " @%s:%d", eng_path_base(node->where.file),
				       node->where.line);
		}
		eng_buf_char(out, '\n');
		add_channels(out, doc, node, leaves_out, user);
		if (node->type != ENG_NODE_BLOCK) {
			continue;
		}
		eng_walk_skip(&walk); /* a block is carried or not as a whole, by its forms */
	}
}

void eng_document_equivalence(const eng_document *doc, eng_leaves_out_fn *leaves_out, void *user,
			      eng_buf *out) {
	eng_buf_cstr(out, "body\n");
	add_tree(out, doc, doc->body, leaves_out, user);
	for (size_t i = 0; i < doc->part_count; i++) {
		eng_buf_printf(out, "part %.*s\n", ENG_STR_ARG(doc->parts[i].name));
		add_tree(out, doc, doc->parts[i].content, leaves_out, user);
	}
}
