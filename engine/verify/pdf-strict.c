/* The strict road: cross-reference stream and object streams (ISO 32000-1 7.5.7, 7.5.8) of a file that
 * was written in one go and never touched since.
 *
 * libqpdf takes longer to open a statement than composing it takes, because it unpacks and parses every
 * object; here only what is asked for is parsed. What our files never have is refused, not
 * understood: updates, hybrid files, other filters than deflate, repairs. */
#include <string.h>

#include "verify/pdf-source.h"

enum { TAIL = 64, WIDEST = 8, WORTHWHILE = 100 /* bytes of an object that is kept */ };

/* An object stream, unpacked when first asked for. */
typedef struct pack {
	unsigned id;
	eng_str data;
	eng_arena *arena; /* of the objects in it: the file's, or that of what the worker keeps */
	eng_pdf_pack *read;
} pack;

typedef struct strict {
	eng_pdf_inflater *inflater;
	eng_pdf_keeper *keeper;
	const unsigned char *rows; /* of the cross-reference stream */
	size_t widths[3], row, rows_n;
	pack *packs;
	size_t pack_count, pack_cap;
} strict;

static uint64_t field(const unsigned char *p, size_t n, uint64_t otherwise) {
	uint64_t value = 0;

	for (size_t i = 0; i < n; i++) {
		value = value << 8 | p[i];
	}
	return n ? value : otherwise;
}

/* "12 0 obj" at an offset, the value behind it, and the place where that ends. */
static bool read_at(eng_pdf_source *source, uint64_t at, unsigned id, eng_pdf_object *out) {
	eng_pdf_scan s;
	int64_t length;
	double number, generation;

	if (at >= source->file.n) {
		return eng_pdf_source_fail(source, "object %u lies beyond the end of the pdf file",
					   id);
	}
	s = eng_pdf_scan_of(source->arena, eng_str_sub(source->file, at, source->file.n));
	if (!eng_pdf_scan_number(&s, &number) || number != id || !eng_pdf_scan_skip(&s) ||
	    !eng_pdf_scan_number(&s, &generation) || generation != 0 ||
	    !eng_pdf_scan_word(&s, "obj") || !eng_pdf_scan_value(&s, &out->value)) {
		return eng_pdf_source_fail(source, "object %u is not where the pdf file says", id);
	}
	if (!eng_pdf_scan_word(&s, "stream")) {
		return eng_pdf_scan_word(&s, "endobj") ||
		       eng_pdf_source_fail(source, "object %u of the pdf file has no end", id);
	}
	s.p += s.p < s.end && *s.p == '\r';
	if (s.p == s.end || *s.p++ != '\n' ||
	    !eng_pdf_value_integer(eng_pdf_value_find(&out->value, "Length"), 0, s.end - s.p,
				   &length)) {
		return eng_pdf_source_fail(source, "stream %u of the pdf file has no length", id);
	}
	out->stream = true;
	out->raw = (eng_str){ s.p, (size_t)length };
	s.p += length;
	return eng_pdf_scan_word(&s, "endstream") ||
	       eng_pdf_source_fail(source, "stream %u of the pdf file does not end where it says",
				   id);
}

/* PNG predictors (RFC 2083 6) of rows of single bytes: None and Up are what is written. */
static bool undo_rows(eng_arena *arena, eng_str *data, size_t columns) {
	size_t rows = data->n / (columns + 1);
	unsigned char *out = eng_arena_alloc(arena, rows * columns + 1);

	for (size_t r = 0; r < rows; r++) {
		const unsigned char *in = (const unsigned char *)data->s + r * (columns + 1);

		if (in[0] != 0 && in[0] != 2) {
			return false;
		}
		for (size_t i = 0; i < columns; i++) {
			unsigned char above = r && in[0] ? out[(r - 1) * columns + i] : 0;

			out[r * columns + i] = (unsigned char)(in[i + 1] + above);
		}
	}
	*data = (eng_str){ (char *)out, rows * columns };
	return true;
}

static bool undo_predictor(eng_pdf_source *source, eng_pdf_object *stream) {
	const eng_pdf_value *parms = eng_pdf_value_find(&stream->value, "DecodeParms");
	int64_t predictor = 1, columns = 1;

	if (parms->kind == ENG_PDF_NULL) {
		return true;
	}
	if (eng_pdf_value_integer(eng_pdf_value_find(parms, "Predictor"), 1, 15, &predictor) &&
	    predictor == 1) {
		return true;
	}
	return predictor >= 10 &&
	       eng_pdf_value_integer(eng_pdf_value_find(parms, "Columns"), 1, 1 << 16, &columns) &&
	       undo_rows(source->arena, &stream->data, (size_t)columns);
}

