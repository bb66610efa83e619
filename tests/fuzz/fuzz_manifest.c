/* What others may have changed before it is read back: manifest lines, JSON reports and seals. */
#include "archive/entry.h"
#include "fuzz.h"
#include "verify/tree.h"

static bool take(void *user, const eng_entry *entry) {
	uint64_t *bytes = user;

	/* Every member that is told was there. */
	assert(entry->recipient.s && entry->channel.s && entry->path.s);
	*bytes += entry->bytes;
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	eng_ctx ctx = fuzz_ctx();
	const eng_json_node *tree;
	uint64_t bytes = 0;
	const char *why = NULL;
	eng_arena arena;
	int64_t number;

	if (size > 1 << 18) {
		return 0;
	}
	assert(eng_entries_take(&ctx, "fuzz", fuzz_text(data, size), take, &bytes) ==
	       (ctx.errors == 0));
	eng_arena_init(&arena);
	tree = eng_json_tree(&arena, fuzz_text(data, size), &why);
	assert(tree || why);
	if (tree) {
		eng_json_find_text(tree, "recipient");
		eng_json_find_int(eng_json_find(tree, "counts"), "records", &number);
	}
	eng_arena_finish(&arena);
	return 0;
}
