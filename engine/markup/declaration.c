/* Reading the encoding off an XML declaration before a parser sees it.
 *
 * libxml2 would convert from many encodings; then its offsets would no longer be those of the file,
 * and places and hashes would be wrong. So the callers refuse what is not UTF-8. */
#include "markup/declaration.h"

#include <glib.h>

static bool is(eng_str word, const char *name) {
	return word.n == strlen(name) && g_ascii_strncasecmp(word.s, name, word.n) == 0;
}

bool eng_xml_declares_utf8(eng_str text, eng_str *encoding, size_t *n) {
	eng_str decl = text;
	size_t k = 0;

	if (!eng_str_starts(text, "<?xml") || text.n < 6 || !strchr(" \t\r\n", text.s[5])) {
		decl.n = 0;
	} else {
		decl.n = eng_str_index(text, ENG_STR("?>"));
	}
	if (n) {
		*n = decl.n && decl.n < text.n ? decl.n + 2 : decl.n;
	}
	k = eng_str_index(decl, ENG_STR("encoding"));
	if (k >= decl.n) {
		return true;
	}
	decl = eng_str_sub(decl, k + strlen("encoding"), decl.n);
	while (decl.n && strchr("= \t\r\n'\"", decl.s[0])) {
		decl = eng_str_sub(decl, 1, decl.n);
	}
	for (k = 0; k < decl.n && !strchr("'\" \t\r\n", decl.s[k]); k++) {}
	*encoding = eng_str_sub(decl, 0, k);
	return is(*encoding, "utf-8") || is(*encoding, "us-ascii");
}
