/* Composing a record: who gets it, in which language, then parts, title, brief and body. */
#include "compose/compose.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "compose/state.h"
#include "expr/locale.h"
#include "expr/message.h"

eng_composer *eng_composer_new(eng_ctx *ctx, eng_library *library, const eng_template *tmpl,
			       const eng_compose_options *options) {
	eng_composer *composer = eng_malloc(sizeof(*composer));

	(void)ctx;
	*composer = (eng_composer){ .library = library, .tmpl = tmpl, .options = *options };
	return composer;
}

void eng_composer_free(eng_composer *composer) {
	for (size_t i = 0; composer && i < composer->locale_count; i++) {
		eng_locale_free(composer->locales[i].locale);
	}
	if (composer) {
		eng_arena_finish(&composer->lists);
		free(composer->locales);
	}
	free(composer);
}

const eng_locale *eng_composer_locale(eng_ctx *ctx, eng_composer *composer, eng_str language,
				      eng_str region) {
	char key[96], tag[48], area[16];
	eng_locale *locale;

	snprintf(tag, sizeof(tag), "%.*s", ENG_STR_ARG(language));
	snprintf(area, sizeof(area), "%.*s", ENG_STR_ARG(region));
	snprintf(key, sizeof(key), "%s %s", tag, area);
	for (size_t i = 0; i < composer->locale_count; i++) {
		if (strcmp(composer->locales[i].key, key) == 0) {
			return composer->locales[i].locale;
		}
	}
	locale = eng_locale_new(ctx, tag, area);
	if (!locale) {
		return NULL;
	}
	if (composer->locale_count == composer->locale_cap) {
		composer->locale_cap = composer->locale_cap ? 2 * composer->locale_cap : 8;
		composer->locales = eng_realloc(composer->locales,
						composer->locale_cap * sizeof(*composer->locales));
	}
	memcpy(composer->locales[composer->locale_count].key, key, sizeof(key));
	composer->locales[composer->locale_count++].locale = locale;
	return locale;
}

/* ---- language ---- */

static bool same_tag(eng_str a, eng_str b) {
	return a.n == b.n && strncasecmp(a.s, b.s, a.n) == 0;
}

/* The listed language for a tag: itself, or what is left when subtags are taken off. */
static bool match_language(const eng_template *t, eng_str tag, eng_str *out) {
	while (tag.n) {
		for (size_t i = 0; i < t->language_count; i++) {
			if (same_tag(t->languages[i], tag)) {
				*out = t->languages[i];
				return true;
			}
		}
		while (tag.n && tag.s[tag.n - 1] != '-') {
			tag.n--;
		}
		tag.n -= tag.n > 0;
	}
	return false;
}

/* The subtag of two letters behind the first, in capitals: the region. */
static eng_str tag_region(eng_arena *arena, eng_str tag) {
	eng_str rest = tag, subtag;

	eng_str_split(&rest, '-', &subtag);
	while (eng_str_split(&rest, '-', &subtag)) {
		if (subtag.n == 2) {
			char *region = eng_str_dup(arena, subtag);

			for (size_t i = 0; i < 2; i++) {
				region[i] = (char)(region[i] & ~0x20);
			}
			return (eng_str){ region, 2 };
		}
	}
	return (eng_str){ 0 };
}

static bool choose_language(eng_composing *s) {
	const eng_template *t = s->tmpl;
	eng_document *doc = s->doc;
	eng_str tag, given;

	/* The attributes are read in the fallback language: they are codes, not words. */
	s->eval.locale = eng_composer_locale(
	    s->ctx, s->composer, t->fallback.n ? t->fallback : t->languages[0], (eng_str){ 0 });
	if (!s->eval.locale || !eng_compose_attr(s, &t->lang, &given) ||
	    !eng_compose_attr(s, &t->jurisdiction, &doc->jurisdiction)) {
		return false;
	}
	tag = eng_str_copy(s->arena, given);
	for (size_t i = 0; i < tag.n; i++) {
		((char *)tag.s)[i] = (char)(tag.s[i] == '_' ? '-' : tag.s[i]);
	}
	if (match_language(t, tag, &doc->language)) {
		doc->region = tag_region(s->arena, tag);
	} else if (t->fallback.n) {
		doc->language = t->fallback;
	} else {
		return eng_fail(s->ctx, "template.language", t->lang.where,
				tag.n ? "the template does not speak '%s' and has no fallback"
				      : "the record names no language%s and the template has no "
					"fallback",
				eng_quote(s->arena, tag));
	}
	if (doc->region.n == 0) {
		doc->region = eng_str_sub(doc->jurisdiction, 0, 2);
	}
	s->eval.locale = eng_composer_locale(s->ctx, s->composer, doc->language, doc->region);
	doc->rtl = s->eval.locale && eng_locale_is_rtl(s->eval.locale);
	return s->eval.locale != NULL;
}

