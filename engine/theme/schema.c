/* Writes the JSON Schema (2020-12) of theme files from the key tables, for editors and checkers.
 *
 * The schema is weaker than the loader: tokens, bases and boxes are only checked when a theme is
 * loaded. A test compares schemas/theme-1.schema.json with what is written here. */
#include "theme/loader.h"

static const char head[] =
    "{\n"
    "  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"
    "  \"$id\": \"urn:engross:theme:1\",\n"
    "  \"title\": \"Engross theme\",\n"
    "  \"description\": \"How communications look, per channel; documented in docs/themes.md\",\n"
    "  \"$defs\": {\n"
    "    \"color\": { \"type\": \"string\", \"pattern\": "
    "\"^(#([0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})|\\\\$[^ ]+)( [0-9.]+%)?$\" },\n"
    "    \"length\": { \"type\": [\"string\", \"integer\"], \"pattern\": "
    "\"^(0|-?[0-9.]+(pt|mm|cm|in|px)|\\\\$[^ ]+)$\" },\n"
    "    \"sides\": { \"type\": [\"string\", \"integer\"] },\n"
    "    \"switch\": { \"enum\": [\"yes\", \"no\", true, false] },\n"
    "    \"file\": { \"type\": \"string\", \"pattern\": \"^[^/]+$\" },\n"
    "    \"text\": { \"type\": [\"string\", \"number\"] },\n";

static void add_choices(eng_buf *out, const char *const *choices) {
	eng_buf_cstr(out, "{ \"enum\": [");
	for (size_t i = 0; choices[i]; i++) {
		eng_buf_printf(out, "%s\"%s\"", i > 0 ? ", " : "", choices[i]);
	}
	eng_buf_cstr(out, "] }");
}

static void add_value(eng_buf *out, const eng_theme_key *key) {
	switch (key->kind) {
	case ENG_KEY_COLOR:
		eng_buf_cstr(out, "{ \"$ref\": \"#/$defs/color\" }");
		break;
	case ENG_KEY_COLOR_OR_NONE:
		eng_buf_cstr(out, "{ \"anyOf\": [{ \"const\": \"none\" }, "
				  "{ \"$ref\": \"#/$defs/color\" }] }");
		break;
	case ENG_KEY_LENGTH:
		eng_buf_cstr(out, "{ \"$ref\": \"#/$defs/length\" }");
		break;
	case ENG_KEY_SIDES:
		eng_buf_cstr(out, "{ \"$ref\": \"#/$defs/sides\" }");
		break;
	case ENG_KEY_PX:
		eng_buf_cstr(out, "{ \"type\": \"string\", \"pattern\": \"^[0-9]+px$\" }");
		break;
	case ENG_KEY_EM:
		eng_buf_cstr(out, "{ \"type\": \"string\", \"pattern\": \"^-?[0-9.]+em$\" }");
		break;
	case ENG_KEY_INT:
		eng_buf_printf(out, "{ \"type\": \"integer\", \"minimum\": %d, \"maximum\": %d }",
			       key->min, key->max);
		break;
	case ENG_KEY_BOOL:
		eng_buf_cstr(out, "{ \"$ref\": \"#/$defs/switch\" }");
		break;
	case ENG_KEY_CHOICE:
		add_choices(out, key->choices);
		break;
	case ENG_KEY_TEXTS:
		eng_buf_cstr(out, "{ \"type\": \"array\", \"items\": { \"type\": \"string\" } }");
		break;
	case ENG_KEY_TEXT:
	case ENG_KEY_OTHER:
		eng_buf_cstr(out, "{ \"$ref\": \"#/$defs/text\" }");
		break;
	}
}

/* What a key of kind OTHER holds, by its name; NULL: text. */
typedef struct shape {
	const char *name, *schema;
} shape;

static const char *shape_of(const shape *shapes, const char *name) {
	for (; shapes && shapes->name; shapes++) {
		if (strcmp(shapes->name, name) == 0) {
			return shapes->schema;
		}
	}
	return NULL;
}

/* An object that has these keys and no others. */
static void add_object(eng_buf *out, const char *indent, const eng_theme_key *keys,
		       const shape *shapes, const char *more) {
	eng_buf_printf(out, "{\n%s  \"type\": \"object\", \"additionalProperties\": false,%s\n",
		       indent, more);
	eng_buf_printf(out, "%s  \"properties\": {\n", indent);
	for (const eng_theme_key *k = keys; k->name; k++) {
		const char *schema = k->kind == ENG_KEY_OTHER ? shape_of(shapes, k->name) : NULL;

		eng_buf_printf(out, "%s    \"%s\": ", indent, k->name);
		if (schema) {
			eng_buf_cstr(out, schema);
		} else {
			add_value(out, k);
		}
		eng_buf_cstr(out, k[1].name ? ",\n" : "\n");
	}
	eng_buf_printf(out, "%s  }\n%s}", indent, indent);
}

