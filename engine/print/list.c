/* CSV by RFC 4180 with a head; XML by schemas/pieces-1.rng. Texts are data: quoted, escaped, no formulas. */
#include "print/list.h"

#include <errno.h>
#include <stdlib.h>

#include "base/file.h"
#include "markup/json-write.h"
#include "print/rows.h"

struct eng_piece_list {
	eng_ctx *ctx;
	const eng_print_plan *plan;
	const char *dir;
	eng_runs runs;
	FILE *csv, *xml, *documents, *streams, *rejects;
	eng_arena arena;
	eng_buf line;
};

static eng_str run_name(const eng_piece_list *l, unsigned run) {
	return eng_str_from(eng_path_base(l->runs.folders[run]));
}

static FILE *open_in(eng_piece_list *l, const char *name) {
	const char *path = eng_path_join(&l->arena, l->dir, name);
	FILE *file = fopen(path, "wb");

	if (!file) {
		eng_file_unwritable(l->ctx, path, "written");
	}
	return file;
}

static void put_attribute(eng_buf *out, const char *name, eng_str text) {
	eng_buf_printf(out, " %s=\"", name);
	for (size_t i = 0; i < text.n; i++) {
		char c = text.s[i];

		if (c == '&' || c == '<' || c == '>' || c == '"') {
			eng_buf_printf(out, "&#%d;", c);
		} else {
			eng_buf_char(out, (unsigned char)c < 0x20 ? ' ' : c);
		}
	}
	eng_buf_char(out, '"');
}

static void flush(eng_piece_list *l, FILE *file) {
	fwrite(l->line.s, 1, l->line.n, file);
	eng_buf_clear(&l->line);
}

eng_piece_list *eng_piece_list_open(eng_ctx *ctx, const eng_print_plan *plan, const char *dir,
				    const eng_runs *runs) {
	eng_piece_list *l = eng_malloc(sizeof(*l));

	*l = (eng_piece_list){ .ctx = ctx, .plan = plan, .dir = dir, .runs = *runs };
	eng_arena_init(&l->arena);
	l->csv = open_in(l, "pieces.csv");
	l->xml = open_in(l, "pieces.xml");
	l->documents = open_in(l, "documents.csv");
	l->streams = open_in(l, "streams.csv");
	l->rejects = open_in(l, "rejects.csv");
	if (!l->csv || !l->xml || !l->documents || !l->streams || !l->rejects) {
		eng_piece_list_free(l);
		return NULL;
	}
	eng_buf_cstr(&l->line,
		     "piece,ordinal,recipient,stream,first-page,pages,sheets,weight-mg,envelope,"
		     "feeders,divert,first-sheet,content-sha256,package,share,shares,documents,"
		     "country,group,tray,bundle\r\n");
	flush(l, l->csv);
	eng_buf_cstr(&l->line, "piece,document,run,ordinal,recipient,template,pages\r\n");
	flush(l, l->documents);
	eng_buf_cstr(&l->line,
		     "stream,pieces,sheets,pages,banners,weight-mg,first-piece,last-piece,"
		     "first-sheet,last-sheet,first-tray,last-tray,sha256\r\n");
	flush(l, l->streams);
	eng_buf_cstr(&l->line, "run,ordinal,recipient,code,reason\r\n");
	flush(l, l->rejects);
	eng_buf_cstr(&l->line, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
			       "<pieces xmlns=\"urn:engross:pieces:1\"");
	put_attribute(&l->line, "plan", plan->name);
	eng_buf_cstr(&l->line, ">\n");
	for (size_t i = 0; i < runs->n; i++) {
		eng_buf_cstr(&l->line, "  <run");
		put_attribute(&l->line, "name", run_name(l, (unsigned)i));
		eng_buf_cstr(&l->line, "/>\n");
	}
	flush(l, l->xml);
	return l;
}

void eng_piece_list_free(eng_piece_list *l) {
	FILE *const files[] = { l ? l->csv : NULL, l ? l->xml : NULL, l ? l->documents : NULL,
				l ? l->streams : NULL, l ? l->rejects : NULL };

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		if (files[i]) {
			fclose(files[i]);
		}
	}
	if (l) {
		eng_arena_finish(&l->arena);
		eng_buf_finish(&l->line);
		free(l);
	}
}

/* Pages of the document that the piece shows; a carrier's is one of them. */
static size_t pages_of(const eng_piece *p, const eng_part_file *part) {
	size_t n = 0;

	for (size_t i = 0; i < p->sheet_count; i++) {
		n += p->sheets[i].part == part ? 1 + (p->sheets[i].back != NULL) : 0;
	}
	return n;
}

