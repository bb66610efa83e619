/* Finds the end of what is nested without reading it: the tag that closes an XML element, the bracket
 * that closes a JSON object. What is between is somebody else's to judge: of text that is not well
 * formed, the end may be found too late, never too early for those who read it. */
#ifndef ENG_DATA_BODY_H
#define ENG_DATA_BODY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/* Where the search stands; all zero behind the start tag or opening bracket. */
typedef struct eng_body {
	int depth;         /* of open elements or brackets within */
	const char *until; /* XML: what ends the comment, CDATA section or instruction */
	bool text, escape; /* JSON: inside of a string; behind its backslash */
} eng_body;

/* Goes over bytes that follow each other and returns how many are done with; the others must be given
 * again, with more. *found: the next is the '<' of the end tag, or the closing bracket. */
size_t eng_body_scan_xml(eng_body *body, eng_str bytes, bool *found);
size_t eng_body_scan_json(eng_body *body, eng_str bytes, bool *found);

#endif
