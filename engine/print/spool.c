/* One row of nine bytes an object is all that grows. The file identifier is the hash of what was written,
 * so that the same pages make the same file. */
#include "print/spool.h"

#include <errno.h>
#include <glib.h>
#include <libdeflate.h>
#include <stdlib.h>

#include "base/file.h"
#include "channels/common/pdf/syntax.h"

enum { PER_STREAM = 100, LEVEL = 6 };

#define MOST_BYTES ((uint64_t)4 << 30) /* that readers of ours open */

typedef struct row {
	uint64_t at; /* offset, or id of the object stream */
	uint16_t index;
	uint8_t type;
} row;

struct eng_spool {
	eng_ctx *ctx;
	const char *path;
	FILE *file;
	uint64_t at;
	eng_hasher *hasher, *whole; /* whole: of the file */
	eng_hash file_hash;
	struct libdeflate_compressor *deflate;
	row *rows; /* by id */
	size_t row_cap;
	unsigned next;
	eng_buf text, head,
	    packed; /* of the object stream that is being filled; compressed bytes */
	unsigned members[PER_STREAM], member_count;
	GHashTable *kept; /* eng_hash -> id */
};

static guint hash_of_hash(gconstpointer key) {
	guint value;

	memcpy(&value, key, sizeof(value));
	return value;
}

static gboolean same_hash(gconstpointer a, gconstpointer b) {
	return eng_hash_eq(a, b);
}

static bool put(eng_spool *s, eng_str bytes) {
	if (s->at + bytes.n > MOST_BYTES) {
		return eng_fail(s->ctx, "print.too-long", (eng_loc){ 0 },
				"print stream '%s' would be longer than 4 GiB, let the plan split "
				"streams by bytes",
				s->path);
	}
	if (bytes.n && fwrite(bytes.s, 1, bytes.n, s->file) != bytes.n) {
		return eng_file_unwritable(s->ctx, s->path, "written");
	}
	eng_hasher_add(s->hasher, bytes.s, bytes.n);
	eng_hasher_add(s->whole, bytes.s, bytes.n);
	s->at += bytes.n;
	return true;
}

eng_spool *eng_spool_open(eng_ctx *ctx, const char *path) {
	eng_spool *s = eng_malloc(sizeof(*s));

	*s = (eng_spool){ .ctx = ctx,
			  .path = path,
			  .file = fopen(path, "wb"),
			  .hasher = eng_hasher_new(),
			  .whole = eng_hasher_new(),
			  .deflate = libdeflate_alloc_compressor(LEVEL),
			  .next = 1,
			  .kept = g_hash_table_new_full(hash_of_hash, same_hash, free, NULL) };
	if (!s->deflate) {
		eng_oom();
	}
	if (!s->file ? !eng_file_unwritable(s->ctx, s->path, "written")
		     : !put(s, ENG_STR("%PDF-1.6\n%\xe2\xe3\xcf\xd3\n"))) {
		eng_spool_free(s);
		return NULL;
	}
	return s;
}

void eng_spool_free(eng_spool *s) {
	if (!s) {
		return;
	}
	if (s->file) {
		fclose(s->file);
	}
	eng_hasher_free(s->hasher);
	eng_hasher_free(s->whole);
	libdeflate_free_compressor(s->deflate);
	eng_buf_finish(&s->text);
	eng_buf_finish(&s->head);
	eng_buf_finish(&s->packed);
	g_hash_table_destroy(s->kept);
	free(s->rows);
	free(s);
}

unsigned eng_spool_reserve(eng_spool *s, unsigned count) {
	unsigned first = s->next;

	s->next += count;
	if (s->next > s->row_cap) {
		size_t cap = s->next + s->next / 2 + 1024;

		s->rows = eng_realloc(s->rows, cap * sizeof(*s->rows));
		memset(s->rows + s->row_cap, 0, (cap - s->row_cap) * sizeof(*s->rows));
		s->row_cap = cap;
	}
	return first;
}

/* zlib data in s->packed. */
static eng_str deflated(eng_spool *s, eng_str text) {
	size_t most = libdeflate_zlib_compress_bound(s->deflate, text.n);

	eng_buf_clear(&s->packed);
	eng_buf_reserve(&s->packed, most);
	s->packed.n = libdeflate_zlib_compress(s->deflate, text.s, text.n, s->packed.s, most);
	return eng_buf_view(&s->packed);
}

static bool pack(eng_spool *s) {
	eng_buf both = { 0 };
	char dict[64];
	unsigned id;
	bool ok;

	if (s->member_count == 0) {
		return true;
	}
	id = eng_spool_reserve(s, 1);
	for (unsigned i = 0; i < s->member_count; i++) {
		s->rows[s->members[i]] = (row){ id, (uint16_t)i, 2 };
	}
	eng_buf_str(&both, eng_buf_view(&s->head));
	eng_buf_char(&both, '\n');
	snprintf(dict, sizeof(dict), "/Type/ObjStm/N %u/First %zu/Filter/FlateDecode",
		 s->member_count, both.n);
	eng_buf_str(&both, eng_buf_view(&s->text));
	s->member_count = 0;
	eng_buf_clear(&s->head);
	eng_buf_clear(&s->text);
	ok = eng_spool_data(s, id, eng_str_from(dict), deflated(s, eng_buf_view(&both)));
	eng_buf_finish(&both);
	return ok;
}

