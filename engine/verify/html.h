/* The reader of HTML, inside of that of messages. */
#ifndef ENG_VERIFY_HTML_H
#define ENG_VERIFY_HTML_H

#include <libxml/tree.h>

#include "verify/sheet.h"
#include "verify/surface.h"

/* Reads a page in UTF-8 into the surface (part and place set) and checks the claims on it. */
bool eng_verify_html(eng_surface *surface, eng_str html, const eng_claim *claims, size_t n,
		     eng_findings *out);

#endif
