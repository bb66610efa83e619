/* Rules of required content: what must be said to whom, in which channel, where, and how it must look.
 * rules.xml and rules/<id>/<version>.xml of the library (urn:engross:rules:1), approved like blocks.
 *
 * A rule is read and compiled at load, chosen for each record, checked on the document here, and on the
 * finished artifact by engine/verify, which is told what to look for. Manual: docs/compliance.md. */
#ifndef ENG_COMPLIANCE_RULES_H
#define ENG_COMPLIANCE_RULES_H

#include "base/date.h"
#include "base/hash.h"
#include "content/library.h"
#include "content/prominence.h"
#include "document/document.h"
#include "expr/expr.h"

#define ENG_RULES_FILE   "rules.xml"
#define ENG_RULES_FOLDER "rules"

/* Where a required block must stand. */
typedef enum eng_standpoint {
	ENG_STAND_FIRST_PAGE,
	ENG_STAND_SAME_PAGE, /* as another block */
	ENG_STAND_AFTER,     /* another block, where that is shown */
	ENG_STAND_BEFORE,
	ENG_STAND_FOLLOWS, /* another block, with nothing between them */
	ENG_STAND_FIRST,   /* nothing stands before it in the body */
	ENG_STAND_LAST,
	ENG_STANDPOINTS
} eng_standpoint;

typedef struct eng_rule_where {
	eng_standpoint standpoint;
	eng_str block; /* the other one; empty for those that have none */
} eng_rule_where;

typedef struct eng_rule_words {
	const eng_str *items;
	size_t n;
} eng_rule_words;

/* What a rule asks of the pages of a PDF; 0: nothing. */
typedef struct eng_rule_pages {
	int most;
	eng_length width, height; /* of the paper, upright; 0: any */
	bool portrait;
} eng_rule_pages;

typedef struct eng_rule_pack eng_rule_pack;

typedef struct eng_content_rule {
	eng_str id;
	const eng_rule_pack *pack;
	eng_loc where;
	/* Whom it is for; empty: everybody. */
	eng_rule_words records, templates, jurisdictions, languages, purposes;
	eng_date from, to; /* year 0: no end */
	eng_channel_set channels;
	const eng_expr *when; /* NULL: always */
	eng_str condition;    /* as written */
	/* What it asks. */
	eng_rule_words required, excluded; /* ids of blocks */
	eng_rule_words order;              /* of blocks, as far as they are shown */
	eng_rule_words forbidden;          /* wordings */
	const eng_rule_where *standing;    /* of each required block */
	size_t standing_count;
	eng_prominence looks; /* of the required blocks; without any, of the whole artifact */
	eng_rule_pages pages;
	/* What people are told. */
	eng_str author;  /* what to do */
	eng_str auditor; /* why */
	eng_str source;  /* where it is written */
	eng_str sure;    /* how it is known: "official", "secondary" ...; empty: not told */
} eng_content_rule;

/* One file. */
struct eng_rule_pack {
	eng_str id; /* empty: rules.xml */
	int version;
	eng_str path, title, owner;
	eng_date from; /* year 0: at once */
	eng_hash hash;
	eng_content_rule *rules;
	size_t n;
};

typedef struct eng_rules eng_rules;

struct eng_rules {
	const eng_rule_pack **packs; /* by path */
	size_t pack_count;
	const eng_content_rule **items; /* those that may ever concern the template, in order */
	size_t n;
	eng_locale *locale; /* of conditions: English */
	const eng_services *services;
};

typedef struct eng_rules_options {
	const char *const *channel_names;
	eng_date date;
	/* The template that they are for. vocabulary NULL: all are compiled and taken, as for lint. */
	const eng_vocabulary *vocabulary;
	eng_str tmpl, purpose;
} eng_rules_options;

/* Reads the rules in force on the date that the library's guard lets be used. They live in the library's
 * arena, but for the locale. NULL after reporting rule.*, block.unknown, expr.*, approval.*. */
eng_rules *eng_rules_load(eng_ctx *ctx, eng_library *library, const eng_rules_options *options);
void eng_rules_close(eng_rules *rules);

/* Sets document->rules to those that hold for its record. False after reporting expr.*. */
bool eng_rules_choose(eng_ctx *ctx, const eng_rules *rules, eng_arena *arena,
		      const eng_record *record, eng_document *document);
/* What the channel of this bit index is to show of the document keeps its rules, as far as that can be
 * told without its pages. False after reporting rule.*. */
bool eng_rules_check(eng_ctx *ctx, eng_arena *arena, const eng_document *document, int channel);

/* One file by itself, version of the pack id (empty: rules.xml), in the arena: what it names is taken to be there,
 * and conditions are not compiled. For those who judge afterwards. NULL after reporting. */
eng_rule_pack *eng_rules_parse(eng_ctx *ctx, eng_arena *arena, const char *const *channel_names,
			       const char *path, eng_str id, int version, eng_str text);

/* What a rule is chosen by besides its condition. */
typedef struct eng_rule_case {
	eng_str vocabulary, tmpl, purpose, jurisdiction, language;
	eng_date date;
} eng_rule_case;

/* Whether the rule is for such documents at all, whatever the record and the channel. */
bool eng_rule_is_for(const eng_content_rule *rule, const eng_rule_case *of);

/* "rule 'stop' of pack 'sms-us'". */
const char *eng_rule_name(eng_arena *arena, const eng_content_rule *rule);
/* Whether a list holds the word itself. */
bool eng_rule_words_hold(const eng_rule_words *words, eng_str word);
/* "first-page", "same-page" ... */
const char *eng_standpoint_name(eng_standpoint standpoint);
/* Whom the rule is for, and what it asks of their documents, in words. */
eng_str eng_rule_audience(eng_arena *arena, const eng_content_rule *rule,
			  const char *const *channel_names);
eng_str eng_rule_demands(eng_arena *arena, const eng_content_rule *rule);
/* "9 pt", or "1.20 mm". */
const char *eng_length_text(eng_arena *arena, eng_length length, bool mm);
/* Tells what to do and why, after a message about the rule. */
void eng_rule_explain(eng_ctx *ctx, const eng_content_rule *rule);

#endif
