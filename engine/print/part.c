/* What a part says of itself stands in its page-piece dictionaries; all else is copied unread. */
#include "print/part.h"

#include <errno.h>
#include <stdlib.h>

#include "base/file.h"
#include "verify/tree.h"

struct eng_part_reader {
	const char *const *runs;
	eng_arena arena;
	eng_pdf_inflater *inflater;
	eng_pdf_keeper *keeper;
	eng_part_file parts[ENG_PARTS_OPEN];
	size_t count;
};

eng_part_reader *eng_part_reader_new(const char *const *runs) {
	eng_part_reader *r = eng_malloc(sizeof(*r));

	*r = (eng_part_reader){ .runs = runs,
				.inflater = eng_pdf_inflater_new(),
				.keeper = eng_pdf_keeper_new() };
	eng_arena_init(&r->arena);
	return r;
}

void eng_part_reader_free(eng_part_reader *r) {
	if (r) {
		eng_part_close_all(r);
		eng_pdf_inflater_free(r->inflater);
		eng_pdf_keeper_free(r->keeper);
		eng_arena_finish(&r->arena);
		free(r);
	}
}

eng_arena *eng_part_arena(eng_part_reader *r) {
	return &r->arena;
}

void eng_part_close_all(eng_part_reader *r) {
	for (size_t i = 0; i < r->count; i++) {
		eng_pdf_source_close(&r->parts[i].source);
	}
	r->count = 0;
	eng_arena_reset(&r->arena);
	eng_pdf_keeper_trim(r->keeper);
}

eng_str eng_part_fact_find(const eng_part_file *part, eng_str name) {
	for (size_t i = 0; i < part->fact_count; i++) {
		if (eng_str_eq(part->facts[i].name, name)) {
			return part->facts[i].value;
		}
	}
	return (eng_str){ 0 };
}

eng_str eng_part_day(eng_arena *arena, eng_str d) {
	return d.n < 10 ? (eng_str){ 0 }
			: eng_str_printf(arena, "%.4s-%.2s-%.2s", d.s + 2, d.s + 6, d.s + 8);
}

eng_rect eng_part_address(const eng_part_page *page) {
	const double *a = page->address;

	return (eng_rect){ llround(a[0] * 1000), llround((page->height - a[3]) * 1000),
			   llround((a[2] - a[0]) * 1000), llround((a[3] - a[1]) * 1000) };
}

static bool bad_part(eng_ctx *ctx, const eng_part_ref *ref, const char *why) {
	return eng_fail(ctx, "print.bad-part", (eng_loc){ 0 },
			"part '%.*s' of record %llu cannot be printed: %s", ENG_STR_ARG(ref->path),
			(unsigned long long)ref->ordinal, why);
}

/* The bytes of a part, and whether they are those that the run made. */
static bool read_bytes(eng_ctx *ctx, eng_part_reader *r, const eng_part_ref *ref, eng_str *bytes) {
	const char *path =
	    eng_path_join(&r->arena, r->runs[ref->run], eng_str_dup(&r->arena, ref->path));
	FILE *file = eng_path_is_safe(ref->path) ? fopen(path, "rb") : NULL;
	char *to = eng_arena_alloc(&r->arena, ref->bytes + 1);
	eng_hash hash;
	bool ok;

	if (!file) {
		return bad_part(ctx, ref, "its file is missing");
	}
	ok = fseeko(file, (off_t)ref->offset, SEEK_SET) == 0 &&
	     fread(to, 1, ref->bytes, file) == ref->bytes && (ref->packed || fgetc(file) == EOF);
	fclose(file);
	*bytes = (eng_str){ to, ref->bytes };
	hash = eng_hash_of(to, ok ? ref->bytes : 0);
	return (ok && eng_hash_eq(&hash, &ref->hash)) ||
	       bad_part(ctx, ref, "its bytes are not those that the run made");
}

/* The private dictionary of ours at a page or the catalog; a null value when there is none. */
static const eng_pdf_value *private_of(eng_pdf_source *source, const eng_pdf_value *holder) {
	const eng_pdf_value *info = eng_pdf_source_find(source, holder, "PieceInfo");

	return eng_pdf_source_find(source, eng_pdf_source_find(source, info, "Engross"), "Private");
}

static eng_str text_of(eng_part_file *part, const eng_pdf_value *dict, const char *key) {
	const eng_pdf_value *value = eng_pdf_source_find(&part->source, dict, key);

	return value->kind == ENG_PDF_STRING
		   ? eng_pdf_value_text(part->source.arena, value->as.text)
		   : (eng_str){ 0 };
}