/* Deflate data, kept when it comes again. Rows of predictors are of one file alone. */
static bool unpack(eng_pdf_source *source, eng_pdf_object *stream) {
	bool keep = eng_pdf_value_find(&stream->value, "DecodeParms")->kind == ENG_PDF_NULL;
	strict *own = source->own;
	bool worthwhile = false;

	stream->kept =
	    keep ? eng_pdf_keeper_find(own->keeper, ENG_PDF_KEPT_STREAM, stream->raw, &worthwhile)
		 : NULL;
	if (!stream->kept) {
		if (!eng_pdf_inflate(own->inflater, source->arena, stream->raw, source->room,
				     &stream->data)) {
			return false;
		}
		if (!worthwhile) {
			return true;
		}
		stream->kept =
		    eng_pdf_keeper_add(own->keeper, ENG_PDF_KEPT_STREAM, stream->raw, stream->data);
	}
	stream->data = stream->kept ? stream->kept->data : stream->data;
	return stream->data.n <= source->room;
}

static bool strict_data(eng_pdf_source *source, eng_pdf_object *stream) {
	const eng_pdf_value *filter = eng_pdf_value_find(&stream->value, "Filter");

	if (filter->kind == ENG_PDF_NULL) {
		stream->data = stream->raw;
		return true;
	}
	if (!eng_pdf_value_is_name(filter, "FlateDecode") || !unpack(source, stream) ||
	    !undo_predictor(source, stream)) {
		return eng_pdf_source_fail(source, "stream %u of the pdf file cannot be unpacked",
					   stream->id);
	}
	return true;
}

/* The stream's header: pairs of id and offset. */
static bool read_members(eng_pdf_source *source, pack *p) {
	eng_pdf_pack *read = p->read;
	eng_pdf_scan s = eng_pdf_scan_of(source->arena, eng_str_sub(p->data, 0, read->first));

	for (size_t i = 0; i < (size_t)read->n * 2; i++) {
		double value;

		if (!eng_pdf_scan_skip(&s) || !eng_pdf_scan_number(&s, &value) || value < 0 ||
		    value > (double)UINT32_MAX) {
			return eng_pdf_source_fail(source, "object stream %u has a damaged head",
						   p->id);
		}
		read->members[i] = (uint32_t)value;
	}
	return true;
}

/* As the worker read it before, or anew. The dictionary is the file's own, so its numbers may differ where
 * the data is the same. */
static bool open_pack(eng_pdf_source *source, pack *p, eng_pdf_kept *kept, uint32_t n,
		      uint32_t first) {
	eng_arena_mark mark;

	if (n > first / 2) { /* two numbers each */
		return eng_pdf_source_fail(source, "object stream %u has a damaged head", p->id);
	}
	if (kept && kept->pack && kept->pack->n == n && kept->pack->first == first) {
		p->arena = kept->arena;
		p->read = kept->pack;
		return true;
	}
	p->arena = kept && !kept->pack ? kept->arena : source->arena;
	mark = eng_arena_tell(p->arena);
	p->read = eng_arena_new(p->arena, eng_pdf_pack);
	*p->read =
	    (eng_pdf_pack){ .n = n,
			    .first = first,
			    .members = eng_arena_new_array(p->arena, (size_t)n * 2, uint32_t),
			    .values = eng_arena_new_array(p->arena, n, eng_pdf_value),
			    .read = eng_arena_new_array(p->arena, n, bool) };
	if (!read_members(source, p)) {
		if (p->arena != source->arena) {
			eng_arena_rewind(p->arena, mark);
		}
		return false;
	}
	if (p->arena != source->arena) {
		kept->pack = p->read;
	}
	return true;
}

