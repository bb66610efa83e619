/* Where something stands in a file as written: expressions are compiled from text in which references
 * are replaced and line ends normalised, so that columns they report need translating. */
#ifndef ENG_CONTENT_WRITTEN_H
#define ENG_CONTENT_WRITTEN_H

#include "markup/xml.h"

/* An attribute's value or a text node while it is compiled. */
typedef struct eng_written {
	const eng_xml_attr *attr; /* one of the two */
	const eng_xml_node *text;
	eng_str decoded;
	eng_loc at;
	eng_ctx *ctx;
	eng_diag_fn *report; /* who is told in the end */
	void *user;
} eng_written;

/* From now on reports of ctx inside of it are translated; a text as it is written changes nothing.
 * Everything must be undone by eng_written_finish in reverse order. */
void eng_written_attr(eng_written *written, eng_ctx *ctx, const eng_xml_attr *attr);
void eng_written_text(eng_written *written, eng_ctx *ctx, const eng_xml_node *text);
void eng_written_finish(eng_written *written);
/* The place as written of a place counted in the decoded text. */
eng_loc eng_written_where(const eng_written *written, eng_loc where);

#endif
