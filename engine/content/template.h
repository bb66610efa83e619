/* Templates: communications/<id>.xml compiled against its vocabulary. Immutable after loading. */
#ifndef ENG_CONTENT_TEMPLATE_H
#define ENG_CONTENT_TEMPLATE_H

#include "base/date.h"
#include "base/diag.h"
#include "content/library.h"
#include "document/node.h"

typedef struct eng_template eng_template; /* content/program.h has its inside, for compose only */

typedef struct eng_template_options {
	const char *const *channel_names; /* NULL-ended; what channels="..." may name */
	eng_channel_set assembling; /* those that make their message of brief, first action and
					   * blocks (sms): the rest is not composed for them alone */
	eng_channel_set flowing; /* those without pages that show the body: what only pages have is
				    * not composed for them alone */
	eng_date run_date;       /* for lint: blocks past their review-by; year 0: not asked */
	bool lint;               /* also report warnings: unused variables, unused columns ... */
} eng_template_options;

/* Loads the template, its fragments, and checks every block reference. NULL after reporting every
 * fault that could be found (template.*, expr.*, strings.*, block.*). Lives in the library's arena. */
eng_template *eng_template_load(eng_ctx *ctx, eng_library *library, eng_str id,
				const eng_template_options *options);
/* The same for a file given by path. */
eng_template *eng_template_load_file(eng_ctx *ctx, eng_library *library, const char *path,
				     const eng_template_options *options);

eng_str eng_template_id(const eng_template *tmpl);
eng_str eng_template_version(const eng_template *tmpl);
eng_str eng_template_theme(const eng_template *tmpl);
eng_str eng_template_purpose(const eng_template *tmpl); /* "service", "marketing" or "legal" */
/* The languages that it speaks, BCP 47. */
const eng_str *eng_template_languages(const eng_template *tmpl, size_t *count);
/* Takes a role, the element that has it and its place. */
typedef void eng_role_fn(void *user, const char *element, eng_str role, eng_loc where);
/* Every style role that the template and its fragments ask for. */
void eng_template_roles(const eng_template *tmpl, eng_role_fn *take, void *user);
/* Whether its recipients may have an address for the channel; true for those that need none. */
bool eng_template_reaches(const eng_template *tmpl, const char *channel);
/* Whether an attachment is the record's own file: sources must then keep it (keep_source). */
bool eng_template_wants_source(const eng_template *tmpl);
const eng_vocabulary *eng_template_vocabulary(const eng_template *tmpl);

#endif
