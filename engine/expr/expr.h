/* Expressions: XPath 1.0 syntax over the record tree, with exact decimals, what templates need from
 * XPath 2.0, and values that are either there or missing, never silently dropped.
 *
 * Compiled once per template against its vocabulary (unknown paths are errors there), evaluated
 * many times per record. Language reference: docs/expressions.md. */
#ifndef ENG_EXPR_EXPR_H
#define ENG_EXPR_EXPR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/value.h"
#include "data/record.h"
#include "data/vocabulary.h"
#include "expr/services.h"

typedef struct eng_expr eng_expr;

typedef enum eng_result_kind {
	ENG_RESULT_MISSING, /* an absent value that somebody allowed (optional, select) */
	ENG_RESULT_NODES,   /* fields in document order, or in the order written for (a, b) */
	ENG_RESULT_TEXT,
	ENG_RESULT_NUMBER,
	ENG_RESULT_BOOLEAN,
	ENG_RESULT_DATE,
	ENG_RESULT_VALUE,    /* a formatted value */
	ENG_RESULT_SEQUENCE, /* items of mixed kinds, from (a, b), distinct-values, t... */
} eng_result_kind;

typedef struct eng_result {
	eng_result_kind kind;
	union {
		struct {
			const eng_field **items;
			size_t n;
		} nodes;
		eng_str text;
		eng_decimal number;
		bool boolean;
		eng_date date;
		eng_value value;
		struct {
			struct eng_result *items;
			size_t n;
		} sequence;
	} as;
	const eng_field *from; /* the field a single value came from; NULL: computed or constant */
	const char *phrase;    /* key when the value is a catalogue word from t(); else NULL */
} eng_result;

/* A variable that an expression may name. Slots are numbered by the caller; evaluation finds the
 * value in eng_eval.variables[slot]. */
typedef struct eng_variable {
	eng_str name;         /* without '$' */
	const eng_decl *decl; /* vocabulary node when it holds nodes whose paths can be checked */
	unsigned slot;
} eng_variable;

typedef struct eng_namespace {
	eng_str prefix, uri;
} eng_namespace;

/* What is known where an expression stands. */
typedef struct eng_scope {
	eng_names *names;
	const eng_decl *root; /* of the vocabulary; NULL: a foreign record, paths are unchecked */
	/* The declaration of the current node; NULL with root NULL, or when there is no current node (a
	 * fragment called without one). */
	const eng_decl *context;
	const eng_variable *variables; /* innermost last; shadowing is an error */
	size_t variable_count;
	const eng_namespace *namespaces;
	size_t namespace_count;
	const eng_services *services; /* phrases and tables for checking t() and lookup() */
	bool rows;   /* inside a table or for-each: position(), last(), running-sum() */
	bool closed; /* no record at all, only variables (a block): paths are errors */
} eng_scope;

/* Compiles source, which starts at where. NULL after reporting expr.* with exact columns.
 * Everything lives in the arena. Marks the declarations it reads as used. */
eng_expr *eng_expr_compile(eng_ctx *ctx, eng_arena *arena, const eng_scope *scope, eng_str source,
			   eng_loc where);
/* The source text, for provenance, and where it stands. */
eng_str eng_expr_source(const eng_expr *expr);
eng_loc eng_expr_where(const eng_expr *expr);
/* The declaration of the nodes that the expression selects, when it is a plain path; else NULL. */
const eng_decl *eng_expr_decl(const eng_expr *expr);
/* The key when the whole expression is t('key'), else an empty slice. */
eng_str eng_expr_phrase(const eng_expr *expr);

/* The rows a table or for-each walks over, for position(), last() and running-sum(). */
typedef struct eng_rows {
	const eng_field **items; /* sorted, as shown */
	size_t n;
	void *memo; /* running sums so far, keyed by expression; starts NULL */
} eng_rows;

typedef struct eng_eval {
	eng_ctx *ctx;
	eng_arena *arena;         /* of the record: results live here */
	eng_arena *lists;         /* of what paths select on the way to them; NULL: the same */
	const eng_record *record; /* "/" is record->root */
	const eng_field *node;    /* current node; NULL: none */
	size_t position, last;    /* from 1; 0: no list */
	eng_rows *rows;           /* NULL outside lists */
	const eng_result *variables;
	const eng_locale *locale;
	const eng_services *services;
	eng_date run_date;
	uint64_t *steps; /* counts up to ctx->limits.steps (limit.steps) */
	eng_loc where;   /* place of the expression in the template: set by eng_expr_* */
} eng_eval;

/* Any result, missing included: for select, let and with. */
bool eng_expr_select(eng_eval *eval, const eng_expr *expr, eng_result *out);
/* Nodes only (for-each, table): anything else is expr.not-nodes. */
bool eng_expr_nodes(eng_eval *eval, const eng_expr *expr, const eng_field ***items, size_t *n);
/* Effective boolean value; missing is false. */
bool eng_expr_test(eng_eval *eval, const eng_expr *expr, bool *out);
/* One printed value: missing is expr.missing, more than one node expr.many-values. *present false
 * (and true returned) only when optional() said so. */
bool eng_expr_value(eng_eval *eval, const eng_expr *expr, eng_value *out, const eng_field **from,
		    bool *present);
/* A number, for sort keys, carry, chart values. *present as above. */
bool eng_expr_number(eng_eval *eval, const eng_expr *expr, eng_decimal *out, bool *present);
/* Turns a result that is already there into one printed value, with the same rules. */
bool eng_result_value(eng_eval *eval, const eng_result *result, eng_value *out, bool *present);

/* A path or variable that an expression reads, and what it gave. */
typedef struct eng_reading {
	eng_str source;        /* as written */
	eng_str value;         /* up to three values; of a group its name */
	bool missing;          /* nothing was there */
	const eng_field *from; /* the first field; NULL: none */
} eng_reading;

/* The readings of an expression where it is evaluated, each source once; in the arena of the record.
 * Reports nothing and does not fail: for explanations. */
const eng_reading *eng_expr_readings(const eng_eval *eval, const eng_expr *expr, size_t *n);

/* Text with holes: "Dear {customer/name}, {{literal}}". */
typedef struct eng_piece {
	eng_str text; /* literal, braces resolved; only when expr is NULL */
	const eng_expr *expr;
	eng_loc where;
} eng_piece;

typedef struct eng_holes {
	eng_piece *pieces;
	size_t n;
} eng_holes;

/* Splits and compiles. An expression ends at the first '}' outside a string literal. */
bool eng_holes_compile(eng_ctx *ctx, eng_arena *arena, const eng_scope *scope, eng_str source,
		       eng_loc where, eng_holes *out);
/* The whole as one string; *present false when it is a single optional() hole that is missing. */
bool eng_holes_text(eng_eval *eval, const eng_holes *holes, eng_str *out, bool *present);
/* The same with each hole percent-encoded as one URL segment or query value (RFC 3986); a template
 * that is nothing but one hole is taken as a whole URL and not encoded: *whole tells. */
bool eng_holes_url(eng_eval *eval, const eng_holes *holes, eng_str *out, bool *present,
		   bool *whole);

#endif
