/* Compiling elements into operations: what all compile files share. Faults are reported and
 * compiling goes on, so that an author sees all of them; the file as a whole then fails. */
#ifndef ENG_CONTENT_COMPILE_H
#define ENG_CONTENT_COMPILE_H

#include "content/program.h"
#include "markup/xml.h"

/* Where an element may stand. */
typedef enum eng_place {
	ENG_PLACE_NONE = 0,
	ENG_PLACE_TOP = 1,     /* directly in communication */
	ENG_PLACE_BLOCK = 2,   /* between blocks: body, part, section ... */
	ENG_PLACE_INLINE = 4,  /* in text */
	ENG_PLACE_FACTS = 8,
	ENG_PLACE_LIST = 16,
	ENG_PLACE_TOTALS = 32, /* rows of totals in a table */
	ENG_PLACE_ANY = 63,
} eng_place;

/* Groups of attributes that many elements take. */
enum {
	ENG_TAKES_CHANNELS = 1, /* channels, except */
	ENG_TAKES_ROLE = 2,
	ENG_TAKES_KEEP = 4,
	ENG_TAKES_ID = 8,
	ENG_TAKES_LANG = 16,
	ENG_TAKES_ALL = 15, /* what block-level elements take */
};

typedef enum eng_file_kind {
	ENG_FILE_TEMPLATE,
	ENG_FILE_FRAGMENT,
	ENG_FILE_BLOCK,
	ENG_FILE_RULES /* read by compliance */
} eng_file_kind;

typedef struct eng_known {
	eng_variable variable;
	bool used, declared_here; /* by let: lint tells when it is never used */
	eng_loc where;
} eng_known;

typedef struct eng_compiler eng_compiler;

struct eng_compiler {
	eng_ctx *ctx;
	eng_arena *arena;
	eng_library *library;
	const eng_template_options *options;
	eng_file_kind kind;
	eng_channel_set all;
	eng_scope scope;
	eng_known *known; /* scope.variables mirrors the names that are visible */
	eng_variable *visible;
	size_t known_count, known_cap, visible_cap;
	unsigned slots;
	eng_str *languages; /* of the template */
	size_t language_count;
	int depth;
	int sections;       /* sections around */
	int some;           /* elements around that only some channels show */
	bool in_part;
	eng_template *tmpl; /* being compiled; NULL in a block */
	eng_block_version *version; /* the block; NULL elsewhere */
	eng_str fragment;           /* its id; empty elsewhere */
	const eng_compiler *outer;  /* who includes this fragment */
};

/* One row of the table of elements. */
typedef struct eng_element {
	const char *name;
	unsigned places;
	const char *inside; /* elements it belongs in, when places is NONE; for messages */
	bool locked;        /* may stand in a block's form */
	unsigned takes;
	const char *attributes; /* its own, space separated */
	eng_op *(*compile)(eng_compiler *c, eng_xml_node *e, eng_place place);
} eng_element;

extern const eng_element eng_elements[];
extern const size_t eng_element_count;

/* ---- compile.c: children, scope, operations ---- */
eng_op *eng_op_new(eng_compiler *c, eng_op_kind kind, eng_loc where);
eng_op *eng_op_node(eng_compiler *c, eng_node_type type, eng_loc where);
void eng_op_append(eng_op *parent, eng_op *child);
/* A copy of the compiler for a file of its own: empty scope, the same library and languages. */
eng_compiler eng_compiler_for(const eng_compiler *outer, eng_file_kind kind);
/* Compiles everything below e as allowed at place, appending to parent. */
void eng_compile_children(eng_compiler *c, eng_xml_node *e, eng_place place, eng_op *parent);
/* Blocks, or inline content that becomes one paragraph. */
void eng_compile_flow(eng_compiler *c, eng_xml_node *e, eng_op *parent);
/* Compiles one element; NULL when it is faulty or leaves nothing. */
eng_op *eng_compile_element(eng_compiler *c, eng_xml_node *e, eng_place place);
/* SEQUENCE of the inline content of e. */
eng_op *eng_compile_inline(eng_compiler *c, eng_xml_node *e);
/* For content that a channel which assembles its message does not carry, unless it is in a block. */
void eng_compile_leaf(eng_compiler *c, eng_op *op);
/* Reports content where none may be. */
void eng_compile_empty(eng_compiler *c, eng_xml_node *e);
/* Reports a text node that is more than white space. */
void eng_compile_no_text(eng_compiler *c, const eng_xml_node *text);
/* Reports an element that does not belong into its parent. */
void eng_compile_misplaced(eng_compiler *c, eng_xml_node *e);
/* Checks the attributes of an element that its parent compiles, and that text is nowhere. */
bool eng_compile_known(eng_compiler *c, eng_xml_node *e, const char *parent);
/* Adds a variable; reports template.shadowed. */
unsigned eng_compile_variable(eng_compiler *c, eng_str name, const eng_decl *decl, bool let,
			      eng_loc where);
