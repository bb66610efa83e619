/* The names that styles may have: elements of documents and their parts.
 *
 * Sorted by bytes, so that looking up is a binary search. Roles are the theme's own words. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "theme/loader.h"

const char *const eng_theme_elements[] = {
	"action",
	"action.href",
	"address",
	"address.name",
	"barcode",
	"barcode.label",
	"block",
	"callout",
	"chart",
	"chart.caption",
	"chart.label",
	"chart.legend",
	"chart.value",
	"contents",
	"contents.entry",
	"divider",
	"draft",
	"em",
	"entry",
	"entry.label",
	"fact",
	"fact.label",
	"facts",
	"flow",
	"footer",
	"footnote",
	"footnote.mark",
	"header",
	"heading-1",
	"heading-2",
	"heading-3",
	"heading-4",
	"image",
	"info",
	"item",
	"legal",
	"letterhead",
	"link",
	"list",
	"list.marker",
	"nobr",
	"para",
	"payment",
	"payment.label",
	"payment.slip",
	"section",
	"sender",
	"signature",
	"signature.title",
	"spacer",
	"span",
	"strong",
	"table",
	"table.caption",
	"table.carry",
	"table.cell",
	"table.foot",
	"table.group",
	"table.head",
	"table.more",
	"table.subtotal",
	"table.total",
	"title",
	NULL,
};

enum { ELEMENTS = sizeof(eng_theme_elements) / sizeof(eng_theme_elements[0]) - 1 };

static int by_name(const void *key, const void *row) {
	return eng_str_cmp(*(const eng_str *)key, eng_str_from(*(const char *const *)row));
}

bool eng_theme_is_element(eng_str name) {
	return bsearch(&name, eng_theme_elements, ELEMENTS, sizeof(eng_theme_elements[0]),
		       by_name) != NULL;
}

bool eng_theme_split_name(eng_str name, eng_str *element, eng_str *role) {
	size_t dot = name.n;

	if (eng_str_starts(name, "any.") && name.n > 4) {
		*element = (eng_str){ "", 0 };
		*role = eng_str_sub(name, 4, name.n);
		return eng_id_is_valid(*role);
	}
	*role = (eng_str){ "", 0 };
	*element = name;
	if (eng_theme_is_element(name)) {
		return true;
	}
	while (dot > 0 && name.s[dot - 1] != '.') {
		dot--;
	}
	if (dot == 0) {
		return false;
	}
	*element = eng_str_sub(name, 0, dot - 1);
	*role = eng_str_sub(name, dot, name.n);
	return eng_theme_is_element(*element) && eng_id_is_valid(*role);
}
