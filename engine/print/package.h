/* Which parts go together: the letters of a recipient, or of a household, as far as the plan allows it. */
#ifndef ENG_PRINT_PACKAGE_H
#define ENG_PRINT_PACKAGE_H

#include "print/part.h"
#include "print/plan.h"
#include "print/rule.h"

/* Parts in the order in which they lie. What no envelope takes at once is split later. */
typedef struct eng_package {
	const eng_part_ref **refs;
	size_t n;
} eng_package;

/* Forms packages of parts that are in the plan's order; a package stands where its first part stood. Each part
 * is read, unless every one stays alone. In the arena. False after reporting. */
bool eng_package_form(eng_ctx *ctx, eng_arena *arena, eng_part_reader *reader,
		      const eng_print_plan *plan, const eng_part_ref *refs, size_t n,
		      eng_package **packages, size_t *count);
/* Whether these parts may lie in one envelope, looked at one by one against each other. False after reporting
 * print.together. */
bool eng_package_allowed(eng_ctx *ctx, eng_arena *arena, const eng_print_plan *plan,
			 eng_part_file *const *parts, size_t n);
/* The place of an address, whatever its case, accents, punctuation and the plan's abbreviations; the arena's. */
eng_str eng_address_key(eng_arena *arena, const eng_print_plan *plan, const eng_part_file *part);
/* What the plan's rules may know of a document. */
eng_rule_facts eng_package_facts(eng_arena *arena, const eng_print_plan *plan,
				 const eng_part_file *part);

#endif