/* ---- recipient and context ---- */

static void put_line(eng_composing *s, eng_recipient *r, size_t *cap, eng_str text) {
	eng_str line = eng_compose_one_line(s->arena, text);

	if (line.n) {
		r->address = eng_arena_grow(s->arena, r->address, r->address_lines, cap,
					    sizeof(*r->address));
		r->address[r->address_lines++] = line;
	}
}

static bool add_line(eng_composing *s, eng_recipient *r, size_t *cap, const eng_result *result,
		     eng_loc where) {
	eng_value value;
	bool present;
	eng_str text, line;

	if (result->kind == ENG_RESULT_MISSING) {
		return true;
	}
	if (!eng_result_value(&s->eval, result, &value, &present)) {
		return false;
	}
	text = eng_str_trim(value.text);
	if (!present || text.n == 0) {
		return true;
	}
	if (!eng_compose_clean(s, text, where, result->from)) {
		return false;
	}
	if (result->kind == ENG_RESULT_NODES) { /* line feeds of data are white space */
		put_line(s, r, cap, text);
		return true;
	}
	while (eng_str_split(&text, '\n', &line)) {
		put_line(s, r, cap, line);
	}
	return true;
}

static bool add_nodes(eng_composing *s, eng_recipient *r, size_t *cap, const eng_result *result,
		      eng_loc where) {
	for (size_t i = 0; i < result->as.nodes.n; i++) {
		eng_result one = { .kind = ENG_RESULT_NODES };

		if (eng_field_is_missing(result->as.nodes.items[i])) {
			continue;
		}
		one.as.nodes.items = &result->as.nodes.items[i];
		one.as.nodes.n = 1;
		if (!add_line(s, r, cap, &one, where)) {
			return false;
		}
	}
	return true;
}

static bool add_lines(eng_composing *s, eng_recipient *r, size_t *cap, const eng_result *result,
		      eng_loc where) {
	if (result->kind == ENG_RESULT_NODES) {
		return add_nodes(s, r, cap, result, where);
	}
	if (result->kind != ENG_RESULT_SEQUENCE) {
		return add_line(s, r, cap, result, where);
	}
	for (size_t i = 0; i < result->as.sequence.n; i++) {
		const eng_result *item = &result->as.sequence.items[i];
		bool good = item->kind == ENG_RESULT_NODES ? add_nodes(s, r, cap, item, where)
							   : add_line(s, r, cap, item, where);

		if (!good) {
			return false;
		}
	}
	return true;
}

static bool compose_recipient(eng_composing *s, eng_recipient *r) {
	const eng_template *t = s->tmpl;
	size_t cap = 0;

	*r = (eng_recipient){ 0 };
	if (!eng_compose_attr_needed(s, &t->recipient.id, "id", &r->id) ||
	    !eng_compose_attr(s, &t->recipient.name, &r->name) ||
	    !eng_compose_attr(s, &t->recipient.email, &r->email) ||
	    !eng_compose_attr(s, &t->recipient.phone, &r->phone) ||
	    !eng_compose_attr(s, &t->recipient.prefers, &r->prefers) ||
	    !eng_compose_attr(s, &t->recipient.country, &r->country) ||
	    !eng_compose_attr(s, &t->recipient.postcode, &r->postcode) ||
	    !eng_compose_attr(s, &t->recipient.point, &r->delivery_point) ||
	    !eng_compose_href_some(s, &t->recipient.unsubscribe, t->recipient.unsubscribe_fixed,
				   &r->unsubscribe)) {
		return false;
	}
	for (size_t i = 0; i < t->recipient.address_count; i++) {
		eng_result result;

		if (!eng_expr_select(&s->eval, t->recipient.address[i], &result) ||
		    !add_lines(s, r, &cap, &result, t->recipient.where)) {
			return false;
		}
	}
	return true;
}

/* ---- the whole ---- */