static pack *find_pack(eng_pdf_source *source, unsigned id) {
	strict *own = source->own;
	eng_pdf_object *stream;
	int64_t n, first;
	pack *p;

	for (size_t i = 0; i < own->pack_count; i++) {
		if (own->packs[i].id == id) {
			return &own->packs[i];
		}
	}
	own->packs = eng_arena_grow(source->arena, own->packs, own->pack_count, &own->pack_cap,
				    sizeof(*own->packs));
	p = &own->packs[own->pack_count];
	*p = (pack){ .id = id };
	stream = eng_pdf_source_object(source, id);
	if (!stream || !stream->stream ||
	    !eng_pdf_value_is_name(eng_pdf_value_find(&stream->value, "Type"), "ObjStm") ||
	    !eng_pdf_source_data(source, stream, &p->data) ||
	    !eng_pdf_value_integer(eng_pdf_value_find(&stream->value, "N"), 0, 1 << 20, &n) ||
	    !eng_pdf_value_integer(eng_pdf_value_find(&stream->value, "First"), 0,
				   (int64_t)p->data.n, &first)) {
		eng_pdf_source_fail(source, "object stream %u of the pdf file is damaged", id);
		return NULL;
	}
	if (!open_pack(source, p, stream->kept, (uint32_t)n, (uint32_t)first)) {
		return NULL;
	}
	own->pack_count++;
	return p;
}

/* The value at the start of bytes; nothing of one that is damaged stays. */
static bool parse(eng_arena *arena, bool rewind, eng_str bytes, eng_pdf_value *value) {
	eng_arena_mark mark = eng_arena_tell(arena);
	eng_pdf_scan s = eng_pdf_scan_of(arena, bytes);

	if (eng_pdf_scan_value(&s, value)) {
		return true;
	}
	if (rewind) {
		eng_arena_rewind(arena, mark);
	}
	return false;
}

/* A larger dictionary among objects of one file, read once for all files that have the same bytes. Up to
 * the next object they must be a whole dictionary: it then reads the same whatever follows. NULL: to be
 * read as any other. */
static const eng_pdf_value *find_alike(eng_pdf_source *source, const pack *p, uint64_t index) {
	const uint32_t *next = &p->read->members[(index + 1) * 2 + 1];
	strict *own = source->own;
	bool worthwhile;
	eng_pdf_kept *kept;
	eng_str bytes;

	if (p->arena != source->arena || index + 1 >= p->read->n || *next < next[-2]) {
		return NULL;
	}
	bytes =
	    eng_str_sub(p->data, p->read->first + (size_t)next[-2], p->read->first + (size_t)*next);
	if (bytes.n < WORTHWHILE || !eng_str_starts(bytes, "<<")) {
		return NULL;
	}
	kept = eng_pdf_keeper_find(own->keeper, ENG_PDF_KEPT_OBJECT, bytes, &worthwhile);
	if (!kept && worthwhile) {
		kept = eng_pdf_keeper_add(own->keeper, ENG_PDF_KEPT_OBJECT, bytes, (eng_str){ 0 });
		if (!parse(kept->arena, true, kept->stored, &kept->value)) {
			kept->value = (eng_pdf_value){ 0 };
		}
	}
	return kept && kept->value.kind == ENG_PDF_DICT ? &kept->value : NULL;
}

static bool read_packed(eng_pdf_source *source, unsigned stream, uint64_t index, unsigned id,
			eng_pdf_object *out) {
	pack *p = stream == id ? NULL : find_pack(source, stream);
	const eng_pdf_value *alike;
	eng_pdf_pack *read;

	if (!p || index >= p->read->n || p->read->members[index * 2] != id) {
		return eng_pdf_source_fail(source, "object %u is not where the pdf file says", id);
	}
	read = p->read;
	alike = read->read[index] ? NULL : find_alike(source, p, index);
	if (alike) {
		read->values[index] = *alike;
	} else if (!read->read[index] &&
		   !parse(p->arena, p->arena != source->arena,
			  eng_str_sub(p->data, read->first + (size_t)read->members[index * 2 + 1],
				      p->data.n),
			  &read->values[index])) {
		return eng_pdf_source_fail(source, "object %u of the pdf file is damaged", id);
	}
	read->read[index] = true;
	out->value = read->values[index];
	return true;
}

static bool strict_object(eng_pdf_source *source, unsigned id, eng_pdf_object *out) {
	strict *own = source->own;
	size_t first = own->widths[0], second = own->widths[1];
	const unsigned char *row;
	uint64_t type, at, index;

	if (id >= own->rows_n) {
		return true;
	}
	row = own->rows + id * own->row;
	type = field(row, first, 1);
	at = field(row + first, second, 0);
	index = field(row + first + second, own->widths[2], 0);
	if (type == 0) {
		return true;
	}
	if (type == 1) {
		return index == 0 ? read_at(source, at, id, out)
				  : eng_pdf_source_fail(source, "object %u has a generation", id);
	}
	return type == 2 && at < own->rows_n
		   ? read_packed(source, (unsigned)at, index, id, out)
		   : eng_pdf_source_fail(source, "object %u is of no known kind", id);
}