static void put_document(eng_piece_list *l, const eng_piece *p, size_t index) {
	const eng_part_file *part = p->documents[index];
	size_t pages = pages_of(p, part);
	eng_buf *out = &l->line;

	eng_buf_printf(out, "%llu,%zu,", (unsigned long long)p->number, index + 1);
	eng_table_put(out, run_name(l, part->ref->run));
	eng_buf_printf(out, ",%llu,", (unsigned long long)part->ref->ordinal);
	eng_table_put(out, part->ref->recipient);
	eng_buf_char(out, ',');
	eng_table_put(out, part->tmpl);
	eng_buf_printf(out, ",%zu\r\n", pages);
	flush(l, l->documents);
	eng_buf_cstr(out, "    <document");
	put_attribute(out, "run", run_name(l, part->ref->run));
	eng_buf_printf(out, " ordinal=\"%llu\"", (unsigned long long)part->ref->ordinal);
	put_attribute(out, "recipient", part->ref->recipient);
	put_attribute(out, "template", part->tmpl);
	eng_buf_printf(out, " pages=\"%zu\"/>\n", pages);
	flush(l, l->xml);
}

/* Its element in the XML list. */
static void put_piece(eng_piece_list *l, const eng_piece *p, const eng_piece_place *place,
		      const char *hex) {
	eng_str envelope = p->envelope ? p->envelope->name : (eng_str){ 0 };
	eng_buf *out = &l->line;

	eng_buf_printf(out, "  <piece number=\"%llu\" ordinal=\"%llu\"",
		       (unsigned long long)p->number, (unsigned long long)p->part->ref->ordinal);
	put_attribute(out, "recipient", p->part->ref->recipient);
	eng_buf_printf(out,
		       " stream=\"%s\" first-page=\"%llu\" pages=\"%zu\" sheets=\"%zu\" "
		       "weight-mg=\"%lld\"",
		       place->stream, (unsigned long long)place->first_page, place->pages,
		       p->sheet_count, (long long)p->weight);
	if (envelope.n) {
		put_attribute(out, "envelope", envelope);
	}
	eng_buf_printf(out,
		       " feeders=\"%u\" divert=\"%s\" first-sheet=\"%llu\" content-sha256=\"%s\" "
		       "package=\"%llu\" share=\"%u\" shares=\"%u\"",
		       p->feeders, p->divert ? "yes" : "no", (unsigned long long)p->counter + 1,
		       hex, (unsigned long long)p->package, p->share, p->shares);
	if (p->group.n) {
		put_attribute(out, "group", p->group);
	}
	if (p->tray) {
		eng_buf_printf(out, " tray=\"%llu\" bundle=\"%llu\"", (unsigned long long)p->tray,
			       (unsigned long long)p->bundle);
	}
	eng_buf_cstr(out, ">\n");
	flush(l, l->xml);
	for (size_t i = 0; i < p->document_count; i++) {
		put_document(l, p, i);
	}
	eng_buf_cstr(out, "  </piece>\n");
	flush(l, l->xml);
}

void eng_piece_list_add(eng_piece_list *l, const eng_piece *p, const eng_piece_place *place) {
	eng_str envelope = p->envelope ? p->envelope->name : (eng_str){ 0 };
	const eng_part_ref *ref = p->part->ref;
	char hex[ENG_HASH_HEX];
	eng_buf *out = &l->line;

	eng_hash_hex(&place->content, hex);
	eng_buf_printf(out, "%llu,%llu,", (unsigned long long)p->number,
		       (unsigned long long)ref->ordinal);
	eng_table_put(out, ref->recipient);
	eng_buf_printf(out, ",%s,%llu,%zu,%zu,%lld,", place->stream,
		       (unsigned long long)place->first_page, place->pages, p->sheet_count,
		       (long long)p->weight);
	eng_table_put(out, envelope);
	eng_buf_printf(out, ",%u,%s,%llu,%s,%llu,%u,%u,%zu,", p->feeders, p->divert ? "yes" : "no",
		       (unsigned long long)p->counter + 1, hex, (unsigned long long)p->package,
		       p->share, p->shares, p->document_count);
	eng_table_put(out, p->part->country);
	eng_buf_char(out, ',');
	eng_table_put(out, p->group);
	eng_buf_printf(out, ",%llu,%llu\r\n", (unsigned long long)p->tray,
		       (unsigned long long)p->bundle);
	flush(l, l->csv);
	put_piece(l, p, place, hex);
}

