/* Items of records come from the trace, the document and its artifacts; those of templates from the
 * compiled program, by the same names. */
#include "review/items.h"

#include "content/program.h"
#include "review/pieces.h"

typedef struct teller {
	const char *library;
	eng_arena *arena;
	eng_item_fn *take;
	void *user;
} teller;

static void tell(const teller *t, const char *kind, eng_str key, eng_str text) {
	t->take(t->user, kind, key, text);
}

static void tell_word(const teller *t, const char *kind, eng_str word) {
	if (word.n) {
		tell(t, kind, word, word);
	}
}

/* ---- branches and lists, of both ---- */

static void tell_branch(const teller *t, eng_loc where, const char *what, eng_str test,
			bool taken) {
	eng_str place = eng_place_text(t->arena, t->library, where);

	tell(t, "branch",
	     eng_str_printf(t->arena, "%.*s %s", ENG_STR_ARG(place), taken ? "yes" : "no"),
	     eng_str_printf(t->arena, "%s%s%.*s%s", what, test.n ? " " : "", ENG_STR_ARG(test),
			    taken ? "" : ": no"));
}

static const char *const sizes[] = { "no row", "one row", "several rows" };

static void tell_list(const teller *t, eng_loc where, eng_str select, size_t size) {
	eng_str place = eng_place_text(t->arena, t->library, where);

	tell(t, "list", eng_str_printf(t->arena, "%.*s %zu", ENG_STR_ARG(place), size),
	     eng_str_printf(t->arena, "%.*s: %s", ENG_STR_ARG(select), sizes[size]));
}

static void tell_version(const teller *t, eng_str id, int version, eng_str language) {
	eng_str name = eng_str_printf(t->arena, "%.*s version %d, %.*s", ENG_STR_ARG(id), version,
				      ENG_STR_ARG(language));

	tell(t, "block", name, name);
}

/* ---- a record ---- */

static void tell_turns(const teller *t, const eng_trace *trace) {
	for (size_t i = 0; i < trace->n; i++) {
		const eng_turn *turn = &trace->turns[i];
		bool test = turn->kind == ENG_TURN_IF || turn->kind == ENG_TURN_WHEN;

		if (turn->kind == ENG_TURN_LIST) {
			tell_list(t, turn->where, turn->source, turn->rows > 2 ? 2 : turn->rows);
		} else if (turn->kind == ENG_TURN_INCLUDE) {
			tell_word(t, "fragment", turn->source);
		} else if (turn->kind == ENG_TURN_IF || turn->taken || !test) {
			tell_branch(t, turn->where, eng_turn_kind_name(turn->kind), turn->source,
				    turn->taken);
		}
	}
}

static const eng_node *table_around(const eng_node *node) {
	while (node && node->type != ENG_NODE_TABLE) {
		node = node->parent;
	}
	return node;
}

/* Tables that stand on more than one page. */
static void tell_breaks(const teller *t, const eng_layout *layout) {
	GHashTable *pages = g_hash_table_new(NULL, NULL);

	for (size_t i = 0; i < layout->page_count; i++) {
		for (size_t k = 0; k < layout->pages[i].count; k++) {
			const eng_node *table = table_around(layout->pages[i].items[k].node);
			size_t first =
			    table ? GPOINTER_TO_SIZE(g_hash_table_lookup(pages, table)) : 0;

			if (table && !first) {
				g_hash_table_insert(pages, (gpointer)table,
						    GSIZE_TO_POINTER(i + 1));
			} else if (table && first != i + 1) {
				eng_str place = eng_place_text(t->arena, t->library, table->where);

				tell(t, "break", place,
				     eng_str_printf(t->arena, "table over several pages (%.*s)",
						    ENG_STR_ARG(place)));
			}
		}
	}
	g_hash_table_destroy(pages);
}

static void tell_pages(const teller *t, eng_ctx *ctx, const eng_setting *s, const eng_stop *stop,
		       const eng_artifact *a) {
	const eng_layout *layout =
	    a->layout ? a->layout
		      : eng_layout_pages(ctx, stop->arena, eng_workshop_press(s->shop),
					 stop->document, a->channel);

	if (layout) {
		tell_word(t, "pages",
			  eng_str_printf(t->arena, "%zu page%s", layout->page_count,
					 layout->page_count == 1 ? "" : "s"));
		tell_breaks(t, layout);
	}
}

static void tell_artifact(const teller *t, const eng_artifact *a) {
	const char *name = eng_channel_names[a->channel];

	tell_word(t, "channel", eng_str_printf(t->arena, "%s (%s)", name, a->reason));
	if (a->measures.encoding) {
		tell_word(t, "segments",
			  eng_str_printf(t->arena, "%zu segment%s of %s", a->measures.segments,
					 a->measures.segments == 1 ? "" : "s",
					 a->measures.encoding));
	}
}

static void tell_document(const teller *t, const eng_document *doc) {
	tell_word(t, "language", doc->language);
	tell_word(t, "jurisdiction", doc->jurisdiction);
	for (size_t i = 0; i < doc->block_count; i++) {
		tell_version(t, doc->blocks[i].id, doc->blocks[i].version, doc->blocks[i].language);
	}
}

/* A record that cannot be sent is covered by the first thing that stands against it. */
static void tell_fault(const teller *t, const eng_stop *stop) {
	for (size_t i = 0; i < stop->diag_count; i++) {
		if (stop->diags[i].level == ENG_ERROR) {
			tell_word(t, "fault", eng_str_from(stop->diags[i].code));
			return;
		}
	}
}

