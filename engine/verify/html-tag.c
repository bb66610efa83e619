/* Tags by name, and the strict reading of one. */
#include "verify/html-tag.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/scan.h"
#include "verify/harmless.h"

enum {
	INLINE = ENG_HTML_INLINE,
	SILENT = ENG_HTML_SILENT,
	VOID = ENG_HTML_VOID,
	LOADS = ENG_HTML_LOADS,
	ATTRIBUTES_MOST = 16
};

/* Sorted. */
static const struct kind {
	char name[8];
	unsigned kind;
} kinds[] = {
	{ "a", INLINE },
	{ "abbr", INLINE },
	{ "b", INLINE },
	{ "base", LOADS },
	{ "bdi", INLINE },
	{ "bdo", INLINE },
	{ "big", INLINE },
	{ "br", VOID | ENG_HTML_BREAK },
	{ "cite", INLINE },
	{ "code", INLINE },
	{ "del", INLINE },
	{ "em", INLINE },
	{ "embed", LOADS },
	{ "font", INLINE },
	{ "frame", LOADS },
	{ "head", SILENT },
	{ "html", INLINE | VOID },
	{ "i", INLINE },
	{ "iframe", LOADS },
	{ "img", INLINE | VOID | ENG_HTML_PICTURE },
	{ "ins", INLINE },
	{ "kbd", INLINE },
	{ "label", INLINE },
	{ "link", SILENT | LOADS },
	{ "mark", INLINE },
	{ "meta", SILENT },
	{ "object", LOADS },
	{ "q", INLINE },
	{ "s", INLINE },
	{ "script", SILENT | LOADS },
	{ "small", INLINE },
	{ "span", INLINE },
	{ "strike", INLINE },
	{ "strong", INLINE },
	{ "style", SILENT },
	{ "sub", INLINE },
	{ "sup", INLINE | ENG_HTML_RAISED },
	{ "title", SILENT },
	{ "tt", INLINE },
	{ "u", INLINE },
	{ "var", INLINE },
	{ "wbr", INLINE | VOID },
};

static int compare_kind(const void *key, const void *kind) {
	const eng_str *name = key;
	const char *other = ((const struct kind *)kind)->name;
	int order = strncasecmp(name->s, other, name->n);

	return order ? order : -(other[name->n] != '\0');
}

unsigned eng_html_kind(eng_str name) {
	const struct kind *kind = name.n < sizeof(kinds[0].name)
				      ? bsearch(&name, kinds, sizeof(kinds) / sizeof(kinds[0]),
						sizeof(kinds[0]), compare_kind)
				      : NULL;

	return kind ? kind->kind : 0;
}

eng_str eng_html_attribute_find(const eng_html_tag *tag, const char *name) {
	size_t n = strlen(name);

	for (size_t i = 0; i < tag->attribute_count; i++) {
		const eng_html_attribute *a = &tag->attributes[i];

		if (a->name.n == n && strncasecmp(a->name.s, name, n) == 0) {
			return a->value;
		}
	}
	return (eng_str){ 0 };
}

unsigned eng_html_kind_of(const eng_html_tag *tag) {
	eng_str style = eng_html_attribute_find(tag, "style");
	bool moved = !eng_css_is_plain(style, false) || eng_css_moves(style);

	return eng_html_kind(tag->name) | (moved ? ENG_HTML_MOVED : 0);
}

/* Line ends, but no other control, and no end of a plane (U+FFFE, U+FFFF). */
static bool is_plain(eng_str text, size_t i) {
	unsigned char c = (unsigned char)text.s[i];

	return c >= 0x20 ? c != 0xef || i + 2 >= text.n || (unsigned char)text.s[i + 1] != 0xbf ||
			       (unsigned char)text.s[i + 2] < 0xbe
			 : c == '\n' || c == '\r';
}

size_t eng_html_plain(eng_str text) {
	size_t i = 0;

	for (; text.n - i >= 8; i += 8) {
		uint64_t word = eng_scan_word(text.s + i);
		uint64_t odd = (word & ENG_SCAN_TOPS) | eng_scan_below(word, ' ');

		for (; odd; odd &= odd - 1) {
			if (!is_plain(text, i + eng_scan_first(odd))) {
				return i + eng_scan_first(odd);
			}
		}
	}
	while (i < text.n && is_plain(text, i)) {
		i++;
	}
	return i;
}

