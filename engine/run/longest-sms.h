/* The longest SMS that a template can make, from the maxima of its vocabulary: for lint. */
#ifndef ENG_RUN_LONGEST_SMS_H
#define ENG_RUN_LONGEST_SMS_H

#include "content/template.h"
#include "theme/theme.h"

/* Reports sms.worst-case when it needs more segments than the theme allows: an error as it stands, a
 * warning when only data outside of the GSM alphabet brings it there; sms.no-maximum for a field or
 * function without a longest value. Asks nothing of a template whose recipient has no phone. date:
 * blocks superseded by then are left out. */
void eng_longest_sms_check(eng_ctx *ctx, const eng_template *tmpl, const eng_theme *theme,
			   eng_date date);

#endif
