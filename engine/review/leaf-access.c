/* What people who cannot see an artifact are given. Of a PDF file its own structure tells, read from the finished
 * bytes by libqpdf; of the others the document, which the proof has compared with the artifact. */
#include "review/leaf.h"
#include "verify/pdf-access.h"

typedef struct counts {
	int channel;
	size_t figures, described, tables, headed, headings,
	    steps; /* steps: that leave out a level */
	int level;
} counts;

static void count_figure(counts *c, bool described) {
	c->figures++;
	c->described += described;
}

static bool is_headed(const eng_node *table) {
	for (size_t i = 0; i < table->as.table.column_count; i++) {
		if (!table->as.table.columns[i].heading->first) {
			return false;
		}
	}
	return true;
}

static void count_node(counts *c, const eng_node *node) {
	switch (node->type) {
	case ENG_NODE_IMAGE:
		if (!node->as.image.decorative) {
			count_figure(c, node->as.image.alt.n > 0);
		}
		break;
	case ENG_NODE_CHART:
		count_figure(c, node->as.chart.alt.n > 0);
		break;
	case ENG_NODE_TABLE:
		c->tables++;
		c->headed += is_headed(node);
		break;
	case ENG_NODE_HEADING:
		c->headings++;
		c->steps += node->as.heading.level > c->level + 1;
		c->level = node->as.heading.level;
		break;
	default:
		break;
	}
}

static void count(counts *c, eng_node *root) {
	eng_walk walk;

	if (!root) {
		return;
	}
	walk = eng_walk_start(root);
	while (eng_walk_next(&walk)) {
		if (walk.entering && !eng_node_shown(walk.node, c->channel)) {
			eng_walk_skip(&walk);
		} else if (walk.entering) {
			count_node(c, walk.node);
		}
	}
}

static void tell(eng_leaf *leaf, bool good, eng_str what) {
	eng_json_write_object(leaf->w);
	eng_json_member_bool(leaf->w, "good", good);
	eng_json_member_text(leaf->w, "what", what);
	eng_json_write_object_end(leaf->w);
}

static void tell_language(eng_leaf *leaf, eng_str language, bool good) {
	tell(leaf, good,
	     eng_str_printf(leaf->stop->arena, "language %.*s, %s", ENG_STR_ARG(language),
			    leaf->stop->document->rtl ? "right to left" : "left to right"));
}

static void tell_headings(eng_leaf *leaf, size_t n, size_t gaps) {
	if (n) {
		tell(leaf, gaps == 0,
		     eng_str_printf(leaf->stop->arena, "%zu heading%s, %s", n, n == 1 ? "" : "s",
				    gaps ? "some leave out a level" : "no level left out"));
	}
}

/* ---- a PDF file, by its own bytes ---- */

static void tell_share(eng_leaf *leaf, size_t good, size_t all, const char *what) {
	if (all) {
		tell(leaf, good == all,
		     eng_str_printf(leaf->stop->arena, "%zu of %zu %s", good, all, what));
	}
}

static void tell_pdf(eng_leaf *leaf, const eng_pdf_access *a) {
	const eng_document *doc = leaf->stop->document;
	eng_arena *arena = leaf->stop->arena;

	tell_language(leaf, a->language, eng_str_eq(a->language, doc->language));
	tell(leaf, a->title.n && a->title_shown,
	     a->title.n ? eng_str_printf(arena, "title '%.*s'%s", ENG_STR_ARG(a->title),
					 a->title_shown ? "" : ", which the window does not show")
			: ENG_STR("no title"));
	tell(leaf, a->tagged && a->part && a->pages_told == a->pages,
	     eng_str_printf(arena, "%zu of %zu pages tagged for readers of screens%s",
			    a->tagged ? a->pages_told : 0, a->pages,
			    a->part ? " (PDF/UA-1)" : ", and the file does not say so"));
	tell_headings(leaf, a->headings, a->gaps);
	tell_share(leaf, a->figures_told, a->figures, "figures described in words");
	tell_share(leaf, a->tables_told, a->tables,
		   "tables with header cells that say what they head");
	tell_share(leaf, a->links_told, a->links, "links with words of their own");
}

static void write_pdf(eng_leaf *leaf, const eng_artifact *artifact) {
	eng_pdf_access access;
	eng_arena arena;
	const char *why;

	eng_arena_init(&arena);
	why = eng_pdf_access_read(&arena, eng_buf_view(&artifact->bytes),
				  leaf->stop->document->password, &access);
	if (why) {
		tell(leaf, false, eng_str_copy(leaf->stop->arena, eng_str_from(why)));
	} else {
		tell_pdf(leaf, &access);
	}
	eng_arena_finish(&arena);
}

/* ---- the others, by their document ---- */

static void write_others(eng_leaf *leaf, const eng_artifact *artifact) {
	const eng_document *doc = leaf->stop->document;
	counts c = { .channel = artifact->channel, .level = 1 }; /* the title */

	tell_language(leaf, doc->language, doc->language.n > 0);
	if (!eng_channels[artifact->channel]->assembles) {
		count(&c, doc->body);
		tell_headings(leaf, c.headings, c.steps);
		tell_share(leaf, c.described, c.figures, "figures described in words");
		tell_share(leaf, c.headed, c.tables, "tables with a heading over each column");
	}
}

void eng_leaf_access(eng_leaf *leaf, const eng_artifact *artifact) {
	eng_json_member_array(leaf->w, "access");
	if (eng_channels[artifact->channel]->pages) {
		write_pdf(leaf, artifact);
	} else {
		write_others(leaf, artifact);
	}
	eng_json_write_array_end(leaf->w);
}