/* One stream, or a background and what stands on it. */
static bool read_contents(eng_part_file *part, eng_part_page *page) {
	const eng_pdf_value *v = eng_pdf_value_find(page->value, "Contents");

	if (v->kind == ENG_PDF_ARRAY && v->n == 2) {
		page->background = &v->as.items[0];
		page->body = &v->as.items[1];
	} else if (v->kind == ENG_PDF_ARRAY && v->n == 1) {
		page->background = &v->as.items[0];
	} else if (v->kind == ENG_PDF_REF) {
		page->body = v;
	} else {
		return v->kind == ENG_PDF_NULL;
	}
	(void)part;
	return true;
}

static bool read_page(eng_part_file *part, const eng_pdf_leaf *leaf, eng_part_page *page) {
	const eng_pdf_value *own = private_of(&part->source, leaf->value);

	*page = (eng_part_page){ .value = leaf->value,
				 .width = leaf->visible.x1 - leaf->visible.x0,
				 .height = leaf->visible.y1 - leaf->visible.y0,
				 .master = text_of(part, own, "Master"),
				 .paper = text_of(part, own, "Paper") };
	page->has_address = eng_pdf_source_numbers(
	    &part->source, eng_pdf_source_find(&part->source, own, "Address"), 4, page->address);
	return leaf->rotate == 0 && !leaf->scaled && read_contents(part, page);
}

/* Pairs of names and values. */
static void read_facts(eng_part_file *part, const eng_pdf_value *dict) {
	size_t n = dict->kind == ENG_PDF_DICT ? dict->n : 0;
	eng_part_fact *facts = eng_arena_new_array(part->source.arena, n, eng_part_fact);

	for (size_t i = 0; i < n; i++) {
		const eng_pdf_value *value = &dict->as.pairs[i].value;
		eng_str text = value->kind == ENG_PDF_STRING
				   ? eng_pdf_value_text(part->source.arena, value->as.text)
				   : (eng_str){ 0 };

		facts[i] = (eng_part_fact){ dict->as.pairs[i].key, text.s ? text : ENG_STR("") };
	}
	part->facts = facts;
	part->fact_count = n;
}

static void read_recipient(eng_part_file *part) {
	const eng_pdf_value *own = private_of(&part->source, part->book.catalog);
	const eng_pdf_value *lines = eng_pdf_source_find(&part->source, own, "Address");
	const eng_pdf_value *info =
	    eng_pdf_source_find(&part->source, &part->source.trailer, "Info");
	const eng_pdf_value *date = eng_pdf_source_find(&part->source, info, "CreationDate");
	eng_str *address;

	part->recipient = text_of(part, own, "Recipient");
	part->name = text_of(part, own, "Name");
	part->country = text_of(part, own, "Country");
	part->postcode = text_of(part, own, "Postcode");
	part->delivery_point = text_of(part, own, "DeliveryPoint");
	part->tmpl = text_of(part, own, "Template");
	part->title = text_of(part, own, "Title");
	part->date = date->kind == ENG_PDF_STRING ? date->as.text : (eng_str){ 0 };
	part->address_lines = lines->kind == ENG_PDF_ARRAY ? lines->n : 0;
	address = eng_arena_new_array(part->source.arena, part->address_lines, eng_str);
	for (size_t i = 0; i < part->address_lines; i++) {
		const eng_pdf_value *line =
		    eng_pdf_source_value(&part->source, &lines->as.items[i]);

		address[i] = line->kind == ENG_PDF_STRING
				 ? eng_pdf_value_text(part->source.arena, line->as.text)
				 : (eng_str){ 0 };
	}
	part->address = address;
	read_facts(part, eng_pdf_source_find(&part->source, own, "Facts"));
}

static bool read_part(eng_part_reader *r, eng_part_file *part) {
	if (!eng_pdf_source_open(&part->source, ENG_PDF_STRICT, r->inflater, r->keeper, &r->arena,
				 &part->findings, part->bytes, (eng_str){ 0 }) ||
	    !eng_pdf_book_open(&part->book, &part->source)) {
		return false;
	}
	part->page_count = part->book.page_count;
	part->pages = eng_arena_new_array(&r->arena, part->page_count, eng_part_page);
	for (size_t i = 0; i < part->page_count; i++) {
		if (!read_page(part, &part->book.pages[i], &part->pages[i])) {
			return false;
		}
	}
	read_recipient(part);
	return !part->source.failed;
}