bool eng_spool_put(eng_spool *s, unsigned id, eng_str value) {
	if (s->member_count == PER_STREAM && !pack(s)) {
		return false;
	}
	eng_pdf_integer(&s->head, id);
	eng_buf_char(&s->head, ' ');
	eng_pdf_integer(&s->head, (int64_t)s->text.n);
	eng_buf_char(&s->head, ' ');
	eng_buf_str(&s->text, value);
	eng_buf_char(&s->text, '\n');
	s->members[s->member_count++] = id;
	return true;
}

bool eng_spool_data(eng_spool *s, unsigned id, eng_str dict, eng_str data) {
	eng_buf head = { 0 };
	bool ok;

	s->rows[id] = (row){ s->at, 0, 1 };
	eng_buf_printf(&head, "%u 0 obj\n<<%.*s/Length %zu>>\nstream\n", id, ENG_STR_ARG(dict),
		       data.n);
	ok =
	    put(s, eng_buf_view(&head)) && put(s, data) && put(s, ENG_STR("\nendstream\nendobj\n"));
	eng_buf_finish(&head);
	return ok;
}

bool eng_spool_text(eng_spool *s, unsigned id, eng_str dict, eng_str text) {
	eng_buf with = { 0 };
	bool ok;

	eng_buf_str(&with, dict);
	eng_buf_cstr(&with, "/Filter/FlateDecode");
	ok = eng_spool_data(s, id, eng_buf_view(&with), deflated(s, text));
	eng_buf_finish(&with);
	return ok;
}

unsigned eng_spool_find(const eng_spool *s, const eng_hash *hash) {
	return GPOINTER_TO_UINT(g_hash_table_lookup(s->kept, hash));
}

void eng_spool_keep(eng_spool *s, const eng_hash *hash, unsigned id) {
	eng_hash *key = eng_malloc(sizeof(*key));

	*key = *hash;
	g_hash_table_insert(s->kept, key, GUINT_TO_POINTER(id));
}

uint64_t eng_spool_bytes(const eng_spool *s) {
	return s->at + s->text.n / 2;
}

unsigned eng_spool_objects(const eng_spool *s) {
	return s->next - 1;
}

eng_hash eng_spool_hash(eng_spool *s) {
	eng_hash hash = eng_hasher_done(s->hasher);

	eng_hasher_add(s->hasher, hash.bytes, sizeof(hash.bytes));
	return hash;
}

eng_hash eng_spool_file_hash(const eng_spool *s) {
	return s->file_hash;
}

/* Rows of a type, an offset or stream, and an index: 1, 8 and 2 bytes. */
static void put_rows(const eng_spool *s, eng_buf *out) {
	for (unsigned id = 0; id < s->next; id++) {
		const row *r = &s->rows[id];

		eng_buf_char(out, (char)r->type);
		for (int shift = 56; shift >= 0; shift -= 8) {
			eng_buf_char(out, (char)(r->at >> shift));
		}
		eng_buf_char(out, (char)(r->index >> 8));
		eng_buf_char(out, (char)r->index);
	}
}

static bool write_xref(eng_spool *s, unsigned root, unsigned info) {
	unsigned id = eng_spool_reserve(s, 1);
	eng_hash hash = eng_spool_hash(s);
	eng_buf rows = { 0 }, dict = { 0 }, tail = { 0 };
	char hex[ENG_HASH_HEX];
	uint64_t at = s->at;
	bool ok;

	eng_hash_hex(&hash, hex);
	hex[32] = '\0';
	s->rows[id] = (row){ at, 0, 1 };
	put_rows(s, &rows);
	eng_buf_printf(&dict, "/Type/XRef/Size %u/W[1 8 2]/Root %u 0 R/Info %u 0 R/ID[<%s><%s>]",
		       s->next, root, info, hex, hex);
	eng_buf_printf(&tail, "startxref\n%llu\n%%%%EOF\n", (unsigned long long)at);
	ok = eng_spool_text(s, id, eng_buf_view(&dict), eng_buf_view(&rows)) &&
	     put(s, eng_buf_view(&tail));
	eng_buf_finish(&rows);
	eng_buf_finish(&dict);
	eng_buf_finish(&tail);
	return ok;
}

bool eng_spool_end(eng_spool *s, unsigned root, unsigned info) {
	bool ok = pack(s) && write_xref(s, root, info);
	FILE *file = s->file;

	s->file = NULL;
	s->file_hash = eng_hasher_done(s->whole);
	return (fclose(file) == 0 || (ok && eng_file_unwritable(s->ctx, s->path, "written"))) && ok;
}
