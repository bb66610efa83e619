/* Who approved a file, as certificates and evidence say it. */
#ifndef ENG_COMPLIANCE_APPROVERS_H
#define ENG_COMPLIANCE_APPROVERS_H

#include "compliance/approval.h"

/* The approvals that cover the file's bytes, as a JSON array in the arena:
 * [{"person":"lena","role":"legal","date":"2026-10-01"}], by date. */
eng_str eng_approvers_text(eng_arena *arena, const eng_approval *approval);

#endif
