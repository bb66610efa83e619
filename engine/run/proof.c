/* Claims come from the document, before any channel saw it; what is seen comes from the artifact's bytes.
 * Nothing in between is asked. */
#include "run/proof.h"

#include <string.h>

#include "compliance/canonical.h"
#include "compliance/rules.h"
#include "run/demands.h"
#include "run/known-fonts.h"
#include "verify/verify.h"

struct eng_prover {
	eng_library *library;
	const char *const *channel_names;
	eng_channel_set assembling;
	eng_arena arena; /* the list of fonts */
	eng_verifier *verifier;
};

eng_prover *eng_prover_new(eng_library *library, const char *const *channel_names,
			   eng_channel_set assembling, const eng_press *press) {
	eng_prover *prover = eng_malloc(sizeof(*prover));

	*prover = (eng_prover){ .library = library,
				.channel_names = channel_names,
				.assembling = assembling };
	eng_arena_init(&prover->arena);
	prover->verifier = eng_verifier_new(eng_known_fonts_of(&prover->arena, press));
	return prover;
}

void eng_prover_free(eng_prover *prover) {
	if (prover) {
		eng_verifier_free(prover->verifier);
		eng_arena_finish(&prover->arena);
		free(prover);
	}
}

/* Takes what lies below the block and bears on how it is looked for. */
static void look_below(eng_arena *arena, const eng_node *block, int channel, eng_claim *claim) {
	eng_walk walk = eng_walk_start((eng_node *)block);
	size_t cap = 0;

	while (eng_walk_next(&walk)) {
		const eng_node *node = walk.node;

		if (walk.entering && !eng_node_shown(node, channel)) {
			eng_walk_skip(&walk);
		} else if (walk.entering && node->type == ENG_NODE_IMAGE) {
			claim->pictures = true;
		} else if (walk.entering && node->type == ENG_NODE_LINK) {
			eng_str *links = eng_arena_grow(arena, (void *)claim->links,
							claim->link_count, &cap, sizeof(*links));

			links[claim->link_count++] = node->as.link.href;
			claim->links = links;
		}
	}
}

const eng_block_version *eng_prover_version(eng_ctx *ctx, const eng_prover *prover,
					    const eng_block_use *use) {
	const eng_block *block =
	    eng_block_load(ctx, prover->library, use->id, prover->channel_names, prover->assembling,
			   (eng_loc){ 0 });

	for (size_t i = 0; block && i < block->n; i++) {
		const eng_block_version *version = block->versions[i];

		if (version->version == use->version &&
		    eng_str_eq(version->language, use->language)) {
			return version;
		}
	}
	return NULL;
}

/* What the version asks of its appearance in every use; the rest is demanded (run/demands.h). */
static void ask(eng_ctx *ctx, const eng_prover *prover, const eng_block_use *use,
		eng_claim *claim) {
	const eng_block_version *version = eng_prover_version(ctx, prover, use);

	if (version) {
		claim->min_size = version->prominence.min_size;
		claim->contrast = version->prominence.contrast;
	}
}

static bool same_block(const eng_claim *a, const eng_block_use *b) {
	return a->version == b->version && eng_str_eq(a->id, b->id) &&
	       eng_str_eq(a->language, b->language);
}

/* Which use of its version this is in the document. */
static unsigned occurrence_of(const eng_document *doc, size_t index) {
	unsigned n = 1;

	for (size_t i = 0; i < index; i++) {
		const eng_block_use *a = &doc->blocks[i], *b = &doc->blocks[index];

		n += a->version == b->version && eng_str_eq(a->id, b->id) &&
		     eng_str_eq(a->language, b->language);
	}
	return n;
}

/* Short messages say the same words of a block once, though the document has them in parts for several
 * kinds of page. */
static bool is_said(const eng_prover *prover, const eng_proof *proof, const eng_block_use *use,
		    int channel, eng_str text) {
	for (size_t i = 0; prover->assembling >> channel & 1 && i < proof->count; i++) {
		if (same_block(&proof->claims[i], use) && eng_str_eq(proof->claims[i].text, text)) {
			return true;
		}
	}
	return false;
}

void eng_proof_claims(eng_ctx *ctx, eng_prover *prover, eng_arena *arena, const eng_document *doc,
		      int channel, eng_proof *proof) {
	*proof = (eng_proof){ 0 };
	proof->claims = eng_arena_new_array(arena, doc->block_count, eng_claim);
	for (size_t i = 0; i < doc->block_count; i++) {
		const eng_block_use *use = &doc->blocks[i];
		eng_claim *claim = &proof->claims[proof->count];
		const eng_part *part;
		eng_str text;

		if (!use->node || !eng_node_shown(use->node, channel)) {
			continue;
		}
		text = eng_canonical_node(arena, use->node, channel);
		if (text.n == 0 || is_said(prover, proof, use, channel, text)) {
			continue;
		}
		*claim = (eng_claim){ .id = use->id,
				      .language = use->language,
				      .version = use->version,
				      .occurrence = occurrence_of(doc, i),
				      .file_hash = use->file_hash,
				      .text = text,
				      .text_hash = eng_hash_of(text.s, text.n),
				      .notes = eng_canonical_notes(arena, use->node, channel) };
		part = eng_document_part_of(doc, use->node);
		claim->optional = claim->repeats = part != NULL;
		claim->rest = part && part->pages == ENG_PAGES_REST;
		look_below(arena, use->node, channel, claim);
		ask(ctx, prover, use, claim);
		proof->count++;
	}
}

