/* Reading one version of a block: blocks/<id>/<version>.<lang>.xml. */
#include <libxml/xmlerror.h>
#include <libxml/xmlregexp.h>
#include <string.h>

#include "base/file.h"
#include "content/block-file.h"
#include "content/compile.h"
#include "content/library-file.h"

static bool read_date(eng_compiler *c, eng_xml_node *e, const char *name, eng_date *out) {
	const eng_xml_attr *attr = eng_xml_attr_find(e, name);

	if (attr && (!eng_date_parse(attr->value, out) || out->has_time)) {
		*out = (eng_date){ 0 };
		return eng_fail(c->ctx, "block.bad-attribute", attr->at,
				"%s '%s' is not a date such as 2026-01-31", name,
				eng_quote(c->arena, attr->value));
	}
	return true;
}

static void read_jurisdictions(eng_compiler *c, eng_xml_node *e, eng_block_version *version) {
	const eng_xml_attr *attr = eng_xml_attr_find(e, "jurisdictions");
	eng_str rest = attr ? attr->value : (eng_str){ 0 }, word;
	const char *why;
	size_t cap = 0;

	while (eng_str_word(&rest, &word)) {
		if (!eng_type_accepts(ENG_TYPE_COUNTRY, word, false, &why)) {
			eng_fail(c->ctx, "block.bad-attribute",
				 eng_xml_attr_where(attr, (size_t)(word.s - attr->value.s)),
				 "'%s' is not a jurisdiction such as IE or US-CA",
				 eng_quote(c->arena, word));
			continue;
		}
		version->jurisdictions =
		    eng_arena_grow(c->arena, version->jurisdictions, version->jurisdiction_count,
				   &cap, sizeof(*version->jurisdictions));
		version->jurisdictions[version->jurisdiction_count++] =
		    eng_str_copy(c->arena, word);
	}
}

/* libxml2 would write to standard error what is said here with a place. */
static void say_nothing(void *user, xmlErrorPtr error) {
	(void)user;
	(void)error;
}

static void *compile_pattern(const char *pattern) {
	xmlStructuredErrorFunc outer = xmlStructuredError;
	void *outer_user = xmlStructuredErrorContext;
	xmlRegexpPtr regexp;

	xmlSetStructuredErrorFunc(NULL, say_nothing);
	regexp = xmlRegexpCompile((const xmlChar *)pattern);
	xmlSetStructuredErrorFunc(outer_user, outer);
	return regexp;
}

static void read_pattern(eng_compiler *c, eng_xml_node *e, eng_block_slot *slot) {
	const eng_xml_attr *attr = eng_xml_attr_find(e, "pattern");

	if (!attr) {
		return;
	}
	slot->pattern = attr->value;
	slot->matcher = compile_pattern(eng_str_dup(c->arena, attr->value));
	if (!slot->matcher) {
		eng_fail(c->ctx, "block.bad-attribute", attr->at,
			 "pattern '%s' is not a regular expression of XML Schema",
			 eng_quote(c->arena, attr->value));
	} else {
		eng_library_keep_regexp(c->library, slot->matcher);
	}
}

static void check_slot(eng_compiler *c, eng_xml_node *e, eng_block_slot *slot) {
	static const char *const formats[][5] = { { "no-decimals", "source", NULL },
						  { NULL },
						  { "fraction", NULL } };
	const eng_xml_attr *format = eng_xml_attr_find(e, "format");

	if (slot->type == ENG_SLOT_MONEY && !slot->currency.n == !slot->currency_from.n) {
		eng_fail(c->ctx, "block.bad-slot", e->where,
			 "a slot of money has either 'currency' or 'currency-from'");
	}
	if (slot->type != ENG_SLOT_TEXT && (slot->max_length || slot->pattern.n || slot->urls)) {
		eng_fail(c->ctx, "block.bad-slot", e->where,
			 "only a slot of text has 'max-length', 'pattern' and 'urls'");
	}
	if (format && (slot->type == ENG_SLOT_MONEY || slot->type == ENG_SLOT_PERCENT)) {
		eng_compile_word(c, e, "format", formats[slot->type], 0);
	} else if (format && slot->type >= ENG_SLOT_INTEGER) {
		eng_fail(c->ctx, "block.bad-slot", format->where,
			 "a slot of this type has no 'format'");
	}
}

