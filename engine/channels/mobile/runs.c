/* Rich text runs: inline nodes flattened to a list whose members say how their text is marked. */
#include "channels/common/bidi.h"
#include "channels/common/url.h"
#include "channels/common/view.h"
#include "channels/mobile/components.h"
#include "document/node-cases.h"

/* The marks that hold at a place; inherited downwards. */
typedef struct marks {
	bool strong, em, nobr;
	eng_str role, lang, href;
} marks;

static bool run_children(eng_components *c, const eng_node *node, marks m);

static void value_members(eng_json_writer *json, const eng_answer *value) {
	eng_json_member_text(json, "kind", eng_str_from(eng_value_kind_name(value->kind)));
	if (value->kind != ENG_VALUE_MASKED) {
		eng_json_member_some(json, "raw", value->raw);
	}
	if (value->kind == ENG_VALUE_MONEY) {
		eng_json_member_some(json, "currency", eng_str_from(value->currency));
	}
}

void eng_components_value(eng_components *c, const char *key, const eng_value *value) {
	const eng_answer answer = eng_answer_of(value);

	if (value->text.n == 0 && value->raw.n == 0) {
		return;
	}
	if (key) {
		eng_json_write_key(c->json, eng_str_from(key));
	}
	eng_json_write_object(c->json);
	eng_json_member_text(c->json, "text", value->text);
	value_members(c->json, &answer);
	eng_json_write_object_end(c->json);
}

static void text_run(eng_components *c, const eng_node *node, const marks *m) {
	const eng_answer *value = &node->as.text.value;

	eng_json_write_object(c->json);
	eng_json_member_text(c->json, "text", eng_bidi_balance(c->arena, value->text));
	if (m->strong) {
		eng_json_member_bool(c->json, "strong", true);
	}
	if (m->em) {
		eng_json_member_bool(c->json, "em", true);
	}
	if (m->nobr) {
		eng_json_member_bool(c->json, "nobr", true);
	}
	eng_json_member_some(c->json, "url", m->href);
	eng_json_member_some(c->json, "role", m->role);
	eng_json_member_some(c->json, "lang", m->lang);
	if (eng_bidi_isolates(node, c->doc->rtl)) {
		eng_json_member_bool(c->json, "isolate", true);
	}
	if (value->kind != ENG_VALUE_TEXT) {
		eng_json_member_object(c->json, "value");
		value_members(c->json, value);
		eng_json_write_object_end(c->json);
	}
	eng_json_write_object_end(c->json);
}

static bool footnote_run(eng_components *c, const eng_node *node) {
	bool ok;

	eng_json_write_object(c->json);
	eng_json_member_array(c->json, "footnote");
	ok = run_children(c, node, (marks){ 0 });
	eng_json_write_array_end(c->json);
	eng_json_write_object_end(c->json);
	return ok;
}

static bool run(eng_components *c, const eng_node *node, marks m) {
	m.role = node->tags->role.n ? node->tags->role : m.role;
	m.lang = node->tags->lang.n ? node->tags->lang : m.lang;
	switch (node->type) {
	case ENG_NODE_TEXT:
		text_run(c, node, &m);
		return true;
	case ENG_NODE_BR:
		eng_json_write_object(c->json);
		eng_json_member_bool(c->json, "break", true);
		eng_json_write_object_end(c->json);
		return true;
	case ENG_NODE_FOOTNOTE:
		return footnote_run(c, node);
	case ENG_NODE_PAGE_NUMBER:
	case ENG_NODE_PAGE_COUNT:
		return true; /* a screen has no pages */
	case ENG_NODE_LINK:
		m.href = node->as.link.href;
		return eng_url_check(c->ctx, c->arena, m.href, node->where) &&
		       run_children(c, node, m);
	case ENG_NODE_STRONG:
		m.strong = true;
		break;
	case ENG_NODE_EM:
		m.em = true;
		break;
	case ENG_NODE_NOBR:
		m.nobr = true;
		break;
	case ENG_NODE_SPAN:
	ENG_CASES_OF_BLOCKS: /* the lone paragraph of a label */
		break;
	}
	return run_children(c, node, m);
}

static bool run_children(eng_components *c, const eng_node *node, marks m) {
	for (const eng_node *child = eng_view_first(node, c->channel); child;
	     child = eng_view_next(child, c->channel)) {
		if (!run(c, child, m)) {
			return false;
		}
	}
	return true;
}

bool eng_components_runs(eng_components *c, const char *key, const eng_node *node) {
	bool ok;

	if (!node) {
		return true;
	}
	eng_json_write_key(c->json, eng_str_from(key));
	eng_json_write_array(c->json);
	ok = eng_node_is_inline(node) ? run(c, node, (marks){ 0 })
				      : run_children(c, node, (marks){ 0 });
	eng_json_write_array_end(c->json);
	return ok;
}
