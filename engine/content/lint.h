/* Warnings and stricter errors about a template that compiles: what only lint says. */
#ifndef ENG_CONTENT_LINT_H
#define ENG_CONTENT_LINT_H

#include "content/compile.h"

/* Fields of the vocabulary that nothing reads; blocks without a form for an assembling channel. */
void eng_lint_template(eng_compiler *c, const eng_template *tmpl);

#endif
