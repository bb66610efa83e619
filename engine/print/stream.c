/* Document parts (ISO 16612-2 6.5; ISO 32000-2 14.12): the job, below it a part a piece, below that a leaf for
 * each stretch of pages of a document on the same paper. Page tree nodes and parts get their ids before their parents are
 * complete, so every object is written once, when it is whole. */
#include "print/stream.h"

#include <math.h>
#include <stdlib.h>

#include "channels/common/pdf/syntax.h"
#include "print/xmp.h"

enum { KIDS = 64 }; /* pages of a node of the page tree */

typedef struct ids {
	unsigned *items; /* on the heap */
	size_t n, cap;
} ids;

struct eng_print_stream {
	eng_ctx *ctx;
	const eng_print_plan *plan;
	eng_spool *spool;
	eng_buf text, job, date; /* scratch; copies */
	unsigned pages, parts, part_root, node, leaf;
	ids nodes, kids, pieces, leaves;
	size_t page_count;
	/* The piece being written. */
	eng_buf piece_dict;
	unsigned piece;
	/* The leaf being written. */
	const eng_paper *paper;
	const void *document;
	eng_buf leaf_dict; /* what is said of the document */
	unsigned first, last;
};

static void add(ids *list, unsigned id) {
	if (list->n == list->cap) {
		list->cap = list->cap ? list->cap * 2 : 64;
		list->items = eng_realloc(list->items, list->cap * sizeof(*list->items));
	}
	list->items[list->n++] = id;
}

static void put_ids(eng_buf *out, const ids *list) {
	eng_buf_char(out, '[');
	for (size_t i = 0; i < list->n; i++) {
		eng_buf_cstr(out, i ? " " : "");
		eng_pdf_reference(out, list->items[i]);
	}
	eng_buf_char(out, ']');
}

eng_print_stream *eng_print_stream_open(eng_ctx *ctx, const eng_print_plan *plan, const char *path,
					eng_str job, eng_str date) {
	eng_spool *spool = eng_spool_open(ctx, path);
	eng_print_stream *s;

	if (!spool) {
		return NULL;
	}
	s = eng_malloc(sizeof(*s));
	*s = (eng_print_stream){ .ctx = ctx, .plan = plan, .spool = spool };
	eng_buf_str(&s->job, job);
	eng_buf_str(&s->date, date);
	s->pages = eng_spool_reserve(spool, 1);
	s->part_root = eng_spool_reserve(spool, 1);
	s->parts = eng_spool_reserve(spool, 1);
	return s;
}

void eng_print_stream_free(eng_print_stream *s) {
	if (s) {
		eng_spool_free(s->spool);
		eng_buf_finish(&s->text);
		eng_buf_finish(&s->job);
		eng_buf_finish(&s->date);
		eng_buf_finish(&s->piece_dict);
		eng_buf_finish(&s->leaf_dict);
		free(s->nodes.items);
		free(s->kids.items);
		free(s->pieces.items);
		free(s->leaves.items);
		free(s);
	}
}

eng_spool *eng_print_stream_spool(eng_print_stream *s) {
	return s->spool;
}

size_t eng_print_stream_pages(const eng_print_stream *s) {
	return s->page_count;
}

static bool put(eng_print_stream *s, unsigned id) {
	bool ok = eng_spool_put(s->spool, id, eng_buf_view(&s->text));

	eng_buf_clear(&s->text);
	return ok;
}

static void put_text(eng_buf *out, const char *key, eng_str text) {
	if (text.n) {
		eng_buf_cstr(out, key);
		eng_pdf_text(out, text);
	}
}

/* A leaf: pages of a document that follow each other on one paper. */
static bool end_leaf(eng_print_stream *s) {
	eng_buf *out = &s->text;

	if (!s->leaf) {
		return true;
	}
	eng_buf_cstr(out, "<</Type/DPart/Parent ");
	eng_pdf_reference(out, s->piece);
	eng_buf_cstr(out, "/Start ");
	eng_pdf_reference(out, s->first);
	if (s->last != s->first) {
		eng_buf_cstr(out, "/End ");
		eng_pdf_reference(out, s->last);
	}
	eng_buf_cstr(out, "/DPM<</CIP4_Root<</CIP4_Production<<");
	eng_buf_cstr(out, "/CIP4_Resource<</CIP4_Media<<");
	put_text(out, "/CIP4_DescriptiveName",
		 s->paper->stock.n ? s->paper->stock : s->paper->name);
	eng_buf_printf(out, "/CIP4_Weight %d", s->paper->grammage);
	put_text(out, "/Engross_Tray", s->paper->tray);
	eng_buf_cstr(out, ">>>>>>");
	eng_buf_str(out, eng_buf_view(&s->leaf_dict));
	eng_buf_cstr(out, ">>>>>>");
	add(&s->leaves, s->leaf);
	if (!put(s, s->leaf)) {
		return false;
	}
	s->leaf = 0;
	return true;
}