static void strict_close(eng_pdf_source *source) {
	source->own = NULL; /* all of it is in the arena */
}

/* "startxref\n123\n%%EOF\n" and nothing behind it. */
static bool find_start(eng_pdf_source *source, int64_t *at) {
	eng_str tail = eng_str_sub(source->file, source->file.n > TAIL ? source->file.n - TAIL : 0,
				   source->file.n);
	size_t i = eng_str_index(tail, ENG_STR("startxref"));
	eng_pdf_scan s = eng_pdf_scan_of(source->arena, eng_str_sub(tail, i, tail.n));
	eng_pdf_value value;

	if (i == tail.n || !eng_pdf_scan_word(&s, "startxref") || !eng_pdf_scan_value(&s, &value) ||
	    !eng_pdf_value_integer(&value, 0, (int64_t)source->file.n, at) ||
	    !eng_str_eqc(eng_str_trim((eng_str){ s.p, (size_t)(s.end - s.p) }), "%%EOF")) {
		return eng_pdf_source_fail(source, "the pdf file does not end as one should");
	}
	return true;
}

static bool read_rows(eng_pdf_source *source, eng_pdf_object *xref) {
	strict *own = source->own;
	double widths[3];
	eng_str rows;

	if (!eng_pdf_source_numbers(source, eng_pdf_value_find(&xref->value, "W"), 3, widths)) {
		return false;
	}
	for (int i = 0; i < 3; i++) {
		if (widths[i] < 0 || widths[i] > WIDEST) {
			return false;
		}
		own->widths[i] = (size_t)widths[i];
		own->row += own->widths[i];
	}
	if (!own->row || !strict_data(source, xref)) {
		return false;
	}
	rows = xref->data;
	own->rows = (const unsigned char *)rows.s;
	own->rows_n = rows.n / own->row;
	return true;
}

bool eng_pdf_strict_open(eng_pdf_source *source, eng_pdf_inflater *inflater,
			 eng_pdf_keeper *keeper) {
	static const eng_pdf_reading reading = { strict_object, strict_data, NULL, strict_close };
	eng_pdf_object *xref = eng_arena_new(source->arena, eng_pdf_object);
	strict *own = eng_arena_new(source->arena, strict);
	int64_t at, size;
	eng_pdf_scan s;
	double id;

	source->reading = &reading;
	source->own = own;
	own->inflater = inflater;
	own->keeper = keeper;
	if (!eng_str_starts(source->file, "%PDF-1.")) {
		return eng_pdf_source_fail(source, "this is no pdf file");
	}
	if (!find_start(source, &at)) {
		return false;
	}
	s = eng_pdf_scan_of(source->arena, eng_str_sub(source->file, (size_t)at, source->file.n));
	if (!eng_pdf_scan_number(&s, &id) || id < 1 || id > 8388607 ||
	    !read_at(source, (uint64_t)at, (unsigned)id, xref) || !xref->stream ||
	    !eng_pdf_value_is_name(eng_pdf_value_find(&xref->value, "Type"), "XRef")) {
		return eng_pdf_source_fail(source, "the pdf file has no cross-reference stream");
	}
	xref->id = (unsigned)id;
	if (eng_pdf_value_find(&xref->value, "Prev")->kind != ENG_PDF_NULL ||
	    eng_pdf_value_find(&xref->value, "Index")->kind != ENG_PDF_NULL ||
	    eng_pdf_value_find(&xref->value, "XRefStm")->kind != ENG_PDF_NULL) {
		return eng_pdf_source_fail(source,
					   "the pdf file was changed after it was written: its "
					   "cross-reference has an earlier one");
	}
	if (eng_pdf_value_find(&xref->value, "Encrypt")->kind != ENG_PDF_NULL) {
		return eng_pdf_source_fail(source, "the pdf file is encrypted");
	}
	if (!read_rows(source, xref) ||
	    !eng_pdf_value_integer(eng_pdf_value_find(&xref->value, "Size"), 1,
				   (int64_t)own->rows_n, &size)) {
		return eng_pdf_source_fail(source,
					   "the cross-reference of the pdf file is damaged");
	}
	source->trailer = xref->value;
	return true;
}