static void start(eng_composing *s, eng_ctx *ctx, eng_composer *composer, eng_arena *arena,
		  const eng_record *record, eng_document *doc) {
	const eng_template *t = composer->tmpl;

	*s = (eng_composing){ .ctx = ctx,
			      .composer = composer,
			      .arena = arena,
			      .tmpl = t,
			      .record = record,
			      .doc = doc };
	eng_arena_reset(&composer->lists);
	s->frame = eng_arena_new_array(arena, t->slots, eng_result);
	s->eval = (eng_eval){ .ctx = ctx,
			      .arena = arena,
			      .lists = &composer->lists,
			      .record = record,
			      .node = record->root,
			      .position = 1,
			      .last = 1,
			      .variables = s->frame,
			      .services = eng_library_services(composer->library),
			      .run_date = composer->options.run_date };
	doc->channels = composer->options.channels;
	doc->channel_names = composer->options.channel_names;
}

bool eng_compose_word(eng_composing *s, const char *key, eng_loc where, eng_str *out) {
	const eng_message *message =
	    eng_library_phrase(s->composer->library, eng_str_from(key), s->doc->language);

	return (message && eng_message_is_plain(message, out)) ||
	       eng_fail(s->ctx, "strings.missing", where,
			"language '%.*s' needs the plain phrase '%s'",
			ENG_STR_ARG(s->doc->language), key);
}

static bool set_draft(eng_composing *s) {
	s->doc->draft = s->composer->options.draft;
	return !s->doc->draft ||
	       eng_compose_word(s, "engross.draft", s->tmpl->where, &s->doc->draft_mark);
}

static bool compose_lines(eng_composing *s) {
	const eng_template *t = s->tmpl;
	eng_document *doc = s->doc;

	doc->title = eng_compose_label(s, t->title, t->where, doc->channels);
	if (!doc->title) {
		return false;
	}
	if (!doc->title->first) {
		return eng_fail(s->ctx, "template.empty-value", t->title->where,
				"the title has no words");
	}
	if (t->brief) {
		doc->brief = eng_compose_label(s, t->brief, t->where, doc->channels);
		if (!doc->brief) {
			return false;
		}
		if (!doc->brief->first) {
			doc->brief = NULL;
		}
	}
	return true;
}

static bool compose_context(eng_composing *s) {
	const eng_template *t = s->tmpl;

	return eng_compose_attr(s, &t->context.id, &s->doc->context.id) &&
	       eng_compose_attr(s, &t->context.journey, &s->doc->context.journey) &&
	       eng_compose_attr(s, &t->context.stage, &s->doc->context.stage);
}

eng_document *eng_compose(eng_ctx *ctx, eng_composer *composer, eng_arena *arena,
			  const eng_record *record) {
	const eng_template *t = composer->tmpl;
	eng_document *doc = eng_arena_new(arena, eng_document);
	eng_composing s;

	start(&s, ctx, composer, arena, record, doc);
	s.eval.steps = &s.steps;
	if (composer->options.trace) {
		*composer->options.trace = (eng_trace){ 0 };
	}
	doc->template_id = t->id;
	doc->template_version = t->version;
	doc->theme_id = t->theme;
	doc->purpose = t->purpose;
	doc->layout_epoch = t->layout_epoch;
	doc->run_date = composer->options.run_date;
	doc->ordinal = record->ordinal;
	if (!choose_language(&s) || !set_draft(&s) ||
	    !eng_compose_ops(&s, t->head->first, NULL, doc->channels) ||
	    !compose_recipient(&s, &doc->recipient) || !compose_context(&s) || !compose_lines(&s)) {
		return NULL;
	}
	doc->body = eng_compose_node(&s, t->body, ENG_NODE_BODY, doc->channels);
	if (!doc->body || !eng_compose_ops(&s, t->body->first, doc->body, doc->channels)) {
		return NULL;
	}
	doc->node_count = s.nodes;
	eng_arena_reset(&composer->lists);
	return doc;
}

/* Only the variables of the head are needed to know who gets it. */
bool eng_compose_recipient(eng_ctx *ctx, eng_composer *composer, eng_arena *arena,
			   const eng_record *record, eng_recipient *recipient) {
	eng_document *doc = eng_arena_new(arena, eng_document);
	eng_composing s;

	start(&s, ctx, composer, arena, record, doc);
	s.eval.steps = &s.steps;
	if (!choose_language(&s)) {
		return false;
	}
	for (const eng_op *op = composer->tmpl->head->first; op; op = op->next) {
		if (op->kind == ENG_OP_LET &&
		    !eng_expr_select(&s.eval, op->as.let.select, &s.frame[op->as.let.slot])) {
			return false;
		}
	}
	return compose_recipient(&s, recipient);
}
