/* The XML declaration (XML 1.0 section 2.8), as far as the encoding goes. */
#ifndef ENG_MARKUP_DECLARATION_H
#define ENG_MARKUP_DECLARATION_H

#include "base/str.h"

/* Whether the text, from its first byte behind a byte order mark, is UTF-8 by its own declaration:
 * none, UTF-8 or US-ASCII. Otherwise *encoding is what it declares. *n, when not NULL, gets the
 * declaration's length in bytes, 0: there is none. */
bool eng_xml_declares_utf8(eng_str text, eng_str *encoding, size_t *n);

#endif