void eng_piece_list_reject(eng_piece_list *l, const eng_part_ref *ref, const char *code,
			   const char *reason) {
	eng_table_put(&l->line, run_name(l, ref->run));
	eng_buf_printf(&l->line, ",%llu,", (unsigned long long)ref->ordinal);
	eng_table_put(&l->line, ref->recipient);
	eng_buf_printf(&l->line, ",%s,", code);
	eng_table_put(&l->line, eng_str_from(reason));
	eng_buf_cstr(&l->line, "\r\n");
	flush(l, l->rejects);
}

/* Names and values of control totals, one list for all formats. */
typedef struct count {
	const char *name;
	uint64_t value;
} count;

void eng_piece_list_stream(eng_piece_list *l, const eng_stream_totals *t) {
	const count counts[] = {
		{ "pieces", t->pieces },
		{ "sheets", t->sheets },
		{ "pages", t->pages },
		{ "banners", t->banners },
		{ "weight-mg", (uint64_t)t->weight },
		{ "first-piece", t->first_piece },
		{ "last-piece", t->last_piece },
		{ "first-sheet", t->first_sheet },
		{ "last-sheet", t->last_sheet },
		{ "first-tray", t->first_tray },
		{ "last-tray", t->last_tray },
	};
	const size_t n = sizeof(counts) / sizeof(counts[0]);
	char hex[ENG_HASH_HEX];

	eng_hash_hex(&t->hash, hex);
	eng_buf_str(&l->line, t->stream);
	for (size_t i = 0; i < n; i++) {
		eng_buf_printf(&l->line, ",%llu", (unsigned long long)counts[i].value);
	}
	eng_buf_printf(&l->line, ",%s\r\n", hex);
	flush(l, l->streams);
	eng_buf_cstr(&l->line, "  <stream");
	put_attribute(&l->line, "name", t->stream);
	for (size_t i = 0; i < n; i++) {
		eng_buf_printf(&l->line, " %s=\"%llu\"", counts[i].name,
			       (unsigned long long)counts[i].value);
	}
	eng_buf_printf(&l->line, " sha256=\"%s\"/>\n", hex);
	flush(l, l->xml);
}

static void put_totals(eng_piece_list *l, const eng_print_totals *t) {
	const count counts[] = {
		{ "parts", t->parts },
		{ "taken", t->taken },
		{ "rejects", t->rejects },
		{ "packages", t->packages },
		{ "quarantined", t->quarantined },
		{ "trays", t->trays },
		{ "pieces", t->pieces },
		{ "left-out", t->left_out },
		{ "streams", t->streams },
		{ "sheets", t->sheets },
		{ "banners", t->banners },
		{ "pages", t->pages },
		{ "printed", t->printed },
		{ "diverted", t->diverted },
		{ "weight-mg", (uint64_t)t->weight },
	};
	const size_t n = sizeof(counts) / sizeof(counts[0]);
	eng_json_writer w;

	eng_buf_cstr(&l->line, "  <totals");
	for (size_t i = 0; i < n; i++) {
		eng_buf_printf(&l->line, " %s=\"%llu\"", counts[i].name,
			       (unsigned long long)counts[i].value);
	}
	eng_buf_cstr(&l->line, "/>\n</pieces>\n");
	flush(l, l->xml);
	eng_json_write_init(&w, &l->line, true);
	eng_json_write_object(&w);
	eng_json_member_cstr(&w, "format", "engross-print-totals-1");
	eng_json_member_text(&w, "plan", l->plan->name);
	eng_json_member_array(&w, "runs");
	for (size_t i = 0; i < l->runs.n; i++) {
		eng_json_write_text(&w, run_name(l, (unsigned)i));
	}
	eng_json_write_array_end(&w);
	for (size_t i = 0; i < n; i++) {
		eng_json_member_int(&w, counts[i].name, (int64_t)counts[i].value);
	}
	eng_json_write_object_end(&w);
	eng_buf_char(&l->line, '\n');
}

static bool close_file(eng_piece_list *l, FILE **file) {
	bool bad = ferror(*file) != 0;

	bad |= fclose(*file) != 0;
	*file = NULL;
	return !bad || eng_fail(l->ctx, "file.unwritable", (eng_loc){ 0 },
				"cannot write the lists in '%s': %s", l->dir, strerror(errno));
}

bool eng_piece_list_end(eng_piece_list *l, const eng_print_totals *totals) {
	bool ok;

	put_totals(l, totals);
	ok = close_file(l, &l->csv) && close_file(l, &l->xml) && close_file(l, &l->documents) &&
	     close_file(l, &l->streams) && close_file(l, &l->rejects);
	ok = ok && eng_file_write(l->ctx, eng_path_join(&l->arena, l->dir, "totals.json"),
				  eng_buf_view(&l->line), false);
	eng_buf_clear(&l->line);
	return ok;
}
