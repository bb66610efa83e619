/* An artifact against its manifest line: the bytes, and each certified block as the reader sees it. */
#include "run/check.h"

#include <string.h>

#include "compliance/canonical.h"

static bool read_hash(const eng_json_node *value, const char *key, eng_hash *hash) {
	return eng_hash_parse(eng_json_find_text(value, key), hash);
}

/* The claim of a certificate; false after an objection: it contradicts itself. */
static bool read_claim(eng_check *c, const eng_json_node *block, const char *name,
		       eng_claim *claim) {
	int64_t version = 0, use = 1;
	eng_hash stated;

	eng_json_find_int(block, "version", &version);
	eng_json_find_int(block, "use", &use);
	*claim = (eng_claim){ .id = eng_json_find_text(block, "id"),
			      .language = eng_json_find_text(block, "language"),
			      .version = (int)version,
			      .occurrence = (unsigned)use,
			      .text = eng_json_find_text(block, "text"),
			      .notes = eng_json_find_text(block, "notes") };
	claim->text_hash = eng_hash_of(claim->text.s, claim->text.n);
	if (!read_hash(block, "sha256", &claim->file_hash) ||
	    !read_hash(block, "text-sha256", &stated) || !eng_hash_eq(&stated, &claim->text_hash)) {
		return eng_check_object(c, "verify.bad-certificate", name,
					"the certificate of %s does not agree with itself",
					eng_claim_name(&c->line, claim));
	}
	return true;
}

/* Where a part of the page that is repeated was seen to show the block: places without an anchor. */
static void read_pages(eng_check *c, const eng_json_node *block, eng_claim *claim) {
	const eng_json_node *places = eng_json_find(block, "where");
	size_t n = places && places->last ? places->last->index + 1 : 0;
	int *pages = eng_arena_new_array(&c->line, n, int);
	int64_t page;

	for (const eng_json_node *p = places ? places->first : NULL; p; p = p->next) {
		if (!eng_json_find_text(p, "anchor").n && eng_json_find_int(p, "page", &page) &&
		    page > 0 && page <= INT32_MAX) {
			pages[claim->page_count++] = (int)page;
		}
	}
	claim->pages = pages;
	claim->repeats = claim->page_count > 0;
	claim->optional = claim->repeats && claim->page_count == n;
}

static void read_back(eng_check *c, const eng_json_node *line, const char *channel,
		      const char *name, eng_str bytes, eng_str password, const eng_claim *claims,
		      size_t n) {
	eng_findings found = { .arena = &c->line,
			       .draft_mark = eng_json_find_text(line, "draft-mark") };

	if (n == 0 || !eng_verifier_knows(channel)) {
		return;
	}
	eng_verifier_check(c->verifier, channel, bytes, password, claims, n, &found);
	for (size_t i = 0; i < found.n; i++) {
		eng_check_object(c, found.items[i].code, name, "%s", found.items[i].message);
	}
	c->blocks += n;
}

void eng_check_artifact(eng_check *c, const eng_json_node *line, const char *name, eng_str bytes) {
	const eng_json_node *blocks = eng_json_find(line, "blocks");
	size_t count = blocks && blocks->last ? blocks->last->index + 1 : 0, n = 0;
	eng_claim *claims = eng_arena_new_array(&c->line, count, eng_claim);
	eng_hash stated, actual = eng_hash_of(bytes.s, bytes.n);

	c->artifacts++;
	if (!read_hash(line, "sha256", &stated) || !eng_hash_eq(&stated, &actual)) {
		eng_check_object(c, "verify.bytes-differ", name,
				 "its bytes are not those that the run made");
	}
	eng_check_release_named(c, line, name);
	for (const eng_json_node *block = blocks ? blocks->first : NULL; block;
	     block = block->next) {
		eng_check_certificate(c, block, eng_json_find_text(line, "channel"), name);
		if (eng_json_find(block, "text") && read_claim(c, block, name, &claims[n])) {
			read_pages(c, block, &claims[n]);
			n++;
		}
	}
	read_back(c, line, eng_str_dup(&c->line, eng_json_find_text(line, "channel")), name, bytes,
		  eng_check_password(c, eng_json_find_text(line, "recipient")), claims, n);
}