static bool end_piece(eng_print_stream *s) {
	if (!end_leaf(s)) {
		return false;
	}
	if (!s->piece) {
		return true;
	}
	eng_buf_str(&s->text, eng_buf_view(&s->piece_dict));
	eng_buf_cstr(&s->text, "/DParts[");
	put_ids(&s->text, &s->leaves);
	eng_buf_cstr(&s->text, "]>>");
	s->leaves.n = 0;
	return put(s, s->piece);
}

/* Ends the part at hand and begins the next one, whose metadata follow; NULL after reporting. */
static eng_buf *begin_part(eng_print_stream *s) {
	eng_buf *out = &s->piece_dict;

	if (!end_piece(s)) {
		return NULL;
	}
	s->piece = eng_spool_reserve(s->spool, 1);
	add(&s->pieces, s->piece);
	eng_buf_clear(out);
	eng_buf_cstr(out, "<</Type/DPart/Parent ");
	eng_pdf_reference(out, s->parts);
	eng_buf_cstr(out, "/DPM<</CIP4_Root<<");
	return out;
}

bool eng_print_stream_piece(eng_print_stream *s, const eng_stream_piece *piece) {
	eng_buf *out = begin_part(s);

	if (!out) {
		return false;
	}
	eng_buf_cstr(out, "/CIP4_Recipient<<");
	put_text(out, "/CIP4_ExternalID", piece->recipient);
	if (piece->name.n) {
		eng_buf_cstr(out, "/CIP4_Contact<</CIP4_Person<<");
		put_text(out, "/CIP4_FamilyName", piece->name);
		eng_buf_cstr(out, ">>>>");
	}
	eng_buf_printf(out, ">>/Engross_Piece<</Number %llu/Ordinal %llu/Sheets %u/Milligrams %lld",
		       (unsigned long long)piece->number, (unsigned long long)piece->ordinal,
		       piece->sheets, (long long)piece->weight);
	put_text(out, "/Template", piece->tmpl);
	put_text(out, "/Envelope", piece->envelope);
	eng_buf_cstr(out, ">>>>>>");
	return true;
}

bool eng_print_stream_banner(eng_print_stream *s, const char *kind) {
	eng_buf *out = begin_part(s);

	if (out) {
		eng_buf_printf(out, "/Engross_Banner/%s>>>>", kind);
	}
	return out != NULL;
}

static void put_size(eng_buf *out, const char *key, const eng_stream_page *page) {
	eng_buf_printf(out, "/%s[0 0 ", key);
	eng_pdf_fixed(out, llround(page->width * 1000), 3);
	eng_buf_char(out, ' ');
	eng_pdf_fixed(out, llround(page->height * 1000), 3);
	eng_buf_char(out, ']');
}

static bool end_node(eng_print_stream *s) {
	if (!s->node) {
		return true;
	}
	eng_buf_printf(&s->text, "<</Type/Pages/Count %zu/Parent ", s->kids.n);
	eng_pdf_reference(&s->text, s->pages);
	eng_buf_cstr(&s->text, "/Kids");
	put_ids(&s->text, &s->kids);
	eng_buf_cstr(&s->text, ">>");
	add(&s->nodes, s->node);
	s->kids.n = 0;
	return put(s, s->node);
}

static void put_document(eng_buf *out, const eng_stream_document *document) {
	eng_buf_clear(out);
	if (!document->key) {
		return;
	}
	eng_buf_printf(out, "/Engross_Document<</Ordinal %llu",
		       (unsigned long long)document->ordinal);
	put_text(out, "/Recipient", document->recipient);
	put_text(out, "/Template", document->tmpl);
	eng_buf_cstr(out, ">>");
}

/* The node and the leaf that the next page belongs to. */
static bool prepare(eng_print_stream *s, const eng_stream_page *page) {
	if (s->page_count % KIDS == 0) {
		if (!end_node(s)) {
			return false;
		}
		s->node = eng_spool_reserve(s->spool, 1);
	}
	if (!s->leaf || s->paper != page->paper || s->document != page->document.key) {
		if (!end_leaf(s)) {
			return false;
		}
		s->leaf = eng_spool_reserve(s->spool, 1);
		s->paper = page->paper;
		s->document = page->document.key;
		put_document(&s->leaf_dict, &page->document);
		s->first = 0;
	}
	return true;
}

