/* Start tags of HTML, and the places that they make: the start tags around some words, one inside of the
 * other. What a reader sees of words depends on nothing but their place and the style sheets. */
#ifndef ENG_VERIFY_HTML_TAG_H
#define ENG_VERIFY_HTML_TAG_H

#include "base/arena.h"
#include "base/str.h"
#include "verify/style.h"

/* What reading has to know of an element. */
enum {
	ENG_HTML_INLINE = 1 << 0,  /* its words stand in the line around it */
	ENG_HTML_SILENT = 1 << 1,  /* nobody reads its words */
	ENG_HTML_VOID = 1 << 2,    /* honestly empty */
	ENG_HTML_LOADS = 1 << 3,   /* brings in what nobody looked at */
	ENG_HTML_BREAK = 1 << 4,   /* <br> and the like: a space between words */
	ENG_HTML_PICTURE = 1 << 5, /* <img>: its alternative text is a line */
	ENG_HTML_RAISED = 1 << 6,  /* <sup>: a number in it is that of a note */
	ENG_HTML_MOVED = 1 << 7    /* by its own style: may be laid over other elements */
};

typedef struct eng_html_attribute {
	eng_str name, value; /* value: entities resolved; of one without, empty and not NULL */
} eng_html_attribute;

typedef struct eng_html_tag {
	eng_str name;
	unsigned kind; /* ENG_HTML_* */
	const eng_html_attribute *attributes;
	size_t attribute_count;
	int form; /* of the strict reader */
} eng_html_tag;

typedef struct eng_matches eng_matches; /* verify/sheet.h */

struct eng_html_place {
	const eng_html_tag *tag;
	eng_html_place *parent; /* NULL: of the root element */
	/* Found when asked for, for the one style sheet that goes with the place. */
	const eng_matches *matches;
	bool looked;
	eng_look look;
};

/* In any case of letters. */
unsigned eng_html_kind(eng_str name);
/* The same of a tag that has all its attributes. */
unsigned eng_html_kind_of(const eng_html_tag *tag);
/* The attribute's value; empty, with s NULL, when there is none. */
eng_str eng_html_attribute_find(const eng_html_tag *tag, const char *name);
/* How many of the first bytes programs read alike: up to a control that is no line end, U+FFFE or U+FFFF. */
size_t eng_html_plain(eng_str text);
/* Reads "name a="b" c="d"", as between "<" and ">": small letters, one space, values in double quotes, no
 * attribute twice, no entities but the common ones. NULL for anything else. Borrows source. */
eng_html_tag *eng_html_tag_read(eng_arena *arena, eng_str source);
/* The bytes that an entity at the start of text stands for, and in *n its own length. NULL: it is none of
 * the common ones. */
const char *eng_html_entity(eng_str text, size_t *n);

#endif