/* On which pages the claim of a part must be read. */
static void ask_part(eng_arena *arena, size_t part, const eng_part_stand *stands, size_t n,
		     eng_claim *claim) {
	int *pages = eng_arena_new_array(arena, n, int);

	for (size_t i = 0; i < n; i++) {
		int page = (int)stands[i].page + 1;

		if (stands[i].part == part &&
		    (!claim->page_count || pages[claim->page_count - 1] != page)) {
			pages[claim->page_count++] = page;
		}
	}
	claim->pages = pages;
}

static void ask_pages(eng_arena *arena, const eng_document *doc, int channel,
		      const eng_part_stand *stands, size_t n, eng_proof *proof) {
	size_t at = 0;

	for (size_t i = 0; n && i < doc->block_count && at < proof->count; i++) {
		const eng_block_use *use = &doc->blocks[i];
		eng_claim *claim = &proof->claims[at];
		const eng_part *part = eng_document_part_of(doc, use->node);

		if (!use->node || !eng_node_shown(use->node, channel) || !same_block(claim, use) ||
		    claim->occurrence != occurrence_of(doc, i)) {
			continue;
		}
		at++;
		if (part) {
			ask_part(arena, (size_t)(part - doc->parts), stands, n, claim);
		}
	}
}

static bool is_seen(const eng_proof *proof, const eng_findings *found, size_t index) {
	for (size_t i = 0; i < found->seen_n; i++) {
		const eng_claim *other = &proof->claims[found->seen[i].claim];

		if (found->seen[i].claim == index ||
		    (other->version == proof->claims[index].version &&
		     eng_str_eq(other->id, proof->claims[index].id))) {
			return true;
		}
	}
	return false;
}

/* Of a part that may have several forms some use of each block must be there; pages may have no room for
 * the part of continuation pages alone. */
static void check_any(const eng_proof *proof, eng_findings *found) {
	for (size_t i = 0; i < proof->count; i++) {
		if (proof->claims[i].optional && !proof->claims[i].rest &&
		    !is_seen(proof, found, i)) {
			eng_findings_add(found, "verify.missing", i, "%s is not in it",
					 eng_claim_name(found->arena, &proof->claims[i]));
		}
	}
}

static eng_loc place_of(const eng_document *doc, const eng_proof *proof, size_t claim) {
	for (size_t i = 0; claim != ENG_FINDING_ARTIFACT && i < doc->block_count; i++) {
		const eng_block_use *use = &doc->blocks[i];

		if (use->node && same_block(&proof->claims[claim], use)) {
			return use->node->where;
		}
	}
	return doc->title->where;
}

/* Tells what was found; of a broken rule also what to do, and why. */
static bool report(eng_ctx *ctx, const eng_document *doc, const char *name, const eng_proof *proof,
		   const eng_demand *demands, const eng_findings *found) {
	bool ok = true;

	for (size_t i = 0; i < found->n; i++) {
		const eng_finding *f = &found->items[i];

		ok = eng_fail(ctx, f->code, place_of(doc, proof, f->claim), "%s: %s", name,
			      f->message);
		if (f->demand && demands[f->demand - 1].user) {
			eng_rule_explain(ctx, demands[f->demand - 1].user);
		}
	}
	return ok;
}

bool eng_proof_check(eng_ctx *ctx, eng_prover *prover, eng_arena *arena, const eng_document *doc,
		     int channel, eng_str bytes, const eng_part_stand *stands, size_t stand_count,
		     eng_proof *proof) {
	const char *name = prover->channel_names[channel];
	eng_findings found = { .arena = arena,
			       .draft_mark = doc->draft ? doc->draft_mark : (eng_str){ 0 } };
	const eng_demand *demands;
	eng_survey survey;
	size_t demand_count;

	eng_proof_claims(ctx, prover, arena, doc, channel, proof);
	ask_pages(arena, doc, channel, stands, stand_count, proof);
	demands = eng_demands_of(ctx, prover, arena, doc, channel, proof, &demand_count);
	if ((proof->count == 0 && demand_count == 0 && !found.draft_mark.n) ||
	    !eng_verifier_knows(name)) {
		return true;
	}
	found.survey = eng_demands_survey(demands, demand_count, &survey) ? &survey : NULL;
	eng_verifier_check(prover->verifier, name, bytes, doc->password, proof->claims,
			   proof->count, &found);
	check_any(proof, &found);
	eng_demands_check(demands, demand_count, proof->claims, proof->count, &found);
	eng_survey_finish(&survey);
	proof->read = true;
	proof->seen = found.seen;
	proof->seen_count = found.seen_n;
	return report(ctx, doc, name, proof, demands, &found);
}

