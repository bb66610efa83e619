/* Between source-xml.c, which reads records, xml-events.c, which makes their fields, and cut-xml.c, which finds them;
 * nobody else includes it. */
#ifndef ENG_DATA_SOURCE_XML_H
#define ENG_DATA_SOURCE_XML_H

#include <libxml/parser.h>

#include "data/body.h"
#include "data/pattern.h"
#include "data/source-reader.h"
#include "data/window.h"
#include "markup/xml.h"

#define ENG_XML_PIECE ((size_t)1 << 18) /* bytes taken at once */
#define ENG_XML_CACHE 1024              /* names by the address libxml2's dictionary gives them */

typedef struct eng_xml_cached {
	const xmlChar *key;
	const eng_name *name;
} eng_xml_cached;

/* An element around the records, made only when something is to be kept. */
typedef struct eng_xml_ancestor {
	eng_field *field;
	eng_arena_mark mark;
} eng_xml_ancestor;

typedef struct eng_xml_reader {
	const eng_reader_input *in;
	eng_ctx *ctx;
	xmlParserCtxt *parser;
	eng_window window;
	eng_xml_guard guard;
	bool guarded;    /* the window ends within a tag that is not to be read on */
	eng_arena arena; /* patterns, ancestors and what is kept of them */
	eng_patterns records, keep;
	eng_xml_cached cache[ENG_XML_CACHE];
	uint64_t base;       /* file offset of the parser's first byte */
	uint64_t last_event; /* offset */
	unsigned long record_tags;
	bool in_tag, stream_end, closed;
	eng_str rest;                  /* of the slice: not yet in the window */
	uint64_t given;                /* bytes the parser has got, with slices */
	bool cut_short;                /* the file ends within the slice */
	struct eng_xml_cutter *cutter; /* NULL: records are read */
	int depth;                     /* of open elements */
	/* the record, or kept subtree, being built */
	eng_arena *target;
	eng_record *record;
	eng_field *open;
	eng_field *top; /* its outermost field */
	int top_depth;
	eng_buf *texts; /* own text per open level below top_depth */
	size_t texts_n;
	uint32_t order;
	size_t nodes;
	bool building, keeping, skipping, done, bad;
	eng_xml_ancestor *ancestors; /* one per open element outside records */
	/* the first fault, told later */
	char *fault;
	const char *fault_code;
	eng_loc fault_where;
} eng_xml_reader;

/* Ends reading with a fault that is told when its turn comes. */
void eng_xml_stop(eng_xml_reader *x, const char *code, uint64_t offset, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* Feeds a piece that ends at most one record. */
void eng_xml_feed_piece(eng_xml_reader *x, eng_str ready);
void eng_xml_feed(eng_xml_reader *x, const char *s, size_t n, bool last);
/* Reads on in the stream. False after reporting. */
bool eng_xml_refill(eng_xml_reader *x);

/* In xml-events.c: what is made of what the parser reads. */
extern const xmlSAXHandler eng_xml_events;
/* The file offset behind what the parser has taken. */
uint64_t eng_xml_offset(const eng_xml_reader *x);

/* In cut-xml.c: what a cutter does of the parser's events. The element's tag begins at last_event. */
void eng_xml_cut_start(eng_xml_reader *x, bool record, const xmlChar *local, const xmlChar *uri);
void eng_xml_cut_end(eng_xml_reader *x);
eng_source_status eng_xml_cut(void *self, eng_slice *slice);
void eng_xml_context(void *self, eng_buf *context);
void eng_xml_cutter_free(struct eng_xml_cutter *cutter);
/* Reads what stands around the records of slices. False after reporting. */
bool eng_xml_read_context(eng_xml_reader *x, eng_str context);
void eng_xml_give(void *self, const eng_slice *slice);
/* What is at hand to be fed; of a slice, all of it by and by. */
eng_str eng_xml_ready(eng_xml_reader *x);

#endif
