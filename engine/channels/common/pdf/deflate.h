/* Flate streams of a worker: three compressors and a memory, kept for all documents. */
#ifndef ENG_CHANNELS_COMMON_PDF_DEFLATE_H
#define ENG_CHANNELS_COMMON_PDF_DEFLATE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/str.h"
#include "channels/common/pdf/deflate-memory.h"
#include "channels/common/pdf/deflate-quick.h"

struct libdeflate_compressor;

typedef struct eng_pdf_deflate {
	struct libdeflate_compressor *fast, *small;
	eng_quick *quick;
	eng_buf packed;             /* by it */
	eng_deflate_memory *memory; /* of all but what was compressed small */
	const eng_ctx *ctx;         /* of the worker */
} eng_pdf_deflate;

typedef enum eng_pdf_effort {
	ENG_PDF_PAGE,    /* operators of a page */
	ENG_PDF_OBJECTS, /* dictionaries of one document */
	ENG_PDF_ROWS,    /* of its cross-reference */
	ENG_PDF_FAST,    /* what several documents may share: level 1 */
	ENG_PDF_SMALL,   /* bytes made once a worker, and documents that ask for small files */
} eng_pdf_effort;

void eng_pdf_deflate_init(eng_pdf_deflate *deflate, const eng_ctx *ctx);
void eng_pdf_deflate_finish(eng_pdf_deflate *deflate);
/* The effort for some bytes of a document that asks for this one. */
static inline eng_pdf_effort eng_pdf_effort_for(eng_pdf_effort asked, eng_pdf_effort bytes) {
	return asked == ENG_PDF_SMALL ? asked : bytes;
}
/* The data in zlib's form (FlateDecode), in the arena. Never fails. */
eng_str eng_pdf_deflate_data(eng_pdf_deflate *deflate, eng_pdf_effort effort, eng_arena *arena,
			     eng_str data);

#endif
