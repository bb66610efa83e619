/* Lookup tables: tables/<name>.csv (RFC 4180, UTF-8, a heading line). The first column is the key;
 * keys are unique. */
#ifndef ENG_CONTENT_TABLES_H
#define ENG_CONTENT_TABLES_H

#include "content/library.h"

typedef struct eng_tables eng_tables;

eng_tables *eng_tables_new(eng_library *library);
void eng_tables_free(eng_tables *tables);
/* As eng_services.lookup; reads the table when first asked for, and reports library.bad-table to ctx,
 * which may be NULL. */
int eng_tables_lookup(eng_ctx *ctx, eng_tables *tables, eng_str name, eng_str key, eng_str column,
		      eng_str *out);
/* As eng_services.cell; reads the table likewise. */
int eng_tables_cell(eng_ctx *ctx, eng_tables *tables, eng_str name, eng_str column, size_t row,
		    eng_str *out);

#endif