static const eng_manifest_place *places_of(eng_arena *arena, const eng_proof *proof, size_t claim,
					   size_t *n) {
	eng_manifest_place *places =
	    eng_arena_new_array(arena, proof->seen_count, eng_manifest_place);

	*n = 0;
	for (size_t i = 0; i < proof->seen_count; i++) {
		const eng_sighting *s = &proof->seen[i];

		if (s->claim == claim) {
			places[(*n)++] =
			    (eng_manifest_place){ s->part,    s->anchor, s->page,  s->last_page,
						  s->x,       s->y,      s->width, s->height,
						  s->start,   s->length, s->size,  s->x_height,
						  s->contrast };
		}
	}
	return places;
}

/* A part for pages that the artifact does not have shows nothing. */
static bool is_shown(const eng_proof *proof, size_t claim) {
	bool shown = !proof->claims[claim].optional || !proof->read;

	for (size_t i = 0; !shown && i < proof->seen_count; i++) {
		shown = proof->seen[i].claim == claim;
	}
	return shown;
}

static const eng_manifest_block *bare_names(eng_arena *arena, const eng_document *doc,
					    eng_approvers *approvers, size_t *n) {
	eng_manifest_block *blocks =
	    eng_arena_new_array(arena, doc->block_count, eng_manifest_block);

	for (size_t i = 0; i < doc->block_count; i++) {
		const eng_block_use *use = &doc->blocks[i];

		blocks[i] =
		    (eng_manifest_block){ .id = use->id,
					  .language = use->language,
					  .path = use->path,
					  .version = use->version,
					  .use = occurrence_of(doc, i),
					  .approvals = eng_approvers_find(approvers, use->path),
					  .file_hash = use->file_hash };
	}
	*n = doc->block_count;
	return blocks;
}

static eng_str path_of(const eng_document *doc, const eng_claim *claim) {
	for (size_t i = 0; i < doc->block_count; i++) {
		if (same_block(claim, &doc->blocks[i])) {
			return doc->blocks[i].path;
		}
	}
	return (eng_str){ 0 };
}

const eng_manifest_block *eng_proof_certificates(eng_arena *arena, const eng_document *doc,
						 const eng_proof *proof, eng_approvers *approvers,
						 size_t *n) {
	eng_manifest_block *blocks;

	if (proof->copy) {
		return bare_names(arena, doc, approvers, n);
	}
	blocks = eng_arena_new_array(arena, proof->count, eng_manifest_block);
	*n = 0;
	for (size_t i = 0; i < proof->count; i++) {
		const eng_claim *claim = &proof->claims[i];
		eng_manifest_block *block = &blocks[*n];

		if (!is_shown(proof, i)) {
			continue;
		}
		*block = (eng_manifest_block){ .id = claim->id,
					       .language = claim->language,
					       .path = path_of(doc, claim),
					       .version = claim->version,
					       .use = claim->occurrence,
					       .file_hash = claim->file_hash,
					       .text = claim->text,
					       .notes = claim->notes,
					       .text_hash = claim->text_hash };
		block->approvals = eng_approvers_find(approvers, block->path);
		block->places = places_of(arena, proof, i, &block->place_count);
		(*n)++;
	}
	return blocks;
}

const eng_manifest_rules *eng_proof_rules(eng_arena *arena, const eng_document *doc, int channel,
					  eng_approvers *approvers, size_t *n) {
	eng_manifest_rules *list = eng_arena_new_array(arena, doc->rule_count, eng_manifest_rules);
	eng_manifest_rules *last = NULL;

	*n = 0;
	for (size_t i = 0; i < doc->rule_count; i++) {
		const eng_content_rule *rule = doc->rules[i];
		const eng_rule_pack *pack = rule->pack;

		if (!(rule->channels >> channel & 1)) {
			continue;
		}
		if (!last || last->path.s != pack->path.s) {
			last = &list[(*n)++];
			*last = (eng_manifest_rules){ .pack = pack->id,
						      .path = pack->path,
						      .version = pack->version,
						      .file_hash = pack->hash };
			last->approvals = eng_approvers_find(approvers, pack->path);
			last->ids = eng_arena_new_array(arena, doc->rule_count, eng_str);
		}
		((eng_str *)last->ids)[last->n++] = rule->id;
	}
	return list;
}
