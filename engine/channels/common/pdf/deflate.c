/* Compression for FlateDecode (ISO 32000-1 7.4.4) through libdeflate, whole buffers only. Level 1
 * costs a tenth of level 6 and a seventh more bytes; bytes depend on the level and nothing else. */
#include "channels/common/pdf/deflate.h"

#include <assert.h>
#include <libdeflate.h>

#include "base/meter.h"

void eng_pdf_deflate_init(eng_pdf_deflate *deflate, const eng_ctx *ctx) {
	deflate->ctx = ctx;
	deflate->fast = libdeflate_alloc_compressor(1);
	deflate->small = libdeflate_alloc_compressor(9);
	if (!deflate->fast || !deflate->small) {
		eng_oom();
	}
	deflate->memory = eng_deflate_memory_new();
}

void eng_pdf_deflate_finish(eng_pdf_deflate *deflate) {
	libdeflate_free_compressor(deflate->fast);
	libdeflate_free_compressor(deflate->small);
	eng_deflate_memory_free(deflate->memory);
	deflate->fast = deflate->small = NULL;
	deflate->memory = NULL;
}

static eng_str compress(struct libdeflate_compressor *with, eng_arena *arena, eng_str data) {
	size_t bound = libdeflate_zlib_compress_bound(with, data.n);
	char *to = eng_malloc(bound), *kept;
	size_t n = libdeflate_zlib_compress(with, data.s ? data.s : "", data.n, to, bound);

	assert(n > 0);
	kept = eng_arena_copy(arena, to, n);
	free(to);
	return (eng_str){ kept, n };
}

static eng_str compress_fast(eng_pdf_deflate *deflate, eng_arena *arena, eng_str data) {
	uint64_t hash = eng_deflate_memory_hash(data);
	eng_str packed = eng_deflate_memory_find(deflate->memory, hash, data);

	if (packed.n) {
		packed.s = eng_arena_copy(arena, packed.s, packed.n);
	} else {
		packed = compress(deflate->fast, arena, data);
		eng_deflate_memory_add(deflate->memory, hash, data, packed);
	}
	return packed;
}

eng_str eng_pdf_deflate_data(eng_pdf_deflate *deflate, eng_pdf_effort effort, eng_arena *arena,
			     eng_str data) {
	eng_phase before = eng_phase_enter(deflate->ctx, ENG_PHASE_DEFLATE);
	eng_str packed = effort == ENG_PDF_FAST ? compress_fast(deflate, arena, data)
						: compress(deflate->small, arena, data);

	eng_phase_enter(deflate->ctx, before);
	return packed;
}