eng_part_file *eng_part_open(eng_ctx *ctx, eng_part_reader *r, const eng_part_ref *ref) {
	eng_part_file *part = &r->parts[r->count];

	if (r->count == ENG_PARTS_OPEN) {
		bad_part(ctx, ref, "too many lie together");
		return NULL;
	}
	r->count++;
	*part = (eng_part_file){ .ref = ref, .findings.arena = &r->arena };
	if (!read_bytes(ctx, r, ref, &part->bytes)) {
		return NULL;
	}
	if (!read_part(r, part)) {
		bad_part(ctx, ref,
			 part->findings.n ? part->findings.items[0].message
					  : "its pages are not as the channel writes them");
		return NULL;
	}
	return part;
}

static bool take_line(eng_ctx *ctx, eng_arena *arena, eng_arena *scratch, const char *path,
		      int number, eng_str line, eng_part_ref *ref, bool *is_part) {
	const char *why;
	const eng_json_node *entry = eng_json_tree(scratch, line, &why);
	int64_t ordinal = -1, bytes = -1, offset = 0;

	*is_part = eng_str_eqc(eng_json_find_text(entry, "channel"), "print");
	if (!entry || !*is_part) {
		return entry || eng_fail(ctx, "archive.bad-manifest", (eng_loc){ path, number, 0 },
					 "manifest cannot be read back: %s", why);
	}
	*ref = (eng_part_ref){ .path = eng_str_copy(arena, eng_json_find_text(entry, "path")),
			       .recipient =
				   eng_str_copy(arena, eng_json_find_text(entry, "recipient")) };
	ref->packed = eng_json_find_int(entry, "offset", &offset);
	if (!eng_json_find_int(entry, "ordinal", &ordinal) ||
	    !eng_json_find_int(entry, "bytes", &bytes) ||
	    (uint64_t)bytes > ctx->limits.artifact_bytes ||
	    !eng_hash_parse(eng_json_find_text(entry, "sha256"), &ref->hash)) {
		return eng_fail(ctx, "archive.bad-manifest", (eng_loc){ path, number, 0 },
				"manifest cannot be read back: line is not as it was written");
	}
	ref->ordinal = (uint64_t)ordinal;
	ref->bytes = (uint64_t)bytes;
	ref->offset = (uint64_t)offset;
	return true;
}

typedef struct refs {
	eng_part_ref *items;
	size_t n, cap;
} refs;

static bool list_run(eng_ctx *ctx, eng_arena *arena, const char *run, unsigned index, refs *all) {
	const char *path = eng_path_join(arena, run, "manifest.ndjson");
	FILE *file = fopen(path, "rb");
	eng_arena scratch;
	char *line = NULL;
	size_t size = 0;
	ssize_t length;
	int number = 0;
	bool ok = true, is_part;

	if (!file) {
		return eng_fail(ctx, "print.no-run", (eng_loc){ 0 },
				"'%s' is not the folder of a finished run: it has no manifest",
				run);
	}
	eng_arena_init(&scratch);
	while (ok && (length = eng_file_line(file, &line, &size)) > 0) {
		all->items =
		    eng_arena_grow(arena, all->items, all->n, &all->cap, sizeof(*all->items));
		eng_arena_reset(&scratch);
		ok = take_line(ctx, arena, &scratch, path, ++number,
			       (eng_str){ line, (size_t)length }, &all->items[all->n], &is_part);
		if (ok && is_part) {
			all->items[all->n++].run = index;
		}
	}
	if (ok && ferror(file)) {
		ok = eng_fail(ctx, "file.unreadable", (eng_loc){ path, 0, 0 },
			      "'%s' cannot be read: %s", path, strerror(errno));
	}
	free(line);
	fclose(file);
	eng_arena_finish(&scratch);
	return ok;
}

bool eng_part_list(eng_ctx *ctx, eng_arena *arena, const char *const *runs, size_t run_count,
		   eng_part_ref **out, size_t *n) {
	refs all = { 0 };
	bool ok = true;

	for (size_t i = 0; ok && i < run_count; i++) {
		size_t before = all.n;

		ok = list_run(ctx, arena, runs[i], (unsigned)i, &all) &&
		     (all.n > before ||
		      eng_fail(ctx, "print.no-parts", (eng_loc){ 0 },
			       "run '%s' has no artifacts of channel print", runs[i]));
	}
	*out = all.items;
	*n = all.n;
	return ok;
}
