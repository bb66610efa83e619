/* Between the store of rules and the reader of one file. */
#ifndef ENG_COMPLIANCE_RULES_READ_H
#define ENG_COMPLIANCE_RULES_READ_H

#include "compliance/rules.h"

#define ENG_RULE_FACTS 4 /* variables that conditions may name: language, jurisdiction ... */

/* The names of the facts, in the order of their slots. */
extern const char *const eng_rule_facts[ENG_RULE_FACTS];

/* Reads rules.xml (id empty) or version of the pack id from path, below the library. Conditions are compiled
 * for the template of the options, or for every vocabulary that they are for. NULL after reporting. */
eng_rule_pack *eng_rules_read(eng_ctx *ctx, eng_library *library, const eng_rules_options *options,
			      const char *path, eng_str id, int version);
/* Whether a list of the rule holds the word; an empty one holds all. */
bool eng_rule_names(const eng_rule_words *words, eng_str word);
/* Whether the rule may ever concern a document of this template. */
bool eng_rule_concerns(const eng_content_rule *rule, const eng_rules_options *options);

#endif
