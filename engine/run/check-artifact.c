/* An artifact against its manifest line: the bytes, and each certified block as the reader sees it. */
#include "run/check.h"

#include <string.h>

#include "channels/channel.h"
#include "compliance/canonical.h"
#include "run/demands.h"

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

/* What is to be judged of one artifact. */
typedef struct judging {
	eng_claim *claims;
	eng_prominence *looks;
	size_t n;
	const eng_content_rule *const *rules;
	size_t rule_count;
} judging;

static bool has_pages(const char *channel) {
	const eng_channel *own = eng_channel_find(channel);

	return own && own->pages;
}

static void read_back(eng_check *c, const eng_json_node *line, const char *name, eng_str bytes,
		      const judging *j) {
	const char *channel = eng_str_dup(&c->line, eng_json_find_text(line, "channel"));
	eng_str password = eng_check_password(c, eng_json_find_text(line, "recipient"));
	eng_findings found = { .arena = &c->line,
			       .draft_mark = eng_json_find_text(line, "draft-mark") };
	const eng_demand *demands;
	eng_survey survey;
	size_t count;

	if ((j->n == 0 && j->rule_count == 0 && !found.draft_mark.n) ||
	    !eng_verifier_knows(channel)) {
		return;
	}
	demands = eng_demands_of_kept(&c->line, j->claims, j->looks, j->n, j->rules, j->rule_count,
				      has_pages(channel), &count);
	found.survey = eng_demands_survey(demands, count, &survey) ? &survey : NULL;
	eng_verifier_check(c->verifier, channel, bytes, password, j->claims, j->n, &found);
	eng_demands_check(demands, count, j->claims, j->n, &found);
	eng_survey_finish(&survey);
	for (size_t i = 0; i < found.n; i++) {
		eng_check_object(c, found.items[i].code, name, "%s", found.items[i].message);
	}
	c->blocks += j->n;
	c->rules += j->rule_count;
}

void eng_check_artifact(eng_check *c, const eng_json_node *line, const char *name, eng_str bytes) {
	const eng_json_node *blocks = eng_json_find(line, "blocks");
	size_t count = blocks && blocks->last ? blocks->last->index + 1 : 0;
	eng_hash stated, actual = eng_hash_of(bytes.s, bytes.n);
	judging j = { .claims = eng_arena_new_array(&c->line, count, eng_claim),
		      .looks = eng_arena_new_array(&c->line, count, eng_prominence) };

	c->artifacts++;
	if (!read_hash(line, "sha256", &stated) || !eng_hash_eq(&stated, &actual)) {
		eng_check_object(c, "verify.bytes-differ", name,
				 "its bytes are not those that the run made");
	}
	eng_check_release_named(c, line, name);
	for (const eng_json_node *block = blocks ? blocks->first : NULL; block;
	     block = block->next) {
		eng_claim *claim = &j.claims[j.n];
		bool pictures;
		const eng_prominence *looks = eng_check_certificate(
		    c, block, eng_json_find_text(line, "channel"), name, &pictures);

		if (eng_json_find(block, "text") && read_claim(c, block, name, claim)) {
			read_pages(c, block, claim);
			claim->pictures = pictures;
			j.looks[j.n] = looks ? *looks : (eng_prominence){ 0 };
			claim->min_size = j.looks[j.n].min_size;
			claim->contrast = j.looks[j.n].contrast;
			j.n++;
		}
	}
	j.rules = eng_check_rules(c, line, name, &j.rule_count);
	eng_check_rules_named(c, line, name);
	read_back(c, line, name, bytes, &j);
}