static void add_definition(eng_buf *out, const char *name, const eng_theme_key *keys,
			   const shape *shapes, const char *more) {
	eng_buf_printf(out, "    \"%s\": ", name);
	add_object(out, "    ", keys, shapes, more);
	eng_buf_cstr(out, ",\n");
}

#define REF(name)    "{ \"$ref\": \"#/$defs/" name "\" }"
#define OR_NONE(ref) "{ \"anyOf\": [{ \"const\": \"none\" }, " ref "] }"
#define MAP(ref)     "{ \"type\": \"object\", \"additionalProperties\": " ref " }"
#define LIST(ref)    "{ \"type\": \"array\", \"items\": " ref " }"

static const shape box_shapes[] = {
	{ "left", REF("length") },
	{ "right", REF("length") },
	{ "width", REF("length") },
	{ "top", REF("length") },
	{ "bottom", REF("length") },
	{ "height", REF("length") },
	{ NULL },
};
static const shape address_shapes[] = {
	{ "window", "{ \"enum\": [\"din-5008-a\", \"din-5008-b\", \"c6-c5\", \"swiss-left\", "
		    "\"swiss-right\", \"nf\", \"us-9\", \"us-10\"] }" },
	{ "left", REF("length") },
	{ "right", REF("length") },
	{ "width", REF("length") },
	{ "top", REF("length") },
	{ "bottom", REF("length") },
	{ "height", REF("length") },
	{ NULL },
};
static const shape master_shapes[] = {
	{ "body", REF("box") },
	{ "frames", MAP(OR_NONE(REF("box"))) },
	{ "address", OR_NONE(REF("address")) },
	{ "marks",
	  "{ \"anyOf\": [{ \"enum\": [\"din-5008-a\", \"din-5008-b\", \"letter\"] }, " LIST(
	      REF("mark")) "] }" },
	{ NULL },
};
static const shape fonts_shapes[] = {
	{ "regular", REF("file") },
	{ "bold", REF("file") },
	{ "italic", REF("file") },
	{ "bold-italic", REF("file") },
	{ NULL },
};
static const shape email_shapes[] = { { "light", REF("palette") },
				      { "dark", REF("palette") },
				      { NULL } };
static const shape mobile_shapes[] = {
	{ "tokens", MAP("{ \"anyOf\": [" REF("text") ", " MAP(REF("text")) "] }") },
	{ NULL },
};
static const shape print_shapes[] = {
	{ "inks", MAP("{ \"anyOf\": [" REF("text") ", " MAP(REF("text")) "] }") },
	{ NULL },
};
static const shape top_shapes[] = {
	{ "colors", MAP(REF("color")) },
	{ "lengths", MAP(REF("length")) },
	{ "fonts", MAP(REF("family")) },
	{ "fallbacks", LIST(REF("fallback")) },
	{ "styles", MAP(REF("style")) },
	{ "masters", MAP(REF("master")) },
	{ "palette", LIST(REF("color")) },
	{ "table", REF("table") },
	{ "chart", REF("chart") },
	{ "image", REF("image") },
	{ "email", REF("email") },
	{ "sms", REF("sms") },
	{ "mobile", REF("mobile") },
	{ "print", REF("print") },
	{ NULL },
};

void eng_theme_schema(eng_buf *out) {
	eng_buf_cstr(out, head);
	add_definition(out, "box", eng_theme_box_keys, box_shapes, "");
	add_definition(out, "address", eng_theme_address_keys, address_shapes, "");
	add_definition(out, "mark", eng_theme_mark_keys, NULL, "");
	add_definition(out, "master", eng_theme_master_keys, master_shapes, "");
	add_definition(out, "family", eng_theme_family_keys, fonts_shapes,
		       " \"required\": [\"regular\"],");
	add_definition(out, "fallback", eng_theme_fallback_keys, fonts_shapes,
		       " \"required\": [\"script\", \"regular\"],");
	add_definition(out, "style", eng_theme_style_keys, NULL, "");
	add_definition(out, "table", eng_theme_table_keys, NULL, "");
	add_definition(out, "chart", eng_theme_chart_keys, NULL, "");
	add_definition(out, "image", eng_theme_image_keys, NULL, "");
	add_definition(out, "palette", eng_theme_light_keys, NULL, "");
	add_definition(out, "email", eng_theme_email_keys, email_shapes, "");
	add_definition(out, "sms", eng_theme_sms_keys, NULL, "");
	add_definition(out, "mobile", eng_theme_mobile_keys, mobile_shapes, "");
	add_definition(out, "print", eng_theme_print_keys, print_shapes, "");
	add_definition(out, "theme", eng_theme_top_keys, top_shapes, " \"required\": [\"theme\"],");
	out->n -= 2; /* the last comma */
	eng_buf_cstr(out, "\n  },\n  \"$ref\": \"#/$defs/theme\"\n}\n");
}
