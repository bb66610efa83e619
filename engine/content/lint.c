/* Walks the compiled operations of a template, fragments included. */
#include "content/lint.h"
#include "base/buf.h"

#define NAMED_MAX 8 /* fields named in the summary */

typedef struct lint {
	eng_compiler *c;
	const eng_template *tmpl;
	int depth;
} lint;

static void lint_ops(lint *l, const eng_op *op, eng_channel_set set);

static bool speaks(const eng_template *tmpl, const eng_block_version *version) {
	for (size_t i = 0; i < tmpl->language_count; i++) {
		if (eng_block_speaks(version, tmpl->languages[i])) {
			return true;
		}
	}
	return false;
}

static void lint_block(lint *l, const eng_op *op, eng_channel_set set) {
	const eng_block *block = op->as.block->block;
	eng_channel_set wanted = set & l->tmpl->assembling;

	for (size_t i = 0; block && wanted && i < block->n; i++) {
		const eng_block_version *version = block->versions[i];

		if (speaks(l->tmpl, version) && (wanted & ~version->served)) {
			eng_fail(l->c->ctx, "block.no-form", op->where,
				 "block '%.*s' has no form for sms and is not excluded from it",
				 ENG_STR_ARG(block->id));
			eng_note(l->c->ctx, version->where,
				 "this version needs <form channels=\"sms\">, or the block "
				 "except=\"sms\"");
			return;
		}
	}
}

/* A wording whose owner wanted to look at it again by now: still in force, but worth a word. */
static void lint_review(lint *l, const eng_op *op) {
	const eng_block *block = op->as.block->block;
	eng_date today = l->c->options->run_date;

	for (size_t i = 0; block && today.year && i < block->n; i++) {
		const eng_block_version *version = block->versions[i];

		if (speaks(l->tmpl, version) && !eng_block_is_superseded(block, version, today)) {
			eng_block_check_review(l->c->ctx, version, today);
		}
	}
}

static void lint_op(lint *l, const eng_op *op, eng_channel_set set) {
	set &= op->channels;
	if (op->kind == ENG_OP_NODE && op->type == ENG_NODE_BLOCK) {
		lint_block(l, op, set);
		lint_review(l, op);
	} else if (op->kind == ENG_OP_INCLUDE) {
		for (size_t i = 0; i < op->as.include.n; i++) {
			lint_ops(l, op->as.include.forms[i]->body, set);
		}
	} else if (op->kind == ENG_OP_NODE && op->type == ENG_NODE_TABLE) {
		lint_ops(l, op->as.table->more, set);
	} else {
		lint_ops(l, op->first, set);
	}
}

static void lint_ops(lint *l, const eng_op *op, eng_channel_set set) {
	if (l->depth >= l->c->ctx->limits.depth) {
		return;
	}
	l->depth++;
	for (; op; op = op->next) {
		lint_op(l, op, set);
	}
	l->depth--;
}

/* ---- fields that nothing reads ---- */

static void unused_fields(const eng_decl *decl, eng_arena *arena, eng_buf *names, int *n) {
	for (const eng_decl *d = decl->first; d; d = d->next) {
		if (d->first) {
			unused_fields(d, arena, names, n);
		} else if (!d->used) {
			if (*n < NAMED_MAX) {
				eng_buf_printf(names, "%s%s", *n ? ", " : "",
					       eng_decl_path(d, arena));
			}
			(*n)++;
		}
	}
}

void eng_lint_template(eng_compiler *c, const eng_template *tmpl) {
	lint l = { c, tmpl, 0 };
	eng_buf names = { 0 };
	int n = 0;

	lint_ops(&l, tmpl->head->first, tmpl->all);
	lint_ops(&l, tmpl->body ? tmpl->body->first : NULL, tmpl->all);
	unused_fields(tmpl->vocabulary->root, c->arena, &names, &n);
	if (n) {
		eng_warn(c->ctx, "template.unused-fields", tmpl->where,
			 "%d fields of vocabulary '%.*s' are never read: %s%s", n,
			 ENG_STR_ARG(tmpl->vocabulary->name), names.s, n > NAMED_MAX ? " ..." : "");
	}
	eng_buf_finish(&names);
}