bool eng_print_stream_page(eng_print_stream *s, const eng_stream_page *page) {
	unsigned id = eng_spool_reserve(s->spool, 1);
	eng_buf *out = &s->text;

	if (!prepare(s, page)) {
		return false;
	}
	eng_buf_cstr(out, "<</Type/Page/Parent ");
	eng_pdf_reference(out, s->node);
	put_size(out, "MediaBox", page);
	put_size(out, "TrimBox", page);
	eng_buf_cstr(out, "/Resources ");
	if (page->resources) {
		eng_pdf_reference(out, page->resources);
	} else {
		eng_buf_cstr(out, "<<>>");
	}
	eng_buf_cstr(out, "/Contents[");
	for (int i = 0; i < 4; i++) {
		if (page->contents[i]) {
			eng_pdf_reference(out, page->contents[i]);
			eng_buf_char(out, ' ');
		}
	}
	eng_buf_cstr(out, "]/DPart ");
	eng_pdf_reference(out, s->leaf);
	eng_buf_cstr(out, ">>");
	s->first = s->first ? s->first : id;
	s->last = id;
	s->page_count++;
	add(&s->kids, id);
	return put(s, id);
}

static bool write_trees(eng_print_stream *s) {
	static const char *const sides[] = { "OneSided", "TwoSidedHeadToHead",
					     "TwoSidedHeadToFoot" };
	eng_buf *out = &s->text;

	if (!end_piece(s) || !end_node(s)) {
		return false;
	}
	eng_buf_printf(out, "<</Type/Pages/Count %zu/Kids", s->page_count);
	put_ids(out, &s->nodes);
	eng_buf_cstr(out, ">>");
	if (!put(s, s->pages)) {
		return false;
	}
	eng_buf_cstr(out, "<</Type/DPart/Parent ");
	eng_pdf_reference(out, s->part_root);
	eng_buf_cstr(out, "/DPM<</CIP4_Root<</CIP4_Metadata<</CIP4_Conformance[(base)]"
			  "/CIP4_Creator(Engross)");
	put_text(out, "/CIP4_JobID", eng_buf_view(&s->job));
	eng_buf_printf(out,
		       ">>/CIP4_Intent<</CIP4_LayoutIntent<</CIP4_Sides(%s)>>"
		       "/CIP4_ProductType(Letter)>>>>>>/DParts[",
		       sides[s->plan->plex]);
	put_ids(out, &s->pieces);
	eng_buf_cstr(out, "]>>");
	if (!put(s, s->parts)) {
		return false;
	}
	eng_buf_cstr(out, "<</Type/DPartRoot/DPartRootNode ");
	eng_pdf_reference(out, s->parts);
	eng_buf_cstr(out, "/RecordLevel 1/NodeNameList[/Job/Piece/Sheets]>>");
	return put(s, s->part_root);
}

static bool write_intent(eng_print_stream *s, unsigned intent) {
	unsigned profile = eng_spool_reserve(s->spool, 1);
	eng_buf *out = &s->text;

	eng_buf_cstr(out, "<</Type/OutputIntent/S/GTS_PDFX");
	put_text(out, "/OutputConditionIdentifier", s->plan->condition);
	put_text(out, "/Info", s->plan->condition);
	eng_buf_cstr(out, "/DestOutputProfile ");
	eng_pdf_reference(out, profile);
	eng_buf_cstr(out, ">>");
	return put(s, intent) &&
	       eng_spool_text(s->spool, profile, ENG_STR("/N 4"), s->plan->profile);
}

bool eng_print_stream_end(eng_print_stream *s) {
	unsigned catalog = eng_spool_reserve(s->spool, 4), info = catalog + 1, xmp = catalog + 2,
		 intent = catalog + 3;
	eng_buf *out = &s->text;
	eng_buf packet = { 0 };
	eng_hash hash;
	bool ok = write_trees(s) && write_intent(s, intent);

	hash = eng_spool_hash(s->spool);
	eng_print_xmp(&packet, eng_buf_view(&s->job), eng_buf_view(&s->date), &hash);
	eng_print_info(out, eng_buf_view(&s->job), eng_buf_view(&s->date));
	ok = ok && put(s, info) &&
	     eng_spool_data(s->spool, xmp, ENG_STR("/Type/Metadata/Subtype/XML"),
			    eng_buf_view(&packet));
	eng_buf_finish(&packet);
	eng_buf_printf(out,
		       "<</Type/Catalog/Pages %u 0 R/Metadata %u 0 R/OutputIntents[%u 0 R]"
		       "/DPartRoot %u 0 R>>",
		       s->pages, xmp, intent, s->part_root);
	return ok && put(s, catalog) && eng_spool_end(s->spool, catalog, info);
}
