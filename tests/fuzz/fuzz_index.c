/* Indexes as somebody else may have made them: the first byte chooses how the data is read, the rest are the
 * lines of the index, between the right first line and a chain and last line that fit data and index. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "data/index-chain.h"
#include "data/index-line.h"
#include "fuzz-room.h"

static const struct {
	eng_format format;
	const char *text;
} files[] = {
	{ ENG_FORMAT_XML, "<letters bank='a&amp;b'>\n<letter n='1'><id>A</id></letter>\n<letter "
			  "n='2'><id>B</id></letter>\n"
			  "<!-- between --><letter "
			  "n='3'><id>C</id><note>&#228;\xc3\xa4</note></letter>\n</letters>\n" },
	{ ENG_FORMAT_CSV, "id;note\nA;\"x\ny\"\nB;\nC;\xc3\xa4\n" },
	{ ENG_FORMAT_NDJSON, "{\"id\":\"A\"}\n{\"id\":\"B\"}\n\n{\"id\":\"C\",\"note\":[1,2]}\n" },
	{ ENG_FORMAT_JSON, "[{\"id\":\"A\"},\n {\"id\":\"B\"}, {\"id\":\"C\"}]\n" },
};

static void add_hex(eng_buf *out, const char *key, const eng_hash *hash) {
	char hex[ENG_HASH_HEX];

	eng_hash_hex(hash, hex);
	eng_buf_printf(out, ",\"%s\":\"%s\"", key, hex);
}

/* The index file around the lines. */
static void wrap(eng_ctx *ctx, const eng_source_options *options, eng_str records, eng_str lines,
		 const char *data, eng_buf *out) {
	eng_hash file = eng_hash_of(records.s, records.n), body;
	eng_hash settings = eng_index_settings(ctx, options);
	int fd = open(data, O_RDONLY | O_CLOEXEC), error;

	eng_buf_cstr(out, ENG_INDEX_FIRST);
	eng_buf_str(out, lines);
	error = eng_index_chain_make(fd, records.n, &file, out);
	assert(!error);
	close(fd);
	body = eng_hash_of(out->s, out->n);
	eng_buf_printf(out, "\n{\"records\":3,\"bytes\":%zu", records.n);
	add_hex(out, "sha256", &file);
	add_hex(out, "settings", &settings);
	add_hex(out, "index", &body);
	eng_buf_cstr(out, "}\n");
}

/* Reads a slice as a worker does. */
static void read_slice(eng_ctx *ctx, const eng_names *names, const eng_source_options *options,
		       eng_source *cutter, const eng_slice *slice) {
	eng_source_status status = ENG_SOURCE_BAD;
	unsigned long before = ctx->errors;
	eng_buf context = { 0 };
	eng_source *reader;
	eng_record record;
	eng_arena arena;

	eng_arena_init(&arena);
	eng_source_context(cutter, &context);
	reader = eng_source_open_slices(ctx, names, "fuzz", options, eng_buf_view(&context));
	if (reader) {
		eng_source_give(reader, slice);
		status = eng_source_next(reader, &arena, &record);
	}
	assert((status == ENG_SOURCE_RECORD) == (ctx->errors == before));
	eng_source_close(reader);
	eng_buf_finish(&context);
	eng_arena_finish(&arena);
}

/* Cuts along the index; skips: looks at places only. */
static void follow(eng_ctx *ctx, const eng_source_options *options, eng_str records,
		   const char *data, bool skips) {
	eng_source_options plain = *options;
	eng_names *names = eng_names_new();
	eng_source *source = eng_source_open(ctx, names, data, options);
	eng_source_status status = source ? ENG_SOURCE_RECORD : ENG_SOURCE_BROKEN;
	eng_slice slice;

	plain.index = NULL;
	for (int n = 0; n < 1000 && status == ENG_SOURCE_RECORD; n++) {
		status = skips ? eng_source_skip(source, &slice) : eng_source_cut(source, &slice);
		if (status != ENG_SOURCE_RECORD) {
			break;
		}
		assert(slice.offset <= records.n);
		if (!skips && !slice.large) {
			assert(slice.bytes.n <= records.n - slice.offset);
			assert(memcmp(slice.bytes.s, records.s + slice.offset, slice.bytes.n) == 0);
			read_slice(ctx, names, &plain, source, &slice);
		}
	}
	assert(status != ENG_SOURCE_BROKEN || ctx->errors);
	eng_source_close(source);
	eng_names_free(names);
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size) {
	eng_ctx ctx = fuzz_ctx();
	eng_index index = { 0 };
	eng_source_options options = { 0 };
	eng_str records;
	const char *data;
	eng_buf all = { 0 };

	if (size == 0 || size > 1 << 18) {
		return 0;
	}
	records = eng_str_from(files[input[0] >> 3 & 3].text);
	options.format = files[input[0] >> 3 & 3].format;
	options.record = eng_str_from(options.format == ENG_FORMAT_XML ? "letter" : "");
	data = fuzz_room_put("data", (const uint8_t *)records.s, records.n);
	options.keep = eng_str_from(input[0] & 2 ? "note" : "");
	wrap(&ctx, &options, records, fuzz_text(input + 1, size - 1), data, &all);
	index.path = fuzz_room_put("data.index", (const uint8_t *)all.s, all.n);
	if (!eng_index_look(&ctx, index.path, &index.head)) {
		assert(ctx.errors && size < 3);
	} else {
		index.check = input[0] & 1;
		options.index = &index;
		follow(&ctx, &options, records, data, input[0] & 4);
	}
	eng_buf_finish(&all);
	return 0;
}