static void read_slot(eng_compiler *c, eng_xml_node *e, eng_block_slot *slot) {
	static const char *const types[] = { "money",   "date", "percent",  "number",
					     "integer", "text", "currency", NULL };
	const char *why;

	if (!eng_compile_known(c, e, "slot")) {
		return;
	}
	eng_compile_empty(c, e);
	slot->where = e->where;
	slot->name = eng_str_copy(c->arena, eng_compile_id(c, e, "name", true));
	eng_compile_required(c, e, "type");
	slot->type = (eng_slot_type)eng_compile_word(c, e, "type", types, ENG_SLOT_TEXT);
	slot->currency = eng_xml_attr_value(e, "currency");
	slot->currency_from = eng_xml_attr_value(e, "currency-from");
	slot->format = eng_xml_attr_value(e, "format");
	slot->max_length = eng_compile_int(c, e, "max-length", 1, 10000, 0);
	slot->urls = eng_compile_yes(c, e, "urls");
	slot->optional = eng_compile_yes(c, e, "optional");
	read_pattern(c, e, slot);
	check_slot(c, e, slot);
	if (slot->currency.n && !eng_type_accepts(ENG_TYPE_CURRENCY, slot->currency, false, &why)) {
		eng_fail(c->ctx, "block.bad-slot", e->where, "currency '%s' should be %s",
			 eng_quote(c->arena, slot->currency), why);
	}
	if (eng_xml_attr_find(e, "select")) {
		eng_fail(c->ctx, "block.bad-slot", e->where,
			 "a block does not say where its slot comes from: no 'select'");
	}
}

static eng_block_slot *slot_named(const eng_block_version *version, eng_str name) {
	for (size_t i = 0; i < version->slot_count; i++) {
		if (eng_str_eq(version->slots[i].name, name)) {
			return &version->slots[i];
		}
	}
	return NULL;
}

static void read_slots(eng_compiler *c, eng_xml_node *root, eng_block_version *version) {
	size_t cap = 0;

	for (eng_xml_node *n = eng_xml_element(root->first); n; n = eng_xml_element(n->next)) {
		eng_block_slot slot = { 0 };

		if (!eng_str_eqc(n->name, "slot")) {
			continue;
		}
		read_slot(c, n, &slot);
		if (slot.name.n && slot_named(version, slot.name)) {
			eng_fail(c->ctx, "template.duplicate", n->where,
				 "slot '%.*s' is declared twice", ENG_STR_ARG(slot.name));
			continue;
		}
		version->slots = eng_arena_grow(c->arena, version->slots, version->slot_count, &cap,
						sizeof(*version->slots));
		version->slots[version->slot_count++] = slot;
	}
	for (size_t i = 0; i < version->slot_count; i++) {
		eng_str from = version->slots[i].currency_from;
		const eng_block_slot *code = from.n ? slot_named(version, from) : NULL;

		if (from.n && (!code || code->type != ENG_SLOT_CURRENCY)) {
			eng_fail(c->ctx, "block.bad-slot", version->slots[i].where,
				 "currency-from '%s' is not a slot of type currency",
				 eng_quote(c->arena, from));
		}
	}
}

static void read_form(eng_compiler *c, eng_xml_node *e, eng_block_version *version, size_t *cap) {
	const eng_xml_attr *channels = eng_xml_attr_find(e, "channels");
	eng_block_form *form;
	eng_channel_set twice;

	version->forms = eng_arena_grow(c->arena, version->forms, version->form_count, cap,
					sizeof(*version->forms));
	form = &version->forms[version->form_count++];
	form->where = e->where;
	form->plain = !channels;
	form->channels = channels ? eng_compile_channels(c, channels) : 0;
	form->body = eng_op_new(c, ENG_OP_SEQUENCE, e->where);
	eng_compile_flow(c, e, form->body);
	twice = version->served & form->channels;
	if (twice) {
		eng_fail(c->ctx, "block.bad-form", e->where, "two forms are for the same channel");
	}
	version->served |= form->channels;
	if (!form->body->first) {
		eng_fail(c->ctx, "block.bad-form", e->where, "the form has no wording");
	}
}

