/* The defaults; docs/limits.md lists them for users. */
#include "base/limits.h"

eng_limits eng_limits_default(void) {
	return (eng_limits){
		.depth = 256,
		.attributes = 1000,
		.token_bytes = (size_t)16 << 20,
		.marks = 100,
		.record_bytes = (size_t)64 << 20,
		.record_nodes = 4000000,
		.file_bytes = (size_t)16 << 20,
		.document_nodes = 8000000,
		.pages = 20000,
		.artifact_bytes = (size_t)512 << 20,
		.arena_bytes = (size_t)1 << 30,
		.steps = 500000000,
		.pixels = 100000000,
	};
}
