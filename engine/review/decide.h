/* Decisions as the page asks for them: JSON in, JSON out. */
#ifndef ENG_REVIEW_DECIDE_H
#define ENG_REVIEW_DECIDE_H

#include "base/buf.h"
#include "base/str.h"

typedef struct eng_decide_request {
	const char *library, *trust, *date;
	eng_str body; /* {"key", "action", "file", "note"}; to enter also "signature", "line" */
} eng_decide_request;

/* Says what is to be signed: {"sha256", "data" (base64), "comment", "line", "line-comment"}. False: out is
 * {"error"}. */
bool eng_decide_ask(const eng_decide_request *request, eng_buf *out);
/* Takes the signatures, and says how the file stands now: {"state", "missing"}. False: {"error"}. */
bool eng_decide_enter(const eng_decide_request *request, eng_buf *out);

#endif