/* A form without channels is for all that walk the document and have no form of their own. */
static void share_out(eng_compiler *c, eng_block_version *version) {
	eng_channel_set rest = c->all & ~c->options->assembling & ~version->served;
	bool plain = false;

	for (size_t i = 0; i < version->form_count; i++) {
		eng_block_form *form = &version->forms[i];

		if (!form->plain) {
			continue;
		}
		if (plain) {
			eng_fail(c->ctx, "block.bad-form", form->where,
				 "two forms have no 'channels'");
		}
		plain = true;
		form->channels = rest;
		version->served |= rest;
	}
	if (version->form_count == 0) {
		eng_fail(c->ctx, "block.bad-form", version->where, "a block needs a 'form'");
	}
}

static void check_identity(eng_compiler *c, eng_xml_node *root, eng_block_version *version,
			   const char *file_name) {
	const char *wanted = eng_arena_printf(c->arena, "%d.%.*s.xml", version->version,
					      ENG_STR_ARG(version->language));

	if (strcmp(wanted, file_name) != 0) {
		eng_fail(c->ctx, "block.bad-name", root->where,
			 "version %d in language '%.*s' should be in file '%s'", version->version,
			 ENG_STR_ARG(version->language), wanted);
	}
	if (!eng_str_eq(eng_xml_attr_value(root, "id"), version->id)) {
		eng_fail(c->ctx, "block.bad-name", root->where,
			 "the folder is '%.*s' but the block's id is '%s'",
			 ENG_STR_ARG(version->id),
			 eng_quote(c->arena, eng_xml_attr_value(root, "id")));
	}
}

/* The attributes of the root element. */
static void read_head(eng_compiler *c, eng_xml_node *root, eng_block_version *version) {
	static const char attributes[] = "id version lang owner jurisdictions effective-from "
					 "effective-to review-by";
	static const eng_element row = { .name = "block", .attributes = attributes };
	const eng_xml_attr *lang;
	const char *why;

	eng_compile_check_attributes(c, root, &row);
	eng_compile_id(c, root, "id", true);
	if (eng_compile_required(c, root, "version")) {
		version->version = eng_compile_int(c, root, "version", 1, 1000000, 1);
	}
	lang = eng_compile_required(c, root, "lang");
	version->language = lang ? lang->value : (eng_str){ 0 };
	if (lang && !eng_type_accepts(ENG_TYPE_LANGUAGE, lang->value, false, &why)) {
		eng_fail(c->ctx, "block.bad-attribute", lang->at, "lang '%s' should be %s",
			 eng_quote(c->arena, lang->value), why);
	}
	version->owner = eng_xml_attr_value(root, "owner");
	eng_compile_required(c, root, "owner");
	eng_compile_required(c, root, "effective-from");
	read_date(c, root, "effective-from", &version->from);
	read_date(c, root, "effective-to", &version->to);
	read_date(c, root, "review-by", &version->review);
	read_jurisdictions(c, root, version);
}

eng_block_version *eng_block_file_load(eng_compiler *c, eng_str id, const char *file_name) {
	eng_block_version *version = eng_arena_new(c->arena, eng_block_version);
	const char *path = eng_arena_printf(c->arena, "blocks/%.*s/%s", ENG_STR_ARG(id), file_name);
	unsigned long errors = c->ctx->errors;
	eng_xml_node *root = eng_library_xml(c->ctx, c->library, path, &version->hash);
	size_t cap = 0;

	if (!root) {
		return NULL;
	}
	if (!eng_xml_is(root, "urn:engross:block:1", "block")) {
		return eng_fail_null(c->ctx, "template.bad-root", root->where,
				     "a block starts with <block xmlns=\"urn:engross:block:1\">");
	}
	version->id = id;
	version->path = eng_str_from(path);
	version->where = root->where;
	c->version = version;
	read_head(c, root, version);
	check_identity(c, root, version, file_name);
	read_slots(c, root, version);
	for (eng_xml_node *n = eng_xml_element(root->first); n; n = eng_xml_element(n->next)) {
		if (eng_str_eqc(n->name, "form") && eng_compile_known(c, n, "form")) {
			read_form(c, n, version, &cap);
		} else if (eng_str_eqc(n->name, "prominence") &&
			   eng_compile_known(c, n, "prominence")) {
			eng_prominence_read(c, n, &version->prominence);
		} else if (!eng_str_eqc(n->name, "slot") && !eng_str_eqc(n->name, "form") &&
			   !eng_str_eqc(n->name, "prominence")) {
			eng_compile_misplaced(c, n);
		}
	}
	share_out(c, version);
	return c->ctx->errors == errors ? version : NULL;
}