/* Forgets variables above a mark (c->known_count earlier); lint reports those never used. */
void eng_compile_forget(eng_compiler *c, size_t mark);

/* ---- attributes.c ---- */
void eng_compile_common(eng_compiler *c, eng_xml_node *e, eng_op *op);
void eng_compile_check_attributes(eng_compiler *c, eng_xml_node *e, const eng_element *row);
/* NULL after reporting template.missing-attribute. */
const eng_xml_attr *eng_compile_required(eng_compiler *c, eng_xml_node *e, const char *name);
/* An attribute with holes; absent: *out is not present. */
void eng_compile_attr(eng_compiler *c, eng_xml_node *e, const char *name, bool required,
		      eng_op_attr *out);
/* The same as inline content: NULL when absent. */
eng_op *eng_compile_label(eng_compiler *c, eng_xml_node *e, const char *name, bool required);
/* An expression attribute; NULL when absent or faulty. */
eng_expr *eng_compile_select(eng_compiler *c, eng_xml_node *e, const char *name, bool required);
/* Index of the attribute's word in a NULL-ended list; fallback when absent, after reporting when
 * unknown. */
int eng_compile_word(eng_compiler *c, eng_xml_node *e, const char *name, const char *const *words,
		     int fallback);
bool eng_compile_yes(eng_compiler *c, eng_xml_node *e, const char *name);
int eng_compile_int(eng_compiler *c, eng_xml_node *e, const char *name, int min, int max,
		    int fallback);
eng_channel_set eng_compile_channels(eng_compiler *c, const eng_xml_attr *attr);
/* An id ([a-z0-9][a-z0-9-]*); empty when absent or faulty. */
eng_str eng_compile_id(eng_compiler *c, eng_xml_node *e, const char *name, bool required);
/* A static file name below images/. */
eng_str eng_compile_file(eng_compiler *c, eng_xml_node *e, const char *name, const char *folder,
			 bool required);
/* Marks the variables that a source names as used; checks its phrases and tables. */
void eng_compile_note(eng_compiler *c, const eng_expr *expr, eng_loc where);
/* Inline operations of text with holes (in a block: of plain text). */
void eng_compile_text(eng_compiler *c, const eng_xml_node *text, eng_op *parent);

/* ---- rows.c ---- */
/* select, sort and group-by of e; afterwards the scope is that of a row. Undo with the context and
 * the mark from before. */
const eng_decl *eng_compile_rows(eng_compiler *c, eng_xml_node *e, eng_op_rows *rows);

/* ---- fragment.c, link.c, phrases.c, template.c ---- */
/* Reads the namespace elements below a root into the scope. */
void eng_compile_namespaces(eng_compiler *c, eng_xml_node *root);
/* Forms of a fragment by language for this place; 0 after reporting. */
size_t eng_compile_fragment(eng_compiler *c, eng_xml_node *e, eng_str id, eng_place place,
			    const eng_decl *context, const eng_fragment *const **forms);
/* href with holes, by the rules of link.c; fixed: no hole, checked here. */
void eng_compile_href(eng_compiler *c, eng_xml_node *e, const char *name, bool required,
		      eng_op_attr *out, bool *fixed);
/* The arguments that a phrase asks for in each listed language are those given. */
void eng_compile_phrase_args(eng_compiler *c, eng_str key, const eng_op_arg *args, size_t n,
			     eng_loc where);
/* The root of the first file of a fragment, to look at; NULL, unreported, when there is none. */
const eng_xml_node *eng_fragment_root(eng_compiler *c, eng_str id);
/* A key of the catalogue: exists, and in each listed language. */
void eng_compile_phrase_key(eng_compiler *c, eng_str key, eng_loc where);

#endif
