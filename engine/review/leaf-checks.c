/* What else was checked of an artifact: rules by what was told about them, and what people who cannot see it
 * are given, counted on the document, which the proof has compared with the artifact's bytes. */
#include "compliance/rules.h"
#include "review/leaf.h"

/* ---- rules ---- */

static bool is_told(const eng_stop *stop, eng_str name) {
	for (size_t i = 0; i < stop->diag_count; i++) {
		eng_str message = eng_str_from(stop->diags[i].message);

		if (stop->diags[i].level == ENG_ERROR && eng_str_index(message, name) < message.n) {
			return true;
		}
	}
	return false;
}

static void write_rule(eng_leaf *leaf, const eng_artifact *artifact, const eng_content_rule *rule) {
	eng_arena *arena = leaf->stop->arena;
	bool told = is_told(leaf->stop, eng_str_from(eng_rule_name(arena, rule)));
	bool judged = leaf->stop->good || artifact->proof.read;

	eng_json_write_object(leaf->w);
	eng_json_member_text(leaf->w, "id", rule->id);
	eng_json_member_text(leaf->w, "pack", rule->pack->id.n ? rule->pack->id : rule->pack->path);
	eng_json_member_cstr(leaf->w, "state", told ? "broken" : judged ? "kept" : "open");
	eng_json_member_text(leaf->w, "asks", eng_rule_demands(arena, rule));
	eng_json_member_some(leaf->w, "why", rule->auditor);
	eng_json_member_some(leaf->w, "source", rule->source);
	eng_json_write_object_end(leaf->w);
}

static void write_rules(eng_leaf *leaf, const eng_artifact *artifact) {
	const eng_document *doc = leaf->stop->document;

	eng_json_member_array(leaf->w, "rules");
	for (size_t i = 0; i < doc->rule_count; i++) {
		if (doc->rules[i]->channels >> artifact->channel & 1) {
			write_rule(leaf, artifact, doc->rules[i]);
		}
	}
	eng_json_write_array_end(leaf->w);
}

/* ---- access ---- */

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

static void tell_counts(eng_leaf *leaf, const counts *c) {
	eng_arena *arena = leaf->stop->arena;

	if (c->headings) {
		tell(leaf, c->steps == 0,
		     eng_str_printf(arena, "%zu heading%s, %s", c->headings,
				    c->headings == 1 ? "" : "s",
				    c->steps ? "some leave out a level" : "no level left out"));
	}
	if (c->figures) {
		tell(leaf, c->described == c->figures,
		     eng_str_printf(arena, "%zu of %zu figures described in words", c->described,
				    c->figures));
	}
	if (c->tables) {
		tell(leaf, c->headed == c->tables,
		     eng_str_printf(arena, "%zu of %zu tables with a heading over each column",
				    c->headed, c->tables));
	}
}

/* The file's own metadata, which stand in it as they are unless it is encrypted. */
static void tell_tags(eng_leaf *leaf, const eng_artifact *artifact) {
	eng_str bytes = eng_buf_view(&artifact->bytes);

	if (!leaf->stop->document->password.n) {
		tell(leaf, eng_str_index(bytes, ENG_STR("pdfuaid:part")) < bytes.n,
		     ENG_STR("tagged for readers of screens (PDF/UA)"));
	}
}

static void write_access(eng_leaf *leaf, const eng_artifact *artifact) {
	const eng_document *doc = leaf->stop->document;
	counts c = { .channel = artifact->channel, .level = 1 }; /* the title */

	eng_json_member_array(leaf->w, "access");
	tell(leaf, doc->language.n > 0,
	     eng_str_printf(leaf->stop->arena, "language %.*s, %s", ENG_STR_ARG(doc->language),
			    doc->rtl ? "right to left" : "left to right"));
	if (!eng_channels[artifact->channel]->assembles) {
		count(&c, doc->body);
		tell_counts(leaf, &c);
	}
	if (eng_channels[artifact->channel]->pages) {
		tell_tags(leaf, artifact);
	}
	eng_json_write_array_end(leaf->w);
}

void eng_leaf_checks(eng_leaf *leaf, const eng_artifact *artifact) {
	write_rules(leaf, artifact);
	write_access(leaf, artifact);
}
