/* What libxml2 says of a file that is not well-formed, in the words of our messages. */
#ifndef ENG_MARKUP_XML_ERROR_H
#define ENG_MARKUP_XML_ERROR_H

#include <libxml/xmlerror.h>

#include "base/arena.h"
#include "base/str.h"

/* As handlers of errors get it: since 2.12 it is constant. */
#if LIBXML_VERSION >= 21200
typedef const xmlError *eng_xml_error;
#else
typedef xmlError *eng_xml_error;
#endif

/* A message of its, NUL-terminated in the arena: without the line end, its first letter small, but not that of "XML". */
const char *eng_xml_error_text(eng_arena *arena, eng_str message);

#endif
