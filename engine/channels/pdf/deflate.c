/* Compression for FlateDecode (ISO 32000-1 7.4.4) through libdeflate, whole buffers only. Level 1
 * costs a tenth of level 6 and a seventh more bytes; bytes depend on the level and nothing else. */
#include "channels/pdf/deflate.h"

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
}

void eng_pdf_deflate_finish(eng_pdf_deflate *deflate) {
	libdeflate_free_compressor(deflate->fast);
	libdeflate_free_compressor(deflate->small);
	deflate->fast = deflate->small = NULL;
}

eng_str eng_pdf_deflate_data(eng_pdf_deflate *deflate, eng_pdf_effort effort, eng_arena *arena,
			     eng_str data) {
	struct libdeflate_compressor *with =
	    effort == ENG_PDF_FAST ? deflate->fast : deflate->small;
	size_t bound = libdeflate_zlib_compress_bound(with, data.n);
	eng_phase before = eng_phase_enter(deflate->ctx, ENG_PHASE_DEFLATE);
	char *to = eng_malloc(bound), *kept;
	size_t n = libdeflate_zlib_compress(with, data.s ? data.s : "", data.n, to, bound);

	assert(n > 0);
	kept = eng_arena_copy(arena, to, n);
	free(to);
	eng_phase_enter(deflate->ctx, before);
	return (eng_str){ kept, n };
}
