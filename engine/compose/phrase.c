/* Phrases with inline arguments: the catalogue orders the pieces, the template fills them. */
#include "compose/state.h"
#include "expr/message.h"

#define ARGUMENTS_MAX 32

/* What an argument's plural, select and text are decided by. */
static bool argument_value(eng_composing *s, const eng_op_arg *arg, eng_value *out) {
	const eng_op *op = arg->content->first;
	const eng_field *from;
	eng_buf text = { 0 };
	eng_node *label;
	bool present = false;

	*out = (eng_value){ 0 };
	if (op && !op->next && op->kind == ENG_OP_VALUE) {
		return eng_expr_value(&s->eval, op->as.value.expr, out, &from, &present);
	}
	label = eng_compose_label(s, arg->content, arg->where, s->doc->channels);
	if (!label) {
		return false;
	}
	eng_node_text(label, -1, &text);
	out->text = eng_str_copy(s->arena, eng_buf_view(&text));
	out->raw = out->text;
	eng_buf_finish(&text);
	return true;
}

/* Only the arguments that this language's pattern uses; which[] maps back to the template's. */
static bool read_arguments(eng_composing *s, const eng_op *op, const eng_message *message,
			   eng_argument *arguments, size_t *which, size_t *count) {
	const eng_str *names;
	size_t n;

	*count = 0;
	eng_message_arguments(message, &names, &n);
	for (size_t i = 0; i < op->as.phrase.n; i++) {
		const eng_op_arg *arg = &op->as.phrase.args[i];
		bool wanted = false;

		for (size_t k = 0; k < n; k++) {
			wanted = wanted || eng_str_eq(names[k], arg->name);
		}
		if (!wanted || *count == ARGUMENTS_MAX) {
			continue;
		}
		arguments[*count].name = arg->name;
		if (!argument_value(s, arg, &arguments[*count].value)) {
			return false;
		}
		which[(*count)++] = i;
	}
	return true;
}

static eng_node *open_mark(eng_composing *s, const eng_op *op, eng_node_type type,
			   const eng_node *parent) {
	const eng_op plain = { .where = op->where };
	eng_node *node = eng_compose_node(s, &plain, type, parent->channels);

	if (!node || type != ENG_NODE_LINK) {
		return node;
	}
	if (!op->as.phrase.href.present) {
		return eng_fail_null(s->ctx, "strings.link", op->where,
				     "phrase '%.*s' has a [link], give the phrase an 'href'",
				     ENG_STR_ARG(op->as.phrase.key));
	}
	return eng_compose_href(s, &op->as.phrase.href, false, &node->as.link.href) ? node : NULL;
}

/* Sets the parts; marks nest as they are written, with parents kept in the nodes themselves. */
static bool set_parts(eng_composing *s, const eng_op *op, eng_node *parent,
		      const eng_message_part *parts, size_t n, const size_t *which) {
	const eng_provenance from = { .origin = ENG_ORIGIN_STRING, .detail = op->as.phrase.key };
	eng_node *at = parent, *node;

	for (size_t i = 0; i < n; i++) {
		switch (parts[i].kind) {
		case ENG_MESSAGE_TEXT:
			if (!eng_write_words(s, at, parts[i].text, op->where, from)) {
				return false;
			}
			break;
		case ENG_MESSAGE_ARGUMENT:
			if (!eng_compose_ops(
				s, op->as.phrase.args[which[parts[i].argument]].content->first, at,
				at->channels)) {
				return false;
			}
			break;
		case ENG_MESSAGE_STRONG_START:
		case ENG_MESSAGE_LINK_START:
			node = open_mark(s, op,
					 parts[i].kind == ENG_MESSAGE_LINK_START ? ENG_NODE_LINK
										 : ENG_NODE_STRONG,
					 at);
			if (!node) {
				return false;
			}
			node->parent = at;
			at = node;
			break;
		case ENG_MESSAGE_STRONG_END:
		case ENG_MESSAGE_LINK_END:
			node = at;
			at = node->parent;
			eng_write_close(s, at, node);
			if (node->first) {
				eng_node_append(at, node);
			}
			break;
		}
	}
	return true;
}

bool eng_compose_phrase(eng_composing *s, const eng_op *op, eng_node *parent, eng_channel_set set) {
	eng_argument arguments[ARGUMENTS_MAX];
	size_t which[ARGUMENTS_MAX], n, part_count;
	const eng_message_part *parts;
	const eng_message *message =
	    eng_library_phrase(s->composer->library, op->as.phrase.key, s->doc->language);

	(void)set;
	if (!message) {
		return eng_fail(s->ctx, "strings.missing", op->where,
				"phrase '%.*s' is missing in language '%.*s'",
				ENG_STR_ARG(op->as.phrase.key), ENG_STR_ARG(s->doc->language));
	}
	return read_arguments(s, op, message, arguments, which, &n) &&
	       eng_message_format(s->ctx, s->arena, message, s->eval.locale, arguments, n,
				  op->where, &parts, &part_count) &&
	       set_parts(s, op, parent, parts, part_count, which);
}
