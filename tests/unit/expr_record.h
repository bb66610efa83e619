/* The record that tests of expressions read, and rows of expression and print. */
#ifndef ENG_EXPR_RECORD_H
#define ENG_EXPR_RECORD_H

#include "expr_fixture.h"
#include "unit.h"

static const char record_xml[] =
    "<statement xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'>\n"
    "<customer id='c7'><name>Anna Muster</name><email/><mobile> </mobile>\n"
    "<address><line>Weg 1</line><line>8000 Z\xC3\xBCrich</line></address>\n"
    "<fax xsi:nil='true'>1</fax><vip>true</vip><paperless>false</paperless></customer>\n"
    "<currency>EUR</currency><opening>100.00</opening><odd-name>dash</odd-name>\n"
    "<lines>\n"
    "<line n='1'><text>A</text><amount>10.50</amount><date>2026-01-31</date></line>\n"
    "<line n='2'><text>B</text><amount>-3.25</amount><date>2026-02-28</date></line>\n"
    "<line n='3'><text>A</text><amount>0.75</amount><date>2026-03-01</date></line>\n"
    "<line n='4'><text>C</text><amount/></line>\n"
    "</lines>\n"
    "<due>2026-12-01</due><at>2026-06-30T23:30:00Z</at><at2>2026-06-30T23:30:00</at2>\n"
    "<bad>12x</bad><exp>1e3</exp>\n"
    "<iban>DE89370400440532013000</iban><phone>+41441234567</phone>\n"
    "</statement>";

typedef struct row {
	const char *expr, *expected;
} row;

static inline void record_rows(fixture *f, const row *rows, size_t n) {
	for (size_t i = 0; i < n; i++) {
		char name[200];

		snprintf(name, sizeof(name), "%s -> %s", rows[i].expr, rows[i].expected);
		unit_check_str(
		    eng_str_printf(&f->arena, "%s -> %.*s", rows[i].expr,
				   ENG_STR_ARG(fixture_value(f, eng_str_from(rows[i].expr)))),
		    name, __FILE__, __LINE__);
	}
}

/* Compiles, and gives the message of the first error with its place. */
static inline eng_str record_message(fixture *f, const char *source) {
	eng_loc where = { "t.xml", 4, 10 };
	size_t since = f->diags.n;

	if (eng_expr_compile(&f->ctx, &f->arena, &f->scope, eng_str_from(source), where)) {
		return ENG_STR("fine");
	}
	return eng_str_printf(&f->arena, "%d:%d %s", f->diags.items[since].where.line,
			      f->diags.items[since].where.column, f->diags.items[since].message);
}

#define ROWS(rows) rows, sizeof(rows) / sizeof((rows)[0])

#endif
