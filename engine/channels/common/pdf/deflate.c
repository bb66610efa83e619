/* Compression for FlateDecode (ISO 32000-1 7.4.4), whole buffers only: through libdeflate, whose level 1
 * costs a tenth of level 6 and a seventh more bytes, or in codes made beforehand. Bytes depend on the
 * effort and nothing else. */
#include "channels/common/pdf/deflate.h"

#include <assert.h>
#include <libdeflate.h>

#include "base/meter.h"
#include "base/mix.h"

enum {
	QUICK_MOST = 64 << 10, /* bytes: longer data is worth codes of its own */
	QUICK_SURE = 4 << 10,  /* less is not worth trying twice */
};

void eng_pdf_deflate_init(eng_pdf_deflate *deflate, const eng_ctx *ctx) {
	deflate->ctx = ctx;
	deflate->fast = libdeflate_alloc_compressor(1);
	deflate->small = libdeflate_alloc_compressor(9);
	if (!deflate->fast || !deflate->small) {
		eng_oom();
	}
	deflate->quick = eng_quick_new();
	deflate->packed = (eng_buf){ 0 };
	deflate->memory = eng_deflate_memory_new();
}

void eng_pdf_deflate_finish(eng_pdf_deflate *deflate) {
	libdeflate_free_compressor(deflate->fast);
	libdeflate_free_compressor(deflate->small);
	eng_quick_free(deflate->quick);
	eng_buf_finish(&deflate->packed);
	eng_deflate_memory_free(deflate->memory);
	deflate->fast = deflate->small = NULL;
	deflate->quick = NULL;
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

/* Data that the codes do not fit, glyphs of large fonts above all, is left to libdeflate when that finds
 * fewer bytes. */
static eng_str compress_quick(eng_pdf_deflate *deflate, eng_quick_kind kind, eng_arena *arena,
			      eng_str data) {
	eng_str packed;

	if (data.n > QUICK_MOST) {
		return compress(deflate->fast, arena, data);
	}
	eng_buf_clear(&deflate->packed);
	eng_quick_deflate(deflate->quick, kind, data, &deflate->packed);
	if (data.n > QUICK_SURE && deflate->packed.n > data.n / 2) {
		packed = compress(deflate->fast, arena, data);
		if (packed.n < deflate->packed.n) {
			return packed;
		}
	}
	return eng_str_copy(arena, eng_buf_view(&deflate->packed));
}

static eng_quick_kind kind_of(eng_pdf_effort effort) {
	return effort == ENG_PDF_PAGE      ? ENG_QUICK_CONTENT
	       : effort == ENG_PDF_OBJECTS ? ENG_QUICK_DICTIONARIES
					   : ENG_QUICK_ROWS;
}

static eng_str compress_remembered(eng_pdf_deflate *deflate, eng_pdf_effort effort,
				   eng_arena *arena, eng_str data) {
	/* The effort is part of what is remembered. */
	uint64_t hash = eng_mix_hash(data) + (uint64_t)effort;
	eng_str packed = eng_deflate_memory_find(deflate->memory, hash, data);

	if (packed.n) {
		packed.s = eng_arena_copy(arena, packed.s, packed.n);
	} else {
		packed = effort == ENG_PDF_FAST
			     ? compress(deflate->fast, arena, data)
			     : compress_quick(deflate, kind_of(effort), arena, data);
		eng_deflate_memory_add(deflate->memory, hash, data, packed);
	}
	return packed;
}

eng_str eng_pdf_deflate_data(eng_pdf_deflate *deflate, eng_pdf_effort effort, eng_arena *arena,
			     eng_str data) {
	eng_phase before = eng_phase_enter(deflate->ctx, ENG_PHASE_DEFLATE);
	eng_str packed = effort == ENG_PDF_SMALL
			     ? compress(deflate->small, arena, data)
			     : compress_remembered(deflate, effort, arena, data);

	eng_phase_enter(deflate->ctx, before);
	return packed;
}