void eng_items_of_stop(eng_ctx *ctx, const eng_setting *s, const eng_stop *stop, eng_item_fn *take,
		       void *user) {
	const teller t = { s->job->library, stop->arena, take, user };

	if (!stop->good) {
		tell_fault(&t, stop);
	}
	if (!stop->document) {
		return;
	}
	tell_document(&t, stop->document);
	tell_turns(&t, stop->trace);
	if (stop->skipped) {
		tell_word(&t, "skipped", eng_str_from(stop->skipped));
		return;
	}
	for (size_t i = 0; i < stop->work->count; i++) {
		const eng_artifact *a = &stop->work->artifacts[i];

		tell_artifact(&t, a);
		if (eng_channels[a->channel]->pages && !eng_channels[a->channel]->mirrors) {
			tell_pages(&t, ctx, s, stop, a);
		}
	}
}

/* ---- a template ---- */

typedef struct survey {
	teller t;
	const eng_template *tmpl;
	eng_date run_date;
	GHashTable *seen; /* operations */
} survey;

static void survey_ops(survey *s, const eng_op *op);

static void survey_rows(survey *s, const eng_op_rows *rows) {
	for (size_t size = 0; size < 3; size++) {
		tell_list(&s->t, eng_expr_where(rows->select), eng_expr_source(rows->select), size);
	}
}

static void survey_table(survey *s, const eng_op_table *table) {
	survey_rows(s, &table->rows);
	survey_ops(s, table->caption);
	for (size_t i = 0; i < table->column_count; i++) {
		survey_ops(s, table->columns[i].heading);
		survey_ops(s, table->columns[i].cell);
	}
	survey_ops(s, table->group_heading);
	survey_ops(s, table->subtotals);
	survey_ops(s, table->totals);
	survey_ops(s, table->feet);
	survey_ops(s, table->more);
}

static bool speaks(const survey *s, const eng_block_version *version) {
	for (size_t i = 0; i < s->tmpl->language_count; i++) {
		if (eng_block_speaks(version, s->tmpl->languages[i])) {
			return true;
		}
	}
	return false;
}

static void survey_block(survey *s, const eng_block *block) {
	for (size_t i = 0; block && i < block->n; i++) {
		const eng_block_version *v = block->versions[i];

		if (eng_block_in_force(v, s->run_date) && speaks(s, v) && !v->withdrawn &&
		    !eng_block_is_superseded(block, v, s->run_date)) {
			tell_version(&s->t, v->id, v->version, v->language);
		}
	}
}

static void survey_include(survey *s, const eng_op *op) {
	for (size_t i = 0; i < op->as.include.n; i++) {
		const eng_fragment *form = op->as.include.forms[i];

		tell_word(&s->t, "fragment", form->id);
		survey_ops(s, form->body);
	}
}

static void survey_test(survey *s, const eng_op *op, bool choice) {
	const eng_expr *test = op->as.test.test;
	const char *word = !choice ? "if" : test ? "when" : "otherwise";
	eng_str source = test ? eng_expr_source(test) : (eng_str){ 0 };

	tell_branch(&s->t, op->where, word, source, true);
	if (!choice && test) {
		tell_branch(&s->t, op->where, word, source, false);
	}
}

static void survey_node(survey *s, const eng_op *op) {
	if (op->type == ENG_NODE_TABLE) {
		survey_table(s, op->as.table);
	} else if (op->type == ENG_NODE_CHART) {
		survey_rows(s, &op->as.chart->rows);
	} else if (op->type == ENG_NODE_BLOCK) {
		survey_block(s, op->as.block->block);
	} else if (op->type == ENG_NODE_FACT) {
		survey_ops(s, op->as.fact.label);
	}
}

static void survey_op(survey *s, const eng_op *op, bool choice) {
	switch (op->kind) {
	case ENG_OP_IF:
		survey_test(s, op, choice);
		break;
	case ENG_OP_FOR_EACH:
		survey_rows(s, &op->as.rows);
		break;
	case ENG_OP_INCLUDE:
		survey_include(s, op);
		break;
	case ENG_OP_NODE:
		survey_node(s, op);
		break;
	default:
		break;
	}
	for (const eng_op *child = op->first; child; child = child->next) {
		survey_op(s, child, op->kind == ENG_OP_CHOOSE);
	}
}

/* Fragments may be included in many places: each is told once. */
static void survey_ops(survey *s, const eng_op *op) {
	for (; op && g_hash_table_add(s->seen, (gpointer)op); op = op->next) {
		survey_op(s, op, false);
	}
}

void eng_items_of_template(const eng_setting *setting, eng_arena *arena, eng_item_fn *take,
			   void *user) {
	const eng_template *tmpl = eng_workshop_template(setting->shop);
	survey s = { .t = { setting->job->library, arena, take, user },
		     .tmpl = tmpl,
		     .run_date = setting->job->run_date,
		     .seen = g_hash_table_new(NULL, NULL) };

	for (size_t i = 0; i < tmpl->language_count; i++) {
		tell_word(&s.t, "language", tmpl->languages[i]);
	}
	survey_ops(&s, tmpl->head);
	survey_ops(&s, tmpl->title);
	survey_ops(&s, tmpl->brief);
	survey_ops(&s, tmpl->body);
	g_hash_table_destroy(s.seen);
}
