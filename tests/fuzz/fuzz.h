/* What the libFuzzer entry points share: a context that counts and never prints, tight limits, and an
 * input of at most 1 MiB. Every entry checks the one rule of errors: false if and only if reported. */
#ifndef ENG_FUZZ_H
#define ENG_FUZZ_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline eng_ctx fuzz_ctx(void) {
	eng_ctx ctx;

	eng_ctx_init(&ctx, NULL, NULL);
	ctx.limits.depth = 64;
	ctx.limits.token_bytes = 1 << 16;
	ctx.limits.record_bytes = 1 << 18;
	ctx.limits.record_nodes = 20000;
	ctx.limits.steps = 200000;
	ctx.limits.pixels = 1 << 20;
	return ctx;
}

static inline eng_str fuzz_text(const uint8_t *data, size_t size) {
	return (eng_str){ (const char *)data, size };
}

#endif
