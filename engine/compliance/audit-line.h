/* One line of the audit log as text; used by the log only. */
#ifndef ENG_COMPLIANCE_AUDIT_LINE_H
#define ENG_COMPLIANCE_AUDIT_LINE_H

#include "compliance/audit.h"

/* What is signed: the line without its signature. */
eng_str eng_audit_line_body(eng_arena *arena, const eng_audit_entry *entry);
/* The whole line, without a line feed; signature is the text of a minisign file. */
eng_str eng_audit_line_format(eng_arena *arena, const eng_audit_entry *entry, eng_str signature);
/* Fails with audit.bad-line, markup.json. */
bool eng_audit_line_parse(eng_ctx *ctx, eng_arena *arena, eng_loc where, eng_str text,
			  eng_audit_entry *entry, eng_str *signature);

#endif
