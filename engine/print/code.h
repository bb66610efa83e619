/* Sheet codes as ink: DataMatrix, Code 128 and Code 39 by libzint, as operators of a page. */
#ifndef ENG_PRINT_CODE_H
#define ENG_PRINT_CODE_H

#include "base/buf.h"
#include "print/machine.h"

/* Appends filled rectangles for the code with this value, on a page of this height. False after reporting
 * print.code-size: it does not fit where the profile wants it, or the value cannot be such a code. */
bool eng_code_draw(eng_ctx *ctx, const eng_code_spec *code, eng_str value, eng_length page_height,
		   eng_buf *out);
/* Whether the code stands there: dark tells of a point of the sheet, from its upper left corner. False also
 * for a value that cannot be such a code. */
typedef bool eng_dark_fn(void *user, eng_length x, eng_length y);
bool eng_code_matches(const eng_code_spec *code, eng_str value, eng_dark_fn *dark, void *user);
/* The bars of a sheet. */
void eng_bars_draw(const eng_machine *machine, uint32_t bars, eng_length page_height, eng_buf *out);

#endif
