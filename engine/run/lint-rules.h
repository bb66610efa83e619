/* What rules and blocks will ask, told before any record meets it: for lint. */
#ifndef ENG_RUN_LINT_RULES_H
#define ENG_RUN_LINT_RULES_H

#include <stdio.h>

#include "compliance/rules.h"
#include "layout/press.h"
#include "run/workshop.h"

/* Warns of a block that a rule may ask for in a channel where the template never shows it
 * (rule.never-shown). Reports rule.too-small, rule.contrast and rule.weight where the theme sets locked
 * wording on pages otherwise than its file or a rule asks, so that no artifact could be released. */
void eng_lint_rules(eng_ctx *ctx, eng_workshop *shop, eng_channel_set channels);
/* Prints the rules that may hold for the workshop's template, in words. */
void eng_lint_rules_tell(eng_workshop *shop, FILE *out);

#endif