const char *eng_html_entity(eng_str text, size_t *n) {
	static const struct {
		const char *entity, *bytes;
	} entities[] = { { "&amp;", "&" },         { "&lt;", "<" },    { "&gt;", ">" },
			 { "&nbsp;", "\xc2\xa0" }, { "&quot;", "\"" }, { "&#39;", "'" } };

	for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++) {
		if (eng_str_starts(text, entities[i].entity)) {
			*n = strlen(entities[i].entity);
			return entities[i].bytes;
		}
	}
	return NULL;
}

/* The value with its entities resolved. */
static bool resolve(eng_arena *arena, eng_str *value) {
	char *out, *to;

	if (!value->n || !memchr(value->s, '&', value->n)) {
		return true;
	}
	out = to = eng_arena_alloc(arena, value->n + 1);
	while (value->n) {
		size_t n = 1;
		const char *bytes = *value->s == '&' ? eng_html_entity(*value, &n) : value->s;

		if (!bytes) {
			return false;
		}
		if (n > 1) {
			to = (char *)memcpy(to, bytes, strlen(bytes)) + strlen(bytes);
		} else {
			*to++ = *bytes;
		}
		*value = eng_str_sub(*value, n, value->n);
	}
	*value = (eng_str){ out, (size_t)(to - out) };
	return true;
}

/* Letters, digits, "-" and ":" that begin with a letter: how many there are. */
static size_t name_length(eng_str text) {
	size_t n = 0;

	while (n < text.n && ((text.s[n] >= 'a' && text.s[n] <= 'z') ||
			      (n > 0 && ((text.s[n] >= '0' && text.s[n] <= '9') ||
					 text.s[n] == '-' || text.s[n] == ':')))) {
		n++;
	}
	return n;
}

/* ' name="value"' at the start of *rest. */
static bool read_attribute(eng_arena *arena, eng_str *rest, eng_html_attribute *out) {
	eng_str text = eng_str_sub(*rest, 1, rest->n);
	size_t n = name_length(text), end;

	if (rest->s[0] != ' ' || n == 0 || n + 2 > text.n || text.s[n] != '=' ||
	    text.s[n + 1] != '"') {
		return false;
	}
	out->name = eng_str_sub(text, 0, n);
	text = eng_str_sub(text, n + 2, text.n);
	end = eng_str_index(text, ENG_STR("\""));
	if (end == text.n) {
		return false;
	}
	out->value = eng_str_sub(text, 0, end);
	if (eng_html_plain(out->value) < end ||
	    (end && (memchr(text.s, '<', end) || memchr(text.s, '\n', end)))) {
		return false;
	}
	*rest = eng_str_sub(text, end + 1, text.n);
	return resolve(arena, &out->value);
}

eng_html_tag *eng_html_tag_read(eng_arena *arena, eng_str source) {
	eng_html_attribute attributes[ATTRIBUTES_MOST];
	eng_html_tag tag = { .name = eng_str_sub(source, 0, name_length(source)) };
	eng_str rest = eng_str_sub(source, tag.name.n, source.n);
	eng_html_tag *made;

	while (rest.n) {
		eng_html_attribute *a = &attributes[tag.attribute_count];

		if (tag.attribute_count == ATTRIBUTES_MOST || !read_attribute(arena, &rest, a)) {
			return NULL;
		}
		for (size_t i = 0; i < tag.attribute_count; i++) {
			if (eng_str_eq(attributes[i].name, a->name)) {
				return NULL;
			}
		}
		tag.attribute_count++;
	}
	if (tag.name.n == 0) {
		return NULL;
	}
	tag.attributes =
	    eng_arena_copy(arena, attributes, tag.attribute_count * sizeof(*attributes));
	tag.kind = eng_html_kind_of(&tag);
	made = eng_arena_new(arena, eng_html_tag);
	*made = tag;
	return made;
}
