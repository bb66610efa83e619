/* Looking things up in a document. */
#include "document/document.h"

#include <unicode/uloc.h>

#define TAG_MAX 64 /* bytes of a language tag whose script is asked for */

int eng_document_channel(const eng_document *doc, const char *name) {
	for (int i = 0; doc->channel_names[i]; i++) {
		if (strcmp(doc->channel_names[i], name) == 0) {
			return i;
		}
	}
	return -1;
}

bool eng_document_language_is_rtl(eng_str language) {
	char tag[TAG_MAX];

	if (language.n >= sizeof(tag)) {
		return false;
	}
	memcpy(tag, language.s, language.n);
	tag[language.n] = '\0';
	return uloc_isRightToLeft(tag);
}

const eng_part *eng_document_part_of(const eng_document *doc, const eng_node *node) {
	while (node && node->type != ENG_NODE_PART) {
		node = node->parent;
	}
	for (size_t i = 0; node && i < doc->part_count; i++) {
		if (doc->parts[i].content == node) {
			return &doc->parts[i];
		}
	}
	return NULL;
}

const eng_part *eng_document_part(const eng_document *doc, const char *name, eng_pages pages) {
	const eng_part *all = NULL;

	for (size_t i = 0; i < doc->part_count; i++) {
		const eng_part *part = &doc->parts[i];

		if (!eng_str_eqc(part->name, name)) {
			continue;
		}
		if (part->pages == pages) {
			return part;
		}
		if (part->pages == ENG_PAGES_ALL && !all) {
			all = part;
		}
	}
	return all;
}
